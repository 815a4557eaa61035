/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/sip_length.h"

#include "tests/unit/exact.h"

#define SDP "Content-Type: application/sdp\r\n"

static const struct {
	const char *headers;
	enum sip_length_kind kind;
	enum sip_body body;
	uint64_t value;
} cases[] = {
	{ "", SIP_LENGTH_ABSENT, SIP_BODY_UNTYPED, 0 },
	{ "From: a\r\nContact: b\r\nLo: 5\r\n", SIP_LENGTH_ABSENT,
	  SIP_BODY_UNTYPED, 0 },
	{ SDP, SIP_LENGTH_ABSENT, SIP_BODY_SDP, 0 },
	{ "Content-Length: 5\r\n" SDP, SIP_LENGTH_GOOD, SIP_BODY_SDP, 5 },
	{ "CONTENT-LENGTH:005\nc:text/plain\n", SIP_LENGTH_GOOD,
	  SIP_BODY_OTHER, 5 },
	{ "l: 0\r\n", SIP_LENGTH_GOOD, SIP_BODY_UNTYPED, 0 },
	{ "L  \t: \t 7 \t\r\n", SIP_LENGTH_GOOD, SIP_BODY_UNTYPED, 7 },
	{ "l:\r\n 9\r\n", SIP_LENGTH_GOOD, SIP_BODY_UNTYPED, 9 },
	{ "X: a\r\n l: 9\r\n", SIP_LENGTH_ABSENT, SIP_BODY_UNTYPED, 0 },
	{ "l\n : 9\n", SIP_LENGTH_GOOD, SIP_BODY_UNTYPED, 9 },
	{ "Call-ID: a\r\nCSeq: 5\r\nl: 9", SIP_LENGTH_GOOD, SIP_BODY_UNTYPED,
	  9 },
	{ "l: 9", SIP_LENGTH_GOOD, SIP_BODY_UNTYPED, 9 },
	{ "l: 5\r\nl: 5\r\n", SIP_LENGTH_GOOD, SIP_BODY_UNTYPED, 5 },
	{ "l: 5\r\nl: 6\r\n", SIP_LENGTH_BAD, SIP_BODY_UNTYPED, 0 },
	{ "l: 5\r\nl: 6\r\nl: 5\r\n", SIP_LENGTH_BAD, SIP_BODY_UNTYPED, 0 },
	{ "l: 5\r\nl: x\r\n", SIP_LENGTH_BAD, SIP_BODY_UNTYPED, 0 },
	{ "l: x\r\nl: 0\r\n", SIP_LENGTH_BAD, SIP_BODY_UNTYPED, 0 },
	{ "l: -1\r\n", SIP_LENGTH_BAD, SIP_BODY_UNTYPED, 0 },
	{ "l: +5\r\n", SIP_LENGTH_BAD, SIP_BODY_UNTYPED, 0 },
	{ "l: 5;x\r\n", SIP_LENGTH_BAD, SIP_BODY_UNTYPED, 0 },
	{ "l:\r\n", SIP_LENGTH_BAD, SIP_BODY_UNTYPED, 0 },
	{ "l: 1000\r\n", SIP_LENGTH_GOOD, SIP_BODY_UNTYPED, 1000 },
	{ "l: 1001\r\n", SIP_LENGTH_BAD, SIP_BODY_UNTYPED, 0 },
	{ "l: 99999999999\r\n", SIP_LENGTH_BAD, SIP_BODY_UNTYPED, 0 },
	{ "l: 99999999999999999999999999\r\n", SIP_LENGTH_BAD,
	  SIP_BODY_UNTYPED, 0 },
	{ "c: message/sipfrag;version=2.0\r\n", SIP_LENGTH_ABSENT,
	  SIP_BODY_SIP, 0 },
	{ "c: Multipart/Mixed; boundary=x\r\n", SIP_LENGTH_ABSENT,
	  SIP_BODY_SIP, 0 },
	{ "Content-Type:\r\n", SIP_LENGTH_ABSENT, SIP_BODY_OTHER, 0 },
};

/* No header that tells begins with a line that cannot. */
static void test_may_tell(void **state)
{
	static const struct {
		const char *line;
		bool may;
	} lines[] = {
		{ "l", true }, { "L:", true }, { "c :", true }, { "l\t:", true },
		{ "Content-Length: 5", true }, { "CONTENT-TYPE:", true },
		{ "", false }, { "CSeq: 1 ACK", false }, { "Call-ID:", false },
		{ "Contact: <sip:a>", false }, { " l: 5", false },
		{ "Via: a", false }, { "lo: 5", false },
	};

	(void)state;
	for (size_t i = 0; i < LEN(lines); i++) {
		struct slice in = exact(lines[i].line, strlen(lines[i].line));

		if (sip_length_may_tell(in) != lines[i].may)
			fail_msg("%s", lines[i].line);
		exact_free(in);
	}
}

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct sip_length got;
		struct slice in;

		in = exact(cases[i].headers, strlen(cases[i].headers));
		sip_length_read(&got, in, 1000);
		if (got.kind != cases[i].kind || got.body != cases[i].body ||
		    got.value != cases[i].value)
			fail_msg("%s: kind %d, body %d, value %lu",
				 cases[i].headers, got.kind, got.body,
				 (unsigned long)got.value);
		exact_free(in);
	}
}

/* Nothing is read that is not there, and no head makes it run on. */
static void test_heads(void **state)
{
	static const char text[] = "A\r\nc: x\r\nContent-Length: 12\r\n\r\n";
	struct sip_length got;
	struct slice in;

	(void)state;
	for (size_t len = 0; len < sizeof(text); len++) {
		in = exact(text, len);
		sip_length_read(&got, in, 1000);
		assert_true(got.kind != SIP_LENGTH_GOOD || got.value == 1 ||
			    got.value == 12);
		exact_free(in);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_may_tell),
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_heads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
