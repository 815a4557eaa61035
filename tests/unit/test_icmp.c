/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/icmp.h"

#include "tests/unit/frame_bytes.h"

/* An error that quotes a datagram from 192.0.2.1:5060 to 192.0.2.2:5061 (or the
 * same in IPv6); place is the word of flags and offset of an IPv4 quote, length
 * the byte of RFC 4884. */
struct error {
	const char *label;
	unsigned family, type, length, protocol, place;
	const char *data;   /* of the quoted datagram, as sent */
	size_t quoted;      /* bytes of it in the quote */
	const char *behind; /* extension */
	enum decode want;
	unsigned sport, dport;
	const char *payload;
	bool truncated;
};

#define WHOLE 1000

static const struct error cases[] = {
	{ "port unreachable", 4, 3, 0, IP_UDP, 0, "OPTIONS", WHOLE, "",
	  DECODE_OK, 5060, 5061, "OPTIONS", false },
	{ "time exceeded", 4, 11, 0, IP_UDP, 0, "OPTIONS", WHOLE, "",
	  DECODE_OK, 5060, 5061, "OPTIONS", false },
	{ "parameter problem", 4, 12, 0, IP_UDP, 0, "OPTIONS", WHOLE, "",
	  DECODE_OK, 5060, 5061, "OPTIONS", false },
	{ "eight bytes quoted", 4, 3, 0, IP_UDP, 0, "OPTIONS", 8, "",
	  DECODE_OK, 5060, 5061, "", true },
	{ "ten bytes quoted", 4, 3, 0, IP_UDP, 0, "OPTIONS", 10, "",
	  DECODE_OK, 5060, 5061, "OP", true },
	{ "ports quoted", 4, 3, 0, IP_UDP, 0, "OPTIONS", 4, "", DECODE_OK,
	  5060, 5061, "", true },
	{ "half a port", 4, 3, 0, IP_UDP, 0, "OPTIONS", 3, "", DECODE_OK,
	  5060, 0, "", true },
	{ "no port", 4, 3, 0, IP_UDP, 0, "OPTIONS", 0, "", DECODE_OK, 0, 0,
	  "", true },
	{ "extension", 4, 3, 35 / 4, IP_UDP, 0, "OPTIONS sip:a", 12,
	  "\x20\0\0\0ext", DECODE_OK, 5060, 5061, "OPTI", true },
	{ "first fragment", 4, 3, 0, IP_UDP, 0x2000, "OPTIONS", WHOLE, "",
	  DECODE_OK, 5060, 5061, "OPTIONS", true },
	{ "later fragment", 4, 3, 0, IP_UDP, 0x0001, "OPTIONS", WHOLE, "",
	  DECODE_OTHER, 0, 0, NULL, false },
	{ "TCP, ports", 4, 3, 0, IP_TCP, 0, "OPTIONS", 8, "", DECODE_OK, 5060,
	  5061, "", true },
	{ "quotes ICMP", 4, 3, 0, IP_ICMP, 0, "OPTIONS", WHOLE, "",
	  DECODE_OTHER, 0, 0, NULL, false },
	{ "echo", 4, 8, 0, IP_UDP, 0, "OPTIONS", WHOLE, "", DECODE_OTHER, 0, 0,
	  NULL, false },
	{ "redirect", 4, 5, 0, IP_UDP, 0, "OPTIONS", WHOLE, "", DECODE_OTHER,
	  0, 0, NULL, false },
	{ "v6 unreachable", 6, 1, 0, IP_UDP, 0, "OPTIONS", WHOLE, "",
	  DECODE_OK, 5060, 5061, "OPTIONS", false },
	{ "v6 too big", 6, 2, 0, IP_UDP, 0, "OPTIONS", 12, "", DECODE_OK, 5060,
	  5061, "OPTI", true },
	{ "v6 time exceeded", 6, 3, 0, IP_UDP, 0, "OPTIONS", 8, "", DECODE_OK,
	  5060, 5061, "", true },
	{ "v6 parameter problem", 6, 4, 0, IP_UDP, 0, "OPTIONS", 6, "",
	  DECODE_OK, 5060, 5061, "", true },
	{ "v6 pointer, no length", 6, 4, 6, IP_UDP, 0, "OPTIONS", WHOLE, "",
	  DECODE_OK, 5060, 5061, "OPTIONS", false },
	{ "v6 extension", 6, 1, 7, IP_UDP, 0, "OPTIONS sip:a", 16,
	  "\x20\0\0\0ext", DECODE_OK, 5060, 5061, "OPTIONS ", true },
	{ "v6 echo", 6, 128, 0, IP_UDP, 0, "OPTIONS", WHOLE, "", DECODE_OTHER,
	  0, 0, NULL, false },
	{ "v6 port redirect", 6, 137, 0, IP_UDP, 0, "OPTIONS", WHOLE, "",
	  DECODE_OTHER, 0, 0, NULL, false },
};

static void build(struct frame_bytes *b, const struct error *e)
{
	size_t size = strlen(e->data);
	size_t want;

	b->len = 0;
	put8(b, e->type);
	put8(b, 9);
	put16(b, 0);
	put8(b, e->family == 6 ? e->length : 0);
	put8(b, e->family == 4 ? e->length : 0);
	put16(b, 0);
	if (e->family == 4)
		put_ip4(b, e->protocol, 77, e->place, size + 8);
	else
		put_ip6(b, e->protocol, size + 8);
	want = e->quoted == WHOLE ? WHOLE : b->len + e->quoted;
	put_udp(b, 5060, 5061, size);
	put(b, e->data, size);
	if (b->len > want)
		b->len = want;
	put(b, e->behind, e->behind[0] ? 7 : 0);
}

static struct ip outer(const struct error *e, struct slice in)
{
	return (struct ip){
		.src = { .family = (uint8_t)e->family, .ip = { 10, 1 } },
		.dst = { .family = (uint8_t)e->family, .ip = { 10, 2 } },
		.protocol = e->family == 4 ? IP_ICMP : IP_ICMP6,
		.size = (uint32_t)in.len, .payload = in,
	};
}

static void check(const struct error *e, const struct icmp_error *out)
{
	if (out->quoted.src.port != e->sport ||
	    out->quoted.dst.port != e->dport ||
	    out->quoted.truncated != e->truncated ||
	    out->quoted.transport !=
		    (e->protocol == IP_TCP ? TRANSPORT_TCP : TRANSPORT_UDP) ||
	    !slice_eq(out->quoted.payload, slice_cstr(e->payload)))
		fail_msg("%s: wrong quote, %zu bytes", e->label,
			 out->quoted.payload.len);
	assert_int_equal(out->type, e->type);
	assert_int_equal(out->code, 9);
	assert_int_equal(out->family, e->family);
	assert_int_equal(out->from.ip[1], 1);
	assert_int_equal(out->to.ip[1], 2);
	assert_int_equal(out->quoted.src.family, e->family);
	assert_int_equal(out->quoted.ttl, 64);
	assert_int_equal(out->quoted.fragments, 1);
	assert_int_equal(out->quoted.has_ip_id, e->family == 4);
	assert_int_equal(out->quoted.ip_id, e->family == 4 ? 77 : 0);
}

static void test_cases(void **state)
{
	struct frame_bytes b;

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct slice in;
		struct icmp_error out;
		struct ip ip;
		enum decode got;

		build(&b, &cases[i]);
		in = exact(b.p, b.len);
		ip = outer(&cases[i], in);
		got = icmp_decode(&out, &ip);
		if (got != cases[i].want)
			fail_msg("%s: %d", cases[i].label, (int)got);
		if (got == DECODE_OK)
			check(&cases[i], &out);
		exact_free(in);
	}
}

/* TCP data is what follows its header. */
static void test_tcp(void **state)
{
	struct frame_bytes b = { .len = 0 };
	struct icmp_error out;
	struct ip ip;

	(void)state;
	put(&b, "\3\3\0\0\0\0\0\0", 8);
	put_ip4(&b, IP_TCP, 1, 0, 24 + 4);
	put(&b, "\x13\xc4\x13\xc5\0\0\0\1\0\0\0\2\x60\x18\0\0\0\0\0\0", 20);
	put(&b, "\1\1\1\1data", 8);
	ip = outer(&cases[0], slice_of(b.p, b.len));
	assert_int_equal(icmp_decode(&out, &ip), DECODE_OK);
	assert_true(slice_eq(out.quoted.payload, SLICE("data")));
	assert_false(out.quoted.truncated);
}

/* A quote may end anywhere; before its IP header does there is nothing. */
static void test_prefixes(void **state)
{
	struct frame_bytes b;

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		size_t least = 8 + (cases[i].family == 4 ? 20 : 40);

		if (cases[i].want != DECODE_OK || cases[i].length)
			continue;
		build(&b, &cases[i]);
		for (size_t len = 0; len < b.len; len++) {
			struct slice in = exact(b.p, len);
			struct ip ip = outer(&cases[i], in);
			struct icmp_error out;
			enum decode got = icmp_decode(&out, &ip);

			if (got != (len < least ? DECODE_TRUNCATED : DECODE_OK))
				fail_msg("%s, %zu bytes: %d", cases[i].label,
					 len, (int)got);
			if (got == DECODE_OK)
				assert_true(out.quoted.truncated);
			exact_free(in);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_tcp),
		cmocka_unit_test(test_prefixes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
