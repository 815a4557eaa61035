/* SPDX-License-Identifier: BSD-2-Clause */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "capture/pcapng.h"

#include "base/mem.h"
#include "capture/capture_error.h"
#include "capture/file.h"
#include "capture/pcapng_block.h"
#include "capture/pcapng_stream.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#define FRAME_MAX 262144         /* what libpcap gives of a packet at most */
#define INTERFACES_MAX 65536
#define SECRETS_MAX (1u << 20)   /* bytes, and 64 for each */

struct secret {
	uint32_t type;
	struct slice data; /* owned */
};

struct pcapng {
	struct pcapng_stream in;
	struct pcapng_interface *all; /* owned */
	size_t count, all_cap;
	size_t first;            /* interface 0 of the section */
	struct secret *secrets;  /* owned */
	size_t secret_count, secret_cap, secret_bytes;
	struct strbuf comments;  /* when a packet has several */
	uint64_t records;        /* so far; see is_record */
	int64_t time;            /* of the last packet that tells one */
};

static enum source_read bad_length(struct pcapng *g, uint32_t type,
				   size_t body_len)
{
	return pcapng_stream_bad(&g->in,
		"a block of type %" PRIu32 " that is %zu bytes long", type,
		body_len + 12);
}

static void broken(const struct source *s, const char *after,
		   struct capture_error *err)
{
	const struct pcapng *g = s->state;

	if (g->in.memory)
		capture_error_set(err, -ENOMEM,
			"there is not enough memory to read %s any further "
			"%s; close other programs", s->label, after);
	else if (g->in.cut)
		file_cut(s, after, err);
	else
		file_garbled(s, after, strbuf_str(&g->in.why), err);
}

/* Wireshark gives a frame number to these, too: our numbers must be its own. */
static bool is_record(uint32_t type)
{
	switch (type) {
	case 0x00000009: /* an entry of systemd's journal */
	case 0x00000204: /* sysdig events */
	case 0x00000216:
	case 0x00000221:
	case 0x00000bad: /* custom blocks */
	case 0x40000bad:
		return true;
	}
	return false;
}

/* --- blocks; SOURCE_NOTHING: no frame, go on ------------------------------- */

static enum source_read read_section(struct pcapng *g, struct slice body)
{
	unsigned major;

	if (body.len < 16)
		return bad_length(g, PCAPNG_SECTION, body.len);
	major = pcapng_u16(body.p + 4, g->in.big);
	if (major != 1)
		return pcapng_stream_bad(&g->in,
			"a section of pcapng version %u.%u", major,
			pcapng_u16(body.p + 6, g->in.big));
	g->first = g->count;
	return SOURCE_NOTHING;
}

static enum source_read read_interface(struct source *s, struct slice body)
{
	struct pcapng *g = s->state;
	int rc;

	if (g->count == INTERFACES_MAX)
		return pcapng_stream_bad(&g->in, "more than %d interfaces",
					 INTERFACES_MAX);
	if (mem_grow((void **)&g->all, &g->all_cap, g->count + 1,
		     sizeof(*g->all)))
		return pcapng_stream_no_memory(&g->in);
	rc = pcapng_block_interface(&g->all[g->count], body, g->in.big);
	if (rc == -ENOMEM)
		return pcapng_stream_no_memory(&g->in);
	if (rc)
		return bad_length(g, PCAPNG_INTERFACE, body.len);
	if (s->link_type < 0)
		s->link_type = g->all[g->count].link_type;
	g->count++;
	return SOURCE_NOTHING;
}

/* Secrets are kept as far as there is room; none is needed to read on. */
static enum source_read read_secret(struct pcapng *g, struct slice body)
{
	struct secret new;
	uint32_t len;

	if (body.len < 8)
		return SOURCE_NOTHING;
	len = pcapng_u32(body.p + 4, g->in.big);
	if (len > body.len - 8 || len > SECRETS_MAX ||
	    g->secret_bytes + len + 64 > SECRETS_MAX)
		return SOURCE_NOTHING;
	if (mem_grow((void **)&g->secrets, &g->secret_cap,
		     g->secret_count + 1, sizeof(*g->secrets)))
		return pcapng_stream_no_memory(&g->in);
	new.type = pcapng_u32(body.p, g->in.big);
	new.data = slice_of(mem_strndup(slice_of(body.p + 8, len)), len);
	if (!new.data.p)
		return pcapng_stream_no_memory(&g->in);
	g->secrets[g->secret_count++] = new;
	g->secret_bytes += len + 64;
	return SOURCE_NOTHING;
}

/* The comment of a packet; several become one of as many lines. */
static struct slice comment(struct pcapng *g, struct slice options)
{
	struct slice first = { NULL, 0 };
	struct pcapng_option o;

	strbuf_reset(&g->comments);
	while (pcapng_block_option(&options, g->in.big, &o)) {
		if (o.code != PCAPNG_COMMENT || !o.value.len)
			continue;
		if (!first.len) {
			first = o.value;
			continue;
		}
		if (!g->comments.len)
			strbuf_slice(&g->comments, first);
		strbuf_addc(&g->comments, '\n');
		strbuf_slice(&g->comments, o.value);
	}
	return g->comments.len && !g->comments.failed ?
		strbuf_view(&g->comments) : first;
}

static enum source_read load(struct source *s, const struct pcapng_packet *p)
{
	struct pcapng *g = s->state;
	const struct pcapng_interface *i;

	if (p->interface >= g->count - g->first)
		return pcapng_stream_bad(&g->in,
			"a packet of interface %" PRIu32 " of a section that "
			"describes %zu", p->interface, g->count - g->first);
	i = &g->all[g->first + p->interface];
	if (p->timed)
		g->time = pcapng_block_time(i, p->units);
	s->next = (struct frame){
		.bytes = slice_head(p->bytes, FRAME_MAX),
		.wire_len = p->wire_len < p->captured ? p->captured :
							p->wire_len,
		.time = g->time, /* a simple packet tells none */
		.number = ++g->records,
		.link_type = i->link_type,
		.interface = (unsigned)(g->first + p->interface),
	};
	if (p->options.len)
		s->next.comment = comment(g, p->options);
	return SOURCE_FRAME;
}

static enum source_read read_packet(struct source *s,
				    const struct pcapng_body *b)
{
	struct pcapng *g = s->state;
	struct pcapng_packet p;
	int rc;

	if (b->type == PCAPNG_SIMPLE && g->count == g->first)
		return pcapng_stream_bad(&g->in,
			"a packet of a section without interfaces");
	if (b->type == PCAPNG_SIMPLE)
		rc = pcapng_block_simple(&p, g->all[g->first].snaplen,
					       b->bytes, g->in.big);
	else
		rc = pcapng_block_packet(&p, (enum pcapng_type)b->type, b->bytes,
					g->in.big);
	if (rc == -EMSGSIZE)
		return pcapng_stream_bad(&g->in,
			"a packet of %" PRIu32 " bytes in a block of %zu",
			p.captured, b->bytes.len + 12);
	return rc ? bad_length(g, b->type, b->bytes.len) : load(s, &p);
}

static enum source_read read_block(struct source *s)
{
	struct pcapng *g = s->state;
	struct pcapng_body b = { 0 };
	enum source_read how = pcapng_stream_next(&g->in, &b);

	if (how != SOURCE_FRAME)
		return how;
	switch (b.type) {
	case PCAPNG_PACKET:
	case PCAPNG_SIMPLE:
	case PCAPNG_OLD_PACKET:
		return read_packet(s, &b);
	case PCAPNG_SECTION:
		return read_section(g, b.bytes);
	case PCAPNG_INTERFACE:
		return read_interface(s, b.bytes);
	case PCAPNG_SECRETS:
		return read_secret(g, b.bytes);
	}
	g->records += is_record(b.type);
	return SOURCE_NOTHING; /* names, statistics and the like */
}

/* --- the reader ----------------------------------------------------------- */

static enum source_read read_next(struct source *s)
{
	enum source_read how;

	do
		how = read_block(s);
	while (how == SOURCE_NOTHING);
	return how;
}

static bool interface(const struct source *s, unsigned i,
		      struct capture_interface *out)
{
	const struct pcapng *g = s->state;

	if (i >= g->count)
		return false;
	*out = (struct capture_interface){
		.name = slice_cstr(g->all[i].name),
		.description = slice_cstr(g->all[i].description),
		.link_type = g->all[i].link_type,
		.snaplen = g->all[i].snaplen,
	};
	return true;
}

static bool secret(const struct source *s, size_t i, struct capture_secret *out)
{
	const struct pcapng *g = s->state;

	if (i >= g->secret_count)
		return false;
	*out = (struct capture_secret){ .type = g->secrets[i].type,
					.data = g->secrets[i].data };
	return true;
}

static void close_state(struct source *s)
{
	struct pcapng *g = s->state;

	for (size_t i = 0; i < g->count; i++)
		pcapng_block_free_interface(&g->all[i]);
	for (size_t i = 0; i < g->secret_count; i++)
		free((char *)(uintptr_t)g->secrets[i].data.p);
	strbuf_fini(&g->comments);
	pcapng_stream_fini(&g->in);
	free(g->secrets);
	free(g->all);
	free(g);
}

static const struct source_ops ops = {
	.read = read_next,
	.broken = broken,
	.interface = interface,
	.secret = secret,
	.close = close_state,
};

/* Blocks before the first interface: nothing but a section must come. */
static int read_header(struct source *s, struct capture_error *err)
{
	struct pcapng *g = s->state;
	enum source_read how = SOURCE_NOTHING;

	while (how == SOURCE_NOTHING && s->link_type < 0)
		how = read_block(s);
	if (g->in.memory)
		return capture_error_memory(err);
	if (how == SOURCE_BROKEN || input_damage(s->input) != INPUT_WHOLE)
		return file_header_bad(s, strbuf_str(&g->in.why), g->in.cut, err);
	return 0;
}

int pcapng_open(struct source *s, struct capture_error *err)
{
	struct pcapng *g = mem_zalloc(sizeof(*g));

	if (!g)
		return capture_error_memory(err);
	s->state = g;
	s->ops = &ops;
	if (pcapng_stream_init(&g->in, s->input))
		return capture_error_memory(err);
	return read_header(s, err);
}
