/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules about what happens inside calls, subscriptions and transfers. */
#include "rule_cases.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define CALL { 0, "> INVITE 1", SDP("1") }, \
	{ 1, "< 200 INVITE 1", SDP("2") }, { 1.1, "> ACK+ 1", NULL }
#define SDP(port) "Content-Type: application/sdp\n\nv=0\no=- 1 1 IN IP4 " \
	"10.0.0.2\ns=-\nc=IN IP4 10.0.0." port "\nt=0 0\nm=audio 4000 RTP/AVP 8\n"

#define REFUSED(m) { 1, m, NULL }, { 1.5, m, NULL }, { 2.5, m, NULL }

static const struct rule_case acks[] = {
	{ "a refusal nobody acknowledges", "busy-everywhere ack-non2xx",
	  "warning likely", "sent its 486 3 times in 1 s",
	  "on 10.0.0.1:5060 switch on rport",
	  "SIP/2.0 486 Busy Here |  | sent again and again", {
		{ 0, "> INVITE 1", NULL }, REFUSED("< 486 INVITE 1") } },
	{ "acknowledged at last", "busy-everywhere", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, REFUSED("< 486 INVITE 1"),
		{ 2.6, "> ACK 1", NULL } } },
	{ "two copies", "busy-everywhere", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { 1, "< 486 INVITE 1", NULL },
		{ 1.5, "< 486 INVITE 1", NULL } } },
	{ "a scanner", "scan-ua", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", "User-Agent: friendly-scanner\n" },
		REFUSED("< 486 INVITE 1") } },
	{ "over TCP", "busy-everywhere", NULL, NULL, NULL, NULL, {
		{ -1, "tcp", NULL }, { 0, "> INVITE 1", NULL },
		REFUSED("< 486 INVITE 1") } },
	{ "one side only", "busy-everywhere", NULL, NULL, NULL, NULL, {
		REFUSED("< 486 INVITE 1") } },

#define GOES_ON(contact) { 0, "> INVITE 1", NULL }, \
	{ 1, "< 200 INVITE 1", contact }, { 1.1, "> ACK+ 1", NULL }, \
	{ 1.5, "< 200 INVITE 1", contact }, { 2.5, "< 200 INVITE 1", contact }, \
	{ 4.5, "< 200 INVITE 1", contact }, { 60, "clock", NULL }
	{ "ACK to another place", "ack-not-matching", "error likely",
	  "goes to `sip:bob@x' instead of `sip:bob@10.0.0.9'",
	  "send the ACK to `sip:bob@10.0.0.9'", "| the ACK must go here", {
		GOES_ON("Contact: <sip:bob@10.0.0.9>\n") } },
	{ "ACK to the Contact", "ack-not-matching", "error likely",
	  "does not arrive where the 200 OK came from", "is lost", NULL, {
		GOES_ON("Contact: <sip:bob@x>\n") } },
	{ "ACK without Route", "ack-not-matching", "error likely",
	  "lacks the Route", "`Route: <sip:p;lr>'", NULL, {
		GOES_ON("Contact: <sip:bob@x>\nRecord-Route: <sip:p;lr>\n") } },
	{ "a strict router changes the URI", "route-strict ack-not-matching",
	  "error likely", "lacks the Route", NULL, NULL, {
		GOES_ON("Contact: <sip:bob@y>\nRecord-Route: <sip:p>\n") } },
	{ "behind a proxy: not from its author", "ack-not-matching",
	  "error likely", "does not arrive where", NULL, NULL, {
		GOES_ON("Via: SIP/2.0/UDP 10.0.0.8;branch=z9hG4bKq\n"
			"Contact: <sip:bob@10.0.0.9>\n") } },
	{ "the ACK and a copy cross", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { 1, "< 200 INVITE 1", NULL },
		{ 1.5, "< 200 INVITE 1", NULL }, { 2.3, "> ACK+ 1", NULL },
		{ 2.5, "< 200 INVITE 1", NULL }, { 60, "clock", NULL } } },
};

#define COPY(at) { at, "< 200 INVITE 1", NULL }

static const struct rule_case drops[] = {
	{ "without the INVITE", "drop-32s", "error likely",
	  "10.0.0.2:5060 dropped the call 32 s after its 200 OK, sent 9 times",
	  "Let the ACK of 10.0.0.1:5060", "BYE sip:alice@10.0.0.1 SIP/2.0 |  |", {
		COPY(1), COPY(1.5), COPY(2.5), COPY(4.5), COPY(8.5), COPY(12.5),
		COPY(16.5), COPY(20.5), COPY(24.5),
		{ 33, "< BYE+ 1", NULL }, { 33.1, "> 200 BYE 1", NULL } } },
	{ "T1 is short", "drop-32s", NULL, "its timer T1 is short", NULL,
	  "SIP/2.0 200 OK |  | sent again and again", {
		COPY(1), COPY(1.1), COPY(1.3), COPY(1.7), COPY(2.5),
		{ 7.4, "< BYE+ 1", NULL }, { 7.5, "> 200 BYE 1", NULL } } },
	{ "no copies: somebody hung up", "-", NULL, NULL, NULL, NULL, {
		COPY(1), { 33, "< BYE+ 1", NULL },
		{ 33.1, "> 200 BYE 1", NULL } } },
	{ "the caller hung up", "-", NULL, NULL, NULL, NULL, {
		COPY(1), COPY(1.5), COPY(2.5), COPY(4.5), COPY(8.5), COPY(12.5),
		COPY(16.5), COPY(20.5), COPY(24.5),
		{ 33, "> BYE+ 2", NULL }, { 33.1, "< 200 BYE 2", NULL } } },
	{ "at another time", "-", NULL, NULL, NULL, NULL, {
		COPY(1), COPY(1.5), COPY(2.5), COPY(4.5), COPY(8.5), COPY(12.5),
		COPY(16.5), COPY(20.5), COPY(24.5),
		{ 27, "< BYE+ 1", NULL }, { 27.1, "> 200 BYE 1", NULL } } },
	{ "ack-missing says it", "ack-missing", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		COPY(1), COPY(1.5), COPY(2.5), COPY(4.5), COPY(8.5), COPY(12.5),
		COPY(16.5), COPY(20.5), COPY(24.5),
		{ 33, "< BYE+ 1", NULL }, { 33.1, "> 200 BYE 1", NULL } } },

	{ "ended at once, with a reason", "bye-immediate", "warning possible",
	  "hangs up 1 s after the answer: no codec", "repair what its BYE names",
	  "| the reason given", {
		CALL, { 2.2, "< BYE+ 1",
		  "Reason: Q.850;cause=88;text=\"no codec\"\n" },
		{ 2.3, "> 200 BYE 1", NULL } } },
	{ "ended at once, normally", "-", NULL, NULL, NULL, NULL, {
		CALL, { 2.2, "< BYE+ 1", "Reason: Q.850;cause=16\n" },
		{ 2.3, "> 200 BYE 1", NULL } } },
	{ "ended at once, without a word", "-", NULL, NULL, NULL, NULL, {
		CALL, { 2.2, "< BYE+ 1", NULL }, { 2.3, "> 200 BYE 1", NULL } } },
	{ "ended after 3 s", "q850-in-response", NULL, NULL, NULL, NULL, {
		CALL, { 4.2, "< BYE+ 1", "Reason: Q.850;cause=88\n" },
		{ 4.3, "> 200 BYE 1", NULL } } },
	{ "after a change of the call", "q850-in-response", NULL, NULL, NULL,
	  NULL, {
		CALL, { 1.2, "> INVITE+ 2", NULL }, { 1.3, "< 200 INVITE 2", NULL },
		{ 1.4, "> ACK+ 2", NULL },
		{ 2.2, "< BYE+ 1", "Reason: Q.850;cause=88\n" },
		{ 2.3, "> 200 BYE 1", NULL } } },
};

#define TIMER(v) { 0, "> INVITE 1", SDP("1") }, \
	{ 1, "< 200 INVITE 1", "Session-Expires: " v "\n" SDP("2") }, \
	{ 1.1, "> ACK+ 1", NULL }

static const struct rule_case timers[] = {
	{ "the refresh is refused", "sdp-no-codec timer-refresh-failed",
	  "error certain", "10.0.0.2:5060 refused its refresh (re-INVITE) with "
	  "488", "repeat its last SDP",
	  "BYE sip:bob@x SIP/2.0 |  | hangs up", {
		TIMER("1800;refresher=uac"), { 901, "> INVITE+ 2", SDP("1") },
		{ 901.1, "< 488 INVITE 2", NULL }, { 901.2, "> ACK+ 2", NULL },
		{ 902, "> BYE+ 3", NULL }, { 902.1, "< 200 BYE 3", NULL } } },
	{ "the refresh is not answered", "no-answer-nonivite "
	  "timer-refresh-failed", "error certain",
	  "did not answer its refresh (UPDATE)", "lost the call", NULL, {
		TIMER("1800;refresher=uac"), { 901, "> UPDATE+ 2", NULL },
		{ 901.5, "> UPDATE+ 2", NULL }, { 902.5, "> UPDATE+ 2", NULL },
		{ 904.5, "> UPDATE+ 2", NULL }, { 908.5, "> UPDATE+ 2", NULL },
		{ 900, "seen", NULL }, { 933.5, "clock", NULL },
		{ 934, "> BYE+ 3", NULL }, { 934.1, "< 200 BYE 3", NULL } } },
	{ "it is tried again: 491", "glare-491", NULL, NULL, NULL, NULL, {
		TIMER("1800;refresher=uac"), { 901, "> INVITE+ 2", SDP("1") },
		{ 901.1, "< 491 INVITE 2", NULL }, { 901.2, "> ACK+ 2", NULL },
		{ 902, "> BYE+ 3", NULL }, { 902.1, "< 200 BYE 3", NULL } } },
	{ "500 with Retry-After", "reinvite-drop", NULL, NULL, NULL, NULL, {
		TIMER("1800;refresher=uac"), { 901, "> INVITE+ 2", SDP("1") },
		{ 901.1, "< 500 INVITE 2", "Retry-After: 3\n" },
		{ 901.2, "> ACK+ 2", NULL },
		{ 902, "> BYE+ 3", NULL }, { 902.1, "< 200 BYE 3", NULL } } },
	{ "a change at another time", "sdp-no-codec reinvite-drop",
	  NULL, NULL, NULL, NULL, {
		TIMER("1800;refresher=uac"), { 501, "> INVITE+ 2", SDP("1") },
		{ 501.1, "< 488 INVITE 2", NULL }, { 501.2, "> ACK+ 2", NULL },
		{ 502, "> BYE+ 3", NULL }, { 502.1, "< 200 BYE 3", NULL } } },
	{ "without a timer", "sdp-no-codec reinvite-drop", NULL, NULL, NULL, NULL, {
		CALL, { 901, "> INVITE+ 2", SDP("1") },
		{ 901.1, "< 488 INVITE 2", NULL }, { 901.2, "> ACK+ 2", NULL },
		{ 902, "> BYE+ 3", NULL }, { 902.1, "< 200 BYE 3", NULL } } },
	{ "the call goes on after the refusal", "sdp-no-codec", NULL, NULL, NULL,
	  NULL, {
		TIMER("1800;refresher=uac"), { 901, "> INVITE+ 2", SDP("1") },
		{ 901.1, "< 488 INVITE 2", NULL }, { 901.2, "> ACK+ 2", NULL },
		{ 1000, "> BYE+ 3", NULL }, { 1000.1, "< 200 BYE 3", NULL } } },

	{ "ended by its timer", "drop-900s", "error likely",
	  "10.0.0.2:5060 dropped the call after 1768 s: no refresh came within "
	  "the 1800 s", "On 10.0.0.1:5060, switch", NULL, {
		TIMER("1800;refresher=uac"), { 1769, "< BYE+ 1", NULL },
		{ 1769.1, "> 200 BYE 1", NULL } } },
	{ "the refresher itself hangs up then", "drop-900s", "error possible",
	  NULL, NULL, NULL, {
		TIMER("1800;refresher=uac"), { 1769, "> BYE+ 2", NULL },
		{ 1769.1, "< 200 BYE 2", NULL } } },
	{ "refreshed in between", "-", NULL, NULL, NULL, NULL, {
		TIMER("1800;refresher=uac"), { 901, "> UPDATE+ 2", NULL },
		{ 901.1, "< 200 UPDATE 2",
		  "Session-Expires: 1800;refresher=uac\n" },
		{ 1769, "< BYE+ 1", NULL }, { 1769.1, "> 200 BYE 1", NULL } } },
	{ "no timer was agreed on", "-", NULL, NULL, NULL, NULL, {
		CALL, { 1769, "< BYE+ 1", NULL }, { 1769.1, "> 200 BYE 1", NULL } } },
	{ "4 s before", "-", NULL, NULL, NULL, NULL, {
		TIMER("1800;refresher=uac"), { 1765, "< BYE+ 1", NULL },
		{ 1765.1, "> 200 BYE 1", NULL } } },

	{ "not refreshed, then dropped", "timer-refresh-missed", "error likely",
	  "because 10.0.0.1 did not refresh it within 60 s",
	  "`refresher=uas' instead", "| hangs up", {
		TIMER("90;refresher=uac"), { 91, "< BYE+ 1", NULL },
		{ 91.1, "> 200 BYE 1", NULL } } },
	{ "not refreshed for long", "timer-refresh-missed", "warning likely",
	  "10.0.0.2 did not refresh the call within 60 s", NULL, NULL, {
		TIMER("90;refresher=uas"), { 300, "> BYE+ 2", NULL },
		{ 300.1, "< 200 BYE 2", NULL } } },
	{ "nobody was to refresh", "-", NULL, NULL, NULL, NULL, {
		TIMER("90"), { 91, "< BYE+ 1", NULL },
		{ 91.1, "> 200 BYE 1", NULL } } },
	{ "refreshed without a timer in the answer", "-", NULL, NULL, NULL,
	  NULL, {
		TIMER("90;refresher=uac"), { 45, "> INVITE+ 2", NULL },
		{ 45.1, "< 200 INVITE 2", NULL }, { 45.2, "> ACK+ 2", NULL },
		{ 300, "> BYE+ 3", NULL }, { 300.1, "< 200 BYE 3", NULL } } },
	{ "the callee refreshes", "-", NULL, NULL, NULL, NULL, {
		TIMER("90;refresher=uas"), { 45, "< INVITE+ 1", NULL },
		{ 45.1, "> 200 INVITE 1",
		  "Session-Expires: 90;refresher=uac\n" },
		{ 45.2, "< ACK+ 1", NULL },
		{ 100, "> BYE+ 3", NULL }, { 100.1, "< 200 BYE 3", NULL } } },
};

#define GLARE(n, at) { at, "> INVITE+ " n, NULL }, \
	{ at + .1, "< 491 INVITE " n, NULL }, { at + .2, "> ACK+ " n, NULL }

static const struct rule_case changes[] = {
	{ "both at once", "glare-491", "info certain",
	  "changed the call at the same time; the change is tried again", NULL,
	  "INVITE sip:alice@10.0.0.1 SIP/2.0 |  | sent at the same time", {
		CALL, { 5, "< INVITE+ 7", NULL }, GLARE("2", 5.01),
		{ 5.3, "> 200 INVITE 7", NULL }, { 5.4, "< ACK+ 7", NULL } } },
	{ "the other leg is busy", "glare-491", "info likely", NULL, NULL, NULL, {
		CALL, GLARE("2", 5) } },
	{ "four times", "glare-491 glare-491 glare-491 glare-491",
	  "warning likely", "4 times in 30 s", "Switch off direct media", NULL, {
		CALL, GLARE("2", 5), GLARE("3", 8), GLARE("4", 11),
		GLARE("5", 14) } },
	{ "four times in 40 s", "glare-491 glare-491 glare-491 glare-491",
	  "info likely", NULL, NULL, NULL, {
		CALL, GLARE("2", 5), GLARE("3", 8), GLARE("4", 11),
		GLARE("5", 36) } },
	{ "a new call", "status-491", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { 1, "< 491 INVITE 1", NULL } } },

#define CHANGE(n, at, port) { at, "> UPDATE+ " n, SDP(port) }, \
	{ at + .1, "< 200 UPDATE " n, NULL }
	{ "again and again", "reinvite-loop", "warning likely",
	  "6 re-INVITEs in 5 s: they cannot agree on the media address",
	  "Switch direct media off", "CSeq: 7 UPDATE | 7 UPDATE | back and forth", {
		CALL, CHANGE("2", 3, "1"), CHANGE("3", 4, "2"),
		CHANGE("4", 5, "1"), CHANGE("5", 6, "2"), CHANGE("6", 7, "1"),
		CHANGE("7", 8, "2") } },
	{ "five times", "-", NULL, NULL, NULL, NULL, {
		CALL, CHANGE("2", 3, "1"), CHANGE("3", 4, "2"),
		CHANGE("4", 5, "1"), CHANGE("5", 6, "2"),
		CHANGE("6", 7, "1") } },
	{ "slowly", "-", NULL, NULL, NULL, NULL, {
		CALL, CHANGE("2", 3, "1"), CHANGE("3", 6, "2"),
		CHANGE("4", 9, "1"), CHANGE("5", 12, "2"), CHANGE("6", 15, "1"),
		CHANGE("7", 18, "2") } },
};

#define SUB(code) { 0, "> SUBSCRIBE 1", "Event: dialog\nExpires: 600\n" \
	"Contact: <sip:alice@192.168.0.4>\n" }, \
	{ .1, "< " code " SUBSCRIBE 1", "Allow-Events: refer\n" }
#define NOTIFY(state) { .2, "< NOTIFY+ 1", "Event: dialog\n" \
	"Subscription-State: " state "\n" }, { .3, "> 200 NOTIFY 1", NULL }

static const struct rule_case subscriptions[] = {
	{ "no NOTIFY", "sub-no-notify", "warning likely",
	  "accepted the subscription to dialog and sent no NOTIFY within 32 s",
	  "let the firewall pass it to sip:alice@192.168.0.4",
	  "| sip:alice@192.168.0.4 | NOTIFY must go here", {
		SUB("200"), { 60, "clock", NULL } } },
	{ "NOTIFY came", "-", NULL, NULL, NULL, NULL, {
		SUB("200"), NOTIFY("active"), { 60, "clock", NULL } } },
	{ "NOTIFY came before the 200", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> SUBSCRIBE 1", "Event: dialog\n" },
		{ .05, "< NOTIFY+ 1", "Event: dialog\n" },
		{ .06, "> 200 NOTIFY 1", NULL },
		{ .1, "< 200 SUBSCRIBE 1", NULL }, { 60, "clock", NULL } } },
	{ "the input ends before", "-", NULL, NULL, NULL, NULL, {
		SUB("200"), { 30, "clock", NULL } } },
	{ "204: none will come", "-", NULL, NULL, NULL, NULL, {
		SUB("204"), { 60, "clock", NULL } } },

	{ "an unknown package", "sub-refused", "warning certain",
	  "has no event package dialog; it offers refer", "load the package",
	  "Event: dialog | dialog | asked for", { SUB("489") } },
	{ "an unknown package, allowed", "sub-refused", NULL, NULL,
	  "!If it is 40", NULL, { SUB("489") } },
	{ "nothing to watch", "sub-refused", "warning certain",
	  "has nothing called bob to watch", NULL, NULL, { SUB("404") } },
	{ "not allowed", "sub-refused", "warning certain",
	  "does not allow 10.0.0.1:5060 to watch bob", NULL, NULL, {
		SUB("403") } },
	{ "no SUBSCRIBE at all", "sub-refused", "warning certain",
	  "refuses the subscription", NULL, NULL, { SUB("501") } },
	{ "a lost subscription", "sub-refused", "info certain", NULL, NULL,
	  NULL, {
		{ 0, "> SUBSCRIBE+ 2", "Event: dialog\n" },
		{ .1, "< 481 SUBSCRIBE 2", NULL } } },
	{ "too brief", "status-423", NULL, NULL, NULL, NULL, { SUB("423") } },
	{ "a scanner", "scan-ua", NULL, NULL, NULL, NULL, {
		{ 0, "> SUBSCRIBE 1",
		  "Event: dialog\nUser-Agent: friendly-scanner\n" },
		{ .1, "< 404 SUBSCRIBE 1", NULL } } },

	{ "ended by the server", "sub-terminated", "info certain",
	  "10.0.0.2:5060 ended the subscription to dialog: noresource (",
	  "allow the subscriber",
	  "| terminated;reason=noresource | ended", {
		SUB("200"), NOTIFY("terminated;reason=noresource") } },
	{ "ended as asked", "sub-terminated", "info certain",
	  "was ended by the subscriber", NULL, NULL, {
		{ 0, "> SUBSCRIBE 1", "Event: dialog\nExpires: 0\n" },
		{ .1, "< 200 SUBSCRIBE 1", NULL }, NOTIFY("terminated") } },
	{ "ended as asked: nothing to do", "sub-terminated", NULL,
	  "was ended by the subscriber", "!refresh", NULL, {
		{ 0, "> SUBSCRIBE 1", "Event: dialog\nExpires: 0\n" },
		{ .1, "< 200 SUBSCRIBE 1", NULL },
		NOTIFY("terminated;reason=timeout") } },
	{ "not refreshed", "sub-terminated", NULL, "dialog: timeout (",
	  "refresh earlier", NULL, {
		SUB("200"), NOTIFY("terminated;reason=timeout") } },
	{ "not refreshed: it was allowed", "sub-terminated", NULL, NULL,
	  "!allow the", NULL, {
		SUB("200"), NOTIFY("terminated;reason=timeout") } },
	{ "it goes on", "-", NULL, NULL, NULL, NULL, {
		SUB("200"), NOTIFY("active;expires=600") } },

	{ "the subscriber forgot it", "notify-481", "warning likely",
	  "10.0.0.1:5060 lost its subscription to dialog",
	  "Restart the subscription", "Event: dialog | dialog | not known", {
		SUB("200"), { 1, "< NOTIFY+ 1", "Event: dialog\n" },
		{ 1.1, "> 481 NOTIFY 1", NULL } } },
	{ "nobody subscribed", "notify-481", "info likely",
	  "has no subscription to message-summary", "let it SUBSCRIBE", NULL, {
		{ 1, "< NOTIFY 1", "Event: message-summary\n" },
		{ 1.1, "> 481 NOTIFY 1", NULL } } },
	{ "the last NOTIFY, for one that is gone", "sub-terminated notify-481",
	  "info likely", NULL, NULL, NULL, {
		SUB("200"), { 1, "< NOTIFY+ 1", "Event: dialog\n"
			"Subscription-State: terminated\n" },
		{ 1.1, "> 481 NOTIFY 1", NULL } } },
};

#define REFER(code) CALL, { 2, "> REFER+ 2", "Refer-To: <sip:carol@x>\n" }, \
	{ 2.1, "< " code " REFER 2", NULL }
#define RESULT(cseq, state, line) { 3, "< NOTIFY+ " cseq, "Event: refer\n" \
	"Subscription-State: " state "\nContent-Type: message/sipfrag\n\n" \
	line "\n" }, { 3.1, "> 200 NOTIFY " cseq, NULL }

static const struct rule_case transfers[] = {
	{ "refused", "refer-603", "error likely",
	  "refuses to transfer the call to sip:carol@x: 603 Decline",
	  "Allow transfers", "Refer-To: <sip:carol@x> | sip:carol@x | to be", {
		REFER("603") } },
	{ "REFER is unknown", "refer-603", "error likely", NULL, NULL,
	  "Allow: INVITE | INVITE | REFER is not among", {
		CALL, { 2, "> REFER+ 2", "Refer-To: <sip:carol@x>\n" },
		{ 2.1, "< 405 REFER 2", "Allow: INVITE\n" } } },
	{ "refused for another reason", "status-480", NULL, NULL, NULL, NULL, {
		REFER("480") } },

	{ "no word of it", "refer-no-notify", "warning likely",
	  "took the transfer to sip:carol@x but did not say within 32 s",
	  "Let NOTIFY requests pass", NULL, {
		REFER("202"), { 60, "clock", NULL } } },
	{ "the transferor hung up", "refer-no-notify", "info likely",
	  "hung up right after", NULL, NULL, {
		REFER("202"), { 3, "> BYE+ 3", NULL }, { 3.1, "< 200 BYE 3", NULL },
		{ 60, "clock", NULL } } },
	{ "agreed on", "-", NULL, NULL, NULL, NULL, {
		CALL, { 2, "> REFER+ 2", "Refer-To: <sip:carol@x>\n" },
		{ 2.1, "< 202 REFER 2", "Refer-Sub: false\n" },
		{ 60, "clock", NULL } } },
	{ "the input ends before", "-", NULL, NULL, NULL, NULL, {
		REFER("202"), { 30, "clock", NULL } } },
	{ "it is reported", "-", NULL, NULL, NULL, NULL, {
		REFER("202"), RESULT("1", "active", "SIP/2.0 100 Trying"),
		{ 60, "clock", NULL } } },

	{ "failed", "refer-notify-fail", "error certain",
	  "the transfer to sip:carol@x failed: 486 Busy Here",
	  "sipexplain --explain 486", "SIP/2.0 486 Busy Here | 486 Busy Here | "
	  "the real result", {
		REFER("202"), RESULT("1", "terminated;reason=noresource",
				     "SIP/2.0 486 Busy Here") } },
	{ "done", "-", NULL, NULL, NULL, NULL, {
		REFER("202"), RESULT("1", "terminated", "SIP/2.0 200 OK") } },
	{ "not the last word", "-", NULL, NULL, NULL, NULL, {
		REFER("202"), RESULT("1", "active", "SIP/2.0 486 Busy Here") } },
	{ "taken back", "refer-notify-fail", "info certain", "was given up",
	  NULL, NULL, {
		REFER("202"), { 2.5, "> INVITE+ 3", NULL },
		{ 2.6, "< 200 INVITE 3", NULL }, { 2.7, "> ACK+ 3", NULL },
		RESULT("1", "terminated", "SIP/2.0 487 Request Terminated") } },
	{ "cancelled by itself", "refer-notify-fail", "error certain", NULL,
	  NULL, NULL, {
		REFER("202"),
		RESULT("1", "terminated", "SIP/2.0 487 Request Terminated") } },

#define BARE CALL, { 2, "> REFER+ 2", "Refer-To: <sip:carol@pbx>\n" }, \
	{ 2.1, "< 202 REFER 2", NULL }
	{ "a name of the house", "refer-to-unroutable", "error likely",
	  "pbx is a name only the network of 10.0.0.1:5060",
	  "instead of `pbx'", "| pbx | cannot be reached", {
		BARE, RESULT("1", "terminated", "SIP/2.0 404 Not Found") } },
	{ "a name of the house that works", "-", NULL, NULL, NULL, NULL, {
		BARE, RESULT("1", "terminated", "SIP/2.0 200 OK") } },
	{ "busy, so it was reached", "refer-notify-fail", NULL, NULL, NULL,
	  NULL, {
		BARE, RESULT("1", "terminated", "SIP/2.0 486 Busy Here") } },
	{ "private, in one network", "refer-notify-fail", NULL, NULL, NULL,
	  NULL, {
		CALL, { 2, "> REFER+ 2", "Refer-To: <sip:carol@10.0.0.7>\n" },
		{ 2.1, "< 202 REFER 2", NULL },
		RESULT("1", "terminated", "SIP/2.0 404 Not Found") } },
	{ "the phone itself", "refer-to-unroutable", NULL,
	  "127.0.0.1 is the phone itself", NULL, NULL, {
		CALL, { 2, "> REFER+ 2", "Refer-To: <sip:carol@127.0.0.1>\n" },
		{ 2.1, "< 202 REFER 2", NULL },
		RESULT("1", "terminated", "SIP/2.0 404 Not Found") } },

#define REPLACES(to, from) { 2, "2> INVITE 1", \
	"Replaces: call1@x;to-tag=" to ";from-tag=" from "\n" }, \
	{ 2.1, "2< 481 INVITE 1", NULL }
	{ "a call nobody has", "replaces-481", "error likely",
	  "has no call with the Call-ID other@x", "translate Replaces",
	  "| no such call here", {
		{ 2, "> INVITE 1", "Replaces: other@x;to-tag=2;from-tag=1\n" },
		{ 2.1, "< 481 INVITE 1", NULL } } },
	{ "the wrong way round", "replaces-481", "error likely",
	  "the wrong way round", "swap `to-tag'", NULL, {
		CALL, REPLACES("1", "2") } },
	{ "the right way round", "replaces-481", "error likely",
	  "has no call with the Call-ID call1@x", NULL, NULL, {
		CALL, REPLACES("2", "1") } },
	{ "just ended", "replaces-481", "info likely", "came too late", NULL,
	  NULL, {
		CALL, { 1.5, "> BYE+ 2", NULL }, { 1.6, "< 200 BYE 2", NULL },
		REPLACES("2", "1") } },
	{ "without Replaces", "status-481", NULL, NULL, NULL, NULL, {
		{ 2, "> INVITE 1", NULL }, { 2.1, "< 481 INVITE 1", NULL } } },
};

#define CALLS(n) { 0, n "> INVITE 1", SDP("1") }, \
	{ 1, n "< 200 INVITE 1", SDP("2") }, { 1.1, n "> ACK+ 1", NULL }
#define LOST(n, at) { at, n "> BYE+ 2", NULL }, \
	{ at + .1, n "< 481 BYE 2", NULL }

static const struct rule_case lost[] = {
	{ "three calls", "bye-481 bye-481 dialogs-lost", "error possible",
	  "does not know 3 calls any more that it had: 481 to all of them in "
	  "20 s", "choose the node by", "| a call it had before", {
		CALLS("1"), CALLS("2"), CALLS("3"),
		LOST("1", 50), LOST("2", 60), LOST("3", 70) } },
	{ "two calls", "bye-481 bye-481", NULL, NULL, NULL, NULL, {
		CALLS("1"), CALLS("2"), LOST("1", 50), LOST("2", 60) } },
	{ "one call three times", "status-481 status-481 bye-481", NULL, NULL,
	  NULL, NULL, {
		CALLS("1"), { 50, "> INFO+ 2", NULL },
		{ 50.1, "< 481 INFO 2", NULL }, { 51, "> INFO+ 3", NULL },
		{ 51.1, "< 481 INFO 3", NULL }, { 52, "> BYE+ 4", NULL },
		{ 52.1, "< 481 BYE 4", NULL } } },
	{ "in the course of minutes", "bye-481 bye-481 bye-481", NULL, NULL,
	  NULL, NULL, {
		CALLS("1"), CALLS("2"), CALLS("3"),
		LOST("1", 50), LOST("2", 60), LOST("3", 171) } },
	{ "calls that nobody saw begin", "bye-481 bye-481 bye-481", NULL, NULL,
	  NULL, NULL, { LOST("1", 50), LOST("2", 60), LOST("3", 70) } },
	{ "the third was ended by the other side", "bye-481 bye-481 bye-481",
	  "info likely", NULL, NULL, NULL, {
		CALLS("1"), CALLS("2"), CALLS("3"), LOST("1", 50),
		LOST("2", 60), { 69.9, "3< BYE+ 1", NULL }, LOST("3", 70) } },
};

/* Only what the code at hand asks for. */
static void test_refresh_codes(void **state)
{
	static const char *const remedies[] = { "repeat its last SDP",
		"refresh by re-INVITE", "lost the call" };
	static const struct {
		struct feed_step refresh, refused;
		int remedy; /* -1: none of them */
	} cases[] = {
		{ { 901, "> UPDATE+ 2", NULL }, { 901.1, "< 488 UPDATE 2", NULL },
		  0 },
		{ { 901, "> UPDATE+ 2", NULL }, { 901.1, "< 501 UPDATE 2", NULL },
		  1 },
		{ { 901, "> UPDATE+ 2", NULL }, { 901.1, "< 481 UPDATE 2", NULL },
		  2 },
		{ { 901, "> UPDATE+ 2", NULL }, { 901.1, "< 603 UPDATE 2", NULL },
		  -1 },
	};

	(void)state;
	for (size_t i = 0; i < N(cases); i++) {
		const struct feed_found *x;
		struct feed f;

		feed_init(&f);
		feed_steps(&f, (struct feed_step[]){
			TIMER("1800;refresher=uac"), cases[i].refresh,
			cases[i].refused, { 902, "> BYE+ 3", NULL },
			{ 902.1, "< 200 BYE 3", NULL }, { .what = NULL } });
		x = feed_last(&f, "timer-refresh-failed");
		assert_non_null(x);
		for (int k = 0; k < 3; k++)
			assert_int_equal(!!strstr(x->remedies, remedies[k]),
					 k == cases[i].remedy);
		feed_fini(&f);
	}
}

static void test_lost(void **state)
{
	(void)state;
	rule_cases_run(lost, N(lost));
}

/* Those told before are of it: what is to be mended is one thing. */
static void test_lost_together(void **state)
{
	struct feed f;
	const struct ranking_group *g;
	size_t n;

	(void)state;
	feed_init(&f);
	feed_steps(&f, lost[0].steps);
	g = ranking_sorted(&f.ranking, &n);
	assert_int_equal(n, 2);
	assert_int_equal(g[0].id, FINDING_DIALOGS_LOST);
	assert_int_equal(g[1].id, FINDING_BYE_481);
	assert_true(g[1].consequence);
	feed_fini(&f);
	/* Too old ones are not. */
	feed_init(&f);
	feed_steps(&f, (struct feed_step[]){ CALLS("1"), CALLS("2"),
		CALLS("3"), CALLS("4"), LOST("1", 20), LOST("2", 150),
		LOST("3", 160), LOST("4", 170), { .what = NULL } });
	g = ranking_sorted(&f.ranking, &n);
	assert_int_equal(g[0].id, FINDING_DIALOGS_LOST);
	assert_int_equal(g[1].id, FINDING_BYE_481);
	assert_int_equal(g[1].roots, 1);
	feed_fini(&f);
}

static void test_acks(void **state)
{
	(void)state;
	rule_cases_run(acks, N(acks));
}

/* Only an ACK that differs is said to. */
static void test_ack_explained(void **state)
{
	static const struct rule_case one[] = {
		{ .steps = { GOES_ON("Contact: <sip:bob@10.0.0.9>\n") } },
		{ .steps = { GOES_ON("Contact: <sip:bob@x>\n") } },
	};
	struct feed f;
	const char *said;

	(void)state;
	for (unsigned i = 0; i < N(one); i++) {
		feed_init(&f);
		feed_steps(&f, one[i].steps);
		said = feed_last(&f, "ack-not-matching")->explain;
		assert_int_equal(!!strstr(said, "This one differs"), i == 0);
		feed_fini(&f);
	}
}

static void test_drops(void **state)
{
	(void)state;
	rule_cases_run(drops, N(drops));
}

static void test_timers(void **state)
{
	(void)state;
	rule_cases_run(timers, N(timers));
}

static void test_changes(void **state)
{
	(void)state;
	rule_cases_run(changes, N(changes));
}

static void test_subscriptions(void **state)
{
	(void)state;
	rule_cases_run(subscriptions, N(subscriptions));
}

static void test_transfers(void **state)
{
	(void)state;
	rule_cases_run(transfers, N(transfers));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_acks),
		cmocka_unit_test(test_ack_explained),
		cmocka_unit_test(test_drops),
		cmocka_unit_test(test_timers),
		cmocka_unit_test(test_changes),
		cmocka_unit_test(test_subscriptions),
		cmocka_unit_test(test_transfers),
		cmocka_unit_test(test_refresh_codes),
		cmocka_unit_test(test_lost),
		cmocka_unit_test(test_lost_together),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
