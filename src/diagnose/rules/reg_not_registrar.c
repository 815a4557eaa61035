/* SPDX-License-Identifier: BSD-2-Clause */
/* 405 or 501 to REGISTER: the host does not handle it at all (RFC 3261 10.3,
 * 21.4.6, 21.5.2). */
#include "diagnose/registrar.h"

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;

	if (registrar_scanned(t->request))
		return;
	report_proven(out);
	report_flag(out, "refused", true);
	report_group_ip(out, &t->server);
	report_start_line(out, t->final, message_slice(
		t->final, t->final->sip.start_line), "refused");
	report_header_id(out, t->final, HEADER_ALLOW, NULL);
	report_start_line(out, t->request, message_slice(
		t->request, t->request->sip.uri), NULL);
	report_make(out);
}

const struct rule rule_reg_not_registrar = {
	.id = FINDING_REG_NOT_REGISTRAR, .on = RULE_ON(STORE_FINAL),
	.status = { 405, 501 }, .methods = RULE_METHOD(METHOD_REGISTER),
	.needs_request = true, .check = check,
};
