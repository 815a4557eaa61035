/* SPDX-License-Identifier: BSD-2-Clause */
/* Saved captures in the classic form, read by ourselves: through libpcap each
 * frame costs two copies and half of what all else takes for a packet of RTP. */
#ifndef CAPTURE_PCAP_FILE_H
#define CAPTURE_PCAP_FILE_H

#include "capture/source.h"

/* Read s->input as a pcap file.  0 or -errno with err filled. */
int pcap_file_open(struct source *s, struct capture_error *err);

#endif
