/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/link.h"

#include "dissect/ieee80211.h"
#include "tests/unit/frame_bytes.h"

#define MACS "\2\0\0\0\0\2\2\0\0\0\0\1"
#define ZERO8 "\0\0\0\0\0\0\0\0"
/* Without bytes of value 0, since payloads are compared as text. */
#define IP4 "E\1\1\1"
/* Behind the frame control field. */
#define ADDRESSES "\2\0\0\0\0\1\2\0\0\0\0\2\2\0\0\0\0\3"
#define WIFI "\0\0" ADDRESSES "\0\0"
#define SNAP "\xaa\xaa\3\0\0\0"
#define INNER(type) (LINK_INNER | (type) << 8)
#define BYTES(literal) literal, sizeof(literal) - 1

/* payload: what must be left, for LINK_IP and where it is said. */
static const struct {
	const char *label;
	int type;
	const char *bytes;
	size_t len;
	enum decode want;
	unsigned kind; /* or INNER(type) */
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
	{ "MPLS", 1, BYTES(MACS "\x88\x47" "\0\1\1\x40" IP4), DECODE_OK, LINK_IP,
	  IP4 },
	{ "MPLS in a VLAN", 1,
	  BYTES(MACS "\x81\0\0\5\x88\x48" "\0\1\1\x40" IP4), DECODE_OK,
	  LINK_IP, IP4 },
	{ "MACsec", 1, BYTES(MACS "\x88\xe5" "..."), DECODE_OK, LINK_TUNNEL,
	  NULL },
	{ "bridged", 1, BYTES(MACS "\x65\x58" "abc"), DECODE_OK, INNER(1),
	  "abc" },
	{ "backbone", 1, BYTES(MACS "\x88\xe7" "\0\0\0\1" "abc"), DECODE_OK,
	  INNER(1), "abc" },
	{ "backbone cut", 1, BYTES(MACS "\x88\xe7" "\0\0\0"),
	  DECODE_TRUNCATED, 0, NULL },
	{ "PPP in Ethernet", 1, BYTES(MACS "\x88\x0b" "\0\x21" "E1"),
	  DECODE_OK, LINK_IP, "E1" },
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
	{ "cooked 802.11", 113, BYTES("\0\0\3\x21" ZERO8 "\0\0\x08\0.."),
	  DECODE_OK, INNER(105), ".." },
	{ "cooked Prism", 113, BYTES("\0\0\3\x22" ZERO8 "\0\0\x08\0.."),
	  DECODE_OK, INNER(119), ".." },
	{ "cooked radio", 113, BYTES("\0\0\3\x23" ZERO8 "\0\0\x08\0.."),
	  DECODE_OK, INNER(127), ".." },
	{ "cooked cut", 113, BYTES("\0\0\0\1\0\6\2\0\0\0\0\1\0\0\x08"),
	  DECODE_TRUNCATED, 0, NULL },
	{ "cooked 2", 276,
	  BYTES("\x08\0\0\0\0\0\0\2\0\1\0\6\2\0\0\0\0\1\0\0" "E1"), DECODE_OK,
	  LINK_IP, "E1" },
	{ "cooked 2 netlink", 276,
	  BYTES("\x08\0\0\0\0\0\0\2\3\x38\0\6\2\0\0\0\0\1\0\0" "E1"), DECODE_OK,
	  LINK_QUIET, NULL },
	{ "cooked 2 VLAN", 276,
	  BYTES("\x81\0\0\0\0\0\0\2\0\1\0\6\2\0\0\0\0\1\0\0"
		"\0\5\x08\0" "E1"), DECODE_OK, LINK_IP, "E1" },
	{ "cooked 2 QinQ", 276,
	  BYTES("\x88\xa8\0\0\0\0\0\2\0\1\0\6\2\0\0\0\0\1\0\0"
		"\0\5\x81\0\0\6\x86\xdd" "`1"), DECODE_OK, LINK_IP, "`1" },
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
	{ "PPP", 9, BYTES("\xff\3\0\x21" "E1"), DECODE_OK, LINK_IP, "E1" },
	{ "PPP, no framing", 9, BYTES("\0\x57" "`1"), DECODE_OK, LINK_IP, "`1" },
	{ "PPP, short protocol", 9, BYTES("\xff\3\x21" "E1"), DECODE_OK,
	  LINK_IP, "E1" },
	{ "PPP, short both", 9, BYTES("\x57" "`1"), DECODE_OK, LINK_IP, "`1" },
	{ "PPP MPLS", 9, BYTES("\xff\3\2\x81" "\0\1\1\x40" IP4), DECODE_OK,
	  LINK_IP, IP4 },
	{ "PPP IPCP", 9, BYTES("\xff\3\x80\x21" ".."), DECODE_OK, LINK_QUIET,
	  NULL },
	{ "PPP compressed", 9, BYTES("\xff\3\0\xfd" ".."), DECODE_OK,
	  LINK_TUNNEL, NULL },
	{ "PPP stranger", 9, BYTES("\xff\3\0\x23" ".."), DECODE_OK,
	  LINK_UNKNOWN, NULL },
	{ "PPP cut", 9, BYTES("\xff\3\0"), DECODE_TRUNCATED, 0, NULL },
	{ "PPP framing only", 9, BYTES("\xff\3"), DECODE_TRUNCATED, 0, NULL },
	{ "PPP nothing", 9, BYTES(""), DECODE_TRUNCATED, 0, NULL },
	{ "serial PPP", 50, BYTES("\xff\3\0\x21" "E1"), DECODE_OK, LINK_IP,
	  "E1" },
	{ "serial Cisco", 50, BYTES("\x0f\0\x08\0" "E1"), DECODE_OK, LINK_IP,
	  "E1" },
	{ "serial Cisco keep-alive", 50, BYTES("\x8f\0\x80\x35" ".."),
	  DECODE_OK, LINK_QUIET, NULL },
	{ "serial Cisco cut", 50, BYTES("\x0f\0\x08"), DECODE_TRUNCATED, 0,
	  NULL },
	{ "Cisco HDLC", 104, BYTES("\x0f\0\x86\xdd" "`1"), DECODE_OK, LINK_IP,
	  "`1" },
	{ "PPPoE alone", 51, BYTES("\x11\0\0\1\0\4\0\x21" "E1pad"),
	  DECODE_OK, LINK_IP, "E1" },
	{ "PPPoE alone, discovery", 51, BYTES("\x11\x09\0\1\0\4\0\x21" "E1"),
	  DECODE_OK, LINK_QUIET, NULL },
	{ "PPPoE, length 1", 51, BYTES("\x11\0\0\1\0\1\0\x21" "E1"),
	  DECODE_MALFORMED, 0, NULL },
	{ "PPP with direction", 204, BYTES("\1\xff\3\0\x21" "E1"), DECODE_OK,
	  LINK_IP, "E1" },
	{ "PPP of pppd", 166, BYTES("\1\3\0\x21" "E1"), DECODE_OK, LINK_IP,
	  "E1" },
	{ "802.11 SNAP", 105, BYTES("\x08\1" WIFI SNAP "\x08\0" "E1"),
	  DECODE_OK, LINK_IP, "E1" },
	{ "802.11 QoS", 105, BYTES("\x88\1" WIFI "\0\0" SNAP "\x86\xdd" "`1"),
	  DECODE_OK, LINK_IP, "`1" },
	{ "802.11 QoS, HT", 105,
	  BYTES("\x88\x81" WIFI "\0\0" "\0\0\0\0" SNAP "\x08\0" "E1"),
	  DECODE_OK, LINK_IP, "E1" },
	{ "802.11, 4 addresses", 105,
	  BYTES("\x08\3" WIFI "\2\0\0\0\0\4" SNAP "\x08\0" "E1"),
	  DECODE_OK, LINK_IP, "E1" },
	{ "802.11, 4 addresses, QoS", 105,
	  BYTES("\x88\3" WIFI "\2\0\0\0\0\4" "\0\0" SNAP "\x08\0" "E1"),
	  DECODE_OK, LINK_IP, "E1" },
	{ "802.11 VLAN", 105,
	  BYTES("\x08\1" WIFI SNAP "\x81\0\0\5\x08\0" "E1"), DECODE_OK,
	  LINK_IP, "E1" },
	{ "802.11 aggregate", 105, BYTES("\x88\1" WIFI "\x80\0" "abc"),
	  DECODE_OK, LINK_AMSDU, "abc" },
	{ "802.11 encrypted", 105, BYTES("\x08\x41" WIFI "abc"), DECODE_OK,
	  LINK_TUNNEL, NULL },
	{ "802.11 first fragment", 105, BYTES("\x08\5" WIFI SNAP "\x08\0" "E1"),
	  DECODE_OK, LINK_TUNNEL, NULL },
	{ "802.11 later fragment", 105,
	  BYTES("\x08\1\0\0" ADDRESSES "\1\0" "abc"), DECODE_OK, LINK_TUNNEL,
	  NULL },
	{ "802.11 beacon", 105, BYTES("\x80\0" ".."), DECODE_OK, LINK_QUIET,
	  NULL },
	{ "802.11 ACK", 105, BYTES("\xd4\0" ".."), DECODE_OK, LINK_QUIET,
	  NULL },
	{ "802.11 null", 105, BYTES("\x48\1" WIFI), DECODE_OK, LINK_QUIET,
	  NULL },
	{ "802.11 QoS null", 105, BYTES("\xc8\1" WIFI "\0\0"), DECODE_OK,
	  LINK_QUIET, NULL },
	{ "802.11 cut", 105, BYTES("\x08\1\0\0" ADDRESSES "\0"),
	  DECODE_TRUNCATED, 0, NULL },
	{ "802.11 cut in QoS", 105, BYTES("\x88\1" WIFI "\0"),
	  DECODE_TRUNCATED, 0, NULL },
	{ "802.11 cut in SNAP", 105, BYTES("\x08\1" WIFI "\xaa\xaa\3\0\0"),
	  DECODE_TRUNCATED, 0, NULL },
	{ "802.11, 1 byte", 105, BYTES("\x08"), DECODE_TRUNCATED, 0, NULL },
	{ "radiotap", 127,
	  BYTES("\0\0\x08\0\0\0\0\0" "\x08\1" WIFI SNAP "\x08\0" "E1"),
	  DECODE_OK, LINK_IP, "E1" },
	{ "radiotap, checksum", 127,
	  BYTES("\0\0\x09\0\2\0\0\0\x10" "\x08\1" WIFI SNAP "\x08\0"
		"E1sums"), DECODE_OK, LINK_IP, "E1" },
	{ "radiotap, time, padding", 127,
	  BYTES("\0\0\x11\0\3\0\0\0" ZERO8 "\x20" "\x88\1" WIFI "\0\0"
		"\0\0" SNAP "\x08\0" "E1"), DECODE_OK, LINK_IP, "E1" },
	{ "radiotap, two words, time", 127,
	  BYTES("\0\0\x19\0\3\0\0\x80" "\0\0\0\0" "...." ZERO8 "\x10"
		"\x08\1" WIFI SNAP "\x08\0" "E1sums"), DECODE_OK, LINK_IP,
	  "E1" },
	{ "radiotap version 1", 127, BYTES("\1\0\x08\0\0\0\0\0" "\x80\0"),
	  DECODE_MALFORMED, 0, NULL },
	{ "radiotap of 7", 127, BYTES("\0\0\x07\0\0\0\0\0" "\x80\0"),
	  DECODE_MALFORMED, 0, NULL },
	{ "radiotap cut", 127, BYTES("\0\0\x09\0\0\0\0\0"),
	  DECODE_TRUNCATED, 0, NULL },
	{ "Prism", 119,
	  BYTES("\x44\0\0\0\x08\0\0\0" "\x08\1" WIFI SNAP "\x08\0" "E1"),
	  DECODE_OK, LINK_IP, "E1" },
	{ "Prism, big", 119,
	  BYTES("\0\0\0\x44\0\0\0\x08" "\x08\1" WIFI SNAP "\x08\0" "E1"),
	  DECODE_OK, LINK_IP, "E1" },
	{ "AVS", 163,
	  BYTES("\x80\x21\x10\1\0\0\0\x0a" ".." "\x08\1" WIFI SNAP
		"\x08\0" "E1"), DECODE_OK, LINK_IP, "E1" },
	{ "AVS in Prism", 119,
	  BYTES("\x80\x21\x10\1\0\0\0\x0a" ".." "\x80\0"), DECODE_OK,
	  LINK_QUIET, NULL },
	{ "AVS too long", 163, BYTES("\x80\x21\x10\1\0\1\0\0" "....."),
	  DECODE_MALFORMED, 0, NULL },
	{ "Prism cut", 119, BYTES("\0\0\0\x44\0\0\0\x09"), DECODE_TRUNCATED,
	  0, NULL },
	{ "MPLS alone", 219, BYTES("\0\1\1\x40" IP4), DECODE_OK, LINK_IP, IP4 },
	{ "NFLOG", 239,
	  BYTES("\2\0\0\1" "\x08\0\1\0\x08\0\0\0" "\5\0\x0a\0p\0\0\0"
		"\6\0\x09\0" "E1"), DECODE_OK, LINK_IP, "E1" },
	{ "NFLOG, big", 239,
	  BYTES("\x0a\0\0\1" "\0\5\0\x0ap\0\0\0" "\0\6\0\x09" "`1"),
	  DECODE_OK, LINK_IP, "`1" },
	{ "NFLOG bridge", 239,
	  BYTES("\7\0\0\1" "\x08\0\1\0\x86\xdd\0\0" "\6\0\x09\0" "`1"),
	  DECODE_OK, LINK_IP, "`1" },
	{ "NFLOG stranger", 239, BYTES("\7\0\0\1" "\6\0\x09\0" "`1"),
	  DECODE_OK, LINK_UNKNOWN, NULL },
	{ "NFLOG without packet", 239, BYTES("\2\0\0\1" "\5\0\x0a\0p\0\0\0"),
	  DECODE_OK, LINK_QUIET, NULL },
	{ "NFLOG payload cut", 239, BYTES("\2\0\0\1" "\7\0\x09\0" "E1"),
	  DECODE_OK, LINK_IP, "E1" },
	{ "NFLOG attribute cut", 239, BYTES("\2\0\0\1" "\7\0\x0a\0" "E1"),
	  DECODE_TRUNCATED, 0, NULL },
	{ "NFLOG attribute of 3", 239, BYTES("\2\0\0\1" "\3\0\x0a\0" "E1"),
	  DECODE_MALFORMED, 0, NULL },
	{ "NFLOG cut", 239, BYTES("\2\0\0"), DECODE_TRUNCATED, 0, NULL },
	{ "PPI", 192, BYTES("\0\0\x0a\0\x69\0\0\0" ".." "abc"), DECODE_OK,
	  INNER(105), "abc" },
	{ "PPI of 7", 192, BYTES("\0\0\7\0\x69\0\0\0"), DECODE_MALFORMED, 0,
	  NULL },
	{ "PPI cut", 192, BYTES("\0\0\x0a\0\x69\0\0\0."), DECODE_TRUNCATED, 0,
	  NULL },
	{ "PKTAP", 258, BYTES("\x0d\0\0\0\1\0\0\0\1\0\0\0" "." "abc"),
	  DECODE_OK, INNER(1), "abc" },
	{ "PKTAP cut", 258, BYTES("\x0c\0\0\0\1\0\0\0\1\0\0"),
	  DECODE_TRUNCATED, 0, NULL },
	{ "PKTAP, no type", 258,
	  BYTES("\x0c\0\0\0\1\0\0\0\xff\xff\xff\xff"), DECODE_MALFORMED,
	  0, NULL },
	{ "ENC", 109, BYTES("\2\0\0\0...." "...." "E1"), DECODE_OK, LINK_IP,
	  "E1" },
	{ "PFLOG", 117, BYTES("\5\2.. .\0\0" "E1"), DECODE_OK, LINK_IP, "E1" },
	{ "user 0", 147, BYTES("E1"), DECODE_OTHER, 0, NULL },
	{ "user 15", 162, BYTES("E1"), DECODE_OTHER, 0, NULL },
	{ "Bluetooth", 187, BYTES("E1"), DECODE_OTHER, 0, NULL },
	{ "no type", -1, BYTES("E1"), DECODE_OTHER, 0, NULL },
};

static unsigned kind_of(const struct link *l)
{
	return l->kind == LINK_INNER ? INNER((unsigned)l->inner) : l->kind;
}

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
		if (got == DECODE_OK && kind_of(&l) != cases[i].kind)
			fail_msg("%s: kind %u", cases[i].label, kind_of(&l));
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

/* Where one frame of an aggregate ends and the next begins. */
static void test_amsdu(void **state)
{
	static const char bytes[] =
		MACS "\0\x0b" SNAP "\x08\0" "E12" "\0\0\0" /* padded */
		MACS "\0\x08" SNAP "\x08\6"               /* ARP */
		"\0\0"
		MACS "\0\x0a" SNAP "\x86\xdd" "`9"
		"sums";
	struct slice in = exact(bytes, sizeof(bytes) - 1), rest = in;
	struct link l;

	(void)state;
	assert_int_equal(ieee80211_amsdu_next(&l, &rest), DECODE_OK);
	assert_int_equal(l.kind, LINK_IP);
	assert_true(slice_eq(l.payload, SLICE("E12")));
	assert_int_equal(ieee80211_amsdu_next(&l, &rest), DECODE_OK);
	assert_int_equal(l.kind, LINK_QUIET);
	assert_int_equal(ieee80211_amsdu_next(&l, &rest), DECODE_OK);
	assert_true(slice_eq(l.payload, SLICE("`9")));
	assert_int_equal(ieee80211_amsdu_next(&l, &rest), DECODE_OTHER);
	/* The second is cut: nothing can follow. */
	rest = slice_head(in, 28 + 14 + 3);
	assert_int_equal(ieee80211_amsdu_next(&l, &rest), DECODE_OK);
	assert_int_equal(ieee80211_amsdu_next(&l, &rest), DECODE_TRUNCATED);
	assert_int_equal(ieee80211_amsdu_next(&l, &rest), DECODE_OTHER);
	exact_free(in);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_prefixes),
		cmocka_unit_test(test_amsdu),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
