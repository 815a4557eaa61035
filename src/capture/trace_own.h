/* SPDX-License-Identifier: BSD-2-Clause */
/* The address of the program that printed a text trace.  Asterisk and FreeSWITCH
 * name the other side alone; their own shows in what they send and are sent. */
#ifndef CAPTURE_TRACE_OWN_H
#define CAPTURE_TRACE_OWN_H

#include "base/addr.h"

enum { TRACE_OWN_ASKED = 128 };

/* Known so far, of both families; family 0: not yet.  Zeroes are empty. */
struct trace_own {
	struct addr ip4, ip6;
	/* The latest requests of a trace that names neither side. */
	struct trace_own_asked {
		uint64_t key;
		struct addr mine, peer;
	} asked[TRACE_OWN_ASKED];
	unsigned next;            /* place in it */
};

/* One of src and dst is the program's own and was not said: its ip is all zeros
 * and its port 0.  Put in what is known, or what this message gives away: sent, the
 * top Via of a request, or the Contact of a response that sets a call up
 * (RFC 3261 18.1.1, 12.1.1); received, the Request-URI of a REGISTER, or one at
 * the very host that From names.  Nothing else is believed, and nothing changes
 * what was known first. */
void trace_own_fill(struct trace_own *own, struct addr *src, struct addr *dst,
		    struct slice message);

/* Neither side was said, only whether the program sent it.  In a request the top
 * Via is who sends it (RFC 3261 18.1.1), the top Route or the Request-URI who gets
 * it (8.1.2); a response goes back the way of its request (18.2.2).  Names and what
 * these headers cannot show (NAT, an outbound proxy without Route) stay all zeros;
 * where nothing tells the program's own address, the one known first is taken. */
void trace_own_guess(struct trace_own *own, bool sent, struct addr *src,
		     struct addr *dst, struct slice message);

#endif
