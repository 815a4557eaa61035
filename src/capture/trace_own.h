/* SPDX-License-Identifier: BSD-2-Clause */
/* The address of the program that printed a text trace.  Asterisk and FreeSWITCH
 * name the other side alone; their own shows in what they send and are sent. */
#ifndef CAPTURE_TRACE_OWN_H
#define CAPTURE_TRACE_OWN_H

#include "base/addr.h"

/* Known so far, of both families; family 0: not yet.  Zeroes are empty. */
struct trace_own {
	struct addr ip4, ip6;
};

/* One of src and dst is the program's own and was not said: its ip is all zeros
 * and its port 0.  Put in what is known, or what this message gives away: sent, the
 * top Via of a request, or the Contact of a response that sets a call up
 * (RFC 3261 18.1.1, 12.1.1); received, the Request-URI of a REGISTER, or one at
 * the very host that From names.  Nothing else is believed, and nothing changes
 * what was known first. */
void trace_own_fill(struct trace_own *own, struct addr *src, struct addr *dst,
		    struct slice message);

#endif
