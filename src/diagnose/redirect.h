/* SPDX-License-Identifier: BSD-2-Clause */
/* Redirects (RFC 3261 8.1.3.4, 21.3): what rules about them share. */
#ifndef DIAGNOSE_REDIRECT_H
#define DIAGNOSE_REDIRECT_H

#include "diagnose/rule.h"

enum { REDIRECT_BACK = 64 }; /* transactions of a call that are looked at */

/* The first URI in the Contact of a 3xx that a SIP client can call (sip, sips);
 * empty when there is none.  *any, if not NULL, gets the first of any kind. */
struct slice redirect_target(const struct message *m, struct slice *any);
/* The same target, down to port, user and URI parameters? */
bool redirect_same(struct slice a, struct slice b);
/* The first INVITE to that target that this client sent in t's call, t or one
 * before; NULL: none. */
const struct transaction *redirect_tried(const struct transaction *t,
					 struct slice uri);

#endif
