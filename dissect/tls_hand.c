/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/tls_hand.h"

#include <stdlib.h>

enum { HEAD = 4, LENGTH = 3 }; /* type and length; length alone */
enum { CLIENT_HELLO = 1, SERVER_HELLO = 2, CERTIFICATE = 11 };
enum { FIRST_CAP = 512 };

/* --- bytes that are kept ------------------------------------------------------ */

void tls_hand_drop(struct tls_hand *h, struct budget *b)
{
	free(h->bytes);
	if (h->cap)
		budget_give(b, h->cap);
	h->bytes = NULL;
	h->len = h->cap = 0;
}

/* Only as much as came is taken: what a length promises costs nothing. */
static bool grow(struct tls_hand *h, struct budget *b, size_t need)
{
	size_t cap = h->cap ? h->cap : FIRST_CAP;
	char *bytes;

	while (cap < need)
		cap *= 2;
	if (cap == h->cap)
		return true;
	if (!budget_take(b, cap - h->cap))
		return false;
	bytes = realloc(h->bytes, cap);
	if (!bytes) {
		budget_give(b, cap - h->cap);
		return false;
	}
	h->bytes = bytes;
	h->cap = cap;
	return true;
}

static void keep(struct tls_hand *h, struct budget *b, struct slice part)
{
	if (h->lost || !part.len)
		return;
	if (!grow(h, b, h->len + part.len)) {
		tls_hand_drop(h, b);
		h->lost = true;
		return;
	}
	memcpy(h->bytes + h->len, part.p, part.len);
	h->len += part.len;
}

/* --- what comes next ---------------------------------------------------------- */

static uint32_t be24(const unsigned char *p)
{
	return (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2];
}

static uint32_t at_most(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

/* The next unit is the first n bytes of those left in the message. */
static void begin(struct tls_hand *h, enum tls_hand_unit unit, uint32_t n)
{
	h->unit = unit;
	h->unit_left = n;
	h->left -= n;
	h->have = 0;
	h->lost = false;
}

static void begin_message(struct tls_hand *h)
{
	h->left = HEAD;
	begin(h, TLS_HAND_HEAD, HEAD);
}

static void skip(struct tls_hand *h)
{
	begin(h, TLS_HAND_SKIP, h->left);
}

/* A certificate, or the end of the list. */
static void begin_certificate(struct tls_hand *h)
{
	if (h->left >= LENGTH)
		begin(h, TLS_HAND_CERT_HEAD, LENGTH);
	else
		h->done = true;
}

static void read_head(struct tls_hand *h)
{
	bool hello = h->head[0] == CLIENT_HELLO || h->head[0] == SERVER_HELLO;

	h->type = h->head[0];
	h->left = be24(h->head + 1);
	if (hello && !h->hello_seen)
		begin(h, TLS_HAND_HELLO, at_most(h->left, TLS_HAND_HELLO_MAX));
	else if (h->type == CERTIFICATE && h->left >= LENGTH)
		begin(h, TLS_HAND_LIST_HEAD, LENGTH);
	else
		skip(h);
}

static void read_certificate_head(struct tls_hand *h)
{
	uint32_t size = be24(h->head);

	if (!size || size > h->left) {
		h->done = true;
		return;
	}
	begin(h, TLS_HAND_CERT, size);
	h->lost = size > TLS_HAND_CERT_MAX;
}

/* A unit is complete: what was it, and what is the next? */
static enum tls_hand_got end_unit(struct tls_hand *h)
{
	switch (h->unit) {
	case TLS_HAND_HEAD:
		read_head(h);
		break;
	case TLS_HAND_HELLO:
		h->hello_seen = true;
		skip(h);
		return TLS_HAND_GOT_HELLO;
	case TLS_HAND_LIST_HEAD:
		if (be24(h->head) == h->left)
			begin_certificate(h);
		else
			h->done = true;
		break;
	case TLS_HAND_CERT_HEAD:
		read_certificate_head(h);
		break;
	case TLS_HAND_CERT:
		begin_certificate(h);
		return TLS_HAND_GOT_CERT;
	case TLS_HAND_SKIP:
		begin_message(h);
		break;
	}
	return TLS_HAND_NOTHING;
}

/* The part of `in' that belongs to the unit at hand; the rest comes back. */
static struct slice take_part(struct tls_hand *h, struct budget *b,
			      struct slice in)
{
	struct slice part = slice_head(in, h->unit_left);

	h->unit_left -= (uint32_t)part.len;
	if (h->unit == TLS_HAND_HELLO || h->unit == TLS_HAND_CERT) {
		keep(h, b, part);
	} else if (h->unit != TLS_HAND_SKIP) {
		memcpy(h->head + h->have, part.p, part.len);
		h->have += (unsigned)part.len;
	}
	return slice_from(in, part.len);
}

struct slice tls_hand_take(struct tls_hand *h, struct budget *b, struct slice in,
			   enum tls_hand_got *got)
{
	*got = TLS_HAND_NOTHING;
	if (h->unit == TLS_HAND_HEAD && !h->have && !h->unit_left)
		begin_message(h);
	while (!h->done && *got == TLS_HAND_NOTHING) {
		if (h->unit_left && !in.len)
			break;
		if (h->unit_left)
			in = take_part(h, b, in);
		if (!h->unit_left)
			*got = end_unit(h);
	}
	return in;
}

bool tls_hand_half_hello(const struct tls_hand *h)
{
	return !h->done && h->unit == TLS_HAND_HELLO;
}

void tls_hand_end(struct tls_hand *h, struct budget *b)
{
	tls_hand_drop(h, b);
	h->done = true;
}
