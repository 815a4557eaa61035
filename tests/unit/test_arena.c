/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

#define LEN(array) (sizeof(array) / sizeof(*(array)))

/* Blocks of many sizes are aligned, writable to the end and apart. */
static void test_blocks(void **state)
{
	struct arena a;
	unsigned char *block[400];

	(void)state;
	arena_init(&a, 0);
	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < LEN(block); i++) {
			block[i] = arena_alloc(&a, i * 7);
			assert_non_null(block[i]);
			assert_int_equal((uintptr_t)block[i] % 16, 0);
			memset(block[i], (int)(i & 255), i * 7);
		}
		for (size_t i = 0; i < LEN(block); i++)
			for (size_t j = 0; j < i * 7; j++)
				assert_int_equal(block[i][j], i & 255);
		assert_false(a.overflow);
		arena_reset(&a);
		assert_int_equal(a.used, 0);
	}
	arena_fini(&a);
	assert_null(a.chunks);
}

static const struct {
	size_t budget, first, second;
	bool first_ok, second_ok;
} budgets[] = {
	{ 0, 100000, 100000, true, true },
	{ 64, 64, 1, true, false },
	{ 64, 48, 16, true, true },
	{ 64, 65, 64, false, true }, /* a refused request costs nothing */
	{ 10, 1, 1, false, false },  /* one block is 16 bytes */
	{ 100000, 60000, 60000, true, false },
	{ 0, SIZE_MAX, SIZE_MAX - 8, false, false },
};

static void test_budget(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(budgets); i++) {
		struct arena a;
		void *one, *two;

		arena_init(&a, budgets[i].budget);
		one = arena_alloc(&a, budgets[i].first);
		two = arena_alloc(&a, budgets[i].second);
		if (!one == budgets[i].first_ok ||
		    !two == budgets[i].second_ok || a.overflow != (!one || !two))
			fail_msg("row %zu", i);
		arena_reset(&a);
		assert_false(a.overflow);
		assert_true(!!arena_alloc(&a, budgets[i].first) ==
			    budgets[i].first_ok);
		arena_fini(&a);
	}
}

/* After a reset the largest chunk serves what once took several. */
static void test_reset_keeps_largest(void **state)
{
	struct arena a;
	void *kept;

	(void)state;
	arena_init(&a, 0);
	assert_non_null(arena_alloc(&a, 100));
	assert_non_null(arena_alloc(&a, 1000000));
	kept = a.chunks;
	arena_reset(&a);
	assert_ptr_equal(a.chunks, kept);
	assert_non_null(arena_alloc(&a, 1000000));
	assert_ptr_equal(a.chunks, kept);
	arena_fini(&a);
}

static void test_copies(void **state)
{
	struct arena a;
	unsigned char *dirty;
	char *text;

	(void)state;
	arena_init(&a, 0);
	dirty = arena_alloc(&a, 64);
	memset(dirty, 0xff, 64);
	arena_reset(&a);
	assert_ptr_equal(arena_alloc(&a, 64), dirty);
	memset(arena_alloc(&a, 16), 0xff, 16);
	text = arena_strndup(&a, slice_of("sip:bob", 3));
	assert_string_equal(text, "sip");
	assert_string_equal(arena_strndup(&a, slice_of(NULL, 0)), "");
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_budget),
		cmocka_unit_test(test_reset_keeps_largest),
		cmocka_unit_test(test_copies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
