/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/page.h"

#include "data/catalog_lang.h"
#include "render/fill.h"
#include "render/pages_stack.h"

/* `420 Bad Extension', `4xx Client Failure' */
static void add_name(struct strbuf *out, const struct status_text *s)
{
	strbuf_uint(out, s->code);
	if (s->code < 10)
		strbuf_adds(out, "xx");
	strbuf_addc(out, ' ');
	strbuf_adds(out, s->name);
}

/* `RFC 3261 21.4.15': of several sections the one that defines the code (all of
 * chapter 21), else the first. */
static void add_section(struct strbuf *out, struct slice reference)
{
	struct slice first = slice_head(reference, slice_find(reference, ','));
	size_t at = slice_search(reference, SLICE(" 21."));
	struct slice found = slice_from(reference, at);

	if (!slice_starts_nocase(reference, SLICE("RFC 3261 ")) ||
	    !found.len) {
		strbuf_slice(out, first);
		return;
	}
	strbuf_adds(out, "RFC 3261");
	strbuf_slice(out, slice_head(found, slice_find(found, ',')));
}

/* `client failure, RFC 3261 21.4.15' */
static void title(struct page *p, const struct status_text *s)
{
	struct strbuf left = { 0 }, right = { 0 };
	const char *const *ref = s->finding.references;

	add_name(&left, s);
	strbuf_adds(&right, page_word_class(s->code));
	if (!s->registered && s->code >= 100) {
		strbuf_adds(&right, ", ");
		strbuf_adds(&right, catalog_text(TEXT_NOT_REGISTERED));
	} else if (ref && *ref) {
		strbuf_adds(&right, ", ");
		add_section(&right, slice_cstr(*ref));
	}
	page_title(p, strbuf_str(&left), strbuf_str(&right));
	strbuf_fini(&left);
	strbuf_fini(&right);
}

/* A paragraph for each pair, with the key in the label. */
static void pairs(struct page *p, enum text_id label, const char *name,
		  const struct catalog_pair *pair)
{
	for (; pair && pair->key; pair++)
		page_pair(p, label, name, pair->key, pair->text);
}

static void fixes(struct page *p, const struct status_text *s)
{
	for (const char *const *f = s->fixes; f && *f; f++)
		page_more(p, TEXT_LABEL_REPAIR, f == s->fixes, *f);
}

/* In text one paragraph. */
static void related(struct page *p, const struct status_text *s)
{
	struct strbuf b = { 0 };

	for (const char *const *name = s->related; name && *name; name++) {
		const struct finding_text *f;
		const struct status_text *other = NULL;
		uint64_t code;

		if (b.len)
			strbuf_adds(&b, "; ");
		if (slice_to_uint(slice_cstr(*name), 699, &code) == 0)
			other = catalog_status((unsigned)code);
		f = other ? NULL : catalog_finding_by_name(slice_cstr(*name));
		strbuf_adds(&b, *name);
		if (other || (f && f->label)) {
			strbuf_adds(&b, f ? ": " : " ");
			strbuf_adds(&b, other ? other->name :
				    catalog_lang_say(f->label));
		}
		if (page_keeps(p)) {
			page_more(p, TEXT_LABEL_RELATED, name == s->related,
				  strbuf_str(&b));
			strbuf_reset(&b);
		}
	}
	page_say(p, TEXT_LABEL_RELATED, strbuf_str(&b));
	strbuf_fini(&b);
}

static void add_cause(struct strbuf *out, const struct catalog_row *row)
{
	if (out->len)
		strbuf_adds(out, ", ");
	strbuf_adds(out, row->key);
	strbuf_addc(out, ' ');
	strbuf_adds(out, row->name);
}

/* Is the code in the comma list?  `488 (practice)' counts. */
static bool listed(const char *list, unsigned code)
{
	struct slice rest = slice_cstr(list);
	uint64_t number;

	while (rest.len) {
		size_t comma = slice_find(rest, ',');
		struct slice item = slice_trim(slice_head(rest, comma));

		if (slice_to_uint(slice_head(item, 3), 699, &number) == 0 &&
		    number == code)
			return true;
		rest = slice_from(rest, comma + 1);
	}
	return false;
}

/* What gateways to ISDN make of the code, and what they make it of. */
static void isdn(struct page *p, const struct status_text *s)
{
	enum { LAST_OF_Q850 = 127 }; /* private ones above */
	struct fill_value v[FILL_MAX] = { { "cause", NULL } };
	struct fill_value w[FILL_MAX] = { { "causes", NULL } };
	struct strbuf to = { 0 }, from = { 0 }, b = { 0 };
	size_t n;
	const struct catalog_row *rows = catalog_rows(CATALOG_Q850, &n);

	for (size_t i = 0; i < n; i++) {
		uint64_t cause;

		if (slice_to_uint(slice_cstr(rows[i].key), LAST_OF_Q850,
				  &cause))
			continue;
		if (rows[i].from && listed(rows[i].from, s->code))
			add_cause(&to, &rows[i]);
		if (rows[i].status == s->code)
			add_cause(&from, &rows[i]);
	}
	v[0].text = strbuf_str(&to);
	w[0].text = strbuf_str(&from);
	if (to.len)
		fill_text(&b, TEXT_ISDN_TO, v);
	if (to.len && from.len)
		strbuf_adds(&b, "; ");
	if (from.len)
		fill_text(&b, TEXT_ISDN_FROM, w);
	page_say(p, TEXT_LABEL_ISDN, strbuf_str(&b));
	strbuf_fini(&to);
	strbuf_fini(&from);
	strbuf_fini(&b);
}

static void fields(struct page *p, const struct status_text *s)
{
	page_say(p, TEXT_LABEL_MEANING, s->meaning);
	page_say(p, TEXT_LABEL_WHEN, s->when);
	page_say(p, TEXT_LABEL_READ, s->read);
	fixes(p, s);
	page_site(p, s->code, NULL);
	page_say(p, TEXT_LABEL_NEXT, s->next);
	page_say(p, TEXT_LABEL_RETRY, page_word_retry(s->retry));
	page_say(p, TEXT_LABEL_ACTS, page_word_acts(s->acts));
	page_say(p, TEXT_LABEL_ENDS, page_word_ends(s->ends));
	page_say(p, TEXT_LABEL_METHODS, s->methods);
	pairs(p, TEXT_LABEL_BY_METHOD, "method", s->by_method);
	page_say(p, TEXT_LABEL_EXAMPLE, s->example);
	pages_stack_causes_code(p, s->code);
	if (s->code >= 100) {
		isdn(p, s);
		pages_vendor_uses(p, s->code);
	}
	pairs(p, TEXT_LABEL_UNLIKE, "code", s->not_to_confuse);
	related(p, s);
	page_list(p, TEXT_LABEL_REFERENCE, s->finding.references, "; ");
}

const char *pages_status_word(enum status_class c)
{
	static const char *const words[] = {
		[STATUS_PROGRESS] = "progress", [STATUS_SUCCESS] = "success",
		[STATUS_REDIRECT] = "redirect",
		[STATUS_CHALLENGE] = "challenge", [STATUS_NORMAL] = "normal",
		[STATUS_GLARE] = "glare", [STATUS_TRANSIENT] = "transient",
		[STATUS_POLICY] = "policy", [STATUS_SECURITY] = "security",
		[STATUS_OBSOLETE] = "obsolete", [STATUS_ERROR] = "error",
	};

	return words[c];
}

/* What programs want to know in words that stay. */
static void object(struct page *p, const struct status_text *s, unsigned code)
{
	struct strbuf b = { 0 };

	strbuf_uint(&b, code ? code : s->code);
	strbuf_adds(&b, code ? "" : "xx");
	page_object(p, code ? "status" : "class", strbuf_view(&b));
	strbuf_fini(&b);
	if (code)
		page_number(p, "code", code);
	page_fact(p, "name", s->name);
	if (code) {
		page_fact(p, "class", pages_status_word(s->class));
		page_flag(p, "registered", s->registered && s->code == code);
	}
	page_fact(p, "retry", s->retry);
	page_fact(p, "acts", s->acts);
	page_fact(p, "ends", s->ends);
	if (code) {
		page_words(p, "read_response", s->read_response);
		page_words(p, "read_request", s->read_request);
	}
}

void pages_status_code(struct page *p, const struct status_text *s,
		       unsigned code)
{
	struct fill_value v[FILL_MAX] = { { "status", NULL },
					  { "class", NULL } };
	struct strbuf number = { 0 }, class = { 0 }, b = { 0 };

	object(p, s, code);
	if (s->code != code) { /* nobody's code: what its class says */
		strbuf_uint(&number, code);
		strbuf_uint(&class, code / 100 * 100);
		v[0].text = strbuf_str(&number);
		v[1].text = strbuf_str(&class);
		fill_text(&b, TEXT_UNKNOWN_STATUS, v);
		page_paragraph(p, "note", strbuf_view(&b));
		strbuf_fini(&number);
		strbuf_fini(&class);
		strbuf_fini(&b);
	}
	title(p, s);
	fields(p, s);
}

void pages_status_class(struct page *p, const struct status_text *s)
{
	const struct status_text *all;
	size_t n;

	object(p, s, 0);
	title(p, s);
	page_say(p, TEXT_LABEL_MEANING, s->meaning);
	page_say(p, TEXT_LABEL_NEXT, s->next);
	pages_stack_causes_code(p, s->code);
	page_list(p, TEXT_LABEL_REFERENCE, s->finding.references, "; ");
	all = catalog_status_all(&n);
	for (size_t i = 0; i < n; i++) {
		struct strbuf b = { 0 };

		if (all[i].code / 100 != s->code)
			continue;
		add_name(&b, &all[i]);
		page_row(p, "members", strbuf_view(&b), 36,
			 page_sentence(all[i].meaning));
		strbuf_fini(&b);
	}
}
