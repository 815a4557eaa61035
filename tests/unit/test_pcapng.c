/* SPDX-License-Identifier: BSD-2-Clause */
/* Our own reader of pcapng: files put together block by block. */
#include "capture/capture.h"

#include "base/clock.h"
#include "pcapng_check.h"

#include <errno.h>
#include <pcap/pcap.h>

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
	const struct frame *f = next(c);

	want_text(bytes, f->bytes, bytes);
	assert_true(f->number == number);
	assert_int_equal(f->interface, interface);
	assert_int_equal(f->link_type, interface ? DLT_RAW : 1);
	assert_int_equal(f->source, 0);
	if (f->time != time)
		fail_msg("%s: time %lld", bytes, (long long)f->time);
	assert_int_equal(f->wire_len, f->bytes.len + (number != 4));
	want_text(bytes, f->comment, number == 1 ? "look here" : NULL);
}

static void test_everything(void **state)
{
	const int64_t t = (int64_t)START * CLOCK_S;
	struct capture_error err = { 0 };
	struct strbuf b = { 0 };
	const struct frame *f;

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

/* Frames of each interface, and a filter that one link type does not know. */
static void test_filter(void **state)
{
	struct capture_error err = { 0 };
	struct capture_stats stats;
	struct strbuf b = { 0 };
	struct capture *c;
	const struct frame *f;

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
	assert_int_equal(next(c)->number, 1);
	assert_int_equal(next(c)->number, 2);
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
	assert_int_equal(next(c)->number, 1);
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
	const struct frame *f;

	(void)state;
	for (uint32_t i = 0; i < 4; i++) {
		ng_section(&b, i % 2);
		ng_interface(&b, i % 2, i % 2 ? 113 : 1, 0, NULL);
		ng_packet(&b, i % 2, 0, US, SLICE("abc"), NULL);
	}
	c = open_bytes(strbuf_view(&b), &err);
	for (unsigned i = 0; i < 4; i++) {
		f = next(c);
		assert_true(f->number == i + 1);
		assert_int_equal(f->interface, i);
		assert_int_equal(f->link_type, i % 2 ? 113 : 1);
		assert_true(f->time == (int64_t)START * CLOCK_S);
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
	const struct frame *f;

	(void)state;
	strbuf_pad(&large, 'x', 1000000);
	ng_section(&b, false);
	ng_interface(&b, false, 1, 0, NULL);
	ng_other(&b, false, 0x77, strbuf_view(&large));
	ng_packet(&b, false, 0, US, SLICE("a"), NULL);
	ng_packet(&b, false, 0, US, strbuf_view(&large), NULL);
	ng_packet(&b, false, 0, US, SLICE("b"), NULL);
	c = open_bytes(strbuf_view(&b), &err);
	assert_int_equal(next(c)->bytes.len, 1);
	f = next(c);
	assert_int_equal(f->bytes.len, 262144);
	assert_int_equal(f->wire_len, 1000001);
	assert_int_equal(next(c)->bytes.len, 1);
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
	assert_int_equal(next(c)->bytes.len, 1);
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
	const struct frame *f;

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
		cmocka_unit_test(test_filter),
		cmocka_unit_test(test_sections),
		cmocka_unit_test(test_options),
		cmocka_unit_test(test_large),
		cmocka_unit_test(test_secrets),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_many_interfaces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
