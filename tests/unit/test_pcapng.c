/* SPDX-License-Identifier: BSD-2-Clause */
/* Our own reader of pcapng: files put together block by block. */
#include "capture/capture.h"

#include "base/clock.h"
#include "capture/link_number.h"
#include "exact.h"
#include "pcapng_make.h"

#include <errno.h>
#include <pcap/pcap.h>

#define US ((uint64_t)START * 1000000)

static struct capture *open_bytes(struct slice bytes, struct capture_error *err)
{
	struct capture *c = capture_new();

	assert_non_null(c);
	if (capture_add_bytes(c, "x.pcapng", bytes, err))
		fail_msg("%s", strbuf_str(&err->text));
	return c;
}

static struct frame next(struct capture *c)
{
	struct capture_error err = { 0 };
	struct frame f = { 0 };

	if (capture_next(c, &f, &err) != CAPTURE_FRAME)
		fail_msg("no frame: %s", strbuf_str(&err.text));
	return f;
}

/* Each frame as its bytes, `(comment)' behind them, `!' for damage. */
static void tags(struct slice bytes, struct strbuf *out,
		 struct capture_error *err)
{
	struct capture *c = open_bytes(bytes, err);
	enum capture_status st;
	struct frame f;

	while ((st = capture_next(c, &f, err)) != CAPTURE_END) {
		assert_true(st == CAPTURE_FRAME || st == CAPTURE_DAMAGED);
		if (st == CAPTURE_DAMAGED) {
			strbuf_addc(out, '!');
			continue;
		}
		strbuf_slice(out, f.bytes);
		if (f.comment.len)
			strbuf_fmt(out, "(%.*s)", (int)f.comment.len,
				   f.comment.p);
	}
	assert_int_equal(capture_next(c, &f, err), CAPTURE_END);
	capture_free(c);
}

static void check_tags(const char *label, struct strbuf *b, const char *want,
		       const char *sentence)
{
	struct slice bytes = exact(b->p, b->len);
	struct capture_error err = { 0 };
	struct strbuf got = { 0 };

	tags(bytes, &got, &err);
	if (strcmp(strbuf_str(&got), want))
		fail_msg("%s: `%s', want `%s' (%s)", label, strbuf_str(&got),
			 want, strbuf_str(&err.text));
	if (sentence && !strstr(strbuf_str(&err.text), sentence))
		fail_msg("%s: `%s', want `%s'", label, strbuf_str(&err.text),
			 sentence);
	strbuf_fini(&got);
	strbuf_fini(&err.text);
	strbuf_fini(b);
	*b = (struct strbuf){ 0 };
	exact_free(bytes);
}

/* One of every block: two interfaces, secrets, and what is skipped. */
static void put_everything(struct strbuf *b, bool big)
{
	struct strbuf options = { 0 };

	ng_section(b, big);
	ng_option(&options, big, 2, SLICE("eth0"));
	ng_option(&options, big, 3, SLICE("the first"));
	ng_option(&options, big, 9, SLICE("\x09"));
	ng_option(&options, big, 0, SLICE(""));
	ng_interface(b, big, 1, 0, &options);
	ng_secret(b, big, 0x544c534b, SLICE("CLIENT_RANDOM 1 2\n"));
	ng_option(&options, big, 1, SLICE("look here"));
	ng_packet(b, big, 0, US * 1000 + 7, SLICE("one"), &options);
	ng_other(b, big, 4, SLICE("names of hosts......"));
	ng_interface(b, big, 101, 4, NULL);
	ng_packet(b, big, 1, US, SLICE("two"), NULL);
	ng_other(b, big, 0x77, SLICE("nobody knows"));
	ng_old_packet(b, big, 1, US + 1, SLICE("three"));
	ng_simple(b, big, 4, SLICE("four"));
	ng_other(b, big, 0xbad, SLICE("\0\0\0\1custom"));
	ng_packet(b, big, 0, US * 1000, SLICE("six"), NULL);
	ng_other(b, big, 5, SLICE("statistics......"));
}

static void check_frame(struct capture *c, const char *bytes, uint64_t number,
			unsigned interface, int64_t time)
{
	struct frame f = next(c);

	want_text(bytes, f.bytes, bytes);
	assert_true(f.number == number);
	assert_int_equal(f.interface, interface);
	assert_int_equal(f.link_type, interface ? DLT_RAW : 1);
	assert_int_equal(f.source, 0);
	if (f.time != time)
		fail_msg("%s: time %lld", bytes, (long long)f.time);
	assert_int_equal(f.wire_len, f.bytes.len + (number != 4));
	want_text(bytes, f.comment, number == 1 ? "look here" : NULL);
}

static void test_everything(void **state)
{
	const int64_t t = (int64_t)START * CLOCK_S;
	struct capture_error err = { 0 };
	struct strbuf b = { 0 };
	struct frame f;

	(void)state;
	for (int big = 0; big < 2; big++) {
		struct capture_interface i;
		struct capture_secret key;
		struct slice bytes;
		struct capture *c;

		put_everything(&b, big);
		bytes = exact(b.p, b.len);
		c = open_bytes(bytes, &err);
		assert_int_equal(capture_link(c, 0), 1);
		check_frame(c, "one", 1, 0, t + 7);
		assert_false(capture_interface(c, 0, 2, &i));
		check_frame(c, "two", 2, 1, t);
		check_frame(c, "three", 3, 1, t + 1000);
		check_frame(c, "four", 4, 0, t + 1000);
		check_frame(c, "six", 6, 0, t); /* a custom block is number 5 */
		assert_int_equal(capture_next(c, &f, &err), CAPTURE_END);
		assert_true(capture_interface(c, 0, 0, &i));
		want_text("name", i.name, "eth0");
		want_text("description", i.description, "the first");
		assert_int_equal(i.link_type, 1);
		assert_true(capture_interface(c, 0, 1, &i));
		want_text("no name", i.name, NULL);
		assert_int_equal(i.link_type, DLT_RAW);
		assert_int_equal(i.snaplen, 4);
		assert_false(capture_interface(c, 0, 2, &i));
		assert_false(capture_interface(c, 1, 0, &i));
		assert_true(capture_secret(c, 0, 0, &key));
		assert_int_equal(key.type, 0x544c534b);
		want_text("key", key.data, "CLIENT_RANDOM 1 2\n");
		assert_false(capture_secret(c, 0, 1, &key));
		capture_free(c);
		exact_free(bytes);
		strbuf_fini(&b);
	}
	strbuf_fini(&err.text);
}

/* Where the blocks of b end: bit n of the map stands for a file of n bytes. */
static void find_ends(const struct strbuf *b, bool big, bool *ends)
{
	size_t at = 0;

	while (at < b->len) {
		const unsigned char *p = (const unsigned char *)b->p + at + 4;

		at += big ? p[2] * 256u + p[3] : p[1] * 256u + p[0];
		ends[at] = true;
	}
	assert_int_equal(at, b->len);
}

/* Frames that are whole in the first n bytes. */
static const char *frames_within(const struct strbuf *b, size_t n)
{
	static const char *const given[] = {
		"", "one(look here)", "one(look here)two",
		"one(look here)twothree", "one(look here)twothreefour",
		"one(look here)twothreefoursix",
	};
	static const char *const last[] = { "one", "two", "three", "four",
					    "six" };
	const char *want = given[0];

	for (size_t i = 0; i < LEN(last); i++) {
		struct slice all = strbuf_view(b), word = slice_cstr(last[i]);
		size_t at = slice_search(all, word);
		size_t end = (at + word.len + 3) / 4 * 4 + 4;

		if (i == 0) /* its comment follows */
			end += 4 + 12;
		if (end <= n)
			want = given[i + 1];
	}
	return want;
}

/* A file that is refused, with part of what is said. */
static void check_refused(struct slice bytes, const char *want)
{
	struct capture_error err = { 0 };
	struct capture *c = capture_new();
	int rc = capture_add_bytes(c, "x.pcapng", bytes, &err);

	if (rc >= 0 || !strstr(strbuf_str(&err.text), want))
		fail_msg("%zu bytes: %d, `%s', want `%s'", bytes.len, rc,
			 strbuf_str(&err.text), want);
	assert_int_equal(capture_sources(c), 0);
	capture_free(c);
	strbuf_fini(&err.text);
}

/* Every length of the file: what is whole comes, and unless the cut is between
 * two blocks, it is said that the file is cut. */
static void test_cut_everywhere(void **state)
{
	struct strbuf b = { 0 }, want = { 0 }, cut = { 0 };
	bool ends[2048] = { false };
	const size_t header = 28 + 20 + 36; /* section and first interface */

	(void)state;
	for (int big = 0; big < 2; big++) {
		put_everything(&b, big);
		assert_in_range(b.len, 300, sizeof(ends) - 1);
		memset(ends, 0, sizeof(ends));
		find_ends(&b, big, ends);
		assert_true(ends[28] && ends[header]);
		for (size_t n = 4; n <= b.len; n++) {
			if (n != 28 && n < header) {
				struct slice head = exact(b.p, n);

				check_refused(head, "`x.pcapng' is cut off "
					      "inside its file header");
				exact_free(head);
				continue;
			}
			strbuf_adds(&want, frames_within(&b, n));
			strbuf_adds(&want, ends[n] ? "" : "!");
			strbuf_add(&cut, b.p, n);
			check_tags("cut", &cut, strbuf_str(&want), ends[n] ?
				   NULL : "`x.pcapng' is cut off ");
			strbuf_reset(&want);
		}
		strbuf_fini(&b);
		b = (struct strbuf){ 0 };
	}
	strbuf_fini(&want);
}

/* --- times ------------------------------------------------------------------ */

static const struct {
	const char *label, *resolution; /* one byte, or NULL */
	int64_t offset;
	uint64_t units;
	int64_t want;
} times[] = {
	{ "microseconds", NULL, 0, 1700000000123456, 1700000000123456000 },
	{ "said so", "\x06", 0, 1700000000123456, 1700000000123456000 },
	{ "seconds", "\0", 0, 1700000000, 1700000000000000000 },
	{ "milliseconds", "\x03", 0, 1700000000123, 1700000000123000000 },
	{ "nanoseconds", "\x09", 0, 1700000000123456789, 1700000000123456789 },
	{ "10 ps", "\x0b", 0, 10000000000000000099u, 100000000000000000 },
	{ "picoseconds", "\x0c", 0, 12345678901234567890u, 12345678901234567 },
	{ "10^-19", "\x13", 0, UINT64_MAX, 1844674407 },
	{ "10^-20", "\x14", 0, UINT64_MAX, 184467440 },
	{ "10^-28", "\x1c", 0, UINT64_MAX, 1 },
	{ "10^-29", "\x1d", 0, UINT64_MAX, 0 },
	{ "10^-127", "\x7f", 5, UINT64_MAX, 5 * CLOCK_S },
	{ "2^-0", "\x80", 0, 12, 12 * CLOCK_S },
	{ "2^-1", "\x81", 0, 3, 1500000000 },
	{ "2^-20", "\x94", 0, (7 << 20) + (1 << 18), 7250000000 },
	{ "2^-34", "\xa2", 0, ((uint64_t)7 << 34) + (1u << 31), 7125000000 },
	{ "2^-35", "\xa3", 0, ((uint64_t)7 << 35) + (1u << 31), 7062500000 },
	{ "2^-63", "\xbf", 0, UINT64_MAX, 1999999999 },
	{ "2^-64", "\xc0", 0, UINT64_MAX / 2 + 1, 500000000 },
	{ "2^-97", "\xe1", 0, UINT64_MAX, 0 },
	{ "2^-127", "\xff", -1, UINT64_MAX, 0 },
	{ "offset", "\x06", 3600, 1000001, 3601000001000 },
	{ "back", "\x06", -3600, 3601000001, 1000001000 },
	{ "before 1970", "\x06", -3600, 1, 0 },
	{ "far", "\x06", INT64_MAX, UINT64_MAX, INT64_MAX / 2 },
	{ "far back", "\x06", INT64_MIN, UINT64_MAX, 0 },
	{ "any second", "\0", 0, UINT64_MAX, INT64_MAX / 2 },
	{ "any second 2", "\0", 0, (uint64_t)1 << 63, INT64_MAX / 2 },
	{ "any second 3", "\x80", 1, INT64_MAX, INT64_MAX / 2 },
	{ "2116", "\0", 0, 4611686019, INT64_MAX / 2 },
};

static void put_time(struct strbuf *b, bool big, size_t row)
{
	struct strbuf options = { 0 }, offset = { 0 };
	uint64_t v = (uint64_t)times[row].offset;

	ng_section(b, big);
	if (times[row].resolution)
		ng_option(&options, big, 9,
			  slice_of(times[row].resolution, 1));
	put32(&offset, big, (uint32_t)(big ? v >> 32 : v));
	put32(&offset, big, (uint32_t)(big ? v : v >> 32));
	if (v)
		ng_option(&options, big, 14, strbuf_view(&offset));
	ng_interface(b, big, 1, 0, &options);
	ng_packet(b, big, 0, times[row].units, SLICE("x"), NULL);
	strbuf_fini(&offset);
}

static void test_times(void **state)
{
	struct capture_error err = { 0 };
	struct strbuf b = { 0 };

	(void)state;
	for (size_t i = 0; i < 2 * LEN(times); i++) {
		struct capture *c;
		struct frame f;

		put_time(&b, i % 2, i / 2);
		c = open_bytes(strbuf_view(&b), &err);
		f = next(c);
		if (f.time != times[i / 2].want)
			fail_msg("%s: %lld, want %lld", times[i / 2].label,
				 (long long)f.time,
				 (long long)times[i / 2].want);
		capture_free(c);
		strbuf_reset(&b);
	}
	strbuf_fini(&b);
	strbuf_fini(&err.text);
}

/* --- link types ------------------------------------------------------------- */

/* What libpcap makes of the number in a file. */
static int libpcap_link(uint32_t number)
{
	struct strbuf b = { 0 };
	char why[PCAP_ERRBUF_SIZE];
	FILE *f;
	pcap_t *p;
	int dlt;

	put_header(&b, &plain_form, number);
	f = fmemopen(b.p, b.len, "rb");
	assert_non_null(f);
	p = pcap_fopen_offline(f, why);
	assert_non_null(p);
	dlt = pcap_datalink(p);
	pcap_close(p);
	strbuf_fini(&b);
	return dlt;
}

/* The same as libpcap, whose filters work on these; and back again. */
static void test_link_numbers(void **state)
{
	(void)state;
	for (uint16_t n = 0; n < 320; n++) {
		int dlt = link_number_to_dlt(n);
		uint16_t back = link_number_from_dlt(dlt);

		if (dlt != libpcap_link(n) && n != 246 && n != 109)
			fail_msg("%d: %d, libpcap has %d", n, dlt,
				 libpcap_link(n));
		if (back != n && n != 11 && n != 12 && n != 14 && n != 15 &&
		    n != 16 && n != 19)
			fail_msg("%d: %d, back to %d", n, dlt, back);
	}
	assert_int_equal(link_number_from_dlt(12), 101);
	assert_int_equal(link_number_from_dlt(14), 101);
}

/* Frames of each interface, and a filter that one link type does not know. */
static void test_filter(void **state)
{
	struct capture_error err = { 0 };
	struct capture_stats stats;
	struct strbuf b = { 0 };
	struct capture *c;
	struct frame f;

	(void)state;
	ng_section(&b, false);
	ng_interface(&b, false, 101, 0, NULL);
	ng_interface(&b, false, 1, 0, NULL);
	put_packet(&b, 1, 0, 'a');
	ng_packet(&b, false, 0, US, SLICE("\x45\0\0\x1d\0\0\0\0\x40\x11\0\0"
		"\xc0\0\2\1\xc0\0\2\2\x13\xc4\x13\xc4\0\x09\0\0x"), NULL);
	ng_interface(&b, false, 147, 0, NULL);
	ng_packet(&b, false, 2, US, SLICE("whatever"), NULL);
	c = open_bytes(strbuf_view(&b), &err);
	assert_int_equal(capture_filter(c, "udp port 5060", &err), 0);
	assert_int_equal(next(c).number, 1);
	assert_int_equal(next(c).number, 2);
	assert_int_equal(capture_next(c, &f, &err), CAPTURE_END);
	capture_stats(c, 0, &stats);
	assert_int_equal(stats.frames, 3);
	assert_int_equal(stats.filtered, 1);
	capture_free(c);

	/* Raw IP comes first and has no MAC addresses. */
	c = open_bytes(strbuf_view(&b), &err);
	assert_int_equal(capture_filter(c, "ether src 02:00:00:00:00:02",
					&err), 0);
	assert_int_equal(err.text.len, 0);
	assert_int_equal(next(c).number, 1);
	assert_int_equal(capture_next(c, &f, &err), CAPTURE_END);
	assert_int_equal(capture_filter(c, "port nonsense", &err), -EINVAL);
	assert_non_null(strstr(strbuf_str(&err.text), "`port nonsense'"));
	capture_free(c);
	strbuf_fini(&b);
	strbuf_fini(&err.text);
}

/* --- what real files have, too ---------------------------------------------- */

/* Sections of either order, each with its own interface 0. */
static void test_sections(void **state)
{
	struct capture_error err = { 0 };
	struct strbuf b = { 0 };
	struct capture *c;
	struct frame f;

	(void)state;
	for (uint32_t i = 0; i < 4; i++) {
		ng_section(&b, i % 2);
		ng_interface(&b, i % 2, i % 2 ? 113 : 1, 0, NULL);
		ng_packet(&b, i % 2, 0, US, SLICE("abc"), NULL);
	}
	c = open_bytes(strbuf_view(&b), &err);
	for (unsigned i = 0; i < 4; i++) {
		f = next(c);
		assert_true(f.number == i + 1);
		assert_int_equal(f.interface, i);
		assert_int_equal(f.link_type, i % 2 ? 113 : 1);
		assert_true(f.time == (int64_t)START * CLOCK_S);
	}
	capture_free(c);
	strbuf_fini(&b);
	strbuf_fini(&err.text);
}

static void test_options(void **state)
{
	struct strbuf b = { 0 }, o = { 0 };

	(void)state;
	ng_section(&b, false);
	/* Behind the end nothing counts; a list may lack it. */
	ng_option(&o, false, 0, SLICE(""));
	ng_option(&o, false, 9, SLICE("\0"));
	ng_interface(&b, false, 1, 0, &o);
	ng_option(&o, false, 1, SLICE("one"));
	ng_option(&o, false, 4, SLICE("\0\0\0\0\0\0\0\1"));
	ng_option(&o, false, 1, SLICE("two"));
	ng_option(&o, false, 1, SLICE(""));
	ng_packet(&b, false, 0, US, SLICE("a"), &o);
	/* An option that says it is longer than the list. */
	ng_option(&o, false, 1, SLICE("kept"));
	strbuf_add(&o, "\1\0\xff\0lies", 8);
	ng_packet(&b, false, 0, US, SLICE("b"), &o);
	ng_packet(&b, false, 0, US, SLICE(""), NULL);
	check_tags("options", &b, "a(one\ntwo)b(kept)", NULL);
}

/* A block may be longer than any buffer, and a frame longer than IP allows. */
static void test_large(void **state)
{
	struct strbuf b = { 0 }, large = { 0 };
	struct capture_error err = { 0 };
	struct capture *c;
	struct frame f;

	(void)state;
	strbuf_pad(&large, 'x', 1000000);
	ng_section(&b, false);
	ng_interface(&b, false, 1, 0, NULL);
	ng_other(&b, false, 0x77, strbuf_view(&large));
	ng_packet(&b, false, 0, US, SLICE("a"), NULL);
	ng_packet(&b, false, 0, US, strbuf_view(&large), NULL);
	ng_packet(&b, false, 0, US, SLICE("b"), NULL);
	c = open_bytes(strbuf_view(&b), &err);
	assert_int_equal(next(c).bytes.len, 1);
	f = next(c);
	assert_int_equal(f.bytes.len, 262144);
	assert_int_equal(f.wire_len, 1000001);
	assert_int_equal(next(c).bytes.len, 1);
	assert_int_equal(capture_next(c, &f, &err), CAPTURE_END);
	capture_free(c);
	strbuf_fini(&large);
	strbuf_fini(&b);
	strbuf_fini(&err.text);
}

/* Secrets beyond 1 MiB are let go, and those that lie about their length. */
static void test_secrets(void **state)
{
	struct strbuf b = { 0 }, large = { 0 };
	struct capture_error err = { 0 };
	struct capture_secret key;
	struct capture *c;

	(void)state;
	strbuf_pad(&large, 'k', 400000);
	ng_section(&b, false);
	ng_other(&b, false, 10, SLICE("\1\2\3"));
	ng_other(&b, false, 10, SLICE("\1\2\3\4\xff\xff\0\0"));
	for (int i = 0; i < 4; i++)
		ng_secret(&b, false, 0x57474b4c, strbuf_view(&large));
	ng_secret(&b, false, 7, SLICE("fits"));
	ng_interface(&b, false, 1, 0, NULL);
	ng_packet(&b, false, 0, US, SLICE("a"), NULL);
	c = open_bytes(strbuf_view(&b), &err);
	for (size_t i = 0; i < 3; i++) {
		assert_true(capture_secret(c, 0, i, &key));
		assert_int_equal(key.data.len, i < 2 ? 400000 : 4);
	}
	assert_false(capture_secret(c, 0, 3, &key));
	assert_int_equal(next(c).bytes.len, 1);
	capture_free(c);
	strbuf_fini(&large);
	strbuf_fini(&b);
	strbuf_fini(&err.text);
}

/* A section alone is a capture of nothing. */
static void test_nothing(void **state)
{
	struct capture_error err = { 0 };
	struct strbuf b = { 0 };
	struct capture *c;
	struct frame f;

	(void)state;
	ng_section(&b, false);
	c = open_bytes(strbuf_view(&b), &err);
	assert_int_equal(capture_link(c, 0), -1);
	assert_int_equal(capture_filter(c, "udp", &err), 0);
	assert_int_equal(capture_filter(c, "udp and and", &err), -EINVAL);
	assert_int_equal(capture_next(c, &f, &err), CAPTURE_END);
	capture_free(c);
	strbuf_fini(&b);
	strbuf_fini(&err.text);
}

/* --- damage ------------------------------------------------------------------ */

static const struct {
	const char *label, *bytes;
	size_t len;
	const char *want; /* of the sentence; frame 1 came before */
} bad[] = {
#define ROW(l, b, want) { l, b, sizeof(b) - 1, want }
	ROW("block too short", "\x06\0\0\0\x08\0\0\0\0\0\0\0",
	    "a block of 8 bytes"),
	ROW("zeroes", "\0\0\0\0\0\0\0\0\0\0\0\0", "a block of 0 bytes"),
	ROW("block too long", "\x06\0\0\0\0\0\0\x02", "of 33554432 bytes"),
	ROW("other end", "\x77\0\0\0\x10\0\0\0abcd\x11\0\0\0",
	    "a block of 16 bytes whose end says 17"),
	ROW("packet without its header", "\x06\0\0\0\x18\0\0\0\0\0\0\0\0\0\0\0"
	    "\0\0\0\0\x18\0\0\0", "a block of type 6 that is 24 bytes long"),
	ROW("simple without its header", "\x03\0\0\0\x0c\0\0\0\x0c\0\0\0",
	    "a block of type 3 that is 12 bytes long"),
	ROW("interface without its header", "\x01\0\0\0\x10\0\0\0abcd"
	    "\x10\0\0\0", "a block of type 1 that is 16 bytes long"),
	ROW("section without its header", "\x0a\x0d\x0d\x0a\x10\0\0\0"
	    "\x4d\x3c\x2b\x1a\x10\0\0\0",
	    "a block of type 168627466 that is 16 bytes long"),
	ROW("section of no order", "\x0a\x0d\x0d\x0a\x1c\0\0\0\1\2\3\4"
	    "\1\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\x1c\0\0\0",
	    "a section whose byte order mark is 0x01020304"),
	ROW("section of version 2", "\x0a\x0d\x0d\x0a\x1c\0\0\0"
	    "\x4d\x3c\x2b\x1a\2\0\1\0\xff\xff\xff\xff\xff\xff\xff\xff"
	    "\x1c\0\0\0", "a section of pcapng version 2.1"),
	ROW("interface 1", "\x06\0\0\0\x20\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0"
	    "\0\0\0\0\0\0\0\0\x20\0\0\0",
	    "a packet of interface 1 of a section that describes 1"),
	ROW("interface -1", "\x06\0\0\0\x20\0\0\0\xff\xff\xff\xff\0\0\0\0"
	    "\0\0\0\0\0\0\0\0\0\0\0\0\x20\0\0\0",
	    "a packet of interface 4294967295 of a section"),
	ROW("packet beyond its block", "\x06\0\0\0\x24\0\0\0\0\0\0\0\0\0\0\0"
	    "\0\0\0\0\5\0\0\0\5\0\0\0abcd\x24\0\0\0",
	    "a packet of 5 bytes in a block of 36"),
	ROW("old packet beyond", "\x02\0\0\0\x24\0\0\0\0\0\0\0\0\0\0\0"
	    "\0\0\0\0\xff\xff\xff\xff\5\0\0\0abcd\x24\0\0\0",
	    "a packet of 4294967295 bytes in a block of 36"),
	ROW("simple packet beyond", "\x03\0\0\0\x14\0\0\0\5\0\0\0abcd"
	    "\x14\0\0\0", "a packet of 5 bytes in a block of 20"),
#undef ROW
};

static void test_damage(void **state)
{
	struct strbuf b = { 0 };

	(void)state;
	for (size_t i = 0; i < LEN(bad); i++) {
		struct strbuf want = { 0 };

		ng_section(&b, false);
		ng_interface(&b, false, 1, 0, NULL);
		ng_packet(&b, false, 0, US, SLICE("a"), NULL);
		strbuf_add(&b, bad[i].bytes, bad[i].len);
		strbuf_adds(&want, "`x.pcapng' is damaged after frame 1: what "
			    "follows is no frame (");
		check_tags(bad[i].label, &b, "a!", strbuf_str(&want));
		strbuf_fini(&want);
		/* The same with the reason; and right behind the interface. */
		ng_section(&b, false);
		ng_interface(&b, false, 1, 0, NULL);
		strbuf_add(&b, bad[i].bytes, bad[i].len);
		check_tags(bad[i].label, &b, "!", bad[i].want);
	}
	/* A packet before any interface, and a section that forgets them. */
	ng_section(&b, false);
	ng_packet(&b, false, 0, US, SLICE("a"), NULL);
	check_refused(strbuf_view(&b), "has a file header that cannot be read "
		      "(a packet of interface 0 of a section that describes 0)");
	strbuf_reset(&b);
	ng_section(&b, false);
	ng_simple(&b, false, 1, SLICE("a"));
	check_refused(strbuf_view(&b), "of a section without interfaces");
	strbuf_reset(&b);
	ng_section(&b, false);
	ng_interface(&b, false, 1, 0, NULL);
	ng_section(&b, true);
	ng_packet(&b, true, 0, US, SLICE("a"), NULL);
	check_tags("forgotten", &b, "!", "a section that describes 0");
}

/* One interface more than there is room for. */
static void test_many_interfaces(void **state)
{
	struct strbuf b = { 0 };

	(void)state;
	ng_section(&b, false);
	for (int i = 0; i < 65536; i++)
		ng_interface(&b, false, 1, 0, NULL);
	ng_packet(&b, false, 65535, US, SLICE("a"), NULL);
	ng_interface(&b, false, 1, 0, NULL);
	ng_packet(&b, false, 0, US, SLICE("b"), NULL);
	check_tags("many", &b, "a!", "more than 65536 interfaces");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_everything),
		cmocka_unit_test(test_cut_everywhere),
		cmocka_unit_test(test_times),
		cmocka_unit_test(test_link_numbers),
		cmocka_unit_test(test_filter),
		cmocka_unit_test(test_sections),
		cmocka_unit_test(test_options),
		cmocka_unit_test(test_large),
		cmocka_unit_test(test_secrets),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_damage),
		cmocka_unit_test(test_many_interfaces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
