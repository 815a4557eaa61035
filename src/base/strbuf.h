/* SPDX-License-Identifier: BSD-2-Clause */
/* A string that grows.  A failed allocation sets .failed, which sticks; what was
 * there stays readable, later additions are dropped. */
#ifndef BASE_STRBUF_H
#define BASE_STRBUF_H

#include "base/slice.h"

#include <stdarg.h>
#include <stdlib.h>

struct strbuf {
	char *p;    /* owned unless lent, NUL-terminated when not NULL */
	size_t len; /* bytes without the NUL */
	size_t cap;
	bool failed;
	bool lent;  /* p is the caller's own room */
};

/* An empty buffer is { 0 }.  One that begins in room of the caller's, size bytes
 * at least 1, takes memory of its own only for longer texts: */
static inline struct strbuf strbuf_in(char *room, size_t size)
{
	room[0] = '\0';
	return (struct strbuf){ .p = room, .cap = size, .lent = true };
}
static inline void strbuf_fini(struct strbuf *b)
{
	if (!b->lent)
		free(b->p);
	*b = (struct strbuf){ 0 };
}
/* Empty it, keep its memory, clear .failed. */
static inline void strbuf_reset(struct strbuf *b)
{
	b->len = 0;
	b->failed = false;
	if (b->p)
		b->p[0] = '\0';
}
/* Copy len bytes, at least one.  Most pieces are short, and of those two moves that
 * may overlap are all. */
static inline void strbuf_copy(char *to, const char *p, size_t len)
{
	if (len > 16) {
		memcpy(to, p, len);
	} else if (len >= 8) {
		uint64_t a, b;

		memcpy(&a, p, 8);
		memcpy(&b, p + len - 8, 8);
		memcpy(to, &a, 8);
		memcpy(to + len - 8, &b, 8);
	} else if (len >= 4) {
		uint32_t a, b;

		memcpy(&a, p, 4);
		memcpy(&b, p + len - 4, 4);
		memcpy(to, &a, 4);
		memcpy(to + len - 4, &b, 4);
	} else {
		char middle = p[len / 2], last = p[len - 1];

		to[0] = p[0];
		to[len / 2] = middle;
		to[len - 1] = last;
	}
}
void strbuf_add(struct strbuf *b, const char *p, size_t len);
/* Inline: of a literal the length is known. */
static inline void strbuf_adds(struct strbuf *b, const char *s)
{
	strbuf_add(b, s, strlen(s));
}
static inline void strbuf_slice(struct strbuf *b, struct slice s)
{
	strbuf_add(b, s.p, s.len);
}
/* Room for n bytes (and the NUL) behind the text, for somebody who writes them
 * himself and then says with strbuf_wrote() where he ended.  NULL: nothing may be
 * added. */
char *strbuf_room_slow(struct strbuf *b, size_t n);
static inline char *strbuf_room(struct strbuf *b, size_t n)
{
	if (b->failed || b->cap - b->len <= n)
		return strbuf_room_slow(b, n);
	return b->p + b->len;
}
static inline void strbuf_wrote(struct strbuf *b, char *end)
{
	*end = '\0';
	b->len = (size_t)(end - b->p);
}
/* The same where the room is not sure to be there. */
void strbuf_addc_slow(struct strbuf *b, char c);
static inline void strbuf_addc(struct strbuf *b, char c)
{
	if (b->failed || b->cap - b->len <= 1) {
		strbuf_addc_slow(b, c);
		return;
	}
	b->p[b->len++] = c;
	b->p[b->len] = '\0';
}
/* c, n times. */
void strbuf_pad(struct strbuf *b, char c, size_t n);
void strbuf_uint(struct strbuf *b, uint64_t v);
void strbuf_fmt(struct strbuf *b, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void strbuf_vfmt(struct strbuf *b, const char *fmt, va_list ap)
	__attribute__((format(printf, 2, 0)));
/* The text so far; "" when nothing was added.  Borrowed until the next change. */
static inline const char *strbuf_str(const struct strbuf *b)
{
	return b->p ? b->p : "";
}
static inline struct slice strbuf_view(const struct strbuf *b)
{
	return (struct slice){ b->p, b->len };
}

#endif
