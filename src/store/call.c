/* SPDX-License-Identifier: BSD-2-Clause */
#include "store/call.h"

#include "base/hash.h"
#include "base/mem.h"

#include <stdlib.h>

void call_memory_init(struct call_memory *mem)
{
	slab_init(&mem->calls, sizeof(struct call));
	slab_init(&mem->dialogs, sizeof(struct dialog));
}

void call_memory_fini(struct call_memory *mem)
{
	slab_fini(&mem->calls);
	slab_fini(&mem->dialogs);
}

struct call *call_new(struct call_memory *mem, struct slice call_id,
		      uint64_t hash, int64_t now)
{
	struct call *c = slab_get(&mem->calls);
	char *copy;

	if (!c)
		return NULL;
	copy = call_id.len > sizeof(c->short_id) ? malloc(call_id.len) :
		c->short_id;
	if (!copy) {
		slab_put(&mem->calls, c);
		return NULL;
	}
	if (call_id.len)
		memcpy(copy, call_id.p, call_id.len);
	c->call_id = slice_of(copy, call_id.len);
	c->hash = hash;
	c->start = c->seen = now;
	return c;
}

void call_free(struct call_memory *mem, struct call *c)
{
	struct dialog *next;

	if (!c)
		return;
	for (struct dialog *d = c->dialogs; d; d = next) {
		next = d->next;
		slab_put(&mem->dialogs, d);
	}
	for (size_t i = 0; i < c->n_flow; i++)
		message_unref(c->flow[i]);
	free(c->flow);
	if (c->call_id.p != c->short_id)
		free((char *)(uintptr_t)c->call_id.p);
	slab_put(&mem->calls, c);
}

void call_keep(struct call *c, struct message *m)
{
	void *p = c->flow;
	size_t cap = c->cap_flow;

	if (c->n_flow >= CALL_FLOW_MAX ||
	    mem_grow(&p, &cap, c->n_flow + 1, sizeof(*c->flow)))
		return;
	c->flow = p;
	c->cap_flow = (uint32_t)cap;
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
}

/* The caller may lawfully try again after these (RFC 3261 8.1.3, 22.2).  A 408 is
 * the end for it: a proxy says so of a silent hop behind. */
static bool comes_again(unsigned status)
{
	switch (status) {
	case 401: case 407: case 412: case 415: case 420: case 421:
	case 422: case 423: case 484: case 491: case 494: case 500: case 503:
		return true;
	default:
		return status / 100 == 3;
	}
}

static struct call_verdict verdict(enum call_outcome outcome, uint8_t rank,
				   const struct transaction *t)
{
	return (struct call_verdict){
		.serial = t->serial, .outcome = (uint8_t)outcome, .rank = rank };
}

static struct call_verdict verdict_of(const struct transaction *t)
{
	if (t->method != METHOD_INVITE || t->in_dialog || !t->request)
		return verdict(CALL_NOT_A_CALL, 0, t);
	if (t->status / 100 == 2)
		return verdict(CALL_ANSWERED, 5, t);
	if (t->status == 487)
		return verdict(CALL_CANCELLED, 4, t);
	if (t->status)
		return verdict(CALL_FAILED, comes_again(t->status) ? 1 : 4, t);
	if (t->state == TRANSACTION_TIMED_OUT)
		return verdict(CALL_UNANSWERED, 2, t);
	return verdict(CALL_RINGING, 3, t);
}

static struct call_verdict join(struct call_verdict a, struct call_verdict b)
{
	if (a.rank != b.rank)
		return a.rank > b.rank ? a : b;
	return a.serial <= b.serial ? a : b;
}

void call_unlink(struct call *c, struct transaction *t)
{
	c->forgotten = join(c->forgotten, verdict_of(t));
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
	struct call_verdict v = c->forgotten;

	for (const struct transaction *t = c->first; t; t = t->call_next)
		v = join(v, verdict_of(t));
	return (enum call_outcome)v.outcome;
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

int64_t call_dialog_refreshed(const struct dialog *d)
{
	return d->start + d->refreshed * CLOCK_MS;
}

bool call_dialog_callee(const struct dialog *d, struct slice tag)
{
	return d->tag_b == tag_hash(tag);
}

struct dialog *call_dialog_add(struct call_memory *mem, struct call *c,
			       struct slice tag_a, struct slice tag_b)
{
	struct dialog *d;
	unsigned n = 0;

	for (d = c->dialogs; d; d = d->next)
		n++;
	if (n >= CALL_DIALOGS_MAX)
		return NULL;
	d = slab_get(&mem->dialogs);
	if (!d)
		return NULL;
	d->tag_a = tag_hash(tag_a);
	d->tag_b = tag_hash(tag_b);
	d->next = c->dialogs;
	c->dialogs = d;
	return d;
}

static uint8_t side_of(const struct dialog *d, struct slice tag)
{
	return d->tag_a == tag_hash(tag) ? CALL_HELD_A : CALL_HELD_B;
}

bool call_held_before(const struct dialog *d, struct slice tag)
{
	return d->held >> CALL_HELD_BEFORE & side_of(d, tag);
}

bool call_holds(const struct dialog *d, struct slice tag)
{
	return d->held & side_of(d, tag);
}

void call_hold(struct dialog *d, struct slice tag, uint32_t cseq, bool holds)
{
	uint8_t side = side_of(d, tag);
	uint8_t now = d->held & (CALL_HELD_A | CALL_HELD_B);

	/* CSeq counts for each side; the lowest bit tells them apart. */
	cseq = cseq << 1 | (side == CALL_HELD_B);
	if (d->held_cseq == cseq)
		return;
	d->held_cseq = cseq;
	d->held = (uint8_t)(now << CALL_HELD_BEFORE |
			    (holds ? now | side : now & ~side));
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
