/* SPDX-License-Identifier: BSD-2-Clause */
/* The table of a comparison. */
#include "render/pages_side.h"

#include "data/catalog_lang.h"

enum { COLUMN_MIN = 18, COLUMN_GAP = 3, COLUMNS_MAX = 8 };

/* Is it shown to people when two codes are compared, when more are? */
static const struct {
	enum text_id label;
	enum pages_side_cell cell;
	const char *key;
	bool two, many;
} rows[] = {
	{ TEXT_LABEL_CLASS, SIDE_CLASS, "class_text", true, true },
	{ TEXT_LABEL_MEANING, SIDE_MEANING, "meaning", true, false },
	{ TEXT_LABEL_NEXT, SIDE_NEXT, "next", false, true },
	{ TEXT_LABEL_WHEN, SIDE_WHEN, "when", true, true },
	{ TEXT_LABEL_REPAIR, SIDE_REPAIR, "remedy", true, false },
	{ TEXT_LABEL_REPAIR, SIDE_FIX, "fix", false, true },
	{ TEXT_LABEL_RETRY, SIDE_RETRY, "retry_text", true, true },
	{ TEXT_LABEL_ACTS, SIDE_ACTS, "acts_text", true, true },
	{ TEXT_LABEL_ENDS, SIDE_ENDS, "ends_text", true, true },
	{ TEXT_LABEL_TRAVEL, SIDE_TRAVEL, "travel_text", true, true },
	{ TEXT_LABEL_ACK, SIDE_ACK, "ack_text", true, true },
	{ TEXT_LABEL_METHODS, SIDE_METHODS, "methods", false, false },
	{ TEXT_LABEL_READ, SIDE_READ, "read", true, false },
	{ TEXT_LABEL_READ, SIDE_HEADERS, "headers", false, true },
};

enum { ROWS = sizeof(rows) / sizeof(*rows) };

static bool shown(size_t i, size_t n)
{
	return n > 2 ? rows[i].many : rows[i].two;
}

/* --- as text --- */

/* One line of the cells; false when all are used up. */
static bool line(struct page *p, const char *label, struct slice *cells,
		 size_t n)
{
	size_t width = (p->columns - p->label - COLUMN_GAP * (n - 1)) / n;
	struct slice part[COLUMNS_MAX] = { { 0 } };
	size_t last = 0;

	for (size_t i = 0; i < n; i++) {
		if (layout_next(&cells[i], width, true, &part[i]))
			last = i + 1;
	}
	if (!last)
		return false;
	strbuf_adds(&p->out, "  ");
	layout_cell(&p->out, slice_cstr(label), p->label - 2, *label ? 1 : 0);
	for (size_t i = 0; i + 1 < last; i++)
		layout_cell(&p->out, part[i], width + COLUMN_GAP, COLUMN_GAP);
	strbuf_slice(&p->out, part[last - 1]);
	strbuf_addc(&p->out, '\n');
	return true;
}

static void row(struct page *p, const char *label, struct slice *cells,
		size_t n)
{
	while (line(p, label, cells, n))
		label = "";
}

static void table(struct page *p, const struct pages_side *s, size_t n,
		  size_t all)
{
	struct slice cells[COLUMNS_MAX];

	for (size_t k = 0; k < n; k++)
		cells[k] = strbuf_view(&s[k].name);
	layout_style(&p->out, p->color, LAYOUT_BOLD);
	row(p, "", cells, n);
	layout_style_end(&p->out, p->color);
	for (size_t i = 0; i < ROWS; i++) {
		for (size_t k = 0; k < n; k++)
			cells[k] = strbuf_view(&s[k].cell[rows[i].cell]);
		if (shown(i, all))
			row(p, catalog_text(rows[i].label), cells, n);
	}
}

/* --- kept --- */

static void keep_row(struct page *p, const char *key, enum page_doc_shape shape,
		     const char *label)
{
	page_doc_add(&p->doc, (struct page_doc_block){ .kind = PAGE_DOC_ROW,
		     .key = key, .shape = shape }, slice_cstr(label),
		     SLICE(""));
}

static void keep_cell(struct page *p, const char *text)
{
	page_doc_add(&p->doc, (struct page_doc_block){ .kind = PAGE_DOC_CELL },
		     SLICE(""), SLICE(""));
	if (text && *text)
		page_doc_value(&p->doc, slice_cstr(text));
}

static void keep_list(struct page *p, const char *const *items)
{
	keep_cell(p, NULL);
	for (; items && *items; items++)
		page_doc_value(&p->doc, slice_cstr(catalog_lang_say(*items)));
}

static void keep_words(struct page *p, const struct pages_side *s, size_t n)
{
	keep_row(p, "topic", PAGE_DOC_STRING, "");
	for (size_t k = 0; k < n; k++)
		keep_cell(p, strbuf_str(&s[k].number));
	keep_row(p, "name", PAGE_DOC_STRING, "");
	for (size_t k = 0; k < n; k++)
		keep_cell(p, s[k].text->name);
	keep_row(p, "retry", PAGE_DOC_STRING, "");
	for (size_t k = 0; k < n; k++)
		keep_cell(p, s[k].text->retry);
	keep_row(p, "acts", PAGE_DOC_STRING, "");
	for (size_t k = 0; k < n; k++)
		keep_cell(p, s[k].text->acts);
	keep_row(p, "ends", PAGE_DOC_STRING, "");
	for (size_t k = 0; k < n; k++)
		keep_cell(p, s[k].text->ends);
}

static void keep_cells(struct page *p, const struct pages_side *s, size_t n,
		       size_t i)
{
	bool repair = rows[i].cell == SIDE_REPAIR;
	bool list = repair || rows[i].cell == SIDE_HEADERS;

	keep_row(p, rows[i].key, list ? PAGE_DOC_LIST : PAGE_DOC_STRING,
		 shown(i, n) ? catalog_text(rows[i].label) : "");
	for (size_t k = 0; k < n; k++) {
		if (list)
			keep_list(p, repair ? s[k].text->fixes :
				  s[k].text->read_response);
		else
			keep_cell(p, pages_side_cell(&s[k], rows[i].cell));
	}
}

static void keep(struct page *p, const struct pages_side *s, size_t n)
{
	page_doc_add(&p->doc, (struct page_doc_block){ .kind = PAGE_DOC_TABLE,
		     .key = "codes" }, SLICE(""), SLICE(""));
	keep_row(p, "heading", PAGE_DOC_STRING, "");
	for (size_t k = 0; k < n; k++)
		keep_cell(p, strbuf_str(&s[k].name));
	keep_words(p, s, n);
	for (size_t i = 0; i < ROWS; i++)
		keep_cells(p, s, n, i);
}

void pages_columns_put(struct page *p, const struct pages_side *s, size_t n)
{
	size_t fit = (p->columns - p->label + COLUMN_GAP) /
		(COLUMN_MIN + COLUMN_GAP);
	size_t most, part;

	if (page_keeps(p)) {
		keep(p, s, n);
		return;
	}
	if (n == 2 || fit < 2) /* two always go beside each other */
		fit = 2;
	most = fit < COLUMNS_MAX ? fit : COLUMNS_MAX;
	for (size_t i = 0; i < n; i += part) { /* of about the same size */
		size_t left = n - i, blocks = (left + most - 1) / most;

		part = (left + blocks - 1) / blocks;
		if (i)
			strbuf_addc(&p->out, '\n');
		table(p, s + i, part, n);
	}
}
