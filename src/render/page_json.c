/* SPDX-License-Identifier: BSD-2-Clause */
/* A page as JSON: one object a line. */
#include "render/json_write.h"
#include "render/page_doc.h"

static void text(struct json_write *w, const char *key, const char *s)
{
	json_write_string(w, key, slice_cstr(s));
}

static void list(struct json_write *w, const struct page_doc *d, size_t i)
{
	for (size_t n = page_doc_values(d, i), k = 1; k <= n; k++)
		text(w, NULL, page_doc_text(d, &d->blocks[i + k]));
}

/* Fields of one key in a row make one member.  Gives the last of them. */
static size_t named(struct json_write *w, const struct page_doc *d, size_t i)
{
	const char *key = d->blocks[i].key;
	size_t last;

	json_write_open(w, key, '[');
	do {
		last = i;
		json_write_open(w, NULL, '{');
		text(w, "name", page_doc_text(d, &d->blocks[i]));
		json_write_open(w, "text", '[');
		list(w, d, i);
		json_write_close(w, ']');
		json_write_close(w, '}');
		i += 1 + page_doc_values(d, i);
	} while (i < d->n && d->blocks[i].kind == PAGE_DOC_FIELD &&
		 strcmp(d->blocks[i].key, key) == 0);
	json_write_close(w, ']');
	return last;
}

static size_t field(struct json_write *w, const struct page_doc *d, size_t i)
{
	const struct page_doc_block *b = &d->blocks[i];

	switch (b->shape) {
	case PAGE_DOC_STRING:
		if (page_doc_values(d, i))
			text(w, b->key, page_doc_text(d, b + 1));
		break;
	case PAGE_DOC_LIST:
		json_write_open(w, b->key, '[');
		list(w, d, i);
		json_write_close(w, ']');
		break;
	case PAGE_DOC_NAMED:
	case PAGE_DOC_PAIR:
	case PAGE_DOC_ITEM:
		return named(w, d, i);
	}
	return i;
}

/* --- a table: an object for each column --- */

/* The place of the column's cell in row i; 0 when it has none. */
static size_t cell_of(const struct page_doc *d, size_t i, size_t column)
{
	size_t end = i + page_doc_values(d, i), seen = 0;

	for (size_t k = i + 1; k <= end; k++) {
		if (d->blocks[k].kind == PAGE_DOC_CELL && seen++ == column)
			return k;
	}
	return 0;
}

static void column(struct json_write *w, const struct page_doc *d, size_t i,
		   size_t at)
{
	json_write_open(w, NULL, '{');
	for (; i < d->n && d->blocks[i].kind == PAGE_DOC_ROW;
	     i += 1 + page_doc_values(d, i)) {
		const struct page_doc_block *b = &d->blocks[i];
		size_t cell = cell_of(d, i, at);
		bool filled = cell && page_doc_values(d, cell);

		if (b->shape == PAGE_DOC_LIST) {
			json_write_open(w, b->key, '[');
			if (filled)
				list(w, d, cell);
			json_write_close(w, ']');
		} else if (filled) {
			text(w, b->key,
			     page_doc_text(d, &d->blocks[cell + 1]));
		}
	}
	json_write_close(w, '}');
}

static void table(struct json_write *w, const struct page_doc *d, size_t i)
{
	json_write_open(w, d->blocks[i].key, '[');
	for (size_t at = 0; i + 1 < d->n && cell_of(d, i + 1, at); at++)
		column(w, d, i + 1, at);
	json_write_close(w, ']');
}

/* --- the object --- */

static size_t block(struct json_write *w, const struct page_doc *d, size_t i)
{
	const struct page_doc_block *b = &d->blocks[i];

	switch (b->kind) {
	case PAGE_DOC_FACT:
	case PAGE_DOC_PARAGRAPH:
		text(w, b->key, page_doc_text(d, b));
		break;
	case PAGE_DOC_NUMBER:
		json_write_word_at(w, slice_cstr(b->key),
				   slice_cstr(page_doc_text(d, b)));
		break;
	case PAGE_DOC_WORDS:
		json_write_open(w, b->key, '[');
		list(w, d, i);
		json_write_close(w, ']');
		break;
	case PAGE_DOC_TITLE:
		text(w, "heading", page_doc_label(d, b));
		if (*page_doc_text(d, b))
			text(w, "kind", page_doc_text(d, b));
		break;
	case PAGE_DOC_FIELD:
		return field(w, d, i);
	case PAGE_DOC_TABLE:
		table(w, d, i);
		break;
	case PAGE_DOC_OBJECT:
	case PAGE_DOC_HEADING:
	case PAGE_DOC_ROW:
	case PAGE_DOC_CELL:
	case PAGE_DOC_VALUE:
		break;
	}
	return i;
}

void page_json_write(struct strbuf *out, const struct page_doc *d)
{
	struct json_write w = { .day = 0 };

	for (size_t i = 0; i < d->n; i++) {
		const struct page_doc_block *b = &d->blocks[i];

		if (b->kind == PAGE_DOC_OBJECT) {
			if (i)
				json_write_end(&w);
			json_write_open(&w, NULL, '{');
			json_write_uint(&w, "v", 1);
			text(&w, "type", b->key);
			text(&w, "topic", page_doc_text(d, b));
		}
		i = block(&w, d, i);
	}
	if (d->n)
		json_write_end(&w);
	strbuf_slice(out, strbuf_view(&w.out));
	out->failed |= w.out.failed;
	strbuf_fini(&w.out);
}
