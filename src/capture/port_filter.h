/* SPDX-License-Identifier: BSD-2-Clause */
/* The learned ports as a filter program of its own, written here and not
 * compiled from text: libpcap takes a second for 64 ports, and strangers decide
 * when a port is learned. */
#ifndef CAPTURE_PORT_FILTER_H
#define CAPTURE_PORT_FILTER_H

#include "capture/default_filter.h"

#include <pcap/pcap.h>

/* A program that accepts the UDP and TCP packets (first or only fragments) from
 * and to these ports, over IPv4 and IPv6, behind up to two VLAN tags, and goes
 * to its end for all others: what is appended there judges those.  No load of it
 * goes beyond the ports, so no short packet ends it.  0; -ENOTSUP for a link
 * type other than Ethernet, Linux cooked, raw IP and loopback; -ENOMEM.
 * pcap_freecode frees it. */
int port_filter_build(struct bpf_program *out, int link_type,
		      const struct default_filter_ports *ports);

#endif
