/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/recent.h"

#include "base/hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

struct thing {
	uint64_t name;
	char *owned;
};

static size_t forgotten;

static void forget(void *item)
{
	struct thing *t = item;

	free(t->owned);
	forgotten++;
}

static uint64_t key_of(uint64_t n)
{
	return hash_mix(4711, n);
}

static struct thing *put(struct recent *r, uint64_t n)
{
	bool made;
	struct thing *t = recent_get(r, key_of(n), &made);

	assert_non_null(t);
	if (made) {
		assert_int_equal(t->name, 0);
		assert_null(t->owned);
		t->name = n;
		t->owned = malloc(3);
		assert_non_null(t->owned);
	}
	assert_int_equal(t->name, n);
	return t;
}

static void test_empty(void **state)
{
	struct recent r;
	size_t pos = 0;

	(void)state;
	recent_init(&r, sizeof(struct thing), 0, NULL);
	assert_null(recent_find(&r, 0));
	assert_null(recent_find(&r, 77));
	recent_drop(&r, 77);
	assert_null(recent_next(&r, &pos));
	assert_int_equal(r.max, 64);
	recent_fini(&r);
}

/* While there is room nothing is lost, and each has a place of its own. */
static void grow(size_t max)
{
	enum { N = 20000 };
	struct recent r;
	size_t pos = 0, n = 0;

	forgotten = 0;
	recent_init(&r, sizeof(struct thing), max, forget);
	for (uint64_t i = 1; i <= N; i++)
		put(&r, i);
	assert_int_equal(r.count, N);
	assert_int_equal(r.shed, 0);
	for (uint64_t i = 1; i <= N; i++)
		assert_int_equal(((struct thing *)recent_find(&r,
				  key_of(i)))->name, i);
	assert_null(recent_find(&r, key_of(N + 1)));
	while (recent_next(&r, &pos))
		n++;
	assert_int_equal(n, N);
	recent_drop(&r, key_of(5));
	assert_null(recent_find(&r, key_of(5)));
	assert_int_equal(r.count, N - 1);
	assert_int_equal(forgotten, 1);
	recent_fini(&r);
	assert_int_equal(forgotten, N);
}

static void test_grows(void **state)
{
	(void)state;
	grow(20000);
	grow(1 << 17);
	grow(1 << 20); /* a place has few bits left for a key */
}

/* It grows while many of them want one place, at whatever end of the places. */
static void test_crowd(void **state)
{
	enum { N = 1000 };

	(void)state;
	for (uint64_t home = 0; home < 1024; home += 341) {
		struct recent r;

		recent_init(&r, sizeof(uint64_t), 4096, NULL);
		for (uint64_t i = 1; i <= N; i++) {
			uint64_t *p = recent_get(&r, i << 32 | home, NULL);

			assert_non_null(p);
			assert_int_equal(*p, 0);
			*p = i;
		}
		for (uint64_t i = 1; i <= N; i++) {
			const uint64_t *p = recent_find(&r, i << 32 | home);

			assert_non_null(p);
			assert_int_equal(*p, i);
		}
		for (uint64_t i = 1; i <= N; i++) {
			recent_drop(&r, i << 32 | home);
			assert_null(recent_find(&r, i << 32 | home));
			assert_int_equal(r.count, N - i);
		}
		recent_fini(&r);
	}
}

/* Full: those that were used last stay, and no more than the limit are held. */
static void test_forgets(void **state)
{
	enum { KEPT = 16, N = 50000, MAX = 1024 };
	struct recent r;

	(void)state;
	forgotten = 0;
	recent_init(&r, sizeof(struct thing), MAX, forget);
	for (uint64_t i = 1; i <= N; i++) {
		put(&r, i);
		for (uint64_t k = 1; k <= KEPT && k <= i; k++)
			put(&r, k);
		assert_true(r.count <= MAX);
	}
	for (uint64_t k = 1; k <= KEPT; k++)
		assert_non_null(recent_find(&r, key_of(k)));
	assert_int_equal(r.cap, MAX);
	assert_int_equal(r.count + r.shed, N);
	assert_int_equal(forgotten, r.shed);
	recent_fini(&r);
	assert_int_equal(forgotten, N);
}

/* What goes is what was asked for longest ago, whatever the keys. */
static void test_oldest(void **state)
{
	enum { MAX = 64, N = 1000 };

	(void)state;
	for (uint64_t seed = 1; seed < 9; seed++) {
		struct recent r;

		recent_init(&r, sizeof(uint64_t), MAX, NULL);
		for (uint64_t i = 0; i < N; i++) {
			recent_get(&r, hash_mix(seed, i), NULL);
			assert_true(i < MAX || !recent_find(
				&r, hash_mix(seed, i - MAX)));
			assert_non_null(recent_find(
				&r, hash_mix(seed, i < MAX ? 0 : i - MAX + 1)));
		}
		assert_int_equal(r.shed, N - MAX);
		recent_fini(&r);
	}
}

/* Keys that want the same places, dropped and put in any order: as in a list. */
static void test_drops(void **state)
{
	enum { KEYS = 96, STEPS = 20000 };
	bool there[KEYS] = { false };
	uint64_t state_of = 1;
	struct recent r;

	(void)state;
	recent_init(&r, sizeof(uint64_t), 1024, NULL);
	for (unsigned i = 0; i < STEPS; i++) {
		unsigned k = (unsigned)((state_of = hash_mix(state_of, i)) %
					KEYS);
		/* Eight of each low part. */
		uint64_t key = (uint64_t)(k / 8) | (uint64_t)(k % 8 + 1) << 40;
		uint64_t *p;

		if (state_of >> 60 < 7) {
			recent_drop(&r, key);
			there[k] = false;
			continue;
		}
		p = recent_get(&r, key, NULL);
		assert_non_null(p);
		assert_int_equal(*p, there[k] ? k + 1 : 0);
		*p = k + 1;
		there[k] = true;
		for (k = 0; k < KEYS; k++) {
			p = recent_find(&r, (uint64_t)(k / 8) |
					(uint64_t)(k % 8 + 1) << 40);
			assert_int_equal(!!p, there[k]);
			assert_true(!p || *p == k + 1);
		}
	}
	recent_fini(&r);
}

/* The same as a list that is walked: what was asked for longest ago goes, at every
 * hour of the clock, whatever else was used or dropped meanwhile. */
static void order_from(uint32_t clock, uint64_t seed)
{
	enum { MAX = 64, KEYS = 200, STEPS = 4000 };
	uint64_t when[KEYS] = { 0 }, random = seed;
	unsigned n = 0;
	struct recent r;

	recent_init(&r, sizeof(uint64_t), MAX, NULL);
	r.clock = clock;
	for (uint64_t i = 1; i <= STEPS; i++) {
		unsigned k, oldest = KEYS;
		bool made;

		random = hash_mix(random, i);
		/* Some are used again and again. */
		k = (unsigned)(random >> 40) % (random & 1 ? KEYS : 50);
		if (random >> 59 == 0) {
			recent_drop(&r, key_of(k));
			n -= when[k] != 0;
			when[k] = 0;
			continue;
		}
		assert_non_null(recent_get(&r, key_of(k), &made));
		assert_int_equal(made, !when[k]);
		for (unsigned o = 0; o < KEYS && !when[k]; o++) {
			if (when[o] && (oldest == KEYS ||
					when[o] < when[oldest]))
				oldest = o;
		}
		if (!when[k] && n == MAX)
			when[oldest] = 0;
		else
			n += !when[k];
		when[k] = i;
		assert_int_equal(r.count, n);
		for (k = 0; k < KEYS; k++)
			assert_int_equal(!!recent_find(&r, key_of(k)),
					 !!when[k]);
	}
	assert_true(r.shed > MAX);
	recent_fini(&r);
}

static void test_order(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed < 5; seed++) {
		order_from(0, seed);
		order_from(UINT32_MAX - 500, seed);
		order_from(UINT32_MAX, seed);
	}
}

/* A key of 0 is a key. */
static void test_zero(void **state)
{
	struct recent r;
	bool made;
	uint64_t *p;

	(void)state;
	recent_init(&r, sizeof(uint64_t), 64, NULL);
	p = recent_get(&r, 0, &made);
	assert_non_null(p);
	assert_true(made);
	*p = 9;
	p = recent_get(&r, 0, &made);
	assert_false(made);
	assert_int_equal(*p, 9);
	recent_drop(&r, 0);
	assert_null(recent_find(&r, 0));
	recent_fini(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_grows),
		cmocka_unit_test(test_crowd),
		cmocka_unit_test(test_forgets),
		cmocka_unit_test(test_oldest),
		cmocka_unit_test(test_drops),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_zero),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
