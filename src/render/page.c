/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/page.h"

#include "base/utf8.h"
#include "data/catalog_fill.h"
#include "data/catalog_lang.h"
#include "render/fill.h"

static const struct slice full_stop = { "\343\200\202", 3 }; /* U+3002 */

enum { LABEL_MIN = 13, LABEL_MAX = 24 };

/* Labels of pages; those that hold a value may be wider than the column. */
static const enum text_id labels[] = {
	TEXT_LABEL_CLASS, TEXT_LABEL_MEANING, TEXT_LABEL_WHEN, TEXT_LABEL_READ,
	TEXT_LABEL_REPAIR, TEXT_LABEL_NEXT, TEXT_LABEL_METHODS,
	TEXT_LABEL_EXAMPLE, TEXT_LABEL_RELATED, TEXT_LABEL_REFERENCE,
	TEXT_LABEL_RETRY, TEXT_LABEL_ACTS, TEXT_LABEL_ENDS,
	TEXT_LABEL_SEVERITY, TEXT_LABEL_CERTAINTY, TEXT_LABEL_EXCEPTIONS,
	TEXT_LABEL_COMPACT, TEXT_LABEL_HINT, TEXT_LABEL_SET_BY,
	TEXT_LABEL_WHAT,
	TEXT_LABEL_TITLE, TEXT_LABEL_DEFAULT, TEXT_LABEL_WHERE,
	TEXT_LABEL_VALUES, TEXT_LABEL_CAUSES, TEXT_LABEL_VENDORS,
	TEXT_LABEL_ISDN, TEXT_LABEL_ANSWER, TEXT_LABEL_MADE_FROM,
	TEXT_LABEL_SOUGHT, TEXT_LABEL_ON, TEXT_LABEL_KNOWN_BY,
	TEXT_LABEL_PART_OF, TEXT_LABEL_LIKE, TEXT_LABEL_SENT_BY,
	TEXT_LABEL_STANDS_IN, TEXT_LABEL_WITH_CODE, TEXT_LABEL_CASE,
};

/* Two spaces, the widest label, and one. */
static size_t label_columns(void)
{
	size_t most = LABEL_MIN, n;

	for (size_t i = 0; i < sizeof(labels) / sizeof(*labels); i++) {
		n = 3 + utf8_columns(slice_cstr(catalog_text(labels[i])));
		if (n > most && n <= LABEL_MAX)
			most = n;
	}
	return most;
}

struct page page_new(const struct pages_options *o)
{
	struct page p = { .format = o->format,
			  .color = o->color && o->format == PAGES_TEXT,
			  .columns = o->columns,
			  .label = label_columns(),
			  .site = o->site };

	if (!p.columns)
		p.columns = 80;
	if (p.columns < 50)
		p.columns = 50;
	if (p.columns > 120)
		p.columns = 120;
	return p;
}

bool page_keeps(const struct page *p)
{
	return p->format != PAGES_TEXT;
}

static void write_doc(struct page *p)
{
	if (p->doc.pool.failed)
		return;
	switch (p->format) {
	case PAGES_JSON:
		page_json_write(&p->out, &p->doc);
		break;
	case PAGES_MD:
		page_md_write(&p->out, &p->doc);
		break;
	case PAGES_HTML:
		page_html_write(&p->out, &p->doc);
		break;
	case PAGES_TEXT:
	case PAGES_CSV: /* of lists only */
		break;
	}
}

void page_put(struct page *p, struct render_sink *s)
{
	write_doc(p);
	page_doc_fini(&p->doc);
	sink_put(s, strbuf_view(&p->out), true);
	strbuf_fini(&p->out);
}

void page_title(struct page *p, const char *left, const char *right)
{
	size_t end = utf8_columns(slice_cstr(right));
	size_t used = utf8_columns(slice_cstr(left)) + end;

	if (page_keeps(p)) {
		page_doc_add(&p->doc, (struct page_doc_block){
			.kind = PAGE_DOC_TITLE }, slice_cstr(left),
			slice_cstr(right));
		return;
	}
	layout_style(&p->out, p->color, LAYOUT_BOLD);
	strbuf_adds(&p->out, left);
	layout_style_end(&p->out, p->color);
	if (used + 2 > p->columns) {
		strbuf_addc(&p->out, '\n');
		used = end;
	}
	if (*right) {
		strbuf_pad(&p->out, ' ', p->columns > used ?
			   p->columns - used : 0);
		strbuf_adds(&p->out, right);
	}
	strbuf_addc(&p->out, '\n');
}

void page_field(struct page *p, const char *label, const char *text)
{
	size_t n = utf8_columns(slice_cstr(label));

	if (!text || !*text)
		return;
	text = catalog_lang_say(text);
	strbuf_adds(&p->out, "  ");
	layout_style(&p->out, p->color, LAYOUT_CYAN);
	strbuf_adds(&p->out, label);
	layout_style_end(&p->out, p->color);
	if (2 + n + 1 > p->label) {
		strbuf_addc(&p->out, '\n');
		strbuf_pad(&p->out, ' ', p->label);
	} else {
		strbuf_pad(&p->out, ' ', p->label - 2 - n);
	}
	layout_wrap(&p->out, slice_cstr(text), p->label, p->label, p->columns);
}

void page_item(struct page *p, const char *key, size_t width,
	       struct slice text)
{
	size_t n = utf8_columns(slice_cstr(key));

	strbuf_adds(&p->out, key);
	strbuf_pad(&p->out, ' ', n + 2 > width ? 2 : width - n);
	layout_wrap(&p->out, text, n + 2 > width ? n + 2 : width, width,
		    p->columns);
}

/* --- as text at once, or as a block for a writer --- */

static void keep(struct page *p, enum page_doc_kind kind, const char *key,
		 struct slice text)
{
	page_doc_add(&p->doc, (struct page_doc_block){ .kind = kind,
		     .key = key }, SLICE(""), text);
}

void page_object(struct page *p, const char *type, struct slice topic)
{
	if (page_keeps(p))
		keep(p, PAGE_DOC_OBJECT, type, topic);
}

void page_fact(struct page *p, const char *key, const char *text)
{
	if (page_keeps(p) && text)
		keep(p, PAGE_DOC_FACT, key, slice_cstr(text));
}

void page_number(struct page *p, const char *key, uint64_t value)
{
	struct strbuf b = { 0 };

	strbuf_uint(&b, value);
	if (page_keeps(p))
		keep(p, PAGE_DOC_NUMBER, key, strbuf_view(&b));
	strbuf_fini(&b);
}

void page_words(struct page *p, const char *key, const char *const *words)
{
	if (!page_keeps(p))
		return;
	keep(p, PAGE_DOC_WORDS, key, SLICE(""));
	for (; words && *words; words++)
		page_doc_value(&p->doc, slice_cstr(*words));
}

void page_flag(struct page *p, const char *key, bool value)
{
	if (page_keeps(p))
		keep(p, PAGE_DOC_NUMBER, key,
		     value ? SLICE("true") : SLICE("false"));
}

void page_next(struct page *p)
{
	if (p->out.len)
		strbuf_addc(&p->out, '\n');
}

void page_paragraph(struct page *p, const char *key, struct slice text)
{
	if (page_keeps(p))
		keep(p, PAGE_DOC_PARAGRAPH, key, text);
	else
		layout_wrap(&p->out, text, 0, 0, p->columns);
}

void page_line(struct page *p, const char *key, struct slice text)
{
	if (page_keeps(p)) {
		keep(p, PAGE_DOC_PARAGRAPH, key, text);
		return;
	}
	strbuf_slice(&p->out, text);
	strbuf_addc(&p->out, '\n');
}

void page_row(struct page *p, const char *key, struct slice name, size_t width,
	      struct slice text)
{
	if (page_keeps(p)) {
		page_doc_add(&p->doc, (struct page_doc_block){
			.kind = PAGE_DOC_FIELD, .shape = PAGE_DOC_ITEM,
			.key = key }, SLICE(""), name);
		page_doc_value(&p->doc, text);
		return;
	}
	strbuf_adds(&p->out, "  ");
	layout_cell(&p->out, name, width, 2);
	layout_wrap(&p->out, text, name.len + 2 > width ? name.len + 4 :
		    width + 2, width + 2, p->columns);
}

/* `RFC 3261 21.4; RFC 3841 9.1' are several. */
static void references(struct page *p, struct slice text)
{
	while (text.len) {
		size_t end = slice_search(text, SLICE("; "));

		page_doc_value(&p->doc, slice_head(text, end));
		text = slice_from(text, end + 2);
	}
}

void page_more(struct page *p, enum text_id label, bool first,
	       const char *text)
{
	const char *word = catalog_text(label);

	if (!text || !*text)
		return;
	if (!page_keeps(p)) {
		page_field(p, first ? word : "", text);
		return;
	}
	page_doc_field(&p->doc, label, first, slice_cstr(word), SLICE(""));
	text = catalog_lang_say(text);
	if (label == TEXT_LABEL_REFERENCE)
		references(p, slice_cstr(text));
	else
		page_doc_value(&p->doc, slice_cstr(text));
}

void page_say(struct page *p, enum text_id label, const char *text)
{
	page_more(p, label, true, text);
}

void page_named(struct page *p, enum text_id label, bool first,
		const char *name, const char *between, const char *text)
{
	const char *word = catalog_text(label);
	struct strbuf b = { 0 };

	if (page_keeps(p)) {
		page_doc_field(&p->doc, label, first, slice_cstr(word),
			       slice_cstr(name));
		page_doc_value(&p->doc, slice_cstr(text));
		return;
	}
	strbuf_adds(&b, name);
	strbuf_adds(&b, between);
	strbuf_adds(&b, text);
	page_field(p, first ? word : "", strbuf_str(&b));
	strbuf_fini(&b);
}

void page_pair(struct page *p, enum text_id label, const char *value,
	       const char *name, const char *text)
{
	struct fill_value v[FILL_MAX] = { { value, name } };
	struct strbuf b = { 0 };

	fill_text(&b, label, v);
	if (page_keeps(p)) {
		page_doc_field(&p->doc, label, true, strbuf_view(&b),
			       slice_cstr(name));
		page_doc_value(&p->doc, slice_cstr(catalog_lang_say(text)));
	} else {
		page_field(p, strbuf_str(&b), text);
	}
	strbuf_fini(&b);
}

void page_points(struct page *p, enum text_id label, bool first,
		 const char *name)
{
	const char *word = catalog_text(label);

	if (page_keeps(p))
		page_doc_field(&p->doc, label, first, slice_cstr(word),
			       slice_cstr(name));
	else
		page_field(p, first ? word : "", name);
}

void page_point(struct page *p, struct slice text)
{
	if (page_keeps(p)) {
		page_doc_value(&p->doc, text);
		return;
	}
	strbuf_pad(&p->out, ' ', p->label);
	strbuf_adds(&p->out, "- ");
	layout_wrap(&p->out, text, p->label + 2, p->label + 2, p->columns);
}

void page_list(struct page *p, enum text_id label, const char *const *items,
	       const char *between)
{
	struct strbuf b = { 0 };

	for (size_t i = 0; items && items[i] && page_keeps(p); i++)
		page_more(p, label, !i, items[i]);
	for (size_t i = 0; items && items[i] && !page_keeps(p); i++) {
		if (i)
			strbuf_adds(&b, between);
		strbuf_adds(&b, catalog_lang_say(items[i]));
	}
	page_say(p, label, strbuf_str(&b));
	strbuf_fini(&b);
}

void page_gap(struct strbuf *out)
{
	struct slice said = strbuf_view(out);
	size_t n = full_stop.len;

	if (said.len < n || !slice_eq(slice_from(said, said.len - n),
				      full_stop))
		strbuf_addc(out, ' ');
}

static bool name_of(struct slice name, struct strbuf *out, void *arg)
{
	(void)arg;
	if (!out)
		return true;
	strbuf_addc(out, '<');
	for (size_t i = 0; i < name.len; i++)
		strbuf_addc(out, name.p[i] == '_' ? ' ' : name.p[i]);
	strbuf_addc(out, '>');
	return true;
}

void page_template(struct strbuf *out, const char *template)
{
	catalog_fill(out, template, name_of, NULL);
}

void page_template_english(struct strbuf *out, const char *template)
{
	catalog_fill_as_is(out, template, name_of, NULL);
}

struct slice page_sentence(const char *text)
{
	struct slice s = slice_cstr(catalog_lang_say(text));
	size_t end = slice_search(s, SLICE(". "));
	size_t wide = slice_search(s, full_stop);

	if (wide < end)
		return slice_head(s, wide + full_stop.len);
	return slice_head(s, end < s.len ? end + 1 : s.len);
}

void page_site(struct page *p, unsigned code,
	       const struct finding_text *finding)
{
	const char *remedy;
	struct strbuf only = { 0 }, text = { 0 }, b = { 0 };

	for (size_t n = 0; (remedy = site_page(p->site, code, finding, n, &only));
	     n++) {
		struct fill_value v[FILL_MAX] = { { "conditions", NULL },
						  { "text", NULL } };

		page_template(&text, remedy);
		v[0].text = strbuf_str(&only);
		v[1].text = strbuf_str(&text);
		if (only.len)
			fill_text(&b, TEXT_SITE_REMEDY, v);
		page_more(p, TEXT_LABEL_SITE, !n, only.len ? strbuf_str(&b) :
			  strbuf_str(&text));
		strbuf_reset(&only);
		strbuf_reset(&text);
		strbuf_reset(&b);
	}
	strbuf_fini(&only);
	strbuf_fini(&text);
	strbuf_fini(&b);
}
