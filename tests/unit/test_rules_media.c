/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules about lines of an SDP, DTMF, hold and other changes inside a call. */
#include "data/catalog_lang.h"
#include "sdp_cases.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define MAPS(one, two) "m=audio 4000 RTP/AVP 8 97\na=rtpmap:97 " one "\n" \
	"a=rtpmap:97 " two "\n"
#define EVENTS(pt) "m=audio 4000 RTP/AVP 18 " pt "\na=rtpmap:" pt \
	" telephone-event/8000\n"

#define PAIR(offer, answer) { \
		{ 0, "> INVITE 1", offer }, { .1, "< 200 INVITE 1", answer }, \
		{ .2, "> ACK+ 1", NULL } }
#define AGAIN_B(at, cseq, offer, answer) \
		{ at, "< INVITE+ " cseq, offer }, \
		{ at + .1, "> 200 INVITE " cseq, answer }, \
		{ at + .2, "< ACK+ " cseq, NULL }
#define REFUSED(at, cseq, offer, code) \
		{ at, "> INVITE+ " cseq, offer }, \
		{ at + .1, "< " code " INVITE " cseq, NULL }

static const struct rule_case lines[] = {
	{ "no s=, and refused", "sdp-malformed", "error certain",
	  "10.0.0.1:5060 is broken in line 5: no `s=' before it", NULL,
	  "| does not fit", {
		{ 0, "> INVITE 1", TYPE "v=0\no=- 1 1 IN IP4 10.0.0.1\n"
			"c=IN IP4 10.0.0.1\nt=0 0\n" PCMA },
		{ .1, "< 400 INVITE 1", NULL } } },
	{ "the same, but accepted", "sdp-malformed", "warning certain", NULL,
	  NULL, NULL, PAIR(TYPE "v=0\no=- 1 1 IN IP4 10.0.0.1\n"
			   "c=IN IP4 10.0.0.1\nt=0 0\n" PCMA, B(PCMA)) },
	{ "an m= without c=", "sdp-malformed", NULL, "no `c=' for this `m='",
	  NULL, NULL, {
		{ 0, "> INVITE 1", TYPE "v=0\no=- 1 1 IN IP4 10.0.0.1\ns=-\n"
			"t=0 0\n" PCMA "c=IN IP4 10.0.0.1\n" PCMA },
		{ .1, "< 488 INVITE 1", NULL } } },
	{ "each m= has its own c=", "sdp-no-codec", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", TYPE "v=0\no=- 1 1 IN IP4 10.0.0.1\ns=-\n"
			"t=0 0\n" PCMA "c=IN IP4 10.0.0.1\n" },
		{ .1, "< 488 INVITE 1", NULL } } },
	{ "a port out of range", "sdp-malformed", "error certain",
	  "the port is no number to 65535", NULL, NULL, {
		{ 0, "> INVITE 1", A("m=audio 70000 RTP/AVP 8\n") },
		{ .1, "< 400 INVITE 1", NULL } } },
	{ "stray bytes", "sdp-malformed", NULL, "line 7: not of the form",
	  NULL, NULL, {
		{ 0, "> INVITE 1", A(PCMA "garbage\n") },
		{ .1, "< 400 INVITE 1", NULL } } },
	{ "an attribute that nobody knows", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(PCMA "a=x-odd:1\n"), B(PCMA)) },
	{ "cut off", "ip-fragment-missing sdp-no-codec", NULL, NULL, NULL, NULL, {
		{ 0, "cut 2 > INVITE 1", A(PCMA "garbage\n") },
		{ .1, "< 488 INVITE 1", NULL } } },
	{ "the last line is not ended", "sdp-malformed", "info certain",
	  "is untidy, but can be read", NULL, NULL,
	  PAIR(A("m=audio 4000 RTP/AVP 8"), B(PCMA)) },
	{ "untidy, but that is not the cause", "sdp-no-codec", NULL, NULL, NULL,
	  NULL, {
		{ 0, "> INVITE 1", A("m=audio 4000 RTP/AVP 8") },
		{ .1, "< 488 INVITE 1", NULL } } },
	{ "one number, two codecs", "sdp-duplicate-pt", "warning certain",
	  "payload type 97 two meanings: iLBC/8000 and speex/8000", NULL,
	  "a=rtpmap:97 speex/8000 | 97 | and this",
	  PAIR(A(MAPS("iLBC/8000", "speex/8000")), B(PCMA)) },
	{ "and refused", "sdp-duplicate-pt", "error certain",
	  "and is refused for it", NULL, NULL, {
		{ 0, "> INVITE 1", A(MAPS("iLBC/8000", "speex/8000")) },
		{ .1, "< 488 INVITE 1", NULL } } },
	{ "the same twice", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(MAPS("iLBC/8000", "ILBC/8000/1")), B(PCMA)) },
	{ "another m= may use it again", "sdp-port0", "info likely", NULL, NULL,
	  NULL, PAIR(A("m=audio 4000 RTP/AVP 8 97\na=rtpmap:97 iLBC/8000\n"
		       "m=video 4002 RTP/AVP 97\na=rtpmap:97 H264/90000\n"),
		     B(PCMA "m=video 0 RTP/AVP 97\n")) },
	{ "different wishes", "sdp-ptime", "info likely", "20 and 30 ms", NULL,
	  NULL, PAIR(A(PCMA "a=ptime:20\n"), B(PCMA "a=ptime:30\n")) },
	{ "the same wish", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(PCMA "a=ptime:20\n"), B(PCMA "a=ptime:20\n")) },
	{ "half a frame of G.729", "dtmf-absent sdp-ptime", NULL, NULL, NULL,
	  NULL, PAIR(A(G729 "a=ptime:25\n"), B(G729)) },
	{ "25 ms of G.711", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(PCMA "a=ptime:25\n"), B(PCMA)) },
};

static const struct rule_case keys[] = {
	{ "not taken", "dtmf-absent", "warning likely",
	  "10.0.0.2:5060 does not take telephone-event", NULL,
	  "m=audio 4000 RTP/AVP 18 | 18 | no telephone-event",
	  PAIR(A(EVENTS("101")), B(G729)) },
	{ "not taken, but INFO is", "dtmf-absent", "info likely", NULL, NULL,
	  NULL, PAIR(A(EVENTS("101")), "Allow: INVITE, INFO\n" B(G729)) },
	{ "not taken, but G.711 carries tones", "dtmf-absent", "info likely",
	  NULL, NULL, NULL, PAIR(A("m=audio 4000 RTP/AVP 8 101\n"
		"a=rtpmap:101 telephone-event/8000\n"), B(PCMA)) },
	{ "neither side", "dtmf-absent", "info likely", "neither side offers",
	  NULL, NULL, PAIR(A(G729), B(G729)) },
	{ "neither side, G.711", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(PCMA), B(PCMA)) },
	{ "both", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(EVENTS("101")), B(EVENTS("101"))) },
	{ "two numbers", "dtmf-pt-mismatch", "info likely",
	  "is 101 one way and 96 the other", NULL, "| 96 | another one",
	  PAIR(A(EVENTS("101")), B(EVENTS("96"))) },
	{ "a fax", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(G729 FAX), B(G729 FAX)) },
	{ "keys in INFO", "dtmf-info-refused", "warning certain",
	  "refuses INFO with `application/dtmf-relay' (415)", NULL, NULL, {
		{ 0, "> INFO+ 2", "Content-Type: application/dtmf-relay\n\n"
			"Signal=1\n" }, { .1, "< 415 INFO 2", NULL } } },
	{ "something else in INFO", "status-415", NULL, NULL, NULL, NULL, {
		{ 0, "> INFO+ 2", "Content-Type: text/plain\n\nx\n" },
		{ .1, "< 415 INFO 2", NULL } } },
	{ "481 in a call that goes on", "dtmf-info-refused", NULL, NULL, NULL,
	  NULL, { { 0, "> INFO+ 2", "Content-Type: application/dtmf\n\n1\n" },
		{ .1, "< 481 INFO 2", NULL } } },
	{ "481, and the call had ended", "status-481", NULL, NULL, NULL, NULL, {
		{ 0, "< BYE+ 7", NULL }, { .1, "> 200 BYE 7", NULL },
		{ .2, "> INFO+ 2", "Content-Type: application/dtmf\n\n1\n" },
		{ .3, "< 481 INFO 2", NULL } } },
};

static const struct rule_case holds[] = {
	{ "put on hold", "sdp-hold", "info certain",
	  "10.0.0.1:5060 put the call on hold (a=sendonly)", NULL,
	  "a=sendonly | a=sendonly | on hold", {
		CALL, AGAIN(1, "2", A2(PCMA HOLD), B2(PCMA HELD)) } },
	{ "the old way", "sdp-hold", "info certain", "c=0.0.0.0", NULL, NULL, {
		CALL, AGAIN(1, "2", TYPE HEAD("2", "0.0.0.0") PCMA,
			    B(PCMA)) } },
	{ "a refresh says it again", "sdp-hold", NULL, NULL, NULL, NULL, {
		CALL, AGAIN(1, "2", A2(PCMA HOLD), B2(PCMA HELD)),
		AGAIN(5, "3", A2(PCMA HOLD), B2(PCMA HELD)) } },
	{ "back again", "sdp-hold", NULL, NULL, NULL, NULL, {
		CALL, AGAIN(1, "2", A2(PCMA HOLD), B2(PCMA HELD)),
		AGAIN(100, "3", A(PCMA), B(PCMA)) } },
	{ "stuck", "sdp-hold sdp-stuck-hold", "warning likely",
	  "10.0.0.1:5060 resumed the call, but 10.0.0.2:5060 answers "
	  "a=recvonly", NULL, "a=recvonly | a=recvonly | still on hold", {
		CALL, AGAIN(1, "2", A2(PCMA HOLD), B2(PCMA HELD)),
		AGAIN(100, "3", A(PCMA), B2(PCMA HELD)) } },
	{ "both held it", "sdp-hold sdp-hold sdp-stuck-hold", "info likely",
	  "holds the call as well", NULL, NULL, {
		CALL, AGAIN(1, "2", A2(PCMA HOLD), B2(PCMA HELD)),
		AGAIN_B(2, "7", TYPE HEAD("3", "10.0.0.2") PCMA "a=inactive\n",
			A2(PCMA "a=inactive\n")),
		AGAIN(100, "3", A(PCMA), B2(PCMA HELD)) } },
	{ "nobody held it before", "-", NULL, NULL, NULL, NULL, {
		CALL, AGAIN(1, "2", A(PCMA), B2(PCMA HELD)) } },
	{ "hold refused", "hold-failed", "warning certain",
	  "refuses with 488 to be put on hold (sendonly)", NULL, NULL, {
		CALL, REFUSED(1, "2", A2(PCMA HOLD), "488") } },
	{ "hold refused, with SRTP", "hold-failed", NULL, NULL, NULL, NULL, {
		REFUSED(1, "2", A2("m=audio 4000 RTP/SAVP 8\n" HOLD), "488") } },
	{ "the call before is not known", "hold-failed", "warning likely",
	  NULL, NULL, NULL, { REFUSED(1, "2", A2(PCMA HOLD), "488") } },
	{ "the codecs change too", "sdp-no-codec", NULL, NULL, NULL, NULL, {
		CALL, REFUSED(1, "2", A2(G729 HOLD), "488") } },
	{ "the call was gone", "status-481", NULL, NULL, NULL, NULL, {
		CALL, REFUSED(1, "2", A2(PCMA HOLD), "481") } },
	{ "glare", "glare-491", NULL, NULL, NULL, NULL, {
		CALL, REFUSED(1, "2", A2(PCMA HOLD), "491") } },
	{ "resume refused", "sdp-hold hold-failed", "warning certain",
	  "refuses with 500 to take the call back", NULL, NULL, {
		CALL, AGAIN(1, "2", A2(PCMA HOLD), B2(PCMA HELD)),
		REFUSED(5, "3", A2(PCMA), "500") } },
};

static const struct rule_case changes[] = {
	{ "hung up for it", "reinvite-drop", "error likely",
	  "hung up 2 s after its re-INVITE (codecs or media address)", NULL,
	  "BYE sip:bob@x SIP/2.0 |  | hangs up", {
		CALL, REFUSED(1, "2", A2(G729), "503"), BYE(3, "3") } },
	{ "hung up much later", "status-503", NULL, NULL, NULL, NULL, {
		CALL, REFUSED(1, "2", A2(G729), "503"), BYE(9, "3") } },
	{ "the other side hung up", "status-503", NULL, NULL, NULL, NULL, {
		CALL, REFUSED(1, "2", A2(G729), "503"),
		{ 3, "< BYE+ 7", NULL }, { 3.1, "> 200 BYE 7", NULL } } },
	{ "481 ends the call by rule", "status-481", NULL, NULL, NULL, NULL, {
		CALL, REFUSED(1, "2", A2(G729), "481"), BYE(3, "3") } },
	{ "hold failed, then hung up", "hold-failed", NULL, NULL, NULL, NULL, {
		CALL, REFUSED(1, "2", A2(PCMA HOLD), "503"), BYE(3, "3") } },
	{ "fax refused, and hung up", "t38-488", "warning likely",
	  "the fax call ended 2 s later", NULL,
	  "m=image 4004 udptl t38 | udptl | asks for T.38", {
		CALL, REFUSED(1, "2", A2(FAX), "488"), BYE(3, "3") } },
	{ "fax goes on in G.711", "t38-488", "info likely", "goes on as sound",
	  NULL, NULL, {
		CALL, REFUSED(1, "2", A2(FAX), "488"), BYE(60, "3") } },
	{ "the capture ends too soon to say", "t38-488", "info possible", NULL,
	  NULL, NULL, {
		CALL, REFUSED(1, "2", A2(FAX), "488") } },
	{ "one-way", "sdp-oneway", "warning certain",
	  "10.0.0.2:5060 set its audio to inactive", "answer `a=sendrecv'",
	  "a=inactive | a=inactive | one-way", {
		{ 0, "> INVITE 1", A(PCMA) },
		{ .1, "< 200 INVITE 1", B(PCMA "a=inactive\n") },
		{ .2, "> ACK+ 1", NULL }, { 60, "clock", NULL } } },
	{ "turned round in time", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", A(PCMA) },
		{ .1, "< 200 INVITE 1", B(PCMA "a=inactive\n") },
		{ .2, "> ACK+ 1", NULL }, AGAIN_B(2, "7", B2(PCMA), A2(PCMA)),
		{ 60, "clock", NULL } } },
	{ "the capture ends before", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", A(PCMA) },
		{ .1, "< 200 INVITE 1", B(PCMA "a=inactive\n") },
		{ .2, "> ACK+ 1", NULL } } },
	{ "paging", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", "Alert-Info: <x>\n" A(PCMA HOLD) },
		{ .1, "< 200 INVITE 1", B(PCMA HELD) },
		{ .2, "> ACK+ 1", NULL }, { 60, "clock", NULL } } },
	{ "the same version", "sdp-oline", "info possible",
	  "10.0.0.1:5060 changed codecs, port but not the version", NULL,
	  "o=- 1 1 IN IP4 10.0.0.1", {
		CALL, AGAIN(1, "2", A("m=audio 5000 RTP/AVP 18 8\n"),
			    B(PCMA)) } },
	{ "another version", "-", NULL, NULL, NULL, NULL, {
		CALL, AGAIN(1, "2", A2("m=audio 5000 RTP/AVP 8 0\n"),
			    B(PCMA)) } },
	{ "the same all over", "-", NULL, NULL, NULL, NULL, {
		CALL, AGAIN(1, "2", A(PCMA), B(PCMA)) } },
	{ "another port in the 200", "sdp-answer-changed", "warning possible",
	  "changes port of its answer between 183 and 200 from 4000 to 5000",
	  NULL, "| not the same", {
		{ 0, "> INVITE 1", A(PCMA) }, { .1, "< 183 INVITE 1", B(PCMA) },
		{ 2, "< 200 INVITE 1", B("m=audio 5000 RTP/AVP 8\n") } } },
	{ "only the version", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", A(PCMA) }, { .1, "< 183 INVITE 1", B(PCMA) },
		{ 2, "< 200 INVITE 1", B2(PCMA) } } },
	{ "an UPDATE in between", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", A(PCMA) }, { .1, "< 183 INVITE 1", B(PCMA) },
		{ 1, "< UPDATE+ 7", B2("m=audio 5000 RTP/AVP 8\n") },
		{ 1.1, "> 200 UPDATE 7", A(PCMA) },
		{ 2, "< 200 INVITE 1", B2("m=audio 5000 RTP/AVP 8\n") } } },
};

#define WEB "m=audio 4000 UDP/TLS/RTP/SAVPF 8\na=setup:actpass\n" \
	"a=fingerprint:sha-256 AB\na=ice-ufrag:x\na=ice-pwd:y\na=rtcp-mux\n"
#define HALF "m=audio 4000 UDP/TLS/RTP/SAVPF 8\na=setup:active\n" \
	"a=fingerprint:sha-256 AB\n"
#define WHOLE HALF "a=ice-ufrag:x\na=ice-pwd:y\na=rtcp-mux\n"

static const struct rule_case browsers[] = {
	{ "hung up at once", "webrtc-answer-invalid", "error likely",
	  "it lacks ice-ufrag, ice-pwd, rtcp-mux", NULL, NULL, {
		{ 0, "> INVITE 1", A(WEB) }, { .1, "< 200 INVITE 1", B(HALF) },
		{ .2, "> ACK+ 1", NULL }, BYE(.5, "2") } },
	{ "talked first", "ice-mismatch", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", A(WEB) }, { .1, "< 200 INVITE 1", B(HALF) },
		{ .2, "> ACK+ 1", NULL }, BYE(30, "2") } },
	{ "nothing lacks", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", A(WEB) }, { .1, "< 200 INVITE 1", B(WHOLE) },
		{ .2, "> ACK+ 1", NULL }, BYE(.5, "2") } },
	{ "the offer is no browser's", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", A(HALF) },
		{ .1, "< 200 INVITE 1",
		  B("m=audio 4000 UDP/TLS/RTP/SAVPF 8\na=setup:passive\n"
		    "a=fingerprint:sha-256 AB\n") },
		{ .2, "> ACK+ 1", NULL }, BYE(.5, "2") } },
	{ "offered from behind a proxy", "sdp-profile", NULL, NULL,
	  "on or off on 10.0.0.9:5062", NULL, {
		{ 0, "> INVITE 1", "Via: SIP/2.0/UDP h:5061;received=10.0.0.9;"
			"rport=5062;branch=z9hG4bKh\n"
			A("m=audio 4000 RTP/SAVP 8\n") },
		{ .1, "< 488 INVITE 1", NULL } } },
	{ "plain RTP is told as such", "sdp-profile", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", A(WEB) }, { .1, "< 200 INVITE 1", B(PCMA) },
		{ .2, "> ACK+ 1", NULL }, BYE(.5, "2") } },
};

static void test_lines(void **state)
{
	(void)state;
	rule_cases_run(lines, N(lines));
}

static void test_keys(void **state)
{
	(void)state;
	rule_cases_run(keys, N(keys));
}

static void test_holds(void **state)
{
	(void)state;
	rule_cases_run(holds, N(holds));
}

static void test_changes(void **state)
{
	(void)state;
	rule_cases_run(changes, N(changes));
}

static void test_browsers(void **state)
{
	(void)state;
	rule_cases_run(browsers, N(browsers));
}

/* The words of a value are of the language of their sentence. */
static const struct rule_case told[] = {
	{ "no c=, in Russian", "sdp-malformed", NULL, "нет `c=' для этого",
	  NULL, NULL, {
		{ 0, "> INVITE 1", TYPE "v=0\no=- 1 1 IN IP4 10.0.0.1\ns=-\n"
			"t=0 0\n" PCMA "c=IN IP4 10.0.0.1\n" PCMA },
		{ .1, "< 488 INVITE 1", NULL } } },
};

static void test_language(void **state)
{
	(void)state;
	catalog_lang_use(CATALOG_LANG_RU);
	rule_cases_run(told, N(told));
	catalog_lang_use(CATALOG_LANG_EN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_language),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_holds),
		cmocka_unit_test(test_changes),
		cmocka_unit_test(test_browsers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
