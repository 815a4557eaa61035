/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/text.h"

#include "base/utf8.h"
#include "render/fill.h"
#include "render/secret.h"

/* Columns before the text of `   |  text'. */
enum { MARGIN = 6 };

/* A line of a message as it is shown: secrets hidden, folds joined, tabs as
 * spaces; span still counts bytes. */
struct shown {
	struct strbuf text;
	size_t span[2];
};

static bool is_line_end(char c)
{
	return c == '\r' || c == '\n';
}

/* Join folded lines in place: a line end and the white space around it become
 * one space. */
static void unfold(struct shown *s)
{
	char *p = s->text.p;
	size_t from = 0, to = 0, len = s->text.len;
	size_t span[2] = { s->span[0], s->span[1] };

	if (utf8_plain(strbuf_view(&s->text)) == len)
		from = to = len; /* nothing to join */
	while (from < len) {
		size_t next = from;

		while (next < len && is_line_end(p[next]))
			next++;
		if (next > from && next < len &&
		    (p[next] == ' ' || p[next] == '\t')) {
			while (next < len && (p[next] == ' ' ||
					      p[next] == '\t'))
				next++;
			p[to] = ' ';
		} else {
			next = from + 1;
			p[to] = p[from] == '\t' ? ' ' : p[from];
		}
		for (int i = 0; i < 2; i++) {
			if (span[i] >= from && span[i] < next)
				s->span[i] = to;
		}
		to++;
		from = next;
	}
	for (int i = 0; i < 2; i++) {
		if (span[i] >= len)
			s->span[i] = to;
	}
	if (p) {
		p[to] = '\0';
		s->text.len = to;
	}
}

static void shown_make(struct text_renderer *r, const struct evidence *e,
		       struct shown *s)
{
	*s = (struct shown){ .span = { e->span, e->span_end } };
	if (s->span[1] > e->text.len)
		s->span[1] = e->text.len;
	if (s->span[0] > s->span[1])
		s->span[0] = s->span[1];
	secret_line(&s->text, e->text, r->base.options->show_secrets, s->span,
		    2);
	unfold(s);
}

static struct slice part_of(const struct shown *s, size_t from, size_t to)
{
	return slice_head(slice_from(strbuf_view(&s->text), from), to - from);
}

/* Where code points begin: the one after, the one before an offset. */
static size_t next_point(struct slice text, size_t at)
{
	uint32_t cp;

	return at < text.len ? at + utf8_next(slice_from(text, at), &cp) : at;
}

static size_t last_point(struct slice text, size_t at)
{
	size_t from = at;

	while (from && at - from < 4) {
		uint32_t cp;

		from--;
		if (from + utf8_next(slice_from(text, from), &cp) == at)
			return from;
	}
	return at ? at - 1 : 0;
}

/* The window around the span that fits into `room' columns: the span first (its
 * beginning when it is too long), then what stands before and after. */
struct window {
	size_t from, to;
	struct slice name; /* `Via: ' of a header whose beginning is cut off */
};

static size_t columns_of(const struct shown *s, size_t from, size_t to)
{
	return utf8_columns(part_of(s, from, to));
}

static void widen(const struct shown *s, struct window *w, size_t used,
		  size_t room)
{
	struct slice text = strbuf_view(&s->text);
	size_t half = used + (room - used) / 2, n;

	for (int pass = 0; pass < 2; pass++) {
		while (w->from) {
			size_t p = last_point(text, w->from);

			n = columns_of(s, p, w->from);
			if (used + n > (pass ? room : half))
				break;
			used += n;
			w->from = p;
		}
		while (w->to < text.len) {
			size_t p = next_point(text, w->to);

			n = columns_of(s, w->to, p);
			if (used + n > room)
				break;
			used += n;
			w->to = p;
		}
	}
}

/* The name of a header line, to be shown before a cut. */
static struct slice header_name(struct slice text, const struct evidence *e)
{
	size_t colon = slice_find(text, ':');

	if (e->part != PART_HEADER || colon > 24 || colon + 1 >= text.len)
		return (struct slice){ 0 };
	return slice_head(text, colon + 1);
}

static struct window window_of(const struct shown *s, const struct evidence *e,
			       size_t room)
{
	struct slice text = strbuf_view(&s->text);
	struct window w = { s->span[0], s->span[0], { 0 } };
	struct slice name = header_name(text, e);
	size_t used = 0, n;

	if (columns_of(s, 0, text.len) <= room)
		return (struct window){ 0, text.len, { 0 } };
	if (name.len + 18 > room)
		name.len = 0;
	room -= name.len + 8; /* `name: ...text...' */
	for (; w.to < s->span[1] && used < room; used += n) {
		n = columns_of(s, w.to, next_point(text, w.to));
		w.to = next_point(text, w.to);
	}
	if (used < room)
		widen(s, &w, used, room);
	if (w.from <= name.len + 1) /* and the space behind the colon */
		w.from = 0;
	else
		w.name = name;
	return w;
}

static void add_mark(struct text_renderer *r, const struct finding *f,
		     const struct evidence *e, struct strbuf *out)
{
	struct fill_finding fill = { f, &r->clock };

	if (e->mark)
		catalog_fill(out, e->mark, fill_finding, &fill);
}

static void bar(struct strbuf *out)
{
	strbuf_adds(out, "   |  ");
}

/* Carets under n columns after `before', and the mark behind them or, when that
 * is too far to the right, below. */
static void carets(struct text_renderer *r, const struct finding *f,
		   const struct evidence *e, const size_t place[2],
		   enum layout_style style)
{
	bool color = r->base.options->color;
	size_t room = text_width(r) - MARGIN, before = place[0], columns;
	char bytes[256];
	struct strbuf mark = strbuf_in(bytes, sizeof(bytes));

	add_mark(r, f, e, &mark);
	columns = utf8_columns(strbuf_view(&mark));
	bar(&r->out);
	strbuf_pad(&r->out, ' ', before);
	layout_style(&r->out, color, style);
	strbuf_pad(&r->out, '^', place[1] ? place[1] : 1);
	if (mark.len && before + place[1] + 1 + columns > room) {
		layout_style_end(&r->out, color);
		strbuf_addc(&r->out, '\n');
		bar(&r->out);
		if (before + columns > room)
			before = columns < room ? room - columns : 0;
		strbuf_pad(&r->out, ' ', before);
		layout_style(&r->out, color, style);
	} else if (mark.len) {
		strbuf_addc(&r->out, ' ');
	}
	strbuf_slice(&r->out, strbuf_view(&mark));
	layout_style_end(&r->out, color);
	strbuf_addc(&r->out, '\n');
	strbuf_fini(&mark);
}

/* The line and what stands under it. */
static void add_text(struct text_renderer *r, const struct finding *f,
		     const struct evidence *e, enum layout_style style)
{
	struct strbuf *out = &r->out;
	struct shown s;
	struct window w;
	size_t place[2], end;

	shown_make(r, e, &s);
	w = window_of(&s, e, text_width(r) - MARGIN);
	bar(out);
	utf8_show(out, w.name);
	if (w.from)
		strbuf_adds(out, w.name.len ? " ..." : "...");
	utf8_show(out, part_of(&s, w.from, w.to));
	if (w.to < s.text.len)
		strbuf_adds(out, "...");
	while (out->len && out->p[out->len - 1] == ' ')
		out->p[--out->len] = '\0';
	strbuf_addc(out, '\n');
	if (s.span[0] < s.span[1]) {
		end = s.span[1] < w.to ? s.span[1] : w.to;
		place[0] = columns_of(&s, w.from, s.span[0]) +
			(w.from ? 3 : 0) + (w.name.len ? 1 : 0) +
			utf8_columns(w.name);
		place[1] = columns_of(&s, s.span[0], end);
		carets(r, f, e, place, style);
	}
	strbuf_fini(&s.text);
}

/* A mark without a place, on a line of its own. */
static void add_bare_mark(struct text_renderer *r, const struct finding *f,
			  const struct evidence *e)
{
	char room[256];
	struct strbuf mark = strbuf_in(room, sizeof(room));

	add_mark(r, f, e, &mark);
	if (mark.len) {
		bar(&r->out);
		strbuf_slice(&r->out, strbuf_view(&mark));
		strbuf_addc(&r->out, '\n');
	}
	strbuf_fini(&mark);
}

/* --- the line that says where it stands --- */

static void add_place(struct text_renderer *r, const struct finding *f,
		      const struct evidence *e)
{
	char room[32];
	struct strbuf frame = strbuf_in(room, sizeof(room)), source = { 0 };
	struct fill_value v[FILL_MAX] = { { "frame", NULL },
					  { "source", NULL } };
	unsigned from = e->message ? e->message->source : f->source;
	const char *name = NULL;

	if (r->base.options->several_sources && r->base.source_name)
		name = r->base.source_name(from, r->base.source_arg);
	strbuf_uint(&frame, e->frame);
	if (name)
		utf8_show(&source, slice_cstr(name));
	v[0].text = strbuf_str(&frame);
	v[1].text = strbuf_str(&source);
	fill_text(&r->out, name ? TEXT_FRAME_OF : TEXT_FRAME, v);
	strbuf_fini(&frame);
	strbuf_fini(&source);
}

static void add_what(struct strbuf *out, const struct evidence *e)
{
	const struct message *m = e->message;

	if (!m)
		strbuf_adds(out, e->part == PART_TCP ? "TCP" :
			    e->part == PART_DNS ? "DNS" : "ICMP");
	else if (m->sip.is_response)
		text_status(out, m->sip.status,
			    message_slice(m, m->sip.reason));
	else
		utf8_show(out, slice_head(message_slice(m, m->sip.method_name),
					  40));
}

static void add_arrow(struct text_renderer *r, const struct finding *f,
		      const struct evidence *e)
{
	struct strbuf *out = &r->out, mark = { 0 };

	strbuf_adds(out, "  --> ");
	add_place(r, f, e);
	strbuf_adds(out, "  ");
	clock_time(out, &r->clock, e->time);
	strbuf_adds(out, "  ");
	text_way(out, &e->src, &e->dst);
	strbuf_adds(out, "  ");
	add_what(out, e);
	if (e->part == PART_MESSAGE) {
		add_mark(r, f, e, &mark);
		if (mark.len) {
			strbuf_adds(out, ", ");
			strbuf_slice(out, strbuf_view(&mark));
		}
		strbuf_fini(&mark);
	}
	strbuf_addc(out, '\n');
}

static bool same_frame(const struct evidence *a, const struct evidence *b)
{
	return a->frame == b->frame && !a->message == !b->message &&
		(!a->message || a->message->source == b->message->source);
}

void text_evidence(struct text_renderer *r, const struct finding *f,
		   enum layout_style style)
{
	const struct evidence *before = NULL, *e;

	for (size_t i = 0; i < f->n_evidence; i++, before = e) {
		bool same;

		e = &f->evidence[i];
		same = before && same_frame(before, e);
		if (!same)
			add_arrow(r, f, e);
		if (e->part == PART_MESSAGE) {
			if (same)
				add_bare_mark(r, f, e);
			continue;
		}
		if (e->text.len)
			add_text(r, f, e, style);
		if (e->span >= e->span_end)
			add_bare_mark(r, f, e);
	}
}
