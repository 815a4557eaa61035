/* SPDX-License-Identifier: BSD-2-Clause */
/* A server refuses so many requests in a short time that no single one is at fault
 * (RFC 6357, RFC 7339). */
#include "diagnose/habits.h"
#include "diagnose/rule.h"

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct load_burst *b = &v->habits->load.now.burst;

	if (t->method != METHOD_INVITE &&
	    (t->status == 480 || t->in_dialog || !b->requests))
		return;
	if (!b->percent && !b->rate)
		return;
	report_flag(out, "requests", b->requests);
	if (b->percent)
		report_number(out, "percent", b->percent);
	if (b->rate)
		report_number(out, "rate", b->rate);
	report_message(out, t->request, NULL);
	report_start_line(out, t->final, message_slice(
		t->final, t->final->sip.start_line), "refused");
	report_group_ip(out, &t->server);
	report_make(out);
}

const struct rule rule_overload_burst = {
	.id = FINDING_OVERLOAD_BURST, .on = RULE_ON(STORE_FINAL),
	.status = { 480, 500, 503 }, .needs_request = true,
	.unless = { FINDING_CHANNEL_LIMIT, FINDING_CPS_LIMIT },
	.check = check,
};
