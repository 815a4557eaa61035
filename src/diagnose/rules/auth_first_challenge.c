/* SPDX-License-Identifier: BSD-2-Clause */
/* One challenge and an answer that carries its very nonce is how a login goes
 * (RFC 3261 22.2, 22.3). */
#include "diagnose/rule.h"

/* So many requests back, within one call. */
enum { BACK = 16 };

/* The credentials of m that carry this nonce; *where is the nonce in them. */
static bool answers(const struct message *m, struct slice nonce,
		    struct slice *where)
{
	static const enum header_id ids[] = { HEADER_AUTHORIZATION,
					      HEADER_PROXY_AUTHORIZATION };
	const struct sip_header *h;

	for (int k = 0; k < 2; k++) {
		for (unsigned i = 0; (h = rule_line(m, ids[k], i)); i++) {
			if (sip_value_auth(message_slice(m, h->value), "nonce",
					   where) && slice_eq(*where, nonce))
				return true;
		}
	}
	return false;
}

enum { NONCE, REALM, ALGORITHM, PARAMS };

/* What before's challenge says that t answers, and where t has its nonce. */
static bool answered(const struct transaction *before,
		     const struct transaction *t, struct slice said[PARAMS],
		     struct slice *where)
{
	static const struct slice names[PARAMS] = {
		[NONCE] = { "nonce", 5 }, [REALM] = { "realm", 5 },
		[ALGORITHM] = { "algorithm", 9 },
	};
	static const enum header_id ids[] = { HEADER_WWW_AUTHENTICATE,
					      HEADER_PROXY_AUTHENTICATE };
	const struct sip_header *h;

	for (int k = 0; k < 2; k++) {
		for (unsigned i = 0;
		     (h = rule_line(before->final, ids[k], i)); i++) {
			sip_value_auths(message_slice(before->final, h->value),
					names, said, PARAMS);
			if (said[NONCE].len &&
			    answers(t->request, said[NONCE], where))
				return true;
		}
	}
	return false;
}

static bool open_challenge(const struct transaction *before,
			   const struct transaction *t)
{
	return (before->status == 401 || before->status == 407) &&
		before->request && !before->refused &&
		addr_same_ip(&before->client, &t->client) &&
		addr_same_ip(&before->server, &t->server) &&
		!transaction_has(before, FINDING_AUTH_FIRST_CHALLENGE) &&
		!transaction_has(before, FINDING_AUTH_STALE) &&
		!transaction_has(before, FINDING_STATUS);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t, *before = t->call_prev;
	struct slice said[PARAMS], where;

	/* A 403 may well mean that the proof was wrong, and a 400 that it could
	 * not be read. */
	if (t->status == 401 || t->status == 407 ||
	    t->status == 403 || t->status == 400 ||
	    transaction_has(t, FINDING_AUTH_CSEQ))
		return;
	for (int i = 0; before && i < BACK; i++, before = before->call_prev) {
		if (!open_challenge(before, t) ||
		    !answered(before, t, said, &where))
			continue;
		report_about(out, before);
		report_text(out, "realm", said[REALM]);
		report_text(out, "algorithm", said[ALGORITHM]);
		report_header(out, before->final, said[NONCE], "challenged");
		report_header(out, t->request, where, "answered");
		report_make(out);
		return;
	}
}

static bool claims(const struct rule_view *v)
{
	return v->t->status == 401 || v->t->status == 407;
}

const struct rule rule_auth_first_challenge = {
	.id = FINDING_AUTH_FIRST_CHALLENGE, .on = RULE_ON(STORE_FINAL),
	.needs_request = true, .needs_credentials = true, .check = check,
	.claims = claims,
};
