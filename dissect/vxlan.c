/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/vxlan.h"

#include "dissect/mpls.h"
#include "dissect/wire.h"

enum { HEADER = 8, HAS_ID = 0x08, POLICY = 0x88 };
enum { GPE_VERSION = 0x30, GPE_PROTOCOL = 0x04, GPE_OAM = 0x01 };

enum decode vxlan_decode(struct link *out, struct slice s)
{
	uint32_t flags = wire_be32(s, 0);

	if (s.len < HEADER || wire_u8(s, 7))
		return DECODE_OTHER;
	if (flags >> 24 != POLICY && flags != (uint32_t)HAS_ID << 24)
		return DECODE_OTHER;
	return link_give_inner(out, LINK_TYPE_ETHERNET, slice_from(s, HEADER));
}

enum decode vxlan_decode_gpe(struct link *out, struct slice s)
{
	uint8_t flags = wire_u8(s, 0);
	uint8_t next = flags & GPE_PROTOCOL ? wire_u8(s, 3) : 3;

	if (s.len < HEADER || flags & GPE_VERSION || !(flags & HAS_ID) ||
	    wire_be16(s, 1) || wire_u8(s, 7))
		return DECODE_OTHER;
	s = slice_from(s, HEADER);
	if (flags & GPE_OAM)
		return link_give(out, LINK_QUIET, s);
	switch (next) {
	case 1:
	case 2:
		return link_give(out, LINK_IP, s);
	case 3:
		return link_give_inner(out, LINK_TYPE_ETHERNET, s);
	case 5:
		return mpls_decode(out, s);
	default:
		return link_give(out, LINK_TUNNEL, s);
	}
}
