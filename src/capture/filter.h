/* SPDX-License-Identifier: BSD-2-Clause */
/* pcap filters.  One text; what it becomes depends on the link type, of which a
 * file may have several. */
#ifndef CAPTURE_FILTER_H
#define CAPTURE_FILTER_H

#include "capture/source.h"

struct filter; /* opaque: a text with its programs */

/* Put text to work for s: in the kernel (live), or for source_read (file).
 * -EINVAL with err filled, and the old filter stays: the text compiles for none
 * of the link types that s is known to have (Ethernet when it has none yet). */
int filter_set(struct source *s, const char *text, struct capture_error *err);
/* Would text compile for this link type?  0 or -EINVAL with err filled. */
int filter_check(const char *text, int link_type, struct capture_error *err);
/* Does the filter let f through?  It is compiled when a link type is first
 * seen; a link type for which it does not compile (`ether host' on raw IP), and
 * every one beyond the 32nd, is not matched. */
bool filter_match(struct filter *f, const struct frame *frame);
void filter_free(struct filter *f);

#endif
