/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/geneve.h"

#include "dissect/wire.h"

enum { HEADER = 8, CONTROL = 0x80, RESERVED = 0x3f };

enum decode geneve_decode(struct link *out, struct slice s)
{
	size_t header = HEADER + (wire_u8(s, 0) & 0x3f) * 4U;
	uint16_t type = wire_be16(s, 2);
	bool control = wire_u8(s, 1) & CONTROL;

	if (s.len < HEADER || wire_u8(s, 0) >> 6 || wire_u8(s, 1) & RESERVED ||
	    type < 0x0600 || wire_u8(s, 7))
		return DECODE_OTHER;
	if (s.len < header)
		return DECODE_TRUNCATED;
	s = slice_from(s, header);
	return control ? link_give(out, LINK_QUIET, s) :
			 link_by_type(out, type, s);
}
