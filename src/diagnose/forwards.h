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
	/* Where the numbers change on the way: places where the last call went
	 * that are known at once; calls after which a circle must have closed,
	 * with the one that came into it; and how many must come once more. */
	FORWARDS_PLACES = 1024,
	FORWARDS_ROUND = 5,
	FORWARDS_AGAIN = 3,
	FORWARDS_USER = 32,    /* bytes of a number that is said */
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

/* Calls one after the other, each sent from where the one before went, to whatever
 * number. */
struct forward_round {
	int64_t begin;
	uint64_t at;       /* where the last one went; 0: an empty place */
	uint32_t hops[FORWARDS_ROUND]; /* hashes: from where to where, number */
	uint32_t number;   /* hash of that of the last one */
	uint8_t calls;
	uint8_t begins, period; /* which was the first in the circle, and how
			      many are in it; 0: not closed so far */
	bool numbers;      /* these are to more than one number */
	uint8_t user_len, id_len, other_len;
	char user[FORWARDS_USER]; /* the last number, while it is one */
	char id[FORWARDS_ID]; /* Call-ID of the first */
	char other[FORWARDS_USER]; /* that before `user', if another */
};

struct forwards {
	struct recent table; /* of struct forward_chain */
	struct forward_round *rounds; /* owned: FORWARDS_PLACES, by the hash of
			      the place; NULL: no call yet */
	const struct forward_round *round; /* closed by the INVITE at hand */
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
