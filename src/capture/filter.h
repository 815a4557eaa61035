/* SPDX-License-Identifier: BSD-2-Clause */
/* pcap filters, compiled for one source's link type. */
#ifndef CAPTURE_FILTER_H
#define CAPTURE_FILTER_H

#include "capture/source.h"

/* Compile text for s and put it to work: in the kernel (live), or for
 * source_read (file).  -EINVAL with err filled: the old filter stays. */
int filter_set(struct source *s, const char *text, struct capture_error *err);
/* Would text compile for this link type?  0 or -EINVAL with err filled. */
int filter_check(const char *text, int link_type, struct capture_error *err);

#endif
