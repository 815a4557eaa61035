/* SPDX-License-Identifier: BSD-2-Clause */
/* Each change of an SDP counts its version in o= up by one (RFC 3264 8). */
#include "diagnose/offer.h"

enum { BACK = 32 };

/* What the sender of t's offer said last on this hop, if it is remembered. */
static const struct message *said_before(const struct transaction *t)
{
	const struct transaction *o = t->call_prev;

	for (int i = 0; o && i < BACK; i++, o = o->call_prev) {
		if (o->status / 100 != 2 || !o->request ||
		    (o->method != METHOD_INVITE && o->method != METHOD_UPDATE))
			continue;
		if (addr_same_ip(&o->client, &t->client) &&
		    addr_same_ip(&o->server, &t->server))
			return o->request;
		if (addr_same_ip(&o->client, &t->server) &&
		    addr_same_ip(&o->server, &t->client))
			return o->final;
	}
	return NULL;
}

/* What differs, as a list; where: the line of it in b.  False: nothing. */
static bool differs(struct report *out, const struct sdp_media *a,
		    const struct sdp_media *b, struct slice *where)
{
	bool any = false;

	report_list(out, "what");
	*where = b->line;
	if (b->direction != a->direction) {
		report_item(out, slice_cstr(catalog_text(TEXT_PART_DIRECTION)));
		any = true;
	}
	if (!slice_eq(offer_formats(a), offer_formats(b))) {
		report_item(out, slice_cstr(catalog_text(TEXT_PART_CODECS)));
		any = true;
	}
	if (a->port != b->port) {
		report_item(out, slice_cstr(catalog_text(TEXT_PART_PORT)));
		any = true;
	}
	if (!slice_eq(a->connection, b->connection)) {
		report_item(out, slice_cstr(catalog_text(TEXT_PART_ADDRESS)));
		*where = any ? b->line : b->connection_line;
		any = true;
	}
	return any;
}

/* The third field: - 123 4 IN IP4 10.0.0.1 */
static struct slice version(struct slice o)
{
	for (int i = 0; i < 2; i++)
		o = slice_from(o, slice_find(o, ' ') + 1);
	return slice_head(o, slice_find(o, ' '));
}

/* The whole line that an origin stands in. */
static struct slice line_of(struct slice o)
{
	if (o.p[-1] == '=' && o.p[-2] == 'o')
		return slice_of(o.p - 2, o.len + 2);
	return o;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct message *m;
	const struct sdp_media *a, *b;
	struct sdp before, now;
	struct slice where;
	unsigned i, k;

	if (!t->in_dialog || t->status / 100 != 2)
		return;
	m = said_before(t);
	if (!m || !rule_sdp(m, &before) || !rule_sdp(t->request, &now) ||
	    !before.origin.len || !slice_eq(before.origin, now.origin))
		return;
	a = offer_audio(&before, &i);
	b = offer_audio(&now, &k);
	if (!a || !b || !differs(out, a, b, &where))
		return;
	report_text(out, "version", version(now.origin));
	report_addr(out, "sender", &t->request->src);
	offer_line(out, m, line_of(before.origin), version(before.origin), "before");
	offer_line(out, t->request, where, where, "after");
	report_group_ip(out, &t->request->src);
	report_make(out);
}

const struct rule rule_sdp_oline = {
	.id = FINDING_SDP_OLINE, .on = RULE_ON(STORE_FINAL),
	.methods = RULE_METHOD(METHOD_INVITE) | RULE_METHOD(METHOD_UPDATE),
	.offer = OFFER_AGAIN, .needs_request = true, .aside = true,
	.check = check,
};
