/* SPDX-License-Identifier: BSD-2-Clause */
/* A page as HTML, well formed as XML, too. */
#include "render/page_doc.h"

static void letter(struct strbuf *out, char c)
{
	switch (c) {
	case '&':
		strbuf_adds(out, "&amp;");
		break;
	case '<':
		strbuf_adds(out, "&lt;");
		break;
	case '>':
		strbuf_adds(out, "&gt;");
		break;
	case '"':
		strbuf_adds(out, "&quot;");
		break;
	default:
		strbuf_addc(out, c);
		break;
	}
}

void page_html_letters(struct strbuf *out, struct slice text)
{
	for (size_t i = 0; i < text.len; i++)
		letter(out, text.p[i]);
}

void page_html_text(struct strbuf *out, struct slice text)
{
	size_t i = 0;

	while (i < text.len) {
		struct slice name = page_doc_quoted(slice_from(text, i));

		if (!name.len) {
			letter(out, text.p[i++]);
			continue;
		}
		strbuf_adds(out, "<code>");
		page_html_letters(out, name);
		strbuf_adds(out, "</code>");
		i += name.len + 2;
	}
}

static void element(struct strbuf *out, const char *name, const char *text)
{
	strbuf_fmt(out, "<%s>", name);
	page_html_text(out, slice_cstr(text));
	strbuf_fmt(out, "</%s>", name);
}

/* Of several paragraphs a list. */
static void values(struct strbuf *out, const struct page_doc *d, size_t i)
{
	size_t n = page_doc_values(d, i);

	if (n == 1) {
		page_html_text(out, slice_cstr(page_doc_text(
			d, &d->blocks[i + 1])));
		return;
	}
	strbuf_adds(out, n ? "<ul>\n" : "");
	for (size_t k = 1; k <= n; k++) {
		element(out, "li", page_doc_text(d, &d->blocks[i + k]));
		strbuf_addc(out, '\n');
	}
	strbuf_adds(out, n ? "</ul>" : "");
}

/* The element that holds a block. */
static const char *holder(const struct page_doc *d,
			  const struct page_doc_block *b)
{
	switch (b->kind) {
	case PAGE_DOC_FIELD:
		if (b->shape == PAGE_DOC_ITEM)
			return "ul";
		return b->shape == PAGE_DOC_LIST && !*page_doc_label(d, b) ?
			NULL : "dl";
	case PAGE_DOC_TABLE:
	case PAGE_DOC_ROW:
	case PAGE_DOC_CELL:
		return "table";
	case PAGE_DOC_OBJECT:
	case PAGE_DOC_FACT:
	case PAGE_DOC_NUMBER:
	case PAGE_DOC_WORDS:
	case PAGE_DOC_TITLE:
	case PAGE_DOC_PARAGRAPH:
	case PAGE_DOC_HEADING:
	case PAGE_DOC_VALUE:
		break;
	}
	return NULL;
}

/* Within <dl>, <ul>, or by itself: paragraphs without a label. */
static void field(struct strbuf *out, const struct page_doc *d, size_t i)
{
	const struct page_doc_block *b = &d->blocks[i];
	const char *tag;

	if (!holder(d, b)) {
		strbuf_adds(out, "<div>");
		values(out, d, i);
		strbuf_adds(out, "</div>\n");
		return;
	}
	if (*page_doc_label(d, b)) {
		element(out, "dt", page_doc_label(d, b));
		strbuf_addc(out, '\n');
	}
	tag = b->shape == PAGE_DOC_ITEM ? "li" : "dd";
	strbuf_fmt(out, "<%s>", tag);
	if (b->shape == PAGE_DOC_NAMED || b->shape == PAGE_DOC_ITEM) {
		element(out, "b", page_doc_text(d, b));
		strbuf_adds(out, page_doc_values(d, i) == 1 ? ": " : "");
	}
	values(out, d, i);
	strbuf_fmt(out, "</%s>\n", tag);
}

static void row(struct strbuf *out, const struct page_doc *d, size_t i)
{
	bool head = d->blocks[i - 1].kind == PAGE_DOC_TABLE, open = false;
	size_t n = page_doc_values(d, i);

	if (!head && !*page_doc_label(d, &d->blocks[i])) /* for programs */
		return;
	strbuf_adds(out, "<tr>");
	element(out, "th", page_doc_label(d, &d->blocks[i]));
	for (size_t k = i + 1; k <= i + n; k++) {
		if (d->blocks[k].kind == PAGE_DOC_CELL) {
			strbuf_adds(out, open ? head ? "</th>" : "</td>" : "");
			strbuf_adds(out, head ? "<th>" : "<td>");
			open = true;
			continue;
		}
		if (d->blocks[k - 1].kind == PAGE_DOC_VALUE)
			strbuf_adds(out, "<br/>");
		page_html_text(out, slice_cstr(page_doc_text(
			d, &d->blocks[k])));
	}
	strbuf_adds(out, open ? head ? "</th>" : "</td>" : "");
	strbuf_adds(out, "</tr>\n");
}

static void block(struct strbuf *out, const struct page_doc *d, size_t i)
{
	const struct page_doc_block *b = &d->blocks[i];

	switch (b->kind) {
	case PAGE_DOC_TITLE:
		element(out, "h1", page_doc_label(d, b));
		strbuf_addc(out, '\n');
		if (!*page_doc_text(d, b))
			break;
		strbuf_adds(out, "<p class=\"kind\">");
		page_html_text(out, slice_cstr(page_doc_text(d, b)));
		strbuf_adds(out, "</p>\n");
		break;
	case PAGE_DOC_PARAGRAPH:
		element(out, "p", page_doc_text(d, b));
		strbuf_addc(out, '\n');
		break;
	case PAGE_DOC_HEADING:
		element(out, "h2", page_doc_label(d, b));
		strbuf_addc(out, '\n');
		break;
	case PAGE_DOC_FIELD:
		field(out, d, i);
		break;
	case PAGE_DOC_ROW:
		row(out, d, i);
		break;
	case PAGE_DOC_OBJECT:
	case PAGE_DOC_FACT:
	case PAGE_DOC_NUMBER:
	case PAGE_DOC_WORDS:
	case PAGE_DOC_TABLE:
	case PAGE_DOC_CELL:
	case PAGE_DOC_VALUE:
		break;
	}
}

static void enter(struct strbuf *out, const char **in, const char *holds)
{
	bool table;

	if (*in == holds || (*in && holds && strcmp(*in, holds) == 0))
		return;
	table = *in && strcmp(*in, "table") == 0;
	if (*in)
		strbuf_fmt(out, "</%s>%s\n", *in, table ? "</div>" : "");
	table = holds && strcmp(holds, "table") == 0;
	if (holds)
		strbuf_fmt(out, "%s<%s>\n", table ? "<div>" : "", holds);
	*in = holds;
}

void page_html_write(struct strbuf *out, const struct page_doc *d)
{
	const char *in = NULL;
	bool article = false;

	for (size_t i = 0; i < d->n; i++) {
		enum page_doc_kind kind = d->blocks[i].kind;

		if (kind == PAGE_DOC_VALUE || kind == PAGE_DOC_CELL ||
		    kind == PAGE_DOC_FACT || kind == PAGE_DOC_NUMBER ||
		    kind == PAGE_DOC_WORDS)
			continue;
		enter(out, &in, holder(d, &d->blocks[i]));
		if (kind == PAGE_DOC_OBJECT) {
			strbuf_adds(out, article ? "</article>\n" : "");
			strbuf_adds(out, "<article>\n");
			article = true;
		}
		block(out, d, i);
	}
	enter(out, &in, NULL);
	strbuf_adds(out, article ? "</article>\n" : "");
}
