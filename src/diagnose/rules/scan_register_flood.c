/* SPDX-License-Identifier: BSD-2-Clause */
/* More than 20 REGISTERs of one address are refused within 60 s, for several users
 * or with many proofs, and none is accepted.  Plain challenges count when their
 * time is over and nobody has answered them: after a restart all phones behind
 * one NAT are challenged at once. */
#include "diagnose/habits.h"
#include "diagnose/rule.h"
#include "diagnose/scan_try.h"

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct scan_guess *g = scan_try_guess(&v->habits->scans, t);
	const struct source *s = source_find(&v->habits->sources, &t->client);
	uint32_t n;

	if (!g || !s)
		return;
	n = g->refused;
	if (v->event == STORE_COMPLETE)
		n += g->plain;
	if (s->registered) {
		report_flag(out, "accepted", true);
		report_severity(out, SEVERITY_INFO);
	}
	report_number(out, "refused", n);
	report_span(out, "seconds", g->last - g->first + CLOCK_S - 1, CLOCK_S);
	if (g->n_users > 1) /* "1 users" says nothing */
		report_number(out, "users", g->n_users);
	report_group_ip(out, &t->client);
	report_start_line(out, t->request, message_slice(
		t->request, t->request->sip.start_line), "guess");
	report_message(out, t->final, NULL);
	report_make(out);
}

const struct rule rule_scan_register_flood = {
	.id = FINDING_SCAN_REGISTER_FLOOD,
	.on = RULE_ON(STORE_FINAL) | RULE_ON(STORE_COMPLETE),
	.habits = TRANSACTION_SCAN_GUESS, .aside = true, .check = check,
};
