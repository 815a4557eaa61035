/* SPDX-License-Identifier: BSD-2-Clause */
/* A host answers 481 to several dialogs that it had: it forgot its calls (RFC 5057
 * 5.1).  One dialog may have ended unseen; three within two minutes have not.
 * Nothing here proves a restart, so it is never more than possible. */
#include "diagnose/indialog.h"

enum { DIALOGS = 3 };

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;

	if (v->lost_dialogs < DIALOGS || indialog_scanner(t->request))
		return;
	report_number(out, "dialogs", v->lost_dialogs);
	report_span(out, "seconds", v->now - v->lost_since + CLOCK_S - 1,
		    CLOCK_S);
	report_certainty(out, CERTAINTY_POSSIBLE);
	report_message(out, t->final, "refused");
	report_message(out, t->request, NULL);
	report_group_ip(out, &t->server);
	report_make(out);
}

const struct rule rule_dialogs_lost = {
	.id = FINDING_DIALOGS_LOST, .on = RULE_ON(STORE_FINAL),
	.status = { 481 }, .needs_request = true, .needs_in_dialog = true,
	.check = check,
};
