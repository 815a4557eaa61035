/* SPDX-License-Identifier: BSD-2-Clause */
/* A browser needs ICE, DTLS, rtcp-mux and its own profile in the answer (RFC 8834
 * 4.5, RFC 8829 5.3); without, it hangs up at once. */
#include "diagnose/offer.h"

#define SOON (5 * CLOCK_S) /* convention: a browser refuses at once, a person
			      takes longer */
enum { BACK = 32 };

static bool has(struct slice body, const struct sdp *s, unsigned n,
		const char *name)
{
	struct slice line, value;

	return offer_value(body, s, n, name, &line, &value);
}

/* What browsers offer. */
static bool is_browser(const struct offer_sdp *o, unsigned n)
{
	const struct sdp_media *m = &o->offer.media[n];

	return slice_eq_nocase(m->proto, SLICE("UDP/TLS/RTP/SAVPF")) &&
		has(o->offer_body, &o->offer, n, "ice-ufrag") &&
		has(o->offer_body, &o->offer, n, "rtcp-mux");
}

static unsigned missing(struct report *out, const struct offer_sdp *o,
			unsigned n)
{
	static const char *const names[] = { "ice-ufrag", "ice-pwd",
					     "fingerprint", "rtcp-mux" };
	unsigned lacks = 0;

	report_list(out, "missing");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (has(o->answer_body, &o->answer, n, names[i]))
			continue;
		report_item(out, slice_cstr(names[i]));
		lacks++;
	}
	return lacks;
}

static bool unusable(struct report *out, const struct offer_sdp *o, unsigned n)
{
	const struct sdp_media *b = &o->answer.media[n];
	unsigned lacks = missing(out, o, n);

	if (offer_profile(b) != OFFER_TLS)
		report_text(out, "profile", b->proto);
	return lacks || offer_profile(b) != OFFER_TLS;
}

static void judge(const struct transaction *t, const struct transaction *bye,
		  struct report *out)
{
	const struct sdp_media *a, *b;
	struct offer_sdp o;
	unsigned i, k;

	if (!offer_answered(t, STORE_FINAL, &o) || o.who.late)
		return;
	a = offer_audio(&o.offer, &i);
	b = offer_audio(&o.answer, &k);
	if (!a || !b || i != k || !a->port || !b->port || !is_browser(&o, i) ||
	    !unusable(out, &o, k))
		return;
	report_about(out, t);
	offer_line(out, o.who.offer, a->line, a->proto, "offered");
	offer_line(out, o.who.answer, b->line, b->proto, "answer");
	report_message(out, bye->request, NULL);
	report_group_ip(out, &t->server);
	report_make(out);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *bye = v->t, *t = bye->call_prev;

	for (int i = 0; t && i < BACK; i++, t = t->call_prev) {
		if (t->method != METHOD_INVITE || !(t->offer & OFFER_DTLS) ||
		    t->status / 100 != 2 || !t->request ||
		    !addr_same_ip(&t->client, &bye->client) ||
		    bye->start - t->answered > SOON ||
		    transaction_has(t, FINDING_WEBRTC_ANSWER_INVALID))
			continue;
		judge(t, bye, out);
		return;
	}
}

const struct rule rule_webrtc_answer_invalid = {
	.id = FINDING_WEBRTC_ANSWER_INVALID, .on = RULE_ON(STORE_REQUEST),
	.methods = RULE_METHOD(METHOD_BYE),
	.at_request = RULE_METHOD(METHOD_BYE), .offer = OFFER_DTLS,
	.needs_request = true, .aside = true,
	.unless = { FINDING_SDP_PROFILE, FINDING_SDP_DTLS_SETUP,
		    FINDING_SDP_CRYPTO },
	.check = check,
};
