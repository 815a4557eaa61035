/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/udp.h"

#include "dissect/wire.h"

enum { HEADER = 8 };
enum { PORT_GTP_U = 2152, PORT_VXLAN = 4789, PORT_VXLAN_LINUX = 8472,
       PORT_GENEVE = 6081 };

enum decode udp_decode(struct udp *out, struct slice packet)
{
	size_t length;

	out->sport = wire_be16(packet, 0);
	out->dport = wire_be16(packet, 2);
	out->payload = slice_from(packet, HEADER);
	if (packet.len < HEADER)
		return DECODE_TRUNCATED;
	length = wire_be16(packet, 4);
	if (!length)
		return DECODE_OK;
	if (length < HEADER)
		return DECODE_MALFORMED;
	out->payload = slice_head(out->payload, length - HEADER);
	return length > packet.len ? DECODE_TRUNCATED : DECODE_OK;
}

bool udp_is_tunnel(const struct udp *u)
{
	struct slice p = u->payload;

	switch (u->dport) {
	case PORT_GTP_U: /* version 1, message type G-PDU */
		return p.len >= HEADER && wire_u8(p, 0) >> 4 == 3 &&
		       wire_u8(p, 1) == 0xff;
	case PORT_VXLAN:
	case PORT_VXLAN_LINUX: /* I flag, reserved bytes 0 */
		return p.len >= HEADER && wire_be32(p, 0) == 0x08000000;
	case PORT_GENEVE: /* version 0, bridged Ethernet or IP */
		return p.len >= HEADER && wire_u8(p, 0) >> 6 == 0 &&
		       (wire_be16(p, 2) == 0x6558 ||
			wire_be16(p, 2) == 0x0800 || wire_be16(p, 2) == 0x86dd);
	default:
		return false;
	}
}
