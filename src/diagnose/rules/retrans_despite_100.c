/* SPDX-License-Identifier: BSD-2-Clause */
/* The caller goes on to repeat its INVITE although 100 was sent: it does not hear
 * the answers (RFC 3261 17.1.1.2, RFC 3581). */
#include "diagnose/rule.h"

/* A copy that comes this soon may have been under way when the 100 was; and a 100
 * later than that is slow-100. */
#define UNDER_WAY (500 * CLOCK_MS)
enum { COPIES = 2 };

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct message *m = v->message, *first = t->first;
	unsigned copies = t->request_copies;

	if (m->sip.is_response || !first || first->sip.status >= 200 ||
	    t->transport != TRANSPORT_UDP || m->sip.method != METHOD_INVITE)
		return;
	if (first->time - t->start > UNDER_WAY || t->first_copy <= first->time)
		return;
	if (t->first_copy - first->time <= UNDER_WAY)
		copies--;
	if (copies < COPIES || m->time - first->time <= UNDER_WAY)
		return;
	report_number(out, "copies", t->request_copies);
	report_span(out, "late", t->first_copy - first->time, CLOCK_MS);
	report_addr(out, "source", &t->client);
	report_message(out, first, "trying");
	report_message(out, m, "again");
	report_make(out);
}

const struct rule rule_retrans_despite_100 = {
	.id = FINDING_RETRANS_DESPITE_100, .on = RULE_ON(STORE_RETRANSMISSION),
	.methods = RULE_METHOD(METHOD_INVITE),
	.needs_request = true, .aside = true, .needs_repeated = true, .check = check,
};
