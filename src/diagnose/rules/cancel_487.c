/* SPDX-License-Identifier: BSD-2-Clause */
/* CANCEL, then 487 to the INVITE: the caller gave up (RFC 3261 9.1, 9.2). */
#include "diagnose/rule.h"

/* The text of Reason in the CANCEL (RFC 3326 2); *where is its element,
 * *elsewhere says that another device took the call (SIP;cause=200). */
static struct slice reason_of(const struct message *cancel, struct slice *where,
			      bool *elsewhere)
{
	struct slice rest = sip_index_value(&cancel->sip, HEADER_REASON);
	struct slice text = slice_of(NULL, 0), element;
	struct sip_value_reason r;

	*where = rest;
	while (sip_value_next(&rest, &element)) {
		if (!sip_value_reason_split(element, &r))
			continue;
		if (r.has_cause && r.cause_number == 200 &&
		    slice_eq_nocase(r.protocol, SLICE("SIP")))
			*elsewhere = true;
		if (!r.text.len)
			continue;
		text = r.text;
		*where = element;
		break;
	}
	return text;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct message *cancel;
	struct slice where;
	bool elsewhere = false;
	int64_t rang;

	if (t->method != METHOD_INVITE || !t->cancel || !t->cancel->request)
		return;
	cancel = t->cancel->request;
	rang = (cancel->time - t->start) / CLOCK_S;
	if (t->request && rang > 0)
		report_number(out, "seconds", rang);
	report_text(out, "reason_text",
		    reason_of(cancel, &where, &elsewhere));
	report_flag(out, "elsewhere", elsewhere);
	if (where.len)
		report_header(out, cancel, where, "cancel-reason");
	else
		report_message(out, cancel, NULL);
	report_message(out, t->final, NULL);
	report_group_ip(out, &t->client);
	report_make(out);
}

const struct rule rule_cancel_487 = {
	.id = FINDING_CANCEL_487, .on = RULE_ON(STORE_FINAL),
	.status = { 487 }, .unless = { FINDING_REASON_ELSEWHERE,
	FINDING_ONLY_100 }, .check = check,
};
