/* SPDX-License-Identifier: BSD-2-Clause */
/* A quick look for messages that rules about odd ones have to read. */
#ifndef DIAGNOSE_ODD_H
#define DIAGNOSE_ODD_H

#include "store/store.h"

/* What is seen of a transaction once and for all, in transaction.signs; once more
 * when its request comes behind its response. */
enum odd_sign {
	ODD_SIGN_LOOKED = 1,
	ODD_SIGN_REQUEST = 2, /* its request is not as usual, or not there */
	ODD_SIGN_OUTSIDE = 4, /* one of the two has a public address */
	ODD_SIGN_SENT = 8,    /* its request is there; of that: */
	ODD_SIGN_CREDENTIALS = 16, ODD_SIGN_IN_DIALOG = 32,
	ODD_SIGN_STREAM = 64, /* it does not go over UDP */
};

/* Look at it. */
uint8_t odd_signs(const struct transaction *t);
/* Is anything about what this notice tells of unusual: cut, large, malformed,
 * without tags, Max-Forwards or the branch of RFC 3261, with another transport in
 * Via, late, sent elsewhere, with a CSeq that goes back, or to a contact that
 * expired?  n->t has its signs. */
bool odd_notice(const struct store_notice *n);

/* What did not come before a request in its call. */
enum odd_new {
	ODD_NOT_AGAIN = 1 << 16,  /* one of its method, and its CSeq or another
				     server */
	ODD_NO_HISTORY = 1 << 17, /* more than a challenge */
};
/* Bits of these; of a request that does not begin its call. */
unsigned odd_new(const struct transaction *t);
/* Does n->binding, which is not NULL, show anything that is told of when a REGISTER
 * ends: a time that is short or was exceeded, somebody else, another port, a NAT,
 * refusals? */
bool odd_binding(const struct store_notice *n);

#endif
