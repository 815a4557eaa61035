/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/tcp_peek.h"

#include "dissect/sip_frame.h"
#include "dissect/wire.h"

enum { RECORD_FIRST = 20, RECORD_LAST = 24, RECORD_MAX = 16384 + 2048 };

static bool is_sip_port(uint16_t port)
{
	return port == 5060 || port == 5061;
}

static bool is_tls(struct slice data)
{
	uint8_t type = wire_u8(data, 0);
	uint16_t version = wire_be16(data, 1), len = wire_be16(data, 3);

	return type >= RECORD_FIRST && type <= RECORD_LAST &&
	       version >= 0x0300 && version <= 0x0304 && len &&
	       len <= RECORD_MAX;
}

enum tcp_peek tcp_peek(struct slice segment)
{
	size_t header = (wire_u8(segment, 12) >> 4) * 4U;
	struct slice data = slice_from(segment, header);

	if (header < 20 || data.len <= 4)
		return TCP_PEEK_NOTHING;
	if (is_tls(data))
		return TCP_PEEK_TLS;
	if (is_sip_port(wire_be16(segment, 0)) ||
	    is_sip_port(wire_be16(segment, 2)) ||
	    sip_frame_looks_like(data, false))
		return TCP_PEEK_SIP;
	return TCP_PEEK_NOTHING;
}
