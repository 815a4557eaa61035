/* SPDX-License-Identifier: BSD-2-Clause */
/* The way from a frame to its packets: link, VLAN, tunnels, IP, fragments, UDP,
 * TCP streams, SCTP, HEP, ICMP. */
#ifndef DISSECT_DISSECTOR_H
#define DISSECT_DISSECTOR_H

#include "dissect/dns.h"
#include "dissect/packet.h"
#include "dissect/stream.h"
#include "dissect/tcp_reasm.h"
#include "dissect/tls_watch.h"

/* What could not be read and why.  Counts frames unless it says bytes. */
struct dissector_stats {
	uint64_t frames;
	uint64_t link_type;     /* a link type nobody here reads */
	uint64_t ethertype;     /* neither IP nor ARP and the like */
	uint64_t tunnel;        /* tunnels not followed (ESP, MACsec ...), or
				   nested too deep */
	uint64_t tcp_sip;       /* TCP segments on a SIP port in which no SIP was
				   found */
	uint64_t tls;           /* TLS segments */
	uint64_t snaplen;       /* UDP datagrams cut by the snap length */
	uint64_t fragments;     /* datagrams whose fragments never all came */
	uint64_t fragments_shed;/* given up because the table was full */
	uint64_t malformed;     /* headers that contradict themselves */
	uint64_t reassembled;   /* datagrams put together from fragments */
	uint64_t fragment_frames; /* frames that were a fragment of one */
	uint64_t fragment_overlaps; /* fragments that overlap others and are no
				       copies; the first to come is kept */
	uint64_t tcp_gap_bytes; /* lost bytes of SIP, WebSocket and HEP streams */
	uint64_t tcp_gaps;
	uint64_t tcp_cut;       /* messages that a gap or an end cut */
	uint64_t tcp_shed;      /* connections given up: a table was full */
	uint64_t stream_skipped;/* bytes of SIP streams that are no message */
	uint64_t deflated;      /* WebSocket messages in permessage-deflate */
	uint64_t upgrades_refused; /* to WebSocket, which the server did not grant */
	uint64_t hep_compressed;/* HEP packets whose payload is deflated */
	uint64_t sctp_lost;     /* SCTP messages whose fragments never all came */
};

/* Where the frame at hand belongs, for those who save frames. */
enum dissector_carrier {
	DISSECTOR_UNDECIDED, /* a TCP connection of which nothing is known yet */
	DISSECTOR_WANTED,    /* a TCP connection that carries SIP (or HEP); or a
				fragment, SCTP packet ... that may complete one */
	DISSECTOR_UNWANTED   /* a TCP connection that carries something else */
};
struct dissector_segment {
	const struct frame *frame;
	uint64_t flow;       /* never used twice; 0: no connection */
	struct addr src, dst;
	enum dissector_carrier carrier;
};

/* Everything passed is borrowed for the call.  All but datagram may be NULL. */
struct dissector_sink {
	/* Every UDP datagram with a payload, but for media (media.h) which may
	 * be left out; every message of a stream, SCTP
	 * chunk or HEP packet that is SIP (.framed or by its content). */
	void (*datagram)(const struct packet *p, void *arg);
	/* An ICMP error that quotes UDP, TCP or SCTP. */
	void (*icmp)(const struct icmp_error *e, void *arg);
	/* Every TCP segment, after what it completed was handed up; and every
	 * fragment and SCTP packet (flow 0). */
	void (*segment)(const struct dissector_segment *s, void *arg);
	/* A TCP connection to a SIP port, or back to the port that a SIP connection
	 * came from, was refused, or never answered. */
	void (*refused)(const struct tcp_refusal *r, void *arg);
	/* A TLS connection on a SIP port, once it is over; before that, when it
	 * was established and showed certificates. */
	void (*tls)(const struct tls_info *info, void *arg);
	/* A connection failed before any SIP was exchanged, on a SIP port or
	 * with the subprotocol sip. */
	void (*trouble)(const struct stream_trouble *t, void *arg);
	/* A connection is closed: see there. */
	void (*closing)(const struct stream_close *c, void *arg);
	/* A question to a name server, or an answer, about an address or a
	 * service of SIP: see dns.h. */
	void (*dns)(const struct dns_message *m, void *arg);
	/* A DNS answer names a SIP port (SRV _sip._tcp and the like). */
	void (*srv)(uint16_t port, enum transport t, void *arg);
	void *arg;
};

struct dissector; /* opaque: owns the tables of fragments and streams */

/* NULL when there is no memory.  The caller frees.  max_fragmented: datagrams
 * under reassembly at once (0: 1024; each at most 64 kB, expiry 30 s of packet
 * time, RFC 791 / RFC 8200 4.5: 60 s). */
struct dissector *dissector_new(const struct dissector_sink *sink,
				size_t max_fragmented);
void dissector_free(struct dissector *d);
/* Read one frame.  0, or -ENOMEM (the frame is then lost, counted as shed). */
int dissector_frame(struct dissector *d, const struct frame *f);
/* Packet time moved on (live and idle: without a frame). */
void dissector_clock(struct dissector *d, int64_t now);
/* The input ended: what waits in streams is handed up, what still waits for
 * fragments too (incomplete) or counted. */
void dissector_end(struct dissector *d);
const struct dissector_stats *dissector_stats(const struct dissector *d);
/* Count into s from now on (one set for each source); NULL: its own again.
 * dissector_stats gives the set in use. */
void dissector_count_in(struct dissector *d, struct dissector_stats *s);
/* Can this link type be read at all? */
bool dissector_knows_link(int link_type);

#endif
