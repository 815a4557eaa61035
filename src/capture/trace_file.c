/* SPDX-License-Identifier: BSD-2-Clause */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "capture/trace_file.h"

#include "base/mem.h"
#include "capture/capture_error.h"
#include "capture/trace.h"
#include "dissect/exported_pdu.h"
#include "dissect/link.h"

#include <stdlib.h>

enum { CHUNK = 65536, LINE_LONGEST = 1 << 20 };

struct trace_file {
	struct trace trace;
	struct strbuf line;   /* of a line that is not all there yet */
	struct strbuf frame;
	char *chunk;          /* owned */
	struct slice rest;    /* of the chunk, not looked at yet */
	bool over, memory, began;
};

/* The first lines may say the time of day alone (FreeSWITCH) or nothing (the
 * console of Asterisk); the first date that a log line tells is theirs.  Many logs
 * leave out the year: Date headers may tell it. */
static void find_day(struct trace_file *f)
{
	struct slice rest = f->rest, line;

	while (rest.len) {
		line = slice_head(rest, slice_find(rest, '\n'));
		trace_scan_year(line, &f->trace.clock);
		rest = slice_from(rest, line.len + 1);
	}
	rest = f->rest;
	while (rest.len && !f->trace.clock.has_day) {
		line = slice_head(rest, slice_find(rest, '\n'));
		if (!trace_head_is_log(line, &f->trace.clock))
			trace_head_is_ios(line, &f->trace.clock, false);
		rest = slice_from(rest, line.len + 1);
	}
}

/* The next line, without its LF; false at the end.  Longer ones than any trace
 * has are cut into several. */
static bool next_line(struct source *s, struct slice *line)
{
	struct trace_file *f = s->state;
	size_t n;

	strbuf_reset(&f->line);
	for (;;) {
		n = slice_find(f->rest, '\n');
		if (n < f->rest.len || f->line.len > LINE_LONGEST)
			break;
		strbuf_slice(&f->line, f->rest);
		f->rest = slice_of(f->chunk, input_read(s->input, f->chunk,
							CHUNK));
		if (!f->began)
			find_day(f);
		f->began = true;
		if (f->rest.len)
			continue;
		f->over = true;
		*line = strbuf_view(&f->line);
		return line->len > 0;
	}
	if (f->line.len) {
		strbuf_slice(&f->line, slice_head(f->rest, n));
		*line = strbuf_view(&f->line);
	} else {
		*line = slice_head(f->rest, n);
	}
	f->rest = slice_from(f->rest, n + 1);
	return true;
}

static enum source_read give(struct source *s)
{
	struct trace_file *f = s->state;
	const struct trace_message *m = &f->trace.done;

	strbuf_reset(&f->frame);
	exported_pdu_write(&f->frame, &m->head.src, &m->head.dst,
			   m->head.transport, m->text);
	if (f->frame.failed) {
		f->memory = true;
		return SOURCE_BROKEN;
	}
	s->next = (struct frame){
		.bytes = strbuf_view(&f->frame),
		.wire_len = (uint32_t)f->frame.len,
		.time = source_time(0, m->head.time),
		.number = s->next.number + 1,
		.link_type = s->link_type,
	};
	return SOURCE_FRAME;
}

static enum source_read read_next(struct source *s)
{
	struct trace_file *f = s->state;
	struct slice line;

	while (!f->over && next_line(s, &line)) {
		if (trace_feed(&f->trace, line))
			return give(s);
		if (f->line.failed || f->trace.text.failed) {
			f->memory = true;
			return SOURCE_BROKEN;
		}
	}
	return trace_finish(&f->trace) ? give(s) : SOURCE_END;
}

static void broken(const struct source *s, const char *after,
		   struct capture_error *err)
{
	(void)s;
	(void)after; /* nothing but memory can fail here */
	capture_error_memory(err);
}

static void close_file(struct source *s)
{
	struct trace_file *f = s->state;

	if (!f)
		return;
	trace_fini(&f->trace);
	strbuf_fini(&f->line);
	strbuf_fini(&f->frame);
	free(f->chunk);
	free(f);
	s->state = NULL;
}

static const struct source_ops ops = {
	.read = read_next, .broken = broken, .close = close_file,
};

int trace_file_open(struct source *s, struct capture_error *err)
{
	struct trace_file *f = mem_zalloc(sizeof(*f));

	if (!f || !(f->chunk = malloc(CHUNK))) {
		free(f);
		return capture_error_memory(err);
	}
	s->state = f;
	s->ops = &ops;
	s->link_type = LINK_TYPE_UPPER_PDU;
	return 0;
}

bool trace_file_is(const struct source *s)
{
	return s->ops == &ops;
}
