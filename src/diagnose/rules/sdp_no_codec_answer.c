/* SPDX-License-Identifier: BSD-2-Clause */
/* sdp-no-codec: the call was accepted all the same, with an answer that has none of
 * the codecs offered (RFC 3264 6.1 wants one of them). */
#include "diagnose/codecs.h"
#include "diagnose/offer.h"

/* A number that nothing gives a name may be any codec. */
static bool is_unnamed(const struct sdp_media *m)
{
	for (unsigned i = 0; i < m->n_formats; i++) {
		if (!m->formats[i].name.len)
			return true;
	}
	return false;
}

/* The same name with another clock or number of channels, as by mistake. */
static bool similar(const struct sdp_media *a, const struct sdp_media *b)
{
	for (unsigned i = 0; i < a->n_formats; i++) {
		for (unsigned k = 0; k < b->n_formats; k++) {
			if (a->formats[i].is_codec && slice_eq_nocase(
				    a->formats[i].name, b->formats[k].name))
				return true;
		}
	}
	return false;
}

/* Both want to send and receive it, in the same way. */
static bool comparable(const struct sdp_media *a, const struct sdp_media *b)
{
	return a->port && b->port && a->n_formats && b->n_formats &&
		slice_eq_nocase(a->type, SLICE("audio")) &&
		slice_eq_nocase(b->type, SLICE("audio")) &&
		offer_profile(a) != OFFER_OTHER &&
		offer_profile(a) == offer_profile(b) &&
		!is_unnamed(a) && !is_unnamed(b);
}

static void formats(struct report *out, const char *name,
		    const struct sdp_media *m)
{
	report_list(out, name);
	for (unsigned i = 0; i < m->n_formats; i++)
		codecs_item(out, &m->formats[i]);
}

static void show(struct report *out, const struct rule_view *v,
		 const struct offer_sdp *o)
{
	const struct sdp_media *a = &o->offer.media[0];
	const struct sdp_media *b = &o->answer.media[0];

	report_flag(out, "accepted", true);
	formats(out, "offered", a);
	formats(out, "answered", b);
	report_text(out, "profile", a->proto);
	if (o->who.late) /* the one called offered */
		report_text(out, "from", sip_value_uri(sip_index_value(
			&v->t->request->sip, HEADER_TO)));
	if (similar(a, b))
		report_certainty(out, CERTAINTY_POSSIBLE);
	offer_line(out, o->who.answer, b->line, offer_formats(b), "accepted");
	offer_line(out, o->who.offer, a->line, offer_formats(a), "offered");
	offer_sides(out, &o->who);
	report_group_ip(out, &o->who.answer->src);
	report_group(out, a->formats[0].name);
	report_make(out);
}

static void check(const struct rule_view *v, struct report *out)
{
	struct offer_sdp o;

	if (!offer_answered(v->t, v->event, &o) || !o.offer.n_media ||
	    !o.answer.n_media || !offer_whole(o.who.offer) ||
	    !offer_whole(o.who.answer) ||
	    !comparable(&o.offer.media[0], &o.answer.media[0]))
		return;
	/* All codecs of a description, video too, which it need not share. */
	o.offer.n_media = o.answer.n_media = 1;
	if (!codecs_has(&o.offer, NULL) || codecs_has(&o.offer, &o.answer))
		return;
	show(out, v, &o);
}

const struct rule rule_sdp_no_codec_answer = {
	.id = FINDING_SDP_NO_CODEC,
	.on = RULE_ON(STORE_FINAL) | RULE_ON(STORE_ACK),
	.methods = RULE_METHOD(METHOD_INVITE) | RULE_METHOD(METHOD_UPDATE) |
		RULE_METHOD(METHOD_PRACK),
	.offer = OFFER_CODECS, .needs_request = true,
	.unless = { FINDING_SDP_PROFILE, FINDING_SDP_FAMILY,
		    FINDING_SDP_CRYPTO, FINDING_SDP_MALFORMED,
		    FINDING_SDP_DUPLICATE_PT, FINDING_SDP_MLINE_COUNT },
	.check = check,
};
