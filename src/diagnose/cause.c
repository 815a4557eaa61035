/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/cause.h"

/* Hops that are followed, and transactions of a call that are looked at: a
 * hostile capture may hold any number. */
enum { HOPS = 8, LOOK = 64 };

/* t's server sent d on, and d's end came first. */
static bool is_next_hop(const struct transaction *t,
			const struct transaction *d)
{
	return d->method == t->method && d->request &&
		d->request->sip.cseq == t->request->sip.cseq &&
		addr_same_ip(&d->client, &t->server) &&
		(!d->final || (d->status >= 300 && d->answered <= t->answered));
}

/* The next hop that explains t best: with the very code that t got, else the one
 * that failed last. */
static const struct transaction *next_hop(const struct transaction *t)
{
	const struct transaction *d = t->call_next, *best = NULL;

	for (int i = 0; d && i < LOOK; i++, d = d->call_next) {
		if (!d->n_findings || !is_next_hop(t, d))
			continue;
		if (!best || best->status != t->status ||
		    d->status == t->status)
			best = d;
	}
	return best;
}

bool cause_find(const struct transaction *t, struct finding_cause *out)
{
	const struct transaction *root = t;
	const struct transaction_finding *f;

	if (!t->request || !t->final || t->status < 300)
		return false;
	for (int i = 0; i < HOPS && root; i++) {
		const struct transaction *next =
			root->request ? next_hop(root) : NULL;

		if (!next)
			break;
		root = next;
	}
	if (root == t)
		return false;
	f = &root->findings[0];
	*out = (struct finding_cause){
		.id = (enum finding_id)f->id, .status = f->status,
		.frame = root->final ? root->final->frame :
			root->request->frame,
		.server = root->server };
	return true;
}
