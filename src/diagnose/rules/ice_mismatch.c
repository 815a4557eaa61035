/* SPDX-License-Identifier: BSD-2-Clause */
/* ICE is offered and not answered: both send to c= and m= alone (RFC 8839 4.2.5,
 * 5.3). */
#include "diagnose/offer.h"
#include "diagnose/reach.h"

static bool is_webrtc(const struct sdp_media *m)
{
	return slice_eq_nocase(m->proto, SLICE("UDP/TLS/RTP/SAVPF"));
}

static void media_text(struct report *out, const struct sdp_media *m)
{
	struct strbuf b = { 0 };

	strbuf_slice(&b, m->connection);
	strbuf_fmt(&b, " port %u", m->port);
	report_text(out, "media", report_copy(out, strbuf_view(&b)));
	strbuf_fini(&b);
}

static void show(struct report *out, const struct offer_sdp *o, unsigned n,
		 struct slice ufrag, struct slice mismatch)
{
	const struct sdp_media *a = &o->offer.media[n];
	const struct sdp_media *b = &o->answer.media[n];
	const struct message *answer = o->who.answer;
	/* In one private network it is reached there. */
	bool private = reach_kind(a->connection, NULL) == REACH_PRIVATE &&
		reach_is_public(&answer->src);

	if (is_webrtc(a) || private)
		report_severity(out, SEVERITY_WARNING);
	report_addr_ip(out, "answerer", &answer->src);
	report_flag(out, "webrtc", is_webrtc(a));
	report_flag(out, "mismatch", mismatch.len);
	if (private)
		report_text(out, "private", a->connection);
	media_text(out, b);
	offer_line(out, o->who.offer, ufrag, ufrag, "offered");
	offer_line_or(out, answer, mismatch, b, "answered");
	offer_sides(out, &o->who);
	report_group_ip(out, &answer->src);
	report_make(out);
}

/* What a browser offered is judged at the end: when it hung up at once,
 * webrtc-answer-invalid says more. */
static void check(const struct rule_view *v, struct report *out)
{
	struct slice ufrag, none, value, mismatch;
	struct offer_sdp o;

	if (!offer_answered(v->t, v->event, &o) ||
	    !offer_whole(o.who.offer) || !offer_whole(o.who.answer))
		return;
	for (unsigned i = 0; i < o.offer.n_media && i < o.answer.n_media; i++) {
		if (!o.offer.media[i].port || !o.answer.media[i].port ||
		    is_webrtc(&o.offer.media[i]) !=
		    (v->event == STORE_COMPLETE) ||
		    !offer_value(o.offer_body, &o.offer, i, "ice-ufrag",
				 &ufrag, &value))
			continue;
		mismatch = slice_of(NULL, 0);
		if (!offer_value(o.answer_body, &o.answer, i, "ice-mismatch",
				 &mismatch, &value) &&
		    offer_value(o.answer_body, &o.answer, i, "ice-ufrag",
				&none, &value))
			continue;
		show(out, &o, i, ufrag, mismatch);
		return;
	}
}

const struct rule rule_ice_mismatch = {
	.id = FINDING_ICE_MISMATCH,
	.on = RULE_ON(STORE_FINAL) | RULE_ON(STORE_ACK) |
		RULE_ON(STORE_COMPLETE),
	.methods = RULE_METHOD(METHOD_INVITE) | RULE_METHOD(METHOD_UPDATE) |
		RULE_METHOD(METHOD_PRACK),
	.offer = OFFER_ICE, .needs_request = true, .aside = true,
	.unless = { FINDING_WEBRTC_ANSWER_INVALID, FINDING_SDP_PROFILE },
	.check = check,
};
