/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/page.h"

#include "data/catalog_lang.h"
#include "render/fill.h"

#include <errno.h>

/* One of the two codes. */
struct side {
	const struct status_text *text; /* a class row for nobody's code */
	unsigned code;
	struct strbuf name;   /* `420 Bad Extension' */
	struct strbuf number; /* `420' */
	struct strbuf fixes, headers;
};

static void join(struct strbuf *out, const char *const *items,
		 const char *between)
{
	for (size_t i = 0; items && items[i]; i++) {
		if (i && *between == ' ')
			page_gap(out);
		else if (i)
			strbuf_adds(out, between);
		strbuf_adds(out, catalog_lang_say(items[i]));
	}
}

static bool side_read(struct side *s, struct slice topic)
{
	uint64_t code;

	*s = (struct side){ 0 };
	if (slice_to_uint(slice_trim(topic), 699, &code))
		return false;
	s->code = (unsigned)code;
	s->text = catalog_status_or_class(s->code);
	if (!s->text)
		return false;
	strbuf_uint(&s->number, s->code);
	strbuf_uint(&s->name, s->code);
	strbuf_addc(&s->name, ' ');
	strbuf_adds(&s->name, s->text->code == s->code ? s->text->name :
		    catalog_text(TEXT_NOT_REGISTERED));
	join(&s->fixes, s->text->fixes, " ");
	if (!s->fixes.len)
		strbuf_adds(&s->fixes, catalog_text(TEXT_NOTHING_TO_FIX));
	join(&s->headers, s->text->read_response, ", ");
	if (!s->headers.len)
		strbuf_adds(&s->headers, catalog_text(TEXT_COMPARE_NONE));
	return true;
}

static void side_fini(struct side *s)
{
	strbuf_fini(&s->name);
	strbuf_fini(&s->number);
	strbuf_fini(&s->fixes);
	strbuf_fini(&s->headers);
}

/* --- the first sentence --- */

static void headline(struct page *p, const struct side *a,
		     const struct side *b)
{
	struct fill_value v[FILL_MAX] = {
		{ "first", strbuf_str(&a->name) },
		{ "second", strbuf_str(&b->name) },
		{ "first_effect", page_effect(a->text->class) },
		{ "second_effect", page_effect(b->text->class) },
		{ "first_class", page_class(a->code) },
		{ "second_class", page_class(b->code) },
	};
	struct strbuf out = { 0 };

	if (a->text->class != b->text->class)
		fill_text(&out, TEXT_COMPARE_HEAD, v);
	else
		fill_text(&out, a->code / 100 == b->code / 100 ?
			  TEXT_COMPARE_HEAD_ALIKE : TEXT_COMPARE_HEAD_CLASS, v);
	layout_wrap(&p->out, strbuf_view(&out), 0, 0, p->columns);
	strbuf_addc(&p->out, '\n');
	strbuf_fini(&out);
}

/* --- the table --- */

struct row {
	enum text_id label;
	const char *a, *b;
};

static void table_row(struct page *p, const char *label, struct slice a,
		      struct slice b)
{
	size_t width = (p->columns - p->label - 3) / 2;
	struct slice left, right;
	bool more_left, more_right;

	for (;;) {
		left = right = (struct slice){ 0 };
		more_left = layout_next(&a, width, true, &left);
		more_right = layout_next(&b, width, true, &right);
		if (!more_left && !more_right)
			return;
		if (*label) {
			strbuf_adds(&p->out, "  ");
			layout_cell(&p->out, slice_cstr(label),
				    p->label - 2, 1);
		} else {
			strbuf_pad(&p->out, ' ', p->label);
		}
		label = "";
		if (right.len)
			layout_cell(&p->out, left, width + 3, 3);
		else
			strbuf_slice(&p->out, left);
		strbuf_slice(&p->out, right);
		strbuf_addc(&p->out, '\n');
	}
}

static void table(struct page *p, const struct side *a, const struct side *b)
{
	const struct status_text *x = a->text, *y = b->text;
	const struct row rows[] = {
		{ TEXT_LABEL_CLASS, page_class(a->code), page_class(b->code) },
		{ TEXT_LABEL_MEANING, x->meaning, y->meaning },
		{ TEXT_LABEL_WHEN, x->when, y->when },
		{ TEXT_LABEL_REPAIR, strbuf_str(&a->fixes),
		  strbuf_str(&b->fixes) },
		{ TEXT_LABEL_RETRY, page_retry(x->retry),
		  page_retry(y->retry) },
		{ TEXT_LABEL_ACTS, page_acts(x->acts), page_acts(y->acts) },
		{ TEXT_LABEL_ENDS, page_ends(x->ends), page_ends(y->ends) },
		{ TEXT_LABEL_READ, x->read, y->read },
	};

	layout_style(&p->out, p->color, LAYOUT_BOLD);
	table_row(p, "", strbuf_view(&a->name), strbuf_view(&b->name));
	layout_style_end(&p->out, p->color);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		table_row(p, catalog_text(rows[i].label),
			  slice_cstr(catalog_lang_say(rows[i].a)),
			  slice_cstr(catalog_lang_say(rows[i].b)));
}

/* --- what differs --- */

static void heading(struct page *p, enum text_id id)
{
	strbuf_addc(&p->out, '\n');
	layout_style(&p->out, p->color, LAYOUT_BOLD);
	strbuf_adds(&p->out, catalog_text(id));
	layout_style_end(&p->out, p->color);
	strbuf_addc(&p->out, '\n');
}

static void numbered(struct page *p, unsigned *n, struct slice text)
{
	struct strbuf head = { 0 };

	strbuf_pad(&head, ' ', *n < 9 ? 3 : 2);
	strbuf_uint(&head, ++*n);
	strbuf_adds(&head, ". ");
	strbuf_slice(&p->out, strbuf_view(&head));
	layout_wrap(&p->out, text, head.len, head.len, p->columns);
	strbuf_fini(&head);
}

/* What one stanza says about the other code. */
static void unlike(struct page *p, unsigned *n, const struct side *of,
		   const struct side *other)
{
	const struct catalog_pair *c = of->text->not_to_confuse;

	for (; c && c->key; c++) {
		if (strcmp(c->key, strbuf_str(&other->number)) == 0)
			numbered(p, n, slice_cstr(
				catalog_lang_say(c->text)));
	}
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

	if (!*v[2].text || !*v[4].text || strcmp(v[2].text, v[4].text) == 0)
		return;
	fill_text(&out, TEXT_COMPARE_PAIR, v);
	numbered(p, n, strbuf_view(&out));
	strbuf_fini(&out);
}

static const char *said(const char *words)
{
	return words ? catalog_lang_say(words) : "";
}

static void differences(struct page *p, const struct side *a,
			const struct side *b)
{
	const struct status_text *x = a->text, *y = b->text;
	const struct row rows[] = {
		{ TEXT_LABEL_CLASS, page_class(a->code), page_class(b->code) },
		{ TEXT_LABEL_RETRY, page_retry(x->retry),
		  page_retry(y->retry) },
		{ TEXT_LABEL_ACTS, page_acts(x->acts), page_acts(y->acts) },
		{ TEXT_LABEL_ENDS, page_ends(x->ends), page_ends(y->ends) },
		{ TEXT_LABEL_METHODS, x->methods, y->methods },
		{ TEXT_COMPARE_HEADERS, strbuf_str(&a->headers),
		  strbuf_str(&b->headers) },
	};
	unsigned n = 0;

	heading(p, TEXT_COMPARE_DIFFERENCES);
	unlike(p, &n, a, b);
	unlike(p, &n, b, a);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct fill_value v[2] = {
			{ strbuf_str(&a->number), said(rows[i].a) },
			{ strbuf_str(&b->number), said(rows[i].b) },
		};

		pair(p, &n, catalog_text(rows[i].label), v);
	}
	if (!n)
		numbered(p, &n, slice_cstr(catalog_text(TEXT_COMPARE_NONE)));
}

/* --- which to use --- */

static void which(struct page *p, const struct side *s)
{
	struct strbuf b = { 0 };

	strbuf_slice(&b, page_sentence(s->text->meaning));
	if (s->text->example) {
		page_gap(&b);
		strbuf_adds(&b, catalog_text(TEXT_LABEL_EXAMPLE));
		strbuf_adds(&b, ": ");
		strbuf_adds(&b, catalog_lang_say(s->text->example));
	}
	page_field(p, strbuf_str(&s->number), strbuf_str(&b));
	strbuf_fini(&b);
}

static void compare(struct page *p, const struct side *a, const struct side *b)
{
	headline(p, a, b);
	table(p, a, b);
	differences(p, a, b);
	heading(p, TEXT_COMPARE_WHICH);
	which(p, a);
	if (a->code != b->code)
		which(p, b);
}

int pages_compare(struct render_sink *s, const struct pages_options *o,
		  struct slice a, struct slice b, struct strbuf *near)
{
	struct page p = page_new(o);
	struct side x, y;
	bool first = side_read(&x, a), second = side_read(&y, b);

	if (!first)
		pages_near_find(near, slice_trim(a), true);
	else if (!second)
		pages_near_find(near, slice_trim(b), true);
	else if (x.code < y.code)
		compare(&p, &x, &y);
	else
		compare(&p, &y, &x);
	side_fini(&x);
	side_fini(&y);
	page_put(&p, s);
	return first && second ? 0 : -ENOENT;
}
