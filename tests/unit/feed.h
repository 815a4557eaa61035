/* SPDX-License-Identifier: BSD-2-Clause */
/* Feeding messages as text through store and engine, and what was found. */
#ifndef TESTS_UNIT_FEED_H
#define TESTS_UNIT_FEED_H

#include "base/clock.h"
#include "diagnose/engine.h"
#include "diagnose/ranking.h"

enum { FEED_FOUND_MAX = 256 };

/* A finding as it was told. */
struct feed_found {
	char name[40];
	enum severity severity;
	enum certainty certainty;
	uint64_t serial;     /* of its transaction */
	uint64_t occurrence;
	double at;           /* s */
	char *title, *explain, *remedies, *marks; /* filled; owned.  marks: a line
				for each evidence: text | underlined | mark;
				remedies: behind them what the stack needs
				and its words mean */
	char *group;
	char cause[96]; /* `status-404 3 10.0.0.3:5060'; empty: none */
	bool unfinished;     /* nobody had asked for its values yet */
};

struct feed {
	struct store *store;
	struct engine *engine;
	struct ranking ranking; /* of all that was found */
	double now;
	uint64_t frame;
	enum transport transport; /* of the messages */
	bool retold;         /* by an agent */
	unsigned pieces;     /* IP fragments that each came in; 0: 1 */
	unsigned cut;        /* not 0: they came incomplete, in so many pieces */
	bool retry_after;    /* 503-no-retry-after counts as well */
	unsigned n;
	struct feed_found found[FEED_FOUND_MAX];
};

void feed_init(struct feed *f);
void feed_fini(struct feed *f);
/* At so many seconds a message goes from `a' to `b' (`10.0.0.1:5060').  In text
 * a newline stands for CRLF; Content-Length is added. */
void feed_at(struct feed *f, double at, const char *a, const char *b,
	     const char *text);
/* The same as a format. */
void feed_fmt(struct feed *f, double at, const char *a, const char *b,
	      const char *fmt, ...) __attribute__((format(printf, 5, 6)));
/* Two parties in short: A is 10.0.0.1:5060 (alice), B 10.0.0.2:5060 (bob, the
 * server).  what is
 *   `> INVITE 1'      A sends a request with that CSeq; `<': B does
 *   `> BYE+ 2'        the same inside the dialog (with a To tag)
 *   `< 420 INVITE 1'  B answers A's request; a phrase may follow
 *   `2> INVITE 1'     in another call
 *   `cut 2 > INVITE 1' incomplete, of two IP fragments
 *   `snap > INVITE 1'  cut off by the snap length
 *   `bare > INVITE 1'  without the Max-Forwards and Contact that each has
 *   `tcp'             everything from now on goes over TCP
 *   `gap'             bytes of a TCP stream were not captured
 *   `clock', `seen' (something went from B to A), `icmp 303 > INVITE 1' (of that
 *   type and code from B), `end'
 * extra: header lines, and a body after an empty line; may be NULL. */
struct feed_step {
	double at;
	const char *what, *extra;
};
void feed_step(struct feed *f, const struct feed_step *s);
/* A step that names both ends: `A>P INVITE 1', `P>A 302 INVITE 1', `icmp 303 A>P
 * BYE 2'.  A to Z are 10.0.0.1 to .26 with port 5060, small letters the same with
 * 40000, digits 203.0.113.0 to .9, which are outside.  Keys: b branch behind the
 * cookie (else by the ends and CSeq), f and t tags (f=2: the callee asks), c
 * Call-ID, u user called, x=tcp, x=tls, x=udp this time, x=cut: it lacks the rest
 * of its IP fragments; a word with a colon is the Request-URI; `bare' as above.
 * feed_step() takes these too. */
void feed_hop(struct feed *f, const struct feed_step *s);
/* Steps up to one whose what is NULL, then the end of the input. */
void feed_steps(struct feed *f, const struct feed_step *s);

/* A packet that is no SIP went from a to b: the direction is captured. */
void feed_seen(struct feed *f, const char *a, const char *b);
/* An ICMP error of host `from' quotes the bytes sent from a to b. */
void feed_icmp(struct feed *f, double at, const char *from, const char *a,
	       const char *b, unsigned type_code, const char *quoted);
void feed_clock(struct feed *f, double at);
void feed_end(struct feed *f);

/* `name name ...' of all findings in order, `-' for none. */
const char *feed_names(const struct feed *f, char *buf, size_t size);
/* The last finding of that name, or NULL. */
const struct feed_found *feed_last(const struct feed *f, const char *name);
unsigned feed_count(const struct feed *f, const char *name);

#endif
