/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/link.h"

#include "dissect/ieee80211.h"
#include "dissect/mpls.h"
#include "dissect/nflog.h"
#include "dissect/nsh.h"
#include "dissect/ppp.h"
#include "dissect/wire.h"

enum {
	TYPE_IPV4 = 0x0800, TYPE_IPV6 = 0x86dd, TYPE_BRIDGED = 0x6558,
	TYPE_PPP = 0x880b, TYPE_MPLS = 0x8847, TYPE_MPLS_MULTICAST = 0x8848,
	TYPE_PPPOE = 0x8864, TYPE_BACKBONE = 0x88e7, TYPE_NSH = 0x894f,
	TYPE_LOWEST = 0x0600, /* less is a length (IEEE 802.3 3.2.6) */
	SLL_LLC = 4           /* ETH_P_802_2 in a cooked header */
};
enum { MACS = 12, ETHERNET = 14, SERVICE_TAG = 4 };

/* ARPHRD_ values of cooked headers: where the protocol is no ethertype. */
enum { HARDWARE_WIFI = 801, HARDWARE_PRISM = 802, HARDWARE_RADIOTAP = 803,
       HARDWARE_NETLINK = 824 };

/* Protocols beside IP that are known, so that only strangers count. */
static const struct { uint16_t type; uint8_t kind; } others[] = {
	{ 0x0806, LINK_QUIET },  /* ARP */
	{ 0x0842, LINK_QUIET },  /* Wake-on-LAN */
	{ 0x22ea, LINK_QUIET },  /* stream reservation */
	{ 0x22f0, LINK_QUIET },  /* AVTP */
	{ 0x22f3, LINK_TUNNEL }, /* TRILL */
	{ 0x6001, LINK_QUIET },  /* DEC MOP dump and load */
	{ 0x6002, LINK_QUIET },  /* DEC MOP console */
	{ 0x6003, LINK_QUIET },  /* DECnet */
	{ 0x6004, LINK_QUIET },  /* DEC LAT */
	{ 0x8035, LINK_QUIET },  /* RARP */
	{ 0x809b, LINK_QUIET },  /* AppleTalk */
	{ 0x80f3, LINK_QUIET },  /* AppleTalk ARP */
	{ 0x8137, LINK_QUIET },  /* IPX */
	{ 0x8808, LINK_QUIET },  /* pause frames */
	{ 0x8809, LINK_QUIET },  /* LACP and other slow protocols */
	{ 0x8863, LINK_QUIET },  /* PPPoE discovery */
	{ 0x886d, LINK_QUIET },  /* adapter teaming probes */
	{ 0x888e, LINK_QUIET },  /* EAPOL */
	{ 0x8892, LINK_QUIET },  /* PROFINET */
	{ 0x8899, LINK_QUIET },  /* switch loop detection */
	{ 0x88a4, LINK_QUIET },  /* EtherCAT */
	{ 0x88be, LINK_TUNNEL }, /* ERSPAN */
	{ 0x88c7, LINK_QUIET },  /* 802.11i pre-authentication */
	{ 0x88cc, LINK_QUIET },  /* LLDP */
	{ 0x88e1, LINK_QUIET },  /* HomePlug */
	{ 0x88e3, LINK_QUIET },  /* media redundancy */
	{ 0x88e5, LINK_TUNNEL }, /* MACsec */
	{ 0x88f5, LINK_QUIET },  /* MVRP */
	{ 0x88f6, LINK_QUIET },  /* MMRP */
	{ 0x88f7, LINK_QUIET },  /* PTP */
	{ 0x8902, LINK_QUIET },  /* connectivity fault management */
	{ 0x8906, LINK_QUIET },  /* FCoE */
	{ 0x890d, LINK_QUIET },  /* 802.11 management over Ethernet */
	{ 0x8912, LINK_QUIET },  /* powerline management */
	{ 0x8914, LINK_QUIET },  /* FCoE initialization */
	{ 0x893a, LINK_QUIET },  /* IEEE 1905 */
	{ 0x9000, LINK_QUIET },  /* Ethernet loopback test */
};

static bool is_vlan(uint16_t type)
{
	return type == 0x8100 || type == 0x88a8 || type == 0x9100 ||
	       type == 0x9200 || type == 0x9300;
}

/* Only SNAP with an ethertype is read on (RFC 1042). */
enum decode link_llc(struct link *out, struct slice s)
{
	if (s.len < 3)
		return DECODE_TRUNCATED;
	if (wire_be16(s, 0) != 0xaaaa || wire_u8(s, 2) != 3)
		return link_give(out, LINK_QUIET, s);
	if (s.len < 8)
		return DECODE_TRUNCATED;
	if (wire_be16(s, 3) != 0 ||
	    (wire_u8(s, 5) != 0 && wire_u8(s, 5) != 0xf8) ||
	    wire_be16(s, 6) < TYPE_LOWEST)
		return link_give(out, LINK_QUIET, s);
	return link_by_type(out, wire_be16(s, 6), slice_from(s, 8));
}

static const uint8_t *other_kind(uint16_t type)
{
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (others[i].type == type)
			return &others[i].kind;
	return NULL;
}

/* Carriers that have a header of their own, and strangers. */
static enum decode by_other_type(struct link *out, uint16_t type,
				 struct slice s)
{
	const uint8_t *kind = other_kind(type);

	switch (type) {
	case TYPE_PPPOE:
		return ppp_oe(out, s);
	case TYPE_PPP:
		return ppp_decode(out, s);
	case TYPE_MPLS:
	case TYPE_MPLS_MULTICAST:
		return mpls_decode(out, s);
	case TYPE_BRIDGED:
		return link_give_inner(out, LINK_TYPE_ETHERNET, s);
	case TYPE_BACKBONE: /* a tag, then the customer's frame (802.1ah) */
		if (s.len < SERVICE_TAG)
			return DECODE_TRUNCATED;
		return link_give_inner(out, LINK_TYPE_ETHERNET,
				       slice_from(s, SERVICE_TAG));
	case TYPE_NSH:
		return nsh_decode(out, s);
	default:
		return link_give(out, kind ? (enum link_kind)*kind :
				 LINK_UNKNOWN, s);
	}
}

enum decode link_by_type(struct link *out, uint16_t type, struct slice s)
{
	/* What most frames hold comes first. */
	while (type != TYPE_IPV4 && is_vlan(type)) {
		if (s.len < 4)
			return DECODE_TRUNCATED;
		type = wire_be16(s, 2);
		s = slice_from(s, 4);
	}
	if (type == TYPE_IPV4 || type == TYPE_IPV6)
		return link_give(out, LINK_IP, s);
	if (type < TYPE_LOWEST)
		return link_llc(out, slice_head(s, type));
	return by_other_type(out, type, s);
}

bool link_is_ethernet(struct slice s)
{
	uint16_t type = wire_be16(s, MACS);
	uint8_t version = wire_u8(s, ETHERNET) >> 4;

	if (s.len <= ETHERNET)
		return false;
	switch (type) {
	case TYPE_IPV4:
		return version == 4;
	case TYPE_IPV6:
		return version == 6;
	case TYPE_BRIDGED:
	case TYPE_PPP:
	case TYPE_PPPOE:
	case TYPE_MPLS:
	case TYPE_MPLS_MULTICAST:
	case TYPE_BACKBONE:
	case TYPE_NSH:
		return true;
	default:
		break;
	}
	if (type < TYPE_LOWEST) /* LLC, unnumbered information */
		return type >= 3 && type <= s.len - ETHERNET &&
		       wire_u8(s, ETHERNET + 2) == 3;
	return is_vlan(type) || other_kind(type);
}

/* Bytes that the IP packet claims to have; 0: this is none. */
static size_t ip_size(struct slice s)
{
	size_t header = (wire_u8(s, 0) & 15U) * 4U, total = wire_be16(s, 2);

	switch (wire_u8(s, 0) >> 4) {
	case 4:
		if (!total)
			total = s.len;
		return header >= 20 && total >= header ? total : 0;
	case 6:
		return (size_t)wire_be16(s, 4) + 40;
	default:
		return 0;
	}
}

enum decode link_guess(struct link *out, struct slice s)
{
	size_t size = ip_size(s);
	bool frame = link_is_ethernet(s);

	if (!s.len)
		return DECODE_TRUNCATED;
	if (size && (size <= s.len || !frame))
		return link_give(out, LINK_IP, s);
	if (frame)
		return link_give_inner(out, LINK_TYPE_ETHERNET, s);
	return s.len <= ETHERNET ? DECODE_TRUNCATED :
				   link_give(out, LINK_TUNNEL, s);
}

static enum decode ethernet(struct link *out, struct slice s)
{
	if (s.len < ETHERNET)
		return DECODE_TRUNCATED;
	return link_by_type(out, wire_be16(s, MACS), slice_from(s, ETHERNET));
}

/* Both versions of the cooked header differ only in where things stand. */
static enum decode cooked(struct link *out, struct slice s, bool second)
{
	size_t header = second ? 20 : 16;
	uint16_t type = wire_be16(s, second ? 0 : 14);
	uint16_t hardware = wire_be16(s, second ? 8 : 2);

	if (s.len < header)
		return DECODE_TRUNCATED;
	s = slice_from(s, header);
	switch (hardware) {
	case HARDWARE_NETLINK:
		return link_give(out, LINK_QUIET, s);
	case HARDWARE_WIFI:
		return link_give_inner(out, LINK_TYPE_IEEE80211, s);
	case HARDWARE_PRISM:
		return link_give_inner(out, LINK_TYPE_PRISM, s);
	case HARDWARE_RADIOTAP:
		return link_give_inner(out, LINK_TYPE_RADIOTAP, s);
	default:
		break;
	}
	if (type == SLL_LLC)
		return link_llc(out, s);
	if (type < TYPE_LOWEST) /* IPX, CAN ... */
		return link_give(out, LINK_QUIET, s);
	return link_by_type(out, type, s);
}

/* A protocol family of 4 bytes in the order of the machine that captured; no
 * family has more than 16 bits, so the order shows. */
static enum decode bsd_loop(struct link *out, struct slice s)
{
	uint32_t family = wire_be32(s, 0);

	if (s.len < 4)
		return DECODE_TRUNCATED;
	if (family > 0xffff)
		family = family >> 24 | (family >> 8 & 0xff00);
	switch (family) {
	case 2:  /* IPv4 everywhere */
	case 10: /* IPv6 on Linux */
	case 23: /* Windows */
	case 24: /* NetBSD, OpenBSD */
	case 28: /* FreeBSD */
	case 30: /* macOS */
		return link_give(out, LINK_IP, slice_from(s, 4));
	default:
		return link_give(out, LINK_UNKNOWN, slice_from(s, 4));
	}
}

static enum decode raw(struct link *out, int link_type, struct slice s)
{
	if (!s.len)
		return DECODE_TRUNCATED;
	/* A BSD family begins with 0 or with less than 0x20. */
	if (link_type == LINK_TYPE_RAW_12 && wire_u8(s, 0) < 0x20)
		return bsd_loop(out, s);
	return link_give(out, LINK_IP, s);
}

/* A header of len bytes; at `type' stands the link type of what follows. */
static enum decode wrapped(struct link *out, struct slice s, size_t len,
			   size_t type)
{
	if (s.len < type + 4)
		return DECODE_TRUNCATED;
	if (len < type + 4 || wire_le32(s, type) > 0xffff)
		return DECODE_MALFORMED;
	if (s.len < len)
		return DECODE_TRUNCATED;
	return link_give_inner(out, (int)wire_le32(s, type), slice_from(s, len));
}

/* An IP packet behind a header that says nothing we need. */
static enum decode behind(struct link *out, struct slice s, size_t header)
{
	if (s.len <= header)
		return DECODE_TRUNCATED;
	return link_give(out, LINK_IP, slice_from(s, header));
}

/* What is rare. */
static enum decode by_link_type(struct link *out, int link_type,
				struct slice s)
{
	switch (link_type) {
	case LINK_TYPE_PPP:
	case LINK_TYPE_PPP_SERIAL:
	case LINK_TYPE_PPP_ETHER:
	case LINK_TYPE_PPP_DIR:
	case LINK_TYPE_PPP_PPPD:
	case LINK_TYPE_C_HDLC:
		return ppp_link(out, link_type, s);
	case LINK_TYPE_IEEE80211:
		return ieee80211_decode(out, s);
	case LINK_TYPE_RADIOTAP:
		return ieee80211_radiotap(out, s);
	case LINK_TYPE_PRISM:
	case LINK_TYPE_AVS:
		return ieee80211_prism(out, s);
	case LINK_TYPE_MPLS:
		return mpls_decode(out, s);
	case LINK_TYPE_NFLOG:
		return nflog_decode(out, s);
	case LINK_TYPE_PPI:
		return wrapped(out, s, wire_le16(s, 2), 4);
	case LINK_TYPE_PKTAP:
		return wrapped(out, s, wire_le32(s, 0), 8);
	case LINK_TYPE_ENC: /* family, SPI, flags */
		return behind(out, s, 12);
	case LINK_TYPE_PFLOG: /* its length, padding not counted */
		return behind(out, s, (wire_u8(s, 0) + 3U) & ~3U);
	default:
		return DECODE_OTHER;
	}
}

bool link_knows(int link_type)
{
	struct link none;

	return link_decode(&none, link_type, slice_of(NULL, 0)) != DECODE_OTHER;
}

enum decode link_decode(struct link *out, int link_type, struct slice frame)
{
	switch (link_type) {
	case LINK_TYPE_ETHERNET:
		return ethernet(out, frame);
	case LINK_TYPE_SLL:
		return cooked(out, frame, false);
	case LINK_TYPE_SLL2:
		return cooked(out, frame, true);
	case LINK_TYPE_NULL:
	case LINK_TYPE_LOOP:
		return bsd_loop(out, frame);
	case LINK_TYPE_RAW_12:
	case LINK_TYPE_RAW_14:
	case LINK_TYPE_RAW:
	case LINK_TYPE_IPV4:
	case LINK_TYPE_IPV6:
		return raw(out, link_type, frame);
	default:
		return by_link_type(out, link_type, frame);
	}
}
