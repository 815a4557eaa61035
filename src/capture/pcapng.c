/* SPDX-License-Identifier: BSD-2-Clause */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "capture/pcapng.h"

#include "base/mem.h"
#include "capture/capture_error.h"
#include "capture/file.h"
#include "capture/pcapng_block.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#define BUFFER (64 * 1024)
#define BLOCK_MAX (16u << 20)    /* what Wireshark takes, too */
#define FRAME_MAX 262144         /* what libpcap gives of a packet at most */
#define INTERFACES_MAX 65536
#define SECRETS_MAX (1u << 20)   /* bytes, and 64 for each */

struct secret {
	uint32_t type;
	struct slice data; /* owned */
};

struct pcapng {
	struct input *input;
	char *buf;               /* owned */
	size_t cap, pos, end;    /* bytes from pos to end are not consumed */
	bool big;                /* byte order of the section */
	struct pcapng_interface *all; /* owned */
	size_t count, all_cap;
	size_t first;            /* interface 0 of the section */
	struct secret *secrets;  /* owned */
	size_t secret_count, secret_cap, secret_bytes;
	struct strbuf comments;  /* when a packet has several */
	uint64_t records;        /* so far; see is_record */
	int64_t time;            /* of the last packet that tells one */
	bool cut, memory;        /* why it is broken, or: */
	struct strbuf why;
};

struct block {
	uint32_t type;
	struct slice body; /* between the two lengths */
};

/* --- damage --------------------------------------------------------------- */

static enum source_read bad(struct pcapng *g, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static enum source_read bad(struct pcapng *g, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	strbuf_vfmt(&g->why, fmt, ap);
	va_end(ap);
	return SOURCE_BROKEN;
}

static enum source_read no_memory(struct pcapng *g)
{
	g->memory = true;
	return SOURCE_BROKEN;
}

static enum source_read bad_length(struct pcapng *g, uint32_t type,
				   size_t body_len)
{
	return bad(g, "a block of type %" PRIu32 " that is %zu bytes long",
		   type, body_len + 12);
}

static void broken(const struct source *s, const char *after,
		   struct capture_error *err)
{
	const struct pcapng *g = s->state;

	if (g->memory)
		capture_error_set(err, -ENOMEM,
			"there is not enough memory to read %s any further "
			"%s; close other programs", s->label, after);
	else if (g->cut)
		file_cut(s, after, err);
	else
		file_garbled(s, after, strbuf_str(&g->why), err);
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

/* --- blocks --------------------------------------------------------------- */

/* Read until n bytes stand at pos; false when there are no more, or no memory.
 * Room grows with what has come, not with what a length claims. */
static bool more(struct pcapng *g, size_t n)
{
	size_t got;

	if (g->pos) {
		memmove(g->buf, g->buf + g->pos, g->end - g->pos);
		g->end -= g->pos;
		g->pos = 0;
	}
	while (g->end < n) {
		if (g->end == g->cap &&
		    mem_grow((void **)&g->buf, &g->cap, g->cap + 1, 1)) {
			g->memory = true;
			return false;
		}
		got = input_read(g->input, g->buf + g->end, g->cap - g->end);
		if (!got)
			return false;
		g->end += got;
	}
	return true;
}

static bool have(struct pcapng *g, size_t n)
{
	return g->end - g->pos >= n || more(g, n);
}

/* The input ends here: within a block, unless nothing of one is there. */
static enum source_read ending(struct pcapng *g)
{
	if (g->memory)
		return SOURCE_BROKEN;
	g->cut = g->end != g->pos;
	return g->cut ? SOURCE_BROKEN : SOURCE_END;
}

/* A section tells its byte order behind its length. */
static enum source_read learn_order(struct pcapng *g)
{
	const char *order;

	if (!have(g, 12))
		return ending(g);
	order = g->buf + g->pos + 8;
	g->big = pcapng_u32(order, true) == PCAPNG_BYTE_ORDER;
	if (!g->big && pcapng_u32(order, false) != PCAPNG_BYTE_ORDER)
		return bad(g, "a section whose byte order mark is 0x%08" PRIx32,
			   pcapng_u32(order, true));
	return SOURCE_FRAME;
}

/* SOURCE_FRAME: *out is the next block. */
static enum source_read next_block(struct pcapng *g, struct block *out)
{
	enum source_read how;
	uint32_t len, again;
	const char *p;

	if (!have(g, 8))
		return ending(g);
	out->type = pcapng_u32(g->buf + g->pos, g->big);
	if (out->type == PCAPNG_SECTION) {
		how = learn_order(g);
		if (how != SOURCE_FRAME)
			return how;
	}
	len = pcapng_u32(g->buf + g->pos + 4, g->big);
	if (len < 12 || len > BLOCK_MAX)
		return bad(g, "a block of %" PRIu32 " bytes", len);
	if (!have(g, len))
		return ending(g);
	p = g->buf + g->pos;
	again = pcapng_u32(p + len - 4, g->big);
	if (again != len)
		return bad(g, "a block of %" PRIu32 " bytes whose end says %"
			   PRIu32, len, again);
	out->body = slice_of(p + 8, len - 12);
	g->pos += len;
	return SOURCE_FRAME;
}

/* --- what stands in them; SOURCE_NOTHING: no frame, go on ------------------ */

static enum source_read read_section(struct pcapng *g, struct slice body)
{
	unsigned major;

	if (body.len < 16)
		return bad_length(g, PCAPNG_SECTION, body.len);
	major = pcapng_u16(body.p + 4, g->big);
	if (major != 1)
		return bad(g, "a section of pcapng version %u.%u", major,
			   pcapng_u16(body.p + 6, g->big));
	g->first = g->count;
	return SOURCE_NOTHING;
}

static enum source_read read_interface(struct source *s, struct slice body)
{
	struct pcapng *g = s->state;
	int rc;

	if (g->count == INTERFACES_MAX)
		return bad(g, "more than %d interfaces", INTERFACES_MAX);
	if (mem_grow((void **)&g->all, &g->all_cap, g->count + 1,
		     sizeof(*g->all)))
		return no_memory(g);
	rc = pcapng_block_interface(&g->all[g->count], body, g->big);
	if (rc == -ENOMEM)
		return no_memory(g);
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
	len = pcapng_u32(body.p + 4, g->big);
	if (len > body.len - 8 || len > SECRETS_MAX ||
	    g->secret_bytes + len + 64 > SECRETS_MAX)
		return SOURCE_NOTHING;
	if (mem_grow((void **)&g->secrets, &g->secret_cap,
		     g->secret_count + 1, sizeof(*g->secrets)))
		return no_memory(g);
	new.type = pcapng_u32(body.p, g->big);
	new.data = slice_of(mem_strndup(slice_of(body.p + 8, len)), len);
	if (!new.data.p)
		return no_memory(g);
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
	while (pcapng_block_option(&options, g->big, &o)) {
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
		return bad(g, "a packet of interface %" PRIu32 " of a section "
			   "that describes %zu", p->interface,
			   g->count - g->first);
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

static enum source_read read_packet(struct source *s, const struct block *b)
{
	struct pcapng *g = s->state;
	struct pcapng_packet p;
	int rc;

	if (b->type == PCAPNG_SIMPLE && g->count == g->first)
		return bad(g, "a packet of a section without interfaces");
	if (b->type == PCAPNG_SIMPLE)
		rc = pcapng_block_simple(&p, g->all[g->first].snaplen,
					       b->body, g->big);
	else
		rc = pcapng_block_packet(&p, (enum pcapng_type)b->type, b->body,
					g->big);
	if (rc == -EMSGSIZE)
		return bad(g, "a packet of %" PRIu32 " bytes in a block of %zu",
			   p.captured, b->body.len + 12);
	return rc ? bad_length(g, b->type, b->body.len) : load(s, &p);
}

static enum source_read read_block(struct source *s)
{
	struct pcapng *g = s->state;
	struct block b;
	enum source_read how = next_block(g, &b);

	if (how != SOURCE_FRAME)
		return how;
	switch (b.type) {
	case PCAPNG_PACKET:
	case PCAPNG_SIMPLE:
	case PCAPNG_OLD_PACKET:
		return read_packet(s, &b);
	case PCAPNG_SECTION:
		return read_section(g, b.body);
	case PCAPNG_INTERFACE:
		return read_interface(s, b.body);
	case PCAPNG_SECRETS:
		return read_secret(g, b.body);
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
	strbuf_fini(&g->why);
	free(g->secrets);
	free(g->all);
	free(g->buf);
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
	if (g->memory)
		return capture_error_memory(err);
	if (how == SOURCE_BROKEN || input_damage(s->input) != INPUT_WHOLE)
		return file_header_bad(s, strbuf_str(&g->why), g->cut, err);
	return 0;
}

int pcapng_open(struct source *s, struct capture_error *err)
{
	struct pcapng *g = mem_zalloc(sizeof(*g));

	if (!g)
		return capture_error_memory(err);
	g->input = s->input;
	s->state = g;
	s->ops = &ops;
	if (mem_grow((void **)&g->buf, &g->cap, BUFFER, 1))
		return capture_error_memory(err);
	return read_header(s, err);
}
