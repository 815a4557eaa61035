/* SPDX-License-Identifier: BSD-2-Clause */
/* Several To tags in the 18x of one INVITE on one hop (RFC 3261 13.2.2.4). */
#include "diagnose/rule.h"

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct message *first;
	struct slice tag, other;

	first = t->forks[0].last;
	tag = message_slice(v->message, v->message->sip.to_tag);
	other = message_slice(first, first->sip.to_tag);
	if (v->message->sip.status < 180 || t->forks[0].status >= 200 ||
	    !tag.len || !other.len || slice_eq(tag, other))
		return;
	report_number(out, "tags", t->n_forks);
	report_header(out, first, other, "first");
	report_header(out, v->message, tag, "second");
	report_group_ip(out, &t->client);
	report_make(out);
}

const struct rule rule_forked_early = {
	.id = FINDING_FORKED_EARLY, .on = RULE_ON(STORE_PROVISIONAL),
	.methods = RULE_METHOD(METHOD_INVITE), .needs_request = true,
	.needs_forks = true,
	.aside = true, .check = check,
};
