/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/udp.h"

#include "tests/unit/frame_bytes.h"

#define BYTES(literal) literal, sizeof(literal) - 1
#define PORTS "\x13\xc4\x13\xc5"

static const struct {
	const char *label, *bytes;
	size_t len;
	enum decode want;
	unsigned sport, dport;
	const char *payload;
} cases[] = {
	{ "header only", BYTES(PORTS "\0\x08\0\0"), DECODE_OK, 5060, 5061, "" },
	{ "payload", BYTES(PORTS "\0\x0c\0\0" "data"), DECODE_OK, 5060, 5061,
	  "data" },
	{ "padded", BYTES(PORTS "\0\x0c\0\0" "data..."), DECODE_OK, 5060, 5061,
	  "data" },
	{ "cut", BYTES(PORTS "\0\x0c\0\0" "dat"), DECODE_TRUNCATED, 5060, 5061,
	  "dat" },
	{ "all cut", BYTES(PORTS "\0\x0c\0\0"), DECODE_TRUNCATED, 5060, 5061,
	  "" },
	{ "length 0", BYTES(PORTS "\0\0\0\0" "data"), DECODE_OK, 5060, 5061,
	  "data" },
	{ "length 7", BYTES(PORTS "\0\7\0\0" "data"), DECODE_MALFORMED, 5060,
	  5061, NULL },
	{ "7 bytes", BYTES(PORTS "\0\x0c\0"), DECODE_TRUNCATED, 5060, 5061,
	  "" },
	{ "ports", BYTES(PORTS), DECODE_TRUNCATED, 5060, 5061, "" },
	{ "3 bytes", BYTES("\x13\xc4\x13"), DECODE_TRUNCATED, 5060, 0, "" },
	{ "1 byte", BYTES("\x13"), DECODE_TRUNCATED, 0, 0, "" },
	{ "nothing", BYTES(""), DECODE_TRUNCATED, 0, 0, "" },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct slice in = exact(cases[i].bytes, cases[i].len);
		struct udp u;
		enum decode got = udp_decode(&u, in);

		if (got != cases[i].want || u.sport != cases[i].sport ||
		    u.dport != cases[i].dport)
			fail_msg("%s: %d, %u to %u", cases[i].label, (int)got,
				 u.sport, u.dport);
		if (cases[i].payload &&
		    !slice_eq(u.payload, slice_cstr(cases[i].payload)))
			fail_msg("%s: payload", cases[i].label);
		exact_free(in);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
