/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/slice.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

#define LEN(array) (sizeof(array) / sizeof(*(array)))

/* A copy of exactly this size, so that an over-read is seen. */
static struct slice exact(const char *text)
{
	size_t len = strlen(text);
	char *p = malloc(len ? len : 1);

	assert_non_null(p);
	memcpy(p, text, len);
	return slice_of(p, len);
}

static void drop(struct slice s)
{
	free((char *)s.p);
}

static const struct {
	const char *a, *b;
	bool eq, starts;
} nocase[] = {
	{ "", "", true, true },
	{ "a", "", false, true },
	{ "", "a", false, false },
	{ "Via", "vIA", true, true },
	{ "Content-Length", "content-lENGTH", true, true },
	{ "Content-Length", "content-lENGTi", false, false },
	{ "Content-Length", "CONTENT-", false, true },
	{ "Kontent-Length", "CONTENT-", false, false },
	/* 0x20 apart, but no letters. */
	{ "aaaaaaa@", "aaaaaaa`", false, false },
	{ "[[[[[[[[", "{{{{{{{{", false, false },
	{ "@", "`", false, false },
	{ "azAZ[]^_", "AZaz[]^_", true, true },
	/* Only ASCII folds: 0xC1 and 0xE1 stay different. */
	{ "\xc1\xc1\xc1\xc1\xc1\xc1\xc1\xc1",
	  "\xe1\xe1\xe1\xe1\xe1\xe1\xe1\xe1", false, false },
	{ "\xc1", "\xe1", false, false },
	{ "\xff\xfe" "AbCdEf", "\xff\xfe" "aBcDeF", true, true },
};

static void test_nocase(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(nocase); i++) {
		struct slice a = exact(nocase[i].a), b = exact(nocase[i].b);

		if (slice_eq_nocase(a, b) != nocase[i].eq ||
		    slice_eq_nocase(b, a) != nocase[i].eq ||
		    slice_starts_nocase(a, b) != nocase[i].starts)
			fail_msg("`%s' against `%s'", nocase[i].a, nocase[i].b);
		drop(a);
		drop(b);
	}
}

/* Every pair of bytes, in the word-wise and in the byte-wise part. */
static void test_nocase_all_bytes(void **state)
{
	char *a = calloc(1, 9), *b = calloc(1, 9);

	(void)state;
	assert_true(a && b);
	for (int x = 0; x < 256; x++)
		for (int y = 0; y < 256; y++) {
			bool lx = x >= 'A' && x <= 'Z';
			bool ly = y >= 'A' && y <= 'Z';
			bool want = x + lx * 32 == y + ly * 32;

			a[3] = a[8] = (char)x;
			b[3] = b[8] = (char)y;
			if (slice_eq_nocase(slice_of(a, 8), slice_of(b, 8)) !=
				    want ||
			    slice_eq_nocase(slice_of(a + 8, 1),
					    slice_of(b + 8, 1)) != want)
				fail_msg("bytes 0x%02x and 0x%02x", x, y);
		}
	free(a);
	free(b);
}

/* Every length around the word size, with one difference at every place. */
static void test_nocase_all_places(void **state)
{
	(void)state;
	for (size_t len = 1; len < 40; len++)
		for (size_t at = 0; at < len; at++) {
			char *a = malloc(len), *b = malloc(len);

			assert_true(a && b);
			memset(a, 'Q', len);
			memset(b, 'q', len);
			assert_true(slice_eq_nocase(slice_of(a, len),
						    slice_of(b, len)));
			b[at] = 'r';
			if (slice_eq_nocase(slice_of(a, len), slice_of(b, len)))
				fail_msg("length %zu, place %zu", len, at);
			free(a);
			free(b);
		}
}

static const struct {
	const char *hay, *needle;
	size_t want;
} searches[] = {
	{ "", "", 0 },
	{ "abc", "", 0 },
	{ "", "a", 0 },
	{ "abc", "c", 2 },
	{ "abc", "abc", 0 },
	{ "abc", "abcd", 3 },
	{ "a\r\nb\r\n\r\nc", "\r\n\r\n", 4 },
	{ "a\r\nb\r\n\r", "\r\n\r\n", 7 },
};

static void test_search(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(searches); i++) {
		struct slice hay = exact(searches[i].hay);
		struct slice needle = exact(searches[i].needle);

		assert_int_equal(slice_search(hay, needle), searches[i].want);
		if (needle.len == 1)
			assert_int_equal(slice_find(hay, *needle.p),
					 searches[i].want);
		drop(hay);
		drop(needle);
	}
	assert_int_equal(slice_find(slice_of(NULL, 0), 'x'), 0);
}

/* Byte by byte, to compare with. */
static size_t pair_slowly(struct slice s, size_t at, const char *two,
			  unsigned char mask)
{
	for (; at + 1 < s.len; at++) {
		if ((s.p[at] | mask) == (two[0] | mask) &&
		    (s.p[at + 1] | mask) == (two[1] | mask))
			return at;
	}
	return s.len;
}

/* A pair at every place of hay of every length, behind half of one. */
static void test_pair(void **state)
{
	char hay[64];

	(void)state;
	for (size_t len = 0; len < sizeof(hay); len++) {
		for (size_t place = 0; place + 1 < len; place++) {
			struct slice s;

			memset(hay, 'n', sizeof(hay));
			hay[place + 1] = place % 2 ? 'O' : 'o';
			hay[len] = '\0';
			s = exact(hay);
			for (size_t at = 0; at <= len; at++)
				assert_int_equal(
					slice_pair_nocase(s, at, "no"),
					pair_slowly(s, at, "no", 0x20));
			assert_int_equal(slice_search(s, SLICE("no")),
					 pair_slowly(s, 0, "no", 0));
			assert_int_equal(slice_search(s, SLICE("noo")), len);
			drop(s);
		}
	}
	assert_int_equal(slice_pair_nocase(slice_of(NULL, 0), 0, "no"), 0);
}

static void test_search_long(void **state)
{
	char needle[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab";
	struct slice n = slice_cstr(needle), hay;
	char text[200];

	(void)state;
	memset(text, 'a', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	hay = exact(text);
	assert_int_equal(slice_search(hay, n), hay.len);
	drop(hay);
	text[150] = 'b';
	hay = exact(text);
	assert_int_equal(slice_search(hay, n), 151 - n.len);
	assert_int_equal(slice_search(hay, slice_from(n, n.len - 32)), 119);
	drop(hay);
}

static const struct {
	const char *in, *want;
} trims[] = {
	{ "", "" },
	{ " \t\r\n ", "" },
	{ "a", "a" },
	{ " a b\r\n", "a b" },
	{ "\n\ta", "a" },
	{ "a\v", "a\v" },
};

static void test_trim(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(trims); i++) {
		struct slice s = exact(trims[i].in), got = slice_trim(s);

		if (!slice_eq(got, slice_cstr(trims[i].want)))
			fail_msg("row %zu: `%.*s'", i, (int)got.len, got.p);
		drop(s);
	}
}

static const struct {
	const char *in;
	uint64_t max, value;
	int err;
} numbers[] = {
	{ "0", 0, 0, 0 },
	{ "000", 9, 0, 0 },
	{ "70", 70, 70, 0 },
	{ "71", 70, 0, -ERANGE },
	{ "5", 4, 0, -ERANGE },
	{ "4294967295", UINT32_MAX, UINT32_MAX, 0 },
	{ "4294967296", UINT32_MAX, 0, -ERANGE },
	{ "18446744073709551615", UINT64_MAX, UINT64_MAX, 0 },
	{ "18446744073709551616", UINT64_MAX, 0, -ERANGE },
	{ "99999999999999999999999999", UINT64_MAX, 0, -ERANGE },
	{ "99999999999999999999999999x", UINT64_MAX, 0, -EINVAL },
	{ "", 9, 0, -EINVAL },
	{ "-1", 9, 0, -EINVAL },
	{ "+1", 9, 0, -EINVAL },
	{ " 1", 9, 0, -EINVAL },
	{ "1 ", 9, 0, -EINVAL },
	{ "0x1", 99, 0, -EINVAL },
};

static void test_to_uint(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(numbers); i++) {
		struct slice s = exact(numbers[i].in);
		uint64_t v = 12345;
		int err = slice_to_uint(s, numbers[i].max, &v);

		if (err != numbers[i].err ||
		    v != (err ? 12345 : numbers[i].value))
			fail_msg("`%s': %d", numbers[i].in, err);
		drop(s);
	}
}

static const struct {
	const char *pattern, *name;
	bool want;
} globs[] = {
	{ "", "", true },
	{ "", "a", false },
	{ "*", "", true },
	{ "*", "anything", true },
	{ "?", "", false },
	{ "?", "a", true },
	{ "tcp-*", "tcp-no-answer", true },
	{ "tcp-*", "udp-no-answer", false },
	{ "*-answer", "tcp-no-answer", true },
	{ "*-answer", "tcp-no-answers", false },
	{ "a*b?d*", "aabbxbcdz", true },
	{ "a*b?d*", "aabbxbcz", false },
	{ "*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", false },
	{ "Tcp", "tcp", false },
};

static void test_glob(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(globs); i++) {
		struct slice s = exact(globs[i].name);

		if (slice_glob(globs[i].pattern, s) != globs[i].want)
			fail_msg("`%s' on `%s'", globs[i].pattern,
				 globs[i].name);
		drop(s);
	}
}

static void test_glob_nocase(void **state)
{
	struct slice zero = slice_of("a\0b", 3), pattern;

	(void)state;
	for (size_t i = 0; i < LEN(globs); i++) {
		struct slice s = exact(globs[i].name);
		bool letters = !strcmp(globs[i].pattern, "Tcp");

		pattern = exact(globs[i].pattern);
		if (slice_glob_nocase(pattern, s) !=
		    (globs[i].want || letters))
			fail_msg("`%s' on `%s'", globs[i].pattern,
				 globs[i].name);
		drop(pattern);
		drop(s);
	}
	assert_true(slice_glob_nocase(SLICE("A*B"), zero));
	assert_false(slice_glob_nocase(SLICE("a"), zero));
	assert_false(slice_glob_nocase(zero, SLICE("a")));
	assert_false(slice_glob_nocase(SLICE("["), SLICE("{")));
}

static void test_parts(void **state)
{
	struct slice s = SLICE("abc"), none = { NULL, 0 };

	(void)state;
	assert_true(slice_eq(slice_from(s, 1), SLICE("bc")));
	assert_int_equal(slice_from(s, 9).len, 0);
	assert_true(slice_eq(slice_head(s, 2), SLICE("ab")));
	assert_int_equal(slice_head(s, 9).len, 3);
	assert_null(slice_from(none, 1).p);
	assert_true(slice_eq(none, SLICE("")));
	assert_false(slice_eq(s, SLICE("abd")));
	assert_int_equal(slice_cstr(NULL).len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nocase),
		cmocka_unit_test(test_nocase_all_bytes),
		cmocka_unit_test(test_nocase_all_places),
		cmocka_unit_test(test_search),
		cmocka_unit_test(test_search_long),
		cmocka_unit_test(test_pair),
		cmocka_unit_test(test_trim),
		cmocka_unit_test(test_to_uint),
		cmocka_unit_test(test_glob),
		cmocka_unit_test(test_glob_nocase),
		cmocka_unit_test(test_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
