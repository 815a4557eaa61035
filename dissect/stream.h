/* SPDX-License-Identifier: BSD-2-Clause */
/* What a TCP connection carries is found out by its first bytes: SIP, WebSocket
 * with SIP in it, HEP, TLS, or something else. */
#ifndef DISSECT_STREAM_H
#define DISSECT_STREAM_H

#include "base/budget.h"
#include "dissect/packet.h"
#include "dissect/tls_watch.h"

enum stream_kind {
	STREAM_UNKNOWN,   /* not decided yet */
	STREAM_SIP, STREAM_WEBSOCKET, STREAM_HEP,
	STREAM_TLS,       /* not read, but named */
	STREAM_OTHER      /* nothing for us */
};

/* What goes wrong before any SIP is exchanged. */
enum stream_trouble_kind {
	STREAM_UPGRADE_REFUSED, /* to WebSocket: 4xx or 5xx, or 101 without the
				   subprotocol sip that was offered (RFC 7118) */
	STREAM_TLS_TO_PLAIN,    /* a ClientHello is answered by SIP, or to port
				   5060 by the end of the connection */
	STREAM_PLAIN_TO_TLS     /* SIP is answered by a TLS alert, or to port
				   5061 by that end */
};
/* Plain data: may be copied.  Texts are printable, and cut. */
struct stream_trouble {
	enum stream_trouble_kind kind;
	struct addr client, server;
	struct frame asked, answered; /* place and time; asked.number may be 0 */
	unsigned status;   /* of HTTP */
	bool offers_sip;   /* the GET did */
	char path[96];     /* of the GET */
	char offered[64];  /* its Sec-WebSocket-Protocol; "": none */
	char text[64];     /* first line of a SIP answer */
	bool closed;       /* the server closed without a word */
	bool reset;        /* by RST */
};

/* Somebody closes a connection over which SIP went, or TLS to a SIP port.  Plain
 * data: may be copied. */
struct stream_close {
	enum stream_kind kind;      /* SIP, WEBSOCKET or TLS */
	struct addr client, server; /* as in struct tcp_flow: ends[0], ends[1] */
	struct frame at;            /* place and time of the FIN or RST */
	int64_t idle; /* ns without a packet before it; where a RST answers the
			 first one after a pause: that pause */
	int from;     /* 0: the client closes it, 1: the server */
	bool reset;   /* RST, not FIN */
};

struct stream_sink {
	/* One SIP message or keep-alive: .framed is set, transport TCP or WS;
	 * for HEP what the chunks say. */
	void (*packet)(const struct packet *p, void *arg);
	/* A TLS connection, on whatever port, ended, or the input did: once for
	 * each; before that with .early, where it was established and showed
	 * certificates. */
	void (*tls)(const struct tls_info *info, void *arg);
	/* At once.  May be NULL. */
	void (*trouble)(const struct stream_trouble *t, void *arg);
	void *arg;
};

/* Counted for all streams together. */
struct stream_stats {
	uint64_t skipped;      /* bytes of SIP, WebSocket and HEP streams that
				  belong to no message */
	uint64_t deflated;     /* WebSocket messages not decoded */
	uint64_t cut;          /* messages that came out cut */
	uint64_t hep_compressed, hep_malformed;
	uint64_t upgrades_refused; /* to WebSocket with the subprotocol sip, not
				      answered with 101 */
};

struct stream; /* opaque: one connection, both directions */

/* NULL when there is no memory.  ends as in struct tcp_flow; all pointers must
 * outlive the stream. */
struct stream *stream_new(const struct stream_sink *sink,
			  const struct addr ends[2], struct budget *budget,
			  struct stream_stats *stats);
void stream_free(struct stream *s);
/* The next bytes that ends[dir] sent; the kind as it is known afterwards. */
enum stream_kind stream_push(struct stream *s, int dir, struct slice bytes,
			     const struct frame *at);
void stream_gap(struct stream *s, int dir, uint64_t size,
		const struct frame *at);
void stream_end(struct stream *s, int dir, const struct frame *at);
/* ends[1], which got the SYN, closes the connection, and was first to do so; reset:
 * by RST. */
void stream_trouble_closed(struct stream *s, bool reset, const struct frame *at);
enum stream_kind stream_kind(const struct stream *s);
/* Has nothing come but keep-alives?  They belong to SIP that is silent. */
bool stream_only_pings(const struct stream *s);
/* 5060 and 5061: a connection is given up as OTHER only after 64 KiB, elsewhere
 * after 4 KiB of each direction; after 8 segments at least. */
bool stream_sip_port(uint16_t port);

#endif
