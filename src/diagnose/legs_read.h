/* SPDX-License-Identifier: BSD-2-Clause */
/* What an INVITE carries that the other leg of its call, behind a B2BUA, is
 * likely to carry too. */
#ifndef DIAGNOSE_LEGS_READ_H
#define DIAGNOSE_LEGS_READ_H

#include "store/message.h"

enum legs_kind {
	LEGS_SESSION_ID, /* Session-ID (RFC 7989) */
	LEGS_ICID,       /* icid-value of P-Charging-Vector (RFC 7315 4.6) */
	LEGS_HEADER,     /* an id in a header of some vendor: X-CID ... */
	LEGS_CALL_ID,    /* such a header names the Call-ID of the first leg */
	LEGS_ORIGIN,     /* user and session of the SDP's o= (RFC 8866 5.2) */
	LEGS_NUMBERS,    /* calling and called user */
	LEGS_REFER,      /* it was sent where a REFER said (RFC 3515) */
	LEGS_KINDS
};

struct legs_mark {
	uint64_t key;       /* equal keys: the same value */
	enum legs_kind kind;
	struct slice where; /* the value, in the message; empty: none in one
			       place (LEGS_NUMBERS) */
	struct slice name;  /* of the header, as on the wire; empty: not in one */
};

enum { LEGS_MARKS = 8 };
struct legs_marks {
	unsigned n;
	struct legs_mark of[LEGS_MARKS];
};

/* The marks of an INVITE; at most LEGS_MARKS.  A LEGS_HEADER may also be a
 * Call-ID: that is for the caller to find out. */
void legs_read(struct legs_marks *out, uint64_t seed, const struct message *m);
/* Do both Request-URIs name one user, or number? */
bool legs_read_same_called(const struct message *a, const struct message *b);
/* User, session and version of o= are the same. */
bool legs_read_same_origin(const struct message *a, const struct message *b);
/* The key of a URI's user and host, as a REFER and the INVITE that it asks for have
 * them. */
uint64_t legs_read_target(uint64_t seed, struct slice uri);
/* The key of its user, or number, alone; 0 when there is none. */
uint64_t legs_read_user(uint64_t seed, struct slice uri);
/* Has a person who talks in the dialog of that REFER asked for this INVITE?  It
 * calls whom Refer-To names, and on behalf of one of the two. */
bool legs_read_asked(const struct message *refer, const struct message *invite);
/* `Session-ID', `icid', `SDP o=', or the name on the wire. */
struct slice legs_read_name(const struct legs_mark *m);

#endif
