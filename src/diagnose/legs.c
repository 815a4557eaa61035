/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/legs.h"

#include "base/mem.h"
#include "diagnose/legs_apart.h"
#include "diagnose/legs_table.h"
#include "dissect/sip_value.h"

#include <stdlib.h>

/* Who is asked to call somebody else does so at once. */
#define REFERRED (5 * CLOCK_S)

enum { FITS = 8, LOOK = 16, STEPS = 4 };

#define BIT(kind) LEGS_BIT(kind)
/* Whom a REFER names was called, at another place: it is left to LEGS_REFER. */
#define ASKED (1u << LEGS_KINDS)
/* In place of a host: the key of whoever has a B2BUA's other address. */
#define ANYWHERE 0
_Static_assert(LEGS_KINDS <= 8, "leg.kinds has a byte");

/* A leg that the new one may be made for. */
struct fit {
	uint32_t leg;
	unsigned kinds;
	bool apart;
	const struct transaction *into; /* apart: as in legs_apart.h */
};
struct fits {
	unsigned n;
	struct fit of[FITS];
};

struct legs *legs_new(void)
{
	/* Most of it is touched only when many calls come. */
	unsigned char *memory = mem_zalloc(sizeof(struct legs) +
					   LEGS_TABLE_LINE);
	struct legs *l;

	if (!memory)
		return NULL;
	l = (struct legs *)(void *)(memory +
		-(uintptr_t)memory % LEGS_TABLE_LINE);
	l->memory = memory;
	l->seed = hash_seed();
	return l;
}

void legs_free(struct legs *l)
{
	if (l)
		free(l->memory);
}

void legs_forget(struct legs *l, struct call *c)
{
	if (c->leg)
		legs_table_forget(l, legs_table_of(l, c));
}

static enum certainty certainty(const struct fit *f)
{
	if (f->kinds & (f->apart ? BIT(LEGS_CALL_ID) : LEGS_IDS))
		return CERTAINTY_CERTAIN;
	if (f->kinds & (LEGS_IDS | BIT(LEGS_REFER)))
		return CERTAINTY_LIKELY;
	return f->kinds == (BIT(LEGS_ORIGIN) | BIT(LEGS_NUMBERS)) && !f->apart ?
		CERTAINTY_LIKELY : CERTAINTY_POSSIBLE;
}

/* leg, whose INVITE came from that client, is made for the one found. */
static void join(struct legs *l, struct legs_leg *leg, const struct fit *f,
		 const struct addr *client)
{
	legs_table_attach(l, leg, f->leg);
	leg->kinds = (uint8_t)f->kinds;
	leg->certainty = (uint8_t)certainty(f);
	leg->apart = f->apart;
	leg->from = legs_table_short(l->seed, client);
	leg->into = !f->apart ? leg->from : !f->into ? 0 :
		legs_table_short(l->seed, &f->into->server);
}

/* --- which one --- */

/* The last initial INVITE of a call to a's host that is remembered. */
static const struct transaction *invite_to(const struct call *c,
					   const struct addr *a)
{
	const struct transaction *t = c->last;

	for (int i = 0; t && i < LOOK; i++, t = t->call_prev) {
		if (t->method == METHOD_INVITE && !t->in_dialog &&
		    addr_same_ip(&t->server, a))
			return t;
	}
	return NULL;
}

static void add_fit(struct fits *f, uint32_t leg, unsigned kinds)
{
	for (unsigned i = 0; i < f->n; i++) {
		if (f->of[i].leg == leg) {
			f->of[i].kinds |= kinds;
			return;
		}
	}
	if (f->n < FITS)
		f->of[f->n++] = (struct fit){ .leg = leg, .kinds = kinds };
}

/* A REFER went to n's client, and not long ago.  asked: it is in a call, was not
 * refused, and n's INVITE is for one of the two in it. */
static bool referred(const struct call *c, const struct store_notice *n,
		     bool asked)
{
	const struct transaction *t = c->last;

	for (int i = 0; t && i < LOOK; i++, t = t->call_prev) {
		if (t->method != METHOD_REFER ||
		    !addr_same_ip(&t->server, &n->t->client) ||
		    n->now - t->start > REFERRED)
			continue;
		if (!asked || (t->in_dialog && t->request && t->status < 300 &&
			       legs_read_asked(t->request, n->t->request)))
			return true;
	}
	return false;
}

/* What is left of the kinds by what is known of that call: it is open, and what
 * many calls may have in common counts for those that begin together. */
static unsigned proven(const struct legs_leg *leg, const struct store_notice *n,
		       unsigned kinds)
{
	const struct transaction *t = invite_to(leg->call, &n->t->client);

	if (kinds & BIT(LEGS_REFER))
		return referred(leg->call, n, false) ? BIT(LEGS_REFER) : 0;
	if (kinds & ASKED && !(kinds & LEGS_IDS) && referred(leg->call, n, true))
		return ASKED;
	kinds &= ~ASKED;
	if (!t)
		return call_open(leg->call) ? kinds & LEGS_IDS : 0;
	if (t->status >= 300)
		return 0;
	return n->now - t->start <= LEGS_TOGETHER ? kinds : kinds & LEGS_IDS;
}

static unsigned score(unsigned kinds)
{
	return (kinds & (LEGS_IDS | BIT(LEGS_REFER)) ? 8u : 0) +
		(kinds & ASKED ? 1 : 0) + (kinds & BIT(LEGS_ORIGIN) ? 3 : 0) +
		(kinds & BIT(LEGS_NUMBERS) ? 2 : 0);
}

/* A new INVITE, and what it has in common with others. */
struct search {
	struct legs *l;
	const struct store_notice *n;
	const struct legs_marks *marks;
	uint64_t host; /* where it comes from */
	struct fits fits;
};

static bool may_be(const struct search *s, const struct legs_leg *leg)
{
	return leg->call && leg->call != s->n->call &&
		leg->children < LEGS_CHILDREN;
}

/* What is left of the kinds of x, on another address. */
static unsigned on_other(const struct search *s, struct fit *x)
{
	const struct legs_leg *leg = &s->l->legs[x->leg - 1];
	bool named = x->kinds & BIT(LEGS_CALL_ID);
	struct legs_apart a;

	x->apart = true;
	x->into = NULL;
	if (legs_table_went_to(leg, s->host))
		return 0;
	legs_apart(&a, leg->call, s->n, s->marks, s->l->seed, named);
	x->into = a.into;
	/* After a menu nothing but the name is left. */
	if (a.forgotten && named && call_open(leg->call) &&
	    leg->caller != legs_table_short(s->l->seed, &s->n->t->client))
		return BIT(LEGS_CALL_ID);
	return a.kinds;
}

/* The one that fits best; *alone: no other one does as well.  NULL: none fits. */
static struct fit *best(struct search *s, bool apart, bool *alone)
{
	struct fit *found = NULL;

	*alone = false;
	for (unsigned i = 0; i < s->fits.n; i++) {
		struct fit *x = &s->fits.of[i];
		const struct legs_leg *leg = &s->l->legs[x->leg - 1];

		if (!may_be(s, leg))
			continue;
		x->kinds = apart ? on_other(s, x) : proven(leg, s->n, x->kinds);
		if (!x->kinds || (found && score(x->kinds) < score(found->kinds)))
			continue;
		*alone = !found || score(x->kinds) > score(found->kinds);
		found = x;
	}
	return found;
}

/* A header names the Call-ID of the first leg. */
static void named(struct search *s, const struct legs_mark *m, bool apart)
{
	const struct call *c = m->kind == LEGS_HEADER && s->n->store ?
		store_call(s->n->store, m->where) : NULL;

	if (c && c->leg &&
	    legs_table_went_to(legs_table_of(s->l, c), s->host) != apart)
		add_fit(&s->fits, legs_table_name(c), BIT(LEGS_CALL_ID));
}

static void with_key(struct search *s, uint64_t hash, unsigned kind)
{
	const struct legs_place *p = legs_table_places(s->l, hash);

	for (int k = 0; k < LEGS_TABLE_WAYS; k++) {
		uint32_t leg = legs_table_in(s->l, &p[k], hash);

		if (leg)
			add_fit(&s->fits, leg, kind);
	}
}

static void with_refer(struct search *s)
{
	const struct message *m = s->n->t->request;
	struct slice uri = message_slice(m, m->sip.uri);
	struct slice to = sip_value_uri(sip_index_value(&m->sip, HEADER_TO));
	uint64_t seed = s->l->seed, users[] = { legs_read_user(seed, uri),
						legs_read_user(seed, to) };

	with_key(s, hash_mix(legs_read_target(seed, uri), s->host),
		 BIT(LEGS_REFER));
	for (int i = 0; i < 2; i++) {
		if (users[i])
			with_key(s, hash_mix(users[i], s->host), ASKED);
	}
}

/* Of the legs that went where this one comes from. */
static const struct fit *find_here(struct search *s, bool *alone)
{
	uint64_t host = s->host;

	s->fits.n = 0;
	*alone = false;
	if (!legs_table_server(s->l, host))
		return NULL;
	for (unsigned i = 0; i < s->marks->n; i++) {
		const struct legs_mark *mark = &s->marks->of[i];

		with_key(s, hash_mix(mark->key, host), BIT(mark->kind));
		named(s, mark, false);
	}
	if (s->l->refers)
		with_refer(s);
	return best(s, false, alone);
}

/* x was made for the one found, and still waits: this one may be what x's own
 * server made.  Who has several such may have made this one as well: then nobody
 * knows where the first leg came in. */
static void deepen(struct search *s, struct fit *found)
{
	for (int i = 0; i < STEPS; i++) {
		uint32_t at = s->l->legs[found->leg - 1].child;
		struct fit next = { 0 };
		unsigned n = 0;

		for (; at && n < 2; at = s->l->legs[at - 1].sibling) {
			struct fit x = { .leg = at };

			if (!may_be(s, &s->l->legs[at - 1]))
				continue;
			x.kinds = on_other(s, &x);
			if (!x.kinds || !x.into || x.into->final)
				continue;
			next = x;
			n++;
		}
		if (n > 1)
			found->into = NULL;
		if (n != 1)
			return;
		*found = next;
	}
}

/* Of those that went elsewhere; NULL when the best is not alone. */
static const struct fit *find_apart(struct search *s)
{
	struct fit *found;
	bool alone;

	s->fits.n = 0;
	for (unsigned i = 0; i < s->marks->n; i++) {
		const struct legs_mark *mark = &s->marks->of[i];

		if (mark->kind == LEGS_NUMBERS)
			continue;
		with_key(s, hash_mix(mark->key, ANYWHERE), BIT(mark->kind));
		named(s, mark, true);
	}
	found = best(s, true, &alone);
	if (!found || !alone)
		return NULL;
	if (!(found->kinds & BIT(LEGS_CALL_ID)))
		deepen(s, found);
	return found;
}

/* An id at the address where it comes from, else one elsewhere, else what is less
 * sure. */
static bool find(struct search *s, struct fit *out)
{
	bool alone;
	const struct fit *f = find_here(s, &alone), *other;

	*out = f ? *f : (struct fit){ 0 };
	if (out->kinds & (LEGS_IDS | BIT(LEGS_REFER)))
		return alone;
	other = find_apart(s);
	if (other && (!out->kinds || other->kinds & LEGS_IDS)) {
		*out = *other;
		return true;
	}
	if (out->kinds == ASKED)
		out->kinds = BIT(LEGS_REFER);
	return alone;
}

static void fill(const struct legs *l, const struct legs_leg *leg,
		 struct legs_tie *out)
{
	*out = (struct legs_tie){
		.first = l->legs[leg->parent - 1].call, .second = leg->call,
		.certainty = (enum certainty)leg->certainty,
		.kinds = leg->kinds, .apart = leg->apart, .seed = l->seed,
		.into = leg->into, .from = leg->from };
}

/* leg has these marks, at this host and, but those that its parent has too,
 * anywhere. */
static void note_marks(struct legs *l, const struct legs_leg *leg,
		       const struct legs_marks *marks, uint64_t host)
{
	for (unsigned i = 0; i < marks->n; i++) {
		const struct legs_mark *m = &marks->of[i];

		legs_table_note(l, hash_mix(m->key, host), leg);
		if (m->kind != LEGS_NUMBERS &&
		    !(leg->parent && leg->kinds & BIT(m->kind)))
			legs_table_note(l, hash_mix(m->key, ANYWHERE), leg);
	}
}

bool legs_invite(struct legs *l, const struct store_notice *n,
		 struct legs_tie *out)
{
	const struct transaction *t = n->t;
	struct legs_leg *leg = legs_table_of(l, t->call);
	struct legs_marks marks;
	bool found = false;
	uint64_t host;

	legs_read(&marks, l->seed, t->request);
	if (!leg) {
		struct search s = { .l = l, .n = n, .marks = &marks,
				    .host = legs_table_host(l, &t->client) };
		struct fit fit;

		/* Before it has a place: taking that may free another. */
		leg = legs_table_add(l, t->call);
		leg->caller = legs_table_short(l->seed, &t->client);
		found = find(&s, &fit);
		if (found)
			join(l, leg, &fit, &t->client);
	}
	host = legs_table_host(l, &t->server);
	legs_table_note_host(l, leg, host);
	note_marks(l, leg, &marks, host);
	if (found)
		fill(l, leg, out);
	return found;
}

void legs_refer(struct legs *l, const struct store_notice *n)
{
	const struct transaction *t = n->t;
	uint64_t host = legs_table_host(l, &t->server);
	struct slice target = sip_value_uri(
		sip_index_value(&t->request->sip, HEADER_REFER_TO));
	struct legs_leg *leg = legs_table_of(l, t->call);
	uint64_t user;

	if (!target.len)
		return;
	if (!leg)
		leg = legs_table_add(l, t->call);
	l->refers = true;
	legs_table_note_host(l, leg, host);
	legs_table_note(l, hash_mix(legs_read_target(l->seed, target), host),
			leg);
	user = legs_read_user(l->seed, target);
	if (user)
		legs_table_note(l, hash_mix(user, host), leg);
}

/* --- questions --- */

bool legs_first(const struct legs *l, const struct call *c,
		struct legs_tie *out)
{
	const struct legs_leg *leg = legs_table_of(l, c);

	if (!leg || !leg->parent)
		return false;
	fill(l, leg, out);
	return true;
}

bool legs_second(const struct legs *l, const struct call *c, unsigned i,
		 struct legs_tie *out)
{
	uint32_t at = c->leg & LEGS_TABLE_FIRST ?
		legs_table_of(l, c)->child : 0;

	while (at && i--)
		at = l->legs[at - 1].sibling;
	if (!at)
		return false;
	fill(l, &l->legs[at - 1], out);
	return true;
}

bool legs_came_to(const struct legs_tie *tie, const struct addr *server)
{
	return tie->into == legs_table_short(tie->seed, server);
}

bool legs_left_from(const struct legs_tie *tie, const struct addr *client)
{
	return tie->from == legs_table_short(tie->seed, client);
}

bool legs_made(const struct legs_tie *tie, const struct transaction *t,
	       const struct transaction *d)
{
	return legs_came_to(tie, &t->server) &&
		legs_left_from(tie, &d->client);
}

struct story **legs_story(struct legs *l, const struct call *c)
{
	return &legs_table_of(l, c)->story;
}

/* b's header holds a's Call-ID. */
static bool names(const struct message *a, const struct legs_mark *b,
		  struct legs_mark *in_a)
{
	struct slice id = message_slice(a, a->sip.call_id);

	if (b->kind != LEGS_HEADER || !slice_eq(b->where, id))
		return false;
	*in_a = (struct legs_mark){ .kind = LEGS_CALL_ID, .where = id };
	return true;
}

bool legs_common(const struct message *a, const struct message *b,
		 struct legs_mark *in_a, struct legs_mark *in_b)
{
	struct legs_marks of_a, of_b;
	enum legs_kind found = LEGS_KINDS;

	if (!a || !b)
		return false;
	legs_read(&of_a, 0, a);
	legs_read(&of_b, 0, b);
	for (unsigned k = 0; k < of_b.n; k++) {
		const struct legs_mark *m = &of_b.of[k];

		if (m->kind >= found)
			continue;
		if (names(a, m, in_a)) {
			*in_b = *m;
			found = m->kind;
		}
		for (unsigned i = 0; i < of_a.n; i++) {
			if (m->key != of_a.of[i].key || m->kind >= found)
				continue;
			*in_a = of_a.of[i];
			*in_b = *m;
			found = m->kind;
		}
	}
	return found != LEGS_KINDS;
}
