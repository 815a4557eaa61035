/* SPDX-License-Identifier: BSD-2-Clause */
/* The retry holds credentials, but none for a realm that was asked for, and is
 * refused again (RFC 3261 22.1: a realm is compared letter by letter). */
#include "diagnose/login.h"

enum { CHALLENGES = 16 }; /* before it in the same call */

/* A challenge of before's response for this realm. */
static bool asks_for(const struct transaction *before, struct slice realm)
{
	struct login_line l;

	for (unsigned i = 0; login_challenge(before->final, i, &l); i++) {
		if (slice_eq(login_param(l.value, "realm"), realm))
			return true;
	}
	return false;
}

/* The realm of any credentials was asked for at any time before. */
static bool fits(const struct transaction *t)
{
	const struct transaction *o = login_challenged(t);
	struct login_line l;

	for (int k = 0; o && k < CHALLENGES; k++, o = login_challenged(o)) {
		for (unsigned i = 0; login_credentials(t->request, i, &l); i++) {
			if (asks_for(o, login_param(l.value, "realm")))
				return true;
		}
	}
	return false;
}

static void challenges(struct report *out, const struct transaction *before)
{
	struct login_line l;
	struct slice s;

	report_list(out, "challenged");
	for (unsigned i = 0; login_challenge(before->final, i, &l); i++)
		report_item(out, login_param(l.value, "realm"));
	for (unsigned i = 0; i < 2 &&
	     login_challenge(before->final, i, &l); i++) {
		if (sip_value_auth(l.value, "realm", &s))
			report_header(out, before->final, s, "challenged");
	}
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t, *before = login_challenged(t);
	struct login_line l;
	struct slice s;

	if (!before || !login_challenge(before->final, 0, &l) ||
	    !login_param(l.value, "realm").len || fits(t))
		return;
	challenges(out, before);
	for (unsigned i = 0; i < 2 && login_credentials(t->request, i, &l);
	     i++) {
		if (!sip_value_auth(l.value, "realm", &s))
			continue;
		report_text(out, "realm", s);
		report_header(out, t->request, s, "realm");
	}
	report_message(out, t->final, NULL);
	report_group_ip(out, &t->client);
	report_group_ip(out, &t->server);
	report_make(out);
}

const struct rule rule_auth_realm_mismatch = {
	.id = FINDING_AUTH_REALM_MISMATCH, .on = RULE_ON(STORE_FINAL),
	.status = { 401, 403, 407 }, .needs_request = true,
	.needs_credentials = true, .unless = { FINDING_AUTH_WRONG_HEADER },
	.check = check,
};
