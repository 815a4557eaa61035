/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/text.h"

#include "base/mem.h"
#include "base/utf8.h"
#include "dissect/sip_value.h"
#include "render/fill.h"
#include "render/flow.h"

#include <stdlib.h>

enum { METHOD_COLUMNS = 11, WHO_COLUMNS = 24, WHO_MAX = 40, WAY_COLUMNS = 24,
       STATUS_COLUMNS = 18, STATUS_MAX = 60 };

void text_flush(struct text_renderer *r)
{
	if (r->out.len)
		sink_put(r->base.sink, strbuf_view(&r->out),
			 r->base.options->flush);
	strbuf_reset(&r->out);
}

unsigned text_width(const struct text_renderer *r)
{
	unsigned n = r->base.options->columns;

	return !n ? TEXT_COLUMNS : n < 40 ? 40 : n;
}

/* The date of a day that begins, on a line of its own. */
static __attribute__((noinline)) void new_day(struct text_renderer *r,
					      int64_t time)
{
	struct clock_format date = r->clock;
	struct strbuf b = { 0 };

	date.with_date = true;
	clock_time(&b, &date, time);
	strbuf_adds(&r->out, "--- ");
	strbuf_slice(&r->out, slice_head(strbuf_view(&b),
		slice_find(strbuf_view(&b), ' ')));
	strbuf_adds(&r->out, " ---\n");
	strbuf_fini(&b);
}

void text_time(struct text_renderer *r, struct strbuf *out, int64_t time)
{
	if (!r->started) {
		r->started = true;
		if (!r->clock.start)
			r->clock.start = time;
	}
	if (r->day && time > r->day && clock_other_day(&r->clock, r->day,
						       time))
		new_day(r, time);
	if (time > r->day)
		r->day = time;
	clock_time(out, &r->clock, time);
}

void text_addr(struct strbuf *out, const struct addr *a)
{
	if (a->port == 5060 || !a->port)
		addr_format_ip(out, a);
	else
		addr_format(out, a);
}

void text_way(struct strbuf *out, const struct addr *src,
	      const struct addr *dst)
{
	text_addr(out, src);
	strbuf_adds(out, " -> ");
	text_addr(out, dst);
}

void text_transport(struct strbuf *out, enum transport t)
{
	if (t == TRANSPORT_UDP)
		return;
	strbuf_addc(out, ' ');
	for (const char *p = packet_transport_name(t); *p; p++)
		strbuf_addc(out, (char)(*p >= 'a' && *p <= 'z' ? *p - 32 : *p));
}

void text_status(struct strbuf *out, unsigned status, struct slice reason)
{
	const struct status_text *s = reason.len ? NULL :
		catalog_status(status);
	char *p;

	if (s)
		reason = slice_cstr(s->name);
	if (!reason.len || status < 100 || status > 999) {
		strbuf_uint(out, status);
		if (reason.len)
			strbuf_addc(out, ' ');
	} else if ((p = strbuf_room(out, 4))) {
		*p++ = (char)('0' + status / 100);
		*p++ = (char)('0' + status / 10 % 10);
		*p++ = (char)('0' + status % 10);
		*p++ = ' ';
		strbuf_wrote(out, p);
	}
	if (!reason.len)
		return;
	utf8_show(out, reason);
}

/* --- a transaction's line --- */

static void add_uri(struct strbuf *out, const struct sip_osip_uri *uri)
{
	size_t from = out->len;

	if (uri->user) {
		utf8_show(out, slice_cstr(uri->user));
		strbuf_addc(out, '@');
	}
	if (uri->host)
		utf8_show(out, slice_cstr(uri->host));
	else if (uri->opaque)
		utf8_show(out, slice_cstr(uri->opaque));
	layout_fit(out, from, WHO_MAX, WHO_COLUMNS, 2);
}

/* user@host of a URI, or all of it. */
static void add_raw_uri(struct strbuf *out, struct slice uri)
{
	struct sip_value_uri_parts u;
	size_t from = out->len;

	if (sip_value_uri_split(uri, &u) && u.host.len) {
		/* Mostly they stand side by side. */
		if (u.user.len && u.user.p + u.user.len + 1 < u.host.p) {
			utf8_show(out, u.user);
			strbuf_addc(out, '@');
			utf8_show(out, u.host);
			layout_fit(out, from, WHO_MAX, WHO_COLUMNS, 2);
			return;
		}
		uri = u.host;
		if (u.user.len)
			uri = slice_of(u.user.p, u.user.len + 1 + u.host.len);
	}
	layout_show(out, uri, WHO_MAX, WHO_COLUMNS, 2);
}

/* Whom the request is about: a REGISTER's name to bind, else its target. */
static void add_who(struct text_renderer *r, const struct transaction *t,
		    struct strbuf *out)
{
	const struct render_typed *typed = r->base.typed;
	const struct message *m = transaction_any(t);
	bool to = t->method == METHOD_REGISTER || !m->sip.uri.len;
	const struct sip_osip_uri *uri = !typed ? NULL :
		to ? &typed->to : &typed->uri;

	if (uri && (uri->host || uri->opaque))
		add_uri(out, uri);
	else if (to)
		add_raw_uri(out, message_slice(m, m->sip.to_uri));
	else
		add_raw_uri(out, message_slice(m, m->sip.uri));
}

static void trim_end(struct strbuf *b)
{
	while (b->len && b->p[b->len - 1] == ' ')
		b->p[--b->len] = '\0';
}

/* The last response, if any; without one the tail stands in its place. */
static void add_result(struct text_renderer *r, const struct transaction *t)
{
	const struct message *m = t->final ? t->final : t->provisional;
	bool red = r->base.options->color &&
		transaction_class(t) == TRANSACTION_ERROR;
	size_t from, columns;

	if (!m)
		return;
	layout_style(&r->out, red, LAYOUT_RED);
	from = r->out.len;
	text_status(&r->out, m->sip.status, message_slice(m, m->sip.reason));
	columns = layout_fit(&r->out, from, STATUS_MAX, 0, 0);
	layout_style_end(&r->out, red);
	strbuf_pad(&r->out, ' ', columns + 2 > STATUS_COLUMNS ? 2 :
		   STATUS_COLUMNS - columns);
}

/* TIME  METHOD  who  SRC -> DST  CODE Phrase  tail */
static void add_line(struct text_renderer *r, const struct transaction *t)
{
	struct strbuf *out = &r->out;
	size_t from, columns;

	text_time(r, out, t->start);
	strbuf_adds(out, "  ");
	layout_show(out, transaction_method(t), 20, METHOD_COLUMNS, 2);
	add_who(r, t, out);
	from = out->len;
	text_way(out, &t->client, &t->server);
	text_transport(out, t->transport);
	columns = out->len - from;
	strbuf_pad(out, ' ', columns + 2 > WAY_COLUMNS ? 2 :
		   WAY_COLUMNS - columns);
	add_result(r, t);
	text_tail(r, t, out);
	trim_end(out);
	strbuf_addc(out, '\n');
}

/* --- which line is said when --- */

static bool was_unsaid(const struct text_renderer *r, uint64_t serial)
{
	for (unsigned i = 0; i < TEXT_UNSAID_MAX; i++) {
		if (r->unsaid[i] == serial)
			return true;
	}
	return false;
}

/* Only the renderer writes .said; a finding gives the transaction as const. */
static void set_said(const struct transaction *t)
{
	((struct transaction *)(uintptr_t)t)->said = true;
}

void text_say(struct text_renderer *r, const struct transaction *t)
{
	if (t->said || r->base.options->verbosity == VERBOSITY_QUIET)
		return;
	if (t->final) {
		set_said(t);
	} else {
		if (was_unsaid(r, t->serial))
			return;
		r->unsaid[r->next_unsaid++ % TEXT_UNSAID_MAX] = t->serial;
	}
	renderer_typed(&r->base, t, false);
	add_line(r, t);
}

/* What everybody expects inside a call that goes well. */
static bool is_routine(const struct transaction *t)
{
	if (!t->final || t->status / 100 != 2)
		return false;
	return t->in_dialog || t->method == METHOD_CANCEL ||
		t->method == METHOD_PRACK || t->method == METHOD_BYE;
}

/* The challenges before t are told with t. */
static void challenges_said(const struct transaction *t)
{
	const struct transaction *before = call_previous(t);

	for (int i = 0; before && i < 4; i++) {
		if (before->said || !text_tail_challenge(before))
			break;
		set_said(before);
		before = call_previous(before);
	}
}

static void on_final(struct text_renderer *r, const struct transaction *t)
{
	bool flow = r->base.options->verbosity >= VERBOSITY_FLOW;

	if (!flow && text_tail_challenge(t))
		return; /* its turn comes with what follows, or at the end */
	challenges_said(t);
	if (flow || !is_routine(t))
		text_say(r, t);
}

/* A 2xx after another final response was told. */
static void on_more_final(struct text_renderer *r, const struct store_notice *n)
{
	if (n->t->final != n->message || n->t->status / 100 != 2)
		return;
	n->t->said = false;
	text_say(r, n->t);
}

/* What was put off, and in a flow what is still open. */
static void on_end(struct text_renderer *r, const struct store_notice *n)
{
	bool flow = r->base.options->verbosity >= VERBOSITY_FLOW;

	r->ended |= n->event == STORE_END;
	if (n->t->final ? flow || !is_routine(n->t) :
	    flow && n->event == STORE_END)
		text_say(r, n->t);
}

static void notice_of(struct text_renderer *r, const struct store_notice *n)
{
	bool flow = r->base.options->verbosity >= VERBOSITY_FLOW;

	switch (n->event) {
	case STORE_FINAL:
		on_final(r, n->t);
		break;
	case STORE_MORE_FINAL:
		on_more_final(r, n);
		break;
	case STORE_TIMEOUT:
		text_say(r, n->t);
		break;
	case STORE_END:
	case STORE_COMPLETE:
		on_end(r, n);
		break;
	case STORE_CALL_COMPLETE:
		if (flow)
			flow_call(r, n->call);
		break;
	case STORE_REQUEST:
	case STORE_RETRANSMISSION:
	case STORE_PROVISIONAL:
	case STORE_ACK:
	case STORE_ACK_ASTRAY:
	case STORE_CANCEL:
	case STORE_NO_ACK:
	case STORE_ICMP:
		break;
	}
}

static __attribute__((noinline)) void tell(struct renderer *base,
					   const struct store_notice *n)
{
	struct text_renderer *r = (struct text_renderer *)base;

	if (!r->started) {
		r->started = true;
		if (!r->clock.start)
			r->clock.start = n->now;
	}
	r->now = n->now;
	if (base->options->verbosity == VERBOSITY_QUIET)
		return;
	notice_of(r, n);
	text_flush(r);
}

static void notice(struct renderer *base, const struct store_notice *n)
{
	/* What begins, or goes on, is told when it is over. */
	const unsigned open = 1U << STORE_REQUEST | 1U << STORE_PROVISIONAL |
		1U << STORE_RETRANSMISSION | 1U << STORE_ACK | 1U << STORE_CANCEL;

	if (!((struct text_renderer *)base)->started || !(open >> n->event & 1))
		tell(base, n);
}

static void message(struct renderer *base, const struct message *m,
		    const struct render_note *note)
{
	struct text_renderer *r = (struct text_renderer *)base;

	if (base->options->verbosity == VERBOSITY_QUIET)
		return;
	flow_message(r, m, note, base->options->verbosity == VERBOSITY_ALL);
	text_flush(r);
}

static void text_free(struct renderer *base)
{
	struct text_renderer *r = (struct text_renderer *)base;

	strbuf_fini(&r->out);
	strbuf_fini(&r->line);
	strbuf_fini(&r->scratch);
	strbuf_fini(&r->title);
	free(r->sdp);
	free(r);
}

struct renderer *text_new(const struct render_options *o,
			  struct render_sink *sink)
{
	static const struct renderer_ops ops = {
		.notice = notice, .finding = text_finding, .message = message,
		.summary = text_summary, .peers = text_peers,
		.story = text_story,
		.free = text_free,
	};
	struct text_renderer *r = mem_zalloc(sizeof(*r));

	if (!r)
		return NULL;
	r->base = (struct renderer){ .ops = &ops, .options = o, .sink = sink };
	r->clock = o->clock;
	r->clock.zone = &r->zone;
	text_tail_init(r);
	r->sdp = mem_zalloc(sizeof(*r->sdp));
	if (!r->sdp) {
		free(r);
		return NULL;
	}
	return &r->base;
}
