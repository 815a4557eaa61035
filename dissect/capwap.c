/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/capwap.h"

#include "dissect/ieee80211.h"
#include "dissect/wire.h"

enum { HEADER = 8, PLAIN = 0, DTLS = 1, RADIO_80211 = 1 };
/* Of bytes 1 to 3. */
enum { NATIVE = 0x000100, FRAGMENT = 0x000080, KEEP_ALIVE = 0x000008,
       RESERVED = 0x000007 };

enum decode capwap_decode(struct link *out, struct slice s)
{
	uint32_t word = wire_be32(s, 0);
	size_t header = (word >> 19 & 0x1f) * 4U;
	unsigned radio = word >> 9 & 0x1f;

	if (s.len < HEADER)
		return DECODE_OTHER;
	if (word >> 24 == DTLS && !(word & 0xffffff))
		return link_give(out, LINK_TUNNEL, s);
	if (word >> 24 != PLAIN || header < HEADER || word & RESERVED)
		return DECODE_OTHER;
	if (s.len < header)
		return DECODE_TRUNCATED;
	s = slice_from(s, header);
	if (word & KEEP_ALIVE)
		return link_give(out, LINK_QUIET, s);
	if (word & FRAGMENT)
		return link_give(out, LINK_TUNNEL, s);
	if (!(word & NATIVE))
		return link_give_inner(out, LINK_TYPE_ETHERNET, s);
	return radio == RADIO_80211 ? ieee80211_capwap(out, s) :
				      link_give(out, LINK_TUNNEL, s);
}
