/* SPDX-License-Identifier: BSD-2-Clause */
/* A transaction is one request, its copies and all responses to it on one hop
 * (RFC 3261 17): same branch, sent-by, CSeq and Call-ID between the same two
 * addresses.  An INVITE also holds its ACK and points at its CANCEL. */
#ifndef STORE_TRANSACTION_H
#define STORE_TRANSACTION_H

#include "base/clock.h"
#include "base/slab.h"
#include "base/timer_queue.h"
#include "data/catalog.h"
#include "store/message.h"

#define TRANSACTION_T1 (500 * CLOCK_MS)           /* RFC 3261 17.1.1.1 */
#define TRANSACTION_T2 (4 * CLOCK_S)
#define TRANSACTION_64T1 (64 * TRANSACTION_T1)    /* Timers B, F, H, J: 32 s */
/* A proxy's Timer C: an INVITE may ring over 3 minutes (16.6 step 11). */
#define TRANSACTION_TIMER_C (185 * CLOCK_S)
/* Where no proxy is on the way, nothing ends the ringing but people; convention:
 * nobody waits longer. */
#define TRANSACTION_RINGS (300 * CLOCK_S)

/* Frame numbers of one kind of message; the first FRAMES_MAX are listed, all
 * are counted. */
enum { TRANSACTION_FRAMES_MAX = 256, TRANSACTION_FRAMES_FEW = 3 };
struct transaction_frames {
	union {
		uint64_t few[TRANSACTION_FRAMES_FEW]; /* while it is short */
		uint64_t *many;  /* owned */
	};
	uint32_t count;   /* all of them; stays at UINT32_MAX */
	uint16_t listed;
	uint16_t cap;     /* of many; 0: few holds them */
};

/* One branch of a forked INVITE: responses told apart by To tag; 100 belongs to
 * none. */
struct transaction_fork {
	struct message *last; /* last response with this tag: owned reference */
	unsigned status;      /* of it */
	struct transaction_frames frames;
};

enum transaction_state {
	TRANSACTION_TRYING,     /* no response yet */
	TRANSACTION_PROCEEDING, /* 1xx only */
	TRANSACTION_COMPLETED,  /* a final response came */
	TRANSACTION_TIMED_OUT,  /* its time passed without a final response */
};

/* `class' of interface.md. */
enum transaction_class {
	TRANSACTION_PROGRESS, TRANSACTION_SUCCESS, TRANSACTION_REDIRECT,
	TRANSACTION_NORMAL, TRANSACTION_TRANSIENT, TRANSACTION_ERROR,
	TRANSACTION_NONE
};

/* What is known of it when all that its sender did is looked at; bits (the
 * diagnose room's, habits.h). */
enum transaction_habit {
	TRANSACTION_SCAN_NAMED = 1,  /* the request has the name of a scanner */
	TRANSACTION_SCAN_GUESS = 2,  /* one of many refused REGISTERs */
	TRANSACTION_SCAN_PROBE = 4,  /* one of many dial prefixes */
	TRANSACTION_SCAN_SILENT = 8, /* a scanner's: nothing else is said */
	TRANSACTION_EARLY = 16,      /* sent before Retry-After was over */
	TRANSACTION_CIRCLE = 32,     /* one of many to the same number */
};

/* A finding that was made about a transaction (by the diagnose room). */
struct transaction_finding {
	uint16_t id;     /* enum finding_id */
	uint16_t status; /* for FINDING_STATUS: the code */
	uint8_t severity;
};
enum { TRANSACTION_FINDINGS_MAX = 8 };

/* Times of so many copies of a request are kept, each in units of this. */
enum { TRANSACTION_SENT = 8 };
#define TRANSACTION_SENT_UNIT (10 * CLOCK_MS)

struct call;

/* In lines of 64 bytes (slab.h), by what is looked at together: at its end, half a
 * minute after anybody else looked, it takes the first four. */
struct transaction {
	/* Finding and leaving it. */
	struct timer_item timer; /* first member: the queue gives it back */
	struct call *call;              /* never NULL */
	struct transaction *call_next, *call_prev; /* in call, by time */
	uint64_t hash;

	/* What it holds. */
	struct message *request; /* NULL: not captured (responses only) */
	struct message *provisional; /* the last 1xx with code over 100, or NULL */
	struct message *early;   /* an 18x before `provisional', of the same early
				    dialog: one of the two has a body, and one
				    has none; or NULL */
	struct message *first;   /* the first response of any kind, or NULL */
	struct message *final;   /* the first 2xx, else the best final, or NULL:
				    lowest class but 6xx wins (16.7 step 6) */
	struct message *ack;     /* INVITE: the first ACK, on this hop, or NULL;
				    a 2xx after a failure waits for its own */
	int64_t start;           /* first request (or response when orphan) */
	int64_t answered;        /* first final response; 0 */

	/* What became of it. */
	uint16_t method;         /* enum method_id; METHOD_UNKNOWN: see request */
	uint16_t status;         /* of final; 0 */
	uint8_t state;           /* enum transaction_state */
	bool acked_elsewhere;    /* an ACK of this 2xx went another way */
	bool in_dialog;          /* the request had a To tag */
	bool two_way;            /* a packet of the other direction between these
				    two ip:port was seen before or during it */
	bool has_credentials;    /* Authorization or Proxy-Authorization */
	bool refused;            /* 401/407 to credentials made for the very
				    nonce that this server gave last */
	bool repeated;           /* the transaction before it on this hop ended
				    with the same status (set for glare) */
	bool icmp;               /* an ICMP error quoted its request */
	bool said;               /* the renderer has shown its line */
	bool notified;           /* SUBSCRIBE, REFER: a NOTIFY for it was seen in
				    the call, on whatever hop */
	bool cancelled;          /* INVITE: a CANCEL of it was sent, which may be
				    forgotten */
	bool known;              /* its client was let in before (habits.h) */
	bool many_frames;        /* more than few in one of the lists */
	uint8_t provisional_copies; /* of `provisional', byte by byte */
	uint8_t late_copies;     /* of the 2xx that `ack' is for, over T1 (a round
				    trip, by 17.1.1.1) after that ACK */
	uint8_t habits;          /* enum transaction_habit */
	uint8_t signs;           /* enum odd_sign; 0: not looked at (the diagnose
				    room's) */
	uint8_t n_findings;
	uint16_t pace;           /* INVITE: so many went to its server within the
				    second before it, with it; 0 where nobody
				    counts (the diagnose room's) */
	uint16_t n_forks, cap_forks;
	uint32_t offer;          /* what its offer and answer show at a glance
				    (likewise) */
	uint32_t request_copies, response_copies; /* retransmissions of the
				    request; of the final response */
	enum transport transport;
	unsigned source;         /* of the request, else of the first response */
	int64_t since;           /* the store's clock when the time of its
				    state began */
	struct transaction_fork *forks; /* INVITE: by To tag; owned unless it is
				    only_fork; NULL: none yet */

	struct transaction_fork only_fork;
	struct transaction *cancel; /* INVITE: the CANCEL of it, or NULL */
	struct transaction *cancels;/* CANCEL: the INVITE it is for, or NULL */

	struct addr client, server; /* requester and the request's destination */
	uint64_t there, back;       /* hashes of its hop (store_key) */

	uint64_t serial;         /* order of creation, from 1 */
	int64_t first_copy;      /* time of the first retransmission; 0 */
	int64_t last_request;    /* the last copy of the request */
	int64_t ringing;         /* first 180/183 and kin; 0 */
	int64_t last_response;
	int64_t acked;           /* first ACK; 0 */
	uint16_t provisional_codes[8]; /* distinct 1xx in order; 0 ends */

	struct transaction_frames requests, responses;

	struct transaction_frames acks;
	uint16_t sent[TRANSACTION_SENT]; /* when the first retransmissions of the
				    request came, after start; UINT16_MAX: that
				    late or later */
	struct transaction_finding findings[TRANSACTION_FINDINGS_MAX];
};

/* NULL when there is no memory.  m becomes the request, or the first response of
 * a transaction whose request was not captured.  The slab is one of transactions;
 * what was taken out of it goes back there. */
struct transaction *transaction_new(struct slab *slab, struct message *m);
void transaction_free(struct slab *slab, struct transaction *t);
/* The same as transaction_frame(), when the list has grown. */
void transaction_frame_more(struct transaction *t, struct transaction_frames *f,
			    uint64_t frame);
/* Count a frame in one of t's lists; listing stops quietly when there is no
 * memory. */
static inline void transaction_frame(struct transaction *t,
				     struct transaction_frames *f,
				     uint64_t frame)
{
	if (f->listed >= TRANSACTION_FRAMES_FEW) {
		transaction_frame_more(t, f, frame);
		return;
	}
	f->few[f->listed++] = frame;
	f->count++;
}
/* Those listed, f->listed of them. */
static inline const uint64_t *
transaction_frame_list(const struct transaction_frames *f)
{
	return f->cap ? f->many : f->few;
}
/* The request of a transaction that began with its response came. */
void transaction_adopt(struct transaction *t, struct message *m);
/* Take in a response (the first or a copy): forks, codes, times, final.  Returns
 * true when it is a copy of the last response of its fork, or a further 100. */
bool transaction_response(struct transaction *t, struct message *m);
/* The class in context, by what is known now (interface.md). */
enum transaction_class transaction_class(const struct transaction *t);
/* `success', `error' ...; `none' for TRANSACTION_NONE. */
const char *transaction_class_name(enum transaction_class c);
/* Method as written on the wire: of the request, else of the response's CSeq. */
struct slice transaction_method(const struct transaction *t);
/* The message that carries the transaction's identity: the request, else the
 * first response.  Never NULL. */
const struct message *transaction_any(const struct transaction *t);
/* Was this finding made about it? */
bool transaction_has(const struct transaction *t, enum finding_id id);
/* From the first request to the first final response in ns; -1 without one. */
int64_t transaction_duration(const struct transaction *t);

#endif
