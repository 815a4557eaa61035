/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/flow.h"

#include "base/utf8.h"
#include "data/catalog_lang.h"
#include "dissect/sip_value.h"
#include "render/fill.h"
#include "render/secret.h"

enum { LOOK_BACK = 32, BODY_LINES_MAX = 200, VALUE_MAX = 60 };

void flow_verdict(struct text_renderer *r, struct strbuf *out,
		  const struct render_note *note, enum text_id what)
{
	struct fill_value verdict[FILL_MAX] = { { "verdict", note->verdict } };
	struct fill_value line[FILL_MAX] = { { "line", NULL } };
	struct strbuf hidden = { 0 }, shown = { 0 };

	if (note->verdict)
		fill_text(out, what, verdict);
	if (!note->osip_rc)
		return;
	if (note->verdict)
		strbuf_adds(out, "; ");
	if (note->osip) {
		secret_line(&hidden, slice_cstr(note->osip),
			    r->base.options->show_secrets, NULL, 0);
		utf8_show(&shown, slice_head(slice_trim(strbuf_view(&hidden)),
					     200));
		line[0].text = strbuf_str(&shown);
	}
	fill_text(out, note->osip ? TEXT_OSIP_REFUSES_LINE :
		  TEXT_OSIP_REFUSES, line);
	strbuf_fini(&hidden);
	strbuf_fini(&shown);
}

/* --- details of a message --- */

static void detail(struct strbuf *out, enum text_id id,
		   const struct fill_value *v)
{
	strbuf_adds(out, "  ");
	fill_text(out, id, v);
}

/* A sentence with one value out of the message. */
static void value_detail(struct strbuf *out, enum text_id id, const char *name,
			 struct slice value)
{
	struct fill_value v[FILL_MAX] = { { name, NULL } };
	struct strbuf b = { 0 }, cut = { 0 };

	if (!value.len)
		return;
	utf8_show(&b, slice_head(value, 512));
	layout_cut(&cut, strbuf_view(&b), VALUE_MAX);
	v[0].text = strbuf_str(&cut);
	detail(out, id, v);
	strbuf_fini(&b);
	strbuf_fini(&cut);
}

static void codecs(struct text_renderer *r, const struct message *m,
		   struct strbuf *out)
{
	static const struct fill_value none[FILL_MAX];
	struct slice body = sdp_find(
		sip_index_value(&m->sip, HEADER_CONTENT_TYPE),
		message_slice(m, m->sip.body));
	struct strbuf names = { 0 };
	bool hold = false;

	if (!body.len || !sdp_read(r->sdp, body))
		return;
	for (unsigned i = 0; i < r->sdp->n_media; i++) {
		const struct sdp_media *d = &r->sdp->media[i];

		hold |= d->direction == SDP_SENDONLY ||
			d->direction == SDP_INACTIVE;
		for (unsigned k = 0; d->port && k < d->n_formats; k++) {
			if (!d->formats[k].is_codec || !d->formats[k].name.len)
				continue;
			if (names.len)
				strbuf_adds(&names, ", ");
			strbuf_slice(&names, d->formats[k].name);
		}
	}
	value_detail(out, TEXT_FLOW_CODECS, "codecs", strbuf_view(&names));
	if (hold && !m->sip.is_response)
		detail(out, TEXT_ON_HOLD, none);
	strbuf_fini(&names);
}

static void reason(const struct message *m, struct strbuf *out)
{
	struct slice rest = sip_index_value(&m->sip, HEADER_REASON), one;
	struct sip_value_reason v;
	const struct catalog_row *row;
	struct strbuf protocol = { 0 }, cause = { 0 };
	struct fill_value f[FILL_MAX] = { { "protocol", NULL },
					  { "cause", NULL }, { "name", NULL } };

	if (!sip_value_next(&rest, &one) || !sip_value_reason_split(one, &v) ||
	    !v.has_cause)
		return;
	row = slice_eq_nocase(v.protocol, SLICE("Q.850")) ?
		catalog_row_get(CATALOG_Q850, v.cause) : NULL;
	utf8_show(&protocol, slice_head(v.protocol, 40));
	utf8_show(&cause, slice_head(v.cause, 20));
	f[0].text = strbuf_str(&protocol);
	f[1].text = strbuf_str(&cause);
	f[2].text = row && row->name ? row->name : "";
	detail(out, *f[2].text ? TEXT_REASON_SAYS_NAME : TEXT_REASON_SAYS, f);
	strbuf_fini(&protocol);
	strbuf_fini(&cause);
}

/* The header of a refusal that tells most. */
static void telling_header(struct text_renderer *r, const struct message *m,
			   struct strbuf *out)
{
	const struct status_text *s = catalog_status_or_class(m->sip.status);
	const struct sip_header *h = NULL;
	struct strbuf hidden = { 0 }, b = { 0 }, cut = { 0 };

	if (!s || m->sip.status < 300)
		return;
	for (const char *const *p = s->read_response; *p && !h; p++)
		h = sip_index_header(&m->sip, catalog_header_find(
			slice_cstr(*p)), 0);
	if (!h || h->id == HEADER_UNKNOWN || h->id == HEADER_REASON)
		return;
	secret_line(&hidden, sip_index_line(&m->sip, h),
		    r->base.options->show_secrets, NULL, 0);
	utf8_show(&b, slice_head(strbuf_view(&hidden), 512));
	layout_cut(&cut, strbuf_view(&b), VALUE_MAX + 20);
	strbuf_adds(out, "  ");
	strbuf_slice(out, strbuf_view(&cut));
	strbuf_fini(&hidden);
	strbuf_fini(&b);
	strbuf_fini(&cut);
}

static void request_details(const struct message *m, struct strbuf *out)
{
	static const struct fill_value none[FILL_MAX];

	value_detail(out, TEXT_FLOW_REQUIRES, "tags",
		     sip_index_value(&m->sip, HEADER_REQUIRE));
	if (sip_index_header(&m->sip, HEADER_AUTHORIZATION, 0) ||
	    sip_index_header(&m->sip, HEADER_PROXY_AUTHORIZATION, 0))
		detail(out, TEXT_FLOW_CREDENTIALS, none);
}

static void details(struct text_renderer *r, const struct message *m,
		    struct strbuf *out)
{
	if (!m->sip.is_response)
		request_details(m, out);
	value_detail(out, TEXT_REGISTERED_EXPIRES, "expires",
		     sip_index_value(&m->sip, HEADER_EXPIRES));
	codecs(r, m, out);
	reason(m, out);
	if (m->sip.is_response)
		telling_header(r, m, out);
}

/* `INVITE sip:bob@x' or `180 Ringing (INVITE)' */
static void what(const struct message *m, struct strbuf *out)
{
	struct strbuf b = { 0 };

	if (m->sip.is_response) {
		text_status(out, m->sip.status,
			    slice_head(message_slice(m, m->sip.reason), 80));
		if (!m->sip.cseq_method.len) /* missing, or cut off */
			return;
		strbuf_adds(out, " (");
		utf8_show(out, slice_head(message_slice(m, m->sip.cseq_method),
					  40));
		strbuf_addc(out, ')');
		return;
	}
	utf8_show(out, slice_head(message_slice(m, m->sip.method_name), 40));
	strbuf_addc(out, ' ');
	utf8_show(&b, slice_head(message_slice(m, m->sip.uri), 512));
	layout_cut(out, strbuf_view(&b), VALUE_MAX);
	strbuf_fini(&b);
}

/* --- a call --- */

bool flow_same(const struct message *a, const struct message *b)
{
	return addr_eq(&a->src, &b->src) && addr_eq(&a->dst, &b->dst) &&
		slice_eq(a->sip.raw, b->sip.raw);
}

static bool sent_before(const struct call *c, size_t at)
{
	size_t from = at > LOOK_BACK ? at - LOOK_BACK : 0;

	for (size_t i = from; i < at; i++) {
		if (flow_same(c->flow[i], c->flow[at]))
			return true;
	}
	return false;
}

void flow_line(struct text_renderer *r, const struct message *m,
	       const char *leg, bool copy)
{
	static const struct fill_value none[FILL_MAX];
	struct strbuf *line = &r->line, *all = &r->scratch;

	strbuf_reset(line);
	strbuf_reset(all);
	strbuf_adds(all, "    ");
	text_time(r, all, m->time);
	strbuf_adds(all, "  ");
	if (leg) {
		strbuf_adds(all, leg);
		strbuf_adds(all, "  ");
	}
	text_way(line, &m->src, &m->dst);
	text_transport(line, m->transport);
	layout_cell(all, strbuf_view(line), 26, 2);
	strbuf_reset(line);
	what(m, all);
	if (copy)
		detail(all, TEXT_FLOW_COPY, none);
	else
		details(r, m, all);
	strbuf_slice(&r->out, strbuf_view(all));
	strbuf_addc(&r->out, '\n');
}

static enum text_id outcome_text(enum call_outcome o)
{
	switch (o) {
	case CALL_ANSWERED:
		return TEXT_OUTCOME_ANSWERED;
	case CALL_FAILED:
		return TEXT_OUTCOME_FAILED;
	case CALL_CANCELLED:
		return TEXT_OUTCOME_CANCELLED;
	case CALL_UNANSWERED:
		return TEXT_OUTCOME_UNANSWERED;
	case CALL_NOT_A_CALL:
	case CALL_RINGING:
		break;
	}
	return TEXT_OUTCOME_OPEN;
}

void flow_outcome(struct strbuf *out, enum call_outcome o)
{
	fill_plain(out, outcome_text(o));
}

/* A text trace may tell no times. */
static enum text_id head_text(const struct call *c, enum call_outcome o)
{
	if (!c->seen)
		return o == CALL_NOT_A_CALL ? TEXT_FLOW_OTHER_UNTIMED :
			TEXT_FLOW_CALL_UNTIMED;
	return o == CALL_NOT_A_CALL ? TEXT_FLOW_OTHER : TEXT_FLOW_CALL;
}

static void flow_head(struct text_renderer *r, const struct call *c)
{
	enum call_outcome o = call_outcome(c);
	struct strbuf id = { 0 }, n = { 0 }, span = { 0 }, outcome = { 0 };
	struct strbuf messages = { 0 };
	struct fill_value count[FILL_MAX] = { { "count", NULL } };
	struct fill_value v[FILL_MAX] = { { "call_id", NULL },
		{ "messages", NULL }, { "span", NULL }, { "outcome", NULL } };
	bool color = r->base.options->color;

	utf8_show(&id, slice_head(c->call_id, 256));
	if (!id.len)
		fill_plain(&id, TEXT_FLOW_NO_CALL_ID);
	layout_number(&n, c->messages);
	count[0].text = strbuf_str(&n);
	fill_text(&messages, c->messages == 1 ? TEXT_SUMMARY_MESSAGE_ONE :
		  TEXT_SUMMARY_MESSAGES, count);
	clock_span(&span, c->seen - c->start);
	flow_outcome(&outcome, o);
	v[0].text = strbuf_str(&id);
	v[1].text = strbuf_str(&messages);
	v[2].text = strbuf_str(&span);
	v[3].text = strbuf_str(&outcome);
	layout_style(&r->out, color, LAYOUT_BOLD);
	strbuf_adds(&r->out, "--- ");
	fill_text(&r->out, head_text(c, o), v);
	layout_style_end(&r->out, color);
	strbuf_addc(&r->out, '\n');
	strbuf_fini(&id);
	strbuf_fini(&n);
	strbuf_fini(&messages);
	strbuf_fini(&span);
	strbuf_fini(&outcome);
}

void flow_call(struct text_renderer *r, const struct call *c)
{
	struct strbuf n = { 0 };
	struct fill_value v[FILL_MAX] = { { "count", NULL } };

	if (!c->n_flow)
		return;
	r->day = c->flow[0]->time; /* the dates of a call are its own */
	flow_head(r, c);
	for (size_t i = 0; i < c->n_flow; i++)
		flow_line(r, c->flow[i], NULL, sent_before(c, i));
	if (c->n_flow == CALL_FLOW_MAX) {
		layout_number(&n, c->n_flow);
		v[0].text = strbuf_str(&n);
		strbuf_adds(&r->out, "    ");
		fill_text(&r->out, TEXT_FLOW_CUT, v);
		strbuf_addc(&r->out, '\n');
		strbuf_fini(&n);
	}
}

/* --- one message --- */

/* A line of the message, secrets hidden, folds as one space. */
static void whole_line(struct text_renderer *r, struct slice line)
{
	struct strbuf hidden = { 0 };
	struct slice rest;

	secret_line(&hidden, line, r->base.options->show_secrets, NULL, 0);
	strbuf_adds(&r->out, "    ");
	for (rest = strbuf_view(&hidden); rest.len;) {
		size_t end = 0;

		while (end < rest.len && rest.p[end] != '\n')
			end++;
		utf8_show(&r->out, slice_trim(slice_head(rest, end)));
		rest = slice_trim(slice_from(rest, end));
		if (rest.len)
			strbuf_addc(&r->out, ' ');
	}
	while (r->out.len && r->out.p[r->out.len - 1] == ' ')
		r->out.p[--r->out.len] = '\0';
	strbuf_addc(&r->out, '\n');
	strbuf_fini(&hidden);
}

/* What a header is for, when it is the first of its kind. */
static void purpose(struct text_renderer *r, const struct message *m,
		    unsigned at)
{
	const struct sip_header *h = &m->sip.headers[at];
	const struct catalog_row *row = NULL;
	bool color = r->base.options->color;

	if (h->id != HEADER_UNKNOWN &&
	    sip_index_header(&m->sip, (enum header_id)h->id, 0) == h)
		row = catalog_row_get(CATALOG_HEADERS, slice_cstr(
			catalog_header_name((enum header_id)h->id)));
	if (!row)
		return;
	layout_style(&r->out, color, LAYOUT_DIM);
	strbuf_pad(&r->out, ' ', 8);
	layout_wrap(&r->out, slice_cstr(catalog_lang_say(row->text)), 8, 8,
		    text_width(r));
	layout_style_end(&r->out, color);
}

static void body(struct text_renderer *r, struct slice body)
{
	unsigned n = 0;

	if (body.len)
		strbuf_addc(&r->out, '\n');
	while (body.len && n++ < BODY_LINES_MAX) {
		size_t end = slice_find(body, '\n');
		struct slice line = slice_head(body, end);

		while (line.len && line.p[line.len - 1] == '\r')
			line.len--;
		whole_line(r, line);
		body = slice_from(body, end + 1);
	}
	if (body.len)
		strbuf_adds(&r->out, "    ...\n");
}

void flow_message(struct text_renderer *r, const struct message *m,
		  const struct render_note *note, bool all)
{
	struct strbuf head = { 0 };
	struct strbuf frame = { 0 };
	struct fill_value v[FILL_MAX] = { { "frame", NULL } };

	strbuf_uint(&frame, m->frame);
	v[0].text = strbuf_str(&frame);
	text_time(r, &head, m->time);
	strbuf_adds(&head, "  ");
	fill_text(&head, TEXT_FRAME, v);
	strbuf_adds(&head, "  ");
	text_way(&head, &m->src, &m->dst);
	text_transport(&head, m->transport);
	strbuf_adds(&head, "  ");
	what(m, &head);
	if (note->verdict || note->osip_rc) {
		strbuf_adds(&head, "  ");
		flow_verdict(r, &head, note, TEXT_MALFORMED_MESSAGE);
	}
	strbuf_slice(&r->out, strbuf_view(&head));
	strbuf_addc(&r->out, '\n');
	strbuf_fini(&head);
	strbuf_fini(&frame);
	if (!all)
		return;
	for (unsigned i = 0; i < m->sip.n_headers; i++) {
		whole_line(r, sip_index_line(&m->sip, &m->sip.headers[i]));
		purpose(r, m, i);
	}
	body(r, message_slice(m, m->sip.body));
}
