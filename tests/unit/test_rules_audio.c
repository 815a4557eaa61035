/* SPDX-License-Identifier: BSD-2-Clause */
/* What was agreed on for the audio: cases that differ in one detail from those in
 * test_rules_media.c and test_rules_sdp.c, the detail that decides. */
#include "sdp_cases.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define PCMA5 "m=audio 5000 RTP/AVP 8\n"
#define OFF "m=audio 0 RTP/AVP 8\n"
#define G723 "m=audio 4000 RTP/AVP 4\n"
#define VIDEO "m=video 4002 RTP/AVP 31\n"

#define PAIR(offer, answer) { \
		{ 0, "> INVITE 1", offer }, { .1, "< 200 INVITE 1", answer }, \
		{ .2, "> ACK+ 1", NULL }, { 60, "clock", NULL } }
#define LATE(offer, answer) { \
		{ 0, "> INVITE 1", NULL }, { .1, "< 200 INVITE 1", offer }, \
		{ .2, "> ACK+ 1", answer }, { 60, "clock", NULL } }
#define REFUSED(offer, code, extra) { \
		{ 0, "> INVITE 1", offer }, \
		{ .1, "< " code " INVITE 1", extra } }
#define UPDATE(at, cseq, offer, answer) \
		{ at, "> UPDATE+ " cseq, offer }, \
		{ at + .1, "< 200 UPDATE " cseq, answer }

static const struct rule_case ports[] = {
	{ "all of two audios", "sdp-port0", "warning likely", NULL, NULL, NULL,
	  PAIR(A(PCMA PCMA5), B(OFF OFF)) },
	{ "audio, and video is taken", "sdp-port0", "warning likely", NULL,
	  NULL, NULL, PAIR(A(PCMA VIDEO), B(OFF VIDEO)) },
	{ "video, and no audio was offered", "sdp-port0", "warning likely",
	  NULL, NULL, NULL, PAIR(A(VIDEO), B("m=video 0 RTP/AVP 31\n")) },
	{ "video, and the audio was off", "sdp-port0", "warning likely", NULL,
	  NULL, NULL, PAIR(A(OFF VIDEO), B(OFF "m=video 0 RTP/AVP 31\n")) },
	{ "a fax instead", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(PCMA FAX), B(OFF FAX)) },
	{ "a line is missing, too", "sdp-mline-count", NULL, NULL, NULL, NULL,
	  PAIR(A(PCMA VIDEO), B(OFF)) },
	{ "a late offer", "sdp-port0", NULL, NULL, NULL, NULL,
	  LATE(B(PCMA), A(OFF)) },
	{ "in an UPDATE", "sdp-port0", NULL, NULL, NULL, NULL, {
		CALL, UPDATE(5, "2", A2(PCMA), B2(OFF)) } },
};

static const struct rule_case oneway[] = {
	{ "in the offer", "sdp-oneway", "warning certain",
	  "10.0.0.1:5060 set its audio to sendonly",
	  "let it offer `a=sendrecv'", NULL, PAIR(A(PCMA HOLD), B(PCMA HELD)) },
	{ "a recording, by its body", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", "Content-Type: multipart/mixed;boundary=q\n\n"
			"--q\nContent-Type: application/sdp\n\n"
			HEAD("1", "10.0.0.1") PCMA HOLD "--q--\n" },
		{ .1, "< 200 INVITE 1", B(PCMA HELD) }, { .2, "> ACK+ 1", NULL },
		{ 60, "clock", NULL } } },
	{ "a recording, by its demand", "-", NULL, NULL, NULL, NULL,
	  PAIR("Require: siprec\n" A(PCMA HOLD), B(PCMA HELD)) },
	{ "another demand", "sdp-oneway", NULL, NULL, NULL, NULL,
	  PAIR("Require: timer\n" A(PCMA HOLD), B(PCMA HELD)) },
	{ "an intercom", "-", NULL, NULL, NULL, NULL,
	  PAIR("Call-Info: <sip:x>;answer-after=0\n" A(PCMA HOLD),
	       B(PCMA HELD)) },
	{ "it was on hold before the capture", "sdp-hold", NULL, NULL, NULL,
	  NULL, {
		{ 0, "> INVITE+ 1", A(PCMA HOLD) },
		{ .1, "< 200 INVITE 1", B(PCMA HELD) }, { .2, "> ACK+ 1", NULL },
		{ 60, "clock", NULL } } },
	{ "changed 6 s later", "sdp-oneway", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", A(PCMA HOLD) },
		{ .1, "< 200 INVITE 1", B(PCMA HELD) }, { .2, "> ACK+ 1", NULL },
		AGAIN(6.2, "2", A2(PCMA), B2(PCMA)), { 60, "clock", NULL } } },
	{ "changed with UPDATE", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", A(PCMA HOLD) },
		{ .1, "< 200 INVITE 1", B(PCMA HELD) }, { .2, "> ACK+ 1", NULL },
		UPDATE(2, "2", A2(PCMA), B2(PCMA)), { 60, "clock", NULL } } },
	{ "asked something else", "sdp-oneway", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", A(PCMA HOLD) },
		{ .1, "< 200 INVITE 1", B(PCMA HELD) }, { .2, "> ACK+ 1", NULL },
		{ 2, "> OPTIONS+ 2", NULL }, { 2.1, "< 200 OPTIONS 2", NULL },
		{ 60, "clock", NULL } } },
	{ "hung up 4 s later", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", A(PCMA HOLD) },
		{ .1, "< 200 INVITE 1", B(PCMA HELD) }, { .2, "> ACK+ 1", NULL },
		BYE(4.2, "2"), { 60, "clock", NULL } } },
	{ "hung up 6 s later", "sdp-oneway", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", A(PCMA HOLD) },
		{ .1, "< 200 INVITE 1", B(PCMA HELD) }, { .2, "> ACK+ 1", NULL },
		BYE(6.2, "2"), { 60, "clock", NULL } } },
	{ "refused", "busy-everywhere early-no-answer", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", A(PCMA HOLD) },
		{ .1, "< 183 INVITE 1", B(PCMA HELD) },
		{ 5, "< 486 INVITE 1", NULL }, { 60, "clock", NULL } } },
	{ "in the sound before the answer alone", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", A(PCMA) },
		{ .1, "< 183 INVITE 1", B(PCMA HOLD) },
		{ 5, "< 200 INVITE 1", B2(PCMA) }, { 5.1, "> ACK+ 1", NULL },
		{ 60, "clock", NULL } } },
	{ "of a video", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(PCMA VIDEO HOLD), B(PCMA VIDEO HELD)) },
	{ "of what is off", "sdp-port0", NULL, NULL, NULL, NULL,
	  PAIR(A(PCMA HOLD), B(OFF HELD)) },
};

#define RINGS(early, late) { \
		{ 0, "> INVITE 1", A(PCMA) }, { .1, "< 183 INVITE 1", early }, \
		{ 2, "< 200 INVITE 1", late }, { 2.1, "> ACK+ 1", NULL } }

static const struct rule_case answers[] = {
	{ "another address", "sdp-answer-changed", "warning possible", NULL,
	  NULL, NULL, RINGS(B(PCMA), TYPE HEAD("2", "10.0.0.9") PCMA) },
	{ "another codec", "sdp-answer-changed", NULL, NULL, NULL, NULL,
	  RINGS(B("m=audio 4000 RTP/AVP 8 0\n"), B2(PCMA)) },
	{ "of another phone", "-", NULL, NULL, NULL, NULL, {
		{ 0, "A>B INVITE 1", A(PCMA) }, { .1, "B>A 183 INVITE 1 t=3",
		B(PCMA) }, { 2, "B>A 200 INVITE 1 t=2", B2(PCMA5) },
		{ 2.1, "A>B ACK 1 b=q t=2", NULL } } },
	{ "a late offer", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		{ .1, "< 183 INVITE 1", "RSeq: 1\nRequire: 100rel\n" B(PCMA) },
		{ .2, "> PRACK+ 2", "RAck: 1 1 INVITE\n" A(PCMA) },
		{ .3, "< 200 PRACK 2", NULL },
		{ 2, "< 200 INVITE 1", B2(PCMA5) }, { 2.1, "> ACK+ 1", NULL } } },
	{ "an UPDATE without SDP in between", "sdp-answer-changed", NULL, NULL,
	  NULL, NULL, {
		{ 0, "> INVITE 1", A(PCMA) }, { .1, "< 183 INVITE 1", B(PCMA) },
		{ 1, "< UPDATE+ 7", NULL }, { 1.1, "> 200 UPDATE 7", NULL },
		{ 2, "< 200 INVITE 1", B2(PCMA5) }, { 2.1, "> ACK+ 1", NULL } } },
	{ "something else in between", "sdp-answer-changed", NULL, NULL, NULL,
	  NULL, {
		{ 0, "> INVITE 1", A(PCMA) }, { .1, "< 183 INVITE 1", B(PCMA) },
		{ 1, "< INFO+ 7", "Content-Type: text/plain\n\nx\n" },
		{ 1.1, "> 200 INFO 7", NULL },
		{ 2, "< 200 INVITE 1", B2(PCMA5) }, { 2.1, "> ACK+ 1", NULL } } },
	{ "refused in the end", "early-no-answer status-480", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", A(PCMA) }, { .1, "< 183 INVITE 1", B(PCMA) },
		{ 2, "< 480 INVITE 1", B2(PCMA5) } } },
};

#define SAME(ip, media) TYPE "v=0\no=- 1 1 IN IP4 10.0.0.1\ns=-\nc=IN IP4 " ip \
	"\nt=0 0\n" media

static const struct rule_case versions[] = {
	{ "another address", "sdp-oline", "info possible", NULL, NULL, NULL, {
		CALL, AGAIN(1, "2", SAME("10.0.0.9", PCMA), B(PCMA)) } },
	{ "another direction", "sdp-hold sdp-oline", NULL, NULL, NULL, NULL, {
		CALL, AGAIN(1, "2", A(PCMA HOLD), B2(PCMA HELD)) } },
	{ "with UPDATE", "sdp-oline", NULL, NULL, NULL, NULL, {
		CALL, UPDATE(1, "2", A(PCMA5), B(PCMA)) } },
	{ "the other side, who answered before", "sdp-oline", NULL,
	  "10.0.0.2:5060 changed port", NULL, NULL, {
		CALL, { 1, "< INVITE+ 7", B(PCMA5) },
		{ 1.1, "> 200 INVITE 7", A(PCMA) }, { 1.2, "< ACK+ 7", NULL } } },
	{ "at another hop", "-", NULL, NULL, NULL, NULL, {
		CALL, { 1, "B>C INVITE 2 t=2", A(PCMA5) },
		{ 1.1, "C>B 200 INVITE 2", B(PCMA) },
		{ 1.2, "B>C ACK 2 b=q t=2", NULL } } },
	{ "from another to the same", "-", NULL, NULL, NULL, NULL, {
		CALL, { 1, "C>B INVITE 2 t=2", A(PCMA5) },
		{ 1.1, "B>C 200 INVITE 2", B(PCMA) },
		{ 1.2, "C>B ACK 2 b=q t=2", NULL } } },
	{ "from the same to another", "-", NULL, NULL, NULL, NULL, {
		CALL, { 1, "A>C INVITE 2 t=2", A(PCMA5) },
		{ 1.1, "C>A 200 INVITE 2", B(PCMA) },
		{ 1.2, "A>C ACK 2 b=q t=2", NULL } } },
	{ "who answered changes it at another hop", "-", NULL, NULL, NULL, NULL, {
		CALL, { 1, "B>C INVITE 7 t=1 f=2", B(PCMA5) },
		{ 1.1, "C>B 200 INVITE 7 t=1 f=2", A(PCMA) },
		{ 1.2, "B>C ACK 7 b=q t=1 f=2", NULL } } },
	{ "what was answered, by somebody else", "-", NULL, NULL, NULL, NULL, {
		CALL, { 1, "C>A INVITE 7 t=1 f=2", B(PCMA5) },
		{ 1.1, "A>C 200 INVITE 7 t=1 f=2", A(PCMA) },
		{ 1.2, "C>A ACK 7 b=q t=1 f=2", NULL } } },
	{ "the change is refused", "status-500", NULL, NULL, NULL, NULL, {
		CALL, { 1, "> INVITE+ 2", A(PCMA5) },
		{ 1.1, "< 500 INVITE 2", NULL }, { 1.2, "> ACK+ 2", NULL } } },
	{ "another session", "-", NULL, NULL, NULL, NULL, {
		CALL, AGAIN(1, "2", TYPE "v=0\no=- 7 1 IN IP4 10.0.0.1\ns=-\n"
			    "c=IN IP4 10.0.0.1\nt=0 0\n" PCMA5, B(PCMA)) } },
	{ "of a call before", "-", NULL, NULL, NULL, NULL, {
		CALL, { 1, "2> INVITE 1", A(PCMA5) },
		{ 1.1, "2< 200 INVITE 1", B(PCMA) }, { 1.2, "2> ACK+ 1", NULL } } },
};

static const struct rule_case holds[] = {
	{ "with UPDATE", "sdp-hold", "info certain", NULL, NULL, NULL, {
		CALL, UPDATE(1, "2", A2(PCMA HOLD), B2(PCMA HELD)) } },
	{ "the stream is off", "sdp-port0", NULL, NULL, NULL, NULL, {
		CALL, AGAIN(1, "2", A2(OFF HOLD VIDEO),
			    B2(OFF "m=video 0 RTP/AVP 31\n")) } },
	{ "the one who is asked offers hold", "-", NULL, NULL, NULL, NULL, {
		CALL, { 1, "> INVITE+ 2", NULL },
		{ 1.1, "< 200 INVITE 2", B2(PCMA HOLD) },
		{ 1.2, "> ACK+ 2", A2(PCMA HELD) } } },
	{ "resumed with UPDATE, and stuck", "sdp-hold sdp-stuck-hold", NULL,
	  NULL, NULL, NULL, {
		CALL, AGAIN(1, "2", A2(PCMA HOLD), B2(PCMA HELD)),
		UPDATE(9, "3", A(PCMA), B2(PCMA HELD)) } },
	{ "resumed, and off", "sdp-hold sdp-port0", NULL, NULL, NULL, NULL, {
		CALL, AGAIN(1, "2", A2(PCMA HOLD), B2(PCMA HELD)),
		AGAIN(9, "3", A(PCMA), B2(OFF HELD)) } },
	{ "resumed, and refused", "sdp-hold hold-failed", NULL, NULL, NULL,
	  NULL, {
		CALL, AGAIN(1, "2", A2(PCMA HOLD), B2(PCMA HELD)),
		{ 9, "> INVITE+ 3", A(PCMA) },
		{ 9.1, "< 488 INVITE 3", B2(PCMA HELD) } } },
	{ "a video stays one-way", "sdp-hold", NULL, NULL, NULL, NULL, {
		CALL, AGAIN(1, "2", A2(PCMA HOLD), B2(PCMA HELD)),
		AGAIN(9, "3", A(PCMA VIDEO), B(PCMA VIDEO HELD)) } },
	{ "still on hold", "sdp-hold", NULL, NULL, NULL, NULL, {
		CALL, AGAIN(1, "2", A2(PCMA HOLD), B2(PCMA HELD)),
		AGAIN(9, "3", A(PCMA "a=inactive\n"), B2(PCMA "a=inactive\n")) } },
	{ "through a proxy, told once", "sdp-hold", "info certain",
	  "10.0.0.1:5060", NULL, NULL, {
		{ 0, "A>B INVITE 1", A(PCMA) }, { 0, "B>C INVITE 1", A(PCMA) },
		{ .1, "C>B 200 INVITE 1", B(PCMA) },
		{ .1, "B>A 200 INVITE 1", B(PCMA) },
		{ .2, "A>B ACK 1 b=a t=2", NULL },
		{ .2, "B>C ACK 1 b=b t=2", NULL },
		{ 1, "A>B INVITE 2 t=2", A2(PCMA HOLD) },
		{ 1, "B>C INVITE 2 t=2", A2(PCMA HOLD) },
		{ 1.1, "C>B 200 INVITE 2", B2(PCMA HELD) },
		{ 1.1, "B>A 200 INVITE 2", B2(PCMA HELD) } } },
	{ "the first hop is not captured", "sdp-hold", NULL, "10.0.0.2:5060",
	  NULL, NULL, {
		{ 0, "B>C INVITE 1", A(PCMA) },
		{ .1, "C>B 200 INVITE 1", B(PCMA) },
		{ .2, "B>C ACK 1 b=b t=2", NULL },
		{ 1, "B>C INVITE 2 t=2", A2(PCMA HOLD) },
		{ 1.1, "C>B 200 INVITE 2", B2(PCMA HELD) } } },
	{ "another dialog behind it", "callid-duplicate sdp-hold sdp-hold", NULL,
	  NULL, NULL, NULL, {
		{ 0, "A>B INVITE 1", A(PCMA) }, { 0, "B>C INVITE 1 f=5", A(PCMA) },
		{ .1, "C>B 200 INVITE 1 f=5", B(PCMA) },
		{ .1, "B>A 200 INVITE 1", B(PCMA) },
		{ .2, "A>B ACK 1 b=a t=2", NULL },
		{ .2, "B>C ACK 1 b=b t=2 f=5", NULL },
		{ 1, "A>B INVITE 2 t=2", A2(PCMA HOLD) },
		{ 1, "B>C INVITE 2 t=2 f=5", A2(PCMA HOLD) },
		{ 1.1, "C>B 200 INVITE 2 f=5", B2(PCMA HELD) },
		{ 1.1, "B>A 200 INVITE 2", B2(PCMA HELD) } } },
	{ "the other one holds it now", "sdp-hold sdp-hold", NULL, NULL, NULL,
	  NULL, {
		CALL, AGAIN(1, "2", A2(PCMA HOLD), B2(PCMA HELD)),
		AGAIN(9, "3", A(PCMA), B(PCMA)),
		{ 20, "< INVITE+ 7", B2(PCMA HOLD) },
		{ 20.1, "> 200 INVITE 7", A2(PCMA HELD) },
		{ 20.2, "< ACK+ 7", NULL } } },
};

static const struct rule_case times[] = {
	{ "25 ms of G.723", "dtmf-absent sdp-ptime", "warning likely",
	  "no multiple", NULL, NULL, PAIR(A(G723 "a=ptime:25\n"), B(G723)) },
	{ "30 ms of G.723", "dtmf-absent", NULL, NULL, NULL, NULL,
	  PAIR(A(G723 "a=ptime:30\n"), B(G723)) },
	{ "20 ms of G.723", "dtmf-absent sdp-ptime", NULL, NULL, NULL, NULL,
	  PAIR(A(G723 "a=ptime:25\n"), B(G723 "a=ptime:25\n")) },
	{ "20 ms of G.729", "dtmf-absent", NULL, NULL, NULL, NULL,
	  PAIR(A(G729 "a=ptime:20\n"), B(G729)) },
	{ "25 ms of G.729 asked for by the other", "dtmf-absent sdp-ptime",
	  "warning likely", NULL, NULL, NULL,
	  PAIR(A(G729), B(G729 "a=ptime:25\n")) },
	{ "one wish alone", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(PCMA "a=ptime:35\n"), B(PCMA)) },
	{ "of what is off", "sdp-port0", NULL, NULL, NULL, NULL,
	  PAIR(A(PCMA "a=ptime:20\n"), B(OFF "a=ptime:30\n")) },
	{ "a late offer", "sdp-ptime", "info likely", NULL, NULL, NULL,
	  LATE(B(PCMA "a=ptime:20\n"), A(PCMA "a=ptime:30\n")) },
};

#define MAPS(n, one, two) "m=audio 4000 RTP/AVP 8 " n "\na=rtpmap:97 " one \
	"\n" "a=rtpmap:" n " " two "\n"

static const struct rule_case twice[] = {
	{ "in the answer", "sdp-duplicate-pt", "warning certain", NULL, NULL,
	  NULL, PAIR(A(PCMA), B(MAPS("97", "iLBC/8000", "speex/8000"))) },
	{ "two numbers", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(MAPS("98", "iLBC/8000", "speex/8000")), B(PCMA)) },
	{ "two clocks", "sdp-duplicate-pt", NULL, NULL, NULL, NULL,
	  PAIR(A(MAPS("97", "speex/8000", "speex/16000")), B(PCMA)) },
	{ "two channels", "sdp-duplicate-pt", NULL, NULL, NULL, NULL,
	  PAIR(A(MAPS("97", "L16/8000", "L16/8000/2")), B(PCMA)) },
	{ "refused with another code", "status-403",
	  NULL, NULL, NULL, NULL,
	  REFUSED(A(MAPS("97", "iLBC/8000", "speex/8000")), "403", NULL) },
	{ "broken, too", "sdp-malformed", NULL, NULL, NULL, NULL,
	  REFUSED(A("hello\n" MAPS("97", "iLBC/8000", "speex/8000")), "488",
		  NULL) },
	{ "a late offer", "sdp-duplicate-pt", NULL, NULL, NULL, NULL,
	  LATE(B(MAPS("97", "iLBC/8000", "speex/8000")), A(PCMA)) },
	{ "in an UPDATE", "sdp-duplicate-pt", NULL, NULL, NULL, NULL, {
		CALL, UPDATE(1, "2", A2(MAPS("97", "iLBC/8000", "speex/8000")),
			     B2(PCMA)) } },
};

#define TO_FAX(code) CALL, { 1, "> INVITE+ 2", A2(FAX) }, \
	{ 1.1, "< " code " INVITE 2", NULL }, { 1.2, "> ACK+ 2", NULL }

static const struct rule_case faxes[] = {
	{ "606", "t38-488", "warning likely", NULL, NULL, NULL, {
		TO_FAX("606"), BYE(3, "3") } },
	{ "415", "t38-488", "warning likely", NULL, NULL, NULL, {
		TO_FAX("415"), BYE(3, "3") } },
	{ "480", "status-480", NULL, NULL, NULL, NULL, {
		TO_FAX("480"), BYE(3, "3") } },
	{ "500, which is no matter of fax", "reinvite-drop", NULL, NULL, NULL,
	  NULL, { TO_FAX("500"), BYE(3, "3") } },
	{ "hung up 9.9 s later", "t38-488", "warning likely", NULL, NULL, NULL, {
		TO_FAX("488"), BYE(11, "3") } },
	{ "hung up 10.2 s later", "t38-488", "info likely", NULL, NULL, NULL, {
		TO_FAX("488"), BYE(11.3, "3"), { 60, "clock", NULL } } },
	{ "in capitals", "t38-488", "warning likely", NULL, NULL, NULL, {
		CALL, { 1, "> INVITE+ 2", A2("m=image 4004 UDPTL t38\n") },
		{ 1.1, "< 488 INVITE 2", NULL }, { 1.2, "> ACK+ 2", NULL },
		BYE(3, "3") } },
	{ "the fax is off", "sdp-no-codec reinvite-drop", NULL, NULL, NULL,
	  NULL, {
		CALL, { 1, "> INVITE+ 2", A2(G729 "m=image 0 udptl t38\n") },
		{ 1.1, "< 488 INVITE 2", NULL }, { 1.2, "> ACK+ 2", NULL },
		BYE(3, "3") } },
	{ "a call that begins with a fax", "status-488", NULL, NULL, NULL, NULL,
	  REFUSED(A(FAX), "488", NULL) },
};

#define WARNED(code, text) "Warning: " code " x \"" text "\"\n"

static const struct rule_case codecs[] = {
	{ "Warning 304", "sdp-no-codec", "error likely", NULL, NULL, NULL,
	  REFUSED(A(PCMA), "488", WARNED("304", "media")) },
	{ "Warning 305", "sdp-no-codec", "error likely", NULL, NULL, NULL,
	  REFUSED(A(PCMA), "488", WARNED("305", "codec")) },
	{ "another Warning", "status-488", NULL, NULL, NULL, NULL,
	  REFUSED(A(PCMA), "488", WARNED("399", "policy")) },
	{ "305 behind another", "sdp-no-codec", "error likely", NULL, NULL,
	  NULL, REFUSED(A(PCMA), "488",
			"Warning: 399 x \"a\", 305 x \"codec\"\n") },
	{ "bare", "sdp-no-codec", "error possible", NULL, NULL, NULL,
	  REFUSED(A(PCMA), "488", NULL) },
	{ "606 with other codecs", "sdp-no-codec", "error likely", NULL, NULL,
	  NULL, REFUSED(A(PCMA), "606", B(G729)) },
	{ "it has the same codec", "status-488", NULL, NULL, NULL, NULL,
	  REFUSED(A(PCMA), "488", B(PCMA)) },
	{ "the same by another number", "status-488", NULL, NULL, NULL, NULL,
	  REFUSED(A(PCMA), "488",
		  B("m=audio 4000 RTP/AVP 97\na=rtpmap:97 pcma/8000/1\n")) },
	{ "the same name, another clock", "sdp-no-codec", NULL, NULL, NULL,
	  NULL, REFUSED(A("m=audio 4000 RTP/AVP 97\na=rtpmap:97 opus/8000\n"),
			"488", B("m=audio 4000 RTP/AVP 97\n"
				 "a=rtpmap:97 opus/48000/2\n")) },
	{ "keys alone are in common", "sdp-no-codec", "error likely", NULL,
	  NULL, NULL,
	  REFUSED(A("m=audio 4000 RTP/AVP 8 101\n"
		    "a=rtpmap:101 telephone-event/8000\n"), "488",
		  B("m=audio 4000 RTP/AVP 18 101\n"
		    "a=rtpmap:101 telephone-event/8000\n")) },
	{ "comfort noise alone is in common", "sdp-no-codec", NULL, NULL, NULL,
	  NULL, REFUSED(A("m=audio 4000 RTP/AVP 8 13\n"), "488",
			B("m=audio 4000 RTP/AVP 18 13\n")) },
	{ "only keys are offered", "status-488", NULL, NULL, NULL, NULL,
	  REFUSED(A("m=audio 4000 RTP/AVP 101\n"
		    "a=rtpmap:101 telephone-event/8000\n"), "488", NULL) },
	{ "with words of its own", "status-488", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", A(PCMA) },
		{ .1, "< 488 INVITE 1 Not today", NULL } } },
	{ "a change to what was agreed on", "status-488", NULL, NULL, NULL,
	  NULL, {
		CALL, { 5, "> INVITE+ 2", A2(PCMA5) },
		{ 5.1, "< 488 INVITE 2", NULL }, { 5.2, "> ACK+ 2", NULL } } },
	{ "a change to something else", "sdp-no-codec", "error possible", NULL,
	  NULL, NULL, {
		CALL, { 5, "> INVITE+ 2", A2(G729) },
		{ 5.1, "< 488 INVITE 2", NULL }, { 5.2, "> ACK+ 2", NULL } } },
	{ "a change to what was agreed on, and it says so", "sdp-no-codec",
	  "error likely", NULL, NULL, NULL, {
		CALL, { 5, "> INVITE+ 2", A2(PCMA5) },
		{ 5.1, "< 488 INVITE 2", WARNED("305", "codec") },
		{ 5.2, "> ACK+ 2", NULL } } },
	{ "another leg had agreed", "dtmf-absent sdp-no-codec", NULL, NULL, NULL, NULL, {
		{ 0, "C>D INVITE 1", A(G729) }, { .1, "D>C 200 INVITE 1",
		B(G729) }, { .2, "C>D ACK 1 b=q t=2", NULL },
		{ 5, "> INVITE+ 2", A2(G729) },
		{ 5.1, "< 488 INVITE 2", NULL }, { 5.2, "> ACK+ 2", NULL } } },
	{ "one payload type twice is the cause", "sdp-duplicate-pt", NULL, NULL,
	  NULL, NULL, REFUSED(A(MAPS("97", "iLBC/8000", "speex/8000")), "488",
			      NULL) },
};

#define WEB "m=audio 4000 UDP/TLS/RTP/SAVPF 8\na=setup:actpass\n" \
	"a=fingerprint:sha-256 AB\na=ice-ufrag:x\na=ice-pwd:y\na=rtcp-mux\n"
#define TLS "m=audio 4000 UDP/TLS/RTP/SAVPF 8\na=setup:active\n" \
	"a=fingerprint:sha-256 AB\na=ice-ufrag:x\na=ice-pwd:y\n"
#define WEBCALL(offer, answer) { 0, "> INVITE 1", offer }, \
	{ .1, "< 200 INVITE 1", answer }, { .2, "> ACK+ 1", NULL }

static const struct rule_case browsers[] = {
	{ "rtcp-mux is missing", "webrtc-answer-invalid", "error likely",
	  "it lacks rtcp-mux", NULL, NULL, {
		WEBCALL(A(WEB), B(TLS)), BYE(.5, "2") } },
	{ "the other side hung up", "-", NULL, NULL, NULL, NULL, {
		WEBCALL(A(WEB), B(TLS)), { .5, "< BYE+ 7", NULL },
		{ .6, "> 200 BYE 7", NULL } } },
	{ "hung up 4.8 s later", "webrtc-answer-invalid", NULL, NULL, NULL,
	  NULL, { WEBCALL(A(WEB), B(TLS)), BYE(4.9, "2") } },
	{ "hung up 5.2 s later", "-", NULL, NULL, NULL, NULL, {
		WEBCALL(A(WEB), B(TLS)), BYE(5.3, "2") } },
	{ "the offer had no rtcp-mux either", "-", NULL, NULL, NULL, NULL, {
		WEBCALL(A(TLS), B("m=audio 4000 UDP/TLS/RTP/SAVPF 8\n"
			"a=setup:passive\na=fingerprint:sha-256 AB\n"
			"a=ice-ufrag:x\na=ice-pwd:y\n")), BYE(.5, "2") } },
	{ "roles that clash are told as such", "sdp-dtls-setup", NULL, NULL,
	  NULL, NULL, {
		WEBCALL(A(WEB), B("m=audio 4000 UDP/TLS/RTP/SAVPF 8\n"
			"a=setup:actpass\na=fingerprint:sha-256 AB\n"
			"a=ice-ufrag:x\na=ice-pwd:y\n")), BYE(.5, "2") } },
};

#define TEST(name) static void test_##name(void **state) \
	{ (void)state; rule_cases_run(name, N(name)); }
TEST(ports)
TEST(oneway)
TEST(answers)
TEST(versions)
TEST(holds)
TEST(times)
TEST(twice)
TEST(faxes)
TEST(codecs)
TEST(browsers)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ports),
		cmocka_unit_test(test_oneway),
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_versions),
		cmocka_unit_test(test_holds),
		cmocka_unit_test(test_times),
		cmocka_unit_test(test_twice),
		cmocka_unit_test(test_faxes),
		cmocka_unit_test(test_codecs),
		cmocka_unit_test(test_browsers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
