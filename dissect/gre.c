/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/gre.h"

#include "dissect/erspan.h"
#include "dissect/ppp.h"
#include "dissect/wire.h"

enum { CHECKSUM = 0x8000, ROUTING = 0x4000, KEY = 0x2000, SEQUENCE = 0x1000,
       ACK = 0x0080, VERSION = 7 };
enum { TYPE_ERSPAN = 0x88be, TYPE_ERSPAN_III = 0x22eb, TYPE_PPP = 0x880b,
       TYPE_WCCP = 0x883e, TYPE_CDP = 0x2000, TYPE_NHRP = 0x2001,
       TYPE_OSI = 0x00fe };

/* Source route entries (RFC 1701): family, offset, length, route. */
static enum decode skip_routing(struct slice *s)
{
	for (;;) {
		size_t len = 4 + (size_t)wire_u8(*s, 3);
		bool last = !wire_be32(*s, 0);

		if (s->len < len)
			return DECODE_TRUNCATED;
		*s = slice_from(*s, len);
		if (last)
			return DECODE_OK;
	}
}

static enum decode by_type(struct link *out, uint16_t type, bool numbered,
			   struct slice s)
{
	switch (type) {
	case TYPE_ERSPAN:
		if (numbered)
			return erspan_decode(out, s);
		return link_give_inner(out, LINK_TYPE_ETHERNET, s);
	case TYPE_ERSPAN_III:
		return erspan_decode(out, s);
	case TYPE_PPP:
		return ppp_decode(out, s);
	case TYPE_WCCP: /* version 2 has 4 bytes before the packet */
		return link_give(out, LINK_IP, wire_u8(s, 0) >> 4 == 4 ? s :
				 slice_from(s, 4));
	case TYPE_CDP:
	case TYPE_NHRP:
	case TYPE_OSI:
		return link_give(out, LINK_QUIET, s);
	default:
		break;
	}
	if (type < 0x0600) /* nothing at all: a keep-alive */
		return link_give(out, s.len ? LINK_UNKNOWN : LINK_QUIET, s);
	return link_by_type(out, type, s);
}

static enum decode plain(struct link *out, uint16_t flags, struct slice s)
{
	uint16_t type = wire_be16(s, 2);
	size_t header = 4;

	if (flags & (CHECKSUM | ROUTING))
		header += 4;
	if (flags & KEY)
		header += 4;
	if (flags & SEQUENCE)
		header += 4;
	if (s.len < header)
		return DECODE_TRUNCATED;
	s = slice_from(s, header);
	if (flags & ROUTING && skip_routing(&s) != DECODE_OK)
		return DECODE_TRUNCATED;
	return by_type(out, type, flags & SEQUENCE, s);
}

static enum decode pptp(struct link *out, uint16_t flags, struct slice s)
{
	size_t len = wire_be16(s, 4), header = 8;

	if (wire_be16(s, 2) != TYPE_PPP || !(flags & KEY))
		return DECODE_MALFORMED;
	if (flags & SEQUENCE)
		header += 4;
	if (flags & ACK)
		header += 4;
	if (s.len < header)
		return DECODE_TRUNCATED;
	s = slice_head(slice_from(s, header), len);
	if (!(flags & SEQUENCE) || !len) /* only an acknowledgement */
		return link_give(out, LINK_QUIET, s);
	return ppp_decode(out, s);
}

enum decode gre_decode(struct link *out, struct slice s)
{
	uint16_t flags = wire_be16(s, 0);

	if (s.len < 4)
		return DECODE_TRUNCATED;
	switch (flags & VERSION) {
	case 0:
		return plain(out, flags, s);
	case 1:
		return pptp(out, flags, s);
	default:
		return DECODE_MALFORMED;
	}
}
