/* SPDX-License-Identifier: BSD-2-Clause */
#include "store/duplicate.h"

#include "base/clock.h"
#include "base/hash.h"

#define SAME_PACKET (20 * CLOCK_MS)
#define SAME_IP_ID  CLOCK_S

static uint64_t hash_pair(uint64_t seed, const struct addr *src,
			  const struct addr *dst)
{
	return hash_bytes(hash_bytes(seed, src, sizeof(*src)), dst,
			  sizeof(*dst));
}

bool duplicate_check(struct duplicate_table *d, const struct packet *p,
		     struct slice bytes)
{
	uint64_t h = hash_slice(hash_pair(d->seed, &p->src, &p->dst), bytes);
	int64_t now = p->frame->time, apart;
	uint32_t id = p->has_ip_id ? p->ip_id : 0;
	struct duplicate_slot *s;
	bool same;

	h |= 1; /* 0 is an empty slot */
	s = &d->slots[(h >> 8) % DUPLICATE_SLOTS];
	apart = now > s->time ? now - s->time : s->time - now;
	same = s->hash == h &&
		(apart <= SAME_PACKET ||
		 (id && s->ip_id == id && apart <= SAME_IP_ID));
	*s = (struct duplicate_slot){ .hash = h, .time = now, .ip_id = id };
	return same;
}

void duplicate_direction(struct duplicate_table *d, const struct addr *src,
			 const struct addr *dst)
{
	uint64_t h = hash_pair(d->seed, src, dst) | 1;

	d->directions[(h >> 8) % DUPLICATE_DIRECTIONS] = h;
}

bool duplicate_direction_seen(const struct duplicate_table *d,
			      const struct addr *src, const struct addr *dst)
{
	uint64_t h = hash_pair(d->seed, src, dst) | 1;

	return d->directions[(h >> 8) % DUPLICATE_DIRECTIONS] == h;
}
