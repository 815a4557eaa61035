/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules about calls that somebody does not want: signatures, anonymous callers,
 * filters. */
#include "rule_cases.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))

/* PASSporTs (RFC 8225) of +15550199 for +15550100.  The cases begin at the second
 * 1800000000: signed then, 61 s and 60 s before, 300 s later. */
#define HEAD \
	"eyJhbGciOiJFUzI1NiIsInR5cCI6InBhc3Nwb3J0IiwicHB0Ijoic2hha2Vu" \
	"IiwieDV1IjoiaHR0cHM6Ly9jLmV4YW1wbGUvYS5wZW0ifQ"
#define FRESH HEAD "." \
	"eyJhdHRlc3QiOiJBIiwiZGVzdCI6eyJ0biI6WyIxNTU1MDEwMCJdfSwiaWF0" \
	"IjoxODAwMDAwMDAwLCJvcmlnIjp7InRuIjoiMTU1NTAxOTkifSwib3JpZ2lk" \
	"IjoiMSJ9" \
	".c2ln"
#define OLD HEAD "." \
	"eyJhdHRlc3QiOiJBIiwiZGVzdCI6eyJ0biI6WyIxNTU1MDEwMCJdfSwiaWF0" \
	"IjoxNzk5OTk5OTM5LCJvcmlnIjp7InRuIjoiMTU1NTAxOTkifSwib3JpZ2lk" \
	"IjoiMSJ9" \
	".c2ln"
#define EDGE HEAD "." \
	"eyJhdHRlc3QiOiJBIiwiZGVzdCI6eyJ0biI6WyIxNTU1MDEwMCJdfSwiaWF0" \
	"IjoxNzk5OTk5OTQwLCJvcmlnIjp7InRuIjoiMTU1NTAxOTkifSwib3JpZ2lk" \
	"IjoiMSJ9" \
	".c2ln"
#define AHEAD HEAD "." \
	"eyJhdHRlc3QiOiJBIiwiZGVzdCI6eyJ0biI6WyIxNTU1MDEwMCJdfSwiaWF0" \
	"IjoxODAwMDAwMzAwLCJvcmlnIjp7InRuIjoiMTU1NTAxOTkifSwib3JpZ2lk" \
	"IjoiMSJ9" \
	".c2ln"

#define INFO ";info=<https://c.example/a.pem>;alg=ES256;ppt=shaken\n"
/* Of an INVITE and its answer. */
#define CALL(extra, answer, more) { { 0, "> INVITE 1", extra }, \
	{ .1, answer, more } }

static const struct rule_case stir[] = {
	{ "not signed", "stir-428", "error certain", "it is not signed", NULL,
	  "| no Identity", CALL(NULL, "< 428 INVITE 1", NULL) },
	{ "signed here", "status-428", NULL, NULL, NULL, NULL,
	  CALL("Identity: " FRESH INFO, "< 428 INVITE 1", NULL) },
	{ "the same in a Reason", "stir-428", "error certain", NULL, NULL,
	  NULL, CALL(NULL, "< 403 INVITE 1", "Reason: STIR;cause=428\n") },
	{ "another protocol's cause", "status-403", NULL, NULL, NULL, NULL,
	  CALL(NULL, "< 403 INVITE 1", "Reason: SIP;cause=428\n") },
	{ "the call goes on", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		{ .1, "< 183 INVITE 1", "Reason: STIR;cause=428\n" },
		{ 1, "< 200 INVITE 1", NULL }, { 1.1, "> ACK+ 1", NULL } } },
	{ "no certificate", "stir-436", "error certain",
	  "from https://c.example/a.pem", "If c.example is fine",
	  "| https://c.example/a.pem | fetched from here",
	  CALL("Identity: " FRESH INFO, "< 436 INVITE 1", NULL) },
	{ "its address in the token alone", "stir-436", NULL,
	  "from https://c.example/a.pem", NULL, "| fetched from here",
	  CALL("Identity: " FRESH "\n", "< 436 INVITE 1", NULL) },
	{ "a token that is none", "stir-436", NULL, "cannot fetch", NULL, NULL,
	  CALL("Identity: ;x\n", "< 436 INVITE 1", NULL) },
	{ "a bad certificate", "stir-437", "error certain",
	  "(https://c.example/a.pem)", NULL, "| this certificate",
	  CALL("Identity: " FRESH INFO, "< 437 INVITE 1", NULL) },
	{ "a bad certificate of nobody", "stir-437", NULL, "signed the call",
	  NULL, NULL, CALL(NULL, "< 437 INVITE 1", NULL) },
	{ "other numbers", "stir-438", "error likely",
	  "signed for 15550199 to 15550100, sent for alice to bob", NULL,
	  "From: <sip:alice@x>;tag=1 | alice | the caller now",
	  CALL("Identity: " FRESH INFO, "< 438 INVITE 1", NULL) },
	{ "the short form", "stir-438", "error likely", "does not fit", NULL,
	  "| does not fit",
	  CALL("Identity: ..c2ln" INFO, "< 438 INVITE 1", NULL) },
};

static const struct rule_case stale[] = {
	{ "the phrase", "stir-403-stale", "error certain", "too old", NULL,
	  NULL, CALL(NULL, "< 403 INVITE 1 Stale Date", NULL) },
	{ "signed long before", "stir-403-stale", "error likely", "is 61 s old",
	  NULL, "| signed at this time",
	  CALL("Identity: " OLD INFO, "< 403 INVITE 1", NULL) },
	{ "not too long before", "status-403", NULL, NULL, NULL, NULL,
	  CALL("Identity: " EDGE INFO, "< 403 INVITE 1", NULL) },
	{ "from the future", "stir-403-stale", NULL, "from the future", NULL,
	  NULL, CALL("Identity: " AHEAD INFO, "< 403 INVITE 1", NULL) },
	{ "a trace without times", "status-403", NULL, NULL, NULL, NULL, {
		{ -1.8e9, "> INVITE 1", "Identity: " OLD INFO },
		{ -1.8e9, "< 403 INVITE 1", NULL } } },
	{ "instead of 438", "stir-403-stale", NULL, NULL, NULL, NULL,
	  CALL("Identity: " OLD INFO, "< 438 INVITE 1", NULL) },
	{ "the short form and Date", "stir-403-stale* date-skew", "error likely",
	  "is 90 s old", NULL, "| sent at this time",
	  CALL("Identity: ..c2ln" INFO "Date: Fri, 15 Jan 2027 07:58:30 GMT\n",
	       "< 403 INVITE 1", NULL) },
	{ "an old Date alone", "date-skew status-403*", NULL, NULL, NULL, NULL,
	  CALL("Date: Fri, 15 Jan 2027 07:58:30 GMT\n", "< 403 INVITE 1",
	       NULL) },
	{ "no date at all", "status-403", NULL, NULL, NULL, NULL,
	  CALL("Identity: ..c2ln" INFO "Date: yesterday, about six oclock\n",
	       "< 403 INVITE 1", NULL) },
};

static const struct rule_case anonymous[] = {
	{ "Privacy: id", "anonymous-433", "warning certain",
	  "bob takes no anonymous calls", NULL,
	  "Privacy: id;critical | id | no number shown",
	  CALL("Privacy: id;critical\n", "< 433 INVITE 1", NULL) },
	{ "Privacy: header hides no number", "status-433", NULL, NULL, NULL,
	  NULL, CALL("Privacy: header\n", "< 433 INVITE 1", NULL) },
	{ "a call with its number", "status-433", NULL, NULL, NULL, NULL,
	  CALL(NULL, "< 433 INVITE 1", NULL) },
	{ "cause 24", "anonymous-433", "warning likely", NULL, NULL,
	  "| Q.850;cause=24 | refused for that",
	  CALL("Privacy: user\n", "< 603 INVITE 1",
	       "Reason: Q.850;cause=24\n") },
	{ "another cause", "status-403", NULL, NULL, NULL, NULL,
	  CALL("Privacy: id\n", "< 403 INVITE 1",
	       "Reason: Q.850;cause=21\n") },
	{ "cause 24 and a number", "q850-in-response status-403", NULL, NULL,
	  NULL, NULL, CALL(NULL, "< 403 INVITE 1",
			   "Reason: Q.850;cause=24\n") },
};

static const struct rule_case filters[] = {
	{ "608", "analytics-block", "error likely",
	  "complain at https://f.example/r", NULL,
	  "| https://f.example/r | complain here",
	  CALL(NULL, "< 608 INVITE 1",
	       "Call-Info: <https://f.example/r>;purpose=jwscard\n") },
	{ "603 with the words", "analytics-block", "error likely",
	  "complain at https://f.example/r", NULL, "| a filter, not the callee",
	  CALL(NULL, "< 603 INVITE 1", "Reason: SIP;cause=603;text="
	       "\"v=analytics1;url=https://f.example/r\"\n") },
	{ "603 with the phrase", "analytics-block", "error likely", "(603)",
	  "Ask the carrier", "| Network Blocked | a filter",
	  CALL(NULL, "< 603 INVITE 1 Network Blocked", NULL) },
	{ "603 alone", "status-603", NULL, NULL, NULL, NULL,
	  CALL(NULL, "< 603 INVITE 1", NULL) },
	{ "607 at once", "analytics-block", "error possible", NULL, NULL, NULL,
	  CALL(NULL, "< 607 INVITE 1", NULL) },
	{ "607 after it rang", "analytics-block", "info possible", NULL, NULL,
	  NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "< 180 INVITE 1", NULL },
		{ 5, "< 607 INVITE 1", NULL } } },
};

static void test_stir(void **state)
{
	(void)state;
	rule_cases_run(stir, N(stir));
}

static void test_stale(void **state)
{
	(void)state;
	rule_cases_run(stale, N(stale));
}

static void test_anonymous(void **state)
{
	(void)state;
	rule_cases_run(anonymous, N(anonymous));
}

static void test_filters(void **state)
{
	(void)state;
	rule_cases_run(filters, N(filters));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stir),
		cmocka_unit_test(test_stale),
		cmocka_unit_test(test_anonymous),
		cmocka_unit_test(test_filters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
