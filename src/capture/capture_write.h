/* SPDX-License-Identifier: BSD-2-Clause */
/* Saving frames (-w): classic pcap of one link type, with nanoseconds.  The code
 * is in capture_writer.c. */
#ifndef CAPTURE_CAPTURE_WRITE_H
#define CAPTURE_CAPTURE_WRITE_H

#include "capture/capture.h"

struct capture_writer; /* opaque */

/* Create path (`-' is standard output) for one link type.  A name that ends in
 * .pcapng is refused clearly (-ENOTSUP; the form comes with a later release).
 * NULL with err filled when it cannot be written. */
struct capture_writer *capture_writer_new(const char *path, int link_type,
					  struct capture_error *err);
/* Append one frame.  0; -EXDEV when f has another link type than the file;
 * -errno when writing fails (-EPIPE: the reader of a pipe has gone; SIGPIPE is
 * the caller's business).  err is filled the first time only.  A pipe gets each
 * frame at once, a file at the latest at close. */
int capture_writer_put(struct capture_writer *w, const struct frame *f,
		       struct capture_error *err);
/* Flush and close; frees w in any case.  0 or -errno with err filled. */
int capture_writer_close(struct capture_writer *w, struct capture_error *err);

#endif
