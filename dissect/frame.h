/* SPDX-License-Identifier: BSD-2-Clause */
/* A frame is what the capture room hands up: the bytes of one captured packet
 * with their place and time. */
#ifndef DISSECT_FRAME_H
#define DISSECT_FRAME_H

#include "base/slice.h"

struct frame {
	struct slice bytes;  /* captured bytes, borrowed until the next frame;
				empty where only place and time are told */
	uint32_t wire_len;   /* length on the wire; more than bytes.len: cut */
	int64_t time;        /* ns since the epoch */
	uint64_t number;     /* from 1 within its source, as Wireshark counts */
	unsigned source;     /* index of the file or interface */
	int link_type;       /* DLT_ value as libpcap's pcap_datalink gives it */
	unsigned interface;  /* of a pcapng file: from 0 in order of appearance;
				else 0 */
	struct slice comment; /* of a pcapng packet, UTF-8; borrowed */
};

enum decode { DECODE_OK, DECODE_TRUNCATED, DECODE_MALFORMED, DECODE_OTHER };

#endif
