/* SPDX-License-Identifier: BSD-2-Clause */
/* How far the clocks of devices are from that of the capture, by the Date headers
 * they write (RFC 3261 20.17). */
#ifndef DIAGNOSE_CLOCKS_H
#define DIAGNOSE_CLOCKS_H

#include "store/store.h"

/* More is no way and no rounding: Date has seconds, and a request is tried for 32
 * of them. */
#define CLOCKS_WRONG (60 * CLOCK_S)
enum { CLOCKS_MAX = 32 }; /* that are remembered; the oldest goes */

struct clocks {
	struct {
		struct addr device; /* its port does not matter */
		int64_t skew;       /* ns; fast: over 0 */
	} of[CLOCKS_MAX];
	unsigned n; /* ever noted */
};

/* What else is known. */
struct clocks_others {
	unsigned right; /* devices that agree with the capture */
	unsigned alike; /* that are wrong by as much */
};

/* A device wrote a Date that is off by so much.  True when it is wrong and that is
 * news. */
bool clocks_note(struct clocks *c, const struct addr *device, int64_t skew,
		 struct clocks_others *others);

#endif
