/* SPDX-License-Identifier: BSD-2-Clause */
/* A cursor reads big-endian wire bytes and cannot read past the end: the first
 * short read sets short_read, and from then on every read gives zeroes. */
#ifndef BASE_CURSOR_H
#define BASE_CURSOR_H

#include "base/slice.h"

struct cursor {
	struct slice in; /* what is left */
	bool short_read; /* sticks */
};

uint8_t cursor_u8(struct cursor *c);
uint16_t cursor_be16(struct cursor *c);
uint32_t cursor_be24(struct cursor *c);
uint32_t cursor_be32(struct cursor *c);
uint64_t cursor_be64(struct cursor *c);
uint16_t cursor_le16(struct cursor *c);
uint32_t cursor_le32(struct cursor *c);
/* The next n bytes, borrowed; an empty slice and short_read if there are fewer. */
struct slice cursor_take(struct cursor *c, size_t n);
void cursor_skip(struct cursor *c, size_t n);
/* All that is left; the cursor is empty afterwards. */
struct slice cursor_rest(struct cursor *c);

#endif
