/* SPDX-License-Identifier: BSD-2-Clause */
/* Any text through the reader of text traces: what comes out is a message of
 * bounded size that begins at a line seen so far. */
#include "capture/trace.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void check(const struct trace *t)
{
	const struct trace_message *m = &t->done;
	uint64_t sum = 0;

	must(m->text.len > 0 && m->text.len <= TRACE_MESSAGE_MAX);
	must(m->line > 0 && m->line <= t->line);
	must(m->head.src.family && m->head.src.family == m->head.dst.family);
	must(m->head.time >= 0);
	for (size_t i = 0; i < m->text.len; i++)
		sum += (unsigned char)m->text.p[i];
	must(sum > 0);
}

static void feed(struct trace *t, struct slice line)
{
	char *copy = malloc(line.len ? line.len : 1);

	if (!copy)
		return;
	if (line.len)
		memcpy(copy, line.p, line.len);
	if (trace_feed(t, slice_of(copy, line.len)))
		check(t);
	free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice rest = slice_of((const char *)data, size);
	struct trace t = { .line = 0 };

	while (rest.len) {
		size_t n = slice_find(rest, '\n');

		feed(&t, slice_head(rest, n));
		rest = slice_from(rest, n + 1);
	}
	if (trace_finish(&t))
		check(&t);
	trace_fini(&t);
	return 0;
}
