/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/legs_table.h"

#include "diagnose/story.h"

static void leave_parent(struct legs *l, struct legs_leg *leg)
{
	struct legs_leg *parent;
	uint32_t me = (uint32_t)(leg - l->legs) + 1;
	uint16_t *at;

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

void legs_table_forget(struct legs *l, struct legs_leg *leg)
{
	while (leg->child)
		leave_parent(l, &l->legs[leg->child - 1]);
	leave_parent(l, leg);
	leg->call->leg = 0;
	if (leg->story)
		leg->story->waits--;
	*leg = (struct legs_leg){ 0 };
}

struct legs_leg *legs_table_add(struct legs *l, struct call *c)
{
	struct legs_leg *leg = &l->legs[l->made % LEGS_MAX];

	if (leg->call)
		legs_table_forget(l, leg);
	leg->serial = ++l->made;
	leg->call = c;
	c->leg = (uint32_t)(leg - l->legs) + 1;
	return leg;
}

void legs_table_attach(struct legs *l, struct legs_leg *leg, uint32_t parent)
{
	struct legs_leg *p = &l->legs[parent - 1];

	leg->parent = (uint16_t)parent;
	leg->sibling = p->child;
	p->child = (uint16_t)(leg - l->legs + 1);
	p->children++;
	p->call->leg |= LEGS_TABLE_FIRST;
}

/* --- keys --- */

const struct legs_place *legs_table_places(const struct legs *l, uint64_t hash)
{
	return l->places[(hash >> 32) % LEGS_TABLE_PLACES];
}

uint32_t legs_table_live(const struct legs *l, const struct legs_place *p)
{
	uint32_t at = (p->leg - 1) % LEGS_MAX;

	return l->legs[at].serial == p->leg ? at + 1 : 0;
}

void legs_table_note(struct legs *l, uint64_t hash, const struct legs_leg *leg)
{
	struct legs_place *p = l->places[(hash >> 32) % LEGS_TABLE_PLACES];
	uint32_t tag = (uint32_t)hash;

	for (int i = 0; i < LEGS_TABLE_WAYS; i++) {
		if (p[i].tag == tag && p[i].leg == leg->serial)
			return;
	}
	memmove(p + 1, p, (LEGS_TABLE_WAYS - 1) * sizeof(*p));
	p[0] = (struct legs_place){ tag, leg->serial };
}

void legs_table_note_host(struct legs *l, struct legs_leg *leg, uint64_t host)
{
	l->servers[host / 2 % LEGS_TABLE_SERVERS] = (uint32_t)(host >> 32);
	for (unsigned i = 0; i < leg->n_hosts; i++) {
		if (leg->hosts[i] == (uint32_t)(host >> 32))
			return;
	}
	if (leg->n_hosts < LEGS_TABLE_HOSTS)
		leg->hosts[leg->n_hosts++] = (uint32_t)(host >> 32);
}

bool legs_table_went_to(const struct legs_leg *leg, uint64_t host)
{
	for (unsigned i = 0; i < leg->n_hosts; i++) {
		if (leg->hosts[i] == (uint32_t)(host >> 32))
			return true;
	}
	return false;
}

bool legs_table_server(const struct legs *l, uint64_t host)
{
	return l->servers[host / 2 % LEGS_TABLE_SERVERS] ==
		(uint32_t)(host >> 32);
}
