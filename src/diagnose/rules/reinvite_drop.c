/* SPDX-License-Identifier: BSD-2-Clause */
/* A refused re-INVITE leaves the session as it was (RFC 3261 14.1); who sent it
 * hung up instead. */
#include "diagnose/offer.h"

#define SOON (5 * CLOCK_S) /* convention: a user takes longer to react */
enum { BACK = 64 };

/* 481 and 408 end the dialog by rule (12.2.1.2). */
static bool is_refused(const struct transaction *t)
{
	if (t->method != METHOD_INVITE || !t->in_dialog || !t->request)
		return false;
	switch (t->status) {
	case 415: case 488: case 500: case 503: case 606:
		return true;
	}
	return false;
}

static bool explained(const struct transaction *t)
{
	return transaction_has(t, FINDING_REINVITE_DROP) ||
		transaction_has(t, FINDING_HOLD_FAILED) ||
		transaction_has(t, FINDING_T38_488) ||
		transaction_has(t, FINDING_TIMER_REFRESH_FAILED);
}

/* bye comes from the side that sent t, in the same dialog. */
static bool ends(const struct transaction *bye, const struct transaction *t)
{
	const struct message *a = bye->request, *b = t->request;

	return bye->start - t->answered <= SOON &&
		addr_same_ip(&bye->client, &t->client) &&
		slice_eq(message_slice(a, a->sip.from_tag),
			 message_slice(b, b->sip.from_tag)) &&
		slice_eq(message_slice(a, a->sip.to_tag),
			 message_slice(b, b->sip.to_tag));
}

/* What it wanted to change, as far as the SDP tells. */
static const char *wish(const struct transaction *t)
{
	const struct sdp_media *m;
	struct sdp s;
	unsigned i;

	if (!rule_sdp(t->request, &s) || !s.n_media)
		return catalog_text(TEXT_WISH_OFFER);
	for (i = 0; i < s.n_media; i++) {
		if (s.media[i].port &&
		    slice_eq_nocase(s.media[i].type, SLICE("image")))
			return "T.38";
	}
	m = offer_audio(&s, &i);
	return catalog_text(m && offer_holds(m) ? TEXT_WISH_HOLD :
			    TEXT_WISH_MEDIA);
}

/* Then t38-488 tells of it, at this very BYE. */
static bool is_fax(const struct transaction *t)
{
	return t->offer & OFFER_IMAGE && t->status != 500 &&
		t->status != 503 && !strcmp(wish(t), "T.38");
}

static void show(struct report *out, const struct transaction *t,
		 const struct transaction *bye)
{
	report_about(out, t);
	report_span(out, "seconds", bye->start - t->answered + CLOCK_S - 1,
		    CLOCK_S);
	report_text(out, "what", slice_cstr(wish(t)));
	report_message(out, t->request, "reinvite");
	report_message(out, t->final, "refused");
	report_message(out, bye->request, "bye");
	report_group_ip(out, &t->client);
	report_make(out);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t->call_prev;

	for (int i = 0; t && i < BACK; i++, t = t->call_prev) {
		if (!is_refused(t) || !ends(v->t, t))
			continue;
		if (!explained(t) && !is_fax(t))
			show(out, t, v->t);
		return;
	}
}

static bool claims(const struct rule_view *v)
{
	return is_refused(v->t);
}

const struct rule rule_reinvite_drop = {
	.id = FINDING_REINVITE_DROP, .on = RULE_ON(STORE_REQUEST),
	.methods = RULE_METHOD(METHOD_BYE),
	.at_request = RULE_METHOD(METHOD_BYE),
	.offer = OFFER_REFUSED | OFFER_MISSING, .needs_request = true,
	.unless = { FINDING_TIMER_REFRESH_FAILED },
	.check = check, .claims = claims,
};
