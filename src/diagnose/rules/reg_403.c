/* SPDX-License-Identifier: BSD-2-Clause */
/* REGISTER refused with 403: before credentials a block, with them the account
 * (RFC 3261 10.3, 21.4.4). */
#include "diagnose/registrar.h"

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	struct slice credentials = rule_credentials(t->request, SLICE("")), s;

	if (registrar_scanned(t->request))
		return;
	report_group_ip(out, &t->server);
	report_group(out, registrar_aor(t->request));
	if (credentials.len) {
		report_flag(out, "credentials", true);
		if (sip_value_auth(credentials, "realm", &s))
			report_text(out, "realm", s);
		if (sip_value_auth(credentials, "username", &s)) {
			report_text(out, "username", s);
			report_header(out, t->request, s, "credentials");
		}
	} else {
		report_start_line(out, t->request, message_slice(
			t->request, t->request->sip.start_line), "source");
	}
	report_start_line(out, t->final, message_slice(
		t->final, t->final->sip.start_line), "refused");
	report_make(out);
}

const struct rule rule_reg_403 = {
	.id = FINDING_REG_403, .on = RULE_ON(STORE_FINAL), .status = { 403 },
	.methods = RULE_METHOD(METHOD_REGISTER), .needs_request = true,
	.unless = { FINDING_AUTH_WRONG_HEADER, FINDING_AUTH_REALM_MISMATCH,
		    FINDING_AUTH_ALGORITHM },
	.check = check,
};
