/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/digits.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* In room of just its size. */
static void check(uint64_t v)
{
	char want[DIGITS_MAX + 1];
	int n = snprintf(want, sizeof(want), "%" PRIu64, v);
	char *p = malloc((size_t)n);

	assert_non_null(p);
	assert_ptr_equal(digits_put(p, v), p + n);
	assert_memory_equal(p, want, (size_t)n);
	free(p);
}

/* Around each power of ten and of two. */
static void test_put(void **state)
{
	uint64_t power = 1;

	(void)state;
	for (unsigned v = 0; v < 2000; v++)
		check(v);
	for (int i = 0; i < DIGITS_MAX; i++, power *= 10) {
		check(power - 1);
		check(power);
		check(power + 1);
		check(power * 9);
	}
	for (int i = 0; i < 64; i++) {
		check((UINT64_C(1) << i) - 1);
		check(UINT64_C(1) << i);
	}
	check(UINT64_MAX);
}

static void test_two(void **state)
{
	(void)state;
	for (unsigned v = 0; v < 100; v++) {
		char want[3], got[2];

		snprintf(want, sizeof(want), "%02u", v % 100);
		assert_ptr_equal(digits_two(got, v), got + 2);
		assert_memory_equal(got, want, 2);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_put),
		cmocka_unit_test(test_two),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
