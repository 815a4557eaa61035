/* SPDX-License-Identifier: BSD-2-Clause */
/* Tunnels in tunnels through the dissector: frames are put together from the
 * inside out, each layer wrapped around what is there. */
#include "dissect/dissector.h"

#include "tests/unit/frame_bytes.h"

#define BYTES(literal) literal, sizeof(literal) - 1
#define SIP "OPTIONS sip:a@example.com SIP/2.0\r\n\r\n"
enum { DEEPEST = 8 };

/* What stands at the outside. */
enum outside { IP, ETHERNET, WIFI, KINDS };

struct stack {
	struct frame_bytes b;
	enum outside outside;
	unsigned version; /* of the outermost IP packet */
	unsigned depth;   /* tunnels so far */
	bool aggregate;   /* the outermost is an A-MSDU */
};

static void before(struct stack *s, const char *bytes, size_t len)
{
	assert_true(len <= sizeof(s->b.p) - s->b.len);
	memmove(s->b.p + len, s->b.p, s->b.len);
	memcpy(s->b.p, bytes, len);
	s->b.len += len;
}

static void before16(struct stack *s, unsigned v)
{
	char bytes[2] = { (char)(v >> 8), (char)v };

	before(s, bytes, 2);
}

static void before_built(struct stack *s, const struct frame_bytes *b)
{
	before(s, b->p, b->len);
}

/* --- IP packets --- */

static void ip4(struct stack *s, unsigned protocol)
{
	struct frame_bytes *b = calloc(1, sizeof(*b));

	assert_non_null(b);
	put_ip4(b, protocol, 7, 0, s->b.len);
	before_built(s, b);
	free(b);
	s->outside = IP;
	s->version = 4;
	s->aggregate = false;
}

static void ip6(struct stack *s, unsigned protocol)
{
	struct frame_bytes *b = calloc(1, sizeof(*b));

	assert_non_null(b);
	put_ip6(b, protocol, s->b.len);
	before_built(s, b);
	free(b);
	s->outside = IP;
	s->version = 6;
	s->aggregate = false;
}

static void udp(struct stack *s, unsigned sport, unsigned dport)
{
	before16(s, 0);
	before16(s, (unsigned)s->b.len + 6);
	before16(s, dport);
	before16(s, sport);
}

static unsigned ethertype(const struct stack *s)
{
	return s->version == 4 ? 0x0800 : 0x86dd;
}

static unsigned ip_in_ip(const struct stack *s)
{
	return s->version == 4 ? 4 : 41;
}

/* --- around an IP packet --- */

static void in_ethernet(struct stack *s)
{
	before16(s, ethertype(s));
	before(s, BYTES("\2\0\0\0\0\2\2\0\0\0\0\1"));
	s->outside = ETHERNET;
}

static void in_vlan(struct stack *s)
{
	before16(s, ethertype(s));
	before(s, BYTES("\2\0\0\0\0\2\2\0\0\0\0\1\x81\0\0\5"));
	s->outside = ETHERNET;
}

static void in_qinq(struct stack *s)
{
	before16(s, ethertype(s));
	before(s, BYTES("\2\0\0\0\0\2\2\0\0\0\0\1\x88\xa8\0\6\x81\0\0\5"));
	s->outside = ETHERNET;
}

static void in_mpls(struct stack *s)
{
	before(s, BYTES("\2\0\0\0\0\2\2\0\0\0\0\1\x88\x47"
			"\0\1\0\x40\0\2\0\x40\0\3\1\x40"));
	s->outside = ETHERNET;
}

static void in_pppoe(struct stack *s)
{
	before16(s, s->version == 4 ? 0x0021 : 0x0057);
	before16(s, (unsigned)s->b.len);
	before(s, BYTES("\2\0\0\0\0\2\2\0\0\0\0\1\x88\x64\x11\0\0\1"));
	s->outside = ETHERNET;
}

static void in_wifi(struct stack *s)
{
	before16(s, ethertype(s));
	before(s, BYTES("\x88\1\0\0\2\0\0\0\0\1\2\0\0\0\0\2\2\0\0\0\0\3\0\0"
			"\0\0\xaa\xaa\3\0\0\0"));
	s->outside = WIFI;
}

static void in_amsdu(struct stack *s)
{
	before16(s, ethertype(s));
	before(s, BYTES("\xaa\xaa\3\0\0\0"));
	before16(s, (unsigned)s->b.len);
	before(s, BYTES("\x88\1\0\0\2\0\0\0\0\1\2\0\0\0\0\2\2\0\0\0\0\3\0\0"
			"\x80\0" "\2\0\0\0\0\2\2\0\0\0\0\1"));
	s->outside = WIFI;
	s->depth += 2;
	s->aggregate = true;
}

static void in_ip4(struct stack *s)
{
	ip4(s, ip_in_ip(s));
	s->depth++;
}

static void in_ip6(struct stack *s)
{
	ip6(s, ip_in_ip(s));
	s->depth++;
}

static void in_ah(struct stack *s)
{
	before(s, BYTES("\4\4\0\0\0\0\0\1\0\0\0\1" "integrity..."));
	s->b.p[0] = (char)ip_in_ip(s);
	ip4(s, 51);
	s->depth++;
}

static void in_gre(struct stack *s)
{
	before16(s, ethertype(s));
	before16(s, 0);
	ip4(s, 47);
	s->depth++;
}

static void in_gre_all(struct stack *s)
{
	before(s, BYTES("sum.key.seq."));
	before16(s, ethertype(s));
	before16(s, 0xb000);
	ip6(s, 47);
	s->depth++;
}

static void in_gre_routing(struct stack *s)
{
	before(s, BYTES("sum." "\x08\0\0\4" "next" "\0\0\0\0"));
	before16(s, ethertype(s));
	before16(s, 0x4000);
	ip4(s, 47);
	s->depth++;
}

static void in_gre_mpls(struct stack *s)
{
	before(s, BYTES("\0\0\x88\x47" "\0\3\1\x40"));
	ip4(s, 47);
	s->depth++;
}

static void in_pptp(struct stack *s)
{
	before16(s, s->version == 4 ? 0x0021 : 0x0057);
	before(s, BYTES("\xff\3"));
	before(s, BYTES("\0\7" "seq." "ack."));
	before16(s, (unsigned)s->b.len - 10);
	before(s, BYTES("\x30\x81\x88\x0b"));
	ip4(s, 47);
	s->depth++;
}

static void in_ip_mpls(struct stack *s)
{
	before(s, BYTES("\0\3\1\x40"));
	ip4(s, 137);
	s->depth++;
}

static void in_udp_mpls(struct stack *s)
{
	before(s, BYTES("\0\3\1\x40"));
	udp(s, 50000, 6635);
	ip6(s, 17);
	s->depth++;
}

static void in_gtpu(struct stack *s)
{
	before16(s, 0);
	before16(s, 1);
	before16(s, (unsigned)s->b.len - 4);
	before(s, BYTES("\x30\xff"));
	udp(s, 2152, 2152);
	ip4(s, 17);
	s->depth++;
}

/* A sequence number, a PDU session container and another extension. */
static void in_gtpu_extended(struct stack *s)
{
	before(s, BYTES("\0\7\0\x85" "\1\0\1\x40" "\2......\0"));
	before(s, BYTES("\0\0\0\1"));
	before16(s, (unsigned)s->b.len - 4);
	before(s, BYTES("\x36\xff"));
	udp(s, 50000, 2152);
	ip6(s, 17);
	s->depth++;
}

static void in_geneve_ip(struct stack *s)
{
	before(s, BYTES("\0\0\1\0" "\1\2\3\1data"));
	before16(s, ethertype(s));
	before(s, BYTES("\2\x40"));
	udp(s, 50000, 6081);
	ip4(s, 17);
	s->depth++;
}

static void in_vxlan_gpe_ip(struct stack *s)
{
	before(s, BYTES("\x0c\0\0\1\0\0\1\0"));
	s->b.p[3] = s->version == 4 ? 1 : 2;
	udp(s, 50000, 4790);
	ip4(s, 17);
	s->depth++;
}

/* With and without what is optional. */
static void in_l2tp(struct stack *s)
{
	before16(s, s->version == 4 ? 0x0021 : 0x0057);
	before(s, BYTES("\0\2\0\5\0\6\xff\3"));
	udp(s, 50000, 1701);
	ip4(s, 17);
	s->depth++;
}

static void in_l2tp_all(struct stack *s)
{
	before16(s, s->version == 4 ? 0x0021 : 0x0057);
	before(s, BYTES("\0\5\0\6" "\0\1\0\0" "\0\3pad"));
	before16(s, (unsigned)s->b.len + 4);
	before16(s, 0x4a02);
	udp(s, 1701, 50000);
	ip6(s, 17);
	s->depth++;
}

/* --- around an Ethernet frame --- */

static void in_l2tp3_udp(struct stack *s)
{
	before(s, BYTES("\0\3\0\0" "\0\0\0\7" "cook" "\0\0\0\0"));
	udp(s, 50000, 1701);
	ip4(s, 17);
	s->depth++;
}

static void in_l2tp3(struct stack *s)
{
	before(s, BYTES("\0\0\0\7"));
	ip6(s, 115);
	s->depth++;
}

static void in_segment_route(struct stack *s)
{
	ip6(s, 143);
	s->depth++;
}

static void in_capwap(struct stack *s)
{
	before(s, BYTES("\0\x10\2\0\0\0\0\0"));
	udp(s, 50000, 5247);
	ip4(s, 17);
	s->depth++;
}

static void in_teb(struct stack *s)
{
	before(s, BYTES("\x20\0\x65\x58" "key."));
	ip4(s, 47);
	s->depth++;
}

static void in_erspan1(struct stack *s)
{
	before(s, BYTES("\0\0\x88\xbe"));
	ip4(s, 47);
	s->depth++;
}

static void in_erspan2(struct stack *s)
{
	before(s, BYTES("\x10\0\x88\xbe" "seq." "\x10\5\0\1\0\0\0\2"));
	ip4(s, 47);
	s->depth++;
}

static void in_erspan3(struct stack *s)
{
	before(s, BYTES("\x10\0\x22\xeb" "seq."
			"\x20\5\0\1" "time" "\0\0\0\0"));
	ip6(s, 47);
	s->depth++;
}

static void in_erspan3_platform(struct stack *s)
{
	before(s, BYTES("\x10\0\x22\xeb" "seq."
			"\x20\5\0\1" "time" "\0\0\0\1" "platform"));
	ip4(s, 47);
	s->depth++;
}

static void in_vxlan(struct stack *s)
{
	before(s, BYTES("\x08\0\0\0\0\0\1\0"));
	udp(s, 50000, 4789);
	ip4(s, 17);
	s->depth++;
}

static void in_vxlan_policy(struct stack *s)
{
	before(s, BYTES("\x88\x08\0\7\0\0\1\0"));
	udp(s, 50000, 8472);
	ip6(s, 17);
	s->depth++;
}

static void in_vxlan_gpe(struct stack *s)
{
	before(s, BYTES("\x0c\0\0\3\0\0\1\0"));
	udp(s, 50000, 4790);
	ip4(s, 17);
	s->depth++;
}

static void in_geneve(struct stack *s)
{
	before(s, BYTES("\0\0\x65\x58\0\0\1\0"));
	udp(s, 50000, 6081);
	ip6(s, 17);
	s->depth++;
}

static void in_tzsp(struct stack *s)
{
	before(s, BYTES("\1\0\0\1" "\0\x0a\1\x33\1"));
	udp(s, 50000, 37008);
	ip4(s, 17);
	s->depth++;
}

static void in_etherip(struct stack *s)
{
	before16(s, 0x3000);
	ip4(s, 97);
	s->depth++;
}

static void in_pseudowire(struct stack *s)
{
	before(s, BYTES("\2\0\0\0\0\2\2\0\0\0\0\1\x88\x47"
			"\0\1\0\x40\0\2\1\x40" "\0\0\0\1"));
	s->depth++;
}

static void in_pseudowire_bare(struct stack *s)
{
	before(s, BYTES("\2\0\0\0\0\2\2\0\0\0\0\1\x88\x47" "\0\2\1\x40"));
	s->depth++;
}

static void in_backbone(struct stack *s)
{
	before(s, BYTES("\2\0\0\0\0\2\2\0\0\0\0\1\x88\xe7" "\0\0\0\1"));
	s->depth++;
}

static void in_nsh(struct stack *s)
{
	before(s, BYTES("\2\0\0\0\0\2\2\0\0\0\0\1\x89\x4f"
			"\0\2\2\3" "\0\0\1\xff"));
	s->depth++;
}

/* --- around an 802.11 frame --- */

static void in_tzsp_wifi(struct stack *s)
{
	before(s, BYTES("\1\0\0\x12" "\x12\1\6\1"));
	udp(s, 50000, 37008);
	ip4(s, 17);
	s->depth++;
}

/* An address of the access point; the frame control field as it is.  An
 * aggregate is found at once. */
static void in_capwap_wifi(struct stack *s)
{
	s->depth += !s->aggregate;
	before(s, BYTES("\0\x20\3\x10\0\0\0\0" "\6......\0"));
	udp(s, 5247, 50000);
	ip6(s, 17);
}

static void in_capwap_swapped(struct stack *s)
{
	char first = s->b.p[0];

	s->depth += !s->aggregate;
	s->b.p[0] = s->b.p[1];
	s->b.p[1] = first;
	before(s, BYTES("\0\x10\3\0\0\0\0\0"));
	udp(s, 50000, 5247);
	ip4(s, 17);
}

static const struct {
	const char *label;
	enum outside inside;
	void (*wrap)(struct stack *s);
} wraps[] = {
	{ "Ethernet", IP, in_ethernet }, { "VLAN", IP, in_vlan },
	{ "QinQ", IP, in_qinq }, { "MPLS", IP, in_mpls },
	{ "PPPoE", IP, in_pppoe }, { "802.11", IP, in_wifi },
	{ "A-MSDU", IP, in_amsdu }, { "IPv4", IP, in_ip4 },
	{ "IPv6", IP, in_ip6 }, { "AH", IP, in_ah }, { "GRE", IP, in_gre },
	{ "GRE, all fields", IP, in_gre_all },
	{ "GRE, routing", IP, in_gre_routing }, { "GRE, MPLS", IP, in_gre_mpls },
	{ "PPTP", IP, in_pptp }, { "MPLS in IP", IP, in_ip_mpls },
	{ "MPLS in UDP", IP, in_udp_mpls }, { "GTP-U", IP, in_gtpu },
	{ "GTP-U, extensions", IP, in_gtpu_extended },
	{ "Geneve, IP", IP, in_geneve_ip },
	{ "VXLAN-GPE, IP", IP, in_vxlan_gpe_ip },
	{ "GRE, Ethernet", ETHERNET, in_teb }, { "ERSPAN I", ETHERNET, in_erspan1 },
	{ "ERSPAN II", ETHERNET, in_erspan2 },
	{ "ERSPAN III", ETHERNET, in_erspan3 },
	{ "ERSPAN III, platform", ETHERNET, in_erspan3_platform },
	{ "VXLAN", ETHERNET, in_vxlan },
	{ "VXLAN, policy", ETHERNET, in_vxlan_policy },
	{ "VXLAN-GPE", ETHERNET, in_vxlan_gpe },
	{ "Geneve", ETHERNET, in_geneve }, { "TZSP", ETHERNET, in_tzsp },
	{ "EtherIP", ETHERNET, in_etherip },
	{ "pseudowire", ETHERNET, in_pseudowire },
	{ "pseudowire, bare", ETHERNET, in_pseudowire_bare },
	{ "backbone", ETHERNET, in_backbone }, { "NSH", ETHERNET, in_nsh },
	{ "TZSP, 802.11", WIFI, in_tzsp_wifi },
	{ "L2TP", IP, in_l2tp }, { "L2TP, all fields", IP, in_l2tp_all },
	{ "L2TPv3 in UDP", ETHERNET, in_l2tp3_udp },
	{ "L2TPv3", ETHERNET, in_l2tp3 },
	{ "segment route", ETHERNET, in_segment_route },
	{ "CAPWAP, Ethernet", ETHERNET, in_capwap },
	{ "CAPWAP, 802.11", WIFI, in_capwap_wifi },
	{ "CAPWAP, swapped", WIFI, in_capwap_swapped },
};

struct seen {
	unsigned datagrams, truncated;
	struct packet packet;
	char payload[256];
};

static void see(const struct packet *p, void *arg)
{
	struct seen *s = arg;

	s->datagrams++;
	s->truncated += p->truncated;
	s->packet = *p;
	assert_true(p->payload.len < sizeof(s->payload));
	memcpy(s->payload, p->payload.p, p->payload.len);
	s->payload[p->payload.len] = 0;
}

static void begin(struct stack *s, unsigned version)
{
	s->b.len = 0;
	s->depth = 0;
	s->aggregate = false;
	before(s, BYTES(SIP));
	udp(s, 5060, 5070);
	if (version == 4)
		ip4(s, 17);
	else
		ip6(s, 17);
}

static int link_type(const struct stack *s)
{
	static const int types[KINDS] = {
		[IP] = 101, [ETHERNET] = 1, [WIFI] = 105 };

	return types[s->outside];
}

/* The frame, of which only so much was captured; what was counted. */
static struct dissector_stats run(const struct stack *s, size_t captured,
				  struct seen *seen)
{
	struct dissector_sink sink = { .datagram = see, .arg = seen };
	struct dissector *d = dissector_new(&sink, 8);
	struct slice in = exact(s->b.p, captured);
	struct frame f = { .bytes = in, .wire_len = (uint32_t)s->b.len,
			   .number = 1, .link_type = link_type(s) };
	struct dissector_stats stats;

	assert_non_null(d);
	memset(seen, 0, sizeof(*seen));
	assert_int_equal(dissector_frame(d, &f), 0);
	dissector_end(d);
	stats = *dissector_stats(d);
	dissector_free(d);
	exact_free(in);
	return stats;
}

static bool nothing_counted(const struct dissector_stats *got)
{
	struct dissector_stats want = { .frames = 1 };

	return memcmp(&want, got, sizeof(want)) == 0;
}

/* The frame as it is gives the message; beyond the depth it is counted. */
static void check_whole(const char *label, const struct stack *s)
{
	struct seen seen;
	struct dissector_stats got = run(s, s->b.len, &seen);

	if (s->depth > DEEPEST) {
		if (seen.datagrams || got.tunnel != 1)
			fail_msg("%s: depth %u is read", label, s->depth);
		return;
	}
	if (seen.datagrams != 1 || seen.truncated || strcmp(seen.payload, SIP))
		fail_msg("%s: %u datagrams, tunnel %d, malformed %d", label,
			 seen.datagrams, (int)got.tunnel, (int)got.malformed);
	if (!nothing_counted(&got))
		fail_msg("%s: something was counted", label);
	assert_int_equal(seen.packet.src.port, 5060);
	assert_int_equal(seen.packet.dst.port, 5070);
	assert_int_equal(seen.packet.fragments, 1);
}

/* Cut anywhere, a frame gives the message cut, or is counted once; the lengths
 * are never called wrong. */
static void check_cuts(const char *label, const struct stack *s)
{
	for (size_t len = 0; len < s->b.len; len++) {
		struct seen seen;
		struct dissector_stats got = run(s, len, &seen);
		bool shown = s->depth <= DEEPEST;

		if (seen.datagrams != seen.truncated || got.malformed ||
		    got.ethertype || got.link_type)
			fail_msg("%s, cut at %zu: called wrong", label, len);
		if (shown && got.snaplen + got.tunnel != 1)
			fail_msg("%s, cut at %zu: not counted", label, len);
	}
}

static void test_each(void **state)
{
	struct stack *s = calloc(1, sizeof(*s));

	(void)state;
	assert_non_null(s);
	for (size_t i = 0; i < LEN(wraps); i++)
		for (unsigned version = 4; version <= 6; version += 2) {
			begin(s, version);
			if (wraps[i].inside == ETHERNET)
				in_ethernet(s);
			if (wraps[i].inside == WIFI)
				in_wifi(s);
			wraps[i].wrap(s);
			check_whole(wraps[i].label, s);
			check_cuts(wraps[i].label, s);
		}
	free(s);
}

/* Any two layers that fit, one around the other. */
static void test_pairs(void **state)
{
	struct stack *s = calloc(1, sizeof(*s));
	char label[80];

	(void)state;
	assert_non_null(s);
	for (size_t i = 0; i < LEN(wraps); i++)
		for (size_t k = 0; k < LEN(wraps); k++) {
			begin(s, 4);
			if (wraps[i].inside == ETHERNET)
				in_vlan(s);
			if (wraps[i].inside == WIFI)
				in_amsdu(s);
			wraps[i].wrap(s);
			if (wraps[k].inside != s->outside)
				continue;
			wraps[k].wrap(s);
			label[0] = 0;
			strncat(label, wraps[i].label, 30);
			strncat(label, " in ", 5);
			strncat(label, wraps[k].label, 30);
			check_whole(label, s);
		}
	free(s);
}

static uint32_t next(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

/* Random stacks: up to 8 tunnels are read through, more are counted. */
static void test_random(void **state)
{
	struct stack *s = calloc(1, sizeof(*s));
	unsigned deep = 0;
	uint32_t seed = 4711;

	(void)state;
	assert_non_null(s);
	for (int round = 0; round < 3000; round++) {
		unsigned want = next(&seed) % 11;
		char label[24] = "round";

		begin(s, next(&seed) & 1 ? 4 : 6);
		while (s->depth < want || s->outside == WIFI) {
			size_t i = next(&seed) % LEN(wraps);

			if (wraps[i].inside == s->outside)
				wraps[i].wrap(s);
			else if (s->outside == WIFI && s->depth >= want)
				break;
		}
		check_whole(label, s);
		if (!(round % 50))
			check_cuts(label, s);
		deep += s->depth > DEEPEST;
	}
	assert_in_range(deep, 100, 2900);
	free(s);
}

/* What is no tunnel, or none that can be followed. */
static const struct {
	const char *label;
	unsigned protocol, port; /* port: within UDP */
	const char *bytes;
	size_t len;
	size_t counts; /* offset in the counters; SIZE_MAX: nothing */
	bool datagram;
} odd[] = {
#define COUNT(field) offsetof(struct dissector_stats, field)
#define NONE SIZE_MAX
	{ "ESP", 50, 0, BYTES("spi.seq.data"), COUNT(tunnel), 0 },
	{ "IPComp", 108, 0, BYTES("\4\0\0\2"), COUNT(tunnel), 0 },
	{ "L2TPv3", 115, 0, BYTES("\0\0\0\1"), COUNT(tunnel), 0 },
	{ "GRE version 2", 47, 0, BYTES("\0\2\x08\0" "E..."), COUNT(malformed),
	  0 },
	{ "GRE cut short", 47, 0, BYTES("\0\0\x08"), COUNT(malformed), 0 },
	{ "GRE, key missing", 47, 0, BYTES("\x20\0\x08\0" "key"),
	  COUNT(malformed), 0 },
	{ "GRE, route without end", 47, 0,
	  BYTES("\x40\0\x08\0" "sum." "\x08\0\0\x40" "next"), COUNT(malformed),
	  0 },
	{ "GRE keep-alive", 47, 0, BYTES("\0\0\0\0"), NONE, 0 },
	{ "GRE stranger", 47, 0, BYTES("\0\0\x12\x34" "data"), COUNT(ethertype),
	  0 },
	{ "GRE small stranger", 47, 0, BYTES("\0\0\1\x34" "data"),
	  COUNT(ethertype), 0 },
	{ "GRE NHRP", 47, 0, BYTES("\0\0\x20\1" "data"), NONE, 0 },
	{ "GRE IS-IS", 47, 0, BYTES("\0\0\0\xfe" "data"), NONE, 0 },
	{ "PPTP acknowledgement", 47, 0,
	  BYTES("\x20\x81\x88\x0b" "\0\0\0\7" "ack."), NONE, 0 },
	{ "PPTP compressed", 47, 0,
	  BYTES("\x30\1\x88\x0b" "\0\4\0\7" "seq." "\0\xfd.."), COUNT(tunnel),
	  0 },
	{ "PPTP without key", 47, 0, BYTES("\x10\1\x88\x0b" "\0\4\0\7" "seq."),
	  COUNT(malformed), 0 },
	{ "ERSPAN version 0", 47, 0,
	  BYTES("\x10\0\x88\xbe" "seq." "\0\5\0\1\0\0\0\2" "...."),
	  COUNT(malformed), 0 },
	{ "EtherIP version 4", 97, 0, BYTES("\x40\0" "...."), COUNT(malformed),
	  0 },
	{ "EtherIP cut short", 97, 0, BYTES("\x30"), COUNT(malformed), 0 },
	{ "MPLS without end", 137, 0, BYTES("\0\1\0\x40\0\2\0\x40"),
	  COUNT(malformed), 0 },
	{ "MPLS, channel", 137, 0, BYTES("\0\1\1\x40" "\x10\0\0\7" "data"), NONE,
	  0 },
	{ "MPLS, who knows", 137, 0,
	  BYTES("\0\1\1\x40" "\xff\0\0\7" "data data data data"), COUNT(tunnel),
	  0 },
	{ "IP in IP, nothing", 4, 0, BYTES(""), COUNT(malformed), 0 },
	{ "IP in IP, version 5", 4, 0, BYTES("U..................."),
	  COUNT(malformed), 0 },
	{ "ESP in UDP", 17, 4500, BYTES("spi.seq.data data data data"),
	  COUNT(tunnel), 0 },
	{ "SIP on L2TP's", 17, 1701, BYTES(SIP), NONE, 1 },
	{ "SIP on CAPWAP's", 17, 5247, BYTES(SIP), NONE, 1 },
	{ "L2TP control", 17, 1701, BYTES("\xc8\2\0\x0c\0\5\0\0\0\1\0\1"),
	  NONE, 0 },
	{ "L2TP, cut short", 17, 1701, BYTES("\x40\2\0\6\0\5\0\6\0\x21"),
	  COUNT(malformed), 0 },
	{ "L2TP, version 4", 17, 1701, BYTES("\0\4\0\5\0\6\0\x21"), NONE, 1 },
	{ "RTP on L2TP's", 17, 1701, BYTES("\x80\x02\0\5\0\6\0\0"), NONE, 1 },
	{ "L2TPv3 control", 115, 0, BYTES("\0\0\0\0" "\xc8\3"), NONE, 0 },
	{ "L2TPv3, who knows", 17, 1701,
	  BYTES("\0\3\0\0" "\0\0\0\7" "data data data data data data"),
	  COUNT(tunnel), 0 },
	{ "CAPWAP, DTLS", 17, 5247, BYTES("\1\0\0\0" "\x17\xfe\xfd...."),
	  COUNT(tunnel), 0 },
	{ "CAPWAP, fragment", 17, 5247, BYTES("\0\x10\2\x80\0\7\0\0" "data"),
	  COUNT(tunnel), 0 },
	{ "CAPWAP keep-alive", 17, 5247, BYTES("\0\x10\2\x08\0\0\0\0" "data"),
	  NONE, 0 },
	{ "CAPWAP, another radio", 17, 5247,
	  BYTES("\0\x10\7\0\0\0\0\0" "data"), COUNT(tunnel), 0 },
	{ "CAPWAP, header missing", 17, 5247,
	  BYTES("\0\x20\2\x10\0\0\0\0" "\6..."), COUNT(malformed), 0 },
	{ "IKE", 17, 4500, BYTES("\0\0\0\0" "cookie.."
				 "more more more more"), NONE, 1 },
	{ "NAT keep-alive", 17, 4500, BYTES("\xff"), NONE, 1 },
	{ "SIP on 4500", 17, 4500, BYTES(SIP), NONE, 1 },
	{ "SIP on VXLAN's", 17, 4789, BYTES(SIP), NONE, 1 },
	{ "SIP on Geneve's", 17, 6081, BYTES(SIP), NONE, 1 },
	{ "SIP on GTP-U's", 17, 2152, BYTES(SIP), NONE, 1 },
	{ "SIP on TZSP's", 17, 37008, BYTES(SIP), NONE, 1 },
	{ "SIP on MPLS's", 17, 6635, BYTES(SIP), NONE, 1 },
	{ "GTP-U echo", 17, 2152, BYTES("\x32\1\0\4\0\0\0\0\0\0\0\0"), NONE, 1 },
	{ "GTP-U version 2", 17, 2152, BYTES("\x50\xff\0\4\0\0\0\0" "data"),
	  NONE, 1 },
	{ "GTP-U extension of 0", 17, 2152,
	  BYTES("\x34\xff\0\x08\0\0\0\1" "\0\0\0\x85" "\0...."),
	  COUNT(malformed), 0 },
	{ "GTP-U without options", 17, 2152,
	  BYTES("\x32\xff\0\3\0\0\0\1" "\0\0\0"), COUNT(malformed), 0 },
	{ "VXLAN, no ID", 17, 4789, BYTES("\0\0\0\0\0\0\1\0"), NONE, 1 },
	{ "VXLAN, nothing in it", 17, 4789, BYTES("\x08\0\0\0\0\0\1\0"),
	  COUNT(malformed), 0 },
	{ "VXLAN-GPE, OAM", 17, 4790, BYTES("\x0d\0\0\1\0\0\1\0" "data"), NONE,
	  0 },
	{ "VXLAN-GPE, NSH", 17, 4790, BYTES("\x0c\0\0\4\0\0\1\0" "data"),
	  COUNT(tunnel), 0 },
	{ "Geneve, control", 17, 6081, BYTES("\0\x80\x65\x58\0\0\1\0" "data"),
	  NONE, 0 },
	{ "Geneve, options missing", 17, 6081, BYTES("\4\0\x08\0\0\0\1\0" "data"),
	  COUNT(malformed), 0 },
	{ "TZSP keep-alive", 17, 37008, BYTES("\1\4\0\0"), NONE, 0 },
	{ "TZSP without end", 17, 37008, BYTES("\1\0\0\1" "\0\0\0"),
	  COUNT(malformed), 0 },
	{ "TZSP tag cut", 17, 37008, BYTES("\1\0\0\1" "\x0a\2\0"),
	  COUNT(malformed), 0 },
	{ "TZSP stranger", 17, 37008, BYTES("\1\0\0\7" "\1" "data"),
	  COUNT(ethertype), 0 },
	{ "TZSP, cut by its sender", 17, 37008,
	  BYTES("\1\0\0\1" "\x29\2\1\0" "\1" "data"), COUNT(snaplen), 0 },
	{ "ERSPAN, cut by its sender", 47, 0,
	  BYTES("\x10\0\x88\xbe" "seq." "\x10\5\4\1\0\0\0\2" "...."),
	  COUNT(snaplen), 0 },
};

static void test_odd(void **state)
{
	struct stack *s = calloc(1, sizeof(*s));

	(void)state;
	assert_non_null(s);
	for (size_t i = 0; i < LEN(odd); i++) {
		struct dissector_stats want = { .frames = 1 }, got;
		struct seen seen;

		s->b.len = 0;
		before(s, odd[i].bytes, odd[i].len);
		if (odd[i].port)
			udp(s, 50000, odd[i].port);
		ip4(s, odd[i].protocol);
		got = run(s, s->b.len, &seen);
		if (odd[i].counts != NONE)
			*(uint64_t *)(void *)((char *)&want + odd[i].counts)
				= 1;
		if (memcmp(&want, &got, sizeof(want)))
			fail_msg("%s: counters", odd[i].label);
		if (seen.datagrams != odd[i].datagram)
			fail_msg("%s: %u datagrams", odd[i].label,
				 seen.datagrams);
	}
	free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each),
		cmocka_unit_test(test_pairs),
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_odd),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
