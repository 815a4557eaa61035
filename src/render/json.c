/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/json.h"

#include "base/mem.h"
#include "dissect/sip_value.h"
#include "render/fill.h"
#include "render/secret.h"

#include <stdlib.h>

void json_begin(struct json_renderer *j, const char *type)
{
	strbuf_reset(&j->w.out);
	j->w.comma = false;
	json_write_open(&j->w, NULL, '{');
	json_write_uint(&j->w, "v", 1);
	json_write_string(&j->w, "type", slice_cstr(type));
}

void json_end(struct json_renderer *j)
{
	json_write_close(&j->w, '}');
	strbuf_addc(&j->w.out, '\n');
	if (!j->w.out.failed) /* half an object is worse than none */
		sink_put(j->base.sink, strbuf_view(&j->w.out),
			 j->base.options->flush);
}

void json_source(struct json_renderer *j, unsigned source)
{
	const char *name = j->base.source_name ?
		j->base.source_name(source, j->base.source_arg) : NULL;

	if (name)
		json_write_string(&j->w, "source", slice_cstr(name));
	else
		json_write_null(&j->w, "source");
}

/* --- a transaction --- */

/* A span of m, or null when it is not there. */
static void text_of(struct json_write *w, const char *name,
		    const struct message *m, struct sip_span span)
{
	if (span.len)
		json_write_string(w, name, message_slice(m, span));
	else
		json_write_null(w, name);
}

/* The URI inside a name-addr. */
static void uri_of(struct json_write *w, const char *name,
		   const struct message *m, enum header_id id)
{
	struct slice value = sip_index_value(&m->sip, id);

	if (value.len)
		json_write_string(w, name, sip_value_uri(value));
	else
		json_write_null(w, name);
}

static void identity(struct json_write *w, const struct transaction *t)
{
	const struct message *m = transaction_any(t);

	json_write_string(w, "method", transaction_method(t));
	text_of(w, "request_uri", m, m->sip.uri);
	text_of(w, "call_id", m, m->sip.call_id);
	if (m->sip.has_cseq)
		json_write_uint(w, "cseq", m->sip.cseq);
	else
		json_write_null(w, "cseq");
	text_of(w, "branch", m, m->sip.branch);
	uri_of(w, "from", m, HEADER_FROM);
	uri_of(w, "to", m, HEADER_TO);
}

static void outcome(struct json_write *w, const struct transaction *t)
{
	enum { N = sizeof(t->provisional_codes) /
		   sizeof(*t->provisional_codes) };

	if (t->final) {
		json_write_uint(w, "status", t->status);
		json_write_string(w, "reason",
				  message_slice(t->final,
						t->final->sip.reason));
	} else {
		json_write_null(w, "status");
		json_write_null(w, "reason");
	}
	json_write_string(w, "class",
		slice_cstr(transaction_class_name(transaction_class(t))));
	json_write_ms(w, "duration_ms", transaction_duration(t));
	json_write_open(w, "provisional", '[');
	for (int i = 0; i < N && t->provisional_codes[i]; i++)
		json_write_uint(w, NULL, t->provisional_codes[i]);
	json_write_close(w, ']');
}

static void frames(struct json_write *w, const char *name,
		   const struct transaction_frames *f)
{
	const uint64_t *list = transaction_frame_list(f);

	json_write_open(w, name, '[');
	for (uint32_t i = 0; i < f->listed; i++)
		json_write_uint(w, NULL, list[i]);
	json_write_close(w, ']');
}

/* Branches told apart by To tag; one alone is no fork. */
static void forks(struct json_write *w, const struct transaction *t)
{
	unsigned n = 0;

	for (unsigned i = 0; i < t->n_forks; i++)
		n += t->forks[i].last && t->forks[i].last->sip.to_tag.len;
	json_write_open(w, "forks", '[');
	for (unsigned i = 0; n > 1 && i < t->n_forks; i++) {
		const struct transaction_fork *f = &t->forks[i];

		if (!f->last || !f->last->sip.to_tag.len)
			continue;
		json_write_open(w, NULL, '{');
		text_of(w, "to_tag", f->last, f->last->sip.to_tag);
		json_write_uint(w, "status", f->status);
		frames(w, "frames", &f->frames);
		json_write_close(w, '}');
	}
	json_write_close(w, ']');
}

static void findings(struct json_write *w, const struct transaction *t)
{
	json_write_open(w, "findings", '[');
	for (unsigned i = 0; i < t->n_findings; i++) {
		const struct transaction_finding *f = &t->findings[i];
		char name[40];

		json_write_string(w, NULL, slice_cstr(fill_name(
			(enum finding_id)f->id, f->status, name)));
	}
	json_write_close(w, ']');
}

static void transaction(struct json_renderer *j, const struct transaction *t)
{
	struct json_write *w = &j->w;

	json_begin(j, "transaction");
	json_source(j, transaction_any(t)->source);
	json_write_time(w, "time", t->start);
	json_write_string(w, "transport",
			  slice_cstr(packet_transport_name(t->transport)));
	json_write_addr(w, "src", &t->client);
	json_write_addr(w, "dst", &t->server);
	identity(w, t);
	outcome(w, t);
	json_write_open(w, "frames", '{');
	frames(w, "request", &t->requests);
	frames(w, "response", &t->responses);
	frames(w, "ack", &t->acks);
	json_write_close(w, '}');
	json_write_open(w, "retransmissions", '{');
	json_write_uint(w, "request", t->request_copies);
	json_write_uint(w, "response", t->response_copies);
	json_write_close(w, '}');
	forks(w, t);
	findings(w, t);
	json_end(j);
}

static void notice(struct renderer *r, const struct store_notice *n)
{
	if (n->event == STORE_COMPLETE && n->t)
		transaction((struct json_renderer *)r, n->t);
}

/* --- a message, for --strict and -vv --- */

static void verdict(struct json_renderer *j, const struct render_note *note)
{
	struct json_write *w = &j->w;

	if (note->verdict)
		json_write_string(w, "malformed", slice_cstr(note->verdict));
	else
		json_write_null(w, "malformed");
	if (!note->osip_rc) {
		json_write_null(w, "libosip2");
		return;
	}
	json_write_open(w, "libosip2", '{');
	json_write_int(w, "code", note->osip_rc);
	if (note->osip) {
		strbuf_reset(&j->scratch);
		secret_line(&j->scratch, slice_cstr(note->osip),
			    j->base.options->show_secrets, NULL, 0);
		json_write_string(w, "refused", strbuf_view(&j->scratch));
	} else {
		json_write_null(w, "refused");
	}
	json_write_close(w, '}');
}

static void message(struct renderer *r, const struct message *m,
		    const struct render_note *note)
{
	struct json_renderer *j = (struct json_renderer *)r;
	struct json_write *w = &j->w;

	json_begin(j, "message");
	json_source(j, m->source);
	json_write_uint(w, "frame", m->frame);
	json_write_time(w, "time", m->time);
	json_write_string(w, "transport",
			  slice_cstr(packet_transport_name(m->transport)));
	json_write_addr(w, "src", &m->src);
	json_write_addr(w, "dst", &m->dst);
	json_write_string(w, "start_line",
			  message_slice(m, m->sip.start_line));
	text_of(w, "call_id", m, m->sip.call_id);
	json_write_bool(w, "duplicate", note->duplicate);
	json_write_bool(w, "copy", note->copy);
	verdict(j, note);
	json_end(j);
}

static void json_free(struct renderer *r)
{
	struct json_renderer *j = (struct json_renderer *)r;

	strbuf_fini(&j->w.out);
	strbuf_fini(&j->scratch);
	free(j);
}

struct renderer *json_new(const struct render_options *o,
			  struct render_sink *sink)
{
	static const struct renderer_ops ops = {
		.notice = notice, .finding = json_finding, .message = message,
		.summary = json_summary, .peers = json_peers,
		.story = json_story,
		.free = json_free,
	};
	struct json_renderer *j = mem_zalloc(sizeof(*j));

	if (!j)
		return NULL;
	j->base = (struct renderer){ .ops = &ops, .options = o, .sink = sink };
	return &j->base;
}
