/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/pauses.h"

#include "diagnose/rule.h"

/* What was on its way when the response came did not know of it. */
#define UNDER_WAY TRANSACTION_T1

void pauses_init(struct pauses *p, uint64_t seed)
{
	p->seed = seed;
	p->until = INT64_MIN;
	memset(p->asked, 0, sizeof(p->asked));
	recent_init(&p->table, sizeof(struct pause), PAUSES_MAX, NULL);
}

void pauses_fini(struct pauses *p)
{
	recent_fini(&p->table);
}

uint64_t pauses_key(const struct pauses *p, const struct transaction *t)
{
	struct slice who = message_slice(t->request, t->request->sip.from_uri);
	uint64_t ends[4];

	memcpy(ends, t->client.ip, 16);
	memcpy(ends + 2, t->server.ip, 16);
	return hash_mix(hash_bytes(hash_slice(p->seed, who), ends,
				   sizeof(ends)),
			(uint64_t)t->server.port << 16 | t->method);
}

/* The same, about who is called. */
static uint64_t called_key(uint64_t key, const struct transaction *t)
{
	return hash_slice(key, sip_value_uri(
		message_slice(t->request, t->request->sip.uri)));
}

static unsigned hop_of(const struct pauses *p, const struct transaction *t)
{
	uint64_t a[2], b[2];

	memcpy(a, t->client.ip, sizeof(a));
	memcpy(b, t->server.ip, sizeof(b));
	return (unsigned)(hash_fold(
		p->seed ^ a[0] ^ a[1], HASH_K1 ^ b[0] ^ b[1] ^
		((uint64_t)t->server.port << 48 | (uint64_t)t->method << 32)) %
		PAUSES_HOPS);
}

static bool about_called(unsigned status)
{
	return status == 404 || status == 480 || status == 486 ||
		status == 600 || status == 603;
}

bool pauses_asks(unsigned status)
{
	return status == 413 || status == 500 || status == 503 ||
		about_called(status);
}

const struct pause *pauses_find(const struct pauses *p,
				const struct transaction *t)
{
	uint64_t key = pauses_key(p, t);
	const struct pause *x = recent_find(&p->table, key);

	if (!x || x->early < PAUSES_TIMES)
		x = recent_find(&p->table, called_key(key, t));
	return x && x->early >= PAUSES_TIMES && x->slip != t->serial ? x : NULL;
}

const struct pause_ask *pauses_ask(const struct pause *p,
				   const struct transaction *t)
{
	return &p->asks[p->asks[0].time > t->start];
}

static bool hop_asked(const struct pauses *p, unsigned hop)
{
	return p->asked[hop / 64] >> (hop % 64) & 1;
}

static void asked(struct pauses *p, unsigned hop, const struct store_notice *n)
{
	const struct transaction *t = n->t;
	struct slice id = message_slice(t->final, t->final->sip.call_id);
	int64_t limit = rule_seconds(t->final, HEADER_RETRY_AFTER);
	bool called = about_called(t->status);
	uint64_t key;
	struct pause *x;

	if (limit <= 0)
		return;
	key = pauses_key(p, t);
	x = recent_get(&p->table, called ? called_key(key, t) : key, NULL);
	if (!x)
		return;
	if (n->now >= x->until)
		*x = (struct pause){ .first = n->now, .slip = x->slip,
				     .called = called };
	x->limit = (uint32_t)limit;
	x->until = n->now + limit * CLOCK_S;
	x->asks[1] = x->asks[0];
	x->asks[0] = (struct pause_ask){ .time = n->now,
					 .cseq = t->final->sip.cseq };
	if (id.len <= PAUSES_ID) {
		x->asks[0].id_len = (uint32_t)id.len;
		memcpy(x->asks[0].id, id.p, id.len);
	}
	if (x->until > p->until)
		p->until = x->until;
	if (!hop_asked(p, hop) || x->until > p->hops[hop])
		p->hops[hop] = x->until;
	p->asked[hop / 64] |= UINT64_C(1) << (hop % 64);
}

/* A second step of a login is no further try. */
static bool answers_challenge(const struct transaction *t)
{
	return t->call_prev && (t->call_prev->status == 401 ||
				t->call_prev->status == 407);
}

/* Is it too early by what x says? */
static bool early(struct pause *x, const struct store_notice *n)
{
	if (!x || n->now >= x->until || n->now < x->first + UNDER_WAY ||
	    answers_challenge(n->t))
		return false;
	if (!x->early++)
		x->slip = n->t->serial;
	return true;
}

static void came(struct pauses *p, const struct store_notice *n)
{
	struct transaction *t = n->t;
	uint64_t key = pauses_key(p, t);

	if (early(recent_find(&p->table, key), n) ||
	    early(recent_find(&p->table, called_key(key, t)), n))
		t->habits |= TRANSACTION_EARLY;
}

/* It is back. */
static void taken(struct pauses *p, const struct transaction *t)
{
	uint64_t key = pauses_key(p, t);

	recent_drop(&p->table, key);
	recent_drop(&p->table, called_key(key, t));
}

void pauses_note(struct pauses *p, const struct store_notice *n)
{
	const struct transaction *t = n->t;
	unsigned hop;

	/* What belongs to a call that is up is free, and so is a CANCEL. */
	if (t->in_dialog || !t->request || t->method == METHOD_CANCEL)
		return;
	hop = hop_of(p, t);
	if (n->event == STORE_FINAL && pauses_asks(t->status))
		asked(p, hop, n);
	else if (n->now >= p->until || !hop_asked(p, hop))
		return;
	else if (n->event == STORE_REQUEST && n->now < p->hops[hop])
		came(p, n);
	else if (n->event == STORE_FINAL && t->status < 300)
		taken(p, t);
}
