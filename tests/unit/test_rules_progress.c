/* SPDX-License-Identifier: BSD-2-Clause */
/* How a call attempt goes on: cases that differ in one detail from those in
 * test_rules_call.c, test_rules_message.c and test_rules_route.c, the detail that
 * decides. */
#include "rule_cases.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))

#define RELIABLE "Require: 100rel\nRSeq: 7\n"
#define OFTEN(extra) { 1, "< 180 INVITE 1", extra }, \
	{ 1.5, "< 180 INVITE 1", extra }, { 2.5, "< 180 INVITE 1", extra }, \
	{ 4.5, "< 180 INVITE 1", extra }
#define TAKEN(at) { at, "< 200 INVITE 1", NULL }, { at + .1, "> ACK+ 1", NULL }
#define ASKED { 0, "> INVITE 1", NULL }

static const struct rule_case acknowledged[] = {
	{ "100rel without RSeq", "-", NULL, NULL, NULL, NULL, {
		ASKED, OFTEN("Require: 100rel\n"), TAKEN(7) } },
	{ "RSeq without 100rel", "-", NULL, NULL, NULL, NULL, {
		ASKED, OFTEN("RSeq: 7\n"), TAKEN(7) } },
	{ "something else was asked in between", "prack-missing",
	  "error likely", NULL, NULL, NULL, {
		ASKED, { 1, "< 180 INVITE 1", RELIABLE },
		{ 1.5, "< 180 INVITE 1", RELIABLE },
		{ 2.5, "< 180 INVITE 1", RELIABLE },
		{ 2.6, "> UPDATE+ 2", NULL }, { 2.7, "< 200 UPDATE 2", NULL },
		{ 4.5, "< 180 INVITE 1", RELIABLE }, TAKEN(7) } },
	{ "the PRACK of the one before", "prack-missing", "error likely", NULL,
	  NULL, NULL, {
		ASKED, { .5, "< 183 INVITE 1", "Require: 100rel\nRSeq: 6\n" },
		{ .6, "> PRACK+ 2", "RAck: 6 1 INVITE\n" },
		{ .7, "< 200 PRACK 2", NULL }, OFTEN(RELIABLE), TAKEN(7) } },
	{ "two copies, and it is refused", "busy-everywhere prack-missing", NULL,
	  NULL, NULL, NULL, {
		ASKED, { 1, "< 180 INVITE 1", RELIABLE },
		{ 1.5, "< 180 INVITE 1", RELIABLE },
		{ 2.5, "< 180 INVITE 1", RELIABLE },
		{ 4, "< 486 INVITE 1", NULL }, { 4.1, "> ACK 1", NULL } } },
	{ "one copy, and it is refused", "busy-everywhere", NULL, NULL, NULL,
	  NULL, {
		ASKED, { 1, "< 180 INVITE 1", RELIABLE },
		{ 1.5, "< 180 INVITE 1", RELIABLE },
		{ 2, "< 486 INVITE 1", NULL }, { 2.1, "> ACK 1", NULL } } },
	{ "the input ends while it is repeated", "prack-missing", NULL, NULL,
	  NULL, NULL, {
		ASKED, { 1, "< 180 INVITE 1", RELIABLE },
		{ 1.5, "< 180 INVITE 1", RELIABLE },
		{ 2.5, "< 180 INVITE 1", RELIABLE }, { 3, "clock", NULL } } },
	{ "over TCP as well", "prack-missing", "error likely", NULL, NULL, NULL, {
		{ 0, "tcp", NULL }, ASKED, OFTEN(RELIABLE), TAKEN(7) } },

	{ "RAck of another INVITE", "prack-481", "error likely",
	  "says `RAck: 7 2 INVITE'; it has to be `7 1 INVITE'", NULL, NULL, {
		ASKED, { 1, "< 180 INVITE 1", RELIABLE },
		{ 1.1, "> PRACK+ 2", "RAck: 7 2 INVITE\n" },
		{ 1.2, "< 481 PRACK 2", NULL } } },
	{ "RAck of an UPDATE", "prack-481", "error likely",
	  "says `RAck: 7 1 UPDATE'", NULL, NULL, {
		ASKED, { 1, "< 180 INVITE 1", RELIABLE },
		{ 1.1, "> PRACK+ 2", "RAck: 7 1 UPDATE\n" },
		{ 1.2, "< 481 PRACK 2", NULL } } },
	{ "RAck of an older answer", "prack-481", "error likely",
	  "does not know what this PRACK", NULL, NULL, {
		ASKED, { 1, "< 180 INVITE 1", RELIABLE },
		{ 1.1, "> PRACK+ 2", "RAck: 6 1 INVITE\n" },
		{ 1.2, "< 481 PRACK 2", NULL } } },
	{ "RAck of nobody crosses the 200", "prack-481", "error likely",
	  "says `RAck: 8 1 INVITE'", NULL, NULL, {
		ASKED, { 1, "< 180 INVITE 1", RELIABLE },
		{ 1.05, "< 200 INVITE 1", NULL },
		{ 1.1, "> PRACK+ 2", "RAck: 8 1 INVITE\n" },
		{ 1.2, "< 481 PRACK 2", NULL }, { 1.3, "> ACK+ 1", NULL } } },
	{ "PRACK crosses the CANCEL", "prack-481 cancel-487", NULL, NULL, NULL,
	  NULL, {
		ASKED, { 1, "< 180 INVITE 1", RELIABLE },
		{ 1.05, "> CANCEL 1", NULL },
		{ 1.1, "> PRACK+ 2", "RAck: 7 1 INVITE\n" },
		{ 1.2, "< 481 PRACK 2", NULL }, { 1.3, "< 200 CANCEL 1", NULL },
		{ 1.3, "< 487 INVITE 1", NULL }, { 1.4, "> ACK 1", NULL } } },
	{ "nothing reliable was captured, and it was over", "prack-481",
	  "info likely", NULL, NULL, NULL, {
		ASKED, { 1.05, "< 200 INVITE 1", NULL },
		{ 1.1, "> PRACK+ 2", "RAck: 7 1 INVITE\n" },
		{ 1.2, "< 481 PRACK 2", NULL }, { 1.3, "> ACK+ 1", NULL } } },
	{ "another leg was over", "prack-481*", "error likely",
	  "does not know what this PRACK", NULL, NULL, {
		ASKED, { 1, "< 180 INVITE 1", RELIABLE },
		{ 1.01, "B>C INVITE 1 b=x", NULL },
		{ 1.02, "C>B 200 INVITE 1 b=x", NULL },
		{ 1.03, "B>C ACK 1 b=y t=2", NULL },
		{ 1.1, "> PRACK+ 2", "RAck: 7 1 INVITE\n" },
		{ 1.2, "< 481 PRACK 2", NULL } } },
};

#define TRYING ASKED, { .1, "< 100 INVITE 1", NULL }

static const struct rule_case delayed[] = {
	{ "a change of the call", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE+ 1", NULL }, { .1, "< 100 INVITE 1", NULL },
		TAKEN(12) } },
	{ "no 100", "-", NULL, NULL, NULL, NULL, {
		ASKED, { 12, "< 180 INVITE 1", NULL }, TAKEN(13) } },
	{ "100 came late, too", "-", NULL, NULL, NULL, NULL, {
		ASKED, { 11, "< 100 INVITE 1", NULL },
		{ 12, "< 180 INVITE 1", NULL }, TAKEN(13) } },
	{ "refused", "only-100", NULL, NULL, NULL, NULL, {
		TRYING, { 12, "< 503 INVITE 1", NULL } } },
	{ "the caller had given up", "cancel-487", NULL, NULL, NULL, NULL, {
		TRYING, { 9, "> CANCEL 1", NULL }, { 9.1, "< 200 CANCEL 1", NULL },
		{ 12, "< 180 INVITE 1", NULL }, { 12.1, "< 487 INVITE 1", NULL },
		{ 12.2, "> ACK 1", NULL } } },
	{ "it was sent again 9 s later", "-", NULL, NULL, NULL, NULL, {
		TRYING, { 9, "> INVITE 1", NULL },
		{ 12, "< 180 INVITE 1", NULL }, TAKEN(13) } },
};

#define RINGS TRYING, { .2, "< 180 INVITE 1", NULL }

static const struct rule_case rang[] = {
	{ "it never rang", "only-100", NULL, NULL, NULL, NULL, {
		TRYING, { 20.3, "< 480 INVITE 1", NULL } } },
	{ "a change of the call", "status-480", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE+ 1", NULL }, { .2, "< 180 INVITE 1", NULL },
		{ 20.3, "< 480 INVITE 1", NULL }, { 20.4, "> ACK+ 1", NULL } } },
	{ "487, and nobody cancelled", "ring-timeout", "info likely", NULL,
	  NULL, NULL, { RINGS, { 20.3, "< 487 INVITE 1", NULL } } },
	{ "408", "ring-timeout", "info likely", NULL, NULL, NULL, {
		RINGS, { 20.3, "< 408 INVITE 1", NULL } } },
	{ "busy", "busy-everywhere", NULL, NULL, NULL, NULL, {
		RINGS, { 20.3, "< 486 INVITE 1", NULL } } },
	{ "sound before it rings counts", "ring-timeout", NULL, NULL, NULL,
	  NULL, {
		TRYING, { .2, "< 183 INVITE 1", NULL },
		{ 20.3, "< 480 INVITE 1", NULL } } },
};

#define CANCELLED(reason) RINGS, { 8.2, "> CANCEL 1", reason }, \
	{ 8.3, "< 200 CANCEL 1", NULL }, { 8.3, "< 487 INVITE 1", NULL }, \
	{ 8.4, "> ACK 1", NULL }

static const struct rule_case elsewhere[] = {
	{ "200 of another protocol", "cancel-487", NULL, NULL, NULL, NULL, {
		CANCELLED("Reason: X;cause=200\n") } },
	{ "SIP without cause", "cancel-487", NULL, NULL, NULL, NULL, {
		CANCELLED("Reason: SIP;text=\"x\"\n") } },
	{ "the second of two", "reason-elsewhere", NULL, NULL, NULL, NULL, {
		CANCELLED("Reason: Q.850;cause=16, SIP;cause=200\n") } },
	{ "without words", "reason-elsewhere", NULL, NULL, NULL, NULL, {
		CANCELLED("Reason: SIP;cause=200\n") } },
	{ "without Reason", "cancel-487", NULL, NULL, NULL, NULL, {
		CANCELLED(NULL) } },
	{ "a call that nobody saw begin", "-", NULL, NULL, NULL, NULL, {
		{ 8.2, "> CANCEL 1", "Reason: SIP;cause=200\n" },
		{ 8.3, "< 200 CANCEL 1", NULL } } },
};

#define BYE(reason) ASKED, TAKEN(1), { 60, "> BYE+ 2", reason }, \
	{ 60.1, "< 200 BYE 2", NULL }
#define ENDS(code, reason) ASKED, { 1, "< " code " INVITE 1", reason }, \
	{ 1.1, "> ACK 1", NULL }

static const struct rule_case causes[] = {
	{ "an error in a BYE", "q850-in-response", "info certain", NULL, NULL,
	  NULL, { BYE("Reason: Q.850;cause=38\n") } },
	{ "normal clearing", "-", NULL, NULL, NULL, NULL, {
		BYE("Reason: Q.850;cause=16\n") } },
	{ "none", "-", NULL, NULL, NULL, NULL, {
		BYE("Reason: Q.850;cause=0\n") } },
	{ "normal, unspecified", "-", NULL, NULL, NULL, NULL, {
		BYE("Reason: Q.850;cause=31\n") } },
	{ "interworking", "-", NULL, NULL, NULL, NULL, {
		BYE("Reason: Q.850;cause=127\n") } },
	{ "taken by another branch", "cancel-487", NULL, NULL, NULL, NULL, {
		CANCELLED("Reason: Q.850;cause=26\n") } },
	{ "26 in a BYE", "q850-in-response", NULL, NULL, NULL, NULL, {
		BYE("Reason: Q.850;cause=26\n") } },
	{ "another in a CANCEL", "q850-in-response cancel-487", NULL, NULL,
	  NULL, NULL, { CANCELLED("Reason: Q.850;cause=38\n") } },
	{ "in the 487 that a CANCEL drew", "cancel-487", NULL, NULL, NULL, NULL, {
		RINGS, { 8.2, "> CANCEL 1", NULL },
		{ 8.3, "< 200 CANCEL 1", NULL },
		{ 8.3, "< 487 INVITE 1", "Reason: Q.850;cause=38\n" },
		{ 8.4, "> ACK 1", NULL } } },
	{ "it says the same", "status-503", NULL, NULL, NULL, NULL, {
		ENDS("503", "Reason: Q.850;cause=38\n") } },
	{ "it says nearly the same", "status-500", NULL, NULL, NULL, NULL, {
		ENDS("500", "Reason: Q.850;cause=38\n") } },
	{ "it says something else", "q850-in-response status-403", NULL, NULL,
	  NULL, NULL, { ENDS("403", "Reason: Q.850;cause=38\n") } },
	{ "an unknown cause of a 500", "status-500", NULL, NULL, NULL, NULL, {
		ENDS("500", "Reason: Q.850;cause=125\n") } },
	{ "an unknown cause of a 403", "q850-in-response status-403", NULL,
	  NULL, NULL, NULL, { ENDS("403", "Reason: Q.850;cause=125\n") } },
	{ "in a 183", "-", NULL, NULL, NULL, NULL, {
		ASKED, { 1, "< 183 INVITE 1", "Reason: Q.850;cause=38\n" },
		TAKEN(2) } },
};

static const struct rule_case heard[] = {
	{ "the 100 came late", "slow-100", NULL, NULL, NULL, NULL, {
		ASKED, { .5, "> INVITE 1", NULL }, { 1.1, "< 100 INVITE 1", NULL },
		{ 1.7, "> INVITE 1", NULL }, { 3.7, "> INVITE 1", NULL },
		TAKEN(4) } },
	{ "an answer, no 100", "-", NULL, NULL, NULL, NULL, {
		ASKED, { .01, "< 200 INVITE 1", NULL },
		{ 1, "> INVITE 1", NULL }, { 3, "> INVITE 1", NULL },
		{ 7, "> INVITE 1", NULL }, { 7.1, "> ACK+ 1", NULL } } },
	{ "180 first", "retrans-despite-100", NULL, NULL, NULL, NULL, {
		ASKED, { .01, "< 180 INVITE 1", NULL },
		{ 1, "> INVITE 1", NULL }, { 3, "> INVITE 1", NULL },
		{ 7, "> INVITE 1", NULL }, TAKEN(8) } },
	{ "over TCP", "-", NULL, NULL, NULL, NULL, {
		{ 0, "tcp", NULL }, ASKED, { .01, "< 100 INVITE 1", NULL },
		{ 1, "> INVITE 1", NULL }, { 3, "> INVITE 1", NULL },
		{ 7, "> INVITE 1", NULL }, TAKEN(8) } },
	{ "the server repeats its 180", "-", NULL, NULL, NULL, NULL, {
		ASKED, { .01, "< 100 INVITE 1", NULL },
		{ 1, "< 180 INVITE 1", NULL }, { 3, "< 180 INVITE 1", NULL },
		{ 7, "< 180 INVITE 1", NULL }, TAKEN(8) } },
	{ "one copy", "-", NULL, NULL, NULL, NULL, {
		ASKED, { .01, "< 100 INVITE 1", NULL },
		{ 1, "> INVITE 1", NULL }, TAKEN(8) } },
	{ "two copies", "retrans-despite-100", NULL, NULL, NULL, NULL, {
		ASKED, { .01, "< 100 INVITE 1", NULL },
		{ 1, "> INVITE 1", NULL }, { 3, "> INVITE 1", NULL },
		TAKEN(8) } },
	{ "two copies, one under way", "-", NULL, NULL, NULL, NULL, {
		ASKED, { .1, "< 100 INVITE 1", NULL },
		{ .5, "> INVITE 1", NULL }, { 1.5, "> INVITE 1", NULL },
		TAKEN(8) } },
};

#define MOVED(at, code, cseq, contact) \
	{ at, "S>A " code " INVITE " cseq, contact }, \
	{ at, "A>S ACK " cseq " t=2", NULL }
#define TO(user) "Contact: <sip:" user "@x>\n"
#define OVER { 33, "clock", NULL }

static const struct rule_case redirects[] = {
	{ "several choices", "status-300 redirect-not-followed", NULL, NULL,
	  NULL, NULL, {
		{ 0, "A>S INVITE 1", NULL }, MOVED(.1, "300", "1", TO("c")),
		OVER } },
	{ "several choices in the body", "status-300", NULL, NULL, NULL, NULL, {
		{ 0, "A>S INVITE 1", NULL }, MOVED(.1, "300", "1", NULL),
		OVER } },
	{ "for ever", "status-301 redirect-not-followed", NULL, NULL, NULL,
	  NULL, {
		{ 0, "A>S INVITE 1", NULL }, MOVED(.1, "301", "1", TO("c")),
		OVER } },
	{ "to a proxy", "status-305 redirect-not-followed", NULL, NULL, NULL,
	  NULL, {
		{ 0, "A>S INVITE 1", NULL }, MOVED(.1, "305", "1", TO("c")),
		OVER } },
	{ "another service", "status-380 redirect-not-followed", NULL, NULL,
	  NULL, NULL, {
		{ 0, "A>S INVITE 1", NULL }, MOVED(.1, "380", "1", TO("c")),
		OVER } },
	{ "no redirect", "busy-everywhere", NULL, NULL, NULL, NULL, {
		{ 0, "A>S INVITE 1", NULL }, MOVED(.1, "486", "1", TO("c")),
		OVER } },
	{ "a change of the call", "status-302", NULL, NULL, NULL, NULL, {
		{ 0, "A>S INVITE 1 t=2", NULL }, MOVED(.1, "302", "1", TO("c")),
		OVER } },
	{ "what may be a scanner", "scan-ua status-302", NULL, NULL,
	  NULL, NULL, {
		{ 0, "A>S INVITE 1", "User-Agent: smap 0.6.0\n" },
		MOVED(.1, "302", "1", TO("c")), OVER } },
	{ "to a name, and the proxy calls its address", "status-302", NULL,
	  NULL, NULL, NULL, {
		{ 0, "A>S INVITE 1", NULL }, MOVED(.1, "302", "1", TO("c")),
		{ .2, "A>T INVITE 2 sip:4711@10.0.0.20", NULL },
		{ .3, "T>A 200 INVITE 2", NULL },
		{ .4, "A>T ACK 2 b=a t=2", NULL }, OVER } },
	{ "asked something else afterwards", "status-302 redirect-not-followed",
	  NULL, NULL, NULL, NULL, {
		{ 0, "A>S INVITE 1", NULL }, MOVED(.1, "302", "1", TO("c")),
		{ .2, "A>S OPTIONS 2", NULL }, { .3, "S>A 200 OPTIONS 2", NULL },
		OVER } },
	{ "a branch that was called before", "status-302 redirect-not-followed",
	  NULL, NULL, NULL, NULL, {
		{ 0, "A>S INVITE 1", NULL }, { .05, "A>T INVITE 1", NULL },
		MOVED(.1, "302", "1", TO("c")),
		{ .2, "T>A 180 INVITE 1", NULL }, OVER } },
};

#define ROUND(at, from, code, cseq, user, contact) \
	{ at, from ">S INVITE " cseq " u=" user, NULL }, \
	{ at, "S>" from " " code " INVITE " cseq, contact }, \
	{ at, from ">S ACK " cseq " t=2", NULL }

static const struct rule_case circles[] = {
	{ "300, then 301", "status-300 redirect-loop", NULL, NULL, NULL, NULL, {
		ROUND(0, "A", "300", "1", "bob", TO("bob")),
		ROUND(.2, "A", "301", "2", "bob", TO("bob")), OVER } },
	{ "305, then 380", "status-305 redirect-loop", NULL, NULL, NULL, NULL, {
		ROUND(0, "A", "305", "1", "bob", TO("bob")),
		ROUND(.2, "A", "380", "2", "bob", TO("bob")), OVER } },
	{ "somebody else was sent there", "status-302 status-302", NULL, NULL,
	  NULL, NULL, {
		ROUND(0, "B", "302", "1", "bob", TO("bob")),
		ROUND(.2, "A", "302", "2", "bob", TO("bob")), OVER } },
	{ "the number has another port", "status-302 status-302", NULL,
	  NULL, NULL, NULL, {
		ROUND(0, "A", "302", "1", "bob", TO("bob")),
		ROUND(.2, "A", "302", "2", "bob",
		      "Contact: <sip:bob@x:5070>\n"), OVER } },
	{ "once", "status-302", NULL, NULL, NULL, NULL, {
		ROUND(0, "A", "302", "1", "bob", TO("bob")), OVER } },
	{ "the first was busy", "busy-everywhere status-302", NULL, NULL, NULL,
	  NULL, {
		ROUND(0, "A", "486", "1", "bob", TO("bob")),
		ROUND(.2, "A", "302", "2", "bob", TO("bob")), OVER } },
	{ "it had chosen by itself", "status-302 status-302", NULL, NULL, NULL,
	  NULL, {
		ROUND(0, "A", "302", "1", "bob", TO("carol")),
		ROUND(.2, "A", "302", "2", "bob", TO("bob")), OVER } },
};

#define TEST(name) static void test_##name(void **state) \
	{ (void)state; rule_cases_run(name, N(name)); }
TEST(acknowledged)
TEST(delayed)
TEST(rang)
TEST(elsewhere)
TEST(causes)
TEST(heard)
TEST(redirects)
TEST(circles)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_acknowledged),
		cmocka_unit_test(test_delayed),
		cmocka_unit_test(test_rang),
		cmocka_unit_test(test_elsewhere),
		cmocka_unit_test(test_causes),
		cmocka_unit_test(test_heard),
		cmocka_unit_test(test_redirects),
		cmocka_unit_test(test_circles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
