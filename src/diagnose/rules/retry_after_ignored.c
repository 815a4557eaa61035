/* SPDX-License-Identifier: BSD-2-Clause */
/* A client was asked to wait (Retry-After) and sends the same kind of request there
 * before that time is over, at least twice (RFC 3261 20.33, 21.5.4).  When the
 * server takes one meanwhile, the wait is over. */
#include "diagnose/habits.h"
#include "diagnose/rule.h"

enum { ODD = 3600 }; /* s: nobody waits that long, nor means it */

/* Where the client was asked, if that is still remembered. */
static const struct transaction *asked(const struct rule_view *v,
				       const struct pause_ask *a)
{
	const struct call *c = store_call(v->store, slice_of(a->id, a->id_len));
	const struct transaction *t = c ? c->last : NULL;

	while (t && (!t->final || t->final->sip.cseq != a->cseq ||
		     !pauses_asks(t->status)))
		t = t->call_prev;
	return t;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t, *before;
	const struct pause *p = pauses_find(&v->habits->pauses, t);
	const struct pause_ask *a;

	if (!p)
		return;
	a = pauses_ask(p, t);
	report_number(out, "limit", p->limit);
	report_number(out, "times", p->early);
	if (t->start - a->time >= CLOCK_S)
		report_number(out, "seconds", (t->start - a->time) / CLOCK_S);
	report_flag(out, "called", p->called);
	/* A person may have tried once more. */
	if (p->limit > ODD || (p->called && (t->method == METHOD_INVITE ||
					     t->method == METHOD_MESSAGE)))
		report_severity(out, SEVERITY_INFO);
	report_group_addr(out, &t->server);
	report_group_ip(out, &t->client);
	before = asked(v, a);
	if (before) {
		report_number(out, "status", before->status);
		report_header_id(out, before->final, HEADER_RETRY_AFTER,
				 "wait");
	}
	report_start_line(out, t->request, message_slice(
		t->request, t->request->sip.start_line), "early");
	report_make(out);
}

const struct rule rule_retry_after_ignored = {
	.id = FINDING_RETRY_AFTER_IGNORED,
	.on = RULE_ON(STORE_FINAL) | RULE_ON(STORE_TIMEOUT) |
		RULE_ON(STORE_COMPLETE),
	.habits = TRANSACTION_EARLY, .aside = true, .check = check,
};
