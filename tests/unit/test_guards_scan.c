/* SPDX-License-Identifier: BSD-2-Clause */
/* What keeps rules from taking phones and proxies for those who try out servers,
 * and rules about registrations from a false alarm. */
#include "sdp_cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define NOTHING NULL, NULL, NULL, NULL

/* scan-ua: a kit that phones are made with, too; a tool in the own network */
#define KIT TYPE "v=0\no=- 1 1 IN IP4 203.0.113.1\ns=portsip.com\n" \
	"c=IN IP4 203.0.113.1\nt=0 0\n" PCMA
#define REFUSED { 9, "1>B INVITE 1 c=9", KIT }, \
	{ 9.1, "B>1 403 INVITE 1 c=9", NULL }
#define ME "Contact: <sip:alice@203.0.113.1>\nExpires: 60\n"

static void test_kits(void **state)
{
	(void)state;
	assert_int_equal(FOUND("scan-ua", REFUSED), 1);
	assert_int_equal(FOUND("scan-ua", { 0, "1>B REGISTER 1 c=8", ME },
			       { .1, "B>1 200 REGISTER 1 c=8", ME }, REFUSED), 0);
	assert_int_equal(FOUND("scan-ua", { 0, "1>B INVITE 1 c=8", NULL },
			       { .1, "B>1 200 INVITE 1 c=8", NULL }, REFUSED), 0);
}

#define TOOL "User-Agent: SIPp\n"
static const struct rule_case tools[] = {
	{ "a test tool from outside", "scan-ua", "warning possible", NULL, NULL,
	  NULL, {
		{ 0, "1>B OPTIONS 1", TOOL }, { .1, "B>1 200 OPTIONS 1", NULL } } },
	{ "a test tool from inside", "scan-ua", "info possible", NULL, NULL,
	  NULL, {
		{ 0, "A>1 OPTIONS 1", TOOL }, { .1, "1>A 200 OPTIONS 1", NULL } } },
	{ "a test tool is refused", "scan-ua reg-403", NOTHING, {
		{ 0, "A>1 REGISTER 1", TOOL "Contact: <sip:a@10.0.0.1>\n" },
		{ .1, "1>A 403 REGISTER 1", NULL } } },
};

/* reg-200-no-binding: user, host and port, with 5060 for none */
#define AT "Contact: <sip:al@10.0.0.1:5060>\nExpires: 600\n"

static unsigned unlisted(const char *text)
{
	return FOUND("reg-200-no-binding",
		{ 0, "A>B REGISTER 1", AT }, { .1, "B>A 200 REGISTER 1", text },
		{ 1, "A>B REGISTER 2", AT }, { 1.1, "B>A 200 REGISTER 2", text });
}

static void test_lists(void **state)
{
	(void)state;
	assert_int_equal(unlisted("Contact: <sip:al@10.0.0.1>\n"), 0);
	assert_int_equal(unlisted("Contact: <sip:al@10.0.0.1:5060>\n"), 0);
	assert_int_equal(unlisted("Contact: <sip:al@10.0.0.1:5062>\n"), 1);
	assert_int_equal(unlisted("Contact: <sip:bo@10.0.0.1:5060>\n"), 1);
	assert_int_equal(unlisted("Contact: <sip:al@10.0.0.3:5060>\n"), 1);
}

/* reg-expires-short: disordered times are those of reg-flapping. */
#define REG(at, n, port, time) { at, "A>B REGISTER " n, \
	  "Contact: <sip:al@10.0.0.1:" port ">;expires=" time "\n" }, \
	{ at + .1, "B>A 200 REGISTER " n, \
	  "Contact: <sip:al@10.0.0.1:" port ">;expires=" time "\n" }

static void test_flaps(void **state)
{
	(void)state;
	assert_int_equal(FOUND("reg-expires-short",
		REG(0, "1", "5060", "50"), REG(5, "2", "5061", "50"),
		REG(7, "3", "5062", "50"), REG(17, "4", "5063", "50")), 4);
	assert_int_equal(FOUND("reg-expires-short",
		REG(0, "1", "5060", "50"), REG(5, "2", "5061", "50"),
		REG(7, "3", "5062", "50"), REG(17, "4", "5063", "50"),
		REG(19, "5", "5064", "50")), 4);
}

/* scan-register-flood, scan-invite-prefix: a proxy sends what others try */
#define TRY "Via: SIP/2.0/UDP 203.0.113.7;branch=z9hG4bK%u\n%s" \
	"From: <sip:%u@x>;tag=1\nTo: <sip:%u@x>%s\nCall-ID: c%u\n" \
	"CSeq: 1 %s\nMax-Forwards: 70\nContact: <sip:a@203.0.113.7>\n"
#define BEHIND "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa\n"

static unsigned tries(const char *method, bool by_proxy, const char *name)
{
	static const char *const heads[] = { "0", "00", "000", "9", "900", "810",
					     "+", "011", "9011", "99", "990",
					     "8" };
	const char *via = by_proxy ? BEHIND : "";
	bool reg = !strcmp(method, "REGISTER");
	struct feed f;
	unsigned n;

	feed_init(&f);
	for (unsigned i = 0; i < (reg ? 25 : N(heads)); i++) {
		feed_fmt(&f, i, "203.0.113.7:5060", "10.0.0.2:5060",
			 "%s sip:%s441904911005@x SIP/2.0\n" TRY, method,
			 reg ? "" : heads[i], i, via, i, i, "", i, method);
		feed_fmt(&f, i + .1, "10.0.0.2:5060", "203.0.113.7:5060",
			 "SIP/2.0 403 No\n" TRY, i, via, i, i, ";tag=2", i,
			 method);
	}
	feed_end(&f);
	n = feed_count(&f, name);
	feed_fini(&f);
	return n;
}

static void test_tries(void **state)
{
	(void)state;
	assert_true(tries("REGISTER", false, "scan-register-flood"));
	assert_false(tries("REGISTER", true, "scan-register-flood"));
	assert_true(tries("INVITE", false, "scan-invite-prefix"));
	assert_false(tries("INVITE", true, "scan-invite-prefix"));
}

#define RUN(table) static void test_##table(void **state) \
	{ (void)state; rule_cases_run(table, N(table)); }
RUN(tools)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kits),
		cmocka_unit_test(test_tools),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_flaps),
		cmocka_unit_test(test_tries),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
