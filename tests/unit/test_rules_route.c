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
	{ "of another caller", "callid-duplicate loop-482", NULL, NULL, NULL, NULL, {
		FORKED, { .3, "P>D INVITE 1 b=y f=7", FROM_A },
		{ .4, "D>P 482 INVITE 1 b=y f=7 t=3", FROM_A } } },
	{ "the first was refused already", "status-482 status-401", NULL, NULL, NULL,
	  NULL, {
		{ .1, "P>D INVITE 1 b=x", FROM_A },
		{ .2, "D>P 401 INVITE 1 b=x", FROM_A },
		{ .3, "P>D INVITE 1 b=y", FROM_A },
		{ .4, "D>P 482 INVITE 1 b=y t=3", FROM_A } } },
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

#define MOVED(at, cseq, contact) { at, "S>A 302 INVITE " cseq, contact }, \
	{ at, "A>S ACK " cseq " t=2", NULL }
#define TO(user) "Contact: <sip:" user "@x>\n"
#define ASKED { 0, "A>S INVITE 1", NULL }

static const struct rule_case redirects[] = {
	{ "the caller does nothing", "status-302 redirect-not-followed",
	  "warning possible", "10.0.0.1:5060 does not follow the redirect to "
	  "sip:carol@x", "Switch on following", "| the call should go here", {
		ASKED, MOVED(.1, "1", TO("carol")), { 33, "clock", NULL } } },
	{ "it follows", "status-302", NULL, NULL, NULL, NULL, {
		ASKED, MOVED(.1, "1", TO("carol")),
		{ .2, "A>C INVITE 2 u=carol", NULL },
		{ .3, "C>A 200 INVITE 2 u=carol", NULL },
		{ .4, "A>C ACK 2 b=a t=2", NULL } } },
	{ "it follows with a new Call-ID", "status-302", NULL, NULL, NULL, NULL, {
		ASKED, MOVED(.1, "1", TO("carol")),
		{ .2, "A>T INVITE 1 c=2 sip:carol@y", NULL },
		{ .3, "T>A 200 INVITE 1 c=2", NULL },
		{ .4, "A>T ACK 1 b=a c=2 t=2", NULL }, { 33, "clock", NULL } } },
	{ "another host follows, with a prefix", "status-302", NULL, NULL, NULL,
	  NULL, {
		ASKED, MOVED(.1, "1", TO("+4930123456")),
		{ .2, "B>T INVITE 1 c=2 sip:0030123456@y", NULL },
		{ .3, "T>B 200 INVITE 1 c=2", NULL },
		{ .4, "B>T ACK 1 b=a c=2 t=2", NULL }, { 33, "clock", NULL } } },
	{ "the second of two targets", "status-302", NULL, NULL, NULL, NULL, {
		ASKED, MOVED(.1, "1", "Contact: <sip:carol@x>, <sip:dave@x>\n"),
		{ .2, "B>T INVITE 1 c=2 u=dave", NULL },
		{ .3, "T>B 200 INVITE 1 c=2", NULL },
		{ .4, "B>T ACK 1 b=a c=2 t=2", NULL }, { 33, "clock", NULL } } },
	{ "somebody was called before", "status-302 redirect-not-followed", NULL,
	  NULL, NULL, NULL, {
		ASKED, { .05, "B>T INVITE 1 c=2 u=carol", NULL },
		{ .06, "T>B 200 INVITE 1 c=2", NULL },
		{ .07, "B>T ACK 1 b=a c=2 t=2", NULL },
		MOVED(.1, "1", TO("carol")), { 33, "clock", NULL } } },
	{ "the capture ends 4 s later", "status-302", NULL, NULL, NULL, NULL, {
		ASKED, MOVED(.1, "1", TO("carol")), { 4.1, "clock", NULL } } },
	{ "it ends 6 s later", "status-302 redirect-not-followed", NULL, NULL,
	  NULL, NULL, {
		ASKED, MOVED(.1, "1", TO("carol")), { 6.1, "clock", NULL } } },
	{ "handed on by a proxy", "status-302", NULL, NULL, NULL, NULL, {
		{ 0, "P>S INVITE 1 b=x", FROM_A },
		{ .1, "S>P 302 INVITE 1 b=x", FROM_A TO("carol") },
		{ .1, "P>S ACK 1 b=x t=2", FROM_A }, { 33, "clock", NULL } } },
	{ "the caller gave up", "status-302", NULL, NULL, NULL, NULL, {
		ASKED, { .02, "S>A 100 INVITE 1", NULL },
		{ .05, "A>S CANCEL 1", NULL }, MOVED(.1, "1", TO("carol")),
		{ .2, "S>A 200 CANCEL 1", NULL }, { 33, "clock", NULL } } },
	{ "not a call", "status-302", NULL, NULL, NULL, NULL, {
		{ 0, "A>S OPTIONS 1", NULL },
		{ .1, "S>A 302 OPTIONS 1", TO("carol") }, { 33, "clock", NULL } } },
	{ "a scanner", "scan-ua", NULL, NULL, NULL, NULL, {
		{ 0, "A>S INVITE 1", "User-Agent: friendly-scanner\n" },
		MOVED(.1, "1", TO("carol")), { 33, "clock", NULL } } },
	{ "to where the call was", "status-302", NULL, NULL, NULL, NULL, {
		ASKED, MOVED(.1, "1", TO("bob")), { 33, "clock", NULL } } },
	{ "without Contact", "redirect-not-followed", "warning possible",
	  "redirects the call to bob without saying where: the 302 has no "
	  "Contact", "`Contact: <sip:NUMBER@HOST>'", NULL, {
		ASKED, { .1, "S>A 302 INVITE 1", NULL },
		{ 33, "clock", NULL } } },
	{ "without Contact, handed on", "redirect-not-followed status-302",
	  NULL, NULL, NULL, NULL, {
		ASKED, { .1, "S>B INVITE 1 b=x", FROM_A },
		{ .2, "B>S 302 INVITE 1 b=x", FROM_A },
		{ .3, "S>A 302 INVITE 1", NULL }, { 33, "clock", NULL } } },
	{ "an alternative in the body", "status-380", NULL, NULL, NULL, NULL, {
		ASKED, { .1, "S>A 380 INVITE 1", NULL },
		{ 33, "clock", NULL } } },
	{ "cut off", "msg-truncated status-302", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "snap < 302 INVITE 1", NULL },
		{ 33, "clock", NULL } } },
	{ "to a web page", "redirect-not-followed", "warning possible",
	  "redirects the call to http://x/, which is no SIP address", NULL,
	  "| http://x/ | the call should go here", {
		ASKED, { .1, "S>A 302 INVITE 1", "Contact: <http://x/>\n" },
		{ 33, "clock", NULL } } },
	{ "to a web page or a phone", "status-302 redirect-not-followed", NULL,
	  "to sip:carol@x", NULL, NULL, {
		ASKED, MOVED(.1, "1", "Contact: <http://x/>, <sip:carol@x>\n"),
		{ 33, "clock", NULL } } },
};

#define ROUND(at, cseq, user, more, contact) \
	{ at, "A>S INVITE " cseq " u=" user, more }, MOVED(at, cseq, contact)

static const struct rule_case redirect_loops[] = {
	{ "to itself", "status-302 redirect-loop", "error likely",
	  "10.0.0.19:5060 redirects the call to sip:bob@x, which is where it "
	  "just was: 2 rounds", "another target than sip:bob@x",
	  "INVITE sip:bob@x SIP/2.0 | sip:bob@x | already sent here", {
		ROUND(0, "1", "bob", NULL, TO("bob")),
		ROUND(.2, "2", "bob", NULL, TO("bob")), { 33, "clock", NULL } } },
	{ "told once", "status-302 redirect-loop status-302", NULL, NULL, NULL,
	  NULL, {
		ROUND(0, "1", "bob", NULL, TO("bob")),
		ROUND(.2, "2", "bob", NULL, TO("bob")),
		ROUND(.4, "3", "bob", NULL, TO("bob")), { 33, "clock", NULL } } },
	{ "by way of another", "status-302 status-302 redirect-loop", NULL,
	  "redirects the call to sip:carol@x", NULL, NULL, {
		ROUND(0, "1", "bob", NULL, TO("carol")),
		ROUND(.2, "2", "carol", NULL, TO("bob")),
		ROUND(.4, "3", "bob", NULL, TO("carol")),
		{ 33, "clock", NULL } } },
	{ "back once, then somebody answers", "status-302 status-302", NULL,
	  NULL, NULL, NULL, {
		ROUND(0, "1", "bob", NULL, TO("carol")),
		ROUND(.2, "2", "carol", NULL, TO("bob")),
		{ .4, "A>S INVITE 3", NULL }, { .5, "S>A 200 INVITE 3", NULL },
		{ .6, "A>S ACK 3 b=a t=2", NULL } } },
	{ "never the same", "status-302 status-302 status-302", NULL, NULL,
	  NULL, NULL, {
		ROUND(0, "1", "bob", NULL, TO("u1")),
		ROUND(.2, "2", "u1", NULL, TO("u2")),
		ROUND(.4, "3", "u2", NULL, TO("u3")),
		{ .5, "A>S INVITE 4 u=u3", NULL },
		{ .6, "S>A 200 INVITE 4", NULL },
		{ .7, "A>S ACK 4 b=a t=2", NULL } } },
	{ "with a routing number", "status-302 status-302", NULL, NULL, NULL,
	  NULL, {
		ROUND(0, "1", "bob", NULL, TO("bob;rn=1")),
		ROUND(.2, "2", "bob;rn=1", NULL, TO("bob;rn=2")),
		{ .5, "A>S INVITE 4 u=bob;rn=2", NULL },
		{ .6, "S>A 200 INVITE 4", NULL },
		{ .7, "A>S ACK 4 b=a t=2", NULL } } },
	{ "with another URI parameter", "status-302 status-302", NULL, NULL,
	  NULL, NULL, {
		ROUND(0, "1", "bob", NULL, "Contact: <sip:bob@x;npdi>\n"),
		{ .2, "A>S INVITE 2 sip:bob@x;npdi", NULL },
		MOVED(.2, "2", "Contact: <sip:bob@x;a=b>\n"),
		{ .5, "A>S INVITE 4 u=bob;rn=2", NULL },
		{ .6, "S>A 200 INVITE 4", NULL },
		{ .7, "A>S ACK 4 b=a t=2", NULL } } },
	{ "signed on the way", "status-302 status-302", NULL, NULL, NULL, NULL, {
		ROUND(0, "1", "bob", NULL, TO("bob")),
		ROUND(.2, "2", "bob", "Identity: e30.e30.c2ln\n", TO("bob")),
		{ 33, "clock", NULL } } },
	{ "another client tried", "status-302 status-302", NULL, NULL, NULL,
	  NULL, {
		ROUND(0, "1", "bob", NULL, TO("bob")),
		{ .2, "B>S INVITE 1", NULL },
		{ .3, "S>B 302 INVITE 1", TO("bob") },
		{ 33, "clock", NULL } } },
};

#define TRIED(at, ends, cseq) { at, ends " INVITE " cseq, NULL }
#define TAKEN(at, code) { at, "C>A " code " INVITE 1", NULL }
#define SILENT TRIED(0, "A>B", "1"), TRIED(.5, "A>B", "1"), \
	TRIED(1.5, "A>B", "1")

static const struct rule_case failover[] = {
	{ "503, then the next", "status-503 srv-failover", "info likely",
	  "10.0.0.2:5060 failed (503); the INVITE went to 10.0.0.3:5060 instead",
	  "Bring 10.0.0.2:5060 back", "SIP/2.0 503 Service Unavailable |  | failed", {
		TRIED(0, "A>B", "1"), { .1, "B>A 503 INVITE 1", NULL },
		{ .2, "A>B ACK 1 t=2", NULL }, TRIED(.3, "A>C", "1"),
		TAKEN(.4, "200"), { .5, "A>C ACK 1 b=a t=2", NULL } } },
	{ "silence, then the next", "srv-failover* busy-everywhere", "info likely",
	  "10.0.0.2:5060 failed (no answer for 4 s)", NULL, NULL, {
		{ 0, "seen", NULL }, SILENT, TRIED(4, "A>C", "1"),
		TAKEN(4.1, "486") } },
	{ "silence of nearly 2 s", "srv-failover* busy-everywhere", NULL,
	  "10.0.0.2:5060 failed (no answer for 2 s)", NULL, NULL, {
		{ 0, "seen", NULL }, SILENT, TRIED(1.98, "A>C", "1"),
		TAKEN(2.1, "486") } },
	{ "silence, on one side of the capture",
	  "srv-failover* busy-everywhere", "info possible",
	  NULL, NULL, NULL, {
		SILENT, TRIED(4, "A>C", "1"), TAKEN(4.1, "486") } },
	{ "unreachable, then the next",
	  "icmp-unreachable srv-failover* busy-everywhere",
	  "info likely", "failed (ICMP)", NULL, NULL, {
		TRIED(0, "A>B", "1"), { .1, "icmp 303 A>B INVITE 1", NULL },
		TRIED(.2, "A>C", "1"), TAKEN(.3, "486") } },
	{ "registered elsewhere", "status-503 srv-failover", NULL,
	  "the REGISTER went to 10.0.0.3:5060", NULL, NULL, {
		{ 0, "A>B REGISTER 1 u=alice", "Contact: <sip:10.0.0.1>\n" },
		{ .1, "B>A 503 REGISTER 1 u=alice", NULL },
		{ .3, "A>C REGISTER 2 u=alice", "Contact: <sip:10.0.0.1>\n" },
		{ .4, "C>A 200 REGISTER 2 u=alice", "Contact: <sip:10.0.0.1>"
		  ";expires=60\n" } } },
	{ "sent to both", "busy-everywhere", NULL, NULL, NULL, NULL, {
		{ 0, "seen", NULL }, TRIED(0, "A>B", "1"), TRIED(1.4, "A>C", "1"),
		TAKEN(1.5, "486") } },
	{ "it rang there first", "busy-everywhere", NULL, NULL, NULL, NULL, {
		TRIED(0, "A>B", "1"), { .1, "B>A 180 INVITE 1", NULL },
		TRIED(4, "A>C", "1"), TAKEN(4.1, "486") } },
	{ "another target", "busy-everywhere", NULL, NULL, NULL, NULL, {
		{ 0, "seen", NULL }, SILENT, { 4, "A>C INVITE 1 u=carol", NULL },
		TAKEN(4.1, "486") } },
	{ "another client", "busy-everywhere", NULL, NULL, NULL, NULL, {
		{ 0, "seen", NULL }, SILENT, TRIED(4, "D>C", "1"),
		{ 4.1, "C>D 486 INVITE 1", NULL } } },
	{ "the same server again", "busy-everywhere", NULL, NULL, NULL, NULL, {
		SILENT, { 4, "A>B INVITE 2", NULL },
		{ 4.1, "B>A 486 INVITE 2", NULL } } },
	{ "another refusal", "status-500 busy-everywhere", NULL, NULL, NULL, NULL, {
		TRIED(0, "A>B", "1"), { .1, "B>A 500 INVITE 1", NULL },
		{ .2, "A>B ACK 1 t=2", NULL }, TRIED(.3, "A>C", "1"),
		TAKEN(.4, "486") } },
	{ "the next fails, too", "status-503 srv-failover status-503", NULL, NULL, NULL, NULL, {
		TRIED(0, "A>B", "1"), { .1, "B>A 503 INVITE 1", NULL },
		{ .2, "A>B ACK 1 t=2", NULL }, TRIED(.3, "A>C", "1"),
		TAKEN(.4, "503") } },
	{ "inside a call", "status-503", NULL, NULL, NULL, NULL, {
		{ 0, "A>B INFO 1 t=2", NULL }, { .1, "B>A 503 INFO 1", NULL },
		{ .3, "A>C INFO 1 t=2", NULL }, { .4, "C>A 200 INFO 1", NULL } } },
};

#define OVER(at, c) { at, "A>B INVITE 1 c=" c, NULL }, \
	{ at, "B>A 503 INVITE 1 c=" c, NULL }, \
	{ at, "A>C INVITE 1 c=" c, NULL }, \
	{ at, "C>A 486 INVITE 1 c=" c, NULL }
#define BUSY "busy-everywhere"
#define GONE_ON "status-503 srv-failover busy-everywhere "

static const struct rule_case dead[] = {
	{ "every call", GONE_ON GONE_ON "status-503 srv-failover* busy-everywhere",
	  "warning likely", "every call first tries 10.0.0.2:5060, which is out "
	  "of service (503); 10.0.0.3:5060 then takes it", NULL, NULL, {
		OVER(0, "1"), OVER(1, "2"), OVER(2, "3") } },
	{ "two calls", GONE_ON "status-503 srv-failover* busy-everywhere",
	  "info likely", NULL, NULL, NULL, { OVER(0, "1"), OVER(1, "2") } },
	{ "one began elsewhere", GONE_ON GONE_ON BUSY
	  " status-503 srv-failover* busy-everywhere", "info likely", NULL, NULL,
	  NULL, {
		OVER(0, "1"), OVER(1, "2"), { 1.5, "A>C INVITE 1 c=5", NULL },
		{ 1.6, "C>A 486 INVITE 1 c=5", NULL }, OVER(2, "3") } },
	{ "it answered once", GONE_ON GONE_ON BUSY
	  " status-503 srv-failover* busy-everywhere", "info likely", NULL, NULL,
	  NULL, {
		OVER(0, "1"), OVER(1, "2"), { 1.5, "A>B INVITE 1 c=5", NULL },
		{ 1.6, "B>A 486 INVITE 1 c=5", NULL }, OVER(2, "3") } },
	{ "of different clients", GONE_ON GONE_ON
	  "status-503 srv-failover* busy-everywhere", "info likely", NULL, NULL,
	  NULL, {
		OVER(0, "1"), OVER(1, "2"), { 2, "D>B INVITE 1 c=3", NULL },
		{ 2, "B>D 503 INVITE 1 c=3", NULL },
		{ 2, "D>C INVITE 1 c=3", NULL },
		{ 2, "C>D 486 INVITE 1 c=3", NULL } } },
};

static const struct rule_case call_ids[] = {
	{ "two callers", "callid-duplicate", "info possible",
	  "10.0.0.1, 10.0.0.5 use the same Call-ID call1@x", NULL,
	  "Call-ID: call1@x | call1@x | used twice", {
		{ 0, "A>B INVITE 1", NULL }, { .1, "B>A 200 INVITE 1", NULL },
		{ .2, "A>B ACK 1 b=a t=2", NULL }, { 1, "E>C INVITE 1 f=9", NULL },
		{ 1.1, "C>E 200 INVITE 1 f=9", NULL },
		{ 1.2, "E>C ACK 1 b=a f=9 t=2", NULL } } },
	{ "told once", "callid-duplicate", NULL, NULL, NULL, NULL, {
		{ 0, "A>B INVITE 1", NULL }, { 1, "E>C INVITE 1 f=9", NULL },
		{ 1.1, "F>C INVITE 1 f=8", NULL } } },
	{ "passed on by a proxy", "-", NULL, NULL, NULL, NULL, {
		{ 0, "A>B INVITE 1", NULL }, { .1, "B>C INVITE 1", FROM_A } } },
	{ "tried again with a new tag", "-", NULL, NULL, NULL, NULL, {
		{ 0, "A>B INVITE 1", NULL }, { 2, "A>B INVITE 2 f=9", NULL } } },
	{ "the callee inside the call", "-", NULL, NULL, NULL, NULL, {
		{ 0, "A>B INVITE 1", NULL }, { .1, "B>A 200 INVITE 1", NULL },
		{ .2, "A>B ACK 1 b=a t=2", NULL },
		{ 1, "B>A INVITE 1 f=2 t=1", NULL },
		{ 1.1, "A>B 200 INVITE 1 f=2 t=1", NULL },
		{ 1.2, "B>A ACK 1 b=d f=2 t=1", NULL } } },
	{ "without tags", "-", NULL, NULL, NULL, NULL, {
		{ 0, "A>B INVITE 1 f=", NULL }, { 1, "E>C INVITE 1 f=", NULL } } },
};

#define TEST(name) static void test_##name(void **state) \
	{ (void)state; rule_cases_run(name, N(name)); }
TEST(forks)
TEST(spirals)
TEST(hops)
TEST(redirects)
TEST(redirect_loops)
TEST(failover)
TEST(dead)
TEST(call_ids)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forks),
		cmocka_unit_test(test_spirals),
		cmocka_unit_test(test_hops),
		cmocka_unit_test(test_redirects),
		cmocka_unit_test(test_redirect_loops),
		cmocka_unit_test(test_failover),
		cmocka_unit_test(test_dead),
		cmocka_unit_test(test_call_ids),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
