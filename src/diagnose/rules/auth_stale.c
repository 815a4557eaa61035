/* SPDX-License-Identifier: BSD-2-Clause */
/* stale=true: the proof was right, only the nonce is too old (RFC 7616 3.3). */
#include "diagnose/rule.h"

/* More than that in a row is no longer normal. */
enum { TOO_OFTEN = 3 };

static bool stale_of(const struct message *m, enum header_id id,
		     struct slice *challenge, struct slice *where)
{
	const struct sip_header *h;

	for (unsigned i = 0; (h = rule_line(m, id, i)); i++) {
		*challenge = message_slice(m, h->value);
		/* Few say it, which two letters show. */
		if (slice_pair_nocase(*challenge, 0, "ta") < challenge->len &&
		    sip_value_auth(*challenge, "stale", where) &&
		    slice_eq_nocase(*where, SLICE("true")))
			return true;
	}
	return false;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	struct slice challenge, where, realm;

	if (!stale_of(t->final, HEADER_WWW_AUTHENTICATE, &challenge, &where) &&
	    !stale_of(t->final, HEADER_PROXY_AUTHENTICATE, &challenge, &where))
		return;
	if (sip_value_auth(challenge, "realm", &realm))
		report_text(out, "realm", realm);
	if (v->registration && v->registration->stale > 1)
		report_number(out, "times", v->registration->stale);
	if (v->registration && v->registration->stale > TOO_OFTEN)
		report_severity(out, SEVERITY_WARNING);
	report_group_ip(out, &t->server);
	report_group_ip(out, &t->client);
	report_header(out, t->final, where, "stale");
	if (t->request)
		report_message(out, t->request, NULL);
	report_make(out);
}

const struct rule rule_auth_stale = {
	.id = FINDING_AUTH_STALE, .on = RULE_ON(STORE_FINAL),
	.status = { 401, 407 }, .check = check,
};
