/* SPDX-License-Identifier: BSD-2-Clause */
/* Hashing with a seed (so that packets cannot be made to collide), and an
 * open-addressing table of pointers with their hashes kept beside them. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/slice.h"

/* 64 good bits of len bytes; start with the seed of the table's owner. */
uint64_t hash_bytes(uint64_t seed, const void *p, size_t len);
static inline uint64_t hash_slice(uint64_t seed, struct slice s)
{
	return hash_bytes(seed, s.p, s.len);
}

/* Odd numbers with as many ones as zeroes, without pattern. */
#define HASH_K0 UINT64_C(0x9a6de3c5174b2d35)
#define HASH_K1 UINT64_C(0xc3a5b86e2d97164b)

/* Both halves of the 128-bit product, folded into one. */
static inline uint64_t hash_fold(uint64_t a, uint64_t b)
{
#ifdef __SIZEOF_INT128__
	unsigned __int128 m = (unsigned __int128)a * b;

	return (uint64_t)m ^ (uint64_t)(m >> 64);
#else
	uint64_t al = (uint32_t)a, ah = a >> 32;
	uint64_t bl = (uint32_t)b, bh = b >> 32;
	uint64_t ll = al * bl, lh = al * bh, hl = ah * bl, hh = ah * bh;
	uint64_t mid = (ll >> 32) + (uint32_t)lh + (uint32_t)hl;

	return (mid << 32 | (uint32_t)ll) ^
	       (hh + (lh >> 32) + (hl >> 32) + (mid >> 32));
#endif
}

/* Mix a number into a hash. */
static inline uint64_t hash_mix(uint64_t h, uint64_t v)
{
	return hash_fold(h ^ v ^ HASH_K0, (h << 32 | h >> 32) ^ HASH_K1);
}

/* A seed from the kernel (getrandom); falls back to addresses and never fails. */
uint64_t hash_seed(void);

struct hash_slot {
	uint64_t hash;
	void *item; /* NULL: empty */
};

struct hash_table {
	struct hash_slot *slots; /* owned */
	size_t cap, used;        /* cap is 0 or a power of two */
};

/* Does item have this key? */
typedef bool hash_match_fn(const void *item, const void *key);

/* Where an item with this hash would be comes from memory meanwhile. */
static inline void hash_table_fetch(const struct hash_table *t, uint64_t hash)
{
	if (t->cap)
		__builtin_prefetch(&t->slots[hash & (t->cap - 1)]);
}

/* An empty table is { 0 }.  Items are never freed by the table. */
void hash_table_fini(struct hash_table *t);
/* The item with this hash for which match(item, key) holds, or NULL; of several the
 * one that was put first. */
void *hash_table_get(const struct hash_table *t, uint64_t hash,
		     hash_match_fn *match, const void *key);
/* The first item with this hash, whatever its key; NULL.  For whom 64 bits with a
 * secret seed are proof enough. */
void *hash_table_guess(const struct hash_table *t, uint64_t hash);
/* Add item (the caller knows that it is not there).  0 or -ENOMEM. */
int hash_table_put(struct hash_table *t, uint64_t hash, void *item);
/* Take this very item out; false when it is not there.  Backward-shift
 * deletion: no tombstones, the table never degrades. */
bool hash_table_del(struct hash_table *t, uint64_t hash, const void *item);
/* Walk: *pos starts at 0; NULL at the end.  No put/del while walking. */
void *hash_table_next(const struct hash_table *t, size_t *pos);

#endif
