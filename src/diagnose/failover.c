/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/failover.h"

static uint64_t key_of(const struct failover_memory *m, const struct addr *a)
{
	return addr_hash_ip(m->seed, a);
}

void failover_init(struct failover_memory *m, uint64_t seed)
{
	m->seed = seed;
	recent_init(&m->table, sizeof(struct failover), FAILOVER_CLIENTS, NULL);
}

void failover_fini(struct failover_memory *m)
{
	recent_fini(&m->table);
}

void failover_note(struct failover_memory *m, const struct store_notice *n)
{
	const struct transaction *t = n->t;
	struct failover *f;
	bool begins = n->event == STORE_REQUEST && !t->call_prev &&
		t->method == METHOD_INVITE && !t->in_dialog;
	bool answers = n->event == STORE_FINAL && t->status != 503;

	if (!m->table.count || (!begins && !answers))
		return;
	f = recent_find(&m->table, key_of(m, &t->client));
	if (f && addr_eq(&f->primary, &t->server) == answers)
		f->lives = true;
}

uint32_t failover_count(struct failover_memory *m, const struct addr *client,
			const struct addr *primary)
{
	struct failover *f = recent_get(&m->table, key_of(m, client), NULL);

	if (!f)
		return 0;
	if (!addr_eq(&f->primary, primary))
		*f = (struct failover){ .primary = *primary };
	f->failed++;
	return f->lives ? 0 : f->failed;
}
