/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/exported_pdu.h"

#include "tests/unit/exact.h"

#define IP4_SRC "\0\x14\0\4\xc0\0\2\1"
#define IP4_DST "\0\x15\0\4\xc0\0\2\2"
#define PORTS "\0\x18\0\4\0\0\0\2\0\x19\0\4\0\0\x13\xce\0\x1a\0\4\0\0\x13\xc4"
#define NAME(n) "\0\x0c\0\4" n
#define END "\0\0\0\0"
#define BYTES(s) s, sizeof(s) - 1

static const struct {
	const char *label, *bytes;
	size_t len;
	enum decode want;
	const char *src, *dst;
	enum transport transport;
	size_t payload;
} cases[] = {
	{ "sip over tcp", BYTES(NAME("sip\0") IP4_SRC IP4_DST PORTS END "abc"),
	  DECODE_OK, "192.0.2.1:5070", "192.0.2.2:5060", TRANSPORT_TCP, 3 },
	{ "a name without NUL", BYTES("\0\x0c\0\3sip" END "x"),
	  DECODE_OK, "?", "?", TRANSPORT_UDP, 1 },
	{ "heuristic name", BYTES("\0\x0d\0\x08sip_udp\0" END),
	  DECODE_OK, "?", "?", TRANSPORT_UDP, 0 },
	{ "ports before addresses", BYTES(NAME("sip\0") PORTS IP4_DST IP4_SRC
	  END), DECODE_OK, "192.0.2.1:5070", "192.0.2.2:5060", TRANSPORT_TCP,
	  0 },
	{ "another protocol", BYTES(NAME("http") IP4_SRC IP4_DST END "abcd"),
	  DECODE_OTHER, "192.0.2.1", "192.0.2.2", TRANSPORT_UDP, 4 },
	{ "no name", BYTES(END "abcd"), DECODE_OTHER, "?", "?", TRANSPORT_UDP,
	  4 },
	{ "unknown tags are passed", BYTES("\0\x21\0\2ab" NAME("sip\0") END
	  "x"), DECODE_OK, "?", "?", TRANSPORT_UDP, 1 },
	{ "an address that is too short", BYTES("\0\x14\0\3\xc0\0\2" END),
	  DECODE_OTHER, "?", "?", TRANSPORT_UDP, 0 },
	{ "cut in a tag", BYTES(NAME("si")), DECODE_TRUNCATED, "?", "?",
	  TRANSPORT_UDP, 0 },
	{ "cut before the end", BYTES(NAME("sip\0")), DECODE_TRUNCATED, "?",
	  "?", TRANSPORT_UDP, 0 },
	{ "nothing", "", 0, DECODE_TRUNCATED, "?", "?", TRANSPORT_UDP, 0 },
};

static void check_addr(const struct addr *a, const char *want)
{
	struct strbuf b = { 0 };

	if (*want == '?') {
		assert_int_equal(a->family, 0);
		return;
	}
	addr_format(&b, a);
	assert_string_equal(strbuf_str(&b), want);
	strbuf_fini(&b);
}

static void decodes(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct slice in = exact(cases[i].bytes, cases[i].len);
		struct packet p = { .fragments = 9 };

		print_message("# %s\n", cases[i].label);
		assert_int_equal(exported_pdu_decode(&p, in), cases[i].want);
		assert_int_equal(p.fragments, 9);
		if (cases[i].want != DECODE_TRUNCATED) {
			check_addr(&p.src, cases[i].src);
			check_addr(&p.dst, cases[i].dst);
			assert_int_equal(p.transport, cases[i].transport);
			assert_int_equal(p.payload.len, cases[i].payload);
		}
		exact_free(in);
	}
}

/* A frame of a capture stands behind it: it may be told twice. */
static void copies(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		bool want;
	} two[] = {
		{ BYTES(NAME("sip\0") END "x"), false },
		{ BYTES(NAME("sip\0") "\0\x1e\0\4\0\0\0\1" END "x"), true },
	};

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct slice in = exact(two[i].bytes, two[i].len);
		struct packet p = { .copies = !two[i].want };

		assert_int_equal(exported_pdu_decode(&p, in), DECODE_OK);
		assert_int_equal(p.copies, two[i].want);
		exact_free(in);
	}
}

static void round_trip(void **state)
{
	static const enum transport t[] = {
		TRANSPORT_UDP, TRANSPORT_TCP, TRANSPORT_SCTP, TRANSPORT_TLS,
		TRANSPORT_WS, TRANSPORT_WSS };
	struct addr src = addr_make("\x20\1\xd\xb8\0\0\0\0\0\0\0\0\0\0\0\1",
				    16, 5070);
	struct addr dst = addr_make("\xc0\0\2\2", 4, 5060);

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(*t); i++) {
		struct strbuf b = { 0 };
		struct packet p = { .fragments = 1 };

		exported_pdu_write(&b, &src, &dst, t[i], SLICE("OPTIONS"));
		assert_false(b.failed);
		assert_int_equal(b.len % 4, sizeof("OPTIONS") - 1 - 4);
		assert_int_equal(exported_pdu_decode(&p, strbuf_view(&b)),
				 DECODE_OK);
		assert_true(addr_eq(&p.src, &src));
		assert_true(addr_eq(&p.dst, &dst));
		assert_int_equal(p.transport, t[i]);
		assert_true(slice_eq(p.payload, SLICE("OPTIONS")));
		strbuf_fini(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decodes),
		cmocka_unit_test(copies),
		cmocka_unit_test(round_trip),
	};

	return cmocka_run_group_tests_name("exported_pdu", tests, NULL, NULL);
}
