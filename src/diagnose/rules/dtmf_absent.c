/* SPDX-License-Identifier: BSD-2-Clause */
/* Keys need telephone-event on both sides (RFC 4733), or tones in a codec that
 * carries them unharmed, or INFO. */
#include "diagnose/offer.h"

static bool has_events(const struct sdp_media *m)
{
	for (unsigned i = 0; i < m->n_formats; i++) {
		if (slice_eq_nocase(m->formats[i].name,
				    SLICE("telephone-event")))
			return true;
	}
	return false;
}

/* G.711 carries tones as they are. */
static bool is_g711(const struct sdp_media *m)
{
	for (unsigned i = 0; i < m->n_formats; i++) {
		const struct slice name = m->formats[i].name;

		if (m->formats[i].is_codec)
			return slice_eq_nocase(name, SLICE("PCMU")) ||
				slice_eq_nocase(name, SLICE("PCMA"));
	}
	return false;
}

/* INFO is allowed, and some set their keys that way. */
static bool takes_info(const struct message *m)
{
	return sip_index_header(&m->sip, HEADER_RECV_INFO, 0) ||
		sip_value_list_has(sip_index_value(&m->sip, HEADER_ALLOW),
				   SLICE("INFO"), false, NULL);
}

static bool has_image(const struct sdp *s)
{
	for (unsigned i = 0; i < s->n_media; i++) {
		if (slice_eq_nocase(s->media[i].type, SLICE("image")))
			return true;
	}
	return false;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct sdp_media *a, *b;
	struct offer_sdp o;
	bool offered, elsewise;
	unsigned i, k;

	if (v->t->in_dialog || !offer_answered(v->t, v->event, &o) ||
	    has_image(&o.offer))
		return;
	a = offer_audio(&o.offer, &i);
	b = offer_audio(&o.answer, &k);
	if (!a || !b || !a->port || !b->port || has_events(b))
		return;
	offered = has_events(a);
	elsewise = is_g711(b) || takes_info(o.who.answer);
	if (!offered && elsewise)
		return;
	if (offered && !elsewise)
		report_severity(out, SEVERITY_WARNING);
	report_flag(out, "offered", offered);
	report_addr(out, "answerer", &o.who.answer->src);
	offer_line(out, o.who.offer, a->line, offer_formats(a),
		   offered ? "offered" : "answered");
	offer_line(out, o.who.answer, b->line, offer_formats(b), "answered");
	offer_sides(out, &o.who);
	report_group_ip(out, &o.who.answer->src);
	report_make(out);
}

const struct rule rule_dtmf_absent = {
	.id = FINDING_DTMF_ABSENT,
	.on = RULE_ON(STORE_FINAL) | RULE_ON(STORE_ACK),
	.methods = RULE_METHOD(METHOD_INVITE), .offer = OFFER_DTMF,
	.needs_request = true, .aside = true,
	.unless = { FINDING_SDP_PORT0, FINDING_SDP_PROFILE,
		    FINDING_SDP_MLINE_COUNT },
	.check = check,
};
