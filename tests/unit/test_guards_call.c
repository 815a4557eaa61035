/* SPDX-License-Identifier: BSD-2-Clause */
/* What keeps the rules about calls from a false alarm, one detail a case. */
#include "rule_cases.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define SCAN "User-Agent: sip-scan\n" /* suspect, no more */
#define DEMAND "Require: 100rel\n"
#define REFUSE "Unsupported: 100rel\n"
#define END { 100, "clock", NULL }
#define CALL { 0, "A>B INVITE 1", NULL }, { 1, "B>A 200 INVITE 1", NULL }, \
	{ 1.1, "A>B ACK 1 t=2 b=a", NULL }
#define SDP_IS(m) "Content-Type: application/sdp\n\nv=0\no=- 1 1 IN IP4 " \
	"10.0.0.1\ns=-\nc=IN IP4 10.0.0.1\nt=0 0\n" m
#define VOICE "m=audio 4000 RTP/AVP 8\n"

/* 100rel-420: only a try that goes through makes it less. */
static const struct rule_case reliable[] = {
	{ "repeated without, and busy", "busy-everywhere 100rel-420",
	  "error certain", NULL, NULL, NULL, {
		{ 0, "> INVITE 1", DEMAND }, { .1, "< 420 INVITE 1", REFUSE },
		{ .2, "> INVITE 2", NULL }, { 1, "< 486 INVITE 2", NULL },
		END } },
	{ "repeated without, and 503", "status-503 100rel-420", "error certain",
	  NULL, NULL, NULL, {
		{ 0, "> INVITE 1", DEMAND }, { .1, "< 420 INVITE 1", REFUSE },
		{ .2, "> INVITE 2", NULL }, { 1, "< 503 INVITE 2", NULL },
		END } },
	{ "repeated without, and 603", "status-603 100rel-420", "error certain",
	  NULL, NULL, NULL, {
		{ 0, "> INVITE 1", DEMAND }, { .1, "< 420 INVITE 1", REFUSE },
		{ .2, "> INVITE 2", NULL }, { 1, "< 603 INVITE 2", NULL },
		END } },
	{ "repeated as it was, and taken", "100rel-420", "error certain", NULL,
	  NULL, NULL, {
		{ 0, "> INVITE 1", DEMAND }, { .1, "< 420 INVITE 1", REFUSE },
		{ .2, "> INVITE 2", DEMAND }, { 1, "< 200 INVITE 2", NULL },
		{ 1.1, "> ACK+ 2", NULL }, END } },
	{ "more in a line of its own", "require-unsupported", NULL, NULL, NULL,
	  NULL, {
		{ 0, "> INVITE 1", DEMAND "Require: foo\n" },
		{ .1, "< 420 INVITE 1", REFUSE "Unsupported: foo\n" }, END } },
	{ "nobody demanded it", "status-420", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", "Supported: 100rel\n" },
		{ .1, "< 420 INVITE 1", REFUSE }, END } },
};

/* ack-missing */
static const struct rule_case acks[] = {
	{ "the input ends too soon", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { 1, "< 200 INVITE 1", NULL },
		{ 1.5, "< 200 INVITE 1", NULL },
		{ 2.5, "< 200 INVITE 1", NULL } } },
	{ "it ends a copy later", "ack-missing", "error likely", NULL, NULL,
	  NULL, {
		{ 0, "> INVITE 1", NULL }, { 1, "< 200 INVITE 1", NULL },
		{ 1.5, "< 200 INVITE 1", NULL },
		{ 2.5, "< 200 INVITE 1", NULL },
		{ 4.5, "< 200 INVITE 1", NULL } } },
	{ "one copy: the ACK went past the proxy", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { 1, "< 200 INVITE 1", NULL },
		{ 1.5, "< 200 INVITE 1", NULL }, END } },
	{ "the INVITE was not captured", "-", NULL, NULL, NULL, NULL, {
		{ 1, "< 200 INVITE 1", NULL }, { 1.5, "< 200 INVITE 1", NULL },
		{ 2.5, "< 200 INVITE 1", NULL },
		{ 4.5, "< 200 INVITE 1", NULL }, END } },
	{ "the ACK is seen on another way", "-", NULL, NULL, NULL, NULL, {
		{ 0, "A>B INVITE 1", NULL }, { 1, "B>A 200 INVITE 1", NULL },
		{ 1.1, "A>C ACK 1 t=2", NULL },
		{ 1.5, "B>A 200 INVITE 1", NULL },
		{ 2.5, "B>A 200 INVITE 1", NULL },
		{ 4.5, "B>A 200 INVITE 1", NULL }, END } },
	{ "the callee gives up", "ack-missing", "error certain", NULL, NULL,
	  NULL, {
		{ 0, "A>B INVITE 1", NULL }, { 1, "B>A 200 INVITE 1 t=2", NULL },
		{ 1.5, "B>A 200 INVITE 1 t=2", NULL },
		{ 2.5, "B>A 200 INVITE 1 t=2", NULL },
		{ 3, "B>A BYE 1 f=2 t=1", NULL }, { 3.1, "A>B 200 BYE 1 f=2 t=1",
		  NULL } } },
	{ "the caller hangs up", "-", NULL, NULL, NULL, NULL, {
		{ 0, "A>B INVITE 1", NULL }, { 1, "B>A 200 INVITE 1 t=2", NULL },
		{ 1.5, "B>A 200 INVITE 1 t=2", NULL },
		{ 2.5, "B>A 200 INVITE 1 t=2", NULL },
		{ 3, "A>B BYE 2 t=2", NULL }, { 3.1, "B>A 200 BYE 2 t=2",
		  NULL } } },
	{ "another phone of the fork hangs up", "-", NULL, NULL, NULL, NULL, {
		{ 0, "A>B INVITE 1", NULL }, { 1, "B>A 200 INVITE 1 t=3", NULL },
		{ 1.5, "B>A 200 INVITE 1 t=3", NULL },
		{ 2.5, "B>A 200 INVITE 1 t=3", NULL },
		{ 3, "B>A BYE 1 f=2 t=1", NULL }, { 3.1, "A>B 200 BYE 1 f=2 t=1",
		  NULL } } },
};

#define COPIES(contact) { 1, "B>A 200 INVITE 1 t=2", contact }, \
	{ 2, "B>A 200 INVITE 1 t=2", contact }, \
	{ 4, "B>A 200 INVITE 1 t=2", contact }, \
	{ 8, "B>A 200 INVITE 1 t=2", contact }, END
#define ROUTE "Record-Route: <sip:10.0.0.2;lr>\n"

/* ack-not-matching: what is said to differ. */
static const struct rule_case matches[] = {
	{ "another user", "ack-not-matching", NULL, "sip:bob@10.0.0.2", NULL,
	  "| sip:eve@10.0.0.2 | ", {
		{ 0, "A>B INVITE 1", NULL },
		{ 1, "B>A 200 INVITE 1 t=2", "Contact: <sip:bob@10.0.0.2>\n" },
		{ 1.1, "A>B ACK 1 t=2 b=a sip:eve@10.0.0.2", NULL },
		COPIES("Contact: <sip:bob@10.0.0.2>\n") } },
	{ "another port", "ack-not-matching", NULL, NULL, NULL,
	  "| sip:bob@10.0.0.2:5070 | ", {
		{ 0, "A>B INVITE 1", NULL },
		{ 1, "B>A 200 INVITE 1 t=2", "Contact: <sip:bob@10.0.0.2>\n" },
		{ 1.1, "A>B ACK 1 t=2 b=a sip:bob@10.0.0.2:5070", NULL },
		COPIES("Contact: <sip:bob@10.0.0.2>\n") } },
	{ "a loose route changes no URI", "ack-not-matching", NULL, NULL, NULL,
	  "| sip:eve@10.0.0.2 | ", {
		{ 0, "A>B INVITE 1", NULL },
		{ 1, "B>A 200 INVITE 1 t=2", ROUTE },
		{ 1.1, "A>B ACK 1 t=2 b=a sip:eve@10.0.0.2",
		  "Route: <sip:10.0.0.2;lr>\n" },
		COPIES(ROUTE) } },
	{ "one copy may cross the ACK", "-", NULL, NULL, NULL, NULL, {
		{ 0, "A>B INVITE 1", NULL }, { 1, "B>A 200 INVITE 1 t=2", NULL },
		{ 1.1, "A>B ACK 1 t=2 b=a", NULL },
		{ 1.2, "B>A 200 INVITE 1 t=2", NULL },
		{ 2, "B>A 200 INVITE 1 t=2", NULL }, END } },
};

/* ack-non2xx */
static const struct rule_case refusals[] = {
	{ "a suspect", "scan-ua busy-everywhere", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", SCAN }, { 1, "< 486 INVITE 1", NULL },
		{ 1.5, "< 486 INVITE 1", NULL }, { 2.5, "< 486 INVITE 1", NULL },
		{ 4.5, "< 486 INVITE 1", NULL }, END } },
	{ "a phone", "busy-everywhere ack-non2xx", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", "User-Agent: Fone\n" },
		{ 1, "< 486 INVITE 1", NULL },
		{ 1.5, "< 486 INVITE 1", NULL }, { 2.5, "< 486 INVITE 1", NULL },
		{ 4.5, "< 486 INVITE 1", NULL }, END } },
	{ "every hop has its own ACK", "busy-everywhere busy-everywhere "
	  "ack-non2xx", NULL, NULL, NULL, NULL, {
		{ 0, "A>P INVITE 1", NULL }, { .1, "P>B INVITE 1", NULL },
		{ 1, "B>P 486 INVITE 1", NULL }, { 1.1, "P>A 486 INVITE 1", NULL },
		{ 1.2, "A>P ACK 1 t=2", NULL },
		{ 1.5, "B>P 486 INVITE 1", NULL }, { 2.5, "B>P 486 INVITE 1",
		  NULL }, { 4.5, "B>P 486 INVITE 1", NULL }, END } },
};

/* only-100 */
static const struct rule_case silent[] = {
	{ "in a call", "status-503", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE+ 1", NULL }, { .1, "< 100 INVITE+ 1", NULL },
		{ 30, "< 503 INVITE+ 1", NULL } } },
	{ "not even 100", "status-503", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { 30, "< 503 INVITE 1", NULL } } },
	{ "after a quarter of an hour", "status-503", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "< 100 INVITE 1", NULL },
		{ 150, "< 100 INVITE 1", NULL },
		{ 250, "< 503 INVITE 1", NULL } } },
	{ "487 and no CANCEL", "status-487", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "< 100 INVITE 1", NULL },
		{ 30, "< 487 INVITE 1", NULL } } },
	{ "the input ends while it waits", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "< 100 INVITE 1", NULL },
		{ 40, "clock", NULL } } },
	{ "a proxy's timer", "only-100", NULL, "30 s", NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "< 100 INVITE 1", NULL },
		{ 30, "< 408 INVITE 1", NULL } } },
};

#define BYE "B>A BYE 1 f=2 t=1"
#define OK_AT(at) { at, "B>A 200 INVITE 1 t=2", NULL }
#define SE "Session-Expires: 600;refresher=uac\n"
/* drop-32s, drop-900s */
static const struct rule_case drops[] = {
	{ "five copies in 32 s", "-", NULL, NULL, NULL, NULL, {
		OK_AT(0), OK_AT(.5), OK_AT(1.5), OK_AT(3.5), OK_AT(7.5),
		OK_AT(11.5), { 32, BYE, NULL },
		{ 32.1, "A>B 200 BYE 1 f=2 t=1", NULL } } },
	{ "all copies in 32 s", "drop-32s", NULL, NULL, NULL, NULL, {
		OK_AT(0), OK_AT(.5), OK_AT(1.5), OK_AT(3.5), OK_AT(7.5),
		OK_AT(11.5), OK_AT(15.5), OK_AT(19.5), OK_AT(23.5),
		OK_AT(27.5), { 32, BYE, NULL },
		{ 32.1, "A>B 200 BYE 1 f=2 t=1", NULL } } },
	{ "nobody was named to refresh", "drop-900s", "error possible", NULL,
	  NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		{ 1, "< 200 INVITE 1", "Session-Expires: 600\n" },
		{ 1.1, "> ACK+ 1", NULL }, { 569, "< BYE+ 1", NULL },
		{ 569.1, "> 200 BYE+ 1", NULL } } },
	{ "the caller was, and the callee hangs up", "drop-900s", "error likely",
	  NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { 1, "< 200 INVITE 1", SE },
		{ 1.1, "> ACK+ 1", NULL }, { 569, "< BYE+ 1", NULL },
		{ 569.1, "> 200 BYE+ 1", NULL } } },
};

#define WHY(reason) { 0, "> INVITE 1", NULL }, { 1, "< 200 INVITE 1", NULL }, \
	{ 1.1, "> ACK+ 1", NULL }, { 60, "< BYE+ 1", reason }, \
	{ 60.1, "> 200 BYE+ 1", NULL }
#define ASTERISK "User-Agent: Asterisk PBX\n"
/* drop-media-timeout */
static const struct rule_case media[] = {
	{ "cause 2 of another kind", "q850-in-response", NULL, NULL, NULL, NULL,
	  { WHY("Reason: Q.850;cause=2\n") } },
	{ "cause 2 of this kind", "drop-media-timeout", "error likely", NULL,
	  NULL, NULL, { WHY("Reason: RELEASE_CAUSE;cause=2\n") } },
	{ "804 of another kind", "q850-in-response", NULL, NULL, NULL, NULL,
	  { WHY("Reason: Q.850;cause=804\n") } },
	{ "804 of FreeSWITCH", "drop-media-timeout", "error likely", NULL, NULL,
	  NULL, { WHY("Reason: SIP;cause=804\n") } },
	{ "cause 44 of Asterisk", "drop-media-timeout", "error possible", NULL,
	  NULL, NULL, { WHY("Reason: Q.850;cause=44\n" ASTERISK) } },
	{ "cause 44 of somebody else", "q850-in-response", NULL, NULL, NULL,
	  NULL, { WHY("Reason: Q.850;cause=44\n") } },
	{ "cause 44 with words of its own", "q850-in-response", NULL, NULL,
	  NULL, NULL, { WHY("Reason: Q.850;cause=44;text=\"no channel\"\n"
			    ASTERISK) } },
	{ "cause 16 of Asterisk", "-", NULL, NULL, NULL, NULL,
	  { WHY("Reason: Q.850;cause=16\n" ASTERISK) } },
	{ "44 of another kind", "-", NULL, NULL, NULL, NULL,
	  { WHY("Reason: SIP;cause=44\n" ASTERISK) } },
	{ "a subject", "-", NULL, NULL, NULL, NULL,
	  { WHY("Subject: RTP Timeout\n") } },
	{ "a header of the maker", "drop-media-timeout", NULL, NULL, NULL, NULL,
	  { WHY("X-Why: RTP Timeout\n") } },
	{ "an unknown header", "-", NULL, NULL, NULL, NULL,
	  { WHY("Why: RTP Timeout\n") } },
	{ "the same BYE on the next hop", "drop-media-timeout",
	  "error likely", NULL, NULL, NULL, {
		{ 60, "B>P BYE 1 f=2 t=1", "Reason: SIP;cause=804\n" },
		{ 60.1, "P>A BYE 1 f=2 t=1", "Reason: SIP;cause=804\n" } } },
	{ "a BYE that had to log in", "drop-media-timeout* status-407", NULL,
	  NULL, NULL, NULL, {
		{ 60, "B>P BYE 1 f=2 t=1", NULL },
		{ 60.1, "P>B 407 BYE 1 f=2 t=1", NULL },
		{ 60.2, "B>P BYE 2 f=2 t=1", "Reason: SIP;cause=804\n" },
		{ 60.3, "P>B 200 BYE 2 f=2 t=1", NULL } } },
};

/* cseq-mismatch: one dialog, A had 10 last. */
#define LAST { 0, "A>B INVITE 10", NULL }, { 1, "B>A 200 INVITE 10", NULL }, \
	{ 1.1, "A>B ACK 10 t=2 b=a", NULL }
static const struct rule_case numbers[] = {
	{ "lower than the last", "cseq-mismatch", "warning likely", NULL, NULL,
	  NULL, { LAST, { 9, "A>B INFO 5 t=2", NULL },
		  { 9.1, "B>A 200 INFO 5 t=2", NULL } } },
	{ "the other side counts for itself", "-", NULL, NULL, NULL, NULL, {
		LAST, { 9, "B>A INFO 5 f=2 t=1", NULL },
		{ 9.1, "A>B 200 INFO 5 f=2 t=1", NULL } } },
	{ "overtaken by a moment", "-", NULL, NULL, NULL, NULL, {
		LAST, { 8.5, "A>B INFO 12 t=2", NULL },
		{ 8.6, "B>A 200 INFO 12 t=2", NULL },
		{ 9, "A>B INFO 11 t=2", NULL },
		{ 9.1, "B>A 200 INFO 11 t=2", NULL } } },
	{ "another leg with the same Call-ID", "-", NULL, NULL, NULL, NULL, {
		LAST, { 9, "A>C INFO 5 t=2", NULL },
		{ 9.1, "C>A 200 INFO 5 t=2", NULL } } },
	{ "another dialog of the call", "-", NULL, NULL, NULL, NULL, {
		LAST, { 2, "A>B INFO 12 t=2", NULL },
		{ 2.1, "B>A 200 INFO 12 t=2", NULL },
		{ 9, "A>B INFO 11 t=3", NULL },
		{ 9.1, "B>A 200 INFO 11 t=3", NULL } } },
	{ "another caller on this leg", "-", NULL, NULL, NULL, NULL, {
		LAST, { 9, "A>B INFO 5 f=7 t=2", NULL },
		{ 9.1, "B>A 200 INFO 5 f=7 t=2", NULL } } },
	{ "outside of a dialog", "status-404", NULL, NULL, NULL, NULL, {
		{ 0, "A>B OPTIONS 10", NULL }, { .1, "B>A 200 OPTIONS 10", NULL },
		{ 9, "A>B OPTIONS 5", NULL }, { 9.1, "B>A 404 OPTIONS 5", NULL }
	  } },
	{ "refused for something else", "status-415", NULL, NULL, NULL, NULL, {
		LAST, { 9, "A>B INFO 5 t=2", NULL },
		{ 9.1, "B>A 415 INFO 5 t=2", NULL } } },
	{ "refused for it", "cseq-mismatch", "error likely", NULL, NULL, NULL, {
		LAST, { 9, "A>B INFO 5 t=2", NULL },
		{ 9.1, "B>A 500 INFO 5 t=2", NULL } } },
	{ "CANCEL has the number of its INVITE", "cancel-487", NULL, NULL, NULL,
	  NULL, {
		LAST, { 2, "A>B INFO 12 t=2", NULL },
		{ 2.1, "B>A 200 INFO 12 t=2", NULL },
		{ 2.2, "A>B INVITE 13 t=2 b=q", NULL },
		{ 2.3, "B>A 100 INVITE 13 t=2 b=q", NULL },
		{ 2.4, "A>B INFO 14 t=2", NULL },
		{ 2.5, "B>A 200 INFO 14 t=2", NULL },
		{ 9, "A>B CANCEL 13 t=2 b=q", NULL },
		{ 9.1, "B>A 200 CANCEL 13 t=2 b=q", NULL },
		{ 9.1, "B>A 487 INVITE 13 t=2 b=q", NULL },
		{ 9.2, "A>B ACK 13 t=2 b=q", NULL } } },
};

#define TEST(name) static void test_##name(void **state) \
	{ (void)state; rule_cases_run(name, N(name)); }
TEST(reliable)
TEST(acks)
TEST(matches)
TEST(refusals)
TEST(silent)
TEST(drops)
TEST(media)
TEST(numbers)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reliable),
		cmocka_unit_test(test_acks),
		cmocka_unit_test(test_matches),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_silent),
		cmocka_unit_test(test_drops),
		cmocka_unit_test(test_media),
		cmocka_unit_test(test_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
