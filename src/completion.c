/* SPDX-License-Identifier: BSD-2-Clause */
#include "completion.h"

#include "data/catalog.h"
#include "data/catalog_lang.h"
#include "options_table.h"

#include <errno.h>
#include <string.h>

/* Every option with an argument; a test compares the words with those that
 * options.c takes. */
static const struct {
	int key;
	const char *spec;
} specs[] = {
	{ 'i', "interfaces" }, { 'r', "files" }, { 'o', "files" },
	{ 'w', "files" }, { OPT_KNOWLEDGE, "files" },
	{ OPT_CHECK_KNOWLEDGE, "files" }, { OPT_USER, "users" },
	{ 'f', "words text json md html csv" }, { OPT_COLOR, "words auto always never" },
	{ OPT_TIME, "words local utc relative" },
	{ OPT_SEVERITY, "words info warning error" },
	{ OPT_COMPLETION, "words bash zsh fish" },
	{ OPT_METHOD, "names methods" }, { OPT_STATUS, "names codes" },
	{ OPT_FINDING, "names findings" }, { OPT_FAIL_ON, "names failures" },
	{ OPT_EXPLAIN, "names topics" }, { OPT_COMPARE, "names numbers" },
	{ OPT_LIST, "kinds" },
	/* what only the user knows */
	{ 's', "" }, { 'B', "" }, { 'c', "" }, { 'd', "" },
	{ OPT_CALL_ID, "" }, { OPT_FROM, "" }, { OPT_TO, "" },
	{ OPT_PASSWORD, "" },
};

int completion_of(struct strbuf *out, int key)
{
	if (key == OPT_LANG) {
		strbuf_adds(out, "words");
		for (int l = 0; l < CATALOG_LANG_COUNT; l++) {
			strbuf_addc(out, ' ');
			strbuf_adds(out, catalog_lang_name(
				(enum catalog_lang)l));
		}
		return 0;
	}
	for (size_t i = 0; i < sizeof(specs) / sizeof(specs[0]); i++) {
		if (specs[i].key != key)
			continue;
		strbuf_adds(out, specs[i].spec);
		return 0;
	}
	return -ENOENT;
}

int completion_print(struct strbuf *out, const char *what)
{
	if (strcmp(what, "bash") == 0)
		completion_bash(out);
	else if (strcmp(what, "zsh") == 0)
		completion_zsh(out);
	else if (strcmp(what, "fish") == 0)
		completion_fish(out);
	else if (completion_names(out, what) == -ENOENT)
		return -EINVAL;
	return out->failed ? -ENOMEM : 0;
}
