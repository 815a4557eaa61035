/* SPDX-License-Identifier: BSD-2-Clause */
/* The IPv4 header (RFC 791 3.1). */
#ifndef DISSECT_IP4_H
#define DISSECT_IP4_H

#include "dissect/ip.h"

/* See ip_decode.  What stands behind the total length is padding and left out;
 * a total length of 0 (a segment that the network card has yet to cut) means
 * all that is there. */
enum decode ip4_decode(struct ip *out, struct slice packet);

#endif
