/* SPDX-License-Identifier: BSD-2-Clause */
/* Opening saved captures of any form, and saying what is wrong with them. */
#ifndef CAPTURE_FILE_H
#define CAPTURE_FILE_H

#include "capture/source.h"

/* Open the file that s is named for (`-': standard input) with the reader that
 * its content asks for.  0 or -errno with err filled.  The first frame of a
 * regular file is loaded now, so that the interfaces before it are known. */
int file_open(struct source *s, const volatile sig_atomic_t *stop,
	      struct capture_error *err);
/* The same for a file that lies in memory (borrowed until source_free). */
int file_open_memory(struct source *s, struct slice bytes,
		     struct capture_error *err);
/* The sentence for a file that source_read called SOURCE_BROKEN: its input's, or
 * its reader's. */
void file_broken(const struct source *s, struct capture_error *err);

/* Sentences for readers.  after is as ops->broken gets it. */

/* The file ends within a frame. */
void file_cut(const struct source *s, const char *after,
	      struct capture_error *err);
/* What stands there is no frame: reason, without a full stop. */
void file_garbled(const struct source *s, const char *after,
		  const char *reason, struct capture_error *err);
/* The header of the file cannot be read: it is cut, or else for this reason.
 * -errno. */
int file_header_bad(const struct source *s, const char *reason, bool cut,
		    struct capture_error *err);

#endif
