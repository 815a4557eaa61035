/* SPDX-License-Identifier: BSD-2-Clause */
/* Many requests between two need a copy before they are answered: packets are
 * lost, or the other side is slow (RFC 3261 17).  Told when the transaction is over:
 * then all copies have come, and what else was found about it. */
#include "diagnose/habits.h"
#include "diagnose/reach.h"

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct load_loss *x = &v->habits->load.now.loss;
	bool swap = memcmp(t->client.ip, t->server.ip,
			   sizeof(t->client.ip)) > 0;

	if (!x->repeated || reach_is_scanner(t->request))
		return;
	report_number(out, "percent", x->repeated * 100 / x->transactions);
	report_number(out, "repeated", x->repeated);
	report_number(out, "transactions", x->transactions);
	report_message(out, t->request, NULL);
	/* The same two, whoever asks. */
	report_group_ip(out, swap ? &t->server : &t->client);
	report_group_ip(out, swap ? &t->client : &t->server);
	report_make(out);
}

const struct rule rule_retrans_rate = {
	.id = FINDING_RETRANS_RATE, .on = RULE_ON(STORE_COMPLETE),
	.needs_request = true, .needs_repeated = true, .aside = true,
	.check = check,
};
