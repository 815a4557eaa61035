/* SPDX-License-Identifier: BSD-2-Clause */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "capture/pcapng_stream.h"

#include "base/mem.h"
#include "capture/pcapng_block.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#define BUFFER (64 * 1024)
#define BLOCK_MAX (16u << 20) /* what Wireshark takes, too */

int pcapng_stream_init(struct pcapng_stream *s, struct input *input)
{
	s->input = input;
	return mem_grow((void **)&s->buf, &s->cap, BUFFER, 1);
}

void pcapng_stream_fini(struct pcapng_stream *s)
{
	strbuf_fini(&s->why);
	free(s->buf);
	*s = (struct pcapng_stream){ 0 };
}

enum source_read pcapng_stream_bad(struct pcapng_stream *s,
				   const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	strbuf_vfmt(&s->why, fmt, ap);
	va_end(ap);
	return SOURCE_BROKEN;
}

enum source_read pcapng_stream_no_memory(struct pcapng_stream *s)
{
	s->memory = true;
	return SOURCE_BROKEN;
}

/* Read until n bytes stand at pos; false when there are no more, or no memory.
 * Room grows with what has come, not with what a length claims. */
static bool more(struct pcapng_stream *s, size_t n)
{
	size_t got;

	if (s->pos) {
		memmove(s->buf, s->buf + s->pos, s->end - s->pos);
		s->end -= s->pos;
		s->pos = 0;
	}
	while (s->end < n) {
		if (s->end == s->cap &&
		    mem_grow((void **)&s->buf, &s->cap, s->cap + 1, 1)) {
			s->memory = true;
			return false;
		}
		got = input_read(s->input, s->buf + s->end, s->cap - s->end);
		if (!got)
			return false;
		s->end += got;
	}
	return true;
}

static bool have(struct pcapng_stream *s, size_t n)
{
	return s->end - s->pos >= n || more(s, n);
}

/* The input ends here: within a block, unless nothing of one is there. */
static enum source_read ending(struct pcapng_stream *s)
{
	if (s->memory)
		return SOURCE_BROKEN;
	s->cut = s->end != s->pos;
	return s->cut ? SOURCE_BROKEN : SOURCE_END;
}

/* A section tells its byte order behind its length. */
static enum source_read learn_order(struct pcapng_stream *s)
{
	const char *order;

	if (!have(s, 12))
		return ending(s);
	order = s->buf + s->pos + 8;
	s->big = pcapng_u32(order, true) == PCAPNG_BYTE_ORDER;
	if (!s->big && pcapng_u32(order, false) != PCAPNG_BYTE_ORDER)
		return pcapng_stream_bad(s,
			"a section whose byte order mark is 0x%08" PRIx32,
			pcapng_u32(order, true));
	return SOURCE_FRAME;
}

enum source_read pcapng_stream_next(struct pcapng_stream *s,
				    struct pcapng_body *out)
{
	enum source_read how;
	uint32_t len, again;
	const char *p;

	if (!have(s, 8))
		return ending(s);
	out->type = pcapng_u32(s->buf + s->pos, s->big);
	if (out->type == PCAPNG_SECTION) {
		how = learn_order(s);
		if (how != SOURCE_FRAME)
			return how;
	}
	len = pcapng_u32(s->buf + s->pos + 4, s->big);
	if (len < 12 || len > BLOCK_MAX)
		return pcapng_stream_bad(s, "a block of %" PRIu32 " bytes", len);
	if (!have(s, len))
		return ending(s);
	p = s->buf + s->pos;
	again = pcapng_u32(p + len - 4, s->big);
	if (again != len)
		return pcapng_stream_bad(s, "a block of %" PRIu32
			" bytes whose end says %" PRIu32, len, again);
	out->bytes = slice_of(p + 8, len - 12);
	s->pos += len;
	return SOURCE_FRAME;
}
