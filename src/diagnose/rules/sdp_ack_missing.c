/* SPDX-License-Identifier: BSD-2-Clause */
/* INVITE without SDP, the offer in the 2xx, and nothing in the ACK, where the
 * answer has to be (RFC 3261 13.2.1, 13.2.2.4). */
#include "diagnose/offer.h"

enum { AHEAD = 64 };

/* The answer came in a PRACK (RFC 3262 5). */
static bool in_prack(const struct transaction *t)
{
	const struct transaction *o = t->call_next;

	for (int i = 0; o && i < AHEAD; i++, o = o->call_next) {
		if (o->method == METHOD_PRACK && o->request &&
		    o->request->sip.body.len)
			return true;
	}
	return false;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	struct offer_sdp o;

	if (!offer_read(t, v->event, &o) || !offer_no_body(t->request) ||
	    !offer_no_body(t->ack) || in_prack(t))
		return;
	report_message(out, t->request, "no-offer");
	if (o.offer.n_media)
		offer_line(out, t->final, o.offer.media[0].line,
			   o.offer.media[0].line, "offer");
	report_message(out, t->ack, "no-answer");
	report_group_ip(out, &t->client);
	report_make(out);
}

const struct rule rule_sdp_ack_missing = {
	.id = FINDING_SDP_ACK_MISSING, .on = RULE_ON(STORE_ACK),
	.methods = RULE_METHOD(METHOD_INVITE), .offer = OFFER_UNANSWERED,
	.needs_request = true, .aside = true, .check = check,
};
