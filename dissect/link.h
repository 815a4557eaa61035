/* SPDX-License-Identifier: BSD-2-Clause */
/* The link layer: what a frame carries behind its MAC or cooked header, VLAN
 * tags (802.1Q, 802.1ad), LLC/SNAP and PPPoE. */
#ifndef DISSECT_LINK_H
#define DISSECT_LINK_H

#include "dissect/frame.h"

/* DLT_ values as pcap_datalink gives them on any platform, and the LINKTYPE_
 * values of files where they differ (raw IP is 12, 14 or 101; 12 is BSD loop on
 * OpenBSD, told apart by its first byte). */
enum link_type {
	LINK_TYPE_NULL = 0,
	LINK_TYPE_ETHERNET = 1,
	LINK_TYPE_RAW_12 = 12,
	LINK_TYPE_RAW_14 = 14,
	LINK_TYPE_RAW = 101,
	LINK_TYPE_LOOP = 108,
	LINK_TYPE_SLL = 113,
	LINK_TYPE_IPV4 = 228,
	LINK_TYPE_IPV6 = 229,
	LINK_TYPE_SLL2 = 276
};

enum link_kind {
	LINK_IP,      /* payload is an IPv4 or IPv6 packet, padding included */
	LINK_QUIET,   /* ARP, LLDP, STP ...: never a carrier of SIP */
	LINK_INNER,   /* payload begins with a header of link type .inner */
	LINK_TUNNEL,  /* MACsec ...: may carry SIP, not followed */
	LINK_UNKNOWN  /* a protocol nobody here knows */
};

struct link {
	enum link_kind kind;
	int inner;            /* LINK_INNER */
	struct slice payload; /* borrowed from the frame */
};

/* Can this link type be read? */
bool link_knows(int link_type);
/* Read the link header.  DECODE_OTHER: an unknown link type; DECODE_TRUNCATED:
 * the frame ends within its headers. */
enum decode link_decode(struct link *out, int link_type, struct slice frame);

#endif
