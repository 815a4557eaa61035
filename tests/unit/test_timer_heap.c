/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/timer_heap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

#define NODES 300

/* The earliest deadline of those that are set, by looking at all. */
static int64_t earliest(const struct timer_node *n)
{
	int64_t first = INT64_MAX;

	for (int i = 0; i < NODES; i++)
		if (n[i].pos && n[i].due < first)
			first = n[i].due;
	return first;
}

static void check_places(const struct timer_heap *h)
{
	for (size_t i = 0; i < h->len; i++) {
		assert_int_equal(h->slots[i].node->pos, i + 1);
		assert_int_equal(h->slots[i].node->due, h->slots[i].due);
		assert_true(h->slots[i].due >= h->slots[(i + !i - 1) / 2].due);
	}
}

/* Random sets, moves and cancels; the heap stays one, and pops in order. */
static void test_churn(void **state)
{
	struct timer_node n[NODES] = { { 0 } };
	struct timer_heap h = { 0 };
	uint32_t rnd = 1;
	int64_t last = INT64_MIN;
	size_t left;

	(void)state;
	for (int step = 0; step < 6000; step++) {
		struct timer_node *one;

		rnd = rnd * 1664525 + 1013904223;
		one = &n[(rnd >> 16) % NODES];
		if (rnd >> 8 & 3)
			assert_int_equal(timer_heap_set(&h, one,
					 (int64_t)(rnd >> 4 & 1023) - 500), 0);
		else
			timer_heap_cancel(&h, one);
		assert_true(timer_heap_first(&h) == earliest(n));
		check_places(&h);
	}
	left = h.len;
	assert_in_range(left, NODES / 2, NODES);
	for (struct timer_node *p; (p = timer_heap_pop(&h, 1000)); left--) {
		assert_true(p->due >= last);
		assert_int_equal(p->pos, 0);
		last = p->due;
	}
	assert_int_equal(left, 0);
	timer_heap_fini(&h);
}

static void test_pop_by_now(void **state)
{
	struct timer_node a = { 0 }, b = { 0 };
	struct timer_heap h = { 0 };

	(void)state;
	assert_null(timer_heap_pop(&h, INT64_MAX));
	assert_true(timer_heap_first(&h) == INT64_MAX);
	timer_heap_cancel(&h, &a);
	assert_int_equal(timer_heap_set(&h, &a, 100), 0);
	assert_int_equal(timer_heap_set(&h, &b, 50), 0);
	assert_null(timer_heap_pop(&h, 49));
	assert_ptr_equal(timer_heap_pop(&h, 50), &b);
	assert_null(timer_heap_pop(&h, 99));
	assert_int_equal(timer_heap_set(&h, &a, 10), 0);
	assert_int_equal(h.len, 1);
	assert_ptr_equal(timer_heap_pop(&h, 99), &a);
	assert_int_equal(timer_heap_set(&h, &a, 10), 0);
	timer_heap_fini(&h);
	assert_int_equal(a.pos, 0);
	assert_int_equal(h.len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_churn),
		cmocka_unit_test(test_pop_by_now),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
