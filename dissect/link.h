/* SPDX-License-Identifier: BSD-2-Clause */
/* The link layer: what a frame carries behind its MAC or cooked header, VLAN
 * tags (802.1Q, 802.1ad) and LLC/SNAP.  Tunnels give their contents in the same
 * form. */
#ifndef DISSECT_LINK_H
#define DISSECT_LINK_H

#include "dissect/frame.h"
#include "dissect/wire.h"

/* DLT_ values as pcap_datalink gives them on any platform, and the LINKTYPE_
 * values of files where they differ (raw IP is 12, 14 or 101; 12 is BSD loop on
 * OpenBSD, told apart by its first byte). */
enum link_type {
	LINK_TYPE_NULL = 0,
	LINK_TYPE_ETHERNET = 1,
	LINK_TYPE_PPP = 9,
	LINK_TYPE_RAW_12 = 12,
	LINK_TYPE_RAW_14 = 14,
	LINK_TYPE_PPP_SERIAL = 50,
	LINK_TYPE_PPP_ETHER = 51,
	LINK_TYPE_RAW = 101,
	LINK_TYPE_C_HDLC = 104,
	LINK_TYPE_IEEE80211 = 105,
	LINK_TYPE_LOOP = 108,
	LINK_TYPE_ENC = 109,
	LINK_TYPE_SLL = 113,
	LINK_TYPE_PFLOG = 117,
	LINK_TYPE_PRISM = 119,
	LINK_TYPE_RADIOTAP = 127,
	LINK_TYPE_AVS = 163,
	LINK_TYPE_PPP_PPPD = 166,
	LINK_TYPE_PPI = 192,
	LINK_TYPE_PPP_DIR = 204,
	LINK_TYPE_MPLS = 219,
	LINK_TYPE_IPV4 = 228,
	LINK_TYPE_IPV6 = 229,
	LINK_TYPE_NFLOG = 239,
	LINK_TYPE_UPPER_PDU = 252, /* see exported_pdu.h */
	LINK_TYPE_PKTAP = 258,
	LINK_TYPE_SLL2 = 276
};

enum link_kind {
	LINK_IP,      /* payload is an IPv4 or IPv6 packet, padding included */
	LINK_QUIET,   /* ARP, LLDP, STP ...: never a carrier of SIP */
	LINK_INNER,   /* payload begins with a header of link type .inner */
	LINK_AMSDU,   /* payload is an 802.11 aggregate: ieee80211_amsdu_next */
	LINK_TUNNEL,  /* MACsec, encrypted 802.11 ...: may carry SIP, cannot be
			 followed */
	LINK_UNKNOWN  /* a protocol nobody here knows */
};

struct link {
	enum link_kind kind;
	bool cut;             /* who put it into the tunnel cut it short */
	int inner;            /* LINK_INNER */
	struct slice payload; /* borrowed from the frame */
};

/* What most frames are: an IP packet behind an Ethernet header without tags.
 * Empty: whatever else, or nothing; link_decode knows. */
static inline struct slice link_plain(int link_type, struct slice frame)
{
	enum { TYPE_AT = 12, HEADER = 14, IPV4 = 0x0800, IPV6 = 0x86dd };
	uint16_t type = wire_be16(frame, TYPE_AT);
	bool plain = link_type == LINK_TYPE_ETHERNET &&
		     (type == IPV4 || type == IPV6);

	return plain ? slice_from(frame, HEADER) : slice_of(NULL, 0);
}

/* Can this link type be read? */
bool link_knows(int link_type);
/* Read the link header.  DECODE_OTHER: an unknown link type; DECODE_TRUNCATED:
 * the frame ends within its headers; DECODE_MALFORMED: they contradict
 * themselves. */
enum decode link_decode(struct link *out, int link_type, struct slice frame);

/* What stands behind an ethertype, or behind an IEEE 802.2 header.  Values under
 * 1536 are lengths (IEEE 802.3 3.2.6). */
enum decode link_by_type(struct link *out, uint16_t type, struct slice s);
enum decode link_llc(struct link *out, struct slice s);
/* A tunnel that does not say what it carries: an IP packet by its version and
 * lengths, or an Ethernet frame by its ethertype; else LINK_TUNNEL. */
enum decode link_guess(struct link *out, struct slice s);
/* Does an Ethernet frame begin here, by its ethertype? */
bool link_is_ethernet(struct slice s);

/* For decoders: set *out, and DECODE_OK. */
static inline enum decode link_give(struct link *out, enum link_kind kind,
				    struct slice s)
{
	out->kind = kind;
	out->cut = false;
	out->payload = s;
	return DECODE_OK;
}

static inline enum decode link_give_inner(struct link *out, int type,
					  struct slice s)
{
	out->inner = type;
	return link_give(out, LINK_INNER, s);
}

#endif
