/* SPDX-License-Identifier: BSD-2-Clause */
/* Which frames -w writes, in which order: scripts of frames, and the numbers read
 * back from the file. */
#include "saver.h"

#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define START (INT64_C(1800000000) * CLOCK_S)
#define N(a) (sizeof(a) / sizeof((a)[0]))

struct bench {
	char path[32];
	struct saver *saver;
	struct frame frame;
	char bytes[16];
	size_t size;       /* of a frame; 0: as short as its number */
	char *big;
};

static void bench_open(struct bench *b, bool wait, bool live)
{
	struct saver_options o = { .wait = wait, .live = live };
	struct capture_error err = { { 0 } };
	struct capture_writer *w;
	int fd;

	*b = (struct bench){ .path = "test_saver.XXXXXX" };
	fd = mkstemp(b->path);
	assert_true(fd >= 0);
	close(fd);
	w = capture_writer_new(b->path, NULL, &err);
	assert_non_null(w);
	b->saver = saver_new(w, &o);
	assert_non_null(b->saver);
	strbuf_fini(&err.text);
}

/* Numbers of the frames in the file, `1 2 3'. */
static void read_back(struct bench *b, struct strbuf *out)
{
	struct capture_error err = { { 0 } };
	struct capture *c = capture_new();
	const struct frame *f;

	assert_non_null(c);
	assert_int_equal(capture_add_file(c, b->path, &err), 0);
	while (capture_next(c, &f, &err) == CAPTURE_FRAME) {
		size_t n = 0;

		while (n < f->bytes.len && f->bytes.p[n] != ' ')
			n++;
		if (out->len)
			strbuf_addc(out, ' ');
		strbuf_add(out, f->bytes.p, n);
	}
	capture_free(c);
	strbuf_fini(&err.text);
}

static void bench_close(struct bench *b, const char *label, const char *want)
{
	struct capture_error err = { { 0 } };
	struct strbuf got = { 0 };

	assert_int_equal(saver_close(b->saver, &err), 0);
	read_back(b, &got);
	unlink(b->path);
	if (strcmp(strbuf_str(&got), want))
		fail_msg("%s: wrote `%s', want `%s'", label, strbuf_str(&got),
			 want);
	strbuf_fini(&got);
	strbuf_fini(&err.text);
	free(b->big);
}

/* Frame n (its time is n ms; `n@S': S s) comes. */
static void frame(struct bench *b, unsigned n, double seconds)
{
	int len = snprintf(b->bytes, sizeof(b->bytes), "%u ", n);

	b->frame = (struct frame){ .number = n, .link_type = 1,
		.time = START + (seconds >= 0 ?
				 (int64_t)(seconds * 1e9) : n * CLOCK_MS),
		.bytes = slice_of(b->bytes, (size_t)len) };
	if (b->size) {
		b->big = b->big ? b->big : calloc(1, b->size);
		assert_non_null(b->big);
		memcpy(b->big, b->bytes, (size_t)len);
		b->frame.bytes = slice_of(b->big, b->size);
	}
	b->frame.wire_len = (uint32_t)b->frame.bytes.len;
	saver_frame(b->saver, &b->frame);
}

static enum dissector_carrier carrier(char c)
{
	return c == '?' ? DISSECTOR_UNDECIDED : c == '+' ? DISSECTOR_WANTED :
		DISSECTOR_UNWANTED;
}

/* One word: `f3' or `f3@7.5' a frame; `mA' a message of call A in it, `mA@2' one
 * that frame 2 completed; `s1?' `s1+' `s1-' a segment of connection 1; `e'
 * evidence; `d' a question to a name server; `p3' frame 3 is a proof; `rA' report, `xA' forget. */
static void word(struct bench *b, const char *w, struct capture_error *err)
{
	struct slice call = slice_of(w + 1, 1);
	struct frame at = b->frame;
	const char *when = strchr(w, '@');
	int rc = 0;

	switch (*w) {
	case 'f':
		rc = saver_frame_end(b->saver, err);
		frame(b, (unsigned)atoi(w + 1), when ? atof(when + 1) : -1);
		break;
	case 'm':
		if (when)
			at.number = (unsigned)atoi(when + 1);
		rc = saver_message(b->saver, &at, call, err);
		break;
	case 's':
		rc = saver_segment(b->saver, (uint64_t)(w[1] - '0'),
				   carrier(w[2]), err);
		break;
	case 'e':
		saver_evidence(b->saver);
		break;
	case 'd':
		saver_lookup(b->saver);
		break;
	case 'p':
		rc = saver_proof(b->saver, 0, (uint64_t)atoi(w + 1), err);
		break;
	case 'r':
		rc = saver_report(b->saver, call, err);
		break;
	case 'x':
		saver_forget(b->saver, call);
		break;
	default:
		fail_msg("unknown word `%s'", w);
	}
	assert_int_equal(rc, 0);
}

static void play(struct bench *b, const char *script)
{
	struct capture_error err = { { 0 } };
	char w[32];
	int n;

	while (sscanf(script, " %31s%n", w, &n) == 1) {
		word(b, w, &err);
		script += n;
	}
	assert_int_equal(saver_frame_end(b->saver, &err), 0);
	strbuf_fini(&err.text);
}

static const struct script {
	const char *label, *script, *want;
} all[] = {
	{ "messages and what proves something",
	  "f1 mA f2 f3 e f4 mB mA f5", "1 3 4" },
	{ "handshake, message, acknowledgement, end",
	  "f1 s1? f2 s1? f3 s1? f4 mA s1+ f5 s1+ f6 s1+", "1 2 3 4 5 6" },
	{ "another kind of connection", "f1 s1? f2 s1? f3 s1- f4 s1-", "" },
	{ "nothing was ever known of it", "f1 s1? f2 s1?", "" },
	{ "two at once", "f1 s1? f2 s2? f3 s2- f4 mA s1+", "1 4" },
	{ "a refused one", "f1 s1? f2 p1 p2 s1-", "1 2" },
	{ "a message that a gap held back",
	  "f1 s1? f2 s1? f3 mA@2 mB", "1 2 3" },
	{ "a fragment, an SCTP packet", "f1 s0+ f2 s0- f3 mA", "1 3" },
	{ "a name, by which a call failed", "f1 d f2 mA f3 d f4 mA p1", "2 1 4" },
	{ "names that nobody needs", "f1 d f2 mA f3 d", "2" },
	{ "too long undecided", "f1 s1? f2@200 s2? f3@201 mA s1+", "3" },
}, some[] = {
	{ "only what was reported", "f1 mA f2 mB f3 mA rA f4 mB f5 mA", "1 3 5" },
	{ "nothing was", "f1 mA f2 mB xA xB", "" },
	{ "forgotten before", "f1 mA xA f2 mA rA", "2" },
	{ "one frame, two calls, both reported", "f1 mA mB rA rB", "1" },
	{ "one frame, two calls, one after the other",
	  "f1 mA mB f2 rA f3 rB f4 mA", "1 4" },
	{ "forgotten while its frame is at hand", "f1 mA rA xA mB", "1" },
	{ "fragments go with the next message", "f1 e f2 e f3 mA rA", "1 2 3" },
	{ "the first of a message whose rest never came",
	  "f1 e f2 mB f3 mA@1 rA", "1" },
	{ "the same, nothing between", "f1 e f3 mA@1 rA", "1" },
	{ "a connection: the handshake goes with its first call",
	  "f1 s1? f2 s1? f3 mA s1+ rA f4 s1+ f5 mB s1+ f6 s1+", "1 2 3 4" },
	{ "what went before its first message goes with a later call, too",
	  "f1 s1? f2 mA s1+ f3 s1+ f4 mB s1+ rB f5 s1+", "3 4 5" },
	{ "both calls of a segment get what went before",
	  "f1 s1? f2 s1+ f3 mA mB s1+ rB", "1 2 3" },
	{ "another connection's call", "f1 s1? f2 s2? f3 mA s1+ f4 mB s2+ rB",
	  "2 4" },
	{ "a message that a gap held back",
	  "f1 s1? f2 s1+ f3 mB f4 mA@2 rA", "1 2" },
	{ "in time order", "f3 mA f2 mB f1 mB rB f4 rA", "1 2 3" },
	{ "a name, by which a call failed", "f1 d f2 mA f3 d f4 mA p1 rA",
	  "1 2 4" },
	{ "the end of it is told at the answer itself", "f1 d f2 d p2", "2" },
	{ "proofs without a call", "f1 s1? f2 s2? f3 p1 p3 s1-", "1 3" },
}, live[] = {
	{ "at once, in the order of the reports",
	  "f1 mA f2 mB rB f3 mA rA f4 mB", "2 1 3 4" },
};

static void run(const struct script *s, size_t n, bool wait, bool is_live)
{
	for (size_t i = 0; i < n; i++) {
		struct bench b;

		bench_open(&b, wait, is_live);
		play(&b, s[i].script);
		bench_close(&b, s[i].label, s[i].want);
	}
}

static void test_all(void **state)
{
	(void)state;
	run(all, N(all), false, false);
}

static void test_some(void **state)
{
	(void)state;
	run(some, N(some), true, false);
}

static void test_live(void **state)
{
	(void)state;
	run(live, N(live), true, true);
}

/* Live, what is reported is in the file before the end. */
static void test_at_once(void **state)
{
	struct bench b;
	long before, after;
	FILE *f;

	(void)state;
	bench_open(&b, true, true);
	b.size = 250000; /* larger than any buffer */
	play(&b, "f1 mA f2 mA");
	f = fopen(b.path, "r");
	assert_non_null(f);
	fseek(f, 0, SEEK_END);
	before = ftell(f);
	play(&b, "rA");
	fseek(f, 0, SEEK_END);
	after = ftell(f);
	fclose(f);
	assert_true(before < 250000);
	assert_true(after > 250000);
	bench_close(&b, "at once", "1 2");
}

/* Of what nothing is known only so many frames wait, the latest. */
static void test_bounds(void **state)
{
	struct strbuf want = { 0 };
	struct bench b;
	char script[32];

	(void)state;
	bench_open(&b, false, false);
	for (unsigned i = 1; i <= 3000; i++) {
		snprintf(script, sizeof(script), "f%u s1?", i);
		play(&b, script);
		if (i > 3000 - 2048)
			strbuf_fmt(&want, "%u ", i);
	}
	play(&b, "f3001 mA s1+");
	strbuf_adds(&want, "3001");
	bench_close(&b, "2048 frames", strbuf_str(&want));
	strbuf_fini(&want);
}

/* A flood of connections leaves the calls their place, and is not kept. */
static void test_flood(void **state)
{
	struct capture_error err = { { 0 } };
	struct bench b;

	(void)state;
	bench_open(&b, true, false);
	play(&b, "f1 mA");
	b.size = 60000;
	for (unsigned i = 2; i < 6000; i++) {
		frame(&b, i, 0.1);
		assert_int_equal(saver_segment(b.saver, i, DISSECTOR_UNDECIDED,
					       &err), 0);
		assert_int_equal(saver_frame_end(b.saver, &err), 0);
	}
	assert_int_equal(saver_shed(b.saver), 0);
	b.size = 0;
	play(&b, "f7000 mA rA");
	bench_close(&b, "flood", "1 7000");
	strbuf_fini(&err.text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all),
		cmocka_unit_test(test_some),
		cmocka_unit_test(test_live),
		cmocka_unit_test(test_at_once),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_flood),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
