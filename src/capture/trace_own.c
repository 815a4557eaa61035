/* SPDX-License-Identifier: BSD-2-Clause */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "capture/trace_own.h"

#include "base/hash.h"
#include "dissect/sip_index.h"
#include "dissect/sip_value.h"

/* Where SIP is spoken if no port is said (RFC 3261 19.1.2). */
enum { PORT = 5060 };

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

/* --- neither side was said --- */

struct pair {
	struct addr mine, peer; /* family 0: not known */
};

/* An address that can be one; family 0 otherwise. */
static struct addr usable(bool found, struct addr a)
{
	return found && !is_any(&a) ? a : (struct addr){ .family = 0 };
}

static struct addr of_via(const struct sip_value_via *via)
{
	struct addr a = { .family = 0 };
	bool found = literal(via->host, via->port, &a);

	return usable(found, a);
}

/* Where a request goes. */
static struct addr of_target(const struct sip_index *m)
{
	struct addr a = { .family = 0 };
	bool found = sip_index_header(m, HEADER_ROUTE, 0) ?
		of_header(m, HEADER_ROUTE, &a) :
		of_uri(sip_index_slice(m, m->uri), &a);

	return usable(found, a);
}

/* Of a transaction, by the side that began it. */
static uint64_t key_of(const struct sip_value_via *via, bool i_asked)
{
	return hash_slice(i_asked, via->branch) | 1;
}

static struct pair of_request(struct trace_own *own, bool sent,
			      const struct sip_index *m,
			      const struct sip_value_via *via)
{
	struct addr from = of_via(via), to = of_target(m);
	struct pair p;

	if (from.family && to.family != from.family)
		to = (struct addr){ .family = 0 }; /* nobody can send so */
	p = sent ? (struct pair){ from, to } : (struct pair){ to, from };
	if (via->branch.len)
		own->asked[own->next++ % TRACE_OWN_ASKED] =
			(struct trace_own_asked){ key_of(via, sent), p.mine,
						  p.peer };
	return p;
}

static struct pair of_response(const struct trace_own *own, bool sent,
			       const struct sip_index *m,
			       const struct sip_value_via *via)
{
	struct addr from = of_via(via), contact = { .family = 0 };
	uint64_t key = key_of(via, !sent);
	bool told;

	for (unsigned i = 0; via->branch.len && i < TRACE_OWN_ASKED; i++)
		if (own->asked[i].key == key)
			return (struct pair){ own->asked[i].mine,
					      own->asked[i].peer };
	if (!sent)
		return (struct pair){ from, { .family = 0 } };
	told = of_sent(m, &contact);
	contact = usable(told, contact);
	if (from.family && contact.family != from.family)
		contact = (struct addr){ .family = 0 };
	return (struct pair){ contact, from };
}

void trace_own_guess(struct trace_own *own, bool sent, struct addr *src,
		     struct addr *dst, struct slice message)
{
	struct sip_value_via via = { .has_rport = false };
	struct slice rest, element;
	struct sip_index_room room;
	struct addr *known;
	struct sip_index m;
	struct pair p;

	sip_index_read(&m, &room, message, true);
	rest = sip_index_value(&m, HEADER_VIA);
	if (!sip_value_next(&rest, &element) ||
	    !sip_value_via_split(element, &via))
		via = (struct sip_value_via){ .has_rport = false };
	p = m.is_response ? of_response(own, sent, &m, &via) :
		of_request(own, sent, &m, &via);
	known = (p.mine.family ? p.mine.family : p.peer.family) == 6 ?
		&own->ip6 : &own->ip4;
	if (!known->family)
		*known = p.mine;
	else if (!p.mine.family)
		p.mine = *known;
	if (!p.mine.family)
		p.mine.family = p.peer.family ? p.peer.family : 4;
	if (!p.peer.family)
		p.peer.family = p.mine.family;
	*src = sent ? p.mine : p.peer;
	*dst = sent ? p.peer : p.mine;
}
