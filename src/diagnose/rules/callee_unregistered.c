/* SPDX-License-Identifier: BSD-2-Clause */
/* A call fails, and the registration of who is called is over: expired, signed
 * off or refused (RFC 3261 10.3, 21.4.18). */
#include "diagnose/rule.h"

/* Clocks, and a refresh that comes at the last moment. */
#define TOLERANCE (5 * CLOCK_S)

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct binding *b = v->binding;

	/* It rang: somebody is there. */
	if (!b || t->ringing || t->in_dialog)
		return;
	if (b->ended) {
		report_time(out, "ended_at", b->ended);
	} else if (b->last_refused &&
		   (!b->expires || b->expires < t->start)) {
		report_number(out, "code", b->code);
	} else if (b->expires && b->expires + TOLERANCE < t->start) {
		report_number(out, "ago", (t->start - b->expires) / CLOCK_S);
	} else {
		return;
	}
	if (b->client.family)
		report_addr(out, "last_client", &b->client);
	report_group_ip(out, &t->server);
	report_group(out, message_slice(t->request, t->request->sip.uri));
	report_start_line(out, t->request, message_slice(
		t->request, t->request->sip.uri), "called");
	report_message(out, t->final, NULL);
	report_make(out);
}

const struct rule rule_callee_unregistered = {
	.id = FINDING_CALLEE_UNREGISTERED, .on = RULE_ON(STORE_FINAL),
	.status = { 404, 408, 430, 480 },
	.methods = RULE_METHOD(METHOD_INVITE), .needs_request = true,
	.check = check,
};
