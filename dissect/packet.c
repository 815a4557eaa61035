/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/packet.h"

const char *packet_transport_name(enum transport t)
{
	static const char *const names[] = {
		[TRANSPORT_UDP] = "udp",   [TRANSPORT_TCP] = "tcp",
		[TRANSPORT_TLS] = "tls",   [TRANSPORT_SCTP] = "sctp",
		[TRANSPORT_WS] = "ws",     [TRANSPORT_WSS] = "wss",
	};

	return (size_t)t < sizeof(names) / sizeof(*names) ? names[t] : "?";
}
