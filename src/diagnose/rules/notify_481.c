/* SPDX-License-Identifier: BSD-2-Clause */
/* NOTIFY answered 481: the subscriber does not know the subscription (RFC 6665
 * 4.1.3).  Only one that was accepted in this capture was lost. */
#include "diagnose/indialog.h"

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct dialog *d = indialog_of(t);
	struct slice event = indialog_event(t->request);

	if (d && d->method == METHOD_SUBSCRIBE && d->answered &&
	    d->state == DIALOG_CONFIRMED) {
		report_flag(out, "subscribed", true);
		report_severity(out, SEVERITY_WARNING);
	}
	if (event.len) {
		report_text(out, "event", event);
		report_group(out, event);
	}
	report_group_ip(out, &t->server);
	report_message(out, t->final, NULL);
	report_header_id(out, t->request, HEADER_EVENT, "notify");
	report_make(out);
}

const struct rule rule_notify_481 = {
	.id = FINDING_NOTIFY_481, .on = RULE_ON(STORE_FINAL),
	.status = { 481 }, .methods = RULE_METHOD(METHOD_NOTIFY),
	.needs_request = true, .unless = { FINDING_DIALOGS_LOST },
	.check = check,
};
