/* SPDX-License-Identifier: BSD-2-Clause */
/* Sentences about what a filter keeps from the reader. */
#ifndef SRC_FILTER_NOTE_H
#define SRC_FILTER_NOTE_H

#include "ports.h"

/* Append what a filter loses and how to write it so that it does not; nothing
 * when it loses nothing. */
void filter_note_loss(struct strbuf *out, const char *filter,
		      const struct capture_filter_loss *loss);
/* Append which ports are left out and how to get them; nothing when none are.
 * filter: of the user; NULL: none. */
void filter_note_ports(struct strbuf *out, const struct ports_left_out *ports,
		       const char *filter);

#endif
