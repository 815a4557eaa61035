/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/icmp.h"

#include "dissect/udp.h"
#include "dissect/wire.h"

enum { HEADER = 8 };

static bool is_error(const struct ip *ip, uint8_t type)
{
	if (ip->protocol == IP_ICMP6)
		return type >= 1 && type <= 4;
	return type == 3 || type == 11 || type == 12;
}

/* The quoted packet without what may follow it: its length stands in the header
 * when an extension does (RFC 4884 4), in words of 4 or of 8 bytes. */
static struct slice quote(const struct ip *ip)
{
	bool six = ip->protocol == IP_ICMP6;
	size_t len = six ? wire_u8(ip->payload, 4) * 8U :
			   wire_u8(ip->payload, 5) * 4U;
	struct slice all = slice_from(ip->payload, HEADER);

	/* Parameter problems of ICMPv6 and too-big use these bytes. */
	if (six && wire_u8(ip->payload, 0) != 1 && wire_u8(ip->payload, 0) != 3)
		len = 0;
	return len >= 20 ? slice_head(all, len) : all;
}

static uint32_t mtu_of(const struct ip *ip)
{
	uint8_t type = wire_u8(ip->payload, 0), code = wire_u8(ip->payload, 1);

	if (ip->protocol == IP_ICMP6)
		return type == 2 ? wire_be32(ip->payload, 4) : 0;
	return type == 3 && code == 4 ? wire_be16(ip->payload, 6) : 0;
}

static struct slice tcp_data(struct slice segment)
{
	size_t header = (wire_u8(segment, 12) >> 4) * 4U;

	return slice_from(segment, header < 20 ? 20 : header);
}

static enum decode fill_quoted(struct packet *out, const struct ip *inner)
{
	struct udp u;

	*out = (struct packet){
		.src = inner->src, .dst = inner->dst,
		.ip_id = inner->id, .has_ip_id = inner->has_id,
		.ttl = inner->ttl, .fragments = 1,
		.truncated = inner->more || inner->payload.len < inner->size,
	};
	if (udp_decode(&u, inner->payload) == DECODE_TRUNCATED)
		out->truncated = true;
	out->src.port = u.sport;
	out->dst.port = u.dport;
	out->payload = u.payload;
	out->transport = TRANSPORT_UDP;
	if (inner->protocol == IP_TCP) { /* the ports stand at the same place */
		out->payload = tcp_data(inner->payload);
		out->transport = TRANSPORT_TCP;
		out->truncated = inner->more ||
				 inner->payload.len < inner->size;
	}
	return DECODE_OK;
}

enum decode icmp_decode(struct icmp_error *out, const struct ip *ip)
{
	uint8_t type = wire_u8(ip->payload, 0);
	struct ip inner;
	enum decode got;

	if (ip->payload.len && !is_error(ip, type))
		return DECODE_OTHER;
	if (ip->payload.len < HEADER)
		return DECODE_TRUNCATED;
	got = ip_decode(&inner, quote(ip));
	if (got != DECODE_OK)
		return got;
	if (inner.offset ||
	    (inner.protocol != IP_UDP && inner.protocol != IP_TCP))
		return DECODE_OTHER;
	*out = (struct icmp_error){
		.from = ip->src, .to = ip->dst, .family = ip->src.family,
		.type = type, .code = wire_u8(ip->payload, 1),
		.mtu = mtu_of(ip),
	};
	return fill_quoted(&out->quoted, &inner);
}
