/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE 1 /* strchrnul */
#include "data/catalog_fill.h"

#include "data/catalog_lang.h"

/* What stands between the sign at `at' and the next, where *rest goes on; empty
 * for `@@'. */
static inline struct slice placeholder(const char *at, const char **rest)
{
	const char *end = strchrnul(at + 1, '@');

	*rest = *end ? end + 1 : end;
	return slice_of(at + 1, (size_t)(end - at) - 1);
}

bool catalog_fill_possible(const char *template, catalog_value_fn *fn,
			   void *arg)
{
	const char *at;
	struct slice name;
	bool there;

	while (*(at = strchrnul(template, '@'))) {
		name = placeholder(at, &template);
		if (!name.len)
			continue;
		if (name.p[0] == '!' || name.p[0] == '?')
			there = fn(slice_from(name, 1), NULL, arg);
		else
			there = fn(name, NULL, arg);
		if (there == (name.p[0] == '!'))
			return false;
	}
	return true;
}

void catalog_fill(struct strbuf *out, const char *template,
		  catalog_value_fn *fn, void *arg)
{
	catalog_fill_as_is(out, catalog_lang_say(template), fn, arg);
}

void catalog_fill_as_is(struct strbuf *out, const char *template,
			catalog_value_fn *fn, void *arg)
{
	const char *at;
	struct slice name;

	while (*(at = strchrnul(template, '@'))) {
		strbuf_add(out, template, (size_t)(at - template));
		name = placeholder(at, &template);
		if (!name.len)
			strbuf_addc(out, '@');
		else if (name.p[0] != '?' && name.p[0] != '!')
			fn(name, out, arg);
	}
	strbuf_add(out, template, (size_t)(at - template));
}

bool catalog_fill_try(struct strbuf *out, const char *template,
		      catalog_value_fn *fn, void *arg)
{
	size_t from = out->len;
	const char *at;
	struct slice name;
	bool there;

	template = catalog_lang_say(template); /* its conditions are the same */
	while (*(at = strchrnul(template, '@'))) {
		strbuf_add(out, template, (size_t)(at - template));
		name = placeholder(at, &template);
		if (!name.len) {
			strbuf_addc(out, '@');
			continue;
		}
		if (name.p[0] == '!' || name.p[0] == '?')
			there = fn(slice_from(name, 1), NULL, arg);
		else
			there = fn(name, out, arg);
		if (there == (name.p[0] == '!')) {
			out->len = from;
			if (out->p)
				out->p[from] = '\0';
			return false;
		}
	}
	strbuf_add(out, template, (size_t)(at - template));
	return true;
}

bool catalog_fill_first(struct strbuf *out, const char *const *templates,
			catalog_value_fn *fn, void *arg)
{
	for (; *templates; templates++)
		if (catalog_fill_try(out, *templates, fn, arg))
			return true;
	return false;
}

/* The place of a name; `@@' and conditions have no value. */
static uint8_t place_of(struct slice name, const char *const *names, bool *known)
{
	for (uint8_t i = 0; names[i]; i++)
		if (slice_eq(name, slice_cstr(names[i])))
			return i;
	*known &= !name.len || name.p[0] == '?' || name.p[0] == '!';
	return CATALOG_CUT_NONE;
}

bool catalog_fill_cut(struct catalog_cut *out, const char *template,
		      const char *const *names)
{
	struct catalog_piece *p = out->pieces, *end = p + CATALOG_CUT_MAX;
	bool known = true;
	const char *at;
	struct slice name;

	for (; p < end; p++) {
		at = strchrnul(template, '@');
		*p = (struct catalog_piece){ template, (uint16_t)(at - template),
					     CATALOG_CUT_END };
		if (at - template >= UINT16_MAX) {
			p->len = 0;
			return false;
		}
		if (!*at)
			return known;
		name = placeholder(at, &template);
		p->len += !name.len; /* the sign itself */
		p->value = place_of(name, names, &known);
	}
	p[-1].value = CATALOG_CUT_END;
	return false;
}
