/* SPDX-License-Identifier: BSD-2-Clause */
/* A peer refuses calls in the seconds in which more than so many begin, and in no
 * other (RFC 3261 21.5.4, RFC 7339). */
#include "diagnose/habits.h"
#include "diagnose/rule.h"

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct load_cps *c = &v->habits->load.now.cps;
	int64_t wait = rule_seconds(t->final, HEADER_RETRY_AFTER);

	if (!c->limit)
		return;
	report_number(out, "limit", c->limit);
	report_number(out, "rate", c->rate);
	report_number(out, "refusals", c->refusals);
	if (wait > 0)
		report_number(out, "retry_after", wait);
	report_message(out, t->request, NULL);
	report_start_line(out, t->final, message_slice(
		t->final, t->final->sip.start_line), "refused");
	if (wait > 0)
		report_header_id(out, t->final, HEADER_RETRY_AFTER, NULL);
	report_group_ip(out, &t->client);
	report_group_ip(out, &t->server);
	report_make(out);
}

const struct rule rule_cps_limit = {
	.id = FINDING_CPS_LIMIT, .on = RULE_ON(STORE_FINAL),
	.status = { 429, 480, 503, 603 },
	.methods = RULE_METHOD(METHOD_INVITE), .needs_request = true,
	.unless = { FINDING_CHANNEL_LIMIT }, .check = check,
};
