/* SPDX-License-Identifier: BSD-2-Clause */
/* The relay hands what the reader found to the teller, one event after the other:
 * to a thread of its own in batches, or at once, by a plain call.  Either way the
 * teller sees the same events in the same order. */
#ifndef SRC_RELAY_H
#define SRC_RELAY_H

#include "dissect/dns.h"
#include "dissect/packet.h"
#include "dissect/stream.h"
#include "dissect/tcp_reasm.h"
#include "dissect/tls_watch.h"
#include "store/duplicate.h"
#include "store/message.h"

enum relay_kind {
	RELAY_MESSAGE, /* a SIP message */
	RELAY_COPY,    /* one that is a packet captured twice */
	RELAY_SEEN,    /* a packet from src to dst */
	RELAY_CLOCK,   /* packet time moved on */
	RELAY_GAP,     /* the first bytes of a TCP stream were lost */
	RELAY_ICMP, RELAY_REFUSED, RELAY_TLS, RELAY_TROUBLE, RELAY_CLOSING,
	RELAY_DNS
};

struct relay_event {
	enum relay_kind kind;
	bool malformed; /* the message, by the RFC */
	enum duplicate copy; /* RELAY_COPY: how sure is that */
	union {
		struct message *message; /* a reference, which the event owns */
		struct { struct addr src, dst; } seen;
		int64_t clock;
		/* Borrowed for the call. */
		const struct icmp_error *icmp;
		const struct tcp_refusal *refused;
		const struct tls_info *tls;
		const struct stream_trouble *trouble;
		const struct stream_close *closing;
		const struct dns_message *dns;
	};
};

/* What takes the events.  False: no more are wanted; those that come all the same
 * are thrown away. */
typedef bool relay_fn(const struct relay_event *e, void *arg);

/* The message comes soon: fetch from memory what fn will need, in that step. */
typedef void relay_ahead_fn(const struct message *m, unsigned step, void *arg);

struct relay; /* opaque */

/* NULL when there is no memory. */
struct relay *relay_new(relay_fn *fn, void *arg);
/* Before relay_start: a second thread calls ahead(m, step, arg) for each message,
 * steps from 0 to RELAY_STEPS - 1, each one RELAY_STRIDE events later than the one
 * before it; the first messages of a batch may miss some. */
enum { RELAY_STEPS = 4, RELAY_STRIDE = 2 };
void relay_look_ahead(struct relay *r, relay_ahead_fn *ahead);
/* From now on fn is called by a second thread.  Before, and where no thread can
 * be had, by whoever calls relay_push. */
void relay_start(struct relay *r);
/* Hand over an event.  What it points to is copied where that is needed.  0, or
 * -ENOMEM: it is lost (a message is let go in any case). */
int relay_push(struct relay *r, const struct relay_event *e);
/* Memory for the next message: take it from here (message_pool_new), so that what
 * the teller frees comes back to the reader. */
struct message_pool *relay_pool(struct relay *r);
/* Does fn want more? */
bool relay_wanted(const struct relay *r);
/* Wait until all that was pushed is taken; the thread is gone then. */
void relay_stop(struct relay *r);
void relay_free(struct relay *r);

/* May this process run on two processors at least? */
bool relay_worth_it(void);

#endif
