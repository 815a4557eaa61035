/* SPDX-License-Identifier: BSD-2-Clause */
/* DTLS-SRTP: one side begins, the other waits, and both name the fingerprint of
 * their certificate (RFC 5763 5, RFC 4145 4.1). */
#include "diagnose/offer.h"

struct side {
	const struct message *message;
	const struct sdp *sdp;
	struct slice body, setup, setup_line;
	bool fingerprint;
};

static void read(struct side *s, unsigned n)
{
	struct slice line, value;

	s->setup = s->setup_line = slice_of(NULL, 0);
	offer_value(s->body, s->sdp, n, "setup", &s->setup_line, &s->setup);
	s->fingerprint = offer_value(s->body, s->sdp, n, "fingerprint", &line,
				     &value);
}

static bool says(const struct side *s, const char *role)
{
	return slice_eq_nocase(s->setup, slice_cstr(role));
}

/* The answer may not leave it open, and not choose what the other does. */
static bool clash(const struct side *a, const struct side *b)
{
	return says(b, "actpass") ||
		(says(a, "active") && says(b, "active")) ||
		(says(a, "passive") && says(b, "passive"));
}

/* In a bundle the first m= speaks for the others (RFC 9143 7.1.3). */
static bool bundled(const struct offer_sdp *o, unsigned n)
{
	struct slice part = offer_part(o->offer_body, &o->offer,
				       o->offer.n_media), line, value;

	return n && offer_attribute(&part, "group", &line, &value) &&
		slice_starts_nocase(value, SLICE("BUNDLE"));
}

static bool judged(const struct offer_sdp *o, unsigned n)
{
	const struct sdp_media *a = &o->offer.media[n];
	const struct sdp_media *b = &o->answer.media[n];

	return a->port && b->port && offer_profile(a) == OFFER_TLS &&
		offer_profile(b) != OFFER_PLAIN &&
		offer_profile(b) != OFFER_OTHER &&
		!b->has_crypto && !bundled(o, n);
}

static void show(struct report *out, const struct offer_sdp *o,
		 const struct side *a, const struct side *b, unsigned n)
{
	const struct side *wrong = a->fingerprint ? b : a;

	report_text(out, "offer_setup", a->setup);
	report_text(out, "answer_setup", b->setup);
	report_flag(out, "no_fingerprint", !a->fingerprint || !b->fingerprint);
	report_addr(out, "side", &wrong->message->src);
	offer_line_or(out, a->message, a->setup_line, &a->sdp->media[n],
		      wrong == a ? "answer" : "offer");
	offer_line_or(out, b->message, b->setup_line, &b->sdp->media[n],
		      wrong == b ? "answer" : "offer");
	offer_sides(out, &o->who);
	report_group_ip(out, &wrong->message->src);
	report_make(out);
}

static void check(const struct rule_view *v, struct report *out)
{
	struct offer_sdp o;
	struct side a, b;

	if (!offer_answered(v->t, v->event, &o) ||
	    !offer_whole(o.who.offer) || !offer_whole(o.who.answer))
		return;
	a = (struct side){ .message = o.who.offer, .sdp = &o.offer,
			   .body = o.offer_body };
	b = (struct side){ .message = o.who.answer, .sdp = &o.answer,
			   .body = o.answer_body };
	for (unsigned i = 0; i < o.offer.n_media && i < o.answer.n_media; i++) {
		if (!judged(&o, i))
			continue;
		read(&a, i);
		read(&b, i);
		if (a.fingerprint && b.fingerprint && !clash(&a, &b))
			continue;
		show(out, &o, &a, &b, i);
		return;
	}
}

const struct rule rule_sdp_dtls_setup = {
	.id = FINDING_SDP_DTLS_SETUP,
	.on = RULE_ON(STORE_FINAL) | RULE_ON(STORE_ACK),
	.methods = RULE_METHOD(METHOD_INVITE) | RULE_METHOD(METHOD_UPDATE) |
		RULE_METHOD(METHOD_PRACK),
	.offer = OFFER_DTLS, .needs_request = true, .aside = true,
	.unless = { FINDING_SDP_PROFILE }, .check = check,
};
