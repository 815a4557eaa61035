/* SPDX-License-Identifier: BSD-2-Clause */
/* SUBSCRIBE accepted, and no NOTIFY within Timer N, 64*T1 (RFC 6665 4.1.2.4).
 * Judged when the SUBSCRIBE is over, which is that long after its 2xx. */
#include "diagnose/indialog.h"

static bool is_private(const struct transaction *t, struct slice contact)
{
	struct sip_value_uri_parts p;
	struct addr a;

	return sip_value_uri_split(contact, &p) && !addr_parse_ip(&a, p.host) &&
		addr_is_private(&a) && !addr_is_private(&t->server);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	struct slice event, contact;

	/* 204: there will be none (RFC 5839). */
	if (t->status / 100 != 2 || t->status == 204 || t->notified ||
	    v->now - t->answered < TRANSACTION_64T1)
		return;
	if (v->stream_gaps && t->transport != TRANSPORT_UDP)
		report_certainty(out, CERTAINTY_POSSIBLE);
	event = indialog_event(t->request);
	contact = sip_value_uri(sip_index_value(&t->request->sip,
						HEADER_CONTACT));
	report_text(out, "event", event);
	report_number(out, "seconds", (v->now - t->answered) / CLOCK_S);
	if (contact.len) {
		report_text(out, "contact", contact);
		report_flag(out, "contact_private", is_private(t, contact));
		report_header(out, t->request, contact, "contact");
	}
	report_message(out, t->final, "accepted");
	report_group_ip(out, &t->server);
	report_group(out, event);
	report_make(out);
}

const struct rule rule_sub_no_notify = {
	.id = FINDING_SUB_NO_NOTIFY, .on = RULE_ON(STORE_COMPLETE),
	.methods = RULE_METHOD(METHOD_SUBSCRIBE), .needs_request = true,
	.aside = true, .check = check,
};
