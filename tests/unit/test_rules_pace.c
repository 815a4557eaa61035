/* SPDX-License-Identifier: BSD-2-Clause */
/* How fast, how often, and where next: cases that differ in one detail from those
 * in the files of their findings, the detail that decides. */
#include "rule_cases.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define SDP(v, port) "Content-Type: application/sdp\n\nv=0\no=- 1 " v \
	" IN IP4 10.0.0.1\ns=-\nc=IN IP4 10.0.0." port "\nt=0 0\n" \
	"m=audio 4000 RTP/AVP 8\n"
#define CALL { 0, "> INVITE 1", SDP("1", "1") }, \
	{ 1, "< 200 INVITE 1", SDP("2", "2") }, { 1.1, "> ACK+ 1", NULL }
#define CHANGE(at, n, extra, answer, more) { at, "> UPDATE+ " n, extra }, \
	{ at + .05, "< " answer " UPDATE " n, more }
#define HOPS(at, n) { at, "A>P UPDATE " n " t=2", SDP(n, n) }, \
	{ at + .01, "P>a UPDATE " n " t=2", SDP(n, n) }, \
	{ at + .02, "a>P 200 UPDATE " n " t=2", NULL }, \
	{ at + .03, "P>A 200 UPDATE " n " t=2", NULL }
#define TO(at, n, v) CHANGE(at, n, SDP(v, v), "200", NULL)
#define INVITE(at, n, v) { at, "> INVITE+ " n, SDP(v, v) }, \
	{ at + .05, "< 200 INVITE " n, SDP(v, "2") }, { at + .1, "> ACK+ " n, NULL }
#define FIVE TO(3, "2", "1"), TO(4, "3", "2"), TO(5, "4", "3"), \
	TO(6, "5", "4"), TO(7, "6", "5")

static const struct rule_case loops[] = {
	{ "six times", "reinvite-loop", "warning likely", NULL, NULL, NULL, {
		CALL, FIVE, TO(8, "7", "6") } },
	{ "six times with INVITE", "reinvite-loop", "warning likely", NULL,
	  NULL, NULL, {
		CALL, INVITE(3, "2", "1"), INVITE(4, "3", "2"),
		INVITE(5, "4", "3"), INVITE(6, "5", "4"), INVITE(7, "6", "5"),
		INVITE(8, "7", "6") } },
	{ "six times in 9.9 s", "reinvite-loop", NULL, NULL, NULL, NULL, {
		CALL, FIVE, TO(12.9, "7", "6") } },
	{ "six times in 10.1 s", "-", NULL, NULL, NULL, NULL, {
		CALL, FIVE, TO(13.1, "7", "6") } },
	{ "three times, on two hops to one address", "-", NULL, NULL, NULL,
	  NULL, {
		{ 0, "A>P INVITE 1", SDP("1", "1") },
		{ 0, "P>a INVITE 1", SDP("1", "1") },
		{ 1, "a>P 200 INVITE 1", SDP("1", "2") },
		{ 1, "P>A 200 INVITE 1", SDP("1", "2") },
		{ 1.1, "A>P ACK 1 t=2 b=a", NULL },
		{ 1.1, "P>a ACK 1 t=2 b=a2", NULL },
		HOPS(2, "2"), HOPS(3, "3"), HOPS(4, "4") } },
	{ "one without SDP", "-", NULL, NULL, NULL, NULL, {
		CALL, FIVE, CHANGE(8, "7", NULL, "200", NULL) } },
	{ "one of the five without SDP", "-", NULL, NULL, NULL, NULL, {
		CALL, TO(3, "2", "1"), TO(4, "3", "2"),
		CHANGE(5, "4", NULL, "200", NULL), TO(6, "5", "4"),
		TO(7, "6", "5"), TO(8, "7", "6") } },
	{ "one challenged", "status-401", NULL, NULL, NULL, NULL, {
		CALL, TO(3, "2", "1"), TO(4, "3", "2"),
		CHANGE(5, "4", SDP("3", "3"), "401", "WWW-Authenticate: "
		       "Digest realm=\"x\", nonce=\"n\"\n"),
		TO(5.1, "5", "4"), TO(7, "6", "5"), TO(8, "7", "6") } },
	{ "one met another", "glare-491", NULL, NULL, NULL, NULL, {
		CALL, TO(3, "2", "1"), TO(4, "3", "2"),
		CHANGE(5, "4", SDP("3", "3"), "491", NULL), TO(6, "5", "4"),
		TO(7, "6", "5"), TO(8, "7", "6") } },
	{ "something else among them", "-", NULL, NULL, NULL, NULL, {
		CALL, FIVE, { 8, "> INFO+ 7", "Content-Type: text/plain\n\nx\n" },
		{ 8.1, "< 200 INFO 7", NULL } } },
	{ "three, seen on two hops", "-", NULL, NULL, NULL, NULL, {
		{ 3, "A>P UPDATE 2 t=2", SDP("2", "1") },
		{ 3.1, "P>B UPDATE 2 t=2 b=x", SDP("2", "1") },
		{ 3.2, "B>P 200 UPDATE 2 b=x", NULL },
		{ 3.3, "P>A 200 UPDATE 2", NULL },
		{ 4, "A>P UPDATE 3 t=2", SDP("3", "2") },
		{ 4.1, "P>B UPDATE 3 t=2 b=y", SDP("3", "2") },
		{ 4.2, "B>P 200 UPDATE 3 b=y", NULL },
		{ 4.3, "P>A 200 UPDATE 3", NULL },
		{ 5, "A>P UPDATE 4 t=2", SDP("4", "1") },
		{ 5.1, "P>B UPDATE 4 t=2 b=z", SDP("4", "1") },
		{ 5.2, "B>P 200 UPDATE 4 b=z", NULL },
		{ 5.3, "P>A 200 UPDATE 4", NULL } } },
};

#define TIMED(v) { 0, "> INVITE 1", SDP("1", "1") }, \
	{ 1, "< 200 INVITE 1", "Session-Expires: " v "\n" SDP("2", "2") }, \
	{ 1.1, "> ACK+ 1", NULL }
#define BYE(at) { at, "< BYE+ 1", NULL }, { at + .1, "> 200 BYE 1", NULL }
#define BYE_A(at) { at, "> BYE+ 9", NULL }, { at + .1, "< 200 BYE 9", NULL }

static const struct rule_case timers[] = {
	{ "the refresher itself hangs up late", "timer-refresh-missed",
	  "warning likely", NULL, NULL, NULL, {
		TIMED("90;refresher=uac"), BYE_A(91) } },
	{ "the other side hangs up, 34 s too late", "timer-refresh-missed",
	  "error likely", NULL, NULL, NULL, {
		TIMED("90;refresher=uac"), BYE(94) } },
	{ "the other side hangs up, 40 s too late", "timer-refresh-missed",
	  "warning likely", NULL, NULL, NULL, {
		TIMED("90;refresher=uac"), BYE(102) } },
	{ "before it was due", "-", NULL, NULL, NULL, NULL, {
		TIMED("90;refresher=uac"), BYE(55) } },
	{ "nobody hung up", "-", NULL, NULL, NULL, NULL, {
		TIMED("90;refresher=uac"), { 300, "clock", NULL } } },
	{ "refreshed with UPDATE", "-", NULL, NULL, NULL, NULL, {
		TIMED("90;refresher=uac"),
		{ 45, "> UPDATE+ 2", "Session-Expires: 90;refresher=uac\n" },
		{ 45.1, "< 200 UPDATE 2", "Session-Expires: 90;refresher=uac\n" },
		BYE(100) } },
	{ "refreshed once, and not again", "timer-refresh-missed", NULL, NULL,
	  NULL, NULL, {
		TIMED("90;refresher=uac"),
		{ 45, "> UPDATE+ 2", "Session-Expires: 90;refresher=uac\n" },
		{ 45.1, "< 200 UPDATE 2", "Session-Expires: 90;refresher=uac\n" },
		BYE(136) } },
	{ "the refresh was refused", "status-500 timer-refresh-failed", NULL,
	  NULL, NULL, NULL, {
		TIMED("90;refresher=uac"), { 45, "> UPDATE+ 2", NULL },
		{ 45.1, "< 500 UPDATE 2", NULL }, BYE_A(75) } },
	{ "a refresh with a login", "status-401", NULL, NULL, NULL,
	  NULL, {
		TIMED("90;refresher=uac"), { 45, "> UPDATE+ 2", NULL },
		{ 45.1, "< 401 UPDATE 2", "WWW-Authenticate: Digest "
			"realm=\"x\", nonce=\"n\"\n" },
		{ 45.2, "> UPDATE+ 3", "Session-Expires: 90;refresher=uac\n" },
		{ 45.3, "< 200 UPDATE 3", "Session-Expires: 90;refresher=uac\n" },
		BYE_A(46) } },
	{ "a refresh with too short a time", "status-422", NULL, NULL, NULL,
	  NULL, {
		TIMED("90;refresher=uac"), { 45, "> UPDATE+ 2", NULL },
		{ 45.1, "< 422 UPDATE 2", "Min-SE: 200\n" }, BYE_A(46) } },
};

#define RR(uri) "Record-Route: <" uri ">\n"
#define STRICT RR("sip:10.0.0.16")
#define ROUTE "Route: <sip:10.0.0.16>\n"
#define SET_UP(rr) { 0, "A>P INVITE 1", NULL }, { .3, "P>A 200 INVITE 1", rr }, \
	{ .4, "A>P ACK 1 b=a t=2", ROUTE }
#define FAILS(method, code) { 5, "A>P " method " 2 t=2", ROUTE }, \
	{ 5.1, "P>A " code " " method " 2", NULL }

static const struct rule_case strict[] = {
	{ "UPDATE fails", "route-strict route-strict* status-404",
	  "warning certain", NULL, NULL, NULL, {
		SET_UP(STRICT), FAILS("UPDATE", "404") } },
	{ "INFO fails", "route-strict route-strict* status-404",
	  "warning certain", NULL, NULL, NULL, {
		SET_UP(STRICT), FAILS("INFO", "404") } },
	{ "INFO fails, and no strict router", "status-404", NULL, NULL, NULL,
	  NULL, { SET_UP(RR("sip:10.0.0.16;lr")), FAILS("INFO", "404") } },
	{ "INFO is refused where it was to go", "route-strict status-415", NULL,
	  NULL, NULL, NULL, { SET_UP(STRICT), FAILS("INFO", "415") } },
	{ "told once", "route-strict", NULL, NULL, NULL, NULL, {
		SET_UP(STRICT), { 5, "A>P INVITE 2 t=2", ROUTE },
		{ 5.1, "P>A 200 INVITE 2", STRICT },
		{ 5.2, "A>P ACK 2 t=2 b=w", ROUTE } } },
	{ "refused", "busy-everywhere", NULL, NULL, NULL, NULL, {
		{ 0, "A>P INVITE 1", NULL }, { .3, "P>A 486 INVITE 1", STRICT },
		{ .4, "A>P ACK 1 t=2", NULL } } },
};

static const struct rule_case slow[] = {
	{ "over TCP", "-", NULL, NULL, NULL, NULL, {
		{ 0, "tcp", NULL }, { 0, "> INVITE 1", NULL },
		{ .5, "> INVITE 1", NULL }, { 2.5, "< 100 INVITE 1", NULL },
		{ 3, "< 200 INVITE 1", NULL }, { 3.1, "> ACK+ 1", NULL } } },
	{ "without a copy", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { 2.5, "< 100 INVITE 1", NULL },
		{ 3, "< 200 INVITE 1", NULL }, { 3.1, "> ACK+ 1", NULL } } },
	{ "the 100 answers the second copy", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .5, "> INVITE 1", NULL },
		{ 1.5, "> INVITE 1", NULL }, { 1.85, "< 100 INVITE 1", NULL },
		{ 3, "< 200 INVITE 1", NULL }, { 3.1, "> ACK+ 1", NULL } } },
	{ "the 100 comes long after the second copy", "slow-100", NULL, NULL,
	  NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .5, "> INVITE 1", NULL },
		{ 1.5, "> INVITE 1", NULL }, { 1.95, "< 100 INVITE 1", NULL },
		{ 3, "< 200 INVITE 1", NULL }, { 3.1, "> ACK+ 1", NULL } } },
	{ "180 comes late, 100 was soon", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "< 100 INVITE 1", NULL },
		{ .5, "> INVITE 1", NULL }, { 2.5, "< 180 INVITE 1", NULL },
		{ 3, "< 200 INVITE 1", NULL }, { 3.1, "> ACK+ 1", NULL } } },
	{ "its fragments were lost", "ip-fragment-missing", NULL, NULL, NULL,
	  NULL, {
		{ 0, "cut 2 > INVITE 1", NULL }, { .5, "cut 2 > INVITE 1", NULL },
		{ 2.5, "< 100 INVITE 1", NULL }, { 3, "< 200 INVITE 1", NULL },
		{ 3.1, "> ACK+ 1", NULL } } },
};

#define TRIED(at, ends, cseq) { at, ends " INVITE " cseq, NULL }

static const struct rule_case failover[] = {
	{ "503 after the next was asked", "status-503 busy-everywhere", NULL,
	  NULL, NULL, NULL, {
		TRIED(0, "A>B", "1"), TRIED(.3, "A>C", "1"),
		{ .4, "B>A 503 INVITE 1", NULL }, { .5, "C>A 486 INVITE 1", NULL } } },
	{ "another request was refused with 503", "status-503 busy-everywhere",
	  NULL, NULL, NULL, NULL, {
		{ 0, "A>B OPTIONS 1", NULL }, { .1, "B>A 503 OPTIONS 1", NULL },
		TRIED(.3, "A>C", "2"), { .4, "C>A 486 INVITE 2", NULL } } },
	{ "REGISTER to a dead server each time", "status-503 srv-failover "
	  "status-503 srv-failover status-503 srv-failover", "info likely",
	  NULL, NULL, NULL, {
#define REG(at, c) { at, "A>B REGISTER 1 u=al c=" c, "Contact: <sip:10.0.0.1>\n" }, \
		{ at, "B>A 503 REGISTER 1 u=al c=" c, NULL }, \
		{ at, "A>C REGISTER 2 u=al c=" c, "Contact: <sip:10.0.0.1>\n" }, \
		{ at, "C>A 200 REGISTER 2 u=al c=" c, \
		  "Contact: <sip:10.0.0.1>;expires=600\n" }
		REG(0, "1"), REG(300, "2"), REG(600, "3") } },
};

#define KIT "User-Agent: friendly-scanner\n"
#define CALLED(number, code, more) { 0, "1>S INVITE 1 u=" number, KIT }, \
	{ .1, "S>1 " code " INVITE 1 u=" number, more }
#define ENDS(number) { 1, "S>1 486 INVITE 1 u=" number, NULL }

static const struct rule_case answered[] = {
	{ "it rings outside", "scan-answered scan-ua", NULL, NULL, NULL, NULL, {
		CALLED("0015550100", "180", NULL), ENDS("0015550100") } },
	{ "sound from outside", "scan-answered scan-ua", NULL, NULL, NULL, NULL, {
		CALLED("0015550100", "183", NULL), ENDS("0015550100") } },
	{ "it is queued", "scan-ua", NULL, NULL, NULL, NULL, {
		CALLED("0015550100", "182", NULL), ENDS("0015550100") } },
	{ "an extension rings", "scan-ua", NULL, NULL, NULL, NULL, {
		CALLED("100", "180", NULL), ENDS("100") } },
	{ "a re-INVITE", "scan-ua", NULL, NULL, NULL, NULL, {
		{ 0, "1>S OPTIONS 1", KIT }, { .1, "S>1 404 OPTIONS 1", NULL },
		{ .2, "1>S INVITE 2 t=2", KIT }, { .3, "S>1 200 INVITE 2", NULL },
		{ .4, "1>S ACK 2 t=2 b=q", NULL } } },
	{ "a message is taken", "scan-ua", NULL, NULL, NULL, NULL, {
		{ 0, "1>S MESSAGE 1", KIT }, { .1, "S>1 200 MESSAGE 1", NULL } } },
	{ "told at the first hop alone", "scan-answered scan-ua", NULL, NULL,
	  NULL, NULL, {
		{ 0, "1>P INVITE 1 u=100", KIT },
		{ .1, "P>S INVITE 1 u=100 b=x", "Via: SIP/2.0/UDP "
			"203.0.113.1:5060;branch=z9hG4bK1P1\n" KIT },
		{ .2, "S>P 200 INVITE 1 u=100 b=x", "Via: SIP/2.0/UDP "
			"203.0.113.1:5060;branch=z9hG4bK1P1\n" },
		{ .3, "P>1 200 INVITE 1 u=100", NULL },
		{ .4, "1>P ACK 1 u=100 t=2 b=y", NULL },
		{ .5, "P>S ACK 1 u=100 t=2 b=z", "Via: SIP/2.0/UDP "
			"203.0.113.1:5060;branch=z9hG4bKy\n" },
		{ 100, "clock", NULL } } },
	{ "the second hop lasts longer", "scan-answered scan-ua", NULL, NULL,
	  NULL, NULL, {
		{ 0, "1>P INVITE 1 u=100", KIT },
		{ .1, "P>S INVITE 1 u=100 b=x", "Via: SIP/2.0/UDP "
			"203.0.113.1:5060;branch=z9hG4bK1P1\n" KIT },
		{ .2, "S>P 200 INVITE 1 u=100 b=x", "Via: SIP/2.0/UDP "
			"203.0.113.1:5060;branch=z9hG4bK1P1\n" },
		{ .3, "P>1 200 INVITE 1 u=100", NULL },
		{ .4, "1>P ACK 1 u=100 t=2 b=y", NULL } } },
};

#define TEST(name) static void test_##name(void **state) \
	{ (void)state; rule_cases_run(name, N(name)); }
TEST(loops)
TEST(timers)
TEST(strict)
TEST(slow)
TEST(failover)
TEST(answered)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_loops),
		cmocka_unit_test(test_timers),
		cmocka_unit_test(test_strict),
		cmocka_unit_test(test_slow),
		cmocka_unit_test(test_failover),
		cmocka_unit_test(test_answered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
