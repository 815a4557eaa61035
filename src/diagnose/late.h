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
		uint64_t key; /* 0: none */
		int64_t time;
		struct finding_consequence told;
	} of[LATE_MAX];
	unsigned n;  /* ever noted */
	struct finding_consequence taken[LATE_EACH];
};

/* f was told of a request that was answered; what explains it may be told later
 * under that key: the serial of the transaction that had no answer behind it, or
 * one with LATE_SHARED for what several transactions have in common. */
#define LATE_SHARED (UINT64_C(1) << 63)
void late_note(struct late *l, uint64_t key, const struct finding *f);
/* f explains what was told under that key since that time: give it to f. */
void late_take(struct late *l, uint64_t key, int64_t since, struct finding *f);

#endif
