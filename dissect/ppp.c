/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/ppp.h"

#include "dissect/mpls.h"
#include "dissect/wire.h"

enum { FRAMED = 0xff03, HDLC_UNICAST = 0x0f00, HDLC_BROADCAST = 0x8f00 };

enum { PPP_IPV4 = 0x0021, PPP_IPV6 = 0x0057, PPP_MPLS = 0x0281,
       PPP_MPLS_MULTICAST = 0x0283 };

/* Protocols from 8000 on configure the link (RFC 1661 2). */
static enum decode by_protocol(struct link *out, uint16_t protocol,
			       struct slice s)
{
	switch (protocol) {
	case PPP_IPV4:
	case PPP_IPV6:
		return link_give(out, LINK_IP, s);
	case PPP_MPLS:
	case PPP_MPLS_MULTICAST:
		return mpls_decode(out, s);
	case 0x002d: /* TCP with compressed headers (RFC 1144) */
	case 0x002f:
	case 0x0031: /* bridged frames (RFC 3518) */
	case 0x003d: /* multilink (RFC 1990) */
	case 0x0053: /* encrypted */
	case 0x0055:
	case 0x00fb: /* compressed in a multilink */
	case 0x00fd: /* compressed, or encrypted (RFC 3078) */
		return link_give(out, LINK_TUNNEL, s);
	default:
		return link_give(out, protocol >= 0x8000 ? LINK_QUIET :
				 LINK_UNKNOWN, s);
	}
}

enum decode ppp_decode(struct link *out, struct slice s)
{
	if (s.len >= 2 && wire_be16(s, 0) == FRAMED)
		s = slice_from(s, 2);
	if (!s.len || (s.len == 1 && wire_u8(s, 0) == FRAMED >> 8))
		return DECODE_TRUNCATED;
	if (wire_u8(s, 0) & 1) /* compressed field (RFC 1661 6.5) */
		return by_protocol(out, wire_u8(s, 0), slice_from(s, 1));
	if (s.len < 2)
		return DECODE_TRUNCATED;
	return by_protocol(out, wire_be16(s, 0), slice_from(s, 2));
}

/* Address, control, then an ethertype; Cisco's own have numbers of theirs. */
static enum decode cisco(struct link *out, struct slice s)
{
	uint16_t type = wire_be16(s, 2);

	if (s.len < 4)
		return DECODE_TRUNCATED;
	s = slice_from(s, 4);
	if (type < 0x0600 || type == 0x8035) /* SLARP */
		return link_give(out, LINK_QUIET, s);
	return link_by_type(out, type, s);
}

enum decode ppp_serial(struct link *out, struct slice s)
{
	uint16_t start = wire_be16(s, 0);

	if (start == HDLC_UNICAST || start == HDLC_BROADCAST)
		return cisco(out, s);
	return ppp_decode(out, s);
}

enum decode ppp_oe(struct link *out, struct slice s)
{
	size_t len = wire_be16(s, 4);

	if (s.len < 8)
		return DECODE_TRUNCATED;
	if (wire_u8(s, 1)) /* discovery (RFC 2516 5) */
		return link_give(out, LINK_QUIET, s);
	s = slice_from(s, 6);
	return len < 2 ? DECODE_MALFORMED : ppp_decode(out, slice_head(s, len));
}

enum decode ppp_link(struct link *out, int link_type, struct slice s)
{
	switch (link_type) {
	case LINK_TYPE_PPP_SERIAL:
		return ppp_serial(out, s);
	case LINK_TYPE_PPP_ETHER:
		return ppp_oe(out, s);
	case LINK_TYPE_C_HDLC:
		return cisco(out, s);
	case LINK_TYPE_PPP_DIR: /* a byte that says which way it went */
		return ppp_decode(out, slice_from(s, 1));
	case LINK_TYPE_PPP_PPPD: /* that byte stands for the address field */
		if (wire_u8(s, 0) < 2 && wire_u8(s, 1) == 3)
			s = slice_from(s, 2);
		return ppp_decode(out, s);
	default:
		return ppp_serial(out, s);
	}
}
