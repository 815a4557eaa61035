/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/ieee80211.h"

#include "dissect/wire.h"

/* The frame control field: type and subtype, flags (IEEE 802.11 9.2.4.1). */
enum { VERSION = 0x03, TYPE = 0x0c, TYPE_DATA = 0x08, NO_DATA = 0x40,
       QOS = 0x80 };
enum { BOTH_DS = 3, MORE_FRAGMENTS = 4, PROTECTED = 0x40, ORDER = 0x80 };
enum { HEADER = 24, ADDRESS = 6, QOS_SIZE = 2, HT_CONTROL = 4, FCS = 4 };
enum { SUBFRAME = 14 };
/* Radiotap: bits of the present word and of the flags (radiotap.org). */
enum { HAS_TSFT = 1, HAS_FLAGS = 2, HAS_FCS = 0x10, HAS_PAD = 0x20 };

/* padded: the driver filled the header up to a multiple of 4. */
static enum decode data(struct link *out, uint16_t control, struct slice s,
			bool padded)
{
	uint8_t flags = control & 0xff;
	size_t header = HEADER;
	bool several = false;

	if ((flags & BOTH_DS) == BOTH_DS)
		header += ADDRESS;
	if (control >> 8 & QOS) {
		several = wire_u8(s, header) & 0x80;
		header += QOS_SIZE;
		if (flags & ORDER)
			header += HT_CONTROL;
	}
	if (padded)
		header = (header + 3) & ~(size_t)3;
	if (s.len < header)
		return DECODE_TRUNCATED;
	if (flags & (PROTECTED | MORE_FRAGMENTS) || wire_u8(s, 22) & 0x0f)
		return link_give(out, LINK_TUNNEL, s);
	s = slice_from(s, header);
	return several ? link_give(out, LINK_AMSDU, s) : link_llc(out, s);
}

/* control: the frame control field, its first byte the higher. */
static enum decode frame(struct link *out, uint16_t control, struct slice s,
			 bool padded)
{
	if (s.len < 2)
		return DECODE_TRUNCATED;
	if ((control >> 8 & (TYPE | NO_DATA)) != TYPE_DATA)
		return link_give(out, LINK_QUIET, s);
	return data(out, control, s, padded);
}

enum decode ieee80211_decode(struct link *out, struct slice s)
{
	return frame(out, wire_be16(s, 0), s, false);
}

enum decode ieee80211_capwap(struct link *out, struct slice s)
{
	/* Data frames of version 0 only: the order shows. */
	bool swapped = (wire_u8(s, 0) & (TYPE | VERSION)) != TYPE_DATA;

	return frame(out, swapped ? wire_le16(s, 0) : wire_be16(s, 0), s,
		     false);
}

/* The flags stand behind the present words and a time stamp aligned to 8. */
static uint8_t radiotap_flags(struct slice header)
{
	uint32_t present = wire_le32(header, 4);
	size_t at = 4;

	if (!(present & HAS_FLAGS))
		return 0;
	while (at + 4 <= header.len && wire_le32(header, at) >> 31)
		at += 4;
	at += 4;
	if (present & HAS_TSFT)
		at = ((at + 7) & ~(size_t)7) + 8;
	return wire_u8(header, at);
}

enum decode ieee80211_radiotap(struct link *out, struct slice s)
{
	size_t len = wire_le16(s, 2);
	uint8_t flags;

	if (s.len < 8)
		return DECODE_TRUNCATED;
	if (wire_u8(s, 0) || len < 8)
		return DECODE_MALFORMED;
	if (s.len < len)
		return DECODE_TRUNCATED;
	flags = radiotap_flags(slice_head(s, len));
	s = slice_from(s, len);
	if (flags & HAS_FCS && s.len > FCS)
		s.len -= FCS;
	return frame(out, wire_be16(s, 0), s, flags & HAS_PAD);
}

enum decode ieee80211_prism(struct link *out, struct slice s)
{
	bool avs = wire_be32(s, 0) >> 12 == 0x80211;
	size_t len = wire_be32(s, 4);

	if (s.len < 8)
		return DECODE_TRUNCATED;
	if (!avs && len > 0xffff) /* in the order of the machine */
		len = wire_le32(s, 4);
	if (len < 8 || len > 0xffff)
		return DECODE_MALFORMED;
	if (s.len < len)
		return DECODE_TRUNCATED;
	return ieee80211_decode(out, slice_from(s, len));
}

enum decode ieee80211_amsdu_next(struct link *out, struct slice *rest)
{
	size_t len = wire_be16(*rest, 12);
	struct slice body = slice_from(*rest, SUBFRAME);

	/* Less than a header is padding, or the checksum. */
	if (rest->len < SUBFRAME)
		return DECODE_OTHER;
	*rest = slice_from(*rest, (SUBFRAME + len + 3) & ~(size_t)3);
	if (body.len < len)
		rest->len = 0;
	return link_llc(out, slice_head(body, len));
}
