/* SPDX-License-Identifier: BSD-2-Clause */
/* CSeq of a response that is not that of its request, or of a request that does not
 * grow (RFC 3261 8.2.6.2, 12.2.2).  Each side of a dialog counts for itself. */
#include "diagnose/reach.h"

enum { BACK = 64 };
/* A request may be overtaken by the next one. */
#define REORDERED CLOCK_S

/* The same side, in the same dialog, on the same hop. */
static bool same_side(const struct transaction *o, const struct transaction *t)
{
	const struct message *a = o->request, *b = t->request;

	return a && o->there == t->there && o->transport == t->transport &&
		slice_eq(message_slice(a, a->sip.from_tag),
			 message_slice(b, b->sip.from_tag)) &&
		(!o->in_dialog ||
		 slice_eq(message_slice(a, a->sip.to_tag),
			  message_slice(b, b->sip.to_tag)));
}

/* The request of that side with a number above t's, sent well before it. */
static const struct transaction *higher(const struct transaction *t)
{
	const struct transaction *o = t->call_prev;

	for (int i = 0; o && i < BACK; i++, o = o->call_prev) {
		if (o->request && o->request->sip.cseq > t->request->sip.cseq &&
		    t->start - o->start > REORDERED && same_side(o, t))
			return o;
	}
	return NULL;
}

/* What a request that came in the wrong order got: 500 or 400 (12.2.2), or it was
 * taken all the same. */
static void request(const struct transaction *t, struct report *out)
{
	const struct transaction *o;

	if (!t->in_dialog || t->method == METHOD_CANCEL ||
	    (t->status >= 300 && t->status != 400 && t->status != 500))
		return;
	o = higher(t);
	if (!o)
		return;
	if (t->status / 100 == 2)
		report_severity(out, SEVERITY_WARNING);
	report_addr(out, "sender", &t->client);
	report_number(out, "cseq", t->request->sip.cseq);
	report_number(out, "last_cseq", o->request->sip.cseq);
	report_header_id(out, t->request, HEADER_CSEQ, "cseq");
	report_header_id(out, o->request, HEADER_CSEQ, "last");
	report_group_ip(out, &t->client);
	report_make(out);
}

static bool same_branch(const struct message *a, const struct message *b)
{
	return a->sip.magic_branch &&
		slice_eq(message_slice(a, a->sip.branch),
			 message_slice(b, b->sip.branch)) &&
		slice_eq(message_slice(a, a->sip.sent_by),
			 message_slice(b, b->sip.sent_by));
}

/* A response whose request is not known, on a branch of another method.  CANCEL
 * has the branch of its INVITE (9.1): of these one may not be captured. */
static void response(const struct transaction *t, struct report *out)
{
	const struct transaction *o = t->call_prev;
	const struct message *m = t->first;

	if (t->method == METHOD_CANCEL || t->method == METHOD_INVITE ||
	    !m->sip.has_cseq || !m->sip.cseq_method.len || !reach_whole(m))
		return;
	for (int i = 0; o && (i >= BACK || !o->request || o->first ||
		o->there != t->there || o->method == t->method ||
		!same_branch(o->request, m)); i++)
		o = i < BACK ? o->call_prev : NULL;
	if (!o)
		return;
	report_about(out, o);
	report_addr(out, "sender", &t->server);
	report_text(out, "response_method",
		    message_slice(m, m->sip.cseq_method));
	report_text(out, "branch_method",
		    message_slice(o->request, o->request->sip.method_name));
	report_header_id(out, m, HEADER_CSEQ, "cseq");
	report_header_id(out, o->request, HEADER_CSEQ, NULL);
	report_group_ip(out, &t->server);
	report_make(out);
}

static void check(const struct rule_view *v, struct report *out)
{
	if (v->t->request)
		request(v->t, out);
	else if (v->event == STORE_FINAL)
		response(v->t, out);
}

const struct rule rule_cseq_mismatch = {
	.id = FINDING_CSEQ_MISMATCH,
	.on = RULE_ON(STORE_FINAL) | RULE_ON(STORE_TIMEOUT),
	.needs_odd = true, .check = check,
};
