/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE 1 /* memmem */
#include "base/slice.h"

#include <errno.h>

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

size_t slice_search(struct slice hay, struct slice needle)
{
	const char *hit;

	if (!needle.len)
		return 0;
	if (hay.len < needle.len)
		return hay.len;
	hit = memmem(hay.p, hay.len, needle.p, needle.len);
	return hit ? (size_t)(hit - hay.p) : hay.len;
}

static inline bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct slice slice_trim(struct slice s)
{
	while (s.len && is_space(s.p[s.len - 1]))
		s.len--;
	while (s.len && is_space(*s.p)) {
		s.p++;
		s.len--;
	}
	return s;
}

int slice_to_uint(struct slice s, uint64_t max, uint64_t *out)
{
	uint64_t v = 0;
	bool over = false;

	if (!s.len)
		return -EINVAL;
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

/* Only the last star is ever moved, so the time is at most the length of s
 * times that of the (short, trusted) pattern. */
bool slice_glob(const char *pattern, struct slice s)
{
	const char *star = NULL;
	size_t i = 0, star_at = 0;

	while (i < s.len) {
		if (*pattern == '*') {
			star = ++pattern;
			star_at = i;
		} else if (*pattern &&
			   (*pattern == '?' || *pattern == s.p[i])) {
			pattern++;
			i++;
		} else if (star) {
			pattern = star;
			i = ++star_at;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}
