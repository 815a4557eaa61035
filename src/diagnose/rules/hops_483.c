/* SPDX-License-Identifier: BSD-2-Clause */
/* The proxy that sees Max-Forwards 0 answers 483 (RFC 3261 16.3). */
#include "diagnose/rule.h"

static unsigned vias(const struct message *m)
{
	const struct sip_header *h;
	struct slice rest, element;
	unsigned n = 0;

	for (unsigned i = 0; (h = rule_line(m, HEADER_VIA, i)); i++) {
		rest = message_slice(m, h->value);
		while (sip_value_next(&rest, &element))
			n++;
	}
	return n;
}

enum { BACK = 256 };

/* The same request was refused further on: this 483 is only handed back. */
static bool relayed(const struct transaction *t)
{
	const struct transaction *o = t->call->last;

	for (int i = 0; o && i < BACK; i++, o = o->call_prev) {
		if (o != t && o->request && o->method == t->method &&
		    o->request->sip.cseq == t->request->sip.cseq &&
		    transaction_has(o, FINDING_HOPS_483))
			return true;
	}
	return false;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct message *r = v->t->request;
	int64_t left = rule_seconds(r, HEADER_MAX_FORWARDS);
	bool probe = v->t->method == METHOD_OPTIONS && left >= 0 && left <= 1;

	/* With hops left the 483 came from further on, and these numbers do not
	 * tell of the place where it ended. */
	if (left == 0 || probe) {
		report_number(out, "max_forwards", left);
		report_number(out, "via_count", vias(r));
		report_flag(out, "low_start", !probe && vias(r) == 1);
	}
	report_flag(out, "probe", probe);
	if (probe || relayed(v->t))
		report_severity(out, SEVERITY_INFO);
	report_message(out, v->t->final, NULL);
	report_header_id(out, r, HEADER_MAX_FORWARDS, left ? NULL : "hops");
	report_make(out);
}

const struct rule rule_hops_483 = {
	.id = FINDING_HOPS_483, .on = RULE_ON(STORE_FINAL),
	.status = { 483 }, .needs_request = true, .check = check,
};
