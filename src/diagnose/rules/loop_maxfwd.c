/* SPDX-License-Identifier: BSD-2-Clause */
/* The same request comes back to one address with fewer hops left: a circle that
 * 483 will end (RFC 3261 16.3, 16.6 step 3). */
#include "diagnose/again.h"

/* Two ways of a forked request may differ by some hops; more are a circle. */
enum { FALL = 5 };

static void show(struct report *out, const struct transaction *t,
		 const struct transaction *first, unsigned visits)
{
	report_number(out, "max_forwards", rule_seconds(first->request,
							HEADER_MAX_FORWARDS));
	report_number(out, "last_max_forwards", rule_seconds(
		t->request, HEADER_MAX_FORWARDS));
	report_number(out, "visits", visits);
	report_addr_ip(out, "host", &t->server);
	report_header_id(out, first->request, HEADER_MAX_FORWARDS, "first");
	report_header_id(out, t->request, HEADER_MAX_FORWARDS, "last");
	report_make(out);
}

/* Its second visit may be another way of a fork that is very long, unless its Via
 * shows that it passed here. */
static bool doubtful(const struct transaction *t,
		     const struct transaction *first, unsigned visits)
{
	return visits == 2 && !again_passed(first, t);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t, *o = again_before(t, t), *first = t;
	unsigned visits = 1;
	int64_t left;

	if (!o)
		return;
	left = rule_seconds(t->request, HEADER_MAX_FORWARDS);
	if (left < 0)
		return;
	for (; o; o = again_before(t, o)) {
		/* Told already, or loop-482 knows more. */
		if (transaction_has(o, FINDING_LOOP_MAXFWD) ||
		    transaction_has(o, FINDING_LOOP_482))
			return;
		if (!again_same_uri(o, t))
			continue;
		visits++;
		first = o;
	}
	if (visits < 2 || rule_seconds(first->request, HEADER_MAX_FORWARDS) -
	    left <= FALL)
		return;
	if (doubtful(t, first, visits))
		report_certainty(out, CERTAINTY_POSSIBLE);
	show(out, t, first, visits);
}

const struct rule rule_loop_maxfwd = {
	.id = FINDING_LOOP_MAXFWD, .on = RULE_ON(STORE_REQUEST),
	.never_first = true, .needs_request = true, .needs_again = true,
	.aside = true, .root = true, .unless = { FINDING_LOOP_482 }, .check = check,
};
