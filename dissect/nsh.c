/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/nsh.h"

#include "dissect/mpls.h"
#include "dissect/wire.h"

enum { BASE = 8, NEXT_IP4 = 1, NEXT_IP6 = 2, NEXT_ETHERNET = 3, NEXT_MPLS = 5 };

enum decode nsh_decode(struct link *out, struct slice s)
{
	size_t header = (wire_u8(s, 1) & 0x3f) * 4U;
	uint8_t next = wire_u8(s, 3);

	if (s.len < BASE)
		return DECODE_TRUNCATED;
	if (wire_u8(s, 0) >> 6 || header < BASE)
		return DECODE_MALFORMED;
	if (s.len < header)
		return DECODE_TRUNCATED;
	s = slice_from(s, header);
	switch (next) {
	case NEXT_IP4:
	case NEXT_IP6:
		return link_give(out, LINK_IP, s);
	case NEXT_ETHERNET:
		return link_give_inner(out, LINK_TYPE_ETHERNET, s);
	case NEXT_MPLS:
		return mpls_decode(out, s);
	default:
		return link_give(out, LINK_UNKNOWN, s);
	}
}
