/* SPDX-License-Identifier: BSD-2-Clause */
/* The table behind catalog_header_find(), and a first look into it for who reads
 * every header of every message. */
#ifndef DATA_CATALOG_FIND_H
#define DATA_CATALOG_FIND_H

#include "data/catalog.h"

#ifdef __x86_64__
#include <emmintrin.h>
#endif

enum { CATALOG_START = 16, CATALOG_SLOTS = 512 };

/* Names found by a product of their length and first eight letters, then by
 * looking at the following slots.  Those of headers have a one-letter form, which
 * stands among them in its usual small letter. */
struct catalog_slot {
	char start[CATALOG_START]; /* the name, zeroes behind it; nothing of
				      one that is longer */
	const char *name;
	unsigned char len, id; /* len 0: an empty slot */
};
struct catalog_hash {
	uint64_t factor;
	_Alignas(16) struct catalog_slot slots[CATALOG_SLOTS];
};
extern const struct catalog_hash catalog_header_hash;

/* Where a name would be; the same product as place() in catalog.awk.  first: its
 * first eight bytes, the very first the lowest, zeroes behind them. */
static inline const struct catalog_slot *
catalog_find_slot(const struct catalog_hash *h, uint64_t first, size_t len)
{
	const uint64_t small = 0x2020202020202020; /* letters */

	return &h->slots[((first | small) + len) * h->factor >> 55];
}

struct catalog_found {
	size_t len; /* of the name */
	enum header_id id;
};

#ifdef __x86_64__
/* The header whose name, in its usual spelling, stands before the first colon of
 * the 16 bytes at p, or is all of them, whatever follows.  HEADER_UNKNOWN: perhaps
 * there is none. */
static inline struct catalog_found catalog_find_line(const char *p)
{
#define ROW(last) { [0 ... last] = 0xff }
	static const _Alignas(16) uint8_t rows[][CATALOG_START] = {
		{ 0 }, ROW(0), ROW(1), ROW(2), ROW(3), ROW(4), ROW(5), ROW(6),
		ROW(7), ROW(8), ROW(9), ROW(10), ROW(11), ROW(12), ROW(13),
		ROW(14), ROW(15),
	};
#undef ROW
	__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p), same;
	__m128i colon = _mm_cmpeq_epi8(v, _mm_set1_epi8(':'));
	const struct catalog_slot *s;
	size_t len = (unsigned)__builtin_ctz(1U << CATALOG_START |
					     (unsigned)_mm_movemask_epi8(colon));

	v = _mm_and_si128(v, *(const __m128i *)(const void *)rows[len]);
	s = catalog_find_slot(&catalog_header_hash,
			      (uint64_t)_mm_cvtsi128_si64(v), len);
	same = _mm_cmpeq_epi8(v, *(const __m128i *)(const void *)s->start);
	if (_mm_movemask_epi8(same) != 0xffff)
		return (struct catalog_found){ len, HEADER_UNKNOWN };
	return (struct catalog_found){ len, (enum header_id)s->id };
}
#else
static inline struct catalog_found catalog_find_line(const char *p)
{
	const char *colon = memchr(p, ':', CATALOG_START);
	size_t len = colon ? (size_t)(colon - p) : CATALOG_START;

	return (struct catalog_found){
		len, catalog_header_find(slice_of(p, len))
	};
}
#endif

#endif
