/* SPDX-License-Identifier: BSD-2-Clause */
/* A final response that comes after its request has ended, or after another final
 * one of the same side (RFC 4320 1, RFC 3261 17.1). */
#include "diagnose/rule.h"

/* Before 64*T1 the client waits; an INVITE that rings waits longer.  Nothing is
 * remembered this long but by a clock that jumped. */
static bool too_late(const struct transaction *t)
{
	int64_t after = t->answered - t->start;

	if (after <= TRANSACTION_64T1 || after > 4 * TRANSACTION_64T1)
		return false;
	/* A proxy's own 408 to another request than INVITE is late by nature (RFC
	 * 4320 4.2): what it is about is told of the code. */
	if (t->method != METHOD_INVITE && t->status == 408)
		return false;
	return t->method != METHOD_INVITE || t->first == t->final;
}

static bool same_tag(const struct message *a, const struct message *b)
{
	return slice_eq(message_slice(a, a->sip.to_tag),
			message_slice(b, b->sip.to_tag));
}

static void second(const struct rule_view *v, struct report *out)
{
	const struct message *m = v->message, *f = v->t->final;

	/* Other tags are other forks; a 2xx after a failure has taken its
	 * place as t->final. */
	if (f == m || f->sip.status == m->sip.status || !same_tag(f, m) ||
	    !m->sip.to_tag.len)
		return;
	report_number(out, "first_code", f->sip.status);
	report_number(out, "code", m->sip.status);
	report_message(out, f, NULL);
	report_message(out, m, "late");
	report_make(out);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;

	if (v->event == STORE_MORE_FINAL) {
		second(v, out);
		return;
	}
	if (!too_late(t))
		return;
	report_number(out, "code", t->status);
	report_number(out, "seconds", (t->answered - t->start +
		      CLOCK_S - 1) / CLOCK_S);
	report_message(out, t->request, "request");
	report_message(out, t->final, "late");
	report_make(out);
}

const struct rule rule_late_response = {
	.id = FINDING_LATE_RESPONSE,
	.on = RULE_ON(STORE_FINAL) | RULE_ON(STORE_MORE_FINAL),
	.needs_request = true, .aside = true, .needs_odd = true, .check = check,
};
