/* SPDX-License-Identifier: BSD-2-Clause */
/* Memory: every allocation of the program goes through malloc/calloc/realloc
 * and may fail; NULL then comes back up as -ENOMEM. */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include "base/slice.h"

/* Zeroed memory; the caller frees.  NULL when there is none. */
void *mem_zalloc(size_t size);
/* A NUL-terminated copy of s; the caller frees.  NULL when there is none. */
char *mem_strndup(struct slice s);
/* Make room for at least `need' elements of `size' bytes in a growing array.
 * *p and *cap are updated; 0 or -ENOMEM (and nothing changed). */
int mem_grow(void **p, size_t *cap, size_t need, size_t size);

#endif
