/* SPDX-License-Identifier: BSD-2-Clause */
/* A response that does not go to where its request came from, although rport asks
 * for that (RFC 3581 4). */
#include "diagnose/reach.h"

static void show(struct report *out, const struct transaction *t,
		 const struct message *m)
{
	struct slice via = sip_index_value(&t->request->sip, HEADER_VIA);
	struct slice rport = slice_head(slice_from(
		via, slice_search(via, SLICE("rport"))), 5);

	report_number(out, "status", m->sip.status);
	report_addr(out, "sent_to", &m->dst);
	report_addr(out, "source", &t->client);
	report_header(out, t->request, rport, "rport");
	report_start_line(out, m, message_slice(m, m->sip.start_line),
			  "response");
	report_group_ip(out, &t->server);
	report_make(out);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct message *m = v->message;
	struct sip_value_via via;

	if (!m || !m->sip.is_response || t->transport != TRANSPORT_UDP ||
	    addr_eq(&m->dst, &t->client) || !reach_via(t->request, &via) ||
	    !via.has_rport)
		return;
	/* Another address may be what a NAT made of it, unseen here. */
	if (!addr_same_ip(&m->dst, &t->client) || !addr_eq(&m->src, &t->server))
		report_certainty(out, CERTAINTY_LIKELY);
	show(out, t, m);
}

const struct rule rule_resp_wrong_port = {
	.id = FINDING_RESP_WRONG_PORT,
	.on = RULE_ON(STORE_PROVISIONAL) | RULE_ON(STORE_FINAL),
	.needs_request = true, .needs_odd = true, .aside = true,
	.check = check,
};
