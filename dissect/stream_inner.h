/* SPDX-License-Identifier: BSD-2-Clause */
/* Private to the stream*.c files: one connection and its two directions. */
#ifndef DISSECT_STREAM_INNER_H
#define DISSECT_STREAM_INNER_H

#include "dissect/sip_stream.h"
#include "dissect/stream.h"
#include "dissect/websocket.h"

/* Bytes that wait for more; owned, taken from the budget. */
struct stream_hold {
	char *bytes;
	size_t len, cap;
};

/* As what a direction is read. */
enum stream_reading {
	STREAM_PROBED,    /* not known yet, or a head of HTTP is expected */
	STREAM_AS_SIP, STREAM_AS_WEBSOCKET, STREAM_AS_HEP
};

/* A keep-alive that came before anybody knew that this is SIP. */
struct stream_ping {
	char bytes[4];
	unsigned len;  /* 0: none */
	struct frame at;
};

/* What only a WebSocket needs. */
struct stream_socket {
	struct websocket frames;
	struct websocket_sink sink;
};

/* One direction. */
struct stream_half {
	struct stream *stream;
	int dir;
	enum stream_reading reading;
	struct sip_stream sip;    /* runs while the direction is probed, too */
	struct sip_stream_sink sip_sink;
	struct stream_socket *socket; /* owned; NULL: no WebSocket, or there was
				     no memory for it, and nothing is read */
	struct stream_hold hold;  /* the beginning of a head, a HEP packet; what
				     came before a GET was answered */
	struct frame held_at;     /* its latest byte */
	struct stream_ping ping;
	struct stream_trouble *get; /* owned: what may be told of the GET */
	bool upgrade;             /* a GET asked for a WebSocket */
	bool upgrade_sip;         /* and for the subprotocol sip in it */
	bool head_done;           /* so did a whole head, one way or the other */
	uint64_t rubbish;         /* WebSocket payload and HEP bytes, not SIP */
	uint64_t told_skipped, told_deflated; /* in the stats already */
};

struct stream {
	const struct stream_sink *sink;
	struct budget *budget;
	struct stream_stats *stats;
	const struct addr *ends;     /* two, borrowed */
	enum stream_kind kind;
	struct stream_half *half[2]; /* NULL: nothing came, or not wanted; or
					SIP, and between messages */
	struct tls_watch *tls;       /* NULL: no TLS */
	uint64_t seen[2];            /* bytes */
	bool ended[2];
	bool http;        /* heads of HTTP were seen: SIP in it is a text */
	bool socket_sip;  /* the subprotocol of the WebSocket is sip */
	bool tls_told;
	bool troubled;    /* that was told */
	bool asks;        /* the first data is no response and no ACK */
	bool lost[2];     /* bytes of that direction were not captured */
	unsigned first_source;       /* of the first data: */
	uint64_t first_frame;
	int64_t first_time;
	uint64_t segments, payloads; /* payloads: of WebSocket messages */
};

/* stream_trouble.c.  A GET asks for a WebSocket; it was answered. */
void stream_trouble_asked(struct stream_half *h,
			  const struct websocket_upgrade *u,
			  const struct frame *at);
void stream_trouble_answered(struct stream_half *asked,
			     const struct websocket_upgrade *u,
			     const struct frame *at);
/* The first bytes of a direction: do they fit what the other one speaks? */
void stream_trouble_first(struct stream *s, int dir, struct slice bytes,
			  const struct frame *at);

/* stream_hold.c: put more behind what is held; 0 or -ENOMEM (as it was). */
int stream_hold_add(struct stream_hold *h, struct budget *b, struct slice more);
/* The first n bytes are done with. */
void stream_hold_take(struct stream_hold *h, struct budget *b, size_t n);
void stream_hold_drop(struct stream_hold *h, struct budget *b);

/* stream.c.  The next bytes of a direction, as it is read by now. */
void stream_half_push(struct stream_half *h, struct slice bytes,
		      const struct frame *at);
/* A message of a WebSocket; a function of struct websocket_sink, arg is the half. */
void stream_socket_message(struct slice payload, bool cut,
			   const struct frame *at, void *arg);
/* It is SIP, both ways. */
void stream_become_sip(struct stream *s);

/* stream_hep.c: HEP packets one behind the other. */
void stream_hep_push(struct stream_half *h, struct slice bytes,
		     const struct frame *at);
/* Nothing follows what is held, or bytes are missing behind it. */
void stream_hep_end(struct stream_half *h, const struct frame *at);

/* stream_probe.c: the next bytes of a direction of which nothing is known, or
 * in which a head of HTTP must come first. */
void stream_probe_push(struct stream_half *h, struct slice bytes,
		       const struct frame *at);
/* Bytes of a PROXY protocol header (versions 1 and 2) at the start: a load
 * balancer puts it before what it passes on.  0: there is none, or not all. */
size_t stream_probe_proxy(struct slice bytes);
/* Read the direction as a WebSocket; lost: not from the start of a frame. */
void stream_probe_socket(struct stream_half *h, bool lost);

#endif
