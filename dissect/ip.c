/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/ip.h"

#include "dissect/ip4.h"
#include "dissect/ip6.h"
#include "dissect/wire.h"

/* Bytes of the extension header that the payload begins with; 0: it begins with
 * something else (RFC 8200 4, RFC 4302 2.2). */
static size_t extension_size(const struct ip *ip)
{
	size_t len = wire_u8(ip->payload, 1);

	if (ip->protocol == IP_AH)
		return (len + 2) * 4;
	if (ip->src.family != 6)
		return 0;
	switch (ip->protocol) {
	case IP_HOP_BY_HOP:
	case IP_ROUTING:
	case IP_DESTINATION:
	case IP_MOBILITY:
	case IP_HIP:
	case IP_SHIM6:
		return (len + 1) * 8;
	case IP_FRAGMENT:
		return 8;
	default:
		return 0;
	}
}

/* RFC 8200 4.5; one that is whole is no fragment (RFC 6946). */
static void fragment_header(struct ip *ip)
{
	uint16_t place = wire_be16(ip->payload, 2);

	ip->id = wire_be32(ip->payload, 4);
	ip->has_id = true;
	ip->offset = place & 0xfff8;
	ip->more = place & 1;
	ip->fragment = ip->offset || ip->more;
}

enum decode ip_extensions(struct ip *ip)
{
	size_t len;

	while (!ip->fragment && (len = extension_size(ip)) != 0) {
		if (ip->payload.len < len)
			return ip->size < len ? DECODE_MALFORMED :
						DECODE_TRUNCATED;
		if (ip->protocol == IP_FRAGMENT)
			fragment_header(ip);
		ip->protocol = wire_u8(ip->payload, 0);
		ip->payload = slice_from(ip->payload, len);
		ip->size -= (uint32_t)len;
	}
	return DECODE_OK;
}

enum decode ip_decode(struct ip *out, struct slice packet)
{
	if (!packet.len)
		return DECODE_TRUNCATED;
	switch (wire_u8(packet, 0) >> 4) {
	case 4:
		return ip4_decode(out, packet);
	case 6:
		return ip6_decode(out, packet);
	default:
		return DECODE_MALFORMED;
	}
}
