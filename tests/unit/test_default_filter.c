/* SPDX-License-Identifier: BSD-2-Clause */
/* The default filter on packets put together by hand: all in which SIP may
 * travel passes, the rest does not; on every link type, behind tags, and with
 * learned ports. */
#include "capture/default_filter.h"

#include "capture/port_filter.h"
#include "capture/program.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

#define LEN(array) (sizeof(array) / sizeof(*(array)))
#define RTP "\x80\x08\x12\x34\0\0\0\xa0\xde\xad\xbe\xef" "audio audio audio"

/* One IP packet.  The header of the transport is made for UDP and TCP; of
 * others the payload is all there is. */
struct kind {
	const char *label;
	bool pass;
	uint8_t version, protocol;
	uint16_t sport, dport;
	const char *payload;
	size_t len;
	uint16_t place; /* IPv4: flags and offset of a fragment */
};
#define TEXT(s) (s), sizeof(s) - 1
#define UDP4(label, pass, s, d, text) { label, pass, 4, 17, s, d, TEXT(text), 0 }
#define UDP6(label, pass, s, d, text) { label, pass, 6, 17, s, d, TEXT(text), 0 }
#define TCP4(label, pass, s, d, text) { label, pass, 4, 6, s, d, TEXT(text), 0 }
#define TCP6(label, pass, s, d, text) { label, pass, 6, 6, s, d, TEXT(text), 0 }
#define IP4(label, pass, proto, text) { label, pass, 4, proto, 0, 0, TEXT(text), 0 }
#define IP6(label, pass, proto, text) { label, pass, 6, proto, 0, 0, TEXT(text), 0 }
#define PIECE(label, proto, place, text) \
	{ label, true, 4, proto, 0, 0, TEXT(text), place }

static const struct kind kinds[] = {
	UDP4("response", true, 40000, 40002, "SIP/2.0 200 OK\r\n"),
	UDP4("INVITE", true, 40000, 40002, "INVITE sip:a@b SIP/2.0\r\n"),
	UDP4("ACK", true, 40000, 40002, "ACK sip:a@b SIP/2.0\r\n"),
	UDP4("BYE", true, 40000, 40002, "BYE sip:a@b SIP/2.0\r\n"),
	UDP4("CANCEL", true, 40000, 40002, "CANCEL sip:a@b SIP/2.0\r\n"),
	UDP4("REGISTER", true, 40000, 40002, "REGISTER sip:b SIP/2.0\r\n"),
	UDP4("OPTIONS", true, 40000, 40002, "OPTIONS sip:b SIP/2.0\r\n"),
	UDP4("PRACK", true, 40000, 40002, "PRACK sip:b SIP/2.0\r\n"),
	UDP4("SUBSCRIBE", true, 40000, 40002, "SUBSCRIBE sip:b SIP/2.0\r\n"),
	UDP4("NOTIFY", true, 40000, 40002, "NOTIFY sip:b SIP/2.0\r\n"),
	UDP4("PUBLISH", true, 40000, 40002, "PUBLISH sip:b SIP/2.0\r\n"),
	UDP4("INFO", true, 40000, 40002, "INFO sip:b SIP/2.0\r\n"),
	UDP4("REFER", true, 40000, 40002, "REFER sip:b SIP/2.0\r\n"),
	UDP4("MESSAGE", true, 40000, 40002, "MESSAGE sip:b SIP/2.0\r\n"),
	UDP4("UPDATE", true, 40000, 40002, "UPDATE sip:b SIP/2.0\r\n"),
	UDP4("empty lines first", true, 40000, 40002, "\r\n\r\nBYE sip:a SIP/2.0"),
	UDP4("HEP3 anywhere", true, 40000, 40002, "HEP3\0\x10"),
	UDP4("unknown method on 5060", true, 40000, 5060, "PING sip:a SIP/2.0"),
	UDP4("unknown method from 5061", true, 5061, 40000, "PING sip:a SIP/2.0"),
	UDP4("keep-alive of two bytes", true, 40000, 5060, "\r\n"),
	UDP4("keep-alive of nothing", true, 5060, 40000, ""),
	UDP4("HEP", true, 40000, 9060, "\x02\x10"),
	UDP4("HEP, last port", true, 9063, 40000, ""),
	UDP4("GTP-U", true, 40000, 2152, RTP),
	UDP4("VXLAN", true, 40000, 4789, RTP),
	UDP4("VXLAN-GPE", true, 4790, 40000, RTP),
	UDP4("L2TP", true, 40000, 1701, RTP),
	UDP4("CAPWAP", true, 40000, 5247, RTP),
	UDP4("MPLS", true, 40000, 6635, RTP),
	UDP4("GENEVE", true, 40000, 6081, RTP),
	UDP4("VXLAN, old port", true, 40000, 8472, RTP),
	UDP4("TZSP", true, 40000, 37008, RTP),
	UDP4("DNS answer", true, 53, 40000, "\x12\x34\x81\x80"),
	UDP4("DNS query", true, 40000, 53, "\x12\x34\x01\x00"),
	UDP4("RTP", false, 16384, 20000, RTP),
	UDP4("RTP, low ports", false, 5004, 5006, RTP),
	UDP4("RTP of four bytes", false, 16384, 20000, "\x80\0\0\0"),
	UDP4("RTP keep-alive", false, 16384, 20000, ""),
	UDP4("RTCP", false, 16385, 20001, "\x80\xc8\0\x06\0\0\0\0"),
	UDP4("STUN", false, 16384, 20000, "\0\x01\0\0\x21\x12\xa4\x42"),
	UDP4("DTLS", false, 16384, 20000, "\x16\xfe\xfd\0\0\0"),
	UDP4("lower case", false, 16384, 20000, "invite sip:a SIP/2.0"),
	UDP4("QUIC", false, 40000, 443, "\xc3\0\0\0\x01\x08"),
	UDP4("port next to SIP", false, 5059, 5062, RTP),
	UDP4("port next to HEP", false, 9059, 9064, RTP),
	UDP6("response", true, 40000, 40002, "SIP/2.0 200 OK\r\n"),
	UDP6("INVITE", true, 40000, 40002, "INVITE sip:a@b SIP/2.0\r\n"),
	UDP6("UPDATE", true, 40000, 40002, "UPDATE sip:b SIP/2.0\r\n"),
	UDP6("keep-alive", true, 5060, 40000, "\r\n"),
	UDP6("VXLAN", true, 40000, 4789, RTP),
	UDP6("HEP", true, 9061, 40000, ""),
	UDP6("DNS answer", true, 53, 40000, "\x12\x34\x81\x80"),
	UDP6("DNS query", true, 40000, 53, "\x12\x34\x01\x00"),
	UDP6("RTP", false, 16384, 20000, RTP),
	UDP6("STUN", false, 16384, 20000, "\0\x01\0\0\x21\x12\xa4\x42"),
	TCP4("SIP, no payload", true, 40000, 5060, ""),
	TCP4("SIP over TLS", true, 5061, 40000, "\x17\x03\x03"),
	TCP4("WebSocket 80", true, 40000, 80, "GET / HTTP/1.1\r\n"),
	TCP4("WebSocket 443", true, 443, 40000, "\x17\x03\x03"),
	TCP4("WebSocket 8080", true, 40000, 8080, "x"),
	TCP4("WebSocket 8088", true, 40000, 8088, "x"),
	TCP4("WebSocket 8089", true, 8089, 40000, "x"),
	TCP4("HEP over TCP", true, 40000, 9060, "x"),
	TCP4("first message", true, 40000, 7000, "INVITE sip:a SIP/2.0"),
	TCP4("ssh", false, 22, 40000, "SSH-2.0-OpenSSH"),
	TCP4("HTTP, odd port", false, 40000, 8000, "GET / HTTP/1.1\r\n"),
	TCP4("RTSP", false, 40000, 554, "DESCRIBE rtsp://a RTSP/1.0"),
	TCP4("bare ACK, odd port", false, 40000, 8000, ""),
	TCP4("port next to WebSocket", false, 8087, 8090, "x"),
	TCP6("SIP", true, 40000, 5060, ""),
	TCP6("WebSocket", true, 8089, 40000, "x"),
	TCP6("first message", true, 40000, 7000, "SIP/2.0 200 OK"),
	TCP6("ssh", false, 22, 40000, "SSH-2.0-OpenSSH"),
	TCP6("HTTP, odd port", false, 40000, 8000, "HTTP/1.1 200 OK"),
	IP4("ICMP port unreachable", true, 1, "\x03\x03\0\0\0\0\0\0"),
	IP4("ICMP time exceeded", true, 1, "\x0b\0\0\0\0\0\0\0"),
	IP4("ICMP parameter problem", true, 1, "\x0c\0\0\0\0\0\0\0"),
	IP4("ping", false, 1, "\x08\0\0\0\0\0\0\0"),
	IP4("pong", false, 1, "\0\0\0\0\0\0\0\0"),
	IP4("IP in IP", true, 4, "\x45\0\0\x14"),
	IP4("6in4", true, 41, "\x60\0\0\0"),
	IP4("GRE", true, 47, "\0\0\x08\0"),
	IP4("AH", true, 51, "\x11\x04\0\0"),
	IP4("SCTP", true, 132, "\x13\xc4\x13\xc4"),
	IP4("EtherIP", true, 97, "\x30\0"),
	IP4("L2TP", true, 115, "\0\0\0\x01"),
	IP4("MPLS", true, 137, "\0\x01\x01\x40"),
	IP4("Ethernet", true, 143, "\x02\0\0\0"),
	IP4("ESP", false, 50, "\0\0\x01\0\0\0\0\x01"),
	IP4("OSPF", false, 89, "\x02\x01\0\x2c"),
	IP4("IGMP", false, 2, "\x16\0\0\0\0\0\0\0"),
	IP6("ICMPv6 unreachable", true, 58, "\x01\x04\0\0\0\0\0\0"),
	IP6("ICMPv6 too big", true, 58, "\x02\0\0\0\0\0\0\0"),
	IP6("ICMPv6 time exceeded", true, 58, "\x03\0\0\0\0\0\0\0"),
	IP6("ICMPv6 parameter", true, 58, "\x04\0\0\0\0\0\0\0"),
	IP6("ICMPv6 echo", false, 58, "\x80\0\0\0\0\0\0\0"),
	IP6("neighbour", false, 58, "\x87\0\0\0\0\0\0\0"),
	IP6("IPv4 in IPv6", true, 4, "\x45\0\0\x14"),
	IP6("IPv6 in IPv6", true, 41, "\x60\0\0\0"),
	IP6("GRE", true, 47, "\0\0\x86\xdd"),
	IP6("SCTP", true, 132, "\x13\xc4\x13\xc4"),
	IP6("fragment", true, 44, "\x11\0\x05\xc8\0\0\0\x01"),
	IP6("hop by hop", true, 0, "\x11\0\0\0\0\0\0\0"),
	IP6("routing", true, 43, "\x11\0\0\0\0\0\0\0"),
	IP6("destination options", true, 60, "\x11\0\0\0\0\0\0\0"),
	IP6("L2TP", true, 115, "\0\0\0\x01"),
	IP6("Ethernet", true, 143, "\x02\0\0\0"),
	IP6("ESP", false, 50, "\0\0\x01\0\0\0\0\x01"),
	IP6("no next header", false, 59, ""),
	PIECE("first fragment", 17, 0x2000, "\x9c\x40\x9c\x42"),
	PIECE("later fragment", 17, 185, "Via: SIP"),
	PIECE("last fragment, one byte", 17, 185, "\n"),
	PIECE("middle fragment", 6, 0x20b9, "Via: SIP"),
};

struct bytes {
	char p[512];
	unsigned n;
};

static void add(struct bytes *b, const void *p, size_t n)
{
	assert_true(b->n + n <= sizeof(b->p));
	memcpy(b->p + b->n, p, n);
	b->n += (unsigned)n;
}

static void add16(struct bytes *b, unsigned v)
{
	add(b, (const char[]){ (char)(v >> 8), (char)v }, 2);
}

static void add_link(struct bytes *b, int link, const uint16_t *tags,
		     unsigned n_tags, unsigned type)
{
	unsigned first = n_tags ? tags[0] : type;

	switch (link) {
	case DLT_EN10MB:
		add(b, "\2\0\0\0\0\1\2\0\0\0\0\2", 12);
		break;
	case DLT_LINUX_SLL:
		add(b, "\0\0\0\1\0\6\2\0\0\0\0\1\0\0", 14);
		break;
	case DLT_LINUX_SLL2:
		add16(b, first);
		add(b, "\0\0\0\0\0\2\0\1\0\6\2\0\0\0\0\1\0\0", 18);
		break;
	case DLT_NULL:
		add(b, &(uint32_t){ type == 0x86dd ? 10 : 2 }, 4);
		return;
	default:
		return;
	}
	if (link != DLT_LINUX_SLL2)
		add16(b, first);
	for (unsigned i = 1; i <= n_tags; i++) {
		add16(b, 100 + i);
		add16(b, i < n_tags ? tags[i] : type);
	}
}

static void add_ip(struct bytes *b, const struct kind *k)
{
	size_t head = k->place ? 0 : k->protocol == 17 ? 8 :
		k->protocol == 6 ? 20 : 0, len = head + k->len;

	if (k->version == 4) {
		add(b, "\x45\0", 2);
		add16(b, (unsigned)(20 + len));
		add16(b, 7);
		add16(b, k->place);
		add(b, (const char[]){ 64, (char)k->protocol, 0, 0 }, 4);
		add(b, "\xc0\0\2\1\xc0\0\2\2", 8);
	} else {
		add(b, "\x60\0\0\0", 4);
		add16(b, (unsigned)len);
		add(b, (const char[]){ (char)k->protocol, 64 }, 2);
		add(b, "\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1", 16);
		add(b, "\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\2", 16);
	}
	if (head) {
		add16(b, k->sport);
		add16(b, k->dport);
	}
	if (head == 8) {
		add16(b, (unsigned)len);
		add16(b, 0);
	} else if (head) {
		add(b, "\0\0\0\1\0\0\0\1\x50\x18\xff\xff\0\0\0\0", 16);
	}
	add(b, k->payload, k->len);
}

static void make(struct bytes *b, const struct kind *k, int link,
		 const uint16_t *tags, unsigned n_tags)
{
	b->n = 0;
	add_link(b, link, tags, n_tags, k->version == 4 ? 0x0800 : 0x86dd);
	add_ip(b, k);
}

/* In a block of its exact size: a load behind the end would show. */
static bool run(const struct bpf_program *program, const struct bytes *b)
{
	struct pcap_pkthdr h = { .caplen = b->n, .len = b->n };
	unsigned char *exact = malloc(b->n);
	bool pass;

	assert_non_null(exact);
	memcpy(exact, b->p, b->n);
	pass = pcap_offline_filter(program, &h, exact) != 0;
	free(exact);
	return pass;
}

static void compile(struct bpf_program *out, int link, const char *text)
{
	pcap_t *p = pcap_open_dead(link, 262144);

	assert_non_null(p);
	if (pcap_compile(p, out, text, 1, PCAP_NETMASK_UNKNOWN))
		fail_msg("link %d: %s\n%s", link, pcap_geterr(p), text);
	pcap_close(p);
}

static void compile_default(struct bpf_program *out, int link,
			    const struct default_filter_ports *ports)
{
	struct strbuf text = { 0 };

	default_filter_build(&text, link, ports);
	assert_false(text.failed);
	assert_null(strchr(strbuf_str(&text), '\n'));
	compile(out, link, strbuf_str(&text));
	strbuf_fini(&text);
}

static const int links[] = { DLT_EN10MB, DLT_LINUX_SLL, DLT_LINUX_SLL2,
			     DLT_RAW, DLT_NULL };

static void test_kinds(void **state)
{
	struct bpf_program program;
	struct bytes b;

	(void)state;
	for (size_t l = 0; l < LEN(links); l++) {
		compile_default(&program, links[l], NULL);
		for (size_t i = 0; i < LEN(kinds); i++) {
			make(&b, &kinds[i], links[l], NULL, 0);
			if (run(&program, &b) != kinds[i].pass)
				fail_msg("link %d: IPv%d %s: not %s", links[l],
					 kinds[i].version, kinds[i].label,
					 kinds[i].pass ? "passed" : "stopped");
		}
		pcap_freecode(&program);
	}
}

/* What has a tag where the filter looks passes, whatever it is. */
static void test_tags(void **state)
{
	static const uint16_t stacks[][2] = {
		{ 0x8100, 0 }, { 0x88a8, 0 }, { 0x8100, 0x8100 },
		{ 0x88a8, 0x8100 }, { 0x9100, 0x8100 },
	};
	struct bpf_program program;
	struct bytes b;

	(void)state;
	for (size_t l = 0; l < 3; l++) {
		compile_default(&program, links[l], NULL);
		for (size_t s = 0; s < LEN(stacks); s++) {
			make(&b, &kinds[0], links[l], stacks[s],
			     stacks[s][1] ? 2 : 1);
			if (!run(&program, &b))
				fail_msg("link %d, tags %x %x", links[l],
					 stacks[s][0], stacks[s][1]);
		}
		pcap_freecode(&program);
	}
}

static void test_ethertypes(void **state)
{
	static const struct { uint16_t type; bool pass; } rows[] = {
		{ 0x8847, true }, { 0x8848, true }, { 0x8864, true },
		{ 0x8863, false }, { 0x0806, false }, { 0x88cc, false },
	};
	struct bpf_program program;
	struct bytes b;

	(void)state;
	for (size_t l = 0; l < 3; l++) {
		compile_default(&program, links[l], NULL);
		for (size_t i = 0; i < LEN(rows); i++) {
			b.n = 0;
			add_link(&b, links[l], NULL, 0, rows[i].type);
			add(&b, "\0\1\x41\xff\x45\0", 6);
			if (run(&program, &b) != rows[i].pass)
				fail_msg("link %d type %x", links[l],
					 rows[i].type);
		}
		pcap_freecode(&program);
	}
}

/* --- learned ports -------------------------------------------------------- */

static void join(struct bpf_program *out, int link,
		 const struct default_filter_ports *ports)
{
	struct bpf_program first, second;

	assert_int_equal(port_filter_build(&first, link, ports), 0);
	compile_default(&second, link, NULL);
	assert_int_equal(program_then(out, &first, &second), 0);
	pcap_freecode(&first);
	pcap_freecode(&second);
}

/* The program that is put in front says what the text with the ports says. */
static void test_learned(void **state)
{
	static const uint16_t tags[2] = { 0x88a8, 0x8100 };
	static const struct default_filter_ports sets[] = {
		{ .n_udp = 0 },
		{ .udp = { 20000 }, .n_udp = 1 },
		{ .tcp = { 22, 8000, 7000 }, .n_tcp = 3 },
		{ .udp = { 5004, 16385 }, .n_udp = 2,
		  .tcp = { 554 }, .n_tcp = 1 },
	};
	struct bpf_program text, joined;
	struct bytes b;

	(void)state;
	for (size_t n = 0; n < LEN(sets) * LEN(links); n++) {
		const struct default_filter_ports *set = &sets[n % LEN(sets)];
		int link = links[n / LEN(sets)];

		compile_default(&text, link, set);
		join(&joined, link, set);
		for (size_t i = 0; i < 3 * LEN(kinds); i++) {
			const struct kind *k = &kinds[i / 3];

			make(&b, k, link, tags,
			     link == DLT_EN10MB ? (unsigned)i % 3 : 0);
			if (run(&text, &b) != run(&joined, &b))
				fail_msg("set %zu link %d tags %zu: %s",
					 n % LEN(sets), link, i % 3, k->label);
		}
		pcap_freecode(&text);
		pcap_freecode(&joined);
	}
}

static void test_learned_pass(void **state)
{
	static const struct kind tcp = TCP4("learned", true, 40000, 7000, "");
	static const struct kind udp = UDP6("learned", true, 7100, 40000, "");
	static const struct kind swapped = TCP4("UDP's", false, 40000, 7100, "");
	static const struct default_filter_ports set = {
		.udp = { 7100 }, .n_udp = 1, .tcp = { 7000 }, .n_tcp = 1 };
	struct bpf_program p;
	struct bytes b;

	(void)state;
	for (size_t l = 0; l < LEN(links); l++) {
		join(&p, links[l], &set);
		make(&b, &tcp, links[l], NULL, 0);
		assert_true(run(&p, &b));
		make(&b, &udp, links[l], NULL, 0);
		assert_true(run(&p, &b));
		make(&b, &swapped, links[l], NULL, 0);
		assert_false(run(&p, &b));
		pcap_freecode(&p);
	}
	assert_int_equal(port_filter_build(&p, DLT_PPP, &set), -ENOTSUP);
}

static void fill(struct default_filter_ports *set)
{
	*set = (struct default_filter_ports){ .n_udp = 0 };
	for (unsigned i = 0; i < DEFAULT_FILTER_PORTS; i++)
		assert_int_equal(default_filter_add(set, (uint16_t)(20000 + i),
						    i & 1),
				 DEFAULT_FILTER_ADDED);
}

static void test_add(void **state)
{
	struct default_filter_ports set;

	(void)state;
	fill(&set);
	assert_int_equal(default_filter_add(&set, 30000, true),
			 DEFAULT_FILTER_FULL);
	assert_int_equal(default_filter_add(&set, 20001, true),
			 DEFAULT_FILTER_KNOWN);
	assert_int_equal(default_filter_add(&set, 5060, false),
			 DEFAULT_FILTER_KNOWN);
	assert_int_equal(default_filter_add(&set, 8088, true),
			 DEFAULT_FILTER_KNOWN);
	assert_int_equal(default_filter_add(&set, 8088, false),
			 DEFAULT_FILTER_FULL);
	assert_int_equal(default_filter_add(&set, 0, false),
			 DEFAULT_FILTER_KNOWN);
	assert_int_equal(set.n_udp + set.n_tcp, DEFAULT_FILTER_PORTS);
}

static void test_named(void **state)
{
	static const struct { const char *filter; unsigned n; uint16_t first; }
	rows[] = {
		{ "host 10.0.0.1", 0, 0 },
		{ "port 5060", 0, 0 },
		{ "port 5080", 1, 5080 },
		{ "udp port 7000 or 7002", 2, 7000 },
		{ "host 10.0.0.1 and (port 5080 or src port 9)", 2, 5080 },
		{ "portrange 5070-5073 and not net 10", 4, 5070 },
		{ "portrange 10000-20000", 2, 10000 },
		{ "tcp[0:2] = 5099", 0, 0 },
		{ "vlan 100 and port 7000", 1, 7000 },
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		struct default_filter_ports set = { .n_udp = 0 };

		default_filter_named(&set, rows[i].filter);
		if (set.n_tcp != rows[i].n || set.n_udp != rows[i].n ||
		    set.tcp[0] != rows[i].first || set.udp[0] != rows[i].first)
			fail_msg("%s: %u %u", rows[i].filter, set.n_tcp,
				 set.n_udp);
	}
}

/* --- what it costs -------------------------------------------------------- */

static void test_size(void **state)
{
	struct default_filter_ports set;
	struct bpf_program p;

	(void)state;
	fill(&set);
	for (size_t l = 0; l < LEN(links); l++) {
		join(&p, links[l], &set);
		print_message("link %d: %u instructions with %d ports\n",
			      links[l], p.bf_len, DEFAULT_FILTER_PORTS);
		/* The kernel takes 4096, and often no more than 20 kB of its
		 * own, longer ones. */
		assert_true(p.bf_len < 1300);
		pcap_freecode(&p);
	}
}

/* Instructions that are executed until a packet is judged. */
static unsigned steps(const struct bpf_program *program, const struct bytes *b)
{
	unsigned n = 0;

	/* Of a program cut short by `accept' at the nth instruction only what
	 * is executed shows: so each is tried. */
	for (u_int i = 0; i < program->bf_len; i++) {
		struct bpf_program cut;
		bool before, after;

		assert_int_equal(program_copy(&cut, program), 0);
		cut.bf_insns[i] = (struct bpf_insn)BPF_STMT(BPF_RET | BPF_K, 0);
		before = run(&cut, b);
		cut.bf_insns[i].k = 1;
		after = run(&cut, b);
		n += before != after;
		pcap_freecode(&cut);
	}
	return n;
}

static void test_steps(void **state)
{
	static const struct { struct kind kind; unsigned most; } rows[] = {
		{ UDP4("RTP", false, 16384, 20000, RTP), 32 },
		{ UDP6("RTP over IPv6", false, 16384, 20000, RTP), 32 },
		{ TCP4("TCP, odd port", false, 40000, 8000, "data"), 64 },
	};
	struct default_filter_ports full;
	struct bpf_program alone, with;
	struct bytes b;

	(void)state;
	fill(&full);
	compile_default(&alone, DLT_EN10MB, NULL);
	join(&with, DLT_EN10MB, &full);
	for (size_t i = 0; i < LEN(rows); i++) {
		unsigned n;

		make(&b, &rows[i].kind, DLT_EN10MB, NULL, 0);
		n = steps(&alone, &b);
		print_message("%s: %u instructions, %u with %d ports\n",
			      rows[i].kind.label, n, steps(&with, &b),
			      DEFAULT_FILTER_PORTS);
		assert_in_range(n, 5, rows[i].most);
	}
	pcap_freecode(&alone);
	pcap_freecode(&with);
}

/* --- two filters at once -------------------------------------------------- */

static void test_and(void **state)
{
	static const uint16_t tag[1] = { 0x8100 };
	static const struct kind sip = UDP4("SIP", true, 5060, 5060, "BYE x");
	static const struct kind rtp = UDP4("RTP", true, 5060, 20000, RTP);
	static const struct {
		const char *user;
		bool plain, tagged;
	} rows[] = {
		{ "udp", true, false },
		{ "port 5060", true, false },
		{ "port 5080", false, false },
		{ "vlan", false, true },
		{ "vlan and udp", false, true },
		{ "vlan 100 and port 5060", false, false },
		{ "vlan 101 and port 5060", false, true },
		{ "port 5060 or (vlan and port 5060)", true, true },
		{ "not port 22", true, true },
		{ "host 192.0.2.1", true, false },
	};
	struct bpf_program user, standard, both;
	struct bytes b;

	(void)state;
	compile_default(&standard, DLT_EN10MB, NULL);
	for (size_t i = 0; i < LEN(rows); i++) {
		compile(&user, DLT_EN10MB, rows[i].user);
		assert_int_equal(program_and(&both, &user, &standard), 0);
		make(&b, &sip, DLT_EN10MB, NULL, 0);
		if (run(&both, &b) != rows[i].plain)
			fail_msg("%s: plain", rows[i].user);
		make(&b, &sip, DLT_EN10MB, tag, 1);
		if (run(&both, &b) != rows[i].tagged)
			fail_msg("%s: tagged", rows[i].user);
		pcap_freecode(&user);
		pcap_freecode(&both);
	}
	pcap_freecode(&standard);
	/* Neither alone is enough. */
	compile(&user, DLT_EN10MB, "dst port 5060");
	compile(&standard, DLT_EN10MB, "src port 5060");
	assert_int_equal(program_and(&both, &user, &standard), 0);
	make(&b, &sip, DLT_EN10MB, NULL, 0);
	assert_true(run(&both, &b));
	make(&b, &rtp, DLT_EN10MB, NULL, 0);
	assert_false(run(&both, &b));
	pcap_freecode(&user);
	pcap_freecode(&standard);
	pcap_freecode(&both);
}

static void test_too_long(void **state)
{
	static struct bpf_insn many[PROGRAM_MOST];
	struct bpf_program half = { PROGRAM_MOST / 2, many },
			   more = { PROGRAM_MOST / 2 + 1, many }, out;

	(void)state;
	for (unsigned i = 0; i < PROGRAM_MOST; i++)
		many[i] = (struct bpf_insn)BPF_STMT(BPF_RET | BPF_K, 0);
	assert_int_equal(program_and(&out, &half, &half), 0);
	pcap_freecode(&out);
	assert_int_equal(program_and(&out, &half, &more), -E2BIG);
}

static void test_guess(void **state)
{
	(void)state;
	assert_int_equal(default_filter_guess_link("any"), DLT_LINUX_SLL);
	assert_int_equal(default_filter_guess_link("lo"), DLT_EN10MB);
	assert_int_equal(default_filter_guess_link("no-such"), DLT_EN10MB);
	assert_int_equal(default_filter_guess_link("../any"), DLT_EN10MB);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_tags),
		cmocka_unit_test(test_ethertypes),
		cmocka_unit_test(test_learned),
		cmocka_unit_test(test_learned_pass),
		cmocka_unit_test(test_add),
		cmocka_unit_test(test_named),
		cmocka_unit_test(test_size),
		cmocka_unit_test(test_steps),
		cmocka_unit_test(test_and),
		cmocka_unit_test(test_too_long),
		cmocka_unit_test(test_guess),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
