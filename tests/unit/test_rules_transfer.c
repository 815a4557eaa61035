/* SPDX-License-Identifier: BSD-2-Clause */
/* Transfers and subscriptions: cases that differ in one detail from those in
 * test_rules_dialog.c, the detail that decides. */
#include "rule_cases.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))

#define CALL { 0, "> INVITE 1", "Content-Type: application/sdp\n\nv=0\n" \
	"o=- 1 1 IN IP4 10.0.0.1\ns=-\nc=IN IP4 10.0.0.1\nt=0 0\n" \
	"m=audio 4000 RTP/AVP 8\n" }, \
	{ 1, "< 200 INVITE 1", "Content-Type: application/sdp\n\nv=0\n" \
	"o=- 1 1 IN IP4 10.0.0.2\ns=-\nc=IN IP4 10.0.0.2\nt=0 0\n" \
	"m=audio 4000 RTP/AVP 8\n" }, { 1.1, "> ACK+ 1", NULL }
#define REFER_TO(to, extra) CALL, \
	{ 2, "> REFER+ 2", "Refer-To: <" to ">\n" extra }, \
	{ 2.1, "< 202 REFER 2", NULL }
#define REFER REFER_TO("sip:carol@x", "")
#define LATER { 60, "clock", NULL }

static const struct rule_case refusals[] = {
	{ "not allowed", "refer-603", "error likely", NULL, NULL, NULL, {
		CALL, { 2, "> REFER+ 2", "Refer-To: <sip:carol@x>\n" },
		{ 2.1, "< 403 REFER 2", "Allow: INVITE, REFER\n" } } },
	{ "no REFER at all", "refer-603", "error likely", NULL, NULL, NULL, {
		CALL, { 2, "> REFER+ 2", "Refer-To: <sip:carol@x>\n" },
		{ 2.1, "< 501 REFER 2", NULL } } },
	{ "not here", "refer-603", "error likely", NULL, NULL, NULL, {
		CALL, { 2, "> REFER+ 2", "Refer-To: <sip:carol@x>\n" },
		{ 2.1, "< 488 REFER 2", NULL } } },
};

static const struct rule_case unreported[] = {
	{ "the other side hung up", "refer-no-notify", "warning likely", NULL,
	  NULL, NULL, {
		REFER, { 3, "< BYE+ 3", NULL }, { 3.1, "> 200 BYE 3", NULL },
		LATER } },
	{ "the transferor hung up 4.9 s later", "refer-no-notify",
	  "info likely", NULL, NULL, NULL, {
		REFER, { 7, "> BYE+ 3", NULL }, { 7.1, "< 200 BYE 3", NULL },
		LATER } },
	{ "the transferor hung up 8 s later", "refer-no-notify",
	  "warning likely", NULL, NULL, NULL, {
		REFER, { 10.1, "> BYE+ 3", NULL },
		{ 10.2, "< 200 BYE 3", NULL }, LATER } },
	{ "no report was asked for", "-", NULL, NULL, NULL, NULL, {
		REFER_TO("sip:carol@x", "Refer-Sub: false\n"), LATER } },
	{ "a report was asked for", "refer-no-notify", NULL, NULL, NULL, NULL, {
		REFER_TO("sip:carol@x", "Refer-Sub: true\n"), LATER } },
	{ "refused", "refer-603", NULL, NULL, NULL, NULL, {
		CALL, { 2, "> REFER+ 2", "Refer-To: <sip:carol@x>\n" },
		{ 2.1, "< 603 REFER 2", NULL }, LATER } },
	{ "not answered", "no-answer-nonivite", NULL, NULL, NULL, NULL, {
		CALL, { 2, "> REFER+ 2", "Refer-To: <sip:carol@x>\n" },
		{ 2.5, "> REFER+ 2", "Refer-To: <sip:carol@x>\n" },
		{ 3.5, "> REFER+ 2", "Refer-To: <sip:carol@x>\n" }, LATER } },
	{ "over TCP", "refer-no-notify", "warning likely", NULL, NULL, NULL, {
		{ 0, "tcp", NULL }, REFER, LATER } },
	{ "over TCP, with gaps", "refer-no-notify", "warning possible", NULL,
	  NULL, NULL, {
		{ 0, "tcp", NULL }, REFER, { 3, "gap", NULL }, LATER } },
	{ "gaps of others", "refer-no-notify", "warning likely", NULL, NULL,
	  NULL, { REFER, { 3, "gap", NULL }, LATER } },
};

#define SUBSCRIBE(contact) { 0, "> SUBSCRIBE 1", "Event: dialog\n" \
	"Expires: 600\nContact: <" contact ">\n" }
#define PHONE "sip:alice@192.168.0.4"
#define ACCEPTED { .1, "< 200 SUBSCRIBE 1", NULL }

static const struct rule_case silent[] = {
	{ "a single question", "sub-no-notify", "warning likely", NULL, NULL,
	  NULL, {
		{ 0, "> SUBSCRIBE 1", "Event: dialog\nExpires: 0\n" }, ACCEPTED,
		LATER } },
	{ "NOTIFY in another call", "sub-no-notify", NULL, NULL, NULL, NULL, {
		SUBSCRIBE(PHONE), ACCEPTED, { .2, "2< NOTIFY+ 1",
			"Event: dialog\nSubscription-State: active\n" },
		{ .3, "2> 200 NOTIFY 1", NULL }, LATER } },
	{ "NOTIFY at another hop", "-", NULL, NULL, NULL, NULL, {
		SUBSCRIBE(PHONE), ACCEPTED,
		{ .2, "P>A NOTIFY 1 f=2 t=1", "Event: dialog\n"
			"Subscription-State: active\n" },
		{ .3, "A>P 200 NOTIFY 1 f=2 t=1", NULL }, LATER } },
	{ "refused", "sub-refused", NULL, NULL, NULL, NULL, {
		SUBSCRIBE(PHONE), { .1, "< 403 SUBSCRIBE 1", NULL }, LATER } },
	{ "not answered", "no-answer-nonivite", NULL, NULL, NULL, NULL, {
		SUBSCRIBE(PHONE), { .5, "> SUBSCRIBE 1", "Event: dialog\n" },
		{ 1.5, "> SUBSCRIBE 1", "Event: dialog\n" },
		{ 3.5, "> SUBSCRIBE 1", "Event: dialog\n" }, LATER } },
	{ "over TCP", "sub-no-notify", "warning likely", NULL, NULL, NULL, {
		{ 0, "tcp", NULL }, SUBSCRIBE(PHONE), ACCEPTED, LATER } },
	{ "over TCP, with gaps", "sub-no-notify", "warning possible", NULL,
	  NULL, NULL, {
		{ 0, "tcp", NULL }, SUBSCRIBE(PHONE), ACCEPTED,
		{ .2, "gap", NULL }, LATER } },
	{ "gaps of others", "sub-no-notify", "warning likely", NULL, NULL,
	  NULL, {
		SUBSCRIBE(PHONE), ACCEPTED, { .2, "gap", NULL }, LATER } },
};

#define NOTIFY(n, event, state) { 1, "< NOTIFY+ " n, "Event: " event "\n" \
	"Subscription-State: " state "\n" }, { 1.1, "> 200 NOTIFY " n, NULL }

static const struct rule_case ended[] = {
	{ "no reason", "sub-terminated", "info certain",
	  "10.0.0.2:5060 ended the subscription to dialog", NULL,
	  "| terminated | ended", {
		SUBSCRIBE(PHONE), ACCEPTED,
		NOTIFY("1", "dialog", "terminated") } },
	{ "a transfer is over", "-", NULL, NULL, NULL, NULL, {
		REFER, NOTIFY("1", "refer", "terminated;reason=noresource") } },
	{ "asked for by somebody else", "sub-terminated", "info certain",
	  "10.0.0.2:5060 ended the subscription", NULL, NULL, {
		{ 0, "F>B SUBSCRIBE 1", "Event: dialog\nExpires: 0\n"
			"Contact: <sip:10.0.0.6>\n" },
		{ .1, "B>F 200 SUBSCRIBE 1", "Contact: <sip:10.0.0.2>\n" },
		NOTIFY("1", "dialog", "terminated") } },
};

#define ASK_AS(at, call, event, code, extra) \
	{ at, call "> SUBSCRIBE 1", "Event: " event "\nExpires: 0\n" extra }, \
	{ at + .1, call "< " code " SUBSCRIBE 1", NULL }
#define ASK(at, call, code) ASK_AS(at, call, "dialog", code, "")
#define QUESTION(to, answer, n, code) \
	{ 0, "A>" to " SUBSCRIBE 1 c=" n, "Event: dialog\nExpires: 0\n" }, \
	{ .1, answer ">A " code " SUBSCRIBE 1 c=" n, NULL }

static const struct rule_case refused[] = {
	{ "taken otherwise", "sub-no-notify sub-refused*", "info certain", NULL,
	  NULL, NULL, { ASK(0, "2", "200"), LATER, ASK(70, "3", "403") } },
	{ "taken otherwise, and refused twice", "sub-refused sub-refused*",
	  "warning certain", NULL, NULL, NULL, {
		ASK(0, "2", "200"), ASK(10, "3", "403"), ASK(20, "4", "403") } },
	{ "taken, refused, taken, refused", "sub-refused sub-refused*",
	  "info certain", NULL, NULL, NULL, {
		ASK(0, "2", "200"), ASK(5, "3", "404"), ASK(9, "4", "200"),
		ASK(13, "5", "404") } },
	{ "refused twice, once about the server", "status-500 sub-refused*",
	  "info certain", NULL, NULL, NULL, {
		ASK(0, "2", "200"), ASK(5, "3", "500"), ASK(13, "5", "404") } },
	{ "another package was taken", "sub-refused", "warning certain", NULL,
	  NULL, NULL, {
		ASK_AS(0, "2", "presence", "200", ""), ASK(9, "3", "403") } },
	{ "another one was taken", "contact-missing sub-refused*", "warning certain", NULL,
	  NULL, NULL, {
		{ 0, "A>B SUBSCRIBE 1 c=8 u=carol", "Event: dialog\n"
			"Expires: 0\n" },
		{ .1, "B>A 200 SUBSCRIBE 1 c=8 u=carol", NULL },
		ASK(9, "3", "403") } },
	{ "another server took it", "contact-missing sub-refused*", "warning certain", NULL,
	  NULL, NULL, {
		QUESTION("C", "C", "8", "200"), ASK(9, "3", "403") } },
	{ "this server took it", "contact-missing sub-refused*", "info certain", NULL, NULL,
	  NULL, { QUESTION("B", "B", "8", "200"), ASK(9, "3", "403") } },
	{ "nothing to answer with", "sub-refused", "warning certain", NULL,
	  NULL, NULL, {
		SUBSCRIBE(PHONE), { .1, "< 603 SUBSCRIBE 1", NULL } } },
	{ "not in a dialog, and 481", "status-481", NULL, NULL, NULL, NULL, {
		SUBSCRIBE(PHONE), { .1, "< 481 SUBSCRIBE 1", NULL } } },
	{ "busy", "status-486", NULL, NULL, NULL, NULL, {
		SUBSCRIBE(PHONE), { .1, "< 486 SUBSCRIBE 1", NULL } } },
	{ "a tool that tests", "scan-ua sub-refused", "warning certain", NULL,
	  NULL, NULL, {
		{ 0, "> SUBSCRIBE 1", "Event: dialog\nUser-Agent: sipsak 0.9\n" },
		{ .1, "< 404 SUBSCRIBE 1", NULL } } },
};

#define SAYS_AS(type, event, state, line) { 3, "< NOTIFY+ 1", "Event: " event \
	"\nSubscription-State: " state "\nContent-Type: " type "\n\n" line "\n" }, \
	{ 3.1, "> 200 NOTIFY 1", NULL }
#define FRAG "message/sipfrag"
#define SAYS(line) SAYS_AS(FRAG, "refer", "terminated;reason=noresource", line)
#define BUSY "SIP/2.0 486 Busy Here"
#define GONE "SIP/2.0 487 Request Terminated"
#define NOWHERE "SIP/2.0 404 Not Found"
#define UPDATE(way, back) { 2.5, way " UPDATE+ 3", NULL }, \
	{ 2.6, back " 200 UPDATE 3", NULL }

static const struct rule_case failed[] = {
	{ "the REFER was not captured", "refer-notify-fail", "error likely",
	  NULL, NULL, NULL, { SAYS(BUSY) } },
	{ "the REFER of the other side", "refer-notify-fail", "error likely",
	  NULL, NULL, NULL, {
		CALL, { 2, "< REFER+ 2", "Refer-To: <sip:carol@x>\n" },
		{ 2.1, "> 202 REFER 2", NULL }, SAYS(BUSY) } },
	{ "the REFER had been refused", "refer-603 refer-notify-fail",
	  "error likely", NULL, NULL, NULL, {
		CALL, { 2, "> REFER+ 2", "Refer-To: <sip:carol@x>\n" },
		{ 2.1, "< 603 REFER 2", NULL }, SAYS(BUSY) } },
	{ "a text, no part of SIP", "-", NULL, NULL, NULL, NULL, {
		REFER, SAYS_AS("text/plain", "refer", "terminated", BUSY) } },
	{ "of another package", "sub-terminated", NULL, NULL, NULL, NULL, {
		REFER, SAYS_AS(FRAG, "dialog", "terminated", BUSY) } },
	{ "still under way", "-", NULL, NULL, NULL, NULL, {
		REFER, SAYS_AS(FRAG, "refer", "terminated",
			       "SIP/2.0 180 Ringing") } },
	{ "resumed with UPDATE, then given up", "refer-notify-fail",
	  "info certain", NULL, NULL, NULL, {
		REFER, UPDATE(">", "<"), SAYS(GONE) } },
	{ "the other side changed the call", "refer-notify-fail",
	  "error certain", NULL, NULL, NULL, {
		REFER, UPDATE("<", ">"), SAYS(GONE) } },
	{ "resumed, but she was busy", "refer-notify-fail", "error certain",
	  NULL, NULL, NULL, { REFER, UPDATE(">", "<"), SAYS(BUSY) } },
	{ "resumed before the REFER", "refer-notify-fail", "error certain",
	  NULL, NULL, NULL, {
		CALL, { 1.5, "> UPDATE+ 3", NULL }, { 1.6, "< 200 UPDATE 3", NULL },
		{ 2, "> REFER+ 4", "Refer-To: <sip:carol@x>\n" },
		{ 2.1, "< 202 REFER 4", NULL }, SAYS(GONE) } },
	{ "it asked, and did not resume", "refer-notify-fail", "error certain",
	  NULL, NULL, NULL, {
		REFER, { 2.5, "> OPTIONS+ 3", NULL },
		{ 2.6, "< 200 OPTIONS 3", NULL }, SAYS(GONE) } },
};

/* A asks .2 in the Internet to call somebody. */
#define OUTSIDE(host) { 2, "A>2 REFER 2 t=2", "Refer-To: <sip:carol@" host \
	">\n" }, { 2.1, "2>A 202 REFER 2", NULL }, { 3, "2>A NOTIFY 1 f=2 t=1", \
	"Event: refer\nSubscription-State: terminated\n" \
	"Content-Type: " FRAG "\n\n" NOWHERE "\n" }, \
	{ 3.1, "A>2 200 NOTIFY 1 f=2 t=1", NULL }

static const struct rule_case unroutable[] = {
	{ "loopback by its name", "refer-to-unroutable", "error likely", NULL,
	  NULL, NULL, { REFER_TO("sip:carol@localhost", ""), SAYS(NOWHERE) } },
	{ "a name with a dot", "refer-notify-fail", NULL, NULL, NULL, NULL, {
		REFER_TO("sip:carol@pbx.example", ""), SAYS(NOWHERE) } },
	{ "a public address", "refer-notify-fail", NULL, NULL, NULL, NULL, {
		REFER_TO("sip:carol@203.0.113.9", ""), SAYS(NOWHERE) } },
	{ "a number without host", "refer-notify-fail", NULL, NULL, NULL, NULL, {
		REFER_TO("tel:+4930123456", ""), SAYS(NOWHERE) } },
	{ "of another package", "sub-terminated", NULL, NULL, NULL, NULL, {
		REFER_TO("sip:carol@localhost", ""),
		SAYS_AS(FRAG, "dialog", "terminated", NOWHERE) } },
	{ "refused anyhow", "refer-603 refer-notify-fail", NULL, NULL, NULL,
	  NULL, {
		CALL, { 2, "> REFER+ 2", "Refer-To: <sip:carol@localhost>\n" },
		{ 2.1, "< 603 REFER 2", NULL }, SAYS(NOWHERE) } },
	{ "a private address, to somebody outside", "refer-to-unroutable",
	  "error likely", "10.0.0.7 is a private address", NULL, NULL, {
		OUTSIDE("10.0.0.7") } },
	{ "a public address, to somebody outside", "refer-notify-fail", NULL,
	  NULL, NULL, NULL, { OUTSIDE("203.0.113.9") } },
	{ "no body", "-", NULL, NULL, NULL, NULL, {
		REFER_TO("sip:carol@localhost", ""),
		SAYS_AS(FRAG, "refer", "active;expires=9", "trying") } },
	{ "the REFER of the other side", "refer-notify-fail", NULL, NULL, NULL,
	  NULL, {
		CALL, { 2, "< REFER+ 2", "Refer-To: <sip:carol@localhost>\n" },
		{ 2.1, "> 202 REFER 2", NULL }, SAYS(NOWHERE) } },
};

/* The PBX has calls of its own, then it is asked to call carol. */
#define PBX { 0, "B>F INVITE 1 c=2 u=dave", NULL }, \
	{ .1, "F>B 486 INVITE 1 c=2", NULL }, \
	{ .2, "B>F ACK 1 c=2 t=2", NULL }
#define ASKED(to) { 1, "A>B REFER 2 t=2", "Refer-To: <" to ">\n" }, \
	{ 1.1, "B>A 202 REFER 2", NULL }
#define TRYING(line) { 1.2, "B>A NOTIFY 1 f=2 t=1", "Event: refer\n" \
	"Subscription-State: active\nContent-Type: message/sipfrag\n\n" line \
	"\n" }, { 1.3, "A>B 200 NOTIFY 1 f=2 t=1", NULL }
#define ON_IT TRYING("SIP/2.0 100 Trying")
#define HAD "busy-everywhere"

static const struct rule_case uncalled[] = {
	{ "nobody calls carol", HAD " refer-not-followed", "warning possible",
	  NULL, NULL, NULL, { PBX, ASKED("sips:carol@x"), ON_IT, LATER } },
	{ "no calls of the PBX are seen", "-", NULL, NULL, NULL, NULL, {
		ASKED("sip:carol@x"), ON_IT, LATER } },
	{ "carol was called before", HAD " " HAD " refer-not-followed", NULL,
	  NULL, NULL, NULL, {
		PBX, { .3, "B>G INVITE 1 c=3 u=carol", NULL },
		{ .4, "G>B 486 INVITE 1 c=3 u=carol", NULL },
		{ .5, "B>G ACK 1 c=3 t=2 u=carol", NULL },
		ASKED("sip:carol@x"), ON_IT, LATER } },
	{ "the number with a prefix", HAD, NULL, NULL, NULL, NULL, {
		PBX, ASKED("sip:+4930123456@x"), ON_IT,
		{ 2, "B>G INVITE 1 c=3 sip:00030123456@y", NULL },
		{ 2.1, "G>B 180 INVITE 1 c=3", NULL }, LATER } },
	{ "another was asked for her later", HAD, NULL, NULL, NULL, NULL, {
		PBX, ASKED("sip:carol@x"), ON_IT,
		{ 3, "A>D REFER 2 t=2 c=4 b=q", "Refer-To: <sip:carol@x>\n" },
		{ 3.1, "D>A 202 REFER 2 c=4 b=q", "Refer-Sub: false\n" },
		LATER } },
	{ "with a subject", HAD " refer-not-followed", NULL, NULL, NULL, NULL, {
		PBX, ASKED("sip:carol@x?Subject=tea"), ON_IT, LATER } },
	{ "a report that says nothing", HAD " refer-not-followed", NULL, NULL,
	  NULL, NULL, {
		PBX, ASKED("sip:carol@x"), TRYING("still at it"), LATER } },
	{ "not accepted yet", HAD, NULL, NULL, NULL, NULL, {
		PBX, { 1, "A>B REFER 2 t=2", "Refer-To: <sip:carol@x>\n" },
		ON_IT, LATER } },
	{ "no answer at all", HAD " no-answer-nonivite", NULL, NULL, NULL,
	  NULL, {
		PBX, { 1, "A>B REFER 2 t=2", "Refer-To: <sip:carol@x>\n" },
		{ 1.5, "A>B REFER 2 t=2", "Refer-To: <sip:carol@x>\n" },
		LATER } },
};

#define TEST(name) static void test_##name(void **state) \
	{ (void)state; rule_cases_run(name, N(name)); }
TEST(refusals)
TEST(unreported)
TEST(silent)
TEST(ended)
TEST(refused)
TEST(failed)
TEST(unroutable)
TEST(uncalled)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_unreported),
		cmocka_unit_test(test_silent),
		cmocka_unit_test(test_ended),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_failed),
		cmocka_unit_test(test_unroutable),
		cmocka_unit_test(test_uncalled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
