/* SPDX-License-Identifier: BSD-2-Clause */
/* ICMP errors and the packet that they quote (RFC 792, RFC 4443, RFC 4884). */
#ifndef DISSECT_ICMP_H
#define DISSECT_ICMP_H

#include "dissect/ip.h"
#include "dissect/packet.h"

/* Read an ICMP or ICMPv6 packet.  DECODE_OK: an error (types 3, 11, 12; ICMPv6
 * 1 to 4) that quotes UDP or TCP; ports that the quote no longer holds are 0,
 * out->quoted.truncated is set when less is quoted than was sent.
 * DECODE_OTHER: another type, or a quote of something else.  out->frame and
 * out->quoted.frame are left to the caller. */
enum decode icmp_decode(struct icmp_error *out, const struct ip *ip);

#endif
