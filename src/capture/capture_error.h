/* SPDX-License-Identifier: BSD-2-Clause */
/* Filling in the sentence of a failed call. */
#ifndef CAPTURE_CAPTURE_ERROR_H
#define CAPTURE_CAPTURE_ERROR_H

#include "capture/capture.h"

/* Replace the text of err (NULL: do nothing) and return rc, so that a caller
 * can say `return capture_error_set(err, -ENOENT, "...", ...)'.  File names and
 * the like may hold anything: what could move a cursor is escaped. */
int capture_error_set(struct capture_error *err, int rc, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* The sentence for a failed allocation; returns -ENOMEM. */
int capture_error_memory(struct capture_error *err);

#endif
