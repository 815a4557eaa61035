/* SPDX-License-Identifier: BSD-2-Clause */
/* Port 0 in the answer refuses a stream (RFC 3264 6). */
#include "diagnose/offer.h"

/* Something is left: another audio, or a fax. */
static bool accepts(const struct sdp *offer, const struct sdp *s)
{
	for (unsigned i = 0; i < s->n_media && i < offer->n_media; i++) {
		if (s->media[i].port &&
		    (slice_eq_nocase(s->media[i].type, SLICE("audio")) ||
		     slice_eq_nocase(s->media[i].type, SLICE("image"))))
			return true;
	}
	return false;
}

static bool has_audio(const struct sdp *s)
{
	for (unsigned i = 0; i < s->n_media; i++) {
		if (s->media[i].port &&
		    slice_eq_nocase(s->media[i].type, SLICE("audio")))
			return true;
	}
	return false;
}

static bool is_refused(const struct offer_sdp *o, unsigned n, bool audio)
{
	const struct sdp_media *a = &o->offer.media[n];
	const struct sdp_media *b = &o->answer.media[n];

	return a->port && !b->port &&
		slice_eq_nocase(a->type, SLICE("audio")) == audio;
}

static void show(struct report *out, const struct offer_sdp *o, unsigned n)
{
	const struct sdp_media *a = &o->offer.media[n];
	const struct sdp_media *b = &o->answer.media[n];

	report_text(out, "media", a->type);
	report_list(out, "codecs");
	for (unsigned i = 0; i < a->n_formats; i++) {
		if (a->formats[i].is_codec)
			report_item(out, a->formats[i].name.len ?
				    a->formats[i].name : a->formats[i].format);
	}
	offer_line(out, o->who.offer, a->line, offer_formats(a), "offered");
	offer_line(out, o->who.answer, b->line, b->line, "refused");
	offer_sides(out, &o->who);
	report_group_ip(out, &o->who.answer->src);
	report_group(out, a->type);
	report_make(out);
}

static void check(const struct rule_view *v, struct report *out)
{
	struct offer_sdp o;
	bool taken;

	if (!offer_answered(v->t, v->event, &o))
		return;
	taken = accepts(&o.offer, &o.answer);
	/* Audio is what matters; then whatever else was refused. */
	for (int audio = 1; audio >= 0; audio--) {
		for (unsigned i = 0; i < o.offer.n_media &&
		     i < o.answer.n_media; i++) {
			if (!is_refused(&o, i, audio) || (audio && taken))
				continue;
			if (!audio && has_audio(&o.offer)) {
				report_flag(out, "harmless", true);
				report_severity(out, SEVERITY_INFO);
			}
			show(out, &o, i);
			return;
		}
	}
}

const struct rule rule_sdp_port0 = {
	.id = FINDING_SDP_PORT0,
	.on = RULE_ON(STORE_FINAL) | RULE_ON(STORE_ACK),
	.methods = RULE_METHOD(METHOD_INVITE) | RULE_METHOD(METHOD_UPDATE) |
		RULE_METHOD(METHOD_PRACK),
	.offer = OFFER_PORT0, .needs_request = true, .aside = true,
	.unless = { FINDING_SDP_MLINE_COUNT }, .check = check,
};
