/* SPDX-License-Identifier: BSD-2-Clause */
/* Offers that come to nothing: cases that differ in one detail from those in
 * test_rules_sdp.c and test_rules_media.c, the detail that decides. */
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
#define FAX "m=image 4004 udptl t38\n"
#define SAVP "m=audio 4000 RTP/SAVP 8\n"
#define KEY(tag, suite) "a=crypto:" tag " " suite " inline:abc\n"
#define SHA80 "AES_CM_128_HMAC_SHA1_80"
#define DTLS "m=audio 4000 UDP/TLS/RTP/SAVPF 8\n"
#define VDTLS "m=video 4002 UDP/TLS/RTP/SAVPF 31\n"
#define PRINT "a=fingerprint:sha-256 AB:CD\n"

#define PAIR(offer, answer) { \
		{ 0, "> INVITE 1", offer }, { .1, "< 200 INVITE 1", answer }, \
		{ .2, "> ACK+ 1", NULL } }
#define REFUSED(offer, code, extra) { \
		{ 0, "> INVITE 1", offer }, \
		{ .1, "< " code " INVITE 1", extra } }
#define LATE(offer, answer) { \
		{ 0, "> INVITE 1", NULL }, { .1, "< 200 INVITE 1", offer }, \
		{ .2, "> ACK+ 1", answer } }
#define UPDATE(offer, answer) { \
		{ 0, "> INVITE 1", A(PCMA) }, { .1, "< 200 INVITE 1", B(PCMA) }, \
		{ .2, "> ACK+ 1", NULL }, { 5, "> UPDATE+ 2", offer }, \
		{ 5.1, "< 200 UPDATE 2", answer } }

static const struct rule_case profiles[] = {
	{ "off in the answer", "sdp-port0", NULL, NULL, NULL, NULL,
	  PAIR(A(PCMA SAVP), B("m=audio 0 RTP/AVP 8\nm=audio 0 RTP/AVP 8\n")) },
	{ "off in the offer", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(PCMA "m=audio 0 RTP/SAVP 8\n"), B(PCMA PCMA)) },
	{ "SAVP for SAVPF", "-", NULL, NULL, NULL, NULL,
	  PAIR(A("m=audio 4000 RTP/SAVPF 8\n" KEY("1", SHA80)),
	       B(SAVP KEY("1", SHA80))) },
	{ "encrypted, answered plain", "sdp-profile", "error likely", NULL,
	  NULL, NULL, PAIR(A(SAVP KEY("1", SHA80)), B(PCMA)) },
	{ "udptl in capitals", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(PCMA FAX), B(PCMA "m=image 4004 UDPTL t38\n")) },
	{ "fax over TCP", "sdp-profile", "error likely", NULL, NULL, NULL,
	  PAIR(A(PCMA FAX), B(PCMA "m=image 4004 TCP/TLS/UDPTL t38\n")) },
	{ "another medium", "sdp-mline-count", NULL, NULL, NULL, NULL,
	  PAIR(A(PCMA), B("m=video 4000 RTP/SAVP 31\n")) },
	{ "606", "sdp-profile", "error possible", NULL, NULL, NULL,
	  REFUSED(A(SAVP), "606", NULL) },
	{ "488 with words of its own", "status-488", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", A(SAVP) },
		{ .1, "< 488 INVITE 1 Not today", NULL } } },
	{ "the refuser shows the same", "status-488", NULL, NULL, NULL, NULL,
	  REFUSED(A(SAVP KEY("1", SHA80)), "488", B(SAVP KEY("1", SHA80))) },
	{ "the refuser shows a video", "sdp-no-codec", NULL, NULL, NULL, NULL,
	  REFUSED(A(SAVP), "488", B("m=video 4000 RTP/AVP 31\n")) },
	{ "the refuser shows nothing", "sdp-no-codec", NULL, NULL, NULL, NULL,
	  REFUSED(A(SAVP), "488", B("")) },
	{ "in an UPDATE", "sdp-profile", "error likely", NULL, NULL, NULL,
	  UPDATE(A(PCMA), B(SAVP)) },
	{ "in a PRACK", "sdp-profile", "error likely", NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		{ .1, "< 183 INVITE 1", "RSeq: 1\nRequire: 100rel\n" B(PCMA) },
		{ .2, "> PRACK+ 2", "RAck: 1 1 INVITE\n" A(SAVP) },
		{ .3, "< 200 PRACK 2", NULL }, { .5, "< 200 INVITE 1", NULL },
		{ .6, "> ACK+ 1", NULL } } },
};

static const struct rule_case cryptos[] = {
	{ "the stream is off", "sdp-port0", NULL, NULL, NULL, NULL,
	  PAIR(A(SAVP KEY("1", SHA80)), B("m=audio 0 RTP/SAVP 8\n")) },
	{ "off in the offer", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(PCMA "m=audio 0 RTP/SAVP 8\n" KEY("1", SHA80)),
	       B(PCMA "m=audio 4002 RTP/SAVP 8\n" KEY("1", "F8_128"))) },
	{ "606", "sdp-crypto", "error likely", NULL, NULL, NULL,
	  REFUSED(A(SAVP KEY("1", SHA80)), "606", B(SAVP KEY("1", "F8_128"))) },
	{ "another code", "status-403", NULL, NULL, NULL, NULL,
	  REFUSED(A(SAVP KEY("1", SHA80)), "403", B(SAVP KEY("1", "F8_128"))) },
	{ "the refuser shows no suite", "status-488", NULL, NULL, NULL, NULL,
	  REFUSED(A(SAVP KEY("1", SHA80)), "488", B(SAVP)) },
	{ "a late offer", "sdp-crypto", "error likely",
	  "suite F8_128, which was not offered", NULL, NULL,
	  LATE(B(SAVP KEY("1", SHA80)), A(SAVP KEY("1", "F8_128"))) },
	{ "in an UPDATE", "sdp-crypto", "error likely", NULL, NULL, NULL,
	  UPDATE(A(SAVP KEY("1", SHA80)), B(SAVP KEY("1", "F8_128"))) },
};

#define ROLE(role) PRINT "a=setup:" role "\n"

static const struct rule_case dtls[] = {
	{ "one active, one passive", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(DTLS ROLE("active")), B(DTLS ROLE("passive"))) },
	{ "one passive, one active", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(DTLS ROLE("passive")), B(DTLS ROLE("active"))) },
	{ "no fingerprint in the offer", "sdp-dtls-setup", "error certain",
	  "the SDP of 10.0.0.1:5060 has no `a=fingerprint'", NULL, NULL,
	  PAIR(A(DTLS "a=setup:actpass\n"), B(DTLS ROLE("active"))) },
	{ "off in the offer", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(PCMA "m=audio 0 UDP/TLS/RTP/SAVPF 8\n"), B(PCMA DTLS)) },
	{ "plain RTP with a setup line", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(PCMA "a=setup:active\n"), B(PCMA "a=setup:active\n")) },
	{ "a bundle", "-", NULL, NULL, NULL, NULL,
	  PAIR(A("a=group:BUNDLE 0 1\n" DTLS ROLE("actpass") VDTLS
		 ROLE("actpass")),
	       B("a=group:BUNDLE 0 1\n" DTLS ROLE("active") VDTLS)) },
	{ "two streams, no bundle", "sdp-dtls-setup", NULL, NULL, NULL, NULL,
	  PAIR(A(DTLS ROLE("actpass") VDTLS ROLE("actpass")),
	       B(DTLS ROLE("active") VDTLS)) },
	{ "two streams in another group", "sdp-dtls-setup", NULL, NULL, NULL,
	  NULL, PAIR(A("a=group:LS 0 1\n" DTLS ROLE("actpass") VDTLS
		       ROLE("actpass")), B(DTLS ROLE("active") VDTLS)) },
	{ "the first of a bundle", "sdp-dtls-setup", NULL, NULL, NULL, NULL,
	  PAIR(A("a=group:BUNDLE 0 1\n" DTLS ROLE("actpass") VDTLS),
	       B("a=group:BUNDLE 0 1\n" DTLS ROLE("actpass") VDTLS)) },
	{ "answered plain", "sdp-profile", NULL, NULL, NULL, NULL,
	  PAIR(A(DTLS ROLE("actpass")), B(PCMA)) },
	{ "cut off", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", A(DTLS ROLE("actpass")) },
		{ .1, "cut 2 < 200 INVITE 1", B(DTLS) } } },
	{ "a change keeps the roles", "-", NULL, NULL, NULL, NULL,
	  UPDATE(A(DTLS ROLE("active")), B(DTLS ROLE("passive"))) },
	{ "a change that does not", "sdp-dtls-setup", NULL, NULL, NULL, NULL,
	  UPDATE(A(DTLS ROLE("active")), B(DTLS ROLE("active"))) },
	{ "a late offer", "sdp-dtls-setup", NULL, NULL, NULL, NULL,
	  LATE(B(DTLS ROLE("active")), A(DTLS ROLE("active"))) },
};

#define ICE "a=ice-ufrag:x\na=ice-pwd:y\n"
#define C6 "c=IN IP6 2001:db8::1\n"

static const struct rule_case families[] = {
	{ "ICE in the offer alone", "sdp-family* ice-mismatch", NULL, NULL,
	  NULL, NULL, PAIR(SIX(PCMA ICE), B(PCMA)) },
	{ "IPv6 answered for IPv4", "sdp-family", "error likely", NULL, NULL,
	  NULL, PAIR(A(PCMA), SIX(PCMA)) },
	{ "the stream is off", "sdp-port0", NULL, NULL, NULL, NULL,
	  PAIR(SIX(PCMA), B("m=audio 0 RTP/AVP 8\n")) },
	{ "off in the offer", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(PCMA "m=audio 0 RTP/AVP 8\n" C6), B(PCMA PCMA)) },
	{ "held with ::", "-", NULL, NULL, NULL, NULL,
	  PAIR(TYPE "v=0\no=- 1 1 IN IP6 ::\ns=-\nc=IN IP6 ::\nt=0 0\n" PCMA,
	       B(PCMA)) },
	{ "Warning 300 to IPv6", "sdp-family", "error likely", NULL, NULL,
	  NULL, REFUSED(SIX(PCMA), "606", "Warning: 300 x \"no\"\n") },
	{ "Warning 305 to IPv6", "sdp-no-codec", NULL, NULL, NULL, NULL,
	  REFUSED(SIX(PCMA), "488", "Warning: 305 x \"no\"\n") },
	{ "another code", "status-403", NULL, NULL, NULL, NULL,
	  REFUSED(SIX(PCMA), "403", "Warning: 301 x \"no\"\n") },
	{ "one of two streams in IPv4", "sdp-no-codec", NULL, NULL, NULL, NULL,
	  REFUSED(SIX(PCMA VIDEO "c=IN IP4 10.0.0.1\n"), "488", NULL) },
	{ "488 with words of its own", "status-488", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", SIX(PCMA) },
		{ .1, "< 488 INVITE 1 Not today", NULL } } },
	{ "in an UPDATE", "sdp-family", NULL, NULL, NULL, NULL,
	  UPDATE(SIX(PCMA), B(PCMA)) },
	{ "a late offer", "sdp-family", NULL, NULL, NULL, NULL,
	  LATE(SIX(PCMA), A(PCMA)) },
};

static const struct rule_case missing[] = {
	{ "named in a Warning", "sdp-missing", "error likely", NULL, NULL,
	  NULL, REFUSED(NULL, "400", "Warning: 399 x \"no SDP\"\n") },
	{ "it had an offer", "status-400", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", A(PCMA) },
		{ .1, "< 400 INVITE 1 No SDP", NULL } } },
	{ "606", "sdp-missing", "error likely", NULL, NULL, NULL,
	  REFUSED(NULL, "606", NULL) },
	{ "415", "sdp-missing", "error likely", NULL, NULL, NULL,
	  REFUSED(NULL, "415", NULL) },
	{ "a login", "status-407", NULL, NULL, NULL, NULL,
	  REFUSED(NULL, "407", "Proxy-Authenticate: Digest realm=\"x\", "
		  "nonce=\"n\"\n") },
	{ "busy", "busy-everywhere", NULL, NULL, NULL, NULL,
	  REFUSED(NULL, "486", NULL) },
	{ "unavailable", "status-480", NULL, NULL, NULL, NULL,
	  REFUSED(NULL, "480", NULL) },
	{ "in a multipart", "status-488", NULL, NULL, NULL, NULL,
	  REFUSED("Content-Type: multipart/mixed;boundary=q\n\n--q\n"
		  "Content-Type: application/sdp\n\n" HEAD("10.0.0.1") PCMA
		  "--q--\n", "488", "Warning: 399 x \"odd\"\n") },
#define HUNG_UP(at) { at, "> BYE+ 2", NULL }, { at + .1, "< 200 BYE 2", NULL }
	{ "the ACK brings an offer", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "< 200 INVITE 1", NULL },
		{ .2, "> ACK+ 1", A(PCMA) }, HUNG_UP(1.5) } },
	{ "the 183 brought one", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .05, "< 183 INVITE 1", B(PCMA) },
		{ .1, "< 200 INVITE 1", NULL }, { .2, "> ACK+ 1", NULL },
		HUNG_UP(1.5) } },
	{ "a change of the call", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE+ 1", NULL }, { .1, "< 200 INVITE 1", NULL },
		{ .2, "> ACK+ 1", NULL }, HUNG_UP(1.5) } },
	{ "hung up 2.5 s later", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "< 200 INVITE 1", NULL },
		{ .2, "> ACK+ 1", NULL }, HUNG_UP(2.8) } },
	{ "both hang up", "sdp-missing", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "< 200 INVITE 1", NULL },
		{ .2, "> ACK+ 1", NULL }, { 1.5, "> BYE+ 2", NULL },
		{ 1.5, "< BYE+ 1", NULL }, { 1.6, "< 200 BYE 2", NULL },
		{ 1.6, "> 200 BYE 1", NULL } } },
	{ "PRACK without an answer", "sdp-ack-missing", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		{ .1, "< 180 INVITE 1", "RSeq: 1\nRequire: 100rel\n" },
		{ .2, "> PRACK+ 2", "RAck: 1 1 INVITE\n" },
		{ .3, "< 200 PRACK 2", NULL }, { .5, "< 200 INVITE 1", B(PCMA) },
		{ .6, "> ACK+ 1", NULL } } },
	{ "an offer in the INVITE", "-", NULL, NULL, NULL, NULL,
	  PAIR(A(PCMA), B(PCMA)) },
	{ "a body of another kind before the ACK", "sdp-ack-missing", NULL,
	  NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "< 200 INVITE 1", B(PCMA) },
		{ .15, "> INFO+ 2", "Content-Type: text/plain\n\nx\n" },
		{ .16, "< 200 INFO 2", NULL }, { .2, "> ACK+ 1", NULL } } },
};

static const struct rule_case mirrors[] = {
	{ "one line too many", "sdp-mline-count", "error certain", NULL, NULL,
	  NULL, PAIR(A(PCMA), B(PCMA VIDEO)) },
	{ "cut off in the offer", "ip-fragment-missing", NULL, NULL, NULL, NULL, {
		{ 0, "cut 2 > INVITE 1", A(PCMA) },
		{ .1, "< 200 INVITE 1", B(PCMA VIDEO) } } },
	{ "in an UPDATE", "sdp-mline-count", NULL, NULL, NULL, NULL,
	  UPDATE(A(PCMA VIDEO), B(PCMA)) },
	{ "a late offer", "sdp-mline-count", NULL, NULL, NULL, NULL,
	  LATE(B(PCMA VIDEO), A(PCMA)) },
	{ "the reliable 183 had less", "sdp-mline-count", NULL, NULL, NULL,
	  NULL, {
		{ 0, "> INVITE 1", A(PCMA VIDEO) },
		{ .1, "< 183 INVITE 1", "RSeq: 1\nRequire: 100rel\n" B(PCMA) },
		{ .2, "> PRACK+ 2", "RAck: 1 1 INVITE\n" },
		{ .3, "< 200 PRACK 2", NULL }, { .4, "< 200 INVITE 1", B(PCMA) },
		{ .5, "> ACK+ 1", NULL } } },
};

#define ODD(body) TYPE body
#define V "v=0\n"
#define O "o=- 1 1 IN IP4 10.0.0.1\n"
#define S "s=-\n"
#define C "c=IN IP4 10.0.0.1\n"
#define T "t=0 0\n"
#define BAD(body, code) REFUSED(ODD(body), code, NULL)

static const struct rule_case malformed[] = {
	{ "no v=", "sdp-malformed", "error certain", NULL, NULL, NULL,
	  BAD(O S C T PCMA, "488") },
	{ "no o=", "sdp-malformed", "error certain", NULL, NULL, NULL,
	  BAD(V S C T PCMA, "488") },
	{ "no s=", "sdp-malformed", "error certain", NULL, NULL, NULL,
	  BAD(V O C T PCMA, "488") },
	{ "no t=", "sdp-malformed", "error certain", NULL, NULL, NULL,
	  BAD(V O S C PCMA, "488") },
	{ "no c=", "sdp-malformed", "error certain", NULL, NULL, NULL,
	  BAD(V O S T PCMA, "488") },
	{ "c= for the one stream alone", "sdp-no-codec", NULL, NULL, NULL, NULL,
	  BAD(V O S T PCMA C, "488") },
	{ "c= for the first of two", "sdp-malformed", NULL, NULL, NULL, NULL,
	  BAD(V O S T PCMA C VIDEO, "488") },
	{ "no c= for what is off", "sdp-no-codec", NULL, NULL, NULL, NULL,
	  BAD(V O S T PCMA C "m=video 0 RTP/AVP 31\n", "488") },
	{ "no port", "sdp-malformed", NULL, NULL, NULL, NULL,
	  BAD(V O S C T "m=audio x RTP/AVP 8\n", "488") },
	{ "a port too large", "sdp-malformed", NULL, NULL, NULL, NULL,
	  BAD(V O S C T "m=audio 65536 RTP/AVP 8\n", "488") },
	{ "the largest port", "sdp-no-codec", NULL, NULL, NULL, NULL,
	  BAD(V O S C T "m=audio 65535 RTP/AVP 8\n", "488") },
	{ "two ports", "sdp-no-codec", NULL, NULL, NULL, NULL,
	  BAD(V O S C T "m=audio 4000/2 RTP/AVP 8\n", "488") },
	{ "no format", "sdp-malformed", NULL, NULL, NULL, NULL,
	  BAD(V O S C T "m=audio 4000 RTP/AVP\n", "488") },
	{ "s= behind m=", "sdp-malformed", NULL, NULL, NULL, NULL,
	  BAD(V O S C T PCMA "s=again\n", "488") },
	{ "o= before v=", "sdp-malformed", NULL, NULL, NULL, NULL,
	  BAD(O V S C T PCMA, "488") },
	{ "t= before s=", "sdp-no-codec", NULL, NULL, NULL, NULL,
	  BAD(V O C T S PCMA, "488") },
	{ "c= without an address", "sdp-malformed", NULL, NULL, NULL, NULL,
	  BAD(V O S "c=IN\n" T PCMA, "488") },
	{ "stray bytes", "sdp-malformed", NULL, NULL, NULL, NULL,
	  BAD(V O S C T "hello\n" PCMA, "488") },
	{ "a capital letter", "sdp-malformed", NULL, NULL, NULL, NULL,
	  BAD(V O S C "T=0 0\n" T PCMA, "488") },
	{ "an unknown attribute", "sdp-no-codec", NULL, NULL, NULL, NULL,
	  BAD(V O S C T PCMA "a=x-whatever:1\n", "488") },
	{ "accepted all the same", "sdp-malformed", "warning certain", NULL,
	  NULL, NULL, PAIR(ODD(V S C T PCMA), B(PCMA)) },
	{ "wrong in the answer", "sdp-malformed", "error certain", NULL, NULL,
	  NULL, PAIR(A(PCMA), ODD(V S C T PCMA)) },
	{ "the last line end is missing", "sdp-malformed", "info certain",
	  NULL, NULL, NULL, PAIR(ODD(V O S C T "m=audio 4000 RTP/AVP 8"),
				 B(PCMA)) },
	{ "the last line end is missing, and it is refused", "sdp-no-codec",
	  NULL, NULL, NULL, NULL,
	  BAD(V O S C T "m=audio 4000 RTP/AVP 8", "488") },
	{ "the last line end is missing, and a line", "sdp-mline-count", NULL,
	  NULL, NULL, NULL, PAIR(ODD(V O S C T PCMA "m=video 4002 RTP/AVP 31"),
				 B(PCMA)) },
	{ "in pieces", "ip-fragment-missing", NULL, NULL, NULL, NULL, {
		{ 0, "cut 2 > INVITE 1", ODD(V S C T PCMA) },
		{ .1, "< 200 INVITE 1", B(PCMA) }, { .2, "> ACK+ 1", NULL } } },
	{ "cut off by the snap length", "msg-truncated", NULL, NULL, NULL,
	  NULL, {
		{ 0, "snap > INVITE 1", ODD(V S C T PCMA) },
		{ .1, "< 200 INVITE 1", B(PCMA) }, { .2, "> ACK+ 1", NULL } } },
	{ "in an UPDATE", "sdp-malformed", NULL, NULL, NULL, NULL,
	  UPDATE(ODD(V S C T PCMA), B(PCMA)) },
	{ "a late offer", "sdp-malformed", NULL, NULL, NULL, NULL,
	  LATE(ODD(V S C T PCMA), A(PCMA)) },
	{ "another kind of body", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", "Content-Type: text/plain\n\nhello\n" },
		{ .1, "< 200 INVITE 1", B(PCMA) }, { .2, "> ACK+ 1", A(PCMA) } } },
};

#define TEST(name) static void test_##name(void **state) \
	{ (void)state; rule_cases_run(name, N(name)); }
TEST(profiles)
TEST(cryptos)
TEST(dtls)
TEST(families)
TEST(missing)
TEST(mirrors)
TEST(malformed)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_profiles),
		cmocka_unit_test(test_cryptos),
		cmocka_unit_test(test_dtls),
		cmocka_unit_test(test_families),
		cmocka_unit_test(test_missing),
		cmocka_unit_test(test_mirrors),
		cmocka_unit_test(test_malformed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
