/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/cursor.h"

/* The next n bytes, or NULL from the first short read on. */
static const unsigned char *take(struct cursor *c, size_t n)
{
	const char *p = c->in.p;

	if (c->short_read || c->in.len < n) {
		c->short_read = true;
		c->in = slice_from(c->in, c->in.len);
		return NULL;
	}
	c->in = slice_from(c->in, n);
	return (const unsigned char *)p;
}

uint8_t cursor_u8(struct cursor *c)
{
	const unsigned char *p = take(c, 1);

	return p ? *p : 0;
}

uint16_t cursor_be16(struct cursor *c)
{
	const unsigned char *p = take(c, 2);

	return p ? (uint16_t)(p[0] << 8 | p[1]) : 0;
}

uint32_t cursor_be24(struct cursor *c)
{
	const unsigned char *p = take(c, 3);

	return p ? (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2] : 0;
}

static inline uint32_t get_be32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	       (uint32_t)p[2] << 8 | p[3];
}

uint32_t cursor_be32(struct cursor *c)
{
	const unsigned char *p = take(c, 4);

	return p ? get_be32(p) : 0;
}

uint64_t cursor_be64(struct cursor *c)
{
	const unsigned char *p = take(c, 8);

	return p ? (uint64_t)get_be32(p) << 32 | get_be32(p + 4) : 0;
}

uint16_t cursor_le16(struct cursor *c)
{
	const unsigned char *p = take(c, 2);

	return p ? (uint16_t)(p[1] << 8 | p[0]) : 0;
}

uint32_t cursor_le32(struct cursor *c)
{
	const unsigned char *p = take(c, 4);

	return p ? (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 |
		   (uint32_t)p[1] << 8 | p[0] : 0;
}

struct slice cursor_take(struct cursor *c, size_t n)
{
	const char *p = c->in.p;

	if (c->short_read || c->in.len < n) {
		take(c, n);
		return slice_of(NULL, 0);
	}
	c->in = slice_from(c->in, n);
	return slice_of(p, n);
}

void cursor_skip(struct cursor *c, size_t n)
{
	take(c, n);
}

struct slice cursor_rest(struct cursor *c)
{
	struct slice all = c->in;

	c->in = slice_from(c->in, c->in.len);
	return all;
}
