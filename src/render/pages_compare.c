/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/page.h"

#include "base/mem.h"
#include "data/catalog_lang.h"
#include "render/fill.h"
#include "render/pages_side.h"

#include <errno.h>
#include <stdlib.h>

/* --- the first sentence --- */

static void headline(struct page *p, const struct pages_side *a,
		     const struct pages_side *b)
{
	struct fill_value v[FILL_MAX] = {
		{ "first", strbuf_str(&a->name) },
		{ "second", strbuf_str(&b->name) },
		{ "first_effect", page_word_effect(a->text->class) },
		{ "second_effect", page_word_effect(b->text->class) },
		{ "first_class", page_word_class(a->class) },
		{ "second_class", page_word_class(b->class) },
	};
	struct strbuf out = { 0 };

	if (a->text->class != b->text->class)
		fill_text(&out, TEXT_COMPARE_HEAD, v);
	else
		fill_text(&out, a->class == b->class ?
			  TEXT_COMPARE_HEAD_ALIKE : TEXT_COMPARE_HEAD_CLASS, v);
	page_paragraph(p, "summary", strbuf_view(&out));
	page_next(p);
	strbuf_fini(&out);
}

/* --- what differs --- */

static void heading(struct page *p, enum text_id id)
{
	if (page_keeps(p)) {
		page_doc_add(&p->doc, (struct page_doc_block){
			.kind = PAGE_DOC_HEADING },
			slice_cstr(catalog_text(id)), SLICE(""));
		return;
	}
	strbuf_addc(&p->out, '\n');
	layout_style(&p->out, p->color, LAYOUT_BOLD);
	strbuf_adds(&p->out, catalog_text(id));
	layout_style_end(&p->out, p->color);
	strbuf_addc(&p->out, '\n');
}

static void numbered(struct page *p, unsigned *n, struct slice text)
{
	struct strbuf head = { 0 };

	++*n;
	if (page_keeps(p)) {
		page_doc_value(&p->doc, text);
		return;
	}
	strbuf_pad(&head, ' ', *n < 10 ? 3 : *n < 100 ? 2 : 1);
	strbuf_uint(&head, *n);
	strbuf_adds(&head, ". ");
	strbuf_slice(&p->out, strbuf_view(&head));
	layout_wrap(&p->out, text, head.len, head.len, p->columns);
	strbuf_fini(&head);
}

/* What one stanza says about the other code; NULL for nothing. */
static const char *unlike(const struct pages_side *of,
			  const struct pages_side *other)
{
	const struct catalog_pair *c = of->text->not_to_confuse;

	for (; c && c->key; c++) {
		if (strcmp(c->key, strbuf_str(&other->number)) == 0)
			return c->text;
	}
	return NULL;
}

/* Both stanzas mean the same difference: the one that says more is enough.  By
 * the English words, so that all languages say the same. */
static void unlikeness(struct page *p, unsigned *n, const struct pages_side *a,
		       const struct pages_side *b)
{
	const char *x = unlike(a, b), *y = unlike(b, a);

	if (!x || (y && strlen(y) > strlen(x)))
		x = y;
	if (x)
		numbered(p, n, slice_cstr(catalog_lang_say(x)));
}

static void pair(struct page *p, unsigned *n, const char *what,
		 const struct fill_value values[2])
{
	struct fill_value v[FILL_MAX] = {
		{ "what", what },
		{ "first", values[0].name },
		{ "first_value", values[0].text },
		{ "second", values[1].name },
		{ "second_value", values[1].text },
	};
	struct strbuf out = { 0 };

	fill_text(&out, TEXT_COMPARE_PAIR, v);
	numbered(p, n, strbuf_view(&out));
	strbuf_fini(&out);
}

/* Does a side before this one say the same? */
static bool said_before(const struct pages_side *s, size_t at,
			enum pages_side_cell cell)
{
	for (size_t i = 0; i < at; i++) {
		if (strcmp(pages_side_cell(&s[i], cell),
			   pages_side_cell(&s[at], cell)) == 0)
			return true;
	}
	return false;
}

/* `480, 486' of those that say what side `at' says. */
static void codes_of(struct strbuf *out, const struct pages_side *s, size_t n,
		     size_t at, enum pages_side_cell cell)
{
	for (size_t i = at; i < n; i++) {
		if (strcmp(pages_side_cell(&s[i], cell),
			   pages_side_cell(&s[at], cell)) != 0)
			continue;
		strbuf_adds(out, i > at ? ", " : "");
		strbuf_slice(out, strbuf_view(&s[i].number));
	}
}

/* Codes that say the same together.  Gives how many such groups there are. */
static size_t groups(struct strbuf *out, const struct pages_side *s, size_t n,
		     enum pages_side_cell cell)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		struct strbuf codes = { 0 };
		struct fill_value v[FILL_MAX] = {
			{ "codes", NULL },
			{ "value", pages_side_cell(&s[i], cell) } };

		if (!s[i].cell[cell].len || said_before(s, i, cell))
			continue;
		codes_of(&codes, s, n, i, cell);
		v[0].text = strbuf_str(&codes);
		strbuf_adds(out, count++ ? "; " : "");
		fill_text(out, TEXT_COMPARE_GROUP, v);
		strbuf_fini(&codes);
	}
	return count;
}

static void differs(struct page *p, unsigned *n, const struct pages_side *s,
		    size_t sides, enum text_id label, enum pages_side_cell cell)
{
	const char *what = catalog_text(label);
	struct strbuf list = { 0 }, out = { 0 };
	struct fill_value v[FILL_MAX] = { { "what", what },
					  { "groups", NULL } };

	if (groups(&list, s, sides, cell) < 2) {
		strbuf_fini(&list);
		return;
	}
	if (sides == 2) {
		const struct fill_value both[2] = {
			{ strbuf_str(&s[0].number),
			  pages_side_cell(&s[0], cell) },
			{ strbuf_str(&s[1].number),
			  pages_side_cell(&s[1], cell) },
		};

		pair(p, n, what, both);
	} else {
		v[1].text = strbuf_str(&list);
		fill_text(&out, TEXT_COMPARE_GROUPS, v);
		numbered(p, n, strbuf_view(&out));
	}
	strbuf_fini(&list);
	strbuf_fini(&out);
}

static void differences(struct page *p, const struct pages_side *s,
			size_t sides)
{
	static const struct {
		enum text_id label;
		enum pages_side_cell cell;
	} rows[] = {
		{ TEXT_LABEL_CLASS, SIDE_CLASS },
		{ TEXT_LABEL_RETRY, SIDE_RETRY },
		{ TEXT_LABEL_ACTS, SIDE_ACTS },
		{ TEXT_LABEL_ENDS, SIDE_ENDS },
		{ TEXT_LABEL_TRAVEL, SIDE_TRAVEL },
		{ TEXT_LABEL_ACK, SIDE_ACK },
		{ TEXT_LABEL_METHODS, SIDE_METHODS },
		{ TEXT_COMPARE_HEADERS, SIDE_HEADERS },
	};
	unsigned n = 0;

	heading(p, TEXT_COMPARE_DIFFERENCES);
	if (page_keeps(p))
		page_doc_add(&p->doc, (struct page_doc_block){
			.kind = PAGE_DOC_FIELD, .shape = PAGE_DOC_LIST,
			.key = "differences" }, SLICE(""), SLICE(""));
	for (size_t i = 0; i < sides; i++) {
		for (size_t k = i + 1; k < sides; k++)
			unlikeness(p, &n, &s[i], &s[k]);
	}
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		differs(p, &n, s, sides, rows[i].label, rows[i].cell);
	if (!n)
		numbered(p, &n, slice_cstr(catalog_text(TEXT_COMPARE_NONE)));
}

/* --- which to use --- */

/* A paragraph behind the code; of the first one the code is the label. */
static void paragraph(struct page *p, const struct pages_side *s, bool first,
		   enum text_id label, const char *text)
{
	struct strbuf b = { 0 };

	strbuf_adds(&b, catalog_text(label));
	strbuf_adds(&b, ": ");
	strbuf_adds(&b, catalog_lang_say(text));
	if (!page_keeps(p))
		page_field(p, first ? strbuf_str(&s->number) : "",
			   strbuf_str(&b));
	else if (first)
		page_row(p, "which", strbuf_view(&s->number), 0,
			 strbuf_view(&b));
	else
		page_doc_value(&p->doc, strbuf_view(&b));
	strbuf_fini(&b);
}

/* What the table does not say: a case, and how it goes on. */
static void which(struct page *p, const struct pages_side *s)
{
	const struct status_text *t = s->text;

	if (t->example)
		paragraph(p, s, true, TEXT_LABEL_EXAMPLE, t->example);
	if (t->next)
		paragraph(p, s, !t->example, TEXT_LABEL_NEXT, t->next);
	if (!t->example && !t->next)
		paragraph(p, s, true, TEXT_LABEL_MEANING, t->meaning);
}

static void title(struct page *p, const struct pages_side *s, size_t n)
{
	struct strbuf topic = { 0 }, names = { 0 };

	for (size_t i = 0; i < n; i++) {
		strbuf_adds(&topic, i ? " " : "");
		strbuf_slice(&topic, strbuf_view(&s[i].number));
		strbuf_adds(&names, i ? ", " : "");
		strbuf_slice(&names, strbuf_view(n > 3 ? &s[i].number :
						 &s[i].name));
	}
	page_object(p, "comparison", strbuf_view(&topic));
	if (page_keeps(p))
		page_title(p, strbuf_str(&names), "");
	strbuf_fini(&topic);
	strbuf_fini(&names);
}

static void compare(struct page *p, const struct pages_side *s, size_t n)
{
	title(p, s, n);
	if (n <= 2)
		headline(p, &s[0], &s[n - 1]);
	pages_columns_put(p, s, n);
	differences(p, s, n);
	if (n > 2)
		return;
	heading(p, TEXT_COMPARE_WHICH);
	for (size_t i = 0; i < n; i++)
		which(p, &s[i]);
}

int pages_compare(struct render_sink *sink, const struct pages_options *o,
		  const char *const *codes, size_t n, size_t *bad,
		  struct strbuf *near)
{
	struct pages_side *s = mem_zalloc((n ? n : 1) * sizeof(*s));
	struct page p = page_new(o);
	size_t known = 0;

	if (!s)
		return -ENOMEM;
	while (known < n && pages_side_read(&s[known],
					    slice_cstr(codes[known])))
		known++;
	if (known == n && n) {
		n = known = pages_side_sort(s, n);
		compare(&p, s, n);
	} else {
		*bad = known;
		pages_near_find(near, slice_trim(slice_cstr(
			n ? codes[known] : "")), true);
	}
	for (size_t i = 0; i < known; i++)
		pages_side_fini(&s[i]);
	free(s);
	page_put(&p, sink);
	return known == n && n ? 0 : -ENOENT;
}
