/* SPDX-License-Identifier: BSD-2-Clause */
/* With credentials it is a new request, and must have a higher CSeq than the one
 * that was challenged (RFC 3261 22.2, 12.2.1.1); with the old one it is taken for
 * a copy. */
#include "diagnose/login.h"

/* Copies 0.5, 1.5, 3.5 and 7.5 s later (RFC 3261 17.1.2.2): nobody will answer.
 * At 64*T1 the challenge would be forgotten. */
enum { COPIES = 4 };

/* Taken for a copy, or for a loop. */
static bool goes_wrong(const struct rule_view *v)
{
	const struct transaction *t = v->t;

	return v->event != STORE_RETRANSMISSION ||
		(!t->first && t->request_copies >= COPIES);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t, *before;
	struct login_line challenge, answer;
	const struct sip_index *m = &t->request->sip;

	before = goes_wrong(v) ? login_challenged(t) : NULL;
	if (!before || !m->has_cseq ||
	    before->request->sip.cseq != m->cseq ||
	    !login_answers(before, t, &challenge, &answer))
		return;
	/* The challenged one had that proof already: not its first use. */
	if (login_with_nonce(before->request,
			     login_param(answer.value, "nonce"), &challenge))
		return;
	if (!t->two_way)
		report_certainty(out, CERTAINTY_POSSIBLE);
	report_number(out, "cseq", m->cseq);
	report_number(out, "next_cseq", (int64_t)m->cseq + 1);
	report_group_ip(out, &t->client);
	report_group_ip(out, &t->server);
	report_header_id(out, before->request, HEADER_CSEQ, "first-cseq");
	report_message(out, before->final, NULL);
	report_header_id(out, t->request, HEADER_CSEQ, "cseq");
	if (t->final)
		report_message(out, t->final, NULL);
	report_make(out);
}

const struct rule rule_auth_cseq = {
	.id = FINDING_AUTH_CSEQ,
	.on = RULE_ON(STORE_FINAL) | RULE_ON(STORE_RETRANSMISSION),
	.status = { 401, 407, 482, 500 },
	.needs_request = true, .needs_credentials = true, .check = check,
};
