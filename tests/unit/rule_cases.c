/* SPDX-License-Identifier: BSD-2-Clause */
#include "rule_cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static void check_has(const struct rule_case *c, const char *what,
		      const char *text, const char *want)
{
	bool without = want && want[0] == '!';

	if (want && without != !strstr(text, want + without))
		fail_msg("%s: %s: want `%s' in `%s'", c->label, what, want,
			 text);
}

/* No sentence may keep a placeholder, and every caret has its label. */
static void check_words(const struct rule_case *c, const struct feed_found *x)
{
	if (strchr(x->title, '@') && strstr(x->title, "@s"))
		fail_msg("%s: unfilled title `%s'", c->label, x->title);
	if (!x->title[0] || !x->explain[0])
		fail_msg("%s: %s has no words", c->label, x->name);
	for (const char *l = x->marks; *l; l = strchr(l, '\n') + 1) {
		const char *bar = strstr(l, " | "), *end = strchr(l, '\n');
		const char *mark;

		if (!bar || bar > end)
			continue;
		mark = strstr(bar + 3, " | ");
		if (mark && mark < end && mark > bar + 3 && mark + 3 == end)
			fail_msg("%s: %s: caret without words: %.*s", c->label,
				 x->name, (int)(end - l), l);
	}
	if (!x->marks[0])
		fail_msg("%s: %s without evidence", c->label, x->name);
}

/* The one with a star behind its name, else the last. */
static const struct feed_found *looked_at(const struct rule_case *c,
					  const struct feed *f)
{
	const char *star = strchr(c->names, '*');
	unsigned n = 0;

	if (!star)
		return &f->found[f->n - 1];
	for (const char *s = c->names; s < star; s++)
		n += *s == ' ';
	return &f->found[n];
}

/* Without the star. */
static void plain_names(const struct rule_case *c, char *buf, size_t size)
{
	const char *star = strchr(c->names, '*');

	snprintf(buf, size, "%.*s%s", star ? (int)(star - c->names) : 0,
		 c->names, star ? star + 1 : c->names);
}

static void check_last(const struct rule_case *c, const struct feed *f)
{
	const struct feed_found *x;
	char how[32];

	if (!f->n)
		return;
	x = looked_at(c, f);
	snprintf(how, sizeof(how), "%s %s", catalog_severity_name(x->severity),
		 catalog_certainty_name(x->certainty));
	if (c->last && strcmp(how, c->last))
		fail_msg("%s: %s is `%s', want `%s'", c->label, x->name, how,
			 c->last);
	check_has(c, "title", x->title, c->title);
	check_has(c, "remedy", x->remedies, c->remedy);
	check_has(c, "evidence", x->marks, c->mark);
}

void rule_cases_run(const struct rule_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		static struct feed f;
		char names[512], wanted[512];

		feed_init(&f);
		f.retry_after = strstr(cases[i].names,
				      "503-no-retry-after");
		feed_steps(&f, cases[i].steps);
		feed_names(&f, names, sizeof(names));
		plain_names(&cases[i], wanted, sizeof(wanted));
		if (strcmp(names, wanted))
			fail_msg("%s: found `%s', want `%s'", cases[i].label,
				 names, wanted);
		for (unsigned k = 0; k < f.n; k++)
			check_words(&cases[i], &f.found[k]);
		check_last(&cases[i], &f);
		feed_fini(&f);
	}
}

unsigned rule_cases_count(const char *name, const struct feed_step *steps)
{
	static struct feed f;
	unsigned n;

	feed_init(&f);
	feed_steps(&f, steps);
	n = feed_count(&f, name);
	feed_fini(&f);
	return n;
}
