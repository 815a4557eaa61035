/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/erspan.h"

#include "dissect/wire.h"

enum { VERSION_II = 1, VERSION_III = 2 };
enum { HEADER_II = 8, HEADER_III = 12, PLATFORM = 8 };
enum { TRUNCATED = 0x04, FRAME_IP = 2 };

enum decode erspan_decode(struct link *out, struct slice s)
{
	uint8_t version = wire_u8(s, 0) >> 4;
	bool cut = wire_u8(s, 2) & TRUNCATED;
	size_t header = version == VERSION_III ? HEADER_III : HEADER_II;
	uint16_t last = wire_be16(s, 10);

	if (s.len < HEADER_II)
		return DECODE_TRUNCATED;
	if (version != VERSION_II && version != VERSION_III)
		return DECODE_MALFORMED;
	if (version == VERSION_III && last & 1)
		header += PLATFORM;
	if (s.len < header)
		return DECODE_TRUNCATED;
	s = slice_from(s, header);
	if (version == VERSION_III && (last >> 10 & 0x1f) == FRAME_IP)
		link_give(out, LINK_IP, s);
	else
		link_give_inner(out, LINK_TYPE_ETHERNET, s);
	out->cut = cut;
	return DECODE_OK;
}
