/* SPDX-License-Identifier: BSD-2-Clause */
/* Deadlines by packet clock: a binary heap of intrusive nodes. */
#ifndef BASE_TIMER_HEAP_H
#define BASE_TIMER_HEAP_H

#include "base/slice.h"

struct timer_node {
	int64_t due; /* ns */
	size_t pos;  /* place in the heap + 1; 0: not in it */
};

/* The deadline stands here too: comparing must not touch the nodes, which lie
 * far apart. */
struct timer_slot {
	int64_t due;
	struct timer_node *node; /* borrowed */
};

struct timer_heap {
	struct timer_slot *slots; /* owned */
	size_t len, cap;
};

/* An empty heap is { 0 }. */
void timer_heap_fini(struct timer_heap *h);
/* Set or change the deadline of n.  0 or -ENOMEM (n is then as before). */
int timer_heap_set(struct timer_heap *h, struct timer_node *n, int64_t due);
/* Take n out; nothing happens when it is not in. */
void timer_heap_cancel(struct timer_heap *h, struct timer_node *n);
/* The node that is due first and not later than now, taken out; or NULL.
 * Equal deadlines come in no particular order. */
struct timer_node *timer_heap_pop(struct timer_heap *h, int64_t now);
/* The earliest deadline, or INT64_MAX. */
static inline int64_t timer_heap_first(const struct timer_heap *h)
{
	return h->len ? h->slots[0].due : INT64_MAX;
}

#endif
