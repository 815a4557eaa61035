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

static bool one_via(const struct message *m)
{
	struct slice rest = sip_index_value(&m->sip, HEADER_VIA), element;

	return sip_index_count(&m->sip, HEADER_VIA) == 1 &&
		sip_value_next(&rest, &element) &&
		!sip_value_next(&rest, &element);
}

void route_learn(struct dialog *d, const struct transaction *t,
		 const struct message *m)
{
	struct slice element;

	if (!t->request || t->in_dialog)
		return;
	/* Without one in the answer the caller has no route set. */
	element = route_first(m, false);
	if (!element.len)
		return;
	if (route_strict(m).len)
		t->call->strict = true;
	if (one_via(t->request))
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
