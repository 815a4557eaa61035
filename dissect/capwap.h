/* SPDX-License-Identifier: BSD-2-Clause */
/* CAPWAP data: what access points pass to their controller (RFC 5415 4.3). */
#ifndef DISSECT_CAPWAP_H
#define DISSECT_CAPWAP_H

#include "dissect/link.h"

/* Ethernet or 802.11 frames.  LINK_TUNNEL: DTLS, fragments and other radios.
 * DECODE_OTHER: this is no such header. */
enum decode capwap_decode(struct link *out, struct slice s);

#endif
