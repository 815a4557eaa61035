/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/load.h"

#include "diagnose/reach.h"

/* Three in a row: servers that ping give up after that many (Kamailio's dispatcher
 * and its kin), and a single loss is none of it. */
enum { IN_A_ROW = 3 };

/* Whatever port it is sent from. */
static uint64_t key_of(const struct load *l, const struct transaction *t)
{
	struct addr a = t->client;

	a.port = 0;
	return addr_hash_pair(l->seed, &a, &t->server);
}

static bool same_ping(const struct load_ping *p, const struct transaction *t)
{
	return p->failed && p->call == t->call->hash &&
		p->cseq == t->request->sip.cseq;
}

static void failed(struct load *l, const struct store_notice *n, uint16_t code)
{
	const struct transaction *t = n->t;
	struct load_ping *p;

	/* ICMP says it better. */
	if (!t->request || t->icmp || reach_is_scanner(t->request))
		return;
	p = recent_get(&l->pings, key_of(l, t), NULL);
	if (!p || t->start < p->good || same_ping(p, t))
		return;
	if (!p->failed || p->code != code) {
		p->failed = 0;
		p->code = code;
		p->insists = false;
	}
	p->failed++;
	p->call = t->call->hash;
	p->cseq = t->request->sip.cseq;
	p->insists = p->insists || t->request_copies ||
		t->transport != TRANSPORT_UDP;
	if (p->failed < IN_A_ROW)
		return;
	l->now.ping.times = p->failed;
	l->now.ping.code = code;
	l->now.ping.once = !code && !p->insists;
}

static void alive(struct load *l, const struct transaction *t)
{
	struct load_ping *p = l->pings.count ?
		recent_find(&l->pings, key_of(l, t)) : NULL;

	if (!p)
		return;
	p->good = t->start;
	p->failed = 0;
}

void load_ping_note(struct load *l, const struct store_notice *n)
{
	const struct transaction *t = n->t;

	if (t->in_dialog)
		return;
	l->now.ping.times = 0;
	/* It will be known in half a minute that this one failed; until then it
	 * is to be seen whether others do better. */
	if (n->event == STORE_RETRANSMISSION && !t->first)
		recent_get(&l->pings, key_of(l, t), NULL);
	if (n->event == STORE_FINAL) {
		if (t->status == 408 || t->status == 503 || t->status == 504)
			failed(l, n, t->status);
		else
			alive(l, t);
	} else if (n->event == STORE_TIMEOUT && !t->first) {
		failed(l, n, 0);
	}
}
