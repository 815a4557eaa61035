/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/mem.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

#define LEN(array) (sizeof(array) / sizeof(*(array)))

static const struct {
	size_t cap, need, size;
	int err;
	size_t least; /* the new cap is at least this */
} grows[] = {
	{ 0, 0, 4, 0, 0 },
	{ 0, 1, 4, 0, 1 },
	{ 8, 8, 4, 0, 8 },
	{ 8, 9, 4, 0, 16 }, /* doubles, so that appending is linear */
	{ 8, 1000, 4, 0, 1000 },
	{ 8, SIZE_MAX / 4 + 2, 4, -ENOMEM, 8 },
	{ 8, SIZE_MAX / 2, 4, -ENOMEM, 8 },
};

static void test_grow(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(grows); i++) {
		size_t cap = grows[i].cap, size = grows[i].size;
		unsigned char *p = cap ? malloc(cap * size) : NULL;
		int err;

		if (cap)
			memset(p, 0x5a, cap * size);
		err = mem_grow((void **)&p, &cap, grows[i].need, size);
		if (err != grows[i].err || cap < grows[i].least ||
		    (err && cap != grows[i].cap))
			fail_msg("row %zu: %d, cap %zu", i, err, cap);
		for (size_t j = 0; j < grows[i].cap * size; j++)
			assert_int_equal(p[j], 0x5a);
		if (cap)
			memset(p, 1, cap * size); /* is really there */
		free(p);
	}
}

static void test_copies(void **state)
{
	char *s = mem_strndup(slice_of("Via: x", 3));
	char *empty = mem_strndup(slice_of(NULL, 0));
	unsigned char *zero = mem_zalloc(100);

	(void)state;
	assert_string_equal(s, "Via");
	assert_string_equal(empty, "");
	assert_non_null(zero);
	for (int i = 0; i < 100; i++)
		assert_int_equal(zero[i], 0);
	free(s);
	free(empty);
	free(zero);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_grow),
		cmocka_unit_test(test_copies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
