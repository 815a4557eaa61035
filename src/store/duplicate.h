/* SPDX-License-Identifier: BSD-2-Clause */
/* Recognising packets that were captured twice, and directions that are
 * captured at all, by fingerprints in bounded memory. */
#ifndef STORE_DUPLICATE_H
#define STORE_DUPLICATE_H

#include "base/hash.h"
#include "dissect/packet.h"

enum { DUPLICATE_SLOTS = 8192, DUPLICATE_DIRECTIONS = 1 << 17 };

/* Is it the packet that came before once more? */
enum duplicate {
	DUPLICATE_NO,
	DUPLICATE_LIKELY, /* by its time; IP ids say nothing */
	DUPLICATE_DOUBTED,/* by its time, and it has another IP id */
	DUPLICATE_SURE,   /* by its IP id */
};

/* The last packet whose hash has its place here, by 13 bits of it and 31 others:
 * together in one line of the cache. */
struct duplicate_slot {
	int64_t time;
	uint32_t mark;  /* 0: none came yet */
	uint32_t ip_id;
};

/* One generation of directions, half empty when it is full: a direction has its
 * place by 17 bits of its hash and 31 others stand there; 0: empty. */
struct duplicate_generation {
	uint32_t marks[DUPLICATE_DIRECTIONS];
	unsigned used;
};

/* Every message looks into these at random places: what is looked at is kept
 * small, so that it stays in the processor's cache. */
struct duplicate_table {
	struct duplicate_slot slots[DUPLICATE_SLOTS]; /* overwritten in turn */
};
struct duplicate_directions {
	/* When the young one is full the old one is forgotten. */
	struct duplicate_generation generations[2];
	unsigned young; /* place of it */
	uint64_t seed;
};

/* Tables of zeroes, the directions with a seed, are empty; there is nothing to
 * free in them. */
/* The hash of a packet with those bytes, for duplicate_check().  What is known of
 * it comes from memory meanwhile. */
uint64_t duplicate_hash(const struct duplicate_table *d, const struct packet *p,
			struct slice bytes);
/* The same bytes between the same ip:port within 20 ms, or with the same IP id
 * (not 0) within a second; p is remembered in any case. */
enum duplicate duplicate_check(struct duplicate_table *d,
			       const struct packet *p, uint64_t hash);
/* What is to be known about that way comes from memory meanwhile. */
static inline void
duplicate_direction_fetch(const struct duplicate_directions *d, uint64_t way)
{
	__builtin_prefetch(&d->generations[d->young]
			   .marks[way % DUPLICATE_DIRECTIONS]);
}
/* Remember that a packet went from one address to another; way is their hash,
 * addr_hash_pair() with the seed of d. */
void duplicate_direction(struct duplicate_directions *d, uint64_t way);
/* Was one seen to go that way, among the last DUPLICATE_DIRECTIONS? */
bool duplicate_direction_seen(const struct duplicate_directions *d,
			      uint64_t way);

#endif
