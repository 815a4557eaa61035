/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/ip6.h"

#include "dissect/wire.h"

#define HEADER 40

enum decode ip6_decode(struct ip *out, struct slice packet)
{
	size_t size;

	if (packet.len < HEADER)
		return DECODE_TRUNCATED;
	if (wire_u8(packet, 0) >> 4 != 6)
		return DECODE_MALFORMED;
	size = wire_be16(packet, 4);
	memset(out, 0, sizeof(*out));
	memcpy(out->src.ip, packet.p + 8, 16);
	memcpy(out->dst.ip, packet.p + 24, 16);
	out->src.family = out->dst.family = 6;
	out->protocol = wire_u8(packet, 6);
	out->ttl = wire_u8(packet, 7);
	out->payload = slice_from(packet, HEADER);
	if (size)
		out->payload = slice_head(out->payload, size);
	out->size = (uint32_t)(size ? size : out->payload.len);
	return ip_extensions(out);
}
