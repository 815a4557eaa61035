/* SPDX-License-Identifier: BSD-2-Clause */
#include "capture/capture.h"

#include "base/clock.h"
#include "capture_files.h"

#include <errno.h>
#include <zlib.h>
#include <zstd.h>

#define T0 ((int64_t)START * CLOCK_S)

/* Read to the end: the last byte of every frame, `!' where damage is said. */
static void read_tags(struct capture *c, struct strbuf *tags,
		      struct capture_error *err)
{
	enum capture_status st;
	const struct frame *f;

	while ((st = capture_next(c, &f, err)) != CAPTURE_END) {
		if (st == CAPTURE_FRAME)
			strbuf_addc(tags, f->bytes.p[f->bytes.len - 1]);
		else if (st == CAPTURE_DAMAGED)
			strbuf_addc(tags, '!');
		else
			fail_msg("status %d", (int)st);
	}
	/* The end stays the end. */
	assert_int_equal(capture_next(c, &f, err), CAPTURE_END);
}

/* The tags of one file that opens; its last sentence stays in err. */
static void check_tags(const char *path, const char *want,
		       struct capture_error *err)
{
	struct capture *c = capture_new();
	struct strbuf tags = { 0 };

	assert_non_null(c);
	if (capture_add_file(c, path, err))
		fail_msg("%s: %s", path, strbuf_str(&err->text));
	read_tags(c, &tags, err);
	assert_string_equal(strbuf_str(&tags), want);
	strbuf_fini(&tags);
	capture_free(c);
}

static void test_forms(void **state)
{
	static const struct {
		struct pcap_form form;
		int64_t second; /* time of frame 2 */
	} rows[] = {
		{ { 0xa1b2c3d4, false, false, 0 }, T0 + 10 * CLOCK_MS },
		{ { 0xa1b2c3d4, true, false, 0 }, T0 + 10 * CLOCK_MS },
		{ { 0xa1b23c4d, false, true, 0 }, T0 + 10 * CLOCK_MS + 7 },
		{ { 0xa1b23c4d, true, true, 0 }, T0 + 10 * CLOCK_MS + 7 },
		{ { 0xa1b2cd34, false, false, 8 }, T0 + 10 * CLOCK_MS },
		{ { 0xa1b2cd34, true, false, 8 }, T0 + 10 * CLOCK_MS },
	};
	struct capture_error err = { 0 };
	struct strbuf b = { 0 };
	const struct frame *f;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct capture *c = capture_new();

		put_three(&b, &rows[i].form);
		save("form.pcap", &b);
		check_tags("form.pcap", "abc", &err);
		assert_int_equal(capture_add_file(c, "form.pcap", &err), 0);
		assert_int_equal(capture_link(c, 0), 1);
		assert_string_equal(capture_link_name(1), "EN10MB");
		assert_string_equal(capture_link_name(162), "USER15");
		assert_string_equal(capture_link_name(163),
				    "IEEE802_11_RADIO_AVS");
		assert_string_equal(capture_link_name(3252), "unknown");
		assert_string_equal(capture_name(c, 0), "form.pcap");
		assert_false(capture_is_live(c));
		assert_int_equal(capture_next(c, &f, &err), CAPTURE_FRAME);
		assert_int_equal(capture_next(c, &f, &err), CAPTURE_FRAME);
		assert_true(f->time == rows[i].second);
		assert_true(f->number == 2);
		assert_int_equal(f->bytes.len, FRAME_LEN);
		assert_int_equal(f->wire_len, FRAME_LEN + 1);
		assert_int_equal(f->link_type, 1);
		assert_int_equal(f->source, 0);
		capture_free(c);
	}
	strbuf_fini(&err.text);
}

/* The 32 bits of seconds have no sign: they reach from 1970 to 2106. */
static void test_late_seconds(void **state)
{
	static const char bytes[] = "\xd4\xc3\xb2\xa1\2\0\4\0\0\0\0\0\0\0\0\0"
		"\xff\xff\0\0\1\0\0\0" "\0\0\0\x90\0\0\0\0\1\0\0\0\1\0\0\0x";
	struct capture *c = capture_new();
	struct capture_error err = { 0 };
	const struct frame *f;

	(void)state;
	assert_int_equal(capture_add_bytes(c, "m", slice_of(bytes,
				sizeof(bytes) - 1), &err), 0);
	assert_int_equal(capture_next(c, &f, &err), CAPTURE_FRAME);
	assert_true(f->time == INT64_C(0x90000000) * CLOCK_S);
	capture_free(c);
	strbuf_fini(&err.text);
}

/* Old versions wrote the lengths the other way round; 2.3 did both.  What is
 * longer than the snap length is cut to it. */
static void test_old_forms(void **state)
{
	static const struct {
		unsigned minor, first, second, snaplen, bytes, wire;
		enum capture_status status;
	} rows[] = {
		{ 4, FRAME_LEN, 50, 100, FRAME_LEN, 50, CAPTURE_FRAME },
		{ 4, FRAME_LEN, 7, 100, FRAME_LEN, FRAME_LEN, CAPTURE_FRAME },
		{ 2, 50, FRAME_LEN, 100, FRAME_LEN, 50, CAPTURE_FRAME },
		{ 3, 50, FRAME_LEN, 100, FRAME_LEN, 50, CAPTURE_FRAME },
		{ 3, FRAME_LEN, 50, 100, FRAME_LEN, 50, CAPTURE_FRAME },
		{ 4, FRAME_LEN, 50, 20, 20, 50, CAPTURE_FRAME },
		{ 4, FRAME_LEN, 50, 0, FRAME_LEN, 50, CAPTURE_FRAME },
		{ 4, FRAME_LEN + 1, 50, 100, 0, 0, CAPTURE_DAMAGED },
		{ 4, 262145, 50, 100, 0, 0, CAPTURE_DAMAGED },
	};
	struct capture_error err = { 0 };
	struct strbuf b = { 0 };
	const struct frame *f;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct capture *c = capture_new();

		put_header(&b, &plain_form, 1);
		b.p[6] = (char)rows[i].minor;
		b.p[17] = b.p[18] = 0;
		b.p[16] = (char)rows[i].snaplen;
		put32(&b, false, START);
		put32(&b, false, 0);
		put32(&b, false, rows[i].first);
		put32(&b, false, rows[i].second);
		put_ethernet(&b, 5060, 'a');
		save("old.pcap", &b);
		assert_int_equal(capture_add_file(c, "old.pcap", &err), 0);
		assert_int_equal(capture_next(c, &f, &err), rows[i].status);
		if (rows[i].status == CAPTURE_FRAME) {
			assert_int_equal(f->bytes.len, rows[i].bytes);
			assert_int_equal(f->wire_len, rows[i].wire);
			assert_int_equal(capture_next(c, &f, &err), CAPTURE_END);
		}
		capture_free(c);
	}
	assert_non_null(strstr(strbuf_str(&err.text), "(a frame of 262145 bytes)"));
	strbuf_fini(&err.text);
}

static void test_pcapng(void **state)
{
	struct capture_error err = { 0 };
	struct strbuf b = { 0 };

	(void)state;
	put_section(&b);
	put_interface(&b, 1, 65535);
	put_packet(&b, 0, 0, 'a');
	put_interface(&b, 1, 65535);
	put_packet(&b, 1, 10, 'b');
	save("two.pcapng", &b);
	check_tags("two.pcapng", "ab", &err);
	strbuf_fini(&err.text);
}

/* Pack what is in b. */
/* A packet may claim any second, also one that no clock can show. */
static void test_seconds(void **state)
{
	static const struct {
		uint32_t high, low;
		int64_t time;
	} cases[] = {
		{ 0, 5, 5 * CLOCK_S },
		{ 1, 0x20000000, INT64_MAX / 2 },
		{ 0x7fffffff, 0xffffffff, INT64_MAX / 2 },
		{ 0xffffffff, 0xffffffff, INT64_MAX / 2 },
		{ 0x80000000, 0, INT64_MAX / 2 },
	};
	struct capture_error err = { 0 };
	struct strbuf b = { 0 };
	const struct frame *f;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct capture *c = capture_new();

		put_section(&b);
		put_seconds_interface(&b, 1, 65535);
		put_packet(&b, 0, 0, 'a');
		put_packet_time(&b, cases[i].high, cases[i].low);
		assert_int_equal(capture_add_bytes(c, "m", strbuf_view(&b),
						   &err), 0);
		assert_int_equal(capture_next(c, &f, &err), CAPTURE_FRAME);
		assert_true(f->time == cases[i].time);
		capture_free(c);
		strbuf_fini(&b);
	}
	strbuf_fini(&err.text);
}

static void pack(struct strbuf *b, bool zst)
{
	size_t room = b->len + 1000, n = room;
	char *out = malloc(room);
	z_stream z = { 0 };

	assert_non_null(out);
	if (zst) {
		n = ZSTD_compress(out, room, b->p, b->len, 3);
		assert_false(ZSTD_isError(n));
	} else {
		assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 31, 8,
					      Z_DEFAULT_STRATEGY), Z_OK);
		z.next_in = (unsigned char *)b->p;
		z.avail_in = (uInt)b->len;
		z.next_out = (unsigned char *)out;
		z.avail_out = (uInt)room;
		assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
		n = z.total_out;
		deflateEnd(&z);
	}
	strbuf_reset(b);
	strbuf_add(b, out, n);
	free(out);
}

static void test_packed(void **state)
{
	struct capture_error err = { 0 };
	struct strbuf b = { 0 }, half = { 0 };

	(void)state;
	for (int zst = 0; zst < 2; zst++) {
		put_three(&b, &plain_form);
		pack(&b, zst);
		save("any-name", &b);
		check_tags("any-name", "abc", &err);
		/* Two members, the cut within a record, and padding. */
		put_three(&half, &plain_form);
		strbuf_add(&b, half.p + 70, half.len - 70);
		half.len = 70;
		pack(&half, zst);
		pack(&b, zst);
		strbuf_slice(&half, strbuf_view(&b));
		if (!zst)
			strbuf_pad(&half, '\0', 100);
		strbuf_reset(&b);
		save("members", &half);
		check_tags("members", "abc", &err);
	}
	strbuf_fini(&b);
	strbuf_fini(&err.text);
}

/* Many frames, so that the packed form does not fit one buffer. */
static void put_many(struct strbuf *b, unsigned n)
{
	uint32_t noise = 1;

	put_header(b, &plain_form, 1);
	for (unsigned i = 0; i < n; i++) {
		size_t at = b->len;

		put_record(b, &plain_form, i, 'a');
		for (size_t k = at + 16 + 28; k < b->len; k++) {
			noise = noise * 1664525 + 1013904223;
			b->p[k] = (char)(noise >> 24);
		}
	}
}

static uint64_t count_frames(const char *path, unsigned *damaged,
			     struct capture_error *err)
{
	struct capture *c = capture_new();
	struct capture_stats stats;
	enum capture_status st;
	const struct frame *f;
	uint64_t n = 0;

	*damaged = 0;
	assert_int_equal(capture_add_file(c, path, err), 0);
	while ((st = capture_next(c, &f, err)) != CAPTURE_END) {
		n += st == CAPTURE_FRAME;
		*damaged += st == CAPTURE_DAMAGED;
		if (st == CAPTURE_FRAME)
			assert_true(f->number == n);
	}
	capture_stats(c, 0, &stats);
	assert_true(stats.frames == n);
	assert_int_equal(stats.ended_damaged, *damaged > 0);
	capture_free(c);
	return n;
}

static void test_packed_and_cut(void **state)
{
	struct capture_error err = { 0 };
	struct strbuf b = { 0 };
	unsigned damaged;
	uint64_t n;

	(void)state;
	for (int zst = 0; zst < 2; zst++) {
		put_many(&b, 20000);
		pack(&b, zst);
		save("many", &b);
		assert_true(count_frames("many", &damaged, &err) == 20000);
		assert_int_equal(damaged, 0);
		put_many(&b, 20000);
		pack(&b, zst);
		b.len /= 2;
		save("many-cut", &b);
		n = count_frames("many-cut", &damaged, &err);
		assert_in_range(n, 5000, 15000);
		assert_int_equal(damaged, 1);
		assert_non_null(strstr(strbuf_str(&err.text), "`many-cut'"));
		assert_non_null(strstr(strbuf_str(&err.text), zst ?
				"its zstd data stops" : "its gzip data stops"));
		put_many(&b, 20000);
		pack(&b, zst);
		memset(b.p + b.len / 2, 0x5a, b.len - b.len / 2);
		save("many-bad", &b);
		n = count_frames("many-bad", &damaged, &err);
		assert_in_range(n, 1000, 19999);
		assert_int_equal(damaged, 1);
		assert_non_null(strstr(strbuf_str(&err.text), "damaged after"));
	}
	strbuf_fini(&err.text);
}

/* Every length of a file of three frames: the whole frames come, then damage is
 * said once, unless the cut is between two frames. */
static void test_cut_everywhere(void **state)
{
	const size_t record = 16 + FRAME_LEN;
	struct capture_error err = { 0 };
	struct strbuf b = { 0 };

	(void)state;
	put_three(&b, &plain_form);
	for (size_t n = 24; n <= b.len; n++) {
		size_t whole = (n - 24) / record;
		char *exact = malloc(n);
		struct capture *c = capture_new();
		struct strbuf tags = { 0 }, want = { 0 };

		memcpy(exact, b.p, n);
		assert_int_equal(capture_add_bytes(c, "cut.pcap",
			slice_of(exact, n), &err), 0);
		read_tags(c, &tags, &err);
		strbuf_add(&want, "abc", whole);
		if ((n - 24) % record) {
			strbuf_addc(&want, '!');
			assert_non_null(strstr(strbuf_str(&err.text),
				"`cut.pcap' is cut off "));
			assert_non_null(strstr(strbuf_str(&err.text),
				whole == 0 ? "before its first frame" :
				whole == 1 ? "after frame 1:" :
					     "after frame 2:"));
		}
		assert_string_equal(strbuf_str(&tags), strbuf_str(&want));
		capture_free(c);
		strbuf_fini(&tags);
		strbuf_fini(&want);
		free(exact);
	}
	strbuf_fini(&b);
	strbuf_fini(&err.text);
}

static void test_garbage_record(void **state)
{
	struct capture_error err = { 0 };
	struct strbuf b = { 0 };

	(void)state;
	put_header(&b, &plain_form, 1);
	put_record(&b, &plain_form, 0, 'a');
	put_record(&b, &plain_form, 10, 'b');
	strbuf_pad(&b, '\xff', 200);
	save("garbage.pcap", &b);
	check_tags("garbage.pcap", "ab!", &err);
	assert_non_null(strstr(strbuf_str(&err.text),
			       "`garbage.pcap' is damaged after frame 2:"));
	strbuf_fini(&err.text);
}

static void save_times(const char *name, const char *tags,
		       const unsigned *ms)
{
	struct strbuf b = { 0 };

	put_header(&b, &plain_form, 1);
	for (; *tags; tags++)
		put_record(&b, &plain_form, *ms++, *tags);
	save(name, &b);
}

/* Three files in time order; ties by the order of naming; a file that is out of
 * order keeps its own; a damaged one does not stop the others. */
static void test_merge(void **state)
{
	struct capture_error err = { 0 };
	struct capture *c = capture_new();
	struct strbuf tags = { 0 }, b = { 0 };

	(void)state;
	save_times("1", "adg", (unsigned[]){ 0, 30, 60 });
	save_times("2", "beh", (unsigned[]){ 10, 30, 70 });
	save_times("3", "cfi", (unsigned[]){ 20, 90, 80 });
	put_header(&b, &plain_form, 1);
	put_record(&b, &plain_form, 45, 'x');
	strbuf_pad(&b, 'z', 5);
	save("4", &b);
	assert_int_equal(capture_add_file(c, "1", &err), 0);
	assert_int_equal(capture_add_file(c, "2", &err), 0);
	assert_int_equal(capture_add_file(c, "3", &err), 0);
	assert_int_equal(capture_add_file(c, "4", &err), 0);
	assert_int_equal(capture_sources(c), 4);
	read_tags(c, &tags, &err);
	assert_string_equal(strbuf_str(&tags), "abcdex!ghfi");
	assert_non_null(strstr(strbuf_str(&err.text), "`4' "));
	capture_free(c);
	strbuf_fini(&tags);
	strbuf_fini(&err.text);
}

/* Capital letters go to port 53. */
static void test_filter(void **state)
{
	struct capture_error err = { 0 };
	struct capture *c = capture_new();
	struct capture_stats stats;
	const struct frame *f;

	(void)state;
	save_times("1", "AbCd", (unsigned[]){ 0, 10, 20, 30 });
	save_times("2", "eF", (unsigned[]){ 15, 16 });
	assert_int_equal(capture_add_file(c, "1", &err), 0);
	assert_int_equal(capture_add_file(c, "2", &err), 0);
	assert_int_equal(capture_filter(c, "udp port 53", &err), 0);
	assert_int_equal(capture_filter(c, "udp dst port 5060", &err), 0);
	assert_int_equal(capture_next(c, &f, &err), CAPTURE_FRAME);
	assert_int_equal(f->number, 2);
	assert_int_equal(capture_next(c, &f, &err), CAPTURE_FRAME);
	assert_int_equal(f->source, 1);
	assert_int_equal(f->number, 1);
	assert_int_equal(capture_next(c, &f, &err), CAPTURE_FRAME);
	assert_int_equal(f->number, 4);
	assert_int_equal(capture_next(c, &f, &err), CAPTURE_END);
	capture_stats(c, 0, &stats);
	assert_int_equal(stats.frames, 4);
	assert_int_equal(stats.filtered, 2);
	capture_free(c);
	strbuf_fini(&err.text);
}

static void put_three_ng(struct strbuf *b)
{
	put_section(b);
	put_interface(b, 1, 65535);
	put_packet(b, 0, 0, 'a');
	put_interface(b, 113, 100);
	put_packet(b, 1, 10, 'b');
	put_packet(b, 0, 20, 'c');
}

/* Standard input is a pipe: nothing can be seeked, packed or not. */
static void test_pipe(void **state)
{
	struct capture_error err = { 0 };
	struct strbuf b = { 0 };
	int saved = dup(STDIN_FILENO), ends[2];

	(void)state;
	for (int i = 0; i < 6; i++) {
		int packed = i % 3;

		if (i < 3)
			put_three(&b, &plain_form);
		else
			put_three_ng(&b);
		if (packed)
			pack(&b, packed == 2);
		assert_int_equal(pipe(ends), 0);
		assert_true(write(ends[1], b.p, b.len) == (ssize_t)b.len);
		close(ends[1]);
		dup2(ends[0], STDIN_FILENO);
		close(ends[0]);
		strbuf_reset(&b);
		check_tags("-", "abc", &err);
	}
	dup2(saved, STDIN_FILENO);
	close(saved);
	strbuf_fini(&b);
	strbuf_fini(&err.text);
}

/* A silent pipe can be left; what has come whole until then is given. */
static void check_break(bool ng)
{
	volatile sig_atomic_t stop = 0;
	struct capture_error err = { 0 };
	struct capture *c = capture_new();
	struct strbuf b = { 0 };
	const struct frame *f;
	int saved = dup(STDIN_FILENO), ends[2];

	if (ng)
		put_three_ng(&b);
	else
		put_three(&b, &plain_form);
	assert_int_equal(pipe(ends), 0);
	assert_true(write(ends[1], b.p, b.len - 1) == (ssize_t)b.len - 1);
	dup2(ends[0], STDIN_FILENO);
	close(ends[0]);
	capture_watch(c, &stop);
	assert_int_equal(capture_add_file(c, "-", &err), 0);
	assert_int_equal(capture_next(c, &f, &err), CAPTURE_FRAME);
	assert_int_equal(capture_next(c, &f, &err), CAPTURE_FRAME);
	stop = 1;
	assert_int_equal(capture_next(c, &f, &err), CAPTURE_IDLE);
	stop = 0;
	assert_int_equal(capture_next(c, &f, &err), CAPTURE_END);
	capture_free(c);
	close(ends[1]);
	dup2(saved, STDIN_FILENO);
	close(saved);
	strbuf_fini(&b);
	strbuf_fini(&err.text);
}

static void test_break(void **state)
{
	(void)state;
	check_break(false);
	check_break(true);
}

static void test_empty_set(void **state)
{
	struct capture_error err = { 0 };
	struct capture *c = capture_new();
	const struct frame *f;

	(void)state;
	assert_int_equal(capture_next(c, &f, &err), CAPTURE_END);
	assert_int_equal(capture_sources(c), 0);
	capture_free(c);
	capture_free(NULL);
	strbuf_fini(&err.text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_old_forms),
		cmocka_unit_test(test_pcapng),
		cmocka_unit_test(test_seconds),
		cmocka_unit_test(test_late_seconds),
		cmocka_unit_test(test_packed),
		cmocka_unit_test(test_packed_and_cut),
		cmocka_unit_test(test_cut_everywhere),
		cmocka_unit_test(test_garbage_record),
		cmocka_unit_test(test_merge),
		cmocka_unit_test(test_filter),
		cmocka_unit_test(test_pipe),
		cmocka_unit_test(test_break),
		cmocka_unit_test(test_empty_set),
	};

	return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
