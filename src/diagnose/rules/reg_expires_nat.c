/* SPDX-License-Identifier: BSD-2-Clause */
/* A phone behind NAT is silent for longer than its router may remember it (RFC 5626
 * 4.4, RFC 4787 4.3).  Measured between two registrations from one port; a request
 * of the server that was answered after a pause shows that the router held it. */
#include "diagnose/reach.h"
#include "diagnose/registrar.h"

/* RFC 5626 4.4.1 keeps UDP alive every 24 to 29 s; RFC 4787 4.3 asks routers for 2
 * minutes at least. */
#define SHORT (30 * CLOCK_S)
#define LONG (120 * CLOCK_S)

/* What it knows itself by. */
static struct slice private_host(const struct message *m)
{
	struct sip_value_uri_parts p;
	struct sip_value_via via;

	if (reach_uri(m, HEADER_CONTACT, &p) &&
	    reach_kind(p.host, NULL) == REACH_PRIVATE)
		return p.host;
	return reach_via(m, &via) ? via.host : slice_of(NULL, 0);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct binding *b = v->binding;
	const struct mapping *w = b ? b->way : NULL;
	struct slice where = slice_of(NULL, 0), host;

	if (!w || !w->nat || b->accepted != t->answered || b->lost ||
	    w->registers < 2 || w->silence <= SHORT ||
	    b->granted * CLOCK_S <= SHORT)
		return;
	if (w->silence <= LONG)
		report_severity(out, SEVERITY_INFO);
	host = private_host(t->request);
	report_number(out, "expires", b->granted);
	report_number(out, "silence", w->silence / CLOCK_S);
	report_addr_ip(out, "public", &t->client);
	report_text(out, "private", host);
	report_header(out, t->request, host, "private");
	registrar_granted(t, sip_index_value(&t->request->sip, HEADER_CONTACT),
			  &where);
	if (where.len)
		report_header(out, t->final, where, "granted");
	report_group_ip(out, &t->server);
	report_group(out, registrar_aor(t->request));
	report_make(out);
}

const struct rule rule_reg_expires_nat = {
	.id = FINDING_REG_EXPIRES_NAT, .on = RULE_ON(STORE_FINAL),
	.methods = RULE_METHOD(METHOD_REGISTER), .success = true,
	.needs_request = true, .needs_binding = true, .needs_outside = true,
	.aside = true, .unless = { FINDING_NAT_BINDING_LOST }, .check = check,
};
