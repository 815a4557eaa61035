/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/ip6.h"

#include "tests/unit/frame_bytes.h"

#define BYTES(literal) literal, sizeof(literal) - 1
#define OPTIONS "\1\4\0\0\0\0" /* PadN */
#define UDP "\x11"

/* What follows the header; size: what the payload length says. */
static const struct {
	const char *label;
	unsigned next;
	const char *bytes;
	size_t len, size;
	enum decode want;
	unsigned protocol;
	const char *payload;
} cases[] = {
	{ "plain", 17, BYTES("data"), 4, DECODE_OK, 17, "data" },
	{ "padded", 17, BYTES("data...."), 4, DECODE_OK, 17, "data" },
	{ "cut", 17, BYTES("dat"), 4, DECODE_OK, 17, "dat" },
	{ "length 0", 17, BYTES("data"), 0, DECODE_OK, 17, "data" },
	{ "hop by hop", 0, BYTES(UDP "\0" OPTIONS "data"), 12, DECODE_OK, 17,
	  "data" },
	{ "jumbo", 0, BYTES(UDP "\0\xc2\4\0\0\0\4" "data"), 0, DECODE_OK, 17,
	  "data" },
	{ "routing", 43, BYTES(UDP "\0" OPTIONS "data"), 12, DECODE_OK, 17,
	  "data" },
	{ "destination, 16 bytes", 60,
	  BYTES(UDP "\1" OPTIONS "........" "data"), 20, DECODE_OK, 17,
	  "data" },
	{ "mobility", 135, BYTES(UDP "\0" OPTIONS "data"), 12, DECODE_OK, 17,
	  "data" },
	{ "AH", 51, BYTES(UDP "\1" "0123456789" "data"), 16, DECODE_OK, 17,
	  "data" },
	{ "three in a row", 0,
	  BYTES("\x2b\0" OPTIONS "\x3c\0" OPTIONS UDP "\0" OPTIONS "data"),
	  28, DECODE_OK, 17, "data" },
	{ "a whole fragment", 44, BYTES(UDP "\0\0\0\0\0\0\7" "data"), 12,
	  DECODE_OK, 17, "data" },
	{ "a whole fragment, options", 44,
	  BYTES("\x3c\0\0\0\0\0\0\7" UDP "\0" OPTIONS "data"), 20, DECODE_OK,
	  17, "data" },
	{ "no next header", 59, BYTES(""), 0, DECODE_OK, 59, "" },
	{ "ESP", 50, BYTES("data"), 4, DECODE_OK, 50, "data" },
	{ "header cut", 0, BYTES(UDP), 12, DECODE_TRUNCATED, 0, NULL },
	{ "options cut", 0, BYTES(UDP "\0" "\1\4\0\0\0"), 12,
	  DECODE_TRUNCATED, 0, NULL },
	{ "fragment cut", 44, BYTES(UDP "\0\0\0\0\0\0"), 12, DECODE_TRUNCATED,
	  0, NULL },
	{ "options past the end", 0, BYTES(UDP "\2" OPTIONS "data"), 12,
	  DECODE_MALFORMED, 0, NULL },
	{ "past the end, padded", 0,
	  BYTES(UDP "\1" OPTIONS "data............"), 12, DECODE_MALFORMED, 0,
	  NULL },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct frame_bytes b = { .len = 0 };
		struct slice in;
		struct ip ip;
		enum decode got;

		put_ip6(&b, cases[i].next, cases[i].size);
		put(&b, cases[i].bytes, cases[i].len);
		in = exact(b.p, b.len);
		got = ip6_decode(&ip, in);
		if (got != cases[i].want)
			fail_msg("%s: %d", cases[i].label, (int)got);
		if (got == DECODE_OK &&
		    (ip.protocol != cases[i].protocol || ip.fragment ||
		     !slice_eq(ip.payload, slice_cstr(cases[i].payload))))
			fail_msg("%s: wrong", cases[i].label);
		exact_free(in);
	}
}

static void test_fields(void **state)
{
	struct frame_bytes b = { .len = 0 };
	struct ip ip;

	(void)state;
	put_ip6(&b, IP_UDP, 4);
	put(&b, "abcd", 4);
	assert_int_equal(ip6_decode(&ip, slice_of(b.p, b.len)), DECODE_OK);
	assert_memory_equal(ip.src.ip, b.p + 8, 16);
	assert_memory_equal(ip.dst.ip, b.p + 24, 16);
	assert_int_equal(ip.src.family, 6);
	assert_int_equal(ip.dst.family, 6);
	assert_int_equal(ip.src.port, 0);
	assert_int_equal(ip.ttl, 64);
	assert_false(ip.has_id);
	assert_int_equal(ip.size, 4);
	b.p[0] = 0x45;
	assert_int_equal(ip6_decode(&ip, slice_of(b.p, b.len)),
			 DECODE_MALFORMED);
}

static void test_fragment(void **state)
{
	struct frame_bytes b = { .len = 0 };
	struct ip ip;

	(void)state;
	put_ip6(&b, IP_HOP_BY_HOP, 8 + 8 + 16);
	put(&b, "\x2c\0" OPTIONS, 8);
	put_fragment6(&b, IP_DESTINATION, 0xdeadbeef, 0x0011);
	put(&b, UDP "\0" OPTIONS "abcdefgh", 16);
	assert_int_equal(ip6_decode(&ip, slice_of(b.p, b.len)), DECODE_OK);
	assert_true(ip.fragment);
	assert_true(ip.more);
	assert_true(ip.has_id);
	assert_int_equal(ip.id, 0xdeadbeef);
	assert_int_equal(ip.offset, 16);
	/* The options are for the whole to read. */
	assert_int_equal(ip.protocol, IP_DESTINATION);
	assert_int_equal(ip.size, 16);
	ip.fragment = false;
	assert_int_equal(ip_extensions(&ip), DECODE_OK);
	assert_int_equal(ip.protocol, IP_UDP);
	assert_true(slice_eq(ip.payload, SLICE("abcdefgh")));
}

static void test_prefixes(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct frame_bytes b = { .len = 0 };
		struct ip ip;

		put_ip6(&b, cases[i].next, cases[i].size);
		put(&b, cases[i].bytes, cases[i].len);
		for (size_t len = 0; len < b.len; len++) {
			struct slice in = exact(b.p, len);
			enum decode got = ip6_decode(&ip, in);

			if (len < 40)
				assert_int_equal(got, DECODE_TRUNCATED);
			else if (got == DECODE_OK)
				assert_true(ip.payload.len <= ip.size);
			exact_free(in);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_fragment),
		cmocka_unit_test(test_prefixes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
