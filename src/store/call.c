/* SPDX-License-Identifier: BSD-2-Clause */
#include "store/call.h"

#include "base/hash.h"
#include "base/mem.h"

#include <stdlib.h>

struct call *call_new(struct slice call_id, uint64_t hash, int64_t now)
{
	struct call *c = mem_zalloc(sizeof(*c) + call_id.len);
	char *copy;

	if (!c)
		return NULL;
	copy = (char *)(c + 1);
	if (call_id.len)
		memcpy(copy, call_id.p, call_id.len);
	c->call_id = slice_of(copy, call_id.len);
	c->hash = hash;
	c->start = c->seen = now;
	return c;
}

void call_free(struct call *c)
{
	struct dialog *next;

	if (!c)
		return;
	for (struct dialog *d = c->dialogs; d; d = next) {
		next = d->next;
		free(d);
	}
	for (size_t i = 0; i < c->n_flow; i++)
		message_unref(c->flow[i]);
	free(c->flow);
	free(c);
}

void call_keep(struct call *c, struct message *m)
{
	void *p = c->flow;

	if (c->n_flow >= CALL_FLOW_MAX ||
	    mem_grow(&p, &c->cap_flow, c->n_flow + 1, sizeof(*c->flow)))
		return;
	c->flow = p;
	c->flow[c->n_flow++] = message_ref(m);
}

void call_link(struct call *c, struct transaction *t)
{
	t->call = c;
	t->call_prev = c->last;
	if (c->last)
		c->last->call_next = t;
	else
		c->first = t;
	c->last = t;
	c->n_transactions++;
	c->transactions++;
}

static enum call_outcome outcome_of(const struct transaction *t)
{
	if (t->method != METHOD_INVITE || t->in_dialog || !t->request)
		return CALL_NOT_A_CALL;
	if (t->status / 100 == 2)
		return CALL_ANSWERED;
	if (t->status == 487)
		return CALL_CANCELLED;
	if (t->status)
		return CALL_FAILED;
	return t->state == TRANSACTION_TIMED_OUT ? CALL_UNANSWERED :
		CALL_RINGING;
}

/* An answer outdoes everything, a final response silence; else the later of two
 * (a challenge answered, another hop) stands. */
static enum call_outcome outcome_join(enum call_outcome a, enum call_outcome b)
{
	static const uint8_t rank[] = {
		[CALL_NOT_A_CALL] = 0, [CALL_UNANSWERED] = 1,
		[CALL_RINGING] = 2, [CALL_FAILED] = 3, [CALL_CANCELLED] = 3,
		[CALL_ANSWERED] = 4,
	};

	return rank[b] >= rank[a] ? b : a;
}

void call_unlink(struct call *c, struct transaction *t)
{
	c->outcome = (uint8_t)outcome_join((enum call_outcome)c->outcome,
					   outcome_of(t));
	if (t->call_prev)
		t->call_prev->call_next = t->call_next;
	else
		c->first = t->call_next;
	if (t->call_next)
		t->call_next->call_prev = t->call_prev;
	else
		c->last = t->call_prev;
	if (t->cancel)
		t->cancel->cancels = NULL;
	if (t->cancels)
		t->cancels->cancel = NULL;
	c->n_transactions--;
}

enum call_outcome call_outcome(const struct call *c)
{
	enum call_outcome o = (enum call_outcome)c->outcome;

	for (const struct transaction *t = c->first; t; t = t->call_next)
		o = outcome_join(o, outcome_of(t));
	return o;
}

static uint64_t tag_hash(struct slice tag)
{
	return hash_slice(0, tag);
}

struct dialog *call_dialog(const struct call *c, struct slice tag_a,
			   struct slice tag_b)
{
	uint64_t a = tag_hash(tag_a), b = tag_hash(tag_b);

	for (struct dialog *d = c->dialogs; d; d = d->next) {
		if ((d->tag_a == a && d->tag_b == b) ||
		    (d->tag_a == b && d->tag_b == a))
			return d;
	}
	return NULL;
}

struct dialog *call_dialog_add(struct call *c, struct slice tag_a,
			       struct slice tag_b)
{
	struct dialog *d;
	unsigned n = 0;

	for (d = c->dialogs; d; d = d->next)
		n++;
	if (n >= CALL_DIALOGS_MAX)
		return NULL;
	d = mem_zalloc(sizeof(*d));
	if (!d)
		return NULL;
	d->tag_a = tag_hash(tag_a);
	d->tag_b = tag_hash(tag_b);
	d->next = c->dialogs;
	c->dialogs = d;
	return d;
}

bool call_open(const struct call *c)
{
	for (const struct dialog *d = c->dialogs; d; d = d->next) {
		if (d->state == DIALOG_CONFIRMED)
			return true;
	}
	return false;
}

/* A Call-ID used for thousands of requests must not make every look slow. */
enum { STEPS_MAX = 256 };

static bool same_hop(const struct transaction *a, const struct transaction *b)
{
	return a->method == b->method && addr_same_ip(&a->client, &b->client) &&
		addr_same_ip(&a->server, &b->server);
}

const struct transaction *call_previous(const struct transaction *t)
{
	const struct transaction *o = t->call_prev;

	for (int i = 0; o && !same_hop(o, t); o = o->call_prev) {
		if (++i == STEPS_MAX)
			return NULL;
	}
	return o;
}

const struct transaction *call_following(const struct transaction *t)
{
	const struct transaction *o = t->call_next;

	for (int i = 0; o && !same_hop(o, t); o = o->call_next) {
		if (++i == STEPS_MAX)
			return NULL;
	}
	return o;
}
