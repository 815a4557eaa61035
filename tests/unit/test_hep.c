/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/hep.h"

#include "base/clock.h"
#include "tests/unit/exact.h"

#define BYTES(literal) literal, sizeof(literal) - 1
#define SIP "OPTIONS sip:x SIP/2.0\r\n\r\n" /* 25 bytes */
#define OUT "SIP/2.0 200 OK\r\nVia: SIP/2.0/"
#define FOUR "\0\0\0\2\0\7\x11" "\0\0\0\3\0\x0a\xc0\0\2\1" \
	"\0\0\0\4\0\x0a\xc0\0\2\2"
#define PORTS "\0\0\0\7\0\x08\x13\xc4" "\0\0\0\x08\0\x08\x13\xc5"
#define TIME "\0\0\0\x09\0\x0a\x65\0\0\1" "\0\0\0\x0a\0\x0a\0\0\0\x07"
#define PAYLOAD "\0\0\0\x0f\0\x1f" SIP
#define IP6(last) "\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0" last
#define T3 (INT64_C(0x65000001) * CLOCK_S + 7 * CLOCK_US)

static const struct {
	const char *label, *bytes;
	size_t len;
	enum decode want;
	const char *src, *dst;
	enum transport transport;
	int64_t time; /* 0: none */
	unsigned protocol;
	const char *payload;
	size_t size;
} cases[] = {
	{ "version 3, all",
	  BYTES("HEP3\0\x72\0\0\0\1\0\7\2" FOUR PORTS TIME
		"\0\0\0\x0b\0\7\1" PAYLOAD), DECODE_OK,
	  "192.0.2.1:5060", "192.0.2.2:5061", TRANSPORT_UDP, T3, 1, SIP, 114 },
	{ "payload first, more behind",
	  BYTES("HEP3\0\x64" PAYLOAD FOUR PORTS TIME "HEP3\0\6"), DECODE_OK,
	  "192.0.2.1:5060", "192.0.2.2:5061", TRANSPORT_UDP, T3, 1, SIP, 100 },
	{ "IPv6, TCP",
	  BYTES("HEP3\0\x50" "\0\0\0\2\0\7\6" "\0\0\0\5\0\x16" IP6("\1")
		"\0\0\0\6\0\x16" IP6("\2") PORTS "\0\0\0\x0f\0\7x"),
	  DECODE_OK, "[2001:db8::1]:5060", "[2001:db8::2]:5061",
	  TRANSPORT_TCP, 0, 1, "x", 80 },
	{ "vendor chunks",
	  BYTES("HEP3\0\x13\0\7\0\x0f\0\7x" "\0\0\0\x0b\0\6"),
	  DECODE_OK, "", "", TRANSPORT_UDP, 0, 0, "", 19 },
	{ "RTCP", BYTES("HEP3\0\x0d\0\0\0\x0b\0\7\5"), DECODE_OK, "", "",
	  TRANSPORT_UDP, 0, 5, "", 13 },
	{ "nothing in it", BYTES("HEP3\0\6"), DECODE_OK, "", "", TRANSPORT_UDP,
	  0, 1, "", 6 },
	{ "deflated", BYTES("HEP3\0\x0d\0\0\0\x10\0\7x"), DECODE_OK, "", "",
	  TRANSPORT_UDP, 0, 1, "deflated", 13 },
	{ "plain and deflated",
	  BYTES("HEP3\0\x14\0\0\0\x0f\0\7y\0\0\0\x10\0\7x"), DECODE_OK, "",
	  "", TRANSPORT_UDP, 0, 1, "y", 20 },
	{ "no time without seconds",
	  BYTES("HEP3\0\x10" "\0\0\0\x0a\0\x0a\0\0\0\x07"), DECODE_OK, "", "",
	  TRANSPORT_UDP, 0, 1, "", 16 },
	{ "address of odd length",
	  BYTES("HEP3\0\x0f\0\0\0\3\0\x09" "abc"), DECODE_OK, "", "",
	  TRANSPORT_UDP, 0, 1, "", 15 },
	{ "rubbish behind the last chunk",
	  BYTES("HEP3\0\x10\0\0\0\x0f\0\7yabc"), DECODE_OK, "", "",
	  TRANSPORT_UDP, 0, 1, "y", 16 },
	{ "TLS", BYTES("HEP3\0\x0d\0\0\0\2\0\7\x16"), DECODE_OK, "", "",
	  TRANSPORT_TLS, 0, 1, "", 13 },
	{ "WebSocket", BYTES("HEP3\0\x0d\0\0\0\2\0\7\x32"), DECODE_OK, "", "",
	  TRANSPORT_WS, 0, 1, "", 13 },
	{ "SCTP", BYTES("HEP3\0\x0d\0\0\0\2\0\7\x84"), DECODE_OK, "", "",
	  TRANSPORT_SCTP, 0, 1, "", 13 },
	{ "protocol unknown", BYTES("HEP3\0\x0d\0\0\0\2\0\7\x29"), DECODE_OK,
	  "", "", TRANSPORT_UDP, 0, 1, "", 13 },
	{ "22, Via TLS",
	  BYTES("HEP3\0\x3c\0\0\0\2\0\7\x16\0\0\0\x0f\0\x2f" OUT "TLS 192.0.2."),
	  DECODE_OK, "", "", TRANSPORT_TLS, 0, 1, OUT "TLS 192.0.2.", 60 },
	{ "22, Via WS",
	  BYTES("HEP3\0\x3c\0\0\0\2\0\7\x16\0\0\0\x0f\0\x2f" OUT "WS 192.0.2.1"),
	  DECODE_OK, "", "", TRANSPORT_WS, 0, 1, OUT "WS 192.0.2.1", 60 },
	{ "22, Via WSS",
	  BYTES("HEP3\0\x3c\0\0\0\2\0\7\x16\0\0\0\x0f\0\x2f" OUT "WSS 192.0.2."),
	  DECODE_OK, "", "", TRANSPORT_WSS, 0, 1, OUT "WSS 192.0.2.", 60 },
	/* What the length says and what is there. */
	{ "cut payload", BYTES("HEP3\0\x20\0\0\0\3\0\x0a\xc0\0\2\1"
			       "\0\0\0\x0f\0\x10" "abc"),
	  DECODE_TRUNCATED, "192.0.2.1", "", TRANSPORT_UDP, 0, 1, "abc", 32 },
	{ "cut chunk header", BYTES("HEP3\0\x20\0\0\0\3\0"), DECODE_TRUNCATED,
	  "", "", TRANSPORT_UDP, 0, 1, "", 32 },
	{ "cut address", BYTES("HEP3\0\x20\0\0\0\3\0\x0a\xc0\0\2"),
	  DECODE_TRUNCATED, "", "", TRANSPORT_UDP, 0, 1, "", 32 },
	{ "cut behind the last chunk",
	  BYTES("HEP3\0\x10\0\0\0\x0f\0\7ya"), DECODE_TRUNCATED, "", "",
	  TRANSPORT_UDP, 0, 1, "y", 16 },
	{ "no length", BYTES("HEP3\0"), DECODE_TRUNCATED, "", "",
	  TRANSPORT_UDP, 0, 1, "", 0 },
	{ "only magic", BYTES("HEP3"), DECODE_TRUNCATED, "", "",
	  TRANSPORT_UDP, 0, 1, "", 0 },
	{ "length 5", BYTES("HEP3\0\5"), DECODE_MALFORMED, "", "",
	  TRANSPORT_UDP, 0, 1, "", 5 },
	{ "chunk of 5", BYTES("HEP3\0\x0c\0\0\0\x0f\0\5"), DECODE_MALFORMED,
	  "", "", TRANSPORT_UDP, 0, 1, "", 12 },
	{ "chunk of 0", BYTES("HEP3\0\x0c\0\0\0\x0f\0\0"), DECODE_MALFORMED,
	  "", "", TRANSPORT_UDP, 0, 1, "", 12 },
	{ "chunk past the end", BYTES("HEP3\0\x0d\0\0\0\x0f\0\x08" "xy"),
	  DECODE_MALFORMED, "", "", TRANSPORT_UDP, 0, 1, "", 13 },
	{ "two families",
	  BYTES("HEP3\0\x26" "\0\0\0\3\0\x0a\xc0\0\2\1" "\0\0\0\6\0\x16"
		IP6("\2")), DECODE_MALFORMED, "192.0.2.1", "2001:db8::2",
	  TRANSPORT_UDP, 0, 1, "", 38 },
	/* Versions 1 and 2: the length leaves out the time. */
	{ "version 1", BYTES("\1\x10\2\6\x13\xc4\x13\xc5\xc0\0\2\1\xc0\0\2\2"
			     SIP), DECODE_OK, "192.0.2.1:5060",
	  "192.0.2.2:5061", TRANSPORT_TCP, 0, 1, SIP, 41 },
	{ "version 1, IPv6", BYTES("\1\x28\x0a\x11\x13\xc4\x13\xc5" IP6("\1")
				   IP6("\2") SIP), DECODE_OK,
	  "[2001:db8::1]:5060", "[2001:db8::2]:5061", TRANSPORT_UDP, 0, 1, SIP,
	  65 },
	{ "version 2, little-endian",
	  BYTES("\2\x10\2\x11\x13\xc4\x13\xc5\xc0\0\2\1\xc0\0\2\2"
		"\1\0\0\x65\x07\0\0\0\1\0\0\0" SIP), DECODE_OK,
	  "192.0.2.1:5060", "192.0.2.2:5061", TRANSPORT_UDP, T3, 1, SIP, 53 },
	{ "version 2, big-endian",
	  BYTES("\2\x10\2\x11\x13\xc4\x13\xc5\xc0\0\2\1\xc0\0\2\2"
		"\x65\0\0\1\0\0\0\x07\0\1\0\0" SIP), DECODE_OK,
	  "192.0.2.1:5060", "192.0.2.2:5061", TRANSPORT_UDP, T3, 1, SIP, 53 },
	{ "version 2, no time either way",
	  BYTES("\2\x10\2\x11\x13\xc4\x13\xc5\xc0\0\2\1\xc0\0\2\2"
		"\1\0\0\0\xff\xff\xff\xff\0\1\0\0" SIP), DECODE_OK,
	  "192.0.2.1:5060", "192.0.2.2:5061", TRANSPORT_UDP, 0, 1, SIP, 53 },
	{ "version 2, no payload",
	  BYTES("\2\x10\2\x11\x13\xc4\x13\xc5\xc0\0\2\1\xc0\0\2\2"
		"\1\0\0\x65\x07\0\0\0\1\0\0\0"), DECODE_OK,
	  "192.0.2.1:5060", "192.0.2.2:5061", TRANSPORT_UDP, T3, 1, "", 28 },
	{ "version 2, cut in the time",
	  BYTES("\2\x10\2\x11\x13\xc4\x13\xc5\xc0\0\2\1\xc0\0\2\2\1"),
	  DECODE_TRUNCATED, "", "", TRANSPORT_UDP, 0, 1, "", 0 },
	{ "version 4", BYTES("\4\x10\2\x11\x13\xc4\x13\xc5\xc0\0\2\1\xc0\0\2\2"),
	  DECODE_OTHER, "", "", TRANSPORT_UDP, 0, 1, "", 0 },
	{ "family 3", BYTES("\1\x10\3\x11\x13\xc4\x13\xc5\xc0\0\2\1\xc0\0\2\2"),
	  DECODE_OTHER, "", "", TRANSPORT_UDP, 0, 1, "", 0 },
	{ "length of the other family",
	  BYTES("\1\x28\2\x11\x13\xc4\x13\xc5\xc0\0\2\1\xc0\0\2\2"),
	  DECODE_OTHER, "", "", TRANSPORT_UDP, 0, 1, "", 0 },
	{ "protocol 0",
	  BYTES("\1\x10\2\0\x13\xc4\x13\xc5\xc0\0\2\1\xc0\0\2\2"),
	  DECODE_OTHER, "", "", TRANSPORT_UDP, 0, 1, "", 0 },
	{ "nothing", BYTES(""), DECODE_OTHER, "", "", TRANSPORT_UDP, 0, 1, "",
	  0 },
	{ "SIP", BYTES(SIP), DECODE_OTHER, "", "", TRANSPORT_UDP, 0, 1, "", 0 },
};

static void want_addr(const char *label, const struct addr *a, const char *want)
{
	struct strbuf b = { 0 };

	if (a->family)
		addr_format(&b, a);
	if (strcmp(strbuf_str(&b), want))
		fail_msg("%s: address %s, want %s", label, strbuf_str(&b), want);
	strbuf_fini(&b);
}

static void check_case(size_t i)
{
	struct slice in = exact(cases[i].bytes, cases[i].len);
	bool deflated = !strcmp(cases[i].payload, "deflated");
	const char *label = cases[i].label;
	struct hep h;
	enum decode got = hep_decode(&h, in);

	if (got != cases[i].want || h.size != cases[i].size)
		fail_msg("%s: decode %d, size %zu", label, (int)got, h.size);
	want_addr(label, &h.src, cases[i].src);
	want_addr(label, &h.dst, cases[i].dst);
	if (h.transport != cases[i].transport ||
	    h.protocol != cases[i].protocol || h.compressed != deflated)
		fail_msg("%s: transport %d, protocol %d, compressed %d", label,
			 (int)h.transport, h.protocol, h.compressed);
	if (h.has_time != (cases[i].time != 0) ||
	    (h.has_time && h.time != cases[i].time))
		fail_msg("%s: time %lld", label, (long long)h.time);
	if (!slice_eq(h.payload, slice_cstr(deflated ? "x" : cases[i].payload)))
		fail_msg("%s: payload of %zu", label, h.payload.len);
	exact_free(in);
}

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(cases); i++)
		check_case(i);
}

static const struct {
	const char *label, *bytes;
	size_t len;
	bool want;
} looks[] = {
	{ "version 3", BYTES("HEP3\0\x06"), true },
	{ "version 3, its length to come", BYTES("HEP3"), true },
	{ "version 3, length 5", BYTES("HEP3\0\x05"), false },
	{ "part of the magic", BYTES("HEP"), false },
	{ "HEP4", BYTES("HEP4\0\x20"), false },
	{ "version 1", BYTES("\1\x10\2\6\x13\xc4\x13\xc5\xc0\0\2\1\xc0\0\2\2"
			     SIP), true },
	{ "version 1, not SIP",
	  BYTES("\1\x10\2\6\x13\xc4\x13\xc5\xc0\0\2\1\xc0\0\2\2\x80\0\1\2"),
	  false },
	{ "version 1, no payload",
	  BYTES("\1\x10\2\6\x13\xc4\x13\xc5\xc0\0\2\1\xc0\0\2\2"), false },
	{ "version 2",
	  BYTES("\2\x10\2\x11\x13\xc4\x13\xc5\xc0\0\2\1\xc0\0\2\2"
		"\1\0\0\x65\x07\0\0\0\1\0\0\0" SIP), true },
	{ "version 2, payload in place of its time",
	  BYTES("\2\x10\2\x11\x13\xc4\x13\xc5\xc0\0\2\1\xc0\0\2\2"
		"SIP/2.0 200 OK\r\n\r\n"), false },
	{ "RTP", BYTES("\x80\0\1\2\3\4\5\6\7\x08\x09"), false },
	{ "nothing", BYTES(""), false },
};

static void test_looks_like(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(looks); i++) {
		struct slice in = exact(looks[i].bytes, looks[i].len);

		if (hep_looks_like(in) != looks[i].want)
			fail_msg("%s", looks[i].label);
		exact_free(in);
	}
}

/* Whatever is cut off, nothing is made up: a cut packet is truncated (or, when
 * the magic is cut, no HEP), and what it gives is the beginning of the whole. */
static void test_every_cut(void **state)
{
	struct slice whole = slice_of(cases[0].bytes, cases[0].len);

	(void)state;
	for (size_t n = 0; n < whole.len; n++) {
		struct slice in = exact(whole.p, n);
		struct hep h;

		assert_int_equal(hep_decode(&h, in),
				 n < 4 ? DECODE_OTHER : DECODE_TRUNCATED);
		assert_true(slice_eq(h.payload, slice_head(SLICE(SIP),
							   h.payload.len)));
		exact_free(in);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_looks_like),
		cmocka_unit_test(test_every_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
