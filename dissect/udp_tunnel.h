/* SPDX-License-Identifier: BSD-2-Clause */
/* Tunnels over UDP, known by their port and by a header that fits it. */
#ifndef DISSECT_UDP_TUNNEL_H
#define DISSECT_UDP_TUNNEL_H

#include "dissect/link.h"
#include "dissect/udp.h"

/* What the datagram carries, if it is one of GTP-U, VXLAN, VXLAN-GPE, Geneve,
 * TZSP, MPLS over UDP (RFC 7510), L2TP, CAPWAP data or ESP (RFC 3948;
 * LINK_TUNNEL).  DECODE_OTHER: none of these. */
enum decode udp_tunnel_decode(struct link *out, const struct udp *u);

#endif
