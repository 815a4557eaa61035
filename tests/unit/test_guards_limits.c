/* SPDX-License-Identifier: BSD-2-Clause */
/* What keeps the rules about numbers, refusals and keys from a false alarm, one
 * detail a case. */
#include "rule_cases.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define SCAN "User-Agent: sip-scan\n" /* suspect, no more */
#define ID "P-Asserted-Identity: <sip:123@x>\n"
#define BLAME "Reason: SIP;cause=403;text=\"caller not allowed\"\n"
#define GIVE "Authorization: Digest username=\"al\", realm=\"x\", " \
	"nonce=\"n1\", uri=\"sip:+4930111@x\", response=\"0\"\n"
#define ASK "WWW-Authenticate: Digest realm=\"x\", nonce=\"n1\"\n"
#define CAUSE(n) "Reason: Q.850;cause=" #n "\n"

/* callerid-rejected */
static const struct rule_case callers[] = {
	{ "the caller is to blame", "callerid-rejected", "error likely", NULL,
	  NULL, NULL, {
		{ 0, "A>B INVITE 1 u=+4930111", ID },
		{ .1, "B>A 403 INVITE 1 u=+4930111", BLAME } } },
	{ "in a call", "status-403", NULL, NULL, NULL, NULL, {
		{ 0, "A>B INVITE 1 t=2 u=+4930111", ID },
		{ .1, "B>A 403 INVITE 1 u=+4930111", BLAME } } },
	{ "it rang", "status-403", NULL, NULL, NULL, NULL, {
		{ 0, "A>B INVITE 1 u=+4930111", ID },
		{ .1, "B>A 180 INVITE 1 u=+4930111", NULL },
		{ .5, "B>A 403 INVITE 1 u=+4930111", BLAME } } },
	{ "after 3 s", "status-403", NULL, NULL, NULL, NULL, {
		{ 0, "A>B INVITE 1 u=+4930111", ID },
		{ 3, "B>A 403 INVITE 1 u=+4930111", BLAME } } },
	{ "a suspect", "scan-ua status-403", NULL, NULL, NULL, NULL, {
		{ 0, "A>B INVITE 1 u=+4930111", ID SCAN },
		{ .1, "B>A 403 INVITE 1 u=+4930111", BLAME } } },
	{ "no words and nothing to compare with", "status-403", NULL, NULL, NULL,
	  NULL, {
		{ 0, "A>B INVITE 1 u=+4930111", ID },
		{ .1, "B>A 403 INVITE 1 u=+4930111", NULL } } },
	{ "a login is wanted first", "status-401", NULL, NULL, NULL, NULL, {
		{ 0, "A>B INVITE 1 u=+4930111", ID },
		{ .1, "B>A 401 INVITE 1 u=+4930111", ASK BLAME } } },
	{ "with a login", "callerid-rejected* status-401", NULL, NULL, NULL,
	  NULL, {
		{ 0, "A>B INVITE 1 u=+4930111", ID },
		{ .1, "B>A 401 INVITE 1 u=+4930111", ASK },
		{ .2, "A>B INVITE 2 u=+4930111", ID GIVE },
		{ .3, "B>A 403 INVITE 2 u=+4930111", BLAME } } },
};

/* One call with + goes through, then this. */
#define GOES { 0, "A>B INVITE 1 c=9 u=+4930555", ID }, \
	{ .1, "B>A 200 INVITE 1 c=9 u=+4930555", NULL }, \
	{ .2, "A>B ACK 1 c=9 t=2 b=a u=+4930555", NULL }
#define TRY(more, code, why) { 9, "A>B INVITE 1 u=004930556", more }, \
	{ 9.1, "B>A " code " INVITE 1 u=004930556", why }, { 60, "clock", NULL }
/* number-format */
static const struct rule_case shapes[] = {
	{ "404", "number-format", "error possible", NULL, NULL, NULL,
	  { GOES, TRY(ID, "404", NULL) } },
	{ "604", "number-format", NULL, NULL, NULL, NULL,
	  { GOES, TRY(ID, "604", NULL) } },
	{ "cause 1", "number-format* q850-in-response", NULL, NULL, NULL, NULL,
	  { GOES, TRY(ID, "480", CAUSE(1)) } },
	{ "cause 3", "number-format* q850-in-response", NULL, NULL, NULL, NULL,
	  { GOES, TRY(ID, "480", CAUSE(3)) } },
	{ "cause 28", "number-format* q850-in-response", NULL, NULL, NULL, NULL,
	  { GOES, TRY(ID, "480", CAUSE(28)) } },
	{ "cause 20", "status-480", NULL, NULL, NULL, NULL,
	  { GOES, TRY(ID, "480", CAUSE(20)) } },
	{ "a login with cause 1", "q850-in-response status-401", NULL, NULL, NULL, NULL,
	  { GOES, TRY(ID, "401", CAUSE(1)) } },
	{ "a proxy's with cause 1", "q850-in-response status-407", NULL, NULL, NULL, NULL,
	  { GOES, TRY(ID, "407", CAUSE(1)) } },
	{ "a suspect's number", "scan-ua status-404", NULL, NULL, NULL, NULL,
	  { GOES, TRY(ID SCAN, "404", NULL) } },
	{ "it rang there", "status-404", NULL, NULL, NULL, NULL, {
		GOES, { 9, "A>B INVITE 1 u=004930556", ID },
		{ 9.1, "B>A 180 INVITE 1 u=004930556", NULL },
		{ 9.5, "B>A 404 INVITE 1 u=004930556", NULL },
		{ 60, "clock", NULL } } },
	{ "a change of the call", "status-404", NULL, NULL, NULL, NULL, {
		GOES, { 9, "A>B INVITE 1 t=2 u=004930556", ID },
		{ 9.1, "B>A 404 INVITE 1 u=004930556", NULL },
		{ 60, "clock", NULL } } },
	{ "nothing to compare with", "status-404", NULL, NULL, NULL, NULL,
	  { TRY(ID, "404", NULL) } },
	{ "the same shape goes through", "status-404", NULL, NULL, NULL, NULL, {
		GOES, { 1, "A>B INVITE 1 c=8 u=004930557", ID },
		{ 1.1, "B>A 200 INVITE 1 c=8 u=004930557", NULL },
		{ 1.2, "A>B ACK 1 c=8 t=2 b=b u=004930557", NULL },
		TRY(ID, "404", NULL) } },
	{ "another server takes the other shape", "status-404", NULL, NULL,
	  NULL, NULL, {
		{ 0, "A>C INVITE 1 c=9 u=+4930555", ID },
		{ .1, "C>A 200 INVITE 1 c=9 u=+4930555", NULL },
		{ .2, "A>C ACK 1 c=9 t=2 b=a u=+4930555", NULL },
		TRY(ID, "404", NULL) } },
	{ "an extension", "status-404", NULL, NULL, NULL, NULL, {
		GOES, { 9, "A>B INVITE 1 u=201", ID },
		{ 9.1, "B>A 404 INVITE 1 u=201", NULL },
		{ 60, "clock", NULL } } },
};

#define GONE { 0, "A>B REGISTER 1 sip:x", "Contact: <sip:bob@10.0.0.1>\n" \
	"Expires: 60\n" }, \
	{ .1, "B>A 200 REGISTER 1", "Contact: <sip:bob@10.0.0.1>;expires=60\n" }, \
	{ 1, "A>B REGISTER 2 sip:x", "Contact: <sip:bob@10.0.0.1>\n" \
	"Expires: 0\n" }, { 1.1, "B>A 200 REGISTER 2", NULL }
/* callee-unregistered */
static const struct rule_case absent[] = {
	{ "signed off", "callee-unregistered", NULL, NULL, NULL, NULL, {
		GONE, { 9, "C>B INVITE 1 c=2", NULL },
		{ 9.1, "B>C 480 INVITE 1 c=2", NULL } } },
	{ "it rang all the same", "status-480", NULL, NULL, NULL, NULL, {
		GONE, { 9, "C>B INVITE 1 c=2", NULL },
		{ 9.1, "B>C 180 INVITE 1 c=2", NULL },
		{ 9.2, "B>C 480 INVITE 1 c=2", NULL } } },
	{ "a change of a call", "status-480", NULL, NULL, NULL, NULL, {
		GONE, { 9, "C>B INVITE 1 c=2 t=2", NULL },
		{ 9.1, "B>C 480 INVITE 1 c=2", NULL } } },
	{ "somebody else", "status-480", NULL, NULL, NULL, NULL, {
		GONE, { 9, "C>B INVITE 1 c=2 u=carol", NULL },
		{ 9.1, "B>C 480 INVITE 1 c=2 u=carol", NULL } } },
	{ "signed on again", "status-480", NULL, NULL, NULL, NULL, {
		GONE, { 2, "A>B REGISTER 3 sip:x",
			"Contact: <sip:bob@10.0.0.1>\nExpires: 60\n" },
		{ 2.1, "B>A 200 REGISTER 3",
		  "Contact: <sip:bob@10.0.0.1>;expires=60\n" },
		{ 9, "C>B INVITE 1 c=2", NULL },
		{ 9.1, "B>C 480 INVITE 1 c=2", NULL } } },
	{ "another code", "busy-everywhere", NULL, NULL, NULL, NULL, {
		GONE, { 9, "C>B INVITE 1 c=2", NULL },
		{ 9.1, "B>C 486 INVITE 1 c=2", NULL } } },
};

#define KEYS "Content-Type: application/dtmf-relay\n\nSignal=1\n"
#define UP { 0, "A>B INVITE 1", NULL }, { 1, "B>A 200 INVITE 1", NULL }, \
	{ 1.1, "A>B ACK 1 t=2 b=a", NULL }
/* dtmf-info-refused, 503-no-retry-after */
static const struct rule_case rest[] = {
	{ "keys after the call", "status-481", NULL, NULL, NULL, NULL, {
		{ 9, "> BYE+ 2", NULL }, { 9.1, "< 200 BYE+ 2", NULL },
		{ 9.2, "> INFO+ 3", KEYS }, { 9.3, "< 481 INFO+ 3", NULL } } },
	{ "not understood, after the call, too", "dtmf-info-refused", NULL,
	  NULL, NULL, NULL, {
		{ 9, "> BYE+ 2", NULL }, { 9.1, "< 200 BYE+ 2", NULL },
		{ 9.2, "> INFO+ 3", KEYS }, { 9.3, "< 415 INFO+ 3", NULL } } },
	{ "an INFO with something else", "status-415", NULL, NULL, NULL, NULL, {
		{ 9.2, "> INFO+ 3", "Content-Type: text/plain\n\nhi\n" },
		{ 9.3, "< 415 INFO+ 3", NULL } } },
	{ "keys, and another refusal", "status-403", NULL, NULL, NULL, NULL, {
		{ 9.2, "> INFO+ 3", KEYS }, { 9.3, "< 403 INFO+ 3", NULL } } },
	{ "the second 503 says when", "503-no-retry-after status-503 "
	  "status-503", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "< 503 INVITE 1", NULL },
		{ 9, "2> INVITE 1", NULL },
		{ 9.1, "2< 503 INVITE 1", "Retry-After: 5\n" } } },
	{ "the second 503 is cut off", "503-no-retry-after status-503 "
	  "msg-truncated status-503", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "< 503 INVITE 1", NULL },
		{ 9, "2> INVITE 1", NULL },
		{ 9.1, "snap 2< 503 INVITE 1", NULL } } },
	{ "keys of a call that goes on", "dtmf-info-refused", NULL, NULL, NULL,
	  NULL, { UP, { 9, "A>B INFO 2 t=2", KEYS },
		  { 9.1, "B>A 481 INFO 2 t=2", NULL } } },
};

#define END { 100, "clock", NULL }
#define COPIES(what) { 0, what, NULL }, { .5, what, NULL }, { 1.5, what, NULL }, \
	{ 3.5, what, NULL }
#define QOP ", qop=\"auth\""
#define ASK_X(nonce, more) "WWW-Authenticate: Digest realm=\"x\", nonce=\"" \
	nonce "\"" more "\n"
#define GIVE_X(name, realm, more) name "uthorization: Digest username=\"al\", " \
	"realm=\"" realm "\", nonce=\"n1\", uri=\"sip:x\", " \
	"response=\"0\"" more "\n"
/* The more specific finding silences the general one. */
static const struct rule_case specific[] = {
	{ "ICMP tells why nobody answers", "icmp-unreachable", NULL, NULL, NULL,
	  NULL, { COPIES("A>B MESSAGE 1"),
		  { 3.6, "icmp 303 A>B MESSAGE 1", NULL }, END } },
	{ "too big, and nobody answers", "icmp-frag-needed", NULL, NULL, NULL,
	  NULL, { COPIES("A>B MESSAGE 1"),
		  { 3.6, "icmp 304 A>B MESSAGE 1", NULL }, END } },
	{ "too big an INVITE", "icmp-frag-needed", NULL, NULL, NULL,
	  NULL, { COPIES("A>B INVITE 1"),
		  { 3.6, "icmp 304 A>B INVITE 1", NULL }, END } },
	{ "pieces are missing, and nobody answers", "ip-fragment-missing", NULL,
	  NULL, NULL, NULL, { COPIES("cut 2 > MESSAGE 1"), END } },
	{ "taken elsewhere after 20 s of silence", "reason-elsewhere", NULL, NULL,
	  NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "< 100 INVITE 1", NULL },
		{ 20, "> CANCEL 1",
		  "Reason: SIP;cause=200;text=\"Call completed elsewhere\"\n" },
		{ 20.1, "< 200 CANCEL 1", NULL },
		{ 20.1, "< 487 INVITE 1", NULL }, { 20.2, "> ACK 1", NULL } } },
	{ "the number is that of a phone that is gone", "callee-unregistered",
	  NULL, NULL, NULL, NULL, {
		GOES, { 1, "A>B REGISTER 1 sip:x u=004930556",
			"Contact: <sip:b@10.0.0.1>\nExpires: 60\n" },
		{ 1.1, "B>A 200 REGISTER 1 u=004930556",
		  "Contact: <sip:b@10.0.0.1>;expires=60\n" },
		{ 2, "A>B REGISTER 2 sip:x u=004930556",
		  "Contact: <sip:b@10.0.0.1>\nExpires: 0\n" },
		{ 2.1, "B>A 200 REGISTER 2 u=004930556", NULL },
		{ 9, "A>B INVITE 1 c=7 u=004930556", ID },
		{ 9.1, "B>A 404 INVITE 1 c=7 u=004930556", NULL },
		{ 60, "clock", NULL } } },
	{ "the wrong password has its CSeq", "auth-cseq status-401", NULL, NULL,
	  NULL, NULL, {
		{ 0, "A>B REGISTER 1 b=1 sip:x", NULL },
		{ .1, "B>A 401 REGISTER 1 b=1", ASK_X("n1", QOP) },
		{ .2, "A>B REGISTER 1 b=2 sip:x", GIVE_X("A", "x", "") },
		{ .3, "B>A 401 REGISTER 1 b=2", ASK_X("n2", QOP) } } },
	{ "the answer by MD5 has no qop", "auth-algorithm status-401", NULL,
	  NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK_X("n1", QOP ", algorithm=SHA-256") },
		{ .2, "> REGISTER 2", GIVE_X("A", "x", "") },
		{ .3, "< 401 REGISTER 2",
		  ASK_X("n2", QOP ", algorithm=SHA-256") } } },
	{ "in the wrong header, and without qop", "auth-wrong-header status-401",
	  NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK_X("n1", QOP) },
		{ .2, "> REGISTER 2", GIVE_X("Proxy-A", "x", "") },
		{ .3, "< 401 REGISTER 2", ASK_X("n2", QOP) } } },
	{ "in the wrong header, for a wrong realm",
	  "auth-wrong-header status-401", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK_X("n1", "") },
		{ .2, "> REGISTER 2", GIVE_X("Proxy-A", "y", "") },
		{ .3, "< 403 REGISTER 2", NULL } } },
};

#define TEST(name) static void test_##name(void **state) \
	{ (void)state; rule_cases_run(name, N(name)); }
TEST(callers)
TEST(shapes)
TEST(absent)
TEST(rest)
TEST(specific)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_callers),
		cmocka_unit_test(test_shapes),
		cmocka_unit_test(test_absent),
		cmocka_unit_test(test_rest),
		cmocka_unit_test(test_specific),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
