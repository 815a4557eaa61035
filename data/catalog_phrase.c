/* SPDX-License-Identifier: BSD-2-Clause */
#include "data/catalog_phrase.h"

#include "data/catalog_stack_table.h"

const char *catalog_phrase_place(enum catalog_place place)
{
	static const char *const names[CATALOG_PLACE_COUNT] = {
		[CATALOG_PLACE_REASON_PHRASE] = "reason phrase",
		[CATALOG_PLACE_REGISTRAR_ERROR] = "P-Registrar-Error",
		[CATALOG_PLACE_REASON] = "Reason",
		[CATALOG_PLACE_WARNING] = "Warning",
		[CATALOG_PLACE_SIPFRAG] = "message/sipfrag",
	};

	return names[place];
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Without the blanks at the start and those that stand beside `;' or `='. */
static struct slice skip(struct slice s, char before)
{
	struct slice t = s;

	while (t.len && is_blank(t.p[0]))
		t = slice_from(t, 1);
	if (before == ';' || before == '=' || !before || !t.len ||
	    t.p[0] == ';' || t.p[0] == '=')
		return t;
	return s;
}

/* A value of Reason that begins with these parameters. */
static bool reason_begins(struct slice value, struct slice want)
{
	char before = '\0';

	for (;;) {
		value = skip(value, before);
		want = skip(want, before);
		if (!want.len)
			return !value.len || value.p[0] == ';' ||
				value.p[0] == ',';
		if (!value.len || value.p[0] != want.p[0])
			return false;
		before = want.p[0];
		value = slice_from(value, 1);
		want = slice_from(want, 1);
	}
}

static bool code_fits(const struct catalog_phrase *p, unsigned status)
{
	const unsigned short *c = p->codes;

	if (!status || !*c)
		return true;
	while (*c && *c != status)
		c++;
	return *c != 0;
}

static bool sender_fits(const struct catalog_phrase *p,
			const struct catalog_stack *stack)
{
	const struct catalog_stack *s;

	for (const char *const *by = p->by; *by; by++) {
		s = catalog_stack_get(slice_cstr(*by)); /* NULL: any */
		if (p->weak ? stack && s == stack :
		    !s || !stack || catalog_stack_related(s, stack))
			return true;
	}
	return false;
}

static bool fits(const struct catalog_phrase *p, enum catalog_place place,
		 unsigned status, const struct catalog_stack *stack)
{
	return p->places & 1U << place && code_fits(p, status) &&
		sender_fits(p, stack);
}

static bool matches(const struct catalog_phrase *p, struct slice text)
{
	for (const char *const *m = p->matches; *m; m++)
		if (catalog_sign_fits(*m, text))
			return true;
	return false;
}

static int compare(struct slice a, const char *b)
{
	struct slice other = slice_cstr(b);
	size_t n = a.len < other.len ? a.len : other.len;
	int c = n ? memcmp(a.p, other.p, n) : 0;

	return c ? c : (a.len > other.len) - (a.len < other.len);
}

static const struct catalog_phrase *exact(struct slice text)
{
	size_t from = 0, to = catalog_phrase_count, middle;
	int c;

	while (from < to) {
		middle = from + (to - from) / 2;
		c = compare(text, catalog_phrases[middle].text);
		if (!c)
			return &catalog_phrases[middle];
		if (c < 0)
			to = middle;
		else
			from = middle + 1;
	}
	return NULL;
}

const struct catalog_phrase *
catalog_phrase_find(enum catalog_place place, struct slice text,
		    unsigned status, const struct catalog_stack *stack)
{
	const struct catalog_phrase *p;
	bool reason = place == CATALOG_PLACE_REASON;

	text = slice_trim(text);
	p = reason ? NULL : exact(text);
	if (p && !*p->matches && fits(p, place, status, stack))
		return p;
	for (size_t i = 0; text.len && i < catalog_phrase_count; i++) {
		p = &catalog_phrases[i];
		if (!reason && !*p->matches)
			continue;
		if ((reason ? reason_begins(text, slice_cstr(p->text)) :
		     matches(p, text)) && fits(p, place, status, stack))
			return p;
	}
	return NULL;
}

const struct catalog_phrase *
catalog_phrase_next(struct slice text, const struct catalog_phrase *after)
{
	const struct catalog_phrase *end, *p;

	text = slice_trim(text);
	end = catalog_phrases + catalog_phrase_count;
	for (p = after ? after + 1 : catalog_phrases; p < end; p++)
		if (slice_eq_nocase(slice_cstr(p->text), text) ||
		    matches(p, text))
			return p;
	return NULL;
}

const struct catalog_phrase *catalog_phrase_all(size_t *n)
{
	*n = catalog_phrase_count;
	return catalog_phrases;
}
