/* SPDX-License-Identifier: BSD-2-Clause */
/* REGISTER: cases that differ in one detail from those in test_rules_register.c,
 * the detail that decides. */
#include "rule_cases.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define ASK "WWW-Authenticate: Digest realm=\"x\", nonce=\"n1\"\n"
#define GIVE "Authorization: Digest username=\"al\", realm=\"x\", " \
	"nonce=\"n1\", uri=\"sip:x\", response=\"0\"\n"
#define SUSPECT "User-Agent: smap 0.6.0\n"
#define C "Contact: <sip:al@10.0.0.1:5060>"
#define X "Contact: <sip:al@10.0.0.8>"
#define REG(at, n, extra) { at, "> REGISTER " #n, extra }
#define GETS(at, n, code, extra) { at, "< " #code " REGISTER " #n, extra }
#define OK(at, n, s) REG(at, n, C "\n"), \
	GETS(at + .1, n, 200, C ";expires=" #s "\n")
#define NO(at, n, code) REG(at, n, C "\n"), GETS(at + .1, n, code, NULL)

static const struct rule_case refusals[] = {
	{ "403 to what may be a scanner", "scan-ua status-403", NULL, NULL,
	  NULL, NULL, { REG(0, 1, SUSPECT), GETS(.1, 1, 403, NULL) } },
	{ "404 to what may be a scanner", "scan-ua status-404", NULL, NULL,
	  NULL, NULL, { REG(0, 1, SUSPECT), GETS(.1, 1, 404, NULL) } },
	{ "405 to what may be a scanner", "scan-ua status-405", NULL, NULL,
	  NULL, NULL, { REG(0, 1, SUSPECT), GETS(.1, 1, 405, NULL) } },
	{ "501", "reg-not-registrar", "error certain", NULL, NULL, NULL, {
		REG(0, 1, NULL), GETS(.1, 1, 501, NULL) } },
	{ "403, and the credentials stand in the wrong header",
	  "auth-wrong-header status-401", NULL, NULL, NULL, NULL, {
		REG(0, 1, NULL), GETS(.1, 1, 401, ASK),
		REG(.2, 2, "Proxy-" GIVE), GETS(.3, 2, 403, NULL) } },
	{ "403, and it cannot do the algorithm",
	  "auth-algorithm status-401", NULL, NULL, NULL, NULL, {
		REG(0, 1, NULL), GETS(.1, 1, 401, "WWW-Authenticate: Digest "
			"realm=\"x\", nonce=\"n1\", algorithm=SHA-256\n"),
		REG(.2, 2, GIVE), GETS(.3, 2, 403, NULL) } },
};

#define WRONG(at, n) REG(at, n, C "\n" GIVE), GETS(at + .1, n, 401, ASK)
#define MAYBE(at, n) REG(at, n, C "\n" SUSPECT), GETS(at + .1, n, 404, NULL)
#define ONLY(at, n) REG(at, n, C "\n"), GETS(at + .1, n, 401, ASK)

static const struct rule_case storms[] = {
	{ "403", "reg-403 reg-403 reg-403 reg-403 reg-403 reg-retry-storm",
	  NULL, NULL, NULL, NULL, {
		NO(0, 1, 403), NO(10, 2, 403), NO(20, 3, 403), NO(30, 4, 403),
		NO(40, 5, 403) } },
	{ "500", "status-500 status-500 status-500 status-500 reg-retry-storm "
	  "status-500", NULL, NULL, NULL, NULL, {
		NO(0, 1, 500), NO(10, 2, 500), NO(20, 3, 500), NO(30, 4, 500),
		NO(40, 5, 500) } },
	{ "503", "status-503 status-503 status-503 status-503 reg-retry-storm "
	  "status-503", NULL, NULL, NULL, NULL, {
		NO(0, 1, 503), NO(10, 2, 503), NO(20, 3, 503), NO(30, 4, 503),
		NO(40, 5, 503) } },
	{ "a busy server", "status-486 status-486 status-486 status-486 "
	  "status-486", NULL, NULL, NULL, NULL, {
		NO(0, 1, 486), NO(10, 2, 486), NO(20, 3, 486), NO(30, 4, 486),
		NO(40, 5, 486) } },
	{ "not always the same", "reg-404 reg-404 reg-403 reg-404 reg-404 "
	  "reg-retry-storm", NULL, NULL, NULL, NULL, {
		NO(0, 1, 404), NO(10, 2, 404), NO(20, 3, 403), NO(30, 4, 404),
		NO(40, 5, 404) } },
	{ "the password is wrong each time", "auth-wrong-password "
	  "auth-wrong-password auth-wrong-password auth-wrong-password "
	  "reg-retry-storm* status-401 auth-wrong-password", NULL, NULL, NULL, NULL, {
		REG(0, 1, C "\n"), GETS(.1, 1, 401, ASK),
		WRONG(1, 2), WRONG(2, 3), WRONG(3, 4), WRONG(4, 5), WRONG(5, 6) } },
	{ "a challenge, and no password", "status-401 status-401 status-401 "
	  "status-401 status-401 status-401", NULL, NULL, NULL, NULL, {
		ONLY(0, 1), ONLY(1, 2), ONLY(2, 3), ONLY(3, 4), ONLY(4, 5),
		ONLY(5, 6) } },
	{ "what may be a scanner", "scan-ua status-404 status-404 status-404 "
	  "status-404 status-404", NULL, NULL, NULL, NULL, {
		MAYBE(0, 1), MAYBE(10, 2), MAYBE(20, 3), MAYBE(30, 4),
		MAYBE(40, 5) } },
	{ "of two accounts", "reg-404 reg-404 reg-404 reg-404 reg-404", NULL,
	  NULL, NULL, NULL, {
		NO(0, 1, 404), NO(10, 2, 404), NO(20, 3, 404), NO(30, 4, 404),
		{ 40, "A>B REGISTER 1 c=7 u=bob", C "\n" },
		{ 40.1, "B>A 404 REGISTER 1 c=7 u=bob", NULL } } },
};

#define OTHER "Contact: <sip:al@192.0.2.1:4000>;expires=600\n"
#define TWICE(sent, got, at) REG(0, 1, sent), GETS(.1, 1, 200, got), \
	REG(at, 2, sent), GETS(at + .1, 2, 200, got)

static const struct rule_case bindings[] = {
	{ "9 s later", "reg-200-no-binding", NULL, NULL, NULL, NULL, {
		TWICE(C "\n", OTHER, 9) } },
	{ "11 s later", "-", NULL, NULL, NULL, NULL, {
		TWICE(C "\n", OTHER, 11) } },
	{ "a question, twice", "-", NULL, NULL, NULL, NULL, {
		TWICE(NULL, OTHER, 1) } },
	{ "signed off, twice", "-", NULL, NULL, NULL, NULL, {
		TWICE(C "\nExpires: 0\n", OTHER, 1) } },
	{ "the answer says that it is signed off", "-", NULL, NULL, NULL, NULL, {
		TWICE(C "\n", "Expires: 0\n", 1) } },
	{ "two at once", "-", NULL, NULL, NULL, NULL, {
		TWICE(C ", <sip:al@10.0.0.9>\n", OTHER, 1) } },
	{ "another contact next", "-", NULL, NULL, NULL, NULL, {
		REG(0, 1, C "\n"), GETS(.1, 1, 200, OTHER), REG(1, 2, X "\n"),
		GETS(1.1, 2, 200, X "\n") } },
	{ "it signs off next", "-", NULL, NULL, NULL, NULL, {
		REG(0, 1, C "\n"), GETS(.1, 1, 200, OTHER),
		REG(1, 2, C "\nExpires: 0\n"), GETS(1.1, 2, 200, NULL) } },
	{ "a challenge between", "reg-200-no-binding auth-first-challenge", NULL, NULL,
	  NULL, NULL, {
		REG(0, 1, C "\n"), GETS(.1, 1, 200, OTHER),
		REG(1, 2, C "\n"), GETS(1.1, 2, 401, ASK),
		REG(1.2, 3, C "\n" GIVE), GETS(1.3, 3, 200, OTHER) } },
};

#define MIN(s) "Min-Expires: " #s "\n"
#define WANTS(at, n, s) REG(at, n, C ";expires=" #s "\n")

static const struct rule_case brief[] = {
	{ "raised", "reg-423", "info certain", NULL, NULL, NULL, {
		WANTS(0, 1, 60), GETS(.1, 1, 423, MIN(300)), WANTS(1, 2, 300),
		GETS(1.1, 2, 200, C ";expires=300\n") } },
	{ "a little less again", "reg-423", "warning certain", NULL, NULL,
	  NULL, {
		WANTS(0, 1, 60), GETS(.1, 1, 423, MIN(300)), WANTS(1, 2, 299) } },
	{ "twice less", "reg-423 reg-423", "error certain", NULL, NULL, NULL, {
		WANTS(0, 1, 60), GETS(.1, 1, 423, MIN(300)), WANTS(1, 2, 60),
		GETS(1.1, 2, 423, MIN(300)), WANTS(2, 3, 60) } },
	{ "as much as was wanted, and more is wanted", "reg-423 reg-423",
	  "warning certain", NULL, NULL, NULL, {
		WANTS(0, 1, 60), GETS(.1, 1, 423, MIN(300)), WANTS(1, 2, 300),
		GETS(1.1, 2, 423, MIN(600)), WANTS(2, 3, 300) } },
	{ "enough was asked for, minutes apart", "status-423 status-423 "
	  "status-423", NULL, NULL, NULL, NULL, {
		WANTS(0, 1, 600), GETS(.1, 1, 423, MIN(300)),
		WANTS(100, 2, 600), GETS(100.1, 2, 423, MIN(300)),
		WANTS(200, 3, 600), GETS(200.1, 3, 423, MIN(300)),
		{ 300, "clock", NULL } } },
	{ "too little, minutes apart", "status-423 reg-423 reg-423", NULL, NULL,
	  NULL, NULL, {
		WANTS(0, 1, 60), GETS(.1, 1, 423, MIN(300)),
		WANTS(100, 2, 60), GETS(100.1, 2, 423, MIN(300)),
		WANTS(200, 3, 60), GETS(200.1, 3, 423, MIN(300)),
		{ 300, "clock", NULL } } },
	{ "it signs off", "status-423", NULL, NULL, NULL, NULL, {
		WANTS(0, 1, 60), GETS(.1, 1, 423, MIN(300)), WANTS(1, 2, 0),
		GETS(1.1, 2, 200, NULL) } },
	{ "no REGISTER follows", "status-423", NULL, NULL, NULL, NULL, {
		WANTS(0, 1, 60), GETS(.1, 1, 423, MIN(300)),
		{ 40, "clock", NULL } } },
	{ "it is not told how much", "status-423", NULL, NULL, NULL, NULL, {
		WANTS(0, 1, 60), GETS(.1, 1, 423, NULL), WANTS(1, 2, 60) } },
	{ "another subscriber", "status-423", NULL, NULL, NULL, NULL, {
		{ 0, "> SUBSCRIBE 1", "Event: dialog\nExpires: 60\n" },
		{ .1, "< 423 SUBSCRIBE 1", MIN(300) },
		{ 1, "> SUBSCRIBE 2", "Event: dialog\nExpires: 60\n" } } },
};

static const struct rule_case late[] = {
	{ "5.9 s late", "-", NULL, NULL, NULL, NULL, {
		OK(0, 1, 200), OK(206, 2, 200) } },
	{ "6.1 s late", "reg-refresh-late", NULL, NULL, NULL, NULL, {
		OK(0, 1, 200), OK(206.2, 2, 200) } },
	{ "nothing granted", "reg-wildcard", NULL, NULL, NULL, NULL, {
		OK(0, 1, 200), REG(1, 2, "Contact: *\nExpires: 0\n"),
		GETS(1.1, 2, 200, NULL), OK(300, 3, 200) } },
	{ "the second is refused", "reg-403", NULL, NULL, NULL, NULL, {
		OK(0, 1, 200), NO(300, 2, 403) } },
	{ "the first time is counted from the first 200", "-", NULL, NULL, NULL,
	  NULL, { OK(0, 1, 200), OK(150, 2, 200), OK(300, 3, 200) } },
};

static const struct rule_case often[] = {
	{ "a challenge each time", "auth-first-challenge", NULL, NULL, NULL, NULL, {
		REG(0, 1, C "\n"), GETS(.1, 1, 401, ASK),
		REG(.2, 2, C "\n" GIVE), GETS(.3, 2, 200, C ";expires=600\n") } },
	{ "every 29 s", "reg-expires-short", NULL, NULL, NULL, NULL, {
		OK(0, 1, 600), OK(29, 2, 600), OK(58, 3, 600), OK(87, 4, 600) } },
	{ "every 31 s", "-", NULL, NULL, NULL, NULL, {
		OK(0, 1, 600), OK(31, 2, 600), OK(62, 3, 600), OK(93, 4, 600) } },
	{ "signed off", "-", NULL, NULL, NULL, NULL, {
		REG(0, 1, C "\nExpires: 0\n"), GETS(.1, 1, 200, NULL) } },
};

#define AT(user, host, port, extra) "<sip:" user "@" host ":" port extra \
	">;expires=600"
#define LISTS(list) { REG(0, 1, C "\n"), GETS(.1, 1, 200, "Contact: " list "\n") }

static const struct rule_case counts[] = {
	{ "another user at the same address", "-", NULL, NULL, NULL, NULL,
	  LISTS(AT("al", "10.0.0.1", "5060", "") ", "
		AT("bo", "10.0.0.1", "5061", "")) },
	{ "the same contact twice", "-", NULL, NULL, NULL, NULL,
	  LISTS(AT("al", "10.0.0.1", "5060", "") ", "
		AT("al", "10.0.0.1", "5060", ";ob")) },
	{ "its own contact is not listed", "-", NULL, NULL, NULL, NULL,
	  LISTS(AT("al", "10.0.0.1", "5062", "") ", "
		AT("al", "10.0.0.1", "5061", "")) },
	{ "only one of them tells its instance", "-", NULL, NULL, NULL, NULL,
	  LISTS(AT("al", "10.0.0.1", "5060", "")
		";+sip.instance=\"<urn:uuid:a>\", "
		AT("al", "10.0.0.1", "5061", "")) },
	{ "an old port of another user", "-", NULL, NULL, NULL, NULL,
	  LISTS(AT("bo", "10.0.0.1", "5060", "") ", "
		AT("bo", "10.0.0.1", "5061", "")) },
	{ "an old port of another device", "-", NULL, NULL, NULL, NULL,
	  LISTS(AT("al", "10.0.0.9", "5060", "") ", "
		AT("al", "10.0.0.9", "5061", "")) },
	{ "three", "reg-contact-count", NULL, "3 contacts, and 2 of them", NULL,
	  NULL, LISTS(AT("al", "10.0.0.1", "5060", "") ", "
		      AT("al", "10.0.0.1", "5061", "") ", "
		      AT("al", "10.0.0.1", "5062", "")) },
	{ "a question", "-", NULL, NULL, NULL, NULL, {
		REG(0, 1, NULL), GETS(.1, 1, 200,
			"Contact: " AT("al", "10.0.0.1", "5060", "") ", "
			AT("al", "10.0.0.1", "5061", "") "\n") } },
};

#define TEST(name) static void test_##name(void **state) \
	{ (void)state; rule_cases_run(name, N(name)); }
TEST(refusals)
TEST(storms)
TEST(bindings)
TEST(brief)
TEST(late)
TEST(often)
TEST(counts)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_storms),
		cmocka_unit_test(test_bindings),
		cmocka_unit_test(test_brief),
		cmocka_unit_test(test_late),
		cmocka_unit_test(test_often),
		cmocka_unit_test(test_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
