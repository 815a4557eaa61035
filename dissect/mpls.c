/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/mpls.h"

#include "dissect/wire.h"

enum { ENTRY = 4, CONTROL_WORD = 4 };

enum decode mpls_decode(struct link *out, struct slice s)
{
	bool bottom;

	do {
		if (s.len < ENTRY)
			return DECODE_TRUNCATED;
		bottom = wire_u8(s, 2) & 1;
		s = slice_from(s, ENTRY);
	} while (!bottom);
	if (!s.len)
		return DECODE_TRUNCATED;
	switch (wire_u8(s, 0) >> 4) {
	case 0: /* a control word (RFC 4385 3), or a MAC address */
		if (link_is_ethernet(s) &&
		    !link_is_ethernet(slice_from(s, CONTROL_WORD)))
			break;
		if (s.len < CONTROL_WORD)
			return DECODE_TRUNCATED;
		return link_guess(out, slice_from(s, CONTROL_WORD));
	case 1: /* the associated channel (RFC 4385 5), or a MAC address */
		if (!link_is_ethernet(s))
			return link_give(out, LINK_QUIET, s);
		break;
	default:
		break;
	}
	return link_guess(out, s);
}
