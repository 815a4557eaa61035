/* SPDX-License-Identifier: BSD-2-Clause */
/* A page of the reference: a title, labelled paragraphs, wrapped. */
#ifndef RENDER_PAGE_H
#define RENDER_PAGE_H

#include "data/catalog.h"
#include "render/layout.h"
#include "render/pages.h"

enum { PAGE_LABEL = 13 }; /* columns of `  Label    ' */

struct page {
	struct strbuf out;
	bool color;
	size_t columns;
};

struct page page_new(const struct pages_options *o);
/* Write it to the sink and free it. */
void page_put(struct page *p, struct render_sink *s);
/* Bold on the left, plain on the right edge. */
void page_title(struct page *p, const char *left, const char *right);
/* A paragraph beside its label; nothing when text is NULL or empty. */
void page_field(struct page *p, const char *label, const char *text);
/* The same with a label of data/ui.txt. */
void page_say(struct page *p, enum text_id label, const char *text);
/* A list as one paragraph, joined by a comma or what is given. */
void page_list(struct page *p, enum text_id label, const char *const *items,
	       const char *between);

/* The words behind the fields of a status; "" for NULL. */
const char *page_class(unsigned code);
const char *page_retry(const char *field);
const char *page_ends(const char *field);
const char *page_acts(const char *field);
const char *page_effect(enum status_class c);
/* The first sentence of a text. */
struct slice page_sentence(const char *text);
/* A template with `<option tags>' for the value option_tags; conditions are
 * taken as met. */
void page_template(struct strbuf *out, const char *template);

/* The pages (pages_status.c, pages_row.c). */
void pages_status_code(struct page *p, const struct status_text *s,
		       unsigned code);
void pages_status_class(struct page *p, const struct status_text *s);
void pages_row_finding(struct page *p, const struct finding_text *f);
/* what: `header' ...; NULL name: the key is the name. */
void pages_row_simple(struct page *p, enum catalog_table table,
		      const struct catalog_row *row);
/* Topics near to one that is not known, a comma list of at most five. */
void pages_near_find(struct strbuf *near, struct slice topic, bool codes_only);

#endif
