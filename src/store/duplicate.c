/* SPDX-License-Identifier: BSD-2-Clause */
#include "store/duplicate.h"

#include "base/clock.h"

#define SAME_PACKET (20 * CLOCK_MS)
#define SAME_IP_ID  CLOCK_S
/* The slots are few, so that two packets may share one; the same two in every
 * run, whatever the seed. */
#define SLOT_SEED UINT64_C(0x736970)

static size_t slot_of(uint64_t h)
{
	return (h >> 8) % DUPLICATE_SLOTS;
}

uint64_t duplicate_hash(const struct duplicate_table *d, const struct packet *p,
			struct slice bytes)
{
	uint64_t h = hash_slice(addr_hash_pair(SLOT_SEED, &p->src, &p->dst), bytes);

	__builtin_prefetch(&d->slots[slot_of(h)], 1);
	return h;
}

/* One with the same bytes came at that slot's time; and now, with that IP id. */
static enum duplicate judge(const struct duplicate_slot *s, int64_t now,
			    uint32_t id)
{
	int64_t apart = now > s->time ? now - s->time : s->time - now;

	if (id && s->ip_id == id && apart <= SAME_IP_ID)
		return DUPLICATE_SURE;
	if (apart > SAME_PACKET)
		return DUPLICATE_NO;
	return id && s->ip_id ? DUPLICATE_DOUBTED : DUPLICATE_LIKELY;
}

enum duplicate duplicate_check(struct duplicate_table *d,
			       const struct packet *p, uint64_t h)
{
	uint32_t id = p->has_ip_id ? p->ip_id : 0;
	struct duplicate_slot *s = &d->slots[slot_of(h)];
	enum duplicate same = DUPLICATE_NO;
	uint32_t mark = (uint32_t)(h >> 32) | 1;

	if (s->mark == mark)
		same = judge(s, p->frame->time, id);
	*s = (struct duplicate_slot){ .time = p->frame->time, .mark = mark,
				      .ip_id = id };
	return same;
}

/* The place of the direction with this hash, or where it would be.  48 bits of a
 * hash with a secret seed are proof enough. */
static size_t place_of(const struct duplicate_generation *g, uint64_t h)
{
	size_t i = h % DUPLICATE_DIRECTIONS;
	uint32_t mark = (uint32_t)(h >> 32) | 1;

	while (g->marks[i] && g->marks[i] != mark)
		i = (i + 1) % DUPLICATE_DIRECTIONS;
	return i;
}

void duplicate_direction(struct duplicate_directions *d, uint64_t way)
{
	struct duplicate_generation *g = &d->generations[d->young];
	size_t place = place_of(g, way);

	if (g->marks[place])
		return;
	if (g->used >= DUPLICATE_DIRECTIONS / 2) {
		d->young = !d->young;
		g = &d->generations[d->young];
		memset(g, 0, sizeof(*g));
		place = place_of(g, way);
	}
	g->marks[place] = (uint32_t)(way >> 32) | 1;
	g->used++;
}

bool duplicate_direction_seen(const struct duplicate_directions *d,
			      uint64_t way)
{
	const struct duplicate_generation *young = &d->generations[d->young];
	const struct duplicate_generation *old = &d->generations[!d->young];

	return young->marks[place_of(young, way)] ||
		(old->used && old->marks[place_of(old, way)]);
}
