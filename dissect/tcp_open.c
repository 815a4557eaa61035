/* SPDX-License-Identifier: BSD-2-Clause */
/* How connections begin: whose SYN it is, where the bytes start, and those that
 * were refused or never answered (RFC 9293 3.5). */
#include "dissect/tcp_conn.h"

/* A SYN that comes sooner after the last is a copy: the first retransmission
 * waits for a second (RFC 6298 2). */
#define SYN_COPY (200 * CLOCK_MS)
#define SYN_TRIES 3U
#define SYN_WAIT (3 * CLOCK_S)

/* A SYN with a number of its own, where none of this direction was seen. */
static bool other_start(const struct tcp_conn *c, int dir, const struct tcp *t)
{
	const struct tcp_way *w = &c->ways[dir], *peer = &c->ways[!dir];

	if (w->known) {
		/* Late: it may belong before what has come already. */
		if (w->held)
			return !tcp_near(w->start, t->seq + 1);
		return t->seq + 1 != w->start;
	}
	if (t->flags & TCP_ACK)
		return peer->known && !tcp_near(peer->start, t->ack);
	return peer->known && !c->has_isn[!dir];
}

bool tcp_open_is_other(const struct tcp_conn *c, int dir, const struct tcp *t)
{
	if (!(t->flags & TCP_SYN) || t->flags & TCP_RST)
		return false;
	if (c->has_isn[dir]) {
		/* A server may change its mind before it sends data. */
		bool unused = t->flags & TCP_ACK && c->ways && !c->came[dir] &&
			      !c->ways[dir].queue.count;

		return c->isn[dir] != t->seq && !unused;
	}
	if (c->was_reset)
		return true;
	if (t->flags & TCP_ACK && c->has_isn[!dir])
		return !tcp_near(t->ack, c->isn[!dir] + 1);
	return !c->ways || other_start(c, dir, t);
}

bool tcp_open_outlived(const struct tcp_conn *c, int dir)
{
	return c->ways && c->ways[dir].after_end >= TCP_CONN_STRAYS;
}

void tcp_open_begin(struct tcp_way *w, uint32_t seq)
{
	w->known = true;
	w->start = seq;
	w->next = w->top = w->acked = TCP_CONN_BASE + seq;
	w->pending = 0;
	w->fin = false;
}

static void count_syn(struct tcp_conn *c, const struct tcp_place *at)
{
	int64_t since = at->time - c->syn_time;

	if (c->syns && since >= 0 && since < SYN_COPY)
		return;
	if (!c->syns++)
		c->syn = *at;
	c->syn_time = at->time;
}

bool tcp_open_syn(const struct tcp_side *s, const struct tcp *t,
		  const struct tcp_place *at)
{
	struct tcp_way *w = tcp_way(s);
	struct tcp_conn *c = s->c;

	if (s->dir == 0 && !(t->flags & TCP_ACK) && !c->answered &&
	    c->syns < SYN_TRIES)
		count_syn(c, at);
	if (c->has_isn[s->dir] && c->isn[s->dir] == t->seq)
		return true;
	c->flow.handshake = true;
	c->has_isn[s->dir] = true;
	c->isn[s->dir] = t->seq;
	if (w->known && w->held) {
		/* What came before it came early. */
		w->next -= w->start - (t->seq + 1);
		w->start = t->seq + 1;
		return tcp_order_release(s);
	}
	if (!w->known || !c->came[s->dir])
		tcp_open_begin(w, t->seq + 1);
	return true;
}

void tcp_open_refuse(struct tcp_reasm *r, const struct tcp_conn *c,
		     const struct tcp_place *answer)
{
	struct tcp_refusal refusal = {
		.client = c->flow.ends[0], .server = c->flow.ends[1],
		.syn = tcp_queue_frame(&c->syn), .syns = c->syns,
		.reset = answer != NULL,
	};

	if (answer)
		refusal.answer = tcp_queue_frame(answer);
	if (r->sink.refused)
		r->sink.refused(&refusal, r->sink.arg);
}

int64_t tcp_open_due(const struct tcp_conn *c)
{
	if (c->syns < SYN_TRIES || c->answered || c->reported)
		return INT64_MAX;
	return c->syn_time + SYN_WAIT;
}
