/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/sip_plain.h"

#include "dissect/sip_scan.h"

/* Byte classes.  Each is a part of what the grammar allows (RFC 3261 25.1):
 * percent signs, for one, are left to the long way. */
enum {
	HOST = 1,  /* letters, digits, - . _ */
	NAME = 2,  /* of a parameter */
	VALUE = 4, /* of a parameter */
	USER = 8,
	TEXT = 16, /* in a quoted display name */
	WORD = 32, /* an unquoted one, with its spaces */
};
#define ALNUM (HOST | NAME | VALUE | USER | TEXT | WORD)
#define MARK  (NAME | VALUE | USER | TEXT | WORD)

static const uint8_t classes[256] = {
	['0' ... '9'] = ALNUM, ['A' ... 'Z'] = ALNUM, ['a' ... 'z'] = ALNUM,
	['-'] = ALNUM, ['.'] = ALNUM, ['_'] = ALNUM,
	['!'] = MARK, ['~'] = MARK, ['*'] = MARK, ['\''] = MARK, ['+'] = MARK,
	['['] = VALUE | TEXT, [']'] = VALUE | TEXT, [':'] = VALUE | TEXT,
	['/'] = VALUE | USER | TEXT, ['&'] = USER | TEXT,
	['='] = USER | TEXT, ['$'] = USER | TEXT, ['@'] = TEXT,
	['('] = TEXT, [')'] = TEXT, [' '] = TEXT | WORD,
	['#'] = TEXT,
};

/* A walk over a value.  Most bytes are of all classes: bits, bit 0 for the byte at
 * p, says which are not, up to `known', so that one look at 64 bytes serves the
 * short pieces that they are made of.  Behind the value stands a line end, which
 * is of no class and no delimiter, so that nobody need ask whether p is there.
 * All that follows is inlined, to hold a walk in registers. */
struct walk {
	const char *p, *end, *room;
	uintptr_t known; /* may be behind all bytes there are */
	uint64_t bits;
};

#define INLINE static inline __attribute__((always_inline))

enum { BEHIND = 8 }; /* bytes from the end on that may be looked at */

/* The bits of the 64 bytes at p, of which there may be fewer. */
static __attribute__((noinline)) uint64_t
look(const char *p, const char *room)
{
	uint64_t bits = 0;

#ifdef __SSE2__
	if (room - p >= 64)
		return ~sip_scan_word_mask64(p);
#endif
	for (size_t i = 0; i < 64 && i < (size_t)(room - p); i++)
		if (!(classes[(unsigned char)p[i]] & HOST))
			bits |= UINT64_C(1) << i;
	return bits;
}

/* false: what stands behind the value is not `stop', or too short. */
INLINE bool begin(struct walk *w, struct slice value, const char *room, char stop)
{
	const char *end = value.p + value.len;

	if (!value.len || room - end < BEHIND || *end != stop)
		return false;
	*w = (struct walk){ value.p, end, room, (uintptr_t)value.p + 64,
			    look(value.p, room) };
	return true;
}

/* By n bytes, fewer than 64. */
INLINE void step(struct walk *w, size_t n)
{
	w->p += n;
	w->bits >>= n;
}

/* To the first byte that is not of the class: the end is none. */
INLINE void skip(struct walk *w, unsigned class)
{
	for (;; step(w, 1)) {
		while (!w->bits) {
			if ((uintptr_t)w->p < w->known)
				w->p += w->known - (uintptr_t)w->p;
			w->known = (uintptr_t)w->p + 64;
			w->bits = look(w->p, w->room);
		}
		step(w, (unsigned)__builtin_ctzll(w->bits));
		if (!(classes[(unsigned char)*w->p] & class))
			return;
	}
}

/* Over the byte c, if it is there. */
INLINE bool take(struct walk *w, char c)
{
	if (*w->p != c)
		return false;
	step(w, 1);
	return true;
}

/* Over the bytes of s, at most BEHIND. */
INLINE bool take_all(struct walk *w, struct slice s)
{
	if (memcmp(w->p, s.p, s.len) != 0)
		return false;
	step(w, s.len);
	return true;
}

/* Over at least one byte of the class. */
INLINE bool take_some(struct walk *w, unsigned class)
{
	const char *from = w->p;

	skip(w, class);
	return w->p > from;
}

/* Four digits, the usual port, at once: what is left of one is under 10. */
INLINE bool four_digits(const char *p)
{
	const uint32_t each = 0x01010101;
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	v ^= each * '0';
	return !(((v + each * (0x80 - 10)) | v) & each * 0x80);
}

static __attribute__((noinline)) bool is_port(const char *p, const char *end)
{
	unsigned port = 0;

	if (end == p || end - p > 5)
		return false;
	for (; p < end; p++) {
		unsigned digit = (unsigned)*p - '0';

		if (digit > 9)
			return false;
		port = port * 10 + digit;
	}
	return port <= 65535;
}

/* [:port] */
INLINE bool take_port(struct walk *w)
{
	const char *from;

	if (!take(w, ':'))
		return true;
	from = w->p;
	skip(w, HOST);
	return (w->p - from == 4 && four_digits(from)) || is_port(from, w->p);
}

/* *(;name[=value]) */
INLINE bool params(struct walk *w)
{
	while (take(w, ';')) {
		if (!take_some(w, NAME))
			return false;
		if (take(w, '=') && !take_some(w, VALUE))
			return false;
	}
	return true;
}

/* The same up to the end, looking for one of them; wanted is its name. */
INLINE bool params_with(struct walk *w, struct slice wanted,
			struct sip_plain *out)
{
	const char *from;
	bool found;

	out->unsure = false;
	out->param = slice_of(NULL, 0);
	while (take(w, ';')) {
		from = w->p;
		found = take_all(w, wanted) && *w->p == '=';
		if (!found && (skip(w, NAME), w->p == from))
			return false;
		/* In capitals, or without a value? */
		if (!found && (size_t)(w->p - from) == wanted.len &&
		    (*from | 0x20) == *wanted.p && !out->param.p)
			out->unsure = true;
		if (!take(w, '='))
			continue;
		from = w->p;
		if (!take_some(w, VALUE))
			return false;
		if (found && !out->param.p && !out->unsure)
			out->param = slice_of(from, (size_t)(w->p - from));
	}
	return w->p == w->end;
}

/* sip:[user@]host[:port][;params] */
INLINE bool take_uri(struct walk *w)
{
	const char *from;

	if (!take_all(w, SLICE("sip:")) && !take_all(w, SLICE("sips:")))
		return false;
	from = w->p;
	skip(w, HOST);
	if (*w->p == '@' || (classes[(unsigned char)*w->p] & USER)) {
		if (*w->p != '@')
			skip(w, USER);
		if (w->p == from || !take(w, '@'))
			return false;
		from = w->p;
		skip(w, HOST);
	}
	return w->p > from && take_port(w) && params(w);
}

/* [display] <uri> */
INLINE bool take_name_addr(struct walk *w, struct slice *uri)
{
	const char *from;

	if (take(w, '"')) {
		skip(w, TEXT);
		if (!take(w, '"'))
			return false;
		while (take(w, ' '))
			;
	} else if (*w->p != '<') {
		skip(w, WORD);
	}
	from = w->p + 1;
	if (!take(w, '<') || !take_uri(w) || *w->p != '>')
		return false;
	*uri = slice_of(from, (size_t)(w->p - from));
	step(w, 1);
	return true;
}

bool sip_plain_uri(struct slice uri, const char *room)
{
	struct walk w;

	return begin(&w, uri, room, ' ') && take_uri(&w) && w.p == w.end;
}

bool sip_plain_address(struct slice value, const char *room,
		       struct sip_plain *out)
{
	struct walk w;

	return begin(&w, value, room, '\r') && take_name_addr(&w, &out->uri) &&
	       params_with(&w, SLICE("tag"), out);
}

bool sip_plain_contact(struct slice value, const char *room,
		       struct sip_plain *out)
{
	struct walk w;

	return begin(&w, value, room, '\r') && take_name_addr(&w, &out->uri) &&
	       params_with(&w, SLICE("expires"), out);
}

bool sip_plain_via(struct slice value, const char *room, struct sip_plain *out)
{
	const struct slice start = SLICE("SIP/2.0/");
	struct walk w;
	const char *from;

	if (!begin(&w, value, room, '\r') || !take_all(&w, start) ||
	    !take_some(&w, HOST) || !take(&w, ' '))
		return false;
	from = w.p;
	if (!take_some(&w, HOST) || !take_port(&w))
		return false;
	out->sent_by = slice_of(from, (size_t)(w.p - from));
	return params_with(&w, SLICE("branch"), out);
}
