/* SPDX-License-Identifier: BSD-2-Clause */
/* An INVITE that nobody answers, not even with 100 (RFC 3261 17.1.1.2). */
#include "diagnose/silence.h"

/* Small requests are answered, this one came in pieces: udp-fragment knows more. */
static bool in_pieces(const struct transaction *t)
{
	return t->two_way && t->request->pieces > 1 &&
		transaction_has(t, FINDING_UDP_FRAGMENT);
}

static void check(const struct rule_view *v, struct report *out)
{
	if (!in_pieces(v->t) && !transaction_has(v->t, FINDING_TEAMS_FQDN))
		silence_check(v, out);
}

const struct rule rule_no_answer_any = {
	.id = FINDING_NO_ANSWER_ANY,
	.on = RULE_ON(STORE_TIMEOUT) | RULE_ON(STORE_END),
	.methods = RULE_METHOD(METHOD_INVITE), .needs_request = true, .aside = true,
	.unless = { FINDING_ICMP_UNREACHABLE, FINDING_IP_FRAGMENT_MISSING,
		    FINDING_AUTH_CSEQ, FINDING_ICMP_FRAG_NEEDED,
		    FINDING_ROUTE_MISSING, FINDING_CONTACT_TRANSPORT,
		    FINDING_CONTACT_WRONG_PORT, FINDING_TCP_CONN_LOST,
		    FINDING_NAT_CONTACT_PRIVATE },
	.check = check,
};
