/* SPDX-License-Identifier: BSD-2-Clause */
/* What tcp_reasm.c (the table), tcp_conn.c (what the flags and the clock mean)
 * and tcp_order.c (the bytes of one direction) share; nobody else includes it. */
#ifndef DISSECT_TCP_CONN_H
#define DISSECT_TCP_CONN_H

#include "base/clock.h"
#include "base/hash.h"
#include "base/timer_heap.h"
#include "dissect/tcp_queue.h"
#include "dissect/tcp_reasm.h"

/* Segments whose sequence numbers fit nowhere: how many in a row must agree
 * before they are believed, and how near they must be to each other. */
#define TCP_CONN_STRAYS 3
#define TCP_CONN_NEAR (64 * 1024)
/* Positions begin here, so that what came before the first is no negative. */
#define TCP_CONN_BASE (UINT64_C(1) << 32)

/* One direction. */
struct tcp_way {
	struct tcp_queue queue;
	struct tcp_piece *stray[TCP_CONN_STRAYS]; /* owned; positions of their
						     own, from TCP_CONN_BASE */
	uint64_t next;    /* position of the byte that comes next */
	uint64_t top;     /* end of the highest segment, captured or not */
	uint64_t acked;   /* by the other side */
	uint64_t pending; /* as acked, while bytes below have been missing since
			     pending_time; else 0 */
	uint64_t fin_pos;
	uint64_t late_from, late_to; /* the last large gap */
	union {
		int64_t pending_time; /* while pending */
		int64_t hold_until;   /* while held: then nothing is pending */
	};
	struct tcp_place fin_at;
	uint32_t start;   /* sequence number of the first byte */
	uint32_t hint;    /* what start may be, when no data has come */
	uint8_t strays;
	uint8_t after_end; /* segments with new data behind the FIN */
	bool known;       /* next and start are set */
	bool hinted;      /* hint is set */
	bool held;        /* began in mid-stream: an earlier segment may come */
	bool fin;         /* fin_pos and fin_at are set */
};

/* The lists of a table, each with the one used last in front.  When the table
 * is full, the first list that is not empty lets go of its last. */
enum tcp_list {
	TCP_LIST_DONE,    /* closed, kept to know copies of its segments */
	TCP_LIST_IGNORED,
	TCP_LIST_NEW,     /* no data yet */
	TCP_LIST_OPEN,
	TCP_LISTS
};

/* Both ends in one order, whoever sent; as few words as tell them apart. */
struct tcp_key {
	uint64_t word[6];
};

struct tcp_conn {
	struct timer_node timer; /* first: the heap gives these back */
	struct tcp_flow flow;
	struct tcp_conn *prev, *next; /* in its list */
	struct tcp_way *ways;    /* two, owned; NULL: done or ignored */
	uint64_t hash;
	struct tcp_place last;   /* the last segment; ignored: only its time */
	struct tcp_place syn;    /* the first SYN */
	struct tcp_place reset;  /* the RST, if was_reset */
	int64_t syn_time;        /* of the last SYN that was no copy */
	uint32_t isn[2];
	unsigned syns;
	enum tcp_list list;
	bool swapped;            /* ends[1] comes first in the key */
	bool has_isn[2], came[2], ended[2];
	bool answered;           /* the handshake went on after the SYN */
	bool reported;           /* as never answered */
	bool was_reset;          /* the end is told when nothing more comes */
	bool closing;            /* the sink was told that somebody closes it */
	bool closed;             /* the sink was told that it is forgotten */
};

struct tcp_reasm {
	struct tcp_reasm_sink sink;
	struct budget *budget;
	struct hash_table table; /* owned, with what is in it */
	struct timer_heap timers;
	struct tcp_conn *head[TCP_LISTS], *tail[TCP_LISTS];
	uint64_t seed, last_id;
	int64_t wake; /* nothing in the lists is too old before this */
	size_t max;
	struct tcp_reasm_stats stats;
};

/* One direction of one connection: what most functions work on. */
struct tcp_side {
	struct tcp_reasm *r;
	struct tcp_conn *c;
	int dir;
};

static inline struct tcp_way *tcp_way(const struct tcp_side *s)
{
	return &s->c->ways[s->dir];
}

/* How far seq is ahead of pos; negative: behind (RFC 9293 3.4). */
static inline int64_t tcp_ahead(uint32_t seq, uint64_t pos)
{
	return (int32_t)(seq - (uint32_t)pos);
}

/* seq is from, or not far ahead of it. */
static inline bool tcp_near(uint32_t seq, uint32_t from)
{
	return seq - from <= TCP_CONN_NEAR;
}

/* --- tcp_open.c ----------------------------------------------------------- */
/* Is this SYN the beginning of another connection than c? */
bool tcp_open_is_other(const struct tcp_conn *c, int dir, const struct tcp *t);
/* Data goes on after this direction has ended: another connection, of which
 * the beginning was not captured. */
bool tcp_open_outlived(const struct tcp_conn *c, int dir);
/* The first byte of this direction has this sequence number. */
void tcp_open_begin(struct tcp_way *w, uint32_t seq);
/* The SYN of s->dir, maybe not for the first time.  false: ignored by the sink,
 * as below. */
bool tcp_open_syn(const struct tcp_side *s, const struct tcp *t,
		  const struct tcp_place *at);
/* When it is to be reported that the SYN was never answered; or INT64_MAX. */
int64_t tcp_open_due(const struct tcp_conn *c);
/* Report it; answer: the RST, or NULL. */
void tcp_open_refuse(struct tcp_reasm *r, const struct tcp_conn *c,
		     const struct tcp_place *answer);

/* --- tcp_conn.c ----------------------------------------------------------- */
/* One segment that belongs to c, which has its ways. */
void tcp_conn_segment(const struct tcp_side *s, const struct tcp *t,
		      const struct tcp_place *at);
/* The timer of c fired. */
void tcp_conn_fire(struct tcp_reasm *r, struct tcp_conn *c, int64_t now);
/* Deliver what waits, tell the ends and that it is closed. */
void tcp_conn_close(struct tcp_reasm *r, struct tcp_conn *c, enum tcp_end how,
		    const struct tcp_place *at);
/* Let go of the buffers: from now on its segments are dropped. */
void tcp_conn_drop(struct tcp_reasm *r, struct tcp_conn *c);

/* --- tcp_order.c ---------------------------------------------------------- */
/* These call the sink, which may ignore the connection: false then, and its
 * ways are gone. */
/* The bytes of a segment, which are at pos. */
bool tcp_order_take(const struct tcp_side *s, uint64_t pos, struct slice bytes,
		    const struct tcp_place *at);
/* No earlier segment is waited for any longer. */
bool tcp_order_release(const struct tcp_side *s);
/* Nothing before position to is waited for any longer.  at: of a gap that no
 * bytes follow. */
bool tcp_order_give_up(const struct tcp_side *s, uint64_t to,
		       const struct tcp_place *at);
/* Deliver what waits, with its gaps, and what is missing at the end. */
bool tcp_order_flush(const struct tcp_side *s, const struct tcp_place *at);
/* A segment whose sequence number fits nowhere. */
bool tcp_order_stray(const struct tcp_side *s, uint32_t seq, struct slice bytes,
		     const struct tcp_place *at);
/* The segments that fitted nowhere were wrong. */
void tcp_order_forget_strays(const struct tcp_side *s);

/* --- tcp_reasm.c ---------------------------------------------------------- */
/* Put c in front of this list. */
void tcp_reasm_list(struct tcp_reasm *r, struct tcp_conn *c, enum tcp_list to);

#endif
