/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/media.h"

#include "dissect/dissector.h"
#include "dissect/link.h"
#include "tests/unit/frame_bytes.h"

enum { PAYLOAD = 28 };

/* A voice packet, from which every case departs. */
static void rtp(struct frame_bytes *b)
{
	b->len = 0;
	put_ip4(b, 17, 77, 0, 8 + 12);
	put_udp(b, 10000, 37010, 12);
	put(b, "\x80\0\0\1\0\0\0\2\0\0\0\3", 12);
}

static void rtp6(struct frame_bytes *b)
{
	b->len = 0;
	put_ip6(b, 17, 8 + 12);
	put_udp(b, 10000, 37010, 12);
	put(b, "\x80\0\0\1\0\0\0\2\0\0\0\3", 12);
}

static bool ask(const struct frame_bytes *b, size_t len)
{
	struct slice in = exact(b->p, len);
	bool yes = media_only(in);

	exact_free(in);
	return yes;
}

struct media_case {
	const char *label;
	size_t at;      /* bytes that are changed */
	const char *to;
	size_t len;
	bool media;
};

static const struct media_case cases[] = {
	{ "RTP", PAYLOAD, "\x80", 1, true },
	{ "RTCP", PAYLOAD, "\x81\xc8", 2, true },
	{ "any high byte", PAYLOAD, "\xff", 1, true },
	{ "below them", PAYLOAD, "\x7f", 1, false },
	{ "a response", PAYLOAD, "SIP/2.0 200", 11, false },
	{ "a request", PAYLOAD, "OPTIONS", 7, false },
	{ "lower case", PAYLOAD, "options", 7, false },
	{ "a strange method", PAYLOAD, "~x ", 3, false },
	{ "keep-alive", PAYLOAD, "\r\n", 2, false },
	{ "LF first", PAYLOAD, "\nSIP", 4, false },
	{ "STUN", PAYLOAD, "\0\1", 2, false },
	{ "HEP 1", PAYLOAD, "\1\x10", 2, false },
	{ "HEP 3", PAYLOAD, "HEP3", 4, false },
	{ "from 5060", 20, "\x13\xc4", 2, false },
	{ "to 5060", 22, "\x13\xc4", 2, false },
	{ "to 5061", 22, "\x13\xc5", 2, false },
	{ "to 5062", 22, "\x13\xc6", 2, true },
	{ "from DNS", 20, "\0\x35", 2, false },
	{ "to VXLAN", 22, "\x12\xb5", 2, false },
	{ "to GTP-U", 22, "\x08\x68", 2, false },
	{ "from CAPWAP", 20, "\x14\x7f", 2, false },
	{ "from L2TP", 20, "\x06\xa5", 2, false },
	{ "to TZSP", 22, "\x90\x90", 2, false },
	{ "do not fragment", 6, "\x40\0", 2, true },
	{ "more fragments", 6, "\x20\0", 2, false },
	{ "a later fragment", 6, "\0\1", 2, false },
	{ "options", 0, "\x46", 1, false },
	{ "version 6", 0, "\x65", 1, false },
	{ "TCP", 9, "\6", 1, false },
	{ "no total length", 2, "\0\0", 2, false },
	{ "cut", 2, "\0\x29", 2, false },
	{ "padding", 2, "\0\x28", 2, true },
	{ "padding within UDP's length", 2, "\0\x27", 2, false },
	{ "no UDP length", 24, "\0\0", 2, false },
	{ "UDP length of 7", 24, "\0\7", 2, false },
	{ "empty", 24, "\0\x08", 2, false },
	{ "one byte", 24, "\0\x09", 2, true },
	{ "UDP longer than IP", 24, "\0\x15", 2, false },
};

static const struct media_case cases6[] = {
	{ "RTP", 48, "\x80", 1, true },
	{ "below", 48, "\x7f", 1, false },
	{ "a response", 48, "SIP/2.0 200", 11, false },
	{ "keep-alive", 48, "\r\n", 2, false },
	{ "from 5060", 40, "\x13\xc4", 2, false },
	{ "to 5061", 42, "\x13\xc5", 2, false },
	{ "to 5062", 42, "\x13\xc6", 2, true },
	{ "to DNS", 42, "\0\x35", 2, false },
	{ "from GTP-U", 40, "\x08\x68", 2, false },
	{ "traffic class", 0, "\x6f", 1, true },
	{ "version 5", 0, "\x5f", 1, false },
	{ "version 4", 0, "\x45", 1, false },
	{ "fragment", 6, "\x2c", 1, false },
	{ "hop by hop", 6, "\0", 1, false },
	{ "TCP", 6, "\6", 1, false },
	{ "a jumbogram", 4, "\0\0", 2, false },
	{ "cut", 4, "\0\x15", 2, false },
	{ "padding within UDP's length", 4, "\0\x13", 2, false },
	{ "no UDP length", 44, "\0\0", 2, false },
	{ "empty", 44, "\0\x08", 2, false },
	{ "one byte", 44, "\0\x09", 2, true },
	{ "UDP longer than IP", 44, "\0\x15", 2, false },
};

static void check_cases(void (*make)(struct frame_bytes *),
			const struct media_case *c, size_t n)
{
	struct frame_bytes b;

	for (size_t i = 0; i < n; i++) {
		make(&b);
		memcpy(b.p + c[i].at, c[i].to, c[i].len);
		if (ask(&b, b.len) != c[i].media)
			fail_msg("%s", c[i].label);
	}
}

static void test_cases(void **state)
{
	(void)state;
	check_cases(rtp, cases, LEN(cases));
	check_cases(rtp6, cases6, LEN(cases6));
}

/* What the snap length cut is counted, so it must be read. */
static void check_prefixes(void (*make)(struct frame_bytes *))
{
	struct frame_bytes b;

	make(&b);
	for (size_t len = 0; len < b.len; len++)
		assert_false(ask(&b, len));
	put(&b, "padding", 7);
	assert_true(ask(&b, b.len));
}

static void test_prefixes(void **state)
{
	(void)state;
	check_prefixes(rtp);
	check_prefixes(rtp6);
}

/* Before anything is decoded only a plain Ethernet header is known. */
static void test_frames(void **state)
{
	static const struct {
		const char *label, *header;
		size_t len;
		int link_type;
		bool media;
	} frames[] = {
		{ "Ethernet", "aaaaaabbbbbb\x08\0", 14, 1, true },
		{ "a tag", "aaaaaabbbbbb\x81\0\0\7\x08\0", 18, 1, false },
		{ "the packet has its version, too", "aaaaaabbbbbb\x86\xdd",
		  14, 1, true },
		{ "ARP", "aaaaaabbbbbb\x08\6", 14, 1, false },
		{ "a short header", "aaaaaabbbbb\x08\0", 13, 1, false },
		{ "none", "", 0, 101, false },
		{ "cooked", "\0\0\0\1\0\6aaaaaabb\x08\0", 16, 113, false },
		{ "another type", "aaaaaabbbbbb\x08\0", 14, 113, false },
	};
	struct frame_bytes voice, b;

	(void)state;
	rtp(&voice);
	for (size_t i = 0; i < LEN(frames); i++) {
		b.len = 0;
		put(&b, frames[i].header, frames[i].len);
		put(&b, voice.p, voice.len);
		for (size_t len = 0; len <= b.len; len++) {
			struct slice in = exact(b.p, len);
			struct slice packet = link_plain(
				frames[i].link_type, in);

			if (media_only(packet) !=
			    (frames[i].media && len == b.len))
				fail_msg("%s, %zu", frames[i].label, len);
			exact_free(in);
		}
	}
}

static void count(const struct packet *p, void *arg)
{
	(void)p;
	++*(unsigned *)arg;
}

/* The dissector asks, whatever is around it; beside it nothing changes. */
static void check_dissector(void (*make)(struct frame_bytes *), int link_type,
			    const char *header, size_t len)
{
	unsigned n = 0;
	struct dissector_sink sink = { .datagram = count, .arg = &n };
	struct dissector *d = dissector_new(&sink, 0);
	struct dissector_stats want = { .frames = 2 };
	struct frame_bytes voice, b = { .len = 0 };
	struct frame f = { .number = 1, .link_type = link_type };

	assert_non_null(d);
	make(&voice);
	put(&b, header, len);
	put(&b, voice.p, voice.len);
	f.bytes = slice_of(b.p, b.len);
	f.wire_len = (uint32_t)b.len;
	assert_int_equal(dissector_frame(d, &f), 0);
	assert_int_equal(n, 0);
	b.p[b.len - 12] = 'x';
	assert_int_equal(dissector_frame(d, &f), 0);
	assert_int_equal(n, 1);
	assert_memory_equal(dissector_stats(d), &want, sizeof(want));
	dissector_free(d);
}

static void test_dissector(void **state)
{
	(void)state;
	check_dissector(rtp, 101, "", 0);
	check_dissector(rtp, 1, "aaaaaabbbbbb\x08\0", 14);
	check_dissector(rtp, 1, "aaaaaabbbbbb\x81\0\0\7\x08\0", 18);
	check_dissector(rtp6, 101, "", 0);
	check_dissector(rtp6, 1, "aaaaaabbbbbb\x86\xdd", 14);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_prefixes),
		cmocka_unit_test(test_frames),
		cmocka_unit_test(test_dissector),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
