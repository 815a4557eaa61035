/* SPDX-License-Identifier: BSD-2-Clause */
/* IPv6 media offered to who has only IPv4, or the reverse (RFC 3264, RFC 6157):
 * the answer is of the other family, or a refusal says so. */
#include "diagnose/offer.h"

static bool is_6(const struct sdp_media *m)
{
	return m->connection_line.len > 8 && m->connection_line.p[7] == '6';
}

/* On hold, or nothing there to compare. */
static bool is_no_address(const struct sdp_media *m)
{
	return m->connection_line.len < 9 ||
		slice_eq(m->connection, SLICE("0.0.0.0")) ||
		slice_eq(m->connection, SLICE("::"));
}

static void show(struct report *out, const struct offer_sdp *o,
		 const struct sdp_media *m, const struct addr *culprit)
{
	bool six = is_6(m);

	report_text(out, "offered", six ? SLICE("IPv6") : SLICE("IPv4"));
	report_text(out, "wanted", six ? SLICE("IPv4") : SLICE("IPv6"));
	report_text(out, "address", m->connection);
	offer_line(out, o->who.offer, m->connection_line, m->connection,
		   "address");
	offer_sides(out, &o->who);
	report_group_ip(out, culprit);
	report_make(out);
}

static void answered(const struct offer_sdp *o, struct report *out)
{
	for (unsigned i = 0; i < o->offer.n_media && i < o->answer.n_media;
	     i++) {
		const struct sdp_media *a = &o->offer.media[i];
		const struct sdp_media *b = &o->answer.media[i];

		/* With ICE the candidates decide. */
		if (!a->port || !b->port || is_no_address(a) ||
		    is_no_address(b) || is_6(a) == is_6(b) ||
		    (a->has_ice && b->has_ice))
			continue;
		show(out, o, a, &o->who.answer->src);
		offer_line(out, o->who.answer, b->connection_line,
			   b->connection, "answered");
		return;
	}
}

static bool only_6(const struct sdp *s)
{
	for (unsigned i = 0; i < s->n_media; i++) {
		if (!is_6(&s->media[i]) || s->media[i].has_ice)
			return false;
	}
	return s->n_media > 0;
}

/* IPv4 is what everybody has: a refusal of it means something else, unless the
 * two talk SIP over IPv6. */
static bool suspicious(const struct transaction *t, const struct sdp *s)
{
	return only_6(s) || (!is_6(&s->media[0]) && t->server.family == 6);
}

/* Warning 300 or 301 (RFC 3261 20.43); a bare 488 to IPv6 alone may be that. */
static void refused(const struct rule_view *v, const struct offer_sdp *o,
		    struct report *out)
{
	const struct sdp_media *m = &o->offer.media[0];
	const struct transaction *t = v->t;
	struct slice warning;

	if ((t->status != 488 && t->status != 606) || is_no_address(m) ||
	    !suspicious(t, &o->offer))
		return;
	if (offer_warning(t->final, 300, 301, &warning)) {
		show(out, o, m, &t->server);
		report_header(out, t->final, warning, "warning");
	} else if (only_6(&o->offer) && offer_bare(t)) {
		report_certainty(out, CERTAINTY_POSSIBLE);
		show(out, o, m, &t->server);
		report_message(out, t->final, NULL);
	}
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;

	if (t->status < 300 || t->offer & OFFER_IP6 || t->server.family == 6)
		offer_judge(v, out, answered, refused);
}

const struct rule rule_sdp_family = {
	.id = FINDING_SDP_FAMILY,
	.on = RULE_ON(STORE_FINAL) | RULE_ON(STORE_ACK),
	.methods = RULE_METHOD(METHOD_INVITE) | RULE_METHOD(METHOD_UPDATE) |
		RULE_METHOD(METHOD_PRACK),
	.offer = OFFER_FAMILY | OFFER_REFUSED, .needs_request = true,
	.unless = { FINDING_HOLD_FAILED },
	.check = check,
};
