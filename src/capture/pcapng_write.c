/* SPDX-License-Identifier: BSD-2-Clause */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "capture/pcapng_write.h"

#include "base/mem.h"
#include "capture/link_number.h"
#include "capture/pcapng_block.h"

#include <errno.h>
#include <stdlib.h>

#define OPTION_MAX 65535 /* bytes in an option */

struct pcapng_written {
	uint32_t *ids;     /* owned; by its interface: ours plus 1, 0: not yet */
	size_t ids_cap;
	size_t secrets;
};

/* --- blocks --------------------------------------------------------------- */

static void put16(struct strbuf *b, uint32_t v)
{
	char bytes[2] = { (char)v, (char)(v >> 8) };

	strbuf_add(b, bytes, sizeof(bytes));
}

static void put32(struct strbuf *b, uint32_t v)
{
	put16(b, v);
	put16(b, v >> 16);
}

/* Bytes, and zeroes up to whole words of 32 bits. */
static void put_padded(struct strbuf *b, struct slice s)
{
	strbuf_slice(b, s);
	strbuf_pad(b, '\0', (4 - s.len % 4) % 4);
}

static size_t begin(struct strbuf *b, uint32_t type)
{
	size_t start = b->len;

	put32(b, type);
	put32(b, 0); /* the length: end() knows it */
	return start;
}

static void end(struct strbuf *b, size_t start)
{
	uint32_t len = (uint32_t)(b->len - start) + 4;

	put32(b, len);
	if (b->failed)
		return;
	memcpy(b->p + start + 4, b->p + b->len - 4, 4);
}

/* What is empty is not told. */
static void option(struct strbuf *b, unsigned code, struct slice value)
{
	if (!value.len)
		return;
	value = slice_head(value, OPTION_MAX);
	put16(b, code);
	put16(b, (uint32_t)value.len);
	put_padded(b, value);
}

static void end_options(struct strbuf *b)
{
	put32(b, PCAPNG_END);
}

static void put_section(struct strbuf *out)
{
	size_t start = begin(out, PCAPNG_SECTION);

	put32(out, PCAPNG_BYTE_ORDER);
	put16(out, 1); /* version 1.0 */
	put16(out, 0);
	put32(out, UINT32_MAX);
	put32(out, UINT32_MAX);
	option(out, PCAPNG_USERAPPL, SLICE(PACKAGE_STRING));
	end_options(out);
	end(out, start);
}

static void put_interface(struct strbuf *out, const struct capture_interface *i)
{
	size_t start = begin(out, PCAPNG_INTERFACE);

	put16(out, link_number_from_dlt(i->link_type));
	put16(out, 0);
	put32(out, i->snaplen);
	option(out, PCAPNG_IF_NAME, i->name);
	option(out, PCAPNG_IF_DESCRIPTION, i->description);
	option(out, PCAPNG_IF_TSRESOL, SLICE("\x09")); /* 10^-9 s */
	end_options(out);
	end(out, start);
}

static void put_secret(struct strbuf *out, const struct capture_secret *s)
{
	size_t start = begin(out, PCAPNG_SECRETS);

	put32(out, s->type);
	put32(out, (uint32_t)s->data.len);
	put_padded(out, s->data);
	end(out, start);
}

static void put_packet(struct strbuf *out, uint32_t interface,
		       const struct frame *f)
{
	size_t start = begin(out, PCAPNG_PACKET);

	put32(out, interface);
	put32(out, (uint32_t)((uint64_t)f->time >> 32));
	put32(out, (uint32_t)f->time);
	put32(out, (uint32_t)f->bytes.len);
	put32(out, f->wire_len);
	put_padded(out, f->bytes);
	if (f->comment.len) {
		option(out, PCAPNG_COMMENT, f->comment);
		end_options(out);
	}
	end(out, start);
}

/* --- the file ------------------------------------------------------------- */

int pcapng_write_begin(struct pcapng_writer *w, const struct capture *capture)
{
	w->capture = capture;
	put_section(&w->out);
	return w->out.failed ? -ENOMEM : 0;
}

void pcapng_write_fini(struct pcapng_writer *w)
{
	for (size_t i = 0; i < w->written_cap; i++)
		free(w->written[i].ids);
	free(w->written);
	strbuf_fini(&w->out);
}

/* mem_grow, and the new elements are zero. */
static int grow(void **p, size_t *cap, size_t need, size_t size)
{
	size_t had = *cap;
	int rc = mem_grow(p, cap, need, size);

	if (!rc && *cap > had) {
		char *bytes;

		memcpy(&bytes, p, sizeof(bytes));
		memset(bytes + had * size, 0, (*cap - had) * size);
	}
	return rc;
}

/* Secrets stand before the packets that they open. */
static void add_secrets(struct pcapng_writer *w, struct pcapng_written *of,
			unsigned source)
{
	struct capture_secret secret;

	for (; w->capture &&
	       capture_secret(w->capture, source, of->secrets, &secret);
	     of->secrets++)
		put_secret(&w->out, &secret);
}

/* The number in our file of the interface that f came from, described now if it
 * is new. */
static int add_interface(struct pcapng_writer *w, struct pcapng_written *of,
			 const struct frame *f, uint32_t *id)
{
	struct capture_interface i = { 0 };

	if (grow((void **)&of->ids, &of->ids_cap, f->interface + (size_t)1,
		 sizeof(*of->ids)))
		return -ENOMEM;
	if (!of->ids[f->interface]) {
		if (w->capture)
			capture_interface(w->capture, f->source, f->interface,
					  &i);
		i.link_type = f->link_type;
		put_interface(&w->out, &i);
		of->ids[f->interface] = ++w->interfaces;
	}
	*id = of->ids[f->interface] - 1;
	return 0;
}

static int add_frame(struct pcapng_writer *w, const struct frame *f)
{
	struct pcapng_written *of;
	uint32_t id;
	int rc;

	rc = grow((void **)&w->written, &w->written_cap, f->source + (size_t)1,
		  sizeof(*w->written));
	if (rc)
		return rc;
	of = &w->written[f->source];
	add_secrets(w, of, f->source);
	rc = add_interface(w, of, f, &id);
	if (rc)
		return rc;
	put_packet(&w->out, id, f);
	return w->out.failed ? -ENOMEM : 0;
}

int pcapng_write_frame(struct pcapng_writer *w, const struct frame *f)
{
	strbuf_reset(&w->out);
	if (!w->failed && add_frame(w, f))
		w->failed = true;
	return w->failed ? -ENOMEM : 0;
}
