/* SPDX-License-Identifier: BSD-2-Clause */
/* REFER accepted, and no NOTIFY within 64*T1 (RFC 3515 2.4.4).  Judged when the
 * REFER is over, which is that long after its 2xx. */
#include "diagnose/indialog.h"

#define HUNG_UP (5 * CLOCK_S) /* `right after': what a blind transfer does */

static bool says_no(const struct message *m)
{
	return slice_eq_nocase(sip_value_token(sip_index_value(
		&m->sip, HEADER_REFER_SUB)), SLICE("false"));
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct dialog *d;
	struct slice target;

	if (t->status / 100 != 2 || t->notified ||
	    v->now - t->answered < TRANSACTION_64T1 || says_no(t->final) ||
	    says_no(t->request))
		return;
	d = indialog_of(t);
	if (d && d->bye_time && addr_same_ip(&d->bye_from, &t->client) &&
	    d->bye_time - t->answered <= HUNG_UP) {
		report_flag(out, "bye", true);
		report_severity(out, SEVERITY_INFO);
	}
	if (v->stream_gaps && t->transport != TRANSPORT_UDP)
		report_certainty(out, CERTAINTY_POSSIBLE);
	target = indialog_target(t->request);
	report_number(out, "seconds", (v->now - t->answered) / CLOCK_S);
	report_message(out, t->final, "accepted");
	if (target.len) {
		report_text(out, "target", target);
		report_header(out, t->request, target, "target");
	}
	report_group_ip(out, &t->client);
	report_group_ip(out, &t->server);
	report_make(out);
}

const struct rule rule_refer_no_notify = {
	.id = FINDING_REFER_NO_NOTIFY, .on = RULE_ON(STORE_COMPLETE),
	.methods = RULE_METHOD(METHOD_REFER), .needs_request = true,
	.aside = true, .check = check,
};
