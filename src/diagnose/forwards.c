/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/forwards.h"

#include "diagnose/numbers.h"

void forwards_init(struct forwards *f, uint64_t seed)
{
	f->seed = seed;
	recent_init(&f->table, sizeof(struct forward_chain), FORWARDS_MAX,
		    NULL);
}

void forwards_fini(struct forwards *f)
{
	recent_fini(&f->table);
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
		hash_slice(f->seed, user), n->now, NULL);

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

void forwards_note(struct forwards *f, const struct store_notice *n)
{
	const struct sip_index *m = &n->t->request->sip;
	struct slice user = called(n->t);

	/* Who forwarded it is read by the rule. */
	if (sip_index_header(m, HEADER_DIVERSION, 0) ||
	    sip_index_header(m, HEADER_HISTORY_INFO, 0))
		n->t->habits |= TRANSACTION_CIRCLE;
	if (user.len)
		chain(f, n, user);
}

const struct forward_chain *forwards_circle(const struct forwards *f,
					    const struct transaction *t)
{
	const struct forward_chain *c = recent_find(&f->table,
		hash_slice(f->seed, called(t)));

	return c && c->back && c->calls == FORWARDS_CALLS && c->id_len ? c :
		NULL;
}
