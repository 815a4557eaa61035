/* SPDX-License-Identifier: BSD-2-Clause */
#include "store/route.h"

#include "dissect/sip_value.h"

/* Three hosts in 64 bits, not all of them zero.  Two of a kind look alike once in
 * two million; then at worst nothing is found. */
enum { BITS = 21 };

static uint64_t mark_of(const struct addr *a)
{
	return hash_bytes(0, a->ip, sizeof(a->ip)) >> (64 - BITS);
}

static uint64_t field(uint64_t route, unsigned n)
{
	return route >> (n * BITS) & ((1u << BITS) - 1);
}

/* from sends; the other end of its hop is peer; the first of its route set is the
 * host of that element: a name cannot be compared, and stands for the peer. */
static uint64_t make(const struct addr *from, const struct addr *peer,
		     struct slice element)
{
	struct sip_value_uri_parts p;
	struct addr first = *peer, host;

	if (sip_value_uri_split(sip_value_uri(element), &p) &&
	    !addr_parse_ip(&host, p.host))
		first = host;
	return mark_of(from) | mark_of(peer) << BITS |
		mark_of(&first) << 2 * BITS | UINT64_C(1) << 3 * BITS;
}

/* An address in 16 bits, and a port. */
static uint32_t seat_of(const struct addr *a)
{
	return (uint32_t)(mark_of(a) >> (BITS - 16)) << 16 | a->port;
}

struct slice route_first(const struct message *m, bool callee)
{
	struct slice found = slice_of(NULL, 0), rest, element;
	const struct sip_index *s = &m->sip;

	for (unsigned i = 0; i < s->n_headers; i++) {
		if (s->headers[i].id != HEADER_RECORD_ROUTE)
			continue;
		rest = message_slice(m, s->headers[i].value);
		while (sip_value_next(&rest, &element)) {
			if (callee)
				return element;
			found = element;
		}
	}
	return found;
}

bool route_one_via(const struct message *m)
{
	struct slice rest = sip_index_value(&m->sip, HEADER_VIA), element;

	return sip_index_count(&m->sip, HEADER_VIA) == 1 &&
		sip_value_next(&rest, &element) &&
		!sip_value_next(&rest, &element);
}

/* The first 2xx to be seen is that on the callee's own hop; that of the caller is
 * where its INVITE has one Via. */
static void sit(struct dialog *d, const struct transaction *t,
		const struct message *m)
{
	if (!d->seat_b) {
		d->seat_b = seat_of(&m->src);
		d->over_b = (uint8_t)(t->transport & 15);
	}
	if (route_one_via(t->request)) {
		d->seat_a = seat_of(&t->client);
		d->over_a = (uint8_t)(t->transport & 15);
	}
	if (t->transport != TRANSPORT_UDP)
		t->call->streamed = true;
}

void route_learn(struct dialog *d, const struct transaction *t,
		 const struct message *m)
{
	struct slice element;

	if (!t->request || t->in_dialog)
		return;
	sit(d, t, m);
	/* Without one in the answer the caller has no route set. */
	element = route_first(m, false);
	if (!element.len)
		return;
	if (route_strict(m).len)
		t->call->strict = true;
	if (route_one_via(t->request))
		d->route_a = make(&t->client, &t->server, element);
	/* The first 2xx to be seen is that on the callee's own hop. */
	element = route_first(t->request, true);
	if (element.len && !d->route_b)
		d->route_b = make(&t->server, &t->client, element);
	t->call->routed = d->route_a || d->route_b || t->call->routed;
}

/* `lr', or as some write it `lr=on' (16.12). */
static bool is_loose(struct slice element)
{
	struct slice lr;

	return sip_value_param(sip_value_uri(element), "lr", &lr);
}

struct slice route_strict(const struct message *m)
{
	struct slice rest, element;
	const struct sip_index *s = &m->sip;

	for (unsigned i = 0; i < s->n_headers; i++) {
		if (s->headers[i].id != HEADER_RECORD_ROUTE)
			continue;
		rest = message_slice(m, s->headers[i].value);
		while (sip_value_next(&rest, &element)) {
			if (!is_loose(element))
				return element;
		}
	}
	return slice_of(NULL, 0);
}

bool route_passed_by(const struct dialog *d, bool callee,
		     const struct addr *from, const struct addr *to)
{
	uint64_t route = callee ? d->route_b : d->route_a;
	uint64_t where = mark_of(to);

	return route && field(route, 0) == mark_of(from) &&
		field(route, 1) != where && field(route, 2) != where;
}

static bool sits(uint32_t seat, const struct addr *host)
{
	return seat && seat >> 16 == seat_of(host) >> 16;
}

uint16_t route_port(const struct dialog *d, bool callee,
		    const struct addr *host)
{
	uint32_t seat = callee ? d->seat_b : d->seat_a;

	/* Of a connection only the side that listens has its own. */
	if ((callee ? d->over_b : d->over_a) != TRANSPORT_UDP)
		return 0;
	return sits(seat, host) ? (uint16_t)seat : 0;
}

enum transport route_transport(const struct dialog *d, bool callee,
			       const struct addr *host)
{
	if (!sits(callee ? d->seat_b : d->seat_a, host))
		return TRANSPORT_UDP;
	return (enum transport)(callee ? d->over_b : d->over_a);
}

bool route_between(const struct dialog *d, bool callee, const struct addr *from,
		   const struct addr *peer)
{
	uint64_t route = callee ? d->route_b : d->route_a;

	return route && field(route, 0) == mark_of(from) &&
		field(route, 1) == mark_of(peer);
}
