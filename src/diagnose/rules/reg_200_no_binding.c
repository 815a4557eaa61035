/* SPDX-License-Identifier: BSD-2-Clause */
/* The 200 to REGISTER does not list the Contact that was sent, and the client
 * takes itself for not registered and asks again (RFC 3261 10.2.4, 10.3 step 8). */
#include "diagnose/registrar.h"

/* No refresh comes so soon: half of the least that is usual, 60 s, is 30 s. */
#define AT_ONCE (10 * CLOCK_S)

enum { BACK = 16 };

/* Accepted, but the Contact sent is not among those listed. */
static bool lacks(const struct transaction *t, struct slice *sent)
{
	if (t->status / 100 != 2 || !t->request)
		return false;
	*sent = sip_index_value(&t->request->sip, HEADER_CONTACT);
	return sent->len && !slice_eq(*sent, SLICE("*")) &&
		registrar_contacts(t->request, 2) == 1 &&
		rule_expires(t->request, NULL) != 0 &&
		rule_seconds(t->final, HEADER_EXPIRES) != 0 &&
		!registrar_find(t->final, *sent).len;
}

/* The last accepted REGISTER before t; a challenge in between belongs to t. */
static const struct transaction *accepted(const struct transaction *t)
{
	t = call_previous(t);
	for (int i = 0; t && i < BACK &&
	     (t->status == 401 || t->status == 407); i++)
		t = call_previous(t);
	return t;
}

static void show(struct report *out, const struct transaction *t,
		 struct slice sent)
{
	struct registrar_at at = { 0 };
	struct slice c;

	report_text(out, "contact", sip_value_uri(sent));
	report_header(out, t->request, sip_value_uri(sent), "sent");
	if (registrar_contacts(t->final, 1)) {
		report_list(out, "listed");
		while (registrar_contact(t->final, &at, &c))
			report_item(out, sip_value_uri(c));
		report_header_id(out, t->final, HEADER_CONTACT, "listed");
	} else {
		report_message(out, t->final, NULL);
	}
	report_group_ip(out, &t->client);
	report_group(out, registrar_aor(t->request));
	report_make(out);
}

/* The client asks again: at once, and for the same. */
static void next(const struct transaction *t, struct report *out)
{
	const struct transaction *before = accepted(t), *o;
	struct slice sent, older;
	unsigned times = 1;

	if (!before || t->start - before->answered > AT_ONCE ||
	    rule_expires(t->request, NULL) == 0 || !lacks(before, &sent) ||
	    !registrar_same(sip_index_value(&t->request->sip, HEADER_CONTACT),
			    sent))
		return;
	for (o = accepted(before); o && times < BACK && lacks(o, &older);
	     o = accepted(o))
		times++;
	report_about(out, before);
	if (times > 1)
		report_number(out, "times", times);
	show(out, before, sent);
}

/* A client that waits is content with what an SBC answers: nothing to tell. */
static void check(const struct rule_view *v, struct report *out)
{
	next(v->t, out);
}

const struct rule rule_reg_200_no_binding = {
	.id = FINDING_REG_200_NO_BINDING,
	.on = RULE_ON(STORE_REQUEST),
	.methods = RULE_METHOD(METHOD_REGISTER), .never_first = true,
	.needs_request = true, .needs_history = true,
	.check = check,
};
