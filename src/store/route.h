/* SPDX-License-Identifier: BSD-2-Clause */
/* What a dialog remembers of its route sets (RFC 3261 12.1): where the requests
 * of each side have to go first, in as few bytes as it takes to see that one does
 * not. */
#ifndef STORE_ROUTE_H
#define STORE_ROUTE_H

#include "store/call.h"

/* m, a 2xx to the INVITE t, made or confirmed d. */
void route_learn(struct dialog *d, const struct transaction *t,
		 const struct message *m);
/* The Record-Route element that this side of a dialog has to send to first: of
 * the caller the last one in the 2xx (callee false), of the callee the first one
 * in the INVITE.  Empty: none. */
struct slice route_first(const struct message *m, bool callee);
/* The first Record-Route element without lr: a strict router (RFC 3261 16.12);
 * empty: none. */
struct slice route_strict(const struct message *m);
/* Does a request come straight from its author: exactly one Via? */
bool route_one_via(const struct message *m);
/* Does a request of this side of d, straight from its author, pass by the first
 * of its route set: neither there nor where the INVITE went or came from?  False
 * where no route set of that sender is known. */
bool route_passed_by(const struct dialog *d, bool callee,
		     const struct addr *from, const struct addr *to);

/* The UDP port that this side of d sends from, if host is its address (when the
 * 2xx was seen on its own hop); 0: it is not, or not known. */
uint16_t route_port(const struct dialog *d, bool callee,
		    const struct addr *host);
/* The transport that it uses there; TRANSPORT_UDP where it is not known. */
enum transport route_transport(const struct dialog *d, bool callee,
			       const struct addr *host);
/* Do these two, the sender and the other end of its hop, have a hop of d to
 * themselves, and a route set there? */
bool route_between(const struct dialog *d, bool callee, const struct addr *from,
		   const struct addr *peer);

#endif
