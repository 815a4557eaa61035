/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/ages.h"

void ages_init(struct ages *a, uint64_t seed)
{
	a->seed = seed;
	recent_init(&a->pairs, sizeof(struct ages_pair), AGES_MAX, NULL);
}

void ages_fini(struct ages *a)
{
	recent_fini(&a->pairs);
}

static bool known(const struct ages_pair *p, uint64_t called)
{
	for (unsigned i = 0; i < p->n && i < AGES_CALLS; i++) {
		if (p->called[i] == called)
			return true;
	}
	return false;
}

static void begin(struct ages_pair *p, int64_t age, bool by_first)
{
	p->longest = age;
	p->n = 0;
	p->by_first = by_first;
	p->mixed = false;
}

unsigned ages_note(struct ages *a, const struct transaction *bye, int64_t age,
		   struct slice called)
{
	bool by_first = memcmp(bye->client.ip, bye->server.ip,
			       sizeof(bye->client.ip)) < 0;
	const struct addr *low = by_first ? &bye->client : &bye->server;
	const struct addr *high = by_first ? &bye->server : &bye->client;
	uint64_t hash = hash_slice(a->seed, called);
	struct ages_pair *p;

	if (age < AGES_LEAST)
		return 0;
	p = recent_get(&a->pairs, hash_mix(
		addr_hash_ip(a->seed, low),
		addr_hash_ip(a->seed, high)), NULL);
	if (!p || age < p->longest - AGES_SPREAD)
		return 0;
	if (age > p->longest + AGES_SPREAD)
		begin(p, age, by_first);
	p->mixed |= p->by_first != by_first;
	if (known(p, hash))
		return 0;
	p->called[p->n++ % AGES_CALLS] = hash;
	return p->mixed ? 0 : p->n;
}
