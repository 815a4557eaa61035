/* SPDX-License-Identifier: BSD-2-Clause */
/* A 422 after which the client asked for enough is how session timers agree (RFC
 * 4028 6, 7.3). */
#include "diagnose/rule.h"

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *next = call_following(v->t);
	int64_t min = rule_seconds(v->t->final, HEADER_MIN_SE), asked;

	if (!next || !next->request || next->status == 422)
		return;
	asked = rule_seconds(next->request, HEADER_SESSION_EXPIRES);
	if (asked < 0 || asked >= min)
		report_severity(out, SEVERITY_INFO);
}

const struct rule rule_status_422 = {
	.id = FINDING_STATUS, .status = { 422 }, .needs_request = true,
	.check = check,
};
