/* SPDX-License-Identifier: BSD-2-Clause */
/* Microsoft Teams is asked by an SBC that gives an IP address where its name must
 * stand, and refuses, or does not answer for 64*T1 (RFC 3261 17.1.1.2): Direct
 * Routing compares that name with the certificate (RFC 5922). */
#include "diagnose/reach.h"

/* Its addresses change; its domain and what it calls itself do not. */
static bool is_teams(const struct transaction *t)
{
	const struct slice domain = SLICE(".pstnhub.microsoft.com");
	struct sip_value_uri_parts uri;

	if (t->final && slice_starts_nocase(
		    sip_index_value(&t->final->sip, HEADER_SERVER),
		    SLICE("Microsoft.PSTNHub.SIPProxy")))
		return true;
	return sip_value_uri_split(message_slice(
		       t->request, t->request->sip.uri), &uri) &&
		uri.host.len > domain.len &&
		slice_eq_nocase(slice_from(uri.host,
					   uri.host.len - domain.len), domain);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	bool routed = sip_index_count(&t->request->sip, HEADER_RECORD_ROUTE);
	struct sip_value_uri_parts uri;
	struct addr a;

	if ((v->event == STORE_TIMEOUT && t->status) || t->in_dialog ||
	    !is_teams(t))
		return;
	/* Where both are there, the first Record-Route counts. */
	if (!reach_uri(t->request, routed ? HEADER_RECORD_ROUTE :
		       HEADER_CONTACT, &uri))
		return;
	reach_kind(uri.host, &a);
	if (!a.family)
		return;
	if (!t->status && !t->two_way)
		report_certainty(out, CERTAINTY_POSSIBLE);
	report_text(out, "header", routed ? SLICE("Record-Route") :
		    SLICE("Contact"));
	report_text(out, "host", uri.host);
	report_header(out, t->request, uri.host, "host");
	if (t->final)
		report_message(out, t->final, NULL);
	report_group_ip(out, &t->client);
	report_make(out);
}

const struct rule rule_teams_fqdn = {
	.id = FINDING_TEAMS_FQDN,
	.on = RULE_ON(STORE_FINAL) | RULE_ON(STORE_TIMEOUT), .status = { 403 },
	.methods = RULE_METHOD(METHOD_OPTIONS) | RULE_METHOD(METHOD_INVITE),
	.needs_request = true, .check = check,
};
