/* SPDX-License-Identifier: BSD-2-Clause */
/* 491 to a change of the call: the other side has one of its own under way
 * (RFC 3261 14.1). */
#include "diagnose/indialog.h"

#define SPAN (30 * CLOCK_S)
enum { OFTEN = 4 };

/* A change by the other side that t met. */
static bool meets(const struct transaction *o, const struct transaction *t)
{
	if (!indialog_changes(o) || !indialog_opposite(o, t))
		return false;
	return o->start <= t->answered &&
		(!o->answered || o->answered >= t->start || !o->acked ||
		 o->acked >= t->start);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t, *o = t->call->last;
	const struct transaction *other = NULL;
	unsigned times = 0;

	for (int i = 0; o && i < INDIALOG_BACK; i++, o = o->call_prev) {
		if (!other && o != t && meets(o, t))
			other = o;
		times += o->status == 491 && indialog_same_ends(o, t) &&
			t->answered - o->answered <= SPAN;
	}
	if (times >= OFTEN) {
		report_number(out, "times", times);
		report_severity(out, SEVERITY_WARNING);
	}
	/* A B2BUA may be busy with its other leg. */
	if (!other)
		report_certainty(out, CERTAINTY_LIKELY);
	report_message(out, t->final, "refused");
	report_message(out, t->request, NULL);
	if (other)
		report_message(out, other->request, "other");
	report_group_ip(out, &t->client);
	report_group_ip(out, &t->server);
	report_make(out);
}

const struct rule rule_glare_491 = {
	.id = FINDING_GLARE_491, .on = RULE_ON(STORE_FINAL), .status = { 491 },
	.methods = RULE_METHOD(METHOD_INVITE) | RULE_METHOD(METHOD_UPDATE),
	.needs_request = true,
	.needs_in_dialog = true, .check = check,
};
