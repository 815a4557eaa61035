/* SPDX-License-Identifier: BSD-2-Clause */
#include "data/catalog_fill.h"
#include "data/catalog_lang.h"
#include "data/catalog_lang_table.h"
#include "data/catalog_stack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static void finds(void **state)
{
	static const struct { const char *name; int want; } cases[] = {
		{ "en", CATALOG_LANG_EN }, { "C", CATALOG_LANG_EN },
		{ "POSIX", CATALOG_LANG_EN }, { "C.UTF-8", CATALOG_LANG_EN },
		{ "en_GB.UTF-8", CATALOG_LANG_EN }, { "vi", CATALOG_LANG_VI },
		{ "ja_JP.UTF-8", CATALOG_LANG_JA }, { "ja-JP", CATALOG_LANG_JA },
		{ "JA", CATALOG_LANG_JA }, { "es_MX", CATALOG_LANG_ES },
		{ "es_ES@euro", CATALOG_LANG_ES }, { "id", CATALOG_LANG_ID },
		{ "ru_RU.KOI8-R", CATALOG_LANG_RU }, { "pt", -1 }, { "", -1 },
		{ "j", -1 }, { "jav", -1 }, { "vietnamese", -1 }, { "_JP", -1 },
	};
	enum catalog_lang l;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		int rc = catalog_lang_find(slice_cstr(cases[i].name), &l);

		if ((rc ? -1 : (int)l) != cases[i].want)
			fail_msg("%s: %d", cases[i].name, rc ? rc : (int)l);
	}
}

static void locale(void **state)
{
	static const struct {
		struct catalog_lang_locale e;
		enum catalog_lang want;
	} cases[] = {
		{ { NULL, NULL, NULL, NULL }, CATALOG_LANG_EN },
		{ { "", "", "", "" }, CATALOG_LANG_EN },
		{ { NULL, NULL, "vi_VN.UTF-8", NULL }, CATALOG_LANG_VI },
		{ { "", "", "vi_VN", "" }, CATALOG_LANG_VI },
		{ { NULL, "ja_JP", "vi_VN", NULL }, CATALOG_LANG_JA },
		{ { "ru_RU", "ja_JP", "vi_VN", NULL }, CATALOG_LANG_RU },
		{ { "C", NULL, "vi_VN", NULL }, CATALOG_LANG_EN },
		{ { "pt_BR", NULL, "vi_VN", NULL }, CATALOG_LANG_EN },
		{ { NULL, NULL, "pt_BR", "gl:es:en" }, CATALOG_LANG_ES },
		{ { NULL, NULL, "ja_JP", "en:es" }, CATALOG_LANG_EN },
		{ { NULL, NULL, "ja_JP", "pt" }, CATALOG_LANG_JA },
		{ { NULL, NULL, "ja_JP", "::" }, CATALOG_LANG_JA },
		{ { NULL, NULL, "C.UTF-8", "es" }, CATALOG_LANG_EN },
		{ { "POSIX", NULL, NULL, "es" }, CATALOG_LANG_EN },
		{ { NULL, NULL, NULL, "es" }, CATALOG_LANG_EN },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		if (catalog_lang_of(&cases[i].e) != cases[i].want)
			fail_msg("case %zu: %d", i,
				 (int)catalog_lang_of(&cases[i].e));
}

/* Each word is found, and only by its own beginning. */
static void looks_up(void **state)
{
	(void)state;
	for (int l = 0; l < CATALOG_LANG_COUNT; l++) {
		size_t own = 0;

		catalog_lang_use((enum catalog_lang)l);
		assert_int_equal(catalog_lang_used(), l);
		for (size_t i = 0; i < CATALOG_WORDS; i++) {
			const char *word = catalog_words + catalog_word_at[i];
			const char *said = catalog_lang_say(word);

			assert_true(i == 0 || word[-1] == '\0');
			assert_true(*said != '\0');
			assert_ptr_equal(catalog_lang_say(word + 1), word + 1);
			own += said != word;
			if (said != word)
				assert_int_equal(said[-1], 0);
		}
		if (l == CATALOG_LANG_EN)
			assert_int_equal(own, 0);
	}
	catalog_lang_use(CATALOG_LANG_EN);
}

static void leaves_alone(void **state)
{
	static const char other[] = "other";
	const char *end = catalog_words + catalog_word_at[CATALOG_WORDS];

	(void)state;
	catalog_lang_use(CATALOG_LANG_JA);
	assert_null(catalog_lang_say(NULL));
	assert_ptr_equal(catalog_lang_say(other), other);
	assert_ptr_equal(catalog_lang_say(end), end);
	catalog_lang_use(CATALOG_LANG_EN);
}

/* What the tables say is what can be looked up. */
static void tables(void **state)
{
	size_t n;
	const struct catalog_stack *s = catalog_stack_all(&n);
	const struct status_text *st = catalog_status(404);
	const char *words[] = { st->meaning, st->fixes[0],
		st->by_method[0].text, st->finding.titles[0],
		catalog_finding(FINDING_ACK_MISSING)->label,
		s[0].text, NULL };

	(void)state;
	for (size_t i = 0; i < n && !words[6]; i++)
		words[6] = s[i].advice->text;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		uintptr_t at = (uintptr_t)words[i] - (uintptr_t)catalog_words;

		assert_true(at < catalog_word_at[CATALOG_WORDS]);
		assert_true(!at || words[i][-1] == '\0');
	}
}

static bool none(struct slice name, struct strbuf *out, void *arg)
{
	(void)name;
	(void)out;
	(void)arg;
	return false;
}

/* What is translated is said in each language, filled in or not. */
static void speaks(void **state)
{
	static const enum text_id id = TEXT_SUMMARY_FIX_FIRST;
	const char *english = catalog_text(id);
	struct strbuf b = { 0 }, plain = { 0 };

	(void)state;
	for (int l = 1; l < CATALOG_LANG_COUNT; l++) {
		catalog_lang_use((enum catalog_lang)l);
		if (catalog_text(id) == english)
			continue; /* not there yet: tests/lint/lang.sh tells */
		assert_string_not_equal(catalog_text(id), english);
		strbuf_reset(&b);
		catalog_fill(&b, english, none, NULL);
		assert_string_equal(strbuf_str(&b), catalog_text(id));
		strbuf_reset(&plain);
		catalog_fill_as_is(&plain, english, none, NULL);
		assert_string_equal(strbuf_str(&plain), english);
	}
	catalog_lang_use(CATALOG_LANG_EN);
	assert_ptr_equal(catalog_text(id), english);
	strbuf_fini(&b);
	strbuf_fini(&plain);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds), cmocka_unit_test(locale),
		cmocka_unit_test(looks_up), cmocka_unit_test(tables),
		cmocka_unit_test(leaves_alone),
		cmocka_unit_test(speaks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
