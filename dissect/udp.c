/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/udp.h"

#include "dissect/wire.h"

enum { HEADER = 8 };

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
