/* SPDX-License-Identifier: BSD-2-Clause */
/* A call is everything that shares a Call-ID: its transactions in time order and
 * its dialogs (RFC 3261 12).  A registration or an OPTIONS ping is one too. */
#ifndef STORE_CALL_H
#define STORE_CALL_H

#include "store/transaction.h"

/* Who keeps the sound from going both ways, and who did before the last offer. */
enum call_held {
	CALL_HELD_A = 1, CALL_HELD_B = 2, /* caller, callee */
	CALL_HELD_BEFORE = 2              /* shift by it */
};

enum dialog_state { DIALOG_EARLY, DIALOG_CONFIRMED, DIALOG_ENDED };

/* One dialog: Call-ID and two tags, unordered (RFC 3261 12). */
struct dialog {
	struct dialog *next;
	uint64_t tag_a, tag_b;  /* hashes of the caller's and callee's tags */
	uint8_t state;          /* enum dialog_state */
	uint8_t held;           /* enum call_held: by offers that were taken */
	uint8_t method;         /* what made it: METHOD_INVITE, SUBSCRIBE, REFER */
	uint8_t refresher : 2;  /* who refreshes: 1 the caller (tag_a), 2 the
				   callee; 0: nobody said */
	uint8_t copies : 6;     /* of its 2xx, where no ACK could have been seen
				   here: the INVITE was not captured, or the ACK
				   went another way */
	uint32_t held_cseq;     /* of the last of those offers */
	uint32_t expires;       /* Session-Expires of the last 2xx to INVITE or
				   UPDATE, s (RFC 4028); 0: no timer */
	uint32_t refreshed;     /* when that 2xx came: ms after start */
	int64_t start, answered, ended; /* ns; 0: not (yet) */

	uint64_t route_a, route_b; /* the route sets of both sides, if any */
	uint32_t seat_a, seat_b;   /* where both sides send from */
	uint8_t over_a : 4, over_b : 4; /* and by which enum transport; all of
				   these by route.h */
	struct addr bye_from;   /* who sent the first BYE; family 0: none */
	int64_t bye_time;
};

/* Where calls and dialogs lie. */
struct call_memory {
	struct slab calls, dialogs;
};

enum call_outcome {
	CALL_NOT_A_CALL,  /* no initial INVITE in it */
	CALL_RINGING,     /* no final response yet, its time not over */
	CALL_ANSWERED, CALL_FAILED, CALL_CANCELLED,
	CALL_UNANSWERED   /* no final response and its time is over */
};

enum { CALL_SHORT_ID = 92 }; /* bytes of a Call-ID that need no more memory */

/* In lines of 64 bytes, as struct transaction. */
struct call {
	struct timer_item timer; /* first member */
	uint64_t hash;
	struct transaction *first, *last; /* those still remembered */
	struct dialog *dialogs;  /* owned */

	uint64_t messages;
	int64_t start, seen;     /* first and last message */
	struct call_verdict {
		uint64_t serial; /* of the INVITE that it comes from */
		uint8_t outcome; /* enum call_outcome */
		uint8_t rank;    /* the higher counts, then the earlier INVITE */
	} forgotten;             /* from the transactions that are no more;
				    call_outcome() knows the rest */
	uint32_t n_transactions; /* remembered now */
	uint32_t offers;         /* what transaction.offer of all showed */
	uint32_t leg;            /* 0, or where the diagnose room keeps what its
				    legs have in common */
	bool streamed;           /* a side of a dialog of it does not use UDP */
	bool routed;             /* a dialog of it has a route set */
	bool strict;             /* and in it a strict router (no lr) */
	bool timed;              /* a dialog of it has, or had, expires or copies */
	bool reported;           /* something of it was shown (the pipeline's) */
	bool pinned;             /* in use: not to be forgotten now */
	bool many;               /* its transactions stand in a table too (the
				    store's) */

	struct slice call_id;    /* own copy: short_id, or owned */
	/* All messages, kept only when store_options.keep_messages is set. */
	struct message **flow;   /* owned references */
	uint32_t n_flow, cap_flow;
	unsigned source;         /* of its first message */
	char short_id[CALL_SHORT_ID];
};

enum { CALL_FLOW_MAX = 2000, CALL_DIALOGS_MAX = 64 };

/* Nothing is taken yet; all calls are to be freed before the memory is. */
void call_memory_init(struct call_memory *mem);
void call_memory_fini(struct call_memory *mem);
/* A new call with a copy of its Call-ID; NULL when there is no memory. */
struct call *call_new(struct call_memory *mem, struct slice call_id,
		      uint64_t hash, int64_t now);
/* Frees it with its dialogs and flow; its transactions are the store's. */
void call_free(struct call_memory *mem, struct call *c);
/* Keep a message for the flow (at most CALL_FLOW_MAX; then quietly no more). */
void call_keep(struct call *c, struct message *m);
/* Append t; take it out again (its outcome is remembered). */
void call_link(struct call *c, struct transaction *t);
void call_unlink(struct call *c, struct transaction *t);
/* Add a dialog; NULL when there is no memory or CALL_DIALOGS_MAX are there. */
struct dialog *call_dialog_add(struct call_memory *mem, struct call *c,
			       struct slice tag_a, struct slice tag_b);
/* Is a dialog of it confirmed and not ended? */
bool call_open(const struct call *c);
/* What came of the call: an answer on any hop; else what its first INVITE got, one
 * that is tried again by the rules (3xx, a challenge, 422 ...) being judged by
 * what the next one gets. */
enum call_outcome call_outcome(const struct call *c);
/* The dialog of a message by its two tags in either order, or NULL. */
struct dialog *call_dialog(const struct call *c, struct slice tag_a,
			   struct slice tag_b);
/* Did this side (its tag) hold the call, before the last offer taken in it? */
bool call_held_before(const struct dialog *d, struct slice tag);
/* Does it hold the call now? */
bool call_holds(const struct dialog *d, struct slice tag);
/* An offer of that side was taken: it holds the call or not.  The same CSeq on
 * another hop is nothing new. */
void call_hold(struct dialog *d, struct slice tag, uint32_t cseq, bool holds);
/* When its session timer was last set, ns; only where it has one. */
int64_t call_dialog_refreshed(const struct dialog *d);
/* Is this the callee's tag? */
bool call_dialog_callee(const struct dialog *d, struct slice tag);
/* The transaction before t in this call with the same method and the same two
 * addresses (the same hop), or NULL. */
const struct transaction *call_previous(const struct transaction *t);
/* The next one, or NULL. */
const struct transaction *call_following(const struct transaction *t);

#endif
