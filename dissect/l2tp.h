/* SPDX-License-Identifier: BSD-2-Clause */
/* L2TP: PPP sessions over UDP (version 2, RFC 2661), pseudowires over UDP or IP
 * (version 3, RFC 3931). */
#ifndef DISSECT_L2TP_H
#define DISSECT_L2TP_H

#include "dissect/link.h"

/* A datagram of either version.  Control messages are LINK_QUIET.
 * DECODE_OTHER: this is no such header. */
enum decode l2tp_decode(struct link *out, struct slice s);
/* Version 3 directly over IP, from the session ID on.  Neither the length of the
 * cookie nor the sublayer is told: an Ethernet frame is found by its ethertype,
 * anything else is LINK_TUNNEL. */
enum decode l2tp_session(struct link *out, struct slice s);

#endif
