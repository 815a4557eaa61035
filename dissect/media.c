/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/media.h"

#include "dissect/dns.h"
#include "dissect/ip.h"
#include "dissect/link.h"
#include "dissect/sip_frame.h"
#include "dissect/udp_tunnel.h"
#include "dissect/wire.h"

/* RFC 791 3.1 without options, RFC 768. */
enum { IP_HEADER = 20, UDP_HEADER = 8, HEADERS = IP_HEADER + UDP_HEADER };
enum { VERSION_AND_LENGTH = 0x45, PLACE = 0x3fff /* more, or an offset */ };

static bool is_awaited(uint16_t port)
{
	return sip_frame_port(port) || port == DNS_PORT ||
	       udp_tunnel_port(port);
}

static inline bool is_media(struct slice packet)
{
	size_t total, udp;

	if (packet.len <= HEADERS || wire_u8(packet, 0) != VERSION_AND_LENGTH ||
	    wire_u8(packet, 9) != IP_UDP || wire_be16(packet, 6) & PLACE)
		return false;
	/* No token, CR or LF begins so, and no version of HEP. */
	if (wire_u8(packet, HEADERS) < 0x80)
		return false;
	total = wire_be16(packet, 2);
	udp = wire_be16(packet, IP_HEADER + 4);
	/* Lengths that lie and what is cut are counted elsewhere. */
	return total <= packet.len && udp > UDP_HEADER &&
	       udp + IP_HEADER <= total &&
	       !is_awaited(wire_be16(packet, IP_HEADER)) &&
	       !is_awaited(wire_be16(packet, IP_HEADER + 2));
}

bool media_only(struct slice packet)
{
	return is_media(packet);
}

bool media_frame(int link_type, struct slice frame)
{
	return is_media(link_plain(link_type, frame));
}
