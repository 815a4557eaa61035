/* SPDX-License-Identifier: BSD-2-Clause */
/* Decimal digits, two at a time, written where there is room for them. */
#ifndef BASE_DIGITS_H
#define BASE_DIGITS_H

#include <stdint.h>
#include <string.h>

enum { DIGITS_MAX = 20 }; /* of a uint64_t */

/* v at p, without leading zeroes; gives where it ends. */
char *digits_put(char *p, uint64_t v);
/* v, which is under 100, as two digits. */
extern const char digits_pairs[201];
static inline char *digits_two(char *p, unsigned v)
{
	memcpy(p, digits_pairs + v * 2, 2);
	return p + 2;
}

#endif
