/* SPDX-License-Identifier: BSD-2-Clause */
/* Cases for rules: what goes over the wire, and what is found. */
#ifndef TESTS_UNIT_RULE_CASES_H
#define TESTS_UNIT_RULE_CASES_H

#include "feed.h"

enum { CASE_STEPS = 32 };

struct rule_case {
	const char *label;
	const char *names;     /* findings in order, `-' for none; a star behind
				  one: that is looked at, not the last */
	const char *last;      /* `error certain' of the last one; NULL: any */
	const char *title;     /* contained in its title; NULL: any; `!x': not x */
	const char *remedy;    /* contained in its remedies; NULL: any; `!x' too */
	const char *mark;      /* a line `text | underlined | mark' of it */
	struct feed_step steps[CASE_STEPS];
};

/* Run n cases; a failure names the case and shows what was found. */
void rule_cases_run(const struct rule_case *cases, size_t n);
/* How often it was found in these steps, which end as those of feed_steps(). */
unsigned rule_cases_count(const char *name, const struct feed_step *steps);
#define FOUND(name, ...) rule_cases_count(name, (const struct feed_step[]){ \
		__VA_ARGS__, { 0, NULL, NULL } })

#endif
