/* SPDX-License-Identifier: BSD-2-Clause */
/* The bytes of one direction, put in order (RFC 9293 3.4, 3.10.7.4).  Every
 * call of the sink may end in tcp_conn_drop, and then the ways are gone. */
#include "dissect/tcp_conn.h"

/* What one direction may buffer behind a hole.  It also bounds the work: a
 * segment is compared and inserted among at most so many pieces. */
#define MAX_BYTES (1024U * 1024)
#define MAX_PIECES 1024U
/* A gap of more than this is not passed on as a number: the sequence numbers
 * began anew. */
#define MAX_JUMP (UINT32_C(1) << 30)

static bool deliver(const struct tcp_side *s, struct slice bytes,
		    const struct tcp_place *at)
{
	struct frame f = tcp_queue_frame(at);

	tcp_way(s)->next += bytes.len;
	s->c->came[s->dir] = true;
	s->r->sink.data(&s->c->flow, s->dir, bytes, &f, s->r->sink.arg);
	return s->c->ways;
}

static bool tell_gap(const struct tcp_side *s, uint64_t size,
		     const struct tcp_place *at)
{
	struct frame f = tcp_queue_frame(at);

	s->c->came[s->dir] = true;
	s->r->stats.gap_bytes += size;
	s->r->sink.gap(&s->c->flow, s->dir, size, &f, s->r->sink.arg);
	return s->c->ways;
}

/* Bytes up to position to are missing. */
static bool skip(const struct tcp_side *s, uint64_t to,
		 const struct tcp_place *at)
{
	struct tcp_way *w = tcp_way(s);
	uint64_t size = to - w->next;

	if (size > TCP_CONN_NEAR) {
		w->late_from = w->next;
		w->late_to = to;
	}
	w->next = to;
	return tell_gap(s, size, at);
}

/* Deliver the pieces that nothing is missing before. */
static bool drain(const struct tcp_side *s)
{
	const struct tcp_piece *p;

	while ((p = tcp_queue_get(&tcp_way(s)->queue, 0)) &&
	       p->pos == tcp_way(s)->next) {
		struct tcp_piece *mine = tcp_queue_pop(&tcp_way(s)->queue);
		bool live = deliver(s, slice_of(mine->bytes, mine->len),
				    &mine->at);

		tcp_queue_piece_free(mine, s->r->budget);
		if (!live)
			return false;
	}
	return true;
}

bool tcp_order_release(const struct tcp_side *s)
{
	tcp_way(s)->held = false;
	return drain(s);
}

/* Give up the first hole; the queue is not empty. */
static bool give_up_first(const struct tcp_side *s)
{
	const struct tcp_piece *p = tcp_queue_get(&tcp_way(s)->queue, 0);
	struct tcp_place at = p->at;

	if (p->pos > tcp_way(s)->next && !skip(s, p->pos, &at))
		return false;
	return drain(s);
}

bool tcp_order_give_up(const struct tcp_side *s, uint64_t to,
		       const struct tcp_place *at)
{
	const struct tcp_piece *p;

	if (!tcp_order_release(s))
		return false;
	while ((p = tcp_queue_get(&tcp_way(s)->queue, 0)) && p->pos <= to)
		if (!give_up_first(s))
			return false;
	return tcp_way(s)->next >= to || skip(s, to, at);
}

/* Give up holes until no more waits than may. */
static bool limit(const struct tcp_side *s)
{
	const struct tcp_queue *q = &tcp_way(s)->queue;

	while (q->bytes > MAX_BYTES || q->count > MAX_PIECES) {
		tcp_way(s)->held = false;
		if (!give_up_first(s))
			return false;
	}
	return true;
}

/* Bytes that nothing in the queue overlaps. */
static bool put(const struct tcp_side *s, uint64_t pos, struct slice bytes,
		const struct tcp_place *at)
{
	struct tcp_way *w = tcp_way(s);
	struct tcp_piece *p;

	if (pos == w->next && !w->held)
		return deliver(s, bytes, at) && drain(s);
	p = tcp_queue_piece_new(pos, bytes, at, s->r->budget);
	if (p && !tcp_queue_insert(&w->queue, p))
		return limit(s);
	tcp_queue_piece_free(p, s->r->budget);
	/* No room: this connection waits no longer. */
	return tcp_order_give_up(s, pos, at) && deliver(s, bytes, at) &&
	       drain(s);
}

/* How many bytes at pos need not be put: they were passed, or are waiting.
 * *fresh: how many behind those must be. */
static size_t present(const struct tcp_way *w, uint64_t pos, size_t len,
		      size_t *fresh)
{
	const struct tcp_piece *p;
	uint64_t from = pos, end = pos + len;

	if (from < w->next)
		from = w->next < end ? w->next : end;
	for (size_t i = tcp_queue_find(&w->queue, from);
	     (p = tcp_queue_get(&w->queue, i)) && p->pos <= from; i++)
		from = p->pos + p->len;
	if (from > end)
		from = end;
	*fresh = end - from;
	if (p && p->pos < end)
		*fresh = p->pos - from;
	return from - pos;
}

bool tcp_order_take(const struct tcp_side *s, uint64_t pos, struct slice bytes,
		    const struct tcp_place *at)
{
	struct tcp_reasm_stats *stats = &s->r->stats;
	struct tcp_way *w = tcp_way(s);

	if (pos + bytes.len > w->top)
		w->top = pos + bytes.len;
	if (pos < w->next)
		stats->copied += w->next - pos < bytes.len ? w->next - pos :
							     bytes.len;
	if (w->queue.count)
		tcp_queue_compare(&w->queue, pos, bytes, &stats->copied,
				  &stats->overlapped);
	while (bytes.len) {
		size_t fresh, old = present(tcp_way(s), pos, bytes.len, &fresh);

		bytes = slice_from(bytes, old);
		pos += old;
		if (fresh && !put(s, pos, slice_head(bytes, fresh), at))
			return false;
		bytes = slice_from(bytes, fresh);
		pos += fresh;
	}
	return true;
}

/* --- segments that fit nowhere ---------------------------------------------- */

void tcp_order_forget_strays(const struct tcp_side *s)
{
	struct tcp_way *w = tcp_way(s);

	while (w->strays)
		tcp_queue_piece_free(w->stray[--w->strays], s->r->budget);
}

/* Take the strays out; returns how many. */
static unsigned take_strays(struct tcp_way *w, struct tcp_piece **out)
{
	unsigned n = w->strays;

	memcpy(out, w->stray, n * sizeof(*out));
	w->strays = 0;
	return n;
}

/* The sequence numbers go on at the first of these. */
static bool jump(const struct tcp_side *s, uint64_t pos,
		 const struct tcp_place *at)
{
	struct tcp_way *w = tcp_way(s);
	uint32_t size = (uint32_t)pos - (uint32_t)w->next;

	w->next = w->top = w->acked = pos;
	w->start = (uint32_t)pos;
	w->pending = w->late_from = w->late_to = 0;
	w->fin = w->held = false;
	return tell_gap(s, size < MAX_JUMP ? size : 0, at);
}

static bool resynchronise(const struct tcp_side *s)
{
	struct tcp_piece *stray[TCP_CONN_STRAYS];
	unsigned n = take_strays(tcp_way(s), stray), first = 0;
	bool live = tcp_order_release(s);

	while (live && tcp_way(s)->queue.count)
		live = give_up_first(s);
	for (unsigned i = 1; i < n; i++)
		if (stray[i]->pos < stray[first]->pos)
			first = i;
	live = live && jump(s, stray[first]->pos, &stray[first]->at);
	for (unsigned i = 0; i < n; i++) {
		struct tcp_piece *p = stray[i];

		live = live && tcp_order_take(s, p->pos,
					      slice_of(p->bytes, p->len),
					      &p->at);
		tcp_queue_piece_free(p, s->r->budget);
	}
	return live;
}

/* Where seq is among the strays; 0: it does not agree with them. */
static uint64_t stray_pos(const struct tcp_way *w, uint32_t seq)
{
	const struct tcp_piece *last;
	int64_t ahead;

	if (!w->strays)
		return TCP_CONN_BASE + seq;
	last = w->stray[w->strays - 1];
	ahead = tcp_ahead(seq, last->pos + last->len);
	if (ahead < -TCP_CONN_NEAR || ahead > TCP_CONN_NEAR)
		return 0;
	return last->pos + last->len + (uint64_t)ahead;
}

bool tcp_order_stray(const struct tcp_side *s, uint32_t seq, struct slice bytes,
		     const struct tcp_place *at)
{
	struct tcp_way *w = tcp_way(s);
	uint64_t pos = stray_pos(w, seq);

	if (!pos) {
		tcp_order_forget_strays(s);
		pos = stray_pos(w, seq);
	}
	for (unsigned i = 0; i < w->strays; i++)
		if (w->stray[i]->pos == pos)
			return true; /* the same once more proves nothing */
	if (!bytes.len)
		return true;
	w->stray[w->strays] = tcp_queue_piece_new(pos, bytes, at, s->r->budget);
	if (!w->stray[w->strays])
		return true;
	if (++w->strays < TCP_CONN_STRAYS)
		return true;
	return resynchronise(s);
}

/* --- the end ------------------------------------------------------------------ */

/* The end of what is known to have been sent. */
static uint64_t claimed(const struct tcp_way *w)
{
	uint64_t end = w->top;

	/* One more than was seen may be a FIN that was not captured. */
	if (w->acked > w->next + 1 && w->acked > end)
		end = w->acked;
	return w->fin ? w->fin_pos : end;
}

bool tcp_order_flush(const struct tcp_side *s, const struct tcp_place *at)
{
	if (!tcp_way(s)->known)
		return true;
	if (!tcp_order_release(s))
		return false;
	while (tcp_way(s)->queue.count)
		if (!give_up_first(s))
			return false;
	if (claimed(tcp_way(s)) > tcp_way(s)->next &&
	    !skip(s, claimed(tcp_way(s)), at))
		return false;
	return !tcp_way(s)->strays || resynchronise(s);
}
