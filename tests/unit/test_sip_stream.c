/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/unit/sip_stream_cases.h"
#include "tests/unit/sip_stream_probe.h"

/* Every case is run; the number that went wrong comes back. */
static int run_case(size_t i, bool single)
{
	struct probe p;
	const char *const *push = cases[i].pushes;

	probe_init(&p);
	p.log.pair = single;
	for (; push < cases[i].pushes + LEN(cases[i].pushes) && *push; push++) {
		if (strcmp(*push, GAP) == 0)
			sip_stream_gap(&p.s, 100);
		else if (!single)
			probe_push(&p, *push, strlen(*push));
		else
			for (const char *c = *push; *c; c++)
				probe_push(&p, c, 1);
	}
	probe_end(&p);
	if (strcmp(p.log.words, cases[i].want) == 0)
		return 0;
	print_error("%s%s: got `%s', want `%s'\n", cases[i].label,
		    single ? ", each byte alone" : "", p.log.words,
		    cases[i].want);
	return 1;
}

static void test_cases(void **state)
{
	int wrong = 0;

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		wrong += run_case(i, false);
		if (cases[i].label[0] != '*')
			wrong += run_case(i, true);
	}
	assert_int_equal(wrong, 0);
}

/* --- what a table cannot say --------------------------------------------- */

struct where {
	const char *p;
	size_t len;
	unsigned messages, cut;
};

static void note(struct slice m, bool cut, const struct frame *at, void *arg)
{
	struct where *w = arg;

	(void)at;
	w->p = m.p;
	w->len = m.len;
	w->messages++;
	w->cut += cut;
}

/* A whole message in one push is not copied, though others stand around it. */
static void test_not_copied(void **state)
{
	static const char text[] = EMPTY("1") EMPTY("2") "BYE";
	struct where w = { NULL, 0, 0, 0 };
	struct sip_stream_sink sink = { note, keepalive, &w };
	struct budget budget = { .max = 3 };
	struct frame at = { .number = 1 };
	struct sip_stream s;

	(void)state;
	sip_stream_init(&s, &sink, &budget);
	assert_int_equal(sip_stream_push(&s, SLICE(text), &at), 0);
	assert_int_equal(w.messages, 2);
	assert_ptr_equal(w.p, text + strlen(EMPTY("1")));
	assert_int_equal(budget.used, 3);
	sip_stream_fini(&s);
	assert_int_equal(budget.used, 0);
}

/* No room: what waited is skipped, and the next start line found. */
static void test_no_room(void **state)
{
	struct probe p;

	(void)state;
	probe_init(&p);
	p.budget.max = 300;
	assert_int_equal(probe_push(&p, REQUEST("1"), strlen(REQUEST("1"))), 0);
	for (int i = 0; i < 3; i++)
		probe_push(&p, "X: 0123456789012345678901234567890123456789\r\n"
			   "X: 0123456789012345678901234567890123456789\r\n",
			   90);
	assert_true(p.budget.refused > 0);
	assert_int_equal(probe_push(&p, EMPTY("2"), strlen(EMPTY("2"))), 0);
	assert_true(p.budget.peak <= 300);
	probe_end(&p);
	assert_memory_equal(p.log.words, "2:0 -", 5);
}

/* Over SIP_STREAM_MAX: cut there, the rest skipped. */
static void test_too_long(void **state)
{
	static const char *const heads[] = {
		REQUEST("1") TEXT_TYPE "l: 3000000\r\n\r\n",
		REQUEST("1") TEXT_TYPE "\r\n", REQUEST("1")
	};
	char line[1001];
	struct probe p;

	(void)state;
	memset(line, 'x', sizeof(line));
	memcpy(line, "x: ", 3);
	memcpy(line + 998, "\r\n", 3);
	for (size_t i = 0; i < LEN(heads); i++) {
		probe_init(&p);
		probe_push(&p, heads[i], strlen(heads[i]));
		for (int k = 0; k < 3000; k++)
			probe_push(&p, line, 1000);
		probe_push(&p, EMPTY("2"), strlen(EMPTY("2")));
		assert_true(p.budget.peak <= 4 * SIP_STREAM_MAX);
		probe_end(&p);
		assert_int_equal(p.s.messages, 2);
		assert_int_equal(p.s.skipped, strlen(heads[i]) + 3000000 -
				 SIP_STREAM_MAX);
	}
}

/* What may be a start line is waited for, and a long header behind it, but not
 * without end. */
static void test_long_lines(void **state)
{
	static const struct {
		const char *before;
		size_t len;        /* of what follows without an end of line */
		const char *want;
		size_t kept;       /* at most, meanwhile */
	} rows[] = {
		{ "BYE sip:a SIP/2.0\r\nX: ", 20000, "1:0 2:0", 20100 },
		{ "BYE sip:a SIP/2.0\r\nX: ", 70000, "2:0 -70038", 65636 },
		{ "BYE sip:", 8000, "2:0 -8024", 8192 },
		{ "BYE sip:", 20000, "2:0 -20024", 8292 },
	};
	static const char xs[] = "xxxxxxxxxxxxxxxxxxxx" "xxxxxxxxxxxxxxxxxxxx"
		"xxxxxxxxxxxxxxxxxxxx" "xxxxxxxxxxxxxxxxxxxx"
		"xxxxxxxxxxxxxxxxxxxx";
	static const char rest[] = "\r\nv: x\r\ni: 1\r\n\r\n" EMPTY("2");
	struct probe p;
	size_t most;

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		most = 0;
		probe_init(&p);
		probe_push(&p, rows[i].before, strlen(rows[i].before));
		for (size_t n = 0; n < rows[i].len; n += 100) {
			probe_push(&p, xs, 100);
			most = p.s.len > most ? p.s.len : most;
		}
		probe_push(&p, rest, strlen(rest));
		probe_end(&p);
		assert_string_equal(p.log.words, rows[i].want);
		assert_true(most <= rows[i].kept);
	}
}

/* A message of just SIP_STREAM_MAX bytes is whole, each byte alone; it takes no
 * longer than its length. */
static void test_longest(void **state)
{
	char head[200];
	struct where w = { NULL, 0, 0, 0 };
	struct sip_stream_sink sink = { note, keepalive, &w };
	struct budget budget = { .max = 4 * SIP_STREAM_MAX };
	struct frame at = { .number = 1 };
	struct sip_stream s;
	int n;

	(void)state;
	n = snprintf(head, sizeof(head), REQUEST("1") TEXT_TYPE "l: %d\r\n\r\n",
		     SIP_STREAM_MAX - 120);
	n = snprintf(head, sizeof(head), REQUEST("1") TEXT_TYPE "l: %d\r\n\r\n",
		     SIP_STREAM_MAX - n);
	sip_stream_init(&s, &sink, &budget);
	sip_stream_push(&s, slice_of(head, (size_t)n), &at);
	for (int i = n; i < SIP_STREAM_MAX; i++) {
		assert_int_equal(w.messages, 0);
		sip_stream_push(&s, slice_of(i % 5 ? "a" : "\n", 1), &at);
	}
	assert_int_equal(w.messages, 1);
	assert_int_equal(w.cut, 0);
	assert_int_equal(w.len, SIP_STREAM_MAX);
	sip_stream_fini(&s);
	assert_int_equal(budget.used, 0);
}

/* Idle is what is as good as new, and nothing else. */
static void test_idle(void **state)
{
	static const struct {
		const char *bytes;
		bool idle;
	} steps[] = {
		{ REQUEST("1"), false }, { "l: 1\r\n\r\n", false },
		{ "a", true }, { "\r", false }, { "\n", true },
		{ "what", false }, { "ever\r\n", false },
		{ REQUEST("2") "l: 0\r\n\r\n", true },
	};
	struct probe p;

	(void)state;
	probe_init(&p);
	assert_true(sip_stream_is_idle(&p.s));
	for (size_t i = 0; i < LEN(steps); i++) {
		probe_push(&p, steps[i].bytes, strlen(steps[i].bytes));
		if (sip_stream_is_idle(&p.s) != steps[i].idle)
			fail_msg("step %zu", i);
	}
	sip_stream_gap(&p.s, 1);
	assert_false(sip_stream_is_idle(&p.s));
	sip_stream_fini(&p.s);
}

/* A message has the frame of its last byte, or a later one that filled a hole
 * before it; not that of what follows. */
static void test_frames(void **state)
{
	static const struct {
		const char *bytes;
		uint64_t number, want; /* of the frame; of what came out */
		unsigned source;
	} steps[] = {
		{ "BYE sip:a SIP/2.0\r\nVia: x\r\n", 7, 0, 0 },
		{ "l: 0\r\n", 9, 0, 0 },
		{ "\r\nBYE sip:a SIP", 8, 9, 0 },
		{ "/2.0\r\nVia: x\r\n", 10, 9, 0 },
		{ "\r\n", 11, 11, 0 },
		{ "\r\n", 12, 12, 0 },
		{ "BYE sip:a SIP/2.0\r\n", 20, 12, 0 },
		{ "Via: x\r\n\r\n", 3, 3, 1 },
		/* Told only when the end that was claimed has come. */
		{ "BYE sip:a SIP/2.0\r\nVia: x\r\nc: x/y\r\nl: 30\r\n\r\n",
		  30, 3, 0 },
		{ "BYE sip:a SIP/2.0\r\nVia: x\r\n", 31, 3, 0 },
		{ "To: x\r\n\r\n", 32, 32, 0 },
	};
	struct probe p;

	(void)state;
	probe_init(&p);
	for (size_t i = 0; i < LEN(steps); i++) {
		p.at.number = steps[i].number - 1;
		p.at.source = steps[i].source;
		probe_push(&p, steps[i].bytes, strlen(steps[i].bytes));
		if (p.log.last != steps[i].want)
			fail_msg("step %zu: frame %lu, want %lu", i,
				 (unsigned long)p.log.last,
				 (unsigned long)steps[i].want);
	}
	assert_int_equal(p.s.messages, 5);
	assert_int_equal(p.log.previous, 30);
	probe_end(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_not_copied),
		cmocka_unit_test(test_no_room),
		cmocka_unit_test(test_too_long),
		cmocka_unit_test(test_long_lines),
		cmocka_unit_test(test_longest),
		cmocka_unit_test(test_idle),
		cmocka_unit_test(test_frames),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
