/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/recent.h"

#include "base/mem.h"

#include <stdlib.h>

enum { FIRST = 64, /* things, when something is seen; */
       FEWEST = 2 * FIRST, /* and places */
       LINE = 64, BINS = 32,
       FAR = 7 };   /* from home: that far, or farther */

/* What stands before a thing.  A use costs no more than a number here: the order
 * is made out of these when something has to go. */
struct slot {
	uint64_t key;  /* 0: free */
	uint32_t used; /* at this hour of r->clock; free: the next free one */
	uint32_t next; /* in line */
};

/* None lies in more lines of cache than it must, and each begins with one where it
 * needs more. */
static size_t stride_of(size_t size)
{
	size_t stride = sizeof(struct slot);

	while (stride < size && stride < LINE)
		stride *= 2;
	return stride < size ? (size + LINE - 1) / LINE * LINE : stride;
}

void recent_init(struct recent *r, size_t size, size_t max,
		 recent_forget_fn *forget)
{
	*r = (struct recent){ .max = FIRST, .forget = forget,
		.stride = stride_of(sizeof(struct slot) + size) };
	while (r->max < max)
		r->max *= 2;
	while (r->max >> r->bits)
		r->bits++;
}

static struct slot *slot_at(const struct recent *r, uint32_t i)
{
	return (struct slot *)(void *)(r->slots + i * r->stride);
}

static void *thing_of(struct slot *s)
{
	return s + 1;
}

void recent_fini(struct recent *r)
{
	for (uint32_t i = 1; i < r->high && r->forget; i++) {
		if (slot_at(r, i)->key)
			r->forget(thing_of(slot_at(r, i)));
	}
	free(r->places);
	free(r->memory);
	*r = (struct recent){ .stride = r->stride, .max = r->max,
			      .bits = r->bits, .forget = r->forget,
			      .shed = r->shed };
}

/* 0 is for free slots. */
static uint64_t named(uint64_t key)
{
	return key ? key : 1;
}

/* --- by key --- */

static uint32_t number_in(const struct recent *r, uint32_t place)
{
	return place & ((UINT32_C(1) << r->bits) - 1);
}

static uint32_t piece_in(const struct recent *r, uint32_t place)
{
	return place / (FAR + 1) >> r->bits;
}

/* Where the piece of the key is another one, nobody has to look at the thing.  It
 * begins with the bits that choose a place as soon as there are more than the
 * fewest. */
static uint32_t piece_of(const struct recent *r, uint64_t key)
{
	return (uint32_t)(key / FEWEST) & piece_in(r, UINT32_MAX);
}

/* So many places from home is the thing that this one names. */
static size_t way_from_home(const struct recent *r, size_t at)
{
	uint32_t place = r->places[at], way = place >> r->bits & FAR;

	return way < FAR ? way :
		(at - slot_at(r, number_in(r, place))->key) & r->mask;
}

/* The key of the thing that this one names, or as much of it as chooses one of
 * places less one. */
static uint64_t key_at(const struct recent *r, size_t at, size_t mask)
{
	uint32_t place = r->places[at], way = place >> r->bits & FAR;
	uint32_t known = piece_in(r, UINT32_MAX);

	if (way == FAR || mask / FEWEST > known)
		return slot_at(r, number_in(r, place))->key;
	return (at - way) % FEWEST + (uint64_t)piece_in(r, place) * FEWEST;
}

static void move_to(struct recent *r, size_t at, uint32_t place, size_t way)
{
	uint32_t far = (uint32_t)FAR << r->bits;

	r->places[at] = (place & ~far) |
		(way < FAR ? (uint32_t)way << r->bits : far);
}

/* The slot of the key, or NULL. */
static inline struct slot *find(const struct recent *r, uint64_t key)
{
	uint32_t piece = piece_of(r, key), place;

	if (!r->count)
		return NULL;
	for (size_t at = key & r->mask; (place = r->places[at]);
	     at = (at + 1) & r->mask) {
		if (piece_in(r, place) == piece) {
			struct slot *s = slot_at(r, number_in(r, place));

			if (s->key == key)
				return s;
		}
	}
	return NULL;
}

void *recent_find(const struct recent *r, uint64_t key)
{
	struct slot *s = find(r, named(key));

	return s ? thing_of(s) : NULL;
}

static void put(struct recent *r, uint64_t key, uint32_t place)
{
	size_t way = 0;

	while (r->places[(key + way) & r->mask])
		way++;
	move_to(r, (key + way) & r->mask, place, way);
}

/* Those behind it that are not at home move up, so that none is cut off. */
static void take(struct recent *r, uint32_t i)
{
	size_t hole = slot_at(r, i)->key & r->mask, at;

	while (number_in(r, r->places[hole]) != i)
		hole = (hole + 1) & r->mask;
	for (at = (hole + 1) & r->mask; r->places[at];
	     at = (at + 1) & r->mask) {
		size_t way = way_from_home(r, at);
		size_t back = (at - hole) & r->mask;

		if (way < back)
			continue;
		move_to(r, hole, r->places[at], way - back);
		hole = at;
	}
	r->places[hole] = 0;
}

static void release(struct recent *r, uint32_t i)
{
	struct slot *s = slot_at(r, i);

	if (r->forget)
		r->forget(thing_of(s));
	take(r, i);
	s->key = 0;
	s->used = r->free;
	r->free = i;
	r->count--;
}

/* --- by use --- */

/* Two lines become one. */
static uint32_t merge(const struct recent *r, uint32_t a, uint32_t b)
{
	uint32_t first = 0, *end = &first;

	while (a && b) {
		uint32_t *older = slot_at(r, a)->used < slot_at(r, b)->used ?
			&a : &b;

		*end = *older;
		end = &slot_at(r, *older)->next;
		*older = *end;
	}
	*end = a ? a : b;
	return first;
}

/* From slot *i on: as many things in line as were used one after the other.  *i is
 * behind them then. */
static uint32_t row(const struct recent *r, uint32_t *i)
{
	uint32_t first = 0, *end = &first, used = 0;

	for (; *i < r->high; ++*i) {
		struct slot *s = slot_at(r, *i);

		if (!s->key)
			continue;
		if (s->used < used)
			break;
		used = s->used;
		*end = *i;
		end = &s->next;
	}
	*end = 0;
	return first;
}

/* Everything stands in line by its last use.  That takes n log n steps, and only
 * when all that stood in line was forgotten or used since: so each use, or each
 * thing forgotten, has paid for log n of them.  Where little is used twice the slots
 * are nearly in order. */
static void line_up(struct recent *r)
{
	uint32_t bins[BINS] = { 0 }; /* lines of 1, 2, 4 ... rows */
	unsigned k;

	for (uint32_t i = 1; i < r->high;) {
		uint32_t line = row(r, &i);

		for (k = 0; k < BINS - 1 && bins[k]; k++) {
			line = merge(r, bins[k], line);
			bins[k] = 0;
		}
		bins[k] = merge(r, bins[k], line);
	}
	r->line = 0;
	for (k = 0; k < BINS; k++)
		r->line = merge(r, r->line, bins[k]);
	r->lined = r->clock;
}

/* Who was used longest ago; there is something. */
static uint32_t oldest(struct recent *r)
{
	for (;;) {
		if (!r->line)
			line_up(r);
		while (r->line) {
			uint32_t i = r->line;
			const struct slot *s = slot_at(r, i);

			r->line = s->next;
			__builtin_prefetch(slot_at(r, s->next));
			if (s->key && s->used <= r->lined)
				return i;
		}
	}
}

/* The hour of one more use.  They stay in order where it begins anew. */
static uint32_t tick(struct recent *r)
{
	if (r->clock == UINT32_MAX) {
		line_up(r);
		r->clock = 0;
		for (uint32_t i = r->line; i; i = slot_at(r, i)->next)
			slot_at(r, i)->used = ++r->clock;
		r->lined = r->clock;
	}
	return ++r->clock;
}

/* --- room --- */

/* Where all things will lie.  What is not used yet takes no memory. */
static bool make_slots(struct recent *r)
{
	if (r->max >= SIZE_MAX / r->stride - LINE)
		return false;
	r->memory = malloc((r->max + 1) * r->stride + LINE);
	if (!r->memory)
		return false;
	r->slots = r->memory;
	r->slots += -(uintptr_t)r->memory % LINE;
	r->high = 1;
	return true;
}

/* Room for cap things; twice as many places.  What there is stays as it is when
 * there is no memory.  No thing is looked at that is not far from home. */
static bool resize(struct recent *r, size_t cap)
{
	struct recent was = *r;
	uint32_t *places;

	if (!r->memory && !make_slots(r))
		return false;
	places = mem_zalloc(2 * cap * sizeof(*places));
	if (!places)
		return false;
	r->places = places;
	r->cap = cap;
	r->mask = 2 * cap - 1;
	for (size_t at = 0; at < 2 * was.cap; at++) {
		if (was.places[at])
			put(r, key_at(&was, at, r->mask), was.places[at]);
	}
	free(was.places);
	return true;
}

/* A slot for a new thing, or 0 when there is no memory at all. */
static uint32_t make_room(struct recent *r)
{
	uint32_t i;

	if (r->count == r->cap &&
	    (r->cap == r->max || !resize(r, r->cap ? 2 * r->cap : FIRST))) {
		if (!r->cap)
			return 0;
		release(r, oldest(r));
		r->shed++;
	}
	if (!r->free)
		return r->high++;
	i = r->free;
	r->free = slot_at(r, i)->used;
	return i;
}

static __attribute__((noinline)) struct slot *make(struct recent *r,
						   uint64_t key)
{
	uint32_t i = make_room(r);
	struct slot *s = i ? slot_at(r, i) : NULL;

	if (!s)
		return NULL;
	s->key = key;
	put(r, key, piece_of(r, key) * (FAR + 1) << r->bits | i);
	r->count++;
	memset(thing_of(s), 0, r->stride - sizeof(*s));
	return s;
}

void *recent_get(struct recent *r, uint64_t key, bool *made)
{
	struct slot *s = find(r, named(key));

	if (made)
		*made = false;
	if (!s) {
		s = make(r, named(key));
		if (!s)
			return NULL;
		if (made)
			*made = true;
	}
	s->used = tick(r);
	return thing_of(s);
}

void recent_drop(struct recent *r, uint64_t key)
{
	struct slot *s = find(r, named(key));

	if (s)
		release(r, (uint32_t)((size_t)((unsigned char *)s - r->slots) /
				      r->stride));
}

void *recent_next(const struct recent *r, size_t *pos)
{
	while (*pos + 1 < r->high) {
		struct slot *s = slot_at(r, (uint32_t)++*pos);

		if (s->key)
			return thing_of(s);
	}
	return NULL;
}
