/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/dissector.h"

#include "base/clock.h"
#include "tests/unit/frame_bytes.h"

/* What the sink saw: the last datagram, its payload copied. */
struct seen {
	unsigned datagrams, errors, incomplete;
	struct packet packet;
	struct icmp_error error;
	char payload[65536];
	size_t len;
	uint64_t number; /* of its frame */
};

static void see_datagram(const struct packet *p, void *arg)
{
	struct seen *s = arg;

	s->datagrams++;
	s->incomplete += p->incomplete;
	s->packet = *p;
	s->number = p->frame->number;
	s->len = p->payload.len;
	assert_true(s->len && s->len <= sizeof(s->payload));
	memcpy(s->payload, p->payload.p, s->len);
}

static void see_error(const struct icmp_error *e, void *arg)
{
	struct seen *s = arg;

	s->errors++;
	s->error = *e;
}

static struct dissector *start(struct seen *s)
{
	struct dissector_sink sink = {
		.datagram = see_datagram, .icmp = see_error, .arg = s };
	struct dissector *d = dissector_new(&sink, 8);

	assert_non_null(d);
	memset(s, 0, sizeof(*s));
	return d;
}

/* One frame, captured up to `captured' bytes, in a copy of that size. */
static int feed(struct dissector *d, const struct frame_bytes *b,
		size_t captured, int link_type)
{
	struct slice in = exact(b->p, captured);
	struct frame f = { .bytes = in, .wire_len = (uint32_t)b->len,
			   .number = 7, .link_type = link_type };
	int err = dissector_frame(d, &f);

	exact_free(in);
	return err;
}

static void plain4(struct frame_bytes *b)
{
	put_ethernet(b, 0x0800);
	put_ip4(b, 17, 77, 0, 8 + 4);
	put_udp(b, 5060, 5061, 4);
	put(b, "data", 4);
}

static void padded4(struct frame_bytes *b)
{
	plain4(b);
	put(b, "padding of a short frame", 24);
}

static void plain6(struct frame_bytes *b)
{
	put_ethernet(b, 0x86dd);
	put_ip6(b, 17, 8 + 4);
	put_udp(b, 5060, 5061, 4);
	put(b, "data", 4);
}

static void vlan4(struct frame_bytes *b)
{
	put_ethernet(b, 0x88a8);
	put32(b, 0x00058100);
	put32(b, 0x00060800);
	put_ip4(b, 17, 77, 0, 8 + 4);
	put_udp(b, 5060, 5061, 4);
	put(b, "data", 4);
}

static void pppoe4(struct frame_bytes *b)
{
	put_ethernet(b, 0x8864);
	put32(b, 0x11000001);
	put16(b, 2 + 20 + 8 + 4);
	put16(b, 0x0021);
	put_ip4(b, 17, 77, 0, 8 + 4);
	put_udp(b, 5060, 5061, 4);
	put(b, "data", 4);
}

static void offload4(struct frame_bytes *b)
{
	plain4(b);
	b->p[16] = b->p[17] = 0; /* IP length */
	b->p[38] = b->p[39] = 0; /* UDP length */
}

static void lying_udp(struct frame_bytes *b)
{
	plain4(b);
	b->p[39] = 100;
}

static void tiny_udp(struct frame_bytes *b)
{
	plain4(b);
	b->p[39] = 7;
}

static void empty_udp(struct frame_bytes *b)
{
	put_ethernet(b, 0x0800);
	put_ip4(b, 17, 77, 0, 8);
	put_udp(b, 5060, 5061, 0);
}

static void version5(struct frame_bytes *b)
{
	plain4(b);
	b->p[14] = 0x55;
}

static void arp(struct frame_bytes *b)
{
	put_ethernet(b, 0x0806);
}

static void stranger(struct frame_bytes *b)
{
	put_ethernet(b, 0x1234);
}

static void mpls(struct frame_bytes *b)
{
	put_ethernet(b, 0x8847);
}

static void gre(struct frame_bytes *b)
{
	put_ethernet(b, 0x0800);
	put_ip4(b, 47, 77, 0, 4);
	put32(b, 0x800);
}

static void four_in_six(struct frame_bytes *b)
{
	put_ethernet(b, 0x86dd);
	put_ip6(b, 4, 20 + 8);
	put_ip4(b, 17, 1, 0, 8);
	put_udp(b, 5060, 5061, 0);
}

static void esp(struct frame_bytes *b)
{
	put_ethernet(b, 0x0800);
	put_ip4(b, 50, 77, 0, 8);
	put(b, "spi.seq.", 8);
}

static void esp_fragment(struct frame_bytes *b)
{
	put_ethernet(b, 0x0800);
	put_ip4(b, 50, 77, 0x2000, 8);
	put(b, "spi.seq.", 8);
}

static void esp_later(struct frame_bytes *b)
{
	esp_fragment(b);
	b->p[21] = 1;
}

static void vxlan(struct frame_bytes *b)
{
	put_ethernet(b, 0x0800);
	put_ip4(b, 17, 77, 0, 8 + 8);
	put_udp(b, 999, 4789, 8);
	put(b, "\x08\0\0\0\0\0\1\0", 8);
}

static void tcp(struct frame_bytes *b, unsigned port, const char *data,
		size_t len)
{
	put_ethernet(b, 0x0800);
	put_ip4(b, 6, 77, 0, 20 + len);
	put16(b, port);
	put16(b, 4000);
	put(b, "\0\0\0\0\0\0\0\0\x50\x18\0\0\0\0\0\0", 16);
	put(b, data, len);
}

static void tcp_sip(struct frame_bytes *b)
{
	tcp(b, 3000, "SIP/2.0 200 OK\r\n\r\n", 18);
}

static void tcp_port(struct frame_bytes *b)
{
	tcp(b, 5060, "a=rtpmap:0", 10);
}

static void tcp_other(struct frame_bytes *b)
{
	tcp(b, 80, "HTTP/1.1 200 OK\r\n\r\n", 19);
}

static void tls(struct frame_bytes *b)
{
	tcp(b, 5061, "\x16\3\1\0\x20....", 9);
}

static void icmp4(struct frame_bytes *b)
{
	put_ethernet(b, 0x0800);
	put_ip4(b, 1, 77, 0, 8 + 20 + 8);
	put(b, "\3\3\0\0\0\0\0\0", 8);
	put_ip4(b, 17, 5, 0, 8 + 4);
	put_udp(b, 5060, 5061, 4);
}

static void icmp6(struct frame_bytes *b)
{
	put_ethernet(b, 0x86dd);
	put_ip6(b, 58, 8 + 40 + 8);
	put(b, "\1\4\0\0\0\0\0\0", 8);
	put_ip6(b, 17, 8 + 4);
	put_udp(b, 5060, 5061, 4);
}

static void icmp6_in_4(struct frame_bytes *b)
{
	put_ethernet(b, 0x0800);
	put_ip4(b, 58, 77, 0, 8 + 20 + 8);
	put(b, "\1\4\0\0\0\0\0\0", 8);
	put_ip4(b, 17, 5, 0, 8 + 4);
	put_udp(b, 5060, 5061, 4);
}

static void ping(struct frame_bytes *b)
{
	put_ethernet(b, 0x0800);
	put_ip4(b, 1, 77, 0, 8);
	put(b, "\x08\0\0\0\0\0\0\0", 8);
}

static void wild_quote(struct frame_bytes *b)
{
	icmp4(b);
	b->p[42] = 0x10;
}

#define COUNT(field) offsetof(struct dissector_stats, field)
#define NONE SIZE_MAX

static const struct {
	const char *label;
	void (*build)(struct frame_bytes *b);
	size_t cut;      /* bytes off the end */
	unsigned datagrams, errors;
	size_t counts;   /* the one counter that goes up */
	size_t payload;
} cases[] = {
	{ "IPv4", plain4, 0, 1, 0, NONE, 4 },
	{ "IPv6", plain6, 0, 1, 0, NONE, 4 },
	{ "padding", padded4, 0, 1, 0, NONE, 4 },
	{ "VLANs", vlan4, 0, 1, 0, NONE, 4 },
	{ "PPPoE", pppoe4, 0, 1, 0, NONE, 4 },
	{ "offload", offload4, 0, 1, 0, NONE, 4 },
	{ "padding cut", padded4, 10, 1, 0, NONE, 4 },
	{ "empty", empty_udp, 0, 0, 0, NONE, 0 },
	{ "cut", plain4, 1, 1, 0, COUNT(snaplen), 3 },
	{ "cut to nothing", plain4, 4, 0, 0, COUNT(snaplen), 0 },
	{ "cut in UDP", plain4, 5, 0, 0, COUNT(snaplen), 0 },
	{ "cut in IP", plain4, 13, 0, 0, COUNT(snaplen), 0 },
	{ "cut in Ethernet", plain4, 33, 0, 0, COUNT(snaplen), 0 },
	{ "lying UDP", lying_udp, 0, 1, 0, COUNT(malformed), 4 },
	{ "UDP of 7", tiny_udp, 0, 0, 0, COUNT(malformed), 0 },
	{ "IP version 5", version5, 0, 0, 0, COUNT(malformed), 0 },
	{ "ARP", arp, 0, 0, 0, NONE, 0 },
	{ "stranger", stranger, 0, 0, 0, COUNT(ethertype), 0 },
	{ "MPLS, nothing in it", mpls, 0, 0, 0, COUNT(malformed), 0 },
	{ "GRE, nothing in it", gre, 0, 0, 0, COUNT(malformed), 0 },
	{ "ESP", esp, 0, 0, 0, COUNT(tunnel), 0 },
	{ "ESP, fragment", esp_fragment, 0, 0, 0, COUNT(tunnel), 0 },
	{ "ESP, later fragment", esp_later, 0, 0, 0, NONE, 0 },
	{ "4 in 6", four_in_six, 0, 0, 0, NONE, 0 },
	{ "VXLAN, no Ethernet", vxlan, 0, 0, 0, COUNT(malformed), 0 },
	{ "SIP on TCP?", tcp_sip, 0, 0, 0, NONE, 0 },
	{ "TCP 5060", tcp_port, 0, 0, 0, NONE, 0 },
	{ "HTTP", tcp_other, 0, 0, 0, NONE, 0 },
	{ "TLS", tls, 0, 0, 0, NONE, 0 },
	{ "ICMP", icmp4, 0, 0, 1, NONE, 0 },
	{ "ICMPv6", icmp6, 0, 0, 1, NONE, 0 },
	{ "ICMPv6 in IPv4", icmp6_in_4, 0, 0, 0, NONE, 0 },
	{ "ping", ping, 0, 0, 0, NONE, 0 },
	{ "wild quote", wild_quote, 0, 0, 0, COUNT(malformed), 0 },
};

static void check_counts(const struct dissector *d, size_t i)
{
	struct dissector_stats want = { .frames = 1 };

	if (cases[i].counts != NONE)
		*(uint64_t *)(void *)((char *)&want + cases[i].counts) = 1;
	if (memcmp(&want, dissector_stats(d), sizeof(want)))
		fail_msg("%s: counters", cases[i].label);
}

static void test_cases(void **state)
{
	struct seen s;

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct frame_bytes b = { .len = 0 };
		struct dissector *d = start(&s);

		cases[i].build(&b);
		assert_int_equal(feed(d, &b, b.len - cases[i].cut, 1), 0);
		if (s.datagrams != cases[i].datagrams ||
		    s.errors != cases[i].errors || s.len != cases[i].payload)
			fail_msg("%s: %u datagrams, %u errors, %zu bytes",
				 cases[i].label, s.datagrams, s.errors, s.len);
		check_counts(d, i);
		dissector_free(d);
	}
}

/* Every prefix of every frame, cut by the snap length. */
static void test_prefixes(void **state)
{
	struct seen s;

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct frame_bytes b = { .len = 0 };
		struct dissector *d = start(&s);

		cases[i].build(&b);
		for (size_t len = 0; len < b.len; len++) {
			assert_int_equal(feed(d, &b, len, 1), 0);
			feed(d, &b, len, 0);
			feed(d, &b, len, 101);
			feed(d, &b, len, 113);
			feed(d, &b, len, 276);
		}
		dissector_free(d);
	}
}

static void test_fields(void **state)
{
	struct frame_bytes b = { .len = 0 };
	struct seen s;
	struct dissector *d = start(&s);

	(void)state;
	plain4(&b);
	feed(d, &b, b.len, 1);
	assert_int_equal(s.packet.src.port, 5060);
	assert_int_equal(s.packet.dst.port, 5061);
	assert_memory_equal(s.packet.src.ip, "\xc0\0\2\1", 4);
	assert_memory_equal(s.packet.dst.ip, "\xc0\0\2\2", 4);
	assert_int_equal(s.packet.transport, TRANSPORT_UDP);
	assert_int_equal(s.packet.ip_id, 77);
	assert_true(s.packet.has_ip_id);
	assert_int_equal(s.packet.ttl, 64);
	assert_int_equal(s.packet.fragments, 1);
	assert_false(s.packet.truncated);
	assert_memory_equal(s.payload, "data", 4);
	feed(d, &b, b.len - 1, 1);
	assert_true(s.packet.truncated);
	b.len = 0;
	plain6(&b);
	feed(d, &b, b.len, 1);
	assert_int_equal(s.packet.src.family, 6);
	assert_false(s.packet.has_ip_id);
	b.len = 0;
	icmp4(&b);
	feed(d, &b, b.len, 1);
	assert_int_equal(s.error.from.ip[3], 1);
	assert_int_equal(s.error.quoted.dst.port, 5061);
	assert_non_null(s.error.frame);
	assert_ptr_equal(s.error.frame, s.error.quoted.frame);
	dissector_free(d);
}

static void test_link_types(void **state)
{
	struct frame_bytes b = { .len = 0 };
	struct seen s;
	struct dissector *d = start(&s);

	(void)state;
	plain4(&b);
	feed(d, &b, b.len, 147); /* user 0 */
	feed(d, &b, b.len, 187); /* Bluetooth */
	assert_int_equal(dissector_stats(d)->link_type, 2);
	assert_int_equal(s.datagrams, 0);
	assert_false(dissector_knows_link(147));
	assert_true(dissector_knows_link(105));
	assert_true(dissector_knows_link(113));
	dissector_free(d);
}

/* A SIP datagram of 3000 bytes in two fragments. */
static void fragment(struct frame_bytes *b, unsigned family, bool last)
{
	size_t size = last ? 3008 - 1480 : 1480;
	unsigned place = last ? 1480 : 0;

	b->len = 0;
	put_ethernet(b, family == 4 ? 0x0800 : 0x86dd);
	if (family == 4) {
		put_ip4(b, 17, 99, place / 8 | (last ? 0 : 0x2000), size);
	} else {
		put_ip6(b, 44, 8 + size);
		put_fragment6(b, 17, 99, place | !last);
	}
	if (!last)
		put_udp(b, 5060, 5061, 3000);
	for (size_t i = last ? 0 : 8; i < size; i++)
		put8(b, last ? 'b' : 'a');
}

static void test_fragments(void **state)
{
	struct frame_bytes b;
	struct seen s;

	(void)state;
	for (unsigned family = 4; family <= 6; family += 2)
		for (int order = 0; order < 2; order++) {
			struct dissector *d = start(&s);

			fragment(&b, family, order);
			feed(d, &b, b.len, 1);
			assert_int_equal(s.datagrams, 0);
			fragment(&b, family, !order);
			feed(d, &b, b.len, 1);
			assert_int_equal(s.datagrams, 1);
			assert_int_equal(s.len, 3000);
			assert_int_equal(s.payload[1471], 'a');
			assert_int_equal(s.payload[1472], 'b');
			assert_int_equal(s.packet.fragments, 2);
			assert_int_equal(s.packet.ip_id, 99);
			assert_int_equal(s.packet.src.port, 5060);
			assert_false(s.packet.truncated);
			assert_int_equal(dissector_stats(d)->reassembled, 1);
			dissector_end(d);
			assert_int_equal(dissector_stats(d)->fragments, 0);
			dissector_free(d);
		}
}

static void test_fragments_cut(void **state)
{
	struct frame_bytes b;
	struct seen s;
	struct dissector *d = start(&s);

	(void)state;
	fragment(&b, 4, false);
	feed(d, &b, 96, 1);
	fragment(&b, 4, true);
	feed(d, &b, b.len, 1);
	assert_int_equal(s.datagrams, 1);
	assert_true(s.packet.truncated);
	assert_int_equal(s.len, 96 - 14 - 20 - 8);
	assert_int_equal(dissector_stats(d)->snaplen, 1);
	assert_int_equal(dissector_stats(d)->malformed, 0);
	dissector_free(d);
}

static void test_fragments_lost(void **state)
{
	struct frame_bytes b;
	struct seen s;
	struct dissector *d = start(&s);

	(void)state;
	for (unsigned id = 0; id < 100; id++) {
		b.len = 0;
		put_ip4(&b, 17, id, 0x2000, 8);
		put_udp(&b, 1, 2, 100);
		feed(d, &b, b.len, 101);
		/* Nothing is kept of what cannot carry SIP. */
		b.p[9] = 1;
		b.p[7] = 1;
		feed(d, &b, b.len, 101);
	}
	b.p[9] = 17;
	b.p[7] = 0;
	b.p[3] = 20 + 7;
	feed(d, &b, b.len, 101);
	assert_int_equal(s.datagrams, 0);
	assert_int_equal(dissector_stats(d)->fragments_shed, 92);
	assert_int_equal(dissector_stats(d)->fragments, 0);
	assert_int_equal(dissector_stats(d)->malformed, 1);
	dissector_end(d);
	assert_int_equal(dissector_stats(d)->fragments, 8);
	dissector_free(d);
}

/* IPv6: the options stand in the first fragment; a fragment header in what was
 * put together is one too many. */
static void test_options_in_fragments(void **state)
{
	struct seen s;

	(void)state;
	for (int again = 0; again < 2; again++) {
		struct frame_bytes b = { .len = 0 };
		struct dissector *d = start(&s);

		put_ip6(&b, 44, 8 + 16);
		put_fragment6(&b, again ? 43 : 60, 5, 1);
		put(&b, again ? "\x2c" : "\x11", 1);
		put(&b, "\0\1\4\0\0\0\0", 7);
		if (again)
			put_fragment6(&b, 17, 6, 1);
		else
			put_udp(&b, 5060, 5061, 4);
		feed(d, &b, b.len, 101);
		b.len = 0;
		put_ip6(&b, 44, 8 + (again ? 12 : 4));
		put_fragment6(&b, again ? 43 : 60, 5, 16);
		if (again)
			put_udp(&b, 5060, 5061, 4);
		put(&b, "data", 4);
		feed(d, &b, b.len, 101);
		assert_int_equal(s.datagrams, !again);
		assert_int_equal(dissector_stats(d)->malformed, again);
		dissector_free(d);
	}
}

/* The rest never comes: what the first fragment holds is handed up. */
static void test_incomplete(void **state)
{
	struct frame_bytes b;
	struct seen s;

	(void)state;
	for (unsigned family = 4; family <= 6; family += 2)
		for (int by = 0; by < 3; by++) {
			struct dissector *d = start(&s);

			fragment(&b, family, false);
			feed(d, &b, b.len, 1);
			assert_int_equal(s.datagrams, 0);
			if (by == 0)
				dissector_end(d);
			else if (by == 1)
				dissector_clock(d, 61 * CLOCK_S);
			for (unsigned id = 0; by == 2 && id < 8; id++) {
				b.p[family == 4 ? 19 : 14 + 40 + 7] = (char)id;
				b.p[60 + 14] = (char)id; /* not sent again */
				feed(d, &b, b.len, 1);
			}
			assert_int_equal(s.datagrams, 1);
			assert_int_equal(s.len, 1472);
			assert_true(s.packet.truncated);
			assert_true(s.packet.incomplete);
			assert_int_equal(s.packet.fragments, 1);
			assert_int_equal(s.packet.src.port, 5060);
			assert_int_equal(s.packet.ttl, 64);
			assert_int_equal(s.number, 7);
			assert_int_equal(dissector_stats(d)->fragments,
					 by != 2);
			assert_int_equal(dissector_stats(d)->fragments_shed,
					 by == 2);
			assert_int_equal(dissector_stats(d)->snaplen, 0);
			assert_int_equal(dissector_stats(d)->malformed, 0);
			dissector_free(d);
		}
}

/* Without the first fragment there is nothing to say but that it is lost; and
 * what is not UDP is only counted. */
static void test_incomplete_silent(void **state)
{
	struct frame_bytes b;
	struct seen s;
	struct dissector *d = start(&s);

	(void)state;
	fragment(&b, 4, true);
	feed(d, &b, b.len, 1);
	fragment(&b, 4, false);
	b.p[23] = 6; /* TCP */
	feed(d, &b, b.len, 1);
	b.p[23] = (char)132; /* SCTP */
	feed(d, &b, b.len, 1);
	dissector_end(d);
	assert_int_equal(s.datagrams, 0);
	assert_int_equal(dissector_stats(d)->fragments, 3);
	assert_int_equal(dissector_stats(d)->malformed, 0);
	dissector_free(d);
}

/* The sender tries again with another id: no need to wait on. */
static void test_sent_again(void **state)
{
	struct frame_bytes b;
	struct seen s;
	struct dissector *d = start(&s);

	(void)state;
	fragment(&b, 4, false);
	feed(d, &b, b.len, 1);
	b.p[19] = 100;
	feed(d, &b, b.len, 1);
	assert_int_equal(s.datagrams, 1);
	assert_true(s.packet.incomplete);
	assert_int_equal(s.packet.ip_id, 99);
	assert_int_equal(dissector_stats(d)->fragments, 1);
	fragment(&b, 4, true);
	b.p[19] = 100;
	feed(d, &b, b.len, 1);
	assert_int_equal(s.datagrams, 2);
	assert_false(s.packet.incomplete);
	assert_int_equal(s.len, 3000);
	dissector_end(d);
	assert_int_equal(dissector_stats(d)->fragments, 1);
	dissector_free(d);
}

/* A fragment of 800 bytes (the last: from there on), or the answer to it. */
static void talk(struct frame_bytes *b, bool answer, unsigned call)
{
	size_t start;

	b->len = 0;
	put_ethernet(b, 0x0800);
	put_ip4(b, 17, answer ? 3 : call, answer ? 0 : 0x2000, 800);
	if (answer)
		memcpy(b->p + b->len - 8, "\xc0\0\2\2\xc0\0\2\1", 8);
	start = b->len;
	put_udp(b, 5060, 5060, 792);
	put(b, answer ? "SIP/2.0 200 OK\r\nCall-ID: " :
	    "INVITE sip:a@b SIP/2.0\r\nCall-ID: ", answer ? 25 : 33);
	b->p[b->len++] = (char)('a' + call);
	put(b, "\r\nSubject: ", 11);
	memset(b->p + b->len, 'x', 800 - (b->len - start));
	b->len = start + 800;
}

/* Two calls wait for their rest.  An answer in one of them: what is there of it
 * comes just before. */
static void test_talk(void **state)
{
	struct frame_bytes b;
	struct seen s;
	struct dissector *d = start(&s);

	(void)state;
	talk(&b, false, 1);
	feed(d, &b, b.len, 1);
	talk(&b, false, 2);
	feed(d, &b, b.len, 1);
	talk(&b, true, 3);
	feed(d, &b, b.len, 1);
	assert_int_equal(s.datagrams, 1);
	assert_false(s.packet.incomplete);
	talk(&b, true, 2);
	feed(d, &b, b.len, 1);
	assert_int_equal(s.datagrams, 3);
	assert_false(s.packet.incomplete);
	assert_int_equal(s.incomplete, 1);
	assert_int_equal(dissector_stats(d)->fragments, 1);
	dissector_end(d);
	assert_int_equal(s.datagrams, 4);
	assert_true(s.packet.incomplete);
	assert_int_equal(s.packet.ip_id, 1);
	dissector_free(d);
}

/* A GRE packet in two fragments, and in it the first or the last fragment of a
 * datagram of 8 + 24 bytes. */
static void gre_part(struct frame_bytes *b, bool inner_last, bool outer_last)
{
	struct frame_bytes *in = calloc(1, sizeof(*in));
	size_t half = 24; /* behind the GRE header */

	assert_non_null(in);
	put(in, "\0\0\x08\0", 4);
	put_ip4(in, 17, 5, inner_last ? 2 : 0x2000, 16);
	if (!inner_last)
		put_udp(in, 5060, 5061, 24);
	put(in, inner_last ? "bbbbbbbbcccccccc" : "aaaaaaaa",
	    inner_last ? 16 : 8);
	b->len = 0;
	put_ethernet(b, 0x0800);
	put_ip4(b, 47, inner_last ? 61 : 60,
		outer_last ? (unsigned)half / 8 : 0x2000,
		outer_last ? in->len - half : half);
	put(b, in->p + (outer_last ? half : 0),
	    outer_last ? in->len - half : half);
	free(in);
}

static void test_fragments_in_fragments(void **state)
{
	struct frame_bytes b;
	struct seen s;

	(void)state;
	for (unsigned order = 0; order < 8; order++) {
		struct dissector *d = start(&s);

		for (unsigned k = 0; k < 4; k++) {
			bool inner = (k >> 1) ^ (order >> 2);
			bool outer = (k & 1) ^ (order >> (k >> 1) & 1);

			assert_int_equal(s.datagrams, 0);
			gre_part(&b, inner, outer);
			feed(d, &b, b.len, 1);
		}
		assert_int_equal(s.datagrams, 1);
		assert_int_equal(s.len, 24);
		assert_memory_equal(s.payload, "aaaaaaaabbbbbbbbcccccccc",
				    24);
		assert_int_equal(s.packet.fragments, 3);
		assert_false(s.packet.truncated);
		assert_int_equal(dissector_stats(d)->reassembled, 3);
		dissector_end(d);
		assert_int_equal(dissector_stats(d)->fragments, 0);
		dissector_free(d);
	}
}

/* Half of a tunnel's packet: the datagram in it is incomplete, too. */
static void test_incomplete_tunnel(void **state)
{
	struct frame_bytes b = { .len = 0 };
	struct seen s;
	struct dissector *d = start(&s);

	(void)state;
	put_ip4(&b, 47, 60, 0x2000, 4 + 20 + 8 + 8);
	put(&b, "\0\0\x08\0", 4);
	put_ip4(&b, 17, 5, 0, 8 + 100);
	put_udp(&b, 5060, 5061, 100);
	put(&b, "aaaaaaaa", 8);
	feed(d, &b, b.len, 101);
	dissector_end(d);
	assert_int_equal(s.datagrams, 1);
	assert_int_equal(s.len, 8);
	assert_true(s.packet.incomplete);
	assert_int_equal(s.packet.ip_id, 5);
	assert_int_equal(dissector_stats(d)->fragments, 1);
	assert_int_equal(dissector_stats(d)->snaplen, 0);
	assert_int_equal(dissector_stats(d)->malformed, 0);
	dissector_free(d);
}

/* Overlaps are counted, the first bytes to come are kept. */
static void test_overlap(void **state)
{
	struct frame_bytes b;
	struct seen s;
	struct dissector *d = start(&s);

	(void)state;
	fragment(&b, 4, false);
	feed(d, &b, b.len, 1);
	feed(d, &b, b.len, 1); /* a copy */
	memset(b.p + 14 + 20 + 100, 'X', 8);
	feed(d, &b, b.len, 1);
	fragment(&b, 4, true);
	feed(d, &b, b.len, 1);
	assert_int_equal(s.len, 3000);
	assert_int_equal(s.payload[100], 'a');
	assert_int_equal(dissector_stats(d)->fragment_overlaps, 1);
	dissector_free(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_prefixes),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_link_types),
		cmocka_unit_test(test_fragments),
		cmocka_unit_test(test_fragments_cut),
		cmocka_unit_test(test_fragments_lost),
		cmocka_unit_test(test_options_in_fragments),
		cmocka_unit_test(test_incomplete),
		cmocka_unit_test(test_incomplete_silent),
		cmocka_unit_test(test_sent_again),
		cmocka_unit_test(test_talk),
		cmocka_unit_test(test_fragments_in_fragments),
		cmocka_unit_test(test_incomplete_tunnel),
		cmocka_unit_test(test_overlap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
