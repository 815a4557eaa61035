/* SPDX-License-Identifier: BSD-2-Clause */
/* The table of connections: finding, making, ageing and shedding them. */
#include "dissect/tcp_reasm.h"

#include "base/mem.h"
#include "dissect/tcp_conn.h"

#include <errno.h>
#include <stdlib.h>

#define MAX_FLOWS 65536

/* How long a connection is remembered that nothing is heard of.  SIP over TCP
 * is kept open for long; one that is over only has to outlast copies of its
 * segments and the first retransmissions. */
static const int64_t idle[TCP_LISTS] = {
	[TCP_LIST_DONE] = 2 * CLOCK_S,
	[TCP_LIST_IGNORED] = 60 * CLOCK_S,
	[TCP_LIST_NEW] = 600 * CLOCK_S,
	[TCP_LIST_OPEN] = 3600 * CLOCK_S,
};

struct ends {
	struct addr src, dst;
	struct tcp_key key;
	bool swapped; /* dst comes first in the key */
};

/* An IPv4 address and its port. */
static inline uint64_t pack(const struct addr *a, uint16_t port)
{
	uint32_t ip;

	memcpy(&ip, a->ip, sizeof(ip));
	return (uint64_t)ip << 16 | port;
}

static void long_key(struct ends *e)
{
	const struct addr *a = &e->src, *b = &e->dst;
	size_t size = sizeof(struct addr);

	e->swapped = memcmp(a, b, size) > 0;
	memcpy(e->key.word, e->swapped ? b : a, size);
	memcpy(e->key.word + 3, e->swapped ? a : b, size);
}

static void set_ends(struct ends *e, const struct addr *src,
		     const struct addr *dst, const struct tcp *t)
{
	e->src = *src;
	e->dst = *dst;
	e->src.port = t->sport;
	e->dst.port = t->dport;
}

/* Sets the key of e and, where it is needed for that, all of it; returns the
 * hash. */
static inline uint64_t set_key(const struct tcp_reasm *r, struct ends *e,
			       const struct addr *src, const struct addr *dst,
			       const struct tcp *t)
{
	uint64_t a, b;

	if (src->family != 4 || dst->family != 4) {
		set_ends(e, src, dst, t);
		long_key(e);
		return hash_bytes(r->seed, &e->key, sizeof(e->key));
	}
	a = pack(src, t->sport);
	b = pack(dst, t->dport);
	e->swapped = a > b;
	/* The third word is never 0 in a long key: the family is there. */
	e->key = (struct tcp_key){ { e->swapped ? b : a, e->swapped ? a : b } };
	return hash_bytes(r->seed, &e->key, 2 * sizeof(uint64_t));
}

/* Would c have this key? */
static bool same_key(const void *item, const void *key)
{
	const struct tcp_conn *c = item;
	const struct addr *a = &c->flow.ends[c->swapped];
	const struct addr *b = &c->flow.ends[!c->swapped];
	const uint64_t *word = ((const struct tcp_key *)key)->word;

	if (!word[2])
		return a->family == 4 && b->family == 4 &&
		       pack(a, a->port) == word[0] &&
		       pack(b, b->port) == word[1];
	return memcmp(a, word, sizeof(*a)) == 0 &&
	       memcmp(b, word + 3, sizeof(*b)) == 0;
}

static struct tcp_conn *conn_of(const struct tcp_flow *f)
{
	return (struct tcp_conn *)((uintptr_t)f -
				   offsetof(struct tcp_conn, flow));
}

/* --- lists --------------------------------------------------------------------- */

static void unlink_conn(struct tcp_reasm *r, struct tcp_conn *c)
{
	if (c->prev)
		c->prev->next = c->next;
	else if (r->head[c->list] == c)
		r->head[c->list] = c->next;
	if (c->next)
		c->next->prev = c->prev;
	else if (r->tail[c->list] == c)
		r->tail[c->list] = c->prev;
	c->prev = c->next = NULL;
}

void tcp_reasm_list(struct tcp_reasm *r, struct tcp_conn *c, enum tcp_list to)
{
	if (c->last.time + idle[to] < r->wake)
		r->wake = c->last.time + idle[to];
	if (r->head[to] == c)
		return;
	unlink_conn(r, c);
	c->list = to;
	c->next = r->head[to];
	if (c->next)
		c->next->prev = c;
	else
		r->tail[to] = c;
	r->head[to] = c;
}

/* --- connections ------------------------------------------------------------------ */

static void forget(struct tcp_reasm *r, struct tcp_conn *c)
{
	tcp_conn_drop(r, c);
	hash_table_del(&r->table, c->hash, c);
	unlink_conn(r, c);
	free(c);
}

/* The one that matters least goes. */
static void shed_one(struct tcp_reasm *r)
{
	for (int list = 0; list < TCP_LISTS; list++) {
		struct tcp_conn *c = r->tail[list];
		struct tcp_place at;

		if (!c)
			continue;
		at = c->last;
		r->stats.shed += list != TCP_LIST_DONE;
		tcp_conn_close(r, c, TCP_END_QUIET, &at);
		forget(r, c);
		return;
	}
}

/* ends[0] sent the SYN; the side with the higher port is likely to have. */
static void orient(struct tcp_conn *c, const struct ends *e,
		   const struct tcp *t)
{
	bool client = e->src.port >= e->dst.port;

	if (t->flags & TCP_SYN)
		client = !(t->flags & TCP_ACK);
	c->flow.ends[0] = client ? e->src : e->dst;
	c->flow.ends[1] = client ? e->dst : e->src;
	c->swapped = client == e->swapped;
}

/* A connection as it is before its first segment; 0 or -ENOMEM. */
static int start(struct tcp_reasm *r, struct tcp_conn *c, const struct ends *e,
		 const struct tcp *t)
{
	c->ways = mem_zalloc(2 * sizeof(*c->ways));
	if (!c->ways)
		return -ENOMEM;
	c->flow.id = ++r->last_id;
	orient(c, e, t);
	tcp_reasm_list(r, c, TCP_LIST_NEW);
	return 0;
}

static int make(struct tcp_reasm *r, struct tcp_conn **out,
		const struct ends *e, const struct tcp *t, uint64_t hash)
{
	struct tcp_conn *c;

	while (r->table.used >= r->max)
		shed_one(r);
	c = mem_zalloc(sizeof(*c));
	if (!c)
		return -ENOMEM;
	c->hash = hash;
	if (hash_table_put(&r->table, hash, c)) {
		free(c);
		return -ENOMEM;
	}
	c->closed = true; /* the sink has not heard of it */
	if (start(r, c, e, t)) {
		forget(r, c);
		return -ENOMEM;
	}
	c->closed = false;
	*out = c;
	return 0;
}

/* Another connection between the same ends. */
static int renew(struct tcp_reasm *r, struct tcp_conn *c, const struct ends *e,
		 const struct tcp *t, const struct tcp_place *at)
{
	struct tcp_conn fresh = { .hash = c->hash, .closed = true };

	tcp_conn_close(r, c, TCP_END_QUIET, at);
	unlink_conn(r, c);
	*c = fresh;
	if (start(r, c, e, t)) {
		forget(r, c);
		return -ENOMEM;
	}
	c->closed = false;
	return 0;
}

/* --- segments ----------------------------------------------------------------------- */

/* Does this segment show that there is a connection that may carry data? */
static bool begins(const struct tcp *t)
{
	return !(t->flags & TCP_RST) && (t->flags & TCP_SYN || t->size);
}

static int dir_of(const struct tcp_conn *c, const struct ends *e)
{
	return c->swapped != e->swapped;
}

static bool is_other(const struct tcp_conn *c, const struct ends *e,
		     const struct tcp *t)
{
	int dir = dir_of(c, e);

	return tcp_open_is_other(c, dir, t) ||
	       (begins(t) && tcp_open_outlived(c, dir));
}

static int push(struct tcp_reasm *r, struct tcp_conn **conn,
		const struct ends *e, const struct tcp *t, uint64_t hash,
		const struct tcp_place *at)
{
	struct tcp_side s = { .r = r, .c = *conn };
	int err = 0;

	if (!s.c)
		err = begins(t) ? make(r, &s.c, e, t, hash) : 0;
	else if (is_other(s.c, e, t))
		err = renew(r, s.c, e, t, at);
	*conn = err ? NULL : s.c;
	if (err || !s.c || !s.c->ways)
		return err;
	s.dir = dir_of(s.c, e);
	s.c->last = *at;
	tcp_reasm_list(r, s.c, s.c->list);
	tcp_conn_segment(&s, t, at);
	return 0;
}

/* A segment of an ignored connection: most of what passes, so be quick. */
static inline void pass(struct tcp_reasm *r, struct tcp_conn *c, int64_t now)
{
	/* The list need not be more exact than a second. */
	if (now - c->last.time < CLOCK_S && now >= c->last.time)
		return;
	c->last.time = now;
	tcp_reasm_list(r, c, TCP_LIST_IGNORED);
}

int tcp_reasm_push(struct tcp_reasm *r, const struct tcp *s,
		   const struct addr *src, const struct addr *dst,
		   const struct frame *f, struct tcp_flow **flow)
{
	struct ends e;
	uint64_t hash = set_key(r, &e, src, dst, s);
	struct tcp_place at;
	struct tcp_conn *c;
	int err = 0;

	if (f->time >= r->wake || timer_heap_first(&r->timers) <= f->time)
		tcp_reasm_clock(r, f->time);
	r->stats.segments += s->size > 0;
	c = hash_table_get(&r->table, hash, same_key, &e.key);
	if (c && c->list == TCP_LIST_IGNORED && !(s->flags & TCP_SYN)) {
		pass(r, c, f->time);
	} else if (!c || c->list != TCP_LIST_DONE || s->flags & TCP_SYN) {
		set_ends(&e, src, dst, s);
		at = tcp_queue_place(f);
		err = push(r, &c, &e, s, hash, &at);
	}
	if (flow)
		*flow = c && c->list != TCP_LIST_DONE ? &c->flow : NULL;
	return err;
}

void tcp_reasm_ignore(struct tcp_reasm *r, struct tcp_flow *f)
{
	struct tcp_conn *c = conn_of(f);

	if (c->closed || !c->ways)
		return;
	tcp_conn_drop(r, c);
	tcp_reasm_list(r, c, TCP_LIST_IGNORED);
}

/* Forget what is too old, and find out when there is something again. */
static void expire(struct tcp_reasm *r, int64_t now)
{
	r->wake = INT64_MAX;
	for (int list = 0; list < TCP_LISTS; list++) {
		struct tcp_conn *c;

		while ((c = r->tail[list]) && c->last.time <= now - idle[list]) {
			struct tcp_place at = c->last;

			tcp_conn_close(r, c, TCP_END_QUIET, &at);
			forget(r, c);
		}
		if (c && c->last.time + idle[list] < r->wake)
			r->wake = c->last.time + idle[list];
	}
}

void tcp_reasm_clock(struct tcp_reasm *r, int64_t now)
{
	struct timer_node *n;

	while ((n = timer_heap_pop(&r->timers, now)))
		tcp_conn_fire(r, (struct tcp_conn *)n, now);
	if (now >= r->wake)
		expire(r, now);
}

/* --- the table ------------------------------------------------------------------------ */

struct tcp_reasm *tcp_reasm_new(const struct tcp_reasm_sink *sink,
				size_t max_flows, struct budget *budget)
{
	struct tcp_reasm *r = mem_zalloc(sizeof(*r));

	if (!r)
		return NULL;
	r->sink = *sink;
	r->budget = budget;
	r->max = max_flows ? max_flows : MAX_FLOWS;
	r->seed = hash_seed();
	return r;
}

/* Every connection, those that were silent for longest first. */
static void forget_all(struct tcp_reasm *r, bool deliver)
{
	for (int list = TCP_LISTS; list--;) {
		struct tcp_conn *c;

		while ((c = r->tail[list])) {
			struct tcp_place at = c->last;

			if (!deliver)
				tcp_conn_drop(r, c);
			tcp_conn_close(r, c, TCP_END_INPUT, &at);
			forget(r, c);
		}
	}
}

void tcp_reasm_end(struct tcp_reasm *r)
{
	forget_all(r, true);
}

void tcp_reasm_free(struct tcp_reasm *r)
{
	if (!r)
		return;
	forget_all(r, false);
	hash_table_fini(&r->table);
	timer_heap_fini(&r->timers);
	free(r);
}

const struct tcp_reasm_stats *tcp_reasm_stats(const struct tcp_reasm *r)
{
	return &r->stats;
}
