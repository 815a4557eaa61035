/* SPDX-License-Identifier: BSD-2-Clause */
/* An INVITE that has to be repeated, because the first word of the server comes
 * late (RFC 3261 17.2.1: 100 within 200 ms). */
#include "diagnose/habits.h"
#include "diagnose/rule.h"

#define LATE CLOCK_S
/* Less than that is late when it happens again and again. */
#define LATE_OFTEN (500 * CLOCK_MS)
enum { OFTEN = 3 };
/* What comes this soon after a copy answers that copy: the ones before were
 * lost, and the server was not slow.  Twice the time in which it has to say
 * 100. */
#define ANSWERS_COPY (400 * CLOCK_MS)

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct message *first = t->first;
	unsigned n;

	if (!t->request_copies || first != v->message ||
	    t->request->incomplete ||
	    t->transport != TRANSPORT_UDP ||
	    first->time - t->start <= LATE_OFTEN ||
	    first->time - t->last_request <= ANSWERS_COPY)
		return;
	n = numbers_slow(&v->habits->numbers, &t->server);
	if (n < OFTEN && first->time - t->start <= LATE)
		return;
	if (n >= OFTEN)
		report_number(out, "invites", n - 1);
	report_number(out, "milliseconds", (first->time - t->start) / CLOCK_MS);
	report_number(out, "copies", t->request_copies + 1);
	report_message(out, t->request, "invite");
	report_message(out, first, "first");
	report_make(out);
}

const struct rule rule_slow_100 = {
	.id = FINDING_SLOW_100,
	.on = RULE_ON(STORE_PROVISIONAL) | RULE_ON(STORE_FINAL),
	.methods = RULE_METHOD(METHOD_INVITE),
	.needs_request = true, .aside = true,
	.unless = { FINDING_LATE_RESPONSE }, .needs_repeated = true, .check = check,
};
