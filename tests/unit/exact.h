/* SPDX-License-Identifier: BSD-2-Clause */
/* Inputs in heap blocks of their exact size, so that one byte read too many
 * shows under the sanitizers. */
#ifndef TESTS_UNIT_EXACT_H
#define TESTS_UNIT_EXACT_H

#include "base/slice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

#define LEN(array) (sizeof(array) / sizeof(*(array)))

static inline struct slice exact(const char *bytes, size_t len)
{
	char *p = malloc(len + !len);

	assert_non_null(p);
	memcpy(p, bytes, len);
	return slice_of(p, len);
}

static inline void exact_free(struct slice s)
{
	free((char *)(uintptr_t)s.p);
}

/* got is this text; NULL: p is NULL. */
static inline void want_text(const char *label, struct slice got,
			     const char *want)
{
	if (want ? !slice_eq(got, slice_cstr(want)) : got.p != NULL)
		fail_msg("%s: got `%.*s', want `%s'", label, (int)got.len,
			 got.p ? got.p : "", want ? want : "(nothing)");
}

#endif
