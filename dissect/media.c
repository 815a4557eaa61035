/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/media.h"

#include "dissect/dns.h"
#include "dissect/ip.h"
#include "dissect/sip_frame.h"
#include "dissect/udp_tunnel.h"
#include "dissect/wire.h"

/* Without options and extension headers: RFC 791 3.1, RFC 8200 3, RFC 768. */
enum { IP4_HEADER = 20, IP6_HEADER = 40, UDP_HEADER = 8 };
enum { VERSION_AND_LENGTH = 0x45, PLACE = 0x3fff /* more, or an offset */ };

static bool is_awaited(uint16_t port)
{
	return sip_frame_port(port) || port == DNS_PORT ||
	       udp_tunnel_port(port);
}

/* A UDP datagram behind an IP header, in a packet of `total' bytes. */
static inline bool is_voice(struct slice packet, size_t header, size_t total)
{
	size_t udp = wire_be16(packet, header + 4);

	/* No token, CR or LF begins so, and no version of HEP. */
	if (wire_u8(packet, header + UDP_HEADER) < 0x80)
		return false;
	/* Lengths that lie and what is cut are counted elsewhere. */
	return total <= packet.len && udp > UDP_HEADER &&
	       udp + header <= total &&
	       !is_awaited(wire_be16(packet, header)) &&
	       !is_awaited(wire_be16(packet, header + 2));
}

bool media_only(struct slice packet)
{
	if (packet.len <= IP4_HEADER + UDP_HEADER)
		return false;
	if (wire_u8(packet, 0) == VERSION_AND_LENGTH)
		return wire_u8(packet, 9) == IP_UDP &&
		       !(wire_be16(packet, 6) & PLACE) &&
		       is_voice(packet, IP4_HEADER, wire_be16(packet, 2));
	/* Without a length it may be a jumbogram (RFC 2675). */
	return packet.len > IP6_HEADER + UDP_HEADER &&
	       wire_u8(packet, 0) >> 4 == 6 && wire_u8(packet, 6) == IP_UDP &&
	       wire_be16(packet, 4) &&
	       is_voice(packet, IP6_HEADER,
			IP6_HEADER + (size_t)wire_be16(packet, 4));
}
