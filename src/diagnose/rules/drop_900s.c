/* SPDX-License-Identifier: BSD-2-Clause */
/* BYE at the time when a session that nobody refreshed has to be ended (RFC 4028
 * 10).  Where a refresh failed, timer-refresh-failed tells it. */
#include "diagnose/indialog.h"

#define AROUND (3 * CLOCK_S)

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *bye = v->t;
	const struct dialog *d;
	int64_t age;
	bool callee;

	d = indialog_timed(bye);
	if (!d)
		return;
	age = bye->start - call_dialog_refreshed(d) -
		indialog_due(d->expires) * CLOCK_S;
	if (age < -AROUND || age > AROUND || indialog_failed_refresh(d, bye))
		return;
	callee = call_dialog_callee(d, message_slice(
		bye->request, bye->request->sip.from_tag));
	/* Who refreshes does not wait for itself: that may be a person. */
	if (!d->refresher || (d->refresher == 2) == callee)
		report_certainty(out, CERTAINTY_POSSIBLE);
	report_number(out, "session_expires", d->expires);
	report_number(out, "seconds",
		      (bye->start - call_dialog_refreshed(d)) / CLOCK_S);
	report_addr(out, "by", &bye->client);
	report_addr(out, "refresher", (d->refresher == 2) == callee ?
		    &bye->client : &bye->server);
	report_addr(out, "other", (d->refresher == 2) == callee ?
		    &bye->server : &bye->client);
	report_message(out, bye->request, "bye");
	report_group_ip(out, &bye->client);
	report_group_ip(out, &bye->server);
	report_make(out);
}

const struct rule rule_drop_900s = {
	.id = FINDING_DROP_900S, .on = RULE_ON(STORE_REQUEST),
	.methods = RULE_METHOD(METHOD_BYE), .needs_request = true,
	.needs_timed = true,
	.aside = true, .check = check,
};
