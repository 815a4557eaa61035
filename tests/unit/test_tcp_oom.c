/* SPDX-License-Identifier: BSD-2-Clause */
/* TCP streams once for every allocation that they make, with that one refused,
 * then with all later ones refused, too: nothing leaks or dangles, every
 * connection that was seen is closed, and nothing is said to fail that did not.
 * malloc, calloc and realloc come through the linker's --wrap. */
#include "base/clock.h"
#include "dissect/tcp_reasm.h"
#include "tests/unit/exact.h"

#include <errno.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *p, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *p, size_t size);

static bool armed, refuse_rest;
static unsigned long made, refuse, refused_n;

static bool refused(void)
{
	if (!armed)
		return false;
	made++;
	if (made < refuse || (made > refuse && !refuse_rest))
		return false;
	refused_n++;
	return true;
}

void *__wrap_malloc(size_t size)
{
	return refused() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return refused() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *p, size_t size)
{
	return refused() ? NULL : __real_realloc(p, size);
}

struct world {
	uint64_t bytes, gaps, ends, opened, closed;
};

static void see(struct world *w, struct tcp_flow *f)
{
	w->opened += f->user == NULL;
	f->user = w;
}

static void on_data(struct tcp_flow *f, int dir, struct slice bytes,
		    const struct frame *at, void *arg)
{
	struct world *w = arg;

	(void)dir;
	(void)at;
	see(w, f);
	w->bytes += bytes.len;
}

static void on_gap(struct tcp_flow *f, int dir, uint64_t size,
		   const struct frame *at, void *arg)
{
	struct world *w = arg;

	(void)dir;
	(void)at;
	see(w, f);
	w->gaps += size;
}

static void on_end(struct tcp_flow *f, int dir, enum tcp_end how,
		   const struct frame *at, void *arg)
{
	struct world *w = arg;

	(void)f;
	(void)dir;
	(void)how;
	(void)at;
	w->ends++;
}

static void on_closed(struct tcp_flow *f, void *arg)
{
	struct world *w = arg;

	w->closed += f->user != NULL;
}

/* Flow, direction, flags, sequence number, data, ms later. */
static const struct {
	unsigned flow, dir;
	uint8_t flags;
	uint32_t seq;
	const char *data;
	int later;
} script[] = {
	{ 0, 0, TCP_SYN, 99, "", 1 },         { 0, 0, 0, 104, "ef", 1 },
	{ 1, 0, 0, 500, "mid-stream", 1 },    { 1, 1, 0, 900, "answer", 1 },
	{ 0, 0, 0, 102, "cd", 1 },            { 0, 0, 0, 100, "ab", 1 },
	{ 1, 0, 0, 530, "behind a hole", 1 }, { 0, 0, 0, 120, "far", 1 },
	{ 0, 0, 0, 110, "near", 1 },          { 2, 0, TCP_SYN, 7, "", 1 },
	{ 2, 0, TCP_SYN, 7, "", 1000 },       { 2, 0, TCP_SYN, 7, "", 2000 },
	{ 3, 0, TCP_SYN, 0, "", 1 },          { 3, 0, 0, 9, "x", 1 },
	{ 3, 0, 0, 7, "x", 1 },               { 3, 0, 0, 5, "x", 1 },
	{ 3, 0, 0, 3, "x", 1 },               { 3, 0, 0, 11, "x", 1 },
	{ 3, 0, 0, 13, "x", 1 },              { 3, 0, 0, 15, "x", 1 },
	{ 3, 0, 0, 17, "x", 1 },              { 3, 0, 0, 19, "x", 1 },
	{ 3, 0, 0, 90000000, "x", 1 },        { 3, 0, 0, 90000001, "y", 1 },
	{ 3, 0, 0, 90000002, "z", 1 },        { 0, 0, TCP_SYN, 5000, "", 1 },
	{ 0, 0, 0, 5001, "again", 1 },        { 0, 0, 0, 5010, "again", 11000 },
	{ 4, 0, 0, 5, "the fifth", 1 },       { 5, 0, 0, 5, "the sixth", 1 },
	{ 5, 0, TCP_FIN, 14, "", 1 },
};

static int push(struct tcp_reasm *r, size_t i, struct frame *f)
{
	struct addr ends[2] = { addr_make("\xc0\0\2\1", 4, 0),
				addr_make("\xc0\0\2\2", 4, 0) };
	unsigned dir = script[i].dir;
	uint16_t client = (uint16_t)(40000 + script[i].flow);
	struct tcp t = {
		.sport = dir ? 5060 : client, .dport = dir ? client : 5060,
		.seq = script[i].seq, .flags = script[i].flags,
		.data = slice_cstr(script[i].data),
	};
	struct tcp_flow *flow = NULL;
	int err;

	t.size = (uint32_t)t.data.len;
	f->time += script[i].later * CLOCK_MS;
	f->number++;
	err = tcp_reasm_push(r, &t, &ends[dir], &ends[!dir], f, &flow);
	assert_true(!err || (err == -ENOMEM && !flow));
	return err;
}

/* One run; returns whether there was enough memory for all of it. */
static bool run(unsigned long k, bool rest, struct world *w)
{
	struct tcp_reasm_sink sink = { .data = on_data, .gap = on_gap,
				       .end = on_end, .closed = on_closed,
				       .arg = w };
	struct budget budget = { .max = 1 << 20 };
	struct frame f = { .time = 1000 * CLOCK_S };
	unsigned errors = 0;
	struct tcp_reasm *r;

	*w = (struct world){ 0 };
	refuse = k;
	refuse_rest = rest;
	made = refused_n = 0;
	armed = true;
	r = tcp_reasm_new(&sink, 4, &budget);
	for (size_t i = 0; r && i < LEN(script); i++)
		errors += push(r, i, &f) != 0;
	if (r && k % 2)
		tcp_reasm_end(r);
	tcp_reasm_free(r);
	armed = false;
	assert_int_equal(budget.used, 0);
	assert_int_equal(w->opened, w->closed);
	assert_true(errors <= refused_n);
	return !refused_n;
}

static void walk(bool rest)
{
	struct world whole, w;
	unsigned long k = 0;

	/* An odd number ends the input. */
	assert_true(run(100001, rest, &whole));
	while (!run(++k, rest, &w)) {
		assert_true(w.bytes <= whole.bytes);
		assert_true(k < 10000);
	}
	assert_true(k > 40);
}

static void test_one_refused(void **state)
{
	(void)state;
	walk(false);
}

static void test_rest_refused(void **state)
{
	(void)state;
	walk(true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_refused),
		cmocka_unit_test(test_rest_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
