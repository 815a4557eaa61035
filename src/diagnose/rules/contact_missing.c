/* SPDX-License-Identifier: BSD-2-Clause */
/* A request that sets up a dialog, or its 2xx, without Contact: nobody knows where
 * the next request shall go (RFC 3261 8.1.1.8, 12.1.1). */
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

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct message *m = t->request;

	if (!request_lacks(t)) {
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
	.on = RULE_ON(STORE_FINAL) | RULE_ON(STORE_TIMEOUT),
	.methods = RULE_METHOD(METHOD_INVITE) | RULE_METHOD(METHOD_SUBSCRIBE) |
		RULE_METHOD(METHOD_REFER) | RULE_METHOD(METHOD_NOTIFY) |
		RULE_METHOD(METHOD_UPDATE),
	.needs_request = true, .aside = true, .check = check,
};
