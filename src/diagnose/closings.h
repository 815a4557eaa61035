/* SPDX-License-Identifier: BSD-2-Clause */
/* Connections (TCP, TLS, WebSocket) that calls and registrations went over, and who
 * closed them: what is sent to the other end later has no way any more (RFC 5626
 * 4.4.1, RFC 3261 18). */
#ifndef DIAGNOSE_CLOSINGS_H
#define DIAGNOSE_CLOSINGS_H

#include "base/recent.h"
#include "dissect/stream.h"
#include "dissect/tcp_reasm.h"
#include "store/store.h"

enum { CLOSINGS_CONNECTIONS = 8192, CLOSINGS_USERS = 8192,
       CLOSINGS_CALLS = 8192, CLOSINGS_HOSTS = 4096,
       CLOSINGS_EACH = 4 /* of a call, of two hosts */,
       CLOSINGS_USER = 48 };

/* One connection.  Plain data. */
struct connection {
	struct addr client, server; /* client: who opened it; before it is closed
				     the one that asked first */
	uint16_t ports[2];     /* in the Contact of each; 0: not known */
	uint8_t transport;     /* enum transport */
	uint32_t calls;        /* that were answered over it, less those that
				  were ended over it */
	int64_t until;         /* the registration over it holds so long; 0:
				  there is none */
	char user[CLOSINGS_USER]; /* of that; cut */
	/* Once it was closed: */
	int64_t time;          /* when; 0: it is open */
	int64_t idle;          /* ns without a packet before */
	uint64_t frame;        /* of the FIN or RST, in that source */
	unsigned source;
	bool by_server, reset;
	bool unread;           /* TLS: what it carried is not known */
	bool mismatch;         /* the other end does not speak SIP in the clear;
				  known before it is closed */
};

struct closings {
	struct recent connections; /* of struct connection, by both ends */
	struct recent users; /* by user and registrar: connections (closings.c) */
	struct recent calls; /* by call: connections */
	struct recent hosts; /* by two hosts: connections that were closed */
	uint64_t seed;
};

void closings_init(struct closings *c, uint64_t seed);
void closings_fini(struct closings *c);
/* A final response: what it sets up over a connection is remembered.  To be called
 * for what goes over one, and for a REGISTER in any case. */
void closings_note(struct closings *c, const struct store_notice *n);
/* Somebody closes a connection. */
void closings_closed(struct closings *c, const struct stream_close *e);
/* The two ends speak different things (tls-plain-mismatch). */
void closings_mismatch(struct closings *c, const struct stream_trouble *t);
/* The other end of a connection of that host; NULL: it is none of its. */
const struct addr *closings_peer(const struct connection *k,
				 const struct addr *of);
/* The closed connection over which the target of t's request, whom t's server could
 * not reach, was registered or takes part in the call; NULL: there is none, or the
 * request went another way. */
const struct connection *closings_lost(const struct closings *c,
				       const struct transaction *t);
/* The closed one that a host tries in vain to replace by a connection back to who
 * had opened it, for a call or a registration that still holds; or NULL. */
const struct connection *closings_back(const struct closings *c,
				       const struct tcp_refusal *r);
/* The connection that t's own request went over, if it was closed behind it; else
 * NULL. */
const struct connection *closings_under(const struct closings *c,
					const struct transaction *t);
/* When the user of that connection registered again since it was closed; 0: not
 * (yet). */
int64_t closings_again(const struct closings *c, const struct connection *k);
/* t's server sent t on over that connection, before it was closed, and got no
 * answer: that transaction, or NULL. */
const struct transaction *closings_sent(const struct connection *k,
					const struct transaction *t);

#endif
