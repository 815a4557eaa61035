/* SPDX-License-Identifier: BSD-2-Clause */
/* Who does not wait as Retry-After asks. */
#include "rule_cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define WAIT "Retry-After: 30\n"
#define TRY(at, n, code, more) { at, n "> MESSAGE 1", NULL }, \
	{ at + .1, n "< " code " MESSAGE 1", more }
#define ASK "Proxy-Authenticate: Digest realm=\"x\", nonce=\"n1\"\n"
#define GIVE "Proxy-Authorization: Digest username=\"al\", realm=\"x\", " \
	"nonce=\"n1\", uri=\"sip:x\", response=\"0\"\n"

static const struct rule_case pauses[] = {
	{ "twice too early", "status-503 status-503 retry-after-ignored* "
	  "status-503", "warning certain", "was asked to wait 30 s and sent "
	  "the next MESSAGE after 4 s, 2 times so far",
	  "wait the 30 s", "Retry-After: 30 | 30 | wait this long", {
		TRY(0, "1", "503", WAIT), TRY(5, "2", "503", WAIT),
		TRY(10, "3", "503", WAIT) } },
	{ "a 500", "status-500 status-500 retry-after-ignored* status-500",
	  "warning certain", NULL, NULL, NULL, {
		TRY(0, "1", "500", WAIT), TRY(5, "2", "500", WAIT),
		TRY(10, "3", "500", WAIT) } },
	{ "no answer to it", "status-503 status-503 retry-after-ignored* "
	  "no-answer-nonivite", NULL, NULL, NULL, "| too early", {
		TRY(0, "1", "503", WAIT), TRY(5, "2", "503", WAIT),
		{ 10, "3> MESSAGE 1", NULL }, { 10.5, "3> MESSAGE 1", NULL },
		{ 60, "clock", NULL } } },
	{ "once", "status-503 status-503", NULL, NULL, NULL, NULL, {
		TRY(0, "1", "503", WAIT), TRY(5, "2", "503", WAIT) } },
	{ "in time", "status-503 status-503 status-503", NULL, NULL, NULL,
	  NULL, { TRY(0, "1", "503", WAIT), TRY(30.2, "2", "503", WAIT),
		TRY(60.4, "3", "503", WAIT) } },
	{ "on its way", "status-503 status-503 status-503", NULL, NULL, NULL,
	  NULL, { TRY(0, "1", "503", WAIT), TRY(.2, "2", "503", WAIT),
		TRY(.4, "3", "503", WAIT) } },
	{ "another kind", "status-503 status-503 status-503", NULL, NULL,
	  NULL, NULL, { TRY(0, "1", "503", WAIT),
		{ 5, "2> OPTIONS 1", NULL }, { 5.1, "2< 503 OPTIONS 1", NULL },
		{ 9, "3> OPTIONS 1", NULL },
		{ 9.1, "3< 503 OPTIONS 1", NULL } } },
	{ "no time given", "status-503 status-503 status-503", NULL, NULL,
	  NULL, NULL, { TRY(0, "1", "503", NULL), TRY(5, "2", "503", NULL),
		TRY(10, "3", "503", NULL) } },
	{ "of the one called", "status-480 status-480 retry-after-ignored* "
	  "status-480", "info certain", NULL, "tries bob again", "Retry-After: "
	  "30 | 30 | wait this long", {
		TRY(0, "1", "480", WAIT), TRY(5, "2", "480", WAIT),
		TRY(10, "3", "480", WAIT) } },
	{ "another one is called", "status-480 status-480 status-480", NULL,
	  NULL, NULL, NULL, { TRY(0, "1", "480", WAIT),
		{ 5, "A>B MESSAGE 1 c=8 u=carol", NULL },
		{ 5.1, "B>A 480 MESSAGE 1 c=8 u=carol", WAIT },
		{ 9, "A>B MESSAGE 1 c=9 u=dave", NULL },
		{ 9.1, "B>A 480 MESSAGE 1 c=9 u=dave", WAIT } } },
	{ "a phone that subscribes", "sub-refused sub-refused "
	  "retry-after-ignored* sub-refused", "warning certain", NULL, NULL,
	  NULL, {
		{ 0, "1> SUBSCRIBE 1", "Event: presence\n" },
		{ .1, "1< 404 SUBSCRIBE 1", WAIT },
		{ 5, "2> SUBSCRIBE 1", "Event: presence\n" },
		{ 5.1, "2< 404 SUBSCRIBE 1", WAIT },
		{ 9, "3> SUBSCRIBE 1", "Event: presence\n" },
		{ 9.1, "3< 404 SUBSCRIBE 1", WAIT } } },
	{ "413", "status-413 status-413 retry-after-ignored* status-413",
	  "warning certain", NULL, "the next server", NULL, {
		TRY(0, "1", "413", WAIT), TRY(5, "2", "413", WAIT),
		TRY(10, "3", "413", WAIT) } },
	{ "a code that has no such meaning", "status-410 status-410 "
	  "status-410", NULL, NULL, NULL, NULL, {
		TRY(0, "1", "410", WAIT), TRY(5, "2", "410", WAIT),
		TRY(10, "3", "410", WAIT) } },
	{ "it is back", "status-503", NULL, NULL, NULL, NULL, {
		TRY(0, "1", "503", WAIT), TRY(5, "2", "200", NULL),
		TRY(10, "3", "200", NULL), TRY(15, "4", "200", NULL) } },
	{ "one try in two steps", "status-503 auth-first-challenge "
	  "status-503", NULL, NULL, NULL, NULL, { TRY(0, "1", "503", WAIT), TRY(5, "2", "407", ASK),
		{ 5.2, "2> MESSAGE 2", GIVE },
		{ 5.3, "2< 503 MESSAGE 2", WAIT } } },
	{ "inside a dialog", "status-503 status-503 status-503", NULL, NULL,
	  NULL, NULL, { TRY(0, "1", "503", WAIT),
		{ 5, "2> MESSAGE+ 1", NULL }, { 5.1, "2< 503 MESSAGE 1", WAIT },
		{ 9, "3> MESSAGE+ 1", NULL },
		{ 9.1, "3< 503 MESSAGE 1", WAIT } } },
	{ "far too long", "status-503 status-503 retry-after-ignored* "
	  "status-503", "info certain", NULL, "more than 3600", NULL, {
		TRY(0, "1", "503", "Retry-After: 3601\n"),
		TRY(5, "2", "503", "Retry-After: 3601\n"),
		TRY(10, "3", "503", "Retry-After: 3601\n") } },
};

static void test_pauses(void **state)
{
	(void)state;
	rule_cases_run(pauses, sizeof(pauses) / sizeof(pauses[0]));
}

/* It says more than the code, so it stands first; the others are of it. */
static void test_first(void **state)
{
	static const struct feed_step steps[] = {
		TRY(0, "1", "503", WAIT), TRY(5, "2", "503", WAIT),
		TRY(10, "3", "503", WAIT), { .what = NULL } };
	static struct feed f;
	const struct ranking_group *g;
	size_t n;

	(void)state;
	feed_init(&f);
	feed_steps(&f, steps);
	g = ranking_sorted(&f.ranking, &n);
	assert_int_equal(n, 2);
	assert_int_equal(g[0].id, FINDING_RETRY_AFTER_IGNORED);
	assert_int_equal(g[1].roots, 1);
	assert_int_equal(g[1].count, 3);
	assert_string_equal(f.found[3].cause,
			    "retry-after-ignored 5 10.0.0.2:5060");
	feed_fini(&f);
}

/* Each of two users behind one address asks once. */
static void test_users(void **state)
{
	static struct feed f;
	char text[400], names[100];

	(void)state;
	feed_init(&f);
	for (int i = 0; i < 4; i++) {
		for (int answer = 0; answer < 2; answer++) {
			snprintf(text, sizeof(text), "%s\nVia: SIP/2.0/UDP "
				 "10.0.0.1;branch=z9hG4bK%d\nFrom: "
				 "<sip:user%d@x>;tag=1\nTo: <sip:b@x>%s\n"
				 "Call-ID: c%d\nCSeq: 1 MESSAGE\n"
				 "Max-Forwards: 70\n%s",
				 answer ? "SIP/2.0 503 No" :
				 "MESSAGE sip:b@x SIP/2.0", i, i % 2,
				 answer ? ";tag=2" : "", i,
				 answer ? WAIT : "");
			feed_at(&f, i * 5 + answer * .1, answer ?
				"10.0.0.2:5060" : "10.0.0.1:5060", answer ?
				"10.0.0.1:5060" : "10.0.0.2:5060", text);
		}
	}
	feed_end(&f);
	assert_string_equal(feed_names(&f, names, sizeof(names)),
			    "status-503 status-503 status-503 status-503");
	feed_fini(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pauses),
		cmocka_unit_test(test_first),
		cmocka_unit_test(test_users),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
