/* SPDX-License-Identifier: BSD-2-Clause */
#include "exact.h"
#include "render/layout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

/* Lines are separated by | in `want'. */
static const struct {
	const char *label, *text;
	size_t columns;
	bool split;
	const char *want;
} cases[] = {
	{ "words", "one two three", 8, false, "one two|three" },
	{ "exact width", "one two three", 7, false, "one two|three" },
	{ "a long word stays whole", "abcdefgh ij", 4, false, "abcdefgh|ij" },
	{ "or is split", "abcdefgh ij", 4, true, "abcd|efgh|ij" },
	{ "accents are no places to break", "se\u00f1or\u00eda grande", 8,
	  false, "se\u00f1or\u00eda|grande" },
	{ "Vietnamese breaks at spaces", "m\u00e1y ch\u1ee7 t\u1eeb ch\u1ed1i",
	  9, false, "m\u00e1y ch\u1ee7|t\u1eeb ch\u1ed1i" },
	{ "Cyrillic breaks at spaces", "\u0441\u0435\u0440\u0432\u0435\u0440 "
	  "\u043e\u0442\u043a\u0430\u0437\u0430\u043b", 10, false,
	  "\u0441\u0435\u0440\u0432\u0435\u0440|"
	  "\u043e\u0442\u043a\u0430\u0437\u0430\u043b" },
	{ "wide letters take two", "\u3042\u3044\u3046\u3048\u304a", 4, false,
	  "\u3042\u3044|\u3046\u3048|\u304a" },
	{ "an odd column is left", "\u3042\u3044\u3046", 5, false,
	  "\u3042\u3044|\u3046" },
	{ "no stop begins a line", "\u3042\u3044\u3046\u3002\u3048", 6, false,
	  "\u3042\u3044|\u3046\u3002\u3048" },
	{ "no comma", "\u3042\u3044\u3001\u3046", 4, false,
	  "\u3042|\u3044\u3001|\u3046" },
	{ "no closing bracket", "\u3042\u3044\u300d\u3046", 4, false,
	  "\u3042|\u3044\u300d|\u3046" },
	{ "no long vowel mark", "\u30b5\u30fc\u30d0\u30fc", 6, false,
	  "\u30b5\u30fc|\u30d0\u30fc" },
	{ "no small kana", "\u3042\u3057\u3087\u3046", 4, false,
	  "\u3042|\u3057\u3087|\u3046" },
	{ "no middle dot", "\u3042\u3044\u30fb\u3046", 4, false,
	  "\u3042|\u3044\u30fb|\u3046" },
	{ "no opening bracket ends a line", "\u3042\u300c\u3044\u3046\u300d",
	  4, false, "\u3042|\u300c\u3044|\u3046\u300d" },
	{ "nor a fullwidth one", "\u3042\uff08\u3044\u3046\uff09", 4, false,
	  "\u3042|\uff08\u3044|\u3046\uff09" },
	{ "between Latin and kana", "SIP\u306e\u5024", 4, false,
	  "SIP|\u306e\u5024" },
	{ "a Latin word is not split", "\u3042\u3044Require\u3046", 8, false,
	  "\u3042\u3044|Require|\u3046" },
	{ "`...' stays with its quotes", "\u3042\u3044`foo'\u3046", 6, false,
	  "\u3042\u3044|`foo'|\u3046" },
	{ "no wide break within `...'", "\u3042`a\u3044\u3046b'\u3048", 6,
	  false, "\u3042|`a\u3044\u3046b'|\u3048" },
	{ "an open quote is no quote", "\u3042` \u3044\u3046\u3048", 4, false,
	  "\u3042`|\u3044\u3046|\u3048" },
	{ "no place at all", "\u300c\u300c\u300c\u3042", 2, false,
	  "\u300c\u300c\u300c\u3042" },
	{ "combining marks stay", "\u304b\u3099\u304d", 2, false,
	  "\u304b\u3099|\u304d" },
	{ "broken bytes", "\x80\x80\x80 \xe3\x81", 2, false,
	  "\x80\x80\x80|\xe3\x81" },
	{ "empty", "", 5, false, "" },
};

static void lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct slice rest, line;
		struct strbuf b = { 0 };
		struct slice copy = exact(cases[i].text,
					  strlen(cases[i].text));

		rest = copy;
		while (layout_next(&rest, cases[i].columns, cases[i].split,
				   &line)) {
			if (b.len)
				strbuf_addc(&b, '|');
			strbuf_slice(&b, line);
		}
		if (strcmp(strbuf_str(&b), cases[i].want) != 0)
			fail_msg("%s: got %s", cases[i].label, strbuf_str(&b));
		strbuf_fini(&b);
		exact_free(copy);
	}
}

/* No quadratic work on a long text without a place to break. */
static void long_text(void **state)
{
	enum { COPIES = 20000 };
	struct strbuf b = { 0 }, out = { 0 };

	(void)state;
	for (int i = 0; i < COPIES; i++)
		strbuf_adds(&b, "\u300c`\u3042");
	layout_wrap(&out, strbuf_view(&b), 0, 0, 80);
	assert_true(out.len > b.len);
	strbuf_fini(&b);
	strbuf_fini(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines),
		cmocka_unit_test(long_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
