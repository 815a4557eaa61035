/* SPDX-License-Identifier: BSD-2-Clause */
/* Saved captures in the classic form, read by libpcap. */
#ifndef CAPTURE_PCAP_FILE_H
#define CAPTURE_PCAP_FILE_H

#include "capture/source.h"

/* Read s->input as a pcap file.  0 or -errno with err filled. */
int pcap_file_open(struct source *s, struct capture_error *err);

#endif
