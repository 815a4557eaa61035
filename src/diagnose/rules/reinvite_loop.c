/* SPDX-License-Identifier: BSD-2-Clause */
/* Two sides change the call again and again (RFC 3261 14). */
#include "diagnose/indialog.h"

/* Session timers are minutes apart, a user at the hold key is slower. */
#define SPAN (10 * CLOCK_S)
enum { OFTEN = 6 };

static bool counts(const struct transaction *o, const struct transaction *t)
{
	/* A challenge and a 491 are tried again by the rules. */
	return indialog_changes(o) && indialog_same_ends(o, t) &&
		o->request->sip.body.len && o->status != 401 &&
		o->status != 407 && o->status != 491;
}

/* The same request on another hop: two phones may share an address, behind one
 * NAT for example, and then the ends do not tell the hops apart. */
static bool same_request(const struct transaction *a,
			 const struct transaction *b)
{
	const struct message *x = a->request, *y = b->request;

	return x->sip.cseq == y->sip.cseq && a->method == b->method &&
		slice_eq(message_slice(x, x->sip.from_tag),
			 message_slice(y, y->sip.from_tag));
}

static bool same_codecs(const struct sdp *a, const struct sdp *b)
{
	const struct sdp_media *x = &a->media[0], *y = &b->media[0];

	if (x->n_formats != y->n_formats)
		return false;
	for (unsigned i = 0; i < x->n_formats; i++) {
		if (!slice_eq(x->formats[i].format, y->formats[i].format))
			return false;
	}
	return true;
}

/* What differs between two descriptions; NULL: nothing that is known here. */
static const char *difference(const struct message *a, const struct message *b,
			      struct sdp *x, struct sdp *y)
{
	if (!rule_sdp(a, x) || !rule_sdp(b, y) || !x->n_media || !y->n_media)
		return NULL;
	if (!slice_eq(x->media[0].connection, y->media[0].connection))
		return catalog_text(TEXT_CHANGE_ADDRESS);
	return same_codecs(x, y) ? NULL : catalog_text(TEXT_CHANGE_CODECS);
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t, *o = t, *last = NULL;
	struct sdp x, y;
	unsigned n = 0;
	const char *what;
	int64_t since = t->start;

	if (!t->in_dialog || !t->request->sip.body.len)
		return;
	for (int i = 0; o && i < INDIALOG_BACK; i++, o = o->call_prev) {
		if (t->start - o->start > SPAN)
			break;
		if (!counts(o, t))
			continue;
		if (last && same_request(o, last))
			continue;
		n++;
		since = o->start;
		last = o;
	}
	if (n < OFTEN)
		return;
	what = difference(t->request, last->request, &x, &y);
	if (!what && t->call_prev && t->call_prev->request)
		what = difference(t->request, t->call_prev->request, &x, &y);
	report_number(out, "reinvites", n);
	report_span(out, "seconds", t->start - since + CLOCK_S / 2, CLOCK_S);
	if (what)
		report_text(out, "change", slice_cstr(what));
	report_header_id(out, t->request, HEADER_CSEQ, "change");
	report_message(out, last->request, NULL);
	report_group(out, t->call->call_id);
	report_make(out);
}

const struct rule rule_reinvite_loop = {
	.id = FINDING_REINVITE_LOOP, .on = RULE_ON(STORE_REQUEST),
	.methods = RULE_METHOD(METHOD_INVITE) | RULE_METHOD(METHOD_UPDATE),
	.needs_request = true,
	.needs_in_dialog = true, .aside = true, .check = check,
};
