/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/budget.h"

bool budget_take(struct budget *b, size_t n)
{
	if (n > b->max - b->used) {
		b->refused++;
		return false;
	}
	b->used += n;
	if (b->used > b->peak)
		b->peak = b->used;
	return true;
}

void budget_give(struct budget *b, size_t n)
{
	b->used -= n < b->used ? n : b->used;
}
