/* SPDX-License-Identifier: BSD-2-Clause */
/* Transactions, findings and output made by hand, for tests of renderers. */
#ifndef TESTS_UNIT_RENDER_MAKE_H
#define TESTS_UNIT_RENDER_MAKE_H

#include "render/renderer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#define MAKE_TIME (INT64_C(1795000000) * CLOCK_S) /* 2026-11-18T11:06:40Z */

/* ESC, NUL, CR LF within a value, bytes that are no UTF-8, wide and combining
 * characters, a mark that turns the writing direction. */
#define MAKE_HOSTILE "\x1b[31m\x07\x7f\xc2\x9b" "2J\xff\xfe\xc3 \xe6\xbc\xa2" \
	"\xe5\xad\x97 e\xcc\x81 \xe2\x80\xae \t."

struct made {
	char path[32];
	struct render_sink *sink;
	struct render_options options;
	struct renderer *renderer;
	struct call_memory calls;
	struct slab transactions;
	struct call *call;
	struct transaction *t;
	struct finding finding;
	struct strbuf text;
};

static inline struct message *make_message(const char *text, size_t len,
					   bool answer, uint64_t frame)
{
	struct sip_index_room *room = malloc(sizeof(*room));
	char *copy = malloc(len);
	struct frame f = { .number = frame,
			   .time = MAKE_TIME + (int64_t)frame * CLOCK_MS };
	struct packet p = { .frame = &f };
	struct sip_index sip;
	struct message *m;

	assert_non_null(room);
	assert_non_null(copy);
	memcpy(copy, text, len);
	p.payload = slice_of(copy, len);
	p.src = addr_make(answer ? "\x0a\0\0\2" : "\x0a\0\0\1", 4, 5060);
	p.dst = addr_make(answer ? "\x0a\0\0\1" : "\x0a\0\0\2", 4, 5060);
	sip_index_read(&sip, room, p.payload, true);
	m = message_new(&p, &sip);
	assert_non_null(m);
	free(copy);
	free(room);
	return m;
}

static inline const char *make_source(unsigned source, void *arg)
{
	(void)source;
	(void)arg;
	return "x" MAKE_HOSTILE ".pcap";
}

/* An output file and a renderer over it. */
static inline void make_open(struct made *m, bool json)
{
	int fd;

	snprintf(m->path, sizeof(m->path), "test_render.XXXXXX");
	fd = mkstemp(m->path);
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(sink_open(&m->sink, m->path), 0);
	m->options.clock.style = CLOCK_UTC;
	m->renderer = (json ? json_new : text_new)(&m->options, m->sink);
	assert_non_null(m->renderer);
	m->renderer->source_name = make_source;
}

/* A transaction of these two messages; response may be NULL. */
static inline void make_transaction(struct made *m, struct slice request,
				    struct slice response)
{
	struct message *q = make_message(request.p, request.len, false, 1), *r;

	call_memory_init(&m->calls);
	slab_init(&m->transactions, sizeof(*m->t));
	m->call = call_new(&m->calls, message_slice(q, q->sip.call_id), 1, q->time);
	assert_non_null(m->call);
	m->t = transaction_new(&m->transactions, q);
	assert_non_null(m->t);
	m->t->serial = 1;
	call_link(m->call, m->t);
	message_unref(q);
	if (!response.len)
		return;
	r = make_message(response.p, response.len, true, 2);
	transaction_response(m->t, r);
	message_unref(r);
}

static inline void make_evidence(struct made *m, const struct message *msg,
				 enum header_id id, struct slice where)
{
	struct evidence *e = &m->finding.evidence[m->finding.n_evidence++];
	const struct sip_header *h = sip_index_header(&msg->sip, id, 0);
	size_t at;

	assert_non_null(h);
	*e = (struct evidence){ .message = msg, .part = PART_HEADER,
		.header = catalog_header_name(id), .frame = msg->frame,
		.text = sip_index_line(&msg->sip, h), .time = msg->time,
		.src = msg->src, .dst = msg->dst, .mark = "right here" };
	at = slice_search(e->text, where);
	if (where.len && at < e->text.len) {
		e->span = at;
		e->span_end = at + where.len;
	}
}

/* The frame of a finding about m->t. */
static inline void make_finding(struct made *m, enum finding_id id)
{
	m->finding = (struct finding){
		.id = id, .text = catalog_finding(id),
		.severity = SEVERITY_ERROR, .certainty = CERTAINTY_CERTAIN,
		.transaction = m->t, .call = m->call, .time = MAKE_TIME,
		.group = SLICE("some|group"),
	};
}

static inline void make_value(struct made *m, const char *name,
			      struct slice text)
{
	*finding_value_put(&m->finding, name) = (struct finding_value){
		.name = name, .kind = VALUE_TEXT, .text = text };
}

/* Tell the renderer of an event of m->t. */
static inline void make_notice(struct made *m, enum store_event event)
{
	struct store_notice n = { .event = event, .t = m->t, .call = m->call,
				  .now = MAKE_TIME + CLOCK_S };

	m->renderer->ops->notice(m->renderer, &n);
}

/* All that was written; everything is freed. */
static inline const char *make_close(struct made *m)
{
	char buf[4096];
	size_t n;
	FILE *f;

	m->renderer->ops->free(m->renderer);
	assert_int_equal(sink_close(m->sink), 0);
	f = fopen(m->path, "r");
	assert_non_null(f);
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		strbuf_add(&m->text, buf, n);
	fclose(f);
	unlink(m->path);
	if (m->t) {
		call_unlink(m->call, m->t);
		transaction_free(&m->transactions, m->t);
	}
	call_free(&m->calls, m->call);
	call_memory_fini(&m->calls);
	slab_fini(&m->transactions);
	return strbuf_str(&m->text);
}

#endif
