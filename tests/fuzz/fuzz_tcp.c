/* SPDX-License-Identifier: BSD-2-Clause */
/* Two bytes of setup, then segments of six bytes each (see feed).  Every eight
 * bytes of data say whose they are, where they belong and in which frame they
 * came; so each run that comes out must prove itself: right connection and
 * direction, in order, never the same byte twice, gaps of the right size, every
 * connection closed, and the budget back to zero. */
#include "base/clock.h"
#include "base/mem.h"
#include "dissect/tcp_reasm.h"

#include <stdlib.h>

enum { UNIT = 8, FLOWS = 4, RECORD = 6 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is known of one connection that the table has; its flow's user. */
struct seen {
	uint32_t next[2];
	bool placed[2]; /* next is set */
	bool ended[2];
	bool came[2];
	bool ignored;
	bool closing;
};

struct world {
	struct tcp_reasm *r;
	struct budget budget;
	struct frame frame;
	uint32_t base[FLOWS][2], cursor[FLOWS][2];
	bool ignore;       /* the next connection that calls */
	uint64_t gap_bytes;
	unsigned open;
};

static void must(bool ok)
{
	if (!ok)
		abort();
}

/* --- what comes out --------------------------------------------------------- */

static struct seen *see(struct world *w, struct tcp_flow *f)
{
	if (!f->user) {
		f->user = mem_zalloc(sizeof(struct seen));
		must(f->user != NULL);
		must(f->id > 0);
		w->open++;
	}
	return f->user;
}

static void maybe_ignore(struct world *w, struct tcp_flow *f)
{
	struct seen *s = f->user;

	if (!w->ignore)
		return;
	w->ignore = false;
	s->ignored = true;
	tcp_reasm_ignore(w->r, f);
}

static uint32_t get32(const char *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

/* A connection is told by its client port and the direction by the sender. */
static uint32_t tag(const struct addr *sender, const struct addr *other)
{
	return (uint32_t)sender->port << 16 | other->port;
}

static void on_data(struct tcp_flow *f, int dir, struct slice bytes,
		    const struct frame *at, void *arg)
{
	struct seen *s = see(arg, f);
	uint32_t pos = get32(bytes.p);

	must(!s->ended[dir] && !s->ignored && !at->bytes.len);
	must(bytes.len && bytes.len % UNIT == 0);
	must(!s->placed[dir] || s->next[dir] == pos);
	for (size_t i = 0; i < bytes.len; i += UNIT) {
		must(get32(bytes.p + i) == pos + (uint32_t)i);
		must(get32(bytes.p + i + 4) ==
		     (tag(&f->ends[dir], &f->ends[!dir]) ^
		      (uint32_t)at->number));
	}
	s->placed[dir] = s->came[dir] = true;
	s->next[dir] = pos + (uint32_t)bytes.len;
	maybe_ignore(arg, f);
}

static void on_gap(struct tcp_flow *f, int dir, uint64_t size,
		   const struct frame *at, void *arg)
{
	struct seen *s = see(arg, f);
	struct world *w = arg;

	must(!s->ended[dir] && !s->ignored && !at->bytes.len);
	must(at->number && at->number <= w->frame.number);
	w->gap_bytes += size;
	s->came[dir] = true;
	s->next[dir] += (uint32_t)size;
	if (!size)
		s->placed[dir] = false; /* the numbers began anew */
	maybe_ignore(arg, f);
}

static void on_end(struct tcp_flow *f, int dir, enum tcp_end how,
		   const struct frame *at, void *arg)
{
	struct seen *s = f->user;

	must(s && s->came[dir] && !s->ended[dir] && !s->ignored);
	must(how == TCP_END_FIN || how == TCP_END_RST || how == TCP_END_QUIET ||
	     how == TCP_END_INPUT);
	must(at->number > 0);
	s->ended[dir] = true;
	maybe_ignore(arg, f);
}

static void on_closing(struct tcp_flow *f, int dir, enum tcp_end how,
		       const struct frame *at, void *arg)
{
	struct world *w = arg;
	struct seen *s = see(w, f);

	must((dir == 0 || dir == 1) && !s->closing && !s->ignored);
	must(how == TCP_END_FIN || how == TCP_END_RST);
	must(at->number && at->number <= w->frame.number && !at->bytes.len);
	s->closing = true;
}

static void on_closed(struct tcp_flow *f, void *arg)
{
	struct world *w = arg;
	struct seen *s = f->user;

	if (!s)
		return;
	w->open--;
	free(s);
	f->user = NULL;
	tcp_reasm_ignore(w->r, f); /* too late: nothing happens */
}

static void on_refused(const struct tcp_refusal *r, void *arg)
{
	struct world *w = arg;

	must(r->syns > 0 && r->syn.number > 0);
	must(r->reset == (r->answer.number > 0));
	must(r->reset || r->syns >= 3);
	must(r->syn.number <= w->frame.number);
}

/* --- what goes in ------------------------------------------------------------ */

/* The ends of connection n: two of IPv4, one of IPv6, one with itself. */
static struct addr end_of(unsigned n, int dir)
{
	static const char ip6[16] = { 0x20, 1, 0xd, (char)0xb8 };
	struct addr a;

	if (n == 2)
		a = addr_make(ip6, 16, 0);
	else
		a = addr_make("\xc0\0\2\1", 4, 0);
	a.ip[15 - 12 * (n != 2)] = (uint8_t)(n == 3 ? 9 : 1 + dir);
	a.port = n == 3 || dir ? 5060 : (uint16_t)(40000 + n);
	return a;
}

static const int64_t steps[16] = {
	0, 0, 0, CLOCK_US, CLOCK_MS, 50 * CLOCK_MS, 100 * CLOCK_MS,
	200 * CLOCK_MS, CLOCK_S, 3 * CLOCK_S, 10 * CLOCK_S, 60 * CLOCK_S,
	600 * CLOCK_S, 3600 * CLOCK_S, -CLOCK_MS, -100 * CLOCK_S,
};

/* Write the bytes of a segment; a copy of its own, so that an over-read shows. */
static void push(struct world *w, unsigned n, int dir, struct tcp *t,
		 size_t captured)
{
	struct addr src = end_of(n, dir), dst = end_of(n, !dir);
	uint32_t seq = t->seq + !!(t->flags & TCP_SYN);
	char *copy = malloc(captured ? captured : 1);
	struct tcp_flow *flow;

	must(copy != NULL);
	w->frame.number++;
	for (size_t i = 0; i < captured; i += UNIT) {
		uint32_t pos = seq + (uint32_t)i;
		uint32_t who = tag(&src, &dst) ^ (uint32_t)w->frame.number;

		memcpy(copy + i, &pos, sizeof(pos));
		memcpy(copy + i + 4, &who, sizeof(who));
	}
	t->data = slice_of(copy, captured);
	t->sport = src.port;
	t->dport = dst.port;
	must(!tcp_reasm_push(w->r, t, &src, &dst, &w->frame, &flow));
	must(!flow || flow->id > 0);
	free(copy);
	must(w->budget.used <= w->budget.max);
}

/* p[0]: connection, direction, ignore, acknowledge more; p[1]: flags, how far
 * p[2..3] reach, same SYN or another; p[2..3]: distance from the end of what
 * this direction has sent; p[4]: units of data; p[5]: time and what is cut. */
static void feed(struct world *w, const uint8_t *p)
{
	unsigned n = p[0] & 3;
	int dir = p[0] >> 2 & 1;
	int16_t far = (int16_t)(uint16_t)(p[2] | p[3] << 8);
	uint32_t *cursor = &w->cursor[n][dir];
	struct tcp t = { .flags = p[1] & (TCP_FIN | TCP_SYN | TCP_RST | TCP_ACK),
			 .size = (uint32_t)p[4] * UNIT };

	w->frame.time += steps[p[5] & 15];
	w->ignore = (p[0] & 0xf8) == 0xf8;
	if (p[1] & TCP_PSH) { /* no segment: time passes */
		tcp_reasm_clock(w->r, w->frame.time);
		return;
	}
	t.seq = *cursor + (uint32_t)far * UNIT * (p[1] & 0x20 ? 4096U : 1);
	if (t.flags & TCP_SYN) {
		if (p[1] & 0x40) /* another connection */
			w->base[n][dir] += 1U << 24;
		t.seq = w->base[n][dir] - 1;
		*cursor = t.seq + 1 + t.size;
	} else if (!far) {
		*cursor += t.size;
	}
	t.ack = w->cursor[n][!dir] + (p[0] & 8 ? (uint32_t)p[4] * UNIT : 0);
	push(w, n, dir, &t, (size_t)t.size * (4 - (p[5] >> 6)) / 4 / UNIT * UNIT);
}

static void open_table(struct world *w, const uint8_t *p)
{
	struct tcp_reasm_sink sink = {
		.data = on_data, .gap = on_gap, .end = on_end,
		.closing = on_closing, .closed = on_closed,
		.refused = on_refused, .arg = w,
	};

	w->budget.max = p[0] & 0x80 ? 4096 : 8 << 20;
	w->frame.time = 1000 * CLOCK_S;
	w->r = tcp_reasm_new(&sink, p[0] & 3, &w->budget);
	for (unsigned n = 0; n < FLOWS; n++)
		for (int dir = 0; dir < 2; dir++) {
			/* Some wrap soon. */
			w->base[n][dir] = (uint32_t)(p[1] >> n & 1 ? -800 : 800) +
					  8192U * dir;
			w->cursor[n][dir] = w->base[n][dir];
		}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct world w = { 0 };

	if (size < 2)
		return 0;
	open_table(&w, data);
	if (!w.r)
		return 0;
	for (size_t i = 2; i + RECORD <= size; i += RECORD)
		feed(&w, data + i);
	w.ignore = false;
	if (!(data[0] & 0x40))
		tcp_reasm_end(w.r);
	must(tcp_reasm_stats(w.r)->gap_bytes == w.gap_bytes);
	must(tcp_reasm_stats(w.r)->segments <= w.frame.number);
	tcp_reasm_free(w.r);
	must(!w.open && !w.budget.used && w.budget.peak <= w.budget.max);
	return 0;
}
