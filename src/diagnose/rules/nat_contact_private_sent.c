/* SPDX-License-Identifier: BSD-2-Clause */
/* nat-contact-private: somebody with a public address sends a request inside a call
 * to the private address in the Contact of the other side, and nobody answers. */
#include "diagnose/indialog.h"
#include "diagnose/reach.h"
#include "store/route.h"

/* Does the Request-URI, which is that Contact, name the place that t went to? */
static bool by_contact(const struct transaction *t,
		       struct sip_value_uri_parts *u)
{
	const struct message *m = t->request;
	struct addr host;

	return !sip_index_value(&m->sip, HEADER_ROUTE).len &&
		sip_value_uri_split(message_slice(m, m->sip.uri), u) &&
		reach_kind(u->host, &host) == REACH_PRIVATE &&
		addr_same_ip(&host, &t->server);
}

/* That host itself has been heard in this call: then it is within reach. */
static bool was_heard(const struct transaction *t)
{
	const struct transaction *o = t->call->last;
	const struct message *m = t->request;
	const struct dialog *d = indialog_of(t);

	if (d && route_port(d, !call_dialog_callee(d, message_slice(
			m, m->sip.from_tag)), &t->server))
		return true;
	for (int i = 0; o && i < INDIALOG_BACK; i++, o = o->call_prev) {
		if (addr_same_ip(&o->client, &t->server) ||
		    (o->first && addr_same_ip(&o->server, &t->server)))
			return true;
	}
	return false;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	struct sip_value_uri_parts u;

	if (t->first || !reach_is_public(&t->client) || !by_contact(t, &u) ||
	    was_heard(t) || reach_is_scanner(t->request))
		return;
	report_flag(out, "failed", true);
	report_text(out, "private", u.host);
	report_severity(out, SEVERITY_ERROR);
	report_start_line(out, t->request, u.host, "contact");
	if (v->icmp)
		report_icmp(out, v->icmp, "icmp");
	report_group_ip(out, &t->client);
	report_make(out);
}

const struct rule rule_nat_contact_private_sent = {
	.id = FINDING_NAT_CONTACT_PRIVATE,
	.on = RULE_ON(STORE_TIMEOUT) | RULE_ON(STORE_ICMP),
	.needs_request = true, .needs_in_dialog = true, .needs_outside = true,
	.aside = true, .root = true,
	.unless = { FINDING_CONTACT_TRANSPORT }, .check = check,
};
