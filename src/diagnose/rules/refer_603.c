/* SPDX-License-Identifier: BSD-2-Clause */
/* REFER refused: no transfer (RFC 3515 2.4.2). */
#include "diagnose/indialog.h"

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	struct slice target = indialog_target(t->request);
	struct slice allow = sip_index_value(&t->final->sip, HEADER_ALLOW);

	report_message(out, t->final, NULL);
	if (target.len) {
		report_text(out, "target", target);
		report_header(out, t->request, target, "target");
	}
	if (allow.len && !sip_value_list_has(allow, SLICE("REFER"), true, NULL))
		report_header_id(out, t->final, HEADER_ALLOW, "allow");
	report_group_ip(out, &t->client);
	report_group_ip(out, &t->server);
	report_make(out);
}

const struct rule rule_refer_603 = {
	.id = FINDING_REFER_603, .on = RULE_ON(STORE_FINAL),
	.status = { 603, 403, 405, 501, 488 },
	.methods = RULE_METHOD(METHOD_REFER), .needs_request = true,
	.check = check,
};
