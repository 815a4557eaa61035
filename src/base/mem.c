/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/mem.h"

#include <errno.h>
#include <stdlib.h>

void *mem_zalloc(size_t size)
{
	return calloc(1, size ? size : 1);
}

char *mem_strndup(struct slice s)
{
	char *copy = s.len < SIZE_MAX ? malloc(s.len + 1) : NULL;

	if (!copy)
		return NULL;
	if (s.len)
		memcpy(copy, s.p, s.len);
	copy[s.len] = '\0';
	return copy;
}

int mem_grow(void **p, size_t *cap, size_t need, size_t size)
{
	size_t want = *cap <= SIZE_MAX / 2 ? *cap * 2 : SIZE_MAX;
	void *array;

	if (need <= *cap)
		return 0;
	if (want < 8)
		want = 8;
	if (want < need || want > SIZE_MAX / size)
		want = need;
	if (want > SIZE_MAX / size)
		return -ENOMEM;
	/* Callers cast the address of a typed pointer: touch it as bytes. */
	memcpy(&array, p, sizeof(array));
	array = realloc(array, want * size);
	if (!array)
		return -ENOMEM;
	memcpy(p, &array, sizeof(array));
	*cap = want;
	return 0;
}
