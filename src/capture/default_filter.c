/* SPDX-License-Identifier: BSD-2-Clause */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "capture/default_filter.h"

#include "capture/filter_words.h"

#include <fcntl.h>
#include <pcap/pcap.h>
#include <unistd.h>

/* Everything is written with parentheses: to libpcap `and' and `or' bind
 * equally.  And a load behind the end of a packet ends the filter with `no', so
 * ports are asked before payloads: a keep-alive of two bytes must pass. */

/* How the fields of one IP version are written. */
struct fields {
	const char *protocol;
	const char *udp_ports[2], *udp_payload;
	const char *tcp_ports[2], *tcp_payload;
};

static const struct fields ip4 = {
	"ip[9]",
	{ "udp[0:2]", "udp[2:2]" }, "udp[8:4]",
	{ "tcp[0:2]", "tcp[2:2]" }, "tcp[(tcp[12] >> 2) & 0x3c:4]",
};
/* libpcap's udp[] and tcp[] mean IPv4 alone. */
static const struct fields ip6 = {
	"ip6[6]",
	{ "ip6[40:2]", "ip6[42:2]" }, "ip6[48:4]",
	{ "ip6[40:2]", "ip6[42:2]" }, "ip6[40 + ((ip6[52] >> 2) & 0x3c):4]",
};

/* How a SIP message begins (RFC 3261 7; method names are case-sensitive), and a
 * HEP3 packet.  In ascending order: RTP, STUN and DTLS lie outside. */
static const char starts[][5] = {
	"ACK ", "BYE ", "CANC", "HEP3", "INFO", "INVI", "MESS", "NOTI",
	"OPTI", "PRAC", "PUBL", "REFE", "REGI", "SIP/", "SUBS", "UPDA",
};
#define STARTS (sizeof(starts) / sizeof(starts[0]))

struct range {
	uint16_t first, last;
};

/* Of UDP: SIP, HEP, and what carries whole packets: L2TP, GTP-U, VXLAN with and
 * without GPE, CAPWAP, GENEVE, MPLS, the old port of VXLAN; none above UDP_TOP but
 * TZSP. */
static const struct range udp_ports[] = {
	{ 5060, 5061 }, { 9060, 9063 }, { 1701, 1701 }, { 2152, 2152 },
	{ 4789, 4790 }, { 5247, 5247 }, { 6081, 6081 }, { 6635, 6635 },
	{ 8472, 8472 },
};
#define UDP_TOP "9063"
#define TZSP { 37008, 37008 }
static const struct range udp_high[] = { TZSP };
/* SIP, WebSocket (RFC 7118 names none: those in use), HEP. */
static const struct range tcp_ports[] = {
	{ 5060, 5061 }, { 80, 80 }, { 443, 443 }, { 8080, 8080 },
	{ 8088, 8089 }, { 9060, 9063 },
};
#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* IP protocols that pass whole: IP in IP, 6in4, GRE, AH, EtherIP, L2TP, SCTP,
 * MPLS, Ethernet.  Of IPv6 also
 * the extension headers, behind which nothing can be found at a fixed place. */
static const uint8_t protocols4[] = { 4, 41, 47, 51, 97, 115, 132, 137, 143 };
static const uint8_t protocols6[] = { 0, 4, 41, 43, 44, 47, 51, 60, 97, 115,
				      132, 135, 137, 139, 140, 143 };

static uint32_t number(const char s[4])
{
	return (uint32_t)s[0] << 24 | (uint32_t)s[1] << 16 |
		(uint32_t)s[2] << 8 | (uint32_t)s[3];
}

/* Between the terms of an alternation. */
static void either(struct strbuf *b)
{
	if (b->len && b->p[b->len - 1] != '(')
		strbuf_adds(b, " or ");
}

static void add_equal(struct strbuf *b, const char *field, unsigned n)
{
	either(b);
	strbuf_fmt(b, "%s = %u", field, n);
}

static void add_range(struct strbuf *b, const char *field, struct range r)
{
	if (r.last - r.first < 2) {
		add_equal(b, field, r.first);
		if (r.last != r.first)
			add_equal(b, field, r.last);
		return;
	}
	either(b);
	strbuf_fmt(b, "(%s >= %u and %s <= %u)", field, r.first, field, r.last);
}

static void add_ranges(struct strbuf *b, const char *const fields[2],
		       const struct range *r, size_t n)
{
	for (int i = 0; i < 2; i++) {
		for (size_t k = 0; k < n; k++)
			add_range(b, fields[i], r[k]);
	}
}

static void add_learned(struct strbuf *b, const char *const fields[2],
			const uint16_t *ports, unsigned n)
{
	for (int i = 0; i < 2; i++) {
		for (unsigned k = 0; k < n; k++)
			add_equal(b, fields[i], ports[k]);
	}
}

/* A message may follow empty lines (RFC 3261 7.5). */
static void add_content(struct strbuf *b, const char *payload)
{
	either(b);
	strbuf_fmt(b, "%s & 0xffff0000 = 0x0d0a0000 or (%s >= 0x%x and "
		   "%s <= 0x%x and (", payload, payload, number(starts[0]),
		   payload, number(starts[STARTS - 1]));
	for (size_t i = 0; i < STARTS; i++) {
		either(b);
		strbuf_fmt(b, "%s = 0x%x", payload, number(starts[i]));
	}
	strbuf_adds(b, "))");
}

/* Questions to name servers and their answers (SRV): without the questions a name
 * server that is silent would not be seen.  RTP has high ports on both sides as a rule,
 * so two comparisons spare it the list. */
static void add_udp(struct strbuf *b, const struct fields *f,
		    const struct default_filter_ports *learned)
{
	const char *const *port = f->udp_ports;

	either(b);
	strbuf_fmt(b, "(%s = 17 and (((%s <= " UDP_TOP " or %s <= " UDP_TOP
		   ") and (%s = 53 or %s = 53", f->protocol, port[0], port[1],
		   port[0], port[1]);
	add_ranges(b, port, udp_ports, COUNT(udp_ports));
	strbuf_adds(b, "))");
	add_ranges(b, port, udp_high, COUNT(udp_high));
	if (learned)
		add_learned(b, port, learned->udp, learned->n_udp);
	add_content(b, f->udp_payload);
	strbuf_adds(b, "))");
}

/* SIP on another port shows at the start of a segment; its port is learned. */
static void add_tcp(struct strbuf *b, const struct fields *f,
		    const struct default_filter_ports *learned)
{
	const char *const *port = f->tcp_ports;

	either(b);
	strbuf_fmt(b, "(%s = 6 and (", f->protocol);
	add_ranges(b, port, tcp_ports, COUNT(tcp_ports));
	if (learned)
		add_learned(b, port, learned->tcp, learned->n_tcp);
	add_content(b, f->tcp_payload);
	strbuf_adds(b, "))");
}

/* What has no tag in front of it.  Fragments first: no ports are read there. */
static void add_packets(struct strbuf *b, bool ethertypes,
			const struct default_filter_ports *learned)
{
	strbuf_adds(b, "(ip and (ip[6:2] & 0x3fff != 0");
	add_udp(b, &ip4, learned);
	add_tcp(b, &ip4, learned);
	for (size_t i = 0; i < sizeof(protocols4); i++)
		add_equal(b, ip4.protocol, protocols4[i]);
	strbuf_adds(b, " or (ip[9] = 1 and (icmp[0] = 3 or icmp[0] = 11 or "
		    "icmp[0] = 12)))) or (ip6 and (");
	add_udp(b, &ip6, learned);
	add_tcp(b, &ip6, learned);
	for (size_t i = 0; i < sizeof(protocols6); i++)
		add_equal(b, ip6.protocol, protocols6[i]);
	strbuf_adds(b, " or (ip6[6] = 58 and ip6[40] >= 1 and ip6[40] <= 4)))");
	if (ethertypes) /* MPLS, PPPoE session */
		strbuf_adds(b, " or ether proto 0x8847 or ether proto 0x8848 "
			    "or ether proto 0x8864");
}

void default_filter_build(struct strbuf *out, int link_type,
			  const struct default_filter_ports *learned)
{
	switch (link_type) {
	/* Live the kernel has taken the outer tag off; what has one still passes
	 * unseen.  libpcap's `vlan', which looks behind it, makes a program
	 * here that is longer than the kernel takes. */
	case DLT_EN10MB:
	case DLT_LINUX_SLL:
	case DLT_LINUX_SLL2:
		add_packets(out, true, learned);
		strbuf_adds(out, " or ether proto 0x8100 or ether proto "
			    "0x88a8 or ether proto 0x9100");
		return;
	default:
		add_packets(out, false, learned);
		return;
	}
}

/* --- ports ---------------------------------------------------------------- */

static bool within(const struct range *r, size_t n, uint16_t port)
{
	while (n--) {
		if (port >= r[n].first && port <= r[n].last)
			return true;
	}
	return false;
}

static bool always_watched(uint16_t port, bool tcp)
{
	if (tcp)
		return within(tcp_ports, COUNT(tcp_ports), port);
	return within(udp_ports, COUNT(udp_ports), port) ||
		within(udp_high, COUNT(udp_high), port);
}

bool default_filter_has(const struct default_filter_ports *ports, uint16_t port,
			bool tcp)
{
	const uint16_t *all = tcp ? ports->tcp : ports->udp;
	unsigned n = tcp ? ports->n_tcp : ports->n_udp;

	if (always_watched(port, tcp))
		return true;
	while (n--) {
		if (all[n] == port)
			return true;
	}
	return false;
}

enum default_filter_added default_filter_add(struct default_filter_ports *to,
					     uint16_t port, bool tcp)
{
	uint16_t *ports = tcp ? to->tcp : to->udp;
	unsigned *n = tcp ? &to->n_tcp : &to->n_udp;

	if (!port || default_filter_has(to, port, tcp))
		return DEFAULT_FILTER_KNOWN;
	if (to->n_udp + to->n_tcp >= DEFAULT_FILTER_PORTS)
		return DEFAULT_FILTER_FULL;
	ports[(*n)++] = port;
	return DEFAULT_FILTER_ADDED;
}

void default_filter_named(struct default_filter_ports *to, const char *filter)
{
	struct filter_words words;

	filter_words_read(&words, filter);
	for (unsigned i = 0; i < words.n_ports; i++) {
		unsigned last = words.ports[i].last;
		unsigned step = last - words.ports[i].first < 16 ? 1 :
			last - words.ports[i].first;

		for (unsigned p = words.ports[i].first; p <= last; p += step) {
			default_filter_add(to, (uint16_t)p, true);
			default_filter_add(to, (uint16_t)p, false);
		}
	}
}

/* Without opening it: /sys tells the kind of an interface (ARPHRD_...). */
int default_filter_guess_link(const char *interface)
{
	struct strbuf path = { 0 };
	char text[16];
	uint64_t type = 0;
	ssize_t n;
	int fd;

	if (strcmp(interface, "any") == 0)
		return DLT_LINUX_SLL;
	if (strchr(interface, '/'))
		return DLT_EN10MB;
	strbuf_fmt(&path, "/sys/class/net/%s/type", interface);
	fd = open(strbuf_str(&path), O_RDONLY | O_CLOEXEC);
	strbuf_fini(&path);
	if (fd < 0)
		return DLT_EN10MB;
	n = read(fd, text, sizeof(text));
	close(fd);
	if (n <= 1 || slice_to_uint(slice_of(text, (size_t)n - 1), 65535, &type))
		return DLT_EN10MB;
	switch (type) {
	case 512: /* PPP */
		return DLT_LINUX_SLL;
	case 768: /* tunnels, and what has no link layer at all */
	case 776:
	case 65534:
		return DLT_RAW;
	default:
		return DLT_EN10MB;
	}
}
