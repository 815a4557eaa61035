/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/pages_stack.h"

#include "data/catalog_lang.h"
#include "data/catalog_phrase.h"
#include "data/catalog_scanner.h"

static void upper(struct strbuf *out, struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		strbuf_addc(out, s.p[i] >= 'a' && s.p[i] <= 'z' ?
			    (char)(s.p[i] - 32) : s.p[i]);
}

/* A line of advice; `@?register@ ...' becomes `REGISTER: ...'. */
static void add_advice(struct strbuf *out, const char *template)
{
	struct strbuf b = { 0 };
	struct slice t;

	template = catalog_lang_say(template);
	t = slice_cstr(template);
	if (slice_starts_nocase(t, SLICE("@?"))) {
		t = slice_from(t, 2);
		t = slice_head(t, slice_find(t, '@'));
		if (slice_eq(t, SLICE("in_dialog")))
			strbuf_adds(out, catalog_text(
				TEXT_CONDITION_IN_DIALOG));
		else
			upper(out, t);
		strbuf_adds(out, ": ");
		template = t.p + t.len + 1;
	}
	page_template(&b, template);
	strbuf_slice(out, slice_trim(strbuf_view(&b)));
	strbuf_fini(&b);
}

/* --- what is behind a code or a finding --- */

void pages_stack_causes(struct page *p, struct slice topic)
{
	size_t n;
	const struct catalog_stack *all = catalog_stack_all(&n);
	bool first = true;

	for (size_t i = 0; i < n; i++) {
		const struct catalog_advice *a = all[i].advice;
		bool named = false;

		for (; a->topics; a++) {
			struct strbuf b = { 0 };

			if (!catalog_stack_has(a, topic))
				continue;
			if (!named)
				page_points(p, TEXT_LABEL_ON, first,
					    all[i].name);
			first = false;
			named = true;
			add_advice(&b, a->text);
			page_point(p, strbuf_view(&b));
			strbuf_fini(&b);
		}
	}
}

void pages_stack_causes_code(struct page *p, unsigned code)
{
	struct strbuf b = { 0 };

	strbuf_uint(&b, code);
	if (code < 10)
		strbuf_adds(&b, "xx");
	pages_stack_causes(p, strbuf_view(&b));
	strbuf_fini(&b);
}

/* --- a stack --- */

static void join(struct strbuf *out, const char *const *items)
{
	for (size_t i = 0; items[i]; i++) {
		if (i)
			strbuf_adds(out, ", ");
		strbuf_adds(out, items[i]);
	}
}

static void known_by(struct page *p, const struct catalog_stack *s)
{
	const char *example;

	for (size_t i = 0; (example = catalog_stack_example(s, i)); i++)
		page_more(p, TEXT_LABEL_KNOWN_BY, !i, example);
}

static void stack(struct page *p, const struct catalog_stack *s)
{
	const struct catalog_advice *a = s->advice;

	page_next(p);
	page_object(p, "stack", slice_cstr(s->key));
	page_title(p, s->name, catalog_text(TEXT_KIND_STACK));
	page_say(p, TEXT_LABEL_MEANING, s->text);
	known_by(p, s);
	page_say(p, TEXT_LABEL_PART_OF, s->of ? s->of->name : NULL);
	if (a->topics)
		page_points(p, TEXT_LABEL_ON, true, s->name);
	for (; a->topics; a++) {
		struct strbuf b = { 0 };

		join(&b, a->topics);
		strbuf_adds(&b, ": ");
		add_advice(&b, a->text);
		page_point(p, strbuf_view(&b));
		strbuf_fini(&b);
	}
	page_say(p, TEXT_LABEL_LIKE, s->like ? s->like->name : NULL);
}

/* --- a phrase --- */

static const char *sender(const char *key)
{
	const struct catalog_stack *s = catalog_stack_get(slice_cstr(key));

	return s ? s->name : catalog_text(TEXT_SENT_BY_ANY);
}

static void add_senders(struct strbuf *out, const struct catalog_phrase *ph)
{
	for (const char *const *by = ph->by; *by; by++) {
		if (by != ph->by)
			strbuf_adds(out, ", ");
		strbuf_adds(out, sender(*by));
	}
}

static void add_codes(struct strbuf *out, const struct catalog_phrase *ph)
{
	for (const unsigned short *c = ph->codes; *c; c++) {
		const struct status_text *s = catalog_status(*c);

		if (c != ph->codes)
			strbuf_adds(out, ", ");
		strbuf_uint(out, *c);
		strbuf_addc(out, ' ');
		strbuf_adds(out, s ? s->name : "");
	}
}

static void phrase(struct page *p, const struct catalog_phrase *ph)
{
	struct strbuf by = { 0 }, places = { 0 }, codes = { 0 };

	for (int i = 0; i < CATALOG_PLACE_COUNT; i++) {
		if (!(ph->places & 1U << i))
			continue;
		if (places.len)
			strbuf_adds(&places, ", ");
		strbuf_adds(&places,
			    catalog_phrase_place((enum catalog_place)i));
	}
	add_senders(&by, ph);
	add_codes(&codes, ph);
	page_next(p);
	page_object(p, "phrase", slice_cstr(ph->text));
	page_title(p, ph->text, catalog_text(TEXT_KIND_PHRASE));
	page_say(p, TEXT_LABEL_SENT_BY, strbuf_str(&by));
	page_say(p, TEXT_LABEL_STANDS_IN, strbuf_str(&places));
	page_say(p, TEXT_LABEL_WITH_CODE, strbuf_str(&codes));
	page_say(p, TEXT_LABEL_MEANING, ph->meaning);
	page_say(p, TEXT_LABEL_REPAIR, ph->hint);
	strbuf_fini(&by);
	strbuf_fini(&places);
	strbuf_fini(&codes);
}

/* --- a scanner --- */

static const char *level(const struct catalog_scanner *s)
{
	static const enum text_id text[] = {
		[SCANNER_ATTACK] = TEXT_LEVEL_ATTACK,
		[SCANNER_SUSPECT] = TEXT_LEVEL_SUSPECT,
		[SCANNER_TOOL] = TEXT_LEVEL_TOOL,
	};

	return catalog_text(text[s->level]);
}

static void scanner(struct page *p, const struct catalog_scanner *s)
{
	struct strbuf title = { 0 };

	page_next(p);
	page_object(p, "scanner", slice_cstr(s->key));
	strbuf_adds(&title, s->key);
	if (strcmp(s->key, s->name) != 0) {
		strbuf_adds(&title, ": ");
		strbuf_adds(&title, s->name);
	}
	page_title(p, strbuf_str(&title), level(s));
	page_say(p, TEXT_LABEL_MEANING, s->text);
	page_say(p, TEXT_LABEL_REPAIR, s->hint);
	strbuf_fini(&title);
}

/* --- the topics --- */

/* `Server: Asterisk PBX 20.5.0', as it stands in a message */
static const struct catalog_stack *by_header(struct slice topic,
					     const struct catalog_scanner **scan)
{
	static const struct {
		struct slice name;
		enum catalog_clue clue;
	} headers[] = {
		{ { "Server:", 7 }, CATALOG_CLUE_SERVER },
		{ { "User-Agent:", 11 }, CATALOG_CLUE_USER_AGENT },
	};
	struct catalog_clues clues = { 0 };

	for (size_t i = 0; i < sizeof(headers) / sizeof(*headers); i++) {
		if (!slice_starts_nocase(topic, headers[i].name))
			continue;
		topic = slice_from(topic, headers[i].name.len);
		clues.of[headers[i].clue] = topic;
		*scan = catalog_scanner_find(headers[i].clue, topic);
	}
	return catalog_stack_find(&clues).stack;
}

bool pages_stack_topic(struct page *p, struct slice topic)
{
	const struct catalog_scanner *scan = NULL;
	const struct catalog_stack *s;
	const struct catalog_phrase *ph = NULL;
	size_t before = p->out.len + p->doc.n;

	topic = slice_trim(topic);
	s = catalog_stack_get(topic);
	if (!s)
		s = by_header(topic, &scan);
	if (s)
		stack(p, s);
	while ((ph = catalog_phrase_next(topic, ph)))
		phrase(p, ph);
	if (!scan)
		scan = catalog_scanner_get(topic);
	if (scan)
		scanner(p, scan);
	return p->out.len + p->doc.n > before;
}

const char *pages_stack_name(size_t i)
{
	size_t n;
	const struct catalog_stack *stacks = catalog_stack_all(&n);
	const struct catalog_scanner *scanners;
	const struct catalog_phrase *phrases;

	if (i < n)
		return stacks[i].key;
	i -= n;
	scanners = catalog_scanner_all(&n);
	if (i < n)
		return scanners[i].key;
	i -= n;
	phrases = catalog_phrase_all(&n);
	return i < n ? phrases[i].text : NULL;
}

/* --- the lists --- */

void pages_stack_list(struct page *p)
{
	size_t n;
	const struct catalog_stack *all = catalog_stack_all(&n);

	for (size_t i = 0; i < n; i++) {
		struct strbuf b = { 0 };

		strbuf_adds(&b, all[i].name);
		strbuf_adds(&b, ": ");
		strbuf_slice(&b, page_sentence(all[i].text));
		page_item(p, all[i].key, 21, strbuf_view(&b));
		strbuf_fini(&b);
	}
}

void pages_stack_phrases(struct page *p)
{
	size_t n;
	const struct catalog_phrase *all = catalog_phrase_all(&n);

	for (size_t i = 0; i < n; i++) {
		struct strbuf b = { 0 };

		add_senders(&b, &all[i]);
		strbuf_adds(&b, ": ");
		strbuf_slice(&b, page_sentence(all[i].meaning));
		page_item(p, all[i].text, 28, strbuf_view(&b));
		strbuf_fini(&b);
	}
}

void pages_stack_scanners(struct page *p)
{
	size_t n;
	const struct catalog_scanner *all = catalog_scanner_all(&n);

	for (size_t i = 0; i < n; i++)
		page_item(p, all[i].key, 20, page_sentence(all[i].text));
}
