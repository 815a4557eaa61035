/* SPDX-License-Identifier: BSD-2-Clause */
/* --list in formats that programs and forges read. */
#include "render/page.h"

#include "data/catalog_lang.h"
#include "data/catalog_phrase.h"
#include "data/catalog_scanner.h"
#include "render/page_table.h"

#include <stddef.h>

static void say(struct page_table *t, const char *text)
{
	page_table_cell(t, text ? catalog_lang_say(text) : NULL);
}

static void number(struct page_table *t, uint64_t n)
{
	struct strbuf b = { 0 };

	strbuf_uint(&b, n);
	page_table_cell(t, strbuf_str(&b));
	strbuf_fini(&b);
}

static void list(struct page_table *t, const char *const *items)
{
	struct strbuf b = { 0 };

	for (size_t i = 0; items && items[i]; i++) {
		strbuf_adds(&b, i ? "; " : "");
		strbuf_adds(&b, items[i]);
	}
	page_table_cell(t, strbuf_str(&b));
	strbuf_fini(&b);
}

/* --- codes, findings --- */

static void codes(struct render_sink *s, enum pages_format format)
{
	const struct page_table_column columns[] = {
		{ "code", catalog_text(TEXT_LABEL_CODE), PAGE_TABLE_WORD },
		{ "name", catalog_text(TEXT_LABEL_NAME), PAGE_TABLE_CODE },
		{ "class_text", catalog_text(TEXT_LABEL_CLASS), 0 },
		{ "class", NULL, PAGE_TABLE_CODE },
		{ "registered", NULL, PAGE_TABLE_WORD },
		{ "retry", NULL, PAGE_TABLE_CODE },
		{ "acts", NULL, PAGE_TABLE_CODE },
		{ "ends", NULL, PAGE_TABLE_CODE },
		{ "methods", NULL, PAGE_TABLE_TEXT },
		{ "meaning", catalog_text(TEXT_LABEL_MEANING), 0 },
		{ "reference", catalog_text(TEXT_LABEL_REFERENCE),
		  PAGE_TABLE_LIST },
	};
	struct page_table t = page_table_new(format, "status", columns,
		sizeof(columns) / sizeof(*columns));
	size_t n;
	const struct status_text *all = catalog_status_all(&n);

	for (; n; n--, all++) {
		number(&t, all->code);
		page_table_cell(&t, all->name);
		page_table_cell(&t, page_word_class(all->code));
		page_table_cell(&t, pages_status_word(all->class));
		page_table_cell(&t, all->registered ? "true" : "false");
		page_table_cell(&t, all->retry);
		page_table_cell(&t, all->acts);
		page_table_cell(&t, all->ends);
		say(&t, all->methods);
		say(&t, all->meaning);
		list(&t, all->finding.references);
	}
	page_table_put(&t, s);
}

static void findings(struct render_sink *s, enum pages_format format)
{
	const struct page_table_column columns[] = {
		{ "topic", catalog_text(TEXT_KIND_FINDING), PAGE_TABLE_CODE },
		{ "severity", NULL, PAGE_TABLE_CODE },
		{ "severity_text", catalog_text(TEXT_LABEL_SEVERITY), 0 },
		{ "certainty", NULL, PAGE_TABLE_CODE },
		{ "sought", NULL, PAGE_TABLE_WORD },
		{ "sought_text", catalog_text(TEXT_LABEL_SOUGHT), 0 },
		{ "label", catalog_text(TEXT_LABEL_WHAT), 0 },
		{ "reference", catalog_text(TEXT_LABEL_REFERENCE),
		  PAGE_TABLE_LIST },
	};
	struct page_table t = page_table_new(format, "finding", columns,
		sizeof(columns) / sizeof(*columns));
	size_t n;
	const struct finding_text *all = catalog_finding_all(&n);

	for (; n; n--, all++) {
		page_table_cell(&t, all->name);
		page_table_cell(&t, catalog_severity_name(all->severity));
		page_table_cell(&t, page_word_severity(all->severity));
		page_table_cell(&t, catalog_certainty_name(all->certainty));
		page_table_cell(&t, all->sought ? "true" : "false");
		page_table_cell(&t, all->sought ? NULL :
				catalog_text(TEXT_NOT_SOUGHT));
		say(&t, all->label);
		list(&t, all->references);
	}
	page_table_put(&t, s);
}

/* --- the simple tables --- */

/* Members of catalog_row; a table has a column for those that any row fills. */
static const struct {
	const char *key;
	enum text_id label;
	enum page_table_kind kind;
	size_t at;
} members[] = {
	{ "key", TEXT_LABEL_TOPIC, PAGE_TABLE_CODE,
	  offsetof(struct catalog_row, key) },
	{ "name", TEXT_LABEL_NAME, PAGE_TABLE_CODE,
	  offsetof(struct catalog_row, name) },
	{ "who", TEXT_LABEL_SENT_BY, PAGE_TABLE_CODE,
	  offsetof(struct catalog_row, who) },
	{ "compact", TEXT_LABEL_COMPACT, PAGE_TABLE_CODE,
	  offsetof(struct catalog_row, compact) },
	{ "default", TEXT_LABEL_DEFAULT, PAGE_TABLE_TEXT,
	  offsetof(struct catalog_row, value) },
	{ "where", TEXT_LABEL_WHERE, PAGE_TABLE_CODE,
	  offsetof(struct catalog_row, where) },
	{ "meaning", TEXT_LABEL_MEANING, PAGE_TABLE_TEXT,
	  offsetof(struct catalog_row, text) },
	{ "hint", TEXT_LABEL_HINT, PAGE_TABLE_TEXT,
	  offsetof(struct catalog_row, hint) },
	{ "example", TEXT_LABEL_EXAMPLE, PAGE_TABLE_CODE,
	  offsetof(struct catalog_row, example) },
	{ "answer", TEXT_LABEL_ANSWER, PAGE_TABLE_TEXT,
	  offsetof(struct catalog_row, answer) },
	{ "made_from", TEXT_LABEL_MADE_FROM, PAGE_TABLE_TEXT,
	  offsetof(struct catalog_row, from) },
	{ "reference", TEXT_LABEL_REFERENCE, PAGE_TABLE_LIST,
	  offsetof(struct catalog_row, reference) },
};

enum { MEMBERS = sizeof(members) / sizeof(*members) };

static const char *member(const struct catalog_row *row, size_t i)
{
	return *(const char *const *)((const char *)row + members[i].at);
}

static bool any_has(const struct catalog_row *rows, size_t n, size_t i)
{
	for (size_t k = 0; k < n; k++) {
		if (member(&rows[k], i))
			return true;
	}
	return false;
}

static void rows(struct render_sink *s, enum pages_format format,
		 enum catalog_table table, const char *type)
{
	struct page_table_column columns[MEMBERS];
	size_t which[MEMBERS], used = 0, n;
	const struct catalog_row *all = catalog_rows(table, &n);
	struct page_table t;

	for (size_t i = 0; i < MEMBERS; i++) {
		if (!any_has(all, n, i))
			continue;
		columns[used] = (struct page_table_column){ members[i].key,
			catalog_text(members[i].label), members[i].kind };
		which[used++] = i;
	}
	t = page_table_new(format, type, columns, used);
	for (; n; n--, all++) {
		for (size_t i = 0; i < used; i++)
			say(&t, member(all, which[i]));
	}
	page_table_put(&t, s);
}

/* --- programs --- */

static void stacks(struct render_sink *s, enum pages_format format)
{
	const struct page_table_column columns[] = {
		{ "topic", catalog_text(TEXT_LABEL_TOPIC), PAGE_TABLE_CODE },
		{ "name", catalog_text(TEXT_LABEL_NAME), PAGE_TABLE_CODE },
		{ "part_of", catalog_text(TEXT_LABEL_PART_OF), 0 },
		{ "meaning", catalog_text(TEXT_LABEL_MEANING), 0 },
	};
	struct page_table t = page_table_new(format, "stack", columns,
		sizeof(columns) / sizeof(*columns));
	size_t n;
	const struct catalog_stack *all = catalog_stack_all(&n);

	for (; n; n--, all++) {
		page_table_cell(&t, all->key);
		page_table_cell(&t, all->name);
		page_table_cell(&t, all->of ? all->of->name : NULL);
		say(&t, all->text);
	}
	page_table_put(&t, s);
}

static void add_codes(struct page_table *t, const unsigned short *codes)
{
	struct strbuf b = { 0 };

	for (size_t i = 0; codes[i]; i++) {
		strbuf_adds(&b, i ? "; " : "");
		strbuf_uint(&b, codes[i]);
	}
	page_table_cell(t, strbuf_str(&b));
	strbuf_fini(&b);
}

static void phrases(struct render_sink *s, enum pages_format format)
{
	const struct page_table_column columns[] = {
		{ "topic", catalog_text(TEXT_KIND_PHRASE), PAGE_TABLE_CODE },
		{ "by", catalog_text(TEXT_LABEL_SENT_BY), PAGE_TABLE_LIST },
		{ "with_codes", catalog_text(TEXT_LABEL_WITH_CODE),
		  PAGE_TABLE_LIST },
		{ "meaning", catalog_text(TEXT_LABEL_MEANING), 0 },
		{ "remedy", catalog_text(TEXT_LABEL_REPAIR), 0 },
	};
	struct page_table t = page_table_new(format, "phrase", columns,
		sizeof(columns) / sizeof(*columns));
	size_t n;
	const struct catalog_phrase *all = catalog_phrase_all(&n);

	for (; n; n--, all++) {
		page_table_cell(&t, all->text);
		list(&t, all->by);
		add_codes(&t, all->codes);
		say(&t, all->meaning);
		say(&t, all->hint);
	}
	page_table_put(&t, s);
}

static void scanners(struct render_sink *s, enum pages_format format)
{
	static const char *const levels[] = {
		[SCANNER_ATTACK] = "attack", [SCANNER_SUSPECT] = "suspect",
		[SCANNER_TOOL] = "tool",
	};
	const struct page_table_column columns[] = {
		{ "topic", catalog_text(TEXT_LABEL_TOPIC), PAGE_TABLE_CODE },
		{ "name", catalog_text(TEXT_LABEL_NAME), PAGE_TABLE_CODE },
		{ "level", NULL, PAGE_TABLE_CODE },
		{ "meaning", catalog_text(TEXT_LABEL_MEANING), 0 },
		{ "remedy", catalog_text(TEXT_LABEL_REPAIR), 0 },
	};
	struct page_table t = page_table_new(format, "scanner", columns,
		sizeof(columns) / sizeof(*columns));
	size_t n;
	const struct catalog_scanner *all = catalog_scanner_all(&n);

	for (; n; n--, all++) {
		page_table_cell(&t, all->key);
		page_table_cell(&t, all->name);
		page_table_cell(&t, levels[all->level]);
		say(&t, all->text);
		say(&t, all->hint);
	}
	page_table_put(&t, s);
}

/* --- the kinds --- */

static const struct {
	const char *kind, *type;
	enum catalog_table table;
	void (*put)(struct render_sink *s, enum pages_format format);
} kinds[] = {
	{ "codes", NULL, 0, codes }, { "findings", NULL, 0, findings },
	{ "stacks", NULL, 0, stacks }, { "phrases", NULL, 0, phrases },
	{ "scanners", NULL, 0, scanners },
	{ "headers", "header", CATALOG_HEADERS, NULL },
	{ "methods", "method", CATALOG_METHODS, NULL },
	{ "option-tags", "option-tag", CATALOG_OPTION_TAGS, NULL },
	{ "causes", "cause", CATALOG_Q850, NULL },
	{ "warnings", "warning", CATALOG_WARNINGS, NULL },
	{ "events", "event", CATALOG_EVENTS, NULL },
	{ "timers", "timer", CATALOG_TIMERS, NULL },
	{ "reason-protocols", "reason-protocol", CATALOG_REASONS, NULL },
	{ "vendor-codes", "vendor-code", CATALOG_VENDOR_CODES, NULL },
	{ "values", "value", CATALOG_VALUES, NULL },
};

void pages_rows_put(struct render_sink *s, enum pages_format format,
		    const char *kind)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (strcmp(kind, kinds[i].kind) != 0)
			continue;
		if (kinds[i].put)
			kinds[i].put(s, format);
		else
			rows(s, format, kinds[i].table, kinds[i].type);
	}
}

void pages_rows_kinds(struct render_sink *s, enum pages_format format,
		      const char *const *names, size_t n)
{
	const struct page_table_column columns[] = {
		{ "kind", catalog_text(TEXT_LABEL_NAME), PAGE_TABLE_CODE },
	};
	struct page_table t = page_table_new(format, "kind", columns, 1);

	for (size_t i = 0; i < n; i++)
		page_table_cell(&t, names[i]);
	page_table_put(&t, s);
}
