/* SPDX-License-Identifier: BSD-2-Clause */
/* The same request at several places, or at one place again: forked, in a circle,
 * forwarded (RFC 3261 8.2.2.2, 16.3). */
#ifndef DIAGNOSE_AGAIN_H
#define DIAGNOSE_AGAIN_H

#include "diagnose/rule.h"

/* Transactions of a call that are looked at: a hostile one may have any
 * number. */
enum { AGAIN_BACK = 256 };

/* Are both one request (method, CSeq, From tag of one Call-ID) at the same
 * receiving address?  Different transactions: so the branch differs. */
bool again_here(const struct transaction *a, const struct transaction *b);
/* The one before t that is, or NULL; ask again with what was found. */
const struct transaction *again_before(const struct transaction *t,
				       const struct transaction *from);
/* Same Request-URI, byte by byte? */
bool again_same_uri(const struct transaction *a, const struct transaction *b);
/* Does t come by way of the receiver of o: is the Via on top of o's request one
 * of those below in t's? */
bool again_passed(const struct transaction *o, const struct transaction *t);
/* The host whose Via parts the ways of a and b: below it, all Vias are the same.
 * Empty when none can be told. */
struct slice again_parted(const struct transaction *a,
			  const struct transaction *b);

#endif
