/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/link.h"

#include "dissect/wire.h"

enum {
	TYPE_IPV4 = 0x0800, TYPE_IPV6 = 0x86dd, TYPE_PPPOE = 0x8864,
	TYPE_LOWEST = 0x0600, /* less is a length (IEEE 802.3 3.2.6) */
	SLL_LLC = 4           /* ETH_P_802_2 in a cooked header */
};

enum { PPP_IPV4 = 0x0021, PPP_IPV6 = 0x0057 };

/* ARPHRD_ values of cooked headers: where the protocol is no ethertype. */
enum { HARDWARE_WIFI_FIRST = 801, HARDWARE_WIFI_LAST = 803,
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
	{ 0x6558, LINK_TUNNEL }, /* bridged Ethernet */
	{ 0x8035, LINK_QUIET },  /* RARP */
	{ 0x809b, LINK_QUIET },  /* AppleTalk */
	{ 0x80f3, LINK_QUIET },  /* AppleTalk ARP */
	{ 0x8137, LINK_QUIET },  /* IPX */
	{ 0x8808, LINK_QUIET },  /* pause frames */
	{ 0x8809, LINK_QUIET },  /* LACP and other slow protocols */
	{ 0x8847, LINK_TUNNEL }, /* MPLS */
	{ 0x8848, LINK_TUNNEL }, /* MPLS, multicast */
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
	{ 0x88e7, LINK_TUNNEL }, /* provider backbone bridging */
	{ 0x88f5, LINK_QUIET },  /* MVRP */
	{ 0x88f6, LINK_QUIET },  /* MMRP */
	{ 0x88f7, LINK_QUIET },  /* PTP */
	{ 0x8902, LINK_QUIET },  /* connectivity fault management */
	{ 0x8906, LINK_QUIET },  /* FCoE */
	{ 0x890d, LINK_QUIET },  /* 802.11 management over Ethernet */
	{ 0x8912, LINK_QUIET },  /* powerline management */
	{ 0x8914, LINK_QUIET },  /* FCoE initialization */
	{ 0x893a, LINK_QUIET },  /* IEEE 1905 */
	{ 0x894f, LINK_TUNNEL }, /* network service header */
	{ 0x9000, LINK_QUIET },  /* Ethernet loopback test */
};

static enum decode give(struct link *out, enum link_kind kind, struct slice s)
{
	out->kind = kind;
	out->payload = s;
	return DECODE_OK;
}

static bool is_vlan(uint16_t type)
{
	return type == 0x8100 || type == 0x88a8 || type == 0x9100 ||
	       type == 0x9200 || type == 0x9300;
}

/* Protocols from 8000 on configure the link (RFC 1661 2). */
static enum link_kind ppp_kind(uint16_t protocol)
{
	switch (protocol) {
	case PPP_IPV4:
	case PPP_IPV6:
		return LINK_IP;
	case 0x003d: /* multilink */
	case 0x00fb: /* compressed in a multilink */
	case 0x00fd: /* compressed */
	case 0x0281: /* MPLS */
	case 0x0283:
		return LINK_TUNNEL;
	default:
		return protocol >= 0x8000 ? LINK_QUIET : LINK_UNKNOWN;
	}
}

/* Session data: version, code, session, length, then PPP (RFC 2516 4). */
static enum decode pppoe(struct link *out, struct slice s)
{
	uint16_t protocol = wire_be16(s, 6);
	size_t skip = 2;

	if (s.len < 8)
		return DECODE_TRUNCATED;
	s = slice_head(slice_from(s, 6), wire_be16(s, 4));
	if (protocol >> 8 & 1) { /* compressed field (RFC 1661 6.5) */
		protocol >>= 8;
		skip = 1;
	}
	return give(out, ppp_kind(protocol), slice_from(s, skip));
}

static enum decode by_type(struct link *out, uint16_t type, struct slice s);

/* IEEE 802.2: only SNAP with an ethertype is read on (RFC 1042). */
static enum decode llc(struct link *out, struct slice s)
{
	if (s.len < 3)
		return DECODE_TRUNCATED;
	if (wire_be16(s, 0) != 0xaaaa || wire_u8(s, 2) != 3)
		return give(out, LINK_QUIET, s);
	if (s.len < 8)
		return DECODE_TRUNCATED;
	if (wire_be16(s, 3) != 0 ||
	    (wire_u8(s, 5) != 0 && wire_u8(s, 5) != 0xf8) ||
	    wire_be16(s, 6) < TYPE_LOWEST)
		return give(out, LINK_QUIET, s);
	return by_type(out, wire_be16(s, 6), slice_from(s, 8));
}

static enum decode by_type(struct link *out, uint16_t type, struct slice s)
{
	/* What most frames hold comes first. */
	while (type != TYPE_IPV4 && is_vlan(type)) {
		if (s.len < 4)
			return DECODE_TRUNCATED;
		type = wire_be16(s, 2);
		s = slice_from(s, 4);
	}
	if (type == TYPE_IPV4 || type == TYPE_IPV6)
		return give(out, LINK_IP, s);
	if (type == TYPE_PPPOE)
		return pppoe(out, s);
	if (type < TYPE_LOWEST)
		return llc(out, slice_head(s, type));
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (others[i].type == type)
			return give(out, others[i].kind, s);
	return give(out, LINK_UNKNOWN, s);
}

static enum decode ethernet(struct link *out, struct slice s)
{
	if (s.len < 14)
		return DECODE_TRUNCATED;
	return by_type(out, wire_be16(s, 12), slice_from(s, 14));
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
	if (hardware == HARDWARE_NETLINK)
		return give(out, LINK_QUIET, s);
	if (hardware >= HARDWARE_WIFI_FIRST && hardware <= HARDWARE_WIFI_LAST)
		return give(out, LINK_UNKNOWN, s);
	if (type == SLL_LLC)
		return llc(out, s);
	if (type < TYPE_LOWEST) /* IPX, CAN ... */
		return give(out, LINK_QUIET, s);
	return by_type(out, type, s);
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
		return give(out, LINK_IP, slice_from(s, 4));
	default:
		return give(out, LINK_UNKNOWN, slice_from(s, 4));
	}
}

static enum decode raw(struct link *out, int link_type, struct slice s)
{
	if (!s.len)
		return DECODE_TRUNCATED;
	/* A BSD family begins with 0 or with less than 0x20. */
	if (link_type == LINK_TYPE_RAW_12 && wire_u8(s, 0) < 0x20)
		return bsd_loop(out, s);
	return give(out, LINK_IP, s);
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
		return DECODE_OTHER;
	}
}
