/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/stream_inner.h"

#include <errno.h>
#include <stdlib.h>

enum { FIRST_CAP = 512 };

int stream_hold_add(struct stream_hold *h, struct budget *b, struct slice more)
{
	size_t need = h->len + more.len, cap = h->cap ? h->cap : FIRST_CAP;
	char *bytes;

	if (!more.len)
		return 0;
	while (cap < need)
		cap *= 2;
	if (cap > h->cap) {
		if (!budget_take(b, cap - h->cap))
			return -ENOMEM;
		bytes = realloc(h->bytes, cap);
		if (!bytes) {
			budget_give(b, cap - h->cap);
			return -ENOMEM;
		}
		h->bytes = bytes;
		h->cap = cap;
	}
	memcpy(h->bytes + h->len, more.p, more.len);
	h->len = need;
	return 0;
}

void stream_hold_take(struct stream_hold *h, struct budget *b, size_t n)
{
	if (n >= h->len) {
		stream_hold_drop(h, b);
		return;
	}
	memmove(h->bytes, h->bytes + n, h->len - n);
	h->len -= n;
}

void stream_hold_drop(struct stream_hold *h, struct budget *b)
{
	free(h->bytes);
	if (h->cap)
		budget_give(b, h->cap);
	*h = (struct stream_hold){ .len = 0 };
}
