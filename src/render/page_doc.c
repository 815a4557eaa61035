/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/page_doc.h"

#include "base/mem.h"

#include <stdlib.h>

/* What programs call the labels. */
static const struct {
	enum text_id id;
	const char *key;
	enum page_doc_shape shape;
} keys[] = {
	{ TEXT_LABEL_CLASS, "class_text", PAGE_DOC_STRING },
	{ TEXT_LABEL_MEANING, "meaning", PAGE_DOC_STRING },
	{ TEXT_LABEL_WHEN, "when", PAGE_DOC_STRING },
	{ TEXT_LABEL_READ, "read", PAGE_DOC_STRING },
	{ TEXT_LABEL_REPAIR, "remedy", PAGE_DOC_LIST },
	{ TEXT_LABEL_SITE, "site", PAGE_DOC_LIST },
	{ TEXT_LABEL_NEXT, "next", PAGE_DOC_STRING },
	{ TEXT_LABEL_RETRY, "retry_text", PAGE_DOC_STRING },
	{ TEXT_LABEL_ACTS, "acts_text", PAGE_DOC_STRING },
	{ TEXT_LABEL_ENDS, "ends_text", PAGE_DOC_STRING },
	{ TEXT_LABEL_METHODS, "methods", PAGE_DOC_STRING },
	{ TEXT_LABEL_BY_METHOD, "by_method", PAGE_DOC_PAIR },
	{ TEXT_LABEL_EXAMPLE, "example", PAGE_DOC_STRING },
	{ TEXT_LABEL_CASE, "cases", PAGE_DOC_NAMED },
	{ TEXT_LABEL_ON, "stacks", PAGE_DOC_NAMED },
	{ TEXT_LABEL_ISDN, "isdn", PAGE_DOC_STRING },
	{ TEXT_LABEL_VENDORS, "vendors", PAGE_DOC_LIST },
	{ TEXT_LABEL_UNLIKE, "unlike", PAGE_DOC_PAIR },
	{ TEXT_LABEL_RELATED, "related", PAGE_DOC_LIST },
	{ TEXT_LABEL_REFERENCE, "reference", PAGE_DOC_LIST },
	{ TEXT_LABEL_WHAT, "label", PAGE_DOC_STRING },
	{ TEXT_LABEL_TITLE, "title", PAGE_DOC_STRING },
	{ TEXT_LABEL_SEVERITY, "severity_text", PAGE_DOC_STRING },
	{ TEXT_LABEL_CERTAINTY, "certainty_text", PAGE_DOC_STRING },
	{ TEXT_LABEL_SOUGHT, "sought_text", PAGE_DOC_STRING },
	{ TEXT_LABEL_EXCEPTIONS, "exceptions", PAGE_DOC_STRING },
	{ TEXT_LABEL_COMPACT, "compact", PAGE_DOC_STRING },
	{ TEXT_LABEL_DEFAULT, "default", PAGE_DOC_STRING },
	{ TEXT_LABEL_HINT, "hint", PAGE_DOC_STRING },
	{ TEXT_LABEL_SET_BY, "set_by", PAGE_DOC_STRING },
	{ TEXT_LABEL_ANSWER, "answer", PAGE_DOC_STRING },
	{ TEXT_LABEL_MADE_FROM, "made_from", PAGE_DOC_STRING },
	{ TEXT_LABEL_VALUES, "values", PAGE_DOC_NAMED },
	{ TEXT_LABEL_CAUSES, "causes", PAGE_DOC_NAMED },
	{ TEXT_LABEL_WHERE, "where", PAGE_DOC_STRING },
	{ TEXT_LABEL_KNOWN_BY, "known_by", PAGE_DOC_LIST },
	{ TEXT_LABEL_PART_OF, "part_of", PAGE_DOC_STRING },
	{ TEXT_LABEL_LIKE, "like", PAGE_DOC_STRING },
	{ TEXT_LABEL_SENT_BY, "sent_by", PAGE_DOC_STRING },
	{ TEXT_LABEL_STANDS_IN, "stands_in", PAGE_DOC_STRING },
	{ TEXT_LABEL_WITH_CODE, "with_code", PAGE_DOC_STRING },
};

void page_doc_fini(struct page_doc *d)
{
	free(d->blocks);
	strbuf_fini(&d->pool);
	*d = (struct page_doc){ 0 };
}

static size_t keep(struct page_doc *d, struct slice s)
{
	size_t at = d->pool.len;

	strbuf_slice(&d->pool, slice_head(s, slice_find(s, '\0')));
	strbuf_addc(&d->pool, '\0');
	return at;
}

void page_doc_add(struct page_doc *d, struct page_doc_block b,
		  struct slice label, struct slice text)
{
	void *p = d->blocks;

	b.label = keep(d, label);
	b.text = keep(d, text);
	if (mem_grow(&p, &d->cap, d->n + 1, sizeof(b)))
		d->pool.failed = true;
	d->blocks = p;
	if (!d->pool.failed)
		d->blocks[d->n++] = b;
}

void page_doc_value(struct page_doc *d, struct slice text)
{
	page_doc_add(d, (struct page_doc_block){ .kind = PAGE_DOC_VALUE },
		     SLICE(""), text);
}

void page_doc_field(struct page_doc *d, enum text_id id, bool first,
		    struct slice label, struct slice name)
{
	struct page_doc_block b = { .kind = PAGE_DOC_FIELD };

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		if (keys[i].id == id) {
			b.key = keys[i].key;
			b.shape = keys[i].shape;
		}
	}
	if (first || b.shape >= PAGE_DOC_NAMED)
		page_doc_add(d, b, first ? label : SLICE(""), name);
}

const char *page_doc_label(const struct page_doc *d,
			   const struct page_doc_block *b)
{
	return d->pool.p + b->label;
}

const char *page_doc_text(const struct page_doc *d,
			  const struct page_doc_block *b)
{
	return d->pool.p + b->text;
}

size_t page_doc_values(const struct page_doc *d, size_t i)
{
	bool row = d->blocks[i].kind == PAGE_DOC_ROW;
	size_t n = 0;

	while (++i < d->n && (d->blocks[i].kind == PAGE_DOC_VALUE ||
			      (row && d->blocks[i].kind == PAGE_DOC_CELL)))
		n++;
	return n;
}

struct slice page_doc_quoted(struct slice text)
{
	enum { QUOTED_MAX = 100 };
	size_t end;

	if (text.len < 3 || text.p[0] != '`')
		return (struct slice){ 0 };
	text = slice_head(slice_from(text, 1), QUOTED_MAX);
	end = slice_find(text, '\'');
	if (end == text.len || !end || slice_find(text, '`') < end)
		return (struct slice){ 0 };
	return slice_head(text, end);
}
