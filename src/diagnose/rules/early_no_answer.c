/* SPDX-License-Identifier: BSD-2-Clause */
/* 183 with SDP, then a refusal: the network said in words why (RFC 3960).  With
 * forks the last 183 counts. */
#include "diagnose/rule.h"

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct message *m = t->provisional;
	const struct catalog_row *row;
	struct sip_value_reason r;
	struct slice where;

	if (!m || m->sip.status != 183 || !m->sip.body.len || t->cancelled ||
	    t->in_dialog || !sdp_find(
		    sip_index_value(&m->sip, HEADER_CONTENT_TYPE),
		    message_slice(m, m->sip.body)).len)
		return;
	report_number(out, "code", t->status);
	report_number(out, "early", 183);
	report_message(out, m, "early");
	report_message(out, t->final, "refused");
	if (rule_q850(t->final, &r, &where)) {
		row = catalog_row_get(CATALOG_Q850, r.cause);
		report_number(out, "q850_cause", r.cause_number);
		if (row)
			report_text(out, "q850_name", slice_cstr(row->name));
		report_header(out, t->final, where, "reason");
	}
	report_group_ip(out, &t->server);
	report_make(out);
}

const struct rule rule_early_no_answer = {
	.id = FINDING_EARLY_NO_ANSWER, .on = RULE_ON(STORE_FINAL),
	.refusal = true, .methods = RULE_METHOD(METHOD_INVITE),
	.needs_request = true, .aside = true, .check = check,
};
