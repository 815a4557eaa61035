/* SPDX-License-Identifier: BSD-2-Clause */
/* The answer has one m= line for each of the offer, of the same type at the same
 * place (RFC 3264 6). */
#include "diagnose/offer.h"

static void list(struct report *out, const char *name, const struct sdp *s)
{
	report_list(out, name);
	for (unsigned i = 0; i < s->n_media; i++)
		report_item(out, s->media[i].type);
}

/* The place of the first difference, from 0; where both are alike n_media. */
static unsigned difference(const struct sdp *a, const struct sdp *b)
{
	unsigned i = 0;

	while (i < a->n_media && i < b->n_media &&
	       slice_eq_nocase(a->media[i].type, b->media[i].type))
		i++;
	return i;
}

/* All that the answer leaves out at the end was off in the offer already: wrong
 * too, but nothing gets mixed up. */
static bool only_off(const struct sdp *a, const struct sdp *b)
{
	for (unsigned i = b->n_media; i < a->n_media; i++) {
		if (a->media[i].port)
			return false;
	}
	return true;
}

static void lines(struct report *out, const struct message *m,
		  const struct sdp *s, unsigned at, const char *mark)
{
	const struct sdp_media *d;

	if (!s->n_media)
		return;
	d = &s->media[at < s->n_media ? at : s->n_media - 1];
	offer_line(out, m, d->line, d->line, mark);
}

static void check(const struct rule_view *v, struct report *out)
{
	struct offer_sdp o;
	unsigned at;

	if (!offer_answered(v->t, v->event, &o) || !o.offer.n_media ||
	    !offer_whole(o.who.offer) || !offer_whole(o.who.answer))
		return;
	at = difference(&o.offer, &o.answer);
	if (at == o.answer.n_media && only_off(&o.offer, &o.answer))
		return;
	list(out, "offered", &o.offer);
	list(out, "answered", &o.answer);
	report_number(out, "offered_count", o.offer.n_media);
	report_number(out, "answered_count", o.answer.n_media);
	report_number(out, "at", at + 1);
	lines(out, o.who.offer, &o.offer, at, "offered");
	lines(out, o.who.answer, &o.answer, at, "answered");
	offer_sides(out, &o.who);
	report_group_ip(out, &o.who.answer->src);
	report_make(out);
}

const struct rule rule_sdp_mline_count = {
	.id = FINDING_SDP_MLINE_COUNT,
	.on = RULE_ON(STORE_FINAL) | RULE_ON(STORE_ACK),
	.methods = RULE_METHOD(METHOD_INVITE) | RULE_METHOD(METHOD_UPDATE) |
		RULE_METHOD(METHOD_PRACK),
	.offer = OFFER_MLINES, .needs_request = true, .aside = true,
	.check = check,
};
