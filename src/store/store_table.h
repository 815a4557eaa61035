/* SPDX-License-Identifier: BSD-2-Clause */
/* The inside of the store: its tables, and finding transactions in them by RFC
 * 3261 17.1.3 and 17.2.3.  Only files of this room include it. */
#ifndef STORE_STORE_TABLE_H
#define STORE_STORE_TABLE_H

#include "base/hash.h"
#include "store/duplicate.h"
#include "store/store.h"

enum {
	STORE_TABLE_STEPS = 256,   /* transactions of one call looked through */
	STORE_TABLE_RECENT = 16384 /* pairs of ports whose last request is known */
};

struct store {
	struct store_options options;
	store_fn *fn;
	void *arg;
	uint64_t seed;
	int64_t now;
	int64_t doubt;    /* a time far from now that one packet told */
	bool doubted;     /* the packet at hand, or the last one, told it */
	uint64_t serial;
	size_t bytes; /* of the messages and Call-IDs held */
	struct hash_table calls;
	struct hash_table transactions; /* of calls with many */
	size_t n_transactions;          /* of all calls */
	struct timer_queue call_timers, timers;
	struct call_memory call_memory;
	struct slab transaction_memory;
	struct registration_table registrations;
	struct binding_table bindings;
	struct duplicate_directions *directions; /* owned */
	struct transaction **recent; /* STORE_TABLE_RECENT by hop, overwritten;
					owned; NULL: nobody asked yet */
	struct store_stats stats;
};

/* What is asked of a message more than once. */
struct store_key {
	const struct message *m; /* hashed */
	struct call *call;       /* the one with its Call-ID */
};
/* What will be looked up for m, which is hashed, comes from memory meanwhile. */
void store_table_fetch(const struct store *s, const struct message *m);
/* The call with the Call-ID of m, which is hashed, or NULL. */
struct call *store_table_call(const struct store *s, const struct message *m);
/* The call with that Call-ID, or NULL. */
const struct call *store_table_named(const struct store *s,
				     struct slice call_id);
/* The transaction that message m belongs to when its method is `method' (an ACK
 * belongs to the INVITE): same branch, sent-by, CSeq number and Call-ID, for a
 * branch without the magic cookie the same tags and Request-URI too (17.2.3), and
 * the same hop with its ports.  Where there is none, an ACK or a CANCEL finds the
 * INVITE of another port, a request over TCP and the like the one that was sent
 * over another connection before, and a response the request of another port,
 * else of another address at one end.  NULL.  *hash: under which m's transaction
 * with that method is kept, or would be. */
struct transaction *store_table_find(const struct store *s,
				     const struct store_key *key,
				     unsigned method, uint64_t *hash);
/* The INVITE of call c that this ACK to a 2xx is for (same CSeq number and tags,
 * RFC 3261 13.2.2.4), on the ACK's own hop, or NULL.  Those that have one end in
 * common with the ACK are marked acked_elsewhere. */
struct transaction *store_table_acked(struct call *c, const struct message *m);
/* The INVITE of c, sent by the sender of this ACK, whose 2xx it is for, wherever
 * it goes; NULL. */
struct transaction *store_table_ack_sender(struct call *c,
					   const struct message *m);
/* t, which will belong to c at once, is to be found from now on.  0 or -ENOMEM. */
int store_table_add(struct store *s, struct call *c, struct transaction *t);
/* A copy of t's request was sent now. */
void store_table_sent(struct store *s, struct transaction *t);
/* Take t, which still belongs to its call, out of the tables of transactions. */
void store_table_drop(struct store *s, struct transaction *t);
/* The last request sent between two ports, within 64*T1, for an ICMP quote that
 * holds no SIP header; NULL (also when too many others have sent since). */
struct transaction *store_table_between(struct store *s,
					const struct addr *src,
					const struct addr *dst);

#endif
