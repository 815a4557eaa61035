/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/login.h"

enum { BACK = 16 }; /* transactions of one call looked through */

static bool line_of(const struct message *m, const enum header_id ids[2],
		    unsigned nth, struct login_line *out)
{
	const struct sip_header *h;

	for (int k = 0; k < 2; k++) {
		unsigned n = sip_index_count(&m->sip, ids[k]);

		if (nth >= n) {
			nth -= n;
			continue;
		}
		h = rule_line(m, ids[k], nth);
		if (!h)
			return false;
		*out = (struct login_line){ ids[k],
					    message_slice(m, h->value) };
		return true;
	}
	return false;
}

bool login_challenge(const struct message *m, unsigned nth,
		     struct login_line *out)
{
	static const enum header_id ids[] = { HEADER_WWW_AUTHENTICATE,
					      HEADER_PROXY_AUTHENTICATE };

	return line_of(m, ids, nth, out);
}

bool login_credentials(const struct message *m, unsigned nth,
		       struct login_line *out)
{
	static const enum header_id ids[] = { HEADER_AUTHORIZATION,
					      HEADER_PROXY_AUTHORIZATION };

	return line_of(m, ids, nth, out);
}

struct slice login_param(struct slice value, const char *name)
{
	struct slice s;

	return sip_value_auth(value, name, &s) ? s : slice_of(NULL, 0);
}

bool login_with_nonce(const struct message *m, struct slice nonce,
		      struct login_line *out)
{
	for (unsigned i = 0; login_credentials(m, i, out); i++) {
		if (nonce.len &&
		    slice_eq(login_param(out->value, "nonce"), nonce))
			return true;
	}
	return false;
}

bool login_stale(const struct message *m)
{
	struct login_line l;

	for (unsigned i = 0; login_challenge(m, i, &l); i++) {
		if (slice_eq_nocase(login_param(l.value, "stale"),
				    SLICE("true")))
			return true;
	}
	return false;
}

const struct transaction *login_challenged(const struct transaction *t)
{
	const struct transaction *o = t->call_prev;

	for (int i = 0; o && i < BACK; i++, o = o->call_prev) {
		if ((o->status == 401 || o->status == 407) && o->request &&
		    o->method == t->method && o->answered <= t->start &&
		    addr_same_ip(&o->client, &t->client) &&
		    addr_same_ip(&o->server, &t->server))
			return o;
	}
	return NULL;
}

bool login_answers(const struct transaction *before,
		   const struct transaction *t, struct login_line *challenge,
		   struct login_line *credentials)
{
	for (unsigned i = 0; login_challenge(before->final, i, challenge);
	     i++) {
		if (login_with_nonce(t->request,
				     login_param(challenge->value, "nonce"),
				     credentials))
			return true;
	}
	return false;
}

bool login_refused(const struct transaction *t,
		   const struct login_line *credentials)
{
	struct slice realm = login_param(credentials->value, "realm");
	struct login_line l;

	if (t->status != 401 && t->status != 407)
		return t->status >= 300;
	for (unsigned i = 0; login_challenge(t->final, i, &l); i++) {
		if (slice_eq(login_param(l.value, "realm"), realm))
			return true;
	}
	return false;
}

static bool is_digest(struct slice value)
{
	return slice_eq_nocase(sip_value_auth_scheme(value), SLICE("Digest"));
}

bool login_is_md5(struct slice value)
{
	struct slice a = login_param(value, "algorithm");

	return is_digest(value) && (!a.len ||
		slice_eq_nocase(a, SLICE("MD5")) ||
		slice_eq_nocase(a, SLICE("MD5-sess")));
}

bool login_is_sha(struct slice value)
{
	return is_digest(value) && slice_starts_nocase(
		login_param(value, "algorithm"), SLICE("SHA-"));
}

bool login_only_sha(const struct message *m)
{
	struct login_line l;
	unsigned i = 0;

	while (login_challenge(m, i, &l) && login_is_sha(l.value))
		i++;
	return i && !login_challenge(m, i, &l);
}
