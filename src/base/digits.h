/* SPDX-License-Identifier: BSD-2-Clause */
/* Decimal digits, two at a time, written where there is room for them. */
#ifndef BASE_DIGITS_H
#define BASE_DIGITS_H

#include <stdint.h>

enum { DIGITS_MAX = 20 }; /* of a uint64_t */

/* v at p, without leading zeroes; gives where it ends. */
char *digits_put(char *p, uint64_t v);
/* v, which is under 100, as two digits. */
char *digits_two(char *p, unsigned v);

#endif
