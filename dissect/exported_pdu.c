/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/exported_pdu.h"

#include "base/cursor.h"

/* Tags: type and length of 16 bits, then the value with its padding to 4 bytes,
 * which the length counts. */
enum {
	TAG_END = 0, TAG_PROTOCOL = 12, TAG_HEURISTIC = 13,
	TAG_SRC_IP4 = 20, TAG_DST_IP4 = 21, TAG_SRC_IP6 = 22, TAG_DST_IP6 = 23,
	TAG_PORT_TYPE = 24, TAG_SRC_PORT = 25, TAG_DST_PORT = 26,
	TAG_FRAME = 30,
	TAG_NAME = 33 /* of the protocol, for the reader's eyes */
};

enum { PORT_SCTP = 1, PORT_TCP = 2, PORT_UDP = 3 };

static void set_ip(struct addr *a, struct slice value, size_t len)
{
	if (value.len >= len)
		*a = addr_make(value.p, len, a->port);
}

static void set_port(struct addr *a, struct slice value)
{
	struct cursor c = { .in = value };
	uint32_t port = cursor_be32(&c);

	if (!c.short_read && port <= 65535)
		a->port = (uint16_t)port;
}

static bool is_named(enum transport t)
{
	return t == TRANSPORT_TLS || t == TRANSPORT_WS || t == TRANSPORT_WSS;
}

static void set_transport(struct packet *out, struct slice value)
{
	struct cursor c = { .in = value };

	switch (cursor_be32(&c)) {
	case PORT_SCTP:
		out->transport = TRANSPORT_SCTP;
		break;
	case PORT_TCP:
		out->transport = TRANSPORT_TCP;
		break;
	default:
		out->transport = TRANSPORT_UDP;
		break;
	}
}

/* There is no port type for these: our own frames name them. */
static void set_name(struct packet *out, struct slice value)
{
	struct slice name = slice_head(value, slice_find(value, '\0'));

	for (enum transport t = TRANSPORT_UDP; t <= TRANSPORT_WSS; t++)
		if (is_named(t) &&
		    slice_eq(name, slice_cstr(packet_transport_name(t))))
			out->transport = t;
}

/* `sip', and `sip.tcp', `sip.udp' of newer releases; the name may end in a NUL
 * or be padded with them. */
static bool names_sip(struct slice value)
{
	struct slice name = slice_head(value, slice_find(value, '\0'));

	return slice_eq(name, SLICE("sip")) ||
		slice_starts_nocase(name, SLICE("sip.")) ||
		slice_starts_nocase(name, SLICE("sip_"));
}

enum decode exported_pdu_decode(struct packet *out, struct slice frame)
{
	struct cursor c = { .in = frame };
	bool sip = false;
	unsigned tag;

	out->transport = TRANSPORT_UDP;
	out->copies = false;
	out->src = out->dst = (struct addr){ .family = 0 };
	while ((tag = cursor_be16(&c)) != TAG_END && !c.short_read) {
		size_t len = cursor_be16(&c);
		struct slice value = cursor_take(&c, len);

		if (tag == TAG_PROTOCOL || tag == TAG_HEURISTIC)
			sip = sip || names_sip(value);
		else if (tag == TAG_SRC_IP4 || tag == TAG_SRC_IP6)
			set_ip(&out->src, value, tag == TAG_SRC_IP4 ? 4 : 16);
		else if (tag == TAG_DST_IP4 || tag == TAG_DST_IP6)
			set_ip(&out->dst, value, tag == TAG_DST_IP4 ? 4 : 16);
		else if (tag == TAG_PORT_TYPE)
			set_transport(out, value);
		else if (tag == TAG_SRC_PORT)
			set_port(&out->src, value);
		else if (tag == TAG_DST_PORT)
			set_port(&out->dst, value);
		else if (tag == TAG_FRAME)
			out->copies = true;
		else if (tag == TAG_NAME)
			set_name(out, value);
	}
	cursor_be16(&c); /* the length of the end is 0 */
	out->payload = cursor_rest(&c);
	if (c.short_read)
		return DECODE_TRUNCATED;
	return sip ? DECODE_OK : DECODE_OTHER;
}

/* --- writing --- */

static void put16(struct strbuf *out, unsigned v)
{
	strbuf_addc(out, (char)(v >> 8));
	strbuf_addc(out, (char)v);
}

static void put_tag(struct strbuf *out, unsigned tag, struct slice value)
{
	size_t padding = (4 - value.len % 4) % 4;

	put16(out, tag);
	put16(out, (unsigned)(value.len + padding));
	strbuf_slice(out, value);
	strbuf_pad(out, '\0', padding);
}

static void put_number(struct strbuf *out, unsigned tag, unsigned v)
{
	put16(out, tag);
	put16(out, 4);
	put16(out, 0);
	put16(out, v);
}

static void put_ip(struct strbuf *out, const struct addr *a, unsigned tag4,
		   unsigned tag6)
{
	put_tag(out, a->family == 6 ? tag6 : tag4,
		slice_of((const char *)a->ip, a->family == 6 ? 16 : 4));
}

static unsigned port_type(enum transport t)
{
	switch (t) {
	case TRANSPORT_UDP:
		return PORT_UDP;
	case TRANSPORT_SCTP:
		return PORT_SCTP;
	case TRANSPORT_TCP:
	case TRANSPORT_TLS:
	case TRANSPORT_WS:
	case TRANSPORT_WSS:
		return PORT_TCP;
	}
	return PORT_UDP;
}

void exported_pdu_write(struct strbuf *out, const struct addr *src,
			const struct addr *dst, enum transport transport,
			struct slice payload)
{
	put_tag(out, TAG_PROTOCOL, SLICE("sip"));
	put_ip(out, src, TAG_SRC_IP4, TAG_SRC_IP6);
	put_ip(out, dst, TAG_DST_IP4, TAG_DST_IP6);
	put_number(out, TAG_PORT_TYPE, port_type(transport));
	if (is_named(transport))
		put_tag(out, TAG_NAME,
			slice_cstr(packet_transport_name(transport)));
	put_number(out, TAG_SRC_PORT, src->port);
	put_number(out, TAG_DST_PORT, dst->port);
	put16(out, TAG_END);
	put16(out, 0);
	strbuf_slice(out, payload);
}
