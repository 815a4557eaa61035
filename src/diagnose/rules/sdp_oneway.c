/* SPDX-License-Identifier: BSD-2-Clause */
/* A call that begins one-way by agreement, and nobody turns it round (RFC 3264
 * 5.1, 6.1). */
#include "diagnose/offer.h"

#define TURN (5 * CLOCK_S) /* convention: who means to, does so by then */
enum { AHEAD = 64 };

/* Recording (RFC 7866), paging and intercom are one-way on purpose. */
static bool is_meant(const struct message *m)
{
	struct slice type = sip_index_value(&m->sip, HEADER_CONTENT_TYPE);
	struct slice require = sip_index_value(&m->sip, HEADER_REQUIRE);

	return slice_starts_nocase(type, SLICE("multipart/")) ||
		sip_value_list_has(require, SLICE("siprec"), true, NULL) ||
		sip_index_header(&m->sip, HEADER_ALERT_INFO, 0) ||
		sip_index_header(&m->sip, HEADER_CALL_INFO, 0);
}

/* A re-INVITE or UPDATE of either side in that time. */
static bool turned(const struct transaction *t)
{
	const struct transaction *o = t->call_next;
	int64_t from = t->acked ? t->acked : t->answered;

	for (int i = 0; o && i < AHEAD; i++, o = o->call_next) {
		if ((o->method == METHOD_INVITE ||
		     o->method == METHOD_UPDATE) && o->in_dialog &&
		    o->start - from <= TURN)
			return true;
	}
	return false;
}

/* The call was over before: nobody missed the other direction. */
static bool is_short(const struct transaction *t)
{
	const struct transaction *o = t->call_next;
	int64_t from = t->acked ? t->acked : t->answered;

	for (int i = 0; o && i < AHEAD; i++, o = o->call_next) {
		if (o->method == METHOD_BYE && o->start - from <= TURN)
			return true;
	}
	return false;
}

static void show(struct report *out, const struct message *writer,
		 struct slice body, const struct sdp *s, unsigned n)
{
	const char *name = offer_direction_name(s->media[n].direction);
	struct slice line = { NULL, 0 }, value;

	report_text(out, "direction", slice_cstr(name));
	report_addr(out, "writer", &writer->src);
	offer_value(body, s, n, name, &line, &value);
	offer_line_or(out, writer, line, &s->media[n], "direction");
	report_group_ip(out, &writer->src);
	report_make(out);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct sdp_media *a, *b;
	struct offer_sdp o;
	unsigned i, k;
	int64_t from = t->acked ? t->acked : t->answered;

	if (t->in_dialog || t->status / 100 != 2 || v->now - from < TURN ||
	    turned(t) || is_short(t) || is_meant(t->request) ||
	    !offer_answered(t, v->event, &o))
		return;
	a = offer_audio(&o.offer, &i);
	b = offer_audio(&o.answer, &k);
	if (!a || !b || !a->port || !b->port)
		return;
	if (a->direction != SDP_SENDRECV) {
		report_flag(out, "offered", true);
		show(out, o.who.offer, o.offer_body, &o.offer, i);
	} else if (b->direction != SDP_SENDRECV) {
		show(out, o.who.answer, o.answer_body, &o.answer, k);
	}
}

const struct rule rule_sdp_oneway = {
	.id = FINDING_SDP_ONEWAY, .on = RULE_ON(STORE_COMPLETE),
	.methods = RULE_METHOD(METHOD_INVITE), .offer = OFFER_DIRECTION,
	.needs_request = true, .aside = true, .check = check,
};
