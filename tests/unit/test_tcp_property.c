/* SPDX-License-Identifier: BSD-2-Clause */
/* Random streams in random segments, in disorder: what comes out is what went
 * in.  A failure names its seed. */
#include "base/clock.h"
#include "dissect/tcp_reasm.h"
#include "tests/unit/exact.h"

#define SEEDS 30000
#define LOSSY_SEEDS 10000

enum { MAX_STREAM = 4000, MAX_SEGMENTS = 16000, SETTLED = 64 };

struct segment {
	int dir;
	uint32_t off, len;  /* place in the stream */
	uint32_t captured;  /* of len */
	uint32_t ack;       /* offset in the other stream */
	uint8_t flags;
	unsigned key;       /* sorted by this */
	bool lost;
};

struct world {
	uint64_t seed, state;
	size_t len[2];
	uint32_t isn[2];
	char bytes[2][MAX_STREAM];
	bool known[2][MAX_STREAM];   /* was captured */
	bool given[2][MAX_STREAM];   /* was delivered */
	size_t at[2];                /* where the output is */
	bool gaps_allowed, syn, fin;
	int64_t step;                /* ns between segments */
	unsigned n;
	unsigned ends[2], closed;
	uint64_t gap_bytes;
	struct budget budget;
	struct segment s[MAX_SEGMENTS]; /* last: not cleared */
};

static uint32_t draw(struct world *w, uint32_t below)
{
	uint64_t z = w->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return below ? (uint32_t)((z ^ z >> 31) % below) : 0;
}

#define CHECK(w, ok)                                                      \
	do {                                                              \
		if (!(ok))                                                \
			fail_msg("seed %llu: " #ok,                       \
				 (unsigned long long)(w)->seed);          \
	} while (0)

/* --- what comes out ------------------------------------------------------------ */

static void on_data(struct tcp_flow *f, int dir, struct slice bytes,
		    const struct frame *at, void *arg)
{
	struct world *w = arg;

	(void)f;
	CHECK(w, bytes.len && w->at[dir] + bytes.len <= w->len[dir]);
	CHECK(w, !memcmp(w->bytes[dir] + w->at[dir], bytes.p, bytes.len));
	CHECK(w, at->number > 0 && !w->ends[dir]);
	memset(w->given[dir] + w->at[dir], 1, bytes.len);
	w->at[dir] += bytes.len;
}

static void on_gap(struct tcp_flow *f, int dir, uint64_t size,
		   const struct frame *at, void *arg)
{
	struct world *w = arg;

	(void)f;
	(void)at;
	CHECK(w, w->gaps_allowed && size && !w->ends[dir]);
	CHECK(w, size <= w->len[dir] - w->at[dir]);
	w->at[dir] += size;
	w->gap_bytes += size;
}

static void on_end(struct tcp_flow *f, int dir, enum tcp_end how,
		   const struct frame *at, void *arg)
{
	struct world *w = arg;

	(void)f;
	(void)at;
	CHECK(w, !w->ends[dir]++);
	CHECK(w, how == (w->fin ? TCP_END_FIN : TCP_END_INPUT));
}

static void on_closed(struct tcp_flow *f, void *arg)
{
	struct world *w = arg;

	(void)f;
	w->closed++;
}

/* --- what goes in ---------------------------------------------------------------- */

static void add(struct world *w, struct segment s)
{
	s.key = w->n;
	s.captured = s.len;
	CHECK(w, w->n < MAX_SEGMENTS);
	w->s[w->n++] = s;
}

/* The streams in segments, in the order in which they would be sent, with some
 * parts sent again. */
static void cut(struct world *w)
{
	uint32_t sent[2] = { 0, 0 }, max = 1 + draw(w, 800);
	unsigned both = 0; /* segments since both have sent */

	if (w->syn) {
		add(w, (struct segment){ .dir = 0, .flags = TCP_SYN });
		add(w, (struct segment){ .dir = 1,
					 .flags = TCP_SYN | TCP_ACK });
	}
	while (sent[0] < w->len[0] || sent[1] < w->len[1]) {
		int dir = (int)draw(w, 2);
		struct segment s = { .dir = dir, .flags = TCP_ACK };

		if (sent[dir] == w->len[dir])
			dir = s.dir = !dir;
		/* Without SYN, what is acknowledged too early would tell a
		 * start that is none. */
		if (w->syn || both > SETTLED)
			s.ack = sent[!dir];
		s.off = sent[dir];
		s.len = 1 + draw(w, max);
		if (s.len > w->len[dir] - s.off)
			s.len = (uint32_t)w->len[dir] - s.off;
		sent[dir] += s.len;
		add(w, s);
		both += sent[0] && sent[1];
		if (draw(w, 4) == 0) {
			/* Again, from and to other places. */
			s.off = draw(w, sent[dir]);
			s.len = 1 + draw(w, sent[dir] - s.off);
			add(w, s);
		}
	}
	for (int dir = 0; w->fin && dir < 2; dir++)
		add(w, (struct segment){ .dir = dir, .flags = TCP_FIN | TCP_ACK,
					 .off = (uint32_t)w->len[dir] });
}

static int by_key(const void *a, const void *b)
{
	const struct segment *x = a, *y = b;

	return x->key < y->key ? -1 : x->key > y->key;
}

/* Some once more, and all in disorder within a window. */
static void shake(struct world *w)
{
	unsigned n = w->n, first = w->syn ? 2 : 0;
	unsigned window = 1 + draw(w, 30), copies = draw(w, 3);

	for (unsigned i = first; copies && i < n; i++) {
		struct segment s = w->s[i];

		if (draw(w, 8) >= copies)
			continue;
		add(w, s);
		w->s[w->n - 1].key = i + draw(w, window);
	}
	/* The first pair stays in front; a tie is broken by the place. */
	for (unsigned i = first; i < w->n; i++) {
		/* A FIN alone begins no connection: not in front of all. */
		if (!w->syn && w->s[i].flags & TCP_FIN)
			w->s[i].key += 2 * MAX_SEGMENTS;
		w->s[i].key = (w->s[i].key + draw(w, window) + 1) *
				      (MAX_SEGMENTS + 1) + i;
	}
	qsort(w->s, w->n, sizeof(*w->s), by_key);
}

static void push(struct world *w, struct tcp_reasm *r, const struct segment *s,
		 struct frame *f)
{
	struct addr ends[2] = { addr_make("\xc0\0\2\1", 4, 0),
				addr_make("\xc0\0\2\2", 4, 0) };
	struct slice bytes = exact(w->bytes[s->dir] + s->off, s->captured);
	struct tcp t = {
		.sport = s->dir ? 5060 : 40000, .dport = s->dir ? 40000 : 5060,
		.seq = w->isn[s->dir] + s->off + !(s->flags & TCP_SYN),
		.ack = w->isn[!s->dir] + s->ack + 1, .flags = s->flags,
		.size = s->len, .data = bytes,
	};

	f->number++;
	f->time += w->step;
	CHECK(w, !tcp_reasm_push(r, &t, &ends[s->dir], &ends[!s->dir], f, NULL));
	exact_free(bytes);
}

static void make(struct world *w, uint64_t seed)
{
	uint32_t longest;

	memset(w, 0, offsetof(struct world, s));
	w->seed = w->state = seed;
	w->budget.max = 1 << 20;
	longest = 1 + draw(w, seed % 16 ? 600 : MAX_STREAM - 1);
	w->syn = draw(w, 2);
	w->fin = draw(w, 2);
	w->step = CLOCK_US;
	for (int dir = 0; dir < 2; dir++) {
		w->len[dir] = draw(w, 8) ? 1 + draw(w, longest) : 0;
		/* Half of them wrap. */
		w->isn[dir] = draw(w, 2) ? 0 - draw(w, longest) :
					   draw(w, UINT32_MAX);
		for (size_t i = 0; i < w->len[dir]; i++)
			w->bytes[dir][i] = (char)draw(w, 256);
	}
}

static struct tcp_reasm *table(struct world *w)
{
	struct tcp_reasm_sink sink = { .data = on_data, .gap = on_gap,
				       .end = on_end, .closed = on_closed,
				       .arg = w };
	struct tcp_reasm *r = tcp_reasm_new(&sink, 0, &w->budget);

	assert_non_null(r);
	return r;
}

static void check_end(struct world *w)
{
	for (int dir = 0; dir < 2; dir++) {
		CHECK(w, w->at[dir] == w->len[dir]);
		CHECK(w, w->ends[dir] == (w->len[dir] > 0));
	}
	CHECK(w, w->closed == (w->len[0] || w->len[1] || w->syn));
	CHECK(w, w->budget.used == 0);
}

static void test_disorder(void **state)
{
	static struct world w;
	uint64_t copied = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= SEEDS; seed++) {
		struct frame f = { .time = 1000 * CLOCK_S };
		struct tcp_reasm *r;

		make(&w, seed);
		cut(&w);
		shake(&w);
		r = table(&w);
		for (unsigned i = 0; i < w.n; i++)
			push(&w, r, &w.s[i], &f);
		tcp_reasm_end(r);
		check_end(&w);
		CHECK(&w, tcp_reasm_stats(r)->overlapped == 0);
		copied += tcp_reasm_stats(r)->copied;
		tcp_reasm_free(r);
	}
	assert_true(copied > SEEDS);
}

/* Some segments are lost, some are cut by the snap length. */
static void lose(struct world *w)
{
	unsigned one_in = 2 + draw(w, 30);

	for (unsigned i = 2; i < w->n; i++) {
		struct segment *s = &w->s[i];

		if (s->flags & TCP_FIN)
			continue;
		s->lost = draw(w, one_in) == 0;
		if (!s->lost && draw(w, one_in) == 0)
			s->captured = draw(w, s->len);
		if (!s->lost)
			memset(w->known[s->dir] + s->off, 1, s->captured);
	}
}

/* waits: gaps are given up on the way, so what comes after that is late. */
static void lossy(struct world *w, uint64_t seed, bool waits)
{
	struct frame f = { .time = 1000 * CLOCK_S };
	struct tcp_reasm *r;

	make(w, seed);
	w->syn = w->fin = w->gaps_allowed = true;
	w->step = 5 * CLOCK_US; /* in all less than 100 ms */
	cut(w);
	shake(w);
	lose(w);
	r = table(w);
	for (unsigned i = 0; i < w->n; i++) {
		/* Not at the end: copies after the FIN come soon. */
		if (waits && i + SETTLED < w->n && draw(w, 10) == 0)
			f.time += draw(w, 3) ? 250 * CLOCK_MS : 11 * CLOCK_S;
		if (waits)
			tcp_reasm_clock(r, f.time);
		if (!w->s[i].lost)
			push(w, r, &w->s[i], &f);
	}
	tcp_reasm_end(r);
	for (int dir = 0; dir < 2; dir++) {
		CHECK(w, w->at[dir] == w->len[dir]);
		CHECK(w, waits || !memcmp(w->given[dir], w->known[dir],
					  w->len[dir]));
	}
	CHECK(w, w->closed == 1);
	CHECK(w, w->budget.used == 0);
	CHECK(w, tcp_reasm_stats(r)->gap_bytes == w->gap_bytes);
	tcp_reasm_free(r);
}

static void test_loss(void **state)
{
	static struct world w;
	uint64_t gaps = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= LOSSY_SEEDS; seed++) {
		lossy(&w, seed, false);
		gaps += w.gap_bytes;
	}
	assert_true(gaps > LOSSY_SEEDS);
}

static void test_loss_and_waiting(void **state)
{
	static struct world w;

	(void)state;
	for (uint64_t seed = 1; seed <= LOSSY_SEEDS; seed++)
		lossy(&w, seed, true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_disorder),
		cmocka_unit_test(test_loss),
		cmocka_unit_test(test_loss_and_waiting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
