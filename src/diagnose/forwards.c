/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/forwards.h"

#include "base/mem.h"
#include "diagnose/numbers.h"

#include <stdlib.h>

void forwards_init(struct forwards *f, uint64_t seed)
{
	f->seed = seed;
	f->rounds = NULL;
	f->round = NULL;
	recent_init(&f->table, sizeof(struct forward_chain), FORWARDS_MAX,
		    NULL);
}

void forwards_fini(struct forwards *f)
{
	recent_fini(&f->table);
	free(f->rounds);
	f->rounds = NULL;
}

static struct slice called(const struct transaction *t)
{
	return numbers_user(message_slice(t->request, t->request->sip.uri));
}

static uint64_t place(const struct forwards *f, const struct addr *a)
{
	return hash_mix(addr_hash_ip(f->seed, a), a->port);
}

static void begin(struct forward_chain *c, const struct store_notice *n,
		  uint64_t hop)
{
	struct slice id = n->t->call->call_id;

	*c = (struct forward_chain){ .begin = n->now,
				     .hops = { hop } };
	if (id.len > FORWARDS_ID)
		return;
	c->id_len = (uint8_t)id.len;
	memcpy(c->id, id.p, id.len);
}

/* A call on its way; hashes. */
struct step {
	uint64_t from, to; /* places */
	uint64_t user;
};

static void chain(struct forwards *f, const struct store_notice *n,
		  const struct step *s)
{
	uint64_t hop = hash_mix(s->from, s->to);
	struct forward_chain *c = recent_get(&f->table, s->user, NULL);

	if (!c)
		return;
	if (!c->calls || c->at != s->from || n->now - c->begin > FORWARDS_TIME)
		begin(c, n, hop);
	else if (c->hops[0] == hop || c->hops[1] == hop)
		c->back = true;
	else if (c->calls == 1)
		c->hops[1] = hop;
	c->at = s->to;
	c->calls++;
	if (c->back && c->calls == FORWARDS_CALLS && c->id_len)
		n->t->habits |= TRANSACTION_CIRCLE;
}

/* --- to other numbers ---------------------------------------------------- */

static struct forward_round *round_at(struct forwards *f, uint64_t place)
{
	return &f->rounds[place % FORWARDS_PLACES];
}

/* The user of the call at hand. */
static void round_user(struct forward_round *r, struct slice user)
{
	r->user_len = user.len <= FORWARDS_USER ? (uint8_t)user.len : 0;
	memcpy(r->user, user.p, r->user_len);
}

/* As nearly all do.  Where calls, period and lengths say that there is nothing,
 * nobody looks. */
static void round_begin(struct forward_round *r, const struct store_notice *n,
			const struct step *s, uint32_t hop, struct slice user)
{
	struct slice id = n->t->call->call_id;

	r->begin = n->now;
	r->at = s->to;
	r->hops[0] = hop;
	r->number = (uint32_t)s->user;
	r->calls = 1;
	r->begins = r->period = r->other_len = 0;
	r->numbers = false;
	round_user(r, user);
	r->id_len = id.len <= FORWARDS_ID ? (uint8_t)id.len : 0;
	memcpy(r->id, id.p, r->id_len);
}

static void round_number(struct forward_round *r, struct slice user,
			 uint32_t number)
{
	if (number != r->number) {
		memcpy(r->other, r->user, r->user_len);
		r->other_len = r->user_len;
	}
	r->number = number;
	round_user(r, user);
}

/* The next call of r takes this hop.  False: it is no round. */
static bool round_goes_on(struct forward_round *r, uint32_t hop)
{
	if (r->period) {
		unsigned i = (r->calls - r->begins) % r->period;

		return r->hops[r->begins + i] == hop;
	}
	/* The first may have come from outside. */
	for (uint8_t i = 0; i < 2 && i + 1 < r->calls; i++) {
		if (r->hops[i] != hop)
			continue;
		r->begins = i;
		r->period = (uint8_t)(r->calls - i);
		return true;
	}
	if (r->calls == FORWARDS_ROUND)
		return false;
	r->hops[r->calls] = hop;
	return true;
}

/* The call goes on the way that r is, which stands at its new place then. */
static void round_go(struct forwards *f, const struct store_notice *n,
		     const struct step *s, struct forward_round *r,
		     struct slice user)
{
	uint32_t number = (uint32_t)s->user;

	if (r->calls > r->begins && number != r->number)
		r->numbers = true;
	round_number(r, user, number);
	r->at = s->to;
	r->calls = (uint8_t)(r->calls + (r->calls < UINT8_MAX));
	*round_at(f, s->to) = *r;
	if (r->period && r->numbers && r->id_len &&
	    r->calls == r->begins + r->period + FORWARDS_AGAIN) {
		f->round = round_at(f, s->to);
		n->t->habits |= TRANSACTION_CIRCLE;
	}
}

/* A circle of one number is told by chain(). */
static void round_step(struct forwards *f, const struct store_notice *n,
		       const struct step *s, struct slice user)
{
	uint32_t hop = (uint32_t)hash_mix(hash_mix(s->from, s->to),
					  (uint32_t)s->user);
	const struct forward_round *was;
	struct forward_round r;

	if (!f->rounds)
		f->rounds = mem_zalloc(FORWARDS_PLACES * sizeof(*f->rounds));
	if (!f->rounds)
		return;
	was = round_at(f, s->from);
	if (was->at == s->from && n->now - was->begin <= FORWARDS_TIME) {
		r = *was; /* both may have one place */
		if (round_goes_on(&r, hop)) {
			round_go(f, n, s, &r, user);
			return;
		}
	}
	round_begin(round_at(f, s->to), n, s, hop, user);
}

void forwards_note(struct forwards *f, const struct store_notice *n)
{
	const struct sip_index *m = &n->t->request->sip;
	struct slice user = called(n->t);
	struct step s;

	f->round = NULL;
	/* Who forwarded it is read by the rule. */
	if (sip_index_header(m, HEADER_DIVERSION, 0) ||
	    sip_index_header(m, HEADER_HISTORY_INFO, 0))
		n->t->habits |= TRANSACTION_CIRCLE;
	if (!user.len)
		return;
	s = (struct step){ place(f, &n->t->client), place(f, &n->t->server),
			   hash_slice(f->seed, user) };
	chain(f, n, &s);
	round_step(f, n, &s, user);
}

const struct forward_chain *forwards_circle(const struct forwards *f,
					    const struct transaction *t)
{
	const struct forward_chain *c = recent_find(&f->table,
		hash_slice(f->seed, called(t)));

	return c && c->back && c->calls == FORWARDS_CALLS && c->id_len ? c :
		NULL;
}
