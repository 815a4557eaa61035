/* SPDX-License-Identifier: BSD-2-Clause */
/* Saving frames (-w): pcapng when the name says so, else classic pcap, which has
 * one link type; both with nanoseconds.  The code is in capture_writer.c. */
#ifndef CAPTURE_CAPTURE_WRITE_H
#define CAPTURE_CAPTURE_WRITE_H

#include "capture/capture.h"

struct capture_writer; /* opaque */

/* Create path (`-' is standard output, as pcap) for frames of c, which must live
 * until the writer is closed.  A name that ends in .pcapng gets pcapng: with
 * the interfaces of c, the packets' comments, and the decryption secrets that
 * the files have.  c may be NULL: then interfaces have no names, and a pcap file
 * waits for its first frame.  NULL with err filled when it cannot be written. */
struct capture_writer *capture_writer_new(const char *path,
					  const struct capture *c,
					  struct capture_error *err);
/* Append one frame.  0; -EXDEV when f has another link type than the frames of a
 * classic pcap file before it; -errno when writing fails (-EPIPE: the reader of
 * a pipe has gone; SIGPIPE is the caller's business).  err is filled the first
 * time only.  A pipe, and a file of a live capture, gets each frame at once; another
 * file at the latest at close. */
int capture_writer_put(struct capture_writer *w, const struct frame *f,
		       struct capture_error *err);
/* Flush and close; frees w in any case.  0 or -errno with err filled. */
int capture_writer_close(struct capture_writer *w, struct capture_error *err);

#endif
