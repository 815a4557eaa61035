/* SPDX-License-Identifier: BSD-2-Clause */
/* A device registers again from another port of its public address (RFC 5626): NAT
 * forgot it, or never keeps to a port. */
#include "diagnose/reach.h"
#include "diagnose/registrar.h"

/* Keep-alives every 24 to 29 s hold any NAT (RFC 5626 4.4.1). */
#define PAUSE (30 * CLOCK_S)

static struct slice port_text(struct report *out, uint16_t port)
{
	struct strbuf b = { 0 };
	struct slice s;

	strbuf_uint(&b, port);
	s = report_copy(out, strbuf_view(&b));
	strbuf_fini(&b);
	return s;
}

/* The answer repeats the port that the server saw (RFC 3581 4). */
static void show(struct report *out, const struct transaction *t,
		 const struct mapping *from)
{
	const struct transaction *old = t->call_prev;
	struct sip_value_via via;

	while (old && (old->method != METHOD_REGISTER || !old->request ||
		       !addr_eq(&old->client, &from->client)))
		old = old->call_prev;
	if (old)
		report_message(out, old->request, "before");
	report_message(out, t->request, "after");
	if (reach_via(t->final, &via) && via.rport.len)
		report_header(out, t->final, via.rport, "after");
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct mapping *from = v->binding ? v->binding->from : NULL;
	struct slice contact, id;
	int64_t gap;

	if (!from || v->binding->accepted != t->answered)
		return;
	gap = t->start - from->last;
	contact = sip_index_value(&t->request->sip, HEADER_CONTACT);
	id = registrar_aor(t->request);
	report_text(out, "device", id);
	report_list(out, "ports");
	report_item(out, port_text(out, from->client.port));
	report_item(out, port_text(out, t->client.port));
	if (gap > PAUSE) {
		report_flag(out, "expired", true);
		report_number(out, "gap", gap / CLOCK_S);
	}
	report_group_ip(out, &t->client);
	report_group(out, id);
	report_header(out, t->request, sip_value_uri(contact), NULL);
	show(out, t, from);
	report_make(out);
}

const struct rule rule_nat_port_change = {
	.id = FINDING_NAT_PORT_CHANGE, .on = RULE_ON(STORE_FINAL),
	.methods = RULE_METHOD(METHOD_REGISTER), .success = true,
	.needs_request = true, .needs_binding = true, .needs_outside = true,
	.aside = true, .unless = { FINDING_NAT_BINDING_LOST }, .check = check,
};
