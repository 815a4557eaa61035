/* SPDX-License-Identifier: BSD-2-Clause */
/* A BYE answered 481: the other side has no such call, or hung up at the same
 * time (RFC 3261 15.1.2). */
#include "diagnose/reach.h"

#define CROSSING (2 * CLOCK_S)
enum { BACK = 64 };

static int64_t distance(const struct transaction *a, const struct transaction *b)
{
	return a->start < b->start ? b->start - a->start : a->start - b->start;
}

/* The BYE of the other side, or NULL. */
static const struct transaction *crossing(const struct transaction *t)
{
	const struct transaction *o = t->call->last;

	for (int i = 0; o && i < BACK; i++, o = o->call_prev) {
		if (o != t && o->method == METHOD_BYE && o->request &&
		    addr_same_ip(&o->client, &t->server) &&
		    addr_same_ip(&o->server, &t->client) &&
		    distance(o, t) <= CROSSING)
			return o;
	}
	return NULL;
}

/* The answer to the first copy may have been lost, and a further copy finds no call
 * any more.  And scanners hang up what nobody took. */
static void doubt(const struct transaction *t, struct report *out)
{
	if (t->request_copies) {
		report_number(out, "copies", t->request_copies + 1);
		report_certainty(out, CERTAINTY_POSSIBLE);
	}
	if (t->request_copies || reach_is_scanner(t->request))
		report_severity(out, SEVERITY_INFO);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t, *other;

	other = crossing(t);
	report_message(out, t->final, NULL);
	if (other) {
		int64_t apart = distance(other, t) / CLOCK_MS;

		report_message(out, t->request, NULL);
		report_message(out, other->request, NULL);
		report_flag(out, "crossing", true);
		if (apart)
			report_number(out, "milliseconds", apart);
		report_severity(out, SEVERITY_INFO);
	} else {
		report_header(out, t->request, message_slice(
			t->request, t->request->sip.to_tag), "tags");
		doubt(t, out);
	}
	report_make(out);
}

const struct rule rule_bye_481 = {
	.id = FINDING_BYE_481, .on = RULE_ON(STORE_FINAL),
	.status = { 481 }, .methods = RULE_METHOD(METHOD_BYE),
	.needs_request = true, .unless = { FINDING_DIALOGS_LOST },
	.check = check,
};
