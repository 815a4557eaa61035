/* SPDX-License-Identifier: BSD-2-Clause */
/* An INVITE with 1xx that is never ended, not by Timer C either (RFC 3261 16.8).
 * The store waits 185 s after the last 1xx, 300 s where no proxy is known on the
 * way, so one that is repeated each minute (a queue) does not come here. */
#include "diagnose/rule.h"

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct message *last = t->provisional ? t->provisional : t->first;

	if (!last || t->cancelled || t->final)
		return;
	report_number(out, "code", last->sip.status);
	report_number(out, "seconds", (v->now - t->last_response) / CLOCK_S);
	report_message(out, last, "provisional");
	report_message(out, t->request, NULL);
	report_group_ip(out, &t->server);
	report_make(out);
}

const struct rule rule_invite_no_final = {
	.id = FINDING_INVITE_NO_FINAL, .on = RULE_ON(STORE_TIMEOUT),
	.methods = RULE_METHOD(METHOD_INVITE), .needs_request = true,
	.aside = true, .check = check,
};
