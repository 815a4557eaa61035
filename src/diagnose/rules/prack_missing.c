/* SPDX-License-Identifier: BSD-2-Clause */
/* A reliable 1xx is repeated at growing intervals, to 64*T1, until its PRACK comes
 * (RFC 3262 3). */
#include "diagnose/indialog.h"

enum {
	COPIES = 2, /* behind the first: 0, 0.5, 1.5 s */
	MANY = 4,   /* 0 .. 7.5 s: no need to wait for more */
	ALL = 6     /* 0 .. 31.5 s: no more will come */
};

static bool reliable(const struct message *m)
{
	return sip_index_value(&m->sip, HEADER_RSEQ).len &&
		sip_value_list_has(sip_index_value(&m->sip, HEADER_REQUIRE),
				   SLICE("100rel"), true, NULL);
}

/* The copies ended long before 64*T1: the PRACK went another way.  The next would
 * have come T1 * (2^(copies + 1) - 1) after the first. */
static bool ceased(const struct transaction *t, int64_t now)
{
	unsigned n = t->provisional_copies;

	return n < ALL && now - t->provisional->time >
		TRANSACTION_T1 * ((2 << n) - 1) + CLOCK_S;
}

static bool has_prack(const struct transaction *t)
{
	const struct transaction *o = t->call->last;

	for (int i = 0; o && i < INDIALOG_BACK; i++, o = o->call_prev) {
		if (o->method == METHOD_PRACK &&
		    o->start >= t->provisional->time)
			return true;
	}
	return false;
}

static bool due(const struct rule_view *v)
{
	unsigned n = v->t->provisional_copies;

	return v->event == STORE_RETRANSMISSION ? n >= MANY : n >= COPIES;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct message *m = t->provisional;

	if (!m || !due(v) || !reliable(m) || ceased(t, v->now) || has_prack(t))
		return;
	report_number(out, "code", m->sip.status);
	report_text(out, "rseq", sip_index_value(&m->sip, HEADER_RSEQ));
	report_number(out, "copies", t->provisional_copies + 1);
	report_number(out, "seconds", (v->now - m->time) / CLOCK_S);
	report_header_id(out, m, HEADER_RSEQ, "reliable");
	report_header_id(out, m, HEADER_REQUIRE, NULL);
	report_group_ip(out, &t->client);
	report_group_ip(out, &t->server);
	report_make(out);
}

const struct rule rule_prack_missing = {
	.id = FINDING_PRACK_MISSING,
	.on = RULE_ON(STORE_RETRANSMISSION) | RULE_ON(STORE_FINAL) |
		RULE_ON(STORE_TIMEOUT) | RULE_ON(STORE_END),
	.methods = RULE_METHOD(METHOD_INVITE), .needs_request = true,
	.needs_copies = true,
	.aside = true, .check = check,
};
