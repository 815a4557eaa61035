/* SPDX-License-Identifier: BSD-2-Clause */
/* Opening interfaces, and saying why one does not open. */
#ifndef CAPTURE_PCAP_LIVE_H
#define CAPTURE_PCAP_LIVE_H

#include "capture/source.h"

/* Open and activate the interface that s is named for; reading it never blocks.
 * 0 or -errno with err filled. */
int pcap_live_open(struct source *s, const struct capture_live_options *o,
		   struct capture_error *err);

#endif
