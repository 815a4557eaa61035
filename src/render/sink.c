/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/sink.h"

#include "base/mem.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

struct render_sink {
	FILE *f;
	bool owned;  /* not standard output: to be closed */
	int error;   /* -errno of the first failure; sticks */
};

int sink_open(struct render_sink **out, const char *path)
{
	struct render_sink *s = mem_zalloc(sizeof(*s));

	*out = NULL;
	if (!s)
		return -ENOMEM;
	s->f = stdout;
	if (path && strcmp(path, "-") != 0) {
		s->f = fopen(path, "we");
		s->owned = true;
	}
	if (!s->f) {
		int rc = -errno;

		free(s);
		return rc;
	}
	*out = s;
	return 0;
}

static void failed(struct render_sink *s)
{
	if (!s->error)
		s->error = errno ? -errno : -EIO;
}

void sink_put(struct render_sink *s, struct slice text, bool flush)
{
	if (s->error)
		return;
	errno = 0;
	if (text.len && fwrite(text.p, 1, text.len, s->f) != text.len)
		failed(s);
	else if (flush && fflush(s->f))
		failed(s);
}

int sink_error(const struct render_sink *s)
{
	return s->error;
}

bool sink_is_terminal(const struct render_sink *s)
{
	return isatty(fileno(s->f));
}

unsigned sink_columns(const struct render_sink *s)
{
	struct winsize w = { 0 };

	if (!sink_is_terminal(s) || ioctl(fileno(s->f), TIOCGWINSZ, &w))
		return 0;
	return w.ws_col;
}

int sink_close(struct render_sink *s)
{
	int rc;

	if (!s)
		return 0;
	errno = 0;
	if (s->owned ? fclose(s->f) : fflush(s->f))
		failed(s);
	rc = s->error;
	free(s);
	return rc;
}
