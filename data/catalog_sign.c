/* SPDX-License-Identifier: BSD-2-Clause */
#include "data/catalog_sign.h"

enum { VALUE_MAX = 256 };

static unsigned char lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static bool is_letter(char c)
{
	unsigned char l = lower(c);

	return l >= 'a' && l <= 'z';
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'f');
}

/* `#': behind the digits and dots from `at' on; `at' when there is none. */
static size_t number_end(struct slice v, size_t at)
{
	while (at < v.len && ((v.p[at] >= '0' && v.p[at] <= '9') ||
			      v.p[at] == '.'))
		at++;
	return at;
}

static bool here(struct slice v, size_t at, char c, bool any_case)
{
	return at < v.len && (v.p[at] == c ||
			      (any_case && lower(v.p[at]) == lower(c)));
}

static bool fits_at(const char *pattern, struct slice v, size_t at,
		    bool any_case)
{
	size_t from;

	for (; *pattern; pattern++) {
		switch (*pattern) {
		case '<':
			if (at && is_letter(v.p[at - 1]))
				return false;
			break;
		case '>':
			if (at < v.len && v.p[at] != ' ' && v.p[at] != '/')
				return false;
			break;
		case '$':
			if (at < v.len)
				return false;
			break;
		case '#':
			from = at;
			at = number_end(v, at);
			if (at == from)
				return false;
			break;
		case '%':
			if (at >= v.len || !is_hex(v.p[at]))
				return false;
			at++;
			break;
		case '*':
			at += slice_find(slice_from(v, at), pattern[1]);
			break;
		default:
			if (!here(v, at, *pattern, any_case))
				return false;
			at++;
		}
	}
	return true;
}

/* The best of the signs of one letter. */
static const struct catalog_sign *
best_at(const struct catalog_signs *s, const unsigned char *at, unsigned letter,
	unsigned clue, struct slice v, size_t from)
{
	const struct catalog_sign *best = NULL, *sign;

	for (unsigned i = at[letter]; i < at[letter + 1]; i++) {
		sign = &s->signs[i];
		if (!(sign->clues & 1U << clue) ||
		    (best && best->weight >= sign->weight))
			continue;
		if (fits_at(sign->pattern, v, from, sign->any_case))
			best = sign;
	}
	return best;
}

/* Is there a sign of this clue that begins with the letter? */
static inline bool may_be(const struct catalog_signs *s, unsigned part,
			  char letter, unsigned clue)
{
	return s->clues[part][(unsigned char)letter] & 1U << clue;
}

static const struct catalog_sign *
heavier(const struct catalog_sign *a, const struct catalog_sign *b)
{
	return !a || (b && b->weight > a->weight) ? b : a;
}

const struct catalog_sign *catalog_sign_find(const struct catalog_signs *s,
					     unsigned clue, struct slice value)
{
	struct slice v = slice_head(value, VALUE_MAX);
	const struct catalog_sign *best;

	if (!v.len)
		return NULL;
	best = best_at(s, s->at[0], 0, clue, v, 0);
	if (may_be(s, 0, v.p[0], clue))
		best = heavier(best, best_at(s, s->at[0], lower(v.p[0]), clue,
					     v, 0));
	for (size_t i = 0; s->anywhere & 1U << clue && i < v.len; i++) {
		if (may_be(s, 1, v.p[i], clue))
			best = heavier(best, best_at(s, s->at[1], lower(v.p[i]),
						     clue, v, i));
	}
	return best;
}

bool catalog_sign_fits(const char *pattern, struct slice value)
{
	struct slice v = slice_head(value, VALUE_MAX);

	if (*pattern != '*' || !pattern[1])
		return fits_at(pattern, v, 0, false);
	for (size_t i = 0; i < v.len; i++)
		if (fits_at(pattern + 1, v, i, false))
			return true;
	return false;
}
