/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/pauses.h"

#include "diagnose/rule.h"

/* What was on its way when the response came did not know of it. */
#define UNDER_WAY TRANSACTION_T1

void pauses_init(struct pauses *p, uint64_t seed)
{
	p->seed = seed;
	p->until = INT64_MIN;
	recent_init(&p->table, sizeof(struct pause), PAUSES_MAX, NULL);
}

void pauses_fini(struct pauses *p)
{
	recent_fini(&p->table);
}

static uint64_t key_of(const struct pauses *p, const struct transaction *t)
{
	struct slice who = sip_value_uri(sip_index_value(&t->request->sip,
							 HEADER_FROM));
	uint64_t ends[4];

	memcpy(ends, t->client.ip, 16);
	memcpy(ends + 2, t->server.ip, 16);
	return hash_mix(hash_bytes(hash_slice(p->seed, who), ends,
				   sizeof(ends)),
			(uint64_t)t->server.port << 16 | t->method);
}

const struct pause *pauses_find(const struct pauses *p,
				const struct transaction *t)
{
	return recent_find(&p->table, key_of(p, t));
}

const struct pause_ask *pauses_ask(const struct pause *p,
				   const struct transaction *t)
{
	return &p->asks[p->asks[0].time > t->start];
}

static void asked(struct pauses *p, const struct store_notice *n)
{
	const struct transaction *t = n->t;
	struct slice id = message_slice(t->final, t->final->sip.call_id);
	int64_t limit = rule_seconds(t->final, HEADER_RETRY_AFTER);
	struct pause *x;

	if (limit <= 0)
		return;
	x = recent_get(&p->table, key_of(p, t), n->now, NULL);
	if (!x)
		return;
	if (n->now >= x->until)
		*x = (struct pause){ .first = n->now };
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
}

/* A second step of a login is no further try. */
static bool answers_challenge(const struct transaction *t)
{
	return t->call_prev && (t->call_prev->status == 401 ||
				t->call_prev->status == 407);
}

static void came(struct pauses *p, const struct store_notice *n)
{
	struct transaction *t = n->t;
	struct pause *x = recent_find(&p->table, key_of(p, t));

	if (!x || n->now >= x->until || n->now < x->first + UNDER_WAY ||
	    answers_challenge(t))
		return;
	x->early++;
	if (x->early >= PAUSES_TIMES)
		t->habits |= TRANSACTION_EARLY;
}

void pauses_note(struct pauses *p, const struct store_notice *n)
{
	const struct transaction *t = n->t;

	/* What belongs to a call that is up is free, and so is a CANCEL. */
	if (t->in_dialog || !t->request || t->method == METHOD_CANCEL)
		return;
	if (n->event == STORE_FINAL && (t->status == 503 || t->status == 500))
		asked(p, n);
	else if (n->now >= p->until)
		return;
	else if (n->event == STORE_REQUEST)
		came(p, n);
	else if (n->event == STORE_FINAL && t->status < 300)
		recent_drop(&p->table, key_of(p, t)); /* it is back */
}
