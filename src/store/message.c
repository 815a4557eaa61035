/* SPDX-License-Identifier: BSD-2-Clause */
#include "store/message.h"

#include <stdlib.h>

/* With an address sanitizer all memory goes back at once: it shall see who uses
 * a message that is no more, or reads behind its end. */
#ifndef __has_feature
#define __has_feature(x) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
enum { POOL_BYTES = 0, LINE = _Alignof(max_align_t) };
#else
enum { POOL_BYTES = MESSAGE_POOL_BYTES, LINE = 64 };
#endif

/* size is a multiple of the step. */
static struct message_pool_list *spare_of(struct message_pool *pool,
					  size_t size)
{
	size_t class = size / MESSAGE_POOL_STEP - 1;

	return class < MESSAGE_POOL_CLASSES ? &pool->spare[class] : NULL;
}

/* The bytes that a message takes. */
static size_t size_of(const struct sip_index *sip)
{
	return sizeof(struct message) +
		sip->n_headers * sizeof(struct sip_header) + sip->raw.len;
}

static size_t whole_steps(size_t size)
{
	enum { STEP = MESSAGE_POOL_STEP };

	return (size + STEP - 1) / STEP * STEP;
}

void message_pool_fetch(const struct message_pool *pool,
			const struct sip_index *sip)
{
	size_t size = size_of(sip), class = whole_steps(size) / MESSAGE_POOL_STEP - 1;
	const char *p;

	if (class >= MESSAGE_POOL_CLASSES || !pool->spare[class].first)
		return;
	p = (const char *)pool->spare[class].first;
	for (size_t i = 0; i < size; i += LINE)
		__builtin_prefetch(p + i, 1);
}

/* New memory, from the beginning of a line. */
static struct message *make(size_t size)
{
	enum { LEAD = LINE - _Alignof(max_align_t) };
	char *p = malloc(size + LEAD);
	size_t lead = (LINE - (uintptr_t)p % LINE) % LINE;
	struct message *m = (struct message *)(p + lead);

	if (!p)
		return NULL;
	m->lead = (uint8_t)lead;
	return m;
}

static void unmake(struct message *m)
{
	free((char *)m - m->lead);
}

static struct message *take(struct message_pool *pool, size_t size)
{
	struct message_pool_list *spare = spare_of(pool, size);
	struct message *m;

	if (!spare || !spare->first)
		return make(size);
	m = spare->first;
	spare->first = m->next_spare;
	pool->bytes -= size;
	return m;
}

static void give_back(struct message *m)
{
	struct message_pool *pool = m->pool;
	struct message_pool_list *spare =
		pool ? spare_of(pool, m->size) : NULL;

	if (!spare || pool->bytes + m->size > POOL_BYTES) {
		unmake(m);
		return;
	}
	m->next_spare = spare->first;
	if (!spare->first)
		spare->last = m;
	spare->first = m;
	pool->bytes += m->size;
}

void message_pool_fini(struct message_pool *pool)
{
	struct message *next;

	for (unsigned i = 0; i < MESSAGE_POOL_CLASSES; i++)
		for (struct message *m = pool->spare[i].first; m; m = next) {
			next = m->next_spare;
			unmake(m);
		}
	*pool = (struct message_pool){ .home = pool->home };
}

void message_pool_move(struct message_pool *to, struct message_pool *from)
{
	if (!from->bytes)
		return;
	if (to->bytes + from->bytes > 4 * (size_t)POOL_BYTES) {
		message_pool_fini(from);
		return;
	}
	for (unsigned i = 0; i < MESSAGE_POOL_CLASSES; i++) {
		struct message_pool_list *a = &to->spare[i];
		struct message_pool_list *b = &from->spare[i];

		if (!b->first)
			continue;
		b->last->next_spare = a->first;
		if (!a->first)
			a->last = b->last;
		a->first = b->first;
		b->first = NULL;
	}
	to->bytes += from->bytes;
	from->bytes = 0;
}

struct message *message_new(const struct packet *p, const struct sip_index *sip)
{
	return message_pool_new(NULL, p, sip);
}

struct message *message_pool_new(struct message_pool *pool,
				 const struct packet *p,
				 const struct sip_index *sip)
{
	size_t headers = sip->n_headers * sizeof(struct sip_header);
	size_t size = size_of(sip), steps = whole_steps(size);
	struct message *m = pool ? take(pool, steps) : make(size);
	struct sip_header *copy;
	char *bytes;

	if (!m)
		return NULL;
	copy = (struct sip_header *)(m + 1);
	bytes = (char *)copy + headers;
	if (headers)
		memcpy(copy, sip->headers, headers);
	if (sip->raw.len)
		memcpy(bytes, sip->raw.p, sip->raw.len);
	m->sip = *sip;
	m->sip.raw.p = bytes;
	m->sip.headers = copy;
	m->src = p->src;
	m->dst = p->dst;
	m->time = p->frame->time;
	m->frame = p->frame->number;
	m->source = p->frame->source;
	m->transport = p->transport;
	m->incomplete = p->incomplete;
	m->retold = p->retold;
	m->pieces = p->fragments;
	m->refs = 1;
	m->hashed = false;
	m->size = pool ? steps : size;
	m->account = NULL;
	m->pool = pool && pool->home ? pool->home : pool;
	return m;
}

struct slice message_sent_by(const struct message *m)
{
	struct slice s = message_slice(m, m->sip.sent_by);
	const char *port = m->transport == TRANSPORT_TLS ? ":5061" : ":5060";

	return s.len > 5 && !memcmp(s.p + s.len - 5, port, 5) ?
		slice_head(s, s.len - 5) : s;
}

uint64_t message_hash_as(const struct message *m, unsigned method)
{
	uint64_t h = m->hashes.own;

	if (method == METHOD_UNKNOWN)
		h = hash_slice(h, message_slice(m, m->sip.is_response ?
			m->sip.cseq_method : m->sip.method_name));
	return hash_mix(h, (uint64_t)m->sip.cseq << 16 | method);
}

/* All that is compared counts, the hop too: one message with a thousand
 * variations must not become a thousand entries with one hash. */
void message_hash(struct message *m, uint64_t seed)
{
	const struct addr *client = message_client(m), *server = message_server(m);
	struct message_hashes *h = &m->hashes;

	h->call = hash_slice(seed, message_slice(m, m->sip.call_id));
	h->there = addr_hash_pair(seed, client, server);
	h->back = addr_hash_pair(seed, server, client);
	h->own = hash_slice(hash_mix(h->there, h->call),
			    message_slice(m, m->sip.branch));
	h->own = hash_slice(h->own, message_sent_by(m));
	if (!m->sip.magic_branch)
		h->own = hash_slice(h->own, message_slice(m, m->sip.from_tag));
	h->transaction = message_hash_as(m, m->sip.method == METHOD_ACK ?
					 METHOD_INVITE : m->sip.method);
	m->hashed = true;
}

static void fetch(const void *from, size_t size)
{
	for (size_t i = 0; i < size; i += LINE)
		__builtin_prefetch((const char *)from + i);
}

void message_fetch(const struct message *m)
{
	fetch(m, sizeof(*m));
}

void message_fetch_rest(const struct message *m)
{
	fetch(m + 1, m->size - sizeof(*m));
}

void message_free(struct message *m)
{
	if (m->account)
		*m->account -= m->size;
	give_back(m);
}
