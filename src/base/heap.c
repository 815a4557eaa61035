/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/heap.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#if defined(__GLIBC__) && defined(MADV_HUGEPAGE)
#include <malloc.h>

enum { STEP = 8 << 20, TABLE = 2 << 20 };

/* From now on the heap grows in large steps, which take no memory until they are
 * used, and tables up to that size lie in it. */
static void begin(struct heap *h)
{
	h->large = true;
	mallopt(M_TOP_PAD, STEP);
	mallopt(M_TRIM_THRESHOLD, 2 * STEP);
	mallopt(M_MMAP_THRESHOLD, TABLE);
}

/* It is a wish: without it all goes on, only slower. */
static void advise(const char *from, const char *to)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	size_t inside = (uintptr_t)from % page;

	madvise((void *)(uintptr_t)(from - inside),
		(size_t)(to - from) + inside, MADV_HUGEPAGE);
}

void heap_ask(struct heap *h)
{
	const char *now = sbrk(0);

	if (now == h->end)
		return;
	if (!h->start)
		h->start = now;
	if (!h->large && now - h->start >= HEAP_SMALL)
		begin(h);
	if (h->large && now > h->end)
		advise(h->end, now);
	h->end = now;
}
void heap_share(void)
{
	mallopt(M_ARENA_MAX, 1);
}
#else
void heap_share(void)
{
}

void heap_ask(struct heap *h)
{
	(void)h;
}
#endif
