/* SPDX-License-Identifier: BSD-2-Clause */
/* The credentials answer another challenge than the last one of this server, and
 * are not called stale: nodes that do not share their nonces, or a client that
 * keeps an old one (RFC 7616 3.4). */
#include "diagnose/login.h"

enum {
	BACK = 16,  /* transactions of one call looked through */
	TIMES = 2   /* once is a request that crossed the challenge */
};

/* The server gave it out with an earlier answer, for the next request (RFC 7616
 * 3.5). */
static bool given_ahead(const struct transaction *t, struct slice nonce)
{
	const struct transaction *o = t->call_prev;
	const struct sip_header *h;

	for (int i = 0; o && i < BACK; i++, o = o->call_prev) {
		h = o->final && addr_same_ip(&o->server, &t->server) ?
			rule_line(o->final, HEADER_AUTHENTICATION_INFO, 0) :
			NULL;
		if (h && slice_search(message_slice(o->final, h->value),
				      nonce) < h->value.len)
			return true;
	}
	return false;
}

/* Rejected with a nonce that is not the last one of that server for the realm. */
static bool is_old(const struct transaction *t, struct login_line *last,
		   struct login_line *answer)
{
	const struct transaction *before = login_challenged(t);
	struct slice realm;

	if (!before || !t->has_credentials || t->refused ||
	    (t->status != 401 && t->status != 407) || login_stale(t->final) ||
	    login_answers(before, t, last, answer))
		return false;
	for (unsigned i = 0; login_challenge(before->final, i, last); i++) {
		realm = login_param(last->value, "realm");
		for (unsigned k = 0; login_credentials(t->request, k, answer);
		     k++) {
			struct slice nonce = login_param(answer->value,
							 "nonce");

			if (nonce.len && slice_eq(login_param(
				    answer->value, "realm"), realm))
				return !given_ahead(t, nonce);
		}
	}
	return false;
}

/* How often in a row, t included. */
static unsigned in_a_row(const struct transaction *t)
{
	struct login_line l, a;
	unsigned n = 0;

	for (int i = 0; t && i < BACK; i++, t = t->call_prev) {
		if (!t->request || !t->has_credentials)
			continue;
		if (!is_old(t, &l, &a))
			break;
		n++;
	}
	return n;
}

/* Who issued a nonce in this call, and when; NULL: not seen. */
static const struct transaction *issuer(const struct transaction *t,
					struct slice nonce)
{
	struct login_line l;

	for (int i = 0; t && i < BACK; i++, t = t->call_prev) {
		if (t->status != 401 && t->status != 407)
			continue;
		for (unsigned k = 0; login_challenge(t->final, k, &l); k++) {
			if (slice_eq(login_param(l.value, "nonce"), nonce))
				return t;
		}
	}
	return NULL;
}

/* Both servers that challenge in turn. */
static void name_nodes(struct report *out, const struct addr *a,
		       const struct addr *b)
{
	const struct addr *both[] = { a, b };
	char room[64];

	report_list(out, "nodes");
	for (int i = 0; i < 2; i++) {
		struct strbuf s = strbuf_in(room, sizeof(room));

		addr_format_ip(&s, both[i]);
		report_item(out, report_copy(out, strbuf_view(&s)));
		strbuf_fini(&s);
	}
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t, *from;
	struct login_line last, answer;
	struct slice nonce;
	unsigned times;

	if (!is_old(t, &last, &answer))
		return;
	times = in_a_row(t);
	if (times < TIMES)
		return;
	nonce = login_param(answer.value, "nonce");
	from = issuer(t->call_prev, nonce);
	if (from) {
		report_number(out, "age", (t->start - from->answered) /
			      CLOCK_S);
		report_number(out, "times", times);
		if (!addr_same_ip(&from->server, &t->server))
			name_nodes(out, &from->server, &t->server);
	}
	report_group_ip(out, &t->client);
	report_group_ip(out, &t->server);
	report_header(out, login_challenged(t)->final,
		      login_param(last.value, "nonce"), "last-nonce");
	report_header(out, t->request, nonce, "nonce");
	report_message(out, t->final, NULL);
	report_make(out);
}

const struct rule rule_auth_nonce_old = {
	.id = FINDING_AUTH_NONCE_OLD, .on = RULE_ON(STORE_FINAL),
	.status = { 401, 407 }, .needs_request = true,
	.needs_credentials = true, .check = check,
};
