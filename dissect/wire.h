/* SPDX-License-Identifier: BSD-2-Clause */
/* Fields at fixed places of a header: reads, mostly big-endian, that give zero where the
 * slice has ended.  Inline, since they run for every RTP packet of a capture.
 * For decoders that walk (lengths inside lengths) there is base/cursor.h. */
#ifndef DISSECT_WIRE_H
#define DISSECT_WIRE_H

#include "base/slice.h"

static inline uint8_t wire_u8(struct slice s, size_t at)
{
	return at < s.len ? (uint8_t)s.p[at] : 0;
}

static inline uint16_t wire_be16(struct slice s, size_t at)
{
	const unsigned char *p = (const unsigned char *)s.p;

	if (s.len < 2 || at > s.len - 2)
		return 0;
	return (uint16_t)(p[at] << 8 | p[at + 1]);
}

static inline uint32_t wire_be32(struct slice s, size_t at)
{
	const unsigned char *p = (const unsigned char *)s.p;

	if (s.len < 4 || at > s.len - 4)
		return 0;
	return (uint32_t)p[at] << 24 | (uint32_t)p[at + 1] << 16 |
	       (uint32_t)p[at + 2] << 8 | p[at + 3];
}

/* Radio headers and the like. */
static inline uint16_t wire_le16(struct slice s, size_t at)
{
	uint16_t v = wire_be16(s, at);

	return (uint16_t)(v << 8 | v >> 8);
}

static inline uint32_t wire_le32(struct slice s, size_t at)
{
	uint32_t v = wire_be32(s, at);

	return v << 24 | (v << 8 & 0xff0000) | (v >> 8 & 0xff00) | v >> 24;
}

#endif
