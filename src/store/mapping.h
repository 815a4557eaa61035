/* SPDX-License-Identifier: BSD-2-Clause */
/* The way between a client that registered and its server, and how quiet it was:
 * whether NAT on it may have forgotten the client (RFC 4787 4.3), and whether what
 * the server sends still arrives.  Where there are too many, what was used longest ago is
 * forgotten (base/recent.h). */
#ifndef STORE_MAPPING_H
#define STORE_MAPPING_H

#include "base/recent.h"
#include "store/transaction.h"

enum { MAPPING_MAX = 16384 };

struct mapping {
	/* What each packet asks for, in one line of cache. */
	uint64_t up;        /* hash of the way from the client to the server */
	int64_t last;       /* the last packet either way, but for requests of the
			       server: those alone prove nothing */
	int64_t pause;      /* the longest one since the last 2xx that the client
			       ended by itself */
	struct message *dead; /* owned reference: a request of the server without
			       any answer, and nothing came from the client
			       since; or NULL */
	bool asked;         /* the server sent a request after `last' */
	bool nat;           /* UDP, and the client knows itself by a private
			       address while its packets have a public one */
	uint32_t cseq;      /* of the last REGISTER */
	uint64_t pair;      /* hash of both ends, either way; 0: none */

	uint64_t call_id;   /* hash, of the last REGISTER */
	uint64_t device;    /* hash of +sip.instance, else of user, host and port
			       of a Contact with a private address; 0: neither */
	uint64_t aor;       /* hash: whose the last one was (binding.h) */
	int64_t silence;    /* the same as pause, between the last two 2xx */
	struct addr client;
	uint32_t registers; /* accepted */
};

struct mapping_table {
	struct recent ways;     /* struct mapping by pair */
	uint64_t seed;          /* that of the ways */
};

/* A packet from one end to the other: their hashes, the way it took and the way
 * back. */
struct mapping_packet {
	uint64_t way, back;
	bool request;           /* a SIP request, but for ACK */
	int64_t time;
};

/* seed: that of the ways.  No memory is taken yet. */
void mapping_table_init(struct mapping_table *t, uint64_t seed);
void mapping_table_fini(struct mapping_table *t);
/* Has nobody registered yet? */
static inline bool mapping_table_empty(const struct mapping_table *t)
{
	return !t->ways.count;
}
/* A packet was seen. */
void mapping_packet(const struct mapping_table *mt,
		    const struct mapping_packet *p);
/* What mapping_get(mt, way, back) looks at comes from memory meanwhile. */
void mapping_fetch(const struct mapping_table *mt, uint64_t way, uint64_t back);
/* The way between these two, or NULL: nobody registered there, or it was
 * forgotten.  Valid until the next mapping_registered(). */
struct mapping *mapping_get(const struct mapping_table *mt, uint64_t way,
			    uint64_t back);
struct mapping *mapping_between(const struct mapping_table *mt,
				const struct addr *client,
				const struct addr *server);
/* What it registers. */
struct mapping_contact {
	struct slice uri, instance; /* the second may be empty */
	uint64_t aor;
};
/* A 2xx to a REGISTER with a Contact came: the entry of its way, or NULL without
 * memory, or when it came over a proxy. */
struct mapping *mapping_registered(struct mapping_table *mt,
				   const struct transaction *t,
				   const struct mapping_contact *c);
/* A request has no answer, and none is to be expected any more: remember it where
 * it was sent to a registered client.  Otherwise nothing. */
void mapping_unanswered(const struct mapping_table *mt,
			const struct transaction *t);

#endif
