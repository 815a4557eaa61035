/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/json.h"

#include "base/utf8.h"
#include "data/catalog_lang.h"
#include "render/fill.h"
#include "render/secret.h"

/* Does a template name this value, alone or as a condition? */
static bool names(const char *template, const char *name)
{
	size_t len = strlen(name);

	for (const char *at = template; (at = strchr(at, '@')); at++) {
		const char *p = at + 1 + (at[1] == '?' || at[1] == '!');

		if (*p == *name && strncmp(p, name, len) == 0 && p[len] == '@')
			return true;
	}
	return false;
}

static bool any_names(const char *const *templates, const char *name)
{
	for (; *templates; templates++) {
		if (names(*templates, name))
			return true;
	}
	return false;
}

/* The keys of `values' are the placeholders of the stanza. */
static bool in_stanza(const struct finding_text *text, const char *name)
{
	if (any_names(text->titles, name) || any_names(text->explains, name) ||
	    any_names(text->remedies, name))
		return true;
	for (const struct catalog_pair *m = text->marks; m->key; m++) {
		if (names(m->text, name))
			return true;
	}
	return false;
}

static void value(struct json_write *w, const struct finding_value *v)
{
	switch (v->kind) {
	case VALUE_TEXT:
		json_write_string(w, v->name, v->text);
		break;
	case VALUE_NUMBER:
		json_write_int(w, v->name, v->number);
		break;
	case VALUE_TIME:
		json_write_time(w, v->name, v->number);
		break;
	case VALUE_FLAG:
		json_write_bool(w, v->name, true);
		break;
	case VALUE_LIST:
		json_write_open(w, v->name, '[');
		for (size_t i = 0; i < v->n_list; i++)
			json_write_string(w, NULL, v->list[i]);
		json_write_close(w, ']');
		break;
	}
}

/* The same, as a rule remembered. */
static bool is_named(struct json_renderer *j, const struct finding_text *text,
		     const char *name)
{
	uint64_t h = ((uintptr_t)text ^ (uintptr_t)name * 31) *
		UINT64_C(0x9e3779b97f4a7c15);
	struct json_known *k = &j->known[(h >> 32) % JSON_KNOWN];

	if (k->text != text || k->name != name)
		*k = (struct json_known){ text, name, in_stanza(text, name) };
	return k->named;
}

static void values(struct json_renderer *j, const struct finding *f)
{
	struct json_write *w = &j->w;

	json_write_open(w, "values", '{');
	for (size_t i = 0; i < f->n_values; i++) {
		if (is_named(j, f->text, f->values[i].name))
			value(w, &f->values[i]);
	}
	json_write_close(w, '}');
}

static const char *part_name(enum evidence_part part)
{
	switch (part) {
	case PART_START_LINE:
	case PART_MESSAGE:
		return "start-line";
	case PART_HEADER:
		return "header";
	case PART_BODY:
		return "body";
	case PART_ICMP:
		return "icmp";
	case PART_TCP:
		return "tcp";
	case PART_DNS:
		return "dns";
	}
	return "start-line";
}

/* Code points of the first n bytes of a text. */
static uint64_t points(struct slice text, size_t n)
{
	return utf8_count(slice_head(text, n));
}

static void evidence(struct json_renderer *j, const struct evidence *e)
{
	struct json_write *w = &j->w;
	size_t span[2] = { e->span, e->span_end };
	struct slice text;

	strbuf_reset(&j->scratch);
	secret_line(&j->scratch, e->text, j->base.options->show_secrets,
		    span, 2);
	text = strbuf_view(&j->scratch);
	json_write_open(w, NULL, '{');
	json_write_uint(w, "frame", e->frame);
	json_write_string(w, "part", slice_cstr(part_name(e->part)));
	if (e->header)
		json_write_string(w, "header", slice_cstr(e->header));
	else
		json_write_null(w, "header");
	json_write_string(w, "text", text);
	if (e->span < e->span_end) {
		json_write_open(w, "span", '[');
		json_write_uint(w, NULL, points(text, span[0]));
		json_write_uint(w, NULL, points(text, span[1]));
		json_write_close(w, ']');
	} else {
		json_write_null(w, "span");
	}
	json_write_close(w, '}');
}

/* `RFC 3261 8.1.3.5, 8.2.2.3' is two references. */
static void reference(struct json_write *w, struct strbuf *scratch,
		      const char *line)
{
	struct slice rest = slice_cstr(line), one, document = { 0 };
	size_t comma;

	for (; rest.len; rest = slice_from(rest, comma + 1)) {
		comma = slice_find(rest, ',');
		one = slice_trim(slice_head(rest, comma));
		strbuf_reset(scratch);
		if (!document.p) {
			size_t n = slice_find(one, ' ') + 1;

			document = slice_head(one, n + slice_find(
				slice_from(one, n), ' '));
		} else if (one.len && one.p[0] >= '0' && one.p[0] <= '9') {
			strbuf_slice(scratch, document);
			strbuf_addc(scratch, ' ');
		}
		strbuf_slice(scratch, one);
		json_write_string(w, NULL, strbuf_view(scratch));
	}
}

/* Often those of the finding before. */
static void references(struct json_renderer *j, const struct finding_text *text)
{
	struct json_write *w = &j->references;

	if (j->references_of != text) {
		strbuf_reset(&w->out);
		json_write_open(w, "reference", '[');
		for (const char *const *r = text->references; *r; r++)
			reference(w, &j->scratch, *r);
		json_write_close(w, ']');
		j->references_of = w->out.failed ? NULL : text;
	}
	strbuf_slice(&j->w.out, strbuf_view(&w->out));
	j->w.out.failed |= w->out.failed;
}

/* What is said about it, in words. */
static void words(struct json_renderer *j, const struct finding *f)
{
	struct fill_finding fill = { .finding = f };
	struct json_write *w = &j->w;

	strbuf_reset(&j->scratch);
	fill_title(&j->scratch, &fill);
	json_write_string(w, "title", strbuf_view(&j->scratch));
	strbuf_reset(&j->scratch);
	fill_explain(&j->scratch, &fill);
	json_write_string(w, "explanation", strbuf_view(&j->scratch));
	json_write_open(w, "remedy", '[');
	for (const char *const *t = f->text->remedies; *t; t++) {
		if (!catalog_fill_possible(*t, fill_finding, &fill))
			continue;
		strbuf_reset(&j->scratch);
		catalog_fill(&j->scratch, *t, fill_finding, &fill);
		json_write_string(w, NULL, strbuf_view(&j->scratch));
	}
	for (size_t i = 0; i < f->n_site; i++) {
		strbuf_reset(&j->scratch);
		catalog_fill(&j->scratch, f->site[i], fill_finding, &fill);
		json_write_string(w, NULL, strbuf_view(&j->scratch));
	}
	json_write_close(w, ']');
}

/* The transaction it is about; all null when the network alone tells of it. */
static void about(struct json_renderer *j, const struct finding *f)
{
	const struct transaction *t = f->transaction;
	const struct message *m = t ? transaction_any(t) : NULL;
	struct json_write *w = &j->w;

	if (f->call)
		json_write_string(w, "call_id", f->call->call_id);
	else
		json_write_null(w, "call_id");
	if (t)
		json_write_string(w, "method", transaction_method(t));
	else
		json_write_null(w, "method");
	if (m && m->sip.has_cseq)
		json_write_uint(w, "cseq", m->sip.cseq);
	else
		json_write_null(w, "cseq");
	if (t && t->final)
		json_write_uint(w, "status", t->status);
	else
		json_write_null(w, "status");
}

static void between(struct json_write *w, const struct finding *f)
{
	static const struct addr nowhere;
	const struct transaction *t = f->transaction;
	const struct addr *src = t ? &t->client : &nowhere;
	const struct addr *dst = t ? &t->server : &nowhere;

	if (f->n_evidence) {
		src = &f->evidence[0].src;
		dst = &f->evidence[0].dst;
	}
	json_write_addr(w, "src", src);
	json_write_addr(w, "dst", dst);
}

/* The program in front of us with the setting it needs. */
static void stack(struct json_renderer *j, const struct finding *f)
{
	struct fill_finding fill = { .finding = f };
	struct json_write *w = &j->w;

	if (!f->stack.stack) {
		json_write_null(w, "stack");
		return;
	}
	json_write_open(w, "stack", '{');
	json_write_string(w, "name", slice_cstr(f->stack.stack->name));
	json_write_string(w, "certainty", slice_cstr(
		catalog_certainty_name(f->stack.certainty)));
	json_write_addr(w, "address", &f->stack.at);
	if (f->stack.text) {
		strbuf_reset(&j->scratch);
		catalog_fill(&j->scratch, f->stack.text, fill_finding, &fill);
		json_write_string(w, "advice", strbuf_view(&j->scratch));
	} else {
		json_write_null(w, "advice");
	}
	json_write_close(w, '}');
}

/* Words of the answer that somebody is known to write. */
static void phrase(struct json_write *w, const struct finding *f)
{
	const struct catalog_phrase *p = f->phrase.row;

	if (!p) {
		json_write_null(w, "phrase");
		return;
	}
	json_write_open(w, "phrase", '{');
	json_write_string(w, "text", f->phrase.text);
	json_write_string(w, "place",
			  slice_cstr(catalog_phrase_place(f->phrase.place)));
	json_write_string(w, "meaning",
			  slice_cstr(catalog_lang_say(p->meaning)));
	json_write_string(w, "hint", slice_cstr(catalog_lang_say(p->hint)));
	json_write_close(w, '}');
}

static void caused_by(struct json_write *w, const struct finding *f)
{
	char name[40];

	if (f->cause.id == FINDING_NONE) {
		json_write_null(w, "caused_by");
		return;
	}
	json_write_open(w, "caused_by", '{');
	json_write_string(w, "id", slice_cstr(
		finding_cause_name(&f->cause, name, sizeof(name))));
	json_write_uint(w, "frame", f->cause.frame);
	json_write_close(w, '}');
}

/* Told before, with caused_by null. */
static void consequences(struct json_write *w, const struct finding *f)
{
	char name[40];

	json_write_open(w, "consequences", '[');
	for (size_t i = 0; i < f->n_consequences; i++) {
		const struct finding_consequence *c = &f->consequences[i];

		json_write_open(w, NULL, '{');
		json_write_string(w, "id", slice_cstr(
			finding_consequence_name(c, name, sizeof(name))));
		json_write_uint(w, "frame", c->frame);
		json_write_close(w, '}');
	}
	json_write_close(w, ']');
}

void json_finding(struct renderer *r, const struct finding *f,
		  uint64_t occurrence)
{
	struct json_renderer *j = (struct json_renderer *)r;
	struct json_write *w = &j->w;
	char name[40];

	(void)occurrence; /* every one is written */
	finding_finish(f);
	json_begin(j, "finding");
	json_write_string(w, "id",
			  slice_cstr(finding_name(f, name, sizeof(name))));
	json_write_string(w, "severity",
			  slice_cstr(catalog_severity_name(f->severity)));
	json_write_string(w, "certainty",
			  slice_cstr(catalog_certainty_name(f->certainty)));
	json_write_string(w, "group", f->group);
	caused_by(w, f);
	if (f->n_consequences)
		consequences(w, f);
	json_source(j, f->source);
	json_write_time(w, "time", f->time);
	about(j, f);
	between(w, f);
	words(j, f);
	values(j, f);
	json_write_open(w, "evidence", '[');
	for (size_t i = 0; i < f->n_evidence; i++)
		evidence(j, &f->evidence[i]);
	json_write_close(w, ']');
	references(j, f->text);
	stack(j, f);
	phrase(w, f);
	json_end(j);
}
