/* SPDX-License-Identifier: BSD-2-Clause */
/* A private address in Contact of a device that the packet shows to be behind NAT
 * (RFC 3581, RFC 5626).  Nearly every hosted phone looks so and works. */
#include "diagnose/reach.h"

static bool is_private(const struct message *m, struct sip_value_uri_parts *u)
{
	return reach_may_be_private(sip_index_value(&m->sip, HEADER_CONTACT)) &&
		reach_uri(m, HEADER_CONTACT, u) &&
		reach_kind(u->host, NULL) == REACH_PRIVATE;
}

/* Record-Route, Path and outbound lead around Contact (RFC 3261 12.1.1, RFC 3327,
 * RFC 5626). */
static bool routed(const struct message *m, struct slice params)
{
	return sip_index_header(&m->sip, HEADER_RECORD_ROUTE, 0) ||
		sip_index_header(&m->sip, HEADER_PATH, 0) ||
		slice_search(params, SLICE("ob")) < params.len;
}

/* By the device itself: no other hop before the capture. */
static bool tells(const struct transaction *t, const struct message *m,
		  struct sip_value_uri_parts *u)
{
	return reach_is_public(&m->src) && is_private(m, u) &&
		!routed(m, u->params) && reach_first_hop(t->request);
}

static void show(struct report *out, const struct message *m,
		 struct slice host)
{
	report_text(out, "private", host);
	report_addr(out, "source", &m->src);
	report_header(out, m, host, "contact");
	report_group_ip(out, &m->src);
	report_make(out);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	struct sip_value_uri_parts u;
	const struct message *m;

	if (t->in_dialog)
		return;
	m = t->request;
	if (!tells(t, m, &u)) {
		m = t->final;
		if (t->method != METHOD_INVITE || t->status / 100 != 2 ||
		    !tells(t, m, &u))
			return;
	}
	show(out, m, u.host);
}

const struct rule rule_nat_contact_private = {
	.id = FINDING_NAT_CONTACT_PRIVATE,
	.on = RULE_ON(STORE_FINAL),
	.methods = RULE_METHOD(METHOD_INVITE) | RULE_METHOD(METHOD_REGISTER) |
		RULE_METHOD(METHOD_SUBSCRIBE),
	.needs_request = true, .aside = true,
	.unless = { FINDING_ADDR_LOOPBACK }, .needs_outside = true, .check = check,
};
