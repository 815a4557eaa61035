/* SPDX-License-Identifier: BSD-2-Clause */
/* The answer keeps the profile of the offer; who cannot, refuses (RFC 3264 6,
 * RFC 4568). */
#include "diagnose/offer.h"

/* AVP and AVPF get along, SAVP and SAVPF too.  RTP/AVP with a=crypto wishes for
 * encryption without insisting, so SAVP suits it. */
static bool fits(const struct sdp_media *a, const struct sdp_media *b)
{
	enum offer_profile x = offer_profile(a), y = offer_profile(b);

	if (x == y && x != OFFER_OTHER)
		return true;
	if (x == OFFER_OTHER || y == OFFER_OTHER) /* T.38 compares udptl */
		return slice_eq_nocase(a->proto, b->proto);
	return x == OFFER_PLAIN && y == OFFER_SDES && a->has_crypto;
}

static void show(struct report *out, const struct message *m,
		 const struct sdp_media *d, const char *name, const char *mark)
{
	report_text(out, name, d->proto);
	offer_line(out, m, d->line, d->proto, mark);
}

static void made(struct report *out, const struct offer_sdp *o,
		 const struct addr *culprit)
{
	offer_sides(out, &o->who);
	report_group_ip(out, culprit);
	report_group(out, o->offer.media[0].proto);
	report_make(out);
}

static void answered(const struct offer_sdp *o, struct report *out)
{
	for (unsigned i = 0; i < o->offer.n_media && i < o->answer.n_media;
	     i++) {
		const struct sdp_media *a = &o->offer.media[i];
		const struct sdp_media *b = &o->answer.media[i];

		if (!a->port || !b->port || fits(a, b) ||
		    !slice_eq_nocase(a->type, b->type))
			continue;
		show(out, o->who.offer, a, "offered", "offered");
		show(out, o->who.answer, b, "wanted", "answered");
		made(out, o, &o->who.answer->src);
		return;
	}
}

/* What the refuser would take, if its own SDP stands in the answer. */
static const struct sdp_media *wanted(const struct message *f, struct sdp *own,
				      const struct sdp_media *offered)
{
	if (!rule_sdp(f, own) || !own->n_media ||
	    !slice_eq_nocase(own->media[0].type, offered->type) ||
	    fits(offered, &own->media[0]))
		return NULL;
	return &own->media[0];
}

static void refused(const struct rule_view *v, const struct offer_sdp *o,
		    struct report *out)
{
	const struct sdp_media *m = &o->offer.media[0], *want;
	const struct transaction *t = v->t;
	struct slice warning;
	struct sdp own;
	bool warned = offer_warning(t->final, 302, 302, &warning);

	if (t->status != 488 && t->status != 606)
		return;
	want = wanted(t->final, &own, m);
	if (!want && !warned) {
		/* Anything may be the matter; encryption is at least there. */
		if (!offer_bare(t) || offer_profile(m) == OFFER_PLAIN ||
		    offer_profile(m) == OFFER_OTHER)
			return;
		report_flag(out, "bare", true);
		report_certainty(out, CERTAINTY_POSSIBLE);
	}
	show(out, t->request, m, "offered", "offered");
	if (want)
		show(out, t->final, want, "wanted", "answered");
	if (warned)
		report_header(out, t->final, warning, "warning");
	if (!want && !warned)
		report_message(out, t->final, NULL);
	made(out, o, &t->server);
}

/* Plain RTP, and the refusal says nothing about it. */
static bool is_silent(const struct transaction *t)
{
	return !(t->offer & (OFFER_CRYPTO | OFFER_DTLS)) &&
		!t->final->sip.body.len &&
		!sip_index_header(&t->final->sip, HEADER_WARNING, 0);
}

static void check(const struct rule_view *v, struct report *out)
{
	if (v->t->status < 300 || !is_silent(v->t))
		offer_judge(v, out, answered, refused);
}

const struct rule rule_sdp_profile = {
	.id = FINDING_SDP_PROFILE,
	.on = RULE_ON(STORE_FINAL) | RULE_ON(STORE_ACK),
	.methods = RULE_METHOD(METHOD_INVITE) | RULE_METHOD(METHOD_UPDATE) |
		RULE_METHOD(METHOD_PRACK),
	.offer = OFFER_PROFILE | OFFER_REFUSED, .needs_request = true,
	.unless = { FINDING_SDP_CRYPTO, FINDING_SDP_FAMILY,
		    FINDING_SDP_MALFORMED, FINDING_HOLD_FAILED },
	.check = check,
};
