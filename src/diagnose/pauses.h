/* SPDX-License-Identifier: BSD-2-Clause */
/* Who was asked to wait (Retry-After, RFC 3261 20.33), until when, and who comes
 * all the same.  413, 500 and 503 speak of the server, the others of the one
 * called. */
#ifndef DIAGNOSE_PAUSES_H
#define DIAGNOSE_PAUSES_H

#include "base/recent.h"
#include "store/store.h"

enum { PAUSES_MAX = 4096, PAUSES_ID = 64, PAUSES_HOPS = 4096 };
/* Once may be a slip. */
enum { PAUSES_TIMES = 2 };

/* A user at a client, asked by a server about one method.  Others behind the same
 * address may each ask once. */
struct pause {
	int64_t first;    /* the first response since it last waited */
	int64_t until;
	uint32_t limit;   /* s, of the last one */
	uint32_t early;   /* requests that came before */
	uint64_t slip;    /* serial of the first of these */
	bool called;      /* it is about the one called */
	struct pause_ask { /* the last response, and the one before */
		int64_t time;
		uint32_t cseq, id_len;
		char id[PAUSES_ID]; /* Call-ID; a longer one is left out */
	} asks[2];
};

struct pauses {
	struct recent table; /* of struct pause */
	int64_t until;       /* the latest of all */
	uint64_t seed;
	int64_t hops[PAUSES_HOPS]; /* the latest by client, server and method,
				      some share one.  Who has nothing to do with
				      any needs no key. */
	uint64_t asked[PAUSES_HOPS / 64]; /* a bit for each: somebody was asked
				      there; these few lines are at hand */
};

void pauses_init(struct pauses *p, uint64_t seed);
void pauses_fini(struct pauses *p);
/* A request came, or its final response: note it here and in n->t->habits. */
void pauses_note(struct pauses *p, const struct store_notice *n);
/* Has that code a meaning with Retry-After? */
bool pauses_asks(unsigned status);
/* What t's client is known by here: itself, its user, the server, the method. */
uint64_t pauses_key(const struct pauses *p, const struct transaction *t);
/* What t's client was asked and does not heed, or NULL. */
const struct pause *pauses_find(const struct pauses *p,
				const struct transaction *t);
/* The response that t's request should have heeded. */
const struct pause_ask *pauses_ask(const struct pause *p,
				   const struct transaction *t);

#endif
