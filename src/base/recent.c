/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/recent.h"

#include "base/mem.h"

#include <stdlib.h>

enum { FIRST = 64 }; /* entries, when something is seen */

void recent_init(struct recent *r, size_t size, size_t max,
		 recent_forget_fn *forget)
{
	*r = (struct recent){ .size = (size + 7) & ~(size_t)7, .max = FIRST,
			      .forget = forget };
	while (r->max < max)
		r->max *= 2;
}

void recent_fini(struct recent *r)
{
	for (size_t i = 1; i < r->high && r->forget; i++) {
		if (r->entries[i].key)
			r->forget(r->items + i * r->size);
	}
	free(r->places);
	free(r->entries);
	free(r->items);
	*r = (struct recent){ .size = r->size, .max = r->max,
			      .forget = r->forget, .shed = r->shed };
}

/* 0 is for free entries. */
static uint64_t named(uint64_t key)
{
	return key ? key : 1;
}

/* The entry of the key, or 0. */
static uint32_t find(const struct recent *r, uint64_t key)
{
	uint32_t i;

	if (!r->cap)
		return 0;
	for (size_t at = key & r->mask; (i = r->places[at]);
	     at = (at + 1) & r->mask) {
		if (r->entries[i].key == key)
			return i;
	}
	return 0;
}

void *recent_find(const struct recent *r, uint64_t key)
{
	uint32_t i = find(r, named(key));

	return i ? r->items + i * r->size : NULL;
}

/* --- by use: a ring through entry 0, the newest behind it --- */

static void unlink_entry(struct recent *r, uint32_t i)
{
	struct recent_entry *e = &r->entries[i];

	r->entries[e->newer].older = e->older;
	r->entries[e->older].newer = e->newer;
}

static void link_newest(struct recent *r, uint32_t i)
{
	struct recent_entry *head = &r->entries[0], *e = &r->entries[i];

	e->newer = 0;
	e->older = head->older;
	r->entries[head->older].newer = i;
	head->older = i;
}

/* --- by key --- */

static void put(struct recent *r, uint32_t i)
{
	size_t at = r->entries[i].key & r->mask;

	while (r->places[at])
		at = (at + 1) & r->mask;
	r->places[at] = i;
}

/* Those behind it that are not at home move up, so that none is cut off. */
static void take(struct recent *r, uint32_t i)
{
	size_t hole = r->entries[i].key & r->mask, home, at;

	while (r->places[hole] != i)
		hole = (hole + 1) & r->mask;
	for (at = (hole + 1) & r->mask; r->places[at];
	     at = (at + 1) & r->mask) {
		home = r->entries[r->places[at]].key & r->mask;
		if (((at - home) & r->mask) < ((at - hole) & r->mask))
			continue;
		r->places[hole] = r->places[at];
		hole = at;
	}
	r->places[hole] = 0;
}

static void release(struct recent *r, uint32_t i)
{
	if (r->forget)
		r->forget(r->items + i * r->size);
	take(r, i);
	unlink_entry(r, i);
	r->entries[i] = (struct recent_entry){ .older = r->free };
	r->free = i;
	r->count--;
}

/* --- room --- */

/* Room for cap things and entry 0, in which nothing lies; twice as many places.
 * What there is stays where it is when there is no memory. */
static bool resize(struct recent *r, size_t cap)
{
	uint32_t *places = mem_zalloc(2 * cap * sizeof(*places));
	struct recent_entry *entries = places ?
		realloc(r->entries, (cap + 1) * sizeof(*entries)) : NULL;
	unsigned char *items;

	if (entries)
		r->entries = entries;
	items = entries && cap < SIZE_MAX / r->size ?
		realloc(r->items, (cap + 1) * r->size) : NULL;
	if (!items) {
		free(places);
		return false;
	}
	r->items = items;
	if (!r->cap) {
		r->entries[0] = (struct recent_entry){ .key = 0 };
		r->high = 1;
	}
	free(r->places);
	r->places = places;
	r->cap = cap;
	r->mask = 2 * cap - 1;
	for (uint32_t i = 1; i < r->high; i++) {
		if (r->entries[i].key)
			put(r, i);
	}
	return true;
}

/* An entry for a new thing, or 0 when there is no memory at all. */
static uint32_t make_room(struct recent *r)
{
	uint32_t i;

	if (r->count == r->cap &&
	    (r->cap == r->max || !resize(r, r->cap ? 2 * r->cap : FIRST))) {
		if (!r->cap)
			return 0;
		release(r, r->entries[0].newer);
		r->shed++;
	}
	if (!r->free)
		return r->high++;
	i = r->free;
	r->free = r->entries[i].older;
	return i;
}

void *recent_get(struct recent *r, uint64_t key, bool *made)
{
	uint32_t i = find(r, named(key));
	bool is_new = !i;

	if (made)
		*made = false;
	if (is_new) {
		i = make_room(r);
		if (!i)
			return NULL;
		r->entries[i].key = named(key);
		put(r, i);
		r->count++;
		memset(r->items + i * r->size, 0, r->size);
	} else {
		unlink_entry(r, i);
	}
	link_newest(r, i);
	if (made)
		*made = is_new;
	return r->items + i * r->size;
}

void recent_drop(struct recent *r, uint64_t key)
{
	uint32_t i = find(r, named(key));

	if (i)
		release(r, i);
}

void *recent_next(const struct recent *r, size_t *pos)
{
	while (*pos + 1 < r->high) {
		size_t i = ++*pos;

		if (r->entries[i].key)
			return r->items + i * r->size;
	}
	return NULL;
}
