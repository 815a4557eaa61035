/* SPDX-License-Identifier: BSD-2-Clause */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "capture/input_window.h"

#include "base/mem.h"

#include <stdlib.h>

#define BUFFER (64 * 1024)

int input_window_init(struct input_window *w, struct input *input)
{
	w->input = input;
	return mem_grow((void **)&w->buf, &w->cap, BUFFER, 1);
}

void input_window_fini(struct input_window *w)
{
	free(w->buf);
	*w = (struct input_window){ 0 };
}

/* Room grows with what has come, not with what a length claims. */
bool input_window_more(struct input_window *w, size_t n)
{
	size_t got;

	if (w->pos) {
		memmove(w->buf, w->buf + w->pos, w->end - w->pos);
		w->end -= w->pos;
		w->pos = 0;
	}
	while (w->end < n) {
		if (w->end == w->cap &&
		    mem_grow((void **)&w->buf, &w->cap, w->cap + 1, 1)) {
			w->memory = true;
			return false;
		}
		got = input_read(w->input, w->buf + w->end, w->cap - w->end);
		if (!got)
			return false;
		w->end += got;
	}
	return true;
}
