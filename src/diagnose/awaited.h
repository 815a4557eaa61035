/* SPDX-License-Identifier: BSD-2-Clause */
/* Targets that somebody was told to call, by a 3xx or a REFER, and whether a call
 * to them was seen since, in whatever call and from whatever address: a B2BUA
 * takes a new Call-ID. */
#ifndef DIAGNOSE_AWAITED_H
#define DIAGNOSE_AWAITED_H

#include "base/recent.h"
#include "store/store.h"

enum { AWAITED_MAX = 4096, AWAITED_CONTACTS = 4 /* of one 3xx */ };

struct awaited {
	int64_t called; /* the last INVITE to it since, ns; 0: none */
	struct addr referee; /* where the last REFER to it went; family 0: none */
};

struct awaited_memory {
	struct recent table; /* of struct awaited */
	uint64_t seed;
};

void awaited_init(struct awaited_memory *m, uint64_t seed);
void awaited_fini(struct awaited_memory *m);
/* An INVITE or a REFER: a target to be called, or a call to one. */
void awaited_note(struct awaited_memory *m, const struct store_notice *n);
/* Was none of its user (a number: its last digits; without a user its host) called
 * since that time?  False, too, where the target was forgotten. */
bool awaited_uncalled(const struct awaited_memory *m, struct slice uri,
		      int64_t since);
/* Did the last REFER to it go to that host, which passed it on to nobody? */
bool awaited_from(const struct awaited_memory *m, struct slice uri,
		  const struct addr *referee);

#endif
