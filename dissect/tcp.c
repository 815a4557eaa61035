/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/tcp.h"

#include "dissect/wire.h"

enum { HEADER = 20 };

enum decode tcp_decode(struct tcp *out, struct slice segment, uint32_t size)
{
	uint32_t header;

	/* What is behind the claimed end is padding of the link. */
	segment = slice_head(segment, size);
	*out = (struct tcp){ .sport = wire_be16(segment, 0),
			     .dport = wire_be16(segment, 2) };
	if (size < HEADER)
		return DECODE_MALFORMED;
	if (segment.len < HEADER)
		return DECODE_TRUNCATED;
	out->seq = wire_be32(segment, 4);
	out->ack = wire_be32(segment, 8);
	out->flags = wire_u8(segment, 13) & 0x1f;
	header = (wire_u8(segment, 12) >> 4) * 4U;
	if (header < HEADER || header > size)
		return DECODE_MALFORMED;
	out->size = size - header;
	out->data = slice_from(segment, header);
	return segment.len < header ? DECODE_TRUNCATED : DECODE_OK;
}
