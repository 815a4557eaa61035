/* SPDX-License-Identifier: BSD-2-Clause */
/* A long table with a row for each thing: JSON (an object a line), Markdown, or
 * CSV (RFC 4180). */
#ifndef RENDER_PAGE_TABLE_H
#define RENDER_PAGE_TABLE_H

#include "render/json_write.h"
#include "render/pages.h"

enum page_table_kind {
	PAGE_TABLE_TEXT,
	PAGE_TABLE_CODE, /* text that stays as it is: a name, an id */
	PAGE_TABLE_WORD, /* a number, true or false */
	PAGE_TABLE_LIST  /* `a; b', an array in JSON */
};

struct page_table_column {
	const char *key; /* member of JSON, head of CSV */
	const char *label; /* head of Markdown; NULL: not there */
	enum page_table_kind kind;
};

struct page_table {
	enum pages_format format;
	const char *type;
	const struct page_table_column *columns;
	size_t n, at; /* columns; the next one */
	struct json_write w; /* .out: all formats */
};

/* A table of n columns, which stay the caller's; the head is written. */
struct page_table page_table_new(enum pages_format format, const char *type,
				 const struct page_table_column *columns,
				 size_t n);
/* The next cell; with the last one the row is done.  NULL is as "", which JSON
 * leaves out. */
void page_table_cell(struct page_table *t, const char *text);
/* Write it to the sink and free it. */
void page_table_put(struct page_table *t, struct render_sink *s);

#endif
