/* SPDX-License-Identifier: BSD-2-Clause */
/* Opening saved captures, and saying what is wrong with them. */
#ifndef CAPTURE_PCAP_FILE_H
#define CAPTURE_PCAP_FILE_H

#include "capture/source.h"

/* Open the file that s is named for (`-': standard input).  0 or -errno with
 * err filled.  The first frame of a regular file is read now, so that a file
 * with several link types is refused here and not in the middle. */
int pcap_file_open(struct source *s, const volatile sig_atomic_t *stop,
		   struct capture_error *err);
/* The same for a file that lies in memory (borrowed until source_free). */
int pcap_file_open_memory(struct source *s, struct slice bytes,
			  struct capture_error *err);
/* The sentence for a source that source_read called SOURCE_BROKEN. */
void pcap_file_broken(const struct source *s, struct capture_error *err);

#endif
