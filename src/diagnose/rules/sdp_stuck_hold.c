/* SPDX-License-Identifier: BSD-2-Clause */
/* Who held the call takes it back, and the answer says as if it were still on
 * hold (RFC 3264 6.1). */
#include "diagnose/offer.h"

static void show(struct report *out, const struct offer_sdp *o, unsigned i,
		 unsigned k)
{
	const struct sdp_media *b = &o->answer.media[k];
	const char *name = offer_direction_name(b->direction);
	struct slice line = { NULL, 0 }, value;

	report_addr(out, "holder", &o->who.offer->src);
	report_addr(out, "stuck", &o->who.answer->src);
	report_text(out, "direction", slice_cstr(name));
	offer_value(o->offer_body, &o->offer, i, "sendrecv", &line, &value);
	offer_line_or(out, o->who.offer, line, &o->offer.media[i], "resumed");
	line = slice_of(NULL, 0);
	offer_value(o->answer_body, &o->answer, k, name, &line, &value);
	offer_line_or(out, o->who.answer, line, b, "stuck");
	report_group_ip(out, &o->who.answer->src);
	report_make(out);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct message *m = t->request;
	const struct sdp_media *a, *b;
	const struct dialog *d;
	struct offer_sdp o;
	unsigned i, k;

	if (!t->in_dialog || t->status / 100 != 2 ||
	    !offer_answered(t, v->event, &o) || o.who.late)
		return;
	a = offer_audio(&o.offer, &i);
	b = offer_audio(&o.answer, &k);
	d = call_dialog(t->call, message_slice(m, m->sip.from_tag),
			message_slice(m, m->sip.to_tag));
	if (!a || !b || !a->port || !b->port || offer_holds(a) ||
	    b->direction == SDP_SENDRECV ||
	    !d || !call_held_before(d, message_slice(m, m->sip.from_tag)))
		return;
	if (call_held_before(d, message_slice(m, m->sip.to_tag))) {
		report_flag(out, "both", true);
		report_severity(out, SEVERITY_INFO);
	}
	show(out, &o, i, k);
}

const struct rule rule_sdp_stuck_hold = {
	.id = FINDING_SDP_STUCK_HOLD, .on = RULE_ON(STORE_FINAL),
	.methods = RULE_METHOD(METHOD_INVITE) | RULE_METHOD(METHOD_UPDATE),
	.offer = OFFER_DIRECTION, .needs_request = true, .aside = true,
	.check = check,
};
