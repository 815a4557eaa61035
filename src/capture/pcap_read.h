/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading an interface through libpcap. */
#ifndef CAPTURE_PCAP_READ_H
#define CAPTURE_PCAP_READ_H

#include "capture/source.h"

/* For struct source_ops: the next frame of s->pcap. */
enum source_read pcap_read_next(struct source *s);
/* Its interface 0, named for the device. */
bool pcap_read_interface(const struct source *s, unsigned interface,
			 struct capture_interface *out);
void pcap_read_close(struct source *s);

#endif
