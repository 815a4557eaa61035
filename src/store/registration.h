/* SPDX-License-Identifier: BSD-2-Clause */
/* What a client did towards a server under one name: the memory behind rules
 * about repeated refusals, longer than a transaction lives.  Keyed by a hash of
 * client IP, server IP, REGISTER or not, and the URI of From (REGISTER: To, RFC
 * 3261 10.3).  An entry is made at the first 401, 407, 422 or 423 and brought up to
 * date before the store tells of a final response. */
#ifndef STORE_REGISTRATION_H
#define STORE_REGISTRATION_H

#include "base/hash.h"
#include "store/transaction.h"

enum {
	REGISTRATION_SHORT = 48,  /* bytes of a URI that need no memory of their
				     own */
	REGISTRATION_HOPS = 1024
};

struct registration {
	struct timer_item timer;   /* first member; an hour after the last use,
				      less when there is nothing to remember */
	uint32_t plain;            /* requests without credentials challenged
				      since the last success or credentials */
	uint32_t rejected;         /* credentials for the last nonce refused, in
				      a row */
	uint32_t stale;            /* stale=true in a row */
	uint32_t too_brief;        /* 423 in a row */
	uint32_t too_small;        /* 422 in a row */
	bool answers;              /* it gave credentials before, or was let in */
	int64_t first_challenge;   /* of the plain ones; 0 */
	int64_t last_challenge;    /* of those */
	int64_t first_rejected;
	uint64_t nonces[4];        /* hashes of the last response's challenges
				    (RFC 8760: one for each algorithm); 0: none */
	uint32_t realms[4];        /* hashes of their realms; 0: none */
	uint64_t hash, hop;        /* of the key; of all of it but aor */
	struct slice aor;          /* own copy: short_aor, or owned */
	char short_aor[REGISTRATION_SHORT];
};

struct registration_table {
	struct hash_table table;
	struct timer_queue timers;
	struct slab memory;
	struct {
		uint32_t known;  /* how many of them, by a hash of the two IPs
				    and REGISTER or not; */
		uint32_t silent; /* and where more than one is plain */
	} hops[REGISTRATION_HOPS];
	uint64_t seed;
	size_t max;
	uint64_t shed; /* forgotten because the table was full */
};

void registration_table_init(struct registration_table *t, uint64_t seed,
			     size_t max);
void registration_table_fini(struct registration_table *t);
/* The first final response of t came: count it.  Sets t->refused.  Returns the
 * entry of t's client, or NULL when there is none (nothing went wrong yet, the
 * request was not captured, its URI is longer than any name, or there is no
 * memory).  A 2xx to a request that was not captured tells all the same that it
 * was let in. */
struct registration *registration_final(struct registration_table *rt,
					struct transaction *t);
/* No final response came to t; what it answered of a challenge, it did answer. */
void registration_timeout(struct registration_table *rt,
			  const struct transaction *t);
/* The entry of t's client, or NULL.  Where t gives no credentials only one with
 * more than one plain request is looked for. */
const struct registration *registration_get(
	const struct registration_table *rt, const struct transaction *t);
/* Forget what is due. */
void registration_clock(struct registration_table *rt, int64_t now);

#endif
