/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/ip4.h"

#include "dissect/wire.h"

static struct addr address(struct slice packet, size_t at)
{
	struct addr a = { .family = 4 };

	memcpy(a.ip, packet.p + at, 4);
	return a;
}

static void fill(struct ip *out, struct slice packet)
{
	uint16_t place = wire_be16(packet, 6);

	out->src = address(packet, 12);
	out->dst = address(packet, 16);
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
	size_t header = (wire_u8(packet, 0) & 15U) * 4U;
	size_t total = wire_be16(packet, 2);

	if (packet.len && (wire_u8(packet, 0) >> 4 != 4 || header < 20))
		return DECODE_MALFORMED;
	if (packet.len < 20 || packet.len < header)
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
