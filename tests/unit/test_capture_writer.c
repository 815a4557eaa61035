/* SPDX-License-Identifier: BSD-2-Clause */
#include "capture/capture_write.h"

#include "base/clock.h"
#include "capture_files.h"

#include <errno.h>
#include <signal.h>

static struct frame make_frame(uint64_t number, const char *bytes)
{
	return (struct frame){
		.bytes = slice_cstr(bytes),
		.wire_len = 1000,
		.time = (int64_t)START * CLOCK_S + (int64_t)number,
		.number = number,
		.link_type = 1,
	};
}

/* What is written comes back the same, to the nanosecond. */
static void test_round_trip(void **state)
{
	static const char *const bytes[] = { "one", "", "three and more" };
	struct capture_error err = { 0 };
	struct capture_writer *w;
	struct capture *c = capture_new();
	struct frame f;

	(void)state;
	w = capture_writer_new("out.pcap", 1, &err);
	assert_non_null(w);
	for (size_t i = 0; i < 3; i++) {
		f = make_frame(i + 1, bytes[i]);
		assert_int_equal(capture_writer_put(w, &f, &err), 0);
	}
	assert_int_equal(capture_writer_close(w, &err), 0);
	assert_int_equal(capture_add_file(c, "out.pcap", &err), 0);
	assert_true(capture_reads(c, "./out.pcap"));
	assert_false(capture_reads(c, "other.pcap"));
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(capture_next(c, &f, &err), CAPTURE_FRAME);
		assert_true(slice_eq(f.bytes, slice_cstr(bytes[i])));
		assert_int_equal(f.wire_len, 1000);
		assert_true(f.time == (int64_t)START * CLOCK_S + (int)i + 1);
		assert_int_equal(f.link_type, 1);
	}
	assert_int_equal(capture_next(c, &f, &err), CAPTURE_END);
	capture_free(c);
	strbuf_fini(&err.text);
}

/* DLT_RAW has another number in files than in memory. */
static void test_raw_link(void **state)
{
	struct capture_error err = { 0 };
	struct capture_writer *w = capture_writer_new("raw.pcap", 12, &err);
	struct capture *c = capture_new();

	(void)state;
	assert_non_null(w);
	assert_int_equal(capture_writer_close(w, &err), 0);
	assert_int_equal(capture_add_file(c, "raw.pcap", &err), 0);
	assert_int_equal(capture_link(c, 0), 12);
	capture_free(c);
}

static void test_second_link(void **state)
{
	struct capture_error err = { 0 };
	struct capture_writer *w = capture_writer_new("out.pcap", 1, &err);
	struct frame f = make_frame(17, "x");

	(void)state;
	assert_non_null(w);
	f.link_type = 113;
	assert_int_equal(capture_writer_put(w, &f, &err), -EXDEV);
	assert_non_null(strstr(strbuf_str(&err.text), "`out.pcap'"));
	assert_non_null(strstr(strbuf_str(&err.text), "EN10MB"));
	assert_non_null(strstr(strbuf_str(&err.text), "LINUX_SLL"));
	assert_non_null(strstr(strbuf_str(&err.text), "frame 17"));
	strbuf_reset(&err.text);
	assert_int_equal(capture_writer_put(w, &f, &err), -EXDEV);
	assert_int_equal(err.text.len, 0);
	f.link_type = 1;
	assert_int_equal(capture_writer_put(w, &f, &err), 0);
	assert_int_equal(capture_writer_close(w, &err), 0);
	strbuf_fini(&err.text);
}

static void test_refused(void **state)
{
	static const struct { const char *path, *want; } rows[] = {
		{ "x.pcapng", "pcapng is not written yet; use a name that" },
		{ "no-dir/x.pcap", "make its directory first" },
		{ ".", "give a file name in it" },
	};
	struct capture_error err = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		assert_null(capture_writer_new(rows[i].path, 1, &err));
		assert_non_null(strstr(strbuf_str(&err.text), rows[i].path));
		assert_non_null(strstr(strbuf_str(&err.text), rows[i].want));
	}
	assert_int_equal(capture_writer_close(NULL, &err), 0);
	strbuf_fini(&err.text);
}

/* A full disk is said at once: the file header goes out with the opening. */
static void test_full(void **state)
{
	struct capture_error err = { 0 };

	(void)state;
	if (access("/dev/full", W_OK))
		skip();
	assert_null(capture_writer_new("/dev/full", 1, &err));
	assert_non_null(strstr(strbuf_str(&err.text), "`/dev/full'"));
	assert_non_null(strstr(strbuf_str(&err.text), "make room"));
	strbuf_fini(&err.text);
}

/* Standard output is a pipe: each frame goes out, and a reader that leaves is
 * told as -EPIPE, once with words. */
static void test_pipe(void **state)
{
	struct capture_error err = { 0 };
	struct capture_writer *w;
	struct frame f = make_frame(1, "abc");
	char got[200];
	int saved = dup(STDOUT_FILENO), ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	signal(SIGPIPE, SIG_IGN);
	dup2(ends[1], STDOUT_FILENO);
	close(ends[1]);
	w = capture_writer_new("-", 1, &err);
	dup2(saved, STDOUT_FILENO);
	close(saved);
	assert_non_null(w);
	assert_int_equal(read(ends[0], got, sizeof(got)), 24);
	assert_int_equal(capture_writer_put(w, &f, &err), 0);
	assert_int_equal(read(ends[0], got, sizeof(got)), 16 + 3);
	close(ends[0]);
	assert_int_equal(capture_writer_put(w, &f, &err), -EPIPE);
	assert_non_null(strstr(strbuf_str(&err.text), "standard output"));
	strbuf_reset(&err.text);
	assert_int_equal(capture_writer_put(w, &f, &err), -EPIPE);
	assert_int_equal(capture_writer_close(w, &err), -EPIPE);
	assert_int_equal(err.text.len, 0);
	strbuf_fini(&err.text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_raw_link),
		cmocka_unit_test(test_second_link),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_full),
		cmocka_unit_test(test_pipe),
	};

	return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
