/* SPDX-License-Identifier: BSD-2-Clause */
/* SIP ports that a DNS answer names: SRV records (RFC 2782) whose owner begins
 * with a service and a transport of SIP (RFC 3263 4.1, RFC 7118 6). */
#ifndef DISSECT_DNS_SRV_H
#define DISSECT_DNS_SRV_H

#include "dissect/packet.h"

typedef void dns_srv_fn(uint16_t port, enum transport t, void *arg);

/* Read the payload of a UDP datagram from a DNS port; fn is called for each such
 * record of any section, in their order.  DECODE_OTHER: no response to a query;
 * DECODE_TRUNCATED: it ends within its records; DECODE_MALFORMED: a name that
 * cannot be; records before that were given. */
enum decode dns_srv_decode(struct slice payload, dns_srv_fn *fn, void *arg);

#endif
