/* SPDX-License-Identifier: BSD-2-Clause */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "capture/pcap_file.h"

#include "base/mem.h"
#include "capture/capture_error.h"
#include "capture/file.h"
#include "capture/input_window.h"
#include "capture/link_number.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

enum { FILE_HEADER = 24, RECORD_HEADER = 16, MODIFIED_HEADER = 24 };
/* What other programs put up with as well: buses have long frames. */
#define FRAME_MAX 262144u
#define BUS_FRAME_MAX (128u << 20)

enum form { MICRO, NANO, MODIFIED, FORMS };
static const uint32_t magics[FORMS] = {
	[MICRO] = 0xa1b2c3d4, [NANO] = 0xa1b23c4d, [MODIFIED] = 0xa1b2cd34 };

struct pcap_file {
	struct input_window in;
	struct strbuf why;    /* owned */
	size_t header;        /* bytes of that of a frame */
	uint32_t snaplen, most;
	unsigned minor;       /* of the version, 2.minor */
	bool big;             /* byte order */
	bool cut;
};

static inline uint32_t get32(const struct pcap_file *p, const char *at)
{
	const unsigned char *b = (const unsigned char *)at;
	uint32_t v = (uint32_t)b[3] << 24 | (uint32_t)b[2] << 16 |
		     (uint32_t)b[1] << 8 | b[0];

	return p->big ? __builtin_bswap32(v) : v;
}

/* No more bytes: within a frame, unless nothing of one is there. */
static enum source_read ending(struct pcap_file *p)
{
	if (p->in.memory)
		return SOURCE_BROKEN;
	p->cut = p->in.end != p->in.pos;
	return p->cut ? SOURCE_BROKEN : SOURCE_END;
}

/* Until version 2.3 the two lengths stood the other way round; files of 2.3
 * itself come in both ways. */
static void get_lengths(const struct pcap_file *p, const char *at,
			uint32_t *captured, uint32_t *wire)
{
	uint32_t a = get32(p, at), b = get32(p, at + 4);
	bool swapped = p->minor < 4 && (p->minor < 3 || a > b);

	*captured = swapped ? b : a;
	*wire = swapped ? a : b;
}

static __attribute__((noinline)) enum source_read
too_long(struct pcap_file *p, uint32_t captured)
{
	strbuf_fmt(&p->why, "a frame of %" PRIu32 " bytes", captured);
	return SOURCE_BROKEN;
}

static enum source_read next(struct source *s)
{
	struct pcap_file *p = s->state;
	uint32_t captured, wire, kept;
	const char *at;

	if (!input_window_have(&p->in, p->header))
		return ending(p);
	get_lengths(p, input_window_at(&p->in) + 8, &captured, &wire);
	if (captured > p->most)
		return too_long(p, captured);
	if (!input_window_have(&p->in, p->header + captured))
		return ending(p);
	at = input_window_at(&p->in);
	p->in.pos += p->header + captured;
	kept = captured < p->snaplen ? captured : p->snaplen;
	s->next.bytes = slice_of(at + p->header, kept);
	s->next.wire_len = wire < kept ? kept : wire;
	s->next.time = source_time(get32(p, at), /* up to 2106 */
				   (int32_t)get32(p, at + 4) * s->tick);
	s->next.number++;
	s->next.link_type = s->link_type; /* the rest stays zero */
	return SOURCE_FRAME;
}

static void broken(const struct source *s, const char *after,
		   struct capture_error *err)
{
	const struct pcap_file *p = s->state;

	if (p->in.memory)
		capture_error_set(err, -ENOMEM,
			"there is not enough memory to read %s any further "
			"%s; close other programs", s->label, after);
	else if (p->cut)
		file_cut(s, after, err);
	else
		file_garbled(s, after, strbuf_str(&p->why), err);
}

static bool interface(const struct source *s, unsigned number,
		      struct capture_interface *out)
{
	const struct pcap_file *p = s->state;

	if (number)
		return false;
	*out = (struct capture_interface){ .link_type = s->link_type,
					   .snaplen = p->snaplen };
	return true;
}

static void close_file(struct source *s)
{
	struct pcap_file *p = s->state;

	if (!p)
		return;
	input_window_fini(&p->in);
	strbuf_fini(&p->why);
	free(p);
	s->state = NULL;
}

static const struct source_ops ops = {
	.read = next,
	.broken = broken,
	.interface = interface,
	.close = close_file,
};

static uint32_t most_of(int link_type)
{
	switch (link_type) {
	case 189: case 220: case 249: case 266: /* USB */
	case 231: /* D-Bus */
	case 279: /* Elektrobit buses */
		return BUS_FRAME_MAX;
	default:
		return FRAME_MAX;
	}
}

/* The modified form has 8 bytes more for each frame, and its snap length did not
 * count the link header. */
static void take_form(struct source *s, struct pcap_file *p, enum form form)
{
	uint32_t snaplen = get32(p, input_window_at(&p->in) + 16);

	s->tick = form == NANO ? 1 : 1000;
	p->header = form == MODIFIED ? MODIFIED_HEADER : RECORD_HEADER;
	s->link_type = link_number_to_dlt((uint16_t)get32(
		p, input_window_at(&p->in) + 20));
	p->most = most_of(s->link_type);
	if (!snaplen || snaplen > p->most)
		snaplen = p->most;
	p->snaplen = snaplen + (form == MODIFIED ? 14 : 0);
}

/* The magic number tells the byte order, too. */
static enum form form_of(struct pcap_file *p)
{
	const char *at = input_window_at(&p->in);

	for (unsigned i = 0; i < 2 * FORMS; i++) {
		p->big = i >= FORMS;
		if (get32(p, at) == magics[i % FORMS])
			return (enum form)(i % FORMS);
	}
	return FORMS;
}

/* 0 or -errno with err filled. */
static int take_header(struct source *s, struct pcap_file *p,
		       struct capture_error *err)
{
	enum form form = form_of(p);
	uint32_t version = get32(p, input_window_at(&p->in) + 4);
	unsigned major = p->big ? version >> 16 : version & 0xffff;
	struct strbuf why = { 0 };
	int rc;

	p->minor = p->big ? version & 0xffff : version >> 16;
	if (form != FORMS && major == 2 && p->minor <= 4) {
		take_form(s, p, form);
		p->in.pos += FILE_HEADER;
		return 0;
	}
	strbuf_fmt(&why, "version %u.%u of the form", major, p->minor);
	rc = file_header_bad(s, strbuf_str(&why), false, err);
	strbuf_fini(&why);
	return rc;
}

int pcap_file_open(struct source *s, struct capture_error *err)
{
	struct pcap_file *p = mem_zalloc(sizeof(*p));
	int rc;

	s->state = p;
	if (!p || input_window_init(&p->in, s->input))
		rc = capture_error_memory(err);
	else if (!input_window_have(&p->in, FILE_HEADER))
		rc = file_header_bad(s, "", true, err);
	else
		rc = take_header(s, p, err);
	if (rc)
		close_file(s);
	else
		s->ops = &ops;
	return rc;
}
