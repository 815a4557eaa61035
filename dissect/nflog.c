/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/nflog.h"

#include "dissect/wire.h"

enum { HEADER = 4, ATTRIBUTE = 4 };
enum { FAMILY_IPV4 = 2, FAMILY_IPV6 = 10 };
enum { PACKET_HEADER = 1, PAYLOAD = 9, TYPE_MASK = 0x7fff };

struct record {
	struct slice payload;
	uint16_t type; /* ethertype; 0: not said */
	bool found;
};

/* Lengths and types are in the order of the machine that captured. */
static uint16_t native(struct slice s, size_t at, bool little)
{
	uint16_t v = wire_be16(s, at);

	return little ? (uint16_t)(v << 8 | v >> 8) : v;
}

/* The attributes up to the packet. */
static enum decode walk(struct record *r, struct slice s, bool little)
{
	*r = (struct record){ .type = 0 };
	while (s.len) {
		size_t len = native(s, 0, little);
		uint16_t type = native(s, 2, little) & TYPE_MASK;
		struct slice value;

		if (s.len < ATTRIBUTE)
			return DECODE_TRUNCATED;
		if (len < ATTRIBUTE)
			return DECODE_MALFORMED;
		value = slice_head(slice_from(s, ATTRIBUTE), len - ATTRIBUTE);
		if (type == PAYLOAD) {
			r->payload = value;
			r->found = true;
			return DECODE_OK;
		}
		if (len > s.len)
			return DECODE_TRUNCATED;
		if (type == PACKET_HEADER)
			r->type = wire_be16(value, 0);
		s = slice_from(s, (len + 3) & ~(size_t)3);
	}
	return DECODE_OK;
}

enum decode nflog_decode(struct link *out, struct slice s)
{
	uint8_t family = wire_u8(s, 0);
	struct record r, swapped;
	enum decode got;

	if (s.len < HEADER)
		return DECODE_TRUNCATED;
	s = slice_from(s, HEADER);
	got = walk(&r, s, true);
	if (!r.found && walk(&swapped, s, false) == DECODE_OK &&
	    swapped.found) {
		r = swapped;
		got = DECODE_OK;
	}
	if (got != DECODE_OK)
		return got;
	if (!r.found)
		return link_give(out, LINK_QUIET, s);
	if (family == FAMILY_IPV4 || family == FAMILY_IPV6)
		return link_give(out, LINK_IP, r.payload);
	if (r.type)
		return link_by_type(out, r.type, r.payload);
	return link_give(out, LINK_UNKNOWN, r.payload);
}
