/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules about logins, registration intervals and session timers. */
#include "rule_cases.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define ASK(nonce) "WWW-Authenticate: Digest realm=\"x\", nonce=\"" nonce "\"\n"
#define STALE(nonce) "WWW-Authenticate: Digest realm=\"x\", nonce=\"" nonce \
	"\", stale=TRUE\n"
#define GIVE(nonce) "Authorization: Digest username=\"al\", realm=\"x\", " \
	"nonce=\"" nonce "\", uri=\"sip:x\", response=\"0\"\n"
#define ASK_PROXY(nonce) "Proxy-Authenticate: Digest realm=\"p\", nonce=\"" \
	nonce "\"\n"
#define GIVE_PROXY(nonce) "Proxy-Authorization: Digest username=\"al\", " \
	"realm=\"p\", nonce=\"" nonce "\", uri=\"sip:x\", response=\"0\"\n"

static const struct rule_case logins[] = {
	{ "challenged, answered, accepted", "auth-first-challenge",
	  "info certain", "realm \"x\"", NULL, "| n1 | answers this very", {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK("n1") },
		{ .2, "> REGISTER 2", GIVE("n1") },
		{ .3, "< 200 REGISTER 2", NULL } } },
	{ "a refusal of the call accepts the login", "auth-first-challenge "
	  "busy-everywhere", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		{ .1, "< 407 INVITE 1", ASK_PROXY("n1") },
		{ .2, "> INVITE 2", GIVE_PROXY("n1") },
		{ 2, "< 486 INVITE 2", NULL } } },
	{ "two realms", "auth-first-challenge auth-first-challenge", NULL, NULL,
	  NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		{ .1, "< 407 INVITE 1", ASK_PROXY("n1") },
		{ .2, "> INVITE 2", GIVE_PROXY("n1") },
		{ .3, "< 401 INVITE 2", ASK("n2") },
		{ .4, "> INVITE 3", GIVE_PROXY("n1") GIVE("n2") },
		{ 2, "< 200 INVITE 3", NULL }, { 2.1, "> ACK+ 3", NULL } } },
	{ "another nonce", "status-401", "info certain", NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK("n1") },
		{ .2, "> REGISTER 2", GIVE("n0") },
		{ .3, "< 200 REGISTER 2", NULL } } },
	{ "never answered", "status-401", "info certain", NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK("n1") } } },
	{ "stale once", "auth-stale auth-first-challenge", NULL, NULL, NULL,
	  NULL, {
		{ 0, "> REGISTER 1", GIVE("n0") },
		{ .1, "< 401 REGISTER 1", STALE("n1") },
		{ .2, "> REGISTER 2", NULL },
		{ .3, "< 401 REGISTER 2", ASK("n2") },
		{ .4, "> REGISTER 3", GIVE("n2") },
		{ .5, "< 200 REGISTER 3", NULL } } },
	{ "stale four times", "auth-stale auth-stale auth-stale auth-stale",
	  "warning certain", "4 times in a row", "Raise the lifetime",
	  "| TRUE | right password, old nonce", {
		{ 0, "> REGISTER 1", GIVE("n0") },
		{ .1, "< 401 REGISTER 1", STALE("n1") },
		{ 1, "> REGISTER 2", GIVE("n1") },
		{ 1.1, "< 401 REGISTER 2", STALE("n2") },
		{ 2, "> REGISTER 3", GIVE("n2") },
		{ 2.1, "< 401 REGISTER 3", STALE("n3") },
		{ 3, "> REGISTER 4", GIVE("n3") },
		{ 3.1, "< 401 REGISTER 4", STALE("n4") } } },
};

static const struct rule_case passwords[] = {
	{ "refused twice", "auth-wrong-password status-401 auth-wrong-password",
	  "error likely", "log in as \"al\": the password", "account \"al\"",
	  "| n1 | answers the last challenge", {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK("n1") },
		{ .2, "> REGISTER 2", GIVE("n1") },
		{ .3, "< 401 REGISTER 2", ASK("n2") },
		{ 1, "> REGISTER 3", GIVE("n2") },
		{ 1.1, "< 401 REGISTER 3", ASK("n3") } } },
	{ "refused once, then the input ends", "status-401 auth-wrong-password",
	  "error possible", "wrong", NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK("n1") },
		{ .2, "> REGISTER 2", GIVE("n1") },
		{ .3, "< 401 REGISTER 2", ASK("n2") } } },
	{ "refused once, then accepted",
	  "auth-first-challenge status-401", "info certain", NULL,
	  NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK("n1") },
		{ .2, "> REGISTER 2", GIVE("n1") },
		{ .3, "< 401 REGISTER 2", ASK("n2") },
		{ .4, "> REGISTER 3", GIVE("n1") GIVE("n2") },
		{ .5, "< 200 REGISTER 3", NULL } } },
	{ "refused once, the nonce blamed in the phrase", "status-401 status-401",
	  NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK("n1") },
		{ .2, "> REGISTER 2", GIVE("n1") },
		{ .3, "< 401 REGISTER 2 Nonce has changed", ASK("n2") } } },
	{ "an old nonce", "status-401 status-401", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK("n1") },
		{ .2, "> REGISTER 2", GIVE("n0") },
		{ .3, "< 401 REGISTER 2", ASK("n2") } } },
	{ "taken for one call, expired for the next", "auth-first-challenge "
	  "busy-everywhere auth-first-challenge busy-everywhere", NULL, NULL,
	  NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		{ .1, "< 407 INVITE 1", ASK_PROXY("n1") },
		{ .2, "> INVITE 2", GIVE_PROXY("n1") },
		{ 2, "< 486 INVITE 2", NULL },
		{ 9, "2> INVITE 1", GIVE_PROXY("n1") },
		{ 9.1, "2< 407 INVITE 1", ASK_PROXY("n2") },
		{ 9.2, "2> INVITE 2", GIVE_PROXY("n2") },
		{ 12, "2< 486 INVITE 2", NULL } } },
};

#define PLAIN(at, n) { at, "> REGISTER " n, NULL }, \
	{ at + .1, "< 401 REGISTER " n, ASK("n" n) }
#define PLAIN_OF(at, n) { at, "C>B REGISTER " n " c=2 u=alice", NULL }, \
	{ at + .1, "B>C 401 REGISTER " n " c=2 u=alice", ASK("n" n) }
#define LOGIN(at, n, m) PLAIN(at, n), \
	{ at + .2, "> REGISTER " m, GIVE("n" n) \
	  "Contact: <sip:alice@10.0.0.1>\n" }, \
	{ at + .3, "< 200 REGISTER " m, \
	  "Contact: <sip:alice@10.0.0.1>;expires=600\n" }
static const struct rule_case silent[] = {
	{ "asked again after 40 s", "status-401 auth-client-silent",
	  "error likely", "2 requests in 44 s", "realm \"x\" on 10.0.0.1:5060",
	  "| asks for credentials", {
		{ 0, "> REGISTER 1", NULL },
		{ 0, "< 401 REGISTER 1", ASK("n1") },
		{ 40, "> REGISTER 2", NULL },
		{ 40, "< 401 REGISTER 2", ASK("n2") },
		{ 44.1, "clock", NULL } } },
	{ "asked again just now", "status-401 status-401", NULL, NULL, NULL,
	  NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ 0, "< 401 REGISTER 1", ASK("n1") },
		{ 40, "> REGISTER 2", NULL },
		{ 40, "< 401 REGISTER 2", ASK("n2") },
		{ 43.9, "clock", NULL } } },
	{ "a trunk", "status-407 auth-client-silent", NULL,
	  "does not know 10.0.0.1:5060 as a trunk", "add the source address",
	  NULL, {
		{ 0, "> INVITE 1", NULL },
		{ 0, "< 407 INVITE 1", ASK_PROXY("n1") },
		{ 40, "2> INVITE 1", NULL },
		{ 40, "2< 407 INVITE 1", ASK_PROXY("n2") },
		{ 50, "clock", NULL } } },
	{ "answered the second time", "status-401 auth-first-challenge", NULL,
	  NULL, NULL, NULL, {
		PLAIN(0, "1"), PLAIN(40, "2"),
		{ 40.2, "> REGISTER 3", GIVE("n2") },
		{ 40.3, "< 200 REGISTER 3", NULL }, { 90, "clock", NULL } } },
	{ "what it gave was answered out of sight", "status-401 status-401",
	  NULL, NULL, NULL, NULL, {
		PLAIN(0, "1"), { .2, "> REGISTER 2", GIVE("n1") },
		PLAIN(40, "3"), { 90, "clock", NULL } } },
	{ "what it gives is not answered yet", "status-401 status-401",
	  NULL, NULL, NULL, NULL, {
		PLAIN(0, "1"), PLAIN(10, "2"),
		{ 24, "> REGISTER 3", GIVE("n2") }, { 90, "clock", NULL } } },
	{ "what it gave was not captured", "status-401 status-401", NULL, NULL,
	  NULL, NULL, {
		PLAIN(0, "1"), { .2, "< 200 REGISTER 2", NULL },
		PLAIN(40, "3"), { 90, "clock", NULL } } },
	{ "a ping was let in, not captured", "status-401 auth-client-silent",
	  NULL, NULL, NULL, NULL, {
		{ 0, "> MESSAGE 1", NULL },
		{ .1, "< 401 MESSAGE 1", ASK("n1") },
		{ .2, "< 200 OPTIONS 2", NULL },
		{ 40, "> MESSAGE 3", NULL },
		{ 40.1, "< 401 MESSAGE 3", ASK("n3") }, { 50, "clock", NULL } } },
	{ "let in before, then silent three times", "auth-first-challenge "
	  "status-401 status-401 status-401", NULL, NULL, NULL, NULL, {
		LOGIN(0, "1", "2"), PLAIN(200, "3"), PLAIN(400, "4"),
		PLAIN(600, "5"), { 690, "clock", NULL } } },
	{ "four times", "auth-first-challenge status-401 status-401 status-401 "
	  "auth-client-silent", "error likely",
	  "10.0.0.1:5060 no longer answers the challenge of 10.0.0.2:5060: 4 "
	  "requests in 604 s", "realm \"x\" on 10.0.0.1:5060", NULL, {
		LOGIN(0, "1", "2"), PLAIN(200, "3"), PLAIN(400, "4"),
		PLAIN(600, "5"), PLAIN(800, "6"), { 804.2, "clock", NULL } } },
	{ "another was let in before", "auth-first-challenge status-401 "
	  "auth-client-silent", NULL, "never answers", NULL, NULL, {
		LOGIN(0, "1", "2"), PLAIN_OF(200, "3"), PLAIN_OF(400, "4"),
		{ 410, "clock", NULL } } },
	{ "a call was let in just before", "auth-first-challenge status-407 "
	  "status-407", NULL, NULL, NULL, NULL, {
		{ 0, "> MESSAGE 1", NULL },
		{ .1, "< 407 MESSAGE 1", ASK_PROXY("n1") },
		{ .2, "> MESSAGE 2", GIVE_PROXY("n1") },
		{ .3, "< 200 MESSAGE 2", NULL },
		{ 20, "> MESSAGE 3", NULL },
		{ 20.1, "< 407 MESSAGE 3", ASK_PROXY("n2") },
		{ 60, "> MESSAGE 4", NULL },
		{ 60.1, "< 407 MESSAGE 4", ASK_PROXY("n3") },
		{ 70, "clock", NULL } } },
	{ "too soon to tell", "status-401 status-401", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK("n1") },
		{ 20, "> REGISTER 2", NULL },
		{ 20.1, "< 401 REGISTER 2", ASK("n2") } } },
	{ "pings", "status-401 status-401", NULL, NULL, NULL, NULL, {
		{ 0, "> OPTIONS 1", NULL },
		{ .1, "< 401 OPTIONS 1", ASK("n1") },
		{ 60, "2> OPTIONS 1", NULL },
		{ 60.1, "2< 401 OPTIONS 1", ASK("n2") } } },
	{ "a ping, then a login", "status-401 auth-first-challenge "
	  "busy-everywhere", NULL, NULL, NULL, NULL, {
		{ 0, "> OPTIONS 1", NULL },
		{ .1, "< 401 OPTIONS 1", ASK("n1") },
		{ 60, "2> INVITE 1", NULL },
		{ 60.1, "2< 401 INVITE 1", ASK("n2") },
		{ 60.2, "2> INVITE 2", GIVE("n2") },
		{ 63, "2< 486 INVITE 2", NULL } } },
	{ "the first of each call is plain", "auth-first-challenge "
	  "busy-everywhere auth-first-challenge busy-everywhere", NULL, NULL,
	  NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		{ .1, "< 407 INVITE 1", ASK_PROXY("n1") },
		{ .2, "> INVITE 2", GIVE_PROXY("n1") },
		{ 2, "< 486 INVITE 2", NULL },
		{ 60, "2> INVITE 1", NULL },
		{ 60.1, "2< 407 INVITE 1", ASK_PROXY("n2") },
		{ 60.2, "2> INVITE 2", GIVE_PROXY("n2") },
		{ 63, "2< 486 INVITE 2", NULL } } },
};

static const struct rule_case intervals[] = {
	{ "raised", "reg-423", "info certain", "asked for 300 s",
	  "To save a round trip", "Min-Expires: 300 | 300 | the shortest", {
		{ 0, "> REGISTER 1", "Expires: 60\n" },
		{ .1, "< 423 REGISTER 1", "Min-Expires: 300\n" },
		{ .2, "> REGISTER 2", "Expires: 300\n" },
		{ .3, "< 200 REGISTER 2", NULL } } },
	{ "the same once", "reg-423", "warning certain", "asks for 60 s again",
	  NULL, "expires=60 | 60 | too short", {
		{ 0, "> REGISTER 1", "Contact: <sip:a@b>;expires=60\n" },
		{ .1, "< 423 REGISTER 1", "Min-Expires: 300\n" },
		{ .2, "> REGISTER 2", "Expires: 60\n" },
		{ .3, "< 200 REGISTER 2", NULL } } },
	{ "the same twice", "reg-423 reg-423 reg-423", "error certain", NULL,
	  NULL, NULL, {
		{ 0, "> REGISTER 1", "Expires: 60\n" },
		{ .1, "< 423 REGISTER 1", "Min-Expires: 300\n" },
		{ .2, "> REGISTER 2", "Expires: 60\n" },
		{ .3, "< 423 REGISTER 2", "Min-Expires: 300\n" },
		{ 9, "> REGISTER 3", "Expires: 60\n" },
		{ 9.1, "< 423 REGISTER 3", "Min-Expires: 300\n" } } },
	{ "slowly the same", "status-423 reg-423", "warning certain", NULL,
	  NULL, NULL, {
		{ 0, "> REGISTER 1", "Expires: 60\n" },
		{ .1, "< 423 REGISTER 1", "Min-Expires: 300\n" },
		{ 60, "> REGISTER 2", "Expires: 60\n" },
		{ 60.1, "< 423 REGISTER 2", "Min-Expires: 300\n" } } },
	{ "signing off is no retry", "status-423", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", "Expires: 60\n" },
		{ .1, "< 423 REGISTER 1", "Min-Expires: 300\n" },
		{ .2, "> REGISTER 2", "Expires: 0\n" },
		{ .3, "< 200 REGISTER 2", NULL } } },
	{ "the end", "status-423", "warning certain", NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", "Expires: 60\n" },
		{ .1, "< 423 REGISTER 1", "Min-Expires: 300\n" } } },
	{ "a subscription", "status-423", NULL, NULL, NULL, NULL, {
		{ 0, "> SUBSCRIBE 1", "Expires: 60\n" },
		{ .1, "< 423 SUBSCRIBE 1", "Min-Expires: 300\n" },
		{ .2, "> SUBSCRIBE 2", "Expires: 60\n" },
		{ .3, "< 200 SUBSCRIBE 2", NULL } } },
	{ "422 raised", "status-422", "info certain", NULL, NULL, NULL, {
		{ 0, "> INVITE 1", "Session-Expires: 90\n" },
		{ .1, "< 422 INVITE 1", "Min-SE: 600\n" },
		{ .2, "> INVITE 2", "Session-Expires: 600;refresher=uac\n" },
		{ 3, "< 200 INVITE 2", NULL }, { 3.1, "> ACK+ 2", NULL } } },
	{ "422 and nothing more", "status-422", "warning certain", NULL, NULL,
	  NULL, {
		{ 0, "> INVITE 1", "Session-Expires: 90\n" },
		{ .1, "< 422 INVITE 1", "Min-SE: 600\n" } } },
	{ "422 twice", "timer-422-loop timer-422-loop", "error certain",
	  "every 90 s; 10.0.0.2:5060 takes no less than 600 s",
	  "`Session-Expires: 600'", "Session-Expires: 90 | 90 | still too", {
		{ 0, "> INVITE 1", "Session-Expires: 90\n" },
		{ .1, "< 422 INVITE 1", "Min-SE: 600\n" },
		{ .2, "> INVITE 2", "Session-Expires: 90\n" },
		{ .3, "< 422 INVITE 2", "Min-SE: 600\n" } } },
	{ "422 of a second server that wants more", "status-422 status-422",
	  NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", "Session-Expires: 90\n" },
		{ .1, "< 422 INVITE 1", "Min-SE: 600\n" },
		{ .2, "> INVITE 2", "Session-Expires: 600\n" },
		{ .3, "< 422 INVITE 2", "Min-SE: 900\n" } } },
};

static void test_logins(void **state)
{
	(void)state;
	rule_cases_run(logins, N(logins));
}

static void test_passwords(void **state)
{
	(void)state;
	rule_cases_run(passwords, N(passwords));
}

static void test_silent(void **state)
{
	(void)state;
	rule_cases_run(silent, N(silent));
}

/* It answered before, and nobody let it in. */
static void test_silent_refused(void **state)
{
	static const struct feed_step steps[] = {
		PLAIN(0, "1"), { .2, "> REGISTER 2", GIVE("n1") },
		{ .3, "< 403 REGISTER 2", NULL }, PLAIN(30, "3"),
		PLAIN(60, "4"), PLAIN(90, "5"), PLAIN(120, "6"),
		{ 124.2, "clock", NULL }, { 0, NULL, NULL }
	};
	static struct feed f;
	const struct feed_found *x;

	(void)state;
	feed_init(&f);
	feed_steps(&f, steps);
	x = feed_last(&f, "auth-client-silent");
	assert_non_null(x);
	assert_non_null(strstr(x->title, "no longer answers"));
	assert_non_null(strstr(x->explain, "10.0.0.1:5060 sent credentials to "
			       "10.0.0.2:5060 or was let in before"));
	feed_fini(&f);
}

static void test_intervals(void **state)
{
	(void)state;
	rule_cases_run(intervals, N(intervals));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_logins),
		cmocka_unit_test(test_passwords),
		cmocka_unit_test(test_silent),
		cmocka_unit_test(test_silent_refused),
		cmocka_unit_test(test_intervals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
