/* SPDX-License-Identifier: BSD-2-Clause */
/* The inside of the store: its tables, and finding transactions in them by RFC
 * 3261 17.1.3 and 17.2.3.  Only files of this room include it. */
#ifndef STORE_STORE_TABLE_H
#define STORE_STORE_TABLE_H

#include "base/hash.h"
#include "store/duplicate.h"
#include "store/store.h"

struct store {
	struct store_options options;
	store_fn *fn;
	void *arg;
	uint64_t seed;
	int64_t now;
	uint64_t serial;
	struct hash_table calls, transactions;
	struct timer_heap call_timers, timers;
	struct registration_table registrations;
	struct duplicate_table *duplicates; /* owned */
	struct store_stats stats;
};

/* The call with this Call-ID, or NULL. */
struct call *store_table_call(const struct store *s, struct slice call_id,
			      uint64_t *hash);
/* The transaction that message m belongs to when its method is `method' (an ACK
 * belongs to the INVITE): same branch, sent-by, CSeq number and Call-ID, for a
 * branch without the magic cookie the same From tag too (17.2.3), and the same
 * hop.  A response also finds the only transaction of another hop.  NULL. */
struct transaction *store_table_find(const struct store *s,
				     const struct message *m, unsigned method);
/* The hash under which m's transaction with that method is kept. */
uint64_t store_table_hash(const struct store *s, const struct message *m,
			  unsigned method);
/* The INVITE of call c that this ACK to a 2xx is for (same CSeq number and tags,
 * RFC 3261 13.2.2.4), on the ACK's own hop, or NULL.  Those of the same sender
 * on another hop are marked acked_elsewhere. */
struct transaction *store_table_acked(struct call *c, const struct message *m);
/* The last request sent between two ports within 64*T1, for an ICMP quote that
 * holds no SIP header; NULL.  Looks at all transactions: rare. */
struct transaction *store_table_between(const struct store *s,
					const struct addr *src,
					const struct addr *dst);

#endif
