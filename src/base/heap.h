/* SPDX-License-Identifier: BSD-2-Clause */
/* The heap in pages of 2 MB, where the kernel gives them to those who ask.  What is
 * remembered is looked at after a long time and in no order, and a processor knows
 * where a few thousand pages are: of 4 kB these are less than what we hold. */
#ifndef BASE_HEAP_H
#define BASE_HEAP_H

#include <stdbool.h>

/* { 0 } knows nothing yet. */
struct heap {
	const char *start, *end; /* of the heap, when first and last asked */
	bool large;
};

/* Ask for large pages where the heap has grown since the last call, once it has
 * grown by HEAP_SMALL: who holds little is faster without.  Cheap while nothing
 * changes; nothing happens where system or C library know no such thing. */
enum { HEAP_SMALL = 1 << 20 };
void heap_ask(struct heap *h);
/* Call it before the first thread is made: threads take their memory from this
 * heap, too.  Else the C library may give them others, in small pages. */
void heap_share(void);

#endif
