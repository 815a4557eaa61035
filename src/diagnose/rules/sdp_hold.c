/* SPDX-License-Identifier: BSD-2-Clause */
/* A re-INVITE or UPDATE with another direction, taken: the call is on hold (RFC
 * 3264 8.4). */
#include "diagnose/indialog.h"
#include "diagnose/offer.h"

/* t came on from here. */
static bool is_hop_before(const struct transaction *o,
			  const struct transaction *t)
{
	const struct message *a = o->request, *b = t->request;

	return a && o->method == t->method && o->status < 300 &&
		addr_same_ip(&o->server, &t->client) &&
		a->sip.cseq == b->sip.cseq &&
		slice_eq(message_slice(a, a->sip.from_tag),
			 message_slice(b, b->sip.from_tag)) &&
		slice_eq(message_slice(a, a->sip.to_tag),
			 message_slice(b, b->sip.to_tag));
}

/* A proxy sent it on: it is told of the first hop, where who holds is seen. */
static bool passed_on(const struct transaction *t)
{
	const struct transaction *o = t->call_prev;

	for (int i = 0; o && i < INDIALOG_BACK; i++, o = o->call_prev) {
		if (is_hop_before(o, t))
			return true;
	}
	return false;
}

/* It was on hold already: a refresh repeats it. */
static bool held_before(const struct transaction *t)
{
	const struct message *m = t->request;
	const struct dialog *d = call_dialog(
		t->call, message_slice(m, m->sip.from_tag),
		message_slice(m, m->sip.to_tag));

	return d && call_held_before(d, message_slice(m, m->sip.from_tag));
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	struct slice line = { NULL, 0 }, value;
	const struct sdp_media *a;
	struct offer_sdp o;
	const char *name;
	unsigned i;
	bool zero;

	if (!t->in_dialog || t->status / 100 != 2 ||
	    !offer_read(t, v->event, &o) || o.who.late)
		return;
	a = offer_audio(&o.offer, &i);
	if (!a || !a->port || !offer_holds(a) || held_before(t) ||
	    passed_on(t))
		return;
	name = offer_direction_name(a->direction);
	zero = slice_eq(a->connection, SLICE("0.0.0.0"));
	report_addr(out, "holder", &o.who.offer->src);
	report_text(out, "direction", slice_cstr(name));
	report_flag(out, "zero", zero);
	if (zero)
		line = a->connection_line;
	else
		offer_value(o.offer_body, &o.offer, i, name, &line, &value);
	offer_line_or(out, o.who.offer, line, a, "hold");
	report_group_ip(out, &o.who.offer->src);
	report_make(out);
}

const struct rule rule_sdp_hold = {
	.id = FINDING_SDP_HOLD, .on = RULE_ON(STORE_FINAL),
	.methods = RULE_METHOD(METHOD_INVITE) | RULE_METHOD(METHOD_UPDATE),
	.offer = OFFER_DIRECTION, .needs_request = true, .aside = true,
	.check = check,
};
