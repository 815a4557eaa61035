/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef BENCH_MIX_QUEUE_H
#define BENCH_MIX_QUEUE_H

#include "mix_net.h"

/* The packets that are still to be sent, earliest first. */

struct mix_event {
	int64_t when_us;
	uint64_t order; /* of the push: decides between equal times */
	struct mix_addr from, to;
	uint32_t again; /* RTP: so many packets follow, 20 ms apart */
	int rtp;
	size_t len;
	unsigned char payload[];
};

struct mix_queue {
	struct mix_event **heap;
	size_t len, room;
	uint64_t pushed;
};

/* A packet with a copy of P's payload; NULL without memory.  The caller frees
 * it with free() or pushes it. */
struct mix_event *mix_queue_event(const struct mix_packet *p);

/* Puts E in its place; the queue owns it then.  0 or -ENOMEM (E is freed). */
int mix_queue_push(struct mix_queue *q, struct mix_event *e);

/* The earliest event, borrowed until the next push or pop, or NULL. */
const struct mix_event *mix_queue_first(const struct mix_queue *q);

/* Takes out the earliest event, which the caller then owns; NULL if empty. */
struct mix_event *mix_queue_pop(struct mix_queue *q);

/* Frees what is left. */
void mix_queue_fini(struct mix_queue *q);

#endif
