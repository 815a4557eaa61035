/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/timer_queue.h"

/* So far from the end of its lane a deadline is put in order there.  The places of
 * the heap count up from 1, the lanes down from the other end. */
enum { STEPS_MAX = 8 };
#define IN_LANE(lane) (SIZE_MAX - (lane))

static bool is_in_lane(const struct timer_item *t)
{
	return t->node.pos > SIZE_MAX - TIMER_QUEUE_LANES;
}

void timer_queue_fini(struct timer_queue *q)
{
	struct timer_item *newer;

	for (unsigned i = 0; i < TIMER_QUEUE_LANES; i++) {
		for (struct timer_item *t = q->lanes[i].oldest; t; t = newer) {
			newer = t->newer;
			t->node.pos = 0;
		}
		q->lanes[i] = (struct timer_lane){ NULL, NULL };
	}
	timer_heap_fini(&q->heap);
	q->len = 0;
}

static unsigned lane_of(const struct timer_item *t)
{
	return (unsigned)(SIZE_MAX - t->node.pos);
}

static void leave_lane(struct timer_queue *q, struct timer_item *t)
{
	struct timer_lane *l = &q->lanes[lane_of(t)];

	if (t->older)
		t->older->newer = t->newer;
	else
		l->oldest = t->newer;
	if (t->newer)
		t->newer->older = t->older;
	else
		l->newest = t->older;
	t->node.pos = 0;
}

void timer_queue_remove(struct timer_queue *q, struct timer_item *t)
{
	q->len--;
	if (is_in_lane(t))
		leave_lane(q, t);
	else
		timer_heap_cancel(&q->heap, &t->node);
}

/* Put t behind `older'; NULL: in front of all. */
static void enter_lane(struct timer_queue *q, unsigned lane,
		       struct timer_item *t, struct timer_item *older)
{
	struct timer_lane *l = &q->lanes[lane];

	t->older = older;
	t->newer = older ? older->newer : l->oldest;
	if (older)
		older->newer = t;
	else
		l->oldest = t;
	if (t->newer)
		t->newer->older = t;
	else
		l->newest = t;
	t->node.pos = IN_LANE(lane);
}

/* In the heap, which may need memory: then t is put back where it was. */
static int set_in_heap(struct timer_queue *q, struct timer_item *t, int64_t due)
{
	struct timer_item *older = t->older;
	unsigned lane = lane_of(t);
	int err;

	if (!is_in_lane(t)) {
		bool more = !t->node.pos;

		err = timer_heap_set(&q->heap, &t->node, due);
		q->len += more && !err;
		return err;
	}
	leave_lane(q, t);
	err = timer_heap_set(&q->heap, &t->node, due);
	if (err)
		enter_lane(q, lane, t, older);
	return err;
}

int timer_queue_set(struct timer_queue *q, struct timer_item *t, int64_t due,
		    unsigned lane)
{
	struct timer_item *older = q->lanes[lane].newest;

	if (due < q->next)
		q->next = due;
	for (int steps = 0; older && (older == t || older->node.due > due);
	     older = older->older) {
		if (++steps > STEPS_MAX)
			return set_in_heap(q, t, due);
	}
	timer_queue_cancel(q, t);
	t->node.due = due;
	enter_lane(q, lane, t, older);
	q->len++;
	return 0;
}

struct timer_item *timer_queue_pop(struct timer_queue *q, int64_t now)
{
	struct timer_item *first = NULL;
	int64_t due = timer_heap_first(&q->heap);

	for (unsigned i = 0; i < TIMER_QUEUE_LANES; i++) {
		struct timer_item *t = q->lanes[i].oldest;

		if (t && (t->node.due < due || (!first && t->node.due == due))) {
			first = t;
			due = t->node.due;
		}
	}
	if (!first && q->heap.len)
		first = (struct timer_item *)q->heap.slots[0].node;
	if (!first || due > now)
		return NULL;
	timer_queue_remove(q, first);
	return first;
}
