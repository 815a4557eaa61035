/* SPDX-License-Identifier: BSD-2-Clause */
/* Each side sends telephone-event with the number of the other (RFC 3264 5.1);
 * some devices do not. */
#include "diagnose/offer.h"

/* Those of the clock of telephone calls; each clock has its own number. */
static const struct sdp_format *events(const struct sdp_media *m)
{
	for (unsigned i = 0; i < m->n_formats; i++) {
		if (m->formats[i].clock == 8000 &&
		    slice_eq_nocase(m->formats[i].name,
				    SLICE("telephone-event")))
			return &m->formats[i];
	}
	return NULL;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct sdp_media *a, *b;
	const struct sdp_format *x, *y;
	struct offer_sdp o;
	unsigned i, k;

	if (v->t->in_dialog || !offer_answered(v->t, v->event, &o))
		return;
	a = offer_audio(&o.offer, &i);
	b = offer_audio(&o.answer, &k);
	if (!a || !b || !a->port || !b->port)
		return;
	x = events(a);
	y = events(b);
	if (!x || !y || slice_eq(x->format, y->format))
		return;
	report_text(out, "offer_pt", x->format);
	report_text(out, "answer_pt", y->format);
	offer_line(out, o.who.offer, a->line, x->format, "offer-pt");
	offer_line(out, o.who.answer, b->line, y->format, "answer-pt");
	offer_sides(out, &o.who);
	report_group_ip(out, &o.who.answer->src);
	report_make(out);
}

const struct rule rule_dtmf_pt_mismatch = {
	.id = FINDING_DTMF_PT_MISMATCH,
	.on = RULE_ON(STORE_FINAL) | RULE_ON(STORE_ACK),
	.methods = RULE_METHOD(METHOD_INVITE), .offer = OFFER_DTMF,
	.needs_request = true, .aside = true, .check = check,
};
