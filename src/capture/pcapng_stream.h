/* SPDX-License-Identifier: BSD-2-Clause */
/* The blocks of a pcapng file, one after the other, out of an input that is
 * never seeked. */
#ifndef CAPTURE_PCAPNG_STREAM_H
#define CAPTURE_PCAPNG_STREAM_H

#include "capture/input_window.h"
#include "capture/source.h"

struct pcapng_stream {
	struct input_window in;
	bool big;                /* byte order of the section */
	bool cut, memory;        /* why nothing more can be read, or: */
	struct strbuf why;       /* owned */
};

struct pcapng_body {
	uint32_t type;
	struct slice bytes; /* between the two lengths; good until the next */
};

/* 0 or -ENOMEM.  s was zeroed. */
int pcapng_stream_init(struct pcapng_stream *s, struct input *input);
void pcapng_stream_fini(struct pcapng_stream *s);
/* SOURCE_FRAME: *out is the next block.  SOURCE_END: there is none.
 * SOURCE_BROKEN: see .cut, .memory and .why. */
enum source_read pcapng_stream_next(struct pcapng_stream *s,
				    struct pcapng_body *out);
/* What stands there makes no sense, for this reason; SOURCE_BROKEN. */
enum source_read pcapng_stream_bad(struct pcapng_stream *s,
				   const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* There is not enough memory; SOURCE_BROKEN. */
enum source_read pcapng_stream_no_memory(struct pcapng_stream *s);

#endif
