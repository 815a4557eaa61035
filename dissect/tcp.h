/* SPDX-License-Identifier: BSD-2-Clause */
/* The TCP header (RFC 9293 3.1). */
#ifndef DISSECT_TCP_H
#define DISSECT_TCP_H

#include "dissect/frame.h"

enum { TCP_FIN = 1, TCP_SYN = 2, TCP_RST = 4, TCP_PSH = 8, TCP_ACK = 16 };

struct tcp {
	uint16_t sport, dport;
	uint32_t seq, ack;  /* ack only with TCP_ACK */
	uint8_t flags;
	uint32_t size;      /* bytes of data as the headers claim it */
	struct slice data;  /* borrowed; shorter than size: cut by the snaplen */
};

/* Read the header of a segment whose IP payload is claimed to be size bytes.
 * DECODE_TRUNCATED: the header is not all there (ports are set when they are);
 * DECODE_MALFORMED: the data offset makes no sense. */
enum decode tcp_decode(struct tcp *out, struct slice segment, uint32_t size);

#endif
