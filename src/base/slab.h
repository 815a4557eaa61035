/* SPDX-License-Identifier: BSD-2-Clause */
/* A slab hands out pieces of one size and takes them back one by one; what came
 * back is handed out again first, while it is still in the processor's cache. */
#ifndef BASE_SLAB_H
#define BASE_SLAB_H

#include "base/slice.h"

#include <stddef.h>

struct slab_chunk;
struct slab_piece;

struct slab {
	size_t size;               /* of a piece */
	struct slab_piece *spare;  /* those that came back */
	struct slab_chunk *chunks; /* owned: where the pieces lie */
	size_t untouched;          /* pieces left in the first chunk */
};

/* Pieces of size bytes, aligned for any type; those of 128 and more begin at lines
 * of the cache, 64 bytes each.  No memory is taken yet. */
void slab_init(struct slab *s, size_t size);
/* Frees the memory of all pieces, handed out or not.  Under an address sanitizer
 * every piece is an allocation of its own, which slab_put has to free. */
void slab_fini(struct slab *s);
/* A piece of zeroes; NULL when there is no memory. */
void *slab_get(struct slab *s);
/* p is not used any more; NULL is fine. */
void slab_put(struct slab *s, void *p);

#endif
