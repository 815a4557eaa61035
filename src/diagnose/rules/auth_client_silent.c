/* SPDX-License-Identifier: BSD-2-Clause */
/* A challenge must be answered with credentials; a client that only asks again
 * has none for that realm (RFC 3261 22.2). */
#include "diagnose/habits.h"
#include "diagnose/login.h"

static bool is_md5(struct slice challenge)
{
	struct slice a;

	return !sip_value_auth(challenge, "algorithm", &a) ||
		slice_eq_nocase(a, SLICE("MD5")) ||
		slice_eq_nocase(a, SLICE("MD5-sess"));
}

/* The algorithm, when no challenge of the answer is for MD5. */
static struct slice new_algorithm(const struct message *m)
{
	static const enum header_id ids[] = { HEADER_WWW_AUTHENTICATE,
					      HEADER_PROXY_AUTHENTICATE };
	const struct sip_header *h;
	struct slice a = slice_of(NULL, 0), v;

	for (int k = 0; k < 2; k++) {
		for (unsigned i = 0; (h = rule_line(m, ids[k], i)); i++) {
			v = message_slice(m, h->value);
			if (is_md5(v))
				return slice_of(NULL, 0);
			sip_value_auth(v, "algorithm", &a);
		}
	}
	return a;
}

/* Who registers is a phone, not a trunk. */
static bool registers(const struct rule_view *v)
{
	const struct source *s = source_find(&v->habits->sources,
					     &v->t->client);

	return s && s->registers;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	struct slice challenge, s;
	bool before;

	if (!login_silent(v, &before))
		return;
	challenge = rule_challenge(t->final, slice_of(NULL, 0));
	if (sip_value_auth(challenge, "realm", &s))
		report_text(out, "realm", s);
	if (sip_value_auth(challenge, "algorithm", &s))
		report_text(out, "algorithm", s);
	report_text(out, "new_algorithm", new_algorithm(t->final));
	report_number(out, "requests", v->registration->plain);
	report_number(out, "seconds", (v->now -
		v->registration->first_challenge) / CLOCK_S);
	report_flag(out, "before", before);
	report_flag(out, "trunk", !before && t->method == METHOD_INVITE &&
		    !registers(v));
	report_group_ip(out, &t->client);
	report_group(out, v->registration->aor);
	if (challenge.len)
		report_header(out, t->final, challenge, "challenged");
	report_message(out, t->request, "silent");
	report_make(out);
}

const struct rule rule_auth_client_silent = {
	.id = FINDING_AUTH_CLIENT_SILENT,
	.on = RULE_ON(STORE_FINAL) | RULE_ON(STORE_COMPLETE),
	.status = { 401, 407 }, .needs_request = true, .needs_login = true,
	.unless = { FINDING_AUTH_FIRST_CHALLENGE, FINDING_AUTH_STALE,
		    FINDING_AUTH_ALGORITHM },
	.check = check,
};
