/* SPDX-License-Identifier: BSD-2-Clause */
/* Filling a template: `@name@' becomes a value, `@?name@' demands one, `@!name@'
 * demands that there is none (both print nothing), `@@' prints @. */
#ifndef DATA_CATALOG_FILL_H
#define DATA_CATALOG_FILL_H

#include "data/catalog.h"

/* Looks a placeholder up: append its text to out and return true, or return
 * false when there is no such value.  With out NULL only the answer counts. */
typedef bool catalog_value_fn(struct slice name, struct strbuf *out, void *arg);

/* True when every condition and placeholder of the template is met. */
bool catalog_fill_possible(const char *template, catalog_value_fn *fn,
			   void *arg);
/* Append the filled template, in the language in use (catalog_lang.h); unknown
 * placeholders print nothing. */
void catalog_fill(struct strbuf *out, const char *template,
		  catalog_value_fn *fn, void *arg);
/* The same without a look for a translation. */
void catalog_fill_as_is(struct strbuf *out, const char *template,
			catalog_value_fn *fn, void *arg);
/* catalog_fill() of a template that is possible; else false, and out is as it was.
 * Asks for each value once. */
bool catalog_fill_try(struct strbuf *out, const char *template,
		      catalog_value_fn *fn, void *arg);
/* The same of the first of a NULL-terminated list that is possible. */
bool catalog_fill_first(struct strbuf *out, const char *const *templates,
			catalog_value_fn *fn, void *arg);

/* A template cut at its placeholders, for one that is filled so often that nobody
 * wants to look for them each time: text, a value behind it, and so on. */
enum { CATALOG_CUT_MAX = 4 };
enum { CATALOG_CUT_END = 0xfe, CATALOG_CUT_NONE = 0xff };
struct catalog_piece {
	const char *text; /* borrowed from the template, len bytes */
	uint16_t len;
	uint8_t value; /* place of its name; CATALOG_CUT_END: the last piece, no
			  value; CATALOG_CUT_NONE: no value */
};
struct catalog_cut {
	struct catalog_piece pieces[CATALOG_CUT_MAX];
};
/* Cut a template as it is.  names ends with NULL.  False when it has other names,
 * which show nothing, or too many or too long pieces, the last of which are left
 * out. */
bool catalog_fill_cut(struct catalog_cut *out, const char *template,
		      const char *const *names);

#endif
