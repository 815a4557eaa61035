/* SPDX-License-Identifier: BSD-2-Clause */
/* Deadlines by packet clock, most of them the same span after now: those stand in
 * line, one lane for each span, the others in a heap. */
#ifndef BASE_TIMER_QUEUE_H
#define BASE_TIMER_QUEUE_H

#include "base/timer_heap.h"

enum { TIMER_QUEUE_LANES = 2 };

struct timer_item {
	struct timer_node node;            /* first member */
	struct timer_item *older, *newer;  /* in its lane */
};

struct timer_queue {
	struct timer_lane {
		struct timer_item *oldest, *newest;
	} lanes[TIMER_QUEUE_LANES];        /* by deadline */
	struct timer_heap heap;            /* what came out of order */
	size_t len;                        /* all of them */
	int64_t next;                      /* nothing is due before */
};

/* An empty queue is { 0 }, an item in none has a node of zeroes. */
void timer_queue_fini(struct timer_queue *q);
/* Set or change the deadline of t, one of those that go to this lane.  0 or
 * -ENOMEM (t is then as before; never for deadlines in order). */
int timer_queue_set(struct timer_queue *q, struct timer_item *t, int64_t due,
		    unsigned lane);
/* Take t, which is in, out. */
void timer_queue_remove(struct timer_queue *q, struct timer_item *t);
/* The same; nothing happens when it is not in, as mostly. */
static inline void timer_queue_cancel(struct timer_queue *q,
				      struct timer_item *t)
{
	if (t->node.pos)
		timer_queue_remove(q, t);
}
/* The item that is due first and not later than now, taken out; or NULL.  Equal
 * deadlines of one lane come in the order in which they were set. */
struct timer_item *timer_queue_pop(struct timer_queue *q, int64_t now);

/* The earliest deadline, or INT64_MAX. */
static inline int64_t timer_queue_first(const struct timer_queue *q)
{
	int64_t first = timer_heap_first(&q->heap);

	for (unsigned i = 0; i < TIMER_QUEUE_LANES; i++) {
		const struct timer_item *t = q->lanes[i].oldest;

		if (t && t->node.due < first)
			first = t->node.due;
	}
	return first;
}

/* Without a look at any item: false is sure. */
static inline bool timer_queue_may_be_due(const struct timer_queue *q,
					  int64_t now)
{
	return now >= q->next;
}

/* Is anything due?  Who asks often mostly hears no at once. */
static inline bool timer_queue_is_due(struct timer_queue *q, int64_t now)
{
	if (now < q->next)
		return false;
	q->next = timer_queue_first(q);
	return q->next <= now && q->len;
}

#endif
