/* SPDX-License-Identifier: BSD-2-Clause */
/* What was lately seen under a 64-bit key: things of one size, in a table that
 * never takes more than it was allowed and forgets what was used longest ago.
 * The key is all that is known of a thing's name: take a hash with a seed of the
 * table's owner (hash.h), which nobody outside can make collide. */
#ifndef BASE_RECENT_H
#define BASE_RECENT_H

#include "base/slice.h"

/* The thing is forgotten: release what it owns.  Its bytes are recent's. */
typedef void recent_forget_fn(void *item);

struct recent {
	uint32_t *places;  /* owned: which thing, by key, each in the first free
			      place from home on; above its number how far that
			      is, above that a piece of the key; 0 is a free
			      one */
	unsigned char *slots; /* things from 1 on, each behind its key and when
			      it was used, in as few lines of cache as can be */
	void *memory;      /* owned: where the slots lie */
	size_t stride;     /* from slot to slot */
	size_t mask;       /* places less one */
	size_t cap, max;   /* things; both a power of two, or cap is 0 */
	size_t count;
	unsigned bits;     /* that the number of a thing has */
	uint32_t high;     /* slots that were ever used, and one */
	uint32_t free;     /* one of them that is free, or 0 */
	uint32_t clock;    /* uses; begins anew before it runs over */
	uint32_t line;     /* things by use, the oldest first, as they stood at
			      `lined': to be forgotten, but those used since */
	uint32_t lined;
	uint64_t shed;     /* forgotten to make room */
	recent_forget_fn *forget; /* may be NULL */
};

/* At most max things of size bytes (max is rounded up to a power of two).  No
 * memory is taken yet.  forget may be NULL. */
void recent_init(struct recent *r, size_t size, size_t max,
		 recent_forget_fn *forget);
/* Forgets all and frees the memory; the table is empty then. */
void recent_fini(struct recent *r);
/* The thing with this key, or NULL.  It does not count as use. */
void *recent_find(const struct recent *r, uint64_t key);
/* What recent_find(r, key) looks at first comes from memory meanwhile. */
static inline void recent_fetch(const struct recent *r, uint64_t key)
{
	if (r->cap)
		__builtin_prefetch(&r->places[key & r->mask]);
}
/* The thing with this key; when it is not there, a new one of zeroes, *made true
 * (made may be NULL).  What it gives, and all it gave before, is valid until the
 * next recent_get().  Aligned for pointers and 64-bit numbers.  What is forgotten
 * to make room is what was asked for longest ago, by the order of calls: whatever
 * the keys, the same calls forget the same.  NULL when there is no memory. */
void *recent_get(struct recent *r, uint64_t key, bool *made);
/* Forget the thing with this key, if it is there. */
void recent_drop(struct recent *r, uint64_t key);
/* Walk over all: *pos starts at 0; NULL at the end.  No get or drop meanwhile. */
void *recent_next(const struct recent *r, size_t *pos);

#endif
