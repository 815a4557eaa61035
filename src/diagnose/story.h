/* SPDX-License-Identifier: BSD-2-Clause */
/* A call on all its legs as one story, for --legs: the calls that legs.h ties
 * together, and the hops of each, with their messages in order of time.  Needs a
 * store that keeps messages. */
#ifndef DIAGNOSE_STORY_H
#define DIAGNOSE_STORY_H

#include "diagnose/legs.h"

enum { STORY_CALLS = 32, STORY_LEGS = 26, STORY_NO_LEG = 255 };

/* One Call-ID. */
struct story_call {
	char *call_id;          /* owned */
	uint64_t hash;          /* of it */
	enum call_outcome outcome;
	uint64_t messages;
	int64_t start, seen;
	unsigned source;
	struct message **flow;  /* owned references */
	size_t n_flow;
};

/* The call with that hash was made for the other one. */
struct story_tie {
	uint64_t second, first;
	unsigned kinds;         /* bits by enum legs_kind */
	enum certainty certainty;
};

/* One Call-ID between two hosts. */
struct story_leg {
	unsigned call;          /* its place in calls */
	struct addr a, b;       /* a sent the first message; ports are 0 but
				   over UDP */
};

struct story_line {
	const struct message *message;
	unsigned leg;           /* or STORY_NO_LEG: of more than there is room
				   for */
};

struct story {
	struct story *next;     /* of those that are not complete */
	unsigned n_calls, n_ties, n_legs;
	unsigned waits;         /* calls that legs knows it of: not over yet */
	bool reported;          /* something of it was selected */
	struct story_call calls[STORY_CALLS];
	struct story_tie ties[STORY_CALLS];
	/* To be read when it is told. */
	struct story_leg legs[STORY_LEGS];
	struct story_line *lines; /* owned; in order of time */
	size_t n_lines;
};

/* The tie of that call to the one it was made for, or NULL; *first: the place of
 * that one, or -1 when it is not in the story. */
const struct story_tie *story_tie_of(const struct story *s, unsigned call,
				     int *first);

struct story_set; /* opaque */

/* s is borrowed for the call. */
typedef void story_fn(const struct story *s, void *arg);

/* NULL when there is no memory.  fn is called for each story of two legs or more,
 * when its last call is over. */
struct story_set *story_set_new(struct legs *legs, story_fn *fn, void *arg);
void story_set_free(struct story_set *s);
/* The call is over, and still known to legs (STORE_CALL_COMPLETE): its messages
 * move into its story.  A call of one leg keeps them. */
void story_set_over(struct story_set *s, struct call *c);
/* The input is over, and so are all calls: what is still open is told. */
void story_set_end(struct story_set *s);

#endif
