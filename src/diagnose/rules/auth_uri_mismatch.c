/* SPDX-License-Identifier: BSD-2-Clause */
/* The proof was made for another URI than the request has; a strict server
 * refuses it (RFC 3261 22.4, RFC 7616 3.4.6). */
#include "diagnose/login.h"

static bool same_port(const struct sip_value_uri_parts *a,
		      const struct sip_value_uri_parts *b)
{
	struct slice usual = slice_eq_nocase(a->scheme, SLICE("sips")) ?
		SLICE("5061") : SLICE("5060");

	return slice_eq(a->port.len ? a->port : usual,
			b->port.len ? b->port : usual);
}

/* As URIs (RFC 3261 19.1.4); parameters apart, which servers do not compare. */
static bool same_uri(struct slice a, struct slice b)
{
	struct sip_value_uri_parts p, q;

	if (slice_eq(a, b))
		return true;
	if (!sip_value_uri_split(a, &p) || !sip_value_uri_split(b, &q))
		return false;
	return slice_eq_nocase(p.scheme, q.scheme) &&
		slice_eq(p.user, q.user) && slice_eq_nocase(p.host, q.host) &&
		same_port(&p, &q);
}

/* Does the answer give a reason of its own (`Wrong password')? */
static bool has_words(const struct transaction *t)
{
	const struct status_text *s = catalog_status(t->status);
	struct slice phrase = message_slice(t->final, t->final->sip.reason);

	return phrase.len && s && !slice_eq_nocase(phrase,
						   slice_cstr(s->name));
}

/* The credentials that were refused: those for the last challenge. */
static bool refused(const struct rule_view *v, struct login_line *answer)
{
	const struct transaction *t = v->t, *before = login_challenged(t);
	struct login_line challenge;

	/* A server that registered this phone before does not compare. */
	if (v->binding && v->binding->accepted)
		return false;
	if (t->status == 401 || t->status == 407) {
		if (!t->refused)
			return false;
	} else if (has_words(t)) {
		return false;
	}
	if (before)
		return login_answers(before, t, &challenge, answer);
	return t->refused && login_credentials(t->request, 0, answer);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	struct slice uri = message_slice(t->request, t->request->sip.uri), made;
	struct login_line answer;

	/* Behind a proxy the Request-URI may be another one. */
	if (sip_index_count(&t->request->sip, HEADER_VIA) != 1 ||
	    slice_find(sip_index_value(&t->request->sip, HEADER_VIA), ',') <
	    sip_index_value(&t->request->sip, HEADER_VIA).len ||
	    !refused(v, &answer) || login_stale(t->final) ||
	    !login_refused(t, &answer) ||
	    !sip_value_auth(answer.value, "uri", &made) || !made.len ||
	    same_uri(made, uri))
		return;
	report_text(out, "digest_uri", made);
	report_flag(out, "challenged", t->status == 401 || t->status == 407);
	report_text(out, "name", slice_cstr(catalog_header_name(answer.id)));
	report_group_ip(out, &t->client);
	report_group_ip(out, &t->server);
	report_header(out, t->request, made, "digest-uri");
	report_start_line(out, t->request, uri, "request-uri");
	report_message(out, t->final, NULL);
	report_make(out);
}

const struct rule rule_auth_uri_mismatch = {
	.id = FINDING_AUTH_URI_MISMATCH, .on = RULE_ON(STORE_FINAL),
	.status = { 400, 401, 403, 407 }, .needs_request = true,
	.needs_credentials = true,
	.unless = { FINDING_AUTH_REALM_MISMATCH, FINDING_AUTH_ALGORITHM,
		    FINDING_AUTH_QOP, FINDING_AUTH_WRONG_HEADER },
	.check = check,
};
