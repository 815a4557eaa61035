/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/dns.h"

#include "dissect/wire.h"

/* RFC 1035 4.1. */
enum { HEADER = 12, FLAG_RESPONSE = 0x8000, FLAG_CUT = 0x0200,
       OPCODE = 0x7800, CODE = 15, CLASS_IN = 1 };
enum { LABEL = 0x00, POINTER = 0xc0, KIND = 0xc0, MAX_JUMPS = 16 };

/* Pointers must lead back, so that they never lead in circles (4.1.4). */
struct slice dns_label(struct slice message, size_t *at)
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

bool dns_skip_name(struct cursor *c)
{
	for (size_t all = 0; all <= DNS_NAME_MAX;) {
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

/* Appends a label to the text of a name; false: that is too long. */
static bool add_label(char out[DNS_NAME_MAX + 1], size_t *n, struct slice label)
{
	/* On the wire it begins with a length, and ends with 0. */
	if (*n + (*n > 0) + label.len > DNS_NAME_MAX - 2)
		return false;
	if (*n)
		out[(*n)++] = '.';
	for (size_t i = 0; i < label.len; i++) {
		char c = label.p[i];

		if (c >= 'A' && c <= 'Z')
			c += 'a' - 'A';
		out[(*n)++] = (char)(c > ' ' && c <= '~' ? c : '?');
	}
	return true;
}

/* The name of the first question; there is nothing that it could point to. */
static bool read_name(struct cursor *c, char out[DNS_NAME_MAX + 1])
{
	size_t n = 0;

	for (;;) {
		unsigned len = cursor_u8(c);
		struct slice label = cursor_take(c, len & ~(unsigned)KIND);

		if ((len & KIND) != LABEL || c->short_read)
			return false;
		if (!len)
			break;
		if (!add_label(out, &n, label))
			return false;
	}
	out[n] = '\0';
	return n > 0;
}

/* `_sip._udp.', `_sips._tcp.' and the like. */
static bool is_wanted(const struct dns_message *m)
{
	struct slice name = slice_cstr(m->name);

	switch (m->type) {
	case DNS_A:
	case DNS_AAAA:
	case DNS_NAPTR:
		return true;
	case DNS_SRV:
		return slice_starts_nocase(name, SLICE("_sip._")) ||
			slice_starts_nocase(name, SLICE("_sips._"));
	default:
		return false;
	}
}

/* How many of the records that follow have the type that was asked for. */
static void count_found(struct dns_message *m, struct cursor *c,
			unsigned records)
{
	for (; records; records--) {
		unsigned type, class;

		if (!dns_skip_name(c)) {
			m->cut = true;
			return;
		}
		type = cursor_be16(c);
		class = cursor_be16(c);
		cursor_skip(c, 4); /* time to live */
		cursor_skip(c, cursor_be16(c));
		if (c->short_read) {
			m->cut = true;
			return;
		}
		m->found += type == m->type && class == CLASS_IN;
	}
}

bool dns_read(struct dns_message *out, struct slice payload)
{
	struct cursor c = { .in = slice_from(payload, HEADER) };
	unsigned flags = wire_be16(payload, 2);

	if (payload.len < HEADER || (flags & OPCODE) ||
	    wire_be16(payload, 4) != 1 || !read_name(&c, out->name))
		return false;
	out->id = wire_be16(payload, 0);
	out->response = flags & FLAG_RESPONSE;
	out->cut = flags & FLAG_CUT;
	out->code = out->response ? flags & CODE : 0;
	out->type = cursor_be16(&c);
	out->found = 0;
	if (cursor_be16(&c) != CLASS_IN || c.short_read || !is_wanted(out))
		return false;
	if (out->response)
		count_found(out, &c, wire_be16(payload, 6));
	return true;
}
