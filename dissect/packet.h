/* SPDX-License-Identifier: BSD-2-Clause */
/* A packet is a transport payload with both its addresses, dug out of a frame:
 * link layer, tunnels, IP, fragments and transport are behind it. */
#ifndef DISSECT_PACKET_H
#define DISSECT_PACKET_H

#include "base/addr.h"
#include "dissect/frame.h"

enum transport {
	TRANSPORT_UDP, TRANSPORT_TCP, TRANSPORT_TLS, TRANSPORT_SCTP,
	TRANSPORT_WS, TRANSPORT_WSS
};

struct packet {
	/* The frame that completed it; borrowed.  Its bytes may be empty: of a
	 * message that waited for others only place and time are known. */
	const struct frame *frame;
	struct addr src, dst;
	enum transport transport;
	uint32_t ip_id;     /* IPv4 identification; 0 for IPv6 without fragment */
	uint8_t ttl;        /* TTL or hop limit; 0: not known (streams, HEP) */
	bool has_ip_id;
	bool truncated;     /* payload cut by the snap length, by lost TCP bytes
			       or by missing fragments */
	bool incomplete;    /* truncated, since IP fragments never came */
	bool copies;        /* the same may come again, from another interface or
				teller; else (streams, text traces) what comes
				twice was sent twice */
	bool retold;        /* an agent saw it somewhere and sent it on (HEP): the
				frame went between others than src and dst */
	bool framed;        /* one SIP message or keep-alive, as found by the
			       stream it came in: no need to look again */
	unsigned fragments; /* frames it was put together from; 1: whole */
	struct slice payload; /* borrowed until the sink returns */
};

/* An ICMP or ICMPv6 error that quotes a packet (RFC 792, RFC 4443). */
struct icmp_error {
	const struct frame *frame;
	struct addr from, to;     /* sender and receiver of the error, no ports */
	uint8_t family, type, code;
	uint32_t mtu;             /* octets that fit, where it says so (packet too
				     big: RFC 1191 4, RFC 4443 3.2); else 0 */
	struct packet quoted;     /* addresses, transport and what is quoted of
				     the payload (often cut: .truncated) */
};

/* `udp', `tcp' ... */
const char *packet_transport_name(enum transport t);

#endif
