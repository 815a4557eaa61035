/* SPDX-License-Identifier: BSD-2-Clause */
/* The generated words of each language behind catalog_lang.h; nobody else
 * includes this. */
#ifndef DATA_CATALOG_LANG_TABLE_H
#define DATA_CATALOG_LANG_TABLE_H

#include "data/catalog_table.h"

/* All words of a language, each with its own NUL; for each English word, in the
 * order of catalog_word_at, where its translation begins; 0: there is none.
 * Numbers instead of pointers: nothing is left to do when the program starts. */
extern const char catalog_lang_vi_words[], catalog_lang_ja_words[],
	catalog_lang_es_words[], catalog_lang_id_words[],
	catalog_lang_ru_words[];
extern const uint32_t catalog_lang_vi_at[CATALOG_WORDS],
	catalog_lang_ja_at[CATALOG_WORDS], catalog_lang_es_at[CATALOG_WORDS],
	catalog_lang_id_at[CATALOG_WORDS], catalog_lang_ru_at[CATALOG_WORDS];

#endif
