/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/page_table.h"

#include "render/page_doc.h"

/* Quoted where it must be (RFC 4180 2.5 to 2.7). */
static void csv_cell(struct strbuf *out, const char *text)
{
	if (!strpbrk(text, ",\"\r\n")) {
		strbuf_adds(out, text);
		return;
	}
	strbuf_addc(out, '"');
	for (; *text; text++) {
		if (*text == '"')
			strbuf_addc(out, '"');
		strbuf_addc(out, *text);
	}
	strbuf_addc(out, '"');
}

/* Between cells, and after the last one. */
static void csv_end(struct page_table *t, size_t i)
{
	strbuf_adds(&t->w.out, i + 1 < t->n ? "," : "\r\n");
}

static void csv_head(struct page_table *t)
{
	for (size_t i = 0; i < t->n; i++) {
		csv_cell(&t->w.out, t->columns[i].key);
		csv_end(t, i);
	}
}

static void md_head(struct page_table *t)
{
	struct strbuf *out = &t->w.out;

	for (size_t i = 0; i < t->n; i++) {
		if (!t->columns[i].label)
			continue;
		strbuf_adds(out, "| ");
		page_md_text(out, slice_cstr(t->columns[i].label));
		strbuf_addc(out, ' ');
	}
	strbuf_adds(out, "|\n");
	for (size_t i = 0; i < t->n; i++)
		strbuf_adds(out, t->columns[i].label ? "| --- " : "");
	strbuf_adds(out, "|\n");
}

static void md_cell(struct page_table *t, const char *text)
{
	struct strbuf *out = &t->w.out;

	if (t->columns[t->at].label) {
		strbuf_adds(out, "| ");
		page_md_text(out, slice_cstr(text));
		strbuf_addc(out, ' ');
	}
	strbuf_adds(out, t->at + 1 == t->n ? "|\n" : "");
}

static void json_list(struct json_write *w, const char *key, struct slice text)
{
	json_write_open(w, key, '[');
	while (text.len) {
		size_t end = slice_search(text, SLICE("; "));

		json_write_string(w, NULL, slice_head(text, end));
		text = slice_from(text, end + 2);
	}
	json_write_close(w, ']');
}

static void json_cell(struct page_table *t, const char *text)
{
	const struct page_table_column *c = &t->columns[t->at];
	struct slice s = slice_cstr(text);

	if (!t->at) {
		json_write_open(&t->w, NULL, '{');
		json_write_uint(&t->w, "v", 1);
		json_write_string(&t->w, "type", slice_cstr(t->type));
	}
	if (c->kind == PAGE_TABLE_LIST)
		json_list(&t->w, c->key, s);
	else if (s.len && c->kind == PAGE_TABLE_WORD)
		json_write_word_at(&t->w, slice_cstr(c->key), s);
	else if (s.len)
		json_write_string(&t->w, c->key, s);
	if (t->at + 1 < t->n)
		return;
	json_write_end(&t->w);
}

struct page_table page_table_new(enum pages_format format, const char *type,
				 const struct page_table_column *columns,
				 size_t n)
{
	struct page_table t = { .format = format, .type = type,
				.columns = columns, .n = n };

	if (format == PAGES_CSV)
		csv_head(&t);
	else if (format == PAGES_MD)
		md_head(&t);
	return t;
}

void page_table_cell(struct page_table *t, const char *text)
{
	text = text ? text : "";
	switch (t->format) {
	case PAGES_CSV:
		csv_cell(&t->w.out, text);
		csv_end(t, t->at);
		break;
	case PAGES_MD:
		md_cell(t, text);
		break;
	case PAGES_JSON:
		json_cell(t, text);
		break;
	case PAGES_TEXT:
	case PAGES_HTML:
		break;
	}
	t->at = t->at + 1 == t->n ? 0 : t->at + 1;
}

void page_table_put(struct page_table *t, struct render_sink *s)
{
	sink_put(s, strbuf_view(&t->w.out), true);
	strbuf_fini(&t->w.out);
}
