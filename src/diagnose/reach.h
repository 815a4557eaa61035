/* SPDX-License-Identifier: BSD-2-Clause */
/* Where the addresses that a message names lead, and who wrote it: what rules
 * about NAT, Contact and Via share. */
#ifndef DIAGNOSE_REACH_H
#define DIAGNOSE_REACH_H

#include "diagnose/rule.h"

/* What a host written in a message is. */
enum reach_kind {
	REACH_NONE,     /* nothing there */
	REACH_NAME,     /* a host name */
	REACH_PUBLIC,   /* an address, and none of the following */
	REACH_PRIVATE,  /* RFC 1918, 6598, 3927, 4193: not loopback */
	REACH_LOOPBACK, /* 127.0.0.0/8, ::1, localhost */
	REACH_ANY       /* 0.0.0.0, :: */
};

/* host: as in a URI or Via, without port.  *out, if not NULL, gets the address;
 * its family is 0 where there is none. */
enum reach_kind reach_kind(struct slice host, struct addr *out);
/* Is the sender a public address, as NAT and servers in the Internet have? */
bool reach_is_public(const struct addr *a);
/* Does the packet stay on its host? */
bool reach_is_local(const struct addr *a);

/* May the host of that URI, in <> or not, be a private address?  A look at how it
 * begins. */
bool reach_may_be_private(struct slice value);

/* The URI of the first Contact (or other name-addr header) taken apart.  False
 * when there is none, or it has no scheme (`*'). */
bool reach_uri(const struct message *m, enum header_id id,
	       struct sip_value_uri_parts *out);
/* The port of a URI or Via; 5060, 5061 where none is written. */
uint16_t reach_port(struct slice port, bool tls);
/* Does that error say that nobody listens at the port? */
bool reach_port_closed(const struct icmp_error *e);
/* The topmost Via taken apart. */
bool reach_via(const struct message *m, struct sip_value_via *out);

/* Does a request come straight from its author: exactly one Via? */
bool reach_first_hop(const struct message *m);
/* Is all of the message there, so that what is missing was not sent? */
bool reach_whole(const struct message *m);
/* Does the sender look for open servers (data/scanners.txt)?  What it does wrong
 * is nobody's trouble. */
bool reach_is_scanner(const struct message *m);
/* The address of the first c= in the SDP of m; empty when there is none.  *line, if
 * not NULL, gets all of it.  Reads no more than a few lines. */
struct slice reach_connection(const struct message *m, struct slice *line);
/* `INVITE', `200 OK': which message it is, as a value @what@. */
void reach_what(struct report *out, const struct message *m);

#endif
