/* SPDX-License-Identifier: BSD-2-Clause */
/* The request has the name of a scanner in User-Agent, From, Contact or s= of its
 * SDP (data/scanners.txt). */
#include "diagnose/reach.h"
#include "diagnose/scan.h"

enum { AGENT_MAX = 60 };

/* As on the wire; no row of the catalog has the name of an SDP line. */
static const char *header_of(const struct scan_sign *s)
{
	if (s->id == HEADER_USER_AGENT)
		return "User-Agent";
	if (s->id == HEADER_FROM)
		return "From";
	return s->id == HEADER_CONTACT ? "Contact" : "SDP s=";
}

/* Behind a proxy: where the last Via says that it came from. */
static struct slice origin(const struct message *m)
{
	unsigned lines = sip_index_count(&m->sip, HEADER_VIA);
	const struct sip_header *h = rule_line(m, HEADER_VIA,
					       lines ? lines - 1 : 0);
	struct slice rest, via, last = slice_of(NULL, 0);
	struct sip_value_via v;

	if (!h)
		return last;
	rest = message_slice(m, h->value);
	while (sip_value_next(&rest, &via))
		last = via;
	if (!sip_value_via_split(last, &v))
		return slice_of(NULL, 0);
	return v.received.len ? v.received : v.host;
}

static void who(const struct transaction *t, struct report *out)
{
	struct slice from = slice_of(NULL, 0);

	if (!reach_first_hop(t->request))
		from = origin(t->request);
	if (!from.len) {
		report_group_ip(out, &t->client);
		return;
	}
	report_text(out, "client", from);
	report_group(out, from);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	struct scan_sign s;

	if (scan_passed_on(t) || !scan_sign_find(t->request, &s))
		return;
	who(t, out);
	report_group(out, slice_cstr(s.scanner->key));
	report_text(out, "tool", slice_cstr(s.scanner->name));
	report_text(out, "agent", slice_head(s.text, AGENT_MAX));
	report_text(out, "header", slice_cstr(header_of(&s)));
	if (s.scanner->level != SCANNER_ATTACK)
		report_certainty(out, CERTAINTY_POSSIBLE);
	if (scan_is_own(&s, t)) {
		report_flag(out, "own", true);
		report_severity(out, SEVERITY_INFO);
	}
	if (s.id != HEADER_UNKNOWN) {
		report_header(out, t->request, s.text, "agent");
	} else {
		report_body(out, t->request, s.line, s.text);
		report_body_mark(out, "agent");
	}
	report_make(out);
}

const struct rule rule_scan_ua = {
	.id = FINDING_SCAN_UA,
	.on = RULE_ON(STORE_FINAL) | RULE_ON(STORE_TIMEOUT) |
		RULE_ON(STORE_COMPLETE),
	.habits = TRANSACTION_SCAN_NAMED, .aside = true, .check = check,
};
