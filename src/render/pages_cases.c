/* SPDX-License-Identifier: BSD-2-Clause */
/* A remedy may be for a case alone, by its conditions (data/README); a Title or an
 * Explain with that condition alone says what the case is. */
#include "render/pages_cases.h"

#include "render/fill.h"

enum { CONDITIONS = 4, ALIKE = 24 /* bytes */ };

struct condition {
	struct slice name;
	bool not;
};
struct conditions {
	unsigned n;
	struct condition of[CONDITIONS];
};

/* Those at the beginning of a template. */
static struct conditions conditions_of(const char *template)
{
	struct slice s = slice_cstr(template);
	struct conditions c = { .n = 0 };

	while (c.n < CONDITIONS && s.len > 2 && s.p[0] == '@' &&
	       (s.p[1] == '?' || s.p[1] == '!')) {
		size_t end = slice_find(slice_from(s, 2), '@');

		c.of[c.n++] = (struct condition){
			.name = slice_head(slice_from(s, 2), end),
			.not = s.p[1] == '!' };
		s = slice_from(s, end + 3);
	}
	return c;
}

/* Of these the first that is for that case and no other; NULL: none. */
static const char *words_in(const char *const *variants, struct slice name)
{
	for (; *variants; variants++) {
		struct conditions c = conditions_of(*variants);

		if (c.n == 1 && !c.of[0].not && slice_eq(c.of[0].name, name))
			return *variants;
	}
	return NULL;
}

static bool is_case(const struct finding_text *f, struct slice name)
{
	return words_in(f->titles, name) || words_in(f->explains, name);
}

/* The conditions of a remedy that are about cases. */
static struct conditions cases_of(const struct finding_text *f,
				  const char *remedy)
{
	struct conditions all = conditions_of(remedy), c = { .n = 0 };

	for (unsigned i = 0; i < all.n; i++) {
		if (is_case(f, all.of[i].name))
			c.of[c.n++] = all.of[i];
	}
	return c;
}

static bool has(const struct conditions *c, const struct condition *one)
{
	for (unsigned i = 0; i < c->n; i++) {
		if (c->of[i].not == one->not &&
		    slice_eq(c->of[i].name, one->name))
			return true;
	}
	return false;
}

static bool same(const struct conditions *a, const struct conditions *b)
{
	for (unsigned i = 0; i < a->n; i++) {
		if (!has(b, &a->of[i]))
			return false;
	}
	return a->n == b->n;
}

/* What the page tells first is the case in which no other holds. */
static bool is_usual(const struct conditions *c)
{
	for (unsigned i = 0; i < c->n; i++) {
		if (!c->of[i].not)
			return false;
	}
	return true;
}

static bool goes_with(const struct conditions *a, const struct conditions *b)
{
	return (is_usual(a) && is_usual(b)) || same(a, b);
}

/* Two ways to say nearly the same, for when a value is known and when not; by the
 * English words, so that all languages say the same. */
static bool alike(const char *a, const char *b)
{
	struct strbuf x = { 0 }, y = { 0 };
	bool same_words;

	page_template_english(&x, a);
	page_template_english(&y, b);
	same_words = x.len > ALIKE && y.len > ALIKE &&
		memcmp(x.p, y.p, ALIKE) == 0;
	strbuf_fini(&x);
	strbuf_fini(&y);
	return same_words;
}

static bool said_before(const struct finding_text *f, size_t at)
{
	struct conditions c = cases_of(f, f->remedies[at]);

	for (size_t i = 0; i < at; i++) {
		struct conditions o = cases_of(f, f->remedies[i]);

		if (goes_with(&o, &c) && alike(f->remedies[i], f->remedies[at]))
			return true;
	}
	return false;
}

/* Is there a remedy for the same, but with that one turned? */
static bool matters(const struct finding_text *f, const struct conditions *c,
		    unsigned which)
{
	struct conditions turned = *c;

	turned.of[which].not = false;
	for (const char *const *r = f->remedies; *r; r++) {
		struct conditions o = cases_of(f, *r);

		if (same(&o, &turned))
			return true;
	}
	return false;
}

/* Other words may follow it. */
static struct slice without_stop(struct slice sentence)
{
	static const struct slice stops[] = { { ".", 1 },
					      { "\343\200\202", 3 } };

	for (size_t i = 0; i < sizeof(stops) / sizeof(*stops); i++) {
		size_t n = stops[i].len;

		if (sentence.len > n && slice_eq(stops[i], slice_from(
			sentence, sentence.len - n)))
			return slice_head(sentence, sentence.len - n);
	}
	return sentence;
}

static void add_words(struct strbuf *out, const struct finding_text *f,
		      struct slice name)
{
	const char *words = words_in(f->titles, name);
	struct strbuf b = { 0 };

	if (words) {
		page_template(out, words);
		return;
	}
	words = words_in(f->explains, name);
	page_template(&b, words);
	strbuf_slice(out, without_stop(slice_trim(page_sentence(
		strbuf_str(&b)))));
	strbuf_fini(&b);
}

/* What the case is. */
static void add_case(struct strbuf *out, const struct finding_text *f,
		     const struct conditions *c)
{
	for (unsigned i = 0; i < c->n; i++) {
		struct strbuf b = { 0 };
		struct fill_value v[FILL_MAX] = { { "case", NULL } };

		if (c->of[i].not && !matters(f, c, i))
			continue;
		if (out->len)
			strbuf_adds(out, "; ");
		add_words(&b, f, c->of[i].name);
		v[0].text = strbuf_str(&b);
		if (c->of[i].not)
			fill_text(out, TEXT_CASE_NOT, v);
		else
			strbuf_slice(out, strbuf_view(&b));
		strbuf_fini(&b);
	}
}

/* Those that are for the case of the one at this place, from there on. */
static void put_case(struct page *p, const struct finding_text *f, size_t at,
		     bool first)
{
	struct conditions c = cases_of(f, f->remedies[at]);
	struct strbuf b = { 0 };

	add_case(&b, f, &c);
	page_points(p, TEXT_LABEL_CASE, first, strbuf_str(&b));
	for (size_t i = at; f->remedies[i]; i++) {
		struct conditions o = cases_of(f, f->remedies[i]);

		if (!same(&o, &c) || said_before(f, i))
			continue;
		strbuf_reset(&b);
		page_template(&b, f->remedies[i]);
		page_point(p, strbuf_view(&b));
	}
	strbuf_fini(&b);
}

/* Programs get all of them in one list, too, as ever. */
static void put_plain(struct page *p, const struct finding_text *f)
{
	bool first = true;

	for (size_t i = 0; f->remedies[i]; i++) {
		struct conditions c = cases_of(f, f->remedies[i]);
		struct strbuf b = { 0 };

		if ((p->format != PAGES_JSON && !is_usual(&c)) ||
		    said_before(f, i))
			continue;
		page_template(&b, f->remedies[i]);
		page_more(p, TEXT_LABEL_REPAIR, first, strbuf_str(&b));
		strbuf_fini(&b);
		first = false;
	}
}

static bool begins(const struct finding_text *f, size_t at)
{
	struct conditions c = cases_of(f, f->remedies[at]);

	for (size_t i = 0; i < at; i++) {
		struct conditions o = cases_of(f, f->remedies[i]);

		if (same(&o, &c))
			return false;
	}
	return !is_usual(&c);
}

void pages_cases_put(struct page *p, const struct finding_text *f)
{
	bool first = true;

	put_plain(p, f);
	for (size_t i = 0; f->remedies[i]; i++) {
		if (!begins(f, i))
			continue;
		put_case(p, f, i, first);
		first = false;
	}
}
