/* SPDX-License-Identifier: BSD-2-Clause */
/* Recognising packets that were captured twice, and directions that are
 * captured at all, by fingerprints in bounded memory. */
#ifndef STORE_DUPLICATE_H
#define STORE_DUPLICATE_H

#include "base/hash.h"
#include "dissect/packet.h"

enum { DUPLICATE_SLOTS = 8192, DUPLICATE_DIRECTIONS = 1 << 17 };

struct duplicate_slot {
	uint64_t hash; /* 0: empty */
	int64_t time;
	uint32_t ip_id;
};

struct duplicate_table {
	struct duplicate_slot slots[DUPLICATE_SLOTS]; /* overwritten in turn */
	/* Two generations: when the young is full the old one is forgotten. */
	struct hash_table young, old;
	uint64_t seed; /* of the directions */
};

/* A table of zeroes with a seed is empty. */
void duplicate_fini(struct duplicate_table *d);

/* The same bytes between the same ip:port within 20 ms, or with the same IP id
 * (not 0) within a second; p is remembered in any case. */
bool duplicate_check(struct duplicate_table *d, const struct packet *p,
		     struct slice bytes);
/* Remember that a packet went from src to dst. */
void duplicate_direction(struct duplicate_table *d, const struct addr *src,
			 const struct addr *dst);
/* Was one seen from src to dst, among the last DUPLICATE_DIRECTIONS? */
bool duplicate_direction_seen(const struct duplicate_table *d,
			      const struct addr *src, const struct addr *dst);

#endif
