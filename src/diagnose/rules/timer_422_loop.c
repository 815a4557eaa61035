/* SPDX-License-Identifier: BSD-2-Clause */
/* After a 422 the client has to ask for at least the Min-SE it names (RFC 4028
 * 7.3). */
#include "diagnose/rule.h"

/* What the 422 before t named, when t asks for less: the two are in a loop. */
static const struct transaction *ignored(const struct transaction *t,
					 int64_t *min, int64_t *asked)
{
	const struct transaction *before = call_previous(t);

	if (!before || before->status != 422 || !before->request)
		return NULL;
	*min = rule_seconds(before->final, HEADER_MIN_SE);
	*asked = rule_seconds(t->request, HEADER_SESSION_EXPIRES);
	return *min >= 0 && *asked >= 0 && *asked < *min ? before : NULL;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t, *before;
	int64_t min, asked, first;

	before = ignored(t, &min, &asked);
	if (!before)
		return;
	/* The one that began it is explained by the second. */
	if (!transaction_has(before, FINDING_TIMER_422_LOOP))
		report_about(out, before);
	first = rule_seconds(before->request, HEADER_SESSION_EXPIRES);
	report_number(out, "min_se", min);
	report_number(out, "next_session_expires", asked);
	if (first >= 0)
		report_number(out, "session_expires", first);
	if (v->registration && v->registration->too_small > 1)
		report_number(out, "times", v->registration->too_small);
	report_group_ip(out, &t->client);
	report_group_ip(out, &t->server);
	report_header_id(out, before->request, HEADER_SESSION_EXPIRES, "asked");
	report_header_id(out, before->final, HEADER_MIN_SE, "minimum");
	report_header_id(out, t->request, HEADER_SESSION_EXPIRES, "next");
	report_make(out);
}

static bool claims(const struct rule_view *v)
{
	return v->t->status == 422;
}

const struct rule rule_timer_422_loop = {
	.id = FINDING_TIMER_422_LOOP, .on = RULE_ON(STORE_FINAL),
	.status = { 422 }, .needs_request = true, .check = check,
	.claims = claims,
};
