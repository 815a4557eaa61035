/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/load.h"

/* Over 5 % of at least 50 transactions, by convention: voice suffers from 1 %, and
 * one lost packet of a quiet hour says nothing. */
enum { TRANSACTIONS = 50, PERCENT = 5 };
/* So many without an alarm: what was before says nothing of what comes. */
enum { FORGOTTEN = 1000 };

/* These say by themselves why it was repeated. */
static bool explained(const struct transaction *t)
{
	return transaction_has(t, FINDING_SLOW_100) ||
		transaction_has(t, FINDING_LATE_RESPONSE) ||
		transaction_has(t, FINDING_RETRANS_DESPITE_100);
}

void load_loss_note(struct load *l, const struct store_notice *n)
{
	const struct transaction *t = n->t;
	/* The hop with its ports, whoever of the two asks. */
	uint64_t key = hash_mix(l->seed, t->there ^ t->back);
	bool repeated = t->request_copies && !explained(t);
	struct load_loss *x;

	l->now.loss.repeated = 0;
	if (t->transport != TRANSPORT_UDP || !t->request || !t->final)
		return;
	x = recent_find(&l->losses, key);
	if (!x) {
		/* It opens the count and is no part of it, or each count would
		 * begin with a loss. */
		if (repeated)
			recent_get(&l->losses, key, NULL);
		return;
	}
	x->transactions++;
	x->repeated += repeated;
	if (repeated && x->transactions >= TRANSACTIONS &&
	    x->repeated * 100 > x->transactions * PERCENT)
		l->now.loss = *x;
	if (l->now.loss.repeated || x->transactions >= FORGOTTEN)
		recent_drop(&l->losses, key);
}
