/* SPDX-License-Identifier: BSD-2-Clause */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "capture/filter_probe.h"

#include <pcap/pcap.h>

/* Written from the end: each layer is put in front of what it carries. */
struct packet {
	char *at, *end;
};

static void front(struct packet *p, const void *bytes, size_t n)
{
	p->at -= n;
	memcpy(p->at, bytes, n);
}

static void front16(struct packet *p, unsigned v)
{
	front(p, (const uint8_t[]){ (uint8_t)(v >> 8), (uint8_t)v }, 2);
}

static void front_zeros(struct packet *p, size_t n)
{
	p->at -= n;
	memset(p->at, 0, n);
}

static unsigned length(const struct packet *p)
{
	return (unsigned)(p->end - p->at);
}

static const char request[] =
	"OPTIONS sip:probe@example.net SIP/2.0\r\n"
	"Via: SIP/2.0/UDP probe.example.net;branch=z9hG4bKprobe\r\n"
	"From: <sip:probe@example.net>;tag=1\r\n"
	"To: <sip:probe@example.net>\r\n"
	"Call-ID: probe@example.net\r\n"
	"CSeq: 1 OPTIONS\r\n"
	"Content-Length: 0\r\n\r\n";

static void front_udp(struct packet *p, unsigned src, unsigned dst)
{
	front16(p, 0);
	front16(p, length(p) + 6);
	front16(p, dst);
	front16(p, src);
}

static void front_tcp(struct packet *p, unsigned src, unsigned dst)
{
	front_zeros(p, 4);
	front(p, "\x50\x18\xff\xff", 4); /* 20 bytes, PSH and ACK */
	front(p, "\0\0\0\1\0\0\0\1", 8);
	front16(p, dst);
	front16(p, src);
}

static void front_ip4(struct packet *p, const uint8_t src[4],
		      const uint8_t dst[4], uint8_t protocol, bool fragment)
{
	unsigned total = length(p) + 20;

	front(p, dst, 4);
	front(p, src, 4);
	front16(p, 0);
	front(p, (const uint8_t[]){ 64, protocol }, 2);
	front16(p, fragment ? 185 : 0);
	front16(p, 1);
	front16(p, total);
	front(p, "\x45\0", 2);
}

static void front_ip6(struct packet *p, const uint8_t src[16],
		      const uint8_t dst[16], uint8_t protocol, bool fragment)
{
	unsigned payload;

	if (fragment) {
		front(p, "\0\0\0\1", 4);
		front16(p, 185 << 3);
		front(p, (const uint8_t[]){ protocol, 0 }, 2);
	}
	payload = length(p);
	front(p, dst, 16);
	front(p, src, 16);
	front(p, (const uint8_t[]){ fragment ? 44 : protocol, 64 }, 2);
	front16(p, payload);
	front(p, "\x60\0\0\0", 4);
}

/* The packet itself, from the IP header on. */
static void make_inner(struct packet *p, const struct filter_probe *probe)
{
	bool fragment = probe->form == FILTER_PROBE_FRAGMENT;
	uint8_t protocol = probe->tcp ? 6 : 17;

	front(p, request, sizeof(request) - 1);
	if (!fragment && probe->tcp)
		front_tcp(p, probe->src.port, probe->dst.port);
	else if (!fragment)
		front_udp(p, probe->src.port, probe->dst.port);
	if (probe->src.family == 6)
		front_ip6(p, probe->src.ip, probe->dst.ip, protocol, fragment);
	else
		front_ip4(p, probe->src.ip, probe->dst.ip, protocol, fragment);
}

static unsigned ethertype(bool v6)
{
	return v6 ? 0x86dd : 0x0800;
}

/* Addresses for benchmarks (RFC 2544), which nobody filters by. */
static void wrap(struct packet *p, enum filter_probe_form form, bool v6)
{
	static const uint8_t a[4] = { 198, 18, 0, 1 }, b[4] = { 198, 18, 0, 2 };

	switch (form) {
	case FILTER_PROBE_PLAIN:
	case FILTER_PROBE_FRAGMENT:
		break;
	case FILTER_PROBE_GRE:
		front16(p, ethertype(v6));
		front16(p, 0);
		front_ip4(p, a, b, 47, false);
		break;
	case FILTER_PROBE_VXLAN:
		front16(p, ethertype(v6));
		front(p, "\2\0\0\0\0\3\2\0\0\0\0\4", 12);
		front(p, "\x08\0\0\0\0\0\1\0", 8);
		front_udp(p, 49152, 4789);
		front_ip4(p, a, b, 17, false);
		break;
	case FILTER_PROBE_IPIP:
		front_ip4(p, a, b, v6 ? 41 : 4, false);
		break;
	}
}

static bool front_link(struct packet *p, const struct filter_probe *probe,
		       bool v6)
{
	switch (probe->link_type) {
	case DLT_EN10MB:
		front16(p, ethertype(v6));
		for (unsigned i = probe->n_vlans; i--;) {
			front16(p, probe->vlans[i]);
			front16(p, 0x8100);
		}
		front(p, probe->mac_src, 6);
		front(p, probe->mac_dst, 6);
		return true;
	case DLT_LINUX_SLL:
		front16(p, ethertype(v6));
		front_zeros(p, 2);
		front(p, probe->mac_src, 6);
		front(p, "\0\0\0\1\0\6", 6);
		return true;
	case DLT_LINUX_SLL2:
		front_zeros(p, 2);
		front(p, probe->mac_src, 6);
		front(p, "\0\0\0\1\0\1\0\6", 8);
		front_zeros(p, 2);
		front16(p, ethertype(v6));
		return true;
	case DLT_NULL:
		front(p, &(uint32_t){ v6 ? 10 : 2 }, 4);
		return true;
	case DLT_LOOP:
		front16(p, v6 ? 10 : 2);
		front16(p, 0);
		return true;
	case DLT_RAW:
		return true;
	default:
		return false;
	}
}

struct slice filter_probe_make(const struct filter_probe *probe,
			       char room[FILTER_PROBE_ROOM])
{
	struct packet p = { room + FILTER_PROBE_ROOM, room + FILTER_PROBE_ROOM };
	bool v6 = probe->src.family == 6;

	make_inner(&p, probe);
	wrap(&p, probe->form, v6);
	v6 = v6 && (probe->form == FILTER_PROBE_PLAIN ||
		    probe->form == FILTER_PROBE_FRAGMENT);
	if (!front_link(&p, probe, v6))
		return (struct slice){ NULL, 0 };
	return slice_of(p.at, length(&p));
}
