/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules about the way a call takes: forks, circles, redirects, routes. */
#include "rule_cases.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))

#define VIA(host, branch) "Via: SIP/2.0/UDP 10.0.0." host ":5060;branch=" \
	"z9hG4bK" branch "\n"
#define FROM_A VIA("1", "AP1")
#define MF(n) "Max-Forwards: " n "\n"

/* A calls by proxy P (.16), which has Q (.17) and R (.18) around it; D is the
 * phone. */
#define FORKED { 0, "A>P INVITE 1", NULL }, \
	{ .1, "P>D INVITE 1 b=x", FROM_A }, \
	{ .2, "D>P 180 INVITE 1 b=x", FROM_A }

static const struct rule_case forks[] = {
	{ "two ways to one phone", "merged-482", "warning certain",
	  "10.0.0.4:5060 got the call to bob twice, on two ways that part at "
	  "10.0.0.16", "second way to bob on 10.0.0.16", "| z9hG4bKx | the one "
	  "that rings", {
		FORKED, { .3, "P>D INVITE 1 b=y", FROM_A },
		{ .4, "D>P 482 INVITE 1 b=y t=3", FROM_A },
		{ .5, "P>D ACK 1 b=y", FROM_A } } },
	{ "with another target on the second", "merged-482", "warning certain",
	  NULL, NULL, "| z9hG4bKy | the copy", {
		FORKED, { .3, "P>D INVITE 1 b=y u=carol", FROM_A },
		{ .4, "D>P 482 INVITE 1 b=y t=3", FROM_A } } },
	{ "nobody is seen to part them", "merged-482", NULL,
	  "twice and refused the second with 482", "an old registration", NULL, {
		{ .1, "P>D INVITE 1 b=x", FROM_A },
		{ .3, "Q>D INVITE 1 b=y", VIA("3", "CQ1") },
		{ .4, "D>Q 482 INVITE 1 b=y", VIA("3", "CQ1") } } },
	{ "the ways part before the last proxies", "merged-482", NULL,
	  "that part at 10.0.0.18", NULL, NULL, {
		{ .1, "P>D INVITE 1 b=x", VIA("18", "r1") FROM_A },
		{ .3, "Q>D INVITE 1 b=y", VIA("18", "r2") FROM_A },
		{ .4, "D>Q 482 INVITE 1 b=y", VIA("18", "r2") FROM_A } } },
	{ "a repetition", "loop-482", NULL, NULL, NULL, NULL, {
		{ .1, "P>D INVITE 1 b=x", FROM_A },
		{ .6, "P>D INVITE 1 b=x", FROM_A },
		{ .7, "D>P 482 INVITE 1 b=x", FROM_A } } },
	{ "at another phone", "loop-482", NULL, NULL, NULL, NULL, {
		FORKED, { .3, "P>E INVITE 1 b=y", FROM_A },
		{ .4, "E>P 482 INVITE 1 b=y t=3", FROM_A } } },
	{ "of another caller", "loop-482", NULL, NULL, NULL, NULL, {
		FORKED, { .3, "P>D INVITE 1 b=y f=7", FROM_A },
		{ .4, "D>P 482 INVITE 1 b=y f=7 t=3", FROM_A } } },
	{ "another request", "loop-482", NULL, NULL, NULL, NULL, {
		FORKED, { .3, "P>D INVITE 2 b=y", FROM_A },
		{ .4, "D>P 482 INVITE 2 b=y t=3", FROM_A } } },
	{ "inside the call", "status-482", NULL, NULL, NULL, NULL, {
		{ 0, "A>D INVITE 1", NULL }, { .1, "D>A 200 INVITE 1", NULL },
		{ .2, "A>D ACK 1 b=a t=2", NULL },
		{ 1, "A>D INFO 2 b=m t=2", NULL },
		{ 1.1, "A>D INFO 2 b=n t=2", NULL },
		{ 1.2, "D>A 482 INFO 2 b=n t=2", NULL } } },
	{ "a circle", "loop-482", NULL, NULL, NULL, NULL, {
		{ 0, "A>P INVITE 1", NULL },
		{ .1, "P>Q INVITE 1 b=x", FROM_A },
		{ .2, "Q>P INVITE 1 b=y", VIA("16", "x") FROM_A },
		{ .3, "P>Q 482 INVITE 1 b=y", VIA("16", "x") FROM_A } } },
};

#define BACK(at, user, b, before) { at, "Q>P INVITE 1 b=" b " u=" user, before }
#define TWICE(user) { 0, "A>P INVITE 1", NULL }, \
	{ .1, "P>Q INVITE 1 b=x", FROM_A }, \
	BACK(.2, user, "y", VIA("16", "x") FROM_A)

static const struct rule_case spirals[] = {
	{ "forwarded", "spiral", "info likely", "came to 10.0.0.16:5060 twice, "
	  "first for sip:bob@x, then for sip:carol@x", NULL,
	  "| sip:carol@x | the second time", {
		TWICE("carol"),
		{ .3, "P>Q 180 INVITE 1 b=y", VIA("16", "x") FROM_A },
		{ .4, "P>Q 200 INVITE 1 b=y", VIA("16", "x") FROM_A },
		{ .5, "A>P ACK 1 b=a t=2", NULL } } },
	{ "refused as a circle all the same", "spiral status-482",
	  "error certain", NULL, NULL, NULL, {
		TWICE("carol"),
		{ .3, "P>Q 482 INVITE 1 b=y", VIA("16", "x") FROM_A } } },
	{ "with the same target", "busy-everywhere", NULL, NULL, NULL, NULL, {
		TWICE("bob"),
		{ .3, "P>Q 486 INVITE 1 b=y", VIA("16", "x") FROM_A } } },
	{ "out of the proxy with a new target", "busy-everywhere", NULL, NULL,
	  NULL, NULL, {
		{ 0, "A>P INVITE 1", NULL },
		{ .1, "P>Q INVITE 1 b=x u=carol", FROM_A },
		{ .2, "Q>P 486 INVITE 1 b=x", FROM_A } } },
	{ "forked, not come back", "busy-everywhere", NULL, NULL, NULL, NULL, {
		{ 0, "P>D INVITE 1 b=x", FROM_A },
		{ .1, "P>D INVITE 1 b=y u=carol", FROM_A },
		{ .2, "D>P 486 INVITE 1 b=y t=3", FROM_A } } },
	{ "five visits", "busy-everywhere", NULL, NULL, NULL, NULL, {
		TWICE("u1"),
		BACK(.3, "u2", "y2", VIA("16", "x2") VIA("17", "y") FROM_A),
		BACK(.4, "u3", "y3", VIA("16", "x3") VIA("17", "y2") FROM_A),
		BACK(.5, "u4", "y4", VIA("16", "x4") VIA("17", "y3") FROM_A),
		{ .6, "P>Q 486 INVITE 1 b=y", VIA("16", "x") FROM_A } } },
	{ "four visits", "spiral", NULL, NULL, NULL, NULL, {
		TWICE("u1"),
		BACK(.3, "u2", "y2", VIA("16", "x2") VIA("17", "y") FROM_A),
		BACK(.4, "u3", "y3", VIA("16", "x3") VIA("17", "y2") FROM_A),
		{ .6, "P>Q 200 INVITE 1 b=y", VIA("16", "x") FROM_A },
		{ .7, "A>P ACK 1 b=a t=2", NULL } } },
};

/* Vias are hidden on the way, so that loop-482 cannot see the circle. */
#define VISIT(at, b, n) { at, "Q>P MESSAGE 1 b=" b, MF(n) }

static const struct rule_case hops[] = {
	{ "round and round", "loop-maxfwd", "error likely",
	  "the MESSAGE to bob came to 10.0.0.16 4 times, with Max-Forwards from "
	  "70 down to 64", "On 10.0.0.16, look up where it sends bob",
	  "Max-Forwards: 64 | 64 | here again", {
		VISIT(0, "1", "70"), VISIT(.1, "2", "68"),
		VISIT(.2, "3", "66"), VISIT(.3, "4", "64"),
		VISIT(.4, "5", "62") } },
	{ "not yet", "-", NULL, NULL, NULL, NULL, {
		VISIT(0, "1", "70"), VISIT(.1, "2", "68"),
		VISIT(.2, "3", "65") } },
	{ "once, by a long way", "loop-maxfwd", "error possible", NULL, NULL,
	  NULL, { VISIT(0, "1", "70"), VISIT(.1, "2", "64") } },
	{ "a PBX begins at 70 again", "-", NULL, NULL, NULL, NULL, {
		VISIT(0, "1", "70"), VISIT(.1, "2", "70"),
		VISIT(.2, "3", "70") } },
	{ "with another target", "-", NULL, NULL, NULL, NULL, {
		VISIT(0, "1", "70"),
		{ .1, "Q>P MESSAGE 1 b=2 u=carol", MF("60") } } },
	{ "at another host", "-", NULL, NULL, NULL, NULL, {
		VISIT(0, "1", "70"), { .1, "P>R MESSAGE 1 b=2", MF("60") } } },
	{ "another request", "-", NULL, NULL, NULL, NULL, {
		VISIT(0, "1", "70"), { .1, "Q>P MESSAGE 2 b=2", MF("60") } } },
	{ "loop-482 says it", "loop-482", NULL, NULL, NULL, NULL, {
		VISIT(0, "1", "70"),
		{ .1, "Q>P MESSAGE 1 b=2", VIA("16", "x") MF("68") },
		{ .2, "Q>P MESSAGE 1 b=3", VIA("16", "x2") MF("66") },
		{ .3, "Q>P MESSAGE 1 b=4", VIA("16", "x3") MF("60") } } },
	{ "loop-482 says it at once", "loop-482", NULL, NULL, NULL, NULL, {
		VISIT(0, "1", "70"),
		{ .1, "Q>P MESSAGE 1 b=2", VIA("16", "x") MF("68") },
		{ .2, "Q>P MESSAGE 1 b=3", VIA("16", "x2") MF("60") } } },
};

#define TEST(name) static void test_##name(void **state) \
	{ (void)state; rule_cases_run(name, N(name)); }
TEST(forks)
TEST(spirals)
TEST(hops)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forks),
		cmocka_unit_test(test_spirals),
		cmocka_unit_test(test_hops),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
