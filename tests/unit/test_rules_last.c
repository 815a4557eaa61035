/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls that end because no sound came; and what Microsoft Teams wants. */
#include "rule_cases.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define CALL { 0, "> INVITE 1", NULL }, { 1, "< 200 INVITE 1", NULL }, \
	{ 1.1, "> ACK+ 1", NULL }
#define SDP(host) "Content-Type: application/sdp\n\nv=0\no=- 1 1 IN IP4 " \
	host "\ns=-\nc=IN IP4 " host "\nt=0 0\nm=audio 4000 RTP/AVP 8\n"
#define TALK { 0, "> INVITE 1", SDP("10.0.0.1") }, \
	{ 1, "< 200 INVITE 1", SDP("10.0.0.2") }, { 1.1, "> ACK+ 1", NULL }
#define ENDS(at, extra) { CALL, { at, "< BYE+ 1", extra }, \
	{ at + .1, "> 200 BYE 1", NULL } }
#define NOTHING NULL, NULL, NULL, NULL

static const struct rule_case media[] = {
	{ "words in Reason", "drop-media-timeout", "error likely",
	  "10.0.0.2:5060 ended the call because no sound came: RTP Timeout",
	  "Repair the sound from 10.0.0.1:5060 to 10.0.0.2:5060",
	  "Reason: Q.850;cause=16;text=\"RTP Timeout\" | "
	  "Q.850;cause=16;text=\"RTP Timeout\" | no media, it says",
	  ENDS(31, "Reason: Q.850;cause=16;text=\"RTP Timeout\"\n") },
	{ "the BYE is marked", "drop-media-timeout", NULL, NULL, NULL,
	  "BYE sip:alice@10.0.0.1 SIP/2.0 |  | the call ends here",
	  ENDS(31, "Reason: SIP;cause=804\n") },
	{ "RELEASE_CAUSE", "drop-media-timeout", "error likely",
	  "no sound came: RTP/RTCP time-out", NULL, NULL,
	  ENDS(31, "Reason: RELEASE_CAUSE;cause=2;"
	       "text=\"RTP/RTCP time-out\"\n") },
	{ "RELEASE_CAUSE without text", "drop-media-timeout", "error likely",
	  "no sound came: RELEASE_CAUSE;cause=2", NULL, NULL,
	  ENDS(31, "Reason: RELEASE_CAUSE;cause=2\n") },
	{ "another RELEASE_CAUSE", "-", NOTHING,
	  ENDS(31, "Reason: RELEASE_CAUSE;cause=1\n") },
	{ "FreeSWITCH", "drop-media-timeout", "error likely",
	  "no sound came: MEDIA_TIMEOUT", NULL, NULL,
	  ENDS(31, "Reason: SIP;cause=804;text=\"MEDIA_TIMEOUT\"\n") },
	{ "another private cause", "-", NOTHING,
	  ENDS(31, "Reason: SIP;cause=805\n") },
	{ "the second Reason", "drop-media-timeout", NULL, NULL, NULL, NULL,
	  ENDS(31, "Reason: Q.850;cause=16, SIP;cause=804\n") },
	{ "a header of its own", "drop-media-timeout", "error likely",
	  "no sound came: rtp-timeout", NULL, "X-Hangup: rtp-timeout | ",
	  ENDS(31, "X-Hangup: rtp-timeout\n") },
	{ "a Warning", "drop-media-timeout", NULL, "media inactivity", NULL,
	  NULL, ENDS(31, "Warning: 399 sbc \"media inactivity\"\n") },
	{ "no RTP received", "drop-media-timeout", NULL, NULL, NULL, NULL,
	  ENDS(31, "X-Reason: call ended, no RTP received\n") },
	{ "at once: not bye-immediate", "drop-media-timeout", NOTHING,
	  { TALK, { 2.2, "< BYE+ 1",
		   "Reason: Q.850;cause=41;text=\"media timeout\"\n" },
	    { 2.3, "> 200 BYE 1", NULL } } },
	{ "at once, but no word of media", "bye-immediate", NOTHING,
	  { TALK, { 2.2, "< BYE+ 1", "Reason: Q.850;cause=41\n" },
	    { 2.3, "> 200 BYE 1", NULL } } },
	{ "41 alone", "q850-in-response", NOTHING,
	  ENDS(31, "Reason: Q.850;cause=41\n") },
	{ "44 of Asterisk", "drop-media-timeout", "error possible",
	  "no sound came: Q.850;cause=44", NULL, NULL,
	  ENDS(31, "User-Agent: Asterisk PBX 20\n"
	       "Reason: Q.850;cause=44\n") },
	{ "44 of another", "q850-in-response", NOTHING,
	  ENDS(31, "User-Agent: Gate\nReason: Q.850;cause=44\n") },
	{ "another timeout", "-", NOTHING,
	  ENDS(31, "Reason: SIP;cause=200;text=\"Session timeout\"\n") },
	{ "media, but no timeout", "-", NOTHING,
	  ENDS(31, "X-Note: media server 3, timeout 30\n") },
	{ "a name that only ends so", "-", NOTHING,
	  ENDS(31, "X-Note: multimedia timeout\n") },
	{ "a header of the standard", "-", NOTHING,
	  ENDS(31, "Subject: rtp timeout\n") },
	{ "without a word", "-", NOTHING, ENDS(31, NULL) },
	{ "the call was not seen", "drop-media-timeout", "error likely", NULL,
	  NULL, NULL, {
		{ 31, "< BYE+ 1", "Reason: SIP;cause=804\n" },
		{ 31.1, "> 200 BYE 1", NULL } } },
	{ "behind a proxy", "drop-media-timeout", "error likely", NULL,
	  "Repair the sound from 10.9.9.9 to 10.0.0.1:5060", NULL, {
		{ 31, "A>P BYE 2 sip:bob@10.9.9.9 t=2",
		  "Route: <sip:10.0.0.16;lr>\nReason: SIP;cause=804\n" },
		{ 31.1, "P>A 200 BYE 2 t=2", NULL } } },
	{ "not from its author", "drop-media-timeout", "error possible", NULL,
	  NULL, NULL, {
		{ 31, "P>A BYE 2 t=2", "Via: SIP/2.0/UDP 10.0.0.4:5060;branch="
		  "z9hG4bKq\nReason: SIP;cause=804\n" },
		{ 31.1, "A>P 200 BYE 2 t=2", "Via: SIP/2.0/UDP 10.0.0.4:5060;"
		  "branch=z9hG4bKq\n" } } },
	{ "told on the first hop only", "drop-media-timeout", "error likely",
	  "10.0.0.4:5060 ended the call", NULL, NULL, {
		{ 31, "D>P BYE 2 b=x t=2", "Reason: SIP;cause=804\n" },
		{ 31.01, "P>A BYE 2 b=y t=2", "Via: SIP/2.0/UDP 10.0.0.4:5060;"
		  "branch=z9hG4bKx\nReason: SIP;cause=804\n" },
		{ 31.1, "A>P 200 BYE 2 b=y t=2", "Via: SIP/2.0/UDP "
		  "10.0.0.4:5060;branch=z9hG4bKx\n" },
		{ 31.2, "P>D 200 BYE 2 b=x t=2", NULL } } },
};

#define HUB " sip:sip.pstnhub.microsoft.com "
#define IP "Max-Forwards: 70\nContact: <sip:10.0.0.1:5061;transport=tls>\n"
#define FQDN "Max-Forwards: 70\nContact: <sip:sbc.example.com:5061;transport=tls>\n"
#define ASKS(uri, extra, server) { \
	{ 0, "A>B OPTIONS" uri "1 x=tls bare", extra }, \
	{ .1, "B>A 403 OPTIONS 1 x=tls", server } }
#define TEAMS "Server: Microsoft.PSTNHub.SIPProxy v.2026\n"

static const struct rule_case teams[] = {
	{ "refused", "teams-fqdn", "error likely",
	  "needs the name of the SBC in Contact, not the address 10.0.0.1",
	  "<sip:sbc.example.com:5061;transport=tls>",
	  "| 10.0.0.1 | an address where the name must stand",
	  ASKS(HUB, IP, NULL) },
	{ "known by its Server", "teams-fqdn", "error likely", NULL, NULL, NULL,
	  ASKS(" sip:10.0.0.2 ", IP, TEAMS) },
	{ "a name", "status-403", NOTHING, ASKS(HUB, FQDN, TEAMS) },
	{ "another server", "status-403", NOTHING,
	  ASKS(" sip:10.0.0.2 ", IP, NULL) },
	{ "a domain that only ends so", "status-403", NOTHING,
	  ASKS(" sip:xpstnhub.microsoft.com ", IP, NULL) },
	{ "Record-Route", "teams-fqdn", "error likely",
	  "in Record-Route, not the address 10.0.0.9", NULL, NULL,
	  ASKS(HUB, FQDN "Record-Route: <sip:10.0.0.9;lr>\n", NULL) },
	{ "Record-Route has the name", "status-403", NOTHING,
	  ASKS(HUB, IP "Record-Route: <sip:sbc.example.com;lr>\n", NULL) },
	{ "OPTIONS is not answered", "teams-fqdn", "error likely", NULL, NULL,
	  NULL, {
		{ -1, "B>A OPTIONS 7 x=tls", NULL },
		{ -.9, "A>B 200 OPTIONS 7 x=tls", NULL },
		{ 0, "A>B OPTIONS" HUB "1 x=tls bare", IP },
		{ 40, "clock", NULL } } },
	{ "one direction captured", "teams-fqdn", "error possible", NULL, NULL,
	  NULL, {
		{ 0, "A>B OPTIONS" HUB "1 x=tls bare", IP },
		{ 40, "clock", NULL } } },
	{ "INVITE is not answered", "teams-fqdn", "error likely", NULL, NULL,
	  NULL, {
		{ -1, "B>A OPTIONS 7 x=tls", NULL },
		{ -.9, "A>B 200 OPTIONS 7 x=tls", NULL },
		{ 0, "A>B INVITE" HUB "1 x=tls bare", IP },
		{ 40, "clock", NULL } } },
	{ "answered", "-", NOTHING, {
		{ 0, "A>B OPTIONS" HUB "1 x=tls bare", IP },
		{ .1, "B>A 200 OPTIONS 1 x=tls", TEAMS } } },
};

#define TEST(name) static void test_##name(void **state) \
	{ (void)state; rule_cases_run(name, N(name)); }
TEST(media)
TEST(teams)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_media),
		cmocka_unit_test(test_teams),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
