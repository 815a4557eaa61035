/* SPDX-License-Identifier: BSD-2-Clause */
#include "capture/capture_write.h"

#include "base/clock.h"
#include "capture_files.h"

#include <errno.h>
#include <pcap/pcap.h>
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

/* A capture of this link type, in which there is nothing. */
static struct capture *nothing_of(struct strbuf *bytes, uint32_t link)
{
	struct capture_error err = { 0 };
	struct capture *c = capture_new();

	assert_non_null(c);
	put_header(bytes, &plain_form, link);
	assert_int_equal(capture_add_bytes(c, "x", strbuf_view(bytes), &err),
			 0);
	return c;
}

static struct capture_writer *open_writer(const char *path, uint32_t link,
					  struct capture_error *err)
{
	struct strbuf bytes = { 0 };
	struct capture *c = nothing_of(&bytes, link);
	struct capture_writer *w = capture_writer_new(path, c, err);

	/* A pcap file needs to know no more. */
	capture_free(c);
	strbuf_fini(&bytes);
	return w;
}

/* What is written comes back the same, to the nanosecond. */
static void test_round_trip(void **state)
{
	static const char *const bytes[] = { "one", "", "three and more" };
	struct capture_error err = { 0 };
	struct capture_writer *w;
	struct capture *c = capture_new();
	const struct frame *f;

	(void)state;
	w = open_writer("out.pcap", 1, &err);
	assert_non_null(w);
	for (size_t i = 0; i < 3; i++) {
		struct frame one = make_frame(i + 1, bytes[i]);

		assert_int_equal(capture_writer_put(w, &one, &err), 0);
	}
	assert_int_equal(capture_writer_close(w, &err), 0);
	assert_int_equal(capture_add_file(c, "out.pcap", &err), 0);
	assert_true(capture_reads(c, "./out.pcap"));
	assert_false(capture_reads(c, "other.pcap"));
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(capture_next(c, &f, &err), CAPTURE_FRAME);
		assert_true(slice_eq(f->bytes, slice_cstr(bytes[i])));
		assert_int_equal(f->wire_len, 1000);
		assert_true(f->time == (int64_t)START * CLOCK_S + (int)i + 1);
		assert_int_equal(f->link_type, 1);
	}
	assert_int_equal(capture_next(c, &f, &err), CAPTURE_END);
	capture_free(c);
	strbuf_fini(&err.text);
}

/* DLT_RAW has another number in files than in memory. */
static void test_raw_link(void **state)
{
	struct capture_error err = { 0 };
	struct capture_writer *w = open_writer("raw.pcap", 101, &err);
	struct capture *c = capture_new();

	(void)state;
	assert_non_null(w);
	assert_int_equal(capture_writer_close(w, &err), 0);
	assert_int_equal(capture_add_file(c, "raw.pcap", &err), 0);
	assert_int_equal(capture_link(c, 0), DLT_RAW);
	capture_free(c);
}

static void test_second_link(void **state)
{
	struct capture_error err = { 0 };
	struct capture_writer *w = open_writer("out.pcap", 1, &err);
	struct frame f = make_frame(17, "x");

	(void)state;
	assert_non_null(w);
	f.link_type = 113;
	assert_int_equal(capture_writer_put(w, &f, &err), -EXDEV);
	assert_non_null(strstr(strbuf_str(&err.text), "`out.pcap'"));
	assert_non_null(strstr(strbuf_str(&err.text), "EN10MB"));
	assert_non_null(strstr(strbuf_str(&err.text), "LINUX_SLL"));
	assert_non_null(strstr(strbuf_str(&err.text), "frame 17"));
	assert_non_null(strstr(strbuf_str(&err.text),
			       "give -w a name that ends in .pcapng"));
	strbuf_reset(&err.text);
	assert_int_equal(capture_writer_put(w, &f, &err), -EXDEV);
	assert_int_equal(err.text.len, 0);
	f.link_type = 1;
	assert_int_equal(capture_writer_put(w, &f, &err), 0);
	assert_int_equal(capture_writer_close(w, &err), 0);
	strbuf_fini(&err.text);
}

/* Interfaces of several link types: the first frame decides; and where none
 * comes, the file is a capture of nothing all the same. */
static void test_waiting(void **state)
{
	struct capture_error err = { 0 };
	struct capture *c = capture_new(), *back;
	struct strbuf a = { 0 }, b = { 0 };
	struct capture_writer *w;
	struct frame f = make_frame(1, "x");
	const struct frame *read;

	(void)state;
	put_header(&a, &plain_form, 1);
	put_header(&b, &plain_form, 113);
	assert_int_equal(capture_add_bytes(c, "a", strbuf_view(&a), &err), 0);
	assert_int_equal(capture_add_bytes(c, "b", strbuf_view(&b), &err), 0);
	for (int frames = 0; frames < 2; frames++) {
		w = capture_writer_new("out.pcap", c, &err);
		assert_non_null(w);
		f.link_type = 113;
		if (frames)
			assert_int_equal(capture_writer_put(w, &f, &err), 0);
		f.link_type = 1;
		if (frames)
			assert_int_equal(capture_writer_put(w, &f, &err),
					 -EXDEV);
		assert_int_equal(capture_writer_close(w, &err), 0);
		back = capture_new();
		assert_int_equal(capture_add_file(back, "out.pcap", &err), 0);
		assert_int_equal(capture_link(back, 0), frames ? 113 : 1);
		assert_int_equal(capture_next(back, &read, &err), frames ?
				 CAPTURE_FRAME : CAPTURE_END);
		capture_free(back);
	}
	capture_free(c);
	strbuf_fini(&a);
	strbuf_fini(&b);
	strbuf_fini(&err.text);
}

static void test_refused(void **state)
{
	static const struct { const char *path, *want; } rows[] = {
		{ "no-dir/x.pcapng", "make its directory first" },
		{ "no-dir/x.pcap", "make its directory first" },
		{ ".", "give a file name in it" },
	};
	struct capture_error err = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		assert_null(open_writer(rows[i].path, 1, &err));
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
	assert_int_equal(symlink("/dev/full", "full.pcapng"), 0);
	for (int i = 0; i < 2; i++) {
		assert_null(open_writer(i ? "full.pcapng" : "/dev/full", 1,
					&err));
		assert_non_null(strstr(strbuf_str(&err.text), i ?
				       "`full.pcapng'" : "`/dev/full'"));
		assert_non_null(strstr(strbuf_str(&err.text), "make room"));
	}
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
	w = open_writer("-", 1, &err);
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
		cmocka_unit_test(test_waiting),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_full),
		cmocka_unit_test(test_pipe),
	};

	return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
