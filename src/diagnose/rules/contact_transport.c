/* SPDX-License-Identifier: BSD-2-Clause */
/* A call was set up over TCP, TLS or WebSocket, and a request inside it is tried
 * over UDP: the URI that it follows does not name the transport (RFC 3261 19.1.1,
 * RFC 3263 4.1). */
#include "diagnose/indialog.h"
#include "diagnose/reach.h"
#include "store/route.h"

static const struct over {
	const char *name, *parameter;
} over[] = {
	[TRANSPORT_TCP] = { "TCP", ";transport=tcp" },
	[TRANSPORT_TLS] = { "TLS", ";transport=tls" },
	[TRANSPORT_SCTP] = { "SCTP", ";transport=sctp" },
	[TRANSPORT_WS] = { "WebSocket", ";transport=ws" },
	[TRANSPORT_WSS] = { "WebSocket", ";transport=ws" },
};

/* The URI that t follows: of its Route, else its own. */
static struct slice followed(const struct message *m, bool *route)
{
	struct slice rest = sip_index_value(&m->sip, HEADER_ROUTE), element;

	*route = sip_value_next(&rest, &element);
	return *route ? sip_value_uri(element) : message_slice(m, m->sip.uri);
}

/* Does it mean UDP: `sip', without transport, and not bound to a connection by
 * `ob' (RFC 5626 5)?  A name without port leaves it to DNS. */
static bool means_udp(struct slice uri, bool *sure)
{
	struct sip_value_uri_parts p;
	struct slice value;

	if (!sip_value_uri_split(uri, &p) ||
	    !slice_eq_nocase(p.scheme, SLICE("sip")) ||
	    sip_value_param(uri, "transport", &value) ||
	    sip_value_param(uri, "ob", &value))
		return false;
	*sure = p.port.len || reach_kind(p.host, NULL) != REACH_NAME;
	return true;
}

/* What the place that t goes to has used in this call so far. */
static enum transport used(const struct transaction *t, bool route)
{
	const struct message *m = t->request;
	const struct dialog *d = indialog_of(t);
	bool callee;

	if (!d)
		return TRANSPORT_UDP;
	callee = call_dialog_callee(d, message_slice(m, m->sip.from_tag));
	if (!route)
		return route_transport(d, !callee, &t->server);
	return route_between(d, callee, &t->client, &t->server) ?
		route_transport(d, callee, &t->client) : TRANSPORT_UDP;
}

/* Nothing came back, or from somebody who does not know the call. */
static bool failed(const struct transaction *t)
{
	return !t->first || t->status == 408 || t->status == 481 ||
		t->status == 404;
}

/* Answered over UDP, it did no harm, unless it was to be encrypted.  A large
 * request goes over TCP by itself, and the small ones do not (18.1.1). */
static bool harmless(const struct transaction *t, enum transport was)
{
	return was == TRANSPORT_UDP ||
		(was != TRANSPORT_TLS && was != TRANSPORT_WSS && !failed(t));
}

static bool told(const struct transaction *t)
{
	const struct transaction *o = t->call_prev;

	for (int i = 0; o && i < INDIALOG_BACK; i++, o = o->call_prev) {
		if (transaction_has(o, FINDING_CONTACT_TRANSPORT))
			return true;
	}
	return false;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	enum transport was;
	struct slice uri;
	bool route, sure;

	if (!v->call->streamed || t->transport != TRANSPORT_UDP ||
	    (v->icmp && !reach_port_closed(v->icmp)))
		return;
	uri = followed(t->request, &route);
	if (!means_udp(uri, &sure))
		return;
	was = used(t, route);
	if (harmless(t, was) || (!failed(t) && told(t)))
		return;
	if (failed(t))
		report_severity(out, SEVERITY_ERROR);
	if (!sure)
		report_certainty(out, CERTAINTY_POSSIBLE);
	report_addr(out, "sender", &t->server);
	report_text(out, "transport", slice_cstr(over[was].name));
	report_text(out, "parameter", slice_cstr(over[was].parameter));
	report_text(out, "header", route ? SLICE("Record-Route") :
		    SLICE("Contact"));
	if (failed(t))
		report_text(out, "tried", SLICE("UDP"));
	if (route)
		report_header(out, t->request, uri, "uri");
	else
		report_start_line(out, t->request, uri, "uri");
	if (v->icmp)
		report_icmp(out, v->icmp, "next");
	report_header_id(out, t->request, HEADER_VIA, "next");
	report_group_ip(out, &t->server);
	report_make(out);
}

const struct rule rule_contact_transport = {
	.id = FINDING_CONTACT_TRANSPORT,
	.on = RULE_ON(STORE_FINAL) | RULE_ON(STORE_TIMEOUT) |
		RULE_ON(STORE_ICMP),
	.methods = RULE_METHOD(METHOD_INVITE) | RULE_METHOD(METHOD_BYE) |
		RULE_METHOD(METHOD_UPDATE) | RULE_METHOD(METHOD_INFO) |
		RULE_METHOD(METHOD_REFER) | RULE_METHOD(METHOD_NOTIFY),
	.needs_request = true, .needs_in_dialog = true, .aside = true,
	.root = true, .check = check,
};
