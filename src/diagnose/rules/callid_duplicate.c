/* SPDX-License-Identifier: BSD-2-Clause */
/* Two sources begin calls of their own with one Call-ID (RFC 3261 8.1.1.4). */
#include "diagnose/rule.h"

enum { BACK = 64 };

/* Not the same call passed on, which keeps its From tag, and not the caller's next
 * try. */
static bool another(const struct transaction *o, const struct transaction *t)
{
	const struct message *a = o->request, *b = t->request;

	return a && o->method == METHOD_INVITE && !o->in_dialog &&
		!addr_same_ip(&o->client, &t->client) && a->sip.from_tag.len &&
		b->sip.from_tag.len &&
		!slice_eq(message_slice(a, a->sip.from_tag),
			  message_slice(b, b->sip.from_tag));
}

static const struct transaction *other_call(const struct transaction *t)
{
	const struct transaction *o = t->call_prev, *found = NULL;

	for (int i = 0; o && i < BACK; i++, o = o->call_prev) {
		if (transaction_has(o, FINDING_CALLID_DUPLICATE))
			return NULL;
		if (another(o, t))
			found = o;
	}
	return found;
}

static void source(struct report *out, const struct addr *a)
{
	struct strbuf b = { 0 };

	addr_format_ip(&b, a);
	report_item(out, report_copy(out, strbuf_view(&b)));
	strbuf_fini(&b);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t, *o;

	o = t->in_dialog ? NULL : other_call(t);
	if (!o)
		return;
	report_list(out, "sources");
	source(out, &o->client);
	source(out, &t->client);
	report_header(out, o->request, message_slice(
		o->request, o->request->sip.call_id), "call-id");
	report_header(out, t->request, message_slice(
		t->request, t->request->sip.call_id), "call-id");
	report_group_ip(out, &o->client);
	report_group_ip(out, &t->client);
	report_make(out);
}

const struct rule rule_callid_duplicate = {
	.id = FINDING_CALLID_DUPLICATE, .on = RULE_ON(STORE_REQUEST),
	.methods = RULE_METHOD(METHOD_INVITE), .never_first = true,
	.needs_request = true, .aside = true, .check = check,
};
