/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/page.h"

#include "data/catalog_lang.h"
#include "render/pages_stack.h"

#include <errno.h>

static void item(struct page *p, const char *key, size_t width,
		 const char *text)
{
	page_item(p, key, width, slice_cstr(catalog_lang_say(text)));
}

static void codes(struct page *p)
{
	size_t n;
	const struct status_text *all = catalog_status_all(&n);

	for (size_t i = 0; i < n; i++) {
		struct strbuf key = { 0 }, text = { 0 };

		strbuf_uint(&key, all[i].code);
		strbuf_adds(&text, all[i].name);
		strbuf_pad(&text, ' ', 1);
		strbuf_addc(&text, '(');
		strbuf_adds(&text, page_word_class(all[i].code));
		strbuf_addc(&text, ')');
		item(p, strbuf_str(&key), 5, strbuf_str(&text));
		strbuf_fini(&key);
		strbuf_fini(&text);
	}
}

static void finding(struct page *p, const struct finding_text *f, size_t width)
{
	struct strbuf text = { 0 };

	strbuf_adds(&text, page_word_severity(f->severity));
	strbuf_adds(&text, ": ");
	if (f->label)
		strbuf_adds(&text, catalog_lang_say(f->label));
	item(p, f->name, width, strbuf_str(&text));
	strbuf_fini(&text);
}

/* Those that are looked for; then, under a headline, those that are not. */
static void findings(struct page *p)
{
	size_t n, width = 0;
	const struct finding_text *all = catalog_finding_all(&n);
	bool headed = false;

	for (size_t i = 0; i < n; i++) {
		if (strlen(all[i].name) + 2 > width)
			width = strlen(all[i].name) + 2;
	}
	for (size_t i = 0; i < n; i++) {
		if (all[i].sought)
			finding(p, &all[i], width);
	}
	for (size_t i = 0; i < n; i++) {
		if (all[i].sought)
			continue;
		if (!headed) {
			strbuf_addc(&p->out, '\n');
			layout_wrap(&p->out, slice_cstr(catalog_text(
				TEXT_LIST_NOT_SOUGHT)), 0, 0, p->columns);
		}
		headed = true;
		finding(p, &all[i], width);
	}
}

static void rows(struct page *p, enum catalog_table table)
{
	size_t n, width = 0;
	const struct catalog_row *all = catalog_rows(table, &n);

	for (size_t i = 0; i < n; i++) {
		if (strlen(all[i].key) + 2 > width)
			width = strlen(all[i].key) + 2;
	}
	if (width > 28)
		width = 28;
	for (size_t i = 0; i < n; i++)
		item(p, all[i].key, width, all[i].name ? all[i].name :
		     all[i].text);
}

static void headers(struct page *p)
{
	rows(p, CATALOG_HEADERS);
}

static void methods(struct page *p)
{
	rows(p, CATALOG_METHODS);
}

static void option_tags(struct page *p)
{
	rows(p, CATALOG_OPTION_TAGS);
}

static void causes(struct page *p)
{
	rows(p, CATALOG_Q850);
}

static void warnings(struct page *p)
{
	rows(p, CATALOG_WARNINGS);
}

static void events(struct page *p)
{
	rows(p, CATALOG_EVENTS);
}

static void reason_protocols(struct page *p)
{
	rows(p, CATALOG_REASONS);
}

static void values(struct page *p)
{
	rows(p, CATALOG_VALUES);
}

/* KEY  before: text */
static void described(struct page *p, const struct catalog_row *row,
		      const char *before, size_t width)
{
	struct strbuf text = { 0 };

	strbuf_adds(&text, before);
	strbuf_adds(&text, ": ");
	strbuf_adds(&text, catalog_lang_say(row->text));
	item(p, row->key, width, strbuf_str(&text));
	strbuf_fini(&text);
}

static void timers(struct page *p)
{
	size_t n;
	const struct catalog_row *all = catalog_rows(CATALOG_TIMERS, &n);

	for (size_t i = 0; i < n; i++)
		described(p, &all[i], all[i].value, 18);
}

static void vendor_codes(struct page *p)
{
	size_t n;
	const struct catalog_row *all = catalog_rows(CATALOG_VENDOR_CODES, &n);

	for (size_t i = 0; i < n; i++)
		described(p, &all[i], all[i].who, 28);
}

static const struct {
	const char *name;
	void (*list)(struct page *p);
} kinds[] = {
	{ "codes", codes }, { "findings", findings }, { "headers", headers },
	{ "methods", methods }, { "option-tags", option_tags },
	{ "causes", causes }, { "warnings", warnings }, { "events", events },
	{ "timers", timers }, { "reason-protocols", reason_protocols },
	{ "vendor-codes", vendor_codes }, { "values", values },
	{ "stacks", pages_stack_list }, { "phrases", pages_stack_phrases },
	{ "scanners", pages_stack_scanners },
};

enum { KINDS = sizeof(kinds) / sizeof(*kinds) };

static void kinds_as(struct render_sink *s, enum pages_format format)
{
	const char *names[KINDS];

	for (size_t i = 0; i < KINDS; i++)
		names[i] = kinds[i].name;
	pages_rows_kinds(s, format, names, KINDS);
}

int pages_list(struct render_sink *s, const struct pages_options *o,
	       const char *kind, struct strbuf *near)
{
	struct page p = page_new(o);
	bool known = !kind;

	if (page_keeps(&p) && !kind) {
		kinds_as(s, o->format);
	} else if (!kind) {
		layout_wrap(&p.out, slice_cstr(catalog_text(TEXT_LIST_KINDS)),
			    0, 0, p.columns);
		for (size_t i = 0; i < KINDS; i++) {
			strbuf_adds(&p.out, "  ");
			strbuf_adds(&p.out, kinds[i].name);
			strbuf_addc(&p.out, '\n');
		}
	}
	for (size_t i = 0; kind && i < KINDS; i++) {
		if (strcmp(kind, kinds[i].name) != 0)
			continue;
		if (page_keeps(&p))
			pages_rows_put(s, o->format, kind);
		else
			kinds[i].list(&p);
		known = true;
	}
	for (size_t i = 0; !known && i < KINDS; i++) {
		if (i)
			strbuf_adds(near, ", ");
		strbuf_adds(near, kinds[i].name);
	}
	page_put(&p, s);
	return known ? 0 : -ENOENT;
}
