/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/legs.h"

#include "base/hash.h"
#include "base/mem.h"
#include "dissect/sip_value.h"

#include <stdlib.h>

/* A B2BUA that does nothing in between (no menu, no queue) has begun the second
 * leg by then. */
#define TOGETHER (2 * CLOCK_S)
/* Who is asked to call somebody else does so at once. */
#define REFERRED (5 * CLOCK_S)

enum { PLACES = 16384, WAYS = 4, /* keys that are remembered: 4 a leg */
       SERVERS = 4096, FITS = 8, LOOK = 16, HOSTS = 4 };

#define BIT(kind) LEGS_BIT(kind)
#define IDS (BIT(LEGS_SESSION_ID) | BIT(LEGS_ICID) | BIT(LEGS_HEADER) | \
	     BIT(LEGS_CALL_ID))
_Static_assert(LEGS_KINDS <= 8, "leg.kinds has a byte");

/* A call with an initial INVITE.  Others are named by their place + 1; 0: none. */
struct leg {
	struct call *call; /* NULL: a free place */
	struct story *story;
	uint32_t parent, child, sibling, children;
	uint32_t hosts[HOSTS]; /* hashes of where its INVITEs went */
	uint8_t n_hosts, certainty, kinds; /* the last two: of parent */
};

/* A key was seen at a host: half of their hash, and whose it is. */
struct place {
	uint32_t tag, leg;
};

struct legs {
	uint64_t seed;
	uint32_t next;  /* the place to be used next */
	bool refers;    /* a REFER was seen */
	uint32_t servers[SERVERS]; /* hosts that INVITEs went to; the last one in
				      each place stays */
	struct place places[PLACES][WAYS];
	struct leg legs[LEGS_MAX];
};

/* A leg that the new one may be made for. */
struct fit {
	uint32_t leg;
	unsigned kinds;
};
struct fits {
	unsigned n;
	struct fit of[FITS];
};

struct legs *legs_new(void)
{
	/* Most of it is touched only when many calls come. */
	struct legs *l = mem_zalloc(sizeof(*l));

	if (l)
		l->seed = hash_seed();
	return l;
}

void legs_free(struct legs *l)
{
	free(l);
}

static uint64_t host_hash(const struct legs *l, const struct addr *a)
{
	return addr_hash_ip(l->seed, a) | 1;
}

static struct leg *leg_of(const struct legs *l, const struct call *c)
{
	return c->leg ? (struct leg *)(uintptr_t)&l->legs[c->leg - 1] : NULL;
}

/* --- the tree --- */

static void leave_parent(struct legs *l, struct leg *leg)
{
	struct leg *parent;
	uint32_t me = (uint32_t)(leg - l->legs) + 1, *at;

	if (!leg->parent)
		return;
	parent = &l->legs[leg->parent - 1];
	for (at = &parent->child; *at && *at != me;)
		at = &l->legs[*at - 1].sibling;
	if (*at) {
		*at = leg->sibling;
		parent->children--;
	}
	leg->parent = leg->sibling = 0;
}

static void forget(struct legs *l, struct leg *leg)
{
	while (leg->child)
		leave_parent(l, &l->legs[leg->child - 1]);
	leave_parent(l, leg);
	leg->call->leg = 0;
	*leg = (struct leg){ 0 };
}

void legs_forget(struct legs *l, struct call *c)
{
	if (c->leg)
		forget(l, leg_of(l, c));
}

static struct leg *new_leg(struct legs *l, struct call *c)
{
	struct leg *leg = &l->legs[l->next];

	if (leg->call)
		forget(l, leg);
	l->next = (l->next + 1) % LEGS_MAX;
	leg->call = c;
	c->leg = (uint32_t)(leg - l->legs) + 1;
	return leg;
}

static void join(struct legs *l, struct leg *leg, const struct fit *f)
{
	struct leg *parent = &l->legs[f->leg - 1];

	leg->parent = f->leg;
	leg->kinds = (uint8_t)f->kinds;
	leg->certainty = f->kinds & IDS ? CERTAINTY_CERTAIN :
		f->kinds == (BIT(LEGS_ORIGIN) | BIT(LEGS_NUMBERS)) ||
		f->kinds & BIT(LEGS_REFER) ?
		CERTAINTY_LIKELY : CERTAINTY_POSSIBLE;
	leg->sibling = parent->child;
	parent->child = (uint32_t)(leg - l->legs) + 1;
	parent->children++;
}

/* --- keys --- */

static struct place *places_of(struct legs *l, uint64_t hash)
{
	return l->places[(hash >> 32) % PLACES];
}

/* leg has this key, and goes to this host. */
static void note(struct legs *l, uint64_t hash, uint32_t leg)
{
	struct place *p = places_of(l, hash);
	uint32_t tag = (uint32_t)hash;

	for (int i = 0; i < WAYS; i++) {
		if (p[i].tag == tag && p[i].leg == leg)
			return;
	}
	memmove(p + 1, p, (WAYS - 1) * sizeof(*p));
	p[0] = (struct place){ tag, leg };
}

static void note_host(struct legs *l, struct leg *leg, uint64_t host)
{
	l->servers[host / 2 % SERVERS] = (uint32_t)(host >> 32);
	for (unsigned i = 0; i < leg->n_hosts; i++) {
		if (leg->hosts[i] == (uint32_t)(host >> 32))
			return;
	}
	if (leg->n_hosts < HOSTS)
		leg->hosts[leg->n_hosts++] = (uint32_t)(host >> 32);
}

static bool went_to(const struct leg *leg, uint64_t host)
{
	for (unsigned i = 0; i < leg->n_hosts; i++) {
		if (leg->hosts[i] == (uint32_t)(host >> 32))
			return true;
	}
	return false;
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
		f->of[f->n++] = (struct fit){ leg, kinds };
}

/* A REFER went to a, and not long ago. */
static bool referred(const struct call *c, const struct addr *a, int64_t now)
{
	const struct transaction *t = c->last;

	for (int i = 0; t && i < LOOK; i++, t = t->call_prev) {
		if (t->method == METHOD_REFER && addr_same_ip(&t->server, a) &&
		    now - t->start <= REFERRED)
			return true;
	}
	return false;
}

/* What is left of the kinds by what is known of that call: it is open, and what
 * many calls may have in common counts for those that begin together. */
static unsigned proven(const struct leg *leg, const struct store_notice *n,
		       unsigned kinds)
{
	const struct transaction *t = invite_to(leg->call, &n->t->client);

	if (kinds & BIT(LEGS_REFER))
		return referred(leg->call, &n->t->client, n->now) ?
			BIT(LEGS_REFER) : 0;
	if (!t)
		return call_open(leg->call) ? kinds & IDS : 0;
	if (t->status >= 300)
		return 0;
	return n->now - t->start <= TOGETHER ? kinds : kinds & IDS;
}

static unsigned score(unsigned kinds)
{
	return (kinds & (IDS | BIT(LEGS_REFER)) ? 8u : 0) +
		(kinds & BIT(LEGS_ORIGIN) ? 3 : 0) +
		(kinds & BIT(LEGS_NUMBERS) ? 2 : 0);
}

/* The one that fits best, or NULL when it is not alone. */
static const struct fit *best(struct legs *l, struct fits *f,
			      const struct store_notice *n)
{
	const struct fit *found = NULL;
	bool alone = false;

	for (unsigned i = 0; i < f->n; i++) {
		struct fit *x = &f->of[i];
		const struct leg *leg = &l->legs[x->leg - 1];

		if (!leg->call || leg->call == n->call ||
		    leg->children == LEGS_CHILDREN)
			continue;
		x->kinds = proven(leg, n, x->kinds);
		if (!x->kinds || (found && score(x->kinds) < score(found->kinds)))
			continue;
		alone = !found || score(x->kinds) > score(found->kinds);
		found = x;
	}
	return alone ? found : NULL;
}

/* A header names the Call-ID of the first leg. */
static void named(const struct store_notice *n, const struct legs_mark *m,
		  const struct legs *l, uint64_t host, struct fits *f)
{
	const struct call *c = m->kind == LEGS_HEADER && n->store ?
		store_call(n->store, m->where) : NULL;

	if (c && c->leg && went_to(leg_of(l, c), host))
		add_fit(f, c->leg, BIT(LEGS_CALL_ID));
}

static void with_key(struct legs *l, uint64_t hash, enum legs_kind kind,
		     struct fits *f)
{
	const struct place *p = places_of(l, hash);

	for (int k = 0; k < WAYS; k++) {
		if (p[k].leg && p[k].tag == (uint32_t)hash)
			add_fit(f, p[k].leg, BIT(kind));
	}
}

static const struct fit *find(struct legs *l, const struct store_notice *n,
			      const struct legs_marks *marks, struct fits *f)
{
	uint64_t host = host_hash(l, &n->t->client);
	const struct message *m = n->t->request;

	f->n = 0;
	if (l->servers[host / 2 % SERVERS] != (uint32_t)(host >> 32))
		return NULL;
	for (unsigned i = 0; i < marks->n; i++) {
		with_key(l, hash_mix(marks->of[i].key, host),
			 marks->of[i].kind, f);
		named(n, &marks->of[i], l, host, f);
	}
	if (l->refers)
		with_key(l, hash_mix(legs_read_target(
			l->seed, message_slice(m, m->sip.uri)), host),
			 LEGS_REFER, f);
	return f->n ? best(l, f, n) : NULL;
}

static void fill(const struct legs *l, const struct leg *leg,
		 struct legs_tie *out)
{
	*out = (struct legs_tie){
		.first = l->legs[leg->parent - 1].call, .second = leg->call,
		.certainty = (enum certainty)leg->certainty,
		.kinds = leg->kinds };
}

bool legs_invite(struct legs *l, const struct store_notice *n,
		 struct legs_tie *out)
{
	const struct transaction *t = n->t;
	struct leg *leg = leg_of(l, t->call);
	bool fresh = !leg;
	const struct fit *fit = NULL;
	struct legs_marks marks;
	struct fits fits;
	uint64_t host;

	legs_read(&marks, l->seed, t->request);
	if (fresh) {
		/* Before it has a place: taking that may free another. */
		leg = new_leg(l, t->call);
		fit = find(l, n, &marks, &fits);
	}
	if (fit)
		join(l, leg, fit);
	host = host_hash(l, &t->server);
	note_host(l, leg, host);
	for (unsigned i = 0; i < marks.n; i++)
		note(l, hash_mix(marks.of[i].key, host), t->call->leg);
	if (fit)
		fill(l, leg, out);
	return fit;
}

void legs_refer(struct legs *l, const struct store_notice *n)
{
	const struct transaction *t = n->t;
	uint64_t host = host_hash(l, &t->server);
	struct slice target = sip_value_uri(
		sip_index_value(&t->request->sip, HEADER_REFER_TO));
	struct leg *leg = leg_of(l, t->call);

	if (!target.len)
		return;
	if (!leg)
		leg = new_leg(l, t->call);
	l->refers = true;
	note_host(l, leg, host);
	note(l, hash_mix(legs_read_target(l->seed, target), host),
	     t->call->leg);
}

/* --- questions --- */

bool legs_first(const struct legs *l, const struct call *c,
		struct legs_tie *out)
{
	const struct leg *leg = leg_of(l, c);

	if (!leg || !leg->parent)
		return false;
	fill(l, leg, out);
	return true;
}

bool legs_second(const struct legs *l, const struct call *c, unsigned i,
		 struct legs_tie *out)
{
	const struct leg *leg = leg_of(l, c);
	uint32_t at = leg ? leg->child : 0;

	while (at && i--)
		at = l->legs[at - 1].sibling;
	if (!at)
		return false;
	fill(l, &l->legs[at - 1], out);
	return true;
}

struct story **legs_story(struct legs *l, const struct call *c)
{
	return &leg_of(l, c)->story;
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
