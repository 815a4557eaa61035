/* SPDX-License-Identifier: BSD-2-Clause */
/* Which dialogs a host does not know any more: 481 to requests inside dialogs
 * that were seen to be established (RFC 3261 12.2.2, RFC 5057). */
#ifndef DIAGNOSE_LOST_H
#define DIAGNOSE_LOST_H

#include "store/store.h"

/* A restart shows within two minutes: phones refresh, talkers hang up. */
#define LOST_SPAN (120 * CLOCK_S)
enum { LOST_MAX = 64 }; /* that are remembered; the oldest goes */

struct lost {
	struct {
		struct addr server;
		const struct dialog *dialog; /* to compare, never to look into */
		int64_t time;
	} of[LOST_MAX];
	unsigned n; /* ever noted */
};

/* t was answered 481: note its dialog if it is one that was lost.  Gives how many
 * of its server are lost within LOST_SPAN, 0 when this is none; *since: the first
 * of them. */
unsigned lost_note(struct lost *l, const struct transaction *t, int64_t *since);

#endif
