/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/sctp_join.h"

#include "base/clock.h"
#include "base/mem.h"

#include <errno.h>
#include <stdlib.h>

#define WAIT (30 * CLOCK_S)
enum { MAX_PIECES = 1024, MAX_BYTES = 1 << 20 }; /* of one group */

struct piece {
	struct piece *prev, *next; /* by seq */
	uint32_t seq;
	bool first, last, cut;
	size_t len;
	char data[];
};

/* What waits under one key: as a rule one message, but unordered ones have no
 * numbers and may share it. */
struct group {
	struct timer_node timer; /* first: the heap gives these back */
	struct sctp_join_key key;
	uint64_t hash;
	struct piece *head, *tail; /* owned */
	size_t bytes;
	unsigned count, firsts, lasts;
	struct frame at;         /* of the latest piece */
};

static bool same_key(const void *item, const void *key)
{
	const struct group *g = item;

	return memcmp(&g->key, key, sizeof(g->key)) == 0;
}

static void drop_piece(struct sctp_join *j, struct group *g, struct piece *p)
{
	*(p->prev ? &p->prev->next : &g->head) = p->next;
	*(p->next ? &p->next->prev : &g->tail) = p->prev;
	g->count--;
	g->firsts -= p->first;
	g->lasts -= p->last;
	g->bytes -= p->len;
	budget_give(j->budget, sizeof(*p) + p->len);
	free(p);
}

static void group_free(struct sctp_join *j, struct group *g)
{
	while (g->head)
		drop_piece(j, g, g->head);
	timer_heap_cancel(&j->timers, &g->timer);
	hash_table_del(&j->groups, g->hash, g);
	budget_give(j->budget, sizeof(*g));
	free(g);
}

static bool follows(const struct piece *p, const struct piece *next)
{
	return next && next->seq == p->seq + 1 && !p->last && !next->first;
}

/* Hand up the pieces from first to last (both in) as one message. */
static int hand_up(struct sctp_join *j, struct group *g, struct piece *first,
		   const struct piece *last, bool cut)
{
	struct piece *end = last->next;
	size_t len = 0, at = 0;
	char *whole;

	for (struct piece *p = first; p != end; p = p->next)
		len += p->len;
	if (!len)
		return 0;
	if (!budget_take(j->budget, len))
		return -ENOMEM;
	whole = malloc(len);
	if (!whole) {
		budget_give(j->budget, len);
		return -ENOMEM;
	}
	for (struct piece *p = first; p != end; p = p->next) {
		memcpy(whole + at, p->data, p->len);
		at += p->len;
		/* Bytes behind a hole would stand in the wrong place. */
		if (p->cut) {
			cut = true;
			break;
		}
	}
	j->sink->message(slice_of(whole, at), cut, &g->key.src, &g->key.dst,
			 &g->at, j->sink->arg);
	free(whole);
	budget_give(j->budget, len);
	return 0;
}

/* Hand up what is there of messages whose beginning has come, forget the rest;
 * returns how many messages that were. */
static unsigned give_up(struct sctp_join *j, struct group *g)
{
	unsigned lost = g->firsts > g->lasts ? g->firsts : g->lasts;
	struct piece *p, *last;

	for (p = g->head; p; p = last->next) {
		for (last = p; follows(last, last->next); last = last->next)
			;
		if (p->first)
			hand_up(j, g, p, last, true);
	}
	group_free(j, g);
	return lost ? lost : 1;
}

/* Let go of what is due by now; returns whether there was any. */
static bool drop_due(struct sctp_join *j, int64_t now, uint64_t *count)
{
	struct group *g = (struct group *)timer_heap_pop(&j->timers, now);

	if (!g)
		return false;
	*count += give_up(j, g);
	return true;
}

static struct group *group_new(struct sctp_join *j,
			       const struct sctp_join_key *key, uint64_t hash,
			       int64_t due)
{
	struct group *g;

	if (!budget_take(j->budget, sizeof(*g)))
		return NULL;
	g = mem_zalloc(sizeof(*g));
	if (!g)
		goto fail;
	g->key = *key;
	g->hash = hash;
	if (timer_heap_set(&j->timers, &g->timer, due))
		goto fail;
	if (hash_table_put(&j->groups, hash, g)) {
		timer_heap_cancel(&j->timers, &g->timer);
		goto fail;
	}
	return g;
fail:
	budget_give(j->budget, sizeof(*g));
	free(g);
	return NULL;
}

static struct group *group_for(struct sctp_join *j,
			       const struct sctp_join_key *key, int64_t now)
{
	uint64_t hash = hash_bytes(j->seed, key, sizeof(*key));
	struct group *g = hash_table_get(&j->groups, hash, same_key, key);

	if (g) {
		/* In the heap already: changing the time takes no memory. */
		timer_heap_set(&j->timers, &g->timer, now + WAIT);
		return g;
	}
	while (j->groups.used >= j->max)
		if (!drop_due(j, INT64_MAX, &j->stats->shed))
			break;
	return group_new(j, key, hash, now + WAIT);
}

/* The piece in its place; NULL: no memory, or *known: it is there already. */
static struct piece *insert(struct sctp_join *j, struct group *g,
			    const struct sctp_join_piece *piece, bool *known)
{
	size_t size = sizeof(struct piece) + piece->data.len;
	struct piece *p, *before = g->tail;

	while (before && (int32_t)(before->seq - piece->seq) > 0)
		before = before->prev;
	*known = before && before->seq == piece->seq;
	if (*known || !budget_take(j->budget, size))
		return NULL;
	p = malloc(size);
	if (!p) {
		budget_give(j->budget, size);
		return NULL;
	}
	*p = (struct piece){
		.prev = before, .next = before ? before->next : g->head,
		.seq = piece->seq, .first = piece->first, .last = piece->last,
		.cut = piece->cut, .len = piece->data.len,
	};
	if (p->len)
		memcpy(p->data, piece->data.p, p->len);
	*(p->prev ? &p->prev->next : &g->head) = p;
	*(p->next ? &p->next->prev : &g->tail) = p;
	g->count++;
	g->firsts += p->first;
	g->lasts += p->last;
	g->bytes += p->len;
	return p;
}

/* Is the message of p complete? */
static int try_whole(struct sctp_join *j, struct group *g, struct piece *p)
{
	struct piece *first = p, *last = p, *next;
	int err;

	if (!g->firsts || !g->lasts)
		return 0;
	while (first->prev && follows(first->prev, first))
		first = first->prev;
	while (follows(last, last->next))
		last = last->next;
	if (!first->first || !last->last)
		return 0;
	err = hand_up(j, g, first, last, false);
	j->stats->shed += err != 0;
	for (p = first; p != last; p = next) {
		next = p->next;
		drop_piece(j, g, p);
	}
	drop_piece(j, g, p);
	if (!g->head)
		group_free(j, g);
	return err;
}

static int add(struct sctp_join *j, struct group *g,
	       const struct sctp_join_piece *piece, const struct frame *f)
{
	bool known = false, full;
	struct piece *p;

	full = g->count >= MAX_PIECES ||
	       g->bytes + piece->data.len > MAX_BYTES;
	p = full ? NULL : insert(j, g, piece, &known);
	if (known)
		return 0;
	if (!p) {
		j->stats->shed += give_up(j, g);
		return full ? 0 : -ENOMEM;
	}
	g->at = *f;
	g->at.bytes = g->at.comment = slice_of(NULL, 0);
	return try_whole(j, g, p);
}

int sctp_join_add(struct sctp_join *j, const struct sctp_join_key *key,
		  const struct sctp_join_piece *piece, const struct frame *f)
{
	struct group *g = group_for(j, key, f->time);

	if (!g) {
		j->stats->shed++;
		return -ENOMEM;
	}
	return add(j, g, piece, f);
}

void sctp_join_clock(struct sctp_join *j, int64_t now)
{
	while (drop_due(j, now, &j->stats->lost))
		;
}

void sctp_join_init(struct sctp_join *j, const struct sctp_sink *sink,
		    struct sctp_stats *stats, struct budget *budget)
{
	*j = (struct sctp_join){
		.sink = sink, .stats = stats, .budget = budget,
		.seed = hash_seed(),
	};
}

void sctp_join_fini(struct sctp_join *j)
{
	struct group *g;

	while ((g = (struct group *)timer_heap_pop(&j->timers, INT64_MAX)))
		group_free(j, g);
	timer_heap_fini(&j->timers);
	hash_table_fini(&j->groups);
}
