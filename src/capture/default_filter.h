/* SPDX-License-Identifier: BSD-2-Clause */
/* The filter that live capture works with unless --all is given: everything in
 * which SIP may travel passes, RTP and the rest stay in the kernel. */
#ifndef CAPTURE_DEFAULT_FILTER_H
#define CAPTURE_DEFAULT_FILTER_H

#include "base/strbuf.h"

enum { DEFAULT_FILTER_PORTS = 64 };

/* Ports on which SIP is spoken, beside those that are always watched. */
struct default_filter_ports {
	uint16_t udp[DEFAULT_FILTER_PORTS], tcp[DEFAULT_FILTER_PORTS];
	unsigned n_udp, n_tcp;
};

enum default_filter_added {
	DEFAULT_FILTER_ADDED,   /* it was new */
	DEFAULT_FILTER_KNOWN,   /* watched already */
	DEFAULT_FILTER_FULL     /* both kinds together are at most 64 */
};

/* Is this port watched, always or since it was added? */
bool default_filter_has(const struct default_filter_ports *ports, uint16_t port,
			bool tcp);
/* Add one port (0 is known, nobody speaks there). */
enum default_filter_added default_filter_add(struct default_filter_ports *to,
					     uint16_t port, bool tcp);
/* Add the ports that a pcap filter names, as TCP and as UDP: who asks for port
 * 5080 wants SIP over TCP there, too.  Ranges of more than 16 ports count with
 * their first and last. */
void default_filter_named(struct default_filter_ports *to, const char *filter);

/* Append the text of the filter, one line, no parentheses around it.  link_type:
 * a DLT; where it has no VLAN tags or no ethertypes those parts are left out.
 * learned may be NULL. */
void default_filter_build(struct strbuf *out, int link_type,
			  const struct default_filter_ports *learned);
/* The link type that an interface of this name will most likely have (`any',
 * and what /sys knows of it), without opening it. */
int default_filter_guess_link(const char *interface);

#endif
