/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/sip_frame.h"

#include "tests/unit/exact.h"

#define BYTES(literal) literal, sizeof(literal) - 1
#define HEADERS "Via: SIP/2.0/UDP a\r\nFrom: <sip:a@b>\r\nCSeq: 1 X\r\n\r\n"

static const struct {
	const char *label, *bytes;
	size_t len;
	bool anywhere, sip_port; /* taken for SIP */
} cases[] = {
	{ "request", BYTES("INVITE sip:a@b SIP/2.0\r\n"), true, true },
	{ "cut after the line", BYTES("BYE sip:a@b SIP/2.0"), true, true },
	{ "bare LF", BYTES("BYE sip:a@b SIP/2.0\nVia: x\n"), true, true },
	{ "lone CR", BYTES("BYE sip:a@b SIP/2.0\rVia: x\r"), true, true },
	{ "unknown method", BYTES("X-!%*_ im:x SIP/2.0\r\n"), true, true },
	{ "spaces", BYTES("BYE  sip:a@b  SIP/2.0 \r\n"), true, true },
	{ "lower version", BYTES("BYE sip:a@b sip/2.0\r\n"), true, true },
	{ "version 7", BYTES("BYE sip:a@b SIP/7.0\r\n"), true, true },
	{ "<uri>", BYTES("BYE <sip:a@b> SIP/2.0\r\n"), true, true },
	{ "response", BYTES("SIP/2.0 200 OK\r\n"), true, true },
	{ "no reason", BYTES("SIP/2.0 100\r\n"), true, true },
	{ "big code", BYTES("SIP/2.0 4294967301 x\r\n"), true, true },
	{ "word for code", BYTES("SIP/2.0 okay\r\n"), false, false },
	{ "version alone", BYTES("SIP/2.0"), false, false },
	{ "damaged line", BYTES("INVITE\r\n" HEADERS), false, true },
	{ "damaged, one header", BYTES("INVITE\r\nVia: x\r\nA: b\r\n\r\n"),
	  false, false },
	{ "no method", BYTES("(x) sip:a@b SIP/2.0\r\n" HEADERS), false, true },
	{ "headers too late", BYTES("INVITE\r\n\r\n" HEADERS), false, false },
	{ "HTTP", BYTES("GET /index HTTP/1.1\r\n" HEADERS), false, false },
	{ "HTTP answer", BYTES("HTTP/1.1 200 OK\r\n" HEADERS), false, false },
	{ "RTSP", BYTES("OPTIONS rtsp://a/b RTSP/1.0\r\n" HEADERS), false,
	  false },
	{ "RTSP answer", BYTES("RTSP/1.0 200 OK\r\n" HEADERS), false, false },
	{ "SSDP", BYTES("M-SEARCH * HTTP/1.1\r\n" HEADERS), false, false },
	{ "NOTIFY of SSDP", BYTES("NOTIFY * HTTP/1.1\r\nHOST: x\r\n\r\n"),
	  false, false },
	{ "RTP", BYTES("\x80\x00\x12\x34 SIP/2.0\r\n" HEADERS), false, false },
	{ "STUN", BYTES("\x00\x01\x00\x00\x21\x12\xa4\x42"), false, false },
	{ "DNS", BYTES("AB\x01\x00\x00\x01\x00\x00"), false, false },
	{ "endless word", BYTES("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	  "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA sip:a SIP/2.0\r\n"), false, false },
	{ "one byte", BYTES("S"), false, false },
	{ "nothing", BYTES(""), false, false },
};

static void test_looks_like(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct slice in = exact(cases[i].bytes, cases[i].len);

		if (sip_frame_looks_like(in, false) != cases[i].anywhere)
			fail_msg("%s on any port", cases[i].label);
		if (sip_frame_looks_like(in, true) != cases[i].sip_port)
			fail_msg("%s on a SIP port", cases[i].label);
		exact_free(in);
	}
}

/* Every head of a message, each in a block of its own. */
static void test_heads(void **state)
{
	static const char text[] = "\r\nSIP/2.0 200 OK\r\n" HEADERS;
	struct slice in, message;

	(void)state;
	for (size_t len = 0; len < sizeof(text); len++) {
		in = exact(text, len);
		assert_int_equal(sip_frame_datagram(in, false, &message),
				 len == 0 ? SIP_FRAME_NONE :
				 len <= 2 ? SIP_FRAME_KEEPALIVE :
				 len <= 10 ? SIP_FRAME_NONE :
					     SIP_FRAME_MESSAGE);
		exact_free(in);
	}
}

static const struct {
	const char *bytes;
	enum sip_frame_kind want;
	const char *message;
} datagrams[] = {
	{ "\r\n\r\n", SIP_FRAME_KEEPALIVE, "" },
	{ "\r\n", SIP_FRAME_KEEPALIVE, "" },
	{ "\n", SIP_FRAME_KEEPALIVE, "" },
	{ "\r\n\r\nSIP/2.0 200 OK\r\n", SIP_FRAME_MESSAGE, "SIP/2.0 200 OK\r\n" },
	{ "jaK", SIP_FRAME_NONE, "jaK" },
	{ "", SIP_FRAME_NONE, "" },
};

static void test_datagram(void **state)
{
	struct slice in, message;

	(void)state;
	for (size_t i = 0; i < LEN(datagrams); i++) {
		in = exact(datagrams[i].bytes, strlen(datagrams[i].bytes));
		assert_int_equal(sip_frame_datagram(in, true, &message),
				 datagrams[i].want);
		want_text(datagrams[i].bytes, message, datagrams[i].message);
		exact_free(in);
	}
}

static const struct {
	const char *line;
	bool start;    /* a start line */
	size_t found;  /* where one begins; 99: nowhere */
} lines[] = {
	{ "BYE sip:a SIP/2.0", true, 0 },
	{ "BYE sip:a SIP/2.0\r", true, 0 },
	{ "BYE  sip:a;x y  sip/7.10  ", true, 0 },
	{ "FOO sip:a SIP/2.0", true, 0 },
	{ "X-FOO-BYE sip:a SIP/2.0", true, 0 },
	{ "SUPERBYE sip:a SIP/2.0", true, 0 },
	{ "helloBYE sip:a SIP/2.0", true, 5 },
	{ "a=xBYE sip:a SIP/2.0\r", false, 3 },
	{ "the end.BYE sip:a SIP/2.0\r", true, 0 },
	{ "the end!BYE sip:a SIP/2.0\r", true, 8 },
	{ "xxSIP/2.0 200 OK", false, 2 },
	{ "SIP/2.0 200", true, 0 },
	{ "SIP/2.0/UDP 200", false, 99 },
	{ "SIP/2.0 OK", false, 99 },
	{ "SIP/2 200 OK", false, 99 },
	{ "SIP/2. 200 OK", false, 99 },
	{ "BYE sip:a SIP/2.0/TCP", false, 99 },
	{ "BYE SIP/2.0", false, 99 },
	{ "Via : SIP/2.0", false, 99 },
	{ "Via: SIP/2.0/UDP a SIP/2.0", false, 99 },
	{ " BYE sip:a SIP/2.0", false, 99 },
	{ "GET / HTTP/1.1", false, 99 },
	{ "", false, 99 },
};

static void test_start_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(lines); i++) {
		struct slice in = exact(lines[i].line, strlen(lines[i].line));
		size_t found = sip_frame_find_start(in);

		if (sip_frame_start_line(in) != lines[i].start)
			fail_msg("start line: %s", lines[i].line);
		if (lines[i].start && !sip_frame_may_start(in))
			fail_msg("may start: %s", lines[i].line);
		if (found != (lines[i].found == 99 ? in.len : lines[i].found))
			fail_msg("%s: found at %zu", lines[i].line, found);
		exact_free(in);
	}
}

static void test_header(void **state)
{
	static const char *const yes[] = {
		"Via: x", "v:x", "CSEQ : 1 BYE", "f:", "Record-Route: <sip:a>",
		"m: <sip:a>", "Max-Forwards: 70\r"
	}, *const no[] = {
		"", ":", "Via", " Via: x", "Server: x", "Content-Type: x",
		"a=via: x", "Via SIP/2.0/UDP a", "Subject: Via: x"
	};

	(void)state;
	for (size_t i = 0; i < LEN(yes); i++)
		if (!sip_frame_header(slice_cstr(yes[i])))
			fail_msg("%s", yes[i]);
	for (size_t i = 0; i < LEN(no); i++)
		if (sip_frame_header(slice_cstr(no[i])))
			fail_msg("%s", no[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_looks_like),
		cmocka_unit_test(test_heads),
		cmocka_unit_test(test_datagram),
		cmocka_unit_test(test_start_line),
		cmocka_unit_test(test_header),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
