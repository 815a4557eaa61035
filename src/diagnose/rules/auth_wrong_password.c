/* SPDX-License-Identifier: BSD-2-Clause */
/* Credentials for the very nonce that the server gave last are refused, and it
 * is not called stale: the proof does not match (RFC 3261 22.1, RFC 7616 3.3).
 * The store has compared the nonces (transaction.refused). */
#include "diagnose/login.h"

/* Once may be a slip that the next request mends: only the second in a row, or
 * the end with no success, is a finding. */
static bool due(const struct rule_view *v, unsigned *times)
{
	if (!v->t->refused)
		return false;
	*times = v->registration ? v->registration->rejected : 1;
	if (v->event == STORE_COMPLETE)
		return *times > 0; /* none: a success came after it */
	return *times > 1;
}

/* What the password that the user gave says about the proof. */
static bool prove(enum digest_verdict d, struct report *out)
{
	report_flag(out, "password_right", d == DIGEST_RIGHT);
	report_flag(out, "password_differs", d == DIGEST_WRONG);
	report_flag(out, "password_given", d != DIGEST_UNKNOWN);
	return d != DIGEST_UNKNOWN;
}

/* Those of several that the answer asks for again. */
static struct slice refused(const struct transaction *t)
{
	struct login_line l;

	for (unsigned i = 0; login_credentials(t->request, i, &l); i++) {
		if (login_refused(t, &l))
			return l.value;
	}
	return rule_credentials(t->request, slice_of(NULL, 0));
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	struct slice challenge, credentials, s;
	enum digest_verdict d;
	unsigned times;

	if (!due(v, &times))
		return;
	credentials = refused(t);
	d = passwords_check(v->passwords, credentials, transaction_method(t));
	/* That is seen, a wrong password only supposed. */
	if (transaction_has(t, FINDING_AUTH_URI_MISMATCH) && d != DIGEST_WRONG)
		return;
	challenge = rule_challenge(t->final, login_param(credentials, "realm"));
	report_group_ip(out, &t->client);
	if (sip_value_auth(credentials, "username", &s)) {
		report_text(out, "username", s);
		report_group(out, s);
	}
	if (sip_value_auth(credentials, "algorithm", &s))
		report_text(out, "algorithm", s);
	if (sip_value_auth(credentials, "nonce", &s))
		report_header(out, t->request, s, "nonce");
	if (sip_value_auth(credentials, "realm", &s)) {
		report_text(out, "realm", s);
		report_header(out, t->request, s, "realm");
	}
	if (challenge.len)
		report_header(out, t->final, slice_head(
			challenge, slice_find(challenge, ' ')), "refused");
	if (times > 1)
		report_number(out, "times", times);
	else
		report_certainty(out, CERTAINTY_POSSIBLE);
	if (prove(d, out))
		report_proven(out);
	report_make(out);
}

const struct rule rule_auth_wrong_password = {
	.id = FINDING_AUTH_WRONG_PASSWORD,
	.on = RULE_ON(STORE_FINAL) | RULE_ON(STORE_COMPLETE),
	.status = { 401, 407 }, .needs_request = true, .needs_login = true,
	.unless = { FINDING_AUTH_REALM_MISMATCH, FINDING_AUTH_QOP,
		    FINDING_AUTH_ALGORITHM, FINDING_AUTH_CSEQ },
	.check = check,
};
