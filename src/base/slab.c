/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/slab.h"

#include <stdlib.h>

/* An address sanitizer shall see who uses a piece that is no more. */
#ifndef __has_feature
#define __has_feature(x) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
enum { SEPARATE = 1 };
#else
enum { SEPARATE = 0 };
#endif

enum { ALIGN = _Alignof(max_align_t), LINE = 64, CHUNK = 64 * 1024 };

struct slab_chunk {
	struct slab_chunk *older;
	char bytes[];
};

struct slab_piece {
	struct slab_piece *next;
};

void slab_init(struct slab *s, size_t size)
{
	size_t step = size >= 2 * LINE ? LINE : ALIGN;

	*s = (struct slab){ .size = (size + step - 1) / step * step };
}

void slab_fini(struct slab *s)
{
	struct slab_chunk *older;

	for (struct slab_chunk *c = s->chunks; c; c = older) {
		older = c->older;
		free(c);
	}
	slab_init(s, s->size);
}

static size_t pieces_of_chunk(const struct slab *s)
{
	return s->size < CHUNK / 8 ? CHUNK / s->size : 8;
}

/* The first line that is whole. */
static char *first_piece(struct slab_chunk *c)
{
	return c->bytes + (LINE - (uintptr_t)c->bytes % LINE) % LINE;
}

static void *next_untouched(struct slab *s)
{
	struct slab_chunk *c = s->chunks;

	if (!s->untouched) {
		c = malloc(sizeof(*c) + LINE + pieces_of_chunk(s) * s->size);
		if (!c)
			return NULL;
		c->older = s->chunks;
		s->chunks = c;
		s->untouched = pieces_of_chunk(s);
	}
	return first_piece(c) + --s->untouched * s->size;
}

void *slab_get(struct slab *s)
{
	void *p = s->spare;

	if (SEPARATE)
		return calloc(1, s->size);
	if (p)
		s->spare = s->spare->next;
	else
		p = next_untouched(s);
	return p ? memset(p, 0, s->size) : NULL;
}

void slab_put(struct slab *s, void *p)
{
	struct slab_piece *piece = p;

	if (SEPARATE) {
		free(p);
		return;
	}
	if (!p)
		return;
	piece->next = s->spare;
	s->spare = piece;
}
