/* SPDX-License-Identifier: BSD-2-Clause */
/* A page as Markdown (CommonMark with the tables of GFM). */
#include "render/page_doc.h"

/* What has a meaning anywhere in a line (`@' and `#' have one on forges) gets a
 * backslash. */
static void letter(struct strbuf *out, char c)
{
	if (c == '\n' || c == '\r' || c == '\t')
		c = ' ';
	if (strchr("\\`*_[]<>&|~$@#", c))
		strbuf_addc(out, '\\');
	strbuf_addc(out, c);
}

static void code(struct strbuf *out, struct slice name)
{
	strbuf_addc(out, '`');
	for (size_t i = 0; i < name.len; i++)
		strbuf_addc(out, name.p[i] == '\n' ? ' ' : name.p[i]);
	strbuf_addc(out, '`');
}

/* What has a meaning only where a paragraph or an item begins: `- ', `12. '. */
static size_t beginning(struct strbuf *out, struct slice text)
{
	size_t n = 0;

	while (n < text.len && text.p[n] >= '0' && text.p[n] <= '9')
		n++;
	strbuf_slice(out, slice_head(text, n));
	if (n < text.len && strchr(n ? ".)" : "-+=", text.p[n])) {
		strbuf_addc(out, '\\');
		strbuf_addc(out, text.p[n++]);
	}
	return n;
}

void page_md_text(struct strbuf *out, struct slice text)
{
	size_t i = beginning(out, text);

	while (i < text.len) {
		struct slice name = page_doc_quoted(slice_from(text, i));

		if (name.len && slice_find(name, '|') == name.len) {
			code(out, name);
			i += name.len + 2;
		} else {
			letter(out, text.p[i++]);
		}
	}
}

/* An empty line, unless there is one. */
static void apart(struct strbuf *out)
{
	if (out->len > 1 && out->p[out->len - 2] != '\n')
		strbuf_addc(out, '\n');
}

static void said(struct strbuf *out, const char *text)
{
	page_md_text(out, slice_cstr(text));
}

static void bold(struct strbuf *out, const char *text)
{
	strbuf_adds(out, "**");
	said(out, text);
	strbuf_adds(out, "**");
}

/* Values as a list, or the only one as the rest of the line. */
static void values(struct strbuf *out, const struct page_doc *d, size_t i)
{
	bool nested = d->blocks[i].shape >= PAGE_DOC_NAMED;
	size_t n = page_doc_values(d, i);

	if (n == 1 && d->blocks[i].shape != PAGE_DOC_LIST) {
		strbuf_addc(out, ' ');
		said(out, page_doc_text(d, &d->blocks[i + 1]));
		strbuf_addc(out, '\n');
		return;
	}
	if (nested || (out->len && out->p[out->len - 1] == '\n'))
		strbuf_addc(out, '\n');
	else
		strbuf_adds(out, "\n\n");
	for (size_t k = 1; k <= n; k++) {
		strbuf_adds(out, nested ? "  - " : "- ");
		said(out, page_doc_text(d, &d->blocks[i + k]));
		strbuf_addc(out, '\n');
	}
}

static void field(struct strbuf *out, const struct page_doc *d, size_t i)
{
	const struct page_doc_block *b = &d->blocks[i];
	const char *label = page_doc_label(d, b);

	if (*label) {
		apart(out);
		bold(out, label);
		strbuf_addc(out, ':');
	}
	if (b->shape == PAGE_DOC_ITEM && i &&
	    d->blocks[i - 1].kind != PAGE_DOC_VALUE)
		apart(out);
	if (b->shape == PAGE_DOC_NAMED || b->shape == PAGE_DOC_ITEM) {
		strbuf_adds(out, *label ? "\n\n- " : "- ");
		bold(out, page_doc_text(d, b));
		strbuf_addc(out, ':');
	}
	values(out, d, i);
}

static void row(struct strbuf *out, const struct page_doc *d, size_t i)
{
	bool head = d->blocks[i - 1].kind == PAGE_DOC_TABLE;
	size_t n = page_doc_values(d, i), cells = 0;

	if (!head && !*page_doc_label(d, &d->blocks[i])) /* for programs */
		return;
	strbuf_adds(out, "| ");
	said(out, page_doc_label(d, &d->blocks[i]));
	for (size_t k = i + 1; k <= i + n; k++) {
		if (d->blocks[k].kind == PAGE_DOC_CELL) {
			strbuf_adds(out, " |");
			cells++;
			continue;
		}
		strbuf_addc(out, ' ');
		said(out, page_doc_text(d, &d->blocks[k]));
	}
	strbuf_adds(out, " |\n");
	for (size_t k = 0; head && k <= cells; k++)
		strbuf_adds(out, "| --- ");
	strbuf_adds(out, head ? "|\n" : "");
}

static void title(struct strbuf *out, const char *left, const char *right)
{
	apart(out);
	strbuf_adds(out, "# ");
	said(out, left);
	strbuf_addc(out, '\n');
	if (!*right)
		return;
	strbuf_adds(out, "\n*");
	said(out, right);
	strbuf_adds(out, "*\n");
}

static void block(struct strbuf *out, const struct page_doc *d, size_t i)
{
	const struct page_doc_block *b = &d->blocks[i];

	switch (b->kind) {
	case PAGE_DOC_TITLE:
		title(out, page_doc_label(d, b), page_doc_text(d, b));
		break;
	case PAGE_DOC_PARAGRAPH:
		apart(out);
		said(out, page_doc_text(d, b));
		strbuf_addc(out, '\n');
		break;
	case PAGE_DOC_HEADING:
		apart(out);
		strbuf_adds(out, "## ");
		said(out, page_doc_label(d, b));
		strbuf_addc(out, '\n');
		break;
	case PAGE_DOC_FIELD:
		field(out, d, i);
		break;
	case PAGE_DOC_TABLE:
		apart(out);
		break;
	case PAGE_DOC_ROW:
		row(out, d, i);
		break;
	case PAGE_DOC_OBJECT:
	case PAGE_DOC_FACT:
	case PAGE_DOC_NUMBER:
	case PAGE_DOC_WORDS:
	case PAGE_DOC_CELL:
	case PAGE_DOC_VALUE:
		break;
	}
}

void page_md_write(struct strbuf *out, const struct page_doc *d)
{
	for (size_t i = 0; i < d->n; i++)
		block(out, d, i);
	if (out->len)
		strbuf_addc(out, '\n'); /* before the next page */
}
