/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules about what a final response refuses. */
#include "rule_cases.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define SDP(list) "Content-Type: application/sdp\n\nv=0\no=- 1 1 IN IP4 " \
	"10.0.0.1\ns=-\nc=IN IP4 10.0.0.1\nt=0 0\n" list

static const struct rule_case unavailable[] = {
	{ "503 says nothing of when", "503-no-retry-after* status-503",
	  "info certain", "does not say when to try again",
	  "send `Retry-After: 30'", "| no Retry-After here", {
		{ 0, "> INVITE 1", NULL }, { .1, "< 503 INVITE 1", NULL } } },
	{ "503 says when", "status-503", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		{ .1, "< 503 INVITE 1", "Retry-After: 30\n" } } },
	{ "the end of the 503 is cut off", "msg-truncated status-503*", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		{ .1, "snap < 503 INVITE 1", NULL } } },
};

static const struct rule_case extensions[] = {
	{ "420 with the tag of Require", "require-unsupported", "error certain",
	  "does not support `foo'", "Send `Require: 100rel'",
	  "Require: 100rel, foo | foo | demanded", {
		{ 0, "> INVITE 1", "Require: 100rel, foo\n" },
		{ .1, "< 420 INVITE 1", "Unsupported: foo\n" } } },
	{ "what else the answer says", "require-unsupported", NULL, NULL, NULL,
	  "Warning: 399 x \"no foo\" | 399 x \"no foo\" | what the server", {
		{ 0, "> INVITE 1", "Require: foo\n" },
		{ .1, "< 420 INVITE 1",
		  "Unsupported: foo\nWarning: 399 x \"no foo\"\n" } } },
	{ "case does not matter", "require-unsupported", NULL, "`FOO'",
	  "without `Require'", "unsupported: foo | foo | refused", {
		{ 0, "> INVITE 1", "Require: FOO\n" },
		{ .1, "< 420 INVITE 1", "unsupported: foo\n" } } },
	{ "two headers, two tags", "require-unsupported", NULL, "`a, b'", NULL,
	  "Proxy-Require: b | b | demanded", {
		{ 0, "> INVITE 1", "Require: a\nProxy-Require: b\n" },
		{ .1, "< 420 INVITE 1", "Unsupported: a\nUnsupported: b\n" } } },
	{ "nothing named", "require-unsupported", "error possible",
	  "does not say which", "Empty `Require'",
	  "Require: a, b | b | demanded", {
		{ 0, "> INVITE 1", "Require: a, b\n" },
		{ .1, "< 420 INVITE 1", "Unsupported:\n" } } },
	{ "a tag nobody demanded", "status-420", "error certain", NULL, NULL,
	  "Unsupported: c | c |", {
		{ 0, "> INVITE 1", "Require: a, b\n" },
		{ .1, "< 420 INVITE 1", "Unsupported: c\n" } } },
	{ "no Require at all", "status-420", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "< 420 INVITE 1", NULL } } },
	{ "the request was not captured", "status-420", NULL, NULL, NULL, NULL, {
		{ .1, "< 420 INVITE 1", "Unsupported: c\n" } } },
	{ "421 demands what is not offered", "supported-needed",
	  "error certain", "insists on `timer'",
	  "`Supported: replaces, timer'", "Require: timer | timer | demanded", {
		{ 0, "> INVITE 1", "Supported: replaces\n" },
		{ .1, "< 421 INVITE 1", "Require: timer\n" } } },
	{ "421 demands what is offered", "status-421", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", "Supported: replaces, timer\n" },
		{ .1, "< 421 INVITE 1", "Require: timer\n" } } },
	{ "421 without Require", "status-421", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", "Supported: replaces\n" },
		{ .1, "< 421 INVITE 1", NULL } } },
};

static const struct rule_case codecs[] = {
	{ "Warning 305", "sdp-no-codec", "error likely", "(G729): warning 305",
	  "Allow PCMA", "m=audio 4000 RTP/AVP 18 101 | 18 101 | all that was", {
		{ 0, "> INVITE 1", SDP("m=audio 4000 RTP/AVP 18 101\n"
			"a=rtpmap:101 telephone-event/8000\n") },
		{ .1, "< 488 INVITE 1", "Warning: 305 x \"bad format\"\n" } } },
	{ "an SDP with other codecs", "sdp-no-codec", "error likely",
	  "has only G729; 10.0.0.2:5060 takes PCMA", "takes: PCMA",
	  "m=audio 0 RTP/AVP 8 | 8 | what the server takes", {
		{ 0, "> INVITE 1", SDP("m=audio 4000 RTP/AVP 18\n") },
		{ .1, "< 488 INVITE 1", SDP("m=audio 0 RTP/AVP 8\n") } } },
	{ "an SDP with the same codec", "status-488", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", SDP("m=audio 4000 RTP/AVP 8 18\n") },
		{ .1, "< 488 INVITE 1", SDP("m=audio 0 RTP/AVP 8\n") } } },
	{ "bare, to the codec in use", "status-488", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", SDP("m=audio 4000 RTP/AVP 18 8\n") },
		{ .1, "< 200 INVITE 1", SDP("m=audio 4000 RTP/AVP 8\n") },
		{ .2, "> ACK+ 1", NULL },
		{ 5, "> INVITE+ 2", SDP("m=audio 4002 RTP/AVP 8\n") },
		{ 5.1, "< 488 INVITE 2", NULL }, { 5.2, "> ACK+ 2", NULL },
		{ 40, "clock", NULL } } },
	{ "bare, to a codec that was not agreed on", "sdp-no-codec",
	  "error possible", NULL, NULL, NULL, {
		{ 0, "> INVITE 1", SDP("m=audio 4000 RTP/AVP 18 8\n") },
		{ .1, "< 200 INVITE 1", SDP("m=audio 4000 RTP/AVP 8\n") },
		{ .2, "> ACK+ 1", NULL },
		{ 5, "> INVITE+ 2", SDP("m=audio 4002 RTP/AVP 18\n") },
		{ 5.1, "< 488 INVITE 2", NULL }, { 5.2, "> ACK+ 2", NULL } } },
	{ "bare", "sdp-no-codec", "error possible", "PCMA over RTP/AVP", NULL,
	  NULL, {
		{ 0, "> INVITE 1", SDP("m=audio 4000 RTP/AVP 8\n") },
		{ .1, "< 488 INVITE 1", NULL } } },
#define BEFORE(at, n, list) { at, n "> INVITE 1", SDP(list) }, \
	{ at + .1, n "< 200 INVITE 1", SDP(list) }, { at + .2, n "> ACK+ 1", NULL }
#define G729 "m=audio 4000 RTP/AVP 18\n"
#define PCMA "m=audio 4000 RTP/AVP 8\n"
#define PCMU "m=audio 4000 RTP/AVP 0\n"
	{ "bare, other codecs were taken before", "sdp-no-codec", "error likely",
	  "has only G729; 10.0.0.2:5060 takes PCMA, PCMU", "takes: PCMA, PCMU",
	  "m=audio 4000 RTP/AVP 8 | 8 | what the server takes", {
		BEFORE(0, "2", PCMA), BEFORE(1, "3", PCMA),
		BEFORE(2, "4", PCMU),
		{ 5, "> INVITE 1", SDP(G729) }, { 5.1, "< 488 INVITE 1", NULL } } },
	{ "bare, one of its codecs was taken before", "sdp-no-codec",
	  "error possible", "PCMU over RTP/AVP", NULL, NULL, {
		BEFORE(0, "2", PCMA), BEFORE(2, "3", PCMU),
		{ 5, "> INVITE 1", SDP(PCMU) }, { 5.1, "< 488 INVITE 1", NULL } } },
	{ "bare, another server took other codecs", "sdp-no-codec",
	  "error possible", "G729 over RTP/AVP", NULL, NULL, {
		{ 0, "A>C INVITE 1 c=2", SDP(PCMA) },
		{ .1, "C>A 200 INVITE 1 c=2", SDP(PCMA) },
		{ .2, "A>C ACK 1 c=2 t=2", NULL },
		{ 5, "> INVITE 1", SDP(G729) }, { 5.1, "< 488 INVITE 1", NULL } } },
	{ "bare, not even an answer before", "sdp-no-codec", "error possible",
	  "G729 over RTP/AVP", NULL, NULL, {
		{ 0, "2> INVITE 1", NULL }, { .1, "2< 200 INVITE 1", NULL },
		{ .2, "2> ACK+ 1", NULL },
		{ 5, "> INVITE 1", SDP(G729) }, { 5.1, "< 488 INVITE 1", NULL } } },
	{ "Warning about the transport", "sdp-profile", NULL, NULL, NULL,
	  "Warning: 302 x \"no SAVP\"", {
		{ 0, "> INVITE 1", SDP("m=audio 4000 RTP/SAVP 8\n") },
		{ .1, "< 488 INVITE 1", "Warning: 302 x \"no SAVP\"\n" } } },
	{ "a phrase of its own", "status-488", NULL, NULL, NULL,
	  "| SRTP wanted | ", {
		{ 0, "> INVITE 1", SDP("m=audio 4000 RTP/AVP 8\n") },
		{ .1, "< 488 INVITE 1 SRTP wanted", NULL } } },
	{ "a fax", "t38-488", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE+ 2", SDP("m=image 4000 udptl t38\n") },
		{ .1, "< 488 INVITE 2", NULL } } },
	{ "no offer", "sdp-missing", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "< 606 INVITE 1", NULL } } },
};

static const struct rule_case calls[] = {
	{ "busy", "busy-everywhere", "info likely", "bob is busy", NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .5, "< 180 INVITE 1", NULL },
		{ 3, "< 486 INVITE 1", NULL } } },
	{ "busy at once", "busy-everywhere", "info likely",
	  "after only 100 ms: User busy (Q.850 cause 17)", NULL,
	  "Reason: Q.850;cause=17 | Q.850;cause=17 | the reason", {
		{ 0, "> INVITE 1", NULL },
		{ .1, "< 486 INVITE 1", "Reason: Q.850;cause=17\n" } } },
	{ "busy everywhere", "busy-everywhere", NULL, "every device", "486",
	  NULL, {
		{ 0, "> INVITE 1", NULL }, { 3, "< 600 INVITE 1", NULL } } },
	{ "a busy transfer is no busy call", "status-486", NULL, NULL, NULL,
	  NULL, {
		{ 0, "> REFER+ 2", NULL }, { .1, "< 486 REFER 2", NULL } } },
	{ "cancelled", "cancel-487", "info certain", "gave up after 8 s", NULL,
	  NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "< 180 INVITE 1", NULL },
		{ 8.2, "> CANCEL 1", NULL }, { 8.3, "< 200 CANCEL 1", NULL },
		{ 8.3, "< 487 INVITE 1", NULL }, { 8.4, "> ACK 1", NULL } } },
	{ "cancelled with a reason", "cancel-487", NULL, "(tired)", NULL,
	  "| why it was cancelled", {
		{ 0, "> INVITE 1", NULL }, { .1, "< 180 INVITE 1", NULL },
		{ 8.2, "> CANCEL 1", "Reason: Q.850;cause=16;text=\"tired\"\n" },
		{ 8.3, "< 487 INVITE 1", NULL } } },
	{ "487 without CANCEL", "status-487", "info certain", NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { 9, "< 487 INVITE 1", NULL } } },
	{ "BYE for a lost call", "bye-481", "warning likely",
	  "did not know the call any more", "call1@x",
	  "To: <sip:bob@x>;tag=2 | 2 | no call", {
		{ 0, "> BYE+ 5", NULL }, { .1, "< 481 BYE 5", NULL } } },
	{ "crossing BYE", "bye-481", "info likely", "crossed, 500 ms apart",
	  NULL, NULL, {
		{ 0, "< BYE+ 7", NULL }, { .5, "> BYE+ 5", NULL },
		{ .6, "< 481 BYE 5", NULL }, { .6, "> 200 BYE 7", NULL } } },
	{ "the other BYE was long before", "bye-481", "warning likely", NULL,
	  NULL, NULL, {
		{ 0, "< BYE+ 7", NULL }, { .1, "> 200 BYE 7", NULL },
		{ 3, "> BYE+ 5", NULL }, { 3.1, "< 481 BYE 5", NULL } } },
	{ "481 to something else", "status-481", NULL, NULL, NULL, NULL, {
		{ 0, "> UPDATE+ 5", NULL }, { .1, "< 481 UPDATE 5", NULL } } },
};

static const struct rule_case hops[] = {
	{ "used up here", "hops-483", "error likely", "Max-Forwards 0", NULL,
	  "Max-Forwards: 0 | 0 | counted down to here", {
		{ 0, "> INVITE 1", "Max-Forwards: 0\n" },
		{ .1, "< 483 INVITE 1", NULL } } },
	{ "begun too low", "hops-483", NULL, "itself sets Max-Forwards 0",
	  "Let 10.0.0.1:5060 send", NULL, {
		{ 0, "> INVITE 1", "Max-Forwards: 0\n" },
		{ .1, "< 483 INVITE 1", NULL } } },
	{ "used up further on", "hops-483", "error likely", "too many hops",
	  NULL, NULL, {
		{ 0, "> INVITE 1", "Max-Forwards: 70\n" },
		{ .1, "< 483 INVITE 1", NULL } } },
	{ "handed back by each hop", "callid-duplicate hops-483 hops-483",
	  "info likely", NULL,
	  NULL, NULL, {
		{ 0, "> INVITE 1", "Max-Forwards: 1\n" },
		{ .1, "< INVITE 1", "Max-Forwards: 0\n" },
		{ .2, "> 483 INVITE 1", NULL },
		{ .3, "< 483 INVITE 1", NULL } } },
	{ "a probe", "hops-483", "info likely", "probe of the path", NULL, NULL, {
		{ 0, "> OPTIONS 1", "Max-Forwards: 1\n" },
		{ .1, "< 483 OPTIONS 1", NULL } } },
	{ "its own Via", "loop-482", "error likely", "saw its own Via", NULL,
	  "| 10.0.0.2 | was here before", {
		{ 0, "> INVITE 1", "Via: SIP/2.0/UDP 10.0.0.9;branch=z9hG4bKq\n"
			"Via: SIP/2.0/UDP 10.0.0.2:5060;branch=z9hG4bKp\n" },
		{ .1, "< 482 INVITE 1", NULL } } },
	{ "another port of that host", "loop-482", "error possible", NULL, NULL,
	  NULL, {
		{ 0, "> INVITE 1",
		  "Via: SIP/2.0/UDP 10.0.0.2:5070;branch=z9hG4bKp\n" },
		{ .1, "< 482 INVITE 1", NULL } } },
	{ "straight from the author", "status-482", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "< 482 INVITE 1", NULL } } },
};

static const struct rule_case reasons[] = {
	{ "a cause that says more", "q850-in-response status-480",
	  "warning certain", NULL, NULL, "| Q.850;cause=1 |", {
		{ 0, "> INVITE 1", NULL },
		{ 3, "< 480 INVITE 1", "Reason: Q.850;cause=1\n" } } },
	{ "a cause that agrees", "status-503", NULL, NULL, NULL,
	  "| Q.850;cause=34 |", {
		{ 0, "> INVITE 1", NULL },
		{ 3, "< 503 INVITE 1", "Reason: Q.850;cause=34\n" } } },
	{ "normal clearing", "status-480", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		{ 3, "< 480 INVITE 1", "Reason: Q.850;cause=16\n" } } },
	{ "another protocol", "status-480", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		{ 3, "< 480 INVITE 1", "Reason: SIP;cause=404\n" } } },
	{ "in a BYE", "q850-in-response", "info certain",
	  "the BYE gives its cause: Q.850 cause 102", NULL, NULL, {
		{ 0, "> BYE+ 2", "Reason: Q.850;cause=102\n" },
		{ .1, "< 200 BYE 2", NULL } } },
	{ "the usual BYE", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> BYE+ 2", "Reason: Q.850;cause=16\n" },
		{ .1, "< 200 BYE 2", NULL } } },
};

static const struct rule_case status[] = {
	{ "a healthy call", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "< 100 INVITE 1", NULL },
		{ .2, "< 180 INVITE 1", NULL }, { 3, "< 200 INVITE 1", NULL },
		{ 3.1, "> ACK+ 1", NULL }, { 9, "< BYE+ 1", NULL },
		{ 9.1, "> 200 BYE 1", NULL } } },
	{ "405 offers", "status-405", "error certain", "it allows INVITE, ACK",
	  NULL, "PUBLISH sip:bob@x SIP/2.0 | PUBLISH | this was asked", {
		{ 0, "> PUBLISH 1", NULL },
		{ .1, "< 405 PUBLISH 1", "Allow: INVITE\nAllow: ACK\n" } } },
	{ "Retry-After with a comment", "status-480", "warning certain",
	  "for the next 120 s", "before ", "Retry-After: 120 (away) | 120 (away) |", {
		{ 0, "> INVITE 1", NULL },
		{ 0, "< 480 INVITE 1", "Retry-After: 120 (away)\n" } } },
	{ "Retry-After 0 asks for nothing", "status-503", NULL,
	  "cannot serve the INVITE for bob now", NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		{ 0, "< 503 INVITE 1", "Retry-After: 0\n" } } },
	{ "a REGISTER is about an account", "scan-ua status-404", NULL,
	  /* perhaps of a scanner: else it is reg-404 */
	  "has no account alice to register", "Create the account `sip:alice@x'",
	  "| sip:alice@x | the account", {
		{ 0, "> REGISTER 1", "User-Agent: iWar\n" },
		{ .1, "< 404 REGISTER 1", NULL } } },
	{ "a call inside the house", "status-403", NULL, NULL,
	  "may call bob at all", "| sip:alice@x | who asks", {
		{ 0, "> INVITE 1", NULL }, { .1, "< 403 INVITE 1", NULL } } },
	{ "Accept leaves the type out", "status-415", NULL,
	  "accepts only text/plain", "in an accepted type: text/plain", NULL, {
		{ 0, "> MESSAGE 1", "Content-Type: text/html\n" },
		{ .1, "< 415 MESSAGE 1", "Accept: text/plain\n" } } },
	{ "Accept lists the type", "status-415", NULL,
	  "yet its Accept lists that type", "Look at the parts", NULL, {
		{ 0, "> MESSAGE 1", "Content-Type: text/html;charset=x\n" },
		{ .1, "< 415 MESSAGE 1", "Accept: text/plain, TEXT/html\n" } } },
	{ "a code of nobody", "status-499", "error certain", NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "< 499 INVITE 1", NULL } } },
	{ "redirected", "status-302", "info certain", "sip:carol@y", NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		{ .1, "< 302 INVITE 1", "Contact: <sip:carol@y>\n" } } },
	{ "a copy says nothing new", "status-404", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "< 404 INVITE 1", NULL },
		{ .6, "< 404 INVITE 1", NULL } } },
	{ "only the answer was captured", "status-404", NULL, "bob", NULL, NULL, {
		{ .1, "< 404 INVITE 1", NULL } } },
};

static void test_extensions(void **state)
{
	(void)state;
	rule_cases_run(extensions, N(extensions));
}

static void test_codecs(void **state)
{
	(void)state;
	rule_cases_run(codecs, N(codecs));
}

static void test_calls(void **state)
{
	(void)state;
	rule_cases_run(calls, N(calls));
}

static void test_hops(void **state)
{
	(void)state;
	rule_cases_run(hops, N(hops));
}

static void test_reasons(void **state)
{
	(void)state;
	rule_cases_run(reasons, N(reasons));
}

static void test_status(void **state)
{
	(void)state;
	rule_cases_run(status, N(status));
}

static void test_unavailable(void **state)
{
	(void)state;
	rule_cases_run(unavailable, N(unavailable));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_unavailable),
		cmocka_unit_test(test_extensions),
		cmocka_unit_test(test_codecs),
		cmocka_unit_test(test_calls),
		cmocka_unit_test(test_hops),
		cmocka_unit_test(test_reasons),
		cmocka_unit_test(test_status),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
