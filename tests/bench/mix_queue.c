/* SPDX-License-Identifier: BSD-2-Clause */
#include "mix_queue.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct mix_event *mix_queue_event(const struct mix_packet *p)
{
	struct mix_event *e = malloc(sizeof(*e) + p->len);

	if (!e)
		return NULL;
	*e = (struct mix_event){ .when_us = p->when_us, .from = p->from,
				 .to = p->to, .len = p->len };
	memcpy(e->payload, p->payload, p->len);
	return e;
}

static bool before(const struct mix_event *a, const struct mix_event *b)
{
	if (a->when_us != b->when_us)
		return a->when_us < b->when_us;
	return a->order < b->order;
}

static int grow(struct mix_queue *q)
{
	size_t room = q->room ? q->room * 2 : 1024;
	struct mix_event **heap;

	if (q->len < q->room)
		return 0;
	heap = realloc(q->heap, room * sizeof(struct mix_event *));
	if (!heap)
		return -ENOMEM;
	q->heap = heap;
	q->room = room;
	return 0;
}

int mix_queue_push(struct mix_queue *q, struct mix_event *e)
{
	size_t i = q->len;
	int err = grow(q);

	if (err) {
		free(e);
		return err;
	}
	e->order = q->pushed++;
	for (q->len++; i > 0 && before(e, q->heap[(i - 1) / 2]);
	     i = (i - 1) / 2)
		q->heap[i] = q->heap[(i - 1) / 2];
	q->heap[i] = e;
	return 0;
}

const struct mix_event *mix_queue_first(const struct mix_queue *q)
{
	return q->len ? q->heap[0] : NULL;
}

struct mix_event *mix_queue_pop(struct mix_queue *q)
{
	struct mix_event *first, *last;
	size_t i = 0, child;

	if (!q->len)
		return NULL;
	first = q->heap[0];
	last = q->heap[--q->len];
	while ((child = 2 * i + 1) < q->len) {
		if (child + 1 < q->len &&
		    before(q->heap[child + 1], q->heap[child]))
			child++;
		if (!before(q->heap[child], last))
			break;
		q->heap[i] = q->heap[child];
		i = child;
	}
	q->heap[i] = last;
	return first;
}

void mix_queue_fini(struct mix_queue *q)
{
	while (q->len)
		free(q->heap[--q->len]);
	free(q->heap);
	*q = (struct mix_queue){ 0 };
}
