/* SPDX-License-Identifier: BSD-2-Clause */
/* Which numbers each server took, which callers it let call and what it answered
 * to offers, how often it was slow and which domain registers there: what a
 * refusal is compared with.  Only calls between different networks have numbers; extensions
 * of a PBX do not count. */
#ifndef DIAGNOSE_NUMBERS_H
#define DIAGNOSE_NUMBERS_H

#include "base/recent.h"
#include "store/store.h"

/* How a number is written (RFC 3966 5.1; ITU-T E.123, E.164). */
enum number_shape {
	NUMBER_NONE,  /* no number, or too short for one */
	NUMBER_PLUS,  /* +4930123456 */
	NUMBER_00, NUMBER_011, /* with the prefix of an international call */
	NUMBER_0,     /* with the prefix of a national one */
	NUMBER_PLAIN, /* digits alone */
	NUMBER_SHAPES
};

enum {
	/* Digits that a number has with its area: shorter ones are taken for
	 * extensions, short codes, services.  A convention. */
	NUMBER_DIGITS = 7,
	NUMBERS_SERVERS = 256, /* servers known at once: each holds messages */
	NUMBERS_CALLERS = 8,   /* callers of each */
	NUMBERS_MESSAGE = 4096,/* bytes of a message that is kept */
	NUMBERS_ANSWERS = 4,   /* answers of each */
	NUMBERS_DOMAIN = 48,   /* bytes of a domain, with its NUL */
	NUMBERS_INCOMING = 4096
};

/* One server, by address alone. */
struct numbers_server {
	char domain[NUMBERS_DOMAIN];  /* in which users registered; empty: none
					yet, or several */
	bool domains;                 /* several, or one that is too long */
	bool separated;               /* one of `taken' with separators was */
	struct message *taken[NUMBER_SHAPES]; /* owned references: an INVITE that
					was answered, by the shape of its
					Request-URI */
	struct message *answers[NUMBERS_ANSWERS]; /* owned references: the first
					2xx with a body, for what it takes of an
					offer */
	struct message *caller;       /* owned reference: an answered INVITE
					whose caller is a number */
	uint64_t callers[NUMBERS_CALLERS]; /* hashes of callers whose calls were
					answered; the oldest goes */
	unsigned n_callers;           /* ever */
	unsigned slow;                /* INVITEs whose first answer came late */
};

struct numbers {
	struct recent servers;  /* of struct numbers_server */
	struct recent incoming; /* int64_t: when a number called an address */
	uint64_t seed;
};

void numbers_init(struct numbers *n, uint64_t seed);
void numbers_fini(struct numbers *n);
/* One more INVITE to that server got its first answer late: so many by now, or 0
 * when there is no memory. */
unsigned numbers_slow(struct numbers *n, const struct addr *server);
/* A user of that domain registered at the server. */
void numbers_registered(struct numbers *n, const struct addr *server,
			struct slice domain);
/* An INVITE was sent (STORE_REQUEST) or got its final response (STORE_FINAL). */
void numbers_note(struct numbers *n, const struct store_notice *notice);
/* The nth of its answers, to compare t with; NULL: there are no more, or it is of
 * the very call. */
const struct message *numbers_answer(const struct numbers_server *s, unsigned n,
				     const struct transaction *t);
/* What is known of a server, or NULL. */
const struct numbers_server *numbers_find(const struct numbers *n,
					  const struct addr *server);
/* Was a call of this caller answered there? */
bool numbers_called(const struct numbers *n, const struct numbers_server *s,
		    struct slice caller);
/* Did a call of this caller come to that address within the last seconds before
 * now, so that a call from there with the same caller is one sent on? */
bool numbers_came_in(const struct numbers *n, const struct addr *at,
		     struct slice caller, int64_t now);

/* The shape of a number, parameters and visual separators (`-', `.', `(', `)')
 * left out; *separated, if not NULL: there are some. */
enum number_shape numbers_shape(struct slice user, bool *separated);
/* The number or user of a URI, parameters of the user part with it; where there is
 * no user (tel:), what stands for the host.  Empty without a scheme. */
struct slice numbers_user(struct slice uri);
/* Who calls: the user in P-Asserted-Identity, else P-Preferred-Identity, else
 * From (RFC 3325 9).  *id: in which. */
struct slice numbers_caller(const struct message *invite, enum header_id *id);

#endif
