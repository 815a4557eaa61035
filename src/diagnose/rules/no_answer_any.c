/* SPDX-License-Identifier: BSD-2-Clause */
/* An INVITE that nobody answers, not even with 100 (RFC 3261 17.1.1.2). */
#include "diagnose/silence.h"

static void check(const struct rule_view *v, struct report *out)
{
	if (v->t->method == METHOD_INVITE)
		silence_check(v, out);
}

const struct rule rule_no_answer_any = {
	.id = FINDING_NO_ANSWER_ANY,
	.on = RULE_ON(STORE_TIMEOUT) | RULE_ON(STORE_END),
	.needs_request = true, .aside = true,
	.unless = { FINDING_ICMP_UNREACHABLE, FINDING_IP_FRAGMENT_MISSING },
	.check = check,
};
