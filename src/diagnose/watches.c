/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/watches.h"

#include "dissect/sip_value.h"

void watches_init(struct watches *w, uint64_t seed)
{
	w->seed = seed;
	recent_init(&w->table, sizeof(struct watch), WATCHES_MAX, NULL);
}

void watches_fini(struct watches *w)
{
	recent_fini(&w->table);
}

static uint64_t key_of(const struct watches *w, const struct transaction *t)
{
	const struct sip_index *sip = &t->request->sip;
	uint64_t target = hash_slice(w->seed, sip_value_uri(
		sip_index_value(sip, HEADER_TO)));
	uint64_t event = hash_slice(w->seed, sip_value_token(
		sip_index_value(sip, HEADER_EVENT)));

	return hash_mix(hash_mix(addr_hash_ip(w->seed, &t->server), target),
			event);
}

void watches_note(struct watches *w, const struct transaction *t)
{
	bool taken = t->status / 100 == 2;
	struct watch *of = recent_get(&w->table, key_of(w, t), NULL);

	if (!of)
		return;
	of->taken |= taken;
	of->refused = taken ? 0 : of->refused + 1;
}

const struct watch *watches_find(const struct watches *w,
				 const struct transaction *t)
{
	return recent_find(&w->table, key_of(w, t));
}
