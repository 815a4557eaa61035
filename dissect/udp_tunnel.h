/* SPDX-License-Identifier: BSD-2-Clause */
/* Tunnels over UDP, known by their port and by a header that fits it. */
#ifndef DISSECT_UDP_TUNNEL_H
#define DISSECT_UDP_TUNNEL_H

#include "dissect/link.h"
#include "dissect/udp.h"

enum udp_tunnel {
	UDP_TUNNEL_L2TP = 1701, UDP_TUNNEL_GTP_U = 2152, UDP_TUNNEL_ESP = 4500,
	UDP_TUNNEL_VXLAN = 4789, UDP_TUNNEL_VXLAN_GPE = 4790,
	UDP_TUNNEL_CAPWAP = 5247, UDP_TUNNEL_GENEVE = 6081,
	UDP_TUNNEL_MPLS = 6635, UDP_TUNNEL_VXLAN_LINUX = 8472,
	UDP_TUNNEL_TZSP = 37008
};

/* May a datagram from or to this port be one of those below?  Inline, since every
 * RTP packet asks. */
static inline bool udp_tunnel_port(uint16_t port)
{
	switch ((enum udp_tunnel)port) {
	case UDP_TUNNEL_L2TP:
	case UDP_TUNNEL_GTP_U:
	case UDP_TUNNEL_ESP:
	case UDP_TUNNEL_VXLAN:
	case UDP_TUNNEL_VXLAN_GPE:
	case UDP_TUNNEL_CAPWAP:
	case UDP_TUNNEL_GENEVE:
	case UDP_TUNNEL_MPLS:
	case UDP_TUNNEL_VXLAN_LINUX:
	case UDP_TUNNEL_TZSP:
		return true;
	}
	return false;
}

/* What the datagram carries, if it is one of GTP-U, VXLAN, VXLAN-GPE, Geneve,
 * TZSP, MPLS over UDP (RFC 7510), L2TP, CAPWAP data or ESP (RFC 3948;
 * LINK_TUNNEL).  DECODE_OTHER: none of these. */
enum decode udp_tunnel_decode(struct link *out, const struct udp *u);

#endif
