/* SPDX-License-Identifier: BSD-2-Clause */
/* 100 and no other 1xx, then a failure or a CANCEL: the hop is alive, who is
 * behind it is silent (RFC 3261 16.7). */
#include "diagnose/rule.h"

#define SHORTEST (5 * CLOCK_S)   /* quicker refusals have another cause */
#define PATIENCE (10 * CLOCK_S)  /* a CANCEL before that is the caller's wish */
#define LONGEST (200 * CLOCK_S)  /* Timer C and some */

/* The time of a timer, give or take a second. */
static bool about(int64_t seconds, int64_t timer)
{
	return seconds >= timer - 1 && seconds <= timer + 1;
}

/* The network itself answered: somebody is there. */
static bool has_cause(const struct message *m)
{
	return sip_index_value(&m->sip, HEADER_REASON).len;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	/* What comes in spite of a CANCEL was decided without it. */
	const struct transaction *cancel = t->status == 487 ? t->cancel : NULL;
	int64_t waited, s;

	if (t->in_dialog || t->provisional || t->provisional_codes[0] != 100 ||
	    (t->status == 487 && !cancel) || has_cause(t->final))
		return;
	waited = (cancel ? cancel->start : t->answered) - t->first->time;
	if (waited < (cancel ? PATIENCE : SHORTEST) || waited > LONGEST)
		return;
	s = (waited + CLOCK_S / 2) / CLOCK_S;
	if (cancel) {
		/* The caller may just have been impatient. */
		report_text(out, "code", SLICE("CANCEL"));
		report_certainty(out, CERTAINTY_POSSIBLE);
	} else {
		report_number(out, "code", t->status);
	}
	report_number(out, "seconds", s);
	report_flag(out, "by_proxy_timer", !cancel && (about(s, 30) ||
		    about(s, 120) || about(s, 180)));
	report_flag(out, "timer_b", !cancel && s == 32);
	report_message(out, t->first, "trying");
	if (cancel && cancel->request)
		report_message(out, cancel->request, NULL);
	report_message(out, t->final, "refused");
	report_group_ip(out, &t->server);
	report_make(out);
}

const struct rule rule_only_100 = {
	.id = FINDING_ONLY_100, .on = RULE_ON(STORE_FINAL),
	.status = { 408, 480, 487, 500, 503, 504 },
	.methods = RULE_METHOD(METHOD_INVITE), .needs_request = true,
	.unless = { FINDING_REASON_ELSEWHERE }, .check = check,
};
