/* SPDX-License-Identifier: BSD-2-Clause */
/* 486 says that one device is busy, 600 that the callee is, everywhere (RFC 3261
 * 21.4.24, 21.6.1). */
#include "diagnose/rule.h"
#include "diagnose/values.h"

/* No phone is asked, let alone answers, in less. */
#define FAST (500 * CLOCK_MS)

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	int64_t took = transaction_duration(t);
	int64_t retry = rule_seconds(t->final, HEADER_RETRY_AFTER);
	const struct message *any = transaction_any(t);
	struct slice where;

	if (t->method != METHOD_INVITE || t->in_dialog)
		return;
	report_message(out, t->final, NULL);
	if (values_q850(out, t->final, &where))
		report_header(out, t->final, where, "reason");
	if (t->request)
		report_message(out, t->request, NULL);
	report_flag(out, "everywhere", t->status == 600);
	if (took >= 0 && took < FAST && !t->ringing)
		report_span(out, "milliseconds", took, CLOCK_MS);
	if (retry > 0) {
		report_number(out, "retry_after", retry);
		report_time(out, "retry_at", t->final->time + retry * CLOCK_S);
	}
	report_group_ip(out, &t->server);
	report_group(out, sip_value_uri(sip_index_value(&any->sip, HEADER_TO)));
	report_make(out);
}

const struct rule rule_busy_everywhere = {
	.id = FINDING_BUSY_EVERYWHERE, .on = RULE_ON(STORE_FINAL),
	.status = { 486, 600 }, .check = check,
};
