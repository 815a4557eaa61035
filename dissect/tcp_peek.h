/* SPDX-License-Identifier: BSD-2-Clause */
/* TCP segments are only looked at, so that SIP which is not read is counted. */
#ifndef DISSECT_TCP_PEEK_H
#define DISSECT_TCP_PEEK_H

#include "dissect/frame.h"

enum tcp_peek {
	TCP_PEEK_NOTHING,
	TCP_PEEK_SIP, /* data that begins like SIP, or on port 5060 or 5061 */
	TCP_PEEK_TLS  /* data that begins with a TLS record (RFC 8446 5.1) */
};

/* What does this segment (header and data) hold?  Keep-alives of up to 4 bytes
 * (RFC 5626 3.5.1) are nothing. */
enum tcp_peek tcp_peek(struct slice segment);

#endif
