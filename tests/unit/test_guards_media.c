/* SPDX-License-Identifier: BSD-2-Clause */
/* What keeps rules about media from a false alarm: ICE, keys, families of
 * addresses, and what was cut off. */
#include "sdp_cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define NOTHING NULL, NULL, NULL, NULL
#define SDP(c, media) TYPE "v=0\no=- 1 1 IN IP4 10.0.0.1\ns=-\nc=IN " c \
	"\nt=0 0\n" media
#define ACK(at) { at, "A>B ACK 1 b=a t=2", NULL }
#define HERE "IP4 203.0.113.1"
#define HOME "IP4 10.0.0.7"
#define ICE "a=ice-ufrag:abcd\na=ice-pwd:0123456789012345678901\n"
#define LITE(port) "a=ice-lite\nm=audio " port " RTP/AVP 8\n" ICE \
	"a=candidate:1 1 UDP 2130706431 10.0.0.7 4000 typ host\n"

/* ice-mismatch, ice-lite-private: a part may be missing; a peer inside */
static const struct rule_case ices[] = {
	{ "no ICE in the answer", "ice-mismatch", NOTHING, {
		{ 0, "1>2 INVITE 1", SDP(HERE, PCMA ICE) },
		{ .1, "2>1 200 INVITE 1", SDP(HERE, PCMA) },
		{ .2, "1>2 ACK 1 b=a t=2", NULL } } },
	{ "the end of the answer is missing", "ip-fragment-missing", NOTHING, {
		{ 0, "1>2 INVITE 1", SDP(HERE, PCMA ICE) },
		{ .1, "2>1 200 INVITE 1 x=cut", SDP(HERE, PCMA) },
		{ .2, "1>2 ACK 1 b=a t=2", NULL } } },
	{ "the end of the offer is missing", "ip-fragment-missing", NOTHING, {
		{ 0, "1>2 INVITE 1 x=cut", SDP(HERE, PCMA ICE) },
		{ .1, "2>1 200 INVITE 1", SDP(HERE, PCMA) },
		{ .2, "1>2 ACK 1 b=a t=2", NULL } } },
	{ "lite, and private", "ice-lite-private", NOTHING, {
		{ 0, "1>2 INVITE 1", SDP(HERE, PCMA ICE) },
		{ .1, "2>1 200 INVITE 1", SDP(HOME, LITE("4000")) },
		{ .2, "1>2 ACK 1 b=a t=2", NULL } } },
	{ "lite, and private, and perhaps more", "ip-fragment-missing",
	  NOTHING, {
		{ 0, "1>2 INVITE 1", SDP(HERE, PCMA ICE) },
		{ .1, "2>1 200 INVITE 1 x=cut", SDP(HOME, LITE("4000")) },
		{ .2, "1>2 ACK 1 b=a t=2", NULL } } },
	{ "lite, and private to one inside", "-", NOTHING, {
		{ 0, "A>2 INVITE 1", SDP(HOME, PCMA ICE) },
		{ .1, "2>A 200 INVITE 1", SDP(HOME, LITE("4000")) },
		{ .2, "A>2 ACK 1 b=a t=2", NULL } } },
	{ "lite, and private, and turned off", "sdp-port0", NOTHING, {
		{ 0, "1>2 INVITE 1", SDP(HERE, PCMA ICE) },
		{ .1, "2>1 200 INVITE 1", SDP(HOME, LITE("0")) },
		{ .2, "1>2 ACK 1 b=a t=2", NULL } } },
};

#define KEYS "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x\n"
#define SAVP "m=audio 4000 RTP/SAVP 8\n"
#define SIX "IP6 2001:db8::1"
#define UP { 0, "A>B INVITE 1", SDP(HOME, PCMA) }, \
	{ .1, "B>A 200 INVITE 1", SDP(HOME, PCMA) }, ACK(.2)
#define PRINT "a=fingerprint:sha-256 00\n"

/* sdp-crypto, sdp-family, sdp-answer-changed, sdp-profile */
static const struct rule_case offers[] = {
	{ "no key in the answer", "sdp-crypto", NOTHING, {
		{ 0, "A>B INVITE 1", SDP(HOME, SAVP KEYS PRINT) },
		{ .1, "B>A 200 INVITE 1", SDP(HOME, SAVP) }, ACK(.2) } },
	{ "a fingerprint for a key", "-", NOTHING, {
		{ 0, "A>B INVITE 1", SDP(HOME, SAVP KEYS PRINT) },
		{ .1, "B>A 200 INVITE 1", SDP(HOME, SAVP PRINT) }, ACK(.2) } },
	{ "ICE on both sides", "-", NOTHING, {
		{ 0, "A>B INVITE 1", SDP(SIX, PCMA ICE) },
		{ .1, "B>A 200 INVITE 1", SDP(HOME, PCMA ICE) }, ACK(.2) } },
	{ "ICE in the answer alone", "sdp-family", NOTHING, {
		{ 0, "A>B INVITE 1", SDP(SIX, PCMA) },
		{ .1, "B>A 200 INVITE 1", SDP(HOME, PCMA ICE) }, ACK(.2) } },
	{ "a bare 488 to IPv6", "sdp-family", "error possible", NULL, NULL, NULL, {
		{ 0, "A>B INVITE 1", SDP(SIX, PCMA) },
		{ .1, "B>A 488 INVITE 1", NULL } } },
	{ "a bare 488 to IPv6 on hold", "sdp-no-codec", NOTHING, {
		{ 0, "A>B INVITE 1", SDP("IP6 ::", PCMA) },
		{ .1, "B>A 488 INVITE 1", NULL } } },
	{ "488 to IPv6 in the call", "sdp-family", NOTHING, {
		UP, { 5, "A>B INVITE 2 t=2", SDP(SIX, PCMA) },
		{ 5.1, "B>A 488 INVITE 2", NULL } } },
	{ "488 to a hold in IPv6", "hold-failed", NOTHING, {
		UP, { 5, "A>B INVITE 2 t=2", SDP(SIX, PCMA "a=sendonly\n") },
		{ 5.1, "B>A 488 INVITE 2", NULL } } },
	{ "488 to SRTP", "sdp-profile", NOTHING, {
		{ 0, "A>B INVITE 1", SDP(HOME, SAVP KEYS) },
		{ .1, "B>A 488 INVITE 1", NULL } } },
	{ "488 to SRTP in IPv6", "sdp-family", NOTHING, {
		{ 0, "A>B INVITE 1", SDP(SIX, SAVP KEYS) },
		{ .1, "B>A 488 INVITE 1", NULL } } },
	{ "488 to SRTP in a broken SDP", "sdp-malformed", NOTHING, {
		{ 0, "A>B INVITE 1", TYPE "v=0\no=- 1 1 IN IP4 10.0.0.1\n"
		  "c=IN IP4 10.0.0.1\nt=0 0\n" SAVP KEYS },
		{ .1, "B>A 488 INVITE 1", NULL } } },
	{ "another SDP in the 200", "sdp-answer-changed", NOTHING, {
		{ 0, "A>B INVITE 1", SDP(HOME, PCMA) },
		{ .1, "B>A 183 INVITE 1", SDP(HOME, PCMA) },
		{ .2, "A>B PRACK 2 t=2", NULL }, { .3, "B>A 200 PRACK 2", NULL },
		{ 1, "B>A 200 INVITE 1", SDP(HERE, PCMA) }, ACK(1.1) } },
	{ "agreed on in the PRACK", "-", NOTHING, {
		{ 0, "A>B INVITE 1", SDP(HOME, PCMA) },
		{ .1, "B>A 183 INVITE 1", SDP(HOME, PCMA) },
		{ .2, "A>B PRACK 2 t=2", SDP(HOME, PCMA) },
		{ .3, "B>A 200 PRACK 2", SDP(HERE, PCMA) },
		{ 1, "B>A 200 INVITE 1", SDP(HERE, PCMA) }, ACK(1.1) } },
};

/* sdp-dtls-setup */
#define WEB "m=audio 4000 UDP/TLS/RTP/SAVP 8\n"
static const struct rule_case dtls[] = {
	{ "no fingerprint", "sdp-dtls-setup", NOTHING, {
		{ 0, "A>B INVITE 1", SDP(HOME, WEB "a=setup:actpass\n") },
		{ .1, "B>A 200 INVITE 1", SDP(HOME, WEB PRINT
					      "a=setup:active\n") }, ACK(.2) } },
	{ "no fingerprint in what came", "ip-fragment-missing", NOTHING, {
		{ 0, "A>B INVITE 1 x=cut", SDP(HOME, WEB "a=setup:actpass\n") },
		{ .1, "B>A 200 INVITE 1", SDP(HOME, WEB PRINT
					      "a=setup:active\n") }, ACK(.2) } },
};

/* sdp-family: IPv4 is refused as such only where SIP goes over IPv6. */
static void family(const char *a, const char *b, const char *c,
		   const char *warning, const char *want)
{
	char names[256], from[64], to[64];
	struct feed f;

	feed_init(&f);
	snprintf(from, sizeof(from), "%s:5060", a);
	snprintf(to, sizeof(to), "%s:5060", b);
#define IDS "Via: SIP/2.0/UDP %s%s%s;branch=z9hG4bK1\nMax-Forwards: 70\n" \
	"From: <sip:a@x>;tag=1\nTo: <sip:b@x>%s\nCall-ID: c\nCSeq: 1 INVITE\n" \
	"Contact: <sip:a@x>\n"
	feed_fmt(&f, 0, from, to, "INVITE sip:b@x SIP/2.0\n" IDS TYPE
		 "v=0\no=- 1 1 IN IP4 x\ns=-\nc=IN %s\nt=0 0\n" PCMA,
		 strchr(a, '.') ? "" : "[", a, strchr(a, '.') ? "" : "]", "", c);
	feed_fmt(&f, .1, to, from, "SIP/2.0 488 Not Acceptable Here\n" IDS "%s",
		 strchr(a, '.') ? "" : "[", a, strchr(a, '.') ? "" : "]",
		 ";tag=2", warning);
	feed_end(&f);
	if (strcmp(feed_names(&f, names, sizeof(names)), want))
		fail_msg("%s, %s: found `%s'", a, c, names);
	feed_fini(&f);
}

#define SIXES "2001:db8::1", "2001:db8::2"
#define FOUR "10.0.0.1", "10.0.0.2"
#define WARNING "Warning: 300 x \"Incompatible network protocol\"\n"

static void test_families(void **state)
{
	(void)state;
	family(SIXES, "IP4 10.0.0.1", WARNING, "sdp-family");
	family(FOUR, "IP4 10.0.0.1", WARNING, "status-488");
	family(SIXES, "IP4 10.0.0.1", "", "sdp-no-codec");
	family(SIXES, "IP6 2001:db8::1", "", "sdp-family");
}

#define RUN(table) static void test_##table(void **state) \
	{ (void)state; rule_cases_run(table, N(table)); }
RUN(ices)
RUN(offers)
RUN(dtls)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ices),
		cmocka_unit_test(test_offers),
		cmocka_unit_test(test_dtls),
		cmocka_unit_test(test_families),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
