/* SPDX-License-Identifier: BSD-2-Clause */
/* Refusals told before what they came from: a proxy gives up and answers 408, and
 * only later is it known that nobody behind it ever spoke. */
#ifndef DIAGNOSE_LATE_H
#define DIAGNOSE_LATE_H

#include "diagnose/finding.h"

/* A proxy gives up seconds before the client's own time is over: few wait at a
 * time.  The oldest goes. */
enum { LATE_MAX = 64, LATE_EACH = 4 };

struct late {
	struct late_one {
		uint64_t serial; /* of the transaction that was open; 0: none */
		struct finding_consequence told;
	} of[LATE_MAX];
	unsigned n;  /* ever noted */
	struct finding_consequence taken[LATE_EACH];
};

/* f was told while `open' had no answer behind it. */
void late_note(struct late *l, const struct transaction *open,
	       const struct finding *f);
/* f says that nobody answered t: give it what was told before of it. */
void late_take(struct late *l, const struct transaction *t, struct finding *f);

#endif
