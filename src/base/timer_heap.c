/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/timer_heap.h"

#include "base/mem.h"

#include <stdlib.h>

void timer_heap_fini(struct timer_heap *h)
{
	for (size_t i = 0; i < h->len; i++)
		h->slots[i].node->pos = 0;
	free(h->slots);
	*h = (struct timer_heap){ 0 };
}

static inline void put(struct timer_heap *h, size_t i, struct timer_slot s)
{
	h->slots[i] = s;
	s.node->pos = i + 1;
}

/* Place i is free for s, or for a parent that is due later. */
static void sift_up(struct timer_heap *h, size_t i, struct timer_slot s)
{
	while (i) {
		size_t parent = (i - 1) / 2;

		if (h->slots[parent].due <= s.due)
			break;
		put(h, i, h->slots[parent]);
		i = parent;
	}
	put(h, i, s);
}

/* Place i is free for s, or for a child that is due earlier. */
static void sift_down(struct timer_heap *h, size_t i, struct timer_slot s)
{
	for (;;) {
		size_t child = 2 * i + 1;

		if (child >= h->len)
			break;
		if (child + 1 < h->len &&
		    h->slots[child + 1].due < h->slots[child].due)
			child++;
		if (s.due <= h->slots[child].due)
			break;
		put(h, i, h->slots[child]);
		i = child;
	}
	put(h, i, s);
}

static void settle(struct timer_heap *h, size_t i, struct timer_slot s)
{
	if (i && s.due < h->slots[(i - 1) / 2].due)
		sift_up(h, i, s);
	else
		sift_down(h, i, s);
}

int timer_heap_set(struct timer_heap *h, struct timer_node *n, int64_t due)
{
	int err;

	if (n->pos) {
		n->due = due;
		settle(h, n->pos - 1, (struct timer_slot){ due, n });
		return 0;
	}
	err = mem_grow((void **)&h->slots, &h->cap, h->len + 1,
		       sizeof(*h->slots));
	if (err)
		return err;
	n->due = due;
	sift_up(h, h->len++, (struct timer_slot){ due, n });
	return 0;
}

void timer_heap_cancel(struct timer_heap *h, struct timer_node *n)
{
	size_t i = n->pos;
	struct timer_slot last;

	if (!i)
		return;
	n->pos = 0;
	last = h->slots[--h->len];
	if (last.node != n)
		settle(h, i - 1, last);
}

struct timer_node *timer_heap_pop(struct timer_heap *h, int64_t now)
{
	struct timer_node *n = h->len ? h->slots[0].node : NULL;

	if (!n || n->due > now)
		return NULL;
	timer_heap_cancel(h, n);
	return n;
}
