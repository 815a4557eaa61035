/* SPDX-License-Identifier: BSD-2-Clause */
/* Which calls of different Call-IDs are one: a B2BUA (PBX, SBC) ends the call of
 * the caller, and makes a new one to the callee.  The second leg begins where the
 * first one went, and something on it is the same (legs_read.h); or the B2BUA has
 * two addresses, and what is the same can be no chance (legs_apart.h). */
#ifndef DIAGNOSE_LEGS_H
#define DIAGNOSE_LEGS_H

#include "diagnose/legs_read.h"
#include "store/store.h"

/* How the second leg, the call made for another one, is tied to that. */
struct legs_tie {
	const struct call *first, *second;
	enum certainty certainty; /* an id: certain; SDP and numbers, a REFER:
				     likely; else possible.  On two addresses
				     one less, but where one leg names the
				     other */
	unsigned kinds; /* bits by enum legs_kind: what is the same */
	bool apart;     /* the B2BUA has two addresses */
	/* For legs_made() and kin. */
	uint64_t seed;
	uint32_t into, from; /* hashes of where the first INVITE came to, and
				where the second came from; into is 0: unknown */
};

#define LEGS_BIT(kind) (1u << (kind))
/* Those that are new for each call. */
#define LEGS_IDS (LEGS_BIT(LEGS_SESSION_ID) | LEGS_BIT(LEGS_ICID) | \
		  LEGS_BIT(LEGS_HEADER) | LEGS_BIT(LEGS_CALL_ID))
/* A B2BUA that does nothing in between (no menu, no queue) has begun the second
 * leg by then, and has passed on how that ended. */
#define LEGS_TOGETHER (2 * CLOCK_S)

/* What is remembered; the oldest goes. */
enum { LEGS_MAX = 16384, LEGS_CHILDREN = 16 };

struct legs; /* opaque */
struct story;

/* NULL when there is no memory. */
struct legs *legs_new(void);
void legs_free(struct legs *l);
/* n: STORE_REQUEST of an initial INVITE.  True: its call was tied now, to one that
 * is open, and out is filled.  Where two calls fit equally well there is none. */
bool legs_invite(struct legs *l, const struct store_notice *n,
		 struct legs_tie *out);
/* n: STORE_REQUEST of a REFER.  The INVITE that it asks its server for is tied to
 * its call. */
void legs_refer(struct legs *l, const struct store_notice *n);
/* The call is no more (STORE_CALL_COMPLETE). */
void legs_forget(struct legs *l, struct call *c);
/* The call that c was made for; false when none is known. */
bool legs_first(const struct legs *l, const struct call *c,
		struct legs_tie *out);
/* The ith call (from 0, at most LEGS_CHILDREN) that was made for c, the latest
 * first; false when there are no more. */
bool legs_second(const struct legs *l, const struct call *c, unsigned i,
		 struct legs_tie *out);
/* Did the tie's first call come to that address of the B2BUA; did its second leave
 * from there? */
bool legs_came_to(const struct legs_tie *tie, const struct addr *server);
bool legs_left_from(const struct legs_tie *tie, const struct addr *client);
/* Is d, an INVITE of the second call, what t's server made for t? */
bool legs_made(const struct legs_tie *tie, const struct transaction *t,
	       const struct transaction *d);
/* Room for whoever tells the story of c (story.h), NULL at first; c has an initial
 * INVITE that is remembered (c->leg). */
struct story **legs_story(struct legs *l, const struct call *c);
/* The strongest thing that two INVITEs share, as a mark of each; false when it is
 * nothing, or they are NULL. */
bool legs_common(const struct message *a, const struct message *b,
		 struct legs_mark *in_a, struct legs_mark *in_b);

#endif
