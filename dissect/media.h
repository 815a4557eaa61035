/* SPDX-License-Identifier: BSD-2-Clause */
/* Nearly all packets of a telephone network are voice.  They are told from what
 * is read here by a few bytes at fixed places, before anything is decoded. */
#ifndef DISSECT_MEDIA_H
#define DISSECT_MEDIA_H

#include "base/slice.h"

/* Is this IP packet a whole UDP datagram, without options and extension headers,
 * in which nothing can be that is looked for: neither a tunnel, DNS, HEP, SIP nor
 * one of its keep-alives, by the ports and the first byte, and not on a port of
 * SIP (where whatever comes shows that somebody is there)?  RTP, RTCP (RFC 3550
 * 5.1, 6.4.1: version 2 in the highest bits) and much of what is encrypted.
 * False: it must be read. */
bool media_only(struct slice packet);

#endif
