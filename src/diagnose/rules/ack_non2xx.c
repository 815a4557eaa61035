/* SPDX-License-Identifier: BSD-2-Clause */
/* A refusal of an INVITE is repeated until its ACK comes (RFC 3261 17.2.1). */
#include "diagnose/reach.h"

enum { COPIES = 2 }; /* behind the first: 0, 0.5, 1.5 s */

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;

	if (t->response_copies < COPIES || t->acks.count ||
	    t->transport != TRANSPORT_UDP || reach_is_scanner(t->request))
		return;
	report_number(out, "code", t->status);
	report_number(out, "copies", t->response_copies + 1);
	report_number(out, "seconds",
		      (t->last_response - t->answered) / CLOCK_S);
	report_message(out, t->final, "refusal");
	report_group_ip(out, &t->client);
	report_group_ip(out, &t->server);
	report_make(out);
}

const struct rule rule_ack_non2xx = {
	.id = FINDING_ACK_NON2XX, .on = RULE_ON(STORE_COMPLETE),
	.refusal = true, .methods = RULE_METHOD(METHOD_INVITE),
	.needs_request = true,
	.needs_copies = true, .aside = true, .check = check,
};
