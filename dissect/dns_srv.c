/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/dns_srv.h"

#include "base/cursor.h"
#include "dissect/dns.h"
#include "dissect/wire.h"

/* RFC 1035 4.1. */
enum { HEADER = 12, FLAG_RESPONSE = 0x8000, OPCODE = 0x7800 };
enum { CLASS = 0x7fff /* without the flush bit of mDNS */, CLASS_IN = 1 };

static const struct service {
	struct slice service, protocol;
	enum transport transport;
} services[] = {
	{ { "_sip", 4 }, { "_udp", 4 }, TRANSPORT_UDP },
	{ { "_sip", 4 }, { "_tcp", 4 }, TRANSPORT_TCP },
	{ { "_sips", 5 }, { "_tcp", 4 }, TRANSPORT_TLS },
	{ { "_sip", 4 }, { "_sctp", 5 }, TRANSPORT_SCTP },
	{ { "_sip", 4 }, { "_ws", 3 }, TRANSPORT_WS },
	{ { "_sips", 5 }, { "_ws", 3 }, TRANSPORT_WSS },
};

static const struct service *service_of(struct slice message, size_t owner)
{
	struct slice service = dns_label(message, &owner), protocol;

	if (!service.len)
		return NULL;
	protocol = dns_label(message, &owner);
	for (size_t i = 0; i < sizeof(services) / sizeof(*services); i++)
		if (slice_eq_nocase(service, services[i].service) &&
		    slice_eq_nocase(protocol, services[i].protocol))
			return &services[i];
	return NULL;
}

/* One resource record: where its owner is, and what it says. */
static bool read_record(struct slice message, struct cursor *c, dns_srv_fn *fn,
			void *arg)
{
	size_t owner = message.len - c->in.len;
	const struct service *s;
	unsigned type, class;
	struct slice data;

	if (!dns_skip_name(c))
		return false;
	type = cursor_be16(c);
	class = cursor_be16(c) & CLASS;
	cursor_skip(c, 4); /* time to live */
	data = cursor_take(c, cursor_be16(c));
	if (type != DNS_SRV || class != CLASS_IN || data.len < 7)
		return true;
	s = service_of(message, owner);
	/* Behind priority and weight; 0 has no meaning. */
	if (s && wire_be16(data, 4))
		fn(wire_be16(data, 4), s->transport, arg);
	return true;
}

enum decode dns_srv_decode(struct slice payload, dns_srv_fn *fn, void *arg)
{
	struct cursor c = { .in = slice_from(payload, HEADER) };
	uint32_t questions = wire_be16(payload, 4);
	uint32_t records = (uint32_t)wire_be16(payload, 6) +
			   wire_be16(payload, 8) + wire_be16(payload, 10);
	unsigned flags = wire_be16(payload, 2);

	if (payload.len < HEADER || !(flags & FLAG_RESPONSE) ||
	    (flags & OPCODE))
		return DECODE_OTHER;
	for (; questions && !c.short_read; questions--) {
		if (!dns_skip_name(&c))
			return DECODE_MALFORMED;
		cursor_skip(&c, 4);
	}
	for (; records && !c.short_read; records--)
		if (!read_record(payload, &c, fn, arg))
			return DECODE_MALFORMED;
	return c.short_read ? DECODE_TRUNCATED : DECODE_OK;
}
