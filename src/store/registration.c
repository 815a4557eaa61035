/* SPDX-License-Identifier: BSD-2-Clause */
#include "store/registration.h"

#include "base/clock.h"
#include "base/mem.h"
#include "dissect/sip_value.h"

#include <stdlib.h>

#define KEEP (3600 * CLOCK_S)

enum { AOR_MAX = 512 }; /* bytes of a name worth remembering */

struct key {
	const struct addr *client, *server;
	struct slice aor;
	bool is_register;
};

void registration_table_init(struct registration_table *t, uint64_t seed,
			     size_t max)
{
	*t = (struct registration_table){ .seed = seed, .max = max };
}

void registration_table_fini(struct registration_table *t)
{
	size_t pos = 0;
	void *r;

	timer_heap_fini(&t->timers); /* writes into the nodes: before them */
	while ((r = hash_table_next(&t->table, &pos)))
		free(r);
	hash_table_fini(&t->table);
}

static struct key key_of(const struct transaction *t)
{
	const struct sip_index *sip = &t->request->sip;
	bool reg = t->method == METHOD_REGISTER;
	struct slice who = sip_index_value(sip, reg ? HEADER_TO : HEADER_FROM);

	return (struct key){ &t->client, &t->server, sip_value_uri(who), reg };
}

static uint64_t hash_key(const struct registration_table *rt,
			 const struct key *k)
{
	struct addr client = *k->client, server = *k->server;
	uint64_t h;

	client.port = server.port = 0;
	h = addr_hash_pair(rt->seed, &client, &server);
	return hash_mix(hash_slice(h, k->aor), k->is_register);
}

static bool match(const void *item, const void *key)
{
	const struct registration *r = item;
	const struct key *k = key;

	return r->is_register == k->is_register && slice_eq(r->aor, k->aor) &&
		addr_same_ip(&r->client, k->client) &&
		addr_same_ip(&r->server, k->server);
}

static void forget(struct registration_table *rt, struct registration *r)
{
	timer_heap_cancel(&rt->timers, &r->timer);
	hash_table_del(&rt->table, r->hash, r);
	free(r);
}

static struct registration *make(struct registration_table *rt,
				 const struct key *k, uint64_t hash)
{
	struct registration *r;

	if (rt->table.used >= rt->max) {
		struct timer_node *n = timer_heap_pop(&rt->timers, INT64_MAX);

		if (n)
			forget(rt, (struct registration *)n);
		rt->shed++;
	}
	r = mem_zalloc(sizeof(*r) + k->aor.len);
	if (!r)
		return NULL;
	if (k->aor.len)
		memcpy(r + 1, k->aor.p, k->aor.len);
	r->aor = slice_of((const char *)(r + 1), k->aor.len);
	r->client = *k->client;
	r->server = *k->server;
	r->is_register = k->is_register;
	r->hash = hash;
	if (hash_table_put(&rt->table, hash, r)) {
		free(r);
		return NULL;
	}
	return r;
}

enum { NONCES = sizeof(((struct registration *)0)->nonces) / sizeof(uint64_t) };

static uint64_t hash_nonce(struct slice nonce)
{
	return hash_slice(1, nonce) | 1;
}

/* Remember the nonces that this response gives. */
static void take_nonces(struct registration *r, const struct message *m,
			enum header_id id)
{
	const struct sip_header *h;
	struct slice nonce;
	unsigned n = 0;

	memset(r->nonces, 0, sizeof(r->nonces));
	for (unsigned i = 0; n < NONCES && i < 16 &&
	     (h = sip_index_header(&m->sip, id, i)); i++) {
		if (sip_value_auth(message_slice(m, h->value), "nonce", &nonce))
			r->nonces[n++] = hash_nonce(nonce);
	}
}

static bool knows_nonce(const struct registration *r, struct slice nonce)
{
	for (unsigned i = 0; i < NONCES; i++) {
		if (r->nonces[i] == hash_nonce(nonce))
			return true;
	}
	return false;
}

/* Does the request answer one of the remembered challenges? */
static bool answers(const struct registration *r, const struct message *m,
		    enum header_id id)
{
	const struct sip_header *h;
	struct slice nonce;

	for (unsigned i = 0; i < 16 && (h = sip_index_header(&m->sip, id, i));
	     i++) {
		if (sip_value_auth(message_slice(m, h->value), "nonce",
				   &nonce) && knows_nonce(r, nonce))
			return true;
	}
	return false;
}

static bool is_stale(const struct message *m, enum header_id id)
{
	const struct sip_header *h;
	struct slice stale;

	for (unsigned i = 0; i < 16 && (h = sip_index_header(&m->sip, id, i));
	     i++) {
		if (sip_value_auth(message_slice(m, h->value), "stale",
				   &stale) &&
		    slice_eq_nocase(stale, SLICE("true")))
			return true;
	}
	return false;
}

/* Some servers complain of an old nonce in the reason phrase only. */
static bool blames_nonce(const struct message *m)
{
	struct slice reason = message_slice(m, m->sip.reason);
	struct slice word = SLICE("nonce");

	for (size_t i = 0; i + word.len <= reason.len && i < 128; i++) {
		if (slice_eq_nocase(slice_of(reason.p + i, word.len), word))
			return true;
	}
	return false;
}

static void challenged(struct registration *r, struct transaction *t)
{
	bool proxy = t->status == 407;
	enum header_id ask = proxy ? HEADER_PROXY_AUTHENTICATE :
		HEADER_WWW_AUTHENTICATE;
	enum header_id answer = proxy ? HEADER_PROXY_AUTHORIZATION :
		HEADER_AUTHORIZATION;

	if (t->has_credentials) {
		r->first_challenge = 0;
		r->plain = 0;
	} else if (t->method != METHOD_OPTIONS) {
		/* A ping proves that the server lives; nobody answers it. */
		if (!r->first_challenge)
			r->first_challenge = t->answered;
		r->plain++;
	}
	r->stale = is_stale(t->final, ask) ? r->stale + 1 : 0;
	if (!r->stale && !blames_nonce(t->final) &&
	    answers(r, t->request, answer)) {
		t->refused = true;
		if (!r->rejected++)
			r->first_rejected = t->answered;
	}
	take_nonces(r, t->final, ask);
}

/* The login succeeded.  The nonce is used up: a later 401 to it is its end, not
 * a wrong password. */
static void settled(struct registration *r)
{
	r->first_challenge = r->first_rejected = 0;
	r->plain = r->rejected = r->stale = 0;
	memset(r->nonces, 0, sizeof(r->nonces));
}

static void count(struct registration *r, struct transaction *t)
{
	switch (t->status) {
	case 401:
	case 407:
		challenged(r, t);
		return;
	case 422:
		r->too_small++;
		return;
	case 423:
		r->too_brief++;
		return;
	default:
		if (t->method == METHOD_OPTIONS && !t->has_credentials)
			return; /* a ping says nothing about the login */
		if (t->status / 100 == 2)
			r->too_brief = r->too_small = 0;
		/* Busy, not found ...: the credentials were taken. */
		if (t->status / 100 == 2 || t->has_credentials)
			settled(r);
	}
}

const struct registration *registration_final(struct registration_table *rt,
					      struct transaction *t)
{
	struct registration *r;
	struct key k;
	uint64_t hash;
	bool makes = t->status == 401 || t->status == 407 ||
		t->status == 422 || t->status == 423;

	if (!t->request || (!makes && !rt->table.used))
		return NULL;
	k = key_of(t);
	hash = hash_key(rt, &k);
	r = hash_table_get(&rt->table, hash, match, &k);
	if (!r && makes && k.aor.len <= AOR_MAX)
		r = make(rt, &k, hash);
	if (!r)
		return NULL;
	count(r, t);
	if (timer_heap_set(&rt->timers, &r->timer,
			   t->answered > INT64_MAX - KEEP ? INT64_MAX :
			   t->answered + KEEP)) {
		forget(rt, r);
		return NULL;
	}
	return r;
}

const struct registration *registration_get(
	const struct registration_table *rt, const struct transaction *t)
{
	struct key k;

	if (!t->request || !rt->table.used)
		return NULL;
	k = key_of(t);
	return hash_table_get(&rt->table, hash_key(rt, &k), match, &k);
}

void registration_clock(struct registration_table *rt, int64_t now)
{
	struct timer_node *n;

	while ((n = timer_heap_pop(&rt->timers, now)))
		forget(rt, (struct registration *)n);
}
