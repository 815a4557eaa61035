/* SPDX-License-Identifier: BSD-2-Clause */
/* The answer of one device stands in its first SDP, in an 18x; the 2xx repeats
 * it (RFC 3261 13.2.1, RFC 6337 3.1). */
#include "diagnose/offer.h"

/* An early UPDATE or PRACK with SDP changes it lawfully (RFC 3311 5.1). */
static bool negotiated(const struct transaction *t)
{
	enum { AHEAD = 64 };
	const struct transaction *o = t->call_next;

	for (int i = 0; o && i < AHEAD; i++, o = o->call_next) {
		if ((o->method == METHOD_UPDATE ||
		     o->method == METHOD_PRACK) && o->request &&
		    o->request->sip.body.len)
			return true;
	}
	return false;
}

static bool same_formats(const struct sdp_media *a, const struct sdp_media *b)
{
	return slice_eq(offer_formats(a), offer_formats(b));
}

static void values(struct report *out, const struct sdp_media *a,
		   const struct sdp_media *b)
{
	struct slice before, after;

	report_list(out, "what");
	if (!slice_eq(a->connection, b->connection))
		report_item(out, slice_cstr(catalog_text(TEXT_PART_ADDRESS)));
	if (a->port != b->port)
		report_item(out, slice_cstr(catalog_text(TEXT_PART_PORT)));
	if (!same_formats(a, b))
		report_item(out, slice_cstr(catalog_text(TEXT_PART_CODECS)));
	if (!slice_eq(a->connection, b->connection)) {
		before = a->connection;
		after = b->connection;
	} else if (a->port != b->port) {
		report_number(out, "before", a->port);
		report_number(out, "after", b->port);
		return;
	} else {
		before = offer_formats(a);
		after = offer_formats(b);
	}
	report_text(out, "before", before);
	report_text(out, "after", after);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct message *p = t->provisional;
	const struct sdp_media *a, *b;
	struct sdp early, late;
	unsigned i, k;

	if (!p || t->status / 100 != 2 || !offer_body(t->request).len ||
	    negotiated(t) || !rule_sdp(p, &early) || !rule_sdp(t->final, &late))
		return;
	a = offer_audio(&early, &i);
	b = offer_audio(&late, &k);
	if (!a || !b || (slice_eq(a->connection, b->connection) &&
			 a->port == b->port && same_formats(a, b)))
		return;
	values(out, a, b);
	report_number(out, "first", p->sip.status);
	offer_line_or(out, p, slice_eq(a->connection, b->connection) ?
		      a->line : a->connection_line, a, "first");
	offer_line_or(out, t->final, slice_eq(a->connection, b->connection) ?
		      b->line : b->connection_line, b, "second");
	report_group_ip(out, &t->server);
	report_make(out);
}

const struct rule rule_sdp_answer_changed = {
	.id = FINDING_SDP_ANSWER_CHANGED, .on = RULE_ON(STORE_FINAL),
	.methods = RULE_METHOD(METHOD_INVITE), .offer = OFFER_CHANGED,
	.needs_request = true, .aside = true, .check = check,
};
