/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/cursor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

#define LEN(array) (sizeof(array) / sizeof(*(array)))

static uint64_t u8(struct cursor *c)
{
	return cursor_u8(c);
}

static uint64_t be16(struct cursor *c)
{
	return cursor_be16(c);
}

static uint64_t be24(struct cursor *c)
{
	return cursor_be24(c);
}

static uint64_t be32(struct cursor *c)
{
	return cursor_be32(c);
}

static uint64_t le16(struct cursor *c)
{
	return cursor_le16(c);
}

static uint64_t le32(struct cursor *c)
{
	return cursor_le32(c);
}

static const struct {
	const char *name;
	uint64_t (*read)(struct cursor *c);
	size_t bytes;
	uint64_t want;
} reads[] = {
	{ "u8", u8, 1, 0xf1 },
	{ "be16", be16, 2, 0xf1f2 },
	{ "be24", be24, 3, 0xf1f2f3 },
	{ "be32", be32, 4, 0xf1f2f3f4 },
	{ "be64", cursor_be64, 8, UINT64_C(0xf1f2f3f4f5f6f7f8) },
	{ "le16", le16, 2, 0xf2f1 },
	{ "le32", le32, 4, 0xf4f3f2f1 },
};

/* Each read over an exact copy of 0..bytes bytes. */
static void test_reads(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(reads); i++)
		for (size_t len = 0; len <= reads[i].bytes; len++) {
			char *p = malloc(len ? len : 1);
			struct cursor c = { .in = { p, len } };
			bool whole = len == reads[i].bytes;

			assert_non_null(p);
			memcpy(p, "\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8", len);
			if (reads[i].read(&c) != (whole ? reads[i].want : 0) ||
			    c.short_read == whole || c.in.len != 0)
				fail_msg("%s of %zu bytes", reads[i].name, len);
			free(p);
		}
}

static void test_sticks(void **state)
{
	struct cursor c = { .in = SLICE("abc") };

	(void)state;
	assert_int_equal(cursor_u8(&c), 'a');
	assert_int_equal(cursor_be32(&c), 0);
	assert_true(c.short_read);
	assert_int_equal(cursor_u8(&c), 0);
	assert_int_equal(cursor_take(&c, 0).len, 0);
	assert_int_equal(cursor_rest(&c).len, 0);
	assert_true(c.short_read);
}

static void test_take(void **state)
{
	struct cursor c = { .in = SLICE("abcdef") };
	struct cursor huge = { .in = SLICE("abc") };

	(void)state;
	assert_true(slice_eq(cursor_take(&c, 2), SLICE("ab")));
	cursor_skip(&c, 1);
	assert_true(slice_eq(cursor_rest(&c), SLICE("def")));
	assert_int_equal(c.in.len, 0);
	assert_false(c.short_read);
	cursor_skip(&c, 0);
	assert_false(c.short_read);
	assert_int_equal(cursor_take(&c, 1).len, 0);
	assert_true(c.short_read);
	assert_int_equal(cursor_take(&huge, SIZE_MAX).len, 0);
	assert_true(huge.short_read);
}

static void test_null(void **state)
{
	struct cursor c = { 0 };

	(void)state;
	assert_int_equal(cursor_rest(&c).len, 0);
	assert_false(c.short_read);
	cursor_skip(&c, 1);
	assert_true(c.short_read);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reads),
		cmocka_unit_test(test_sticks),
		cmocka_unit_test(test_take),
		cmocka_unit_test(test_null),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
