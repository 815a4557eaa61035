/* SPDX-License-Identifier: BSD-2-Clause */
/* Recognising packets that were captured twice, and directions that are
 * captured at all, by fingerprints in bounded memory. */
#ifndef STORE_DUPLICATE_H
#define STORE_DUPLICATE_H

#include "base/hash.h"
#include "dissect/packet.h"

enum {
	DUPLICATE_PACKETS = 8192, DUPLICATE_FEW = 256,
	DUPLICATE_DIRECTIONS = 1 << 17
};

/* Is it the packet that came before once more? */
enum duplicate {
	DUPLICATE_NO,
	DUPLICATE_LIKELY, /* by its time; IP ids say nothing */
	DUPLICATE_DOUBTED,/* by its time, and it has another IP id */
	DUPLICATE_SURE,   /* by its IP id */
};

/* A packet that came, by 48 bits of its hash: 32 here. */
struct duplicate_packet {
	int64_t time;
	uint32_t mark;
	uint32_t ip_id;
};

/* The last packets in turn, and by their marks.  Every message looks into these:
 * so many are remembered as came within the last second, mostly few, so that all
 * of it stays in the processor's cache. */
struct duplicate_table {
	uint32_t n;    /* packets so far; the nth stands at n % size */
	uint32_t more; /* size is DUPLICATE_FEW << more */
	/* The last with the mark, by the lowest bits of both; 16 bits of n. */
	uint16_t heads[DUPLICATE_PACKETS];
	struct {
		uint16_t before; /* the one before with the same place there */
		uint16_t rest;   /* the other bits of the hash */
	} links[DUPLICATE_PACKETS];
	struct duplicate_packet packets[DUPLICATE_PACKETS];
};

/* One generation of pairs of addresses, half empty when it is full: a pair has its
 * place by 17 bits of its hash, and 30 others stand there; the lowest two tell the
 * directions that were seen; 0: empty. */
struct duplicate_generation {
	uint32_t marks[DUPLICATE_DIRECTIONS];
	unsigned used;
};
struct duplicate_directions {
	/* When the young one is full the old one is forgotten. */
	struct duplicate_generation generations[2];
	unsigned young; /* place of it */
	uint64_t seed;
};

/* Tables of zeroes, the directions with a seed, are empty; there is nothing to
 * free in them. */
/* The hash of a packet with those bytes, for duplicate_check(). */
uint64_t duplicate_hash(const struct packet *p, struct slice bytes);
/* The same bytes between the same ip:port within 20 ms, or with the same IP id
 * (not 0) within a second; p is remembered in any case. */
enum duplicate duplicate_check(struct duplicate_table *d,
			       const struct packet *p, uint64_t hash);
/* Of a direction and the one back the hashes are told, addr_hash_pair() with the
 * seed of d: both stand together, for who asks about one has asked about the other. */
static inline uint64_t duplicate_pair(uint64_t way, uint64_t back)
{
	return way + back;
}
/* What is to be known about that way comes from memory meanwhile. */
static inline void
duplicate_direction_fetch(const struct duplicate_directions *d, uint64_t way,
			  uint64_t back)
{
	__builtin_prefetch(&d->generations[d->young].marks[
		duplicate_pair(way, back) % DUPLICATE_DIRECTIONS]);
}
/* Remember that a packet went from one address to another. */
void duplicate_direction(struct duplicate_directions *d, uint64_t way,
			 uint64_t back);
/* Was one seen to go that way, among the last DUPLICATE_DIRECTIONS / 2 pairs? */
bool duplicate_direction_seen(const struct duplicate_directions *d,
			      uint64_t way, uint64_t back);

#endif
