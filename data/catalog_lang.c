/* SPDX-License-Identifier: BSD-2-Clause */
#include "data/catalog_lang.h"

#include "data/catalog_lang_table.h"

#include <errno.h>

static const struct language {
	char name[3];
	const char *words;
	const uint32_t *at;
} languages[CATALOG_LANG_COUNT] = {
	[CATALOG_LANG_EN] = { "en", NULL, NULL },
	[CATALOG_LANG_VI] = { "vi", catalog_lang_vi_words, catalog_lang_vi_at },
	[CATALOG_LANG_JA] = { "ja", catalog_lang_ja_words, catalog_lang_ja_at },
	[CATALOG_LANG_ES] = { "es", catalog_lang_es_words, catalog_lang_es_at },
	[CATALOG_LANG_ID] = { "id", catalog_lang_id_words, catalog_lang_id_at },
	[CATALOG_LANG_RU] = { "ru", catalog_lang_ru_words, catalog_lang_ru_at },
};

/* The one variable of the program's own, as setlocale() has one: every sentence
 * is said through it, and it is set before there are threads. */
static const struct language *in_use;

const char *catalog_lang_name(enum catalog_lang l)
{
	return languages[l].name;
}

/* Letters up to `_JP', `-JP', `.UTF-8', `@euro'. */
static struct slice language_of(struct slice name)
{
	size_t n = 0;

	while (n < name.len && !strchr("_-.@", name.p[n]))
		n++;
	return slice_head(name, n);
}

static bool is_plain(struct slice name)
{
	return slice_eq(name, SLICE("C")) || slice_eq(name, SLICE("POSIX"));
}

int catalog_lang_find(struct slice name, enum catalog_lang *out)
{
	struct slice l = language_of(name);

	*out = CATALOG_LANG_EN;
	if (is_plain(l))
		return 0;
	for (int i = 0; i < CATALOG_LANG_COUNT; i++)
		if (slice_eq_nocase(l, slice_cstr(languages[i].name))) {
			*out = (enum catalog_lang)i;
			return 0;
		}
	return -ENOENT;
}

enum catalog_lang catalog_lang_of(const struct catalog_lang_locale *e)
{
	const char *locale = e->lc_all && *e->lc_all ? e->lc_all :
		e->lc_messages && *e->lc_messages ? e->lc_messages : e->lang;
	struct slice list = slice_cstr(e->language ? e->language : "");
	enum catalog_lang found = CATALOG_LANG_EN;

	if (!locale || !*locale || is_plain(language_of(slice_cstr(locale))))
		return CATALOG_LANG_EN;
	while (list.len) {
		size_t colon = slice_find(list, ':');

		if (!catalog_lang_find(slice_head(list, colon), &found))
			return found;
		list = slice_from(list, colon + 1);
	}
	catalog_lang_find(slice_cstr(locale), &found);
	return found;
}

void catalog_lang_use(enum catalog_lang l)
{
	in_use = l == CATALOG_LANG_EN ? NULL : &languages[l];
}

enum catalog_lang catalog_lang_used(void)
{
	return in_use ? (enum catalog_lang)(in_use - languages) :
		CATALOG_LANG_EN;
}

/* The place of words among all of them; CATALOG_WORDS when they are none. */
static size_t place_of(const char *words)
{
	uintptr_t at = (uintptr_t)words - (uintptr_t)catalog_words;
	size_t low = 0, high = CATALOG_WORDS, middle;

	if (at >= catalog_word_at[CATALOG_WORDS])
		return CATALOG_WORDS;
	while (high - low > 1) {
		middle = low + (high - low) / 2;
		if (catalog_word_at[middle] <= at)
			low = middle;
		else
			high = middle;
	}
	return catalog_word_at[low] == at ? low : CATALOG_WORDS;
}

const char *catalog_lang_say(const char *words)
{
	size_t place;

	if (!in_use || !words)
		return words;
	place = place_of(words);
	if (place == CATALOG_WORDS || !in_use->at[place])
		return words;
	return in_use->words + in_use->at[place];
}
