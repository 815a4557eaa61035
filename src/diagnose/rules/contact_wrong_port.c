/* SPDX-License-Identifier: BSD-2-Clause */
/* A request inside a call goes to the port in the Contact of the other side, as it
 * has to (RFC 3261 12.2.1.1), and nobody is there: that side sends from another
 * port of the same address. */
#include "data/catalog_fill.h"
#include "diagnose/indialog.h"
#include "diagnose/reach.h"
#include "store/route.h"

enum { COPIES = 3 }; /* 0.5, 1.5, 3.5 s: no round trip takes so long */

/* Does the Request-URI, which is that Contact, name the place that t went to? */
static bool by_contact(const struct transaction *t, struct slice *port)
{
	struct sip_value_uri_parts p;
	struct addr host;

	if (sip_index_value(&t->request->sip, HEADER_ROUTE).len ||
	    !sip_value_uri_split(message_slice(t->request, t->request->sip.uri),
				 &p) ||
	    addr_parse_ip(&host, p.host) || !addr_same_ip(&host, &t->server) ||
	    reach_port(p.port, false) != t->server.port)
		return false;
	*port = p.port.len ? p.port : p.host;
	return true;
}

/* The port that the other side of t's dialog sends from; 0: not known. */
static uint16_t real_port(const struct transaction *t)
{
	const struct message *m = t->request;
	const struct dialog *d = indialog_of(t);

	if (!d)
		return 0;
	return route_port(d, !call_dialog_callee(d, message_slice(
		m, m->sip.from_tag)), &t->server);
}

static bool span(struct slice name, struct strbuf *out, void *arg)
{
	(void)name;
	if (out)
		strbuf_fmt(out, "%lld s", *(long long *)arg);
	return true;
}

static void failed(struct report *out, const struct rule_view *v)
{
	long long seconds = (v->now - v->t->start) / CLOCK_S;
	struct strbuf b = { 0 };

	if (v->icmp)
		strbuf_adds(&b, "ICMP");
	else
		catalog_fill(&b, catalog_text(TEXT_NO_ANSWER), span, &seconds);
	report_text(out, "failed", report_copy(out, strbuf_view(&b)));
	strbuf_fini(&b);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	struct slice where;
	uint16_t port;

	if (t->transport != TRANSPORT_UDP || t->first ||
	    (v->icmp && !reach_port_closed(v->icmp)) || !by_contact(t, &where))
		return;
	port = real_port(t);
	if (!port || port == t->server.port)
		return;
	/* One that does not repeat itself may want no answer. */
	if (!v->icmp && t->request_copies < COPIES)
		report_certainty(out, CERTAINTY_POSSIBLE);
	report_number(out, "contact_port", t->server.port);
	report_number(out, "source_port", port);
	report_addr_ip(out, "device", &t->server);
	failed(out, v);
	report_start_line(out, t->request, where, "contact");
	if (v->icmp)
		report_icmp(out, v->icmp, "failed");
	report_group_ip(out, &t->server);
	report_make(out);
}

const struct rule rule_contact_wrong_port = {
	.id = FINDING_CONTACT_WRONG_PORT,
	.on = RULE_ON(STORE_TIMEOUT) | RULE_ON(STORE_ICMP),
	.needs_request = true, .needs_in_dialog = true, .aside = true,
	.root = true, .check = check,
};
