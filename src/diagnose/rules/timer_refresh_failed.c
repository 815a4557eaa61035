/* SPDX-License-Identifier: BSD-2-Clause */
/* A session refresh was refused or not answered, and BYE followed (RFC 4028 7.4,
 * 10). */
#include "diagnose/indialog.h"

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *bye = v->t, *t;
	const struct dialog *d;

	d = indialog_timed(bye);
	if (!d)
		return;
	t = indialog_failed_refresh(d, bye);
	if (!t)
		return;
	report_about(out, t);
	report_number(out, "session_expires", d->expires);
	report_text(out, "method_used", t->method == METHOD_INVITE ?
		    SLICE("re-INVITE") : SLICE("UPDATE"));
	report_flag(out, "unanswered", !t->final);
	report_flag(out, "media", t->status == 488 || t->status == 606);
	report_flag(out, "update", t->method == METHOD_UPDATE &&
		    (t->status == 405 || t->status == 501));
	report_flag(out, "lost", t->status == 481 || t->status == 404 ||
		    t->status == 408 || !t->final);
	report_message(out, t->request, "refresh");
	report_header_id(out, t->request, HEADER_SESSION_EXPIRES, "timer");
	if (t->final)
		report_message(out, t->final, "refused");
	report_message(out, bye->request, "bye");
	report_group_ip(out, &t->client);
	report_group_ip(out, &t->server);
	report_make(out);
}

const struct rule rule_timer_refresh_failed = {
	.id = FINDING_TIMER_REFRESH_FAILED, .on = RULE_ON(STORE_REQUEST),
	.methods = RULE_METHOD(METHOD_BYE), .needs_request = true,
	.needs_timed = true,
	.check = check,
};
