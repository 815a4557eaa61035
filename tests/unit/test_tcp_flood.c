/* SPDX-License-Identifier: BSD-2-Clause */
/* Floods: memory stays within the caps, and every byte and every connection is
 * accounted for. */
#include "base/clock.h"
#include "dissect/tcp_reasm.h"
#include "tests/unit/exact.h"

struct flood {
	struct tcp_reasm *r;
	struct budget budget;
	struct frame frame;
	struct tcp_flow *flow;     /* of the last segment */
	uint64_t bytes, gaps, gap_bytes, ends, closed, refused;
	uint64_t limit;            /* of connections at once; 0: not checked */
	uint64_t made;
};

static void on_data(struct tcp_flow *f, int dir, struct slice bytes,
		    const struct frame *at, void *arg)
{
	struct flood *w = arg;

	(void)f;
	(void)dir;
	(void)at;
	w->bytes += bytes.len;
}

static void on_gap(struct tcp_flow *f, int dir, uint64_t size,
		   const struct frame *at, void *arg)
{
	struct flood *w = arg;

	(void)f;
	(void)dir;
	(void)at;
	w->gaps++;
	w->gap_bytes += size;
}

static void on_end(struct tcp_flow *f, int dir, enum tcp_end how,
		   const struct frame *at, void *arg)
{
	struct flood *w = arg;

	(void)f;
	(void)dir;
	(void)how;
	(void)at;
	w->ends++;
}

static void on_closed(struct tcp_flow *f, void *arg)
{
	struct flood *w = arg;

	(void)f;
	w->closed++;
}

static void on_refused(const struct tcp_refusal *r, void *arg)
{
	struct flood *w = arg;

	(void)r;
	w->refused++;
}

static void flood_open(struct flood *w, size_t max_flows, size_t budget)
{
	struct tcp_reasm_sink sink = {
		.data = on_data, .gap = on_gap, .end = on_end,
		.closed = on_closed, .refused = on_refused, .arg = w,
	};

	*w = (struct flood){ .budget = { .max = budget },
			     .frame = { .time = 1000 * CLOCK_S } };
	w->r = tcp_reasm_new(&sink, max_flows, &w->budget);
	assert_non_null(w->r);
}

/* One segment of connection n. */
static void flood_push(struct flood *w, uint32_t n, struct tcp t)
{
	struct addr src = addr_make(&n, 4, 0);
	struct addr dst = addr_make("\xc0\0\2\2", 4, 0);

	t.sport = 40000;
	t.dport = 5060;
	t.size = t.size ? t.size : (uint32_t)t.data.len;
	w->frame.number++;
	assert_int_equal(tcp_reasm_push(w->r, &t, &src, &dst, &w->frame,
					&w->flow), 0);
	if (w->budget.used > w->budget.max)
		fail_msg("over the budget");
}

static void flood_close(struct flood *w)
{
	assert_true(w->budget.peak <= w->budget.max);
	tcp_reasm_free(w->r);
	assert_int_equal(w->budget.used, 0);
}

/* A million connections: all but the last are shed. */
static void test_unique_syns(void **state)
{
	struct flood w;
	enum { N = 1000000, MAX = 65536 };

	(void)state;
	flood_open(&w, 0, 1 << 20);
	for (uint32_t i = 0; i < N; i++) {
		flood_push(&w, i, (struct tcp){ .flags = TCP_SYN, .seq = i });
		if (i + 1 - w.closed > MAX)
			fail_msg("%u connections", i);
	}
	assert_int_equal(tcp_reasm_stats(w.r)->shed, N - MAX);
	assert_int_equal(w.closed, N - MAX);
	tcp_reasm_end(w.r);
	assert_int_equal(w.closed, N);
	assert_int_equal(w.ends + w.bytes + w.gaps + w.refused, 0);
	flood_close(&w);
}

/* A million that begin in mid-stream: what they hold is within the budget, and
 * none of it is lost. */
static void test_unique_data(void **state)
{
	struct flood w;
	enum { N = 1000000, MAX = 10000 };

	(void)state;
	flood_open(&w, MAX, 100000);
	for (uint32_t i = 0; i < N; i++)
		flood_push(&w, i, (struct tcp){ .seq = i, .flags = TCP_ACK,
						.data = SLICE("abcdefgh") });
	assert_int_equal(tcp_reasm_stats(w.r)->shed, N - MAX);
	tcp_reasm_end(w.r);
	assert_int_equal(w.bytes, N * 8);
	assert_int_equal(w.gaps, 0);
	assert_int_equal(w.ends, N);
	assert_int_equal(w.closed, N);
	assert_int_equal(tcp_reasm_stats(w.r)->segments, N);
	flood_close(&w);
}

/* One connection with holes for ever. */
static void test_holes(void **state)
{
	struct flood w;
	enum { N = 1000000 };

	(void)state;
	flood_open(&w, 0, 16 << 20);
	flood_push(&w, 1, (struct tcp){ .flags = TCP_SYN, .seq = 99 });
	for (uint32_t i = 0; i < N; i++)
		flood_push(&w, 1, (struct tcp){ .seq = 101 + 3 * i,
						.data = SLICE("ab") });
	assert_true(w.budget.used > 0 && w.budget.peak < 1024 * 200);
	/* All but what waits is through. */
	assert_int_equal(w.gaps, N - 1024);
	tcp_reasm_end(w.r);
	assert_int_equal(w.gaps, N);
	assert_int_equal(w.gap_bytes, N);
	assert_int_equal(w.bytes, 2 * N);
	assert_int_equal(tcp_reasm_stats(w.r)->gap_bytes, N);
	assert_int_equal(w.budget.refused, 0);
	flood_close(&w);
}

/* Large segments behind a hole: no more than a mebibyte waits. */
static void test_one_hole(void **state)
{
	static const char block[4096];
	struct flood w;

	(void)state;
	flood_open(&w, 0, 16 << 20);
	flood_push(&w, 1, (struct tcp){ .flags = TCP_SYN, .seq = 99 });
	for (uint32_t i = 0; i < 256; i++)
		flood_push(&w, 1, (struct tcp){
			.seq = 200 + 4096 * i,
			.data = slice_of(block, sizeof(block)) });
	assert_int_equal(w.bytes, 0);
	flood_push(&w, 1, (struct tcp){ .seq = 200 + 4096 * 256,
					.data = SLICE("x") });
	assert_int_equal(w.gaps, 1);
	assert_int_equal(w.gap_bytes, 100);
	assert_int_equal(w.bytes, 4096 * 256 + 1);
	assert_int_equal(w.budget.used, 0);
	flood_close(&w);
}

/* Many connections with holes: the budget is shared, and whoever finds it used
 * up goes on without waiting. */
static void test_many_holes(void **state)
{
	struct flood w;
	enum { FLOWS = 5000, ROUNDS = 20 };
	uint64_t refused;

	(void)state;
	flood_open(&w, FLOWS, 1 << 20);
	for (uint32_t i = 0; i < FLOWS; i++)
		flood_push(&w, i, (struct tcp){ .flags = TCP_SYN, .seq = 99 });
	for (uint32_t k = 0; k < ROUNDS; k++)
		for (uint32_t i = 0; i < FLOWS; i++)
			flood_push(&w, i, (struct tcp){
				.seq = 101 + 9 * k, .data = SLICE("abcdefgh") });
	refused = w.budget.refused;
	assert_true(refused > FLOWS);
	tcp_reasm_end(w.r);
	assert_int_equal(w.bytes, 8 * FLOWS * ROUNDS);
	assert_int_equal(w.gap_bytes, FLOWS * ROUNDS);
	assert_int_equal(tcp_reasm_stats(w.r)->gap_bytes, w.gap_bytes);
	assert_int_equal(w.closed, FLOWS);
	assert_int_equal(w.ends, FLOWS);
	flood_close(&w);
}

/* Without any budget everything still comes out, in order. */
static void test_no_budget(void **state)
{
	struct flood w;

	(void)state;
	flood_open(&w, 0, 0);
	flood_push(&w, 1, (struct tcp){ .flags = TCP_SYN, .seq = 99 });
	flood_push(&w, 1, (struct tcp){ .seq = 105, .data = SLICE("ef") });
	assert_int_equal(w.gap_bytes, 5);
	assert_int_equal(w.bytes, 2);
	flood_push(&w, 2, (struct tcp){ .seq = 500, .data = SLICE("ab") });
	assert_int_equal(w.bytes, 4);
	/* What fits nowhere is not kept. */
	for (uint32_t i = 0; i < 4; i++)
		flood_push(&w, 1, (struct tcp){ .seq = 90000000 + i,
						.data = SLICE("x") });
	assert_int_equal(w.bytes, 4);
	flood_close(&w);
	assert_int_equal(w.budget.refused, 6);
}

/* Ignored connections go first, then those without data, then the others; and a
 * connection with data outlives a flood of SYN. */
static void test_order_of_shedding(void **state)
{
	struct flood w;
	uint64_t id;

	(void)state;
	flood_open(&w, 4, 1 << 20);
	for (uint32_t i = 0; i < 3; i++) {
		flood_push(&w, i, (struct tcp){ .flags = TCP_SYN, .seq = 9 });
		flood_push(&w, i, (struct tcp){ .seq = 10, .data = SLICE("a") });
	}
	id = w.flow->id;
	flood_push(&w, 1, (struct tcp){ .seq = 11, .data = SLICE("b") });
	tcp_reasm_ignore(w.r, w.flow);
	flood_push(&w, 3, (struct tcp){ .flags = TCP_SYN, .seq = 9 });
	/* Full now; 1 is ignored, 3 has no data. */
	flood_push(&w, 4, (struct tcp){ .flags = TCP_SYN, .seq = 9 });
	assert_int_equal(w.ends, 0);
	assert_int_equal(w.closed, 1);
	for (uint32_t i = 5; i < 1000; i++)
		flood_push(&w, i, (struct tcp){ .flags = TCP_SYN, .seq = 9 });
	assert_int_equal(w.ends, 0);
	flood_push(&w, 2, (struct tcp){ .seq = 11, .data = SLICE("b") });
	assert_int_equal(w.flow->id, id);
	/* 0 was silent for longest of those with data. */
	flood_push(&w, 2000, (struct tcp){ .seq = 9, .data = SLICE("a") });
	flood_push(&w, 2001, (struct tcp){ .seq = 9, .data = SLICE("a") });
	assert_int_equal(w.ends, 0);
	flood_push(&w, 2002, (struct tcp){ .seq = 9, .data = SLICE("a") });
	assert_int_equal(w.ends, 1);
	flood_push(&w, 2, (struct tcp){ .seq = 12, .data = SLICE("c") });
	assert_int_equal(w.flow->id, id);
	flood_close(&w);
}

/* A flow whose bytes nobody wants takes nothing from the budget, whatever
 * comes. */
static void test_ignored(void **state)
{
	struct flood w;

	(void)state;
	flood_open(&w, 0, 1 << 20);
	flood_push(&w, 1, (struct tcp){ .flags = TCP_SYN, .seq = 9 });
	flood_push(&w, 1, (struct tcp){ .seq = 20, .data = SLICE("b") });
	assert_true(w.budget.used > 0);
	tcp_reasm_ignore(w.r, w.flow);
	tcp_reasm_ignore(w.r, w.flow);
	assert_int_equal(w.budget.used, 0);
	for (uint32_t i = 0; i < 1000000; i++)
		flood_push(&w, 1, (struct tcp){ .seq = i * 1460, .size = 1460 });
	assert_int_equal(w.bytes + w.gaps + w.ends + w.closed, 0);
	assert_int_equal(tcp_reasm_stats(w.r)->gap_bytes, 0);
	assert_int_equal(tcp_reasm_stats(w.r)->segments, 1000001);
	flood_close(&w);
	assert_int_equal(w.closed, 1);
}

/* Every hole of a full queue filled by one segment, a thousand times over:
 * what an adversary can make one byte cost stays bounded. */
static void test_worst_order(void **state)
{
	static const char block[4096];
	struct flood w;
	uint32_t base = 100;
	enum { ROUNDS = 100 };

	(void)state;
	flood_open(&w, 0, 16 << 20);
	flood_push(&w, 1, (struct tcp){ .flags = TCP_SYN, .seq = 99 });
	for (int round = 0; round < ROUNDS; round++) {
		for (uint32_t i = 1024; i--;)
			flood_push(&w, 1, (struct tcp){
				.seq = base + 1 + 2 * i, .data = SLICE("x") });
		flood_push(&w, 1, (struct tcp){
			.seq = base, .data = slice_of(block, 2048) });
		base += 2048;
	}
	assert_int_equal(w.bytes, 2048 * ROUNDS);
	assert_int_equal(w.gaps, 0);
	assert_int_equal(tcp_reasm_stats(w.r)->overlapped, 1024 * ROUNDS);
	assert_int_equal(tcp_reasm_stats(w.r)->copied, 1024 * ROUNDS);
	flood_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_unique_syns),
		cmocka_unit_test(test_unique_data),
		cmocka_unit_test(test_holes),
		cmocka_unit_test(test_one_hole),
		cmocka_unit_test(test_many_holes),
		cmocka_unit_test(test_no_budget),
		cmocka_unit_test(test_order_of_shedding),
		cmocka_unit_test(test_ignored),
		cmocka_unit_test(test_worst_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
