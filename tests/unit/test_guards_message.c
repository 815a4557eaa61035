/* SPDX-License-Identifier: BSD-2-Clause */
/* What keeps the rules about messages and their way from a false alarm, one detail
 * a case. */
#include "rule_cases.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define SCAN "User-Agent: sip-scan\n" /* suspect, no more */
#define VIA_P "Via: SIP/2.0/UDP 10.0.0.16:5060;branch=z9hG4bKv\n"
#define END { 100, "clock", NULL }
#define HOME "Contact: <sip:alice@10.0.0.1>\n"
#define FORWARDS "Max-Forwards: 70\n"

/* maxfwd-missing, malformed-branch, contact-missing */
static const struct rule_case missing[] = {
	{ "no Max-Forwards", "maxfwd-missing", NULL, NULL, NULL, NULL, {
		{ 0, "bare > INVITE 1", HOME }, { 1, "< 200 INVITE 1", NULL },
		{ 1.1, "> ACK+ 1", NULL } } },
	{ "no Max-Forwards of a suspect", "scan-ua", NULL, NULL, NULL, NULL, {
		{ 0, "bare > INVITE 1", HOME SCAN },
		{ 1, "< 200 INVITE 1", NULL }, { 1.1, "> ACK+ 1", NULL } } },
	{ "without its last piece", "ip-fragment-missing", NULL, NULL, NULL,
	  NULL, {
		{ 0, "A>B INVITE 1 bare x=cut", HOME },
		{ 1, "B>A 200 INVITE 1", NULL }, { 1.1, "A>B ACK 1 t=2 b=a",
		  NULL } } },
	{ "no Contact", "contact-missing", "error certain", NULL, NULL, NULL, {
		{ 0, "bare > INVITE 1", FORWARDS },
		{ 1, "< 200 INVITE 1", NULL }, { 1.1, "> ACK+ 1", NULL } } },
	{ "no Contact of a suspect", "scan-ua", NULL, NULL, NULL, NULL, {
		{ 0, "bare > INVITE 1", FORWARDS SCAN },
		{ 1, "< 200 INVITE 1", NULL }, { 1.1, "> ACK+ 1", NULL } } },
	{ "no Contact, to be sent again with a login", "status-407", NULL, NULL,
	  NULL, NULL, {
		{ 0, "bare > INVITE 1", FORWARDS },
		{ 1, "< 407 INVITE 1", NULL } } },
	{ "likewise, by 401", "status-401", NULL, NULL, NULL, NULL, {
		{ 0, "bare > INVITE 1", FORWARDS },
		{ 1, "< 401 INVITE 1", NULL } } },
	{ "no Contact in the course of a call", "-", NULL, NULL, NULL, NULL, {
		{ 0, "bare > UPDATE+ 1", FORWARDS },
		{ 1, "< 200 UPDATE+ 1", NULL } } },
	{ "and it is refused", "contact-missing status-400", NULL, NULL, NULL,
	  NULL, {
		{ 0, "bare > UPDATE+ 1", FORWARDS },
		{ 1, "< 400 UPDATE+ 1", NULL } } },
	{ "a NOTIFY that nobody asked for", "-", NULL, NULL, NULL, NULL, {
		{ 0, "bare > NOTIFY 1", FORWARDS },
		{ 1, "< 200 NOTIFY 1", NULL } } },
	{ "no Contact where none is needed", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> MESSAGE 1", NULL }, { 1, "bare < 200 MESSAGE 1", NULL },
		{ 2, "2> OPTIONS 1", NULL }, { 3, "bare 2< 200 OPTIONS 1", NULL },
		{ 4, "3> REGISTER 1", NULL },
		{ 5, "bare 3< 200 REGISTER 1", NULL } } },
	{ "a 200 to SUBSCRIBE without Contact", "contact-missing sub-no-notify",
	  NULL, NULL, NULL, NULL, {
		{ 0, "> SUBSCRIBE 1", "Event: dialog\nExpires: 60\n" },
		{ 1, "bare < 200 SUBSCRIBE 1", "Expires: 60\n" }, END } },
};

/* contact-unroutable-host */
#define IN_CALL(uri) { 0, "A>B INVITE 1", NULL }, \
	{ 1, "B>A 200 INVITE 1", NULL }, { 1.1, "A>B ACK 1 t=2 b=a", NULL }, \
	{ 9, "A>B INFO 2 t=2 " uri, NULL }, { 9.1, "B>A 478 INFO 2 t=2", NULL }
static const struct rule_case hosts[] = {
	{ "a bare name", "contact-unroutable-host", NULL, NULL, NULL, NULL,
	  { IN_CALL("sip:bob@pbx") } },
	{ ".local", "contact-unroutable-host", NULL, NULL, NULL, NULL,
	  { IN_CALL("sip:bob@pbx.local") } },
	{ ".lan", "contact-unroutable-host", NULL, NULL, NULL, NULL,
	  { IN_CALL("sip:bob@pbx.LAN") } },
	{ ".invalid of a browser", "status-478", NULL, NULL, NULL, NULL,
	  { IN_CALL("sip:bob@df7jal.invalid") } },
	{ "a bare .invalid", "status-478", NULL, NULL, NULL, NULL,
	  { IN_CALL("sip:bob@a.lan.invalid") } },
	{ "a name of the world", "status-478", NULL, NULL, NULL, NULL,
	  { IN_CALL("sip:bob@pbx.example") } },
	{ "an address", "status-478", NULL, NULL, NULL, NULL,
	  { IN_CALL("sip:bob@10.0.0.2") } },
	{ "not in a call", "status-478", NULL, NULL, NULL, NULL, {
		{ 9, "A>B INFO 2 sip:bob@pbx", NULL },
		{ 9.1, "B>A 478 INFO 2", NULL } } },
};

/* icmp-unreachable, icmp-frag-needed */
static const struct rule_case errors[] = {
	{ "the request met nobody", "icmp-unreachable", NULL, NULL, NULL, NULL, {
		{ 0, "A>B MESSAGE 1", NULL },
		{ .1, "icmp 303 A>B MESSAGE 1", NULL } } },
	{ "a response met nobody", "-", NULL, NULL, NULL, NULL, {
		{ 0, "A>B MESSAGE 1", NULL }, { .1, "B>A 200 MESSAGE 1", NULL },
		{ .2, "icmp 303 B>A 200 MESSAGE 1", NULL } } },
	{ "a response that was not captured did", "-", NULL, NULL, NULL, NULL, {
		{ 0, "A>B MESSAGE 1", NULL },
		{ .2, "icmp 303 B>A 200 MESSAGE 1", NULL } } },
	{ "it was answered before", "-", NULL, NULL, NULL, NULL, {
		{ 0, "A>B MESSAGE 1", NULL }, { .1, "B>A 200 MESSAGE 1", NULL },
		{ .2, "icmp 303 A>B MESSAGE 1", NULL } } },
	{ "too big is not unreachable", "-", NULL, NULL, NULL, NULL, {
		{ 0, "A>B MESSAGE 1", NULL },
		{ .1, "icmp 304 A>B MESSAGE 1", NULL } } },
	{ "time exceeded is not unreachable", "-", NULL, NULL, NULL, NULL, {
		{ 0, "A>B MESSAGE 1", NULL },
		{ .1, "icmp 1100 A>B MESSAGE 1", NULL } } },
	{ "the copy is too big as well", "icmp-frag-needed", NULL, NULL, NULL,
	  NULL, {
		{ 0, "A>B MESSAGE 1", NULL },
		{ .1, "icmp 304 A>B MESSAGE 1", NULL },
		{ .5, "A>B MESSAGE 1", NULL },
		{ .6, "icmp 304 A>B MESSAGE 1", NULL } } },
	{ "the copy went through in pieces", "-", NULL, NULL, NULL, NULL, {
		{ 0, "A>B MESSAGE 1", NULL },
		{ .1, "icmp 304 A>B MESSAGE 1", NULL },
		{ .5, "A>B MESSAGE 1", NULL },
		{ .6, "B>A 200 MESSAGE 1", NULL },
		{ .7, "icmp 304 A>B MESSAGE 1", NULL } } },
	{ "the response is too big", "-", NULL, NULL, NULL, NULL, {
		{ 0, "A>B MESSAGE 1", NULL }, { .5, "A>B MESSAGE 1", NULL },
		{ .6, "icmp 304 B>A 200 MESSAGE 1", NULL } } },
	{ "another code of type 3", "icmp-unreachable", NULL, NULL, NULL, NULL,
	  { { 0, "A>B MESSAGE 1", NULL }, { .5, "A>B MESSAGE 1", NULL },
	    { .6, "icmp 310 A>B MESSAGE 1", NULL } } },
};

/* no-answer-any, no-answer-nonivite, ip-fragment-missing */
static const struct rule_case silence[] = {
	{ "7.2 s are enough for INVITE", "no-answer-any", "error possible",
	  NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { 0, "seen", NULL },
		{ .5, "> INVITE 1", NULL }, { 1.5, "> INVITE 1", NULL },
		{ 3.5, "> INVITE 1", NULL }, { 7.2, "clock", NULL } } },
	{ "and not for others", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> MESSAGE 1", NULL }, { 0, "seen", NULL },
		{ .5, "> MESSAGE 1", NULL }, { 1.5, "> MESSAGE 1", NULL },
		{ 3.5, "> MESSAGE 1", NULL }, { 7.2, "clock", NULL } } },
	{ "three copies in 20 s", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { 0, "seen", NULL },
		{ .5, "> INVITE 1", NULL }, { 1.5, "> INVITE 1", NULL },
		{ 20, "clock", NULL } } },
	{ "the answer comes from another port", "-", NULL, NULL,
	  NULL, NULL, {
		{ 0, "A>B MESSAGE 1 b=1", NULL },
		{ .5, "A>B MESSAGE 1 b=1", NULL },
		{ 1.5, "A>B MESSAGE 1 b=1", NULL },
		{ 3.5, "A>B MESSAGE 1 b=1", NULL },
		{ 4, "b>A 200 MESSAGE 1 b=1", NULL }, END } },
	{ "a ping", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> OPTIONS 1", NULL }, { 0, "seen", NULL },
		{ .5, "> OPTIONS 1", NULL }, { 1.5, "> OPTIONS 1", NULL },
		{ 3.5, "> OPTIONS 1", NULL }, END } },
	{ "a piece is lost, both ways are seen", "ip-fragment-missing",
	  "error likely", NULL, NULL, NULL, {
		{ 0, "seen", NULL }, { 0, "cut 2 > INVITE 1", NULL },
		{ 1.5, "cut 2 > INVITE 1", NULL }, END } },
	{ "a piece is lost, one way is seen", "ip-fragment-missing",
	  "error possible", NULL, NULL, NULL, {
		{ 0, "cut 2 > INVITE 1", NULL },
		{ 1.5, "cut 2 > INVITE 1", NULL }, END } },
	{ "no later piece of anything", "ip-fragment-missing",
	  "error possible", NULL, NULL, NULL, {
		{ 0, "seen", NULL }, { 0, "cut 1 > INVITE 1", NULL },
		{ 1.5, "cut 1 > INVITE 1", NULL }, END } },
	{ "all of it came in the end", "ip-fragment-missing", "warning likely",
	  NULL, NULL, NULL, {
		{ 0, "seen", NULL }, { 0, "cut 2 > MESSAGE 1", NULL },
		{ .5, "> MESSAGE 1", NULL }, { .6, "< 200 MESSAGE 1", NULL },
		END } },
};

/* hops-483, loop-482, merged-482 */
#define MF(n) "Max-Forwards: " #n "\n"
#define SAME(branch) "A>P INVITE 1 b=" branch
static const struct rule_case hops[] = {
	{ "a call with few hops", "hops-483", "error likely", NULL, NULL, NULL,
	  { { 0, "> INVITE 1", MF(0) }, { .1, "< 483 INVITE 1", NULL } } },
	{ "a probe of the way", "hops-483", "info likely", NULL, NULL, NULL, {
		{ 0, "> OPTIONS 1", MF(1) }, { .1, "< 483 OPTIONS 1", NULL } } },
	{ "a ping with all hops", "hops-483", "error likely", NULL, NULL, NULL, {
		{ 0, "> OPTIONS 1", MF(70) }, { .1, "< 483 OPTIONS 1", NULL } } },
	{ "a ping that says nothing of hops", "maxfwd-missing hops-483",
	  "error likely", NULL, NULL, NULL, {
		{ 0, "bare > OPTIONS 1", NULL }, { .1, "< 483 OPTIONS 1", NULL } } },
	{ "handed back", "hops-483 hops-483", "info likely", NULL, NULL, NULL, {
		{ 0, "A>P INVITE 1", MF(1) }, { .1, "P>B INVITE 1", VIA_P MF(0) },
		{ .2, "B>P 483 INVITE 1", VIA_P },
		{ .3, "P>A 483 INVITE 1", NULL } } },
	{ "of two calls each has its own", "hops-483 hops-483", "error likely",
	  NULL, NULL, NULL, {
		{ 0, "A>P INVITE 1", MF(0) }, { .1, "P>A 483 INVITE 1", NULL },
		{ 2, "A>P INVITE 2", MF(0) }, { 2.1, "P>A 483 INVITE 2", NULL } } },
	{ "back twice", "loop-482", NULL, NULL, NULL, NULL, {
		{ 0, SAME("1"), NULL }, { .1, SAME("2"), VIA_P },
		{ .2, SAME("3"), VIA_P } } },
	{ "back twice in a dialog", "-", NULL, NULL, NULL, NULL, {
		{ 0, SAME("1 t=2"), NULL }, { .1, SAME("2 t=2"), VIA_P },
		{ .2, SAME("3 t=2"), VIA_P } } },
	{ "back once", "-", NULL, NULL, NULL, NULL, {
		{ 0, SAME("1"), NULL }, { .1, SAME("2"), VIA_P } } },
	{ "a copy is no visit", "-", NULL, NULL, NULL, NULL, {
		{ 0, SAME("1"), NULL }, { .1, SAME("2"), VIA_P },
		{ .6, SAME("2"), VIA_P }, { 1.6, SAME("2"), VIA_P } } },
	{ "in and out is one visit", "-", NULL, NULL, NULL, NULL, {
		{ 0, "A>P INVITE 1 b=1", NULL }, { 0, "P>B INVITE 1 b=2", VIA_P },
		{ .1, "A>P INVITE 2 b=3", NULL },
		{ .1, "P>B INVITE 2 b=4", VIA_P },
		{ .2, "A>P INVITE 3 b=5", NULL },
		{ .2, "P>B INVITE 3 b=6", VIA_P } } },
};

/* malformed-message */
#define TWICE "Max-Forwards: 70\nMax-Forwards: 70\n"
static const struct rule_case malformed[] = {
	{ "no answer", "malformed-message* no-answer-nonivite", "error likely", NULL, NULL, NULL,
	  { { 0, "> MESSAGE 1", TWICE }, { 0, "seen", NULL },
	    { .5, "> MESSAGE 1", TWICE }, END } },
	{ "taken", "malformed-message", "warning likely", NULL, NULL,
	  "Max-Forwards: 70 | 70 | the fault",
	  { { 0, "> MESSAGE 1", TWICE }, { .1, "< 200 MESSAGE 1", NULL } } },
	{ "refused for it", "malformed-message", NULL, NULL, NULL, NULL,
	  { { 0, "> MESSAGE 1", TWICE }, { .1, "< 400 MESSAGE 1", NULL } } },
	{ "refused for its size", "malformed-message", NULL, NULL, NULL, NULL,
	  { { 0, "> MESSAGE 1", TWICE }, { .1, "< 413 MESSAGE 1", NULL } } },
	{ "refused for its version", "malformed-message", NULL, NULL, NULL,
	  NULL, { { 0, "> MESSAGE 1", TWICE }, { .1, "< 505 MESSAGE 1", NULL } } },
	{ "refused for something else", "status-404", NULL, NULL, NULL, NULL,
	  { { 0, "> MESSAGE 1", TWICE }, { .1, "< 404 MESSAGE 1", NULL } } },
	{ "of a suspect", "scan-ua malformed-message", "info likely", NULL,
	  NULL, NULL, { { 0, "> MESSAGE 1", TWICE SCAN },
			{ .1, "< 200 MESSAGE 1", NULL } } },
	{ "cut off", "msg-truncated", NULL, NULL, NULL, NULL,
	  { { 0, "snap > MESSAGE 1", TWICE },
	    { .1, "< 200 MESSAGE 1", NULL } } },
};

/* anonymous-433 */
#define WITHHELD "Privacy: id\n"
#define CAUSE(n) "Reason: Q.850;cause=" #n "\n"
static const struct rule_case anonymous[] = {
	{ "refused by cause 24", "anonymous-433", "warning likely", NULL, NULL,
	  NULL, { { 0, "> INVITE 1", WITHHELD },
		  { .1, "< 403 INVITE 1", CAUSE(24) } } },
	{ "another cause", "status-603", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", WITHHELD },
		{ .1, "< 603 INVITE 1", CAUSE(21) } } },
	{ "no cause", "status-603", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", WITHHELD }, { .1, "< 603 INVITE 1", NULL } } },
	{ "by 433", "anonymous-433", "warning certain", NULL, NULL, NULL, {
		{ 0, "> INVITE 1", WITHHELD }, { .1, "< 433 INVITE 1", NULL } } },
	{ "the number is shown", "status-433", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "< 433 INVITE 1", NULL } } },
	{ "something else is withheld", "status-433", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", "Privacy: header;session\n" },
		{ .1, "< 433 INVITE 1", NULL } } },
};

/* emergency-failure, emergency-location */
#define HELP "urn:service:sos"
static const struct rule_case help[] = {
	{ "cancelled", "cancel-487", NULL, NULL, NULL, NULL, {
		{ 0, "A>B INVITE 1 " HELP, NULL }, { .1, "B>A 100 INVITE 1", NULL },
		{ 1, "A>B CANCEL 1 " HELP, NULL },
		{ 1.1, "B>A 200 CANCEL 1", NULL },
		{ 1.1, "B>A 487 INVITE 1", NULL }, END } },
	{ "cancelled, and refused meanwhile", "busy-everywhere", NULL, NULL,
	  NULL, NULL, {
		{ 0, "A>B INVITE 1 " HELP, NULL }, { .1, "B>A 100 INVITE 1", NULL },
		{ 1, "A>B CANCEL 1 " HELP, NULL },
		{ 1.1, "B>A 200 CANCEL 1", NULL },
		{ 1.1, "B>A 486 INVITE 1", NULL }, END } },
	{ "a change of the call", "status-486", NULL, NULL, NULL, NULL, {
		{ 0, "A>B INVITE 1 t=2 " HELP, NULL },
		{ 1, "B>A 486 INVITE 1", NULL }, END } },
	{ "another branch takes it", "busy-everywhere", NULL, NULL, NULL, NULL, {
		{ 0, "A>P INVITE 1 " HELP, NULL },
		{ .1, "P>B INVITE 1 b=1 " HELP, VIA_P },
		{ .1, "P>C INVITE 1 b=2 " HELP, VIA_P },
		{ 1, "B>P 486 INVITE 1 b=1", VIA_P },
		{ 2, "C>P 200 INVITE 1 b=2", VIA_P },
		{ 2.1, "P>A 200 INVITE 1", NULL }, END } },
	{ "another branch still rings", "busy-everywhere", NULL, NULL, NULL,
	  NULL, {
		{ 0, "A>P INVITE 1 " HELP, NULL },
		{ 0, "P>A 100 INVITE 1", NULL },
		{ .1, "P>B INVITE 1 b=1 " HELP, VIA_P },
		{ .1, "P>C INVITE 1 b=2 " HELP, VIA_P },
		{ .2, "C>P 180 INVITE 1 b=2", VIA_P },
		{ 1, "B>P 486 INVITE 1 b=1", VIA_P },
		{ 60, "clock", NULL } } },
	{ "the place, in a call", "-", NULL, NULL, NULL, NULL, {
		{ 0, "A>B INVITE 1 t=2 " HELP, NULL },
		{ 1, "B>A 200 INVITE 1", "Geolocation-Error: 100\n" } } },
};

#define TEST(name) static void test_##name(void **state) \
	{ (void)state; rule_cases_run(name, N(name)); }
TEST(missing)
TEST(hosts)
TEST(errors)
TEST(silence)
TEST(hops)
TEST(malformed)
TEST(anonymous)
TEST(help)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_missing),
		cmocka_unit_test(test_hosts),
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_silence),
		cmocka_unit_test(test_hops),
		cmocka_unit_test(test_malformed),
		cmocka_unit_test(test_anonymous),
		cmocka_unit_test(test_help),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
