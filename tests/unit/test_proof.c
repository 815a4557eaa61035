/* SPDX-License-Identifier: BSD-2-Clause */
/* Which headers of a refused request are shown: none that is there for another
 * reason. */
#include "feed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define WHEN "Date: Fri, 15 Jan 2027 08:00:00 GMT\n"
#define SIGNED "Identity: e30.e30.c2ln;info=<https://c.example/a.pem>\n"

static const struct {
	const char *request, *extra, *answer, *name, *line;
	bool shown;
	const char *given; /* with the answer */
} cases[] = {
	{ "> INVITE 1", WHEN, "< 403 INVITE 1", "status-403", "Date:", false, NULL },
	{ "> INVITE 1", WHEN SIGNED, "< 403 INVITE 1", "status-403", "Date:",
	  true, NULL },
	{ "> INVITE 1", "Expires: 120\n", "< 403 INVITE 1", "status-403",
	  "Expires:", false, NULL },
	{ "> INVITE 1", "Expires: 120\n", "< 480 INVITE 1", "status-480",
	  "Expires:", false, NULL },
	{ "> INVITE 1", "Expires: 120\n", "< 408 INVITE 1", "status-408",
	  "Expires:", true, NULL },
	{ "> PUBLISH 1", "Event: presence\nExpires: 120\n",
	  "< 403 PUBLISH 1", "status-403", "Expires:", true, NULL },
	{ "> INVITE 1", "", "< 503 INVITE 1", "status-503", "Retry-After:",
	  true, "Retry-After: 5\n" },
	{ "> INVITE 1", "", "< 503 INVITE 1", "status-503", "Retry-After:",
	  false, "Retry-After: 0\n" },
};

static void test_headers(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct feed_step steps[] = {
			{ 0, cases[i].request, cases[i].extra },
			{ .1, cases[i].answer, cases[i].given }, { 0, NULL, NULL },
		};
		const struct feed_found *x;
		static struct feed f;
		char names[256];

		feed_init(&f);
		feed_steps(&f, steps);
		x = feed_last(&f, cases[i].name);
		if (!x)
			fail_msg("%s %s: %s", cases[i].answer, cases[i].extra,
				 feed_names(&f, names, sizeof(names)));
		if (!strstr(x->marks, cases[i].line) == cases[i].shown)
			fail_msg("%s, %s: %s", cases[i].answer, cases[i].line,
				 x->marks);
		feed_fini(&f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_headers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
