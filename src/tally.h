/* SPDX-License-Identifier: BSD-2-Clause */
/* What one source held, counted for the summary; one for each source and one for
 * all of them. */
#ifndef SRC_TALLY_H
#define SRC_TALLY_H

#include "diagnose/ranking.h"
#include "render/renderer.h"

enum { TALLY_NAMES_MAX = 256, TALLY_TLS_MAX = 100 };

/* Counters by name; names are owned.  At most TALLY_NAMES_MAX names; what comes
 * later is counted under the last one, `other'. */
struct tally_names {
	struct render_count *items;
	size_t n, cap;
};

struct tally {
	struct store_stats stats; /* messages, requests, responses, duplicates,
				     transactions, dialogs, calls, classes */
	struct dissector_stats dissect;
	uint64_t malformed, osip_refused, keepalives, selected;
	uint64_t codes[RENDER_CODES];  /* of messages */
	uint64_t finals[RENDER_CODES]; /* of transactions */
	uint64_t methods[METHOD_COUNT];
	struct tally_names other_methods, findings;
	struct ranking ranking;
	struct render_tls *tls;   /* owned; at most TALLY_TLS_MAX */
	size_t n_tls, cap_tls;
	uint64_t tls_more;        /* connections that found no place there */
	int64_t first, last;      /* packet time of its frames; 0: none */
	int64_t second;           /* of packet time, whose messages are counted
				     now: */
	uint64_t in_second, busiest; /* of it; the most there were */
};

void tally_init(struct tally *t);
void tally_fini(struct tally *t);
/* A frame of this time came (the dissector counts it). */
static inline void tally_frame(struct tally *t, int64_t time)
{
	if (!t->first || time < t->first)
		t->first = time;
	if (time > t->last)
		t->last = time;
}
/* A SIP message was read (copies and duplicates too). */
void tally_message(struct tally *t, const struct sip_index *m, bool duplicate,
		   int64_t time);
/* A transaction, a call was forgotten. */
void tally_transaction(struct tally *t, const struct transaction *tr);
void tally_call(struct tally *t, const struct call *c);
/* A finding was made; selected: it is reported, too.  What ranking_add() says. */
uint64_t tally_finding(struct tally *t, const struct finding *f, bool selected);
/* A TLS connection on a SIP port is over. */
void tally_tls(struct tally *t, const struct tls_info *info);
/* Point a summary at these numbers. */
void tally_summary(struct tally *t, struct render_summary *out);

#endif
