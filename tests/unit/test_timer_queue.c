/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/timer_queue.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

enum { ITEMS = 300 };

/* The earliest deadline of those that are set, by looking at all. */
static int64_t earliest(const struct timer_item *t)
{
	int64_t first = INT64_MAX;

	for (int i = 0; i < ITEMS; i++)
		if (t[i].node.pos && t[i].node.due < first)
			first = t[i].node.due;
	return first;
}

/* How many stand in a lane; each knows its neighbours, the earlier one first. */
static size_t check_lane(const struct timer_lane *l)
{
	const struct timer_item *older = NULL;
	size_t n = 0;

	for (const struct timer_item *t = l->oldest; t; t = t->newer, n++) {
		assert_ptr_equal(t->older, older);
		if (older)
			assert_true(older->node.due <= t->node.due);
		older = t;
	}
	assert_ptr_equal(l->newest, older);
	return n;
}

static size_t check_all(const struct timer_queue *q)
{
	size_t n = q->heap.len;

	for (unsigned i = 0; i < TIMER_QUEUE_LANES; i++)
		n += check_lane(&q->lanes[i]);
	return n;
}

/* Random sets, moves and cancels, now in order and now not; all that is set comes
 * out in order. */
static void test_churn(void **state)
{
	struct timer_item t[ITEMS] = { { .older = NULL } };
	struct timer_queue q = { .heap = { 0 } };
	int64_t now = 0, last = INT64_MIN;
	bool in_heap = false;
	uint32_t rnd = 1;
	size_t left = 0;

	(void)state;
	for (int step = 0; step < 20000; step++) {
		struct timer_item *one;
		unsigned lane;
		int64_t off;

		rnd = rnd * 1664525 + 1013904223;
		one = &t[(rnd >> 16) % ITEMS];
		lane = rnd >> 15 & 1;
		off = step % 1000 < 800 ? lane * 500 : rnd >> 4 & 1023;
		left -= one->node.pos != 0;
		if (rnd >> 8 & 3) {
			assert_int_equal(timer_queue_set(&q, one, ++now + off,
							 lane), 0);
			left++;
		} else {
			timer_queue_cancel(&q, one);
			assert_int_equal(one->node.pos, 0);
		}
		in_heap = in_heap || q.heap.len;
		assert_int_equal(check_all(&q), left);
		assert_int_equal(q.len, left);
		assert_true(timer_queue_first(&q) == earliest(t));
		if (earliest(t) <= now)
			assert_true(timer_queue_may_be_due(&q, now));
		assert_int_equal(timer_queue_is_due(&q, now),
				 earliest(t) <= now);
		assert_int_equal(timer_queue_may_be_due(&q, now),
				 earliest(t) <= now);
	}
	assert_true(in_heap);
	for (struct timer_item *p; (p = timer_queue_pop(&q, now + 2000));
	     left--) {
		assert_true(p->node.due >= last);
		assert_int_equal(p->node.pos, 0);
		last = p->node.due;
	}
	assert_int_equal(left, 0);
	assert_int_equal(q.len, 0);
	timer_queue_fini(&q);
}

/* Equal deadlines in the order in which they were set, none before its time, and
 * in order nothing needs memory. */
static void test_in_line(void **state)
{
	struct timer_item t[3] = { { .older = NULL } };
	struct timer_queue q = { .heap = { 0 } };

	(void)state;
	assert_int_equal(q.len, 0);
	assert_true(timer_queue_first(&q) == INT64_MAX);
	assert_false(timer_queue_is_due(&q, INT64_MAX));
	for (int i = 0; i < 3; i++)
		assert_int_equal(timer_queue_set(&q, &t[i], 5, 0), 0);
	assert_int_equal(timer_queue_set(&q, &t[0], 5, 0), 0);
	assert_null(timer_queue_pop(&q, 4));
	assert_false(timer_queue_is_due(&q, 4));
	assert_true(timer_queue_is_due(&q, 5));
	assert_ptr_equal(timer_queue_pop(&q, 5), &t[1]);
	assert_ptr_equal(timer_queue_pop(&q, 5), &t[2]);
	assert_ptr_equal(timer_queue_pop(&q, 5), &t[0]);
	assert_null(timer_queue_pop(&q, INT64_MAX));
	assert_int_equal(q.heap.cap, 0);
	/* The end of time is a deadline, too. */
	assert_int_equal(timer_queue_set(&q, &t[0], INT64_MAX, 1), 0);
	assert_int_equal(q.len, 1);
	assert_ptr_equal(timer_queue_pop(&q, INT64_MAX), &t[0]);
	timer_queue_fini(&q);
}

/* What is still in at the end is out then. */
static void test_fini(void **state)
{
	struct timer_item t[20] = { { .older = NULL } };
	struct timer_queue q = { .heap = { 0 } };

	(void)state;
	for (int i = 0; i < 20; i++)
		assert_int_equal(timer_queue_set(&q, &t[i], 100 - i, 0), 0);
	assert_true(q.heap.len > 0);
	timer_queue_fini(&q);
	for (int i = 0; i < 20; i++)
		assert_int_equal(t[i].node.pos, 0);
	assert_int_equal(q.len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_churn),
		cmocka_unit_test(test_in_line),
		cmocka_unit_test(test_fini),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
