/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE 1 /* memmem */
#include "base/slice.h"

#include <errno.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define ONES UINT64_C(0x0101010101010101)

static inline uint64_t load64(const char *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

/* Eight bytes at once: bit 7 of each sum says `past Z' and `from A on'; where
 * the two differ and the byte is ASCII stands a capital, and 0x20 is added. */
static inline uint64_t lower64(uint64_t v)
{
	uint64_t low = v & (ONES * 0x7f);
	uint64_t past_z = low + ONES * (0x7f - 'Z');
	uint64_t from_a = low + ONES * (0x80 - 'A');
	uint64_t upper = (past_z ^ from_a) & ~v & (ONES * 0x80);

	return v | upper >> 2;
}

static inline bool same64(uint64_t x, uint64_t y)
{
	return x == y || lower64(x) == lower64(y);
}

/* Up to 8 bytes in one word; from 4 on by two loads that may overlap. */
static inline uint64_t load_short(const char *p, size_t len)
{
	uint64_t v = 0;
	uint32_t a, b;

	if (len >= 4) {
		memcpy(&a, p, sizeof(a));
		memcpy(&b, p + len - 4, sizeof(b));
		return (uint64_t)a << 32 | b;
	}
	for (size_t i = 0; i < len; i++)
		v = v << 8 | (unsigned char)p[i];
	return v;
}

static bool same_nocase(const char *a, const char *b, size_t len)
{
	if (len < 8)
		return same64(load_short(a, len), load_short(b, len));
	for (size_t i = 0; i + 8 < len; i += 8)
		if (!same64(load64(a + i), load64(b + i)))
			return false;
	/* The last word may overlap the one before. */
	return same64(load64(a + len - 8), load64(b + len - 8));
}

bool slice_eq_nocase(struct slice a, struct slice b)
{
	return a.len == b.len && (!a.len || same_nocase(a.p, b.p, a.len));
}

bool slice_starts_nocase(struct slice s, struct slice prefix)
{
	return s.len >= prefix.len &&
	       (!prefix.len || same_nocase(s.p, prefix.p, prefix.len));
}

/* A bit in the mask lets the two differ in it. */
static inline bool is_pair(const char *p, const char *two, unsigned char mask)
{
	return !(((unsigned char)(p[0] ^ two[0]) |
		  (unsigned char)(p[1] ^ two[1])) & ~mask);
}

#ifdef __SSE2__
/* A bit for each of the 16 bytes at p with which a pair begins: 17 are read. */
static inline unsigned pair_mask(const char *p, __m128i first, __m128i second,
				 __m128i mask)
{
	__m128i a = _mm_loadu_si128((const __m128i *)(const void *)p);
	__m128i b = _mm_loadu_si128((const __m128i *)(const void *)(p + 1));

	a = _mm_cmpeq_epi8(_mm_or_si128(a, mask), first);
	b = _mm_cmpeq_epi8(_mm_or_si128(b, mask), second);
	return (unsigned)_mm_movemask_epi8(_mm_and_si128(a, b));
}
#endif

/* Where the two bytes stand side by side, from `at' on, or s.len. */
static inline size_t find_pair(struct slice s, size_t at, const char *two,
			       unsigned char mask)
{
#ifdef __SSE2__
	const __m128i bits = _mm_set1_epi8((char)mask);
	const __m128i first = _mm_set1_epi8((char)(two[0] | mask));
	const __m128i second = _mm_set1_epi8((char)(two[1] | mask));

	for (; at + 17 <= s.len; at += 16) {
		unsigned hits = pair_mask(s.p + at, first, second, bits);

		if (hits)
			return at + (unsigned)__builtin_ctz(hits);
	}
	if (s.len >= 17) { /* the last 17 together, some of them again */
		size_t from = s.len - 17;
		unsigned hits = pair_mask(s.p + from, first, second, bits) >>
			(at - from);

		return hits ? at + (unsigned)__builtin_ctz(hits) : s.len;
	}
#endif
	for (; at + 2 <= s.len; at++) {
		if (is_pair(s.p + at, two, mask))
			return at;
	}
	return s.len;
}

size_t slice_pair_nocase(struct slice s, size_t at, const char *two)
{
	return find_pair(s, at, two, 0x20);
}

enum { SHORT_NEEDLE = 32 };

/* Many beginnings of a long needle in hay that was made for it would take the
 * product of both lengths: that one is left to memmem. */
static size_t search_long(struct slice hay, struct slice needle)
{
	const char *hit = memmem(hay.p, hay.len, needle.p, needle.len);

	return hit ? (size_t)(hit - hay.p) : hay.len;
}

size_t slice_search(struct slice hay, struct slice needle)
{
	size_t at = 0;

	if (!needle.len || needle.len > hay.len)
		return needle.len ? hay.len : 0;
	if (needle.len == 1)
		return slice_find(hay, *needle.p);
	if (needle.len > SHORT_NEEDLE)
		return search_long(hay, needle);
	for (; (at = find_pair(hay, at, needle.p, 0)) + needle.len <= hay.len;
	     at++) {
		if (memcmp(hay.p + at, needle.p, needle.len) == 0)
			return at;
	}
	return hay.len;
}

static inline bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct slice slice_cut_space(struct slice s)
{
	while (s.len && is_space(s.p[s.len - 1]))
		s.len--;
	while (s.len && is_space(*s.p)) {
		s.p++;
		s.len--;
	}
	return s;
}

/* Of up to 19 digits no sum is too large. */
enum { SHORT_NUMBER = 19 };

static int long_number(struct slice s, uint64_t max, uint64_t *out)
{
	uint64_t v = 0;
	bool over = false;

	for (size_t i = 0; i < s.len; i++) {
		unsigned digit = (unsigned char)s.p[i] - '0';

		if (digit > 9)
			return -EINVAL;
		over = over || digit > max || v > (max - digit) / 10;
		v = over ? 0 : v * 10 + digit;
	}
	if (over)
		return -ERANGE;
	*out = v;
	return 0;
}

int slice_to_uint(struct slice s, uint64_t max, uint64_t *out)
{
	uint64_t v = 0;

	if (!s.len)
		return -EINVAL;
	if (s.len > SHORT_NUMBER)
		return long_number(s, max, out);
	for (size_t i = 0; i < s.len; i++) {
		unsigned digit = (unsigned char)s.p[i] - '0';

		if (digit > 9)
			return -EINVAL;
		v = v * 10 + digit;
	}
	if (v > max)
		return -ERANGE;
	*out = v;
	return 0;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Only the last star is ever moved, so the time is at most the length of s
 * times that of the (short, trusted) pattern. */
static bool glob(struct slice pattern, struct slice s, bool nocase)
{
	size_t p = 0, i = 0, star = 0, star_at = 0;
	bool starred = false;

	while (i < s.len) {
		char c = p < pattern.len ? pattern.p[p] : '\0';

		if (p < pattern.len && c == '*') {
			starred = true;
			star = ++p;
			star_at = i;
		} else if (p < pattern.len &&
			   (c == '?' || c == s.p[i] ||
			    (nocase && lower(c) == lower(s.p[i])))) {
			p++;
			i++;
		} else if (starred) {
			p = star;
			i = ++star_at;
		} else {
			return false;
		}
	}
	while (p < pattern.len && pattern.p[p] == '*')
		p++;
	return p == pattern.len;
}

bool slice_glob(const char *pattern, struct slice s)
{
	return glob(slice_cstr(pattern), s, false);
}

bool slice_glob_nocase(struct slice pattern, struct slice s)
{
	return glob(pattern, s, true);
}
