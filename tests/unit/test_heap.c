/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/heap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

enum { PIECE = 1000, PIECES = 12000 };

static char *pieces[PIECES];

static void fill(unsigned from, unsigned to)
{
	for (unsigned i = from; i < to; i++) {
		pieces[i] = malloc(PIECE);
		assert_non_null(pieces[i]);
		memset(pieces[i], (int)(i & 127), PIECE);
	}
}

/* Does malloc take its memory from the heap at all?  With a sanitizer not. */
static bool grows(const char *before)
{
	return (char *)sbrk(0) > before;
}

/* Nothing is asked for little; much is had in steps, and stays what it is. */
static void test_grows(void **state)
{
	enum { FEW = HEAP_SMALL / PIECE / 2 };
	struct heap h = { 0 };
	const char *start = sbrk(0);

	(void)state;
	heap_ask(&h);
	fill(0, FEW);
	heap_ask(&h);
	assert_false(h.large);
	fill(FEW, PIECES);
	heap_ask(&h);
	assert_int_equal(h.large, h.end && grows(start));
	for (unsigned i = 0; i < PIECES; i++) {
		assert_int_equal(pieces[i][0], i & 127);
		assert_int_equal(pieces[i][PIECE - 1], i & 127);
		free(pieces[i]);
	}
	heap_ask(&h);
	assert_true(!h.end || h.end == (char *)sbrk(0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_grows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
