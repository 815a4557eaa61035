/* SPDX-License-Identifier: BSD-2-Clause */
#include "store/store_table.h"

struct key {
	const struct message *m;
	unsigned method;
	bool any_hop;
};

static bool call_match(const void *item, const void *key)
{
	const struct call *c = item;

	return slice_eq(c->call_id, *(const struct slice *)key);
}

struct call *store_table_call(const struct store *s, struct slice call_id,
			      uint64_t *hash)
{
	*hash = hash_slice(s->seed, call_id);
	return hash_table_get(&s->calls, *hash, call_match, &call_id);
}

uint64_t store_table_hash(const struct store *s, const struct message *m,
			  unsigned method)
{
	uint64_t h = hash_slice(s->seed, message_slice(m, m->sip.call_id));

	h = hash_slice(h, message_slice(m, m->sip.branch));
	return hash_mix(h, (uint64_t)m->sip.cseq << 16 | method);
}

static bool same_span(const struct message *a, struct sip_span x,
		      const struct message *b, struct sip_span y)
{
	return slice_eq(message_slice(a, x), message_slice(b, y));
}

static bool same_hop(const struct transaction *t, const struct message *m)
{
	if (m->sip.is_response)
		return addr_same_ip(&t->client, &m->dst) &&
			addr_same_ip(&t->server, &m->src);
	return addr_eq(&t->client, &m->src) && addr_eq(&t->server, &m->dst);
}

/* An unknown method is told apart by its name, in the request or in CSeq. */
static bool same_method(const struct transaction *t, const struct key *k)
{
	struct slice a, b;

	if (t->method != k->method)
		return false;
	if (k->method != METHOD_UNKNOWN)
		return true;
	a = transaction_method(t);
	b = message_slice(k->m, k->m->sip.is_response ?
			  k->m->sip.cseq_method : k->m->sip.method_name);
	return slice_eq(a, b);
}

static bool transaction_match(const void *item, const void *key)
{
	const struct transaction *t = item;
	const struct key *k = key;
	const struct message *a = transaction_any(t), *m = k->m;

	return same_method(t, k) && a->sip.cseq == m->sip.cseq &&
		same_span(a, a->sip.branch, m, m->sip.branch) &&
		same_span(a, a->sip.sent_by, m, m->sip.sent_by) &&
		same_span(a, a->sip.call_id, m, m->sip.call_id) &&
		(m->sip.magic_branch ||
		 same_span(a, a->sip.from_tag, m, m->sip.from_tag)) &&
		(k->any_hop || same_hop(t, m));
}

struct transaction *store_table_find(const struct store *s,
				     const struct message *m, unsigned method)
{
	struct key k = { m, method, false };
	uint64_t hash = store_table_hash(s, m, method);
	struct transaction *t;

	t = hash_table_get(&s->transactions, hash, transaction_match, &k);
	if (t || !m->sip.is_response)
		return t;
	/* A server may answer from another address than it was asked at. */
	k.any_hop = true;
	t = hash_table_get(&s->transactions, hash, transaction_match, &k);
	return t && addr_same_ip(&t->client, &m->dst) ? t : NULL;
}

struct transaction *store_table_acked(struct call *c, const struct message *m)
{
	struct transaction *found = NULL;
	int steps = 0;

	for (struct transaction *t = c->last; t && ++steps < 256;
	     t = t->call_prev) {
		if (t->method != METHOD_INVITE || t->status / 100 != 2 ||
		    t->final->sip.cseq != m->sip.cseq ||
		    !same_span(t->final, t->final->sip.from_tag,
			       m, m->sip.from_tag))
			continue;
		if (!same_span(t->final, t->final->sip.to_tag,
			       m, m->sip.to_tag) && t->n_forks < 2)
			continue;
		if (addr_same_ip(&t->client, &m->src) &&
		    addr_same_ip(&t->server, &m->dst))
			found = t;
		else if (addr_same_ip(&t->client, &m->src))
			t->acked_elsewhere = true;
	}
	return found;
}

struct transaction *store_table_between(const struct store *s,
					const struct addr *src,
					const struct addr *dst)
{
	struct transaction *best = NULL, *t;
	size_t pos = 0;

	/* A flood of ICMP against a full table must not cost its product. */
	if (s->transactions.used > 10000)
		return NULL;
	while ((t = hash_table_next(&s->transactions, &pos))) {
		if (!t->request || !addr_eq(&t->client, src) ||
		    !addr_eq(&t->server, dst) ||
		    s->now - t->last_request > TRANSACTION_64T1)
			continue;
		if (!best || t->last_request > best->last_request)
			best = t;
	}
	return best;
}
