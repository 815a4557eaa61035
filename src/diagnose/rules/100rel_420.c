/* SPDX-License-Identifier: BSD-2-Clause */
/* `Require: 100rel' of an INVITE is refused (RFC 3262 4).  Judged when the 420 is
 * over, by what the caller did next.  Where more than 100rel is refused,
 * require-unsupported names all of it. */
#include "diagnose/indialog.h"

static bool demands(const struct message *m, struct slice *where)
{
	return sip_value_list_has(sip_index_value(&m->sip, HEADER_REQUIRE),
				  SLICE("100rel"), true, where);
}

/* Unsupported holds 100rel and nothing else. */
static bool refuses(const struct message *m, struct slice *where)
{
	struct slice v = sip_index_value(&m->sip, HEADER_UNSUPPORTED);

	*where = v;
	return slice_eq_nocase(v, SLICE("100rel")) &&
		!rule_line(m, HEADER_UNSUPPORTED, 1);
}

static bool claims(const struct rule_view *v)
{
	const struct transaction *t = v->t;
	struct slice where;

	return t->status == 420 && t->method == METHOD_INVITE &&
		demands(t->request, &where) && refuses(t->final, &where);
}

/* The next INVITE does without, and nothing is against it yet. */
static bool repeated(const struct transaction *t)
{
	const struct transaction *next = call_following(t);
	struct slice where;

	return next && next->request && !demands(next->request, &where) &&
		next->status / 100 != 4 && next->status / 100 != 5 &&
		next->status / 100 != 6;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	struct slice where;

	if (!claims(v))
		return;
	if (repeated(t)) {
		report_flag(out, "repeated", true);
		report_severity(out, SEVERITY_WARNING);
	}
	refuses(t->final, &where);
	report_header(out, t->final, where, "refused");
	if (demands(t->request, &where))
		report_header(out, t->request, where, "demanded");
	report_group_ip(out, &t->client);
	report_group_ip(out, &t->server);
	report_make(out);
}

const struct rule rule_100rel_420 = {
	.id = FINDING_100REL_420, .on = RULE_ON(STORE_COMPLETE),
	.status = { 420 }, .methods = RULE_METHOD(METHOD_INVITE),
	.needs_request = true, .check = check, .claims = claims,
};
