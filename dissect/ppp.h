/* SPDX-License-Identifier: BSD-2-Clause */
/* PPP frames (RFC 1661), with and without HDLC-like framing (RFC 1662), and what
 * is like them: Cisco HDLC and PPPoE sessions (RFC 2516). */
#ifndef DISSECT_PPP_H
#define DISSECT_PPP_H

#include "dissect/link.h"

/* A PPP packet: FF 03 or nothing, then the protocol in one byte or two. */
enum decode ppp_decode(struct link *out, struct slice s);
/* A serial line: FF 03 begins PPP, 0F 00 or 8F 00 Cisco HDLC. */
enum decode ppp_serial(struct link *out, struct slice s);
/* The header of a PPPoE session packet, and PPP. */
enum decode ppp_oe(struct link *out, struct slice s);
/* The packet of a link type that is a kind of PPP. */
enum decode ppp_link(struct link *out, int link_type, struct slice s);

#endif
