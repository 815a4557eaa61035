/* SPDX-License-Identifier: BSD-2-Clause */
/* The UDP header (RFC 768). */
#ifndef DISSECT_UDP_H
#define DISSECT_UDP_H

#include "dissect/frame.h"

struct udp {
	uint16_t sport, dport; /* 0 where they are cut off */
	struct slice payload;  /* borrowed */
};

/* Read the header; the length in it bounds the payload, 0 means all that is
 * there (RFC 2675 4, offloading).  DECODE_TRUNCATED: the header or the payload
 * is not all there, what is there is set.  DECODE_MALFORMED: a length that does
 * not even hold the header. */
enum decode udp_decode(struct udp *out, struct slice packet);

#endif
