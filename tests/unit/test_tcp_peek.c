/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/tcp_peek.h"

#include "tests/unit/frame_bytes.h"

#define BYTES(literal) literal, sizeof(literal) - 1

static const struct {
	const char *label;
	unsigned sport, dport, words; /* of the header, 32 bits each */
	const char *data;
	size_t len;
	enum tcp_peek want;
} cases[] = {
	{ "request", 4000, 4001, 5, BYTES("OPTIONS sip:a@b SIP/2.0\r\n\r\n"),
	  TCP_PEEK_SIP },
	{ "response", 4000, 4001, 5, BYTES("SIP/2.0 200 OK\r\n\r\n"),
	  TCP_PEEK_SIP },
	{ "behind options", 4000, 4001, 8, BYTES("SIP/2.0 200 OK\r\n\r\n"),
	  TCP_PEEK_SIP },
	{ "the middle, to 5060", 4000, 5060, 5, BYTES("v=0\r\no=- 1"),
	  TCP_PEEK_SIP },
	{ "the middle, from 5061", 5061, 4000, 5, BYTES("v=0\r\no=- 1"),
	  TCP_PEEK_SIP },
	{ "no SIP", 80, 4000, 5, BYTES("HTTP/1.1 200 OK\r\n\r\n"),
	  TCP_PEEK_NOTHING },
	{ "no data", 5060, 5060, 5, BYTES(""), TCP_PEEK_NOTHING },
	{ "ping", 5060, 5060, 5, BYTES("\r\n\r\n"), TCP_PEEK_NOTHING },
	{ "TLS hello", 4000, 443, 5, BYTES("\x16\3\1\2\0\1"), TCP_PEEK_TLS },
	{ "TLS data on 5061", 4000, 5061, 5, BYTES("\x17\3\3\0\x20."),
	  TCP_PEEK_TLS },
	{ "TLS 4.0", 4000, 443, 5, BYTES("\x16\4\1\2\0\1"), TCP_PEEK_NOTHING },
	{ "TLS, empty", 4000, 443, 5, BYTES("\x16\3\1\0\0\1"),
	  TCP_PEEK_NOTHING },
	{ "TLS, too long", 4000, 443, 5, BYTES("\x16\3\1\xff\0\1"),
	  TCP_PEEK_NOTHING },
	{ "short header", 5060, 5060, 4, BYTES("OPTIONS sip:a@b SIP/2.0\r\n"),
	  TCP_PEEK_NOTHING },
	{ "header past the end", 5060, 5060, 15, BYTES("OPTIONS sip:a@b SIP"),
	  TCP_PEEK_NOTHING },
};

static void build(struct frame_bytes *b, size_t i)
{
	b->len = 0;
	put16(b, cases[i].sport);
	put16(b, cases[i].dport);
	put(b, "\0\0\0\1\0\0\0\2", 8);
	put16(b, cases[i].words << 12 | 0x18);
	put(b, "\x10\0\0\0\0\0", 6);
	for (unsigned k = 5; k < cases[i].words && k < 10; k++)
		put32(b, 0x01010101);
	put(b, cases[i].data, cases[i].len);
}

static void test_cases(void **state)
{
	struct frame_bytes b;

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct slice in;
		enum tcp_peek got;

		build(&b, i);
		in = exact(b.p, b.len);
		got = tcp_peek(in);
		if (got != cases[i].want)
			fail_msg("%s: %d", cases[i].label, (int)got);
		exact_free(in);
		for (size_t len = 0; len < 20; len++) {
			in = exact(b.p, len);
			assert_int_equal(tcp_peek(in), TCP_PEEK_NOTHING);
			exact_free(in);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
