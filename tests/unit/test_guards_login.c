/* SPDX-License-Identifier: BSD-2-Clause */
/* What keeps the rules about logins from a false alarm, one detail a case. */
#include "rule_cases.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define ASK_X(nonce, more) "WWW-Authenticate: Digest realm=\"x\", nonce=\"" \
	nonce "\"" more "\n"
#define ASK(nonce) ASK_X(nonce, "")
#define ASK_P(nonce) "Proxy-Authenticate: Digest realm=\"p\", nonce=\"" nonce \
	"\"\n"
#define DIGEST(realm, nonce, uri, more) "Digest username=\"al\", realm=\"" \
	realm "\", nonce=\"" nonce "\", uri=\"" uri "\", response=\"0\"" more \
	"\n"
#define GIVE_X(nonce, more) "Authorization: " DIGEST("x", nonce, "sip:x", more)
#define GIVE(nonce) GIVE_X(nonce, "")
#define GIVE_P(nonce) "Proxy-Authorization: " \
	DIGEST("p", nonce, "sip:bob@x", "")
#define ASK_Y(nonce) "WWW-Authenticate: Digest realm=\"y\", nonce=\"" \
	nonce "\"\n"
#define GIVE_I(nonce) "Authorization: " DIGEST("x", nonce, "sip:bob@x", "")
#define GIVE_Y(nonce) "Authorization: " DIGEST("y", nonce, "sip:bob@x", "")
#define SHA ", algorithm=SHA-256"
#define QOP ", qop=\"auth\""
#define FULL(nc) ", qop=auth, cnonce=\"c\", nc=" nc

/* auth-wrong-password */
static const struct rule_case passwords[] = {
	{ "the plain request is challenged late once more",
	  "auth-first-challenge", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .6, "> REGISTER 1", NULL },
		{ .7, "< 401 REGISTER 1", ASK("n1") },
		{ .8, "> REGISTER 2", GIVE("n1") },
		{ .9, "< 401 REGISTER 1", ASK("n1") },
		{ 1, "< 200 REGISTER 2", NULL } } },
	{ "copies of one refusal are one", "status-401 auth-wrong-password",
	  "error possible", NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK("n1") },
		{ .2, "> REGISTER 2", GIVE("n1") },
		{ .7, "> REGISTER 2", GIVE("n1") },
		{ .8, "< 401 REGISTER 2", ASK("n2") },
		{ .9, "< 401 REGISTER 2", ASK("n2") } } },
	{ "two servers with nonces of their own", "status-401 status-401",
	  NULL, NULL, NULL, NULL, {
		{ 0, "A>B REGISTER 1 sip:x", NULL },
		{ .1, "B>A 401 REGISTER 1", ASK("n1") },
		{ .2, "A>C REGISTER 2 sip:x", GIVE("n1") },
		{ .3, "C>A 401 REGISTER 2", ASK("n2") } } },
	{ "the same server", "status-401 auth-wrong-password", NULL, NULL, NULL,
	  NULL, {
		{ 0, "A>B REGISTER 1 sip:x", NULL },
		{ .1, "B>A 401 REGISTER 1", ASK("n1") },
		{ .2, "A>B REGISTER 2 sip:x", GIVE("n1") },
		{ .3, "B>A 401 REGISTER 2", ASK("n2") } } },
	{ "two realms on one way, both by 401", "auth-first-challenge "
	  "auth-first-challenge", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		{ .1, "< 401 INVITE 1", ASK("n1") },
		{ .2, "> INVITE 2", GIVE_I("n1") },
		{ .3, "< 401 INVITE 2", ASK_Y("n2") },
		{ .4, "> INVITE 3", GIVE_I("n1") GIVE_Y("n2") },
		{ 2, "< 200 INVITE 3", NULL }, { 2.1, "> ACK+ 3", NULL } } },
	{ "one of two realms again", "status-401 auth-wrong-password",
	  "error possible", "log in as \"al\"", NULL, "realm=\"x\", "
	  "nonce=\"n3\" | Digest | challenges again", {
		{ 0, "> INVITE 1", NULL },
		{ .1, "< 401 INVITE 1", ASK("n1") },
		{ .2, "> INVITE 2", GIVE_I("n1") },
		{ .3, "< 401 INVITE 2", ASK_Y("n2") ASK("n3") } } },
	{ "the second of two credentials", "status-401 auth-wrong-password",
	  "error possible", NULL, NULL, "| n1 | answers the last", {
		{ 0, "> INVITE 1", NULL },
		{ .1, "< 401 INVITE 1", ASK("n1") ASK_Y("n2") },
		{ .2, "> INVITE 2", GIVE_Y("n2") GIVE_I("n1") },
		{ .3, "< 401 INVITE 2", ASK("n3") } } },
	{ "stale, not wrong", "auth-stale status-401", NULL, NULL,
	  NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK("n1") },
		{ .2, "> REGISTER 2", GIVE("n1") },
		{ .3, "< 401 REGISTER 2", ASK_X("n2", ", stale=true") },
		{ .4, "> REGISTER 3", GIVE("n2") },
		{ .5, "< 200 REGISTER 3", NULL } } },
};

/* auth-client-silent */
static const struct rule_case silent[] = {
	{ "copies of one request are one", "status-401", NULL, NULL, NULL, NULL,
	  { { 0, "> REGISTER 1", NULL },
	    { .1, "< 401 REGISTER 1", ASK("n1") },
	    { .5, "> REGISTER 1", NULL }, { .6, "< 401 REGISTER 1", ASK("n1") },
	    { 20, "> REGISTER 1", NULL }, { 20.1, "< 401 REGISTER 1", ASK("n1") },
	    { 31, "> REGISTER 1", NULL }, { 31.1, "< 401 REGISTER 1", ASK("n1") },
	    { 40, "clock", NULL } } },
	{ "a ping comes when the time is over", "auth-client-silent "
	  "auth-client-silent status-401", NULL, NULL, NULL, NULL, {
		{ 0, "> MESSAGE 1", NULL },
		{ .1, "< 401 MESSAGE 1", ASK("n1") },
		{ 10, "> MESSAGE 2", NULL },
		{ 10.1, "< 401 MESSAGE 2", ASK("n2") },
		{ 32.1, "2> OPTIONS 1", NULL },
		{ 32.1, "2< 401 OPTIONS 1", ASK("n3") } } },
	{ "a message comes then", "auth-client-silent auth-client-silent "
	  "auth-client-silent",
	  NULL, NULL, NULL, NULL, {
		{ 0, "> MESSAGE 1", NULL },
		{ .1, "< 401 MESSAGE 1", ASK("n1") },
		{ 10, "> MESSAGE 2", NULL },
		{ 10.1, "< 401 MESSAGE 2", ASK("n2") },
		{ 32.1, "2> MESSAGE 1", NULL },
		{ 32.1, "2< 401 MESSAGE 1", ASK("n3") } } },
	{ "credentials for the realm, once", "status-401 status-401 status-401",
	  NULL, NULL, NULL, NULL, {
		{ 0, "> MESSAGE 1", NULL },
		{ .1, "< 401 MESSAGE 1", ASK("n1") },
		{ 20, "> MESSAGE 2", GIVE("n0") },
		{ 20.1, "< 401 MESSAGE 2", ASK("n2") },
		{ 40, "> MESSAGE 3", NULL },
		{ 40.1, "< 401 MESSAGE 3", ASK("n3") } } },
	{ "a phone that registers is no trunk", "auth-first-challenge "
	  "status-407 auth-client-silent", "error likely", NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK("n1") },
		{ .2, "> REGISTER 2", GIVE("n1") },
		{ .3, "< 200 REGISTER 2", NULL },
		{ 1, "2> INVITE 1", NULL },
		{ 1, "2< 407 INVITE 1", ASK_P("n1") },
		{ 41, "3> INVITE 1", NULL },
		{ 41, "3< 407 INVITE 1", ASK_P("n2") },
		{ 50, "clock", NULL } } },
};

/* auth-realm-mismatch */
static const struct rule_case realms[] = {
	{ "no realm is named", "status-401 status-401", NULL, NULL, NULL, NULL,
	  { { 0, "> REGISTER 1", NULL },
	    { .1, "< 401 REGISTER 1", "WWW-Authenticate: Digest nonce=\"n1\"\n" },
	    { .2, "> REGISTER 2", "Authorization: "
	      DIGEST("y", "n9", "sip:x", "") },
	    { .3, "< 401 REGISTER 2",
	      "WWW-Authenticate: Digest nonce=\"n2\"\n" } } },
	{ "the second challenge fits", "status-401 status-401", NULL, NULL, NULL,
	  NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", "WWW-Authenticate: Digest "
		  "realm=\"y\", nonce=\"n1\"\n" ASK("n1") },
		{ .2, "> REGISTER 2", GIVE("n0") },
		{ .3, "< 401 REGISTER 2", ASK("n2") } } },
	{ "refused for another reason", "status-404 status-401", NULL, NULL,
	  NULL, NULL, {
		{ 0, "> MESSAGE 1", NULL },
		{ .1, "< 401 MESSAGE 1", ASK("n1") },
		{ .2, "> MESSAGE 2", "Authorization: "
		  DIGEST("y", "n9", "sip:bob@x", "") },
		{ .3, "< 404 MESSAGE 2", NULL } } },
	{ "only the letters differ", "auth-realm-mismatch status-401", NULL,
	  NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK("n1") },
		{ .2, "> REGISTER 2", "Authorization: "
		  DIGEST("X", "n0", "sip:x", "") },
		{ .3, "< 401 REGISTER 2", ASK("n2") } } },
};

/* auth-algorithm */
static const struct rule_case algorithms[] = {
	{ "MD5 under its other name", "status-401 auth-wrong-password", NULL,
	  NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK_X("n1", SHA)
		  ASK_X("n1", ", algorithm=MD5-sess") },
		{ .2, "> REGISTER 2", GIVE("n1") },
		{ .3, "< 401 REGISTER 2", ASK_X("n2", SHA) } } },
	{ "the nonce was too old", "auth-stale status-401", NULL, NULL, NULL,
	  NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK_X("n1", SHA) },
		{ .2, "> REGISTER 2", GIVE("n1") },
		{ .3, "< 401 REGISTER 2", ASK_X("n2", SHA ", stale=true") } } },
	{ "the server takes it", "auth-first-challenge", NULL, NULL, NULL, NULL,
	  { { 0, "> REGISTER 1", NULL },
	    { .1, "< 401 REGISTER 1", ASK_X("n1", SHA) },
	    { .2, "> REGISTER 2", GIVE("n1") },
	    { .3, "< 200 REGISTER 2", NULL } } },
	{ "the next proxy asks", "status-401 status-407", NULL, NULL,
	  NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		{ .1, "< 401 INVITE 1", ASK_X("n1", SHA) },
		{ .2, "> INVITE 2", "Authorization: "
		  DIGEST("x", "n1", "sip:bob@x", "") },
		{ .3, "< 407 INVITE 2", ASK_P("n2") } } },
	{ "silent, but not for long", "status-401 status-401", NULL, NULL, NULL,
	  NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK_X("n1", SHA) },
		{ 20, "> REGISTER 2", NULL },
		{ 20.1, "< 401 REGISTER 2", ASK_X("n2", SHA) } } },
	{ "silent pings", "status-401 status-401", NULL, NULL, NULL, NULL, {
		{ 0, "> OPTIONS 1", NULL },
		{ .1, "< 401 OPTIONS 1", ASK_X("n1", SHA) },
		{ 40, "2> OPTIONS 1", NULL },
		{ 40.1, "2< 401 OPTIONS 1", ASK_X("n2", SHA) } } },
	{ "silent, then a ping", "auth-algorithm auth-algorithm status-401", NULL, NULL,
	  NULL, NULL, {
		{ 0, "> MESSAGE 1", NULL },
		{ .1, "< 401 MESSAGE 1", ASK_X("n1", SHA) },
		{ 10, "> MESSAGE 2", NULL },
		{ 10.1, "< 401 MESSAGE 2", ASK_X("n2", SHA) },
		{ 32.1, "2> OPTIONS 1", NULL },
		{ 32.1, "2< 401 OPTIONS 1", ASK_X("n3", SHA) } } },
	{ "AKA of mobile networks, silent", "status-401 auth-client-silent",
	  NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK_X("n1", ", algorithm=AKAv1-MD5") },
		{ 40, "> REGISTER 2", NULL },
		{ 40.1, "< 401 REGISTER 2",
		  ASK_X("n2", ", algorithm=AKAv1-MD5") },
		{ 50, "clock", NULL } } },
};

/* auth-qop */
static const struct rule_case qops[] = {
	{ "the next proxy asks", "status-401 status-407", NULL, NULL,
	  NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		{ .1, "< 401 INVITE 1", ASK_X("n1", QOP) },
		{ .2, "> INVITE 2", "Authorization: "
		  DIGEST("x", "n1", "sip:bob@x", "") },
		{ .3, "< 407 INVITE 2", ASK_P("n2") } } },
	{ "an empty qop", "status-401 auth-wrong-password", NULL, NULL, NULL,
	  NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK_X("n1", ", qop=\"\"") },
		{ .2, "> REGISTER 2", GIVE("n1") },
		{ .3, "< 401 REGISTER 2", ASK("n2") } } },
	{ "nc that is no number", "auth-first-challenge status-401", NULL, NULL,
	  NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK_X("n1", QOP) },
		{ .2, "> REGISTER 2", GIVE_X("n1", FULL("00000002")) },
		{ .3, "< 200 REGISTER 2", NULL },
		{ 9, "> REGISTER 3", GIVE_X("n1", FULL("0000000x")) },
		{ 9.1, "< 401 REGISTER 3", ASK_X("n2", QOP) } } },
	{ "the nonce was used with another server",
	  "auth-first-challenge status-401 auth-wrong-password", NULL, NULL, NULL, NULL, {
		{ 0, "A>B REGISTER 1 sip:x", NULL },
		{ .1, "B>A 401 REGISTER 1", ASK_X("n1", QOP) },
		{ .2, "A>B REGISTER 2 sip:x", GIVE_X("n1", FULL("00000001")) },
		{ .3, "B>A 200 REGISTER 2", NULL },
		{ 1, "A>C REGISTER 3 sip:x", NULL },
		{ 1.1, "C>A 401 REGISTER 3", ASK_X("n1", QOP) },
		{ 1.2, "A>C REGISTER 4 sip:x", GIVE_X("n1", FULL("00000001")) },
		{ 1.3, "C>A 401 REGISTER 4", ASK_X("n2", QOP) } } },
};

/* auth-wrong-header */
static const struct rule_case headers[] = {
	{ "407 answered in both", "auth-then-403 status-407", NULL, NULL,
	  NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		{ .1, "< 407 INVITE 1", ASK_P("n1") },
		{ .2, "> INVITE 2", "Authorization: "
		  DIGEST("p", "n1", "sip:bob@x", "") GIVE_P("n1") },
		{ .3, "< 403 INVITE 2", NULL } } },
	{ "401 with a Proxy-Authenticate", "status-401 status-401", NULL, NULL,
	  NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		{ .1, "< 401 INVITE 1", ASK_P("n1") },
		{ .2, "> INVITE 2", GIVE_P("n1") },
		{ .3, "< 401 INVITE 2", ASK_P("n2") } } },
	{ "the next realm asks", "status-407 status-401", NULL, NULL,
	  NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		{ .1, "< 407 INVITE 1", ASK_P("n1") },
		{ .2, "> INVITE 2", "Authorization: "
		  DIGEST("p", "n1", "sip:bob@x", "") },
		{ .3, "< 401 INVITE 2", ASK("n2") } } },
};

/* auth-then-403 */
static const struct rule_case refusals[] = {
	{ "credentials for another nonce", "status-403 status-407", NULL, NULL,
	  NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		{ .1, "< 407 INVITE 1", ASK_P("n1") },
		{ .2, "> INVITE 2", GIVE_P("n0") },
		{ .3, "< 403 INVITE 2", NULL } } },
};

/* auth-cseq */
static const struct rule_case numbers[] = {
	{ "absorbed, but answered at last", "auth-first-challenge", NULL, NULL,
	  NULL, NULL, {
		{ 0, "A>B REGISTER 1 b=1 sip:x", NULL },
		{ .1, "B>A 401 REGISTER 1 b=1", ASK("n1") },
		{ .2, "A>B REGISTER 1 b=2 sip:x", GIVE("n1") },
		{ .7, "A>B REGISTER 1 b=2 sip:x", GIVE("n1") },
		{ 1.7, "A>B REGISTER 1 b=2 sip:x", GIVE("n1") },
		{ 3.7, "A>B REGISTER 1 b=2 sip:x", GIVE("n1") },
		{ 3.8, "B>A 200 REGISTER 1 b=2", NULL } } },
	{ "taken for an error", "auth-cseq status-401", NULL, NULL, NULL, NULL,
	  { { 0, "A>B REGISTER 1 b=1 sip:x", NULL },
	    { .1, "B>A 401 REGISTER 1 b=1", ASK("n1") },
	    { .2, "A>B REGISTER 1 b=2 sip:x", GIVE("n1") },
	    { .3, "B>A 500 REGISTER 1 b=2", NULL } } },
	{ "another nonce", "status-401 status-401", NULL, NULL, NULL, NULL, {
		{ 0, "A>B REGISTER 1 b=1 sip:x", NULL },
		{ .1, "B>A 401 REGISTER 1 b=1", ASK("n1") },
		{ .2, "A>B REGISTER 1 b=2 sip:x", GIVE("n0") },
		{ .3, "B>A 401 REGISTER 1 b=2", ASK("n2") } } },
	{ "the same credentials before", "status-401 auth-wrong-password",
	  NULL, NULL, NULL, NULL, {
		{ 0, "A>B REGISTER 1 b=1 sip:x", GIVE("n1") },
		{ .1, "B>A 401 REGISTER 1 b=1", ASK("n1") },
		{ .2, "A>B REGISTER 1 b=2 sip:x", GIVE("n1") },
		{ .3, "B>A 401 REGISTER 1 b=2", ASK("n2") } } },
};

#define TEST(name) static void test_##name(void **state) \
	{ (void)state; rule_cases_run(name, N(name)); }
TEST(passwords)
TEST(silent)
TEST(realms)
TEST(algorithms)
TEST(qops)
TEST(headers)
TEST(refusals)
TEST(numbers)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_passwords),
		cmocka_unit_test(test_silent),
		cmocka_unit_test(test_realms),
		cmocka_unit_test(test_algorithms),
		cmocka_unit_test(test_qops),
		cmocka_unit_test(test_headers),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
