/* SPDX-License-Identifier: BSD-2-Clause */
/* A sign is a pattern in a header that tells who wrote it.  In a pattern
 *     *  first: anywhere in the value; later: any bytes up to the next letter
 *     #  one or more digits and dots      %  a hexadecimal digit
 *     <  no letter stands before          >  the end, a space or a slash
 *     $  the end of the value
 * and every other byte stands for itself.  Time is linear in the value. */
#ifndef DATA_CATALOG_SIGN_H
#define DATA_CATALOG_SIGN_H

#include "base/slice.h"

struct catalog_sign {
	unsigned clues; /* bits: 1 << enum catalog_clue */
	unsigned char row; /* whose sign: stack or scanner */
	bool any_case;
	unsigned char weight; /* the longer, the more it tells */
	const char *pattern; /* without the first `*' */
	const char *example; /* `Server: Asterisk PBX 20.5.0' */
};
/* at[0]: signs for the start of a value, at[1]: for anywhere; a letter c has
 * those from at[][c] to at[][c + 1], small letters for both cases; those of no
 * letter stand under 0. */
struct catalog_signs {
	const struct catalog_sign *signs;
	const unsigned char (*at)[129];
	const unsigned short (*clues)[256]; /* of all signs of that letter, of
				whichever case; none under 0 */
	unsigned short anywhere; /* clues of the signs for anywhere */
};

/* The sign of a value of this clue with most weight, or NULL. */
const struct catalog_sign *catalog_sign_find(const struct catalog_signs *s,
					     unsigned clue,
					     struct slice value);
/* The pattern fits; a first `*' is understood. */
bool catalog_sign_fits(const char *pattern, struct slice value);

#endif
