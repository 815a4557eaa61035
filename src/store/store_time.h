/* SPDX-License-Identifier: BSD-2-Clause */
/* What time does to transactions and calls: RFC 3261 17's timers by the packets'
 * clock, then forgetting. */
#ifndef STORE_STORE_TIME_H
#define STORE_STORE_TIME_H

#include "store/store_table.h"

/* Whose deadlines stand in line: of transactions by what they wait for, of calls
 * without a dialog and those with one. */
enum { STORE_TIME_64T1, STORE_TIME_TIMER_C,
       STORE_TIME_RETRY = 0, STORE_TIME_DIALOG };

/* Times that lie further apart than this are not one story: 24 h in ns. */
#define STORE_TIME_FAR (24 * 3600 * CLOCK_S)

/* The time for what the packet at hand begins: its own, if that is yet to be
 * confirmed and later. */
int64_t store_time_now(const struct store *s);
/* Tell the listener; the store fills in time, call and what it knows itself. */
void store_time_tell(struct store *s, struct store_notice *n);
/* Set t's next deadline from its state and t->since.  0 or -ENOMEM (never for a
 * transaction that had one). */
int store_time_arm(struct store *s, struct transaction *t);
/* Forget t now: STORE_COMPLETE, out of all tables, freed. */
void store_time_complete(struct store *s, struct transaction *t);
/* Was the other direction of t's hop seen by now?  Sets t->two_way. */
void store_time_look(const struct store *s, struct transaction *t);
/* A call without transactions stays as long as a retry may come, or while a
 * dialog is up: set its deadline.  Without memory it is forgotten at once. */
void store_time_rest(struct store *s, struct call *c);
/* Forget c, which has no transactions: STORE_CALL_COMPLETE. */
void store_time_forget_call(struct store *s, struct call *c);
/* Time is now: let everything happen that is due, unless now is far off and only
 * this packet says so. */
void store_time_run(struct store *s, int64_t now);

#endif
