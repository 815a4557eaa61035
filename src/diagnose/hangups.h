/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls between two hosts that were ended as soon as they were answered, and by
 * which of them. */
#ifndef DIAGNOSE_HANGUPS_H
#define DIAGNOSE_HANGUPS_H

#include "base/recent.h"
#include "store/store.h"

enum { HANGUPS_MAX = 4096 }; /* pairs of hosts known at once */
/* For so long a call that held shows that calls of the two can hold. */
#define HANGUPS_HELD (600 * CLOCK_S)

/* What two hosts did since one of their calls held. */
struct hangups_pair {
	int64_t held;    /* when a call that held was ended; 0: none was */
	uint32_t up;     /* answered calls whose end was not seen */
	uint32_t n : 31; /* calls that were ended at once, one after the other */
	bool by_first : 1; /* the lower of the two hosts ended them */
};

struct hangups {
	struct recent pairs; /* of struct hangups_pair */
	uint64_t seed;
};

void hangups_init(struct hangups *h, uint64_t seed);
void hangups_fini(struct hangups *h);
/* An INVITE that makes a call was answered with 2xx. */
void hangups_answered(struct hangups *h, const struct transaction *invite);
/* A BYE was sent that ends its call at once, or one that held.  Gives how many
 * calls of these two hosts the sender of this BYE ended at once, one after the
 * other; 0 where the other host ended one of them, another call of the two is
 * still up, or one held lately. */
unsigned hangups_ended(struct hangups *h, const struct transaction *bye,
		       bool at_once);

#endif
