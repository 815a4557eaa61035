/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/tcp.h"

#include "tests/unit/exact.h"

#define PORTS "\x13\xc4\x9c\x40"
#define NUMBERS "\x00\x00\x00\x01\xff\xff\xff\xfe"
#define REST "\x10\x00\x00\x00\x00\x00"
#define PLAIN PORTS NUMBERS "\x50\x18" REST
#define BYTES(literal) literal, sizeof(literal) - 1

static const struct {
	const char *label, *bytes;
	size_t len;
	uint32_t size; /* as the IP header claims */
	enum decode want;
	uint8_t flags;
	uint32_t data;
	const char *text; /* captured data */
} cases[] = {
	{ "data", BYTES(PLAIN "abc"), 23, DECODE_OK, TCP_PSH | TCP_ACK, 3,
	  "abc" },
	{ "no data", BYTES(PLAIN), 20, DECODE_OK, TCP_PSH | TCP_ACK, 0, "" },
	{ "SYN with options",
	  BYTES(PORTS NUMBERS "\x60\x02" REST "\2\4\5\xb4"), 24, DECODE_OK,
	  TCP_SYN, 0, "" },
	{ "options and data",
	  BYTES(PORTS NUMBERS "\x60\x10" REST "\1\1\1\1" "xy"), 26, DECODE_OK,
	  TCP_ACK, 2, "xy" },
	{ "the highest offset, too long", BYTES(PORTS NUMBERS "\xf0\x10" REST),
	  59, DECODE_MALFORMED, TCP_ACK, 0, NULL },
	{ "URG, ECE and CWR do not matter",
	  BYTES(PORTS NUMBERS "\x51\xf1" REST "a"), 21, DECODE_OK,
	  TCP_ACK | TCP_FIN, 1, "a" },
	{ "padding", BYTES(PLAIN "abc\0\0\0"), 23, DECODE_OK, TCP_PSH | TCP_ACK,
	  3, "abc" },
	{ "cut data", BYTES(PLAIN "abc"), 1480, DECODE_OK, TCP_PSH | TCP_ACK,
	  1460, "abc" },
	{ "cut before the data", BYTES(PLAIN), 1480, DECODE_OK,
	  TCP_PSH | TCP_ACK, 1460, "" },
	{ "cut options", BYTES(PORTS NUMBERS "\x60\x10" REST "\1\1"), 30,
	  DECODE_TRUNCATED, TCP_ACK, 6, "" },
	{ "cut header", BYTES(PORTS NUMBERS "\x50\x18\x10"), 30,
	  DECODE_TRUNCATED, 0, 0, NULL },
	{ "ports alone", BYTES(PORTS), 30, DECODE_TRUNCATED, 0, 0, NULL },
	{ "offset too small", BYTES(PORTS NUMBERS "\x40\x10" REST "abc"), 23,
	  DECODE_MALFORMED, TCP_ACK, 0, NULL },
	{ "offset zero", BYTES(PORTS NUMBERS "\x00\x10" REST), 20,
	  DECODE_MALFORMED, TCP_ACK, 0, NULL },
	{ "offset past the end", BYTES(PORTS NUMBERS "\x60\x10" REST), 20,
	  DECODE_MALFORMED, TCP_ACK, 0, NULL },
	{ "claimed to be no header", BYTES(PLAIN), 19, DECODE_MALFORMED, 0, 0,
	  NULL },
	{ "claimed to be nothing", BYTES(PLAIN), 0, DECODE_MALFORMED, 0, 0,
	  NULL },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct slice in = exact(cases[i].bytes, cases[i].len);
		struct tcp t;

		if (tcp_decode(&t, in, cases[i].size) != cases[i].want ||
		    t.flags != cases[i].flags || t.size != cases[i].data)
			fail_msg("%s: flags %x, %u bytes", cases[i].label,
				 t.flags, t.size);
		want_text(cases[i].label, t.data, cases[i].text);
		if (cases[i].size >= 4 &&
		    (t.sport != 5060 || t.dport != 40000))
			fail_msg("%s: ports", cases[i].label);
		if (cases[i].want == DECODE_OK &&
		    (t.seq != 1 || t.ack != 0xfffffffe))
			fail_msg("%s: numbers", cases[i].label);
		exact_free(in);
	}
}

/* Whatever is missing at the end: no byte is read that is not there. */
static void test_cut_anywhere(void **state)
{
	(void)state;
	for (size_t len = 0; len <= 23; len++) {
		struct slice in = exact(PLAIN "abc", len);
		struct tcp t;
		enum decode got = tcp_decode(&t, in, 23);

		assert_int_equal(got, len < 20 ? DECODE_TRUNCATED : DECODE_OK);
		assert_int_equal(t.sport, len < 2 ? 0 : 5060);
		assert_int_equal(t.data.len, len < 20 ? 0 : len - 20);
		exact_free(in);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_cut_anywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
