/* SPDX-License-Identifier: BSD-2-Clause */
#include "data/catalog_fill.h"

#include "data/catalog_lang.h"

/* Cut the next `@...@' off *rest.  plain gets the text before it, name what
 * stands between the signs (empty for `@@').  False when there is none left;
 * then plain is all that was left. */
static bool next_placeholder(struct slice *rest, struct slice *plain,
			     struct slice *name)
{
	size_t start = slice_find(*rest, '@');
	size_t len;

	*plain = slice_head(*rest, start);
	if (start == rest->len)
		return false;
	*rest = slice_from(*rest, start + 1);
	len = slice_find(*rest, '@');
	*name = slice_head(*rest, len);
	*rest = slice_from(*rest, len + 1);
	return true;
}

bool catalog_fill_possible(const char *template, catalog_value_fn *fn,
			   void *arg)
{
	struct slice rest = slice_cstr(template), plain, name;
	bool there;

	while (next_placeholder(&rest, &plain, &name)) {
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
	struct slice rest = slice_cstr(template), plain, name;

	while (next_placeholder(&rest, &plain, &name)) {
		strbuf_slice(out, plain);
		if (!name.len)
			strbuf_addc(out, '@');
		else if (name.p[0] != '?' && name.p[0] != '!')
			fn(name, out, arg);
	}
	strbuf_slice(out, plain);
}

const char *catalog_fill_first(const char *const *templates,
			       catalog_value_fn *fn, void *arg)
{
	for (; *templates; templates++)
		if (catalog_fill_possible(*templates, fn, arg))
			return *templates;
	return NULL;
}
