/* SPDX-License-Identifier: BSD-2-Clause */
/* What each peer was seen to offer, accept and refuse.  A peer is an address and
 * the name its program gives itself (User-Agent, Server); what comes without a
 * name counts for the one that spoke there last. */
#ifndef DIAGNOSE_PEERS_H
#define DIAGNOSE_PEERS_H

#include "data/catalog_stack.h"
#include "store/store.h"

/* Lists of names, each in the order in which they were first seen. */
enum peer_list {
	PEER_TRANSPORTS,
	PEER_METHODS_SENT, PEER_METHODS_ACCEPTED, /* answered with 2xx */
	PEER_METHODS_REFUSED,                     /* with 405 or 501 */
	PEER_METHODS_ALLOWED,                     /* its Allow */
	PEER_TAGS_SUPPORTED, PEER_TAGS_REQUIRED, PEER_TAGS_REFUSED,
	PEER_CODECS_OFFERED, PEER_CODECS_ACCEPTED, /* in its offers, answers */
	PEER_CODECS_REFUSED, /* all of an offer that got 415, 488 or 606 */
	PEER_PROFILES_OFFERED, PEER_PROFILES_ACCEPTED, /* RTP/AVP ... */
	PEER_ALGORITHMS, /* of its challenges */
	PEER_LISTS
};
/* Times in seconds; 0: never seen. */
enum peer_time {
	PEER_SESSION_EXPIRES, /* the shortest it asked for or granted */
	PEER_MIN_SE, PEER_MIN_EXPIRES, /* the largest it demanded */
	PEER_GRANTED, /* the shortest registration it granted */
	PEER_TIMES
};

enum { PEER_NAMES = 24, PEER_NAME_MAX = 64, PEERS_MAX = 10000 };

struct peer {
	struct peer *next;   /* another program on the same address */
	struct addr ip;      /* port 0 */
	char name[PEER_NAME_MAX]; /* its program; "" when it never said */
	const struct catalog_stack *stack; /* NULL: not recognised */
	uint64_t requests, responses; /* transactions it began, answered */
	uint64_t refusals;   /* 4xx, 5xx, 6xx it answered but 401, 407, 487 */
	uint32_t times[PEER_TIMES];
	uint16_t n[PEER_LISTS];
	uint16_t list[PEER_LISTS][PEER_NAMES]; /* numbers of peers_name() */
};

struct peers; /* opaque */

/* NULL when there is no memory. */
struct peers *peers_new(void);
void peers_free(struct peers *p);
/* t got its final response (STORE_FINAL).  What finds no room is left out. */
void peers_final(struct peers *p, const struct transaction *t);
/* All, by address and name; borrowed until the next call.  NULL and 0 without
 * memory or peers. */
const struct peer *const *peers_sorted(struct peers *p, size_t *n);
/* The name behind a number of a list. */
struct slice peers_name(const struct peers *p, uint16_t number);
/* How many peers found no room. */
uint64_t peers_shed(const struct peers *p);

#endif
