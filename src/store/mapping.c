/* SPDX-License-Identifier: BSD-2-Clause */
#include "store/mapping.h"

#include "dissect/sip_value.h"

#include <stdlib.h>

static void forget(void *item)
{
	struct mapping *w = item;

	message_unref(w->dead);
}

void mapping_table_init(struct mapping_table *t, uint64_t seed)
{
	t->seed = seed;
	recent_init(&t->ways, sizeof(struct mapping), MAPPING_MAX, forget);
}

void mapping_table_fini(struct mapping_table *t)
{
	recent_fini(&t->ways);
}

/* The lowest bits choose a place. */

static inline uint64_t pair_of(uint64_t way, uint64_t back)
{
	return way + back;
}

struct mapping *mapping_get(const struct mapping_table *mt, uint64_t way,
			    uint64_t back)
{
	return recent_find(&mt->ways, pair_of(way, back));
}

void mapping_fetch(const struct mapping_table *mt, uint64_t way, uint64_t back)
{
	recent_fetch(&mt->ways, pair_of(way, back));
}

struct mapping *mapping_between(const struct mapping_table *mt,
				const struct addr *client,
				const struct addr *server)
{
	return mapping_get(mt, addr_hash_pair(mt->seed, client, server),
			   addr_hash_pair(mt->seed, server, client));
}

/* What the client sends after a request of the server is its answer: the way was
 * open after the pause. */
static void heard(struct mapping *w, int64_t now)
{
	if (!w->asked && now - w->last > w->pause)
		w->pause = now - w->last;
	w->asked = false;
	if (w->dead) {
		message_unref(w->dead);
		w->dead = NULL;
	}
}

void mapping_packet(const struct mapping_table *mt,
		    const struct mapping_packet *p)
{
	struct mapping *w = mapping_get(mt, p->way, p->back);

	if (!w)
		return;
	if (p->way == w->up) {
		heard(w, p->time);
	} else if (p->request) {
		w->asked = true;
		return;
	}
	if (p->time > w->last)
		w->last = p->time;
}

/* A host written in a message that is a private address. */
static bool is_private(struct slice host, struct addr *out)
{
	return !addr_parse_ip(out, host) && addr_is_private(out);
}

static uint64_t device_of(const struct mapping_table *mt,
			  const struct mapping_contact *c)
{
	struct sip_value_uri_parts p;
	struct addr a;

	if (c->instance.len)
		return hash_slice(mt->seed, c->instance) | 1;
	if (!sip_value_uri_split(c->uri, &p) || !is_private(p.host, &a))
		return 0;
	return hash_slice(hash_slice(hash_slice(~mt->seed, p.user), p.host),
			  p.port) | 1;
}

/* Does the request come from its author: has it one Via alone? */
static bool only_via(const struct message *m)
{
	struct slice rest = sip_index_value(&m->sip, HEADER_VIA), first;

	if (sip_index_count(&m->sip, HEADER_VIA) != 1)
		return false;
	return slice_find(rest, ',') == rest.len ||
		(sip_value_next(&rest, &first) &&
		 !sip_value_next(&rest, &first));
}

/* Does the client know itself by an address that is not the one its packets come
 * from? */
static bool behind_nat(const struct transaction *t, struct slice uri)
{
	struct slice via = sip_index_value(&t->request->sip, HEADER_VIA), first;
	struct sip_value_uri_parts p;
	struct sip_value_via v;
	struct addr a;

	if (t->transport != TRANSPORT_UDP || addr_is_private(&t->client))
		return false;
	if (sip_value_next(&via, &first) && sip_value_via_split(first, &v) &&
	    !addr_parse_ip(&a, v.host) && !addr_same_ip(&a, &t->client))
		return true;
	return sip_value_uri_split(uri, &p) && is_private(p.host, &a);
}

static void begin(struct mapping *w, const struct transaction *t)
{
	forget(w);
	*w = (struct mapping){ .pair = pair_of(t->there, t->back),
			       .up = t->there, .client = t->client,
			       .last = t->answered };
}

struct mapping *mapping_registered(struct mapping_table *mt,
				   const struct transaction *t,
				   const struct mapping_contact *c)
{
	const struct message *m = t->request;
	struct mapping *w;
	bool made;

	if (!only_via(m))
		return NULL;
	w = recent_get(&mt->ways, pair_of(t->there, t->back),
		       &made);
	if (!w)
		return NULL;
	if (made || w->up != t->there)
		begin(w, t);
	w->registers++;
	w->silence = w->pause;
	w->pause = 0;
	w->aor = c->aor;
	w->device = device_of(mt, c);
	w->call_id = hash_slice(mt->seed, message_slice(m, m->sip.call_id));
	w->cseq = m->sip.cseq;
	w->nat = behind_nat(t, c->uri);
	return w;
}

void mapping_unanswered(const struct mapping_table *mt,
			const struct transaction *t)
{
	struct mapping *w = mapping_get(mt, t->there, t->back);

	if (!w || !t->request || t->there == w->up || w->dead ||
	    t->method == METHOD_CANCEL || !w->asked)
		return;
	w->dead = message_ref(t->request);
}
