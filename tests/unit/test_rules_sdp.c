/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules about one offer and its answer. */
#include "rule_cases.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define TYPE "Content-Type: application/sdp\n\n"
#define HEAD(ip) "v=0\no=- 1 1 IN IP4 " ip "\ns=-\nc=IN IP4 " ip "\nt=0 0\n"
#define A(media) TYPE HEAD("10.0.0.1") media
#define B(media) TYPE HEAD("10.0.0.2") media
#define SIX(media) TYPE "v=0\no=- 1 1 IN IP6 2001:db8::1\ns=-\n" \
	"c=IN IP6 2001:db8::1\nt=0 0\n" media
#define PCMA "m=audio 4000 RTP/AVP 8\n"
#define VIDEO "m=video 4002 RTP/AVP 31\n"
#define SAVP "m=audio 4000 RTP/SAVP 8\n"
#define KEY(tag, suite) "a=crypto:" tag " " suite " inline:abc\n"
#define SHA80 "AES_CM_128_HMAC_SHA1_80"
#define SHA32 "AES_CM_128_HMAC_SHA1_32"
#define DTLS "m=audio 4000 UDP/TLS/RTP/SAVPF 8\n"
#define PRINT "a=fingerprint:sha-256 AB:CD\n"

/* An offer in the INVITE, an answer in the 200. */
#define PAIR(offer, answer) { \
		{ 0, "> INVITE 1", offer }, { .1, "< 200 INVITE 1", answer }, \
		{ .2, "> ACK+ 1", NULL } }
#define REFUSED(offer, code, extra) { \
		{ 0, "> INVITE 1", offer }, \
		{ .1, "< " code " INVITE 1", extra } }

static const struct rule_case profiles[] = {
	{ "as it should be", "-", NULL, NULL, NULL, NULL, PAIR(A(PCMA), B(PCMA)) },
	{ "another profile", "sdp-profile", "error likely",
	  "the offer of 10.0.0.1:5060 is RTP/AVP, 10.0.0.2:5060 wants RTP/SAVP",
	  "to RTP/SAVP on 10.0.0.1:5060",
	  "m=audio 4000 RTP/SAVP 8 | RTP/SAVP | not the same",
	  PAIR(A(PCMA), B(SAVP)) },
	{ "optional SRTP taken", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(PCMA KEY("1", SHA80)), B(SAVP KEY("1", SHA80))) },
	{ "optional SRTP left", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(PCMA KEY("1", SHA80)), B(PCMA)) },
	{ "AVPF for AVP", "-", NULL, NULL, NULL, NULL,
	  PAIR(A("m=audio 4000 RTP/AVPF 8\n"), B(PCMA)) },
	{ "the stream is refused anyhow", "sdp-port0", "warning likely", NULL,
	  NULL, NULL, PAIR(A(PCMA), B("m=audio 0 RTP/SAVP 8\n")) },
	{ "Warning 302", "sdp-profile", "error likely",
	  "refuses the RTP profile RTP/AVP", NULL,
	  "Warning: 302 x \"no AVP\" | 302 x \"no AVP\" | says so",
	  REFUSED(A(PCMA), "488", "Warning: 302 x \"no AVP\"\n") },
	{ "another Warning", "status-488", NULL, NULL, NULL, NULL,
	  REFUSED(A(SAVP), "488", "Warning: 399 x \"odd\"\n") },
	{ "bare, and SRTP was offered", "sdp-profile", "error possible",
	  "perhaps it has encryption set otherwise", NULL, NULL,
	  REFUSED(A(SAVP), "488", NULL) },
	{ "bare, and plain RTP was offered", "sdp-no-codec", "error possible",
	  NULL, NULL, NULL, REFUSED(A(PCMA), "488", NULL) },
	{ "the refuser shows its own", "sdp-profile", "error likely",
	  "wants RTP/SAVP", NULL, NULL, REFUSED(A(PCMA), "488", B(SAVP)) },
	{ "another code", "status-403", NULL, NULL, NULL, NULL,
	  REFUSED(A(SAVP), "403", NULL) },
	{ "a late offer", "sdp-profile", "error likely",
	  "the offer of 10.0.0.2:5060 is RTP/SAVP, 10.0.0.1:5060 wants RTP/AVP",
	  NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "< 200 INVITE 1", B(SAVP) },
		{ .2, "> ACK+ 1", A(PCMA) } } },
};

static const struct rule_case cryptos[] = {
	{ "one of the offered", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(SAVP KEY("1", SHA32) KEY("2", SHA80)),
	       B(SAVP KEY("2", SHA80))) },
	{ "none of the offered", "sdp-crypto", "error likely",
	  "suite F8_128, which was not offered (" SHA80 ")", NULL,
	  "| none of the offered",
	  PAIR(A(SAVP KEY("1", SHA80)), B(SAVP KEY("1", "F8_128"))) },
	{ "the tag of another", "sdp-crypto", "error likely", NULL, NULL, NULL,
	  PAIR(A(SAVP KEY("1", SHA80)), B(SAVP KEY("2", SHA80))) },
	{ "no key in the answer", "sdp-crypto", "error likely",
	  "`a=crypto' is missing", NULL,
	  "m=audio 4000 RTP/SAVP 8 | m=audio 4000 RTP/SAVP 8 | none",
	  PAIR(A(SAVP KEY("1", SHA80)), B(SAVP)) },
	{ "DTLS instead", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(SAVP KEY("1", SHA80) PRINT), B(SAVP PRINT)) },
	{ "the refuser has others", "sdp-crypto", "error likely",
	  "has only " SHA80 ", 10.0.0.2:5060 uses F8_128", NULL, NULL,
	  REFUSED(A(SAVP KEY("1", SHA80)), "488",
		  B(SAVP KEY("1", "F8_128"))) },
#define OTHER(offer, answer, code, extra) { \
		{ 0, "2> INVITE 1", offer }, { .1, "2< 200 INVITE 1", answer }, \
		{ .2, "2> ACK+ 1", NULL }, \
		{ 5, "> INVITE 1", A(SAVP KEY("1", SHA80)) }, \
		{ 5.1, "< " code " INVITE 1", extra } }
	{ "bare, other suites in another call", "sdp-crypto", "error possible",
	  "has only " SHA80 ", 10.0.0.2:5060 uses F8_128", NULL,
	  "a=crypto:1 F8_128 inline:abc |",
	  OTHER(A(SAVP KEY("1", "F8_128")), B(SAVP KEY("1", "F8_128")), "488",
		NULL) },
	{ "bare, the suite was taken in another call", "sdp-profile",
	  "error possible", NULL, NULL, NULL,
	  OTHER(A(SAVP KEY("1", SHA80)), B(SAVP KEY("1", SHA80)), "488",
		NULL) },
	{ "a Warning blames something else", "status-488", NULL, NULL, NULL, NULL,
	  OTHER(A(SAVP KEY("1", "F8_128")), B(SAVP KEY("1", "F8_128")), "488",
		"Warning: 399 x \"odd\"\n") },
	{ "the refuser has the same", "status-488", NULL, NULL, NULL, NULL,
	  REFUSED(A(SAVP KEY("1", SHA80)), "488", B(SAVP KEY("3", SHA80))) },
};

static const struct rule_case dtls[] = {
	{ "as it should be", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(DTLS PRINT "a=setup:actpass\n"),
	       B(DTLS PRINT "a=setup:active\n")) },
	{ "answered actpass", "sdp-dtls-setup", "error certain",
	  "a=setup:actpass, the answer of 10.0.0.2:5060 a=setup:actpass", NULL,
	  "a=setup:actpass | a=setup:actpass | does not fit",
	  PAIR(A(DTLS PRINT "a=setup:actpass\n"),
	       B(DTLS PRINT "a=setup:actpass\n")) },
	{ "both active", "sdp-dtls-setup", "error certain", NULL, NULL, NULL,
	  PAIR(A(DTLS PRINT "a=setup:active\n"),
	       B(DTLS PRINT "a=setup:active\n")) },
	{ "both passive", "sdp-dtls-setup", "error certain", NULL, NULL, NULL,
	  PAIR(A(DTLS PRINT "a=setup:passive\n"),
	       B(DTLS PRINT "a=setup:passive\n")) },
	{ "no fingerprint", "sdp-dtls-setup", "error certain",
	  "the SDP of 10.0.0.2:5060 has no `a=fingerprint'", NULL, NULL,
	  PAIR(A(DTLS PRINT "a=setup:actpass\n"),
	       B(DTLS "a=setup:active\n")) },
	{ "above the first m=", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(PRINT "a=setup:actpass\n" DTLS),
	       B(PRINT "a=setup:active\n" DTLS)) },
	{ "the stream is off", "sdp-port0", NULL, NULL, NULL, NULL,
	  PAIR(A(DTLS PRINT "a=setup:actpass\n"),
	       B("m=audio 0 UDP/TLS/RTP/SAVPF 8\n")) },
};

static const struct rule_case families[] = {
	{ "answered with the other", "sdp-family", "error likely", NULL, NULL,
	  "c=IN IP4 10.0.0.2 | 10.0.0.2 | IPv4 only",
	  PAIR(SIX(PCMA), B(PCMA)) },
	{ "ICE on both sides", "-", NULL, NULL, NULL, NULL,
	  PAIR(SIX(PCMA "a=ice-ufrag:x\n"), B(PCMA "a=ice-ufrag:y\n")) },
	{ "answered with none", "-", NULL, NULL, NULL, NULL,
	  PAIR(SIX(PCMA), TYPE HEAD("0.0.0.0") PCMA) },
	{ "Warning 301", "sdp-family", "error likely",
	  "only IPv6 media (2001:db8::1), and 10.0.0.2:5060 takes only IPv4",
	  NULL, "| says so",
	  REFUSED(SIX(PCMA), "488", "Warning: 301 x \"no\"\n") },
	{ "Warning 300 to IPv4", "status-606", NULL, NULL, NULL, NULL,
	  REFUSED(A(PCMA), "606", "Warning: 300 x \"no\"\n") },
	{ "bare", "sdp-family", "error possible", NULL, NULL, NULL,
	  REFUSED(SIX(PCMA), "488", NULL) },
	{ "bare, with candidates", "sdp-no-codec", NULL, NULL, NULL, NULL,
	  REFUSED(SIX(PCMA "a=ice-ufrag:x\n"), "488", NULL) },
};

static const struct rule_case missing[] = {
	{ "refused without SDP", "sdp-missing", "error likely",
	  "refuses an INVITE without SDP with 488", "early offer",
	  "| not accepted", REFUSED(NULL, "488", NULL) },
	{ "400 has many causes", "status-400", NULL, NULL, NULL, NULL,
	  REFUSED(NULL, "400", NULL) },
	{ "400 that names it", "sdp-missing", "error likely", NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		{ .1, "< 400 INVITE 1 No SDP", NULL } } },
	{ "with words of its own", "sdp-missing", "error possible", NULL, NULL,
	  NULL, { { 0, "> INVITE 1", NULL },
		  { .1, "< 488 INVITE 1 Too late", NULL } } },
	{ "another code", "status-404", NULL, NULL, NULL, NULL,
	  REFUSED(NULL, "404", NULL) },
	{ "the body was cut off", "ip-fragment-missing status-488", NULL, NULL, NULL, NULL, {
		{ 0, "cut 2 > INVITE 1", A(PCMA) },
		{ .1, "< 488 INVITE 1 Odd", NULL } } },
	{ "no offer at all, and hung up", "sdp-missing", "error likely",
	  "with a 200 OK that has none either", NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "< 200 INVITE 1", NULL },
		{ .2, "> ACK+ 1", NULL }, { 2, "> BYE+ 2", NULL },
		{ 2.1, "< 200 BYE 2", NULL } } },
	{ "bodies may have been left out", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "< 200 INVITE 1", NULL },
		{ .2, "> ACK+ 1", NULL }, { 20, "> BYE+ 2", NULL },
		{ 20.1, "< 200 BYE 2", NULL } } },
	{ "an ACK without the answer", "sdp-ack-missing", "error certain",
	  "10.0.0.1:5060 left its SDP out of the ACK", NULL,
	  "m=audio 4000 RTP/AVP 8 | m=audio 4000 RTP/AVP 8 | the offer", {
		{ 0, "> INVITE 1", NULL }, { .1, "< 200 INVITE 1", B(PCMA) },
		{ .2, "> ACK+ 1", NULL } } },
	{ "an ACK with the answer", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "< 200 INVITE 1", B(PCMA) },
		{ .2, "> ACK+ 1", A(PCMA) } } },
	{ "no ACK", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "< 200 INVITE 1", B(PCMA) } } },
	{ "the ACK was cut off", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "< 200 INVITE 1", B(PCMA) },
		{ .2, "cut 2 > ACK+ 1", NULL } } },
	{ "the answer came in PRACK", "no-ringback", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		{ .1, "< 183 INVITE 1", "RSeq: 1\nRequire: 100rel\n" B(PCMA) },
		{ .2, "> PRACK+ 2", "RAck: 1 1 INVITE\n" A(PCMA) },
		{ .3, "< 200 PRACK 2", NULL }, { .4, "< 180 INVITE 1", NULL },
		{ .5, "< 200 INVITE 1", B(PCMA) }, { .6, "> ACK+ 1", NULL } } },
};

static const struct rule_case mirrors[] = {
	{ "a line is missing", "sdp-mline-count", "error certain",
	  ": 1 (audio); in the offer: 2 (audio, video)", NULL,
	  "m=video 4002 RTP/AVP 31 | m=video 4002 RTP/AVP 31 | offered",
	  PAIR(A(PCMA VIDEO), B(PCMA)) },
	{ "left out, but it was off", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(PCMA "m=video 0 RTP/AVP 31\n"), B(PCMA)) },
	{ "another order", "sdp-mline-count", "error certain", NULL, NULL, NULL,
	  PAIR(A(PCMA VIDEO), B(VIDEO PCMA)) },
	{ "refused with port 0", "sdp-port0", "info likely",
	  "takes the call without video", NULL, "| refused",
	  PAIR(A(PCMA VIDEO), B(PCMA "m=video 0 RTP/AVP 31\n")) },
	{ "the audio is refused", "sdp-port0", "warning likely",
	  "refuses its audio (port 0); offered were PCMA", NULL, NULL,
	  PAIR(A(PCMA), B("m=audio 0 RTP/AVP 8\n")) },
	{ "a second audio is refused", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(PCMA PCMA), B(PCMA "m=audio 0 RTP/AVP 8\n")) },
	{ "off in the offer", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(PCMA "m=video 0 RTP/AVP 31\n"),
	       B(PCMA "m=video 0 RTP/AVP 31\n")) },
	{ "a change to fax", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(PCMA "m=image 4004 udptl t38\n"),
	       B("m=audio 0 RTP/AVP 8\nm=image 4004 udptl t38\n")) },
	{ "cut off", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", A(PCMA VIDEO) },
		{ .1, "cut 2 < 200 INVITE 1", B(PCMA) } } },
	{ "the reliable 183 had it all", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", A(PCMA VIDEO) },
		{ .1, "< 183 INVITE 1", "RSeq: 1\n" B(PCMA VIDEO) },
		{ .2, "> PRACK+ 2", NULL }, { .3, "< 200 PRACK 2", NULL },
		{ .4, "< 200 INVITE 1", B(PCMA VIDEO) } } },
};

static void test_profiles(void **state)
{
	(void)state;
	rule_cases_run(profiles, N(profiles));
}

static void test_cryptos(void **state)
{
	(void)state;
	rule_cases_run(cryptos, N(cryptos));
}

static void test_dtls(void **state)
{
	(void)state;
	rule_cases_run(dtls, N(dtls));
}

static void test_families(void **state)
{
	(void)state;
	rule_cases_run(families, N(families));
}

static void test_missing(void **state)
{
	(void)state;
	rule_cases_run(missing, N(missing));
}

static void test_mirrors(void **state)
{
	(void)state;
	rule_cases_run(mirrors, N(mirrors));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_profiles),
		cmocka_unit_test(test_cryptos),
		cmocka_unit_test(test_dtls),
		cmocka_unit_test(test_families),
		cmocka_unit_test(test_missing),
		cmocka_unit_test(test_mirrors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
