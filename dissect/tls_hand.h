/* SPDX-License-Identifier: BSD-2-Clause */
/* The handshake messages that one end of a TLS connection sends in clear, out of
 * the pieces of its records (RFC 5246 7.4, RFC 8446 4): the beginning of its first
 * hello and each certificate are put together, one at a time, all else is passed
 * over. */
#ifndef DISSECT_TLS_HAND_H
#define DISSECT_TLS_HAND_H

#include "base/budget.h"
#include "base/slice.h"

enum { TLS_HAND_HELLO_MAX = 2044, /* of a hello no more is kept */
       TLS_HAND_CERT_MAX = 16384 }; /* a longer certificate is not read */

enum tls_hand_unit { /* what comes next */
	TLS_HAND_HEAD,      /* of a message */
	TLS_HAND_HELLO, TLS_HAND_LIST_HEAD, TLS_HAND_CERT_HEAD, TLS_HAND_CERT,
	TLS_HAND_SKIP
};

/* { 0 } is the start. */
struct tls_hand {
	bool done;          /* nothing more is wanted */
	bool hello_seen;
	enum tls_hand_unit unit;
	unsigned char head[4];
	unsigned have;      /* of head */
	uint8_t type;       /* of the message */
	uint32_t unit_left; /* bytes of the unit that are still to come */
	uint32_t left;      /* bytes of the message behind the unit */
	char *bytes;        /* owned, of the budget: of the unit */
	size_t len, cap;
	bool lost;          /* there was no room for them */
};

enum tls_hand_got {
	TLS_HAND_NOTHING,
	TLS_HAND_GOT_HELLO, /* .bytes holds its body, or the beginning; .type */
	TLS_HAND_GOT_CERT   /* .bytes holds it; nothing: it could not be kept */
};

/* Take from `in' up to the end of what is wanted; what is left comes back.  Before
 * the next call what was got has to be dropped. */
struct slice tls_hand_take(struct tls_hand *h, struct budget *b, struct slice in,
			   enum tls_hand_got *got);
/* What was got was looked at: its memory is given back. */
void tls_hand_drop(struct tls_hand *h, struct budget *b);
/* A hello that is not complete, as far as it came.  False: there is none. */
bool tls_hand_half_hello(const struct tls_hand *h);
/* No more is wanted; the memory is given back. */
void tls_hand_end(struct tls_hand *h, struct budget *b);

#endif
