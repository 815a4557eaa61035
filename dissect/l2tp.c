/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/l2tp.h"

#include "dissect/ppp.h"
#include "dissect/wire.h"

/* The first two bytes (RFC 2661 3.1, RFC 3931 4.1.2.1). */
enum { CONTROL = 0x8000, LENGTH = 0x4000, SEQUENCE = 0x0800, OFFSET = 0x0200,
       RESERVED = 0x34f0, VERSION = 0x000f };
enum { IDS = 4, SESSION = 4, HEADER_3 = 4 };
/* A cookie has up to 8 bytes, the sublayer 4 (RFC 3931 4.1, 4.6). */
enum { LONGEST = 12 };

enum decode l2tp_session(struct link *out, struct slice s)
{
	struct slice rest = slice_from(s, SESSION);

	if (s.len < SESSION)
		return DECODE_TRUNCATED;
	if (!wire_be32(s, 0)) /* a control connection */
		return link_give(out, LINK_QUIET, rest);
	for (size_t at = 0; at <= LONGEST; at += 4)
		if (link_is_ethernet(slice_from(rest, at)))
			return link_give_inner(out, LINK_TYPE_ETHERNET,
					       slice_from(rest, at));
	return link_give(out, LINK_TUNNEL, rest);
}

/* The data header of version 2, then PPP. */
static enum decode session_2(struct link *out, uint16_t flags, struct slice s)
{
	size_t header = 2, pad = 0;

	if (flags & LENGTH) {
		s = slice_head(s, wire_be16(s, 2));
		header += 2;
	}
	header += IDS;
	if (flags & SEQUENCE)
		header += 4;
	if (flags & OFFSET) {
		pad = wire_be16(s, header);
		header += 2;
	}
	if (s.len <= header + pad)
		return DECODE_TRUNCATED;
	return ppp_decode(out, slice_from(s, header + pad));
}

enum decode l2tp_decode(struct link *out, struct slice s)
{
	uint16_t flags = wire_be16(s, 0);
	unsigned version = flags & VERSION;

	if (s.len < 2 + IDS || flags & RESERVED ||
	    (version != 2 && version != 3))
		return DECODE_OTHER;
	if (flags & CONTROL) { /* has a length and is numbered */
		if ((flags & (LENGTH | SEQUENCE)) != (LENGTH | SEQUENCE))
			return DECODE_OTHER;
		return link_give(out, LINK_QUIET, s);
	}
	return version == 2 ? session_2(out, flags, s) :
			      l2tp_session(out, slice_from(s, HEADER_3));
}
