/* SPDX-License-Identifier: BSD-2-Clause */
/* What rules about REGISTER ask often (RFC 3261 10). */
#ifndef DIAGNOSE_REGISTRAR_H
#define DIAGNOSE_REGISTRAR_H

#include "diagnose/rule.h"

/* The address of record: the URI of To (RFC 3261 10.3 step 5). */
struct slice registrar_aor(const struct message *m);
/* The next Contact of a message; *at is 0 at first. */
struct registrar_at {
	unsigned line;
	struct slice rest;
	unsigned taken;
};
bool registrar_contact(const struct message *m, struct registrar_at *at,
		       struct slice *contact);
/* How many there are, at most `most'. */
unsigned registrar_contacts(const struct message *m, unsigned most);
/* The same binding: +sip.instance (RFC 5626 4.1), else user, host and port. */
bool registrar_same(struct slice contact, struct slice other);
/* The Contact of the answer m that is this one; empty when it is not there. */
struct slice registrar_find(const struct message *m, struct slice contact);
/* s granted by the answer to this Contact (10.2.4, else Expires, else what was
 * asked for); -1 when nothing tells.  *where, if not NULL, gets the digits or
 * stays. */
int64_t registrar_granted(const struct transaction *t, struct slice contact,
			  struct slice *where);
/* The request names itself a scanner. */
bool registrar_scanned(const struct message *m);

#endif
