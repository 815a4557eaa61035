/* SPDX-License-Identifier: BSD-2-Clause */
/* What says more silences what says less: both hold here, and one is told; and
 * next to it the same where only one holds. */
#include "rule_cases.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define NOTHING NULL, NULL, NULL, NULL
#define TYPE "Content-Type: application/sdp\n\n"
#define A(media) TYPE "v=0\no=- 1 1 IN IP4 10.0.0.1\ns=-\n" \
	"c=IN IP4 10.0.0.1\nt=0 0\n" media
#define B(media) TYPE "v=0\no=- 1 1 IN IP4 10.0.0.2\ns=-\n" \
	"c=IN IP4 10.0.0.2\nt=0 0\n" media
#define KEYS "m=audio 4000 RTP/AVP 18 101\n" \
	"a=rtpmap:101 telephone-event/8000\n"
#define G729 "m=audio 4000 RTP/AVP 18\n"
#define VIDEO "m=video 4002 RTP/AVP 31\n"
#define SAVP "m=audio 4000 RTP/SAVP 18\na=crypto:1 AES_CM_128_HMAC_SHA1_80 " \
	"inline:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5\n"
#define PAIR(offer, answer) { \
		{ 0, "> INVITE 1", offer }, { .1, "< 200 INVITE 1", answer }, \
		{ .2, "> ACK+ 1", NULL }, { 60, "clock", NULL } }

/* dtmf-absent */
static const struct rule_case keys[] = {
	{ "no keys", "dtmf-absent", "warning likely", NULL, NULL, NULL,
	  PAIR(A(KEYS), B(G729)) },
	{ "no keys, and another profile", "sdp-profile", NOTHING,
	  PAIR(A(KEYS), B(SAVP)) },
	{ "no keys, and with video", "dtmf-absent", NOTHING,
	  PAIR(A(KEYS VIDEO), B(G729 VIDEO)) },
	{ "no keys, and a line too few", "sdp-mline-count", NOTHING,
	  PAIR(A(KEYS VIDEO), B(G729)) },
};

#define ID "P-Asserted-Identity: <sip:123@x>\n"
#define CALL(code, extra) { { 0, "> INVITE 1", ID }, \
	{ .1, "< " code, extra } }
#define BLAME "Reason: SIP;cause=403;text=\"caller not allowed\"\n"

/* callerid-rejected */
static const struct rule_case callers[] = {
	{ "the caller is to blame", "callerid-rejected", NOTHING,
	  CALL("403 INVITE 1 Forbidden", BLAME) },
	{ "the caller, by an old signature", "stir-403-stale", NOTHING,
	  CALL("403 INVITE 1 Stale Date", BLAME) },
	{ "the caller, to 112", "callerid-rejected emergency-failure", NOTHING, {
		{ 0, "A>B INVITE 1 u=112", ID },
		{ .1, "B>A 403 INVITE 1 u=112", BLAME },
		{ 40, "clock", NULL } } },
	{ "the caller, to 1125", "callerid-rejected", NOTHING, {
		{ 0, "A>B INVITE 1 u=1125", ID },
		{ .1, "B>A 403 INVITE 1 u=1125", BLAME },
		{ 40, "clock", NULL } } },
};

#define HUB " sip:sip.pstnhub.microsoft.com "
#define PING(at, n, host) \
	{ at, "A>B OPTIONS" HUB "1 bare c=" n, "Max-Forwards: 70\n" \
		"Contact: <sip:" host ">\n" }
#define PINGS(host) { \
	{ -1, "B>A OPTIONS 7", NULL }, { -.9, "A>B 200 OPTIONS 7", NULL }, \
	PING(0, "1", host), PING(20, "2", host), PING(40, "3", host), \
	{ 90, "clock", NULL } }

/* options-fail */
static const struct rule_case pings[] = {
	{ "no answer", "options-fail", NOTHING, PINGS("sbc.example.com") },
	{ "no answer of Teams, which wants a name",
	  "teams-fqdn teams-fqdn teams-fqdn", NOTHING, PINGS("10.0.0.1") },
};

#define TIMED(v) { 0, "> INVITE 1", NULL }, \
	{ 1, "< 200 INVITE 1", "Session-Expires: " v "\n" }, \
	{ 1.1, "> ACK+ 1", NULL }
#define BYE(at) { at, "< BYE+ 1", NULL }, { at + .1, "> 200 BYE 1", NULL }

/* drop-900s: 90 s less a third */
static const struct rule_case timers[] = {
	{ "when it has to end", "drop-900s", "error likely", NULL, NULL, NULL, {
		TIMED("90;refresher=uac"), BYE(61) } },
	{ "3 s later", "drop-900s", NOTHING, {
		TIMED("90;refresher=uac"), BYE(64) } },
	{ "4 s later", "timer-refresh-missed", NOTHING, { TIMED("90;refresher=uac"), BYE(65) } },
	{ "3 s before", "drop-900s", NOTHING, {
		TIMED("90;refresher=uac"), BYE(58) } },
	{ "4 s before", "-", NOTHING, { TIMED("90;refresher=uac"), BYE(57) } },
	{ "by the one who refreshes", "drop-900s", "error possible", NULL,
	  NULL, NULL, { TIMED("90;refresher=uas"), BYE(61) } },
	{ "nobody said who refreshes", "drop-900s", "error possible", NULL,
	  NULL, NULL, { TIMED("90"), BYE(61) } },
	{ "no timer", "-", NOTHING, {
		{ 0, "> INVITE 1", NULL }, { 1, "< 200 INVITE 1", NULL },
		{ 1.1, "> ACK+ 1", NULL }, BYE(61) } },
	{ "when it has to end, after a refresh failed",
	  "status-500 timer-refresh-failed", NOTHING, {
		TIMED("90;refresher=uac"), { 46, "> UPDATE+ 2", NULL },
		{ 46.1, "< 500 UPDATE 2", NULL }, BYE(61) } },
};

#define LASTS(at, n, to, extra, last) \
	{ at, "A>B INVITE 1 c=" n " u=" to, NULL }, \
	{ at + 1, "B>A 200 INVITE 1 c=" n " u=" to, extra }, \
	{ at + 1.1, "A>B ACK 1 t=2 b=a c=" n " u=" to, NULL }, \
	ENDS(at, n, to, last)
#define ENDS(at, n, to, last) \
	{ at + last, "B>A BYE 8 f=2 t=1 c=" n " u=" to, NULL }, \
	{ at + last + .1, "A>B 200 BYE 8 f=2 t=1 c=" n " u=" to, NULL }
#define BEGINS(at, n, to) \
	{ at, "A>B INVITE 1 c=" n " u=" to, NULL }, \
	{ at + 1, "B>A 200 INVITE 1 c=" n " u=" to, NULL }, \
	{ at + 1.1, "A>B ACK 1 t=2 b=a c=" n " u=" to, NULL }
#define ASKS(at, n, to, code) BEGINS(at, n, to), \
	{ at + 60, "B>A INFO 7 f=2 t=1 c=" n " u=" to, NULL }, \
	{ at + 60.1, "A>B " code " INFO 7 f=2 t=1 c=" n " u=" to, NULL }, \
	ENDS(at, n, to, 71)
#define THREE(extra, last) LASTS(0, "1", "100001", extra, last), \
	LASTS(100, "2", "100002", extra, last), \
	LASTS(200, "3", "100003", extra, last)

/* drop-recurring: the timer of 102 s ends at 70 s */
static const struct rule_case recurring[] = {
	{ "three of 70 s", "drop-recurring", "warning possible", NULL, NULL,
	  NULL, { THREE(NULL, 71) } },
	{ "two", "-", NOTHING, { LASTS(0, "1", "100001", NULL, 71),
		LASTS(100, "2", "100002", NULL, 71) } },
	{ "three of 59 s", "-", NOTHING, { THREE(NULL, 60) } },
	{ "three of 70 s, by a timer", "drop-900s drop-900s drop-900s", NOTHING, {
		THREE("Session-Expires: 102;refresher=uac\n", 71) } },
	{ "three of 80 s, with that timer",
	  "timer-refresh-missed timer-refresh-missed timer-refresh-missed",
	  NOTHING, { THREE("Session-Expires: 102;refresher=uac\n", 81) } },
	{ "a question that was answered in each", "drop-recurring", NOTHING, {
		ASKS(0, "1", "100001", "200"), ASKS(100, "2", "100002", "200"),
		ASKS(200, "3", "100003", "200") } },
	{ "a question that was refused in each",
	  "status-500 status-500 status-500", NOTHING, {
		ASKS(0, "1", "100001", "500"), ASKS(100, "2", "100002", "500"),
		ASKS(200, "3", "100003", "500") } },
};

#define TEST(name) static void test_##name(void **state) \
	{ (void)state; rule_cases_run(name, N(name)); }
TEST(keys)
TEST(callers)
TEST(pings)
TEST(timers)
TEST(recurring)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_callers),
		cmocka_unit_test(test_pings),
		cmocka_unit_test(test_timers),
		cmocka_unit_test(test_recurring),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
