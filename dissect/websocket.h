/* SPDX-License-Identifier: BSD-2-Clause */
/* WebSocket (RFC 6455) as it carries SIP (RFC 7118): the upgrade, and frames
 * put together to messages. */
#ifndef DISSECT_WEBSOCKET_H
#define DISSECT_WEBSOCKET_H

#include "base/budget.h"
#include "dissect/frame.h"

/* What the head of an HTTP message says about an upgrade to WebSocket. */
struct websocket_upgrade {
	bool response;      /* else a GET */
	unsigned status;    /* of a response: 101 when it was accepted */
	bool upgrade;       /* `Upgrade: websocket' */
	bool sip;           /* the subprotocol list names sip */
	bool deflate;       /* permessage-deflate is offered / accepted */
	size_t size;        /* of the head with its empty line */
};

/* Read an HTTP/1.1 head.  DECODE_TRUNCATED: the empty line has not come yet;
 * DECODE_OTHER: not HTTP (or 16 KiB without an empty line). */
enum decode websocket_upgrade_read(struct websocket_upgrade *out,
				   struct slice bytes);
/* In the middle of a connection, do these bytes begin with a WebSocket frame
 * whose payload, unmasked, begins like SIP? */
bool websocket_looks_like(struct slice bytes);

struct websocket_sink {
	/* The payload of one text or binary message (borrowed).  cut: bytes of
	 * it are missing. */
	void (*message)(struct slice payload, bool cut, const struct frame *at,
			void *arg);
	void *arg;
};

/* One direction after the upgrade. */
struct websocket {
	const struct websocket_sink *sink; /* borrowed */
	struct budget *budget;             /* borrowed */
	char *bytes;          /* owned, taken from the budget */
	size_t len, cap;
	struct frame at;
	uint64_t deflated;    /* messages not decoded: permessage-deflate */
	uint64_t messages, control; /* frames: ping, pong, close */
	uint64_t skipped;     /* bytes that are no frames */
	bool lost;            /* looking for a frame that holds SIP */
	/* further fields of its own */
	uint64_t want;
	char *message;        /* fragments of a message so far; owned, budgeted */
	size_t message_len, message_cap;
	unsigned opcode;
	bool compressed;
};

void websocket_init(struct websocket *w, const struct websocket_sink *sink,
		    struct budget *budget);
void websocket_fini(struct websocket *w);
/* The next bytes.  0 or -ENOMEM (what was buffered is lost). */
int websocket_push(struct websocket *w, struct slice bytes,
		   const struct frame *at);
/* Bytes are missing: go on at the next frame that holds SIP. */
void websocket_gap(struct websocket *w, uint64_t size);
void websocket_end(struct websocket *w);

#endif
