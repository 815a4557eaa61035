/* SPDX-License-Identifier: BSD-2-Clause */
/* Subscriptions that a server takes or refuses: of one event package to one target,
 * whoever asks and in whatever call. */
#ifndef DIAGNOSE_WATCHES_H
#define DIAGNOSE_WATCHES_H

#include "base/recent.h"
#include "store/store.h"

enum { WATCHES_MAX = 4096 };

struct watch {
	bool taken;       /* it was accepted before */
	uint32_t refused; /* times in a row */
};

struct watches {
	struct recent table; /* of struct watch */
	uint64_t seed;
};

void watches_init(struct watches *w, uint64_t seed);
void watches_fini(struct watches *w);
/* A SUBSCRIBE was accepted, or refused for good (no challenge). */
void watches_note(struct watches *w, const struct transaction *t);
/* What t asks for, as far as it is known; or NULL. */
const struct watch *watches_find(const struct watches *w,
				 const struct transaction *t);

#endif
