/* SPDX-License-Identifier: BSD-2-Clause */
/* The store owns all long-lived memory: calls, dialogs, transactions, and what
 * clients did before.  Messages go in, events come out; time is the packets'. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "store/binding.h"
#include "store/call.h"
#include "store/registration.h"

enum store_event {
	STORE_REQUEST,     /* the first copy of a request made a transaction */
	STORE_RETRANSMISSION, /* a copy of a request, response or ACK */
	STORE_PROVISIONAL, /* a 1xx */
	STORE_FINAL,       /* the first final response */
	STORE_MORE_FINAL,  /* a further final response: another fork, or a 2xx
			      after a failure */
	STORE_ACK,         /* the INVITE t got its (first) ACK; those of further
			      forks are counted alone */
	STORE_ACK_ASTRAY,  /* the ACK of the 2xx to the INVITE t, from t's client,
			      went to another host, where no INVITE was seen */
	STORE_CANCEL,      /* t (a CANCEL) was tied to t->cancels */
	STORE_TIMEOUT,     /* 64*T1 (INVITE with 1xx: Timer C) passed and there is
			      no final response */
	STORE_NO_ACK,      /* 64*T1 after the 2xx to INVITE and no ACK */
	STORE_ICMP,        /* an ICMP error quotes the request (store_icmp) */
	STORE_COMPLETE,    /* all timers over: t is forgotten after this call */
	STORE_END,         /* the input ended and t was still remembered; then
			      STORE_COMPLETE follows for each, in time order */
	STORE_CALL_COMPLETE /* c is forgotten after this; t is NULL */
};

struct store_notice {
	enum store_event event;
	struct transaction *t;     /* NULL for STORE_CALL_COMPLETE */
	struct call *call;
	const struct message *message; /* what caused it, or NULL (time) */
	const struct icmp_error *icmp; /* STORE_ICMP */
	const struct registration *registration; /* what t's client did before
				    and now (this response counted in); with
				    STORE_FINAL, and for a 401 or 407 also at
				    the end.  May be NULL: nothing worth
				    remembering yet */
	const struct binding *binding; /* STORE_FINAL: of a REGISTER, what is
				    known of its registration (this response
				    counted in); of an INVITE that found nobody
				    (404, 408, 430, 480), of who was called.
				    STORE_REQUEST of an INVITE: of the contact
				    it goes to, when the time of that is over */
	int64_t now;
	const struct store *store;
};
typedef void store_fn(const struct store_notice *n, void *arg);

struct store_options {
	size_t max_calls;         /* 0: 1,250,000: a million that rest with an
				     open dialog, and what comes and goes */
	size_t max_transactions;  /* 0: 1,000,000 */
	size_t max_registrations; /* 0: 100,000 */
	size_t max_bytes;         /* of messages and Call-IDs; 0: 1 GiB */
	bool keep_messages;       /* fill call.flow (-v) */
};

struct store_stats {
	uint64_t messages, requests, responses;
	uint64_t duplicates;     /* the same packet seen twice (within messages) */
	uint64_t transactions;   /* made */
	uint64_t dialogs;        /* made: INVITE, SUBSCRIBE, REFER dialogs */
	uint64_t orphans;        /* responses whose request was not captured */
	uint64_t retransmissions;
	uint64_t stray_acks;     /* ACKs that belong to no INVITE here */
	uint64_t calls[CALL_UNANSWERED + 1]; /* by outcome, of forgotten calls:
				    complete after store_end */
	uint64_t classes[TRANSACTION_NONE + 1]; /* of forgotten transactions */
	uint64_t shed;           /* forgotten before their time: a cap */
	int64_t first, last;     /* time of the first and last message */
};

struct store; /* opaque */

/* NULL when there is no memory.  fn is called during store_message,
 * store_clock, store_icmp and store_end. */
struct store *store_new(const struct store_options *o, store_fn *fn, void *arg);
void store_free(struct store *s);

/* The seed for message_hash; store_message does that where nobody did. */
uint64_t store_seed(const struct store *s);
/* m comes soon, and is hashed: what will be asked of it and of what it belongs to
 * is fetched from memory.  Each step needs what the one before has fetched, so
 * some time should pass between; without any of them all is slower, that is all.
 * Step 1 asks for what every message is looked up in, the last for its text. */
enum { STORE_FETCH_STEPS = 4 };
void store_fetch(const struct store *s, const struct message *m, unsigned step);
/* A SIP message came.  Moves the clock to its time first.  m is referenced as
 * long as it is needed.  0 or -ENOMEM (the message is counted, then lost). */
int store_message(struct store *s, struct message *m);
/* A packet came that is the one just before once more (duplicate.h): its message
 * is counted, as a duplicate too, and that is all. */
void store_duplicate(struct store *s, const struct message *m);
/* Has the INVITE that this ACK is for fewer ACKs than final responses, repeated
 * ones counted? */
bool store_lacks_ack(struct store *s, struct message *ack);
/* Any packet between two addresses was seen: proof that a direction is captured. */
void store_seen(struct store *s, const struct addr *src, const struct addr *dst);
/* An ICMP error: tied to the transaction whose request it quotes (branch where
 * the quote reaches that far, else the last request between these ports within
 * 64*T1). */
int store_icmp(struct store *s, const struct icmp_error *e);
/* Packet time moved on.  A step back is nothing; a time over a day away, before or
 * after, counts when a second packet confirms it. */
void store_clock(struct store *s, int64_t now);
/* The input is over: STORE_END, STORE_COMPLETE for all, then the calls. */
void store_end(struct store *s);

/* Note a finding on its transaction (at most TRANSACTION_FINDINGS_MAX). */
void store_note_finding(struct transaction *t, enum finding_id id,
			unsigned status, enum severity severity);
const struct store_stats *store_stats(const struct store *s);
/* The call with that Call-ID, or NULL. */
const struct call *store_call(const struct store *s, struct slice call_id);

#endif
