/* SPDX-License-Identifier: BSD-2-Clause */
/* CANCEL answered 481: it differs from its INVITE, or the INVITE was over
 * (RFC 3261 9.1, 9.2). */
#include "diagnose/indialog.h"

/* The INVITE that this CANCEL could mean: the last of that hop. */
static const struct transaction *invite_of(const struct transaction *t)
{
	const struct transaction *o = t->call_prev;

	if (t->cancels)
		return t->cancels;
	for (int i = 0; o && i < INDIALOG_BACK; i++, o = o->call_prev) {
		if (o->method == METHOD_INVITE && o->request &&
		    addr_same_ip(&o->client, &t->client) &&
		    addr_same_ip(&o->server, &t->server))
			return o;
	}
	return NULL;
}

static void tell(struct report *out, const char *flag, struct slice invite,
		 struct slice cancel)
{
	report_flag(out, flag, true);
	report_text(out, "invite_value", invite);
	report_text(out, "cancel_value", cancel);
}

static struct slice number(const struct message *m)
{
	struct slice v = sip_index_value(&m->sip, HEADER_CSEQ);
	size_t n = slice_find(v, ' ');

	return slice_head(v, n < v.len ? n : v.len);
}

static bool compare(struct report *out, const struct message *c,
		    const struct message *i)
{
	struct slice a = message_slice(i, i->sip.branch);
	struct slice b = message_slice(c, c->sip.branch);

	if (!slice_eq(a, b)) {
		tell(out, "branch", a, b);
		report_header(out, c, b, "cancel");
		report_header(out, i, a, "invite");
		return true;
	}
	a = message_slice(i, i->sip.uri);
	b = message_slice(c, c->sip.uri);
	if (!slice_eq(a, b)) {
		tell(out, "uri_differs", a, b);
		report_start_line(out, c, b, "cancel");
		report_start_line(out, i, a, "invite");
		return true;
	}
	if (c->sip.cseq == i->sip.cseq)
		return false;
	tell(out, "cseq_differs", number(i), number(c));
	report_header(out, c, number(c), "cancel");
	report_header(out, i, number(i), "invite");
	return true;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t, *invite = invite_of(t);

	if (t->cancels && t->cancels->final) {
		report_number(out, "final", t->cancels->status);
		report_severity(out, SEVERITY_INFO);
		report_message(out, t->request, NULL);
		report_message(out, t->cancels->final, NULL);
	} else if (!invite || !compare(out, t->request, invite->request)) {
		report_message(out, t->final, NULL);
		report_message(out, t->request, NULL);
	}
	report_group_ip(out, &t->client);
	report_group_ip(out, &t->server);
	report_make(out);
}

const struct rule rule_cancel_481 = {
	.id = FINDING_CANCEL_481, .on = RULE_ON(STORE_FINAL),
	.status = { 481 }, .methods = RULE_METHOD(METHOD_CANCEL),
	.needs_request = true, .check = check,
};
