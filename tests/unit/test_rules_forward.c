/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls that B2BUAs forward in a circle. */
#include "rule_cases.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define DIV(n, reason) "Diversion: <sip:" n "@x>;reason=" reason "\n"
#define GONE DIV("100", "unconditional")
#define TO_200(extra) { { 0, "A>B INVITE 1 u=200", extra } }

static const struct rule_case lists[] = {
	{ "a number stands twice", "forward-loop", "error likely",
	  "calls to 200 go in a circle: 100 stands twice",
	  "away at one of the two: 200 or 100", "| sip:100@x | stands twice",
	  TO_200(GONE DIV("200", "unconditional") GONE) },
	{ "in one line", "forward-loop", "error likely", NULL, NULL, NULL,
	  TO_200("Diversion: <sip:100@x>, <sip:200@x>, <sip:100@y>\n") },
	{ "a queue may take it back", "forward-loop", "error possible", NULL,
	  NULL, NULL, TO_200(GONE DIV("200", "no-answer") GONE) },
	{ "side by side", "-", NULL, NULL, NULL, NULL,
	  TO_200(GONE GONE DIV("200", "unconditional")) },
	{ "three numbers", "-", NULL, NULL, NULL, NULL,
	  TO_200(GONE DIV("200", "unconditional") DIV("300", "x")) },
	{ "nobody's name", "-", NULL, NULL, NULL, NULL,
	  TO_200(DIV("anonymous", "x") DIV("200", "x")
		 DIV("anonymous", "x")) },
	{ "once in each header", "-", NULL, NULL, NULL, NULL,
	  TO_200(GONE "History-Info: <sip:100@x>;index=1, "
		 "<sip:200@x;cause=302>;index=1.1\n") },
	{ "history comes back", "forward-loop", "error likely",
	  "calls to 300 go in a circle: 200 stands twice", NULL,
	  "| sip:200@y;cause=302 | stands twice", {
		{ 0, "A>B INVITE 1 u=200", "History-Info: "
		  "<sip:200@x>;index=1, <sip:300@x;cause=302>;index=1.1\n"
		  "History-Info: <sip:200@y;cause=302>;index=1.1.1\n" } } },
	{ "history of no answer", "forward-loop", "error possible", NULL, NULL,
	  NULL, TO_200("History-Info: <sip:100@x>;index=1, "
		"<sip:200@x;cause=408>;index=1.1, <sip:100@x>;index=1.1.1\n") },
	{ "one after the other", "-", NULL, NULL, NULL, NULL,
	  TO_200("History-Info: <sip:8000@x>;index=1, <sip:100@x>;index=1.1, "
		 "<sip:200@x>;index=1.2, <sip:100@x>;index=1.3\n") },
	{ "without an index", "-", NULL, NULL, NULL, NULL,
	  TO_200("History-Info: <sip:100@x>, <sip:200@x>, <sip:100@x>\n") },
};

/* P and Q take each other for the home of bob. */
/* The circle itself, the call into it not captured. */
#define CIRCLE { .1, "P>Q INVITE 1 c=2", NULL }, \
	{ .2, "Q>P INVITE 1 c=3", NULL }, { .3, "P>Q INVITE 1 c=4", NULL }

static const struct rule_case ways[] = {
	{ "round and round", "forward-loop* b2bua-legs b2bua-legs",
	  "error likely",
	  "calls to bob go in a circle: 5 new calls in 1 s",
	  "Take the forwarding of bob away", "INVITE sip:bob@x SIP/2.0 | "
	  "sip:bob@x | the first of them", {
		CIRCLE, { .4, "Q>P INVITE 1 c=5", NULL },
		{ .5, "P>Q INVITE 1 c=6", NULL },
		{ .6, "Q>P INVITE 1 c=7", NULL } } },
	{ "and the call into it", "forward-loop* b2bua-legs b2bua-legs",
	  "error likely",
	  "5 new calls", NULL, "| sip:bob@x | the first of them", {
		{ 0, "A>P INVITE 1 c=1", NULL }, CIRCLE,
		{ .4, "Q>P INVITE 1 c=5", NULL } } },
	{ "four",
	  "b2bua-legs b2bua-legs", NULL, NULL, NULL, NULL, {
		CIRCLE, { .4, "Q>P INVITE 1 c=5", NULL } } },
	{ "too slow",
	  "b2bua-legs b2bua-legs", NULL, NULL, NULL, NULL, {
		CIRCLE, { .4, "Q>P INVITE 1 c=5", NULL },
		{ 5.2, "P>Q INVITE 1 c=6", NULL } } },
	{ "to other numbers",
	  "b2bua-legs b2bua-legs", NULL, NULL, NULL, NULL, {
		CIRCLE, { .4, "Q>P INVITE 1 c=5 u=carol", NULL },
		{ .5, "P>Q INVITE 1 c=6 u=dave", NULL },
		{ .6, "Q>P INVITE 1 c=7 u=eve", NULL } } },
	{ "all one way", "-", NULL, NULL, NULL, NULL, {
		{ .1, "A>P INVITE 1 c=2", NULL },
		{ .2, "A>P INVITE 1 c=3", NULL },
		{ .3, "A>P INVITE 1 c=4", NULL },
		{ .4, "A>P INVITE 1 c=5", NULL },
		{ .5, "A>P INVITE 1 c=6", NULL } } },
	{ "from another port",
	  "b2bua-legs b2bua-legs", NULL, NULL, NULL, NULL, {
		{ .1, "a>P INVITE 1 c=2", NULL },
		{ .2, "P>A INVITE 1 c=3", NULL },
		{ .3, "a>P INVITE 1 c=4", NULL },
		{ .4, "P>A INVITE 1 c=5", NULL },
		{ .5, "a>P INVITE 1 c=6", NULL } } },
	{ "a long way to the phone",
	  "b2bua-legs b2bua-legs b2bua-legs b2bua-legs", NULL, NULL, NULL, NULL, {
		{ .1, "A>P INVITE 1 c=2", NULL },
		{ .2, "P>Q INVITE 1 c=3", NULL },
		{ .4, "Q>R INVITE 1 c=4", NULL },
		{ .5, "R>S INVITE 1 c=6", NULL },
		{ .6, "S>T INVITE 1 c=7", NULL } } },
	{ "somebody rings",
	  "b2bua-legs b2bua-legs", NULL, NULL, NULL, NULL, {
		CIRCLE, { .35, "Q>P 180 INVITE 1 c=2", NULL },
		{ .4, "Q>P INVITE 1 c=5", NULL },
		{ .5, "P>Q INVITE 1 c=6", NULL } } },
	{ "a 100 is no ringing",
	  "forward-loop* b2bua-legs b2bua-legs", NULL, NULL, NULL, NULL, {
		CIRCLE, { .35, "Q>P 100 INVITE 1 c=2", NULL },
		{ .4, "Q>P INVITE 1 c=5", NULL },
		{ .5, "P>Q INVITE 1 c=6", NULL } } },
};

/* P has 100 forwarded to 200, Q 200 to 100. */
#define TURNS { .1, "P>Q INVITE 1 c=2 u=200", NULL }, \
	{ .2, "Q>P INVITE 1 c=3 u=100", NULL }, \
	{ .3, "P>Q INVITE 1 c=4 u=200", NULL }, \
	{ .4, "Q>P INVITE 1 c=5 u=100", NULL }
#define FIFTH { .5, "P>Q INVITE 1 c=6 u=200", NULL }

static const struct rule_case turns[] = {
	{ "two numbers", "forward-loop", "error likely",
	  "calls to 200 and 100 go in a circle: 5 new calls in 1 s",
	  "away at one of the two: 200 or 100", "INVITE sip:200@x SIP/2.0 | "
	  "sip:200@x | the first of them", {
		TURNS, FIFTH, { .6, "Q>P INVITE 1 c=7 u=100", NULL },
		{ .7, "P>Q INVITE 1 c=8 u=200", NULL } } },
	{ "and the call into it", "forward-loop", "error likely",
	  "calls to 200 and 100 go in a circle: 6 new calls", NULL, NULL, {
		{ 0, "A>P INVITE 1 c=1 u=100", NULL }, TURNS, FIFTH } },
	{ "and a call in between", "forward-loop", "error likely",
	  "5 new calls", NULL, NULL, {
		TURNS, { .45, "P>Q INVITE 1 c=9 u=300", NULL }, FIFTH } },
	{ "over two phones",
	  "forward-loop* b2bua-legs b2bua-legs", "error likely",
	  "calls to 200 and 100 go in a circle: 7 new calls", NULL, NULL, {
		{ .1, "P>A INVITE 1 c=2 u=100", NULL },
		{ .2, "A>P INVITE 1 c=3 u=200", NULL },
		{ .3, "P>B INVITE 1 c=4 u=200", NULL },
		{ .4, "B>P INVITE 1 c=5 u=100", NULL },
		{ .5, "P>A INVITE 1 c=6 u=100", NULL },
		{ .6, "A>P INVITE 1 c=7 u=200", NULL },
		{ .7, "P>B INVITE 1 c=8 u=200", NULL } } },
	{ "four", "-", NULL, NULL, NULL, NULL, { TURNS } },
	{ "too slow", "-", NULL, NULL, NULL, NULL, {
		TURNS, { 5.2, "P>Q INVITE 1 c=6 u=200", NULL } } },
	{ "a third number", "-", NULL, NULL, NULL, NULL, {
		TURNS, { .5, "P>Q INVITE 1 c=6 u=300", NULL } } },
	{ "the number changes in between", "-", NULL, NULL, NULL, NULL, {
		{ .1, "P>Q INVITE 1 c=2 u=200", NULL },
		{ .2, "Q>P INVITE 1 c=3 u=100", NULL },
		{ .3, "P>Q INVITE 1 c=4 u=200", NULL },
		{ .4, "Q>P INVITE 1 c=5 u=101", NULL }, FIFTH } },
	{ "somebody rings", "-", NULL, NULL, NULL, NULL, {
		TURNS, { .45, "Q>P 180 INVITE 1 c=2 u=200", NULL }, FIFTH } },
	{ "the first has failed", "redirect-not-followed", NULL, NULL, NULL, NULL, {
		{ .1, "P>Q INVITE 1 c=2 u=200", NULL },
		{ .2, "Q>P 302 INVITE 1 c=2 u=200", NULL },
		{ .21, "P>Q ACK 1 c=2 u=200", NULL },
		{ .3, "Q>P INVITE 1 c=3 u=100", NULL },
		{ .4, "P>Q INVITE 1 c=4 u=200", NULL },
		{ .5, "Q>P INVITE 1 c=5 u=100", NULL },
		{ .6, "P>Q INVITE 1 c=6 u=200", NULL } } },
	{ "side by side", "-", NULL, NULL, NULL, NULL, {
		{ .1, "P>Q INVITE 1 c=2 u=200", NULL },
		{ .2, "P>Q INVITE 1 c=3 u=100", NULL },
		{ .3, "P>Q INVITE 1 c=4 u=200", NULL },
		{ .4, "P>Q INVITE 1 c=5 u=100", NULL },
		{ .5, "P>Q INVITE 1 c=6 u=200", NULL } } },
};

static void test_turns(void **state)
{
	(void)state;
	rule_cases_run(turns, N(turns));
}

static void test_lists(void **state)
{
	(void)state;
	rule_cases_run(lists, N(lists));
}

static void test_ways(void **state)
{
	(void)state;
	rule_cases_run(ways, N(ways));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_ways),
		cmocka_unit_test(test_turns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
