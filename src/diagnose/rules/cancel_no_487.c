/* SPDX-License-Identifier: BSD-2-Clause */
/* A CANCEL was accepted, and the INVITE gets no final response (RFC 3261 9.2).
 * Judged 64*T1 after the 200 to the CANCEL, when that is over. */
#include "diagnose/rule.h"

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t, *invite = t->cancels;

	if (t->status / 100 != 2 || !invite || !invite->request ||
	    invite->final || v->now - t->start < TRANSACTION_64T1)
		return;
	/* An answer that the capture lost would be claimed missing. */
	if (v->stream_gaps && t->transport != TRANSPORT_UDP)
		report_certainty(out, CERTAINTY_POSSIBLE);
	report_number(out, "seconds", (v->now - t->start) / CLOCK_S);
	report_message(out, t->request, "cancel");
	report_message(out, t->final, NULL);
	report_message(out, invite->request, "invite");
	report_group_ip(out, &t->server);
	report_make(out);
}

const struct rule rule_cancel_no_487 = {
	.id = FINDING_CANCEL_NO_487, .on = RULE_ON(STORE_COMPLETE),
	.methods = RULE_METHOD(METHOD_CANCEL), .needs_request = true,
	.needs_cancel = true,
	.aside = true, .check = check,
};
