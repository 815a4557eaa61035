/* SPDX-License-Identifier: BSD-2-Clause */
/* The way from a frame to its packets: link, VLAN, IP, fragments, UDP, ICMP. */
#ifndef DISSECT_DISSECTOR_H
#define DISSECT_DISSECTOR_H

#include "dissect/packet.h"

/* What could not be read and why.  Counts frames unless it says bytes. */
struct dissector_stats {
	uint64_t frames;
	uint64_t link_type;     /* a link type nobody here reads */
	uint64_t ethertype;     /* neither IP nor ARP and the like */
	uint64_t tunnel;        /* tunnels not followed (GRE, IP in IP, ...) */
	uint64_t tcp_sip;       /* TCP segments that begin like SIP or use a SIP
				   port and hold data: not read */
	uint64_t tls;           /* TLS records seen on TCP */
	uint64_t snaplen;       /* UDP datagrams cut by the snap length */
	uint64_t fragments;     /* datagrams whose fragments never all came */
	uint64_t fragments_shed;/* given up because the table was full */
	uint64_t malformed;     /* headers that contradict themselves */
	uint64_t reassembled;   /* datagrams put together from fragments */
	uint64_t fragment_frames; /* frames that were a fragment of one */
};

/* Called for every UDP datagram with a payload, and for every ICMP error that
 * quotes UDP or TCP.  Everything passed is borrowed for the call. */
struct dissector_sink {
	void (*datagram)(const struct packet *p, void *arg);
	void (*icmp)(const struct icmp_error *e, void *arg);
	void *arg;
};

struct dissector; /* opaque: owns the fragment table */

/* NULL when there is no memory.  The caller frees.  max_fragmented: datagrams
 * under reassembly at once (0: 1024; each at most 64 kB, expiry 30 s of packet
 * time, RFC 791 / RFC 8200 4.5: 60 s). */
struct dissector *dissector_new(const struct dissector_sink *sink,
				size_t max_fragmented);
void dissector_free(struct dissector *d);
/* Read one frame.  0, or -ENOMEM (the frame is then lost, counted as shed). */
int dissector_frame(struct dissector *d, const struct frame *f);
/* The input ended: what still waits for fragments is counted. */
void dissector_end(struct dissector *d);
const struct dissector_stats *dissector_stats(const struct dissector *d);
/* Count into s from now on (one set for each source); NULL: its own again.
 * dissector_stats gives the set in use. */
void dissector_count_in(struct dissector *d, struct dissector_stats *s);
/* Can this link type be read at all? */
bool dissector_knows_link(int link_type);

#endif
