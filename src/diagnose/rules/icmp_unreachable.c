/* SPDX-License-Identifier: BSD-2-Clause */
/* The network says that a request cannot be delivered (RFC 3261 18.4, RFC 792,
 * RFC 4443 3.1). */
#include "diagnose/rule.h"

/* Destination unreachable; "fragmentation needed" is about the size only. */
static bool unreachable(const struct icmp_error *e)
{
	if (e->family == 6)
		return e->type == 1;
	return e->type == 3 && e->code != 4;
}

/* The request itself came back, not a response on its way to the client, and
 * nobody had answered: what comes after an answer is harmless. */
static bool about_request(const struct rule_view *v)
{
	const struct packet *q = &v->icmp->quoted;

	return !v->t->first && addr_eq(&q->src, &v->t->client) &&
		addr_eq(&q->dst, &v->t->server);
}

static const char *kind(const struct icmp_error *e)
{
	static const char *const v4[] = {
		"route", "route", NULL, "port", NULL, NULL, "route", "route",
		NULL, "prohibited", "prohibited", "route", "route",
		"prohibited",
	};
	static const char *const v6[] = {
		"route", "prohibited", "route", "route", "port", "prohibited",
		"prohibited",
	};

	/* A closed TCP port answers with RST (RFC 9293 3.5.2): this is what
	 * packet filters say. */
	if (e->quoted.transport == TRANSPORT_TCP &&
	    e->code == (e->family == 6 ? 4 : 3))
		return "prohibited";
	if (e->family == 6)
		return e->code < sizeof(v6) / sizeof(v6[0]) ? v6[e->code] :
			NULL;
	return e->code < sizeof(v4) / sizeof(v4[0]) ? v4[e->code] : NULL;
}

static void check(const struct rule_view *v, struct report *out)
{
	const char *flag = kind(v->icmp);

	if (!unreachable(v->icmp) || !about_request(v))
		return;
	report_addr_ip(out, "icmp_from", &v->icmp->from);
	report_text(out, "icmp_what", slice_cstr(rule_icmp_what(v->icmp)));
	if (flag)
		report_flag(out, flag, true);
	if (v->t->request_copies)
		report_number(out, "copies", v->t->request_copies + 1);
	report_message(out, v->t->request, "sent");
	report_icmp(out, v->icmp, "icmp");
	report_make(out);
}

const struct rule rule_icmp_unreachable = {
	.id = FINDING_ICMP_UNREACHABLE, .on = RULE_ON(STORE_ICMP),
	.needs_request = true, .aside = true,
	.unless = { FINDING_CONTACT_TRANSPORT, FINDING_CONTACT_WRONG_PORT,
		    FINDING_NAT_CONTACT_PRIVATE },
	.check = check,
};
