/* SPDX-License-Identifier: BSD-2-Clause */
/* The signature of a caller identity: the Identity header (RFC 8224 4.1) and the
 * token in it (PASSporT, RFC 8225), and the time in a Date header. */
#ifndef DIAGNOSE_PASSPORT_H
#define DIAGNOSE_PASSPORT_H

#include "diagnose/rule.h"

enum { PASSPORT_ROOM = 2048 };

struct passport {
	struct slice value; /* of the Identity header */
	struct slice info;  /* the URL in its info, else in x5u; may be empty */
	struct slice from, to; /* numbers that were signed; empty: the short
				  form has none */
	int64_t signed_at;  /* iat, ns; 0: none */
	char header[PASSPORT_ROOM], claims[PASSPORT_ROOM]; /* decoded */
};

/* Read the first Identity header of m; false when there is none.  What the token
 * does not tell, or tells in another way than usual, is left empty. */
bool passport_read(const struct message *m, struct passport *out);
/* What a refusal of the certificate shows: the URL that it is fetched from, empty
 * when there is none. */
struct slice passport_refused(const struct transaction *t, struct report *out);
/* The time in the Date header (RFC 3261 20.17), ns since the epoch; 0: none. */
int64_t passport_date(const struct message *m);

#endif
