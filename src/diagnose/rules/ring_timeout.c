/* SPDX-License-Identifier: BSD-2-Clause */
/* It rang, nobody answered, and a ring timer ended it (RFC 3261 16.8). */
#include "diagnose/rule.h"

/* Shorter ringing is ended by a person or by do not disturb. */
#define RANG (15 * CLOCK_S)

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct message *m = t->provisional;

	if (!t->ringing || !m || t->cancelled || t->in_dialog ||
	    t->answered - t->ringing <= RANG)
		return;
	report_number(out, "seconds", (t->answered - t->ringing) / CLOCK_S);
	report_message(out, m, "ringing");
	report_message(out, t->final, "ended");
	report_group_ip(out, &t->server);
	report_make(out);
}

const struct rule rule_ring_timeout = {
	.id = FINDING_RING_TIMEOUT, .on = RULE_ON(STORE_FINAL),
	.status = { 408, 480, 487 }, .methods = RULE_METHOD(METHOD_INVITE),
	.needs_request = true, .unless = { FINDING_REASON_ELSEWHERE },
	.check = check,
};
