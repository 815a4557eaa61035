/* SPDX-License-Identifier: BSD-2-Clause */
/* TCP segments written as a line of text, and what came of them as another.
 *
 * Segments, one a word: `>' from the client or `<' from the server, then flags
 * S, F, R, then the sequence number, /ACK, :DATA and *SIZE (claimed bytes, when
 * more than DATA).  `+N' lets N ms pass, `@N' goes to N ms, `x' ends the input,
 * `i' ignores the connection at its next event.
 * Events: `>bytes', `>-N' a gap, `>F', `>R', `>Q', `>I' the end by FIN, RST,
 * quiet or input, `x' closed, `!RN' refused and `!NN' not answered after N SYN. */
#ifndef TESTS_UNIT_TCP_SCRIPT_H
#define TESTS_UNIT_TCP_SCRIPT_H

#include "base/clock.h"
#include "base/strbuf.h"
#include "dissect/tcp_reasm.h"
#include "tests/unit/exact.h"

#include <stdio.h>

struct tcp_script {
	struct tcp_reasm *r;
	struct budget budget;
	struct strbuf events;
	bool ignore;
	struct frame frame;  /* of the last segment */
	uint64_t number;     /* of the frame of the last event */
	struct tcp_flow *flow;
	unsigned open;       /* connections seen but not closed */
	unsigned closed;
};

static inline void script_event(struct tcp_script *s, int dir,
				struct slice text, const struct frame *at)
{
	if (s->events.len)
		strbuf_addc(&s->events, ' ');
	if (dir >= 0)
		strbuf_addc(&s->events, dir ? '<' : '>');
	strbuf_slice(&s->events, text);
	if (at) {
		assert_int_equal(at->bytes.len, 0);
		s->number = at->number;
	}
}

static inline void script_see(struct tcp_script *s, struct tcp_flow *f)
{
	if (!f->user) {
		f->user = s;
		s->open++;
	}
}

static inline void script_data(struct tcp_flow *f, int dir, struct slice bytes,
			       const struct frame *at, void *arg)
{
	struct tcp_script *s = arg;

	assert_true(bytes.len > 0);
	script_see(s, f);
	script_event(s, dir, bytes, at);
	if (s->ignore)
		tcp_reasm_ignore(s->r, f);
}

static inline void script_gap(struct tcp_flow *f, int dir, uint64_t size,
			      const struct frame *at, void *arg)
{
	struct tcp_script *s = arg;
	char text[24];

	script_see(s, f);
	snprintf(text, sizeof(text), "-%llu", (unsigned long long)size);
	script_event(s, dir, slice_cstr(text), at);
	if (s->ignore)
		tcp_reasm_ignore(s->r, f);
}

static inline void script_end(struct tcp_flow *f, int dir, enum tcp_end how,
			      const struct frame *at, void *arg)
{
	struct tcp_script *s = arg;

	assert_non_null(f->user);
	script_event(s, dir, slice_of(&"FRQI"[how], 1), at);
	if (s->ignore)
		tcp_reasm_ignore(s->r, f);
}

static inline void script_closed(struct tcp_flow *f, void *arg)
{
	struct tcp_script *s = arg;

	s->open -= f->user != NULL;
	s->closed++;
	f->user = NULL;
	script_event(s, -1, SLICE("x"), NULL);
}

static inline void script_refused(const struct tcp_refusal *r, void *arg)
{
	char text[16];

	assert_int_equal(r->client.port, 40000);
	assert_int_equal(r->server.port, 5060);
	assert_true(r->syn.number > 0);
	assert_int_equal(r->answer.number > 0, r->reset);
	snprintf(text, sizeof(text), "!%c%u", r->reset ? 'R' : 'N', r->syns);
	script_event(arg, -1, slice_cstr(text), NULL);
}

static inline void script_open(struct tcp_script *s, size_t max_flows,
			       size_t budget)
{
	struct tcp_reasm_sink sink = {
		.data = script_data, .gap = script_gap, .end = script_end,
		.closed = script_closed, .refused = script_refused, .arg = s,
	};

	*s = (struct tcp_script){ .budget = { .max = budget },
				  .frame = { .time = 1000 * CLOCK_S } };
	s->r = tcp_reasm_new(&sink, max_flows, &s->budget);
	assert_non_null(s->r);
}

/* Push one segment of the flow between port 40000 + shift and 5060. */
static inline void script_push(struct tcp_script *s, int dir, struct tcp t,
			       unsigned shift)
{
	struct addr client = addr_make("\xc0\0\2\1", 4, 0);
	struct addr server = addr_make("\xc0\0\2\2", 4, 0);
	struct slice copy = exact(t.data.p ? t.data.p : "", t.data.len);

	t.data = copy;
	t.sport = dir ? 5060 : (uint16_t)(40000 + shift);
	t.dport = dir ? (uint16_t)(40000 + shift) : 5060;
	s->frame.number++;
	assert_int_equal(tcp_reasm_push(s->r, &t, dir ? &server : &client,
					dir ? &client : &server, &s->frame,
					&s->flow), 0);
	exact_free(copy);
}

static inline const char *script_segment(struct tcp_script *s, const char *p)
{
	struct tcp t = { 0 };
	int dir = *p++ == '<';
	char *q;

	for (; *p == 'S' || *p == 'F' || *p == 'R'; p++)
		t.flags |= *p == 'S' ? TCP_SYN : *p == 'F' ? TCP_FIN : TCP_RST;
	t.seq = (uint32_t)strtoul(p, &q, 10);
	if (*q == '/') {
		t.flags |= TCP_ACK;
		t.ack = (uint32_t)strtoul(q + 1, &q, 10);
	}
	if (*q == ':') {
		t.data = slice_of(q + 1, strcspn(q + 1, " *"));
		q += 1 + t.data.len;
	}
	t.size = (uint32_t)t.data.len;
	if (*q == '*')
		t.size = (uint32_t)strtoul(q + 1, &q, 10);
	script_push(s, dir, t, 0);
	return q;
}

static inline void script_run(struct tcp_script *s, const char *p)
{
	char *q;

	while (*p) {
		if (*p == '+' || *p == '@') {
			int64_t base = *p == '@' ? 1000 * CLOCK_S :
						   s->frame.time;

			s->frame.time = base + strtol(p + 1, &q, 10) * CLOCK_MS;
			tcp_reasm_clock(s->r, s->frame.time);
			p = q;
		} else if (*p == 'x') {
			tcp_reasm_end(s->r);
			p++;
		} else if (*p == 'i') {
			s->ignore = true;
			p++;
		} else if (*p == '>' || *p == '<') {
			p = script_segment(s, p);
		} else {
			fail_msg("bad script at `%s'", p);
		}
		p += strspn(p, " ");
	}
}

static inline void script_close(struct tcp_script *s)
{
	tcp_reasm_free(s->r);
	assert_int_equal(s->open, 0);
	assert_int_equal(s->budget.used, 0);
	strbuf_fini(&s->events);
}

#endif
