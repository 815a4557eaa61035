/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/page.h"

#include "render/pages_stack.h"

/* Two ways to say nearly the same, for when a value is known and when not. */
static bool alike(const char *a, const char *b)
{
	struct strbuf x = { 0 }, y = { 0 };
	bool same;

	page_template(&x, a);
	page_template(&y, b);
	same = x.len > 24 && y.len > 24 && memcmp(x.p, y.p, 24) == 0;
	strbuf_fini(&x);
	strbuf_fini(&y);
	return same;
}

static bool said_before(const char *const *all, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		if (alike(all[i], all[at]))
			return true;
	}
	return false;
}

static void remedies(struct page *p, const char *const *all)
{
	const char *label = catalog_text(TEXT_LABEL_REPAIR);

	for (size_t i = 0; all[i]; i++) {
		struct strbuf b = { 0 };

		if (said_before(all, i))
			continue;
		page_template(&b, all[i]);
		page_field(p, label, strbuf_str(&b));
		strbuf_fini(&b);
		label = "";
	}
}

/* The first variant that is not for a special case only; the first of those
 * says most. */
static const char *usual(const char *const *variants)
{
	for (const char *const *t = variants; *t; t++) {
		if (!strstr(*t, "@?") && !strstr(*t, "@!"))
			return *t;
	}
	return *variants;
}

void pages_row_finding(struct page *p, const struct finding_text *f)
{
	struct strbuf title = { 0 }, why = { 0 };

	page_title(p, f->name, catalog_text(TEXT_KIND_FINDING));
	page_say(p, TEXT_LABEL_WHAT, f->label);
	if (f->titles[0]) {
		page_template(&title, usual(f->titles));
		page_say(p, TEXT_LABEL_TITLE, strbuf_str(&title));
	}
	strbuf_fini(&title);
	page_say(p, TEXT_LABEL_SEVERITY, catalog_severity_name(f->severity));
	page_say(p, TEXT_LABEL_CERTAINTY,
		 catalog_certainty_name(f->certainty));
	if (f->explains[0])
		page_template(&why, usual(f->explains));
	page_say(p, TEXT_LABEL_MEANING, strbuf_str(&why));
	strbuf_fini(&why);
	page_say(p, TEXT_LABEL_EXCEPTIONS, f->exceptions);
	remedies(p, f->remedies);
	pages_stack_causes(p, slice_cstr(f->name));
	page_list(p, TEXT_LABEL_REFERENCE, f->references, "; ");
}

void pages_row_simple(struct page *p, enum catalog_table table,
		      const struct catalog_row *row)
{
	static const enum text_id kind[] = {
		[CATALOG_WARNINGS] = TEXT_KIND_WARNING,
		[CATALOG_Q850] = TEXT_KIND_CAUSE,
		[CATALOG_METHODS] = TEXT_KIND_METHOD,
		[CATALOG_HEADERS] = TEXT_KIND_HEADER,
		[CATALOG_OPTION_TAGS] = TEXT_KIND_OPTION_TAG,
	};
	struct strbuf title = { 0 };

	if (table == CATALOG_Q850)
		strbuf_adds(&title, "Q.850:");
	else if (table == CATALOG_WARNINGS)
		strbuf_adds(&title, "Warning ");
	strbuf_adds(&title, row->key);
	if (row->name) {
		strbuf_addc(&title, ' ');
		strbuf_adds(&title, row->name);
	}
	page_title(p, strbuf_str(&title), catalog_text(kind[table]));
	strbuf_fini(&title);
	page_say(p, TEXT_LABEL_COMPACT, row->compact);
	page_say(p, TEXT_LABEL_MEANING, row->text);
	page_say(p, TEXT_LABEL_HINT, row->hint);
	page_say(p, TEXT_LABEL_REFERENCE, row->reference);
}
