/* SPDX-License-Identifier: BSD-2-Clause */
/* A call without number is refused for that: 433 (RFC 5079), or 403 and 603 with
 * Q.850 cause 24. */
#include "diagnose/rule.h"

enum { CALL_REJECTED = 24 }; /* Q.850: due to the feature ACR */

/* Privacy: id or user (RFC 3323 4.2, 3325 9.3); *how is the header line. */
static bool is_private(const struct message *m, struct slice *where,
		       struct slice *how)
{
	const struct sip_header *h = rule_line(m, HEADER_PRIVACY, 0);
	struct slice rest, word;
	size_t end;

	if (!h)
		return false;
	rest = message_slice(m, h->value);
	while (rest.len) {
		end = slice_find(rest, ';');
		word = slice_trim(slice_head(rest, end));
		rest = slice_from(rest, end + 1);
		if (!slice_eq_nocase(word, SLICE("id")) &&
		    !slice_eq_nocase(word, SLICE("user")))
			continue;
		*where = word;
		*how = sip_index_line(&m->sip, h);
		return true;
	}
	return false;
}

/* RFC 3261 8.1.1.3, RFC 3323 4.1. */
static bool is_anonymous(const struct message *m, struct slice *where)
{
	struct slice uri = sip_value_uri(sip_index_value(&m->sip, HEADER_FROM));
	struct sip_value_uri_parts p;

	*where = uri;
	return sip_value_uri_split(uri, &p) &&
		(slice_eq_nocase(p.user, SLICE("anonymous")) ||
		 slice_eq_nocase(p.host, SLICE("anonymous.invalid")));
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	struct slice where, how, reason = slice_of(NULL, 0);
	struct sip_value_reason r;
	bool cause24;

	if (is_anonymous(t->request, &where))
		how = where;
	else if (!is_private(t->request, &where, &how))
		return;
	cause24 = rule_q850(t->final, &r, &reason) &&
		r.cause_number == CALL_REJECTED;
	if (t->status != 433 && !cause24)
		return;
	if (t->status != 433)
		report_certainty(out, CERTAINTY_LIKELY);
	report_flag(out, "cause24", t->status != 433);
	report_number(out, "code", t->status);
	report_text(out, "how", how);
	if (cause24)
		report_header(out, t->final, reason, "refused");
	else
		report_start_line(out, t->final, message_slice(
			t->final, t->final->sip.start_line), "refused");
	report_header(out, t->request, where, "anonymous");
	report_group_ip(out, &t->server);
	report_make(out);
}

const struct rule rule_anonymous_433 = {
	.id = FINDING_ANONYMOUS_433, .on = RULE_ON(STORE_FINAL),
	.status = { 403, 433, 603 }, .methods = RULE_METHOD(METHOD_INVITE),
	.needs_request = true, .check = check,
};
