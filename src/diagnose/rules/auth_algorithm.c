/* SPDX-License-Identifier: BSD-2-Clause */
/* Every challenge is for SHA-256 or SHA-512-256, and the client answers with MD5
 * or not at all: it knows MD5 alone (RFC 8760 2.3, 2.4). */
#include "diagnose/login.h"

static void challenges(struct report *out, const struct transaction *t,
		       const struct message *m)
{
	struct login_line l;
	struct slice s;

	report_group_ip(out, &t->server);
	report_group_ip(out, &t->client);
	report_list(out, "algorithms");
	for (unsigned i = 0; login_challenge(m, i, &l); i++)
		report_item(out, login_param(l.value, "algorithm"));
	for (unsigned i = 0; i < 3 && login_challenge(m, i, &l); i++) {
		if (sip_value_auth(l.value, "algorithm", &s))
			report_header(out, m, s, "algorithm");
	}
	if (login_challenge(m, 0, &l))
		report_text(out, "realm", login_param(l.value, "realm"));
}

/* The credentials of t that answer before, made with MD5. */
static bool by_md5(const struct transaction *before,
		   const struct transaction *t, struct login_line *answer)
{
	struct login_line challenge;

	return login_answers(before, t, &challenge, answer) &&
		login_is_md5(answer->value);
}

static void answered(const struct transaction *t, struct report *out)
{
	const struct transaction *before = login_challenged(t);
	struct login_line answer;
	struct slice a;

	if (!before || login_stale(t->final) ||
	    !login_only_sha(before->final) ||
	    !by_md5(before, t, &answer) || !login_refused(t, &answer))
		return;
	challenges(out, t, before->final);
	report_number(out, "status", before->status);
	if (sip_value_auth(answer.value, "algorithm", &a)) {
		report_text(out, "answered", a);
	} else {
		report_text(out, "answered", SLICE("MD5"));
		a = login_param(answer.value, "response");
	}
	report_header(out, t->request, a.len ? a : answer.value, "answered");
	report_make(out);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	bool before;

	if (t->has_credentials) {
		if (v->event == STORE_FINAL)
			answered(t, out);
	} else if (login_silent(v, &before) && login_only_sha(t->final)) {
		challenges(out, t, t->final);
		report_message(out, t->request, NULL);
		report_make(out);
	}
}

const struct rule rule_auth_algorithm = {
	.id = FINDING_AUTH_ALGORITHM,
	.on = RULE_ON(STORE_FINAL) | RULE_ON(STORE_COMPLETE),
	.status = { 400, 401, 403, 407 }, .needs_request = true,
	.needs_login = true,
	.unless = { FINDING_AUTH_FIRST_CHALLENGE, FINDING_AUTH_STALE },
	.check = check,
};
