/* SPDX-License-Identifier: BSD-2-Clause */
/* An arena hands out memory in one direction and takes it back all at once.
 * It has a budget; a request past it, or a failed malloc, gives NULL and sets
 * the overflow flag, which stays until the next reset. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/slice.h"

struct arena_chunk;

struct arena {
	struct arena_chunk *chunks; /* owned */
	char *next, *end;           /* free part of the current chunk */
	size_t used, budget;        /* bytes handed out / allowed until reset */
	bool overflow;
};

/* No memory is taken yet.  budget in bytes, 0: no limit. */
void arena_init(struct arena *a, size_t budget);
/* Frees all chunks. */
void arena_fini(struct arena *a);
/* Forget all allocations; keeps the largest chunk for the next round. */
void arena_reset(struct arena *a);
/* size bytes, 16-byte aligned, not cleared; NULL and overflow on failure. */
void *arena_alloc(struct arena *a, size_t size);
/* A NUL-terminated copy of s in the arena. */
char *arena_strndup(struct arena *a, struct slice s);

#endif
