/* SPDX-License-Identifier: BSD-2-Clause */
/* A 401 or 407 that no rule explained: credentials that were refused once, and
 * taken the next time, are no error any more. */
#include "diagnose/rule.h"

static void check(const struct rule_view *v, struct report *out)
{
	if (v->t->refused && v->registration && !v->registration->rejected)
		report_severity(out, SEVERITY_INFO);
}

const struct rule rule_status_auth = {
	.id = FINDING_STATUS, .status = { 401, 407 }, .needs_request = true,
	.check = check,
};
