/* SPDX-License-Identifier: BSD-2-Clause */
/* pcapng blocks made by hand, in either byte order.  A list of options is given
 * as bytes that ng_option put together. */
#ifndef TESTS_UNIT_PCAPNG_MAKE_H
#define TESTS_UNIT_PCAPNG_MAKE_H

#include "capture_files.h"

#define NG_SECTION 0x0a0d0d0au

static inline void ng_pad(struct strbuf *b)
{
	strbuf_pad(b, '\0', (4 - b->len % 4) % 4);
}

/* A block around body, which is emptied. */
static inline void ng_block(struct strbuf *b, bool big, uint32_t type,
			    struct strbuf *body)
{
	uint32_t len;

	ng_pad(body);
	len = (uint32_t)body->len + 12;
	put32(b, big, type);
	put32(b, big, len);
	strbuf_slice(b, strbuf_view(body));
	put32(b, big, len);
	strbuf_fini(body);
	*body = (struct strbuf){ 0 };
}

static inline void ng_option(struct strbuf *b, bool big, unsigned code,
			     struct slice value)
{
	put16(b, big, code);
	put16(b, big, (uint32_t)value.len);
	strbuf_slice(b, value);
	ng_pad(b);
}

static inline void ng_section(struct strbuf *b, bool big)
{
	struct strbuf body = { 0 };

	put32(&body, big, 0x1a2b3c4d);
	put16(&body, big, 1);
	put16(&body, big, 0);
	strbuf_pad(&body, '\xff', 8); /* a section of unknown length */
	ng_block(b, big, NG_SECTION, &body);
}

static inline void ng_interface(struct strbuf *b, bool big, uint32_t link,
				uint32_t snap, struct strbuf *options)
{
	struct strbuf body = { 0 };

	put16(&body, big, link);
	put16(&body, big, 0);
	put32(&body, big, snap);
	if (options) {
		strbuf_slice(&body, strbuf_view(options));
		strbuf_fini(options);
		*options = (struct strbuf){ 0 };
	}
	ng_block(b, big, 1, &body);
}

/* Bytes with a length on the wire of one more. */
static inline void ng_packet(struct strbuf *b, bool big, uint32_t interface,
			     uint64_t units, struct slice bytes,
			     struct strbuf *options)
{
	struct strbuf body = { 0 };

	put32(&body, big, interface);
	put32(&body, big, (uint32_t)(units >> 32));
	put32(&body, big, (uint32_t)units);
	put32(&body, big, (uint32_t)bytes.len);
	put32(&body, big, (uint32_t)bytes.len + 1);
	strbuf_slice(&body, bytes);
	if (options) {
		ng_pad(&body);
		strbuf_slice(&body, strbuf_view(options));
		strbuf_fini(options);
		*options = (struct strbuf){ 0 };
	}
	ng_block(b, big, 6, &body);
}

/* A Simple Packet Block: the length on the wire, and what was captured. */
static inline void ng_simple(struct strbuf *b, bool big, uint32_t wire_len,
			     struct slice bytes)
{
	struct strbuf body = { 0 };

	put32(&body, big, wire_len);
	strbuf_slice(&body, bytes);
	ng_block(b, big, 3, &body);
}

/* The obsolete Packet Block, with a count of drops. */
static inline void ng_old_packet(struct strbuf *b, bool big, uint32_t interface,
				 uint64_t units, struct slice bytes)
{
	struct strbuf body = { 0 };

	put16(&body, big, interface);
	put16(&body, big, 7);
	put32(&body, big, (uint32_t)(units >> 32));
	put32(&body, big, (uint32_t)units);
	put32(&body, big, (uint32_t)bytes.len);
	put32(&body, big, (uint32_t)bytes.len + 1);
	strbuf_slice(&body, bytes);
	ng_block(b, big, 2, &body);
}

static inline void ng_secret(struct strbuf *b, bool big, uint32_t type,
			     struct slice data)
{
	struct strbuf body = { 0 };

	put32(&body, big, type);
	put32(&body, big, (uint32_t)data.len);
	strbuf_slice(&body, data);
	ng_block(b, big, 10, &body);
}

/* A block of a type that says nothing about packets. */
static inline void ng_other(struct strbuf *b, bool big, uint32_t type,
			    struct slice bytes)
{
	struct strbuf body = { 0 };

	strbuf_slice(&body, bytes);
	ng_block(b, big, type, &body);
}

#endif
