/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls that go in a circle through B2BUAs: each makes a new call of it, so
 * neither Max-Forwards nor Via tell.  Noted in t->habits. */
#ifndef DIAGNOSE_FORWARDS_H
#define DIAGNOSE_FORWARDS_H

#include "base/recent.h"
#include "store/store.h"

enum {
	FORWARDS_MAX = 4096,   /* numbers known at once */
	FORWARDS_ID = 64,      /* bytes of a Call-ID; with a longer one there is
				  no chain */
	/* New calls to one number that are a circle, and in what time: no PBX
	 * needs a second to send a call on.  A convention. */
	FORWARDS_CALLS = 5,
};
#define FORWARDS_TIME (5 * CLOCK_S)

/* Calls to one number, each sent by the very ip:port that the one before went
 * to. */
struct forward_chain {
	int64_t begin;
	uint64_t hops[2];  /* of the first call, which may come into the circle,
			      and of the second: from where to where */
	uint64_t at;       /* where the last call went */
	uint32_t calls;
	bool back;         /* one took such a hop again */
	uint8_t id_len;
	char id[FORWARDS_ID]; /* Call-ID of the first */
};

struct forwards {
	struct recent table; /* of struct forward_chain */
	uint64_t seed;
};

void forwards_init(struct forwards *f, uint64_t seed);
void forwards_fini(struct forwards *f);
/* STORE_REQUEST of an INVITE that begins a call. */
void forwards_note(struct forwards *f, const struct store_notice *n);
/* The chain that t is the last of and that came back, or NULL. */
const struct forward_chain *forwards_circle(const struct forwards *f,
					    const struct transaction *t);

#endif
