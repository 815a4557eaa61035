/* SPDX-License-Identifier: BSD-2-Clause */
/* An input is the byte stream of one saved capture: a descriptor or memory,
 * unpacked on the way when it is gzip or zstd.  Nothing is ever seeked, so a
 * pipe works like a file. */
#ifndef CAPTURE_INPUT_H
#define CAPTURE_INPUT_H

#include "base/slice.h"

#include <signal.h>

struct input; /* opaque */

enum input_form { INPUT_PLAIN, INPUT_GZIP, INPUT_ZSTD };

enum input_damage {
	INPUT_WHOLE,   /* so far */
	INPUT_CUT,     /* the compressed stream stops before its end */
	INPUT_CORRUPT, /* the compressed stream makes no sense */
	INPUT_ERROR,   /* reading failed: input_errno */
	INPUT_STOPPED  /* *stop was set while waiting */
};

/* Take over fd (closed by input_free, and at once when this fails); *stop, which
 * may be NULL, is looked at while waiting for a pipe.  The first bytes are read
 * now.  NULL when there is no memory. */
struct input *input_open(int fd, const volatile sig_atomic_t *stop);
/* The same over memory that the caller keeps until input_free. */
struct input *input_open_memory(struct slice bytes);
void input_free(struct input *in);

enum input_form input_form(const struct input *in);
/* The first bytes after unpacking: at least 24 unless there are no more.
 * Borrowed; gone after the first input_read. */
struct slice input_head(const struct input *in);
/* Up to n bytes, from the head on; 0 at the end or when damaged. */
size_t input_read(struct input *in, char *out, size_t n);
enum input_damage input_damage(const struct input *in);
/* errno of INPUT_ERROR. */
int input_errno(const struct input *in);

#endif
