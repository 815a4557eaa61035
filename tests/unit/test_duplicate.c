/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/mem.h"
#include "store_feed.h"
#include "store/duplicate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
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

	return duplicate_check(d, &p, duplicate_hash(d, &p,
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

static uint64_t way(const struct duplicate_directions *d, const struct addr *src,
		    const struct addr *dst)
{
	return addr_hash_pair(d->seed, src, dst);
}

static void directions(void **state)
{
	struct duplicate_directions *d = mem_zalloc(sizeof(*d));
	struct addr a = addr_make("\x0a\0\0\1", 4, 5060);
	struct addr b = addr_make("\x0a\0\0\2", 4, 5060), other = b;

	(void)state;
	assert_non_null(d);
	other.port = 5061;
	duplicate_direction(d, way(d, &a, &b));
	assert_true(duplicate_direction_seen(d, way(d, &a, &b)));
	assert_false(duplicate_direction_seen(d, way(d, &b, &a)));
	assert_false(duplicate_direction_seen(d, way(d, &a, &other)));
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
		duplicate_direction(d, way(d, &a, i ? &last : &b));
	}
	assert_false(duplicate_direction_seen(d, way(d, &a, &b)));
	assert_true(duplicate_direction_seen(d, way(d, &a, &last)));
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
		cmocka_unit_test(directions),
		cmocka_unit_test(generations),
		cmocka_unit_test(store_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
