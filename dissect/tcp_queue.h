/* SPDX-License-Identifier: BSD-2-Clause */
/* Bytes of one direction of a TCP connection that wait for others before them:
 * pieces in order, none overlapping another.  Positions are sequence numbers
 * that do not wrap: their low 32 bits are those of the segments. */
#ifndef DISSECT_TCP_QUEUE_H
#define DISSECT_TCP_QUEUE_H

#include "base/budget.h"
#include "dissect/frame.h"

/* Where and when bytes came: a frame without what is borrowed. */
struct tcp_place {
	int64_t time; /* ns */
	uint64_t number;
	uint32_t wire_len;
	unsigned source, interface;
	int link_type;
};

struct tcp_piece {
	uint64_t pos; /* of its first byte */
	size_t len;   /* never 0 */
	struct tcp_place at;
	char bytes[];
};

/* An empty one is { 0 }. */
struct tcp_queue {
	struct tcp_piece **pieces; /* owned, with what they point to */
	uint32_t cap, first, count; /* pieces[first .. first + count - 1] */
	uint32_t bytes;             /* what may wait is far less */
	int64_t since; /* no piece came earlier; only while count is not 0 */
};

struct tcp_place tcp_queue_place(const struct frame *f);
struct frame tcp_queue_frame(const struct tcp_place *at);

/* A copy of these bytes, paid from the budget; NULL when that or the memory is
 * used up. */
struct tcp_piece *tcp_queue_piece_new(uint64_t pos, struct slice bytes,
				      const struct tcp_place *at,
				      struct budget *budget);
void tcp_queue_piece_free(struct tcp_piece *p, struct budget *budget);

/* Add a piece, which must not overlap any other; the queue owns it then.
 * 0 or -ENOMEM.  Binary search, and moving the pointers behind it. */
int tcp_queue_insert(struct tcp_queue *q, struct tcp_piece *p);
/* The number of the first piece that ends behind pos; count if none does. */
size_t tcp_queue_find(const struct tcp_queue *q, uint64_t pos);
/* Borrowed; NULL when there are not so many. */
struct tcp_piece *tcp_queue_get(const struct tcp_queue *q, size_t i);
/* Take out the first piece: the caller owns it.  NULL when there is none. */
struct tcp_piece *tcp_queue_pop(struct tcp_queue *q);
void tcp_queue_clear(struct tcp_queue *q, struct budget *budget);
/* How many of these bytes are in the queue already (*copied goes up), and how
 * many of those are not the same (*differ goes up). */
void tcp_queue_compare(const struct tcp_queue *q, uint64_t pos,
		       struct slice bytes, uint64_t *copied, uint64_t *differ);
/* The end of the last piece that came at `before' or earlier; 0 if none did, and
 * q->since is then right again.  Linear in the pieces. */
uint64_t tcp_queue_older(struct tcp_queue *q, int64_t before);

#endif
