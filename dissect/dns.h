/* SPDX-License-Identifier: BSD-2-Clause */
/* Questions to a name server and what it says to them (RFC 1035 4.1): those by
 * which a SIP element finds the next one (RFC 3263 4). */
#ifndef DISSECT_DNS_H
#define DISSECT_DNS_H

#include "base/addr.h"
#include "base/cursor.h"
#include "dissect/frame.h"

enum { DNS_NAME_MAX = 255, DNS_PORT = 53 };

enum dns_type {
	DNS_A = 1, DNS_AAAA = 28, DNS_SRV = 33 /* RFC 2782 */,
	DNS_NAPTR = 35 /* RFC 3403 */
};

/* What a response says (RFC 1035 4.1.1; others by their number). */
enum dns_code { DNS_OK, DNS_FORMERR, DNS_SERVFAIL, DNS_NXDOMAIN, DNS_NOTIMP,
		DNS_REFUSED };

/* One question, or the response to it.  Plain data: may be copied. */
struct dns_message {
	struct addr client, server; /* who asks whom: set by dissector_udp.c */
	struct frame at;  /* place and time: likewise */
	bool response;
	bool cut;         /* truncated: it is asked again over TCP */
	uint8_t code;     /* of a response: enum dns_code */
	uint16_t id;
	uint16_t type;    /* that is asked for: enum dns_type */
	uint16_t found;   /* records of that type in the answer section */
	char name[DNS_NAME_MAX + 1]; /* asked for: in small letters, without the
			     last dot; what is not printable as `?' */
};

/* Read the payload of a UDP datagram.  False: it is no question and no response
 * with one question, for one of these types and of the class IN, or for a
 * service that is none of SIP.  A response that ends within its records counts as
 * cut. */
bool dns_read(struct dns_message *out, struct slice payload);

/* The label at *at of a message, by way of pointers (RFC 1035 4.1.4); *at moves
 * behind it.  Empty: the end, or there is none. */
struct slice dns_label(struct slice message, size_t *at);
/* Moves behind the name at the cursor; false: it is none. */
bool dns_skip_name(struct cursor *c);

#endif
