/* SPDX-License-Identifier: BSD-2-Clause */
/* Private to the dissector_*.c files: what the readers of one frame's layers
 * share.  A layer hands what it carries to the reader of the next one. */
#ifndef DISSECT_DISSECTOR_INNER_H
#define DISSECT_DISSECTOR_INNER_H

#include "dissect/dissector.h"
#include "dissect/fragment.h"
#include "dissect/ip.h"
#include "dissect/link.h"
#include "dissect/sctp.h"
#include "dissect/stream.h"

/* Tunnels in tunnels; what is deeper is counted, not read. */
enum { DISSECTOR_DEPTH = 8 };

struct dissector {
	struct dissector_sink sink;
	struct dissector_stats own, *stats; /* stats: the set in use */
	struct fragment_table fragments;
	uint64_t lost, shed, overlaps; /* of fragments, counted so far */
	struct budget budget; /* of what streams and SCTP messages buffer */
	struct sctp_reasm *sctp;
	struct sctp_stats sctp_counted;
	struct tcp_reasm *tcp;
	uint64_t tcp_shed;    /* counted so far */
	struct stream_sink stream_sink;
	struct stream_stats streams, streams_counted;
	uint64_t learned[65536 / 64]; /* a bit for each port SIP was found on */
	uint64_t callers[65536 / 64]; /* for each that a SIP connection came from
					 which was closed */
	uint64_t closed_flow; /* forgotten during this segment; 0: none */
	enum stream_kind closed_kind;
	bool memory;          /* ran out during this segment */
};

/* How the layer at hand was reached. */
struct dissector_at {
	const struct frame *frame;
	unsigned depth;  /* tunnels around it */
	unsigned pieces; /* frames that its bytes were put together from */
	bool cut;        /* something around it was not captured whole */
	bool incomplete; /* its later IP fragments never came */
};

/* A header or payload that is not all there: the snap length cut it, or else
 * the lengths lie. */
void dissector_count_bad(struct dissector *d, enum decode how, bool cut);

/* dissector_walk.c: a link header of this type and what it carries.  0 or
 * -ENOMEM. */
int dissector_walk_link(struct dissector *d, const struct dissector_at *at,
			int link_type, struct slice bytes);
/* All of a frame; packet: the IP packet in it where that is plain to see and no
 * media, else empty. */
int dissector_walk_frame(struct dissector *d, const struct frame *f,
			 struct slice packet);
/* What a tunnel carries, one level deeper. */
int dissector_walk_inner(struct dissector *d, const struct dissector_at *at,
			 const struct link *carried);
/* A datagram whose later fragments never came; a fragment_lost_fn. */
void dissector_walk_incomplete(const struct ip *part, const struct frame *at,
			       unsigned pieces, void *arg);
/* A talk (see dissector_udp_talk) goes on: its incomplete datagrams. */
void dissector_walk_talk(struct dissector *d, uint64_t talk);
void dissector_walk_clock(struct dissector *d, int64_t now);
/* The input ended: datagrams whose fragments are not all there. */
void dissector_walk_end(struct dissector *d);
/* dissector_udp.c: a UDP datagram, header and all. */
int dissector_udp_read(struct dissector *d, const struct dissector_at *at,
		       const struct ip *ip);
/* A number for the call that a UDP payload, perhaps cut, belongs to between the
 * addresses of ip, whichever way it goes; 0: it is no SIP, or does not tell. */
uint64_t dissector_udp_talk(const struct dissector *d, const struct ip *ip,
			    struct slice payload);
/* dissector_tcp.c: a TCP segment, header and all. */
int dissector_tcp_init(struct dissector *d); /* 0 or -ENOMEM */
void dissector_tcp_fini(struct dissector *d); /* legal before init */
int dissector_tcp_read(struct dissector *d, const struct dissector_at *at,
		       const struct ip *ip);
void dissector_tcp_clock(struct dissector *d, int64_t now);
void dissector_tcp_end(struct dissector *d);
/* dissector_sctp.c: an SCTP packet, header and all.  init: 0 or -ENOMEM; fini is
 * legal before it. */
int dissector_sctp_init(struct dissector *d);
void dissector_sctp_fini(struct dissector *d);
int dissector_sctp_read(struct dissector *d, const struct dissector_at *at,
			const struct ip *ip);
void dissector_sctp_end(struct dissector *d);
/* dissector_message.c: a payload that may be HEP (false: it is not), a frame
 * that is an exported PDU. */
bool dissector_message_hep(struct dissector *d, const struct dissector_at *at,
			   struct slice payload);
int dissector_message_pdu(struct dissector *d, const struct dissector_at *at,
			  struct slice bytes);

#endif
