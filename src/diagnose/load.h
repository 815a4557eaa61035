/* SPDX-License-Identifier: BSD-2-Clause */
/* How much goes where: calls begun, up and refused between two addresses and at a
 * server, pings that failed in a row, requests that had to be repeated.  A healthy
 * message costs next to nothing here: INVITEs and pings are looked up once, what
 * is refused or repeated opens the rest. */
#ifndef DIAGNOSE_LOAD_H
#define DIAGNOSE_LOAD_H

#include "base/recent.h"
#include "diagnose/load_meter.h"
#include "store/store.h"

/* Known at once: pairs of addresses; those where one refused; servers that refused;
 * pinged servers; hops where something was repeated. */
enum { LOAD_PAIRS = 16384, LOAD_WAYS = 4096, LOAD_SERVERS = 4096,
       LOAD_PINGS = 4096, LOAD_LOSSES = 4096 };

/* Calls between two addresses that are up, by the hour in which they were answered:
 * a BYE may be lost, or go another way, so none counts for ever. */
enum { LOAD_HOURS = 4 };
struct load_open {
	uint32_t name;       /* of the two: 0 is a free place */
	uint16_t peak;       /* the most that were up since one was given up */
	uint16_t given_up;   /* so many grew too old */
	int64_t hour;        /* of the last one */
	uint16_t open[LOAD_HOURS];
};

/* INVITEs from one address to another that refused one at once, since it did; of
 * the time since `since'. */
struct load_way {
	struct load_meter meter; /* the last second */
	int64_t since;
	uint16_t setup;      /* INVITEs without a final response */
	uint32_t invites;
	uint16_t second[2];  /* INVITEs of the second at hand and of that before */
	uint16_t refused[2]; /* so many of these */
	bool in_burst;       /* the last second that was judged had refusals */
	uint16_t bursts;     /* seconds in a row with refusals that are over */
	uint16_t clean;      /* judged seconds without a refusal */
	uint16_t high;       /* most INVITEs in one of these */
	uint16_t taken;      /* most that were taken in one with refusals */
	uint16_t refusals;
	uint16_t low, top;   /* least and most INVITEs in the second before a
				refused one */
	uint16_t open_refused; /* least calls up at a refusal */
	uint16_t open_taken; /* most calls that were up before one was taken */
	struct load_row {    /* refusals one after the other */
		uint16_t peak;  /* when so many calls were up: never more, */
		uint16_t n;     /* and none was refused with fewer */
		bool again;     /* up to peak once more after the first */
		bool numbers;   /* not all of them to one number */
		uint64_t number; /* that of the first */
	} row;
};

/* A server that refused a request, since it did. */
struct load_server {
	int64_t since;
	int64_t second;      /* of the last INVITE or refusal */
	uint16_t invites[LOAD_SPAN], refused[LOAD_SPAN]; /* by second of the
				INVITE */
	struct load_meter hard, all; /* 500 and 503; with 480 */
	struct load_meter any;       /* 500 and 503 to requests of all methods */
};

/* Pings from one address to a server, since one failed or had to be repeated. */
struct load_ping {
	int64_t good;        /* the last one that was answered well began */
	uint64_t call;       /* the last one that failed since */
	uint32_t cseq;
	uint32_t failed;     /* in a row, in the same way */
	uint16_t code;       /* how: 0 without an answer */
	bool insists;        /* one of them was repeated, or not sent over UDP */
};

/* Answered requests over UDP since one had to be repeated. */
struct load_loss {
	uint32_t transactions, repeated;
};

/* What the refusal, the ping or the repeated request at hand means. */
struct load_verdict {
	struct load_burst {
		unsigned percent; /* of the INVITEs in LOAD_SPAN seconds, */
		unsigned rate;    /* a second; 0: not too many */
		bool requests;    /* that is of all methods */
	} burst;
	struct load_cps {
		unsigned limit, rate, refusals; /* limit 0: there is none */
	} cps;
	struct load_channels {
		unsigned open, times; /* calls up at this refusal at once;
					 refusals in a row, 0: no pattern */
		bool unended; /* calls were given up whose end was not seen:
				 more may be among those */
	} channels;
	struct load_pinged {
		unsigned times, code; /* times 0: it is fine, or too early */
		bool once;   /* as those who want no answer do */
	} ping;
	struct load_loss loss; /* repeated 0: not too many */
};

struct load {
	struct recent ways, servers, pings, losses;
	struct load_open *open; /* owned: LOAD_PAIRS; NULL: no call yet */
	struct load_verdict now;
	uint64_t seed;
};

void load_init(struct load *l, uint64_t seed);
void load_fini(struct load *l);

/* An INVITE was sent; got its first final response; is over.  A BYE was sent. */
void load_begun(struct load *l, const struct store_notice *n);
void load_answered(struct load *l, const struct store_notice *n);
void load_over(struct load *l, struct transaction *t);
void load_ended(struct load *l, const struct store_notice *n);
/* Of an INVITE that begins a call, at its server (load_server.c): it was sent; it
 * was challenged and comes again; it was refused with 480, 500 or 503 (which other
 * requests may be, too). */
void load_server_begun(struct load *l, const struct store_notice *n);
void load_server_uncount(struct load *l, const struct transaction *t);
struct load_burst load_server_refused(struct load *l,
				      const struct store_notice *n);
/* A request other than INVITE was refused with 500 or 503. */
void load_refused(struct load *l, const struct store_notice *n);
/* Something happened to an OPTIONS (load_ping.c). */
void load_ping_note(struct load *l, const struct store_notice *n);
/* A transaction is over (load_loss.c). */
void load_loss_note(struct load *l, const struct store_notice *n);

/* Called for every message: most are no concern. */
static inline void load_note(struct load *l, const struct store_notice *n)
{
	struct transaction *t = n->t;
	unsigned method = t->method;

	if (n->event == STORE_REQUEST) {
		if (method == METHOD_INVITE)
			load_begun(l, n);
		else if (method == METHOD_BYE)
			load_ended(l, n);
	} else if (n->event == STORE_FINAL) {
		if (method == METHOD_INVITE)
			load_answered(l, n);
		else if (t->status == 500 || t->status == 503)
			load_refused(l, n);
		if (method == METHOD_OPTIONS)
			load_ping_note(l, n);
	} else if (n->event == STORE_COMPLETE) {
		if (t->pace)
			load_over(l, t);
		if (t->request_copies || l->losses.count)
			load_loss_note(l, n);
	} else if (method == METHOD_OPTIONS) {
		load_ping_note(l, n);
	}
}

#endif
