/* SPDX-License-Identifier: BSD-2-Clause */
/* One server answers 503 or nothing, and the client sends the same request to the
 * next one (RFC 3263 4.3). */
#include "data/catalog_fill.h"
#include "diagnose/again.h"
#include "diagnose/habits.h"

/* What is sent to two servers within less is sent to both on purpose; nobody gives
 * a silent one up before its third copy (0, 0.5, 1.5 s). */
#define GIVEN_UP (1500 * CLOCK_MS)
/* So many in a row, and none that began elsewhere, are no accident. */
enum { BACK = 32, ALWAYS = 3 };

/* Out of service when t was sent? */
static bool failed(const struct transaction *o, const struct transaction *t)
{
	if (o->status)
		return o->status == 503 && o->answered <= t->start;
	if (o->first)
		return false;
	return o->icmp || t->start - o->start >= GIVEN_UP;
}

/* The same request at another server, before. */
static const struct transaction *primary(const struct transaction *t)
{
	const struct transaction *o = t->call_prev;

	for (int i = 0; o && i < BACK; i++, o = o->call_prev) {
		if (o->method == t->method && o->request && !o->in_dialog &&
		    addr_same_ip(&o->client, &t->client) &&
		    !addr_eq(&o->server, &t->server) &&
		    again_same_uri(o, t) && failed(o, t))
			return o;
	}
	return NULL;
}

static bool span(struct slice name, struct strbuf *out, void *arg)
{
	(void)name;
	if (out)
		strbuf_fmt(out, "%lld s", *(long long *)arg);
	return true;
}

static void why(struct report *out, const struct transaction *o,
		const struct transaction *t)
{
	long long seconds = (t->start - o->start + CLOCK_S / 2) / CLOCK_S;
	struct strbuf b = { 0 };

	if (o->status)
		strbuf_fmt(&b, "%u", o->status);
	else if (o->icmp)
		strbuf_adds(&b, "ICMP");
	else
		catalog_fill(&b, catalog_text(TEXT_NO_ANSWER), span, &seconds);
	report_text(out, "why", report_copy(out, strbuf_view(&b)));
	strbuf_fini(&b);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t, *o;

	o = t->in_dialog ? NULL : primary(t);
	if (!o)
		return;
	if (!o->status && !o->icmp && !o->two_way)
		report_certainty(out, CERTAINTY_POSSIBLE);
	if (t->method == METHOD_INVITE &&
	    failover_count(&v->habits->failover, &t->client,
			   &o->server) >= ALWAYS) {
		report_flag(out, "always", true);
		report_severity(out, SEVERITY_WARNING);
	}
	report_addr(out, "primary", &o->server);
	why(out, o, t);
	report_message(out, o->final ? o->final : o->request, "failed");
	report_message(out, t->request, "next");
	report_group_addr(out, &o->server);
	report_make(out);
}

const struct rule rule_srv_failover = {
	.id = FINDING_SRV_FAILOVER, .on = RULE_ON(STORE_REQUEST),
	.never_first = true, .needs_request = true, .needs_again = true,
	.aside = true, .check = check,
};
