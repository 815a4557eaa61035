/* SPDX-License-Identifier: BSD-2-Clause */
/* Where rendered bytes go: a file or a stream, buffered; live by line. */
#ifndef RENDER_SINK_H
#define RENDER_SINK_H

#include "base/strbuf.h"

struct render_sink; /* opaque */

/* Open path for writing (NULL or `-': standard output).  0 or -errno. */
int sink_open(struct render_sink **out, const char *path);
/* Write; with flush at once.  After a failure nothing is written any more. */
void sink_put(struct render_sink *s, struct slice text, bool flush);
/* 0, or the -errno of the first failure (-EPIPE: nobody reads any more). */
int sink_error(const struct render_sink *s);
bool sink_is_terminal(const struct render_sink *s);
/* Columns of the terminal, 0 when it is none. */
unsigned sink_columns(const struct render_sink *s);
/* Flush, close, free.  0 or -errno. */
int sink_close(struct render_sink *s);

#endif
