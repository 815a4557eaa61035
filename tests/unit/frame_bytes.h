/* SPDX-License-Identifier: BSD-2-Clause */
/* Frames put together byte by byte for the tests of the dissect room. */
#ifndef TESTS_FRAME_BYTES_H
#define TESTS_FRAME_BYTES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/slice.h"

#define LEN(array) (sizeof(array) / sizeof(*(array)))

struct frame_bytes {
	char p[70000];
	size_t len;
};

static inline void put(struct frame_bytes *b, const void *p, size_t len)
{
	assert_true(len <= sizeof(b->p) - b->len);
	if (len)
		memcpy(b->p + b->len, p, len);
	b->len += len;
}

static inline void put8(struct frame_bytes *b, unsigned v)
{
	put(b, &(char){ (char)v }, 1);
}

static inline void put16(struct frame_bytes *b, unsigned v)
{
	put8(b, v >> 8);
	put8(b, v & 0xff);
}

static inline void put32(struct frame_bytes *b, uint32_t v)
{
	put16(b, v >> 16);
	put16(b, v & 0xffff);
}

static inline void put_ethernet(struct frame_bytes *b, unsigned type)
{
	put(b, "\2\0\0\0\0\2\2\0\0\0\0\1", 12);
	put16(b, type);
}

/* From 192.0.2.1 to 192.0.2.2, TTL 64; place: the word of flags and offset. */
static inline void put_ip4(struct frame_bytes *b, unsigned protocol,
			   unsigned id, unsigned place, size_t size)
{
	put16(b, 0x4500);
	put16(b, (unsigned)size + 20);
	put16(b, id);
	put16(b, place);
	put8(b, 64);
	put8(b, protocol);
	put16(b, 0);
	put(b, "\xc0\0\2\1\xc0\0\2\2", 8);
}

/* From 2001:db8::1 to 2001:db8::2, hop limit 64. */
static inline void put_ip6(struct frame_bytes *b, unsigned next, size_t size)
{
	put32(b, 0x60000000);
	put16(b, (unsigned)size);
	put8(b, next);
	put8(b, 64);
	put(b, "\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1", 16);
	put(b, "\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\2", 16);
}

static inline void put_fragment6(struct frame_bytes *b, unsigned next,
				 uint32_t id, unsigned place)
{
	put8(b, next);
	put8(b, 0);
	put16(b, place);
	put32(b, id);
}

static inline void put_udp(struct frame_bytes *b, unsigned sport,
			   unsigned dport, size_t size)
{
	put16(b, sport);
	put16(b, dport);
	put16(b, (unsigned)size + 8);
	put16(b, 0);
}

/* A heap copy of exactly this size; the caller frees p. */
static inline struct slice exact(const void *p, size_t len)
{
	char *copy = malloc(len ? len : 1);

	assert_non_null(copy);
	if (len)
		memcpy(copy, p, len);
	return slice_of(copy, len);
}

static inline void exact_free(struct slice s)
{
	free((void *)(uintptr_t)s.p);
}

#endif
