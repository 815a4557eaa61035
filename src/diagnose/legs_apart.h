/* SPDX-License-Identifier: BSD-2-Clause */
/* A B2BUA with two addresses: the first leg came to one, the second leaves from the
 * other.  Nothing but what both INVITEs say tells that they belong together, so
 * this is where what only looks so is told from what is. */
#ifndef DIAGNOSE_LEGS_APART_H
#define DIAGNOSE_LEGS_APART_H

#include "diagnose/legs_read.h"
#include "store/store.h"

struct legs_apart {
	unsigned kinds; /* bits by enum legs_kind: what is the same; 0: nothing
			   that proves anything */
	const struct transaction *into; /* the INVITE that came to the B2BUA;
			   NULL: more than one may have, or none is remembered
			   (then kinds is 0) */
	bool forgotten; /* no INVITE of the call is remembered */
};

/* May the INVITE of n, with these marks, have been sent for call c, none of whose
 * INVITEs went to n's client?  named: a header of it holds c's Call-ID. */
void legs_apart(struct legs_apart *out, const struct call *c,
		const struct store_notice *n, const struct legs_marks *marks,
		uint64_t seed, bool named);

#endif
