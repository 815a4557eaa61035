/* SPDX-License-Identifier: BSD-2-Clause */
/* Nobody refreshed the session by the time that the other side may hang up
 * (RFC 4028 10).  A BYE at that very time is drop-900s; this is told when the BYE
 * comes later. */
#include "diagnose/indialog.h"

#define AT_THAT_TIME (3 * CLOCK_S) /* drop-900s looks so far around it */
#define DROPPED (35 * CLOCK_S)     /* 64*T1 and some seconds to react */

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *bye = v->t;
	const struct dialog *d;
	int64_t due, late;
	bool by_callee, callee;

	d = indialog_timed(bye);
	if (!d || !d->refresher)
		return;
	due = indialog_due(d->expires);
	late = bye->start - call_dialog_refreshed(d) - due * CLOCK_S;
	if (late <= AT_THAT_TIME || indialog_failed_refresh(d, bye))
		return;
	callee = d->refresher == 2;
	by_callee = call_dialog_callee(d, message_slice(
		bye->request, bye->request->sip.from_tag));
	report_number(out, "session_expires", d->expires);
	report_text(out, "refresher", callee ? SLICE("uas") : SLICE("uac"));
	report_addr_ip(out, "refresher_ip", by_callee == callee ?
		       &bye->client : &bye->server);
	report_number(out, "due", due);
	if (late <= DROPPED && by_callee != callee) {
		report_flag(out, "dropped", true);
		report_severity(out, SEVERITY_ERROR);
	}
	report_message(out, bye->request, "bye");
	report_group_ip(out, by_callee == callee ? &bye->client : &bye->server);
	report_make(out);
}

const struct rule rule_timer_refresh_missed = {
	.id = FINDING_TIMER_REFRESH_MISSED, .on = RULE_ON(STORE_REQUEST),
	.methods = RULE_METHOD(METHOD_BYE), .needs_request = true,
	.needs_timed = true,
	.aside = true, .check = check,
};
