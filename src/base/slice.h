/* SPDX-License-Identifier: BSD-2-Clause */
/* A slice is a stretch of bytes that somebody else owns. */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct slice {
	const char *p; /* borrowed; may be NULL when len is 0 */
	size_t len;    /* bytes */
};

#define SLICE(literal) ((struct slice){ (literal), sizeof(literal) - 1 })

static inline struct slice slice_of(const char *p, size_t len)
{
	return (struct slice){ p, len };
}

static inline struct slice slice_cstr(const char *s)
{
	return (struct slice){ s, s ? strlen(s) : 0 };
}

/* Same bytes. */
static inline bool slice_eq(struct slice a, struct slice b)
{
	return a.len == b.len && (!a.len || memcmp(a.p, b.p, a.len) == 0);
}

/* The part of s from byte `from' (clamped) on; never fails. */
static inline struct slice slice_from(struct slice s, size_t from)
{
	if (from > s.len)
		from = s.len;
	return (struct slice){ s.p ? s.p + from : s.p, s.len - from };
}

/* The first n bytes of s (clamped). */
static inline struct slice slice_head(struct slice s, size_t n)
{
	return (struct slice){ s.p, n < s.len ? n : s.len };
}

/* Same bytes but for ASCII case. */
bool slice_eq_nocase(struct slice a, struct slice b);
/* s begins with prefix, ASCII case ignored. */
bool slice_starts_nocase(struct slice s, struct slice prefix);
/* Offset of byte c in s, or s.len when it is not there. */
static inline size_t slice_find(struct slice s, char c)
{
	const char *hit = s.len ? memchr(s.p, c, s.len) : NULL;

	return hit ? (size_t)(hit - s.p) : s.len;
}
/* Offset, from `at' (at most s.len) on, of two letters side by side, ASCII case ignored; s.len when
 * they are not there.  May be wrong where a byte differs from one of the letters in
 * its bit 0x20 alone: who asks looks again. */
size_t slice_pair_nocase(struct slice s, size_t at, const char *two);
/* Offset of needle in hay (exact bytes), or hay.len. */
size_t slice_search(struct slice hay, struct slice needle);
/* The same as slice_trim(), of what has something to take off. */
struct slice slice_cut_space(struct slice s);
/* s without SP, TAB, CR and LF at both ends. */
static inline struct slice slice_trim(struct slice s)
{
	return !s.len || ((unsigned char)s.p[0] > ' ' &&
			  (unsigned char)s.p[s.len - 1] > ' ') ? s :
		slice_cut_space(s);
}
/* Decimal digits only, at least one; -EINVAL otherwise, -ERANGE over max. */
int slice_to_uint(struct slice s, uint64_t max, uint64_t *out);
/* Shell-like match of a whole name: `*' and `?'; case matters; linear time. */
bool slice_glob(const char *pattern, struct slice s);
/* The same with a pattern that is a slice, ASCII case ignored. */
bool slice_glob_nocase(struct slice pattern, struct slice s);

#endif
