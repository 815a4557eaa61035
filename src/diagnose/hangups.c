/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/hangups.h"

void hangups_init(struct hangups *h, uint64_t seed)
{
	h->seed = seed;
	recent_init(&h->pairs, sizeof(struct hangups_pair), HANGUPS_MAX, NULL);
}

void hangups_fini(struct hangups *h)
{
	recent_fini(&h->pairs);
}

/* Is the client the lower of the two hosts? */
static bool client_first(const struct transaction *t)
{
	return memcmp(t->client.ip, t->server.ip, sizeof(t->client.ip)) < 0;
}

/* Whoever of the two sends. */
static struct hangups_pair *pair_of(struct hangups *h,
				    const struct transaction *t)
{
	bool first = client_first(t);
	const struct addr *low = first ? &t->client : &t->server;
	const struct addr *high = first ? &t->server : &t->client;

	return recent_get(&h->pairs, hash_mix(addr_hash_ip(h->seed, low),
					      addr_hash_ip(h->seed, high)),
			  NULL);
}

void hangups_answered(struct hangups *h, const struct transaction *invite)
{
	struct hangups_pair *p = pair_of(h, invite);

	if (p)
		p->up++;
}

unsigned hangups_ended(struct hangups *h, const struct transaction *bye,
		       bool at_once)
{
	struct hangups_pair *p = pair_of(h, bye);
	bool by_first = client_first(bye);

	if (!p)
		return 0;
	if (p->up)
		p->up--;
	if (!at_once) {
		p->held = bye->start;
		p->n = 0;
		return 0;
	}
	if (p->by_first != by_first)
		p->n = 0;
	p->by_first = by_first;
	p->n++;
	return p->up || (p->held && bye->start - p->held < HANGUPS_HELD) ?
		0 : p->n;
}
