/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/timer_heap.h"

#include "base/mem.h"

#include <stdlib.h>

void timer_heap_fini(struct timer_heap *h)
{
	for (size_t i = 0; i < h->len; i++)
		h->nodes[i]->pos = 0;
	free(h->nodes);
	*h = (struct timer_heap){ 0 };
}

static inline void put(struct timer_heap *h, size_t i, struct timer_node *n)
{
	h->nodes[i] = n;
	n->pos = i + 1;
}

/* Place i is free for n, or for a parent that is due later. */
static void sift_up(struct timer_heap *h, size_t i, struct timer_node *n)
{
	while (i) {
		size_t parent = (i - 1) / 2;

		if (h->nodes[parent]->due <= n->due)
			break;
		put(h, i, h->nodes[parent]);
		i = parent;
	}
	put(h, i, n);
}

/* Place i is free for n, or for a child that is due earlier. */
static void sift_down(struct timer_heap *h, size_t i, struct timer_node *n)
{
	for (;;) {
		size_t child = 2 * i + 1;

		if (child >= h->len)
			break;
		if (child + 1 < h->len &&
		    h->nodes[child + 1]->due < h->nodes[child]->due)
			child++;
		if (n->due <= h->nodes[child]->due)
			break;
		put(h, i, h->nodes[child]);
		i = child;
	}
	put(h, i, n);
}

static void settle(struct timer_heap *h, size_t i, struct timer_node *n)
{
	if (i && n->due < h->nodes[(i - 1) / 2]->due)
		sift_up(h, i, n);
	else
		sift_down(h, i, n);
}

int timer_heap_set(struct timer_heap *h, struct timer_node *n, int64_t due)
{
	int err;

	if (n->pos) {
		n->due = due;
		settle(h, n->pos - 1, n);
		return 0;
	}
	err = mem_grow((void **)&h->nodes, &h->cap, h->len + 1,
		       sizeof(struct timer_node *));
	if (err)
		return err;
	n->due = due;
	sift_up(h, h->len++, n);
	return 0;
}

void timer_heap_cancel(struct timer_heap *h, struct timer_node *n)
{
	size_t i = n->pos;
	struct timer_node *last;

	if (!i)
		return;
	n->pos = 0;
	last = h->nodes[--h->len];
	if (last != n)
		settle(h, i - 1, last);
}

struct timer_node *timer_heap_pop(struct timer_heap *h, int64_t now)
{
	struct timer_node *n = h->len ? h->nodes[0] : NULL;

	if (!n || n->due > now)
		return NULL;
	timer_heap_cancel(h, n);
	return n;
}

int64_t timer_heap_first(const struct timer_heap *h)
{
	return h->len ? h->nodes[0]->due : INT64_MAX;
}
