/* SPDX-License-Identifier: BSD-2-Clause */
/* Two sides change the call again and again (RFC 3261 14). */
#include "diagnose/indialog.h"

/* Session timers are minutes apart, a user at the hold key is slower. */
#define SPAN (10 * CLOCK_S)
enum { OFTEN = 6 };
/* More than three of each side, with what it wanted before: four times back and
 * forth is no accident.  No session timer is so fast (RFC 4028 4: 90 s at
 * least), for a transaction is remembered some 32 s. */
enum { EACH = 4 };

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

/* A description without its o= line, whose version may grow. */
static void wanted(const struct message *m, struct slice *head,
		   struct slice *rest)
{
	struct slice body = message_slice(m, m->sip.body);
	size_t at = slice_search(body, SLICE("\no="));

	*head = slice_head(body, at);
	*rest = slice_from(body, at + 1);
	*rest = slice_from(*rest, slice_find(*rest, '\n'));
}

static bool wants_same(const struct message *a, const struct message *b)
{
	struct slice x, y, x_rest, y_rest;

	wanted(a, &x, &x_rest);
	wanted(b, &y, &y_rest);
	return slice_eq(x_rest, y_rest) && slice_eq(x, y);
}

static bool same_side(const struct message *a, const struct message *b)
{
	return slice_eq(message_slice(a, a->sip.from_tag),
			message_slice(b, b->sip.from_tag));
}

struct series {
	const struct transaction *first, *other; /* other: the last before t */
	unsigned n;
};

/* All of the last seconds. */
static struct series hasty(const struct transaction *t)
{
	struct series s = { NULL, NULL, 0 };
	const struct transaction *o = t;

	for (int i = 0; o && i < INDIALOG_BACK; i++, o = o->call_prev) {
		if (t->start - o->start > SPAN)
			break;
		if (!counts(o, t) || (s.first && same_request(o, s.first)))
			continue;
		if (s.n++ == 1)
			s.other = o;
		s.first = o;
	}
	if (s.n < OFTEN)
		s.n = 0;
	return s;
}

/* Those by which each side says again what it said before. */
static struct series stubborn(const struct transaction *t)
{
	struct series s = { t, NULL, 0 };
	const struct transaction *o = t->call_prev;
	unsigned mine = 1, others = 0;

	for (int i = 0; o && i < INDIALOG_BACK; i++, o = o->call_prev) {
		bool same;

		if (!counts(o, t) || same_request(o, s.first))
			continue;
		same = same_side(o->request, t->request);
		if ((same || s.other) && !wants_same(
			    o->request, (same ? t : s.other)->request))
			break;
		if (same)
			mine++;
		else if (!others++)
			s.other = o;
		s.first = o;
	}
	if (mine >= EACH && others >= EACH)
		s.n = mine + others;
	return s;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	struct series s;
	struct sdp x, y;
	const char *what;

	if (!t->in_dialog || !t->request->sip.body.len)
		return;
	s = hasty(t);
	if (!s.n)
		s = stubborn(t);
	if (!s.n)
		return;
	what = difference(t->request, s.first->request, &x, &y);
	if (!what && s.other)
		what = difference(t->request, s.other->request, &x, &y);
	report_number(out, "reinvites", s.n);
	report_span(out, "seconds", t->start - s.first->start + CLOCK_S / 2,
		    CLOCK_S);
	if (what)
		report_text(out, "change", slice_cstr(what));
	report_header_id(out, t->request, HEADER_CSEQ, "change");
	report_message(out, s.first->request, NULL);
	report_group(out, t->call->call_id);
	report_make(out);
}

const struct rule rule_reinvite_loop = {
	.id = FINDING_REINVITE_LOOP, .on = RULE_ON(STORE_REQUEST),
	.methods = RULE_METHOD(METHOD_INVITE) | RULE_METHOD(METHOD_UPDATE),
	.needs_request = true,
	.needs_in_dialog = true, .aside = true, .check = check,
};
