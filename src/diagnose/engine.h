/* SPDX-License-Identifier: BSD-2-Clause */
/* The engine runs the rules on what the store tells, keeps one finding a cause,
 * and ranks what was found. */
#ifndef DIAGNOSE_ENGINE_H
#define DIAGNOSE_ENGINE_H

#include "diagnose/rule.h"

struct engine; /* opaque */

/* f is borrowed for the call. */
typedef void engine_fn(const struct finding *f, void *arg);

/* NULL when there is no memory.  fn is called for every finding, at once. */
struct engine *engine_new(engine_fn *fn, void *arg);
void engine_free(struct engine *e);
/* To be called with every notice of the store, before it is rendered. */
void engine_notice(struct engine *e, const struct store_notice *n);

/* One line of the ranking: occurrences of a group. */
struct engine_group {
	enum finding_id id;
	unsigned status;
	enum severity severity;   /* the highest seen */
	enum certainty certainty; /* the highest seen */
	const char *group;        /* `id|key|key' */
	const char *title;        /* of the first occurrence, filled, one line */
	uint64_t count;           /* transactions it explains */
	int64_t first, last;
	char peers[4][48];        /* up to four different addresses, ip only */
	unsigned n_peers;         /* all, may be more than four */
};
/* Groups by severity, then count, then time; *n gets how many.  Borrowed until
 * the next engine call.  At most 4096 groups are kept; more are counted in
 * engine_shed(). */
const struct engine_group *engine_ranking(struct engine *e, size_t *n);
/* How often the group of this finding has occurred by now, this one included
 * (for the 1st, 10th, 100th ... of live output). */
uint64_t engine_occurrences(const struct engine *e, const struct finding *f);
uint64_t engine_shed(const struct engine *e);

#endif
