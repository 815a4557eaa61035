/* SPDX-License-Identifier: BSD-2-Clause */
/* Floods of unique keys: whatever table they aim at, memory stays flat once the
 * cap is reached, and what was shed is counted. */
#include "dissect/dissector.h"

#include "base/clock.h"
#include "dissect/link.h"

#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

enum { FRAGMENTED = 1024, FLOWS = 65536, ASSOCIATIONS = 4096,
       MESSAGES = 1024 };

static void datagram(const struct packet *p, void *arg)
{
	uint64_t *n = arg;

	assert_true(p->payload.len > 0);
	++*n;
}

static void be16(unsigned char *p, unsigned v)
{
	p[0] = (unsigned char)(v >> 8);
	p[1] = (unsigned char)v;
}

static void be32(unsigned char *p, uint32_t v)
{
	be16(p, v >> 16);
	be16(p + 2, v & 0xffff);
}

/* An IPv4 header; key makes the source address, place is the fragment field. */
static size_t ip4(unsigned char *p, uint32_t key, unsigned protocol,
		  unsigned place, size_t payload)
{
	memset(p, 0, 20);
	p[0] = 0x45;
	be16(p + 2, (unsigned)(20 + payload));
	be16(p + 4, key & 0xffff);
	be16(p + 6, place);
	p[8] = 64;
	p[9] = (unsigned char)protocol;
	be32(p + 12, 0x0a000000 + key);
	be32(p + 16, 0xc0000201);
	return 20;
}

static void ports(unsigned char *p, unsigned port)
{
	be16(p, 40000);
	be16(p + 2, port);
}

static const char half[] =
	"INVITE sip:b@example.com SIP/2.0\r\n"
	"Via: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK1\r\nFrom: <sip:a@exa";

/* The first fragment of a datagram whose rest never comes. */
static size_t fragment(unsigned char *p, uint32_t key)
{
	size_t n = ip4(p, key, 17, 0x2000, 1200);

	memset(p + n, 'x', 1200);
	ports(p + n, 5060);
	be16(p + n + 4, 3000);
	return n + 1200;
}

/* A connection with the beginning of a message and no more. */
static size_t stream(unsigned char *p, uint32_t key)
{
	size_t n = ip4(p, key, 6, 0, 20 + sizeof(half));

	memset(p + n, 0, 20);
	ports(p + n, 5060);
	be32(p + n + 4, 1000 + key);
	p[n + 12] = 0x50;
	p[n + 13] = 0x18;
	memcpy(p + n + 20, half, sizeof(half));
	return n + 20 + sizeof(half);
}

/* A connection with a hole: a SYN, and data 100 bytes on. */
static size_t hole(unsigned char *p, uint32_t key)
{
	size_t n = stream(p, key / 2);

	be32(p + 20 + 4, key % 2 ? 1101 : 1000);
	p[20 + 13] = key % 2 ? 0x18 : 0x02;
	if (key % 2)
		return n;
	be16(p + 2, 40);
	return 40;
}

/* The beginning of a handshake on the port of SIP over TLS. */
static size_t hello(unsigned char *p, uint32_t key)
{
	size_t n = stream(p, key);

	ports(p + 20, 5061);
	memcpy(p + 40, "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11);
	return n;
}

/* The first fragment of an SCTP message. */
static size_t chunk(unsigned char *p, uint32_t key)
{
	size_t n = ip4(p, key, 132, 0, 12 + 16 + 200);

	memset(p + n, 'x', 12 + 16 + 200);
	ports(p + n, 5060);
	be32(p + n + 4, 7);
	p[n + 12] = 0;
	p[n + 13] = 2; /* B */
	be16(p + n + 14, 16 + 200);
	be32(p + n + 16, key);
	be16(p + n + 20, 1);
	be16(p + n + 22, key & 0xffff);
	be32(p + n + 24, 0);
	return n + 12 + 16 + 200;
}

static size_t in_use(void)
{
	struct mallinfo2 m = mallinfo2();

	return m.uordblks + m.hblkhd;
}

/* Frames from..to of one kind. */
static void flood(struct dissector *d, size_t (*make)(unsigned char *, uint32_t),
		  uint32_t from, uint32_t to)
{
	unsigned char bytes[2048];

	for (uint32_t key = from; key < to; key++) {
		size_t n = make(bytes, key);
		struct frame f = {
			.bytes = slice_of((const char *)bytes, n),
			.wire_len = (uint32_t)n, .number = key + 1,
			.time = CLOCK_S + key, .link_type = LINK_TYPE_RAW };

		assert_int_equal(dissector_frame(d, &f), 0);
	}
}

/* After three times the cap, memory is no more than after the cap itself (and a
 * little for tables that grow in steps); the count of what was shed is given. */
static struct dissector_stats run(size_t (*make)(unsigned char *, uint32_t),
				  uint32_t cap)
{
	uint64_t datagrams = 0;
	struct dissector_sink sink = { .datagram = datagram,
				       .arg = &datagrams };
	struct dissector *d = dissector_new(&sink, FRAGMENTED);
	struct dissector_stats s;
	size_t full;

	assert_non_null(d);
	flood(d, make, 0, cap + 100);
	full = in_use();
	flood(d, make, cap + 100, 3 * cap);
	assert_true(in_use() <= full + full / 10);
	s = *dissector_stats(d);
	dissector_free(d);
	return s;
}

static void fragments(void **state)
{
	struct dissector_stats s = run(fragment, FRAGMENTED);

	(void)state;
	assert_int_equal(s.fragments_shed, 2 * FRAGMENTED);
	assert_int_equal(s.fragment_frames, 3 * FRAGMENTED);
}

static void streams(void **state)
{
	(void)state;
	assert_int_equal(run(stream, FLOWS).tcp_shed, 2 * FLOWS);
}

static void holes(void **state)
{
	(void)state;
	assert_int_equal(run(hole, 2 * FLOWS).tcp_shed, 2 * FLOWS);
}

static void handshakes(void **state)
{
	(void)state;
	assert_int_equal(run(hello, FLOWS).tcp_shed, 2 * FLOWS);
}

static void chunks(void **state)
{
	(void)state;
	assert_int_equal(run(chunk, ASSOCIATIONS).tcp_shed,
			 3 * ASSOCIATIONS - MESSAGES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fragments),
		cmocka_unit_test(streams),
		cmocka_unit_test(holes),
		cmocka_unit_test(handshakes),
		cmocka_unit_test(chunks),
	};

	return cmocka_run_group_tests_name("flood", tests, NULL, NULL);
}
