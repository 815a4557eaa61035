/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/fragment.h"

#include "base/clock.h"
#include "tests/unit/frame_bytes.h"

#include <stdio.h>

/* Pieces of `abcdefgh ijklmnop qrstuv': letters say what each brings, from what
 * offset, so that overlaps show. */
struct piece {
	unsigned offset;
	const char *bytes;
	bool more;
};

static const struct {
	const char *label; /* `overlap...' is counted as one */
	struct piece pieces[6];
	const char *want; /* NULL: never completed */
	unsigned count;
} cases[] = {
	{ "in order",
	  { { 0, "abcdefgh", 1 }, { 8, "ijklmnop", 1 }, { 16, "qrstuv", 0 } },
	  "abcdefghijklmnopqrstuv", 3 },
	{ "reversed",
	  { { 16, "qrstuv", 0 }, { 8, "ijklmnop", 1 }, { 0, "abcdefgh", 1 } },
	  "abcdefghijklmnopqrstuv", 3 },
	{ "last in the middle",
	  { { 0, "abcdefgh", 1 }, { 16, "qrstuv", 0 }, { 8, "ijklmnop", 1 } },
	  "abcdefghijklmnopqrstuv", 3 },
	{ "duplicates",
	  { { 0, "abcdefgh", 1 }, { 0, "abcdefgh", 1 }, { 8, "ijklmnop", 1 },
	    { 8, "ijklmnop", 1 }, { 16, "qrstuv", 0 } },
	  "abcdefghijklmnopqrstuv", 3 },
	{ "overlap, first wins",
	  { { 0, "abcdefghijklmnop", 1 }, { 8, "XXXXXXXXYYYYYYYY", 1 },
	    { 24, "z", 0 } },
	  "abcdefghijklmnopYYYYYYYYz", 3 },
	{ "overlap from below",
	  { { 8, "ijklmnop", 1 }, { 0, "XXXXXXXXYYYYYYYYZZZZZZZZ", 1 },
	    { 24, "z", 0 } },
	  "XXXXXXXXijklmnopZZZZZZZZz", 3 },
	{ "overlap of the last",
	  { { 0, "abcdefgh", 1 }, { 8, "ijklmnop", 1 },
	    { 8, "XXXXXXXXqr", 0 } },
	  "abcdefghijklmnopqr", 3 },
	{ "overlap beyond the last",
	  { { 16, "qrstuv", 0 }, { 8, "ijklmnopXXXXXX", 0 },
	    { 0, "abcdefgh", 1 } },
	  "abcdefghijklmnopqrstuv", 3 },
	{ "tiny", { { 0, "abcdefgh", 1 }, { 8, "i", 0 } }, "abcdefghi", 2 },
	{ "block from the end on",
	  { { 8, "ijklmnop", 0 }, { 0, "abcdefgh", 1 } }, "abcdefghijklmnop",
	  2 },
	{ "first missing",
	  { { 8, "ijklmnop", 1 }, { 16, "qrstuv", 0 } }, NULL, 0 },
	{ "middle missing", { { 0, "abcdefgh", 1 }, { 16, "qrstuv", 0 } }, NULL,
	  0 },
	{ "last missing", { { 0, "abcdefgh", 1 }, { 8, "ijklmnop", 1 } }, NULL,
	  0 },
};

static struct ip make(uint32_t id, const struct piece *p)
{
	struct slice bytes = slice_cstr(p->bytes);

	return (struct ip){
		.src = { .ip = { 192, 0, 2, 1 }, .family = 4 },
		.dst = { .ip = { 192, 0, 2, 2 }, .family = 4 },
		.id = id, .has_id = true, .protocol = IP_UDP,
		.ttl = p->offset ? 9 : 64, .fragment = true, .more = p->more,
		.offset = p->offset, .size = (uint32_t)bytes.len,
		.payload = bytes,
	};
}

/* Of the last datagram that was given up with a beginning. */
struct lost {
	unsigned n, pieces;
	struct ip ip;
	struct frame at;
	char payload[1024];
};

static void see_lost(const struct ip *ip, const struct frame *at,
		     unsigned pieces, void *arg)
{
	struct lost *l = arg;

	l->n++;
	l->pieces = pieces;
	l->ip = *ip;
	l->at = *at;
	assert_true(ip->payload.len < sizeof(l->payload));
	assert_true(ip->payload.len < ip->size);
	memcpy(l->payload, ip->payload.p, ip->payload.len);
}

static enum decode push_frame(struct fragment_table *t, struct ip *ip,
			      const struct frame *f,
			      struct fragment_whole *whole)
{
	struct slice in = exact(ip->payload.p, ip->payload.len);
	enum decode got;

	ip->payload = in;
	got = fragment_push(t, ip, f, whole);
	exact_free(in);
	return got;
}

/* What is put together is copied, and let go of at once. */
static enum decode push(struct fragment_table *t, struct ip *ip, int64_t now,
			unsigned *pieces)
{
	static char copy[65536];
	struct frame f = { .time = now };
	struct fragment_whole whole;
	enum decode got = push_frame(t, ip, &f, &whole);

	if (got != DECODE_OK)
		return got;
	*pieces = whole.pieces;
	memcpy(copy, ip->payload.p, ip->payload.len);
	ip->payload = slice_of(copy, ip->payload.len);
	fragment_release(t, &whole);
	return got;
}

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		const struct piece *p = cases[i].pieces;
		enum decode got = DECODE_OTHER;
		struct fragment_table t;
		unsigned count = 0;
		struct ip ip = { 0 };

		fragment_init(&t, 4, NULL, NULL);
		for (; got == DECODE_OTHER && p->bytes; p++) {
			ip = make(1, p);
			got = push(&t, &ip, 0, &count);
		}
		if ((got == DECODE_OK) != (cases[i].want != NULL) ||
		    count != cases[i].count)
			fail_msg("%s: %d of %u", cases[i].label, (int)got,
				 count);
		if (got == DECODE_OK &&
		    (p->bytes || ip.fragment || ip.more || ip.offset ||
		     ip.ttl != 64 || ip.size != ip.payload.len ||
		     !slice_eq(ip.payload, slice_cstr(cases[i].want))))
			fail_msg("%s: %.*s", cases[i].label,
				 (int)ip.payload.len, ip.payload.p);
		if (t.overlaps != !strncmp(cases[i].label, "overlap", 7))
			fail_msg("%s: %d overlaps", cases[i].label,
				 (int)t.overlaps);
		fragment_end(&t);
		assert_int_equal(t.lost, cases[i].want ? 0 : 1);
		assert_int_equal(t.entries.used, 0);
		fragment_fini(&t);
	}
}

/* Pieces that cannot be right, after `abcdefgh' at 8 with an end at 24. */
static const struct {
	const char *label;
	uint32_t offset, size;
	bool more;
	enum decode want;
} bad[] = {
	{ "fits", 16, 8, false, DECODE_OTHER },
	{ "the end is not the last", 16, 8, true, DECODE_MALFORMED },
	{ "no bytes", 0, 0, true, DECODE_MALFORMED },
	{ "no bytes at the end", 24, 0, false, DECODE_MALFORMED },
	{ "not by eight", 0, 7, true, DECODE_MALFORMED },
	{ "past the end", 24, 8, true, DECODE_MALFORMED },
	{ "another end", 16, 7, false, DECODE_MALFORMED },
	{ "a later end", 24, 7, false, DECODE_MALFORMED },
	{ "more at the end", 16, 16, true, DECODE_MALFORMED },
	{ "over 65535", 65528, 8, false, DECODE_MALFORMED },
	{ "over 65535 by far", 65528, 65528, true, DECODE_MALFORMED },
	{ "huge", 8, 0xfffffff8, true, DECODE_MALFORMED },
};

static void test_bad(void **state)
{
	static const char bytes[65536];
	struct piece start = { 8, "abcdefgh", true };
	struct piece end = { 16, "abcdefgh", false };

	(void)state;
	for (size_t i = 0; i < LEN(bad); i++) {
		struct fragment_table t;
		struct ip ip = make(1, &start);
		unsigned count;

		fragment_init(&t, 4, NULL, NULL);
		assert_int_equal(push(&t, &ip, 0, &count), DECODE_OTHER);
		ip = make(1, &end);
		assert_int_equal(push(&t, &ip, 0, &count), DECODE_OTHER);
		ip = make(1, &start);
		ip.offset = bad[i].offset;
		ip.size = bad[i].size;
		ip.more = bad[i].more;
		ip.payload = slice_head(slice_of(bytes, sizeof(bytes)),
					bad[i].size);
		if (push(&t, &ip, 0, &count) != bad[i].want)
			fail_msg("%s", bad[i].label);
		fragment_fini(&t);
	}
}

/* An end below what has come already. */
static void test_end_too_low(void **state)
{
	struct fragment_table t;
	struct piece p = { 16, "abcdefgh", true }, end = { 8, "ij", false };
	struct ip ip = make(1, &p);
	unsigned count;

	(void)state;
	fragment_init(&t, 4, NULL, NULL);
	assert_int_equal(push(&t, &ip, 0, &count), DECODE_OTHER);
	ip = make(1, &end);
	assert_int_equal(push(&t, &ip, 0, &count), DECODE_MALFORMED);
	fragment_fini(&t);
}

/* Past 65535 without any end that forbids it; the largest that fits. */
static const struct {
	uint32_t offset, size;
	bool more;
	enum decode want;
} edges[] = {
	{ 65528, 7, false, DECODE_OTHER },
	{ 65528, 8, false, DECODE_MALFORMED },
	{ 65528, 8, true, DECODE_MALFORMED },
	{ 65520, 8, true, DECODE_OTHER },
	{ 65520, 65528, true, DECODE_MALFORMED },
	{ 8, 65527, false, DECODE_OTHER },
	{ 8, 65528, true, DECODE_MALFORMED },
};

static void test_edges(void **state)
{
	static const char bytes[65536];
	struct piece p = { 8, "", true };

	(void)state;
	for (size_t i = 0; i < LEN(edges); i++) {
		struct fragment_table t;
		struct ip ip = make(1, &p);
		unsigned count;

		fragment_init(&t, 4, NULL, NULL);
		ip.offset = edges[i].offset;
		ip.size = edges[i].size;
		ip.more = edges[i].more;
		ip.payload = slice_of(bytes, edges[i].size);
		if (push(&t, &ip, 0, &count) != edges[i].want)
			fail_msg("%u at %u", edges[i].size, edges[i].offset);
		fragment_fini(&t);
	}
}

/* TTL and protocol are those of the first piece with offset 0. */
static void test_first(void **state)
{
	struct piece a = { 0, "abcdefgh", true }, z = { 8, "z", false };
	struct fragment_table t;
	struct ip ip = make(1, &a);
	unsigned count;

	(void)state;
	fragment_init(&t, 4, NULL, NULL);
	push(&t, &ip, 0, &count);
	ip = make(1, &a);
	ip.ttl = 3;
	push(&t, &ip, 0, &count);
	ip = make(1, &z);
	assert_int_equal(push(&t, &ip, 0, &count), DECODE_OK);
	assert_int_equal(ip.ttl, 64);
	fragment_fini(&t);
}

/* 65535 bytes in pieces of 8, backwards, each twice: the largest there is. */
static void test_largest(void **state)
{
	struct fragment_table t;
	enum decode got = DECODE_OTHER;
	unsigned count = 0;
	struct ip ip = { 0 };
	char block[9];

	(void)state;
	fragment_init(&t, 4, NULL, NULL);
	for (unsigned at = 65528; got == DECODE_OTHER; at -= 8) {
		struct piece p = { at, block, at != 65528 };

		snprintf(block, sizeof(block), "%08u", at);
		if (!p.more)
			block[7] = 0;
		for (int k = 0; k < 2 && got == DECODE_OTHER; k++) {
			ip = make(1, &p);
			got = push(&t, &ip, 0, &count);
		}
		if (!at)
			break;
	}
	assert_int_equal(got, DECODE_OK);
	assert_int_equal(count, 8192);
	assert_int_equal(ip.payload.len, 65535);
	assert_memory_equal(ip.payload.p, "0000000000000008", 16);
	assert_memory_equal(ip.payload.p + 65520, "000655200006552", 15);
	fragment_fini(&t);
}

/* A cut fragment completes its datagram; what is whole before it is given. */
static const struct {
	const char *label;
	size_t first, last; /* captured of 16 and of 8 bytes */
	bool reversed;
	size_t want;
} cuts[] = {
	{ "whole", 16, 8, false, 24 },   { "last cut", 16, 3, false, 19 },
	{ "last all cut", 16, 0, false, 16 },
	{ "first cut", 11, 8, false, 11 }, { "reversed", 11, 8, true, 11 },
	{ "both", 9, 1, true, 9 },         { "nothing", 0, 0, false, 0 },
};

static void test_cuts(void **state)
{
	struct piece p[2] = { { 0, "abcdefghijklmnop", true },
			      { 16, "qrstuvwx", false } };

	(void)state;
	for (size_t i = 0; i < LEN(cuts); i++) {
		struct fragment_table t;
		struct ip ip[2] = { make(1, &p[0]), make(1, &p[1]) };
		bool r = cuts[i].reversed;
		unsigned count;

		ip[0].payload.len = cuts[i].first;
		ip[1].payload.len = cuts[i].last;
		fragment_init(&t, 4, NULL, NULL);
		assert_int_equal(push(&t, &ip[r], 0, &count), DECODE_OTHER);
		assert_int_equal(push(&t, &ip[!r], 0, &count), DECODE_OK);
		if (ip[!r].payload.len != cuts[i].want ||
		    (cuts[i].want && memcmp(ip[!r].payload.p,
					    "abcdefghijklmnopqrstuvwx",
					    cuts[i].want)))
			fail_msg("%s: %zu", cuts[i].label, ip[!r].payload.len);
		assert_int_equal(ip[!r].size, 24);
		/* Copies of cut pieces are copies, whole or not. */
		ip[0] = make(1, &p[0]);
		ip[0].payload.len = cuts[i].first;
		assert_int_equal(push(&t, &ip[0], 0, &count), DECODE_OTHER);
		ip[1] = make(1, &p[1]);
		assert_int_equal(push(&t, &ip[1], 0, &count), DECODE_OTHER);
		fragment_end(&t);
		assert_int_equal(t.lost, 0);
		fragment_fini(&t);
	}
}

/* IPv4 tells datagrams apart by protocol, both by addresses and id. */
static void test_keys(void **state)
{
	struct piece a = { 0, "abcdefgh", true }, z = { 8, "z", false };
	struct fragment_table t;
	struct ip ip;
	unsigned count;

	(void)state;
	fragment_init(&t, 16, NULL, NULL);
	for (int i = 0; i < 5; i++) {
		ip = make(1, &a);
		assert_int_equal(push(&t, &ip, 0, &count), DECODE_OTHER);
		ip = make(1 + (i == 0), &z);
		ip.protocol = i == 1 ? IP_TCP : IP_UDP;
		ip.src.ip[3] += i == 2;
		ip.dst.ip[3] += i == 3;
		ip.src.family = i == 4 ? 6 : 4;
		if (push(&t, &ip, 0, &count) != DECODE_OTHER)
			fail_msg("key %d", i);
	}
	ip = make(1, &z);
	assert_int_equal(push(&t, &ip, 0, &count), DECODE_OK);
	assert_int_equal(t.entries.used, 6);
	/* Later IPv6 fragments need not repeat the first protocol. */
	ip = make(9, &z);
	ip.src.family = 6;
	ip.protocol = IP_ICMP6;
	assert_int_equal(push(&t, &ip, 0, &count), DECODE_OTHER);
	ip = make(9, &a);
	ip.src.family = 6;
	assert_int_equal(push(&t, &ip, 0, &count), DECODE_OK);
	assert_int_equal(ip.protocol, IP_UDP);
	fragment_fini(&t);
}

static const struct {
	uint8_t family;
	int64_t after;
	enum decode want;
	uint64_t lost;
} waits[] = {
	{ 4, 30 * CLOCK_S - 1, DECODE_OK, 0 },
	{ 4, 30 * CLOCK_S, DECODE_OTHER, 1 },
	{ 6, 60 * CLOCK_S - 1, DECODE_OK, 0 },
	{ 6, 60 * CLOCK_S, DECODE_OTHER, 1 },
	{ 4, -30 * CLOCK_S, DECODE_OK, 0 },
};

static void test_waits(void **state)
{
	struct piece a = { 0, "abcdefgh", true }, z = { 8, "z", false };

	(void)state;
	for (size_t i = 0; i < LEN(waits); i++) {
		struct fragment_table t;
		struct ip ip = make(1, &a);
		unsigned count;

		fragment_init(&t, 4, NULL, NULL);
		ip.src.family = waits[i].family;
		push(&t, &ip, CLOCK_S, &count);
		ip = make(1, &z);
		ip.src.family = waits[i].family;
		assert_int_equal(push(&t, &ip, CLOCK_S + waits[i].after,
				      &count), waits[i].want);
		assert_int_equal(t.lost, waits[i].lost);
		fragment_fini(&t);
	}
}

/* What comes after `abcdefgh' + `z' were put together. */
static const struct {
	const char *label;
	struct piece piece;
	int64_t after;
	uint64_t lost; /* a new datagram begins, and never ends */
} afters[] = {
	{ "copy of the first", { 0, "abcdefgh", true }, CLOCK_MS, 0 },
	{ "copy of the last", { 8, "z", false }, 199 * CLOCK_MS, 0 },
	{ "copy, too late", { 8, "z", false }, 200 * CLOCK_MS, 1 },
	{ "other bytes", { 0, "abcdefgX", true }, CLOCK_MS, 1 },
	{ "another end", { 8, "zz", false }, CLOCK_MS, 1 },
	{ "goes on", { 8, "zzzzzzzz", true }, CLOCK_MS, 1 },
};

static void test_afters(void **state)
{
	struct piece a = { 0, "abcdefgh", true }, z = { 8, "z", false };

	(void)state;
	for (size_t i = 0; i < LEN(afters); i++) {
		struct fragment_table t;
		struct ip ip = make(1, &a);
		unsigned count;

		fragment_init(&t, 4, NULL, NULL);
		push(&t, &ip, 0, &count);
		ip = make(1, &z);
		assert_int_equal(push(&t, &ip, 0, &count), DECODE_OK);
		ip = make(1, &afters[i].piece);
		assert_int_equal(push(&t, &ip, afters[i].after, &count),
				 DECODE_OTHER);
		fragment_end(&t);
		if (t.lost != afters[i].lost)
			fail_msg("%s: %d", afters[i].label, (int)t.lost);
		fragment_fini(&t);
	}
}

/* Unique ids without end: the table holds 16, the oldest are shed. */
static void test_flood(void **state)
{
	struct piece a = { 0, "abcdefgh", true }, z = { 8, "z", false };
	struct fragment_table t;
	struct ip ip;
	unsigned count;

	(void)state;
	fragment_init(&t, 16, NULL, NULL);
	for (uint32_t id = 0; id < 20000; id++) {
		ip = make(id, &a);
		assert_int_equal(push(&t, &ip, id, &count), DECODE_OTHER);
		assert_true(t.entries.used <= 16);
		assert_true(t.timers.len <= 16);
	}
	assert_int_equal(t.shed, 20000 - 16);
	assert_int_equal(t.lost, 0);
	ip = make(20000 - 16, &z);
	assert_int_equal(push(&t, &ip, 20000, &count), DECODE_OK);
	ip = make(20000 - 17, &z);
	assert_int_equal(push(&t, &ip, 20000, &count), DECODE_OTHER);
	/* The finished one made room. */
	assert_int_equal(t.shed, 20000 - 16);
	fragment_end(&t);
	assert_int_equal(t.lost, 16);
	fragment_fini(&t);
}

/* What is given up is told with what is there from its beginning on. */
static const struct {
	const char *label;
	struct piece pieces[4];
	unsigned told, pieces_told;
	const char *payload;
	uint32_t size;
} partials[] = {
	{ "last missing", { { 0, "abcdefgh", 1 }, { 8, "ijklmnop", 1 } }, 1, 2,
	  "abcdefghijklmnop", 24 },
	{ "middle missing", { { 0, "abcdefgh", 1 }, { 16, "qr", 0 } }, 1, 2,
	  "abcdefgh", 18 },
	{ "reversed", { { 16, "qr", 0 }, { 0, "abcdefgh", 1 } }, 1, 2,
	  "abcdefgh", 18 },
	{ "copies do not count", { { 0, "abcdefgh", 1 }, { 0, "abcdefgh", 1 } },
	  1, 1, "abcdefgh", 16 },
	{ "first missing", { { 8, "ijklmnop", 1 } }, 0, 0, NULL, 0 },
};

static void test_partials(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(partials); i++) {
		const struct piece *p = partials[i].pieces;
		struct lost l = { .n = 0 };
		struct fragment_whole whole;
		struct fragment_table t;
		struct frame f = { .bytes = SLICE("x"), .comment = SLICE("x"),
				   .source = 3, .link_type = 1 };

		fragment_init(&t, 4, see_lost, &l);
		for (; p->bytes; p++) {
			struct ip ip = make(1, p);

			f.number++;
			f.time += 7;
			push_frame(&t, &ip, &f, &whole);
		}
		fragment_clock(&t, 30 * CLOCK_S + 6);
		assert_int_equal(l.n, 0);
		fragment_clock(&t, 30 * CLOCK_S + 7);
		assert_int_equal(t.lost, 1);
		if (l.n != partials[i].told ||
		    l.pieces != partials[i].pieces_told)
			fail_msg("%s: %u of %u", partials[i].label, l.n,
				 l.pieces);
		fragment_fini(&t);
		if (!l.n)
			continue;
		if (l.ip.payload.len != strlen(partials[i].payload) ||
		    memcmp(l.payload, partials[i].payload, l.ip.payload.len) ||
		    l.ip.size != partials[i].size || l.ip.fragment)
			fail_msg("%s: payload", partials[i].label);
		assert_int_equal(l.ip.id, 1);
		assert_int_equal(l.ip.ttl, 64);
		assert_int_equal(l.at.number, f.number);
		assert_int_equal(l.at.time, f.time);
		assert_int_equal(l.at.source, 3);
		assert_null(l.at.bytes.p);
		assert_null(l.at.comment.p);
	}
}

/* Only the first 8 of 16 bytes were captured. */
static void test_partial_cut(void **state)
{
	struct piece a = { 0, "abcdefghijklmnop", true };
	struct lost l = { .n = 0 };
	struct fragment_table t;
	struct ip ip = make(1, &a);
	unsigned count;

	(void)state;
	fragment_init(&t, 4, see_lost, &l);
	ip.payload.len = 8;
	push(&t, &ip, 0, &count);
	fragment_end(&t);
	assert_int_equal(l.ip.payload.len, 8);
	assert_int_equal(l.ip.size, 24);
	fragment_fini(&t);
}

/* Shed, and told; but not when everything ends without anybody who listens. */
static void test_partial_shed(void **state)
{
	struct piece a = { 0, "abcdefgh", true };
	struct lost l = { .n = 0 };
	struct fragment_table t;
	unsigned count;

	(void)state;
	fragment_init(&t, 4, see_lost, &l);
	for (uint32_t id = 1; id <= 6; id++) {
		struct ip ip = make(id, &a);

		push(&t, &ip, id, &count);
	}
	assert_int_equal(l.n, 2);
	assert_int_equal(t.shed, 2);
	assert_int_equal(l.ip.id, 2);
	fragment_fini(&t);
	assert_int_equal(l.n, 2);
}

/* Three wait, two of one talk; a fourth is marked and becomes whole. */
static void test_talk(void **state)
{
	static const uint64_t talks[] = { 7, 9, 7 };
	struct piece a = { 0, "abcdefgh", true }, z = { 8, "z", false };
	struct lost l = { .n = 0 };
	struct fragment_whole whole;
	struct fragment_table t;
	struct frame f = { .time = 0 };
	struct ip ip;

	(void)state;
	fragment_init(&t, 8, see_lost, &l);
	for (uint32_t i = 0; i < 3; i++) {
		ip = make(3 - i, &a);
		f.time = 100 - i; /* that of id 1 came first */
		push_frame(&t, &ip, &f, &whole);
		assert_non_null(whole.entry);
		assert_int_equal(fragment_mark(&t, &whole, talks[i]), 0);
		assert_int_equal(fragment_mark(&t, &whole, talks[i]), 0);
	}
	ip = make(4, &a);
	push_frame(&t, &ip, &f, &whole);
	assert_int_equal(fragment_mark(&t, &whole, 7), 0);
	ip = make(4, &z);
	assert_int_equal(push_frame(&t, &ip, &f, &whole), DECODE_OK);
	fragment_talk(&t, 8);
	assert_int_equal(l.n, 0);
	fragment_talk(&t, 7);
	assert_int_equal(l.n, 2);
	assert_int_equal(l.ip.id, 3);
	assert_int_equal(t.lost, 2);
	assert_int_equal(t.talks.used, 1);
	fragment_release(&t, &whole);
	/* A copy of what was whole waits for nothing. */
	ip = make(4, &z);
	push_frame(&t, &ip, &f, &whole);
	assert_null(whole.entry);
	fragment_end(&t);
	assert_int_equal(t.talks.used, 0);
	assert_int_equal(l.n, 3);
	fragment_fini(&t);
}

/* A second beginning with the same 256 bytes ends the wait for the first. */
static const struct {
	const char *label;
	size_t len;      /* of both first fragments */
	size_t differs;  /* byte in which the second is another */
	bool done;       /* the first was whole */
	uint8_t host;    /* the second comes from there */
	uint32_t id;
	unsigned want;
} agains[] = {
	{ "again", 256, 999, false, 1, 2, 1 },
	{ "again, longer", 800, 256, false, 1, 2, 1 },
	{ "other byte", 256, 255, false, 1, 2, 0 },
	{ "too short", 248, 999, false, 1, 2, 0 },
	{ "another sender", 256, 999, false, 9, 2, 0 },
	{ "copy of the same", 256, 999, false, 1, 1, 0 },
	{ "the first was whole", 256, 999, true, 1, 2, 0 },
};

static void test_agains(void **state)
{
	struct piece z = { 0, "z", false };

	(void)state;
	for (size_t i = 0; i < LEN(agains); i++) {
		char bytes[1024] = { 'S' };
		struct piece a = { 0, "", true };
		struct lost l = { .n = 0 };
		struct fragment_table t;
		struct ip ip = make(1, &a);
		unsigned count;

		fragment_init(&t, 4, see_lost, &l);
		ip.payload = slice_of(bytes, agains[i].len);
		ip.size = (uint32_t)ip.payload.len;
		push(&t, &ip, 0, &count);
		if (agains[i].done) {
			ip = make(1, &z);
			ip.offset = (uint32_t)agains[i].len;
			assert_int_equal(push(&t, &ip, 0, &count), DECODE_OK);
		}
		bytes[agains[i].differs] = '!';
		ip = make(agains[i].id, &a);
		ip.src.ip[3] = agains[i].host;
		ip.payload = slice_of(bytes, agains[i].len);
		ip.size = (uint32_t)ip.payload.len;
		push(&t, &ip, 500 * CLOCK_MS, &count);
		if (l.n != agains[i].want || t.lost != agains[i].want)
			fail_msg("%s: %u", agains[i].label, l.n);
		if (l.n)
			assert_int_equal(l.ip.id, 1);
		fragment_end(&t);
		assert_int_equal(t.starts.used, 0);
		fragment_fini(&t);
	}
}

/* While its bytes are in use a datagram stays, whatever is done. */
static void test_lent(void **state)
{
	struct piece a = { 0, "abcdefgh", true }, z = { 8, "z", false };
	struct piece other = { 0, "ABCDEFGH", true };
	struct frame f = { .time = 1 };
	struct fragment_whole whole;
	struct fragment_table t;
	struct ip ip = make(99, &a), next;
	unsigned count;

	(void)state;
	fragment_init(&t, 4, NULL, NULL);
	push(&t, &ip, 1, &count);
	ip = make(99, &z);
	assert_int_equal(push_frame(&t, &ip, &f, &whole), DECODE_OK);
	for (uint32_t id = 0; id < 50; id++) {
		next = make(id, &a);
		push(&t, &next, CLOCK_S + id, &count);
	}
	next = make(99, &other);
	assert_int_equal(push(&t, &next, CLOCK_S, &count), DECODE_OTHER);
	fragment_clock(&t, 3000 * CLOCK_S);
	assert_true(slice_eq(ip.payload, SLICE("abcdefghz")));
	fragment_release(&t, &whole);
	fragment_clock(&t, 3000 * CLOCK_S);
	assert_int_equal(t.entries.used, 0);
	fragment_fini(&t);
}

/* Times that jump: which of them end the wait of 30 s that began at 0. */
static const struct {
	const char *label;
	int64_t times[4];
	uint64_t lost;
} jumps[] = {
	{ "half an hour", { 1800 * CLOCK_S }, 1 },
	{ "one broken clock", { INT64_MAX, CLOCK_S, 2 * CLOCK_S }, 0 },
	{ "two days, seen once", { 172800 * CLOCK_S, 172800 * CLOCK_S }, 0 },
	{ "two days", { 172800 * CLOCK_S, 172801 * CLOCK_S }, 1 },
	{ "broken, good, broken",
	  { INT64_MAX, CLOCK_S, INT64_MAX - 1, CLOCK_S + 1 }, 0 },
	{ "back", { -172800 * CLOCK_S, -172801 * CLOCK_S }, 0 },
	{ "the beginning of time", { INT64_MIN, CLOCK_S }, 0 },
};

static void test_jumps(void **state)
{
	struct piece a = { 0, "abcdefgh", true };

	(void)state;
	for (size_t i = 0; i < LEN(jumps); i++) {
		struct fragment_table t;
		struct ip ip = make(1, &a);
		unsigned count;

		fragment_init(&t, 4, NULL, NULL);
		push(&t, &ip, 0, &count);
		for (size_t k = 0; k < LEN(jumps[i].times); k++)
			if (jumps[i].times[k])
				fragment_clock(&t, jumps[i].times[k]);
		if (t.lost != jumps[i].lost)
			fail_msg("%s", jumps[i].label);
		fragment_fini(&t);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_bad),
		cmocka_unit_test(test_end_too_low),
		cmocka_unit_test(test_edges),
		cmocka_unit_test(test_first),
		cmocka_unit_test(test_largest),
		cmocka_unit_test(test_cuts),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_waits),
		cmocka_unit_test(test_afters),
		cmocka_unit_test(test_flood),
		cmocka_unit_test(test_partials),
		cmocka_unit_test(test_partial_cut),
		cmocka_unit_test(test_partial_shed),
		cmocka_unit_test(test_talk),
		cmocka_unit_test(test_agains),
		cmocka_unit_test(test_lent),
		cmocka_unit_test(test_jumps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
