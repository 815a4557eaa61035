/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/legs_apart.h"

#include "diagnose/legs.h"
#include "dissect/sip_value.h"

enum { LOOK = 32, HOPS = 8 };

/* The INVITEs of a call that wait, or whose call goes on, the latest first. */
struct hops {
	unsigned n;
	const struct transaction *of[HOPS];
	bool seen; /* there is one of whatever state */
};

static bool goes_on(const struct transaction *o)
{
	return !o->final || (o->status < 300 && call_open(o->call));
}

/* False: n's client took part in the call.  Who got its INVITE is a B2BUA with one
 * address; who sent it calls twice, or forks. */
static bool find_hops(struct hops *h, const struct call *c,
		      const struct store_notice *n)
{
	const struct transaction *o = c->last;

	*h = (struct hops){ 0 };
	for (int i = 0; o && i < LOOK; i++, o = o->call_prev) {
		if (o->method != METHOD_INVITE || o->in_dialog || !o->request)
			continue;
		h->seen = true;
		if (addr_same_ip(&o->client, &n->t->client) ||
		    addr_same_ip(&o->server, &n->t->client))
			return false;
		if (goes_on(o) && h->n < HOPS)
			h->of[h->n++] = o;
	}
	return true;
}

static bool passed_on(const struct hops *h, const struct transaction *o)
{
	for (unsigned i = 0; i < h->n; i++) {
		if (addr_same_ip(&h->of[i]->client, &o->server))
			return true;
	}
	return false;
}

/* The last hop of the call; *several: it has more than one.  NULL: one of these
 * came to n's server, and two calls that come to one server are two calls. */
static const struct transaction *last_hop(const struct hops *h,
					  const struct store_notice *n,
					  bool *several)
{
	const struct transaction *found = NULL;

	*several = false;
	for (unsigned i = 0; i < h->n; i++) {
		if (passed_on(h, h->of[i]))
			continue;
		if (addr_same_ip(&h->of[i]->server, &n->t->server))
			return NULL;
		if (!found)
			found = h->of[i];
		else if (!addr_same_ip(&found->server, &h->of[i]->server))
			*several = true;
	}
	return found;
}

static bool same_place(struct slice host_a, struct slice port_a,
		       struct slice host_b, struct slice port_b)
{
	return host_a.len && slice_eq_nocase(host_a, host_b) &&
		slice_eq(port_a, port_b);
}

/* The Via of who made the request: the last one. */
static bool maker(const struct message *m, struct sip_value_via *out)
{
	unsigned n = sip_index_count(&m->sip, HEADER_VIA);
	const struct sip_header *h = n ?
		sip_index_header(&m->sip, HEADER_VIA, n - 1) : NULL;
	struct slice v;
	size_t comma;

	if (!h)
		return false;
	v = message_slice(m, h->value);
	while ((comma = slice_find(v, ',')) < v.len)
		v = slice_from(v, comma + 1);
	return sip_value_via_split(slice_trim(v), out);
}

/* One device made both requests: a phone that calls twice, or somebody who forks
 * over two proxies.  A B2BUA makes a new request: its Via is the first, and it is
 * the Contact (RFC 3261 6). */
static bool same_maker(const struct message *a, const struct message *b)
{
	struct sip_value_uri_parts u, w;
	struct sip_value_via v, x;

	if (maker(a, &v) && maker(b, &x) &&
	    same_place(v.host, v.port, x.host, x.port))
		return true;
	return sip_value_uri_split(sip_value_uri(
			sip_index_value(&a->sip, HEADER_CONTACT)), &u) &&
		sip_value_uri_split(sip_value_uri(
			sip_index_value(&b->sip, HEADER_CONTACT)), &w) &&
		same_place(u.host, u.port, w.host, w.port);
}

static unsigned common(const struct legs_marks *a, const struct legs_marks *b)
{
	unsigned kinds = 0;

	for (unsigned i = 0; i < a->n; i++) {
		for (unsigned k = 0; k < b->n; k++) {
			if (a->of[i].key == b->of[k].key)
				kinds |= LEGS_BIT(a->of[i].kind);
		}
	}
	return kinds;
}

/* Without an id: the same description of the session, to the letter, for a call
 * between the same two, which the first server has but begun to work at. */
static bool decisive(const struct transaction *o, const struct transaction *t,
		     unsigned kinds)
{
	return kinds & LEGS_BIT(LEGS_ORIGIN) && kinds & LEGS_BIT(LEGS_NUMBERS) &&
		!o->final && o->first && o->first->time <= t->start &&
		legs_read_same_called(o->request, t->request) &&
		legs_read_same_origin(o->request, t->request);
}

void legs_apart(struct legs_apart *out, const struct call *c,
		const struct store_notice *n, const struct legs_marks *marks,
		uint64_t seed, bool named)
{
	const struct transaction *o;
	struct legs_marks of;
	struct hops h;
	bool several;

	*out = (struct legs_apart){ 0 };
	if (!find_hops(&h, c, n))
		return;
	out->forgotten = !h.seen;
	o = last_hop(&h, n, &several);
	if (!o || o->start > n->t->start ||
	    same_maker(o->request, n->t->request))
		return;
	legs_read(&of, seed, o->request);
	out->into = several ? NULL : o;
	out->kinds = common(marks, &of);
	if (named)
		out->kinds |= LEGS_BIT(LEGS_CALL_ID);
	if (n->now - o->start > LEGS_TOGETHER)
		out->kinds &= LEGS_IDS;
	if (!(out->kinds & LEGS_IDS) && !decisive(o, n->t, out->kinds))
		out->kinds = 0;
}
