/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/ip4.h"

#include "dissect/wire.h"

/* Written where it belongs, without a copy on the stack. */
static inline void put_address(struct addr *a, const char *at)
{
	*a = (struct addr){ .family = 4 };
	memcpy(a->ip, at, 4);
}

static inline void fill(struct ip *out, struct slice packet)
{
	uint16_t place = wire_be16(packet, 6);

	put_address(&out->src, packet.p + 12);
	put_address(&out->dst, packet.p + 16);
	out->id = wire_be16(packet, 4);
	out->has_id = true;
	out->offset = (place & 0x1fff) * 8U;
	out->more = place & 0x2000;
	out->fragment = out->offset || out->more;
	out->ttl = wire_u8(packet, 8);
	out->protocol = wire_u8(packet, 9);
}

enum decode ip4_decode(struct ip *out, struct slice packet)
{
	size_t header, total;

	if (packet.len < 20)
		return DECODE_TRUNCATED;
	header = (wire_u8(packet, 0) & 15U) * 4U;
	total = wire_be16(packet, 2);
	if (wire_u8(packet, 0) >> 4 != 4 || header < 20)
		return DECODE_MALFORMED;
	if (packet.len < header)
		return DECODE_TRUNCATED;
	if (!total)
		total = packet.len;
	if (total < header)
		return DECODE_MALFORMED;
	fill(out, packet);
	out->size = (uint32_t)(total - header);
	out->payload = slice_head(slice_from(packet, header), out->size);
	return out->protocol == IP_AH ? ip_extensions(out) : DECODE_OK;
}
