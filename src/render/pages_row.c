/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/page.h"

#include "render/fill.h"
#include "render/pages_cases.h"
#include "render/pages_stack.h"

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

	page_object(p, "finding", slice_cstr(f->name));
	page_fact(p, "severity", catalog_severity_name(f->severity));
	page_fact(p, "certainty", catalog_certainty_name(f->certainty));
	page_flag(p, "sought", f->sought);
	page_title(p, f->name, catalog_text(TEXT_KIND_FINDING));
	page_say(p, TEXT_LABEL_WHAT, f->label);
	if (f->titles[0]) {
		page_template(&title, usual(f->titles));
		page_say(p, TEXT_LABEL_TITLE, strbuf_str(&title));
	}
	strbuf_fini(&title);
	page_say(p, TEXT_LABEL_SEVERITY, page_word_severity(f->severity));
	page_say(p, TEXT_LABEL_CERTAINTY, page_word_certainty(f->certainty));
	if (!f->sought)
		page_say(p, TEXT_LABEL_SOUGHT, catalog_text(TEXT_NOT_SOUGHT));
	if (f->explains[0])
		page_template(&why, usual(f->explains));
	page_say(p, TEXT_LABEL_MEANING, strbuf_str(&why));
	strbuf_fini(&why);
	page_say(p, TEXT_LABEL_EXCEPTIONS, f->exceptions);
	pages_cases_put(p, f);
	page_site(p, 0, f);
	pages_stack_causes(p, slice_cstr(f->name));
	page_list(p, TEXT_LABEL_REFERENCE, f->references, "; ");
}

void pages_row_kind(struct strbuf *out, enum catalog_table table,
		    const struct catalog_row *row)
{
	static const enum text_id kind[] = {
		[CATALOG_WARNINGS] = TEXT_KIND_WARNING,
		[CATALOG_Q850] = TEXT_KIND_CAUSE,
		[CATALOG_METHODS] = TEXT_KIND_METHOD,
		[CATALOG_HEADERS] = TEXT_KIND_HEADER,
		[CATALOG_OPTION_TAGS] = TEXT_KIND_OPTION_TAG,
		[CATALOG_EVENTS] = TEXT_KIND_EVENT,
		[CATALOG_TIMERS] = TEXT_KIND_TIMER,
		[CATALOG_REASONS] = TEXT_KIND_REASON,
		[CATALOG_VENDOR_CODES] = TEXT_KIND_VENDOR_CODE,
		[CATALOG_VALUES] = TEXT_KIND_VALUE,
	};
	struct slice key = slice_cstr(row->key);
	struct fill_value v[FILL_MAX] = { { "who", row->who },
					  { "header", NULL } };
	struct strbuf header = { 0 };

	strbuf_slice(&header, slice_head(key, slice_find(key, ':')));
	v[1].text = strbuf_str(&header);
	if (table == CATALOG_REASONS && header.len < key.len)
		fill_plain(out, TEXT_KIND_REASON_CAUSE);
	else
		fill_text(out, kind[table], v);
	strbuf_fini(&header);
}

void pages_row_name(struct strbuf *out, enum catalog_table table,
		    const struct catalog_row *row)
{
	if (table == CATALOG_Q850)
		strbuf_adds(out, "Q.850:");
	else if (table == CATALOG_WARNINGS)
		strbuf_adds(out, "Warning ");
	/* `Timer B' holds the key B */
	if (table != CATALOG_TIMERS || !row->name ||
	    !strstr(row->name, row->key)) {
		strbuf_adds(out, row->key);
		strbuf_adds(out, row->name ? " " : "");
	}
	if (row->name)
		strbuf_adds(out, row->name);
}

/* The rows `group:...' of a table, each with its name and first sentence. */
static void members(struct page *p, enum text_id label,
		    enum catalog_table table, struct slice group)
{
	bool first = true;
	size_t n;
	const struct catalog_row *rows = catalog_rows(table, &n);

	for (size_t i = 0; i < n; i++) {
		struct slice key = slice_cstr(rows[i].key);
		size_t colon = slice_find(key, ':');
		struct strbuf b = { 0 }, text = { 0 };

		if (colon == key.len ||
		    !slice_eq_nocase(slice_head(key, colon), group))
			continue;
		strbuf_slice(&b, slice_from(key, colon + 1));
		strbuf_adds(&b, rows[i].name ? " " : "");
		strbuf_adds(&b, rows[i].name ? rows[i].name : "");
		strbuf_slice(&text, page_sentence(rows[i].text));
		page_named(p, label, first, strbuf_str(&b), ": ",
			   strbuf_str(&text));
		strbuf_fini(&b);
		strbuf_fini(&text);
		first = false;
	}
}

void pages_row_group(struct page *p, struct slice group)
{
	struct strbuf title = { 0 };

	page_object(p, "values", group);
	strbuf_slice(&title, group);
	page_title(p, strbuf_str(&title), catalog_text(TEXT_KIND_VALUES));
	strbuf_fini(&title);
	members(p, TEXT_LABEL_VALUES, CATALOG_VALUES, group);
}

/* `404, 485' with the names of these codes */
static void codes(struct page *p, enum text_id label, const char *list)
{
	struct slice rest = slice_cstr(list);
	struct strbuf b = { 0 };

	while (rest.len) {
		struct slice item = slice_head(rest, slice_find(rest, ','));
		const struct status_text *s = NULL;
		uint64_t code;

		rest = slice_from(rest, item.len + 1);
		item = slice_trim(item);
		if (slice_to_uint(slice_head(item, 3), 699, &code) == 0)
			s = catalog_status((unsigned)code);
		if (b.len)
			strbuf_adds(&b, ", ");
		strbuf_slice(&b, slice_head(item, s ? 3 : item.len));
		if (s) {
			strbuf_addc(&b, ' ');
			strbuf_adds(&b, s->name);
			strbuf_slice(&b, slice_from(item, 3));
		}
	}
	page_say(p, label, strbuf_str(&b));
	strbuf_fini(&b);
}

/* As `topic' what --explain takes for this row and nothing else. */
static void object(struct page *p, enum catalog_table table,
		   const struct catalog_row *row)
{
	static const struct {
		const char *type, *prefix;
	} types[] = {
		[CATALOG_WARNINGS] = { "warning", "Warning:" },
		[CATALOG_Q850] = { "cause", "Q.850:" },
		[CATALOG_METHODS] = { "method", "method:" },
		[CATALOG_HEADERS] = { "header", "header:" },
		[CATALOG_OPTION_TAGS] = { "option-tag", "tag:" },
		[CATALOG_EVENTS] = { "event", "Event:" },
		[CATALOG_TIMERS] = { "timer", "timer:" },
		[CATALOG_REASONS] = { "reason-protocol", "Reason:" },
		[CATALOG_VENDOR_CODES] = { "vendor-code", "" },
		[CATALOG_VALUES] = { "value", "value:" },
	};
	struct strbuf topic = { 0 };

	strbuf_adds(&topic, types[table].prefix);
	strbuf_adds(&topic, row->key);
	page_object(p, types[table].type, strbuf_view(&topic));
	strbuf_fini(&topic);
	page_fact(p, "key", row->key);
	page_fact(p, "name", row->name);
	if (table != CATALOG_HEADERS) /* there it is a field */
		page_fact(p, "who", row->who);
}

void pages_row_simple(struct page *p, enum catalog_table table,
		      const struct catalog_row *row)
{
	struct strbuf title = { 0 }, kind = { 0 };

	pages_row_name(&title, table, row);
	pages_row_kind(&kind, table, row);
	object(p, table, row);
	page_title(p, strbuf_str(&title), strbuf_str(&kind));
	strbuf_fini(&title);
	strbuf_fini(&kind);
	if (table == CATALOG_VENDOR_CODES) {
		pages_vendor_fields(p, row);
		return;
	}
	page_say(p, TEXT_LABEL_COMPACT, row->compact);
	page_say(p, TEXT_LABEL_DEFAULT, row->value);
	page_say(p, TEXT_LABEL_MEANING, row->text);
	page_say(p, TEXT_LABEL_HINT, row->hint);
	if (table == CATALOG_HEADERS)
		page_say(p, TEXT_LABEL_SET_BY, row->who);
	page_say(p, TEXT_LABEL_EXAMPLE, row->example);
	codes(p, TEXT_LABEL_ANSWER, row->answer);
	codes(p, TEXT_LABEL_MADE_FROM, row->from);
	if (table == CATALOG_HEADERS)
		members(p, TEXT_LABEL_VALUES, CATALOG_VALUES,
			slice_cstr(row->key));
	if (table == CATALOG_REASONS)
		members(p, TEXT_LABEL_CAUSES, table, slice_cstr(row->key));
	page_say(p, TEXT_LABEL_REFERENCE, row->reference);
}
