/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/json.h"

#include "base/digits.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "render/fill.h"
#include "render/secret.h"

#include <stdlib.h>

#define PUT(p, literal) json_write_put(p, SLICE(literal))

void json_begin(struct json_renderer *j, const char *type)
{
	struct slice s = slice_cstr(type);
	char *p;

	strbuf_reset(&j->w.out);
	p = strbuf_room(&j->w.out, s.len + JSON_WRITE_PART);
	if (!p)
		return;
	p = PUT(p, "{\"v\":1,\"type\":\"");
	p = json_write_put(p, s);
	strbuf_wrote(&j->w.out, PUT(p, "\","));
}

void json_end(struct json_renderer *j)
{
	json_write_end(&j->w);
	if (!j->w.out.failed) /* half an object is worse than none */
		sink_put(j->base.sink, strbuf_view(&j->w.out),
			 j->base.options->flush);
}

/* "source":NAME with its comma, as it was written last; empty without memory. */
static struct slice source_of(struct json_renderer *j, unsigned source)
{
	struct json_write w = { .out = j->source };
	const char *name;

	if (j->source.len && j->source_number == source)
		return strbuf_view(&j->source);
	name = j->base.source_name ?
		j->base.source_name(source, j->base.source_arg) : NULL;
	strbuf_reset(&w.out);
	if (name)
		json_write_string(&w, "source", slice_cstr(name));
	else
		json_write_null(&w, "source");
	j->source = w.out;
	j->source_number = source;
	return strbuf_view(&j->source);
}

void json_source(struct json_renderer *j, unsigned source)
{
	strbuf_slice(&j->w.out, source_of(j, source));
	j->w.out.failed |= j->source.failed;
}

/* --- a transaction --- */

/* What its line says in the words of others. */
enum { SAID_METHOD, SAID_URI, SAID_CALL_ID, SAID_BRANCH, SAID_FROM, SAID_TO,
       SAID_REASON, SAID_COUNT };

static struct slice span_of(const struct message *m, struct sip_span span)
{
	return span.len ? message_slice(m, span) : slice_of(NULL, 0);
}

/* The URI inside a name-addr, which may be an empty one. */
static struct slice uri_of(const struct message *m, enum header_id id,
			   struct sip_span uri)
{
	return uri.len || sip_index_value(&m->sip, id).len ?
		message_slice(m, uri) : slice_of(NULL, 0);
}

/* Where .p is NULL, it said nothing. */
static void said_by(const struct transaction *t, struct slice said[SAID_COUNT])
{
	const struct message *m = transaction_any(t);

	said[SAID_METHOD] = transaction_method(t);
	said[SAID_URI] = span_of(m, m->sip.uri);
	said[SAID_CALL_ID] = span_of(m, m->sip.call_id);
	said[SAID_BRANCH] = span_of(m, m->sip.branch);
	said[SAID_FROM] = uri_of(m, HEADER_FROM, m->sip.from_uri);
	said[SAID_TO] = uri_of(m, HEADER_TO, m->sip.to_uri);
	said[SAID_REASON] = t->final ?
		message_slice(t->final, t->final->sip.reason) :
		slice_of(NULL, 0);
}

enum { NUMBER = DIGITS_MAX + 1 }; /* and a comma */

/* Room for all of a line up to its forks. */
static size_t room_for(const struct transaction *t,
		       const struct slice said[SAID_COUNT], size_t source)
{
	enum { NAMES = 512, PARTS = 16 };
	size_t n = NAMES + PARTS * JSON_WRITE_PART + source +
		sizeof(t->provisional_codes) * NUMBER;

	for (int i = 0; i < SAID_COUNT; i++)
		n += said[i].len * UTF8_JSON_MAX;
	return n + ((size_t)t->requests.listed + t->responses.listed +
		    t->acks.listed) * NUMBER;
}

static char *put_name(char *p, const char *name)
{
	size_t len = strlen(name);

	*p++ = '"';
	strbuf_copy(p, name, len);
	p += len;
	*p++ = '"';
	return p;
}

static char *put_identity(char *p, const struct transaction *t,
			  const struct slice said[SAID_COUNT])
{
	const struct message *m = transaction_any(t);

	p = PUT(p, ",\"method\":");
	p = json_write_put_text(p, said[SAID_METHOD]);
	p = PUT(p, ",\"request_uri\":");
	p = json_write_put_text(p, said[SAID_URI]);
	p = PUT(p, ",\"call_id\":");
	p = json_write_put_text(p, said[SAID_CALL_ID]);
	p = PUT(p, ",\"cseq\":");
	p = m->sip.has_cseq ? digits_put(p, m->sip.cseq) : PUT(p, "null");
	p = PUT(p, ",\"branch\":");
	p = json_write_put_text(p, said[SAID_BRANCH]);
	p = PUT(p, ",\"from\":");
	p = json_write_put_text(p, said[SAID_FROM]);
	p = PUT(p, ",\"to\":");
	return json_write_put_text(p, said[SAID_TO]);
}

static char *put_outcome(char *p, const struct transaction *t,
			 const struct slice said[SAID_COUNT])
{
	enum { N = sizeof(t->provisional_codes) /
		   sizeof(*t->provisional_codes) };

	p = PUT(p, ",\"status\":");
	p = t->final ? digits_put(p, t->status) : PUT(p, "null");
	p = PUT(p, ",\"reason\":");
	p = json_write_put_text(p, said[SAID_REASON]);
	p = PUT(p, ",\"class\":");
	p = put_name(p, transaction_class_name(transaction_class(t)));
	p = PUT(p, ",\"duration_ms\":");
	p = json_write_put_ms(p, transaction_duration(t));
	p = PUT(p, ",\"provisional\":[");
	for (int i = 0; i < N && t->provisional_codes[i]; i++) {
		p = digits_put(p, t->provisional_codes[i]);
		*p++ = ',';
	}
	return p - (p[-1] == ',');
}

/* Without the bracket that closes. */
static char *put_frames(char *p, const struct transaction_frames *f)
{
	const uint64_t *list = transaction_frame_list(f);

	for (uint32_t i = 0; i < f->listed; i++) {
		p = digits_put(p, list[i]);
		*p++ = ',';
	}
	return p - (p[-1] == ',');
}

static char *put_counts(char *p, const struct transaction *t)
{
	p = PUT(p, "],\"frames\":{\"request\":[");
	p = put_frames(p, &t->requests);
	p = PUT(p, "],\"response\":[");
	p = put_frames(p, &t->responses);
	p = PUT(p, "],\"ack\":[");
	p = put_frames(p, &t->acks);
	p = PUT(p, "]},\"retransmissions\":{\"request\":");
	p = digits_put(p, t->request_copies);
	p = PUT(p, ",\"response\":");
	p = digits_put(p, t->response_copies);
	return PUT(p, "},");
}

/* All up to its forks: there is one such line for each transaction, so it asks for
 * room once, and its names are ready. */
static void start(struct json_renderer *j, const struct transaction *t)
{
	struct slice source = source_of(j, transaction_any(t)->source);
	struct slice said[SAID_COUNT];
	char *p;

	said_by(t, said);
	strbuf_reset(&j->w.out);
	p = strbuf_room(&j->w.out, room_for(t, said, source.len));
	if (!p || !source.len) {
		j->w.out.failed = true;
		return;
	}
	p = PUT(p, "{\"v\":1,\"type\":\"transaction\",");
	p = json_write_put(p, source);
	p = PUT(p, "\"time\":");
	p = json_write_put_time(&j->w, p, t->start);
	p = PUT(p, ",\"transport\":");
	p = put_name(p, packet_transport_name(t->transport));
	p = PUT(p, ",\"src\":");
	p = json_write_put_addr(p, &t->client);
	p = PUT(p, ",\"dst\":");
	p = json_write_put_addr(p, &t->server);
	p = put_identity(p, t, said);
	p = put_outcome(p, t, said);
	strbuf_wrote(&j->w.out, put_counts(p, t));
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
		json_write_string(w, "to_tag",
				  message_slice(f->last, f->last->sip.to_tag));
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
	start(j, t);
	forks(&j->w, t);
	findings(&j->w, t);
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
	if (m->sip.call_id.len)
		json_write_string(w, "call_id",
				  message_slice(m, m->sip.call_id));
	else
		json_write_null(w, "call_id");
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
	strbuf_fini(&j->source);
	strbuf_fini(&j->references.out);
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
