/* SPDX-License-Identifier: BSD-2-Clause */
/* A private address in Via, and the packet comes from another private network: two
 * routers in a row, or simply two networks. */
#include "diagnose/reach.h"

/* Networks of a home or of a provider are no larger than a /16. */
static bool other_network(const struct addr *a, const struct addr *b)
{
	return a->family == 4 && b->family == 4 &&
		memcmp(a->ip, b->ip, 2) != 0;
}

/* Most say their own address: its first two numbers tell. */
static bool same_start(struct slice host, const struct addr *a)
{
	unsigned n[2] = { 0, 0 }, at = 0;

	for (size_t i = 0; i < host.len && at < 2; i++) {
		if (host.p[i] == '.')
			at++;
		else
			n[at] = n[at] * 10 + (unsigned char)(host.p[i] - '0');
	}
	return n[0] == a->ip[0] && n[1] == a->ip[1];
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct message *m = v->message;
	struct sip_value_via via;
	struct addr inner;

	if (same_start(message_slice(m, m->sip.sent_by), &m->src) ||
	    reach_is_public(&m->src) || reach_is_local(&m->src) ||
	    !reach_via(m, &via) ||
	    reach_kind(via.host, &inner) != REACH_PRIVATE ||
	    !other_network(&inner, &m->src) || !reach_first_hop(m))
		return;
	report_text(out, "inner", via.host);
	report_addr_ip(out, "outer", &m->src);
	report_header(out, m, via.host, "inner");
	report_group_ip(out, &m->src);
	report_make(out);
}

const struct rule rule_nat_double = {
	.id = FINDING_NAT_DOUBLE, .on = RULE_ON(STORE_REQUEST),
	.methods = RULE_METHOD(METHOD_REGISTER),
	.needs_request = true, .aside = true, .check = check,
};
