/* SPDX-License-Identifier: BSD-2-Clause */
/* A router says that a request is too large for the next link and may not be cut
 * (RFC 1191 3, RFC 8201 4). */
#include "diagnose/reach.h"

static bool too_big(const struct icmp_error *e)
{
	return e->family == 6 ? e->type == 2 : e->type == 3 && e->code == 4;
}

/* The first such error is how a sender learns what fits: it cuts the next copy
 * into fragments.  Who gets it for a copy too has learnt nothing. */
static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct message *m = t->request;

	if (!too_big(v->icmp) || t->first ||
	    !addr_eq(&v->icmp->quoted.src, &t->client))
		return;
	reach_what(out, m);
	report_addr_ip(out, "router", &v->icmp->from);
	if (v->icmp->mtu)
		report_number(out, "mtu", v->icmp->mtu);
	report_number(out, "size", (int64_t)m->sip.raw.len +
		      (m->src.family == 6 ? 48 : 28)); /* IP and UDP headers */
	report_addr(out, "sender", &m->src);
	report_addr(out, "receiver", &m->dst);
	report_message(out, m, "sent");
	report_icmp(out, v->icmp, "icmp");
	report_group_ip(out, &v->icmp->from);
	report_group_ip(out, &m->src);
	report_make(out);
}

const struct rule rule_icmp_frag_needed = {
	.id = FINDING_ICMP_FRAG_NEEDED, .on = RULE_ON(STORE_ICMP),
	.needs_request = true, .aside = true, .needs_repeated = true, .check = check,
};
