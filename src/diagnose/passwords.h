/* SPDX-License-Identifier: BSD-2-Clause */
/* Passwords that the user gave (--password): they are compared with what clients
 * prove, and never shown. */
#ifndef DIAGNOSE_PASSWORDS_H
#define DIAGNOSE_PASSWORDS_H

#include "dissect/digest.h"

struct passwords {
	struct passwords_row *first; /* owned */
};

/* Nothing in it yet: { 0 }.  Wipes what there was. */
void passwords_fini(struct passwords *p);
/* who: USER or USER@REALM (the last @; a user name may have one, too).  0 or
 * -ENOMEM. */
int passwords_add(struct passwords *p, struct slice who, struct slice password);
/* Do credentials of a request with that method prove a password that was given
 * for their user name (and realm)?  DIGEST_UNKNOWN too when none was given; p may
 * be NULL. */
enum digest_verdict passwords_check(const struct passwords *p,
				    struct slice credentials,
				    struct slice method);

#endif
