/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/text.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "data/catalog_lang.h"
#include "render/fill.h"
#include "render/flow.h"

/* In a file: so many are told with their proof, so many at all.  Further ones, and
 * live all, are told by powers of ten. */
enum { FOLD_AFTER = 3, FOLD_ALL = 10 };

static enum layout_style style_of(enum severity s)
{
	return s == SEVERITY_ERROR ? LAYOUT_RED :
		s == SEVERITY_WARNING ? LAYOUT_YELLOW : LAYOUT_CYAN;
}

/* What was told of this finding's group; remembered from now on.  A rare clash
 * of two groups forgets the older one. */
static struct text_group *group_of(struct text_renderer *r,
				   const struct finding *f)
{
	uint64_t hash = hash_slice(0, f->group) | 1;
	struct text_group *g = &r->groups[(hash >> 1) % TEXT_GROUPS];

	if (g->hash != hash)
		*g = (struct text_group){ hash, f->time, 0 };
	return g;
}

static bool power_of_ten(uint64_t n)
{
	while (n && n % 10 == 0)
		n /= 10;
	return n == 1;
}

/* --- the first line --- */

static void add_title(struct text_renderer *r, const struct finding *f,
		      struct strbuf *out)
{
	struct fill_finding fill = { f, &r->clock };
	struct fill_value v[FILL_MAX] = { { "title", NULL } };
	char room[256];
	struct strbuf title = strbuf_in(room, sizeof(room));

	fill_title(&title, &fill);
	v[0].text = strbuf_str(&title);
	if (f->certainty == CERTAINTY_CERTAIN)
		strbuf_slice(out, strbuf_view(&title));
	else
		fill_text(out, f->certainty == CERTAINTY_LIKELY ? TEXT_LIKELY :
			  TEXT_POSSIBLY, v);
	strbuf_fini(&title);
}

/* Of the words of a title, not of the numbers in it: these count on. */
static uint64_t words_hash(struct slice title)
{
	uint64_t hash = 0;

	for (size_t i = 0, n; i < title.len; i += n + 1) {
		for (n = 0; i + n < title.len && (title.p[i + n] < '0' ||
						  title.p[i + n] > '9');)
			n++;
		if (n)
			hash = hash_bytes(hash, title.p + i, n);
	}
	return hash | 1;
}

/* Was the last of its group told in the same words?  Then its proof and remedies
 * would be, too. */
static bool told(struct text_renderer *r, const struct finding *f)
{
	struct text_group *g = group_of(r, f);
	uint64_t hash = words_hash(strbuf_view(&r->title));
	bool same = g->title == hash;

	g->title = hash;
	return same;
}

static uint64_t frame_of(const struct finding *f)
{
	if (f->n_evidence)
		return f->evidence[0].frame;
	return f->transaction ? transaction_any(f->transaction)->frame : 0;
}

/* The title with what repetition adds to it. */
static void add_repeated(struct text_renderer *r, const struct finding *f,
			 enum text_id id, uint64_t occurrence)
{
	struct strbuf count = { 0 }, time = { 0 }, frame = { 0 };
	struct fill_value v[FILL_MAX] = { { "title", NULL }, { "count", NULL },
					  { "time", NULL }, { "frame", NULL } };

	layout_number(&count, occurrence);
	clock_time(&time, &r->clock, group_of(r, f)->first);
	strbuf_uint(&frame, frame_of(f));
	v[0].text = strbuf_str(&r->title);
	v[1].text = strbuf_str(&count);
	v[2].text = strbuf_str(&time);
	v[3].text = strbuf_str(&frame);
	fill_text(&r->out, id, v);
	strbuf_fini(&count);
	strbuf_fini(&time);
	strbuf_fini(&frame);
}

static void add_head(struct text_renderer *r, const struct finding *f,
		     uint64_t occurrence, bool folded)
{
	bool color = r->base.options->color;
	struct strbuf *out = &r->out;
	char name[40];

	layout_style(out, color, style_of(f->severity));
	strbuf_adds(out, catalog_severity_name(f->severity));
	strbuf_addc(out, '[');
	strbuf_adds(out, finding_name(f, name, sizeof(name)));
	strbuf_addc(out, ']');
	layout_style_end(out, color);
	layout_style(out, color, LAYOUT_BOLD);
	strbuf_adds(out, ": ");
	if (folded)
		add_repeated(r, f, TEXT_AGAIN, occurrence);
	else if (r->base.options->live && occurrence > 1)
		add_repeated(r, f, TEXT_REPEATED, occurrence);
	else
		strbuf_slice(out, strbuf_view(&r->title));
	layout_style_end(out, color);
	strbuf_addc(out, '\n');
}

/* --- the paragraphs below the evidence --- */

/* Columns before the text of a paragraph, by the widest label. */
static size_t label_columns(struct text_renderer *r)
{
	static const enum text_id labels[] = { TEXT_LABEL_WHY, TEXT_LABEL_FIX,
					       TEXT_LABEL_SEE,
					       TEXT_LABEL_NOTE };

	if (r->label)
		return r->label;
	for (size_t i = 0; i < sizeof(labels) / sizeof(*labels); i++) {
		size_t n = 6 + utf8_columns(slice_cstr(catalog_text(labels[i])));

		if (n > r->label)
			r->label = n;
	}
	return r->label;
}

/* `   = fix:  text', wrapped. */
static void paragraph(struct text_renderer *r, enum text_id label,
		      const struct strbuf *text)
{
	char room[64];
	struct strbuf head = strbuf_in(room, sizeof(room));
	size_t indent;

	if (!text->len)
		return;
	strbuf_adds(&head, "   = ");
	fill_plain(&head, label);
	indent = label_columns(r);
	layout_pad(&head, 0, indent, 1);
	strbuf_slice(&r->out, strbuf_view(&head));
	layout_wrap(&r->out, strbuf_view(text), indent, indent, text_width(r));
	strbuf_fini(&head);
}

static void remedies(struct text_renderer *r, const struct finding *f)
{
	struct fill_finding fill = { f, &r->clock };

	for (const char *const *t = f->text->remedies; *t; t++) {
		char room[512];
		struct strbuf b = strbuf_in(room, sizeof(room));

		if (catalog_fill_try(&b, *t, fill_finding, &fill))
			paragraph(r, TEXT_LABEL_FIX, &b);
		strbuf_fini(&b);
	}
}

/* What the words of the answer mean to those who write them. */
static void phrase(struct text_renderer *r, const struct finding *f)
{
	struct strbuf text = { 0 }, b = { 0 };
	struct fill_value v[FILL_MAX] = { { "phrase", NULL },
					  { "meaning", NULL },
					  { "name", NULL } };
	const struct catalog_phrase *p = f->phrase.row;

	if (!p)
		return;
	utf8_show(&text, f->phrase.text);
	v[0].text = strbuf_str(&text);
	v[1].text = catalog_lang_say(p->meaning);
	if (f->stack.stack)
		v[2].text = f->stack.stack->name;
	fill_text(&b, f->stack.stack ? TEXT_PHRASE_OF : TEXT_PHRASE_MEANS, v);
	paragraph(r, TEXT_LABEL_WHY, &b);
	strbuf_reset(&b);
	strbuf_adds(&b, catalog_lang_say(p->hint));
	paragraph(r, TEXT_LABEL_FIX, &b);
	strbuf_fini(&text);
	strbuf_fini(&b);
}

/* The setting that the program in front of us needs. */
static void stack(struct text_renderer *r, const struct finding *f)
{
	struct fill_finding fill = { f, &r->clock };
	struct strbuf at = { 0 }, advice = { 0 }, b = { 0 };
	struct fill_value v[FILL_MAX] = { { "name", NULL }, { "address", NULL },
					  { "advice", NULL } };
	bool sure = f->stack.certainty == CERTAINTY_CERTAIN;

	if (!f->stack.stack || !f->stack.text)
		return;
	addr_format(&at, &f->stack.at);
	catalog_fill(&advice, f->stack.text, fill_finding, &fill);
	v[0].text = f->stack.stack->name;
	v[1].text = strbuf_str(&at);
	v[2].text = strbuf_str(&advice);
	fill_text(&b, sure ? TEXT_ON_STACK : TEXT_ON_STACK_LIKELY, v);
	paragraph(r, TEXT_LABEL_FIX, &b);
	strbuf_fini(&at);
	strbuf_fini(&advice);
	strbuf_fini(&b);
}

/* What the people here have written down. */
static void site(struct text_renderer *r, const struct finding *f)
{
	struct fill_finding fill = { f, &r->clock };

	for (size_t i = 0; i < f->n_site; i++) {
		struct strbuf b = { 0 };

		catalog_fill(&b, f->site[i], fill_finding, &fill);
		paragraph(r, TEXT_LABEL_HERE, &b);
		strbuf_fini(&b);
	}
}

static void notes(struct text_renderer *r, const struct finding *f)
{
	const struct render_typed *typed = r->base.typed;
	char room[512];
	struct strbuf b = strbuf_in(room, sizeof(room));

	if (f->certainty != CERTAINTY_CERTAIN && f->text->exceptions) {
		strbuf_adds(&b, catalog_lang_say(f->text->exceptions));
		paragraph(r, TEXT_LABEL_NOTE, &b);
	}
	if (typed) {
		strbuf_reset(&b);
		flow_verdict(r, &b, &typed->request, TEXT_MALFORMED_REQUEST);
		paragraph(r, TEXT_LABEL_NOTE, &b);
		strbuf_reset(&b);
		flow_verdict(r, &b, &typed->response, TEXT_MALFORMED_RESPONSE);
		paragraph(r, TEXT_LABEL_NOTE, &b);
	}
	strbuf_fini(&b);
}

/* What was told before, and came from this. */
static void explains(struct text_renderer *r, const struct finding *f)
{
	for (size_t i = 0; i < f->n_consequences; i++) {
		const struct finding_consequence *c = &f->consequences[i];
		struct fill_value v[FILL_MAX] = { { "consequence", NULL },
			{ "frame", NULL }, { "status", NULL },
			{ "server", NULL } };
		struct strbuf frame = { 0 }, status = { 0 }, server = { 0 };
		struct strbuf b = { 0 };
		char name[40];

		strbuf_uint(&frame, c->frame);
		strbuf_uint(&status, c->answer);
		addr_format(&server, &c->server);
		v[0].text = finding_consequence_name(c, name, sizeof(name));
		v[1].text = strbuf_str(&frame);
		v[2].text = strbuf_str(&status);
		v[3].text = strbuf_str(&server);
		fill_text(&b, TEXT_EXPLAINS_BEFORE, v);
		paragraph(r, TEXT_LABEL_WHY, &b);
		strbuf_fini(&frame);
		strbuf_fini(&status);
		strbuf_fini(&server);
		strbuf_fini(&b);
	}
}

/* `sipexplain --explain 404; RFC 3261 21.4.5' */
static void see(struct text_renderer *r, const struct finding *f)
{
	struct fill_value v[FILL_MAX] = { { "topic", NULL } };
	char buf[40], room[256];
	struct strbuf b = strbuf_in(room, sizeof(room));
	const char *name;

	name = finding_name(f, buf, sizeof(buf));
	v[0].text = f->id == FINDING_STATUS ? name + strlen("status-") : name;
	fill_text(&b, TEXT_EXPLAIN_HINT, v);
	for (const char *const *ref = f->text->references; *ref; ref++) {
		strbuf_adds(&b, "; ");
		strbuf_adds(&b, *ref);
	}
	paragraph(r, TEXT_LABEL_SEE, &b);
	strbuf_fini(&b);
}

static enum text_id consequence_text(enum finding_how how)
{
	switch (how) {
	case FINDING_SILENT:
		return TEXT_CONSEQUENCE_SILENT;
	case FINDING_OTHER_LEG:
		return TEXT_CONSEQUENCE_LEG;
	case FINDING_EARLIER:
		return TEXT_CONSEQUENCE_EARLIER;
	case FINDING_PASSED_ON:
		break;
	}
	return TEXT_CONSEQUENCE;
}

/* What it came from is told in full there. */
static void consequence(struct text_renderer *r, const struct finding *f)
{
	struct strbuf frame = { 0 }, server = { 0 }, b = { 0 };
	struct fill_value v[FILL_MAX] = { { "cause", NULL }, { "frame", NULL },
					  { "origin", NULL },
					  { "server", NULL } };
	char name[40];

	strbuf_uint(&frame, f->cause.frame);
	addr_format(&server, &f->cause.server);
	v[0].text = finding_cause_name(&f->cause, name, sizeof(name));
	v[1].text = strbuf_str(&frame);
	v[2].text = strbuf_str(&server);
	strbuf_reset(&r->title);
	addr_format(&r->title, &f->transaction->server);
	v[3].text = strbuf_str(&r->title);
	fill_text(&b, consequence_text(f->cause.how), v);
	paragraph(r, TEXT_LABEL_WHY, &b);
	strbuf_fini(&frame);
	strbuf_fini(&server);
	strbuf_fini(&b);
}

static void block(struct text_renderer *r, const struct finding *f)
{
	struct fill_finding fill = { f, &r->clock };
	char room[512];
	struct strbuf why = strbuf_in(room, sizeof(room));

	if (f->cause.id != FINDING_NONE) {
		consequence(r, f);
		return;
	}
	finding_finish(f);
	renderer_typed(&r->base, f->transaction, true);
	text_evidence(r, f, style_of(f->severity));
	fill_explain(&why, &fill);
	paragraph(r, TEXT_LABEL_WHY, &why);
	strbuf_fini(&why);
	explains(r, f);
	phrase(r, f);
	remedies(r, f);
	stack(r, f);
	site(r, f);
	notes(r, f);
	see(r, f);
}

void text_finding(struct renderer *base, const struct finding *f,
		  uint64_t occurrence)
{
	struct text_renderer *r = (struct text_renderer *)base;
	const struct render_options *o = base->options;
	bool folded;

	if (!r->started) { /* nothing but the network has told anything */
		r->started = true;
		if (!r->clock.start)
			r->clock.start = f->n_evidence ? f->evidence[0].time :
				f->time;
	}
	r->now = f->time;
	if (f->severity == SEVERITY_INFO && o->verbosity < VERBOSITY_FLOW)
		return; /* not told, so nothing is folded for it */
	finding_fill_in(f);
	strbuf_reset(&r->title);
	add_title(r, f, &r->title);
	folded = !o->live && (told(r, f) || occurrence > FOLD_AFTER);
	if (f->transaction)
		text_say(r, f->transaction);
	if ((!o->live && occurrence <= FOLD_ALL) || power_of_ten(occurrence)) {
		add_head(r, f, occurrence, folded);
		if (!folded)
			block(r, f);
	}
	text_flush(r);
}
