/* SPDX-License-Identifier: BSD-2-Clause */
/* Packets made up to try a filter on: a SIP request, plain or in one of the
 * forms that filters forget. */
#ifndef CAPTURE_FILTER_PROBE_H
#define CAPTURE_FILTER_PROBE_H

#include "base/addr.h"

enum filter_probe_form {
	FILTER_PROBE_PLAIN,
	FILTER_PROBE_FRAGMENT, /* a later one, without ports */
	FILTER_PROBE_GRE,      /* the plain packet in another IPv4 packet, */
	FILTER_PROBE_VXLAN,    /* whose addresses are none of its own */
	FILTER_PROBE_IPIP
};

struct filter_probe {
	int link_type;
	uint8_t mac_src[6], mac_dst[6];
	uint16_t vlans[3];   /* outermost first; Ethernet only */
	unsigned n_vlans;
	struct addr src, dst;/* of one family */
	bool tcp;
	enum filter_probe_form form;
};

enum { FILTER_PROBE_ROOM = 1024 };

/* Write the packet into room; the slice is a part of it.  Empty for a link type
 * that is not known here. */
struct slice filter_probe_make(const struct filter_probe *probe,
			       char room[FILTER_PROBE_ROOM]);

#endif
