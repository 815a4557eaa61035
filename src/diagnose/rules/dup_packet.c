/* SPDX-License-Identifier: BSD-2-Clause */
/* The same packets were captured twice (store/duplicate.h): said once, when the
 * input is over. */
#include "diagnose/rule.h"

static void check(const struct rule_view *v, struct report *out)
{
	if (!v->copies)
		return;
	report_number(out, "copies", (int64_t)v->copies);
	report_flag(out, "one", v->copies == 1);
	report_message(out, v->message, "copy");
	report_group(out, SLICE("capture"));
	report_make(out);
}

const struct rule rule_dup_packet = {
	.id = FINDING_DUP_PACKET, .on = RULE_ON(RULE_NETWORK), .check = check,
};
