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

/* The first slot whose order is not before this one. */
static inline struct hash_slot *look(const struct hash_table *t, uint64_t order)
{
	struct hash_slot *s = &t->slots[hash_table_home(t, order)];

	while (s->order > order)
		s++;
	return s;
}

void *hash_table_get(const struct hash_table *t, uint64_t hash,
		     hash_match_fn *match, const void *key)
{
	uint64_t order = hash_table_order(hash);

	if (!t->used)
		return NULL;
	for (struct hash_slot *s = look(t, order); s->order == order && s->item;
	     s++) {
		if (match(s->item, key))
			return s->item;
	}
	return NULL;
}

void *hash_table_guess(const struct hash_table *t, uint64_t hash)
{
	uint64_t order = hash_table_order(hash);
	const struct hash_slot *s;

	if (!t->used)
		return NULL;
	s = look(t, order);
	return s->order == order ? s->item : NULL;
}

/* With the room behind the homes: where all have one hash they lie in that, in a
 * table so much larger. */
static size_t slots_of(size_t cap)
{
	return cap ? cap + cap / 16 + 16 : 0;
}

/* A larger one with all that is in t, which has its order; false when they do not
 * lie in it. */
static bool fill(struct hash_table *bigger, const struct hash_table *t)
{
	size_t end = slots_of(bigger->cap) - 1, next = 0;

	for (const struct hash_slot *s = t->slots, *stop = s + slots_of(t->cap);
	     s < stop; s++) {
		size_t home = hash_table_home(bigger, s->order);

		if (!s->item)
			continue;
		next = next < home ? home : next;
		if (next >= end)
			return false;
		bigger->slots[next++] = *s;
	}
	bigger->used = t->used;
	return true;
}

static int table_grow(struct hash_table *t)
{
	struct hash_table bigger = *t;

	do {
		bigger.cap = bigger.cap ? bigger.cap * 2 : 16;
		bigger.shift = bigger.shift ? bigger.shift - 1 : 60;
		if (bigger.cap > SIZE_MAX / 4 / sizeof(*bigger.slots))
			return -ENOMEM;
		bigger.slots = calloc(slots_of(bigger.cap),
				      sizeof(*bigger.slots));
		if (!bigger.slots)
			return -ENOMEM;
		if (fill(&bigger, t))
			break;
		free(bigger.slots);
	} while (true);
	free(t->slots);
	*t = bigger;
	return 0;
}

/* Those behind it make room; false when there is none. */
static bool place(struct hash_table *t, uint64_t order, void *item)
{
	struct hash_slot *last = t->slots + slots_of(t->cap) - 1;
	struct hash_slot *s = look(t, order), *end;

	while (s->item && s->order == order)
		s++;
	for (end = s; end->item; end++)
		;
	if (end == last)
		return false;
	for (; end > s; end--)
		*end = end[-1];
	*s = (struct hash_slot){ order, item };
	t->used++;
	return true;
}

int hash_table_put(struct hash_table *t, uint64_t hash, void *item)
{
	uint64_t order = hash_table_order(hash);

	/* At most three quarters full: few have to move. */
	while (t->used >= t->cap / 4 * 3 || !place(t, order, item)) {
		int err = table_grow(t);

		if (err)
			return err;
	}
	return 0;
}

bool hash_table_del(struct hash_table *t, uint64_t hash, const void *item)
{
	uint64_t order = hash_table_order(hash);
	struct hash_slot *s;

	if (!t->used || !item)
		return false;
	for (s = look(t, order); s->item != item; s++) {
		if (!s->item || s->order != order)
			return false;
	}
	for (size_t i = (size_t)(s - t->slots);
	     s[1].item && hash_table_home(t, s[1].order) <= i; s++, i++)
		*s = s[1];
	*s = (struct hash_slot){ 0 };
	t->used--;
	return true;
}

void *hash_table_next(const struct hash_table *t, size_t *pos)
{
	size_t end = slots_of(t->cap);

	while (*pos < end) {
		void *item = t->slots[(*pos)++].item;

		if (item)
			return item;
	}
	return NULL;
}
