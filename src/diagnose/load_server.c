/* SPDX-License-Identifier: BSD-2-Clause */
/* Servers that refuse: how many INVITEs they get and how many of them they refuse,
 * and how many requests of any kind.
 * Nothing is counted before the first refusal. */
#include "diagnose/load.h"

#include <string.h>

/* overload-burst: over ten requests a second, or a fifth of at least fifty INVITEs in ten
 * seconds. */
enum { BURST_RATE = 10, BURST_INVITES = 50, BURST_PERCENT = 20 };

static uint64_t server_key(const struct load *l, const struct transaction *t)
{
	uint64_t x[2];

	memcpy(x, t->server.ip, sizeof(x));
	return hash_mix(hash_mix(l->seed, x[0]), x[1]);
}

static void server_advance(struct load_server *s, int64_t now)
{
	int64_t second = now / CLOCK_S;

	if (second - s->second >= LOAD_SPAN) {
		memset(s->invites, 0, sizeof(s->invites));
		memset(s->refused, 0, sizeof(s->refused));
		s->second = second;
	}
	while (s->second < second) {
		uint64_t i = (uint64_t)++s->second % LOAD_SPAN;

		s->invites[i] = 0;
		s->refused[i] = 0;
	}
}

/* The place of that second in the rings, or -1: too long ago. */
static int server_place(const struct load_server *s, int64_t time)
{
	int64_t second = time / CLOCK_S, ago = s->second - second;

	return ago >= 0 && ago < LOAD_SPAN && time >= s->since ?
		(int)((uint64_t)second % LOAD_SPAN) : -1;
}

void load_server_begun(struct load *l, const struct store_notice *n)
{
	struct load_server *s = recent_find(&l->servers, server_key(l, n->t));
	int i;

	if (!s)
		return;
	server_advance(s, n->now);
	i = server_place(s, n->t->start);
	if (i >= 0)
		load_meter_up(&s->invites[i]);
}

/* 480 without a ring is a phone that is off: there are some at any load, in
 * proportion to it, so these count by their share alone. */
static struct load_burst judge_burst(const struct load_server *s)
{
	unsigned invites = 0, refused = 0, hard = load_meter_sum(&s->hard);
	unsigned all = load_meter_sum(&s->all);
	unsigned any = load_meter_sum(&s->any);
	struct load_burst b = { 0 };
	bool many;

	for (unsigned i = 0; i < LOAD_SPAN; i++) {
		invites += s->invites[i];
		refused += s->refused[i];
	}
	many = refused * 100 > invites * BURST_PERCENT;
	if (many && invites >= BURST_INVITES)
		b.percent = refused * 100 / invites;
	if (hard > BURST_RATE)
		b.rate = hard;
	else if (many && all > BURST_RATE)
		b.rate = all;
	else if (any > BURST_RATE)
		b = (struct load_burst){ .rate = any, .requests = true };
	return b;
}

void load_server_uncount(struct load *l, const struct transaction *t)
{
	struct load_server *s = recent_find(&l->servers, server_key(l, t));
	int i = s ? server_place(s, t->start) : -1;

	if (i >= 0)
		load_meter_down(&s->invites[i]);
}

static void invite_refused(struct load_server *s, const struct store_notice *n)
{
	int i = server_place(s, n->t->start);

	if (i >= 0)
		load_meter_up(&s->refused[i]);
	load_meter_add(&s->all, n->now);
	if (n->t->status != 480)
		load_meter_add(&s->hard, n->now);
}

struct load_burst load_server_refused(struct load *l,
				      const struct store_notice *n)
{
	const struct transaction *t = n->t;
	struct load_server *s;
	bool made;

	if (t->status == 480 && t->ringing)
		return (struct load_burst){ 0 };
	s = recent_get(&l->servers, server_key(l, t), &made);
	if (!s)
		return (struct load_burst){ 0 };
	if (made)
		s->since = n->now;
	server_advance(s, n->now);
	load_meter_move(&s->hard, n->now);
	load_meter_move(&s->all, n->now);
	load_meter_move(&s->any, n->now);
	if (t->status != 480)
		load_meter_add(&s->any, n->now);
	if (t->method == METHOD_INVITE)
		invite_refused(s, n);
	return judge_burst(s);
}
