/* SPDX-License-Identifier: BSD-2-Clause */
/* Logins: which challenge a request answers, and with what (RFC 3261 22, RFC
 * 7616).  Within one call, where request and challenge are still remembered. */
#ifndef DIAGNOSE_LOGIN_H
#define DIAGNOSE_LOGIN_H

#include "diagnose/rule.h"

/* One WWW- or Proxy-Authenticate, Authorization or Proxy-Authorization line. */
struct login_line {
	enum header_id id;
	struct slice value; /* empty: none */
};

/* The nth (from 0) challenge of a response, credentials of a request. */
bool login_challenge(const struct message *m, unsigned nth,
		     struct login_line *out);
bool login_credentials(const struct message *m, unsigned nth,
		       struct login_line *out);
/* The credentials of m with that nonce. */
bool login_with_nonce(const struct message *m, struct slice nonce,
		      struct login_line *out);
/* A challenge says stale=true. */
bool login_stale(const struct message *m);
/* The transaction before t in its call, between the same two hosts and with the
 * same method, that was challenged before t's request came; NULL. */
const struct transaction *login_challenged(const struct transaction *t);
/* A challenge of before's response that t answers, and how. */
bool login_answers(const struct transaction *before,
		   const struct transaction *t, struct login_line *challenge,
		   struct login_line *credentials);
/* t was refused because of these credentials, for all one can tell: not by a
 * challenge for another realm alone. */
bool login_refused(const struct transaction *t,
		   const struct login_line *credentials);
/* The client of the challenged t never answers: two challenges had their time,
 * 64*T1 after the first of them.  *before: it did answer earlier, or was let in,
 * and it takes more of them then: captures lose packets, too. */
bool login_silent(const struct rule_view *v, bool *before);
/* The parameter of that name; empty when it is missing. */
struct slice login_param(struct slice value, const char *name);
/* Digest with MD5, as all clients know it (no algorithm is MD5 too). */
bool login_is_md5(struct slice value);
/* Digest with one of the algorithms of RFC 8760. */
bool login_is_sha(struct slice value);
/* No challenge is for anything but SHA, and there is one. */
bool login_only_sha(const struct message *m);

#endif
