/* SPDX-License-Identifier: BSD-2-Clause */
/* TCP connections: the segments of both directions become bytes in order, each
 * byte once; what was never captured becomes a gap of known size (RFC 9293).
 *
 * Missing bytes are given up 200 ms after the other side acknowledged them (the
 * capture lost them), 10 s after the first byte behind them came, when more than
 * 1 MiB or 1,024 pieces wait in a direction, when the budget is used up, and at
 * the end of the connection.  The cap on pieces also bounds the work, in
 * whatever order segments come.  A direction whose SYN was not seen begins with
 * the first data: at once where the other side had acknowledged just so much,
 * else after 100 ms or when the other side acknowledges it, since an earlier
 * segment may come yet.  Segments more than 16 MiB away are kept aside until
 * three in a row agree.  A RST ends a connection that had data 2 s later: what
 * was on its way, or captured in another order, still belongs to it.  Connections
 * are forgotten after an hour of silence, 10 minutes when they never had data, one
 * minute when they are ignored; for 2 s after its end, copies of what belonged to
 * one are still known as such.  All times are packet time. */
#ifndef DISSECT_TCP_REASM_H
#define DISSECT_TCP_REASM_H

#include "base/addr.h"
#include "base/budget.h"
#include "dissect/tcp.h"

/* One connection.  Borrowed by the sink until its `closed' was called. */
struct tcp_flow {
	uint64_t id;          /* never used twice in a table */
	struct addr ends[2];  /* [0]: sent the SYN; without one the side with
				 the higher port */
	bool handshake;       /* a SYN was seen */
	void *user;           /* the sink's; NULL at first */
};

/* A connection that was refused or never answered, before any data. */
struct tcp_refusal {
	struct addr client, server;
	struct frame syn, answer; /* place and time; the answer's number is 0
				     when none came */
	unsigned syns;            /* how often the SYN was sent */
	bool reset;               /* RST; else nothing came (3 SYNs or more) */
	bool to_client;           /* the server's port is no SIP port, but one that
				     a SIP connection came from */
};

enum tcp_end {
	TCP_END_FIN, TCP_END_RST,
	TCP_END_QUIET, /* idle, replaced by a new SYN, or shed: no end was seen */
	TCP_END_INPUT  /* the capture is over */
};

/* Called in the order of the bytes.  dir: ends[dir] sent it.  at: place and time
 * of the frame in which these very bytes came (its own bytes are empty). */
struct tcp_reasm_sink {
	void (*data)(struct tcp_flow *f, int dir, struct slice bytes,
		     const struct frame *at, void *arg);
	/* size bytes were never captured; what follows comes next.  0: how many
	 * is not known, the sequence numbers went on somewhere else. */
	void (*gap)(struct tcp_flow *f, int dir, uint64_t size,
		    const struct frame *at, void *arg);
	/* Nothing more comes in this direction; once for each in which bytes or
	 * a gap came.  Not for ignored flows. */
	void (*end)(struct tcp_flow *f, int dir, enum tcp_end how,
		    const struct frame *at, void *arg);
	/* ends[dir] closes the connection: the first FIN whose bytes have all
	 * come, or the first RST, in either direction; of ignored flows nothing.
	 * Bytes may follow: of the other side, or what waited behind a RST.  May
	 * be NULL. */
	void (*closing)(struct tcp_flow *f, int dir, enum tcp_end how,
			const struct frame *at, void *arg);
	/* The flow is forgotten: let go of f->user. */
	void (*closed)(struct tcp_flow *f, void *arg);
	void (*refused)(const struct tcp_refusal *r, void *arg); /* or NULL */
	void *arg;
};

struct tcp_reasm_stats {
	uint64_t segments;     /* with data */
	uint64_t copied;       /* bytes that came again, or too late */
	uint64_t overlapped;   /* bytes that came again and differed, while the
				  first, which win, were still waiting */
	uint64_t gap_bytes;    /* of flows that are not ignored */
	uint64_t shed;         /* flows given up because the table was full:
				  ignored ones first, then those without data,
				  then the longest silent */
};

struct tcp_reasm; /* opaque */

/* NULL when there is no memory.  max_flows 0: 65,536.  Bytes that wait for
 * others are taken from *budget, which must outlive the table; when it is used
 * up, the flow at hand stops waiting. */
struct tcp_reasm *tcp_reasm_new(const struct tcp_reasm_sink *sink,
				size_t max_flows, struct budget *budget);
/* Calls closed for what is left, and delivers nothing. */
void tcp_reasm_free(struct tcp_reasm *r);
/* One segment between these addresses (ports are set from s) in frame f.  *flow,
 * if flow is not NULL, gets its connection as it stands afterwards, or NULL
 * when it was just forgotten or never kept.  0 or -ENOMEM. */
int tcp_reasm_push(struct tcp_reasm *r, const struct tcp *s,
		   const struct addr *src, const struct addr *dst,
		   const struct frame *f, struct tcp_flow **flow);
/* Nobody wants this flow's bytes (not SIP): from now on they are dropped on
 * arrival, and only closed is called for it.  May be called from the sink. */
void tcp_reasm_ignore(struct tcp_reasm *r, struct tcp_flow *f);
/* Packet time moved on: gaps that waited long enough are given up, idle flows
 * forgotten. */
void tcp_reasm_clock(struct tcp_reasm *r, int64_t now);
/* The input is over: what waits is delivered, gaps and all, then every flow is
 * closed. */
void tcp_reasm_end(struct tcp_reasm *r);
const struct tcp_reasm_stats *tcp_reasm_stats(const struct tcp_reasm *r);

#endif
