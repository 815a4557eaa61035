/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/gtpu.h"

#include "dissect/wire.h"

/* The first byte: version 1, protocol type GTP, then what follows (5.1). */
enum { VERSION_MASK = 0xf8, VERSION = 0x30, EXTENDED = 4, OPTIONAL = 7 };
enum { HEADER = 8, OPTIONS = 4, G_PDU = 0xff };

enum decode gtpu_decode(struct link *out, struct slice s)
{
	uint8_t flags = wire_u8(s, 0), next;

	if (s.len < HEADER || (flags & VERSION_MASK) != VERSION ||
	    wire_u8(s, 1) != G_PDU)
		return DECODE_OTHER;
	s = slice_head(slice_from(s, HEADER), wire_be16(s, 2));
	if (!(flags & OPTIONAL))
		return link_guess(out, s);
	if (s.len < OPTIONS)
		return DECODE_TRUNCATED;
	next = flags & EXTENDED ? wire_u8(s, 3) : 0;
	s = slice_from(s, OPTIONS);
	while (next) { /* length in words, content, type of the next (5.2) */
		size_t len = wire_u8(s, 0) * 4U;

		if (!s.len || s.len < len)
			return DECODE_TRUNCATED;
		if (!len)
			return DECODE_MALFORMED;
		next = wire_u8(s, len - 1);
		s = slice_from(s, len);
	}
	return link_guess(out, s);
}
