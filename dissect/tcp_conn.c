/* SPDX-License-Identifier: BSD-2-Clause */
/* What flags, acknowledgments and the clock mean for a connection. */
#include "dissect/tcp_conn.h"

#include <stdlib.h>

/* More than this ahead or behind is no reordering, but another place. */
#define FAR (INT64_C(16) * 1024 * 1024)
/* A RST this far ahead of what was seen is believed (RFC 5961 3.2). */
#define WINDOW (INT64_C(1024) * 1024)
/* The other side has what is missing here: the capture lost it.  The short wait
 * is for captures that have the acknowledgment before the data. */
#define WAIT_ACKED (200 * CLOCK_MS)
#define WAIT_HOLE (10 * CLOCK_S)
/* For an earlier segment, where a direction begins in mid-stream. */
#define WAIT_START (100 * CLOCK_MS)
/* Behind a RST comes what was on its way, and in captures of several queues what
 * was sent before it; or nobody believed it. */
#define WAIT_RESET (2 * CLOCK_S)

static struct tcp_side side_of(struct tcp_reasm *r, struct tcp_conn *c, int dir)
{
	return (struct tcp_side){ r, c, dir };
}

/* --- the end -------------------------------------------------------------------- */

void tcp_conn_drop(struct tcp_reasm *r, struct tcp_conn *c)
{
	timer_heap_cancel(&r->timers, &c->timer);
	for (int dir = 0; c->ways && dir < 2; dir++) {
		struct tcp_side s = side_of(r, c, dir);

		tcp_queue_clear(&tcp_way(&s)->queue, r->budget);
		tcp_order_forget_strays(&s);
	}
	free(c->ways);
	c->ways = NULL;
}

static void tell_closing(const struct tcp_side *s, enum tcp_end how,
			 const struct tcp_place *at)
{
	struct frame f = tcp_queue_frame(at);

	if (!s->c->closing && s->r->sink.closing)
		s->r->sink.closing(&s->c->flow, s->dir, how, &f,
				   s->r->sink.arg);
	s->c->closing = true;
}

static void tell_end(const struct tcp_side *s, enum tcp_end how,
		     const struct tcp_place *at)
{
	struct frame f = tcp_queue_frame(at);
	struct tcp_conn *c = s->c;

	if (c->ended[s->dir])
		return;
	c->ended[s->dir] = true;
	if (c->came[s->dir])
		s->r->sink.end(&c->flow, s->dir, how, &f, s->r->sink.arg);
}

void tcp_conn_close(struct tcp_reasm *r, struct tcp_conn *c, enum tcp_end how,
		    const struct tcp_place *at)
{
	struct tcp_place reset = c->reset;

	if (c->was_reset) {
		how = TCP_END_RST;
		at = &reset;
	}
	for (int dir = 0; dir < 2; dir++) {
		struct tcp_side s = side_of(r, c, dir);

		if (!c->ways || c->ended[dir] || !tcp_order_flush(&s, at))
			continue;
		if (tcp_way(&s)->fin) {
			struct tcp_place fin = tcp_way(&s)->fin_at;

			tell_end(&s, TCP_END_FIN, &fin);
		} else {
			tell_end(&s, how, at);
		}
	}
	tcp_conn_drop(r, c);
	if (c->closed)
		return;
	c->closed = true;
	r->sink.closed(&c->flow, r->sink.arg);
}

static void done(const struct tcp_side *s, enum tcp_end how,
		 const struct tcp_place *at)
{
	tcp_conn_close(s->r, s->c, how, at);
	tcp_reasm_list(s->r, s->c, TCP_LIST_DONE);
}

/* Is this RST one that its receiver would believe? */
static bool rst_fits(const struct tcp_way *w, const struct tcp *t)
{
	int64_t ahead, least;

	if (!w->known)
		return !w->hinted || tcp_near(t->seq, w->hint) ||
		       tcp_near(w->hint, t->seq);
	ahead = tcp_ahead(t->seq, w->next);
	/* It may not have come so far as what was seen on the way. */
	least = w->acked < w->next ? -(int64_t)(w->next - w->acked) : 0;
	if (least < -TCP_CONN_NEAR)
		least = -TCP_CONN_NEAR;
	return ahead >= least && ahead <= WINDOW;
}

/* Tell the end if the FIN is reached; the ways are there. */
static bool reach_fin(const struct tcp_side *s)
{
	struct tcp_way *w = tcp_way(s);
	struct tcp_place at = w->fin_at;

	if (!w->known || !w->fin || w->held || w->next < w->fin_pos ||
	    s->c->ended[s->dir])
		return true;
	tcp_queue_clear(&w->queue, s->r->budget);
	tcp_order_forget_strays(s);
	tell_closing(s, TCP_END_FIN, &at);
	tell_end(s, TCP_END_FIN, &at);
	return s->c->ways;
}

/* --- segments --------------------------------------------------------------------- */

/* s->dir sent what is acknowledged. */
static bool on_ack(const struct tcp_side *s, uint32_t ack)
{
	struct tcp_way *w = tcp_way(s);
	int64_t ahead;
	uint64_t pos;

	if (!w->known) {
		w->hinted = true;
		w->hint = ack;
		return true;
	}
	ahead = tcp_ahead(ack, w->next);
	pos = w->next + (uint64_t)ahead;
	if (ahead > FAR || ahead < -FAR || s->c->ended[s->dir])
		return true;
	if (w->fin && pos > w->fin_pos)
		pos = w->fin_pos;
	if (pos > w->acked)
		w->acked = pos;
	if (w->held && pos > w->next)
		return tcp_order_release(s);
	return true;
}

/* The first data, or the FIN, of a direction without SYN.  When it is not known
 * that it begins here, an earlier segment may come yet. */
static void begin(struct tcp_way *w, uint32_t seq, uint32_t size, int64_t now)
{
	bool exact = w->hinted && w->hint == seq;

	/* A keep-alive may bring a byte of old (RFC 9293 3.8.4). */
	if (w->hinted && size == 1 && seq + 1 == w->hint) {
		tcp_open_begin(w, w->hint);
		return;
	}
	tcp_open_begin(w, seq);
	w->held = !exact;
	w->hold_until = now + WAIT_START;
}

/* Does it fit nowhere: far away, or where much was given up? */
static bool is_stray(const struct tcp_way *w, const struct tcp *t)
{
	int64_t ahead = tcp_ahead(t->seq, w->next);
	uint64_t pos = w->next + (uint64_t)ahead;

	if (ahead > FAR || ahead < (w->held ? -TCP_CONN_NEAR : -FAR))
		return true;
	return pos >= w->late_from && pos + t->size <= w->late_to;
}

static bool on_data(const struct tcp_side *s, const struct tcp *t, uint32_t seq,
		    const struct tcp_place *at)
{
	struct tcp_way *w = tcp_way(s);
	struct tcp moved = *t;
	struct slice bytes = slice_head(t->data, t->size);
	uint64_t pos;

	moved.seq = seq;
	if (!w->known)
		begin(w, seq, t->size, at->time);
	if (s->c->list == TCP_LIST_NEW)
		tcp_reasm_list(s->r, s->c, TCP_LIST_OPEN);
	pos = w->next + (uint64_t)tcp_ahead(seq, w->next);
	if (s->c->ended[s->dir]) {
		w->after_end += pos + t->size > w->next;
		return true;
	}
	if (is_stray(w, &moved))
		return tcp_order_stray(s, seq, bytes, at);
	tcp_order_forget_strays(s);
	if (w->held && pos < w->next) {
		w->next = w->acked = pos;
		w->start = seq;
	}
	if (pos + t->size > w->top)
		w->top = pos + t->size;
	if (w->fin && pos + bytes.len > w->fin_pos)
		bytes = slice_head(bytes, pos < w->fin_pos ? w->fin_pos - pos :
							     0);
	return tcp_order_take(s, pos, bytes, at);
}

static void on_fin(const struct tcp_side *s, uint32_t seq,
		   const struct tcp_place *at)
{
	struct tcp_way *w = tcp_way(s);
	int64_t ahead;

	if (!w->known)
		begin(w, seq, 0, at->time);
	ahead = tcp_ahead(seq, w->next);
	if (w->fin || ahead < 0 || ahead > FAR)
		return;
	w->fin = true;
	w->fin_pos = w->next + (uint64_t)ahead;
	w->fin_at = *at;
	/* Its own acknowledgment is one more than the bytes. */
	if (w->acked > w->fin_pos)
		w->acked = w->fin_pos;
	if (w->pending > w->fin_pos)
		w->pending = w->fin_pos;
}

static bool all_but_rst(const struct tcp_side *s, const struct tcp *t,
			const struct tcp_place *at)
{
	struct tcp_side peer = side_of(s->r, s->c, !s->dir);
	uint32_t seq = t->seq;

	if (t->flags & TCP_SYN) {
		if (!tcp_open_syn(s, t, at))
			return false;
		seq++;
	}
	if (s->dir == 1 || t->flags & TCP_ACK)
		s->c->answered = true;
	if (t->flags & TCP_ACK && !on_ack(&peer, t->ack))
		return false;
	if (t->size && !on_data(s, t, seq, at))
		return false;
	if (t->flags & TCP_FIN)
		on_fin(s, seq + t->size, at);
	return reach_fin(s) && reach_fin(&peer);
}

/* --- the clock ---------------------------------------------------------------------- */

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t way_due(struct tcp_way *w, int64_t now)
{
	int64_t due = INT64_MAX;

	if (!w->known)
		return due;
	if (w->held)
		return w->hold_until;
	if (w->pending <= w->next)
		w->pending = 0;
	/* One byte that nothing follows may be a FIN that was not captured. */
	if (!w->pending && w->acked > w->next + !w->queue.count) {
		w->pending = w->acked;
		w->pending_time = now;
	}
	if (w->pending)
		due = w->pending_time + WAIT_ACKED;
	if (w->queue.count)
		due = least(due, w->queue.since + WAIT_HOLE);
	if (w->fin && w->next < w->fin_pos)
		due = least(due, w->fin_at.time + WAIT_HOLE);
	return due;
}

static bool way_fire(const struct tcp_side *s, int64_t now)
{
	struct tcp_way *w = tcp_way(s);
	uint64_t to = 0;

	if (!w->known)
		return true;
	if (w->held && w->hold_until <= now && !tcp_order_release(s))
		return false;
	if (w->held)
		return true;
	if (w->pending && w->pending_time + WAIT_ACKED <= now)
		to = w->pending;
	if (w->queue.count && w->queue.since + WAIT_HOLE <= now) {
		uint64_t end = tcp_queue_older(&w->queue, now - WAIT_HOLE);

		to = end > to ? end : to;
	}
	if (w->fin && w->next < w->fin_pos &&
	    w->fin_at.time + WAIT_HOLE <= now)
		to = w->fin_pos;
	if (to > w->next && !tcp_order_give_up(s, to, &s->c->last))
		return false;
	/* Those that came later wait for their own time. */
	if (w->queue.count && w->queue.since + WAIT_HOLE <= now)
		tcp_queue_older(&w->queue, INT64_MIN);
	return reach_fin(s);
}

/* Both ended, or when the timer has to fire next. */
static void settle(struct tcp_reasm *r, struct tcp_conn *c, int64_t now)
{
	struct tcp_side s = side_of(r, c, 0);
	int64_t due;

	if (c->ended[0] && c->ended[1]) {
		done(&s, TCP_END_FIN, &c->last);
		return;
	}
	due = least(way_due(&c->ways[0], now), way_due(&c->ways[1], now));
	due = least(due, tcp_open_due(c));
	if (c->was_reset)
		due = least(due, c->reset.time + WAIT_RESET);
	if (due == INT64_MAX) {
		timer_heap_cancel(&r->timers, &c->timer);
		return;
	}
	if ((c->timer.pos && c->timer.due == due) ||
	    !timer_heap_set(&r->timers, &c->timer, due))
		return;
	/* No memory for a timer: nothing waits. */
	for (s.dir = 0; s.dir < 2; s.dir++)
		if (!tcp_order_give_up(&s, tcp_way(&s)->top, &c->last))
			return;
}

/* Is there data that was not passed on yet? */
static bool waits(const struct tcp_conn *c)
{
	return c->ways[0].queue.count || c->ways[1].queue.count ||
	       c->ways[0].strays || c->ways[1].strays;
}

static void on_rst(const struct tcp_side *s, const struct tcp *t,
		   const struct tcp_place *at)
{
	struct tcp_conn *c = s->c;

	if (s->dir == 1 && c->syns && !c->answered) {
		/* It acknowledges the SYN and what came in it (3.10.7.3). */
		if (t->flags & TCP_ACK && !tcp_near(t->ack, c->isn[0] + 1))
			return;
		if (!c->reported)
			tcp_open_refuse(s->r, c, at);
		done(s, TCP_END_RST, at);
	} else if (!rst_fits(tcp_way(s), t) || c->was_reset) {
		return; /* not believed, or not news */
	} else if (!c->came[0] && !c->came[1] && !waits(c)) {
		done(s, TCP_END_RST, at);
	} else {
		c->was_reset = true;
		c->reset = *at;
		tell_closing(s, TCP_END_RST, at);
		settle(s->r, c, at->time);
	}
}

void tcp_conn_segment(const struct tcp_side *s, const struct tcp *t,
		      const struct tcp_place *at)
{
	struct tcp_conn *c = s->c;

	if (t->flags & TCP_RST)
		on_rst(s, t, at);
	else if (all_but_rst(s, t, at))
		settle(s->r, c, at->time);
}

void tcp_conn_fire(struct tcp_reasm *r, struct tcp_conn *c, int64_t now)
{
	struct tcp_side any = side_of(r, c, 0);

	if (c->was_reset && c->reset.time + WAIT_RESET <= now) {
		done(&any, TCP_END_RST, &c->reset);
		return;
	}
	if (tcp_open_due(c) <= now) {
		c->reported = true;
		tcp_open_refuse(r, c, NULL);
	}
	for (int dir = 0; dir < 2; dir++) {
		struct tcp_side s = side_of(r, c, dir);

		if (!way_fire(&s, now))
			return;
	}
	settle(r, c, now);
}
