/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

#define ITEMS 5000

static int popcount(uint64_t v)
{
	int n = 0;

	for (; v; v &= v - 1)
		n++;
	return n;
}

/* One flipped bit of the key or the seed turns about half of the hash. */
static void test_avalanche(void **state)
{
	(void)state;
	for (size_t len = 1; len <= 70; len++) {
		unsigned char *p = malloc(len);
		uint64_t before, turned = 0;

		assert_non_null(p);
		for (size_t i = 0; i < len; i++)
			p[i] = (unsigned char)(i * 37 + len);
		before = hash_bytes(7, p, len);
		assert_true(before == hash_bytes(7, p, len));
		for (size_t bit = 0; bit < len * 8; bit++) {
			uint64_t after;

			p[bit / 8] ^= (unsigned char)(1U << bit % 8);
			after = hash_bytes(7, p, len);
			p[bit / 8] ^= (unsigned char)(1U << bit % 8);
			turned += (uint64_t)popcount(before ^ after);
			if (popcount(before ^ after) < 8)
				fail_msg("length %zu, bit %zu", len, bit);
		}
		assert_in_range(turned / (len * 8), 28, 36);
		assert_in_range(popcount(before ^ hash_bytes(6, p, len)), 8, 56);
		free(p);
	}
}

/* Zeroes of different lengths, and words that cancel public constants: no
 * two may agree under any seed. */
static void test_no_forced_collisions(void **state)
{
	static const uint64_t public[] = {
		0, UINT64_C(0x9a6de3c5174b2d35), UINT64_C(0xc3a5b86e2d97164b),
		UINT64_MAX,
	};
	uint64_t seen[2 * 4 * 4 + 64];
	size_t n = 0;

	(void)state;
	for (size_t len = 0; len < 64; len++)
		seen[n++] = hash_bytes(3, (const char[64]){ 0 }, len);
	for (size_t i = 0; i < 4; i++)
		for (size_t j = 0; j < 4; j++) {
			uint64_t key[4] = { public[i], j, public[j], i + 9 };

			seen[n++] = hash_bytes(3, key, sizeof(key));
			key[2] = key[3] = 1; /* apart in the first half only */
			seen[n++] = hash_bytes(3, key, sizeof(key));
		}
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < i; j++)
			if (seen[i] == seen[j])
				fail_msg("%zu and %zu agree", i, j);
}

static void test_mix_and_seed(void **state)
{
	(void)state;
	assert_true(hash_mix(1, 2) != hash_mix(2, 1));
	assert_true(hash_mix(1, 2) != hash_mix(1, 3));
	assert_true(hash_mix(0, 0) != 0);
	assert_true(hash_seed() != hash_seed());
	assert_true(hash_slice(5, SLICE("abc")) == hash_bytes(5, "abc", 3));
}

static bool same(const void *item, const void *key)
{
	return *(const int *)item == *(const int *)key;
}

/* Puts and deletes in a pseudo-random order against an array of truth;
 * `spread' 1 makes every hash collide in long runs. */
static void churn(uint64_t spread)
{
	int items[ITEMS];
	bool in[ITEMS] = { false };
	struct hash_table t = { 0 };
	uint32_t rnd = 1;
	size_t used = 0, pos = 0, walked = 0;

	for (int step = 0; step < 4 * ITEMS; step++) {
		int i;
		uint64_t h;

		rnd = rnd * 1664525 + 1013904223;
		i = (int)(rnd >> 8) % ITEMS;
		h = spread ? (uint64_t)i % spread : hash_bytes(1, &i, 4);
		items[i] = i;
		assert_ptr_equal(hash_table_get(&t, h, same, &i),
				 in[i] ? &items[i] : NULL);
		if (in[i])
			assert_non_null(hash_table_guess(&t, h));
		if (in[i] && !spread)
			assert_ptr_equal(hash_table_guess(&t, h), &items[i]);
		assert_int_equal(hash_table_del(&t, h, &items[i]), in[i]);
		if (!spread)
			assert_null(hash_table_guess(&t, h));
		if (!in[i])
			assert_int_equal(hash_table_put(&t, h, &items[i]), 0);
		in[i] = !in[i];
		used += in[i] ? 1 : (size_t)-1;
		assert_int_equal(t.used, used);
	}
	for (int *p; (p = hash_table_next(&t, &pos)); walked++)
		assert_true(in[*p]);
	assert_int_equal(walked, used);
	hash_table_fini(&t);
	assert_null(t.slots);
}

static void test_churn(void **state)
{
	(void)state;
	churn(0);
	churn(97);
}

static bool any(const void *item, const void *key)
{
	(void)key;
	return item != NULL;
}

/* Of those with the same hash the one that was put first is found, wherever its
 * place is in a table that grows. */
static void test_first(void **state)
{
	enum { HOMES = 32, SAME = 40 };
	int items[SAME];

	(void)state;
	for (uint64_t home = 0; home < HOMES; home++) {
		struct hash_table t = { 0 };

		for (int i = 0; i < SAME; i++) {
			assert_int_equal(hash_table_put(&t, home, &items[i]), 0);
			assert_ptr_equal(hash_table_get(&t, home, any, NULL),
					 &items[0]);
		}
		for (int i = 0; i < SAME; i++) {
			assert_ptr_equal(hash_table_get(&t, home, any, NULL),
					 &items[i]);
			assert_true(hash_table_del(&t, home, &items[i]));
		}
		hash_table_fini(&t);
	}
}

static void test_empty(void **state)
{
	struct hash_table t = { 0 };
	int key = 1;
	size_t pos = 0;

	(void)state;
	assert_null(hash_table_get(&t, 1, same, &key));
	assert_null(hash_table_guess(&t, 1));
	assert_false(hash_table_del(&t, 1, &key));
	assert_null(hash_table_next(&t, &pos));
	hash_table_fini(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_avalanche),
		cmocka_unit_test(test_no_forced_collisions),
		cmocka_unit_test(test_mix_and_seed),
		cmocka_unit_test(test_churn),
		cmocka_unit_test(test_first),
		cmocka_unit_test(test_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
