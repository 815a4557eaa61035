/* SPDX-License-Identifier: BSD-2-Clause */
#include "store/duplicate.h"

#include "base/clock.h"

#define SAME_PACKET (20 * CLOCK_MS)
#define SAME_IP_ID  CLOCK_S
/* Packets with the same place that are looked at. */
enum { STEPS_MAX = 8 };
/* The same in every run, whatever the seed. */
#define PACKET_SEED UINT64_C(0x736970)

uint64_t duplicate_hash(const struct packet *p, struct slice bytes)
{
	return hash_slice(addr_hash_pair(PACKET_SEED, &p->src, &p->dst), bytes);
}

static uint32_t size_of(const struct duplicate_table *d)
{
	return (uint32_t)DUPLICATE_FEW << d->more;
}

static int64_t apart(int64_t a, int64_t b)
{
	return a > b ? a - b : b - a;
}

/* One with the same bytes came before; and now, with that IP id. */
static enum duplicate judge(const struct duplicate_packet *before, int64_t now,
			    uint32_t id)
{
	int64_t time = apart(now, before->time);

	if (id && before->ip_id == id && time <= SAME_IP_ID)
		return DUPLICATE_SURE;
	if (time > SAME_PACKET)
		return DUPLICATE_NO;
	return id && before->ip_id ? DUPLICATE_DOUBTED : DUPLICATE_LIKELY;
}

/* The last one with that hash, if it is remembered; NULL.  The packets themselves
 * are not looked at before half of the proof is there. */
static const struct duplicate_packet *
find(const struct duplicate_table *d, uint16_t at, uint32_t mark, uint16_t rest)
{
	uint32_t mask = size_of(d) - 1, age = 0;

	for (int i = 0; i < STEPS_MAX; i++) {
		uint32_t older = (uint16_t)(d->n - at);

		if (older <= age || older > mask + 1)
			break;
		age = older;
		at &= (uint16_t)mask;
		if (d->links[at].rest == rest && d->packets[at].mark == mark)
			return &d->packets[at];
		at = d->links[at].before;
	}
	return NULL;
}

static void grow(struct duplicate_table *d)
{
	uint32_t size = size_of(d), mask = 2 * size - 1;

	d->more++;
	memset(d->heads, 0, sizeof(d->heads));
	for (uint32_t n = d->n - size; n != d->n; n++) {
		uint32_t from = n & (size - 1), to = n & mask;
		uint16_t *head = &d->heads[d->packets[from].mark & mask];

		d->packets[to] = d->packets[from];
		d->links[to].rest = d->links[from].rest;
		d->links[to].before = *head;
		*head = (uint16_t)n;
	}
}

/* Remember no fewer than a second of them. */
static inline bool is_small(const struct duplicate_table *d, int64_t now)
{
	return d->n >= size_of(d) && size_of(d) < DUPLICATE_PACKETS &&
		apart(now, d->packets[d->n & (size_of(d) - 1)].time) <= SAME_IP_ID;
}

enum duplicate duplicate_check(struct duplicate_table *d,
			       const struct packet *p, uint64_t h)
{
	uint32_t id = p->has_ip_id ? p->ip_id : 0, mark = (uint32_t)(h >> 32), at;
	uint16_t rest = (uint16_t)(h >> 16), *head;
	int64_t now = p->frame->time;
	const struct duplicate_packet *before;
	enum duplicate same;

	if (is_small(d, now))
		grow(d);
	head = &d->heads[mark & (size_of(d) - 1)];
	before = find(d, *head, mark, rest);
	same = before ? judge(before, now, id) : DUPLICATE_NO;
	at = d->n & (size_of(d) - 1);
	d->packets[at] = (struct duplicate_packet){ .time = now, .mark = mark,
						    .ip_id = id };
	d->links[at].rest = rest;
	d->links[at].before = *head;
	*head = (uint16_t)d->n++;
	return same;
}

enum { DIRECTIONS = 3 }; /* bits of a mark */

static uint32_t mark_of(uint64_t pair)
{
	return (uint32_t)(pair >> 32) & ~(uint32_t)DIRECTIONS;
}

/* Back is the other bit; whoever sends to himself has both. */
static uint32_t bits_of(uint64_t way, uint64_t back)
{
	return (way <= back) | (uint32_t)(way >= back) << 1;
}

/* The place of the pair with this hash, or where it would be.  47 bits of a
 * hash with a secret seed are proof enough. */
static size_t place_of(const struct duplicate_generation *g, uint64_t pair)
{
	size_t i = pair % DUPLICATE_DIRECTIONS;
	uint32_t mark = mark_of(pair);

	while (g->marks[i] && (g->marks[i] ^ mark) > DIRECTIONS)
		i = (i + 1) % DUPLICATE_DIRECTIONS;
	return i;
}

void duplicate_direction(struct duplicate_directions *d, uint64_t way,
			 uint64_t back)
{
	uint64_t pair = duplicate_pair(way, back);
	struct duplicate_generation *g = &d->generations[d->young];
	size_t place = place_of(g, pair);

	if (g->marks[place]) {
		g->marks[place] |= bits_of(way, back);
		return;
	}
	if (g->used >= DUPLICATE_DIRECTIONS / 2) {
		d->young = !d->young;
		g = &d->generations[d->young];
		memset(g, 0, sizeof(*g));
		place = place_of(g, pair);
	}
	g->marks[place] = mark_of(pair) | bits_of(way, back);
	g->used++;
}

bool duplicate_direction_seen(const struct duplicate_directions *d,
			      uint64_t way, uint64_t back)
{
	uint64_t pair = duplicate_pair(way, back);
	uint32_t bits = bits_of(way, back);
	const struct duplicate_generation *young = &d->generations[d->young];
	const struct duplicate_generation *old = &d->generations[!d->young];

	return young->marks[place_of(young, pair)] & bits ||
		(old->used && old->marks[place_of(old, pair)] & bits);
}
