/* SPDX-License-Identifier: BSD-2-Clause */
/* A client behind NAT without rport: the answer goes to the port in Via, which is
 * not the one its packet came from (RFC 3581 4, RFC 3261 18.2.2). */
#include "diagnose/reach.h"

/* Could the answer miss its port? */
static bool exposed(const struct transaction *t, struct sip_value_via *via)
{
	const struct message *m = t->request;

	return t->transport == TRANSPORT_UDP && reach_is_public(&m->src) &&
		reach_first_hop(m) && reach_via(m, via) && !via->has_rport &&
		reach_kind(via->host, NULL) == REACH_PRIVATE &&
		reach_port(via->port, false) != m->src.port;
}

/* An answer that reaches it shows a server that answers to the source anyway. */
static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct message *m = t->first;
	struct sip_value_via via;

	if (m != v->message || addr_eq(&m->dst, &t->client) ||
	    !addr_same_ip(&m->dst, &t->client) || !exposed(t, &via) ||
	    m->dst.port != reach_port(via.port, false))
		return;
	report_text(out, "via", message_slice(t->request,
					      t->request->sip.sent_by));
	report_addr(out, "source", &t->client);
	report_number(out, "answer_port", m->dst.port);
	report_header(out, t->request, via.host, "via");
	report_message(out, m, NULL);
	report_group_ip(out, &t->client);
	report_make(out);
}

const struct rule rule_nat_via_private = {
	.id = FINDING_NAT_VIA_PRIVATE,
	.on = RULE_ON(STORE_PROVISIONAL) | RULE_ON(STORE_FINAL),
	.needs_request = true, .needs_odd = true, .aside = true,
	.check = check,
};
