/* SPDX-License-Identifier: BSD-2-Clause */
/* Key presses in INFO, and the other side does not take them (RFC 6086 4.2.2; the
 * types are convention). */
#include "diagnose/rule.h"

static bool is_dtmf(struct slice type)
{
	return slice_eq_nocase(type, SLICE("application/dtmf-relay")) ||
		slice_eq_nocase(type, SLICE("application/dtmf"));
}

/* A BYE of either side just before: then 481 is no wonder. */
static bool is_over(const struct transaction *t)
{
	enum { BACK = 16 };
	const struct transaction *o = t->call->last;

	for (int i = 0; o && i < BACK; i++, o = o->call_prev) {
		if (o->method == METHOD_BYE)
			return true;
	}
	return false;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	struct slice type = sip_value_token(
		sip_index_value(&t->request->sip, HEADER_CONTENT_TYPE));

	if (!is_dtmf(type) || (t->status == 481 && is_over(t)))
		return;
	report_text(out, "content_type", type);
	report_number(out, "code", t->status);
	report_header(out, t->request, type, "info");
	report_message(out, t->final, "refused");
	report_group_ip(out, &t->server);
	report_make(out);
}

const struct rule rule_dtmf_info_refused = {
	.id = FINDING_DTMF_INFO_REFUSED, .on = RULE_ON(STORE_FINAL),
	.status = { 405, 415, 469, 481, 488, 501 },
	.methods = RULE_METHOD(METHOD_INFO), .needs_request = true,
	.check = check,
};
