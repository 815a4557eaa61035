/* SPDX-License-Identifier: BSD-2-Clause */
/* SRTP with keys in the SDP: the answer takes one a=crypto line of the offer, by
 * tag and suite (RFC 4568 5.1, 6). */
#include "diagnose/habits.h"
#include "diagnose/offer.h"

enum { LINES = 16 }; /* suites of one m= that are compared */

struct suite {
	struct slice line, tag, name;
};

/* The next a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:... */
static bool next(struct slice *part, struct suite *out)
{
	struct slice value;
	size_t n;

	if (!offer_attribute(part, "crypto", &out->line, &value))
		return false;
	n = slice_find(value, ' ');
	out->tag = slice_head(value, n);
	value = slice_trim(slice_from(value, n));
	out->name = slice_head(value, slice_find(value, ' '));
	return true;
}

/* Does the part have that suite (with that tag, if it matters)? */
static bool has(struct slice part, const struct suite *s, bool tag)
{
	struct suite o;

	for (int i = 0; i < LINES && next(&part, &o); i++) {
		if (slice_eq_nocase(o.name, s->name) &&
		    (!tag || slice_eq(o.tag, s->tag)))
			return true;
	}
	return false;
}

/* Is one suite of b (with its tag) in a?  *first is the first of b. */
static bool common(struct slice a, struct slice b, bool tag,
		   struct suite *first)
{
	struct suite s;
	bool any = false;

	first->line = slice_of(NULL, 0);
	for (int i = 0; i < LINES && next(&b, &s); i++) {
		if (!any)
			*first = s;
		any = true;
		if (has(a, &s, tag))
			return true;
	}
	return false;
}

static void offered(struct report *out, const struct offer_sdp *o, unsigned n)
{
	struct slice part = offer_part(o->offer_body, &o->offer, n);
	struct suite s, first = { .line = { NULL, 0 } };

	report_list(out, "offered");
	for (int i = 0; i < LINES && next(&part, &s); i++) {
		report_item(out, s.name);
		if (!first.line.p)
			first = s;
	}
	offer_line_or(out, o->who.offer, first.line, &o->offer.media[n],
		      "offered");
}

static void made(struct report *out, const struct offer_sdp *o,
		 const struct addr *culprit)
{
	offer_sides(out, &o->who);
	report_group_ip(out, culprit);
	report_make(out);
}

/* Both speak SRTP with keys in the SDP for that m=. */
static bool judged(const struct sdp_media *a, const struct sdp_media *b)
{
	return a->port && b->port && a->has_crypto && !b->has_fingerprint &&
		offer_profile(b) == OFFER_SDES;
}

static void answered(const struct offer_sdp *o, struct report *out)
{
	struct suite first;

	for (unsigned i = 0; i < o->offer.n_media && i < o->answer.n_media;
	     i++) {
		const struct sdp_media *b = &o->answer.media[i];

		if (!judged(&o->offer.media[i], b) ||
		    common(offer_part(o->offer_body, &o->offer, i),
			   offer_part(o->answer_body, &o->answer, i), true,
			   &first))
			continue;
		offered(out, o, i);
		report_flag(out, "missing", !first.line.p);
		if (first.line.p)
			report_text(out, "answered", first.name);
		offer_line_or(out, o->who.answer, first.line, b, "answered");
		made(out, o, &o->who.answer->src);
		return;
	}
}

/* The suites that a message of the refuser shows: false when there are none, or
 * one is offered. */
static bool others(const struct offer_sdp *o, const struct message *m,
		   struct sdp *own, struct suite *first)
{
	struct slice body = offer_body(m);

	return body.len && sdp_read(own, body) && own->n_media &&
		own->media[0].has_crypto &&
		!common(offer_part(o->offer_body, &o->offer, 0),
			offer_part(body, own, 0), false, first);
}

/* One of the first answers in other calls; all of them showed other suites. */
static const struct message *elsewhere(const struct rule_view *v,
				       const struct offer_sdp *o,
				       struct sdp *own, struct suite *first)
{
	const struct numbers_server *s = numbers_find(&v->habits->numbers,
						      &v->t->server);
	const struct message *m, *last = NULL;

	for (unsigned n = 0; (m = numbers_answer(s, n, v->t)); n++) {
		if (!others(o, m, own, first))
			return NULL;
		last = m;
	}
	return last;
}

/* 488 or 606, and an SDP of its own shows other suites, those it would take; or,
 * where it is bare, the answers in other calls do. */
static void refused(const struct rule_view *v, const struct offer_sdp *o,
		    struct report *out)
{
	const struct transaction *t = v->t;
	const struct message *m = t->final;
	struct suite first;
	struct sdp own;

	if ((t->status != 488 && t->status != 606) ||
	    !o->offer.media[0].has_crypto)
		return;
	if (!m->sip.body.len) {
		if (sip_index_header(&m->sip, HEADER_WARNING, 0))
			return;
		m = elsewhere(v, o, &own, &first);
		report_certainty(out, CERTAINTY_POSSIBLE);
	} else if (!others(o, m, &own, &first)) {
		return;
	}
	if (!m)
		return;
	offered(out, o, 0);
	report_text(out, "known", first.name);
	offer_line_or(out, m, first.line, &own.media[0], "answered");
	if (m != t->final)
		report_message(out, t->final, NULL);
	made(out, o, &t->server);
}

static void check(const struct rule_view *v, struct report *out)
{
	offer_judge(v, out, answered, refused);
}

const struct rule rule_sdp_crypto = {
	.id = FINDING_SDP_CRYPTO,
	.on = RULE_ON(STORE_FINAL) | RULE_ON(STORE_ACK),
	.methods = RULE_METHOD(METHOD_INVITE) | RULE_METHOD(METHOD_UPDATE) |
		RULE_METHOD(METHOD_PRACK),
	.offer = OFFER_CRYPTO, .needs_request = true, .check = check,
};
