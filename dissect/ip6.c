/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/ip6.h"

#include "dissect/wire.h"

#define HEADER 40

static struct addr address(struct slice packet, size_t at)
{
	struct addr a = { .family = 6 };

	memcpy(a.ip, packet.p + at, 16);
	return a;
}

enum decode ip6_decode(struct ip *out, struct slice packet)
{
	size_t size = wire_be16(packet, 4);

	if (packet.len && wire_u8(packet, 0) >> 4 != 6)
		return DECODE_MALFORMED;
	if (packet.len < HEADER)
		return DECODE_TRUNCATED;
	*out = (struct ip){
		.src = address(packet, 8),
		.dst = address(packet, 24),
		.protocol = wire_u8(packet, 6),
		.ttl = wire_u8(packet, 7),
	};
	out->payload = slice_from(packet, HEADER);
	if (size)
		out->payload = slice_head(out->payload, size);
	out->size = (uint32_t)(size ? size : out->payload.len);
	return ip_extensions(out);
}
