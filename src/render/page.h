/* SPDX-License-Identifier: BSD-2-Clause */
/* A page of the reference: a title, labelled paragraphs, wrapped. */
#ifndef RENDER_PAGE_H
#define RENDER_PAGE_H

#include "data/catalog.h"
#include "render/layout.h"
#include "render/page_doc.h"
#include "render/pages.h"

struct page {
	struct strbuf out;    /* as text; of other formats nothing */
	struct page_doc doc;  /* for these */
	enum pages_format format;
	bool color;
	size_t columns;
	const struct site *site; /* may be NULL */
	size_t label; /* columns of `  Label    ', by the language's labels */
};

struct page page_new(const struct pages_options *o);
/* Write it to the sink and free it. */
void page_put(struct page *p, struct render_sink *s);
/* Is it kept for a writer (doc), or written at once (out)? */
bool page_keeps(const struct page *p);
/* A page of this type begins (`status', a member of JSON); what it would be
 * asked for by.  Then what only programs read: words that are the same in every
 * language; a number or true and false as JSON has them. */
void page_object(struct page *p, const char *type, struct slice topic);
void page_fact(struct page *p, const char *key, const char *text);
void page_number(struct page *p, const char *key, uint64_t value);
void page_words(struct page *p, const char *key, const char *const *words);
void page_flag(struct page *p, const char *key, bool value);
/* An empty line before the second page of a text. */
void page_next(struct page *p);
/* A sentence over the whole width; key: its member in JSON. */
void page_paragraph(struct page *p, const char *key, struct slice text);
/* The same, never wrapped. */
void page_line(struct page *p, const char *key, struct slice text);
/* A line of a list: `  NAME   text', the text from column 2 + width on. */
void page_row(struct page *p, const char *key, struct slice name, size_t width,
	      struct slice text);
/* Bold on the left, plain on the right edge. */
void page_title(struct page *p, const char *left, const char *right);
/* A paragraph beside its label; nothing when text is NULL or empty. */
void page_field(struct page *p, const char *label, const char *text);
/* The same with a label of data/ui.txt. */
void page_say(struct page *p, enum text_id label, const char *text);
/* The same; without `first' it goes on with the field before, unlabelled. */
void page_more(struct page *p, enum text_id label, bool first,
	       const char *text);
/* The same, text after a name and what is between the two. */
void page_named(struct page *p, enum text_id label, bool first,
		const char *name, const char *between, const char *text);
/* A label that holds a name (`value' of its sentence) and the text for it. */
void page_pair(struct page *p, enum text_id label, const char *value,
	       const char *name, const char *text);
/* A name that points are told of, and one of these. */
void page_points(struct page *p, enum text_id label, bool first,
		 const char *name);
void page_point(struct page *p, struct slice text);
/* A list as one paragraph, joined by a comma or what is given. */
void page_list(struct page *p, enum text_id label, const char *const *items,
	       const char *between);

/* The words behind the fields of a status; "" for NULL. */
const char *page_word_class(unsigned code);
const char *page_word_retry(const char *field);
const char *page_word_ends(const char *field);
const char *page_word_acts(const char *field);
const char *page_word_effect(enum status_class c);
const char *page_word_severity(enum severity s);
const char *page_word_certainty(enum certainty c);
/* A space between two sentences; none behind an ideographic full stop. */
void page_gap(struct strbuf *out);
/* The first sentence of a text, in the language in use; it ends with a full stop
 * and a space, or with an ideographic full stop. */
struct slice page_sentence(const char *text);
/* What the site itself adds to a code (finding NULL) or a finding (code 0). */
void page_site(struct page *p, unsigned code,
	       const struct finding_text *finding);
/* `KEY   text', the text wrapped beside the key. */
void page_item(struct page *p, const char *key, size_t width,
	       struct slice text);
/* A template with `<option tags>' for the value option_tags; conditions are
 * taken as met. */
void page_template(struct strbuf *out, const char *template);
void page_template_english(struct strbuf *out, const char *template);

/* One thing that a topic stands for: a status (code 0: its class), a finding, a
 * row, or the values of `group'. */
struct pages_match {
	const struct status_text *status;
	unsigned code;
	const struct finding_text *finding;
	enum catalog_table table;
	const struct catalog_row *row;
	struct slice group;
};
enum { PAGES_MATCHES = 32 };
struct pages_matches {
	struct pages_match m[PAGES_MATCHES];
	size_t n;
};
/* All that a topic stands for; what is too much is left out. */
void pages_find_topic(struct pages_matches *out, struct slice topic);
/* `4xx', `4XX', or NULL. */
const struct status_text *pages_find_class(struct slice topic);

/* The pages (pages_status.c, pages_row.c, pages_vendor.c). */
void pages_status_code(struct page *p, const struct status_text *s,
		       unsigned code);
/* A class as the Class field of data/status.txt has it. */
const char *pages_status_word(enum status_class c);
void pages_status_class(struct page *p, const struct status_text *s);
void pages_row_finding(struct page *p, const struct finding_text *f);
void pages_row_simple(struct page *p, enum catalog_table table,
		      const struct catalog_row *row);
/* The values that begin with `group:'. */
void pages_row_group(struct page *p, struct slice group);
/* `Q.850:34 No circuit ...', `Timer B', `Privacy:id'; `header', `cause of
 * Q.850'. */
void pages_row_name(struct strbuf *out, enum catalog_table table,
		    const struct catalog_row *row);
void pages_row_kind(struct strbuf *out, enum catalog_table table,
		    const struct catalog_row *row);
/* What is left of the page of a vendor's code under its title. */
void pages_vendor_fields(struct page *p, const struct catalog_row *row);
/* What vendors make of a code, on the page of that code. */
void pages_vendor_uses(struct page *p, unsigned code);
/* A line of an overview, member `key' of JSON: the name and the kind. */
void pages_explain_line(struct page *p, const char *key,
			const struct pages_match *m);
/* `RFC3261', `RFC3261:21.4.15': what cites it.  0; -EINVAL when the topic is no
 * RFC; -ENOENT when nothing cites it, with what lies nearest in *near. */
int pages_rfc_put(struct page *p, struct slice topic, struct strbuf *near);
/* --list as JSON, Markdown or CSV: the rows of a kind, and the kinds. */
void pages_rows_put(struct render_sink *s, enum pages_format format,
		    const char *kind);
void pages_rows_kinds(struct render_sink *s, enum pages_format format,
		      const char *const *names, size_t n);
/* Topics near to one that is not known, a comma list of at most five. */
void pages_near_find(struct strbuf *near, struct slice topic, bool codes_only);

#endif
