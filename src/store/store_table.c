/* SPDX-License-Identifier: BSD-2-Clause */
#include "store/store_table.h"

#include "base/mem.h"

#include <errno.h>
#include <stdlib.h>

enum {
	LOOKALIKES_MAX = 32,
	FEW = 8 /* so many transactions of a call are found by going through
		   them: those of most calls never enter the table, each of
		   whose places is a line of the cache by itself */
};

struct key {
	const struct store_key *of;
	unsigned method;
	unsigned lookalikes; /* met so far: all the same but not the same */
};

/* 64 bits of a hash with a secret seed are proof enough of what went into it: the
 * Call-ID itself is not looked at. */
struct call *store_table_call(const struct store *s, const struct message *m)
{
	return hash_table_guess(&s->calls, m->hashes.call);
}

const struct call *store_table_named(const struct store *s,
				     struct slice call_id)
{
	return hash_table_guess(&s->calls, hash_slice(s->seed, call_id));
}

static struct slice method_name(const struct message *m)
{
	return message_slice(m, m->sip.is_response ? m->sip.cseq_method :
			     m->sip.method_name);
}

void store_table_fetch(const struct store *s, const struct message *m)
{
	const struct message_hashes *h = &m->hashes;

	hash_table_fetch(&s->calls, h->call);
	duplicate_direction_fetch(s->directions, h->there, h->back);
	mapping_fetch(&s->bindings.mappings, h->there, h->back);
}

static bool same_span(const struct message *a, struct sip_span x,
		      const struct message *b, struct sip_span y)
{
	return slice_eq(message_slice(a, x), message_slice(b, y));
}

/* An unknown method is told apart by its name, in the request or in CSeq. */
static bool same_method(const struct transaction *t, const struct key *k)
{
	if (t->method != k->method)
		return false;
	return k->method != METHOD_UNKNOWN ||
		slice_eq(transaction_method(t), method_name(k->of->m));
}

/* A branch without the cookie proves little (17.2.3): the tags and the
 * Request-URI have to be the same, too.  The To tag of an ACK is that of the
 * response; a response has its own. */
static bool same_old_style(const struct message *a, const struct message *m)
{
	if (!same_span(a, a->sip.from_tag, m, m->sip.from_tag))
		return false;
	if (a->sip.is_response || m->sip.is_response)
		return true;
	return same_span(a, a->sip.uri, m, m->sip.uri) &&
		(m->sip.method == METHOD_ACK ||
		 same_span(a, a->sip.to_tag, m, m->sip.to_tag));
}

/* Of two in one call. */
static bool same_identity(const struct transaction *t, const struct key *k)
{
	const struct message *a = transaction_any(t), *m = k->of->m;

	return a->sip.cseq == m->sip.cseq && same_method(t, k) &&
		same_span(a, a->sip.branch, m, m->sip.branch) &&
		slice_eq(message_sent_by(a), message_sent_by(m)) &&
		(m->sip.magic_branch || same_old_style(a, m));
}

/* The hash is proof enough of the rest, the hop too.  Requests without the cookie
 * that differ in what a response does not repeat (Request-URI, To tag) share a hash:
 * a flood of them counts as copies. */
static bool transaction_match(const void *item, const void *key)
{
	const struct transaction *t = item;
	struct key *k = (struct key *)(uintptr_t)key;

	if (t->call == k->of->call &&
	    (k->of->m->sip.magic_branch || same_identity(t, k)))
		return true;
	return ++k->lookalikes > LOOKALIKES_MAX;
}

/* Not an ACK or a CANCEL that looks for its INVITE, nor a response. */
static bool is_copy(const struct key *k)
{
	return !k->of->m->sip.is_response && k->of->m->sip.method == k->method;
}

/* How well m's addresses fit t's; 0: not at all. */
static int hop_fit(const struct transaction *t, const struct message *m)
{
	bool client = addr_same_ip(&t->client, message_client(m));
	bool server = addr_same_ip(&t->server, message_server(m));

	if (client && server)
		return 3;
	if (!m->sip.is_response)
		return 0;
	return client ? 2 : server;
}

/* A connection broke, and the client sent its request once more over a new one,
 * from another port (RFC 3261 18.1.1, 17.2.3: the branch is the same).  On UDP a
 * copy has the port of the first; other branches without the cookie repeat. */
static bool sent_again(const struct transaction *t, const struct message *m)
{
	return t->request && m->transport != TRANSPORT_UDP &&
		t->transport == m->transport && m->sip.magic_branch &&
		addr_eq(&t->server, &m->dst);
}

/* Look through the call for the best fit. */
static struct transaction *find_near(const struct key *k)
{
	const struct message *m = k->of->m;
	struct transaction *best = NULL;
	int steps = 0, fit, best_fit = 0;

	for (struct transaction *t = k->of->call->last;
	     t && ++steps <= STORE_TABLE_STEPS; t = t->call_prev) {
		if (!same_identity(t, k))
			continue;
		if (is_copy(k) && !sent_again(t, m))
			continue;
		fit = hop_fit(t, m);
		if (fit > best_fit) {
			best = t;
			best_fit = fit;
		}
	}
	return best;
}

/* Without the cookie a response may fit several: the oldest counts. */
static struct transaction *find_exact(const struct store *s,
				      const struct key *k, uint64_t hash)
{
	const struct call *c = k->of->call;
	struct transaction *found = NULL;

	if (c->many)
		return hash_table_get(&s->transactions, hash,
				      transaction_match, k);
	for (struct transaction *t = c->last; t; t = t->call_prev) {
		if (t->hash != hash || !transaction_match(t, k))
			continue;
		found = t;
		if (k->of->m->sip.magic_branch)
			break;
	}
	return found;
}

struct transaction *store_table_find(const struct store *s,
				     const struct store_key *of,
				     unsigned method, uint64_t *hash)
{
	struct key k = { .of = of, .method = method };
	struct transaction *t;

	*hash = method == of->m->sip.method && method != METHOD_ACK ?
		of->m->hashes.transaction : message_hash_as(of->m, method);
	if (!of->call->first)
		return NULL;
	t = find_exact(s, &k, *hash);
	/* A server may answer from another port or address than it was asked
	 * at, and a NAT may give an ACK or a CANCEL another port. */
	if (t || (is_copy(&k) && of->m->transport == TRANSPORT_UDP))
		return t;
	return find_near(&k);
}

static bool has_fork(const struct transaction *t, const struct message *m)
{
	for (unsigned i = 0; i < t->n_forks; i++) {
		const struct message *last = t->forks[i].last;

		if (t->forks[i].status / 100 == 2 &&
		    same_span(last, last->sip.to_tag, m, m->sip.to_tag))
			return true;
	}
	return false;
}

static bool may_ack(const struct transaction *t, const struct message *m)
{
	return t->method == METHOD_INVITE && t->status / 100 == 2 &&
		t->final->sip.cseq == m->sip.cseq &&
		same_span(t->final, t->final->sip.from_tag,
			  m, m->sip.from_tag) &&
		(has_fork(t, m) || same_span(t->final, t->final->sip.to_tag,
					     m, m->sip.to_tag));
}

/* The ACK m of t was seen, but between other ends: one of them is t's. */
static bool other_way(const struct transaction *t, const struct message *m,
		      bool ports)
{
	if (ports)
		return addr_eq(&t->client, &m->src) ||
			addr_eq(&t->server, &m->dst);
	return addr_same_ip(&t->client, &m->src) ||
		addr_same_ip(&t->server, &m->dst);
}

struct transaction *store_table_acked(struct call *c, const struct message *m)
{
	struct transaction *exact = NULL, *near = NULL, *found;
	int steps = 0;

	for (struct transaction *t = c->last; t && ++steps <= STORE_TABLE_STEPS;
	     t = t->call_prev) {
		if (!may_ack(t, m))
			continue;
		if (addr_eq(&t->client, &m->src) && addr_eq(&t->server, &m->dst))
			exact = t;
		else if (addr_same_ip(&t->client, &m->src) &&
			 addr_same_ip(&t->server, &m->dst))
			near = t;
	}
	/* Several hops on one host differ by their ports alone. */
	found = exact ? exact : near;
	steps = 0;
	for (struct transaction *t = c->last; t && ++steps <= STORE_TABLE_STEPS;
	     t = t->call_prev) {
		if (t != found && may_ack(t, m) && other_way(t, m, exact))
			t->acked_elsewhere = true;
	}
	return found;
}

struct transaction *store_table_ack_sender(struct call *c,
					   const struct message *m)
{
	int steps = 0;

	for (struct transaction *t = c->last; t && ++steps <= STORE_TABLE_STEPS;
	     t = t->call_prev) {
		if (may_ack(t, m) && addr_same_ip(&t->client, &m->src))
			return t;
	}
	return NULL;
}

static size_t recent_slot(uint64_t there)
{
	return (there >> 8) % STORE_TABLE_RECENT;
}

/* Those that it has. */
static int add_all(struct store *s, struct call *c)
{
	struct transaction *t = c->first;

	while (t && !hash_table_put(&s->transactions, t->hash, t))
		t = t->call_next;
	c->many = !t;
	if (c->many)
		return 0;
	while ((t = t->call_prev))
		hash_table_del(&s->transactions, t->hash, t);
	return -ENOMEM;
}

int store_table_add(struct store *s, struct call *c, struct transaction *t)
{
	if (!c->many && c->n_transactions < FEW)
		return 0;
	if (!c->many && add_all(s, c))
		return -ENOMEM;
	return hash_table_put(&s->transactions, t->hash, t);
}

void store_table_drop(struct store *s, struct transaction *t)
{
	struct call *c = t->call;
	struct transaction **slot;

	if (s->recent) {
		slot = &s->recent[recent_slot(t->there)];
		if (*slot == t)
			*slot = NULL;
	}
	if (!c->many)
		return;
	hash_table_del(&s->transactions, t->hash, t);
	c->many = c->first != c->last;
}

void store_table_sent(struct store *s, struct transaction *t)
{
	if (s->recent)
		s->recent[recent_slot(t->there)] = t;
}

/* The last one that is listed of its request. */
static uint64_t last_frame(const struct transaction *t)
{
	return transaction_frame_list(&t->requests)[t->requests.listed - 1];
}

/* Of two requests: was a sent, or sent again, after b?  Not every capture tells times
 * apart. */
static bool sent_after(const struct transaction *a, const struct transaction *b)
{
	if (a->last_request != b->last_request)
		return a->last_request > b->last_request;
	if (a->source == b->source && last_frame(a) != last_frame(b))
		return last_frame(a) > last_frame(b);
	return a->serial > b->serial;
}

/* Few captures ever ask: the table is made, and from then on kept, for those. */
static bool make_recent(struct store *s)
{
	const struct call *c;
	size_t pos = 0;

	s->recent = mem_zalloc(STORE_TABLE_RECENT * sizeof(*s->recent));
	if (!s->recent)
		return false;
	while ((c = hash_table_next(&s->calls, &pos))) {
		for (struct transaction *t = c->first; t; t = t->call_next) {
			struct transaction **slot =
				&s->recent[recent_slot(t->there)];

			if (t->request && (!*slot || sent_after(t, *slot)))
				*slot = t;
		}
	}
	return true;
}

struct transaction *store_table_between(struct store *s,
					const struct addr *src,
					const struct addr *dst)
{
	struct transaction *t;

	if (!s->recent && !make_recent(s))
		return NULL;
	t = s->recent[recent_slot(addr_hash_pair(s->seed, src, dst))];
	if (!t || !addr_eq(&t->client, src) || !addr_eq(&t->server, dst) ||
	    s->now - t->last_request > TRANSACTION_64T1)
		return NULL;
	return t;
}
