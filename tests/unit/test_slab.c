/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/slab.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

enum { PIECES = 3000 };

/* With an address sanitizer the pieces come from calloc(). */
#ifndef __has_feature
#define __has_feature(x) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
enum { LINE = _Alignof(max_align_t) };
#else
enum { LINE = 64 };
#endif

static void check_size(size_t size)
{
	static unsigned char *piece[PIECES];
	struct slab s;
	uint32_t rnd = 1;

	slab_init(&s, size);
	for (int step = 0; step < 4 * PIECES; step++) {
		size_t i = (rnd = rnd * 1664525 + 1013904223) % PIECES;

		if (piece[i]) { /* nobody else has written into it */
			for (size_t j = 0; j < size; j++)
				assert_int_equal(piece[i][j], i & 255);
			slab_put(&s, piece[i]);
			piece[i] = NULL;
			continue;
		}
		piece[i] = slab_get(&s);
		assert_non_null(piece[i]);
		assert_int_equal((uintptr_t)piece[i] %
				 (size < 128 ? _Alignof(max_align_t) : LINE), 0);
		for (size_t j = 0; j < size; j++)
			assert_int_equal(piece[i][j], 0);
		memset(piece[i], (int)(i & 255), size);
	}
	for (size_t i = 0; i < PIECES; i++) {
		slab_put(&s, piece[i]);
		piece[i] = NULL;
	}
	slab_put(&s, NULL);
	slab_fini(&s);
}

/* Pieces of zeroes, aligned, apart from each other, again and again. */
static void test_pieces(void **state)
{
	(void)state;
	for (size_t size = 1; size < 700; size += 233)
		check_size(size);
	check_size(128);
	check_size(544);
	check_size(20000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pieces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
