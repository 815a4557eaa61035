/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls that are forwarded in a circle through B2BUAs (RFC 5806, RFC 7044).
 * Two signs: a number stands twice among those who forwarded the call, with another
 * one in between; or new calls to one number come back, again and again, from
 * where the last one was sent, and nobody rings.  A dialer's calls or a ring
 * group's have no such way, and a B2BUA alone makes two calls of one. */
#include "diagnose/habits.h"
#include "diagnose/rule.h"

/* Elements of one kind of header that are looked at. */
enum { ELEMENTS = 16 };

/* One who forwarded. */
struct station {
	struct slice uri, user, index;
	bool waited; /* rang there until nobody answered */
};

/* Names such as `anonymous' stand for different people, so digits alone. */
static bool is_number(struct slice user)
{
	if (user.len && *user.p == '+')
		user = slice_from(user, 1);
	for (size_t i = 0; i < user.len; i++) {
		if (user.p[i] < '0' || user.p[i] > '9')
			return false;
	}
	return user.len > 1;
}

static struct station read_one(struct slice e, enum header_id id)
{
	struct station s = { .uri = sip_value_uri(e) };
	struct slice v;

	s.user = numbers_user(s.uri);
	s.user = slice_head(s.user, slice_find(s.user, ';'));
	if (id == HEADER_DIVERSION) {
		s.waited = sip_value_param(e, "reason", &v) &&
			slice_eq_nocase(sip_value_unquote(v),
					SLICE("no-answer"));
		return s;
	}
	if (sip_value_param(e, "index", &v))
		s.index = v;
	/* RFC 4458 2: 408 is no answer. */
	s.waited = sip_value_param(s.uri, "cause", &v) &&
		slice_starts_nocase(v, SLICE("408"));
	return s;
}

static unsigned stations(const struct message *m, enum header_id id,
			 struct station *out)
{
	const struct sip_header *h;
	unsigned n = 0;

	for (unsigned i = 0; n < ELEMENTS && (h = rule_line(m, id, i)); i++) {
		struct slice rest = message_slice(m, h->value), e;

		while (n < ELEMENTS && sip_value_next(&rest, &e))
			out[n++] = read_one(e, id);
	}
	return n;
}

/* Did b follow on a?  Diversion is one line of forwardings; History-Info has
 * branches too: 1.1 leads to 1.1.2, not to 1.2 (RFC 7044 10.3). */
static bool leads(const struct station *a, const struct station *b,
		  enum header_id id)
{
	return id == HEADER_DIVERSION ||
		(a->index.len && b->index.len > a->index.len &&
		 b->index.p[a->index.len] == '.' &&
		 slice_eq(slice_head(b->index, a->index.len), a->index));
}

/* The one between a and b on the way, with another number; or NULL. */
static const struct station *between(const struct station *a,
				     const struct station *b, enum header_id id)
{
	if (!is_number(a->user) || !slice_eq(a->user, b->user) ||
	    !leads(a, b, id))
		return NULL;
	for (const struct station *s = a + 1; s < b; s++) {
		if (is_number(s->user) && !slice_eq(s->user, a->user) &&
		    leads(a, s, id) && leads(s, b, id))
			return s;
	}
	return NULL;
}

static bool any_waited(const struct station *s, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		if (s[i].waited)
			return true;
	}
	return false;
}

static void show(const struct rule_view *v, struct report *out,
		 const struct station *a, const struct station *b,
		 const struct station *mid)
{
	const struct message *m = v->t->request;
	struct slice user = numbers_user(message_slice(m, m->sip.uri));

	/* The last of History-Info is the one called. */
	if (!user.len || slice_eq(user, a->user))
		user = mid->user;
	report_text(out, "number", user);
	report_text(out, "diverted", a->user);
	report_group(out, a->user);
	report_header(out, m, a->uri, "diverted");
	report_header(out, m, b->uri, "diverted");
	report_make(out);
}

static bool diverted(const struct rule_view *v, struct report *out,
		     enum header_id id)
{
	struct station s[ELEMENTS];
	unsigned n = stations(v->t->request, id, s);

	for (unsigned b = 2; b < n; b++) {
		for (unsigned a = 0; a + 1 < b; a++) {
			const struct station *mid = between(&s[a], &s[b], id);

			if (!mid)
				continue;
			/* A queue takes back a call that its agent did not
			 * answer. */
			if (any_waited(s, n))
				report_certainty(out, CERTAINTY_POSSIBLE);
			show(v, out, &s[a], &s[b], mid);
			return true;
		}
	}
	return false;
}

/* The first INVITE of those calls while nobody rings or has answered: else these
 * are calls of their own. */
static const struct transaction *open_first(const struct rule_view *v,
					    struct slice id)
{
	const struct call *call = store_call(v->store, id);
	const struct transaction *t = call ? call->first : NULL;

	return t && t->method == METHOD_INVITE && t->request && !t->final &&
		!t->provisional ? t : NULL;
}

/* New calls come back; other: the number that they go to besides, or empty. */
static bool around(const struct rule_view *v, struct report *out,
		   struct slice id, int64_t begin, unsigned calls,
		   struct slice other)
{
	const struct transaction *first = open_first(v, id);
	const struct message *m = v->t->request;
	struct slice user = numbers_user(message_slice(m, m->sip.uri));
	int64_t seconds = (v->now - begin + CLOCK_S - 1) / CLOCK_S;

	if (!first)
		return false;
	report_text(out, "number", user);
	if (other.len)
		report_text(out, "other", other);
	report_number(out, "calls", calls);
	report_number(out, "seconds", seconds ? seconds : 1);
	report_group(out, user);
	report_start_line(out, first->request, message_slice(
		first->request, first->request->sip.uri), "first");
	report_start_line(out, m, message_slice(m, m->sip.uri), NULL);
	report_make(out);
	return true;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct forward_chain *c;
	const struct forward_round *r = v->habits->forwards.round;

	if (diverted(v, out, HEADER_DIVERSION) ||
	    diverted(v, out, HEADER_HISTORY_INFO))
		return;
	c = forwards_circle(&v->habits->forwards, v->t);
	if (c && around(v, out, slice_of(c->id, c->id_len), c->begin, c->calls,
			slice_of(NULL, 0)))
		return;
	if (r)
		around(v, out, slice_of(r->id, r->id_len), r->begin, r->calls,
		       slice_of(r->other, r->other_len));
}

const struct rule rule_forward_loop = {
	.id = FINDING_FORWARD_LOOP, .on = RULE_ON(STORE_REQUEST),
	.methods = RULE_METHOD(METHOD_INVITE), .habits = TRANSACTION_CIRCLE,
	.aside = true, .root = true, .check = check,
};
