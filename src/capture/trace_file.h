/* SPDX-License-Identifier: BSD-2-Clause */
/* A text trace as a source: each SIP message in it becomes a frame of the form
 * that Wireshark calls an exported PDU (link type 252), so that everything
 * above, and -w, takes it like a captured one. */
#ifndef CAPTURE_TRACE_FILE_H
#define CAPTURE_TRACE_FILE_H

#include "capture/source.h"

/* Read s->input as text.  0 or -ENOMEM with err filled.  Frame numbers count
 * the messages; nothing in a text is damage. */
int trace_file_open(struct source *s, struct capture_error *err);
/* Is s read by this reader? */
bool trace_file_is(const struct source *s);

#endif
