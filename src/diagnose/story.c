/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/story.h"

#include "base/mem.h"

#include <stdlib.h>

enum { KIN = 64, LOOK_BACK = 64 };

struct story_set {
	struct legs *legs; /* borrowed */
	story_fn *fn;
	void *arg;
	struct story *open; /* owned */
};

/* Calls that are alive and belong together. */
struct kin {
	unsigned n;
	const struct call *of[KIN];
};

struct story_set *story_set_new(struct legs *legs, story_fn *fn, void *arg)
{
	struct story_set *s = mem_zalloc(sizeof(*s));

	if (s)
		*s = (struct story_set){ .legs = legs, .fn = fn, .arg = arg };
	return s;
}

static void story_free(struct story *st)
{
	for (unsigned i = 0; i < st->n_calls; i++) {
		struct story_call *c = &st->calls[i];

		for (size_t k = 0; k < c->n_flow; k++)
			message_unref(c->flow[k]);
		free(c->flow);
		free(c->call_id);
	}
	free(st->lines);
	free(st);
}

void story_set_free(struct story_set *s)
{
	while (s && s->open) {
		struct story *st = s->open;

		s->open = st->next;
		story_free(st);
	}
	free(s);
}

static void add_kin(struct kin *k, const struct call *c)
{
	for (unsigned i = 0; i < k->n; i++) {
		if (k->of[i] == c)
			return;
	}
	if (k->n < KIN)
		k->of[k->n++] = c;
}

/* c itself first. */
static void find_kin(const struct legs *l, const struct call *c, struct kin *k)
{
	struct legs_tie tie;

	*k = (struct kin){ 1, { c } };
	for (unsigned i = 0; i < k->n; i++) {
		const struct call *at = k->of[i];

		if (legs_first(l, at, &tie))
			add_kin(k, tie.first);
		for (unsigned n = 0; legs_second(l, at, n, &tie); n++)
			add_kin(k, tie.second);
	}
}

static void add_tie(struct story *st, const struct legs_tie *tie)
{
	for (unsigned i = 0; i < st->n_ties; i++) {
		if (st->ties[i].second == tie->second->hash)
			return;
	}
	if (st->n_ties < STORY_CALLS)
		st->ties[st->n_ties++] = (struct story_tie){
			.second = tie->second->hash, .first = tie->first->hash,
			.kinds = tie->kinds, .certainty = tie->certainty };
}

static void add_ties(const struct legs *l, struct story *st,
		     const struct call *c)
{
	struct legs_tie tie;

	if (legs_first(l, c, &tie))
		add_tie(st, &tie);
	for (unsigned n = 0; legs_second(l, c, n, &tie); n++)
		add_tie(st, &tie);
}

/* What is kept of c; its messages move.  Past STORY_CALLS they stay with it. */
static void add_call(struct story *st, struct call *c)
{
	struct story_call *to = &st->calls[st->n_calls];

	st->reported |= c->reported;
	if (st->n_calls == STORY_CALLS)
		return;
	*to = (struct story_call){ .call_id = mem_strndup(c->call_id),
		.hash = c->hash, .outcome = call_outcome(c),
		.messages = c->messages, .start = c->start, .seen = c->seen,
		.source = c->source };
	if (!to->call_id)
		return;
	to->flow = c->flow;
	to->n_flow = c->n_flow;
	c->flow = NULL;
	c->n_flow = c->cap_flow = 0;
	st->n_calls++;
}

const struct story_tie *story_tie_of(const struct story *s, unsigned call,
				     int *first)
{
	for (unsigned i = 0; i < s->n_ties; i++) {
		const struct story_tie *tie = &s->ties[i];

		if (tie->second != s->calls[call].hash)
			continue;
		*first = -1;
		for (unsigned k = 0; k < s->n_calls; k++) {
			if (s->calls[k].hash == tie->first)
				*first = (int)k;
		}
		return tie;
	}
	return NULL;
}

/* --- telling it --- */

/* Behind a NAT phones differ by their ports; a stream's client has one for each
 * connection. */
static bool same_end(const struct addr *a, const struct addr *b,
		     enum transport t)
{
	return t == TRANSPORT_UDP ? addr_eq(a, b) : addr_same_ip(a, b);
}

static struct addr end_of(struct addr a, enum transport t)
{
	if (t != TRANSPORT_UDP)
		a.port = 0;
	return a;
}

/* The leg of a message of that call. */
static unsigned leg_of(struct story *st, unsigned call, const struct message *m)
{
	for (unsigned i = 0; i < st->n_legs; i++) {
		const struct story_leg *l = &st->legs[i];

		if (l->call == call &&
		    ((same_end(&l->a, &m->src, m->transport) &&
		      same_end(&l->b, &m->dst, m->transport)) ||
		     (same_end(&l->a, &m->dst, m->transport) &&
		      same_end(&l->b, &m->src, m->transport))))
			return i;
	}
	if (st->n_legs == STORY_LEGS)
		return STORY_NO_LEG;
	st->legs[st->n_legs] = (struct story_leg){
		call, end_of(m->src, m->transport), end_of(m->dst, m->transport) };
	return st->n_legs++;
}

/* By time; for the time being .leg is the call. */
static int by_time(const void *a, const void *b)
{
	const struct story_line *x = a, *y = b;

	if (x->message->time != y->message->time)
		return x->message->time < y->message->time ? -1 : 1;
	if (x->message->source != y->message->source)
		return x->message->source < y->message->source ? -1 : 1;
	if (x->message->frame != y->message->frame)
		return x->message->frame < y->message->frame ? -1 : 1;
	return 0;
}

/* 0 or -1: no memory. */
static int make_lines(struct story *st)
{
	size_t n = 0;

	for (unsigned i = 0; i < st->n_calls; i++)
		n += st->calls[i].n_flow;
	st->lines = mem_zalloc((n + 1) * sizeof(*st->lines));
	if (!st->lines)
		return -1;
	for (unsigned i = 0; i < st->n_calls; i++) {
		for (size_t k = 0; k < st->calls[i].n_flow; k++)
			st->lines[st->n_lines++] = (struct story_line){
				st->calls[i].flow[k], i };
	}
	qsort(st->lines, n, sizeof(*st->lines), by_time);
	for (size_t k = 0; k < n; k++)
		st->lines[k].leg = leg_of(st, st->lines[k].leg,
					  st->lines[k].message);
	return 0;
}

static void tell(struct story_set *s, struct story *st)
{
	struct story **at = &s->open;

	while (*at != st)
		at = &(*at)->next;
	*at = st->next;
	if (!make_lines(st) && st->n_legs > 1)
		s->fn(st, s->arg);
	story_free(st);
}

/* Does the call alone have several legs, hops of a proxy? */
static bool has_hops(const struct call *c)
{
	const struct message *first = c->n_flow ? c->flow[0] : NULL;

	for (size_t i = 1; i < c->n_flow && i < LOOK_BACK; i++) {
		const struct message *m = c->flow[i];

		if (!(addr_same_ip(&m->src, &first->src) &&
		      addr_same_ip(&m->dst, &first->dst)) &&
		    !(addr_same_ip(&m->src, &first->dst) &&
		      addr_same_ip(&m->dst, &first->src)))
			return true;
	}
	return false;
}

/* The story of c is st from now on; NULL: none. */
static void belong(struct story_set *s, const struct call *c, struct story *st)
{
	struct story **at = legs_story(s->legs, c);

	if (*at)
		(*at)->waits--;
	if (st)
		st->waits++;
	*at = st;
}

static struct story *story_of(struct story_set *s, const struct kin *k)
{
	struct story *st = NULL;

	for (unsigned i = 0; i < k->n && !st; i++)
		st = *legs_story(s->legs, k->of[i]);
	if (!st) {
		st = mem_zalloc(sizeof(*st));
		if (!st)
			return NULL;
		st->next = s->open;
		s->open = st;
	}
	for (unsigned i = 0; i < k->n; i++)
		belong(s, k->of[i], st);
	return st;
}

void story_set_over(struct story_set *s, struct call *c)
{
	struct story *st;
	struct kin k;

	if (!c->leg) /* no initial INVITE in it */
		return;
	find_kin(s->legs, c, &k);
	if (k.n == 1 && !*legs_story(s->legs, c) && !has_hops(c))
		return;
	st = story_of(s, &k);
	if (!st)
		return;
	add_ties(s->legs, st, c);
	add_call(st, c);
	belong(s, c, NULL);
	/* Two may be left that only this one tied together. */
	if (!st->waits)
		tell(s, st);
}

void story_set_end(struct story_set *s)
{
	while (s->open)
		tell(s, s->open);
}
