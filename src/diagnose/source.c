/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/source.h"

static uint64_t key_of(const struct source_memory *m, const struct addr *a)
{
	return hash_bytes(m->seed, a->ip, sizeof(a->ip));
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

void source_note_register(struct source_memory *m, const struct store_notice *n)
{
	const struct transaction *t = n->t;
	struct source *s;

	if (n->event != STORE_REQUEST &&
	    (n->event != STORE_FINAL || t->status < 200 || t->status > 299))
		return;
	s = recent_get(&m->table, key_of(m, &t->client), n->now, NULL);
	if (!s)
		return;
	if (n->event == STORE_REQUEST)
		s->registers = true;
	else
		s->registered = true;
}

void source_note_invite(struct source_memory *m, const struct store_notice *n)
{
	const struct transaction *t = n->t;
	struct source *s;

	/* One that passed a proxy is not its own. */
	if (sip_index_count(&t->request->sip, HEADER_VIA) > 1)
		return;
	s = recent_get(&m->table, key_of(m, &t->client), n->now, NULL);
	if (s)
		s->calls = true;
}

const struct source *source_find(const struct source_memory *m,
				 const struct addr *a)
{
	return recent_find(&m->table, key_of(m, a));
}
