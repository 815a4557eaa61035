/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/budget.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void takes_and_gives(void **state)
{
	struct budget b = { .max = 10 };

	(void)state;
	assert_true(budget_take(&b, 6));
	assert_false(budget_take(&b, 5));
	assert_true(budget_take(&b, 4));
	assert_false(budget_take(&b, 1));
	assert_int_equal(b.used, 10);
	assert_int_equal(b.refused, 2);
	budget_give(&b, 7);
	assert_int_equal(b.used, 3);
	assert_true(budget_take(&b, 7));
	assert_int_equal(b.peak, 10);
}

static void never_wraps(void **state)
{
	struct budget b = { .max = 10 };

	(void)state;
	assert_false(budget_take(&b, SIZE_MAX));
	budget_give(&b, 5);
	assert_int_equal(b.used, 0);
	assert_true(budget_take(&b, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_and_gives),
		cmocka_unit_test(never_wraps),
	};

	return cmocka_run_group_tests_name("budget", tests, NULL, NULL);
}
