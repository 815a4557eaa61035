/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/mem.h"
#include "store_feed.h"
#include "store/duplicate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

struct seen {
	int64_t us;         /* after the first */
	const char *bytes;
	uint16_t port;      /* of the sender */
	uint32_t id;        /* 0: none */
	enum duplicate want;
};

static enum duplicate check(struct duplicate_table *d, const struct seen *x)
{
	struct frame f = { .time = STORE_FEED_START + x->us * CLOCK_US };
	struct packet p = {
		.frame = &f, .ip_id = x->id, .has_ip_id = x->id != 0,
		.src = addr_make("\x0a\0\0\1", 4, x->port),
		.dst = addr_make("\x0a\0\0\2", 4, 5060),
	};

	return duplicate_check(d, &p, duplicate_hash(&p,
						     slice_cstr(x->bytes)));
}

static void same_packet(void **state)
{
	static const struct {
		const char *label;
		struct seen first, second;
	} cases[] = {
		{ "at once", { 0, "x", 1, 0, DUPLICATE_NO }, { 0, "x", 1, 0, DUPLICATE_LIKELY } },
		{ "20 ms", { 0, "x", 1, 0, DUPLICATE_NO }, { 20000, "x", 1, 0, DUPLICATE_LIKELY } },
		{ "over 20 ms", { 0, "x", 1, 0, DUPLICATE_NO },
		  { 20001, "x", 1, 0, DUPLICATE_NO } },
		{ "out of order", { 0, "x", 1, 0, DUPLICATE_NO },
		  { -15000, "x", 1, 0, DUPLICATE_LIKELY } },
		{ "same IP id", { 0, "x", 1, 7, DUPLICATE_NO },
		  { 1000000, "x", 1, 7, DUPLICATE_SURE } },
		{ "same IP id, too late", { 0, "x", 1, 7, DUPLICATE_NO },
		  { 1000001, "x", 1, 7, DUPLICATE_NO } },
		{ "other IP id at once", { 0, "x", 1, 7, DUPLICATE_NO },
		  { 20000, "x", 1, 8, DUPLICATE_DOUBTED } },
		{ "one without an IP id", { 0, "x", 1, 7, DUPLICATE_NO },
		  { 20000, "x", 1, 0, DUPLICATE_LIKELY } },
		{ "other IP id is a retransmission", { 0, "x", 1, 7, DUPLICATE_NO },
		  { 500000, "x", 1, 8, DUPLICATE_NO } },
		{ "IP id 0 says nothing", { 0, "x", 1, 0, DUPLICATE_NO },
		  { 500000, "x", 1, 0, DUPLICATE_NO } },
		{ "other bytes", { 0, "x", 1, 7, DUPLICATE_NO },
		  { 1, "y", 1, 7, DUPLICATE_NO } },
		{ "other port", { 0, "x", 1, 7, DUPLICATE_NO },
		  { 1, "x", 2, 7, DUPLICATE_NO } },
	};
	unsigned bad = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct duplicate_table *d = mem_zalloc(sizeof(*d));
		bool good;

		assert_non_null(d);
		good = check(d, &cases[i].first) == DUPLICATE_NO &&
			check(d, &cases[i].second) == cases[i].second.want;
		if (!good)
			print_error("%s\n", cases[i].label);
		bad += !good;
		free(d);
	}
	assert_int_equal(bad, 0);
}

/* n packets, one after another, so far apart; then all of them once more.  How many
 * of these were known? */
static unsigned known_again(struct duplicate_table *d, unsigned n, int64_t us)
{
	unsigned known = 0;

	for (unsigned i = 0; i < 2 * n; i++) {
		char bytes[16];
		struct seen x = { .us = i * us, .port = 1, .id = i % n + 1,
				  .bytes = bytes };

		snprintf(bytes, sizeof(bytes), "%u", i % n);
		known += check(d, &x) == DUPLICATE_SURE;
	}
	return known;
}

/* As many packets are remembered as come within a second, up to a limit; where few
 * come, little memory is looked at. */
static void a_second(void **state)
{
	static const struct {
		unsigned n;
		int64_t us; /* between two packets */
		unsigned known, more;
	} cases[] = {
		{ 200, 5000, 200, 0 }, { 201, 5000, 0, 0 },
		{ 1000, 1000, 1000, 2 }, { 5000, 200, 5000, 5 },
		{ DUPLICATE_PACKETS, 100, DUPLICATE_PACKETS, 5 },
		{ DUPLICATE_PACKETS + 1, 100, 0, 5 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct duplicate_table *d = mem_zalloc(sizeof(*d));
		unsigned known;

		assert_non_null(d);
		known = known_again(d, cases[i].n, cases[i].us);
		/* Some that share a place with many others are not found. */
		assert_in_range(known, cases[i].known - cases[i].known / 1000,
				cases[i].known);
		assert_int_equal(d->more, cases[i].more);
		/* The numbers of packets begin again. */
		memset(d, 0, sizeof(*d));
		d->n = UINT32_MAX - 100;
		assert_int_equal(known_again(d, 200, 1), 200);
		free(d);
	}
}

static void note(struct duplicate_directions *d, const struct addr *src,
		 const struct addr *dst)
{
	duplicate_direction(d, addr_hash_pair(d->seed, src, dst),
			    addr_hash_pair(d->seed, dst, src));
}

static bool seen(const struct duplicate_directions *d, const struct addr *src,
		 const struct addr *dst)
{
	return duplicate_direction_seen(d, addr_hash_pair(d->seed, src, dst),
					addr_hash_pair(d->seed, dst, src));
}

static void directions(void **state)
{
	struct duplicate_directions *d = mem_zalloc(sizeof(*d));
	struct addr a = addr_make("\x0a\0\0\1", 4, 5060);
	struct addr b = addr_make("\x0a\0\0\2", 4, 5060), other = b;

	(void)state;
	assert_non_null(d);
	other.port = 5061;
	note(d, &a, &b);
	assert_true(seen(d, &a, &b));
	assert_false(seen(d, &b, &a));
	assert_false(seen(d, &a, &other));
	note(d, &other, &a);
	assert_true(seen(d, &other, &a));
	assert_false(seen(d, &a, &other));
	note(d, &b, &a);
	assert_true(seen(d, &a, &b));
	assert_true(seen(d, &b, &a));
	assert_int_equal(d->generations[0].used, 2);
	/* Who sends to himself. */
	assert_false(seen(d, &a, &a));
	note(d, &a, &a);
	assert_true(seen(d, &a, &a));
	free(d);
}

/* The table stays bounded and forgets the oldest first. */
static void generations(void **state)
{
	struct duplicate_directions *d = mem_zalloc(sizeof(*d));
	struct addr a = addr_make("\x0a\0\0\1", 4, 5060), b = a, last;

	(void)state;
	assert_non_null(d);
	for (unsigned i = 0; i < 2 * DUPLICATE_DIRECTIONS; i++) {
		last = addr_make(&i, 4, 5060);
		note(d, &a, i ? &last : &b);
	}
	assert_false(seen(d, &a, &b));
	assert_true(seen(d, &a, &last));
	assert_true(d->generations[0].used + d->generations[1].used <=
		    DUPLICATE_DIRECTIONS);
	free(d);
}

/* The store counts what it is told. */
static void store_counts(void **state)
{
	struct message request = { .time = STORE_FEED_START };
	struct message response = { .time = STORE_FEED_START,
				    .sip = { .is_response = true } };
	const struct store_stats *st;
	struct store_feed f;

	(void)state;
	store_feed_init(&f, NULL);
	st = store_stats(f.store);
	store_duplicate(f.store, &request);
	store_duplicate(f.store, &response);
	assert_int_equal(st->messages, 2);
	assert_int_equal(st->duplicates, 2);
	assert_int_equal(st->requests, 1);
	assert_int_equal(st->responses, 1);
	store_feed_fini(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_packet),
		cmocka_unit_test(a_second),
		cmocka_unit_test(directions),
		cmocka_unit_test(generations),
		cmocka_unit_test(store_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
