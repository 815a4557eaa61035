/* SPDX-License-Identifier: BSD-2-Clause */
/* A call comes back to a proxy with another Request-URI: it was forwarded, which
 * is lawful (RFC 3261 6, 16.3).  Judged at the answer, when all visits are over. */
#include "diagnose/again.h"

/* From so many arrivals at one address on it is a circle, whatever the URIs:
 * nobody forwards a call that often. */
enum { CIRCLE = 5 };

/* Visits of t's request to this address, before and after. */
static unsigned visits(const struct transaction *t)
{
	const struct transaction *o = t;
	unsigned n = 1;

	while (n < CIRCLE && (o = again_before(t, o)))
		n++;
	o = t->call_next;
	for (int i = 0; o && n < CIRCLE && i < AGAIN_BACK; i++) {
		n += again_here(o, t);
		o = o->call_next;
	}
	return n;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t, *o;
	const struct message *a, *b = t->request;

	if (!t->call_prev || t->in_dialog)
		return;
	o = again_before(t, t);
	/* Each arrival but the first is the second of the one before it. */
	if (!o || again_same_uri(o, t) || again_before(t, o) ||
	    !again_passed(o, t) || visits(t) >= CIRCLE)
		return;
	a = o->request;
	report_text(out, "uri_before", message_slice(a, a->sip.uri));
	report_addr(out, "visited", &t->server);
	report_start_line(out, a, message_slice(a, a->sip.uri), "first");
	report_start_line(out, b, message_slice(b, b->sip.uri), "second");
	report_make(out);
}

const struct rule rule_spiral = {
	.id = FINDING_SPIRAL, .on = RULE_ON(STORE_FINAL),
	.methods = RULE_METHOD(METHOD_INVITE), .needs_request = true,
	.aside = true, .check = check,
};
