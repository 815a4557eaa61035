/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/ip4.h"

#include "tests/unit/frame_bytes.h"

/* Each changes a whole packet: 20 bytes of header, 10 of payload, 6 of padding;
 * set: words of 16 bits to overwrite at the offsets in at. */
static const struct {
	const char *label;
	struct { unsigned at, value; } set[2];
	size_t len;
	enum decode want;
	size_t size, there;
} cases[] = {
	{ "whole, padded", { { 0, 0x4500 } }, 36, DECODE_OK, 10, 10 },
	{ "exact", { { 0, 0x4500 } }, 30, DECODE_OK, 10, 10 },
	{ "cut", { { 0, 0x4500 } }, 25, DECODE_OK, 10, 5 },
	{ "header only", { { 0, 0x4500 } }, 20, DECODE_OK, 10, 0 },
	{ "header cut", { { 0, 0x4500 } }, 19, DECODE_TRUNCATED, 0, 0 },
	{ "one byte", { { 0, 0x4500 } }, 1, DECODE_TRUNCATED, 0, 0 },
	{ "nothing", { { 0, 0x4500 } }, 0, DECODE_TRUNCATED, 0, 0 },
	{ "length 0", { { 2, 0 } }, 36, DECODE_OK, 16, 16 },
	{ "length 0, options cut", { { 0, 0x4600 }, { 2, 0 } }, 20,
	  DECODE_TRUNCATED, 0, 0 },
	{ "length of the header", { { 2, 20 } }, 36, DECODE_OK, 0, 0 },
	{ "length too short", { { 2, 19 } }, 36, DECODE_MALFORMED, 0, 0 },
	{ "longer than captured", { { 2, 100 } }, 36, DECODE_OK, 80, 16 },
	{ "options", { { 0, 0x4600 } }, 36, DECODE_OK, 6, 6 },
	{ "options past the length", { { 0, 0x4800 } }, 36, DECODE_MALFORMED,
	  0, 0 },
	{ "options cut", { { 0, 0x4600 } }, 23, DECODE_TRUNCATED, 0, 0 },
	{ "header of 16", { { 0, 0x4400 } }, 36, DECODE_MALFORMED, 0, 0 },
	{ "version 6", { { 0, 0x6500 } }, 36, DECODE_MALFORMED, 0, 0 },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct frame_bytes b = { .len = 0 };
		struct slice in;
		struct ip ip;
		enum decode got;

		put_ip4(&b, IP_UDP, 7, 0, 10);
		put(&b, "0123456789padded", 16);
		for (size_t k = 0; k < 2; k++)
			if (cases[i].set[k].at || cases[i].set[k].value) {
				b.len = cases[i].set[k].at;
				put16(&b, cases[i].set[k].value);
			}
		in = exact(b.p, cases[i].len);
		got = ip4_decode(&ip, in);
		if (got != cases[i].want)
			fail_msg("%s: %d", cases[i].label, (int)got);
		if (got == DECODE_OK && (ip.size != cases[i].size ||
					 ip.payload.len != cases[i].there))
			fail_msg("%s: %u, %zu there", cases[i].label, ip.size,
				 ip.payload.len);
		exact_free(in);
	}
}

static void test_fields(void **state)
{
	struct frame_bytes b = { .len = 0 };
	struct addr src = { .ip = { 192, 0, 2, 1 }, .family = 4 };
	struct addr dst = { .ip = { 192, 0, 2, 2 }, .family = 4 };
	struct ip ip;

	(void)state;
	put_ip4(&b, IP_UDP, 0xabcd, 0x4000, 4);
	put(&b, "abcd", 4);
	assert_int_equal(ip4_decode(&ip, slice_of(b.p, b.len)), DECODE_OK);
	assert_memory_equal(&ip.src, &src, sizeof(src));
	assert_memory_equal(&ip.dst, &dst, sizeof(dst));
	assert_true(ip.has_id);
	assert_int_equal(ip.id, 0xabcd);
	assert_int_equal(ip.protocol, IP_UDP);
	assert_int_equal(ip.ttl, 64);
	assert_false(ip.fragment);
	assert_true(slice_eq(ip.payload, SLICE("abcd")));
}

static const struct {
	unsigned place;
	bool fragment, more;
	uint32_t offset;
} places[] = {
	{ 0x0000, false, false, 0 }, { 0x4000, false, false, 0 },
	{ 0x2000, true, true, 0 },   { 0x0001, true, false, 8 },
	{ 0x3fff, true, true, 65528 }, { 0x8000, false, false, 0 },
};

static void test_places(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(places); i++) {
		struct frame_bytes b = { .len = 0 };
		struct ip ip;

		put_ip4(&b, IP_UDP, 1, places[i].place, 8);
		assert_int_equal(ip4_decode(&ip, slice_of(b.p, b.len)),
				 DECODE_OK);
		assert_int_equal(ip.fragment, places[i].fragment);
		assert_int_equal(ip.more, places[i].more);
		assert_int_equal(ip.offset, places[i].offset);
	}
}

/* AH stands before UDP; not before a fragment that has no beginning. */
static void test_ah(void **state)
{
	struct frame_bytes b = { .len = 0 };
	struct slice in;
	struct ip ip;

	(void)state;
	put_ip4(&b, IP_AH, 1, 0, 24 + 4);
	put(&b, "\x11\4", 2);
	put(&b, "0123456789abcdef012345", 22);
	put(&b, "data", 4);
	for (size_t len = 0; len < 44; len++) {
		in = exact(b.p, len);
		assert_int_equal(ip4_decode(&ip, in), DECODE_TRUNCATED);
		exact_free(in);
	}
	assert_int_equal(ip4_decode(&ip, slice_of(b.p, b.len)), DECODE_OK);
	assert_int_equal(ip.protocol, IP_UDP);
	assert_true(slice_eq(ip.payload, SLICE("data")));
	b.p[7] = 1;
	assert_int_equal(ip4_decode(&ip, slice_of(b.p, b.len)), DECODE_OK);
	assert_int_equal(ip.protocol, IP_AH);
	assert_int_equal(ip.size, 28);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_ah),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
