/* SPDX-License-Identifier: BSD-2-Clause */
/* Clients whose first server is out of service, so that each call has to go on to
 * the next one (RFC 3263 4.3). */
#ifndef DIAGNOSE_FAILOVER_H
#define DIAGNOSE_FAILOVER_H

#include "base/recent.h"
#include "store/store.h"

enum { FAILOVER_CLIENTS = 1024 };

/* A client. */
struct failover {
	struct addr primary; /* the server that failed */
	uint32_t failed;     /* so many requests had to go on from there */
	bool lives;          /* it answered, or a call began elsewhere */
};

struct failover_memory {
	struct recent table; /* of struct failover */
	uint64_t seed;
};

void failover_init(struct failover_memory *m, uint64_t seed);
void failover_fini(struct failover_memory *m);
/* Something happened: does it contradict what is known?  Next to nothing where
 * nothing is known. */
void failover_note(struct failover_memory *m, const struct store_notice *n);
/* A client had to go on from there: how often up to now, as long as it never
 * began elsewhere and that server never answered; 0: it did. */
uint32_t failover_count(struct failover_memory *m, const struct addr *client,
			const struct addr *primary);

#endif
