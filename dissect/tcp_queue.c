/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/tcp_queue.h"

#include "base/mem.h"

#include <errno.h>
#include <stdlib.h>

/* What a piece costs besides its bytes: itself and its place in the array, of
 * which up to three quarters may be empty. */
#define OVERHEAD (sizeof(struct tcp_piece) + 4 * sizeof(struct tcp_piece *))

struct tcp_place tcp_queue_place(const struct frame *f)
{
	return (struct tcp_place){
		.time = f->time, .number = f->number, .wire_len = f->wire_len,
		.source = f->source, .interface = f->interface,
		.link_type = f->link_type,
	};
}

struct frame tcp_queue_frame(const struct tcp_place *at)
{
	return (struct frame){
		.time = at->time, .number = at->number,
		.wire_len = at->wire_len, .source = at->source,
		.interface = at->interface, .link_type = at->link_type,
	};
}

struct tcp_piece *tcp_queue_piece_new(uint64_t pos, struct slice bytes,
				      const struct tcp_place *at,
				      struct budget *budget)
{
	struct tcp_piece *p;

	if (!budget_take(budget, OVERHEAD + bytes.len))
		return NULL;
	p = malloc(sizeof(*p) + bytes.len);
	if (!p) {
		budget_give(budget, OVERHEAD + bytes.len);
		return NULL;
	}
	p->pos = pos;
	p->len = bytes.len;
	p->at = *at;
	memcpy(p->bytes, bytes.p, bytes.len);
	return p;
}

void tcp_queue_piece_free(struct tcp_piece *p, struct budget *budget)
{
	if (!p)
		return;
	budget_give(budget, OVERHEAD + p->len);
	free(p);
}

struct tcp_piece *tcp_queue_get(const struct tcp_queue *q, size_t i)
{
	return i < q->count ? q->pieces[q->first + i] : NULL;
}

size_t tcp_queue_find(const struct tcp_queue *q, uint64_t pos)
{
	size_t low = 0, high = q->count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		const struct tcp_piece *p = q->pieces[q->first + mid];

		if (p->pos + p->len <= pos)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Room for one more behind the last. */
static int make_room(struct tcp_queue *q)
{
	size_t cap = q->cap;
	int err;

	if (q->first + q->count < q->cap)
		return 0;
	/* At least half of it was popped: moving the rest pays. */
	if (q->first > q->count) {
		memmove(q->pieces, q->pieces + q->first,
			q->count * sizeof(struct tcp_piece *));
		q->first = 0;
		return 0;
	}
	err = mem_grow((void **)&q->pieces, &cap, cap + 1,
		       sizeof(struct tcp_piece *));
	q->cap = (uint32_t)cap;
	return err;
}

int tcp_queue_insert(struct tcp_queue *q, struct tcp_piece *p)
{
	size_t i = tcp_queue_find(q, p->pos);
	struct tcp_piece **spot;
	int err = make_room(q);

	if (err)
		return err;
	spot = q->pieces + q->first + i;
	memmove(spot + 1, spot, (q->count - i) * sizeof(struct tcp_piece *));
	*spot = p;
	if (!q->count++ || p->at.time < q->since)
		q->since = p->at.time;
	q->bytes += (uint32_t)p->len;
	return 0;
}

struct tcp_piece *tcp_queue_pop(struct tcp_queue *q)
{
	struct tcp_piece *p = tcp_queue_get(q, 0);

	if (!p)
		return NULL;
	q->first++;
	q->bytes -= (uint32_t)p->len;
	if (!--q->count) {
		free(q->pieces);
		*q = (struct tcp_queue){ 0 };
	}
	return p;
}

void tcp_queue_clear(struct tcp_queue *q, struct budget *budget)
{
	while (q->count)
		tcp_queue_piece_free(tcp_queue_pop(q), budget);
	/* An insert that failed may have left an array without pieces. */
	free(q->pieces);
	*q = (struct tcp_queue){ 0 };
}

/* How many of n bytes differ. */
static uint64_t differing(const char *a, const char *b, size_t n)
{
	uint64_t count = 0;

	if (memcmp(a, b, n) == 0)
		return 0;
	for (size_t i = 0; i < n; i++)
		count += a[i] != b[i];
	return count;
}

void tcp_queue_compare(const struct tcp_queue *q, uint64_t pos,
		       struct slice bytes, uint64_t *copied, uint64_t *differ)
{
	uint64_t end = pos + bytes.len;
	const struct tcp_piece *p;

	for (size_t i = tcp_queue_find(q, pos);
	     (p = tcp_queue_get(q, i)) && p->pos < end; i++) {
		uint64_t from = p->pos > pos ? p->pos : pos;
		uint64_t to = p->pos + p->len < end ? p->pos + p->len : end;

		*copied += to - from;
		*differ += differing(p->bytes + (from - p->pos),
				     bytes.p + (from - pos), to - from);
	}
}

uint64_t tcp_queue_older(struct tcp_queue *q, int64_t before)
{
	int64_t oldest = INT64_MAX;

	for (size_t i = q->count; i--;) {
		const struct tcp_piece *p = tcp_queue_get(q, i);

		if (p->at.time <= before)
			return p->pos + p->len;
		if (p->at.time < oldest)
			oldest = p->at.time;
	}
	q->since = oldest;
	return 0;
}
