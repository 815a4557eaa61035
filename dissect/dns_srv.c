/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/dns_srv.h"

#include "base/cursor.h"
#include "dissect/wire.h"

/* RFC 1035 4.1. */
enum { HEADER = 12, FLAG_RESPONSE = 0x8000, OPCODE = 0x7800 };
enum { LABEL = 0x00, POINTER = 0xc0, KIND = 0xc0, NAME_MAX_BYTES = 255 };
enum { CLASS = 0x7fff /* without the flush bit of mDNS */, CLASS_IN = 1,
       TYPE_SRV = 33, MAX_JUMPS = 16 };

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

/* The label at *at of the message, by way of pointers; *at moves behind it.
 * Pointers must lead back, so that they never lead in circles (4.1.4). */
static struct slice label_at(struct slice message, size_t *at)
{
	size_t here = *at;
	unsigned len;

	for (int jumps = 0; jumps < MAX_JUMPS; jumps++) {
		size_t to = wire_be16(message, here) & ~(KIND << 8);

		len = wire_u8(message, here);
		if ((len & KIND) == LABEL) {
			*at = here + 1 + len;
			return slice_head(slice_from(message, here + 1), len);
		}
		if ((len & KIND) != POINTER || to >= here)
			break;
		here = to;
	}
	return slice_of(NULL, 0);
}

/* Behind the name at the cursor; false: it is none. */
static bool skip_name(struct cursor *c)
{
	for (size_t all = 0; all <= NAME_MAX_BYTES;) {
		unsigned len = cursor_u8(c);

		if ((len & KIND) == POINTER) {
			cursor_skip(c, 1);
			return true;
		}
		if ((len & KIND) != LABEL)
			return false;
		cursor_skip(c, len);
		if (!len)
			return true;
		all += 1 + len;
	}
	return false;
}

static const struct service *service_of(struct slice message, size_t owner)
{
	struct slice service = label_at(message, &owner), protocol;

	if (!service.len)
		return NULL;
	protocol = label_at(message, &owner);
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

	if (!skip_name(c))
		return false;
	type = cursor_be16(c);
	class = cursor_be16(c) & CLASS;
	cursor_skip(c, 4); /* time to live */
	data = cursor_take(c, cursor_be16(c));
	if (type != TYPE_SRV || class != CLASS_IN || data.len < 7)
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
		if (!skip_name(&c))
			return DECODE_MALFORMED;
		cursor_skip(&c, 4);
	}
	for (; records && !c.short_read; records--)
		if (!read_record(payload, &c, fn, arg))
			return DECODE_MALFORMED;
	return c.short_read ? DECODE_TRUNCATED : DECODE_OK;
}
