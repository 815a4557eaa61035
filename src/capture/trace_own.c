/* SPDX-License-Identifier: BSD-2-Clause */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "capture/trace_own.h"

#include "dissect/sip_index.h"
#include "dissect/sip_value.h"

/* Where SIP is spoken if no port is said (RFC 3261 19.1.2). */
#define PORT 5060

static bool is_any(const struct addr *a)
{
	static const struct addr none;

	return !memcmp(a->ip, none.ip, sizeof(a->ip));
}

static bool is_unsaid(const struct addr *a)
{
	return a->family && !a->port && is_any(a);
}

/* An address and no name; false otherwise. */
static bool literal(struct slice host, struct slice port, struct addr *out)
{
	uint64_t n = PORT;

	if (addr_parse_ip(out, host) ||
	    (port.len && slice_to_uint(port, 65535, &n)))
		return false;
	out->port = (uint16_t)n;
	return true;
}

static bool of_uri(struct slice uri, struct addr *out)
{
	struct sip_value_uri_parts parts;

	return sip_value_uri_split(uri, &parts) &&
		literal(parts.host, parts.port, out);
}

static bool of_header(const struct sip_index *m, enum header_id id,
		      struct addr *out)
{
	struct slice rest = sip_index_value(m, id), element;

	return sip_value_next(&rest, &element) &&
		of_uri(sip_value_uri(element), out);
}

static bool of_sent(const struct sip_index *m, struct addr *out)
{
	struct slice rest = sip_index_value(m, HEADER_VIA), element;
	struct sip_value_via via;

	if (m->is_response)
		return m->method == METHOD_INVITE && m->status < 300 &&
			of_header(m, HEADER_CONTACT, out);
	return sip_value_next(&rest, &element) &&
		sip_value_via_split(element, &via) &&
		literal(via.host, via.port, out);
}

static bool of_received(const struct sip_index *m, struct addr *out)
{
	struct addr from;

	if (m->is_response || !of_uri(sip_index_slice(m, m->uri), out))
		return false;
	return m->method == METHOD_REGISTER ||
		(of_header(m, HEADER_FROM, &from) && addr_same_ip(&from, out));
}

void trace_own_fill(struct trace_own *own, struct addr *src, struct addr *dst,
		    struct slice message)
{
	bool sent = is_unsaid(src);
	struct addr *mine = sent ? src : dst, found = { .family = 0 }, *known;
	struct sip_index_room room;
	struct sip_index m;

	if (is_unsaid(dst) == sent) /* both, or none */
		return;
	known = mine->family == 6 ? &own->ip6 : &own->ip4;
	if (!known->family) {
		sip_index_read(&m, &room, message, true);
		if ((sent ? of_sent(&m, &found) : of_received(&m, &found)) &&
		    found.family == mine->family && !is_any(&found))
			*known = found;
	}
	if (known->family)
		*mine = *known;
}
