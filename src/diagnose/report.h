/* SPDX-License-Identifier: BSD-2-Clause */
/* A report is a finding under construction.  Only the engine and its values look
 * inside; rules use the report_* functions of rule.h. */
#ifndef DIAGNOSE_REPORT_H
#define DIAGNOSE_REPORT_H

#include "base/arena.h"
#include "diagnose/rule.h"

enum { REPORT_BUDGET = 256 * 1024, REPORT_LIST_MAX = 64,
       REPORT_KEY_MAX = 128 };

struct report {
	struct arena arena;  /* of what the finding points at */
	const struct site *site; /* borrowed; may be NULL */
	bool made;
	bool ended;          /* report_end() was called */
	bool valued;         /* report_values() after it */
	bool common;         /* values that come now are common ones */
	struct finding finding;
	struct strbuf group; /* keys given by the rule, each with its `|' */
	struct finding_value *list; /* begun last; NULL: its items are dropped */
	size_t list_cap;            /* room in it */
};

/* An empty report; no memory is taken yet. */
void report_init(struct report *r);
void report_fini(struct report *r);
/* Drop what the last report left. */
void report_forget(struct report *r);
/* What a finding begins with. */
struct report_what {
	enum finding_id id;
	unsigned status; /* for FINDING_STATUS */
	const struct finding_text *text;
	enum severity severity;
	enum certainty certainty;
};
struct report_what report_what(enum finding_id id, unsigned status);

/* Begin a finding about t, which is one of that call, or NULL and NULL.  Inline,
 * for every question to a rule begins one, and nearly all report nothing. */
static inline void report_begin(struct report *r, const struct report_what *w,
				const struct transaction *t,
				const struct call *call)
{
	struct finding *f = &r->finding;

	if ((r->arena.used | r->group.len) ||
	    r->ended | r->arena.overflow | r->group.failed)
		report_forget(r);
	r->made = r->common = false;
	r->list = NULL;
	f->id = w->id;
	f->status = w->status;
	f->text = w->text;
	f->severity = w->severity;
	f->certainty = w->certainty;
	f->transaction = t;
	f->call = call;
	f->n_values = f->n_evidence = 0;
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
