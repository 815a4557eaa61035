/* SPDX-License-Identifier: BSD-2-Clause */
/* What keeps the lesser rules about calls and dialogs from a false alarm, one detail
 * a case. */
#include "rule_cases.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define END { 100, "clock", NULL }
#define SDP "Content-Type: application/sdp\n\nv=0\no=- 1 1 IN IP4 10.0.0.2\n" \
	"s=-\nc=IN IP4 10.0.0.2\nt=0 0\nm=audio 4000 RTP/AVP 8\n"
#define UP { 0, "A>B INVITE 1", SDP }, { 1, "B>A 200 INVITE 1", SDP }, \
	{ 1.1, "A>B ACK 1 t=2 b=a", NULL }

/* cancel-487, cancel-no-487, cancel-race, cancel-481, cancel-before-1xx */
#define ELSEWHERE(r) "Reason: " r "\n"
#define TAKEN_BACK(reason) { 0, "> INVITE 1", NULL }, \
	{ .1, "< 180 INVITE 1", NULL }, { 3, "> CANCEL 1", reason }, \
	{ 3.1, "< 200 CANCEL 1", NULL }, { 3.1, "< 487 INVITE 1", NULL }, \
	{ 3.2, "> ACK 1", NULL }
static const struct rule_case cancels[] = {
	{ "taken elsewhere", "reason-elsewhere", NULL, NULL, NULL, NULL,
	  { TAKEN_BACK(ELSEWHERE("SIP;cause=200")) } },
	{ "200 of another kind", "q850-in-response cancel-487", NULL, NULL,
	  NULL, NULL,
	  { TAKEN_BACK(ELSEWHERE("Q.850;cause=200")) } },
	{ "refused elsewhere", "cancel-487", NULL, NULL, NULL, NULL,
	  { TAKEN_BACK(ELSEWHERE("SIP;cause=600")) } },
	{ "the input ends 31 s after the CANCEL", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "< 180 INVITE 1", NULL },
		{ 3, "> CANCEL 1", NULL }, { 3.1, "< 200 CANCEL 1", NULL },
		{ 34, "clock", NULL } } },
	{ "and 33 s after it", "cancel-no-487", "warning likely", NULL, NULL,
	  NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "< 180 INVITE 1", NULL },
		{ 3, "> CANCEL 1", NULL }, { 3.1, "< 200 CANCEL 1", NULL },
		{ 36, "clock", NULL } } },
	{ "the CANCEL itself was refused", "status-500", NULL, NULL, NULL, NULL,
	  { { 0, "> INVITE 1", NULL }, { .1, "< 180 INVITE 1", NULL },
	    { 3, "> CANCEL 1", NULL }, { 3.1, "< 500 CANCEL 1", NULL }, END } },
	{ "answered at last, not acknowledged", "cancel-race", "info certain",
	  NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "< 180 INVITE 1", NULL },
		{ 3, "> CANCEL 1", NULL }, { 3.1, "< 200 CANCEL 1", NULL },
		{ 3.2, "< 200 INVITE 1", NULL }, END } },
	{ "acknowledged, the input ends 4 s later", "cancel-race",
	  "info certain", NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "< 180 INVITE 1", NULL },
		{ 3, "> CANCEL 1", NULL }, { 3.1, "< 200 CANCEL 1", NULL },
		{ 3.2, "< 200 INVITE 1", NULL }, { 3.3, "> ACK+ 1", NULL },
		{ 7.3, "clock", NULL } } },
	{ "an INVITE between other hosts", "cancel-481", NULL, NULL, NULL,
	  NULL, {
		{ 0, "A>C INVITE 1 b=1", NULL }, { .1, "C>A 100 INVITE 1 b=1",
		  NULL },
		{ 1, "A>B CANCEL 1 b=2", NULL },
		{ 1.1, "B>A 481 CANCEL 1 b=2", NULL },
		{ 60, "clock", NULL } } },
	{ "the capture begins after the 100", "cancel-before-1xx cancel-487",
	  NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { 3, "> CANCEL 1", NULL },
		{ 3.1, "< 200 CANCEL 1", NULL }, { 3.1, "< 487 INVITE 1", NULL },
		{ 3.2, "> ACK 1", NULL } } },
	{ "the INVITE itself was not captured", "-", NULL, NULL, NULL, NULL, {
		{ 3, "> CANCEL 1", NULL }, { 3.1, "< 200 CANCEL 1", NULL } } },
	{ "the INVITE comes behind its CANCEL", "status-487", NULL, NULL, NULL,
	  NULL, {
		{ 3, "> CANCEL 1", NULL }, { 3.001, "> INVITE 1", NULL },
		{ 3.1, "< 200 CANCEL 1", NULL }, { 3.2, "< 487 INVITE 1", NULL },
		{ 3.3, "> ACK 1", NULL } } },
};

/* early-no-answer, invite-no-final, no-ringback, forked-200, forked-early */
static const struct rule_case ringing[] = {
	{ "180 with sound", "status-404", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { 1, "< 180 INVITE 1", SDP },
		{ 9, "< 404 INVITE 1", NULL } } },
	{ "183 with something else", "status-404", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		{ 1, "< 183 INVITE 1", "Content-Type: text/plain\n\nhi\n" },
		{ 9, "< 404 INVITE 1", NULL } } },
	{ "the caller cancelled", "cancel-487", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { 1, "< 183 INVITE 1", SDP },
		{ 3, "> CANCEL 1", NULL }, { 3.1, "< 200 CANCEL 1", NULL },
		{ 3.1, "< 487 INVITE 1", NULL }, { 3.2, "> ACK 1", NULL } } },
	{ "a change of the call", "status-404", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE+ 1", NULL }, { 1, "< 183 INVITE+ 1", SDP },
		{ 9, "< 404 INVITE+ 1", NULL } } },
	{ "100 alone, for ever", "invite-no-final", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "< 100 INVITE 1", NULL },
		{ 300, "clock", NULL } } },
	{ "182 every minute", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { 1, "< 182 INVITE 1", NULL },
		{ 61, "< 182 INVITE 1", NULL }, { 121, "< 182 INVITE 1", NULL },
		{ 181, "< 182 INVITE 1", NULL }, { 241, "< 200 INVITE 1", NULL },
		{ 241.1, "> ACK+ 1", NULL } } },
	{ "another early dialog", "forked-early", NULL, NULL, NULL, NULL, {
		{ 0, "A>B INVITE 1", NULL }, { 1, "B>A 183 INVITE 1 t=2", SDP },
		{ 2, "B>A 180 INVITE 1 t=3", NULL },
		{ 9, "B>A 200 INVITE 1 t=3", NULL },
		{ 9.1, "A>B ACK 1 t=3 b=a", NULL } } },
	{ "the same early dialog", "no-ringback", "info possible", NULL, NULL,
	  NULL, {
		{ 0, "A>B INVITE 1", NULL }, { 1, "B>A 183 INVITE 1 t=2", SDP },
		{ 2, "B>A 180 INVITE 1 t=2", NULL },
		{ 9, "B>A 200 INVITE 1 t=2", NULL },
		{ 9.1, "A>B ACK 1 t=2 b=a", NULL } } },
	{ "to and fro is told once", "no-ringback", NULL, NULL, NULL, NULL, {
		{ 0, "A>B INVITE 1", NULL }, { 1, "B>A 183 INVITE 1 t=2", SDP },
		{ 2, "B>A 180 INVITE 1 t=2", NULL },
		{ 3, "B>A 183 INVITE 1 t=2", SDP },
		{ 4, "B>A 180 INVITE 1 t=2", NULL },
		{ 9, "B>A 200 INVITE 1 t=2", NULL },
		{ 9.1, "A>B ACK 1 t=2 b=a", NULL } } },
	{ "early dialogs of two hops", "-", NULL, NULL, NULL, NULL, {
		{ 0, "A>P INVITE 1", NULL }, { .1, "P>B INVITE 1", NULL },
		{ 1, "B>P 180 INVITE 1 t=3", NULL },
		{ 1.1, "P>A 180 INVITE 1 t=2", NULL },
		{ 9, "B>P 200 INVITE 1 t=3", NULL },
		{ 9.1, "P>A 200 INVITE 1 t=2", NULL },
		{ 9.2, "A>P ACK 1 t=2 b=a", NULL },
		{ 9.3, "P>B ACK 1 t=3 b=b", NULL } } },
	{ "a second 200 of the same phone", "-", NULL, NULL, NULL, NULL, {
		{ 0, "A>B INVITE 1", NULL }, { 1, "B>A 200 INVITE 1 t=2", NULL },
		{ 1.2, "B>A 200 INVITE 1 t=2", NULL },
		{ 1.3, "A>B ACK 1 t=2 b=a", NULL }, END } },
	{ "two answer, and one is hung up at once", "forked-200",
	  "info certain", NULL, NULL, NULL, {
		{ 0, "A>B INVITE 1", SDP }, { 1, "B>A 200 INVITE 1 t=2", SDP },
		{ 1.1, "A>B ACK 1 t=2 b=a", NULL },
		{ 1.2, "B>A 200 INVITE 1 t=3", SDP },
		{ 1.3, "A>B ACK 1 t=3 b=c", NULL },
		{ 2, "A>B BYE 2 t=3", NULL }, { 2.1, "B>A 200 BYE 2 t=3", NULL },
		END } },
	{ "two answer, and both go on", "forked-200", "warning certain", NULL,
	  NULL, NULL, {
		{ 0, "A>B INVITE 1", NULL }, { 1, "B>A 200 INVITE 1 t=2", NULL },
		{ 1.1, "A>B ACK 1 t=2 b=a", NULL },
		{ 1.2, "B>A 200 INVITE 1 t=3", NULL },
		{ 1.3, "A>B ACK 1 t=3 b=c", NULL }, END } },
	{ "two answer, and one is hung up late", "forked-200",
	  "warning certain", NULL, NULL, NULL, {
		{ 0, "A>B INVITE 1", NULL }, { 1, "B>A 200 INVITE 1 t=2", NULL },
		{ 1.1, "A>B ACK 1 t=2 b=a", NULL },
		{ 1.2, "B>A 200 INVITE 1 t=3", NULL },
		{ 1.3, "A>B ACK 1 t=3 b=c", NULL },
		{ 20, "A>B BYE 2 t=3", NULL }, { 20.1, "B>A 200 BYE 2 t=3",
		  NULL }, END } },
	{ "two answer, and the input ends", "forked-200", "info certain", NULL,
	  NULL, NULL, {
		{ 0, "A>B INVITE 1", NULL }, { 1, "B>A 200 INVITE 1 t=2", NULL },
		{ 1.1, "A>B ACK 1 t=2 b=a", NULL },
		{ 1.2, "B>A 200 INVITE 1 t=3", NULL },
		{ 1.3, "A>B ACK 1 t=3 b=c", NULL }, { 4, "clock", NULL } } },
};

/* bye-immediate: every call of two hosts is ended at once */
#define MADE_BY(at, c, extra, body, answer) \
	{ at, "A>B INVITE 1 c=" c " b=i" c, extra body }, \
	{ at + .5, "B>A 200 INVITE 1 c=" c " b=i" c, SDP }, \
	{ at + .6, "A>B ACK 1 t=2 c=" c " b=k" c, answer }
#define MADE(at, c, extra, body) MADE_BY(at, c, extra, body, NULL)
#define ENDS(at, c, extra) { at, "B>A BYE 1 f=2 t=1 c=" c " b=e" c, extra }, \
	{ at + .1, "A>B 200 BYE 1 f=2 t=1 c=" c " b=e" c, NULL }
#define DROPS(at, c, extra) { at, "A>B BYE 2 t=2 c=" c " b=e" c, extra }, \
	{ at + .1, "B>A 200 BYE 2 t=2 c=" c " b=e" c, NULL }
#define CUT_AS(at, c, extra, why) MADE(at, c, extra, SDP), \
	ENDS(at + 1.6, c, why)
#define CUT(at, c) CUT_AS(at, c, "", NULL)
#define HELD(at, c) MADE(at, c, "", SDP), ENDS(at + 3, c, NULL)
#define HUNG(at, c, body, answer, after) MADE_BY(at, c, "", body, answer), \
	DROPS(at + .6 + after, c, NULL)
#define SELF(at, c) { at, "a>A INVITE 1 c=" c " b=i" c, SDP }, \
	{ at + .5, "A>a 200 INVITE 1 c=" c " b=i" c, SDP }, \
	{ at + .6, "a>A ACK 1 t=2 c=" c " b=k" c, NULL }, \
	{ at + 1.6, "A>a BYE 1 f=2 t=1 c=" c " b=e" c, NULL }, \
	{ at + 1.7, "a>A 200 BYE 1 f=2 t=1 c=" c " b=e" c, NULL }
#define FAX SDP "m=image 4002 udptl t38\n"
static const struct rule_case rows_of_calls[] = {
	{ "the third call", "bye-immediate", "warning possible",
	  "10.0.0.2:5060 hangs up every call with 10.0.0.1:5060 within 2 s of "
	  "the answer: 3 in a row", "Offer and answer PCMA alone", NULL,
	  { CUT(0, "1"), CUT(10, "2"), CUT(20, "3") } },
	{ "cleared normally", "bye-immediate", NULL, "3 in a row", NULL, NULL,
	  { CUT_AS(0, "1", "", "Reason: Q.850;cause=16\n"),
	    CUT_AS(10, "2", "", "Reason: Q.850;cause=16\n"),
	    CUT_AS(20, "3", "", "Reason: Q.850;cause=16\n") } },
	{ "two calls", "-", NULL, NULL, NULL, NULL,
	  { CUT(0, "1"), CUT(10, "2") } },
	{ "the third by the other side", "-", NULL, NULL, NULL, NULL,
	  { CUT(0, "1"), CUT(10, "2"), HUNG(20, "3", "", SDP, .1) } },
	{ "the second by the other side", "-", NULL, NULL, NULL, NULL,
	  { CUT(0, "1"), HUNG(10, "2", "", SDP, .1), CUT(20, "3"), CUT(30, "4") } },
	{ "one held in between", "-", NULL, NULL, NULL, NULL,
	  { CUT(0, "1"), CUT(10, "2"), HELD(20, "3"), CUT(30, "4") } },
	{ "one held lately", "-", NULL, NULL, NULL, NULL,
	  { HELD(0, "1"), CUT(10, "2"), CUT(20, "3"), CUT(30, "4") } },
	{ "one held over 10 min before", "bye-immediate", NULL, NULL, NULL,
	  NULL, { HELD(0, "1"), CUT(610, "2"), CUT(620, "3"), CUT(630, "4") } },
	{ "another is still up", "-", NULL, NULL, NULL, NULL,
	  { MADE(0, "9", "", SDP), CUT(10, "1"), CUT(20, "2"),
	    CUT(30, "3") } },
	{ "one whose begin was not seen", "-", NULL, NULL, NULL, NULL,
	  { CUT(0, "1"), CUT(10, "2"), ENDS(15, "9", NULL), CUT(20, "3") } },
	{ "of one host with itself", "-", NULL, NULL, NULL, NULL,
	  { SELF(0, "1"), SELF(10, "2"), SELF(20, "3") } },
	{ "to another host", "-", NULL, NULL, NULL, NULL,
	  { CUT(0, "1"), CUT(10, "2"), { 20, "A>C INVITE 1 c=3 b=i3", SDP },
	    { 20.5, "C>A 200 INVITE 1 c=3 b=i3", SDP },
	    { 20.6, "A>C ACK 1 t=2 c=3 b=k3", NULL },
	    { 21, "C>A BYE 1 f=2 t=1 c=3 b=e3", NULL },
	    { 21.1, "A>C 200 BYE 1 f=2 t=1 c=3 b=e3", NULL } } },
	{ "SIPp", "-", NULL, NULL, NULL, NULL,
	  { CUT(0, "1"), CUT(10, "2"),
	    CUT_AS(20, "3", "Subject: Performance Test\n", NULL) } },
	{ "monitoring", "-", NULL, NULL, NULL, NULL,
	  { CUT(0, "1"), CUT(10, "2"),
	    CUT_AS(20, "3", "User-Agent: VoIPmonitor\n", NULL) } },
	{ "a fax", "-", NULL, NULL, NULL, NULL,
	  { CUT(0, "1"), CUT(10, "2"),
	    { 20, "A>B INVITE 1 c=3 b=i3", FAX },
	    { 20.5, "B>A 200 INVITE 1 c=3 b=i3", FAX },
	    { 20.6, "A>B ACK 1 t=2 c=3 b=k3", NULL }, ENDS(21.6, "3", NULL) } },
	{ "a call that replaces another", "-", NULL, NULL, NULL, NULL,
	  { CUT(0, "1"), CUT(10, "2"), CUT_AS(20, "3",
	    "Replaces: x@y;from-tag=1;to-tag=2\n", NULL) } },
	{ "a call that joins another", "-", NULL, NULL, NULL, NULL,
	  { CUT(0, "1"), CUT(10, "2"), CUT_AS(20, "3",
	    "Join: x@y;from-tag=1;to-tag=2\n", NULL) } },
	{ "a scanner's call", "scan-answered scan-ua", NULL, NULL, NULL, NULL,
	  { CUT(0, "1"), CUT(10, "2"), CUT_AS(20, "3",
	    "User-Agent: friendly-scanner\n", NULL) } },
	{ "after a REFER", "-", NULL, NULL, NULL, NULL,
	  { CUT(0, "1"), CUT(10, "2"), MADE(20, "3", "", SDP),
	    { 20.7, "B>A REFER 1 f=2 t=1 c=3 b=r3",
	      "Refer-To: <sip:z@x>\nRefer-Sub: false\n" },
	    { 20.8, "A>B 202 REFER 1 f=2 t=1 c=3 b=r3", "Refer-Sub: false\n" },
	    { 21.6, "B>A BYE 2 f=2 t=1 c=3 b=e3", NULL },
	    { 21.7, "A>B 200 BYE 2 f=2 t=1 c=3 b=e3", NULL } } },
	{ "a transfer", "-", NULL, NULL, NULL, NULL,
	  { CUT(0, "1"), CUT(10, "2"), CUT_AS(20, "3", "",
	    "Reason: SIP;cause=200;text=\"Call completed elsewhere\"\n") } },
	{ "who called ends them", "-", NULL, NULL, NULL, NULL,
	  { HUNG(0, "1", SDP, NULL, .1), HUNG(10, "2", SDP, NULL, .1),
	    HUNG(20, "3", SDP, NULL, .1) } },
	{ "and does not like the offer it got", "bye-immediate",
	  "warning possible", "10.0.0.1:5060 hangs up every call", NULL, NULL,
	  { HUNG(0, "1", "", SDP, .1), HUNG(10, "2", "", SDP, .1),
	    HUNG(20, "3", "", SDP, .1) } },
	{ "or heard a machine", "-", NULL, NULL, NULL, NULL,
	  { HUNG(0, "1", "", SDP, 1), HUNG(10, "2", "", SDP, 1),
	    HUNG(20, "3", "", SDP, 1) } },
};

/* bye-481, bye-immediate, glare-491, notify-481, dialogs-lost */
#define WHY(reason) UP, { 2, "B>A BYE 1 f=2 t=1", "Reason: " reason "\n" }, \
	{ 2.1, "A>B 200 BYE 1 f=2 t=1", NULL }
static const struct rule_case dialogs[] = {
	{ "both hang up", "bye-481", "info likely", NULL, NULL, NULL, {
		UP, { 9, "A>B BYE 2 t=2", NULL }, { 9.5, "B>A BYE 1 f=2 t=1", NULL },
		{ 9.6, "A>B 200 BYE 1 f=2 t=1", NULL },
		{ 9.7, "B>A 481 BYE 2 t=2", NULL } } },
	{ "the other BYE came 3 s before", "bye-481", "warning likely", NULL,
	  NULL, NULL, {
		UP, { 9, "B>A BYE 1 f=2 t=1", NULL },
		{ 9.1, "A>B 200 BYE 1 f=2 t=1", NULL },
		{ 12, "A>B BYE 2 t=2", NULL }, { 12.1, "B>A 481 BYE 2 t=2",
		  NULL } } },
	{ "the other BYE is of another leg", "bye-481", "warning likely", NULL,
	  NULL, NULL, {
		UP, { 9, "B>C BYE 1 f=2 t=1", NULL },
		{ 9.1, "C>B 200 BYE 1 f=2 t=1", NULL },
		{ 9.2, "A>B BYE 2 t=2", NULL }, { 9.3, "B>A 481 BYE 2 t=2",
		  NULL } } },
	{ "what crosses is no BYE", "bye-481", "warning likely", NULL, NULL,
	  NULL, {
		UP, { 9, "B>A INFO 1 f=2 t=1", NULL },
		{ 9.1, "A>B 200 INFO 1 f=2 t=1", NULL },
		{ 9.2, "A>B BYE 2 t=2", NULL }, { 9.3, "B>A 481 BYE 2 t=2",
		  NULL } } },
	{ "gone", "bye-481", "warning likely", NULL, NULL, NULL, {
		UP, { 9, "A>B BYE 2 t=2", NULL },
		{ 9.9, "B>A 481 BYE 2 t=2", NULL } } },
	{ "gone, for a copy of the BYE", "bye-481", "info possible", NULL, NULL,
	  NULL, {
		UP, { 9, "A>B BYE 2 t=2", NULL }, { 9.5, "A>B BYE 2 t=2", NULL },
		{ 9.9, "B>A 481 BYE 2 t=2", NULL } } },
	{ "gone, for a suspect", "bye-481", "info likely", NULL, NULL,
	  NULL, {
		UP, { 9, "A>B BYE 2 t=2", "User-Agent: sip-scan\n" },
		{ 9.9, "B>A 481 BYE 2 t=2", NULL } } },
	{ "a failure", "bye-immediate", "warning possible", NULL, NULL, NULL,
	  { WHY("Q.850;cause=34") } },
	{ "a failure, over a proxy", "bye-immediate* q850-in-response", NULL,
	  "10.0.0.3:5060 hangs up", NULL, NULL, {
		{ 0, "A>B INVITE 1", SDP }, { 0, "B>C INVITE 1", SDP },
		{ 1, "C>B 200 INVITE 1", SDP }, { 1, "B>A 200 INVITE 1", SDP },
		{ 1.1, "A>B ACK 1 t=2 b=a", NULL },
		{ 1.1, "B>C ACK 1 t=2 b=a", NULL },
		{ 2, "C>B BYE 1 f=2 t=1", "Reason: Q.850;cause=34\n" },
		{ 2.1, "B>A BYE 1 f=2 t=1", "Reason: Q.850;cause=34\n" },
		{ 2.2, "A>B 200 BYE 1 f=2 t=1", NULL },
		{ 2.2, "B>C 200 BYE 1 f=2 t=1", NULL } } },
	{ "normal clearing, unspecified", "-", NULL, NULL, NULL, NULL,
	  { WHY("Q.850;cause=31") } },
	{ "interworking", "-", NULL, NULL, NULL, NULL,
	  { WHY("Q.850;cause=127") } },
	{ "a cause of nothing", "-", NULL, NULL, NULL, NULL,
	  { WHY("Q.850;cause=0") } },
	{ "a success", "-", NULL, NULL, NULL, NULL, { WHY("SIP;cause=200") } },
	{ "a refusal", "bye-immediate", NULL, NULL, NULL, NULL,
	  { WHY("SIP;cause=503") } },
	{ "a cause of another kind", "-", NULL, NULL, NULL, NULL,
	  { WHY("X.1;cause=503") } },
	{ "the call was never acknowledged", "q850-in-response", NULL, NULL,
	  NULL, NULL, {
		{ 0, "A>B INVITE 1", NULL }, { 1, "B>A 200 INVITE 1", NULL },
		{ 2, "B>A BYE 1 f=2 t=1", "Reason: Q.850;cause=34\n" },
		{ 2.1, "A>B 200 BYE 1 f=2 t=1", NULL } } },
	{ "another leg of the call", "q850-in-response", NULL, NULL, NULL, NULL,
	  { UP, { 2, "B>C BYE 1 f=2 t=1", "Reason: Q.850;cause=34\n" },
	    { 2.1, "C>B 200 BYE 1 f=2 t=1", NULL } } },
	{ "changes that meet", "glare-491", "info certain", NULL, NULL, NULL, {
		UP, { 9, "A>B INVITE 2 t=2", NULL },
		{ 9, "B>A INVITE 1 f=2 t=1", NULL },
		{ 9.1, "B>A 491 INVITE 2 t=2", NULL },
		{ 9.2, "A>B ACK 2 t=2", NULL },
		{ 9.3, "A>B 200 INVITE 1 f=2 t=1", NULL },
		{ 9.4, "B>A ACK 1 f=2 t=1 b=k", NULL } } },
	{ "the other change was over before", "glare-491", "info likely", NULL,
	  NULL, NULL, {
		UP, { 7, "B>A INVITE 1 f=2 t=1", NULL },
		{ 7.3, "A>B 200 INVITE 1 f=2 t=1", NULL },
		{ 7.4, "B>A ACK 1 f=2 t=1 b=k", NULL },
		{ 9, "A>B INVITE 2 t=2", NULL },
		{ 9.1, "B>A 491 INVITE 2 t=2", NULL },
		{ 9.2, "A>B ACK 2 t=2", NULL } } },
	{ "the other change came after", "glare-491", "info likely", NULL,
	  NULL, NULL, {
		UP, { 9, "A>B INVITE 2 t=2", NULL },
		{ 9.1, "B>A 491 INVITE 2 t=2", NULL },
		{ 9.2, "A>B ACK 2 t=2", NULL },
		{ 9.3, "B>A INVITE 1 f=2 t=1", NULL },
		{ 9.4, "A>B 200 INVITE 1 f=2 t=1", NULL },
		{ 9.5, "B>A ACK 1 f=2 t=1 b=k", NULL } } },
	{ "what meets it is no change", "glare-491", "info likely", NULL, NULL,
	  NULL, {
		UP, { 9, "A>B INVITE 2 t=2", NULL },
		{ 9, "B>A INFO 1 f=2 t=1", NULL },
		{ 9.1, "B>A 491 INVITE 2 t=2", NULL },
		{ 9.2, "A>B ACK 2 t=2", NULL },
		{ 9.3, "A>B 200 INFO 1 f=2 t=1", NULL } } },
	{ "its subscription was refused", "sub-refused notify-481",
	  "info likely", NULL, NULL, NULL, {
		{ 0, "> SUBSCRIBE 1", "Event: dialog\nExpires: 60\n" },
		{ .1, "< 404 SUBSCRIBE 1", NULL },
		{ 1, "< NOTIFY+ 1", "Event: dialog\nSubscription-State: active\n" },
		{ 1.1, "> 481 NOTIFY+ 1", NULL } } },
	{ "a call is no subscription", "notify-481", "info likely", NULL, NULL,
	  NULL, {
		{ 0, "> INVITE 1", NULL }, { 1, "< 200 INVITE 1", NULL },
		{ 1.1, "> ACK+ 1", NULL },
		{ 2, "< NOTIFY+ 1", "Event: dialog\nSubscription-State: active\n" },
		{ 2.1, "> 481 NOTIFY+ 1", NULL } } },
};

/* hold-failed */
#define M(port, more) "Content-Type: application/sdp\n\nv=0\no=- 1 2 IN IP4 " \
	"10.0.0.1\ns=-\nc=IN IP4 10.0.0.1\nt=0 0\nm=audio " port \
	" RTP/AVP 8\n" more
#define TALK { 0, "> INVITE 1", M("4000", "") }, \
	{ 1, "< 200 INVITE 1", M("4002", "") }, { 1.1, "> ACK+ 1", NULL }
#define HOLD(code, more) { 9, "> INVITE+ 2", M("4000", "a=sendonly\n") }, \
	{ 9.1, "< " code " INVITE+ 2", more }, { 9.2, "> ACK+ 2", NULL }
static const struct rule_case holds[] = {
	{ "refused", "hold-failed", "warning certain", NULL, NULL, NULL,
	  { TALK, HOLD("500", NULL) } },
	{ "refused for now", "status-500", NULL, NULL, NULL, NULL,
	  { TALK, HOLD("500", "Retry-After: 5\n") } },
	{ "to be sent again with a login", "status-401", NULL, NULL, NULL,
	  NULL, { TALK, HOLD("401", NULL) } },
	{ "likewise, by 407", "status-407", NULL, NULL, NULL, NULL,
	  { TALK, HOLD("407", NULL) } },
	{ "it crosses a change", "glare-491", NULL, NULL, NULL, NULL,
	  { TALK, HOLD("491", NULL) } },
	{ "the call is gone", "status-481", NULL, NULL, NULL, NULL,
	  { TALK, HOLD("481", NULL) } },
	{ "no hold", "status-500", NULL, NULL, NULL, NULL, {
		TALK, { 9, "> INVITE+ 2", M("4000", "a=sendrecv\n") },
		{ 9.1, "< 500 INVITE+ 2", NULL }, { 9.2, "> ACK+ 2", NULL } } },
	{ "the port changes, too", "status-500", NULL, NULL, NULL, NULL, {
		TALK, { 9, "> INVITE+ 2", M("5000", "a=sendonly\n") },
		{ 9.1, "< 500 INVITE+ 2", NULL }, { 9.2, "> ACK+ 2", NULL } } },
	{ "one more stream, too", "status-500", NULL, NULL, NULL, NULL, {
		TALK, { 9, "> INVITE+ 2", M("4000", "a=sendonly\n"
			"m=video 4010 RTP/AVP 99\na=rtpmap:99 H264/90000\n") },
		{ 9.1, "< 500 INVITE+ 2", NULL }, { 9.2, "> ACK+ 2", NULL } } },
	{ "the sound is taken away", "status-500", NULL, NULL, NULL, NULL, {
		TALK, { 9, "> INVITE+ 2", M("0", "a=inactive\n") },
		{ 9.1, "< 500 INVITE+ 2", NULL }, { 9.2, "> ACK+ 2", NULL } } },
	{ "nothing to compare with", "hold-failed", "warning likely", NULL, NULL,
	  NULL, { HOLD("500", NULL) } },
	{ "a new call on hold", "status-500", NULL, NULL, NULL, NULL, {
		{ 9, "> INVITE 2", M("4000", "a=sendonly\n") },
		{ 9.1, "< 500 INVITE 2", NULL }, { 9.2, "> ACK 2", NULL } } },
	{ "the callee holds", "hold-failed", "warning certain", NULL, NULL,
	  NULL, {
		TALK, { 9, "< INVITE+ 1", M("4002", "a=sendonly\n") },
		{ 9.1, "> 500 INVITE+ 1", NULL }, { 9.2, "< ACK+ 1", NULL } } },
	{ "the callee's port changes, too", "status-500", NULL, NULL, NULL, NULL,
	  { TALK, { 9, "< INVITE+ 1", M("4000", "a=sendonly\n") },
	    { 9.1, "> 500 INVITE+ 1", NULL }, { 9.2, "< ACK+ 1", NULL } } },
};

/* auth-stale, auth-first-challenge, busy-everywhere */
#define ASK(nonce, more) "WWW-Authenticate: Digest realm=\"x\", nonce=\"" \
	nonce "\"" more "\n"
#define GIVE(nonce) "Authorization: Digest username=\"al\", realm=\"x\", " \
	"nonce=\"" nonce "\", uri=\"sip:x\", response=\"0\"\n"
static const struct rule_case logins[] = {
	{ "stale=false", "status-401", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", GIVE("n0") },
		{ .1, "< 401 REGISTER 1", ASK("n1", ", stale=false") } } },
	{ "stale in quotes", "auth-stale", "info certain", NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", GIVE("n0") },
		{ .1, "< 401 REGISTER 1", ASK("n1", ", stale=\"True\"") } } },
	{ "stale three times", "auth-stale auth-stale auth-stale",
	  "info certain", NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", GIVE("n0") },
		{ .1, "< 401 REGISTER 1", ASK("n1", ", stale=true") },
		{ 1, "> REGISTER 2", GIVE("n1") },
		{ 1.1, "< 401 REGISTER 2", ASK("n2", ", stale=true") },
		{ 2, "> REGISTER 3", GIVE("n2") },
		{ 2.1, "< 401 REGISTER 3", ASK("n3", ", stale=true") } } },
	{ "the answer goes to another server", "status-401", NULL, NULL, NULL,
	  NULL, {
		{ 0, "A>B REGISTER 1 sip:x", NULL },
		{ .1, "B>A 401 REGISTER 1", ASK("n1", "") },
		{ 1, "A>C REGISTER 2 sip:x", GIVE("n1") },
		{ 1.1, "C>A 200 REGISTER 2", NULL } } },
	{ "the login is refused by 403", "auth-then-403 auth-uri-mismatch "
	  "status-401", NULL, NULL,
	  NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "< 401 INVITE 1", ASK("n1", "") },
		{ 1, "> INVITE 2", GIVE("n1") },
		{ 1.1, "< 403 INVITE 2", NULL } } },
	{ "busy in a change of the call", "status-486", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE+ 1", NULL }, { 1, "< 486 INVITE+ 1", NULL } } },
};

/* late-response, cseq-mismatch of a response */
static const struct rule_case late[] = {
	{ "40 s later", "late-response", NULL, NULL, NULL, NULL, {
		{ 0, "A>B MESSAGE 1", NULL }, { 40, "B>A 200 MESSAGE 1", NULL } } },
	{ "30 s later", "-", NULL, NULL, NULL, NULL, {
		{ 0, "A>B MESSAGE 1", NULL }, { 30, "B>A 200 MESSAGE 1", NULL } } },
	{ "an INVITE that nobody heard of", "no-answer-any late-response* "
	  "status-404", NULL, NULL, NULL, NULL, {
		{ 0, "A>B INVITE 1", NULL }, { 34, "B>A 404 INVITE 1", NULL },
		{ 34.1, "A>B ACK 1 t=2", NULL } } },
	{ "it rang for minutes", "-", NULL, NULL, NULL, NULL, {
		{ 0, "A>B INVITE 1", NULL }, { 1, "B>A 180 INVITE 1", NULL },
		{ 100, "B>A 200 INVITE 1", NULL },
		{ 100.1, "A>B ACK 1 t=2 b=a", NULL } } },
	{ "another answer", "status-404 late-response", NULL, NULL, NULL, NULL, {
		{ 0, "A>B INVITE 1", NULL }, { 1, "B>A 404 INVITE 1", NULL },
		{ 2, "B>A 486 INVITE 1", NULL }, { 2.1, "A>B ACK 1 t=2", NULL } } },
	{ "another answer of another fork", "status-404", NULL, NULL, NULL,
	  NULL, {
		{ 0, "A>B INVITE 1", NULL }, { 1, "B>A 404 INVITE 1", NULL },
		{ 2, "B>A 486 INVITE 1 t=3", NULL },
		{ 2.1, "A>B ACK 1 t=2", NULL } } },
	{ "the same answer", "status-404", NULL, NULL, NULL, NULL, {
		{ 0, "A>B INVITE 1", NULL }, { 1, "B>A 404 INVITE 1", NULL },
		{ 2, "B>A 404 INVITE 1", "Date: now\n" },
		{ 2.1, "A>B ACK 1 t=2", NULL } } },
	{ "the method of somebody else", "cseq-mismatch*", NULL, NULL, NULL,
	  NULL, {
		{ 0, "A>B MESSAGE 1 b=1", NULL },
		{ 1, "B>A 200 OPTIONS 1 b=1", NULL } } },
	{ "another branch", "-", NULL, NULL, NULL, NULL, {
		{ 0, "A>B MESSAGE 1 b=1", NULL },
		{ 1, "B>A 200 OPTIONS 1 b=2", NULL } } },
	{ "another hop", "-", NULL, NULL, NULL, NULL, {
		{ 0, "A>B MESSAGE 1 b=1", NULL },
		{ 1, "C>A 200 OPTIONS 1 b=1", NULL } } },
	{ "it was answered before", "-", NULL, NULL, NULL, NULL, {
		{ 0, "A>B MESSAGE 1 b=1", NULL },
		{ .5, "B>A 200 MESSAGE 1 b=1", NULL },
		{ 1, "B>A 200 OPTIONS 1 b=1", NULL } } },
	{ "the CANCEL of the branch was not captured", "-", NULL, NULL, NULL,
	  NULL, {
		{ 0, "A>B INVITE 1 b=1", NULL },
		{ 1, "B>A 200 CANCEL 1 b=1", NULL } } },
};

#define TEST(name) static void test_##name(void **state) \
	{ (void)state; rule_cases_run(name, N(name)); }
TEST(cancels)
TEST(ringing)
TEST(rows_of_calls)
TEST(dialogs)
TEST(holds)
TEST(logins)
TEST(late)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cancels),
		cmocka_unit_test(test_ringing),
		cmocka_unit_test(test_rows_of_calls),
		cmocka_unit_test(test_dialogs),
		cmocka_unit_test(test_holds),
		cmocka_unit_test(test_logins),
		cmocka_unit_test(test_late),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
