/* SPDX-License-Identifier: BSD-2-Clause */
/* The literals in the text of a pcap filter: ports, addresses, VLANs.  It is
 * not parsed; libpcap does that. */
#ifndef CAPTURE_FILTER_WORDS_H
#define CAPTURE_FILTER_WORDS_H

#include "base/addr.h"

enum { FILTER_WORDS_MOST = 8 }; /* of each kind; more are left out */

struct filter_words {
	struct filter_words_range {
		uint16_t first, last; /* the same for a single port */
	} ports[FILTER_WORDS_MOST];
	unsigned n_ports;
	struct addr hosts[FILTER_WORDS_MOST]; /* of a net: an address in it */
	unsigned n_hosts;
	uint16_t vlans[FILTER_WORDS_MOST];
	unsigned n_vlans;
	uint8_t macs[FILTER_WORDS_MOST][6];
	unsigned n_macs;
	bool shifts;   /* holds vlan, mpls, pppoes or geneve, behind which all
			  offsets count from further in */
};

void filter_words_read(struct filter_words *out, const char *filter);

#endif
