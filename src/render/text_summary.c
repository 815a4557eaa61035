/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/text.h"

#include "base/utf8.h"
#include "render/fill.h"

enum { TLS_SHOWN = 5 };
enum { RANKS = 10, RANKS_ALL = 1000, CODES_SHOWN = 20 };

static void line(struct text_renderer *r, const struct strbuf *text)
{
	strbuf_adds(&r->out, "    ");
	layout_wrap(&r->out, strbuf_view(text), 4, 4, text_width(r));
}

/* Fill id from one number (and one text) as a line of its own. */
static void number_line(struct text_renderer *r, enum text_id id,
			const char *name, uint64_t number)
{
	struct fill_value v[FILL_MAX] = { { name, NULL } };
	struct strbuf n = { 0 }, out = { 0 };

	layout_number(&n, number);
	v[0].text = strbuf_str(&n);
	fill_text(&out, id, v);
	line(r, &out);
	strbuf_fini(&n);
	strbuf_fini(&out);
}

/* --- the head --- */

static uint64_t calls_of(const struct store_stats *st)
{
	uint64_t n = 0;

	for (int o = CALL_RINGING; o <= CALL_UNANSWERED; o++)
		n += st->calls[o];
	return n;
}

/* `1 call', `2,113 calls'. */
static void add_counted(struct strbuf *out, uint64_t count, enum text_id one,
			enum text_id many)
{
	struct fill_value v[FILL_MAX] = { { "count", NULL } };
	struct strbuf n = { 0 };

	layout_number(&n, count);
	v[0].text = strbuf_str(&n);
	fill_text(out, count == 1 ? one : many, v);
	strbuf_fini(&n);
}

static void head(struct text_renderer *r, const struct render_summary *s)
{
	struct fill_value v[FILL_MAX] = { { "source", NULL },
		{ "messages", NULL }, { "transactions", NULL },
		{ "calls", NULL }, { "span", NULL } };
	/* A text trace may tell no times. */
	const enum text_id id[2] = {
		s->source ? TEXT_SUMMARY_HEAD_UNTIMED :
			TEXT_SUMMARY_TOTAL_UNTIMED,
		s->source ? TEXT_SUMMARY_HEAD : TEXT_SUMMARY_TOTAL };
	struct strbuf b[5] = { { 0 } };
	bool color = r->base.options->color;

	utf8_show(&b[0], slice_cstr(s->source));
	add_counted(&b[1], s->store->messages, TEXT_SUMMARY_MESSAGE_ONE,
		    TEXT_SUMMARY_MESSAGES);
	add_counted(&b[2], s->store->transactions,
		    TEXT_SUMMARY_TRANSACTION_ONE, TEXT_SUMMARY_TRANSACTIONS);
	add_counted(&b[3], calls_of(s->store), TEXT_SUMMARY_CALL_ONE,
		    TEXT_SUMMARY_CALLS_COUNT);
	clock_span(&b[4], s->last > s->first ? s->last - s->first : 0);
	for (int i = 0; i < 5; i++)
		v[i].text = strbuf_str(&b[i]);
	layout_style(&r->out, color, LAYOUT_BOLD);
	strbuf_adds(&r->out, "--- ");
	fill_text(&r->out, id[s->last != 0], v);
	layout_style_end(&r->out, color);
	strbuf_addc(&r->out, '\n');
	for (int i = 0; i < 5; i++)
		strbuf_fini(&b[i]);
}

static void calls(struct text_renderer *r, const struct store_stats *st)
{
	static const char *const names[] = { "answered", "failed", "cancelled",
					     "unanswered" };
	static const enum call_outcome outcome[] = { CALL_ANSWERED,
		CALL_FAILED, CALL_CANCELLED, CALL_UNANSWERED };
	struct fill_value v[FILL_MAX] = { { NULL, NULL } };
	struct strbuf b[4] = { { 0 } };

	if (!calls_of(st))
		return;
	for (int i = 0; i < 4; i++) {
		layout_number(&b[i], st->calls[outcome[i]]);
		v[i] = (struct fill_value){ names[i], strbuf_str(&b[i]) };
	}
	strbuf_adds(&r->out, "    ");
	fill_text(&r->out, TEXT_SUMMARY_CALLS, v);
	strbuf_addc(&r->out, '\n');
	for (int i = 0; i < 4; i++)
		strbuf_fini(&b[i]);
	if (st->calls[CALL_RINGING])
		number_line(r, TEXT_SUMMARY_OPEN, "count",
			    st->calls[CALL_RINGING]);
}

static void selected(struct text_renderer *r, const struct render_summary *s)
{
	struct fill_value v[FILL_MAX] = { { "selected", NULL },
					  { "transactions", NULL } };
	struct strbuf a = { 0 }, b = { 0 }, out = { 0 };

	if (!s->selecting)
		return;
	layout_number(&a, s->selected);
	layout_number(&b, s->store->transactions);
	v[0].text = strbuf_str(&a);
	v[1].text = strbuf_str(&b);
	fill_text(&out, TEXT_SUMMARY_SELECTED, v);
	line(r, &out);
	strbuf_fini(&a);
	strbuf_fini(&b);
	strbuf_fini(&out);
}

/* Transactions by final response. */
static void codes(struct text_renderer *r, const struct render_summary *s)
{
	struct fill_value v[FILL_MAX] = { { "codes", NULL } };
	struct strbuf list = { 0 }, out = { 0 };
	unsigned n = 0;

	for (unsigned i = 200; i < RENDER_CODES; i++) {
		if (!s->finals[i] || n++ >= CODES_SHOWN)
			continue;
		if (list.len)
			strbuf_adds(&list, ", ");
		strbuf_uint(&list, i);
		strbuf_adds(&list, " (");
		layout_number(&list, s->finals[i]);
		strbuf_addc(&list, ')');
	}
	if (n > CODES_SHOWN)
		strbuf_adds(&list, " ...");
	if (!n)
		return;
	v[0].text = strbuf_str(&list);
	fill_text(&out, TEXT_SUMMARY_CODES, v);
	line(r, &out);
	strbuf_fini(&list);
	strbuf_fini(&out);
}

/* --- the ranking --- */

static void add_count(struct strbuf *out, const struct ranking_group *g)
{
	if (g->network)
		add_counted(out, g->count, TEXT_SUMMARY_CONNECTION_ONE,
			    TEXT_SUMMARY_CONNECTIONS);
	else
		add_counted(out, g->count, TEXT_SUMMARY_TRANSACTION_ONE,
			    TEXT_SUMMARY_TRANSACTIONS);
}

static void add_name(struct strbuf *out, const struct ranking_group *g)
{
	char name[40];

	strbuf_adds(out, fill_name(g->id, g->status, name));
}

static void add_title(struct strbuf *out, const struct ranking_group *g)
{
	struct fill_value v[FILL_MAX] = { { "title", g->title } };

	if (g->certainty == CERTAINTY_CERTAIN)
		strbuf_adds(out, g->title);
	else
		fill_text(out, g->certainty == CERTAINTY_LIKELY ? TEXT_LIKELY :
			  TEXT_POSSIBLY, v);
}

/* Columns of names and of counts. */
struct widths {
	size_t name, count;
};

static struct widths widths_of(const struct ranking_group *g, size_t n)
{
	struct widths w = { 0 };
	struct strbuf b = { 0 };
	size_t columns;

	for (size_t i = 0; i < n; i++) {
		strbuf_reset(&b);
		add_name(&b, &g[i]);
		if (b.len > w.name)
			w.name = b.len;
		strbuf_reset(&b);
		add_count(&b, &g[i]);
		columns = utf8_columns(strbuf_view(&b));
		if (columns > w.count)
			w.count = columns;
	}
	strbuf_fini(&b);
	return w;
}

static void rank(struct text_renderer *r, const struct ranking_group *g,
		 size_t place, struct widths w)
{
	struct strbuf b = { 0 }, row = { 0 };
	size_t indent;

	strbuf_adds(&row, place < 10 ? "     " : "    ");
	strbuf_uint(&row, place);
	strbuf_adds(&row, ". ");
	add_name(&b, g);
	layout_cell(&row, strbuf_view(&b), w.name + 2, 2);
	strbuf_reset(&b);
	add_count(&b, g);
	layout_cell(&row, strbuf_view(&b), w.count + 2, 2);
	strbuf_reset(&b);
	add_title(&b, g);
	indent = utf8_columns(strbuf_view(&row));
	strbuf_slice(&r->out, strbuf_view(&row));
	layout_wrap(&r->out, strbuf_view(&b), indent, indent, text_width(r));
	strbuf_fini(&b);
	strbuf_fini(&row);
}

static void ranking(struct text_renderer *r, const struct render_summary *s)
{
	size_t n = 0, max;
	uint64_t infos = 0, passed_on = 0;
	struct widths w;

	while (n < s->n_ranking && s->ranking[n].severity > SEVERITY_INFO &&
	       !s->ranking[n].consequence)
		n++;
	for (size_t i = n; i < s->n_ranking; i++) {
		if (s->ranking[i].severity == SEVERITY_INFO)
			infos += s->ranking[i].count;
		else
			passed_on += s->ranking[i].count;
	}
	if (!n) {
		if (infos && r->base.options->verbosity < VERBOSITY_FLOW)
			number_line(r, infos == 1 ? TEXT_SUMMARY_INFO_ONE :
				    TEXT_SUMMARY_INFO_ONLY, "count", infos);
		else
			number_line(r, TEXT_SUMMARY_NOTHING, "count", 0);
		return;
	}
	max = r->base.options->verbosity >= VERBOSITY_FLOW ? RANKS_ALL : RANKS;
	max = n < max ? n : max;
	strbuf_adds(&r->out, "    ");
	fill_plain(&r->out, TEXT_SUMMARY_FIX_FIRST);
	strbuf_addc(&r->out, '\n');
	w = widths_of(s->ranking, max);
	for (size_t i = 0; i < max; i++)
		rank(r, &s->ranking[i], i + 1, w);
	if (n > max)
		number_line(r, TEXT_SUMMARY_MORE, "count", n - max);
	if (passed_on)
		number_line(r, TEXT_SUMMARY_CONSEQUENCES, "count", passed_on);
}

/* --- what is missing --- */

struct part {
	enum text_id id;
	uint64_t count;
	uint64_t gaps; /* a second number, where the sentence has one */
};

static void add_part(struct strbuf *all, const struct part *p)
{
	struct fill_value v[FILL_MAX] = { { "count", NULL }, { "gaps", NULL } };
	struct strbuf count = { 0 }, gaps = { 0 };

	layout_number(&count, p->count);
	layout_number(&gaps, p->gaps);
	v[0].text = strbuf_str(&count);
	v[1].text = strbuf_str(&gaps);
	if (all->len)
		strbuf_adds(all, "; ");
	fill_text(all, p->id, v);
	strbuf_fini(&count);
	strbuf_fini(&gaps);
}

/* One line of the parts whose count is not zero. */
static void parts(struct text_renderer *r, enum text_id id,
		  const struct part *p, size_t n)
{
	struct fill_value list[FILL_MAX] = { { "list", NULL } };
	struct strbuf all = { 0 }, out = { 0 };

	for (size_t i = 0; i < n; i++) {
		if (p[i].count)
			add_part(&all, &p[i]);
	}
	if (all.len) {
		list[0].text = strbuf_str(&all);
		fill_text(&out, id, list);
		line(r, &out);
	}
	strbuf_fini(&all);
	strbuf_fini(&out);
}

static void not_decoded(struct text_renderer *r,
			const struct dissector_stats *d)
{
	const struct part list[] = {
		{ TEXT_NOT_DECODED_TCP, d->tcp_sip, 0 },
		{ TEXT_NOT_DECODED_GAPS, d->tcp_gap_bytes, d->tcp_gaps },
		{ TEXT_NOT_DECODED_CUT, d->tcp_cut, 0 },
		{ TEXT_NOT_DECODED_SKIPPED, d->stream_skipped, 0 },
		{ TEXT_NOT_DECODED_DEFLATED, d->deflated, 0 },
		{ TEXT_NOT_DECODED_UPGRADES, d->upgrades_refused, 0 },
		{ TEXT_NOT_DECODED_TLS_RECORDS, d->tls, 0 },
		{ TEXT_NOT_DECODED_HEP, d->hep_compressed, 0 },
		{ TEXT_NOT_DECODED_LINK, d->link_type, 0 },
		{ TEXT_NOT_DECODED_ETHERTYPE, d->ethertype, 0 },
		{ TEXT_NOT_DECODED_TUNNELS, d->tunnel, 0 },
		{ TEXT_NOT_DECODED_SNAPLEN, d->snaplen, 0 },
		{ TEXT_NOT_DECODED_FRAGMENTS, d->fragments, 0 },
		{ TEXT_NOT_DECODED_OVERLAPS, d->fragment_overlaps, 0 },
		{ TEXT_NOT_DECODED_SCTP, d->sctp_lost, 0 },
		{ TEXT_NOT_DECODED_HEADERS, d->malformed, 0 },
	};

	parts(r, TEXT_SUMMARY_NOT_DECODED, list, sizeof(list) / sizeof(*list));
}

/* `TLS to 192.0.2.1:5061 (sip.example.com), TLS 1.3, ...: 3 connections' */
static void tls_end(struct text_renderer *r, const struct render_tls *e)
{
	const char *version = tls_watch_version(e->version);
	const char *suite = tls_watch_cipher(e->cipher);
	struct fill_value v[FILL_MAX] = { { "server", NULL },
		{ "about", NULL }, { "connections", NULL },
		{ "records", NULL } };
	struct strbuf b[4] = { { 0 } }, out = { 0 };

	addr_format(&b[0], &e->server);
	if (*e->name) {
		strbuf_adds(&b[1], " (");
		utf8_show(&b[1], slice_cstr(e->name));
		strbuf_addc(&b[1], ')');
	}
	if (version)
		strbuf_fmt(&b[1], ", %s", version);
	if (suite)
		strbuf_fmt(&b[1], ", %s", suite);
	layout_number(&b[2], e->connections);
	layout_number(&b[3], e->records);
	for (int i = 0; i < 4; i++)
		v[i].text = strbuf_str(&b[i]);
	fill_text(&out, e->connections == 1 ? TEXT_TLS_END_ONE : TEXT_TLS_END,
		  v);
	line(r, &out);
	for (int i = 0; i < 4; i++)
		strbuf_fini(&b[i]);
	strbuf_fini(&out);
}

/* The ends of TLS by name, then once what to do about it. */
static void tls(struct text_renderer *r, const struct render_summary *s)
{
	size_t max = s->n_tls_ends < TLS_SHOWN ? s->n_tls_ends : TLS_SHOWN;
	uint64_t more = s->tls_more;

	for (size_t i = 0; i < max; i++)
		tls_end(r, &s->tls_ends[i]);
	for (size_t i = max; i < s->n_tls_ends; i++)
		more += s->tls_ends[i].connections;
	if (more)
		number_line(r, TEXT_TLS_MORE, "count", more);
	if (max)
		number_line(r, TEXT_TLS_WHAT_TO_DO, "count", 0);
}

/* Was the machine fast enough? */
static void rate(struct text_renderer *r, const struct render_summary *s)
{
	struct fill_value v[FILL_MAX] = { { "mean", NULL }, { "peak", NULL },
					  { "dropped", NULL } };
	uint64_t seconds = s->last > s->first ?
		(uint64_t)(s->last - s->first) / CLOCK_S : 0;
	struct strbuf b[3] = { { 0 } }, out = { 0 };

	if (!s->live || !s->store->messages)
		return;
	layout_number(&b[0], s->store->messages / (seconds ? seconds : 1));
	layout_number(&b[1], s->busiest);
	layout_number(&b[2], s->dropped);
	for (int i = 0; i < 3; i++)
		v[i].text = strbuf_str(&b[i]);
	fill_text(&out, TEXT_SUMMARY_RATE, v);
	line(r, &out);
	for (int i = 0; i < 3; i++)
		strbuf_fini(&b[i]);
	strbuf_fini(&out);
}

static void note(struct text_renderer *r, const char *sentence)
{
	struct strbuf b = { 0 };

	strbuf_adds(&b, sentence);
	line(r, &b);
	strbuf_fini(&b);
}

static void missing(struct text_renderer *r, const struct render_summary *s)
{
	const struct dissector_stats *d = s->dissect;
	const struct part lost[] = {
		{ TEXT_LOST_KERNEL, s->dropped, 0 },
		{ TEXT_LOST_SHED, s->shed, 0 },
		{ TEXT_LOST_FRAGMENTS, d->fragments_shed, 0 },
		{ TEXT_LOST_STREAMS, d->tcp_shed, 0 },
	};

	not_decoded(r, d);
	tls(r, s);
	if (s->ports_note)
		note(r, s->ports_note);
	parts(r, TEXT_SUMMARY_LOST, lost, sizeof(lost) / sizeof(*lost));
	if (s->malformed)
		number_line(r, TEXT_SUMMARY_MALFORMED, "count", s->malformed);
	if (s->osip_refused)
		number_line(r, TEXT_SUMMARY_REFUSED, "count", s->osip_refused);
	if (s->store->duplicates)
		number_line(r, TEXT_SUMMARY_DUPLICATES, "count",
			    s->store->duplicates);
}

/* --- nothing found --- */

static void filter_line(struct text_renderer *r, enum text_id id,
			const char *filter)
{
	struct fill_value v[FILL_MAX] = { { "filter", NULL } };
	struct strbuf b = { 0 }, out = { 0 };

	utf8_show(&b, slice_cstr(filter));
	v[0].text = strbuf_str(&b);
	fill_text(&out, id, v);
	line(r, &out);
	strbuf_fini(&b);
	strbuf_fini(&out);
}

/* Nothing tells why: then at least where to look next. */
static bool is_riddle(const struct render_summary *s)
{
	const struct dissector_stats *d = s->dissect;

	return s->frames && !s->filter && !d->tls && !s->tls && !d->snaplen &&
		!s->snapped && !d->tcp_sip && !d->tunnel && !d->link_type &&
		!d->fragments && !d->deflated && !d->hep_compressed &&
		!d->upgrades_refused && !s->keepalives &&
		!d->tcp_gap_bytes && !d->sctp_lost;
}

/* Live a filter may have kept frames in the kernel: there were some, maybe. */
static enum text_id nothing_of(const struct render_summary *s)
{
	if (s->frames)
		return s->frames == 1 ? TEXT_NO_SIP_ONE : TEXT_NO_SIP;
	return s->live ? TEXT_NO_FRAMES_LIVE : TEXT_NO_FRAMES;
}

static void no_sip_head(struct text_renderer *r, const struct render_summary *s)
{
	struct fill_value v[FILL_MAX] = { { "frames", NULL } };
	struct strbuf name = { 0 }, n = { 0 };

	strbuf_adds(&name, "--- ");
	if (s->source) {
		utf8_show(&name, slice_cstr(s->source));
		strbuf_adds(&name, ": ");
	}
	layout_number(&n, s->frames);
	v[0].text = strbuf_str(&n);
	fill_text(&name, nothing_of(s), v);
	strbuf_addc(&name, '\n');
	strbuf_slice(&r->out, strbuf_view(&name));
	strbuf_fini(&name);
	strbuf_fini(&n);
}

static void no_sip(struct text_renderer *r, const struct render_summary *s)
{
	const struct dissector_stats *d = s->dissect;

	no_sip_head(r, s);
	if (s->filter && s->filtered && s->filtered >= s->frames)
		filter_line(r, TEXT_NO_FRAMES_FILTER, s->filter);
	else if (s->filter)
		filter_line(r, TEXT_NO_SIP_FILTER, s->filter);
	else if (s->live && !s->frames)
		number_line(r, TEXT_NO_FRAMES_LIVE_HERE, "count", 0);
	if ((d->tls || s->tls) && !s->n_tls_ends)
		number_line(r, TEXT_NO_SIP_TLS_RECORDS, "count", d->tls);
	if (s->n_ranking)
		ranking(r, s);
	else if (s->keepalives)
		number_line(r, TEXT_NO_SIP_KEEPALIVES, "count", s->keepalives);
	else if (is_riddle(s))
		number_line(r, TEXT_NO_SIP_HERE, "frames", s->frames);
	missing(r, s);
}

void text_summary(struct renderer *base, const struct render_summary *s)
{
	struct text_renderer *r = (struct text_renderer *)base;

	if (!s->store->messages) {
		no_sip(r, s);
		text_flush(r);
		return;
	}
	head(r, s);
	calls(r, s->store);
	rate(r, s);
	selected(r, s);
	codes(r, s);
	ranking(r, s);
	missing(r, s);
	text_flush(r);
}
