/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/source.h"

static uint64_t key_of(const struct source_memory *m, const struct addr *a)
{
	uint64_t ip[2];

	memcpy(ip, a->ip, sizeof(ip));
	return hash_mix(hash_mix(m->seed, ip[0]), ip[1]);
}

void source_memory_init(struct source_memory *m, uint64_t seed)
{
	m->seed = seed;
	recent_init(&m->table, sizeof(struct source), SOURCES_MAX, NULL);
}

void source_memory_fini(struct source_memory *m)
{
	recent_fini(&m->table);
}

struct source *source_get(struct source_memory *m, const struct addr *a)
{
	return recent_get(&m->table, key_of(m, a), NULL);
}

const struct source *source_find(const struct source_memory *m,
				 const struct addr *a)
{
	return recent_find(&m->table, key_of(m, a));
}
