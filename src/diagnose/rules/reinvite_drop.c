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

/* The same request on another hop: a proxy passes on who refuses and who hangs
 * up, and that is told of the first hop. */
static bool told(const struct transaction *t)
{
	const struct message *a = t->request, *b;
	const struct transaction *o = t->call_prev;

	if (explained(t))
		return true;
	for (int i = 0; o && i < BACK; i++, o = o->call_prev) {
		b = o->request;
		if (is_refused(o) && explained(o) &&
		    a->sip.cseq == b->sip.cseq &&
		    slice_eq(message_slice(a, a->sip.from_tag),
			     message_slice(b, b->sip.from_tag)))
			return true;
	}
	return false;
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

/* Is anything but the direction of the media another one than before? */
static bool changes(const struct transaction *t, const struct sdp *now)
{
	struct sdp before;

	if (!offer_said_before(t, &before))
		return false;
	if (before.n_media != now->n_media)
		return true;
	for (unsigned i = 0; i < now->n_media; i++) {
		const struct sdp_media *a = &before.media[i];
		const struct sdp_media *b = &now->media[i];

		if (!slice_eq(a->line, b->line) ||
		    !slice_eq(a->connection, b->connection))
			return true;
	}
	return false;
}

/* What it wanted to change, as far as the SDP tells; NULL: it does not. */
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
	if (m && offer_holds(m))
		return catalog_text(TEXT_WISH_HOLD);
	return changes(t, &s) ? catalog_text(TEXT_WISH_MEDIA) : NULL;
}

/* Then t38-488 tells of it, at this very BYE. */
static bool is_fax(const struct transaction *t)
{
	const char *what;

	if (!(t->offer & OFFER_IMAGE) || t->status == 500 || t->status == 503)
		return false;
	what = wish(t);
	return what && !strcmp(what, "T.38");
}

static void show(struct report *out, const struct transaction *t,
		 const struct transaction *bye)
{
	const char *what = wish(t);

	report_about(out, t);
	report_span(out, "seconds", bye->start - t->answered + CLOCK_S - 1,
		    CLOCK_S);
	if (what)
		report_text(out, "what", slice_cstr(what));
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
		if (!told(t) && !is_fax(t))
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
