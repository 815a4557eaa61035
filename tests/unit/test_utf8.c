/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/utf8.h"

#include <setjmp.h>
#include <stdlib.h>
#include <cmocka.h>

#define LEN(array) (sizeof(array) / sizeof(*(array)))
#define BAD "\xef\xbf\xbd"

static const struct {
	const char *in;
	size_t n;
	uint32_t cp;
} firsts[] = {
	{ "a", 1, 'a' },
	{ "\x7f", 1, 0x7f },
	{ "\xc2\x80", 2, 0x80 },
	{ "\xdf\xbf", 2, 0x7ff },
	{ "\xe0\xa0\x80", 3, 0x800 },
	{ "\xed\x9f\xbf", 3, 0xd7ff },
	{ "\xee\x80\x80", 3, 0xe000 },
	{ "\xef\xbf\xbf", 3, 0xffff },
	{ "\xf0\x90\x80\x80", 4, 0x10000 },
	{ "\xf4\x8f\xbf\xbf", 4, 0x10ffff },
	/* Not well-formed (RFC 3629 4). */
	{ "\x80", 1, 0xfffd },
	{ "\xbf\xbf", 1, 0xfffd },
	{ "\xc0\x80", 1, 0xfffd },
	{ "\xc1\xbf", 1, 0xfffd },
	{ "\xc2", 1, 0xfffd },
	{ "\xc2" "a", 1, 0xfffd },
	{ "\xe0\x9f\xbf", 1, 0xfffd },
	{ "\xe1\x80", 1, 0xfffd },
	{ "\xe1\x80" "a", 1, 0xfffd },
	{ "\xed\xa0\x80", 1, 0xfffd },
	{ "\xf0\x8f\xbf\xbf", 1, 0xfffd },
	{ "\xf1\x80\x80", 1, 0xfffd },
	{ "\xf1\x80\x80" "a", 1, 0xfffd },
	{ "\xf4\x90\x80\x80", 1, 0xfffd },
	{ "\xf5\x80\x80\x80", 1, 0xfffd },
	{ "\xff", 1, 0xfffd },
};

static void test_next(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(firsts); i++) {
		size_t len = strlen(firsts[i].in), n;
		char *p = malloc(len);
		uint32_t cp;

		assert_non_null(p);
		memcpy(p, firsts[i].in, len);
		n = utf8_next(slice_of(p, len), &cp);
		if (n != firsts[i].n || cp != firsts[i].cp)
			fail_msg("row %zu: %zu bytes, U+%04X", i, n, cp);
		free(p);
	}
}

static const struct {
	uint32_t cp;
	unsigned want;
} widths[] = {
	{ 'a', 1 },	{ 0xe9, 1 },	 { 0x300, 0 },	  { 0x36f, 0 },
	{ 0x370, 1 },	{ 0x483, 0 },	 { 0x5d0, 1 },	  { 0x10ff, 1 },
	{ 0x1100, 2 },	{ 0x115f, 2 },	 { 0x1160, 0 },	  { 0x20ac, 1 },
	{ 0x231a, 2 },	{ 0x3000, 2 },	 { 0x302a, 0 },	  { 0x303f, 1 },
	{ 0x3042, 2 },	{ 0x4e2d, 2 },	 { 0xac00, 2 },	  { 0xd7a3, 2 },
	{ 0xfe0f, 0 },	{ 0xff01, 2 },	 { 0xff61, 1 },	  { 0xfffd, 1 },
	{ 0x1f600, 2 }, { 0x20000, 2 },	 { 0x3fffd, 2 },  { 0x40000, 1 },
	{ 0xe0100, 0 }, { 0x10ffff, 1 }, { 0x00, 4 },	  { 0x1b, 4 },
	{ '\n', 2 },	{ 0x7f, 4 },	 { 0x9b, 4 },	  { 0xa0, 1 },
	{ 0xad, 8 },	{ 0x200b, 8 },	 { 0x202e, 8 },	  { 0xe0041, 9 },
};

static void test_width(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(widths); i++)
		if (utf8_width(widths[i].cp) != widths[i].want)
			fail_msg("U+%04X: %u", widths[i].cp,
				 utf8_width(widths[i].cp));
}

static const struct {
	struct slice in;
	const char *show, *json;
	size_t columns, count;
} texts[] = {
	{ SLICE(""), "", "", 0, 0 },
	{ SLICE("sip:bob"), "sip:bob", "sip:bob", 7, 7 },
	{ SLICE("a\"b\\"), "a\"b\\", "a\\\"b\\\\", 4, 4 },
	{ SLICE("\r\n\t"), "\\r\\n\\t", "\\r\\n\\t", 6, 3 },
	{ SLICE("\b\f"), "\\x08\\x0C", "\\b\\f", 8, 2 },
	{ SLICE("\0x"), "\\x00x", "\\u0000x", 5, 2 },
	{ SLICE("\x1b[2J"), "\\x1B[2J", "\\u001B[2J", 7, 4 },
	{ SLICE("\x7f"), "\\x7F", "\\u007F", 4, 1 },
	{ SLICE("\xc2\x9b" "m"), "\\x9Bm", "\\u009Bm", 5, 2 },
	{ SLICE("\x9b" "m"), BAD "m", BAD "m", 2, 2 },
	{ SLICE("J\xc3\xbcrg"), "J\xc3\xbcrg", "J\xc3\xbcrg", 4, 4 },
	{ SLICE("e\xcc\x81"), "e\xcc\x81", "e\xcc\x81", 1, 2 },
	{ SLICE("\xe4\xb8\xad\xe6\x96\x87"), "\xe4\xb8\xad\xe6\x96\x87",
	  "\xe4\xb8\xad\xe6\x96\x87", 4, 2 },
	{ SLICE("\xe4\xb8"), BAD BAD, BAD BAD, 2, 2 },
	{ SLICE(BAD), BAD, BAD, 1, 1 },
	{ SLICE("\xe2\x80\xae" "a"), "\\u{202E}a", "\xe2\x80\xae" "a", 9, 2 },
	{ SLICE("\xf3\xa0\x81\x81"), "\\u{E0041}", "\xf3\xa0\x81\x81", 9, 1 },
};

/* In room that is just enough for the worst. */
static void add_json(struct strbuf *out, struct slice in)
{
	size_t most = in.len * UTF8_JSON_MAX;
	char *p = malloc(most + !most), *end;

	assert_non_null(p);
	end = utf8_json(p, in);
	strbuf_add(out, p, (size_t)(end - p));
	free(p);
}

static void test_texts(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(texts); i++) {
		struct strbuf show = { 0 }, json = { 0 };
		size_t len = texts[i].in.len;
		char *p = malloc(len ? len : 1);
		struct slice in = { p, len };

		assert_non_null(p);
		memcpy(p, texts[i].in.p, len);
		utf8_show(&show, in);
		add_json(&json, in);
		assert_string_equal(strbuf_str(&show), texts[i].show);
		assert_string_equal(strbuf_str(&json), texts[i].json);
		assert_int_equal(utf8_columns(in), texts[i].columns);
		/* What was written is as wide as foretold. */
		assert_int_equal(utf8_columns(strbuf_view(&show)),
				 texts[i].columns);
		assert_int_equal(utf8_count(in), texts[i].count);
		strbuf_fini(&show);
		strbuf_fini(&json);
		free(p);
	}
	assert_int_equal(utf8_columns(slice_of(NULL, 0)), 0);
}

/* What needs an escape is found at each place of a word. */
static void test_json_places(void **state)
{
	static const struct {
		const char *in, *json;
	} rows[] = {
		{ "\"", "\\\"" }, { "\\", "\\\\" }, { "\n", "\\n" },
		{ "\x1f", "\\u001F" }, { "\x7f", "\\u007F" },
		{ "\xc3\xa9", "\xc3\xa9" }, { "\xff", "\xef\xbf\xbd" },
		{ "~", "~" }, { " ", " " }, { "!", "!" }, { "#", "#" },
		{ "[", "[" }, { "]", "]" },
	};
	static const char text[] = "abcdefghijklmnopqrst";

	(void)state;
	for (size_t r = 0; r < sizeof(rows) / sizeof(*rows); r++) {
		for (size_t at = 0; at < sizeof(text); at++) {
			struct strbuf in = { 0 }, want = { 0 }, got = { 0 };

			strbuf_fmt(&in, "%.*s%s%s", (int)at, text, rows[r].in,
				   text + at);
			strbuf_fmt(&want, "%.*s%s%s", (int)at, text,
				   rows[r].json, text + at);
			add_json(&got, strbuf_view(&in));
			assert_string_equal(strbuf_str(&got), strbuf_str(&want));
			strbuf_fini(&in);
			strbuf_fini(&want);
			strbuf_fini(&got);
		}
	}
}

/* Nothing takes more room than what is said of the most that one byte needs. */
static void test_json_most(void **state)
{
	(void)state;
	for (size_t len = 0; len < 40; len++) {
		for (int c = 0; c < 256; c++) {
			struct strbuf in = { 0 }, got = { 0 };

			strbuf_pad(&in, (char)c, len);
			add_json(&got, strbuf_view(&in));
			if (c == 1)
				assert_int_equal(got.len, len * UTF8_JSON_MAX);
			else if (c == '"' || c == '\\')
				assert_int_equal(got.len, 2 * len);
			else if (c >= ' ' && c < 0x7f)
				assert_int_equal(got.len, len);
			strbuf_fini(&in);
			strbuf_fini(&got);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_json_places),
		cmocka_unit_test(test_json_most),
		cmocka_unit_test(test_next),
		cmocka_unit_test(test_width),
		cmocka_unit_test(test_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
