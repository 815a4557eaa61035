/* SPDX-License-Identifier: BSD-2-Clause */
/* Via names another transport than the one the request came over (RFC 3261
 * 18.1.1, 18.2.1). */
#include "diagnose/reach.h"

static const char *name(enum transport t)
{
	static const char *const names[] = {
		[TRANSPORT_UDP] = "UDP", [TRANSPORT_TCP] = "TCP",
		[TRANSPORT_TLS] = "TLS", [TRANSPORT_SCTP] = "SCTP",
		[TRANSPORT_WS] = "WS", [TRANSPORT_WSS] = "WSS",
	};

	return names[t];
}

/* An encrypted stream that was taken apart in front of the server, or the
 * capture's own decryption: Via says TLS or WSS, the packets are TCP or WS. */
static bool offloaded(struct slice token, enum transport t)
{
	return t != TRANSPORT_UDP && t != TRANSPORT_SCTP &&
		!slice_eq_nocase(token, SLICE("UDP")) &&
		!slice_eq_nocase(token, SLICE("SCTP"));
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct message *m = v->message;
	struct slice value = sip_index_value(&m->sip, HEADER_VIA);
	struct sip_value_via via;

	/* The usual form, without taking it apart. */
	if (value.len > 12 && !memcmp(value.p + 8, name(m->transport),
				      strlen(name(m->transport))))
		return;
	if (!reach_via(m, &via) || !reach_first_hop(m) ||
	    slice_eq_nocase(via.transport, slice_cstr(name(m->transport))))
		return;
	if (offloaded(via.transport, m->transport))
		report_severity(out, SEVERITY_INFO);
	/* Agents say UDP by default. */
	if (m->retold)
		report_certainty(out, CERTAINTY_POSSIBLE);
	report_text(out, "token", via.transport);
	report_text(out, "transport", slice_cstr(name(m->transport)));
	report_header(out, m, via.transport, "via");
	report_group_ip(out, &m->src);
	report_make(out);
}

const struct rule rule_via_transport = {
	.id = FINDING_VIA_TRANSPORT, .on = RULE_ON(STORE_REQUEST),
	.needs_request = true, .needs_odd = true, .aside = true,
	.check = check,
};
