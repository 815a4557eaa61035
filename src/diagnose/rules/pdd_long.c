/* SPDX-License-Identifier: BSD-2-Clause */
/* 100 at once, and the first sign of the callee over 10 s later (RFC 3261 13.2).
 * A challenged or redirected INVITE is another transaction, so only the last
 * counts. */
#include "diagnose/rule.h"

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct message *m = v->message;
	int64_t after = m->time - t->last_request;

	/* 100, and then this very one; no INVITE was repeated on the way. */
	if (t->in_dialog || m->sip.status <= 100 ||
	    m->sip.status >= 300 || t->provisional_codes[0] != 100 ||
	    t->responses.count > 2 || t->cancelled ||
	    t->first->time - t->last_request > RULE_SLOW)
		return;
	report_number(out, "seconds", after / CLOCK_S);
	report_text(out, "first", slice_trim(slice_from(
		message_slice(m, m->sip.start_line),
		message_slice(m, m->sip.version).len)));
	report_message(out, t->request, "invite");
	report_message(out, m, "first");
	report_group_ip(out, &t->server);
	report_make(out);
}

const struct rule rule_pdd_long = {
	.id = FINDING_PDD_LONG,
	.on = RULE_ON(STORE_PROVISIONAL) | RULE_ON(STORE_FINAL),
	.methods = RULE_METHOD(METHOD_INVITE), .needs_request = true,
	.needs_slow = true, .aside = true, .check = check,
};
