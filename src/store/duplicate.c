/* SPDX-License-Identifier: BSD-2-Clause */
#include "store/duplicate.h"

#include "base/clock.h"

#define SAME_PACKET (20 * CLOCK_MS)
#define SAME_IP_ID  CLOCK_S
/* The slots are few, so that two packets may share one; the same two in every
 * run, whatever the seed. */
#define SLOT_SEED UINT64_C(0x736970)

bool duplicate_check(struct duplicate_table *d, const struct packet *p,
		     struct slice bytes)
{
	uint64_t h = hash_slice(addr_hash_pair(SLOT_SEED, &p->src, &p->dst), bytes);
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

void duplicate_fini(struct duplicate_table *d)
{
	hash_table_fini(&d->young);
	hash_table_fini(&d->old);
}

/* 64 bits with a secret seed are proof enough. */
static bool any(const void *item, const void *key)
{
	(void)item;
	(void)key;
	return true;
}

void duplicate_direction(struct duplicate_table *d, const struct addr *src,
			 const struct addr *dst)
{
	uint64_t h = addr_hash_pair(d->seed, src, dst);

	if (hash_table_get(&d->young, h, any, NULL))
		return;
	if (d->young.used >= DUPLICATE_DIRECTIONS / 2) {
		hash_table_fini(&d->old);
		d->old = d->young;
		d->young = (struct hash_table){ 0 };
	}
	/* Without memory a finding becomes less certain, no more. */
	(void)hash_table_put(&d->young, h, d);
}

bool duplicate_direction_seen(const struct duplicate_table *d,
			      const struct addr *src, const struct addr *dst)
{
	uint64_t h = addr_hash_pair(d->seed, src, dst);

	return hash_table_get(&d->young, h, any, NULL) ||
		hash_table_get(&d->old, h, any, NULL);
}
