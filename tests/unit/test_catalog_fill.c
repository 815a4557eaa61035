/* SPDX-License-Identifier: BSD-2-Clause */
#include "data/catalog_fill.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

/* The value of `a' is A, of `list' is x, y, of `empty' nothing. */
static bool value(struct slice name, struct strbuf *out, void *arg)
{
	static const struct { const char *name, *text; } values[] = {
		{ "a", "A" }, { "list", "x, y" }, { "empty", "" },
		{ "tricky", "@a@" },
	};
	int *asked = arg;

	++*asked;
	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++)
		if (slice_eq(slice_cstr(values[i].name), name)) {
			if (out)
				strbuf_adds(out, values[i].text);
			return true;
		}
	return false;
}

static const struct { const char *template, *want; bool possible; } cases[] = {
	{ "", "", true },
	{ "plain", "plain", true },
	{ "@a@", "A", true },
	{ "<@a@>", "<A>", true },
	{ "@a@@list@", "Ax, y", true },
	{ "@empty@!", "!", true },
	{ "@b@", "", false },
	{ "x @b@ y @a@", "x  y A", false },
	{ "@?a@yes", "yes", true },
	{ "@?b@no", "no", false },
	{ "@!b@yes", "yes", true },
	{ "@!a@no", "no", false },
	{ "@!b@@?a@both @a@", "both A", true },
	{ "user@@host", "user@host", true },
	{ "@@", "@", true },
	{ "@@a@@", "@a@", true },
	{ "@tricky@", "@a@", true }, /* a value is no template */
	{ "open @a", "open A", true }, /* the build refuses it; no over-read */
	{ "open @", "open @", true },
	{ "@?@x", "x", false },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		size_t size = strlen(cases[i].template) + 1;
		char *template = malloc(size);
		struct strbuf out = { 0 };
		int asked = 0;

		assert_non_null(template);
		memcpy(template, cases[i].template, size);
		if (catalog_fill_possible(template, value, &asked) !=
		    cases[i].possible)
			fail_msg("`%s': wrong verdict", template);
		catalog_fill(&out, template, value, &asked);
		assert_string_equal(strbuf_str(&out), cases[i].want);
		strbuf_reset(&out);
		strbuf_adds(&out, "before ");
		if (catalog_fill_try(&out, template, value, &asked) !=
		    cases[i].possible)
			fail_msg("`%s': wrongly tried", template);
		assert_string_equal(strbuf_str(&out) + strlen("before "),
				    cases[i].possible ? cases[i].want : "");
		strbuf_fini(&out);
		free(template);
	}
}

static void test_first(void **state)
{
	const char *const list[] = { "@b@", "@!a@", "@?a@third", "last", NULL };
	const char *const none[] = { "@b@", NULL };
	const char *const empty[] = { NULL };
	struct strbuf out = { 0 };
	int asked = 0;

	(void)state;
	assert_false(catalog_fill_first(&out, none, value, &asked));
	assert_false(catalog_fill_first(&out, empty, value, &asked));
	assert_string_equal(strbuf_str(&out), "");
	strbuf_adds(&out, "<");
	assert_true(catalog_fill_first(&out, list, value, &asked));
	assert_string_equal(strbuf_str(&out), "<third");
	assert_false(catalog_fill_first(&out, none, value, &asked));
	assert_string_equal(strbuf_str(&out), "<third");
	assert_int_equal(asked, 5);
	strbuf_fini(&out);
}

/* What the pieces say. */
static void join(const struct catalog_cut *cut, struct strbuf *out)
{
	static const char *const values[] = { "A", "x, y", "" };
	const struct catalog_piece *p = cut->pieces;

	for (;; p++) {
		strbuf_add(out, p->text, p->len);
		if (p->value == CATALOG_CUT_END)
			return;
		assert_in_range(p - cut->pieces, 0, CATALOG_CUT_MAX - 2);
		if (p->value != CATALOG_CUT_NONE)
			strbuf_adds(out, values[p->value]);
	}
}

static void test_cut(void **state)
{
	static const char *const names[] = { "a", "list", "empty", NULL };
	static const struct { const char *template, *want; bool whole; } cuts[] = {
		{ "", "", true },
		{ "plain", "plain", true },
		{ "@a@", "A", true },
		{ "<@a@> @list@.", "<A> x, y.", true },
		{ "@empty@!", "!", true },
		{ "user@@host", "user@host", true },
		{ "@@", "@", true },
		{ "@?a@yes@!b@", "yes", true },
		{ "x @b@ y", "x  y", false },
		{ "1@a@2@a@3@a@4", "1A2A3A4", true },
		{ "1@a@2@a@3@a@4@a@5", "1A2A3A4", false },
		{ "open @a", "open A", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cuts) / sizeof(*cuts); i++) {
		size_t size = strlen(cuts[i].template) + 1;
		char *template = malloc(size);
		struct strbuf out = { 0 };
		struct catalog_cut cut;

		assert_non_null(template);
		memcpy(template, cuts[i].template, size);
		if (catalog_fill_cut(&cut, template, names) != cuts[i].whole)
			fail_msg("`%s': wrong verdict", template);
		join(&cut, &out);
		assert_string_equal(strbuf_str(&out), cuts[i].want);
		strbuf_fini(&out);
		free(template);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_first),
		cmocka_unit_test(test_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
