/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/tzsp.h"

#include "dissect/wire.h"

enum { HEADER = 4, VERSION = 1 };
enum { RECEIVED = 0, TO_SEND = 1, HIGHEST = 5 };
enum { ETHERNET = 1, IEEE80211 = 18, PRISM = 119, AVS = 127 };
enum { TAG_PADDING = 0, TAG_END = 1, TAG_LENGTH = 41 };

static enum decode by_number(struct link *out, uint16_t number, struct slice s)
{
	switch (number) {
	case ETHERNET:
		return link_give_inner(out, LINK_TYPE_ETHERNET, s);
	case IEEE80211:
		return link_give_inner(out, LINK_TYPE_IEEE80211, s);
	case PRISM:
	case AVS:
		return link_give_inner(out, LINK_TYPE_PRISM, s);
	default:
		return link_give(out, LINK_UNKNOWN, s);
	}
}

enum decode tzsp_decode(struct link *out, struct slice s)
{
	uint8_t type = wire_u8(s, 1), tag;
	uint16_t number = wire_be16(s, 2), original = 0;
	enum decode got;

	if (s.len < HEADER || wire_u8(s, 0) != VERSION || type > HIGHEST)
		return DECODE_OTHER;
	s = slice_from(s, HEADER);
	if (type != RECEIVED && type != TO_SEND)
		return link_give(out, LINK_QUIET, s);
	do {
		size_t len = 1;

		if (!s.len)
			return DECODE_TRUNCATED;
		tag = wire_u8(s, 0);
		if (tag != TAG_PADDING && tag != TAG_END)
			len = 2 + (size_t)wire_u8(s, 1);
		if (s.len < len)
			return DECODE_TRUNCATED;
		if (tag == TAG_LENGTH && len == 4)
			original = wire_be16(s, 2);
		s = slice_from(s, len);
	} while (tag != TAG_END);
	got = by_number(out, number, s);
	out->cut = original > s.len;
	return got;
}
