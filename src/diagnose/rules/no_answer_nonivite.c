/* SPDX-License-Identifier: BSD-2-Clause */
/* A request other than INVITE that nobody answers (RFC 3261 17.1.2.2).  A ping
 * may stay unanswered, and CANCEL has its own INVITE. */
#include "diagnose/silence.h"

static void check(const struct rule_view *v, struct report *out)
{
	if (v->t->method != METHOD_INVITE && v->t->method != METHOD_OPTIONS &&
	    v->t->method != METHOD_CANCEL)
		silence_check(v, out);
}

const struct rule rule_no_answer_nonivite = {
	.id = FINDING_NO_ANSWER_NONIVITE,
	.on = RULE_ON(STORE_TIMEOUT) | RULE_ON(STORE_END),
	.needs_request = true, .aside = true,
	.unless = { FINDING_ICMP_UNREACHABLE, FINDING_IP_FRAGMENT_MISSING,
		    FINDING_AUTH_CSEQ, FINDING_ICMP_FRAG_NEEDED,
		    FINDING_ROUTE_MISSING, FINDING_CONTACT_TRANSPORT,
		    FINDING_CONTACT_WRONG_PORT, FINDING_TCP_CONN_LOST,
		    FINDING_NAT_CONTACT_PRIVATE },
	.check = check,
};
