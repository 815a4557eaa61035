/* SPDX-License-Identifier: BSD-2-Clause */
/* The last of what says more and silences what says less: both hold, and one is
 * told; and next to it the same where only one holds.  And calls that ring. */
#include "rule_cases.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define NOTHING NULL, NULL, NULL, NULL
#define TYPE "Content-Type: application/sdp\n\n"
#define SDP(c, media) TYPE "v=0\no=- 1 1 IN IP4 10.0.0.1\ns=-\nc=IN " c \
	"\nt=0 0\n" media
#define FOUR(media) SDP("IP4 10.0.0.1", media)
#define SIX(media) SDP("IP6 2001:db8::1", media)
#define PAIR(offer, answer) { \
		{ 0, "> INVITE 1", offer }, { .1, "< 200 INVITE 1", answer }, \
		{ .2, "> ACK+ 1", NULL }, { 60, "clock", NULL } }
#define REFUSED(offer, extra) { \
		{ 0, "> INVITE 1", offer }, { .1, "< 488 INVITE 1", extra }, \
		{ .2, "> ACK 1", NULL }, { 60, "clock", NULL } }

#define COPIES { 0, "> INVITE 1", NULL }, { .5, "> INVITE 1", NULL }, \
	{ 1.5, "> INVITE 1", NULL }, { 3.5, "> INVITE 1", NULL }, \
	{ 7.5, "> INVITE 1", NULL }, { 15.5, "> INVITE 1", NULL }, \
	{ 31.5, "> INVITE 1", NULL }
#define ANSWER(at) { at, "< 200 INVITE 1", NULL }, \
	{ at + .1, "> ACK+ 1", NULL }

/* slow-100: an answer when nobody waits for it any more */
static const struct rule_case slow[] = {
	{ "within 32 s", "slow-100", NOTHING, {
		COPIES, ANSWER(31.95), { 90, "clock", NULL } } },
	{ "after 33 s", "no-answer-any late-response", NOTHING, {
		COPIES, ANSWER(33), { 90, "clock", NULL } } },
};

#define ICE "a=ice-ufrag:x\na=ice-pwd:y\n"
#define PRINT "a=fingerprint:sha-256 AB\n"
#define WEB "m=audio 4000 UDP/TLS/RTP/SAVPF 8\na=setup:actpass\n" PRINT ICE \
	"a=rtcp-mux\n"
#define TLS(setup) "m=audio 4000 UDP/TLS/RTP/SAVPF 8\na=setup:" setup "\n" \
	PRINT ICE
#define KEY(tag) "a=crypto:" tag " AES_CM_128_HMAC_SHA1_80 inline:x\n"
#define SDES(tag) "m=audio 4000 RTP/SAVPF 8\n" KEY(tag) ICE
#define HUNG_UP(offer, answer) { \
		{ 0, "> INVITE 1", offer }, { .1, "< 200 INVITE 1", answer }, \
		{ .2, "> ACK+ 1", NULL }, { .5, "> BYE+ 2", NULL }, \
		{ .6, "< 200 BYE 2", NULL } }

/* webrtc-answer-invalid */
static const struct rule_case browsers[] = {
	{ "no rtcp-mux", "webrtc-answer-invalid", NOTHING,
	  HUNG_UP(FOUR(WEB), FOUR(TLS("active"))) },
	{ "no rtcp-mux, and roles that clash", "sdp-dtls-setup", NOTHING,
	  HUNG_UP(FOUR(WEB), FOUR(TLS("actpass"))) },
	{ "keys that were not offered", "sdp-crypto", NOTHING,
	  HUNG_UP(FOUR(WEB KEY("1")), FOUR(SDES("2"))) },
};

#define MAPS "m=audio 4000 RTP/AVP 8 97\na=rtpmap:97 iLBC/8000\n" \
	"a=rtpmap:97 speex/8000\n"
#define PCMA "m=audio 4000 RTP/AVP 8\n"
#define G729 "m=audio 4000 RTP/AVP 18\n"
#define OFF "m=audio 0 RTP/AVP 8\n"
#define VIDEO "m=video 4002 RTP/AVP 31\n"

/* sdp-duplicate-pt, sdp-port0 */
static const struct rule_case lines[] = {
	{ "a number twice", "sdp-duplicate-pt", NOTHING,
	  PAIR(FOUR(MAPS), FOUR(PCMA)) },
	{ "a number twice, and a broken line", "sdp-malformed", NOTHING,
	  PAIR(FOUR(MAPS "hello\n"), FOUR(PCMA)) },
	{ "off", "sdp-port0", NOTHING,
	  PAIR(FOUR(PCMA VIDEO), FOUR(OFF VIDEO)) },
	{ "off, and a line too few", "sdp-mline-count", NOTHING,
	  PAIR(FOUR(PCMA VIDEO), FOUR(OFF)) },
};

#define BOTH "Warning: 300 x \"network\", 305 x \"codec\"\n"
#define CODEC "Warning: 305 x \"codec\"\n"

/* sdp-no-codec */
static const struct rule_case codecs[] = {
	{ "refused for its codecs", "sdp-no-codec", NOTHING,
	  REFUSED(SIX(PCMA), CODEC) },
	{ "refused for its codecs and its addresses", "sdp-family", NOTHING,
	  REFUSED(SIX(PCMA), BOTH) },
	{ "answered with other codecs", "sdp-no-codec", NOTHING,
	  PAIR(SIX(G729), SIX(PCMA)) },
	{ "with other codecs and addresses", "sdp-family", NOTHING,
	  PAIR(SIX(G729), FOUR(PCMA)) },
};

/* An INVITE without offer gets one in a reliable 183; the PRACK answers it. */
#define EARLY "Require: 100rel\nRSeq: 1\n"
#define PRACKED(answer) { \
		{ 0, "> INVITE 1", NULL }, { .1, "< 183 INVITE 1", \
		  EARLY FOUR(G729) }, \
		{ .2, "> PRACK+ 2", "RAck: 1 1 INVITE\n" answer }, \
		{ .3, "< 200 PRACK 2", NULL }, \
		{ 2, "< 200 INVITE 1", NULL }, { 2.1, "> ACK+ 1", NULL }, \
		{ 60, "clock", NULL } }
#define OTHER_WAY { 0, "> INVITE 1", FOUR(PCMA) }, \
	{ .1, "< 183 INVITE 1", EARLY FOUR(PCMA) }

static const struct rule_case pracks[] = {
	{ "the PRACK answers with another codec", "sdp-no-codec",
	  "error likely", "has only G729; 10.0.0.1:5060 takes PCMA", NULL, NULL,
	  PRACKED(FOUR(PCMA)) },
	{ "with the same", "-", NOTHING,
	  PRACKED(FOUR(G729)) },
	{ "the PRACK offers, and its 200 answers with another", "sdp-no-codec",
	  NOTHING, { OTHER_WAY,
		{ .2, "> PRACK+ 2", "RAck: 1 1 INVITE\n" FOUR(G729) },
		{ .3, "< 200 PRACK 2", FOUR(PCMA) },
		{ 2, "< 200 INVITE 1", NULL }, { 2.1, "> ACK+ 1", NULL },
		{ 60, "clock", NULL } } },
};

#define RELIABLE "Require: 100rel\nRSeq: 1\n"
#define RANG(what, extra, rest) { \
		{ 0, "> INVITE 1", NULL }, { 1, what, extra }, \
		{ 1.1, "> PRACK+ 2", "RAck: 1 1 INVITE\n" }, \
		{ 1.2, "< 200 PRACK 2", NULL }, \
		{ 2, rest "< 200 INVITE 1", NULL }, { 2.1, "> ACK+ 1", NULL }, \
		{ 60, "clock", NULL } }

/* contact-missing: of 18x those alone that are sent reliably, once a call */
static const struct rule_case contacts[] = {
	{ "a reliable 180 without", "contact-missing", "error certain",
	  "the 180 Ringing of 10.0.0.2:5060 has no Contact: nobody can send it "
	  "the PRACK", NULL, NULL,
	  RANG("bare < 180 INVITE 1", RELIABLE, "") },
	{ "and the 200 as well", "contact-missing", "error certain",
	  "the 180 Ringing", NULL, NULL,
	  RANG("bare < 180 INVITE 1", RELIABLE, "bare ") },
	{ "with one", "-", NOTHING, RANG("< 180 INVITE 1", RELIABLE, "") },
	{ "a 180 that is not reliable", "-", NOTHING,
	  RANG("bare < 180 INVITE 1", NULL, "") },
	{ "without RSeq", "-", NOTHING,
	  RANG("bare < 180 INVITE 1", "Require: 100rel\n", "") },
	{ "without Require", "-", NOTHING,
	  RANG("bare < 180 INVITE 1", "RSeq: 1\n", "") },
	{ "cut off before it", "msg-truncated", NOTHING,
	  RANG("snap < 180 INVITE 1", RELIABLE, "") },
};

#define RINGS(extra, last) { { 0, "> INVITE 1", NULL }, \
	{ 1, "< 180 INVITE 1", extra }, { 1 + last, "clock", NULL } }
#define LONG "nothing for 300 s"
#define C "nothing for 185 s"
#define PROXY "Record-Route: <sip:10.0.0.2;lr>\n"
#define FAR "Contact: <sip:bob@10.0.0.3>\n"

/* invite-no-final: 300 s where one phone rings for another */
static const struct rule_case rings[] = {
	{ "phone to phone, 200 s", "-", NOTHING, RINGS(NULL, 200) },
	{ "phone to phone, 299 s", "-", NOTHING, RINGS(NULL, 299) },
	{ "phone to phone, 301 s", "invite-no-final", "warning possible",
	  LONG, NULL, NULL, RINGS(NULL, 301) },
	{ "answered after 250 s", "-", NOTHING, {
		{ 0, "> INVITE 1", NULL }, { 1, "< 180 INVITE 1", NULL },
		{ 250, "< 200 INVITE 1", NULL }, { 250.1, "> ACK+ 1", NULL },
		{ 600, "clock", NULL } } },
	{ "a proxy stays on the way, 200 s", "invite-no-final", NULL, C, NULL,
	  NULL, RINGS(PROXY, 200) },
	{ "the phone is elsewhere, 200 s", "invite-no-final", NULL, C, NULL,
	  NULL, RINGS(FAR, 200) },
	{ "a proxy asks, 200 s", "invite-no-final", NULL, C, NULL, NULL, {
		{ 0, "A>B INVITE 1",
		  "Via: SIP/2.0/UDP 10.0.0.9;branch=z9hG4bKx\n" },
		{ 1, "B>A 180 INVITE 1", NULL }, { 201, "clock", NULL } } },
};

#define RUN(table) static void test_##table(void **state) \
	{ (void)state; rule_cases_run(table, N(table)); }
RUN(slow)
RUN(browsers)
RUN(lines)
RUN(codecs)
RUN(pracks)
RUN(contacts)
RUN(rings)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_slow), cmocka_unit_test(test_browsers),
		cmocka_unit_test(test_lines), cmocka_unit_test(test_codecs),
		cmocka_unit_test(test_pracks), cmocka_unit_test(test_contacts),
		cmocka_unit_test(test_rings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
