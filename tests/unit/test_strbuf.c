/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/strbuf.h"

#include <setjmp.h>
#include <stdlib.h>
#include <cmocka.h>

#define LEN(array) (sizeof(array) / sizeof(*(array)))

static void test_add(void **state)
{
	struct strbuf b = { 0 };

	(void)state;
	assert_string_equal(strbuf_str(&b), "");
	strbuf_add(&b, NULL, 0);
	strbuf_slice(&b, slice_of(NULL, 0));
	strbuf_add(&b, "abX", 2);
	strbuf_adds(&b, "cd");
	strbuf_slice(&b, slice_of("efg", 1));
	strbuf_addc(&b, '!');
	strbuf_pad(&b, '-', 0);
	strbuf_pad(&b, '-', 3);
	assert_string_equal(strbuf_str(&b), "abcde!---");
	assert_true(slice_eq(strbuf_view(&b), SLICE("abcde!---")));
	strbuf_reset(&b);
	assert_string_equal(strbuf_str(&b), "");
	assert_int_equal(b.len, 0);
	strbuf_add(&b, "a\0b", 3);
	assert_int_equal(b.len, 3);
	assert_false(b.failed);
	strbuf_fini(&b);
	assert_null(b.p);
}

/* A text that fits stays where the caller lets it; a longer one moves. */
/* Pieces of every length around those that are copied by other means, from memory
 * that ends with them; what stands before stays. */
static void test_lengths(void **state)
{
	(void)state;
	for (size_t len = 1; len < 70; len++) {
		char *piece = malloc(len);
		struct strbuf b = { 0 };

		assert_non_null(piece);
		for (size_t i = 0; i < len; i++)
			piece[i] = (char)('!' + i);
		strbuf_adds(&b, "ab");
		strbuf_add(&b, piece, len);
		strbuf_pad(&b, '.', len);
		assert_int_equal(b.len, 2 + 2 * len);
		assert_memory_equal(b.p, "ab", 2);
		assert_memory_equal(b.p + 2, piece, len);
		for (size_t i = 0; i < len; i++)
			assert_int_equal(b.p[2 + len + i], '.');
		assert_int_equal(strlen(b.p), b.len);
		strbuf_fini(&b);
		free(piece);
	}
}

static void test_room(void **state)
{
	(void)state;
	for (size_t len = 0; len < 40; len++) {
		char *room = malloc(8);
		struct strbuf b = strbuf_in(room, 8);

		assert_string_equal(strbuf_str(&b), "");
		for (size_t i = 0; i < len; i++)
			strbuf_addc(&b, (char)('a' + i % 26));
		assert_int_equal(b.lent, len < 8);
		assert_int_equal(b.p == room, len < 8);
		assert_int_equal(strlen(strbuf_str(&b)), len);
		assert_int_equal(len ? b.p[len / 2] : 'a',
				 'a' + len / 2 % 26);
		strbuf_reset(&b);
		assert_string_equal(strbuf_str(&b), "");
		strbuf_fini(&b);
		assert_null(b.p);
		free(room);
	}
}

/* Each length around the growth steps, byte by byte and by one format. */
static void test_growth(void **state)
{
	(void)state;
	for (size_t len = 0; len < 300; len++) {
		struct strbuf one = { 0 }, whole = { 0 }, fmt = { 0 };

		for (size_t i = 0; i < len; i++)
			strbuf_addc(&one, 'x');
		strbuf_pad(&whole, 'x', len);
		strbuf_fmt(&fmt, "%s", strbuf_str(&whole));
		assert_int_equal(one.len, len);
		assert_int_equal(strlen(strbuf_str(&one)), len);
		assert_true(slice_eq(strbuf_view(&one), strbuf_view(&whole)));
		assert_true(slice_eq(strbuf_view(&fmt), strbuf_view(&whole)));
		strbuf_fini(&one);
		strbuf_fini(&whole);
		strbuf_fini(&fmt);
	}
}

static const struct {
	uint64_t v;
	const char *want;
} numbers[] = {
	{ 0, "0" },
	{ 9, "9" },
	{ 10, "10" },
	{ 5060, "5060" },
	{ UINT64_MAX, "18446744073709551615" },
};

static void test_uint(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(numbers); i++) {
		struct strbuf b = { 0 };

		strbuf_uint(&b, numbers[i].v);
		assert_string_equal(strbuf_str(&b), numbers[i].want);
		strbuf_fini(&b);
	}
}

static void test_fmt(void **state)
{
	struct strbuf b = { 0 };

	(void)state;
	strbuf_fmt(&b, "%s=%d", "q", -7);
	strbuf_fmt(&b, " %03u", 5U);
	assert_string_equal(strbuf_str(&b), "q=-7 005");
	strbuf_fini(&b);
}

/* A request that no memory can hold fails, and what was there stays. */
static void test_failed(void **state)
{
	struct strbuf b = { 0 };

	(void)state;
	strbuf_adds(&b, "kept");
	strbuf_pad(&b, 'x', SIZE_MAX);
	assert_true(b.failed);
	strbuf_adds(&b, "dropped");
	strbuf_addc(&b, 'd');
	strbuf_fmt(&b, "%d", 1);
	strbuf_uint(&b, 1);
	assert_string_equal(strbuf_str(&b), "kept");
	strbuf_reset(&b);
	assert_false(b.failed);
	strbuf_adds(&b, "again");
	assert_string_equal(strbuf_str(&b), "again");
	strbuf_fini(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_room),
		cmocka_unit_test(test_add),
		cmocka_unit_test(test_growth),
		cmocka_unit_test(test_uint),
		cmocka_unit_test(test_fmt),
		cmocka_unit_test(test_failed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
