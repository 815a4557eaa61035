/* SPDX-License-Identifier: BSD-2-Clause */
/* Saved captures in the pcapng form, read by ourselves: libpcap refuses files
 * whose interfaces differ, and tells neither interfaces nor comments.  Nothing is
 * seeked; a frame comes as soon as its block is there. */
#ifndef CAPTURE_PCAPNG_H
#define CAPTURE_PCAPNG_H

#include "capture/source.h"

/* Read s->input as pcapng, now up to the first interface.  0 or -errno with err
 * filled. */
int pcapng_open(struct source *s, struct capture_error *err);

#endif
