/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/hash.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

static inline uint64_t load64(const unsigned char *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static inline uint64_t load32(const unsigned char *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

/* Up to 16 bytes as two words, which may overlap. */
static inline void load_short(const unsigned char *p, size_t len, uint64_t *a,
			      uint64_t *b)
{
	*a = *b = 0;
	if (len >= 8) {
		*a = load64(p);
		*b = load64(p + len - 8);
	} else if (len >= 4) {
		*a = load32(p);
		*b = load32(p + len - 4);
	} else if (len) {
		*a = (uint64_t)p[0] << 16 | (uint64_t)p[len / 2] << 8 |
		     p[len - 1];
	}
}

/* Over all but the last 17 to 64 bytes, in two chains of products, for each has to
 * wait for itself. */
static inline uint64_t over_long(const unsigned char **p,
				 const unsigned char *end, uint64_t secret,
				 uint64_t state)
{
	const unsigned char *at = *p, *stop = end - 64;
	uint64_t other = secret;

	do {
		state = hash_fold(load64(at) ^ secret, load64(at + 8) ^ state);
		other = hash_fold(load64(at + 16) ^ secret,
				  load64(at + 24) ^ other);
		at += 32;
	} while (at < stop);
	*p = at;
	return hash_fold(state ^ other, secret ^ HASH_K0);
}

/* Every word of the input meets a secret made from the seed before it is
 * multiplied: a product with a public number could be forced to zero, and then
 * all keys of an attacker would collide under every seed. */
uint64_t hash_bytes(uint64_t seed, const void *bytes, size_t len)
{
	const unsigned char *p = bytes, *last;
	uint64_t secret = hash_fold(seed ^ HASH_K0, HASH_K1);
	uint64_t state = seed ^ HASH_K1, a, b;

	if (len <= 16) {
		load_short(p, len, &a, &b);
	} else {
		last = p + len - 16;
		if (len > 64)
			state = over_long(&p, last + 16, secret, state);
		for (; p < last; p += 16)
			state = hash_fold(load64(p) ^ secret,
					  load64(p + 8) ^ state);
		/* Some of these a second time. */
		a = load64(last);
		b = load64(last + 8);
	}
	state = hash_fold(a ^ secret, b ^ state);
	return hash_fold(state ^ HASH_K0, secret ^ HASH_K1 ^ len);
}

uint64_t hash_seed(void)
{
	uint64_t seed;
	struct timespec now = { 0 };

	if (getrandom(&seed, sizeof(seed), GRND_NONBLOCK) == sizeof(seed))
		return seed;
	/* Early boot: what the address layout and the clock give. */
	clock_gettime(CLOCK_MONOTONIC, &now);
	seed = hash_mix((uint64_t)(uintptr_t)&now, (uint64_t)now.tv_nsec);
	return hash_mix(seed, (uint64_t)(uintptr_t)&hash_seed);
}

void hash_table_fini(struct hash_table *t)
{
	free(t->slots);
	*t = (struct hash_table){ 0 };
}

void *hash_table_get(const struct hash_table *t, uint64_t hash,
		     hash_match_fn *match, const void *key)
{
	size_t mask = t->cap - 1;

	if (!t->used)
		return NULL;
	for (size_t i = hash & mask; t->slots[i].item; i = (i + 1) & mask)
		if (t->slots[i].hash == hash && match(t->slots[i].item, key))
			return t->slots[i].item;
	return NULL;
}

void *hash_table_guess(const struct hash_table *t, uint64_t hash)
{
	size_t mask = t->cap - 1, i = hash & mask;

	if (!t->used)
		return NULL;
	while (t->slots[i].item && t->slots[i].hash != hash)
		i = (i + 1) & mask;
	return t->slots[i].item;
}

/* There is always an empty slot. */
static void place(struct hash_table *t, uint64_t hash, void *item)
{
	size_t mask = t->cap - 1, i = hash & mask;

	while (t->slots[i].item)
		i = (i + 1) & mask;
	t->slots[i] = (struct hash_slot){ hash, item };
}

static int table_grow(struct hash_table *t)
{
	struct hash_table bigger = { .cap = t->cap ? t->cap * 2 : 16 };
	size_t first = 0;

	if (bigger.cap < t->cap)
		return -ENOMEM;
	bigger.slots = calloc(bigger.cap, sizeof(*bigger.slots));
	if (!bigger.slots)
		return -ENOMEM;
	bigger.used = t->used;
	/* Behind an empty slot begins no row in its middle: of those with the
	 * same hash the first one stays the first. */
	while (first < t->cap && t->slots[first].item)
		first++;
	for (size_t i = 0; i < t->cap; i++) {
		const struct hash_slot *s =
			&t->slots[(first + i) & (t->cap - 1)];

		if (s->item)
			place(&bigger, s->hash, s->item);
	}
	free(t->slots);
	*t = bigger;
	return 0;
}

int hash_table_put(struct hash_table *t, uint64_t hash, void *item)
{
	/* At most three quarters full: probes stay short. */
	if (t->used >= t->cap / 4 * 3) {
		int err = table_grow(t);

		if (err)
			return err;
	}
	place(t, hash, item);
	t->used++;
	return 0;
}

bool hash_table_del(struct hash_table *t, uint64_t hash, const void *item)
{
	size_t mask = t->cap - 1, hole = hash & mask;

	if (!t->used || !item)
		return false;
	while (t->slots[hole].item != item) {
		if (!t->slots[hole].item)
			return false;
		hole = (hole + 1) & mask;
	}
	/* Pull back everything that probed across the hole. */
	for (size_t i = (hole + 1) & mask; t->slots[i].item;
	     i = (i + 1) & mask) {
		size_t home = t->slots[i].hash & mask;

		if (((i - home) & mask) >= ((i - hole) & mask)) {
			t->slots[hole] = t->slots[i];
			hole = i;
		}
	}
	t->slots[hole] = (struct hash_slot){ 0 };
	t->used--;
	return true;
}

void *hash_table_next(const struct hash_table *t, size_t *pos)
{
	while (*pos < t->cap) {
		void *item = t->slots[(*pos)++].item;

		if (item)
			return item;
	}
	return NULL;
}
