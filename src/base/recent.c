/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/recent.h"

#include "base/mem.h"

#include <stdlib.h>

enum { FIRST = 8 * RECENT_WAYS }; /* places, when something is seen */

void recent_init(struct recent *r, size_t size, size_t max,
		 recent_forget_fn *forget)
{
	*r = (struct recent){ .size = (size + 7) & ~(size_t)7, .max = FIRST,
			      .forget = forget };
	while (r->max < max)
		r->max *= 2;
}

static void release(struct recent *r, size_t place)
{
	if (r->forget)
		r->forget(r->items + place * r->size);
	r->keys[place] = 0;
	r->count--;
}

void recent_fini(struct recent *r)
{
	for (size_t i = 0; i < r->cap; i++) {
		if (r->keys[i])
			release(r, i);
	}
	free(r->keys);
	free(r->used);
	free(r->items);
	r->keys = NULL;
	r->used = NULL;
	r->items = NULL;
	r->cap = 0;
}

/* 0 is for free places. */
static uint64_t named(uint64_t key)
{
	return key ? key : 1;
}

static size_t bucket(const struct recent *r, uint64_t key)
{
	return key & (r->cap - 1) & ~(size_t)(RECENT_WAYS - 1);
}

/* Where the key lies; r->cap when it is not there. */
static size_t find(const struct recent *r, uint64_t key)
{
	size_t at;

	if (!r->cap)
		return r->cap;
	at = bucket(r, key);
	for (size_t i = at; i < at + RECENT_WAYS; i++) {
		if (r->keys[i] == key)
			return i;
	}
	return r->cap;
}

void *recent_find(const struct recent *r, uint64_t key)
{
	size_t at = find(r, named(key));

	return at < r->cap ? r->items + at * r->size : NULL;
}

/* A free place in the key's bucket, or r->cap. */
static size_t find_free(const struct recent *r, uint64_t key)
{
	size_t at = bucket(r, key);

	for (size_t i = at; i < at + RECENT_WAYS; i++) {
		if (!r->keys[i])
			return i;
	}
	return r->cap;
}

static size_t oldest(const struct recent *r, uint64_t key)
{
	size_t at = bucket(r, key), old = at;

	for (size_t i = at + 1; i < at + RECENT_WAYS; i++) {
		if (r->used[i] < r->used[old])
			old = i;
	}
	return old;
}

static bool allocate(struct recent *r)
{
	r->keys = mem_zalloc(r->cap * sizeof(*r->keys));
	r->used = mem_zalloc(r->cap * sizeof(*r->used));
	r->items = r->cap <= SIZE_MAX / r->size ? malloc(r->cap * r->size) :
		NULL;
	if (r->keys && r->used && r->items)
		return true;
	free(r->keys);
	free(r->used);
	free(r->items);
	return false;
}

/* Twice as many places.  A bucket is split between two: all find room. */
static bool grow(struct recent *r)
{
	struct recent old = *r;

	r->cap = old.cap ? old.cap * 2 : FIRST;
	if (r->cap > r->max || !allocate(r)) {
		*r = old;
		return false;
	}
	for (size_t i = 0; i < old.cap; i++) {
		size_t to;

		if (!old.keys[i])
			continue;
		to = find_free(r, old.keys[i]);
		r->keys[to] = old.keys[i];
		r->used[to] = old.used[i];
		memcpy(r->items + to * r->size, old.items + i * r->size,
		       r->size);
	}
	free(old.keys);
	free(old.used);
	free(old.items);
	return true;
}

/* A free place for the key; r->cap when there is no memory at all. */
static size_t make_room(struct recent *r, uint64_t key)
{
	size_t at = r->cap;

	if (r->cap && r->count < r->cap / 4 * 3)
		at = find_free(r, key);
	while (at == r->cap && grow(r))
		at = find_free(r, key);
	if (at < r->cap || !r->cap)
		return at;
	at = find_free(r, key);
	if (at < r->cap)
		return at;
	at = oldest(r, key);
	release(r, at);
	r->shed++;
	return at;
}

void *recent_get(struct recent *r, uint64_t key, int64_t now, bool *made)
{
	size_t at = find(r, named(key));
	bool is_new = at == r->cap;

	if (made)
		*made = false;
	if (is_new) {
		at = make_room(r, named(key));
		if (at == r->cap)
			return NULL;
		r->keys[at] = named(key);
		r->count++;
		memset(r->items + at * r->size, 0, r->size);
	}
	if (made)
		*made = is_new;
	r->used[at] = now;
	return r->items + at * r->size;
}

void recent_drop(struct recent *r, uint64_t key)
{
	size_t at = find(r, named(key));

	if (at < r->cap)
		release(r, at);
}

void *recent_next(const struct recent *r, size_t *pos)
{
	while (*pos < r->cap) {
		size_t at = (*pos)++;

		if (r->keys[at])
			return r->items + at * r->size;
	}
	return NULL;
}
