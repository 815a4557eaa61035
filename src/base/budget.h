/* SPDX-License-Identifier: BSD-2-Clause */
/* A budget is a number of bytes that several tables share: what they buffer of
 * half-read streams together never exceeds it. */
#ifndef BASE_BUDGET_H
#define BASE_BUDGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct budget {
	size_t used, max; /* bytes */
	size_t peak;      /* the most that was used at once */
	uint64_t refused; /* how often there was not enough */
};

/* Take n bytes of it.  false: there are not so many left, nothing is taken, and
 * the refusal is counted. */
bool budget_take(struct budget *b, size_t n);
/* Give back n bytes that were taken. */
void budget_give(struct budget *b, size_t n);

#endif
