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
	bool upgrade;       /* `Upgrade: websocket' (RFC 6455 4.1) */
	bool sip;           /* the subprotocol list names sip */
	bool deflate;       /* permessage-deflate is offered / accepted */
	size_t size;        /* of the head with its empty line */
	struct slice path;  /* of a GET; borrowed, as the next one */
	struct slice protocols; /* the last Sec-WebSocket-Protocol */
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

/* Longer messages are cut, and longer frames than 16 MiB are no frames. */
enum { WEBSOCKET_MAX = 1 << 20, WEBSOCKET_HEAD = 14 };

/* What becomes of the payload of a frame. */
enum websocket_kind {
	WEBSOCKET_DATA,     /* of a message that is wanted */
	WEBSOCKET_CONTROL,
	WEBSOCKET_UNWANTED  /* deflated, or the rest of what was given up */
};

/* One direction after the upgrade. */
struct websocket {
	const struct websocket_sink *sink; /* borrowed */
	struct budget *budget;             /* borrowed */
	char *bytes;          /* owned, taken from the budget: the payload so
				 far, unmasked, of a message that is not complete;
				 a whole one without mask is never copied */
	size_t len, cap;
	struct frame at;      /* of the latest byte */
	uint64_t deflated;    /* messages not decoded: permessage-deflate */
	uint64_t messages, control; /* frames: ping, pong, close */
	uint64_t skipped;     /* bytes that are no frames */
	bool lost;            /* looking for a frame that holds SIP */
	/* further fields of its own */
	unsigned char head[WEBSOCKET_HEAD];
	unsigned head_len;
	enum websocket_kind kind; /* of the frame at hand */
	bool in_frame;
	uint64_t size, left;  /* of its payload: all, and still to come */
	bool in_message, unwanted, cut;
};

void websocket_init(struct websocket *w, const struct websocket_sink *sink,
		    struct budget *budget);
void websocket_fini(struct websocket *w);
/* The next bytes.  0, or -ENOMEM: no room for a message, it came out cut. */
int websocket_push(struct websocket *w, struct slice bytes,
		   const struct frame *at);
/* size bytes are missing.  The message at hand comes out cut; when they are all
 * of one frame, reading goes on behind it, else at the next push that begins
 * with a frame that holds SIP. */
void websocket_gap(struct websocket *w, uint64_t size);
/* Nothing more comes: what waits comes out cut. */
void websocket_end(struct websocket *w);

#endif
