/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/dns_srv.h"

#include "base/strbuf.h"
#include "tests/unit/exact.h"

#define BYTES(literal) literal, sizeof(literal) - 1
/* One question, so many answers, no authority, so many more. */
#define HEAD(answers, more) "\x12\x34\x81\x80\0\1\0" answers "\0\0\0" more
#define UDP_NAME "\4_sip\4_udp\1x\0"             /* at 12 */
#define QUESTION UDP_NAME "\0\x21\0\1"
#define RR(type, rest) type "\0\1\0\0\0\x0a" rest /* class IN, 10 s */
#define SRV(port) RR("\0\x21", "\0\x09\0\1\0\2" port "\1y\0")
#define A_RECORD "\1y\0" RR("\0\1", "\0\4\xc0\0\2\1")
#define P5060 "\x13\xc4"
#define P5062 "\x13\xc6"

static const struct {
	const char *label, *bytes;
	size_t len;
	enum decode want;
	const char *found;
} cases[] = {
	{ "one", BYTES(HEAD("\1", "\0") QUESTION "\xc0\x0c" SRV(P5060)),
	  DECODE_OK, "udp:5060 " },
	{ "two, and an address",
	  BYTES(HEAD("\2", "\1") QUESTION "\xc0\x0c" SRV(P5060)
		"\xc0\x0c" SRV(P5062) A_RECORD), DECODE_OK,
	  "udp:5060 udp:5062 " },
	{ "every transport",
	  BYTES(HEAD("\6", "\0") QUESTION
		"\4_sip\4_tcp\1x\0" SRV(P5060) "\5_sips\4_tcp\1x\0" SRV(P5060)
		"\4_sip\5_sctp\1x\0" SRV(P5060) "\4_sip\3_ws\1x\0" SRV(P5060)
		"\5_sips\3_ws\1x\0" SRV(P5060) "\4_SIP\4_Udp\0" SRV(P5060)),
	  DECODE_OK, "tcp:5060 tls:5060 sctp:5060 ws:5060 wss:5060 udp:5060 " },
	{ "additional section",
	  BYTES(HEAD("\1", "\1") QUESTION A_RECORD "\xc0\x0c" SRV(P5060)),
	  DECODE_OK, "udp:5060 " },
	{ "other services",
	  BYTES(HEAD("\4", "\0") QUESTION "\5_ldap\4_tcp\1x\0" SRV(P5060)
		"\5_sips\4_udp\1x\0" SRV(P5060) "\4_sip\0" SRV(P5060)
		"\0" SRV(P5060)), DECODE_OK, "" },
	{ "another type and class",
	  BYTES(HEAD("\2", "\0") QUESTION
		"\xc0\x0c" RR("\0\x10", "\0\x09\0\1\0\2" P5060 "\1y\0")
		"\xc0\x0c\0\x21\0\3\0\0\0\0\0\x09\0\1\0\2" P5060 "\1y\0"),
	  DECODE_OK, "" },
	{ "port 0", BYTES(HEAD("\1", "\0") QUESTION "\xc0\x0c" SRV("\0\0")),
	  DECODE_OK, "" },
	{ "data too short", BYTES(HEAD("\1", "\0") QUESTION "\xc0\x0c"
				  RR("\0\x21", "\0\6\0\1\0\2" P5060)),
	  DECODE_OK, "" },
	{ "pointer in the middle", /* _udp.x is at 17 */
	  BYTES(HEAD("\1", "\0") QUESTION "\4_sip\xc0\x11" SRV(P5060)),
	  DECODE_OK, "udp:5060 " },
	{ "pointer to a pointer", /* at 29 */
	  BYTES(HEAD("\2", "\0") QUESTION "\xc0\x0c" SRV(P5060)
		"\xc0\x1d" SRV(P5062)), DECODE_OK, "udp:5060 udp:5062 " },
	{ "pointer to itself",
	  BYTES(HEAD("\1", "\0") QUESTION "\xc0\x1d" SRV(P5060)), DECODE_OK,
	  "" },
	{ "pointer ahead",
	  BYTES(HEAD("\2", "\0") QUESTION "\xc0\x30" SRV(P5060)
		UDP_NAME SRV(P5062)), DECODE_OK, "udp:5062 " },
	{ "no question", BYTES("\0\0\x84\0\0\0\0\1\0\0\0\0" UDP_NAME
			       "\0\x21\x80\1\0\0\0\x0a\0\x09\0\1\0\2" P5060
			       "\1y\0"), DECODE_OK, "udp:5060 " },
	{ "bytes behind",
	  BYTES(HEAD("\1", "\0") QUESTION "\xc0\x0c" SRV(P5060) "xyz"),
	  DECODE_OK, "udp:5060 " },
	{ "cut", BYTES(HEAD("\2", "\0") QUESTION "\xc0\x0c" SRV(P5060)
		       "\xc0\x0c\0\x21\0\1\0\0\0\x0a\0\x09\0\1\0\2" P5062),
	  DECODE_TRUNCATED, "udp:5060 " },
	{ "nothing but a header", BYTES(HEAD("\1", "\0")), DECODE_TRUNCATED,
	  "" },
	{ "reserved kind of label",
	  BYTES(HEAD("\1", "\0") QUESTION "\x80\x0c" SRV(P5060)),
	  DECODE_MALFORMED, "" },
	{ "a query", BYTES("\x12\x34\1\0\0\1\0\0\0\0\0\0" QUESTION),
	  DECODE_OTHER, "" },
	{ "an update", BYTES("\x12\x34\xa8\0\0\0\0\0\0\0\0\0"), DECODE_OTHER,
	  "" },
	{ "11 bytes", BYTES("\x12\x34\x81\x80\0\0\0\0\0\0\0"), DECODE_OTHER,
	  "" },
	{ "SIP", BYTES("OPTIONS sip:x SIP/2.0\r\n"), DECODE_OTHER, "" },
};

static void found(uint16_t port, enum transport t, void *arg)
{
	strbuf_fmt(arg, "%s:%u ", packet_transport_name(t), port);
}

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct slice in = exact(cases[i].bytes, cases[i].len);
		struct strbuf b = { 0 };
		enum decode got = dns_srv_decode(in, found, &b);

		if (got != cases[i].want || strcmp(strbuf_str(&b),
						   cases[i].found))
			fail_msg("%s: %d, `%s'", cases[i].label, (int)got,
				 strbuf_str(&b));
		strbuf_fini(&b);
		exact_free(in);
	}
}

/* Cut anywhere, nothing is read past the end, nothing is made up. */
static void test_every_cut(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		for (size_t n = 0; n < cases[i].len; n++) {
			struct slice in = exact(cases[i].bytes, n);
			struct strbuf b = { 0 };

			dns_srv_decode(in, found, &b);
			if (strncmp(strbuf_str(&b), cases[i].found, b.len))
				fail_msg("%s, cut: `%s'", cases[i].label,
					 strbuf_str(&b));
			strbuf_fini(&b);
			exact_free(in);
		}
	}
}

/* As many pointers as fit, each to the one before, many records at the last:
 * only so many are followed. */
static void test_chain(void **state)
{
	static char bytes[65000] = "\x12\x34\x81\x80\0\0\x0f\xff\0\0\0\0";
	struct strbuf b = { 0 };
	size_t at = 12;

	(void)state;
	for (unsigned last = 12; at + 12 < 16384; at += 12) {
		/* a pointer, no type, no data */
		bytes[at] = (char)(0xc0 | last >> 8);
		bytes[at + 1] = (char)(last & 0xff);
		bytes[at + 3] = 33;
		bytes[at + 5] = 1;
		last = (unsigned)at;
	}
	assert_int_equal(dns_srv_decode(slice_of(bytes, sizeof(bytes)), found,
					&b), DECODE_OK);
	assert_int_equal(b.len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_every_cut),
		cmocka_unit_test(test_chain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
