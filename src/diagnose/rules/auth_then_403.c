/* SPDX-License-Identifier: BSD-2-Clause */
/* 403 to a request that answers the challenge: the login was taken, or a wrong
 * password is refused without a new challenge (RFC 3261 21.4.4). */
#include "diagnose/login.h"

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t, *before = login_challenged(t);
	struct login_line challenge, answer;
	struct slice phrase = message_slice(t->final, t->final->sip.reason), s;

	if (!before || !login_answers(before, t, &challenge, &answer))
		return;
	report_flag(out, "register", t->method == METHOD_REGISTER);
	if (!slice_eq_nocase(phrase, SLICE("Forbidden")))
		report_text(out, "phrase", phrase);
	if (sip_value_auth(answer.value, "username", &s)) {
		report_text(out, "username", s);
		report_group_ip(out, &t->server);
		report_group(out, s);
	}
	report_header(out, t->request, login_param(answer.value, "nonce"),
		      "credentials");
	report_start_line(out, t->final, message_slice(
		t->final, t->final->sip.start_line), "refused");
	report_make(out);
}

const struct rule rule_auth_then_403 = {
	.id = FINDING_AUTH_THEN_403, .on = RULE_ON(STORE_FINAL),
	.status = { 403 },
	.methods = RULE_METHOD(METHOD_INVITE) | RULE_METHOD(METHOD_REGISTER),
	.needs_request = true, .needs_credentials = true,
	.unless = { FINDING_REG_403, FINDING_CALLERID_REJECTED,
		    FINDING_STIR_403_STALE,
		    FINDING_AUTH_WRONG_HEADER, FINDING_AUTH_REALM_MISMATCH,
		    FINDING_AUTH_ALGORITHM },
	.check = check,
};
