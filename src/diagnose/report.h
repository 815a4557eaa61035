/* SPDX-License-Identifier: BSD-2-Clause */
/* A report is a finding under construction.  Only the engine and its values look
 * inside; rules use the report_* functions of rule.h. */
#ifndef DIAGNOSE_REPORT_H
#define DIAGNOSE_REPORT_H

#include "base/arena.h"
#include "diagnose/rule.h"

enum { REPORT_BUDGET = 256 * 1024, REPORT_LIST_MAX = 64,
       REPORT_KEY_MAX = 128 };

/* What a finding begins with. */
struct report_what {
	enum finding_id id;
	unsigned status; /* for FINDING_STATUS */
	const struct finding_text *text;
	enum severity severity;
	enum certainty certainty;
};
struct report_what report_what(enum finding_id id, unsigned status);

struct report {
	/* The question at hand.  Nearly always the rule has nothing to say, and
	 * nothing below is touched. */
	const struct report_what *what;
	const struct transaction *transaction;
	const struct call *call;
	bool begun;          /* the rule said something: finding is begun */
	bool made;
	bool ended;          /* report_end() was called */
	bool valued;         /* report_values() after it */
	bool common;         /* values that come now are common ones */
	struct arena arena;  /* of what the finding points at */
	const struct site *site; /* borrowed; may be NULL */
	struct strbuf group; /* keys given by the rule, each with its `|' */
	struct finding_value *list; /* begun last; NULL: its items are dropped */
	size_t list_cap;            /* room in it */
	struct finding finding;
};

/* An empty report; no memory is taken yet. */
void report_init(struct report *r);
void report_fini(struct report *r);
/* Questions that come now are about t, which is one of that call, or about NULL and
 * NULL. */
static inline void report_of(struct report *r, const struct transaction *t,
			     const struct call *call)
{
	r->transaction = t;
	r->call = call;
}

/* Ask for such a finding; what stays as long as the answer.  The finding begins,
 * and drops what the last one left, when the first thing is said of it. */
static inline void report_ask(struct report *r, const struct report_what *what)
{
	r->what = what;
	r->begun = r->made = false;
}
/* The finding is made: the group gets its name.  Common values, the words of the
 * response and marks are left to report_finish(), except where these are all the
 * evidence there is. */
void report_end(struct report *r);
/* Common values, empty values out.  The second time is nothing. */
void report_values(struct report *r);
/* That, the words of the response, marks into words, advice.  The second time is
 * nothing. */
void report_finish(struct report *r);

#endif
