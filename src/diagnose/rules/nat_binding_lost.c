/* SPDX-License-Identifier: BSD-2-Clause */
/* What the server sent to the public address of a phone met nothing, and the phone
 * came back from another port: its NAT had closed the old one (RFC 5626 4.4, RFC
 * 4787 4.3).  That its packets are captured is sure: it registered from there. */
#include "diagnose/reach.h"

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct mapping *from = v->binding ? v->binding->from : NULL;
	const struct message *dead = from ? from->dead : NULL;
	struct sip_value_via via;

	if (!dead || v->binding->accepted != t->answered)
		return;
	report_addr(out, "dead", &from->client);
	report_addr(out, "new", &t->client);
	report_number(out, "seconds", (dead->time - from->last) / CLOCK_S);
	report_text(out, "method", message_slice(dead, dead->sip.method_name));
	/* It is the server that should ping. */
	report_addr_ip(out, "client", &t->server);
	report_start_line(out, dead, message_slice(dead, dead->sip.uri), "sent");
	report_message(out, t->request, "back");
	if (reach_via(t->final, &via) && via.rport.len)
		report_header(out, t->final, via.rport, "back");
	report_group_ip(out, &t->client);
	report_make(out);
}

const struct rule rule_nat_binding_lost = {
	.id = FINDING_NAT_BINDING_LOST, .on = RULE_ON(STORE_FINAL),
	.methods = RULE_METHOD(METHOD_REGISTER), .success = true,
	.needs_request = true, .needs_binding = true, .needs_outside = true,
	.aside = true, .check = check,
};
