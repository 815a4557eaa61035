/* SPDX-License-Identifier: BSD-2-Clause */
/* An address that nobody let in calls one number behind ten prefixes or more
 * within 10 min, and is refused each time. */
#include "diagnose/habits.h"
#include "diagnose/rule.h"
#include "diagnose/scan_try.h"

enum { SHOWN = 12 };

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct scan_probe *p = scan_try_probe(&v->habits->scans, t);
	struct slice first, number;

	if (!p)
		return;
	first = slice_cstr(p->numbers[0]);
	report_text(out, "tail", report_copy(out, slice_from(
		first, first.len - p->tail)));
	report_list(out, "prefixes");
	for (uint32_t i = 0; i < p->n && i < SHOWN; i++) {
		number = slice_cstr(p->numbers[i]);
		report_item(out, report_copy(out, slice_head(
			number, number.len - p->tail)));
	}
	report_number(out, "patterns", p->n);
	report_group_ip(out, &t->client);
	report_start_line(out, t->request, scan_called(t->request), "number");
	report_message(out, t->final, NULL);
	report_make(out);
}

const struct rule rule_scan_invite_prefix = {
	.id = FINDING_SCAN_INVITE_PREFIX, .on = RULE_ON(STORE_FINAL),
	.habits = TRANSACTION_SCAN_PROBE, .aside = true, .check = check,
};
