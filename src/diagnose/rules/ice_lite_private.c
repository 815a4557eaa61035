/* SPDX-License-Identifier: BSD-2-Clause */
/* A server with ICE lite lists only its own addresses (RFC 8445 2.5, 5.2), all of
 * them private, to a peer outside. */
#include "diagnose/offer.h"
#include "diagnose/reach.h"

struct side {
	const struct message *message;
	const struct sdp *sdp;
	struct slice body;
};

/* a=candidate:1 1 UDP 2130706431 10.0.1.1 8998 typ host */
static struct slice address_of(struct slice candidate)
{
	for (int i = 0; i < 4; i++)
		candidate = slice_trim(slice_from(candidate,
			slice_find(candidate, ' ') + 1));
	return slice_head(candidate, slice_find(candidate, ' '));
}

static bool is_lite(const struct side *s, struct slice *line)
{
	struct slice part = offer_part(s->body, s->sdp, s->sdp->n_media), value;

	return offer_attribute(&part, "ice-lite", line, &value);
}

/* All candidates and the c= of media n are private, and there is one at least. */
static bool all_private(const struct side *s, unsigned n, struct slice *first)
{
	const struct sdp_media *m = &s->sdp->media[n];
	struct slice part = offer_part(s->body, s->sdp, n), line, value;
	unsigned have = 0;

	if (!m->port || reach_kind(m->connection, NULL) != REACH_PRIVATE)
		return false;
	while (offer_attribute(&part, "candidate", &line, &value)) {
		if (reach_kind(address_of(value), NULL) != REACH_PRIVATE)
			return false;
		if (!have++)
			*first = line;
	}
	return have;
}

static void list(struct report *out, const struct side *s, unsigned n)
{
	struct slice part = offer_part(s->body, s->sdp, n), line, value;
	struct slice before = slice_of(NULL, 0), address;

	report_list(out, "candidates");
	while (offer_attribute(&part, "candidate", &line, &value)) {
		address = address_of(value);
		if (!slice_eq(address, before)) /* RTP and RTCP */
			report_item(out, address);
		before = address;
	}
}

/* In one network, or over a VPN, the peer is private, too. */
static bool judge(struct report *out, const struct offer *who,
		  const struct side *s)
{
	struct slice lite, first;

	if (!reach_is_public(&s->message->dst) || !is_lite(s, &lite))
		return false;
	for (unsigned i = 0; i < s->sdp->n_media; i++) {
		if (!all_private(s, i, &first))
			continue;
		report_addr_ip(out, "lite", &s->message->src);
		report_addr_ip(out, "peer", &s->message->dst);
		list(out, s, i);
		offer_line(out, s->message, lite, lite, "lite");
		offer_line(out, s->message, first, address_of(first),
			   "candidate");
		offer_sides(out, who);
		report_group_ip(out, &s->message->src);
		report_make(out);
		return true;
	}
	return false;
}

static void check(const struct rule_view *v, struct report *out)
{
	struct offer_sdp o;
	struct side a, b;

	if (!offer_answered(v->t, v->event, &o) ||
	    !offer_whole(o.who.offer) || !offer_whole(o.who.answer))
		return;
	a = (struct side){ o.who.offer, &o.offer, o.offer_body };
	b = (struct side){ o.who.answer, &o.answer, o.answer_body };
	if (!judge(out, &o.who, &a))
		judge(out, &o.who, &b);
}

const struct rule rule_ice_lite_private = {
	.id = FINDING_ICE_LITE_PRIVATE,
	.on = RULE_ON(STORE_FINAL) | RULE_ON(STORE_ACK),
	.methods = RULE_METHOD(METHOD_INVITE) | RULE_METHOD(METHOD_UPDATE) |
		RULE_METHOD(METHOD_PRACK),
	.offer = OFFER_ICE, .needs_request = true, .needs_outside = true,
	.aside = true, .check = check,
};
