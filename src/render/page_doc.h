/* SPDX-License-Identifier: BSD-2-Clause */
/* A page as a list of blocks: what page.c was told, for the writers of JSON,
 * Markdown and HTML.  Text is not written from it but at once. */
#ifndef RENDER_PAGE_DOC_H
#define RENDER_PAGE_DOC_H

#include "base/strbuf.h"
#include "data/catalog.h"

enum page_doc_kind {
	PAGE_DOC_OBJECT, /* a page begins; key: its type, text: the topic */
	PAGE_DOC_FACT,	 /* for programs only: key, text */
	PAGE_DOC_NUMBER, /* the same, a number or a word of JSON */
	PAGE_DOC_WORDS,	 /* the same, a list: its values follow */
	PAGE_DOC_TITLE,	 /* label, and text for its right side */
	PAGE_DOC_PARAGRAPH, /* key, text */
	PAGE_DOC_HEADING,   /* label; for people only */
	PAGE_DOC_FIELD, /* key, shape, label; its values follow */
	PAGE_DOC_TABLE, /* key; rows follow, the first one is the head */
	PAGE_DOC_ROW,	/* key, shape, label; its cells follow */
	PAGE_DOC_CELL,	/* its values follow */
	PAGE_DOC_VALUE	/* text */
};

enum page_doc_shape {
	PAGE_DOC_STRING, /* one value */
	PAGE_DOC_LIST,	 /* any number */
	PAGE_DOC_NAMED,	 /* the same with a name: the text of the field */
	PAGE_DOC_PAIR,	 /* the same, and the label says the name, too */
	PAGE_DOC_ITEM	 /* the same, a line of a list without a label */
};

struct page_doc_block {
	enum page_doc_kind kind;
	enum page_doc_shape shape;
	const char *key;    /* a member of JSON; constant, may be NULL */
	size_t label, text; /* where they begin in the pool */
};

/* Empty is { 0 }. */
struct page_doc {
	struct page_doc_block *blocks; /* owned */
	size_t n, cap;
	struct strbuf pool; /* strings, each with its NUL; .failed: no memory */
};

void page_doc_fini(struct page_doc *d);
/* A block; what is copied is as long as its slice, a NUL ends it. */
void page_doc_add(struct page_doc *d, struct page_doc_block b,
		  struct slice label, struct slice text);
void page_doc_value(struct page_doc *d, struct slice text);
/* The field of a label of data/ui.txt: its key and shape.  Without `first' it
 * goes on with the field before. */
void page_doc_field(struct page_doc *d, enum text_id id, bool first,
		    struct slice label, struct slice name);
const char *page_doc_label(const struct page_doc *d,
			   const struct page_doc_block *b);
const char *page_doc_text(const struct page_doc *d,
			  const struct page_doc_block *b);
/* How many values (of a row: cells and values) follow block i. */
size_t page_doc_values(const struct page_doc *d, size_t i);
/* What stands between quotes where text begins, `like this'; else empty. */
struct slice page_doc_quoted(struct slice text);

/* The writers: pages that were told, appended to out. */
void page_json_write(struct strbuf *out, const struct page_doc *d);
void page_md_write(struct strbuf *out, const struct page_doc *d);
void page_html_write(struct strbuf *out, const struct page_doc *d);
/* Text that says nothing but itself in Markdown (one line, also in a table), in
 * HTML; names in quotes become code. */
void page_md_text(struct strbuf *out, struct slice text);
void page_html_text(struct strbuf *out, struct slice text);
/* The same without code. */
void page_html_letters(struct strbuf *out, struct slice text);

#endif
