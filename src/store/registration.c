/* SPDX-License-Identifier: BSD-2-Clause */
#include "store/registration.h"

#include "base/clock.h"
#include "base/mem.h"
#include "dissect/sip_value.h"

#include <stdlib.h>

#define KEEP (3600 * CLOCK_S)
/* After a success there is nothing left to remember, but transactions that came
 * before it may still ask. */
#define KEEP_SETTLED (2 * TRANSACTION_64T1)

enum { AOR_MAX = 512 }; /* bytes of a name worth remembering */

enum { LANE_KEEP, LANE_SETTLED };

/* More requests without credentials were challenged than one. */
static bool is_silent(const struct registration *r)
{
	return r->plain > 1;
}

void registration_table_init(struct registration_table *t, uint64_t seed,
			     size_t max)
{
	*t = (struct registration_table){ .seed = seed, .max = max };
	slab_init(&t->memory, sizeof(struct registration));
}

static void release(struct registration_table *t, struct registration *r)
{
	if (r->aor.p != r->short_aor)
		free((char *)(uintptr_t)r->aor.p);
	slab_put(&t->memory, r);
}

void registration_table_fini(struct registration_table *t)
{
	size_t pos = 0;
	void *r;

	timer_queue_fini(&t->timers); /* writes into the items: before them */
	while ((r = hash_table_next(&t->table, &pos)))
		release(t, r);
	hash_table_fini(&t->table);
	slab_fini(&t->memory);
}

/* All of the key but the name.  An IPv6 address may begin with the bytes of an IPv4
 * one. */
static uint64_t hop_of(const struct registration_table *rt,
		       const struct transaction *t)
{
	unsigned kind = (unsigned)t->client.family << 8 |
		(unsigned)t->server.family << 4 | (t->method == METHOD_REGISTER);

	return hash_mix(addr_hash_ips(rt->seed, &t->client, &t->server), kind);
}

/* Most servers challenge no calls, and most clients are not challenged: they are
 * not asked for their names. */
static bool knows_hop(const struct registration_table *rt, uint64_t hop)
{
	return rt->hops[hop % REGISTRATION_HOPS].known;
}

static struct slice name_of(const struct transaction *t)
{
	const struct message *m = transaction_any(t);

	return message_slice(m, t->method == METHOD_REGISTER ? m->sip.to_uri :
			     m->sip.from_uri);
}

/* How many are silent: r, which was or was not, may be another by now. */
static void count_silent(struct registration_table *rt,
			 const struct registration *r, bool was)
{
	uint32_t *n = &rt->hops[r->hop % REGISTRATION_HOPS].silent;

	*n = *n + is_silent(r) - was;
}

static void forget(struct registration_table *rt, struct registration *r)
{
	timer_queue_cancel(&rt->timers, &r->timer);
	hash_table_del(&rt->table, r->hash, r);
	rt->hops[r->hop % REGISTRATION_HOPS].known--;
	rt->hops[r->hop % REGISTRATION_HOPS].silent -= is_silent(r);
	release(rt, r);
}

static struct registration *make(struct registration_table *rt,
				 uint64_t hash, uint64_t hop, struct slice aor)
{
	struct registration *r;
	char *copy;

	if (rt->table.used >= rt->max) {
		struct timer_item *n = timer_queue_pop(&rt->timers, INT64_MAX);

		if (n)
			forget(rt, (struct registration *)n);
		rt->shed++;
	}
	r = slab_get(&rt->memory);
	if (!r)
		return NULL;
	copy = aor.len > sizeof(r->short_aor) ? malloc(aor.len) :
		r->short_aor;
	r->aor = slice_of(copy, aor.len);
	if (!copy) {
		release(rt, r);
		return NULL;
	}
	if (aor.len)
		memcpy(copy, aor.p, aor.len);
	r->hash = hash;
	r->hop = hop;
	if (hash_table_put(&rt->table, r->hash, r)) {
		release(rt, r);
		return NULL;
	}
	rt->hops[hop % REGISTRATION_HOPS].known++;
	return r;
}

enum { NONCES = sizeof(((struct registration *)0)->nonces) / sizeof(uint64_t) };

static uint64_t hash_nonce(struct slice nonce)
{
	return hash_slice(1, nonce) | 1;
}

/* The realm of a challenge (RFC 3261 22.1); 0: it names none. */
static uint32_t hash_realm(struct slice realm)
{
	return realm.p ? (uint32_t)hash_slice(1, realm) | 1 : 0;
}

/* Remember the nonces that this response gives. */
static void take_nonces(struct registration *r, const struct message *m,
			enum header_id id)
{
	static const struct slice names[] = { { "nonce", 5 }, { "realm", 5 } };
	const struct sip_header *h;
	struct slice said[2];
	unsigned n = 0;

	memset(r->nonces, 0, sizeof(r->nonces));
	for (unsigned i = 0; n < NONCES && i < 16 &&
	     (h = sip_index_header(&m->sip, id, i)); i++) {
		sip_value_auths(message_slice(m, h->value), names, said, 2);
		if (!said[0].p)
			continue;
		r->realms[n] = hash_realm(said[1]);
		r->nonces[n++] = hash_nonce(said[0]);
	}
}

/* Does m challenge for that realm?  Where none is named it may be. */
static bool asks_for(const struct message *m, enum header_id id, uint32_t wanted)
{
	const struct sip_header *h;

	for (unsigned i = 0; i < 16 && (h = sip_index_header(&m->sip, id, i));
	     i++) {
		struct slice realm;
		uint32_t asked;

		sip_value_auth(message_slice(m, h->value), "realm", &realm);
		asked = hash_realm(realm);
		if (!asked || !wanted || asked == wanted)
			return true;
	}
	return false;
}

/* Was this the nonce of a challenge for a realm that is asked for again? */
static bool asked_again(const struct registration *r, struct slice nonce,
			const struct message *m, enum header_id id)
{
	for (unsigned i = 0; i < NONCES; i++) {
		if (r->nonces[i] == hash_nonce(nonce))
			return asks_for(m, id, r->realms[i]);
	}
	return false;
}

/* Does the request answer one of the remembered challenges, for nothing?  The
 * challenge of another realm behind it may be the next one on the way. */
static bool answered(const struct registration *r, const struct transaction *t,
		     enum header_id ask, enum header_id answer)
{
	const struct message *m = t->request;
	const struct sip_header *h;
	struct slice nonce;

	for (unsigned i = 0; i < 16 &&
	     (h = sip_index_header(&m->sip, answer, i)); i++) {
		if (sip_value_auth(message_slice(m, h->value), "nonce",
				   &nonce) &&
		    asked_again(r, nonce, t->final, ask))
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
		struct slice v = message_slice(m, h->value);

		/* Few say it, which two letters show. */
		if (slice_pair_nocase(v, 0, "ta") < v.len &&
		    sip_value_auth(v, "stale", &stale) &&
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
		struct slice at = slice_of(reason.p + i, word.len);

		if ((*at.p | ' ') == 'n' && slice_eq_nocase(at, word))
			return true;
	}
	return false;
}

static void gave(struct registration *r)
{
	r->first_challenge = 0;
	r->plain = 0;
	r->answers = true;
}

static void challenged(struct registration *r, struct transaction *t)
{
	bool proxy = t->status == 407;
	enum header_id ask = proxy ? HEADER_PROXY_AUTHENTICATE :
		HEADER_WWW_AUTHENTICATE;
	enum header_id answer = proxy ? HEADER_PROXY_AUTHORIZATION :
		HEADER_AUTHORIZATION;

	if (t->has_credentials) {
		gave(r);
	} else if (t->method != METHOD_OPTIONS) {
		/* A ping proves that the server lives; nobody answers it. */
		if (!r->first_challenge)
			r->first_challenge = t->answered;
		r->last_challenge = t->answered;
		r->plain++;
	}
	r->stale = is_stale(t->final, ask) ? r->stale + 1 : 0;
	if (!r->stale && !blames_nonce(t->final) &&
	    answered(r, t, ask, answer)) {
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
		r->answers |= t->has_credentials;
		if (t->status / 100 == 2 || t->has_credentials)
			settled(r);
	}
}

/* Is there nothing to remember? */
static bool is_settled(const struct registration *r)
{
	return !(r->plain | r->rejected | r->stale | r->too_brief |
		 r->too_small | r->nonces[0]);
}

static int keep(struct registration_table *rt, struct registration *r,
		int64_t now)
{
	bool settled = is_settled(r);
	int64_t span = settled ? KEEP_SETTLED : KEEP;

	return timer_queue_set(&rt->timers, &r->timer,
			       now > INT64_MAX - span ? INT64_MAX : now + span,
			       settled ? LANE_SETTLED : LANE_KEEP);
}

static struct registration *find(const struct registration_table *rt,
				 const struct transaction *t)
{
	uint64_t hop;

	if (!rt->table.used)
		return NULL;
	hop = hop_of(rt, t);
	if (!knows_hop(rt, hop))
		return NULL;
	return hash_table_guess(&rt->table, hash_slice(hop, name_of(t)));
}

static void answers(struct registration_table *rt, struct registration *r)
{
	bool was = is_silent(r);

	gave(r);
	count_silent(rt, r, was);
}

/* It was let in with a request that was not captured: with credentials, if it was
 * asked for them just before. */
static void let_in(struct registration_table *rt,
		   const struct transaction *t)
{
	struct registration *r = t->status / 100 == 2 &&
		t->method != METHOD_OPTIONS ? find(rt, t) : NULL;

	if (r && r->plain)
		answers(rt, r);
}

struct registration *registration_final(struct registration_table *rt,
					struct transaction *t)
{
	struct registration *r;
	uint64_t hop, hash;
	struct slice aor;
	bool was, makes = t->status == 401 || t->status == 407 ||
		t->status == 422 || t->status == 423;

	if (!t->request)
		let_in(rt, t);
	if (!t->request || (!makes && !rt->table.used))
		return NULL;
	hop = hop_of(rt, t);
	if (!makes && !knows_hop(rt, hop))
		return NULL;
	aor = name_of(t);
	hash = hash_slice(hop, aor);
	r = hash_table_guess(&rt->table, hash);
	if (!r && makes && aor.len <= AOR_MAX)
		r = make(rt, hash, hop, aor);
	if (!r)
		return NULL;
	was = is_silent(r);
	count(r, t);
	count_silent(rt, r, was);
	if (keep(rt, r, t->answered)) {
		forget(rt, r);
		return NULL;
	}
	return r;
}

void registration_timeout(struct registration_table *rt,
			  const struct transaction *t)
{
	struct registration *r = t->request && t->has_credentials ?
		find(rt, t) : NULL;

	if (r)
		answers(rt, r);
}

const struct registration *registration_get(
	const struct registration_table *rt, const struct transaction *t)
{
	const struct registration *r;

	if (!t->request || (!t->has_credentials && !rt->hops[
		hop_of(rt, t) % REGISTRATION_HOPS].silent))
		return NULL;
	r = find(rt, t);
	return r && (t->has_credentials || is_silent(r)) ? r : NULL;
}

void registration_clock(struct registration_table *rt, int64_t now)
{
	struct timer_item *n;

	while ((n = timer_queue_pop(&rt->timers, now)))
		forget(rt, (struct registration *)n);
}
