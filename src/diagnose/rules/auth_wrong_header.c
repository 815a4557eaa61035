/* SPDX-License-Identifier: BSD-2-Clause */
/* A 401 is answered in Authorization, a 407 in Proxy-Authorization; the nonce of
 * the one came back in the other (RFC 3261 22.2, 22.3). */
#include "diagnose/login.h"

/* Where the answer to a challenge of that code belongs. */
static enum header_id home(unsigned status)
{
	return status == 407 ? HEADER_PROXY_AUTHORIZATION :
		HEADER_AUTHORIZATION;
}

static enum header_id asked_in(unsigned status)
{
	return status == 407 ? HEADER_PROXY_AUTHENTICATE :
		HEADER_WWW_AUTHENTICATE;
}

/* Does the nonce stand where it belongs, too? */
static bool well_placed(const struct transaction *t, struct slice nonce,
			enum header_id id)
{
	struct login_line l;

	for (unsigned i = 0; login_credentials(t->request, i, &l); i++) {
		if (l.id == id &&
		    slice_eq(login_param(l.value, "nonce"), nonce))
			return true;
	}
	return false;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t, *before = login_challenged(t);
	struct login_line challenge, answer;
	struct slice nonce;

	if (!before || !login_answers(before, t, &challenge, &answer) ||
	    challenge.id != asked_in(before->status) ||
	    !login_refused(t, &answer))
		return;
	nonce = login_param(answer.value, "nonce");
	if (answer.id == home(before->status) ||
	    well_placed(t, nonce, home(before->status)))
		return;
	report_text(out, "used", slice_cstr(catalog_header_name(answer.id)));
	report_text(out, "wanted",
		    slice_cstr(catalog_header_name(home(before->status))));
	/* The code of the challenge that was answered. */
	report_number(out, "status", before->status);
	report_group_ip(out, &t->client);
	report_group_ip(out, &t->server);
	report_header(out, before->final,
		      login_param(challenge.value, "nonce"), "challenge");
	report_header(out, t->request, nonce, "answer");
	report_message(out, t->final, NULL);
	report_make(out);
}

const struct rule rule_auth_wrong_header = {
	.id = FINDING_AUTH_WRONG_HEADER, .on = RULE_ON(STORE_FINAL),
	.status = { 400, 401, 403, 407 }, .needs_request = true,
	.needs_credentials = true, .check = check,
};
