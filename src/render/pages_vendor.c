/* SPDX-License-Identifier: BSD-2-Clause */
/* What programs and carriers make of codes beyond the standards. */
#include "render/page.h"

#include "data/catalog_lang.h"
#include "render/fill.h"

static const char *where_of(const char *word)
{
	static const struct {
		const char *word;
		enum text_id text;
	} words[] = {
		{ "wire", TEXT_WHERE_WIRE }, { "reason", TEXT_WHERE_REASON },
		{ "header", TEXT_WHERE_HEADER }, { "log", TEXT_WHERE_LOG },
		{ "internal", TEXT_WHERE_INTERNAL },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (strcmp(words[i].word, word) == 0)
			return catalog_text(words[i].text);
	}
	return word;
}

/* `477' of `477 Send failed', when no more than one code is meant. */
static bool single(const struct catalog_row *row, uint64_t *code)
{
	struct slice key = slice_cstr(row->key);

	return slice_to_uint(slice_head(key, slice_find(key, ' ')), 699,
			     code) == 0 && *code >= 100;
}

static void unregistered(struct page *p, uint64_t code)
{
	struct fill_value v[FILL_MAX] = { { "status", NULL },
					  { "class", NULL } };
	struct strbuf number = { 0 }, class = { 0 }, b = { 0 };

	strbuf_uint(&number, code);
	strbuf_uint(&class, code / 100 * 100);
	v[0].text = strbuf_str(&number);
	v[1].text = strbuf_str(&class);
	fill_text(&b, TEXT_VENDOR_UNREGISTERED, v);
	page_say(p, TEXT_LABEL_CLASS, strbuf_str(&b));
	strbuf_fini(&number);
	strbuf_fini(&class);
	strbuf_fini(&b);
}

void pages_vendor_fields(struct page *p, const struct catalog_row *row)
{
	uint64_t code;

	page_say(p, TEXT_LABEL_WHERE, where_of(row->where));
	page_say(p, TEXT_LABEL_MEANING, row->text);
	page_say(p, TEXT_LABEL_REPAIR, row->hint);
	if (strcmp(row->where, "header") != 0 && single(row, &code) &&
	    !catalog_status((unsigned)code))
		unregistered(p, code);
	page_say(p, TEXT_LABEL_REFERENCE, row->reference);
}

/* FreeSWITCH: `System Busy'; ... */
static void use(struct page *p, bool first,
		const struct catalog_row *row)
{
	const char *phrase =
		row->key + slice_find(slice_cstr(row->key), ' ');
	struct fill_value v[FILL_MAX] = { { "who", row->who },
		{ "phrase", *phrase ? phrase + 1 : phrase },
		{ "text", NULL } };
	struct strbuf text = { 0 }, b = { 0 };

	if (strcmp(row->where, "wire") != 0)
		strbuf_fmt(&text, "(%s) ", where_of(row->where));
	strbuf_adds(&text, catalog_lang_say(row->text));
	if (row->hint) {
		page_gap(&text);
		strbuf_adds(&text, catalog_lang_say(row->hint));
	}
	v[2].text = strbuf_str(&text);
	fill_text(&b, phrase[0] && phrase[1] != '[' ? TEXT_VENDOR_PHRASE :
		  TEXT_VENDOR_CASE, v);
	page_more(p, TEXT_LABEL_VENDORS, first, strbuf_str(&b));
	strbuf_fini(&text);
	strbuf_fini(&b);
}

void pages_vendor_uses(struct page *p, unsigned code)
{
	bool first = true;
	size_t n;
	const struct catalog_row *rows = catalog_rows(CATALOG_VENDOR_CODES, &n);

	for (size_t i = 0; i < n; i++) {
		if (!catalog_row_covers(&rows[i], code))
			continue;
		use(p, first, &rows[i]);
		first = false;
	}
}
