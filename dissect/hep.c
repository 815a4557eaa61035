/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/hep.h"

#include "base/clock.h"
#include "base/cursor.h"
#include "dissect/ip.h"
#include "dissect/sip_frame.h"
#include "dissect/wire.h"

/* Version 3: magic, length of the whole; then chunks of vendor, type, length
 * (which counts these six bytes), value. */
#define MAGIC SLICE("HEP3")
enum { V3_HEADER = 6, CHUNK_HEADER = 6 };

enum chunk {
	CHUNK_PROTOCOL_ID = 2, CHUNK_IP4_SRC = 3, CHUNK_IP4_DST = 4,
	CHUNK_IP6_SRC = 5, CHUNK_IP6_DST = 6, CHUNK_PORT_SRC = 7,
	CHUNK_PORT_DST = 8, CHUNK_SECONDS = 9, CHUNK_MICROSECONDS = 10,
	CHUNK_PROTOCOL = 11, CHUNK_PAYLOAD = 15, CHUNK_DEFLATED = 16
};

/* Versions 1 and 2: version, length of this header with the addresses, address
 * family, protocol, ports; addresses; in version 2 seconds, microseconds, the
 * agent's number and two bytes of padding, which the length leaves out. */
enum { V1_HEADER = 8, V2_TIME = 12 };

/* Homer has no number for TLS and WebSocket.  Agents borrow those of protocols
 * that carry no SIP: 22 (XNS IDP) for TLS, which Kamailio uses for WebSocket
 * too, and OpenSIPS 50 (ESP) for WebSocket. */
enum { FAKE_TLS = 22, FAKE_WS = IP_ESP, PROTO_SCTP = 132 };

/* 2005-01-01: no HEP is older. */
#define EARLIEST UINT32_C(1104537600)

struct times {
	uint32_t seconds, micros;
};

static void set_time(struct hep *h, struct times t)
{
	h->has_time = t.seconds != 0;
	h->time = (int64_t)t.seconds * CLOCK_S + (int64_t)t.micros * CLOCK_US;
}

/* The transport that the topmost Via names, to tell what 22 stands for; the
 * first `SIP/2.0/' is there, the start line has no slash behind its version. */
static enum transport secure_transport(struct slice sip)
{
	static const struct slice version = { "SIP/2.0/", 8 };
	struct slice via = slice_head(sip, 2048);

	via = slice_from(via, slice_search(via, version) + version.len);
	if (slice_starts_nocase(via, SLICE("WSS")))
		return TRANSPORT_WSS;
	if (slice_starts_nocase(via, SLICE("WS")))
		return TRANSPORT_WS;
	return TRANSPORT_TLS;
}

static void set_transport(struct hep *h, unsigned protocol)
{
	if (protocol == IP_TCP)
		h->transport = TRANSPORT_TCP;
	else if (protocol == PROTO_SCTP)
		h->transport = TRANSPORT_SCTP;
	else if (protocol == FAKE_WS)
		h->transport = TRANSPORT_WS;
	else if (protocol == FAKE_TLS)
		h->transport = secure_transport(h->payload);
	else
		h->transport = TRANSPORT_UDP;
}

/* --- version 3 -------------------------------------------------------------- */

struct chunks {
	struct hep *out;
	struct times time;
	unsigned protocol_id;
	uint16_t sport, dport;
	bool plain; /* a payload that is not deflated was seen */
};

/* A number of up to four bytes, as wide as the agent made it. */
static uint32_t number(struct slice value)
{
	uint32_t n = 0;

	for (size_t i = 0; i < value.len && i < 4; i++)
		n = n << 8 | wire_u8(value, i);
	return n;
}

static void set_addr(struct addr *out, struct slice value, size_t len)
{
	if (value.len == len)
		*out = addr_make(value.p, len, 0);
}

static void set_payload(struct chunks *c, struct slice value, bool deflated)
{
	if (deflated && c->plain)
		return;
	c->plain = !deflated;
	c->out->compressed = deflated;
	c->out->payload = value;
}

static void read_chunk(struct chunks *c, unsigned type, struct slice value)
{
	switch ((enum chunk)type) {
	case CHUNK_PROTOCOL_ID:
		c->protocol_id = number(value);
		break;
	case CHUNK_IP4_SRC:
		set_addr(&c->out->src, value, 4);
		break;
	case CHUNK_IP4_DST:
		set_addr(&c->out->dst, value, 4);
		break;
	case CHUNK_IP6_SRC:
		set_addr(&c->out->src, value, 16);
		break;
	case CHUNK_IP6_DST:
		set_addr(&c->out->dst, value, 16);
		break;
	case CHUNK_PORT_SRC:
		c->sport = (uint16_t)number(value);
		break;
	case CHUNK_PORT_DST:
		c->dport = (uint16_t)number(value);
		break;
	case CHUNK_SECONDS:
		c->time.seconds = number(value);
		break;
	case CHUNK_MICROSECONDS:
		c->time.micros = number(value);
		break;
	case CHUNK_PROTOCOL:
		c->out->protocol = (uint8_t)number(value);
		break;
	case CHUNK_PAYLOAD:
		set_payload(c, value, false);
		break;
	case CHUNK_DEFLATED:
		set_payload(c, value, true);
		break;
	}
}

/* in: what is captured of the chunks; size: how long they claim to be.  A few
 * bytes behind the last chunk do no harm. */
static enum decode read_chunks(struct chunks *c, struct slice in, size_t size)
{
	struct cursor cur = { .in = in };

	while (size >= CHUNK_HEADER) {
		unsigned vendor = cursor_be16(&cur);
		unsigned type = cursor_be16(&cur);
		size_t len = cursor_be16(&cur);

		if (cur.short_read)
			return DECODE_TRUNCATED;
		if (len < CHUNK_HEADER || len > size)
			return DECODE_MALFORMED;
		size -= len;
		len -= CHUNK_HEADER;
		if (len > cur.in.len) {
			/* Only the beginning of a text is of any use. */
			if (!vendor && type == CHUNK_PAYLOAD)
				set_payload(c, cursor_rest(&cur), false);
			return DECODE_TRUNCATED;
		}
		if (vendor)
			cursor_skip(&cur, len);
		else
			read_chunk(c, type, cursor_take(&cur, len));
	}
	return DECODE_OK;
}

static enum decode decode_v3(struct hep *h, struct slice in)
{
	struct chunks c = { .out = h };
	enum decode got;
	struct slice body;

	if (in.len < V3_HEADER)
		return DECODE_TRUNCATED;
	h->size = wire_be16(in, 4);
	if (h->size < V3_HEADER)
		return DECODE_MALFORMED;
	body = slice_from(slice_head(in, h->size), V3_HEADER);
	got = read_chunks(&c, body, h->size - V3_HEADER);
	if (got == DECODE_OK && in.len < h->size)
		got = DECODE_TRUNCATED;
	if (h->src.family && h->dst.family && h->src.family != h->dst.family)
		got = DECODE_MALFORMED;
	h->src.port = c.sport;
	h->dst.port = c.dport;
	set_transport(h, c.protocol_id);
	set_time(h, c.time);
	return got;
}

/* --- versions 1 and 2 ------------------------------------------------------- */

/* Bytes of one address, by the sender's number for the family: AF_INET is 2
 * everywhere, AF_INET6 10 on Linux, 23 on Windows, 24, 28, 30 on the BSDs. */
static size_t addr_len(unsigned family)
{
	switch (family) {
	case 2:
		return 4;
	case 10:
	case 23:
	case 24:
	case 26:
	case 28:
	case 30:
		return 16;
	default:
		return 0;
	}
}

/* Where the payload begins, or 0 when this is no such header. */
static size_t old_header(struct slice in)
{
	unsigned version = wire_u8(in, 0), protocol = wire_u8(in, 3);
	size_t len = addr_len(wire_u8(in, 2));

	if ((version != 1 && version != 2) || !len)
		return 0;
	if (wire_u8(in, 1) != V1_HEADER + 2 * len)
		return 0;
	if (protocol != IP_UDP && protocol != IP_TCP && protocol != FAKE_TLS &&
	    protocol != FAKE_WS && protocol != PROTO_SCTP)
		return 0;
	return V1_HEADER + 2 * len + (version == 2 ? V2_TIME : 0);
}

static uint32_t le32(struct slice in, size_t at)
{
	return __builtin_bswap32(wire_be32(in, at));
}

static bool plausible(struct times t)
{
	return t.seconds >= EARLIEST && t.micros < 1000000;
}

/* Agents copy their own integers: nearly always little-endian.  Big-endian is
 * taken when only that gives a time at all. */
static struct times old_time(struct slice in, size_t at)
{
	struct times le = { le32(in, at), le32(in, at + 4) };
	struct times be = { wire_be32(in, at), wire_be32(in, at + 4) };

	if (plausible(le))
		return le;
	return plausible(be) ? be : (struct times){ 0, 0 };
}

static enum decode decode_old(struct hep *h, struct slice in)
{
	size_t header = old_header(in), len = addr_len(wire_u8(in, 2));
	const char *ip = in.p + V1_HEADER;

	if (!header)
		return DECODE_OTHER;
	if (in.len < header)
		return DECODE_TRUNCATED;
	h->size = in.len;
	h->src = addr_make(ip, len, wire_be16(in, 4));
	h->dst = addr_make(ip + len, len, wire_be16(in, 6));
	h->payload = slice_from(in, header);
	set_transport(h, wire_u8(in, 3));
	if (wire_u8(in, 0) == 2)
		set_time(h, old_time(in, V1_HEADER + 2 * len));
	return DECODE_OK;
}

/* --- all -------------------------------------------------------------------- */

static bool is_v3(struct slice in)
{
	return slice_eq(slice_head(in, MAGIC.len), MAGIC);
}

bool hep_looks_like(struct slice payload)
{
	size_t header;

	if (!hep_may_be(payload))
		return false;
	if (is_v3(payload))
		return payload.len < V3_HEADER ||
		       wire_be16(payload, 4) >= V3_HEADER;
	header = old_header(payload);
	return header && header < payload.len &&
	       sip_frame_looks_like(slice_from(payload, header), true);
}

enum decode hep_decode(struct hep *out, struct slice payload)
{
	*out = (struct hep){ .transport = TRANSPORT_UDP, .protocol = 1 };
	return is_v3(payload) ? decode_v3(out, payload) :
	       decode_old(out, payload);
}
