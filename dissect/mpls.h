/* SPDX-License-Identifier: BSD-2-Clause */
/* MPLS: a stack of labels (RFC 3032) and what they do not say: an IP packet, or
 * an Ethernet pseudowire (RFC 4448) with or without control word. */
#ifndef DISSECT_MPLS_H
#define DISSECT_MPLS_H

#include "dissect/link.h"

/* DECODE_TRUNCATED: the stack has no end. */
enum decode mpls_decode(struct link *out, struct slice s);

#endif
