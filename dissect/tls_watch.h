/* SPDX-License-Identifier: BSD-2-Clause */
/* TLS seen from outside: the records of one connection are walked, so that what
 * cannot be read can at least be named (RFC 8446, RFC 5246). */
#ifndef DISSECT_TLS_WATCH_H
#define DISSECT_TLS_WATCH_H

#include "base/addr.h"
#include "base/budget.h"
#include "dissect/tls_cert.h"
#include "dissect/tls_hand.h"

enum { TLS_NAME_MAX = 256 };

/* What is known of one connection.  May be copied, but .shown is borrowed. */
struct tls_info {
	struct addr client, server;
	char server_name[TLS_NAME_MAX]; /* SNI, printable; "": none seen */
	uint16_t version;     /* 0x0303 TLS 1.2, 0x0304 TLS 1.3; negotiated, else
				 the highest offered; 0: not seen */
	uint16_t cipher;      /* of the ServerHello (IANA); 0: not seen */
	uint8_t alert_level, alert; /* the first plain fatal alert; level 0: none */
	int alert_from;       /* 0: the client sent it, 1: the server */
	struct frame hello, alert_at; /* place and time; number 0: none */
	bool established;     /* application data was seen; of TLS 1.3, which
				 hides what a record is: data of the server that
				 answers data of the client */
	uint64_t records;
	/* The certificates of client and server; NULL: not seen (TLS 1.3 hides
	 * them), or told before. */
	struct tls_chain *shown[2];
	bool early;           /* it was just established, and will be told
				 again when it is over */
	bool sip;             /* the server's port is known for SIP */
};

/* State of one connection: 5 bytes of record header for each direction, what is
 * awaited of its handshake, and the certificates, until they are told.  All but
 * the first is taken from the budget. */
struct tls_watch {
	struct tls_info info;        /* .shown is owned here */
	struct budget *budget;       /* borrowed */
	bool swapped;                /* ends[1] is the client */
	bool client_data;            /* encrypted records came from it */
	bool server_hello;
	struct {
		unsigned char head[5];
		unsigned have;       /* of head */
		uint32_t left;       /* bytes of the record still to come */
		uint32_t size;       /* of the record */
		uint8_t type;
		bool lost;           /* records cannot be told apart any more */
		struct tls_hand hand;
		unsigned char alert[2];
		struct frame last;   /* place of the latest byte of a hello that
					is not complete */
	} dir[2];
};

/* Do these bytes begin with a TLS record (handshake, alert or data)? */
bool tls_watch_looks_like(struct slice bytes);
/* client, server: ends[0] and ends[1] of the flow; corrected when a ClientHello
 * shows the other way round. */
void tls_watch_init(struct tls_watch *w, const struct addr *client,
		    const struct addr *server, struct budget *budget);
void tls_watch_fini(struct tls_watch *w);
/* The certificates are not wanted any more. */
void tls_watch_forget(struct tls_watch *w);
/* The next bytes that ends[dir] sent. */
void tls_watch_push(struct tls_watch *w, int dir, struct slice bytes,
		    const struct frame *at);
/* Bytes are missing: go on at the next push that begins with a record. */
void tls_watch_gap(struct tls_watch *w, int dir);

/* `TLS 1.3', or NULL. */
const char *tls_watch_version(uint16_t version);
/* IANA's name of the usual cipher suites, or NULL. */
const char *tls_watch_cipher(uint16_t cipher);
/* `unknown_ca' and the like (RFC 8446 6), or NULL. */
const char *tls_watch_alert(uint8_t alert);

#endif
