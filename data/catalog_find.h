/* SPDX-License-Identifier: BSD-2-Clause */
/* The table behind catalog_header_find(), and a first look into it for who reads
 * every header of every message. */
#ifndef DATA_CATALOG_FIND_H
#define DATA_CATALOG_FIND_H

#include "data/catalog.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { CATALOG_START = 16, CATALOG_SLOTS = 512 };

/* Names found by a weighted sum of their length and three of their letters,
 * then by looking at the following slots. */
struct catalog_slot {
	char start[CATALOG_START]; /* of the name, zeroes behind it */
	const char *name;
	unsigned char len, id; /* len 0: an empty slot */
};
struct catalog_hash {
	unsigned len, first, middle; /* weights; the last letter counts once */
	struct catalog_slot slots[CATALOG_SLOTS];
};
extern const struct catalog_hash catalog_header_hash;

/* Where a name of at least one byte would be; the same sum as place() in
 * catalog.awk. */
static inline unsigned catalog_find_place(const struct catalog_hash *h,
					  struct slice name)
{
	return ((unsigned)name.len * h->len + (name.p[0] | 0x20U) * h->first +
		(name.p[name.len / 2] | 0x20U) * h->middle +
		(name.p[name.len - 1] | 0x20U)) % CATALOG_SLOTS;
}

/* Does the name, of at most CATALOG_START bytes, stand there?  So many may be
 * read. */
static inline bool catalog_find_same(const struct catalog_slot *s,
				     struct slice name)
{
	unsigned same;

	if (s->len != name.len)
		return false;
#ifdef __SSE2__
	same = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(
		_mm_loadu_si128((const __m128i *)(const void *)name.p),
		_mm_loadu_si128((const __m128i *)(const void *)s->start)));
	return !(~same << (CATALOG_START - name.len) & 0xffff);
#else
	same = !memcmp(s->start, name.p, name.len);
	return same;
#endif
}

/* The header with this name in its usual spelling; HEADER_UNKNOWN: perhaps there is
 * none.  name has 1 to CATALOG_START bytes, and so many may be read. */
static inline enum header_id catalog_find_usual(struct slice name)
{
	const struct catalog_slot *s = &catalog_header_hash.slots[
		catalog_find_place(&catalog_header_hash, name)];

	return catalog_find_same(s, name) ? (enum header_id)s->id :
		HEADER_UNKNOWN;
}

#endif
