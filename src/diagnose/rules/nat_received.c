/* SPDX-License-Identifier: BSD-2-Clause */
/* The answer tells the client what its NAT made of it (RFC 3261 18.2.1, RFC 3581
 * 4). */
#include "diagnose/reach.h"

static bool same_host(struct slice a, struct slice b)
{
	struct addr x, y;

	/* A name has received= by the standard. */
	if (reach_kind(a, &x) != REACH_PRIVATE && reach_kind(a, &x) !=
	    REACH_PUBLIC)
		return true;
	if (!reach_kind(b, &y) || !y.family)
		return true;
	return addr_same_ip(&x, &y);
}

/* The usual answer: no received, or the very host in sent-by. */
static bool usual(const struct message *m)
{
	struct slice via = sip_index_value(&m->sip, HEADER_VIA), by, host;
	size_t at = slice_search(via, SLICE("received="));

	if (at == via.len)
		return true;
	by = message_slice(m, m->sip.sent_by);
	host = slice_head(by, slice_find(by, ':'));
	return slice_eq(host, slice_head(slice_from(via, at + 9), host.len));
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct message *m = t->final;
	struct sip_value_via via;

	if (t->transport != TRANSPORT_UDP || usual(m) || !reach_via(m, &via) ||
	    !via.received.len || same_host(via.host, via.received) ||
	    !reach_first_hop(t->request) || reach_is_scanner(t->request))
		return;
	report_text(out, "via", message_slice(m, m->sip.sent_by));
	report_text(out, "received", via.received);
	report_text(out, "rport", via.rport);
	report_header(out, t->request, slice_of(t->request->sip.raw.p +
		t->request->sip.sent_by.off, t->request->sip.sent_by.len),
		"sent-by");
	report_header(out, m, via.received, "received");
	report_group_ip(out, &t->client);
	report_make(out);
}

const struct rule rule_nat_received = {
	.id = FINDING_NAT_RECEIVED, .on = RULE_ON(STORE_FINAL),
	.methods = RULE_METHOD(METHOD_REGISTER) | RULE_METHOD(METHOD_INVITE),
	.needs_request = true, .aside = true, .check = check,
};
