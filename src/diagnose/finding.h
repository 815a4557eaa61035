/* SPDX-License-Identifier: BSD-2-Clause */
/* A finding: a conclusion with the text that proves it.  Everything it points at
 * is borrowed from the messages, or lives in the engine's arena, for the call. */
#ifndef DIAGNOSE_FINDING_H
#define DIAGNOSE_FINDING_H

#include "base/clock.h"
#include "data/catalog_phrase.h"
#include "store/store.h"

enum value_kind { VALUE_TEXT, VALUE_NUMBER, VALUE_LIST, VALUE_FLAG, VALUE_TIME };

struct finding_value {
	const char *name;  /* placeholder of the stanza */
	enum value_kind kind;
	struct slice text;
	int64_t number;    /* VALUE_NUMBER; VALUE_TIME: ns since the epoch */
	const struct slice *list;
	size_t n_list;
	bool common;       /* one that every finding has (data/README): client,
			      server, method ... */
};

enum evidence_part {
	PART_START_LINE, PART_HEADER, PART_BODY, PART_ICMP, PART_TCP, PART_DNS,
	PART_MESSAGE
};

/* A place in a message, and why it proves something. */
struct evidence {
	const struct message *message; /* NULL for PART_ICMP, PART_TCP,
					  PART_DNS */
	enum evidence_part part;
	const char *header;  /* canonical name for PART_HEADER */
	struct slice text;   /* the line, as on the wire (folds inside) */
	size_t span, span_end; /* bytes in text; equal: nothing underlined */
	const char *mark;    /* template of the caret's label; may be NULL */
	uint64_t frame;
	int64_t time;
	struct addr src, dst;
	bool to_send;        /* unused by wire evidence */
};

/* The program that has to do with it, and the setting it needs. */
struct finding_stack {
	const struct catalog_stack *stack; /* NULL: not recognised */
	enum certainty certainty;
	const char *text; /* a template; NULL: no advice is known */
	struct addr at;
};

/* How one came to another. */
enum finding_how {
	FINDING_PASSED_ON, /* the same request was refused behind this hop */
	FINDING_SILENT,    /* the same request got no answer behind this hop */
	FINDING_OTHER_LEG, /* so did the call that a B2BUA made for this one */
	FINDING_EARLIER    /* it came before in the same call, or in the one that
			      a transfer asked for */
};

/* The finding that this one is a consequence of. */
struct finding_cause {
	enum finding_id id; /* FINDING_NONE: it stands for itself */
	enum finding_how how;
	unsigned status;    /* the code for FINDING_STATUS */
	uint64_t frame;     /* of the response, else of the request */
	struct addr server; /* who answered, or did not */
};

/* A finding told before, as if it stood for itself, that this one explains. */
struct finding_consequence {
	enum finding_id id;
	unsigned status;    /* the code for FINDING_STATUS */
	unsigned answer;    /* the code of its final response */
	uint64_t frame;     /* of that */
	struct addr server; /* who sent it */
	size_t group_len;
	char group[160];    /* as in struct finding */
};

/* Words of the answer whose author is known. */
struct finding_phrase {
	const struct catalog_phrase *row; /* NULL: none */
	enum catalog_place place;
	struct slice text;
};

enum { FINDING_MAX_EVIDENCE = 8, FINDING_MAX_VALUES = 80,
       FINDING_MAX_SITE = 8, FINDING_SLOTS = 128 };

struct report;

struct finding {
	enum finding_id id;
	unsigned status;       /* the code for FINDING_STATUS, else 0 */
	const struct finding_text *text;
	enum severity severity;   /* effective */
	enum certainty certainty; /* effective */
	const struct transaction *transaction; /* NULL: of the network alone */
	const struct call *call;  /* NULL like that */
	unsigned source;          /* where its evidence comes from */
	int64_t time;          /* when it was made, packet clock */
	struct slice group;    /* `require-unsupported|10.0.0.2|foo' */
	struct report *unfinished; /* what makes the rest; NULL: all is there */
	/* To be read after finding_finish(), values after finding_fill_in(); the
	 * first evidence, if any, is there before, but for its mark. */
	size_t n_values, n_evidence;
	struct finding_value values[FINDING_MAX_VALUES];
	/* Where a name is among them, from 1 on; 0: none.  Written with the first
	 * value; always less than full. */
	uint8_t slots[FINDING_SLOTS];
	struct evidence evidence[FINDING_MAX_EVIDENCE];
	struct finding_cause cause;
	const struct finding_consequence *consequences;
	size_t n_consequences;
	struct finding_stack stack;
	struct finding_phrase phrase;
	size_t n_site;
	const char *site[FINDING_MAX_SITE]; /* remedies of the site itself:
					       templates that are possible */
};

/* Most findings are only counted: what their words and their proof need is made
 * when somebody asks for it. */
void finding_finish(const struct finding *f);
/* The same for the values alone, which is all that a title needs. */
void finding_fill_in(const struct finding *f);
/* `require-unsupported', `status-404'; buf should hold 40 bytes. */
const char *finding_name(const struct finding *f, char *buf, size_t size);
/* The same of what is known by its numbers. */
const char *finding_name_of(enum finding_id id, unsigned status, char *buf,
			    size_t size);
/* The value of that name, or NULL. */
const struct finding_value *finding_value(const struct finding *f,
					  struct slice name);
/* The same of its cause. */
const char *finding_cause_name(const struct finding_cause *c, char *buf,
			       size_t size);
const char *finding_consequence_name(const struct finding_consequence *c,
				     char *buf, size_t size);
/* The same, added if there is none; NULL when there is no room.  The name is
 * borrowed. */
struct finding_value *finding_value_put(struct finding *f, const char *name);
/* Take out the lists without an item. */
void finding_value_prune(struct finding *f);
/* catalog_value_fn over a finding (arg is a const struct finding *).  Lists as
 * `a, b'; numbers in decimal.  Text is escaped for a terminal (utf8_show).
 * VALUE_TIME is written as RFC 3339: renderers with a clock style of their own
 * wrap this. */
bool finding_fill(struct slice name, struct strbuf *out, void *arg);
/* One value as there; times by the clock, or (NULL) as RFC 3339. */
void finding_value_show(const struct finding_value *v,
			const struct clock_format *clock, struct strbuf *out);

#endif
