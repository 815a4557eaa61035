/* SPDX-License-Identifier: BSD-2-Clause */
/* What time does to transactions and calls: RFC 3261 17's timers by the packets'
 * clock, then forgetting. */
#ifndef STORE_STORE_TIME_H
#define STORE_STORE_TIME_H

#include "store/store_table.h"

/* Tell the listener. */
void store_time_tell(struct store *s, struct store_notice n);
/* Set t's next deadline from its state.  0 or -ENOMEM. */
int store_time_arm(struct store *s, struct transaction *t);
/* Forget t now: STORE_COMPLETE, out of all tables, freed. */
void store_time_complete(struct store *s, struct transaction *t);
/* Forget c and what is left of it: STORE_CALL_COMPLETE. */
void store_time_forget_call(struct store *s, struct call *c);
/* Let everything happen that is due by now. */
void store_time_run(struct store *s, int64_t now);

#endif
