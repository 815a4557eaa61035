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

/* A second request that is challenged may be chance. */
enum { SILENT = 2, SILENT_AFTER_ALL = 4, FORWARD = 16 };

/* A client answers at once.  An answer that is lost on the way is sent again for
 * the third time by then (RFC 3261 17.1.2.2). */
#define TIME_TO_ANSWER TRANSACTION_T2

/* Credentials came, and their answer is still to come. */
static bool answers_now(const struct transaction *t)
{
	const struct transaction *o = t->call_next;

	for (int i = 0; o && i < FORWARD; i++, o = o->call_next) {
		if (o->has_credentials && !o->final &&
		    addr_same_ip(&o->client, &t->client) &&
		    addr_same_ip(&o->server, &t->server))
			return true;
	}
	return false;
}

bool login_silent(const struct rule_view *v, bool *before)
{
	const struct registration *r = v->registration;
	const struct transaction *t = v->t;
	uint32_t n = r ? r->plain : 0;

	/* The store begins anew where credentials come. */
	if (n < SILENT || t->method == METHOD_OPTIONS ||
	    v->now - r->first_challenge < TRANSACTION_64T1 ||
	    t->answered < r->first_challenge)
		return false;
	if (v->now - r->last_challenge < TIME_TO_ANSWER)
		n--;
	*before = r->answers;
	return n >= (*before ? SILENT_AFTER_ALL : SILENT) && !answers_now(t);
}
