/* SPDX-License-Identifier: BSD-2-Clause */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "capture/pcapng_stream.h"

#include "capture/pcapng_block.h"

#include <errno.h>
#include <inttypes.h>

#define BLOCK_MAX (16u << 20) /* what Wireshark takes, too */

int pcapng_stream_init(struct pcapng_stream *s, struct input *input)
{
	return input_window_init(&s->in, input);
}

void pcapng_stream_fini(struct pcapng_stream *s)
{
	strbuf_fini(&s->why);
	input_window_fini(&s->in);
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

/* The input ends here: within a block, unless nothing of one is there. */
static enum source_read ending(struct pcapng_stream *s)
{
	if (s->in.memory)
		return pcapng_stream_no_memory(s);
	s->cut = s->in.end != s->in.pos;
	return s->cut ? SOURCE_BROKEN : SOURCE_END;
}

/* A section tells its byte order behind its length. */
static enum source_read learn_order(struct pcapng_stream *s)
{
	const char *order;

	if (!input_window_have(&s->in, 12))
		return ending(s);
	order = input_window_at(&s->in) + 8;
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

	if (!input_window_have(&s->in, 8))
		return ending(s);
	out->type = pcapng_u32(input_window_at(&s->in), s->big);
	if (out->type == PCAPNG_SECTION) {
		how = learn_order(s);
		if (how != SOURCE_FRAME)
			return how;
	}
	len = pcapng_u32(input_window_at(&s->in) + 4, s->big);
	if (len < 12 || len > BLOCK_MAX)
		return pcapng_stream_bad(s, "a block of %" PRIu32 " bytes", len);
	if (!input_window_have(&s->in, len))
		return ending(s);
	p = input_window_at(&s->in);
	again = pcapng_u32(p + len - 4, s->big);
	if (again != len)
		return pcapng_stream_bad(s, "a block of %" PRIu32
			" bytes whose end says %" PRIu32, len, again);
	out->bytes = slice_of(p + 8, len - 12);
	s->in.pos += len;
	return SOURCE_FRAME;
}
