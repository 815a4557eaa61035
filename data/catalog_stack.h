/* SPDX-License-Identifier: BSD-2-Clause */
/* A stack is a program or service that speaks SIP: how it is recognised and
 * which setting of it answers which failure (data/stacks.txt).  Constant tables,
 * borrowed for the life of the program. */
#ifndef DATA_CATALOG_STACK_H
#define DATA_CATALOG_STACK_H

#include "data/catalog.h"

/* What gives a program away; the order of clue_name in catalog_stack.awk. */
enum catalog_clue {
	CATALOG_CLUE_SERVER, CATALOG_CLUE_USER_AGENT, CATALOG_CLUE_X_FS_SUPPORT,
	CATALOG_CLUE_CONTACT, CATALOG_CLUE_FROM,
	CATALOG_CLUE_SDP_ORIGIN, CATALOG_CLUE_SDP_SESSION, /* o=, s= */
	CATALOG_CLUE_TAG, /* of the sender: of From in a request, of To else */
	CATALOG_CLUE_COUNT
};
/* Values as on the wire, spaces trimmed; empty where there is none. */
struct catalog_clues {
	struct slice of[CATALOG_CLUE_COUNT];
};

struct catalog_advice {
	const char *const *topics; /* codes, `4xx', findings, `client-403'; NULL
				      ends */
	const char *text; /* a template (catalog_fill.h) */
};

struct catalog_stack {
	const char *key;  /* `asterisk-chan-pjsip' */
	const char *name; /* `Asterisk chan_pjsip' */
	const char *text;
	const struct catalog_stack *of;   /* this is a part or kind of it; NULL */
	const struct catalog_stack *like; /* has the advice missing here; NULL */
	const struct catalog_advice *advice; /* ends with topics NULL */
};

struct catalog_stack_match {
	const struct catalog_stack *stack; /* NULL: not recognised */
	enum certainty certainty; /* certain by what only the program itself
				     writes, likely by Contact and SDP, which
				     may be another's */
	enum catalog_clue clue; /* which one told */
};

/* The program that sent these.  Server counts before User-Agent, both before
 * the rest; where two patterns fit, the longer one.  At most 256 bytes of a
 * value are looked at.  A tag alone proves nothing: it only tells the parts of
 * a known stack apart. */
struct catalog_stack_match
catalog_stack_find(const struct catalog_clues *clues);
/* The stack with that key or name, ASCII case ignored, or NULL. */
const struct catalog_stack *catalog_stack_get(struct slice name);
const struct catalog_stack *catalog_stack_all(size_t *n);
/* The ith example of its signs, `Server: Asterisk PBX 20.5.0'; NULL after the
 * last. */
const char *catalog_stack_example(const struct catalog_stack *s, size_t i);
/* The advice names this topic, or the same with `client-'. */
bool catalog_stack_has(const struct catalog_advice *a, struct slice topic);
/* s and other are the same program, or one is a part, a kind or a library of
 * the other; false with NULL. */
bool catalog_stack_related(const struct catalog_stack *s,
			   const struct catalog_stack *other);
/* The nth line of advice (from 0) for a topic: `403', `status-403' or a finding;
 * `client-403' for the program that got this answer instead of sending it.  NULL
 * after the last.  For a code those of its class (`4xx') come last.  What
 * the stack lacks comes from the one it is like.  Templates with conditions:
 * take the first that catalog_fill_possible allows. */
const char *catalog_stack_advice(const struct catalog_stack *s,
				 struct slice topic, size_t n);

#endif
