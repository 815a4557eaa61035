/* SPDX-License-Identifier: BSD-2-Clause */
/* A 3xx names a target that this call has tried before, and the client tries it
 * again (RFC 3261 8.1.3.4, 21.3). */
#include "diagnose/redirect.h"

enum { ROUNDS = 2 }; /* once may be a second try of a busy target */

/* A redirect of the same client to what it had tried by then. */
static bool leads_back(const struct transaction *o, const struct transaction *t)
{
	struct slice c;

	if (o->method != METHOD_INVITE || o->status / 100 != 3 || !o->request ||
	    !addr_same_ip(&o->client, &t->client))
		return false;
	c = redirect_target(o->final, NULL);
	return c.len && redirect_tried(o, c);
}

/* t goes where the call had been, because one of those said so. */
static bool tried_again(const struct transaction *t)
{
	struct slice uri = message_slice(t->request, t->request->sip.uri);
	const struct transaction *o = t->call_prev;

	for (int i = 0; o && i < REDIRECT_BACK; i++, o = o->call_prev) {
		if (leads_back(o, t) &&
		    redirect_same(redirect_target(o->final, NULL), uri))
			return true;
	}
	return false;
}

static unsigned rounds(const struct transaction *t)
{
	const struct transaction *o = t;
	unsigned n = 0;

	for (int i = 0; o && i < REDIRECT_BACK; i++, o = o->call_prev) {
		if (transaction_has(o, FINDING_REDIRECT_LOOP))
			return 0; /* told already */
		n += leads_back(o, t);
	}
	return n;
}

/* Number portability and STIR servers return the same number with more said about
 * it: the next try has it, and is not the same. */
static bool knows_more(const struct transaction *t, const struct transaction *o)
{
	return sip_index_count(&t->request->sip, HEADER_IDENTITY) >
		sip_index_count(&o->request->sip, HEADER_IDENTITY);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t, *first;
	struct slice contact;
	unsigned n;

	if (!t->call_prev)
		return;
	contact = redirect_target(t->final, NULL);
	first = contact.len ? redirect_tried(t, contact) : NULL;
	if (!first || !tried_again(t) || knows_more(t, first))
		return;
	n = rounds(t);
	if (n < ROUNDS)
		return;
	report_text(out, "contact", contact);
	report_number(out, "rounds", n);
	report_header(out, t->final, contact, "contact");
	report_start_line(out, first->request, message_slice(
		first->request, first->request->sip.uri), "target");
	report_make(out);
}

const struct rule rule_redirect_loop = {
	.id = FINDING_REDIRECT_LOOP, .on = RULE_ON(STORE_FINAL),
	.status = { 300, 301, 302, 305, 380 },
	.methods = RULE_METHOD(METHOD_INVITE), .needs_request = true,
	.root = true, .check = check,
};
