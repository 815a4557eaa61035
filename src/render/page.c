/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/page.h"

#include "base/utf8.h"
#include "data/catalog_fill.h"
#include "data/catalog_lang.h"
#include "render/fill.h"

static const struct slice full_stop = { "\343\200\202", 3 }; /* U+3002 */

enum { LABEL_MIN = 13, LABEL_MAX = 24 };

/* Labels of pages; those that hold a value may be wider than the column. */
static const enum text_id labels[] = {
	TEXT_LABEL_CLASS, TEXT_LABEL_MEANING, TEXT_LABEL_WHEN, TEXT_LABEL_READ,
	TEXT_LABEL_REPAIR, TEXT_LABEL_NEXT, TEXT_LABEL_METHODS,
	TEXT_LABEL_EXAMPLE, TEXT_LABEL_RELATED, TEXT_LABEL_REFERENCE,
	TEXT_LABEL_RETRY, TEXT_LABEL_ACTS, TEXT_LABEL_ENDS,
	TEXT_LABEL_SEVERITY, TEXT_LABEL_CERTAINTY, TEXT_LABEL_EXCEPTIONS,
	TEXT_LABEL_COMPACT, TEXT_LABEL_HINT, TEXT_LABEL_WHAT,
	TEXT_LABEL_TITLE, TEXT_LABEL_DEFAULT, TEXT_LABEL_WHERE,
	TEXT_LABEL_VALUES, TEXT_LABEL_CAUSES, TEXT_LABEL_VENDORS,
	TEXT_LABEL_ISDN, TEXT_LABEL_ANSWER, TEXT_LABEL_MADE_FROM,
	TEXT_LABEL_SOUGHT, TEXT_LABEL_ON, TEXT_LABEL_KNOWN_BY,
	TEXT_LABEL_PART_OF, TEXT_LABEL_LIKE, TEXT_LABEL_SENT_BY,
	TEXT_LABEL_STANDS_IN, TEXT_LABEL_WITH_CODE,
};

/* Two spaces, the widest label, and one. */
static size_t label_columns(void)
{
	size_t most = LABEL_MIN, n;

	for (size_t i = 0; i < sizeof(labels) / sizeof(*labels); i++) {
		n = 3 + utf8_columns(slice_cstr(catalog_text(labels[i])));
		if (n > most && n <= LABEL_MAX)
			most = n;
	}
	return most;
}

struct page page_new(const struct pages_options *o)
{
	struct page p = { .color = o->color, .columns = o->columns,
			  .label = label_columns(),
			  .site = o->site };

	if (!p.columns)
		p.columns = 80;
	if (p.columns < 50)
		p.columns = 50;
	if (p.columns > 120)
		p.columns = 120;
	return p;
}

void page_put(struct page *p, struct render_sink *s)
{
	sink_put(s, strbuf_view(&p->out), true);
	strbuf_fini(&p->out);
}

void page_title(struct page *p, const char *left, const char *right)
{
	size_t end = utf8_columns(slice_cstr(right));
	size_t used = utf8_columns(slice_cstr(left)) + end;

	layout_style(&p->out, p->color, LAYOUT_BOLD);
	strbuf_adds(&p->out, left);
	layout_style_end(&p->out, p->color);
	if (used + 2 > p->columns) {
		strbuf_addc(&p->out, '\n');
		used = end;
	}
	if (*right) {
		strbuf_pad(&p->out, ' ', p->columns > used ?
			   p->columns - used : 0);
		strbuf_adds(&p->out, right);
	}
	strbuf_addc(&p->out, '\n');
}

void page_field(struct page *p, const char *label, const char *text)
{
	size_t n = utf8_columns(slice_cstr(label));

	if (!text || !*text)
		return;
	text = catalog_lang_say(text);
	strbuf_adds(&p->out, "  ");
	layout_style(&p->out, p->color, LAYOUT_CYAN);
	strbuf_adds(&p->out, label);
	layout_style_end(&p->out, p->color);
	if (2 + n + 1 > p->label) {
		strbuf_addc(&p->out, '\n');
		strbuf_pad(&p->out, ' ', p->label);
	} else {
		strbuf_pad(&p->out, ' ', p->label - 2 - n);
	}
	layout_wrap(&p->out, slice_cstr(text), p->label, p->label, p->columns);
}

void page_item(struct page *p, const char *key, size_t width,
	       struct slice text)
{
	size_t n = utf8_columns(slice_cstr(key));

	strbuf_adds(&p->out, key);
	strbuf_pad(&p->out, ' ', n + 2 > width ? 2 : width - n);
	layout_wrap(&p->out, text, n + 2 > width ? n + 2 : width, width,
		    p->columns);
}

void page_say(struct page *p, enum text_id label, const char *text)
{
	page_field(p, catalog_text(label), text);
}

void page_list(struct page *p, enum text_id label, const char *const *items,
	       const char *between)
{
	struct strbuf b = { 0 };

	for (size_t i = 0; items && items[i]; i++) {
		if (i)
			strbuf_adds(&b, between);
		strbuf_adds(&b, catalog_lang_say(items[i]));
	}
	page_say(p, label, strbuf_str(&b));
	strbuf_fini(&b);
}

/* --- words behind the fields --- */

struct word {
	const char *field;
	enum text_id text;
};

static const char *word_of(const struct word *words, size_t n,
			   const char *field)
{
	for (size_t i = 0; field && i < n; i++) {
		if (strcmp(words[i].field, field) == 0)
			return catalog_text(words[i].text);
	}
	return field ? field : "";
}

const char *page_class(unsigned code)
{
	static const enum text_id text[] = { TEXT_CLASS_1XX, TEXT_CLASS_2XX,
		TEXT_CLASS_3XX, TEXT_CLASS_4XX, TEXT_CLASS_5XX,
		TEXT_CLASS_6XX };
	unsigned class = code < 10 ? code : code / 100;

	return class >= 1 && class <= 6 ? catalog_text(text[class - 1]) : "";
}

const char *page_retry(const char *field)
{
	static const struct word words[] = {
		{ "no", TEXT_RETRY_NO }, { "modified", TEXT_RETRY_MODIFIED },
		{ "same-later", TEXT_RETRY_SAME_LATER },
		{ "auto-auth", TEXT_RETRY_AUTO_AUTH },
		{ "elsewhere", TEXT_RETRY_ELSEWHERE },
		{ "n/a", TEXT_RETRY_NOT_APPLICABLE },
	};

	return word_of(words, sizeof(words) / sizeof(*words), field);
}

const char *page_ends(const char *field)
{
	static const struct word words[] = {
		{ "nothing", TEXT_ENDS_NOTHING },
		{ "transaction", TEXT_ENDS_TRANSACTION },
		{ "usage", TEXT_ENDS_USAGE }, { "dialog", TEXT_ENDS_DIALOG },
	};

	return word_of(words, sizeof(words) / sizeof(*words), field);
}

const char *page_acts(const char *field)
{
	static const struct word words[] = {
		{ "none", TEXT_ACTS_NONE },
		{ "caller-ua", TEXT_ACTS_CALLER_UA },
		{ "caller-config", TEXT_ACTS_CALLER_CONFIG },
		{ "callee", TEXT_ACTS_CALLEE },
		{ "server", TEXT_ACTS_SERVER },
		{ "network", TEXT_ACTS_NETWORK },
		{ "operator", TEXT_ACTS_OPERATOR },
		{ "user", TEXT_ACTS_USER },
	};

	return word_of(words, sizeof(words) / sizeof(*words), field);
}

const char *page_effect(enum status_class c)
{
	static const enum text_id text[] = {
		[STATUS_PROGRESS] = TEXT_EFFECT_PROGRESS,
		[STATUS_SUCCESS] = TEXT_EFFECT_SUCCESS,
		[STATUS_REDIRECT] = TEXT_EFFECT_REDIRECT,
		[STATUS_CHALLENGE] = TEXT_EFFECT_CHALLENGE,
		[STATUS_NORMAL] = TEXT_EFFECT_NORMAL,
		[STATUS_GLARE] = TEXT_EFFECT_GLARE,
		[STATUS_TRANSIENT] = TEXT_EFFECT_TRANSIENT,
		[STATUS_POLICY] = TEXT_EFFECT_POLICY,
		[STATUS_SECURITY] = TEXT_EFFECT_SECURITY,
		[STATUS_OBSOLETE] = TEXT_EFFECT_OBSOLETE,
		[STATUS_ERROR] = TEXT_EFFECT_ERROR,
	};

	return catalog_text(text[c]);
}

const char *page_severity(enum severity s)
{
	static const enum text_id text[] = {
		[SEVERITY_INFO] = TEXT_SEVERITY_INFO,
		[SEVERITY_WARNING] = TEXT_SEVERITY_WARNING,
		[SEVERITY_ERROR] = TEXT_SEVERITY_ERROR,
	};

	return catalog_text(text[s]);
}

const char *page_certainty(enum certainty c)
{
	static const enum text_id text[] = {
		[CERTAINTY_POSSIBLE] = TEXT_CERTAINTY_POSSIBLE,
		[CERTAINTY_LIKELY] = TEXT_CERTAINTY_LIKELY,
		[CERTAINTY_CERTAIN] = TEXT_CERTAINTY_CERTAIN,
	};

	return catalog_text(text[c]);
}

void page_gap(struct strbuf *out)
{
	struct slice said = strbuf_view(out);
	size_t n = full_stop.len;

	if (said.len < n || !slice_eq(slice_from(said, said.len - n),
				      full_stop))
		strbuf_addc(out, ' ');
}

static bool name_of(struct slice name, struct strbuf *out, void *arg)
{
	(void)arg;
	if (!out)
		return true;
	strbuf_addc(out, '<');
	for (size_t i = 0; i < name.len; i++)
		strbuf_addc(out, name.p[i] == '_' ? ' ' : name.p[i]);
	strbuf_addc(out, '>');
	return true;
}

void page_template(struct strbuf *out, const char *template)
{
	catalog_fill(out, template, name_of, NULL);
}

void page_template_english(struct strbuf *out, const char *template)
{
	catalog_fill_as_is(out, template, name_of, NULL);
}

struct slice page_sentence(const char *text)
{
	struct slice s = slice_cstr(catalog_lang_say(text));
	size_t end = slice_search(s, SLICE(". "));
	size_t wide = slice_search(s, full_stop);

	if (wide < end)
		return slice_head(s, wide + full_stop.len);
	return slice_head(s, end < s.len ? end + 1 : s.len);
}

void page_site(struct page *p, unsigned code,
	       const struct finding_text *finding)
{
	const char *label = catalog_text(TEXT_LABEL_SITE), *remedy;
	struct strbuf only = { 0 }, text = { 0 }, b = { 0 };

	for (size_t n = 0; (remedy = site_page(p->site, code, finding, n, &only));
	     n++) {
		struct fill_value v[FILL_MAX] = { { "conditions", NULL },
						  { "text", NULL } };

		page_template(&text, remedy);
		v[0].text = strbuf_str(&only);
		v[1].text = strbuf_str(&text);
		if (only.len)
			fill_text(&b, TEXT_SITE_REMEDY, v);
		page_field(p, label, only.len ? strbuf_str(&b) :
			   strbuf_str(&text));
		label = "";
		strbuf_reset(&only);
		strbuf_reset(&text);
		strbuf_reset(&b);
	}
	strbuf_fini(&only);
	strbuf_fini(&text);
	strbuf_fini(&b);
}
