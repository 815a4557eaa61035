/* SPDX-License-Identifier: BSD-2-Clause */
/* CANCEL and the 200 to its INVITE crossed (RFC 3261 9.1, RFC 5407 3.1.2).  Judged
 * when the first of both is over: by then the caller has sent BYE, or forgotten
 * to. */
#include "diagnose/indialog.h"

#define BYE_WITHIN (5 * CLOCK_S) /* a program hangs up at once */

static const struct dialog *made(const struct transaction *t)
{
	const struct message *m = t->final;

	return call_dialog(t->call, message_slice(m, m->sip.from_tag),
			   message_slice(m, m->sip.to_tag));
}

/* Another INVITE, sent from several addresses and not taken back, had the same
 * dialog answered before: it is in use. */
static bool taken_before(const struct dialog *d, const struct transaction *t)
{
	return d->answered && d->answered < t->answered;
}

static void check(const struct rule_view *v, struct report *out)
{
	bool own = v->t->method == METHOD_INVITE;
	const struct transaction *t = own ? v->t : v->t->cancels;
	const struct transaction *cancel = own ? t->cancel : v->t;
	const struct dialog *d;
	int64_t apart;

	/* A change of the call that is taken back leaves the call as it is. */
	if (!t || !t->request || !cancel || !cancel->request ||
	    t->status / 100 != 2 || t->in_dialog)
		return;
	d = made(t);
	apart = cancel->start - t->answered;
	report_span(out, "milliseconds", apart < 0 ? -apart : apart, CLOCK_MS);
	if (t->acked && d && !d->bye_time && !taken_before(d, t) &&
	    v->now - t->acked >= BYE_WITHIN) {
		report_flag(out, "ghost", true);
		report_severity(out, SEVERITY_WARNING);
	}
	report_message(out, cancel->request, "cancel");
	report_message(out, t->final, "ok");
	report_about(out, t);
	report_group_ip(out, &t->client);
	report_make(out);
}

const struct rule rule_cancel_race = {
	.id = FINDING_CANCEL_RACE, .on = RULE_ON(STORE_COMPLETE),
	.methods = RULE_METHOD(METHOD_INVITE) | RULE_METHOD(METHOD_CANCEL),
	.needs_request = true,
	.needs_cancel = true,
	.aside = true, .check = check,
};
