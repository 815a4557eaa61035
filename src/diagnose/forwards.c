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

static void chain(struct forwards *f, const struct store_notice *n,
		  struct slice user)
{
	uint64_t from = place(f, &n->t->client), to = place(f, &n->t->server);
	uint64_t hop = hash_mix(from, to);
	struct forward_chain *c = recent_get(&f->table,
		hash_slice(f->seed, user), NULL);

	if (!c)
		return;
	if (!c->calls || c->at != from || n->now - c->begin > FORWARDS_TIME)
		begin(c, n, hop);
	else if (c->hops[0] == hop || c->hops[1] == hop)
		c->back = true;
	else if (c->calls == 1)
		c->hops[1] = hop;
	c->at = to;
	c->calls++;
	if (c->back && c->calls == FORWARDS_CALLS && c->id_len)
		n->t->habits |= TRANSACTION_CIRCLE;
}

/* --- to other numbers ---------------------------------------------------- */

static struct forward_round *round_at(struct forwards *f, uint64_t place)
{
	return &f->rounds[place % FORWARDS_PLACES];
}

static void round_begin(struct forward_round *r, const struct store_notice *n)
{
	struct slice id = n->t->call->call_id;

	*r = (struct forward_round){ .begin = n->now };
	if (id.len > FORWARDS_ID)
		return;
	r->id_len = (uint8_t)id.len;
	memcpy(r->id, id.p, id.len);
}

static void round_number(struct forward_round *r, struct slice user,
			 uint32_t number)
{
	if (r->calls && number != r->number) {
		memcpy(r->other, r->user, r->user_len);
		r->other_len = r->user_len;
	}
	r->number = number;
	r->user_len = user.len <= FORWARDS_USER ? (uint8_t)user.len : 0;
	memcpy(r->user, user.p, r->user_len);
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

/* A circle of one number is told by chain(). */
static void round_step(struct forwards *f, const struct store_notice *n,
		       struct slice user)
{
	uint64_t from = place(f, &n->t->client), to = place(f, &n->t->server);
	uint32_t number = (uint32_t)hash_slice(f->seed, user);
	uint32_t hop = (uint32_t)hash_mix(hash_mix(from, to), number);
	struct forward_round r;

	if (!f->rounds)
		f->rounds = mem_zalloc(FORWARDS_PLACES * sizeof(*f->rounds));
	if (!f->rounds)
		return;
	r = *round_at(f, from);
	if (r.at != from || n->now - r.begin > FORWARDS_TIME ||
	    !round_goes_on(&r, hop)) {
		round_begin(&r, n);
		r.hops[0] = hop;
	}
	if (r.calls > r.begins && number != r.number)
		r.numbers = true;
	round_number(&r, user, number);
	r.at = to;
	r.calls = (uint8_t)(r.calls + (r.calls < UINT8_MAX));
	*round_at(f, to) = r;
	if (r.period && r.numbers && r.id_len &&
	    r.calls == r.begins + r.period + FORWARDS_AGAIN) {
		f->round = round_at(f, to);
		n->t->habits |= TRANSACTION_CIRCLE;
	}
}

void forwards_note(struct forwards *f, const struct store_notice *n)
{
	const struct sip_index *m = &n->t->request->sip;
	struct slice user = called(n->t);

	f->round = NULL;
	/* Who forwarded it is read by the rule. */
	if (sip_index_header(m, HEADER_DIVERSION, 0) ||
	    sip_index_header(m, HEADER_HISTORY_INFO, 0))
		n->t->habits |= TRANSACTION_CIRCLE;
	if (!user.len)
		return;
	chain(f, n, user);
	round_step(f, n, user);
}

const struct forward_chain *forwards_circle(const struct forwards *f,
					    const struct transaction *t)
{
	const struct forward_chain *c = recent_find(&f->table,
		hash_slice(f->seed, called(t)));

	return c && c->back && c->calls == FORWARDS_CALLS && c->id_len ? c :
		NULL;
}
