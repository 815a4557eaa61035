/* SPDX-License-Identifier: BSD-2-Clause */
/* The IPv6 header and its extension headers (RFC 8200 3, 4). */
#ifndef DISSECT_IP6_H
#define DISSECT_IP6_H

#include "dissect/ip.h"

/* See ip_decode.  What stands behind the payload length is padding and left
 * out; a payload length of 0 (a jumbogram, RFC 2675, or a segment that the
 * network card has yet to cut) means all that is there. */
enum decode ip6_decode(struct ip *out, struct slice packet);

#endif
