/* SPDX-License-Identifier: BSD-2-Clause */
/* A challenge with qop wants qop, cnonce and nc in the answer, and an nc that
 * grows with each use of the same nonce (RFC 7616 3.4). */
#include "diagnose/login.h"

enum { BACK = 16 };

/* nc is eight hexadecimal digits. */
static bool count_of(struct slice nc, uint32_t *out)
{
	uint32_t n = 0;

	if (!nc.len || nc.len > 8)
		return false;
	for (size_t i = 0; i < nc.len; i++) {
		int c = nc.p[i] | ' ';

		if (nc.p[i] >= '0' && nc.p[i] <= '9')
			n = n << 4 | (uint32_t)(nc.p[i] - '0');
		else if (c >= 'a' && c <= 'f')
			n = n << 4 | (uint32_t)(c - 'a' + 10);
		else
			return false;
	}
	*out = n;
	return true;
}

/* The server let o in, and so counted its nc.  What it refused may have been so for
 * another reason, and then a client begins at 1 again, even if the same nonce is
 * given out again (RFC 7616 3.3). */
static bool let_in(const struct transaction *o)
{
	return !o->refused && o->status && o->status != 400 &&
	       o->status != 401 && o->status != 403 && o->status != 407;
}

/* An earlier request was taken that used the nonce of l with as high an nc or a higher one. */
static bool used_before(const struct transaction *t,
			const struct login_line *l, struct slice *highest)
{
	const struct transaction *o = t->call_prev;
	struct slice nonce = login_param(l->value, "nonce"), nc;
	struct login_line other;
	uint32_t now, n, max = 0;
	bool found = false;

	if (!count_of(login_param(l->value, "nc"), &now))
		return false;
	for (int i = 0; o && i < BACK; i++, o = o->call_prev) {
		if (!o->request || !o->has_credentials || !let_in(o) ||
		    !addr_same_ip(&o->client, &t->client) ||
		    !addr_same_ip(&o->server, &t->server) ||
		    !login_with_nonce(o->request, nonce, &other))
			continue;
		nc = login_param(other.value, "nc");
		if (count_of(nc, &n) && n >= now && (!found || n > max)) {
			max = n;
			*highest = nc;
			found = true;
		}
	}
	return found;
}

static bool missing(struct report *out, struct slice answer)
{
	static const char *const names[] = { "qop", "cnonce", "nc" };
	bool any = false;

	for (int i = 0; i < 3; i++) {
		if (login_param(answer, names[i]).len)
			continue;
		if (!any)
			report_list(out, "missing");
		report_item(out, slice_cstr(names[i]));
		any = true;
	}
	return any;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t, *before;
	struct login_line challenge, answer;
	struct slice qop, last;

	/* A nonce that is too old says nothing about what came with it. */
	if (login_stale(t->final))
		return;
	before = login_challenged(t);
	for (int i = 0; before && i < BACK &&
	     !login_answers(before, t, &challenge, &answer); i++)
		before = login_challenged(before);
	if (!before || !login_answers(before, t, &challenge, &answer) ||
	    !login_refused(t, &answer) ||
	    !sip_value_auth(challenge.value, "qop", &qop) || !qop.len)
		return;
	report_text(out, "qop", qop);
	report_group_ip(out, &t->client);
	report_group_ip(out, &t->server);
	report_header(out, before->final, qop, "qop");
	if (missing(out, answer.value)) {
		report_header(out, t->request, login_param(
			answer.value, "nonce"), "answer");
		report_message(out, t->final, NULL);
		report_make(out);
	} else if (used_before(t, &answer, &last)) {
		report_text(out, "nc", login_param(answer.value, "nc"));
		report_text(out, "last_nc", last);
		report_header(out, t->request, login_param(
			answer.value, "nc"), "nc");
		report_message(out, t->final, NULL);
		report_make(out);
	}
}

const struct rule rule_auth_qop = {
	.id = FINDING_AUTH_QOP, .on = RULE_ON(STORE_FINAL),
	.status = { 400, 401, 407 }, .needs_request = true,
	.needs_credentials = true,
	.unless = { FINDING_AUTH_CSEQ, FINDING_AUTH_ALGORITHM,
		    FINDING_AUTH_WRONG_HEADER },
	.check = check,
};
