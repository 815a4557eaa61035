/* SPDX-License-Identifier: BSD-2-Clause */
/* A request that sets up a dialog, its 2xx, or a reliable 18x, without Contact:
 * nobody knows where the next request shall go (RFC 3261 8.1.1.8, 12.1.1; RFC 3262
 * 4: the PRACK goes there). */
#include "diagnose/reach.h"

static bool lacks(const struct message *m)
{
	return !sip_index_header(&m->sip, HEADER_CONTACT, 0) && reach_whole(m);
}

/* Inside a dialog the other side knows it already, and a NOTIFY that nobody asked
 * for (RFC 3842) makes none: there it counts only where it is refused. */
static bool request_lacks(const struct transaction *t)
{
	if ((t->in_dialog || t->method == METHOD_NOTIFY) && t->status != 400)
		return false;
	return t->status != 401 && t->status != 407 && lacks(t->request) &&
		!reach_is_scanner(t->request);
}

static bool answer_lacks(const struct transaction *t)
{
	return !t->in_dialog && t->status / 100 == 2 &&
		(t->method == METHOD_INVITE ||
		 t->method == METHOD_SUBSCRIBE) && lacks(t->final);
}

/* A 1xx without a To tag makes no early dialog, and one that is not sent reliably
 * need not make one (RFC 3262 3). */
static bool early_lacks(const struct transaction *t, const struct message *m)
{
	return m && !t->in_dialog && m->sip.to_tag.len &&
		sip_index_header(&m->sip, HEADER_RSEQ, 0) &&
		sip_value_list_has(sip_index_value(&m->sip, HEADER_REQUIRE),
				   SLICE("100rel"), true, NULL) && lacks(m);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct message *m = t->request;

	if (v->event == STORE_PROVISIONAL) {
		m = v->message;
		if (!early_lacks(t, m))
			return;
		report_flag(out, "early", true);
	} else if (!request_lacks(t)) {
		if (!answer_lacks(t))
			return;
		m = t->final;
	} else if (t->status == 400) {
		report_number(out, "refused", t->status);
	}
	reach_what(out, m);
	report_addr(out, "sender", &m->src);
	report_message(out, m, "first-line");
	report_group_ip(out, &m->src);
	report_make(out);
}

const struct rule rule_contact_missing = {
	.id = FINDING_CONTACT_MISSING,
	.on = RULE_ON(STORE_PROVISIONAL) | RULE_ON(STORE_FINAL) |
		RULE_ON(STORE_TIMEOUT),
	.methods = RULE_METHOD(METHOD_INVITE) | RULE_METHOD(METHOD_SUBSCRIBE) |
		RULE_METHOD(METHOD_REFER) | RULE_METHOD(METHOD_NOTIFY) |
		RULE_METHOD(METHOD_UPDATE),
	.needs_request = true, .needs_rseq = true, .aside = true, .check = check,
};
