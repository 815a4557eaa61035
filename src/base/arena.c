/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/arena.h"

#include <stdlib.h>

#define ALIGN 16
#define CHUNK_MIN (16 * 1024)

struct arena_chunk {
	struct arena_chunk *older;
	size_t size; /* of bytes */
	_Alignas(ALIGN) char bytes[];
};

void arena_init(struct arena *a, size_t budget)
{
	*a = (struct arena){ .budget = budget };
}

static void free_chunks(struct arena_chunk *c)
{
	while (c) {
		struct arena_chunk *older = c->older;

		free(c);
		c = older;
	}
}

void arena_fini(struct arena *a)
{
	free_chunks(a->chunks);
	arena_init(a, a->budget);
}

/* Chunks only ever double, or are as large as one great request: the largest
 * is searched for and put in front, the others go. */
static void keep_largest(struct arena *a)
{
	struct arena_chunk **best = &a->chunks, *kept;

	for (struct arena_chunk **c = &a->chunks; *c; c = &(*c)->older)
		if ((*c)->size > (*best)->size)
			best = c;
	kept = *best;
	*best = kept->older;
	free_chunks(a->chunks);
	kept->older = NULL;
	a->chunks = kept;
}

void arena_reset(struct arena *a)
{
	if (a->chunks && a->chunks->older)
		keep_largest(a);
	if (a->chunks) {
		a->next = a->chunks->bytes;
		a->end = a->next + a->chunks->size;
	}
	a->used = 0;
	a->overflow = false;
}

static bool add_chunk(struct arena *a, size_t size)
{
	size_t want = a->chunks ? a->chunks->size : CHUNK_MIN / 2;
	struct arena_chunk *c;

	want = want > SIZE_MAX / 4 ? SIZE_MAX / 2 : want * 2;
	if (a->budget && want > a->budget)
		want = a->budget & ~(size_t)(ALIGN - 1);
	if (want < size)
		want = size;
	c = malloc(sizeof(*c) + want);
	if (!c)
		return false;
	c->older = a->chunks;
	c->size = want;
	a->chunks = c;
	a->next = c->bytes;
	a->end = c->bytes + want;
	return true;
}

void *arena_alloc(struct arena *a, size_t size)
{
	void *p;

	if (size > SIZE_MAX / 4)
		goto overflow;
	size = size ? (size + ALIGN - 1) & ~(size_t)(ALIGN - 1) : ALIGN;
	if (a->budget && (size > a->budget || a->used > a->budget - size))
		goto overflow;
	if ((size_t)(a->end - a->next) < size && !add_chunk(a, size))
		goto overflow;
	p = a->next;
	a->next += size;
	a->used += size;
	return p;
overflow:
	a->overflow = true;
	return NULL;
}

char *arena_strndup(struct arena *a, struct slice s)
{
	char *copy = s.len < SIZE_MAX ? arena_alloc(a, s.len + 1) : NULL;

	if (!copy)
		return NULL;
	if (s.len)
		memcpy(copy, s.p, s.len);
	copy[s.len] = '\0';
	return copy;
}
