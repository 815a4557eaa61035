/* SPDX-License-Identifier: BSD-2-Clause */
/* An IP packet of either version, or a fragment of one. */
#ifndef DISSECT_IP_H
#define DISSECT_IP_H

#include "base/addr.h"
#include "dissect/frame.h"

/* Protocol numbers (IANA). */
enum ip_protocol {
	IP_HOP_BY_HOP = 0, IP_ICMP = 1, IP_IP4 = 4, IP_TCP = 6, IP_UDP = 17,
	IP_IP6 = 41, IP_ROUTING = 43, IP_FRAGMENT = 44, IP_GRE = 47,
	IP_ESP = 50, IP_AH = 51, IP_ICMP6 = 58, IP_DESTINATION = 60,
	IP_ETHERIP = 97, IP_COMP = 108, IP_L2TP = 115, IP_SCTP = 132,
	IP_MOBILITY = 135, IP_MPLS = 137,
	IP_HIP = 139, IP_SHIM6 = 140, IP_ETHERNET = 143
};

struct ip {
	struct addr src, dst; /* ports 0 */
	uint32_t id;          /* IPv4, or of the IPv6 fragment header */
	uint32_t offset;      /* where a fragment belongs, bytes */
	uint32_t size;        /* of the payload as the headers claim it */
	uint8_t protocol;     /* of the payload; extension headers are behind */
	uint8_t ttl;          /* or hop limit */
	bool has_id;
	bool fragment;        /* the payload is only a part */
	bool more;            /* and not the last */
	struct slice payload; /* borrowed; shorter than size: cut */
};

/* Read the header by the version it names, and what extends it.
 * DECODE_TRUNCATED: the packet ends within its headers; DECODE_MALFORMED: they
 * contradict themselves; *out is then of no use. */
enum decode ip_decode(struct ip *out, struct slice packet);
/* Walk on over the extension headers at the beginning of the payload (AH of
 * IPv4 too), up to a fragment header; for a datagram put together again. */
enum decode ip_extensions(struct ip *ip);

#endif
