/* SPDX-License-Identifier: BSD-2-Clause */
/* The UDP header (RFC 768). */
#ifndef DISSECT_UDP_H
#define DISSECT_UDP_H

#include "dissect/frame.h"
#include "dissect/wire.h"

struct udp {
	uint16_t sport, dport; /* 0 where they are cut off */
	struct slice payload;  /* borrowed */
};

/* Read the header; the length in it bounds the payload, 0 means all that is
 * there (RFC 2675 4, offloading).  DECODE_TRUNCATED: the header or the payload
 * is not all there, what is there is set.  DECODE_MALFORMED: a length that does
 * not even hold the header.  Inline: most packets are one. */
static inline enum decode udp_decode(struct udp *out, struct slice packet)
{
	enum { HEADER = 8 };
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

#endif
