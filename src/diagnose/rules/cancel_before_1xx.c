/* SPDX-License-Identifier: BSD-2-Clause */
/* A caller has to wait for a 1xx before it sends CANCEL (RFC 3261 9.1).  Judged
 * when the CANCEL is answered: the first answer to the INVITE is there then. */
#include "diagnose/rule.h"

/* Files merged from several capture points order messages only so well. */
#define ORDER (5 * CLOCK_MS)

enum { BACK = 64 };

/* A caller that asks from several ports or addresses at once takes the others back
 * when one was answered: nobody gives up, and no phone begins to ring for it. */
static bool is_answered(const struct transaction *cancel)
{
	const struct transaction *o = cancel->call_prev;

	for (int i = 0; o && i < BACK; i++, o = o->call_prev) {
		if (o->method == METHOD_INVITE && o->status / 100 == 2 &&
		    !o->in_dialog && o->answered <= cancel->start &&
		    addr_same_ip(&o->client, &cancel->client) &&
		    addr_same_ip(&o->server, &cancel->server))
			return true;
	}
	return false;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t, *invite = t->cancels;

	if (!invite || !invite->request || invite->in_dialog ||
	    invite->start > t->start)
		return;
	if (invite->first ? invite->first->time <= t->start + ORDER :
	    v->now <= t->start + ORDER)
		return;
	if (is_answered(t))
		return;
	report_span(out, "milliseconds", t->start - invite->start, CLOCK_MS);
	report_message(out, t->request, "cancel");
	report_message(out, invite->request, "invite");
	report_group_ip(out, &t->client);
	report_make(out);
}

const struct rule rule_cancel_before_1xx = {
	.id = FINDING_CANCEL_BEFORE_1XX, .on = RULE_ON(STORE_FINAL),
	.methods = RULE_METHOD(METHOD_CANCEL), .needs_request = true,
	.needs_cancel = true,
	.aside = true, .check = check,
};
