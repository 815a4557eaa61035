/* SPDX-License-Identifier: BSD-2-Clause */
/* The bytes of an input that are not consumed yet, side by side in memory, so
 * that readers hand out slices of them instead of copies. */
#ifndef CAPTURE_INPUT_WINDOW_H
#define CAPTURE_INPUT_WINDOW_H

#include "capture/input.h"

struct input_window {
	struct input *input;  /* borrowed */
	char *buf;            /* owned */
	size_t cap, pos, end; /* bytes from pos to end are not consumed */
	bool memory;          /* there was not enough */
};

/* 0 or -ENOMEM.  w was zeroed. */
int input_window_init(struct input_window *w, struct input *input);
void input_window_fini(struct input_window *w);
/* Read until there are n bytes; false when there are no more, or no memory.
 * What was handed out before is gone. */
bool input_window_more(struct input_window *w, size_t n);
static inline bool input_window_have(struct input_window *w, size_t n)
{
	return w->end - w->pos >= n || input_window_more(w, n);
}
/* The first byte that is not consumed. */
static inline const char *input_window_at(const struct input_window *w)
{
	return w->buf + w->pos;
}

#endif
