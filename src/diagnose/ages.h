/* SPDX-License-Identifier: BSD-2-Clause */
/* How long answered calls between two hosts lasted, and who ended them. */
#ifndef DIAGNOSE_AGES_H
#define DIAGNOSE_AGES_H

#include "base/recent.h"
#include "store/store.h"

enum {
	AGES_MAX = 4096, /* pairs of hosts known at once */
	AGES_CALLS = 8   /* of the longest calls of each */
};
/* Shorter calls end for all kinds of reasons. */
#define AGES_LEAST (60 * CLOCK_S)
/* Calls that were cut at the same age differ by no more. */
#define AGES_SPREAD (2 * CLOCK_S)

/* Calls of one pair that lasted as long as the longest of them, by AGES_SPREAD,
 * and were ended by the same host. */
struct ages_pair {
	int64_t longest;              /* ns; of all calls of the pair */
	uint64_t called[AGES_CALLS];  /* hashes of the numbers called */
	unsigned n;                   /* calls that old; their numbers differ */
	bool by_first;                /* the lower of the two hosts ended them */
	bool mixed;                   /* no: both did */
};

struct ages {
	struct recent pairs; /* of struct ages_pair */
	uint64_t seed;
};

void ages_init(struct ages *a, uint64_t seed);
void ages_fini(struct ages *a);
/* A BYE was sent: the call lasted that long (ns).  called: the user that was
 * called.  Gives how many calls of these two hosts to different numbers lasted
 * that long, none of them longer, all ended by the host that sends this BYE; 0
 * when this one is shorter. */
unsigned ages_note(struct ages *a, const struct transaction *bye,
		   int64_t age, struct slice called);

#endif
