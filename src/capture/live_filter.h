/* SPDX-License-Identifier: BSD-2-Clause */
/* The default filter at work: compiled for each interface, joined with the
 * filter of the user, given to the kernel, and widened while the capture runs. */
#ifndef CAPTURE_LIVE_FILTER_H
#define CAPTURE_LIVE_FILTER_H

#include "capture/default_filter.h"
#include "capture/source.h"

struct live_filter; /* opaque: the ports, and the programs of each interface */

/* user: a pcap filter that has to let a packet through, too; NULL: none.  Its
 * ports are opened from the start (default_filter_named).  NULL when there is
 * no memory. */
struct live_filter *live_filter_new(const char *user);
/* Compile for s, an activated interface, and set it in the kernel.  The packets
 * that came between activation and this call are filtered, too.  0 or -errno
 * with err filled. */
int live_filter_set(struct live_filter *f, struct source *s,
		    struct capture_error *err);
/* Let this port through on every interface from now on.  While the kernel
 * changes filters a packet may be missed.  False: there is no room for it, or
 * the kernel or the link type of an interface allows no such change. */
bool live_filter_open(struct live_filter *f, uint16_t port, bool tcp);
/* Let what is sent between these two ports through: as it is when one of them
 * is open, else by opening a. */
bool live_filter_open_flow(struct live_filter *f, uint16_t a, uint16_t b,
			   bool tcp);
void live_filter_free(struct live_filter *f);

/* The text of what is set on an interface of this link type, one line: the
 * default filter joined with the user's (NULL: none).  0; -EINVAL: the two cannot
 * be written as one text, since the user's shifts all offsets behind it (`vlan'
 * and the like); out then has the default filter alone. */
int live_filter_text(struct strbuf *out, int link_type, const char *user);

#endif
