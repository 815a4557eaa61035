/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/strbuf.h"

#include "base/digits.h"

#include <stdio.h>

static __attribute__((cold)) bool grow(struct strbuf *b, size_t more)
{
	size_t need, cap;
	char *p = NULL;

	if (more <= SIZE_MAX / 4 && b->len <= SIZE_MAX / 4) {
		need = b->len + more + 1;
		cap = need < 64 ? 64 : need;
		if (cap < b->cap * 2)
			cap = b->cap * 2;
		p = realloc(b->lent ? NULL : b->p, cap);
	}
	if (!p) {
		b->failed = true;
		return false;
	}
	if (b->lent)
		memcpy(p, b->p, b->len + 1);
	b->lent = false;
	b->p = p;
	b->cap = cap;
	return true;
}

/* Room for `more' bytes and the NUL; false when nothing may be added. */
static inline bool reserve(struct strbuf *b, size_t more)
{
	if (b->failed)
		return false;
	return b->cap - b->len > more || grow(b, more);
}

void strbuf_add(struct strbuf *b, const char *p, size_t len)
{
	if (!len || !reserve(b, len))
		return;
	strbuf_copy(b->p + b->len, p, len);
	b->len += len;
	b->p[b->len] = '\0';
}

char *strbuf_room_slow(struct strbuf *b, size_t n)
{
	return reserve(b, n) ? b->p + b->len : NULL;
}

void strbuf_addc_slow(struct strbuf *b, char c)
{
	if (!reserve(b, 1))
		return;
	b->p[b->len++] = c;
	b->p[b->len] = '\0';
}

void strbuf_pad(struct strbuf *b, char c, size_t n)
{
	enum { AT_ONCE = 32 };

	if (!n || !reserve(b, n))
		return;
	/* More than wanted where there is room: no call, no loop. */
	if (n < AT_ONCE && b->cap - b->len > AT_ONCE)
		memset(b->p + b->len, c, AT_ONCE);
	else
		memset(b->p + b->len, c, n);
	b->len += n;
	b->p[b->len] = '\0';
}

void strbuf_uint(struct strbuf *b, uint64_t v)
{
	char *p = strbuf_room(b, DIGITS_MAX);

	if (p)
		strbuf_wrote(b, digits_put(p, v));
}

void strbuf_fmt(struct strbuf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	strbuf_vfmt(b, fmt, ap);
	va_end(ap);
}

void strbuf_vfmt(struct strbuf *b, const char *fmt, va_list ap)
{
	va_list again;
	int n;

	if (!reserve(b, 63)) /* most texts fit at the first try */
		return;
	va_copy(again, ap);
	n = vsnprintf(b->p + b->len, b->cap - b->len, fmt, ap);
	if (n >= 0 && (size_t)n >= b->cap - b->len) {
		if (grow(b, (size_t)n))
			vsnprintf(b->p + b->len, b->cap - b->len, fmt, again);
	} else if (n < 0) {
		b->failed = true;
	}
	va_end(again);
	if (!b->failed)
		b->len += (size_t)n;
	b->p[b->len] = '\0';
}
