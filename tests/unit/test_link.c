/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/link.h"

#include "tests/unit/frame_bytes.h"

#define MACS "\2\0\0\0\0\2\2\0\0\0\0\1"
#define BYTES(literal) literal, sizeof(literal) - 1

/* payload: what must be left, for LINK_IP and where it is said. */
static const struct {
	const char *label;
	int type;
	const char *bytes;
	size_t len;
	enum decode want;
	enum link_kind kind;
	const char *payload;
} cases[] = {
	{ "IPv4", 1, BYTES(MACS "\x08\0" "E123"), DECODE_OK, LINK_IP, "E123" },
	{ "IPv6", 1, BYTES(MACS "\x86\xdd" "`1"), DECODE_OK, LINK_IP, "`1" },
	{ "802.1Q", 1, BYTES(MACS "\x81\0\0\5\x08\0" "E1"), DECODE_OK, LINK_IP,
	  "E1" },
	{ "802.1ad", 1, BYTES(MACS "\x88\xa8\0\5\x81\0\0\6\x86\xdd" "`1"),
	  DECODE_OK, LINK_IP, "`1" },
	{ "three tags", 1,
	  BYTES(MACS "\x91\0\0\1\x92\0\0\2\x93\0\0\3\x08\0" "E"), DECODE_OK,
	  LINK_IP, "E" },
	{ "cut in a tag", 1, BYTES(MACS "\x81\0\0\5\x08"), DECODE_TRUNCATED,
	  0, NULL },
	{ "cut in the type", 1, BYTES(MACS "\x08"), DECODE_TRUNCATED, 0, NULL },
	{ "ARP", 1, BYTES(MACS "\x08\6" "\0\1"), DECODE_OK, LINK_QUIET, NULL },
	{ "ARP in a VLAN", 1, BYTES(MACS "\x81\0\0\5\x08\6"), DECODE_OK,
	  LINK_QUIET, NULL },
	{ "LLDP", 1, BYTES(MACS "\x88\xcc"), DECODE_OK, LINK_QUIET, NULL },
	{ "EAPOL", 1, BYTES(MACS "\x88\x8e"), DECODE_OK, LINK_QUIET, NULL },
	{ "MPLS", 1, BYTES(MACS "\x88\x47"), DECODE_OK, LINK_TUNNEL, NULL },
	{ "a stranger", 1, BYTES(MACS "\x12\x34"), DECODE_OK, LINK_UNKNOWN,
	  NULL },
	{ "STP", 1, BYTES(MACS "\0\7" "\x42\x42\3" "\0\0\0\0"), DECODE_OK,
	  LINK_QUIET, NULL },
	{ "SNAP", 1, BYTES(MACS "\0\x0a" "\xaa\xaa\3\0\0\0\x08\0" "E1padding"),
	  DECODE_OK, LINK_IP, "E1" },
	{ "SNAP of a vendor", 1,
	  BYTES(MACS "\0\x0a" "\xaa\xaa\3\0\0\x0c\x20\0" "..."), DECODE_OK,
	  LINK_QUIET, NULL },
	{ "SNAP, a length", 1,
	  BYTES(MACS "\0\x0a" "\xaa\xaa\3\0\0\0\0\x08" ".."), DECODE_OK,
	  LINK_QUIET, NULL },
	{ "SNAP cut", 1, BYTES(MACS "\0\x0a" "\xaa\xaa\3\0\0\0\x08"),
	  DECODE_TRUNCATED, 0, NULL },
	{ "LLC cut", 1, BYTES(MACS "\0\x0a" "\x42\x42"), DECODE_TRUNCATED, 0,
	  NULL },
	{ "PPPoE IPv4", 1, BYTES(MACS "\x88\x64\x11\0\0\1\0\4\0\x21" "E1pad"),
	  DECODE_OK, LINK_IP, "E1" },
	{ "PPPoE IPv6", 1, BYTES(MACS "\x88\x64\x11\0\0\1\0\4\0\x57" "`1"),
	  DECODE_OK, LINK_IP, "`1" },
	{ "PPPoE, short protocol", 1,
	  BYTES(MACS "\x88\x64\x11\0\0\1\0\3\x21" "E1"), DECODE_OK, LINK_IP,
	  "E1" },
	{ "PPPoE LCP", 1, BYTES(MACS "\x88\x64\x11\0\0\1\0\4\xc0\x21.."),
	  DECODE_OK, LINK_QUIET, NULL },
	{ "PPPoE multilink", 1, BYTES(MACS "\x88\x64\x11\0\0\1\0\4\0\x3d.."),
	  DECODE_OK, LINK_TUNNEL, NULL },
	{ "PPPoE stranger", 1, BYTES(MACS "\x88\x64\x11\0\0\1\0\4\0\x23.."),
	  DECODE_OK, LINK_UNKNOWN, NULL },
	{ "PPPoE cut", 1, BYTES(MACS "\x88\x64\x11\0\0\1\0\4\0"),
	  DECODE_TRUNCATED, 0, NULL },
	{ "PPPoE discovery", 1, BYTES(MACS "\x88\x63\x11"), DECODE_OK,
	  LINK_QUIET, NULL },
	{ "cooked", 113, BYTES("\0\0\0\1\0\6\2\0\0\0\0\1\0\0\x08\0" "E1"),
	  DECODE_OK, LINK_IP, "E1" },
	{ "cooked VLAN", 113,
	  BYTES("\0\0\0\1\0\6\2\0\0\0\0\1\0\0\x81\0\0\5\x86\xdd" "`1"),
	  DECODE_OK, LINK_IP, "`1" },
	{ "cooked LLC", 113,
	  BYTES("\0\0\0\1\0\6\2\0\0\0\0\1\0\0\0\4\x42\x42\3"), DECODE_OK,
	  LINK_QUIET, NULL },
	{ "cooked SNAP", 113,
	  BYTES("\0\0\0\1\0\6\2\0\0\0\0\1\0\0\0\4\xaa\xaa\3\0\0\0\x08\0" "E1"),
	  DECODE_OK, LINK_IP, "E1" },
	{ "cooked CAN", 113, BYTES("\0\0\1\x18\0\0\0\0\0\0\0\0\0\0\0\x0c.."),
	  DECODE_OK, LINK_QUIET, NULL },
	{ "cooked netlink", 113,
	  BYTES("\0\0\3\x38\0\0\0\0\0\0\0\0\0\0\x08\0.."), DECODE_OK,
	  LINK_QUIET, NULL },
	{ "cooked radio", 113, BYTES("\0\0\3\x23\0\0\0\0\0\0\0\0\0\0\x08\0.."),
	  DECODE_OK, LINK_UNKNOWN, NULL },
	{ "cooked cut", 113, BYTES("\0\0\0\1\0\6\2\0\0\0\0\1\0\0\x08"),
	  DECODE_TRUNCATED, 0, NULL },
	{ "cooked 2", 276,
	  BYTES("\x08\0\0\0\0\0\0\2\0\1\0\6\2\0\0\0\0\1\0\0" "E1"), DECODE_OK,
	  LINK_IP, "E1" },
	{ "cooked 2 netlink", 276,
	  BYTES("\x08\0\0\0\0\0\0\2\3\x38\0\6\2\0\0\0\0\1\0\0" "E1"), DECODE_OK,
	  LINK_QUIET, NULL },
	{ "cooked 2 cut", 276,
	  BYTES("\x08\0\0\0\0\0\0\2\0\1\0\6\2\0\0\0\0\1\0"), DECODE_TRUNCATED,
	  0, NULL },
	{ "null, big", 0, BYTES("\0\0\0\2" "E1"), DECODE_OK, LINK_IP, "E1" },
	{ "null, little", 0, BYTES("\2\0\0\0" "E1"), DECODE_OK, LINK_IP, "E1" },
	{ "null, macOS v6", 0, BYTES("\x1e\0\0\0" "`1"), DECODE_OK, LINK_IP,
	  "`1" },
	{ "null, FreeBSD v6", 0, BYTES("\0\0\0\x1c" "`1"), DECODE_OK, LINK_IP,
	  "`1" },
	{ "null, stranger", 0, BYTES("\7\0\0\0" ".."), DECODE_OK, LINK_UNKNOWN,
	  NULL },
	{ "null, 256 times 2", 0, BYTES("\0\2\0\0" "E1"), DECODE_OK,
	  LINK_UNKNOWN, NULL },
	{ "null, 258", 0, BYTES("\2\1\0\0" "E1"), DECODE_OK, LINK_UNKNOWN,
	  NULL },
	{ "null cut", 0, BYTES("\2\0\0"), DECODE_TRUNCATED, 0, NULL },
	{ "loop", 108, BYTES("\0\0\0\x18" "`1"), DECODE_OK, LINK_IP, "`1" },
	{ "raw 12", 12, BYTES("E1"), DECODE_OK, LINK_IP, "E1" },
	{ "raw 12 is loop", 12, BYTES("\0\0\0\2" "E1"), DECODE_OK, LINK_IP,
	  "E1" },
	{ "raw 14", 14, BYTES("`1"), DECODE_OK, LINK_IP, "`1" },
	{ "raw 101", 101, BYTES("E1"), DECODE_OK, LINK_IP, "E1" },
	{ "raw v4", 228, BYTES("E1"), DECODE_OK, LINK_IP, "E1" },
	{ "raw v6", 229, BYTES("`1"), DECODE_OK, LINK_IP, "`1" },
	{ "raw, nothing", 101, BYTES(""), DECODE_TRUNCATED, 0, NULL },
	{ "802.11", 105, BYTES("\x08\0" "E1"), DECODE_OTHER, 0, NULL },
	{ "no type", -1, BYTES("E1"), DECODE_OTHER, 0, NULL },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct slice in = exact(cases[i].bytes, cases[i].len);
		struct link l = { .kind = LINK_UNKNOWN };
		enum decode got = link_decode(&l, cases[i].type, in);

		if (got != cases[i].want ||
		    link_knows(cases[i].type) != (got != DECODE_OTHER))
			fail_msg("%s: verdict %d", cases[i].label, (int)got);
		if (got == DECODE_OK && l.kind != cases[i].kind)
			fail_msg("%s: kind %d", cases[i].label, (int)l.kind);
		if (cases[i].payload &&
		    !slice_eq(l.payload, slice_cstr(cases[i].payload)))
			fail_msg("%s: payload", cases[i].label);
		exact_free(in);
	}
}

/* Every prefix of every case, under every type. */
static void test_prefixes(void **state)
{
	struct link l;

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++)
		for (size_t len = 0; len <= cases[i].len; len++)
			for (size_t k = 0; k < LEN(cases); k++) {
				struct slice in = exact(cases[i].bytes, len);

				if (link_decode(&l, cases[k].type, in) ==
				    DECODE_OK)
					assert_true(l.payload.len <= len);
				exact_free(in);
			}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_prefixes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
