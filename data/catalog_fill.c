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

const char *catalog_fill_first(const char *const *templates,
			       catalog_value_fn *fn, void *arg)
{
	for (; *templates; templates++)
		if (catalog_fill_possible(*templates, fn, arg))
			return *templates;
	return NULL;
}
