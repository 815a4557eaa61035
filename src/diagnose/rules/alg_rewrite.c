/* SPDX-License-Identifier: BSD-2-Clause */
/* A router rewrote SIP on its way: the same request, with the same branch and no
 * Via more, was captured on both sides of it, and differs. */
#include "diagnose/reach.h"

enum { BACK = 16 };

/* The other capture of it.  A device that adds or replaces Via is no router; and a
 * branch that is not unique proves nothing. */
static const struct transaction *before(const struct transaction *t)
{
	const struct message *b = t->request;
	const struct transaction *o = t->call_prev;

	for (int i = 0; o && i < BACK; i++, o = o->call_prev) {
		const struct message *a = o->request;

		if (a && o->method == t->method && a->sip.magic_branch &&
		    a->sip.cseq == b->sip.cseq && o->there != t->there &&
		    a->transport == b->transport &&
		    slice_eq(message_slice(a, a->sip.branch),
			     message_slice(b, b->sip.branch)) &&
		    slice_eq(message_slice(a, a->sip.from_tag),
			     message_slice(b, b->sip.from_tag)) &&
		    sip_index_count(&a->sip, HEADER_VIA) ==
		    sip_index_count(&b->sip, HEADER_VIA))
			return o;
	}
	return NULL;
}

/* Both are there, and differ. */
static bool differ(struct slice a, struct slice b)
{
	return a.len && b.len && !slice_eq(a, b);
}

static void header(struct report *out, const struct message *a,
		   const struct message *b, const char *name, struct slice x,
		   struct slice y)
{
	report_item(out, slice_cstr(name));
	report_header(out, a, x, NULL);
	report_header(out, b, y, "changed");
}

static unsigned compare(struct report *out, const struct message *a,
			const struct message *b)
{
	struct sip_value_uri_parts c = { .host = { NULL, 0 } },
				   d = { .host = { NULL, 0 } };
	struct slice la, lb, x, y;
	unsigned n = 0;

	report_list(out, "changed");
	x = message_slice(a, a->sip.sent_by);
	y = message_slice(b, b->sip.sent_by);
	if (differ(x, y)) {
		header(out, a, b, "Via", x, y);
		n++;
	}
	if (reach_uri(a, HEADER_CONTACT, &c) &&
	    reach_uri(b, HEADER_CONTACT, &d) && differ(c.host, d.host)) {
		header(out, a, b, "Contact", c.host, d.host);
		n++;
	}
	x = reach_connection(a, &la);
	y = reach_connection(b, &lb);
	if (differ(x, y)) {
		report_item(out, SLICE("SDP"));
		report_body(out, a, la, x);
		report_body(out, b, lb, y);
		report_body_mark(out, "changed");
		n++;
	}
	return n;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t, *o = before(t);

	/* Nobody but a NAT sends it from another address. */
	if (!o || addr_same_ip(&o->client, &t->client) ||
	    !compare(out, o->request, t->request))
		return;
	report_addr_ip(out, "router", &t->client);
	report_addr(out, "client", &o->client);
	report_group_ip(out, &t->client);
	report_make(out);
}

const struct rule rule_alg_rewrite = {
	.id = FINDING_ALG_REWRITE, .on = RULE_ON(STORE_REQUEST),
	.methods = RULE_METHOD(METHOD_INVITE) | RULE_METHOD(METHOD_REGISTER),
	.never_first = true, .needs_request = true, .needs_again = true,
	.aside = true, .check = check,
};
