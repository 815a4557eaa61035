/* SPDX-License-Identifier: BSD-2-Clause */
/* The language that the knowledge is told in.  The English words are the key:
 * they all stand in one array, and a language has a number for each of them
 * (catalog_lang_table.h). */
#ifndef DATA_CATALOG_LANG_H
#define DATA_CATALOG_LANG_H

#include "base/slice.h"

enum catalog_lang {
	CATALOG_LANG_EN, CATALOG_LANG_VI, CATALOG_LANG_JA, CATALOG_LANG_ES,
	CATALOG_LANG_ID, CATALOG_LANG_RU, CATALOG_LANG_COUNT
};

/* `ja' */
const char *catalog_lang_name(enum catalog_lang l);
/* A language by `ja', `ja_JP.UTF-8', `ja-JP'; `C' and `POSIX' are English.  0,
 * or -ENOENT when there is no such. */
int catalog_lang_find(struct slice name, enum catalog_lang *out);
/* What the environment asks for (any may be NULL or empty): the locale for
 * messages is LC_ALL, else LC_MESSAGES, else LANG; unless that is C, the list
 * LANGUAGE goes before it, as in gettext.  English for what is not there. */
struct catalog_lang_locale {
	const char *lc_all, *lc_messages, *lang, *language;
};
enum catalog_lang catalog_lang_of(const struct catalog_lang_locale *e);

/* Set the language of the whole program: once, before there are threads. */
void catalog_lang_use(enum catalog_lang l);
enum catalog_lang catalog_lang_used(void);
/* Words of the catalog in the language in use; as they are when it is English,
 * when they are not translated, and when they are not of the catalog. */
const char *catalog_lang_say(const char *words);

#endif
