/* SPDX-License-Identifier: BSD-2-Clause */
/* User messages of SCTP put together from their fragments (RFC 9260 6.9, RFC
 * 8260 2.2). */
#ifndef DISSECT_SCTP_JOIN_H
#define DISSECT_SCTP_JOIN_H

#include "base/budget.h"
#include "base/hash.h"
#include "base/timer_heap.h"
#include "dissect/sctp.h"

/* Fragments with the same key belong together; compared as bytes. */
struct sctp_join_key {
	struct addr src, dst;
	uint32_t tag;       /* verification tag */
	uint32_t message;   /* stream sequence number, or message identifier */
	uint16_t stream;
	uint16_t kind;      /* of the chunk, with its U bit */
};

struct sctp_join_piece {
	struct slice data;  /* borrowed */
	uint32_t seq;       /* TSN, or fragment sequence number */
	bool first, last;   /* B and E bits */
	bool cut;           /* by the snap length */
};

struct sctp_join {
	const struct sctp_sink *sink; /* borrowed */
	struct sctp_stats *stats;     /* borrowed */
	struct budget *budget;        /* borrowed */
	struct hash_table groups;     /* owned, with what is in it */
	struct timer_heap timers;
	uint64_t seed;
	size_t max;                   /* groups at once */
};

/* Takes no memory yet. */
void sctp_join_init(struct sctp_join *j, const struct sctp_sink *sink,
		    struct sctp_stats *stats, struct budget *budget);
/* Nothing is handed up any more. */
void sctp_join_fini(struct sctp_join *j);
/* One fragment, which came in frame f and was not there before.  The sink gets
 * the message that it completes.  0 or -ENOMEM (counted as shed). */
int sctp_join_add(struct sctp_join *j, const struct sctp_join_key *key,
		  const struct sctp_join_piece *piece, const struct frame *f);
/* It is now: what has waited for 30 s is lost; what is there of it from its
 * beginning on comes out cut. */
void sctp_join_clock(struct sctp_join *j, int64_t now);

#endif
