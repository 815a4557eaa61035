/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/udp_tunnel.h"

#include "dissect/capwap.h"
#include "dissect/geneve.h"
#include "dissect/gtpu.h"
#include "dissect/l2tp.h"
#include "dissect/mpls.h"
#include "dissect/tzsp.h"
#include "dissect/vxlan.h"
#include "dissect/wire.h"

/* ESP: an SPI and a sequence number, at least one block, a checksum. */
enum { ESP_LEAST = 8 + 4 + 8 };

/* The SPI is neither 0 (IKE) nor one of the reserved (RFC 4303 2.1). */
static enum decode esp(struct link *out, struct slice s)
{
	if (s.len < ESP_LEAST || wire_be32(s, 0) < 256)
		return DECODE_OTHER;
	return link_give(out, LINK_TUNNEL, s);
}

static enum decode mpls(struct link *out, struct slice s)
{
	enum decode got = mpls_decode(out, s);

	return got == DECODE_OK && out->kind != LINK_TUNNEL ? got :
							       DECODE_OTHER;
}

/* Sessions: their client's port is any, above all behind a NAT. */
static enum decode session(struct link *out, uint16_t port, struct slice s)
{
	switch (port) {
	case UDP_TUNNEL_L2TP:
		return l2tp_decode(out, s);
	case UDP_TUNNEL_ESP:
		return esp(out, s);
	case UDP_TUNNEL_CAPWAP:
		return capwap_decode(out, s);
	default:
		return DECODE_OTHER;
	}
}

enum decode udp_tunnel_decode(struct link *out, const struct udp *u)
{
	switch (u->dport) {
	case UDP_TUNNEL_GTP_U:
		return gtpu_decode(out, u->payload);
	case UDP_TUNNEL_VXLAN:
	case UDP_TUNNEL_VXLAN_LINUX:
		return vxlan_decode(out, u->payload);
	case UDP_TUNNEL_VXLAN_GPE:
		return vxlan_decode_gpe(out, u->payload);
	case UDP_TUNNEL_GENEVE:
		return geneve_decode(out, u->payload);
	case UDP_TUNNEL_MPLS:
		return mpls(out, u->payload);
	case UDP_TUNNEL_TZSP:
		return tzsp_decode(out, u->payload);
	case UDP_TUNNEL_L2TP:
	case UDP_TUNNEL_ESP:
	case UDP_TUNNEL_CAPWAP:
		return session(out, u->dport, u->payload);
	default:
		return session(out, u->sport, u->payload);
	}
}
