/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules about REGISTER: refusals, and what the 200 lists. */
#include "rule_cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define ASK "WWW-Authenticate: Digest realm=\"x\", nonce=\"n1\"\n"
#define GIVE "Authorization: Digest username=\"al\", realm=\"x\", " \
	"nonce=\"n1\", uri=\"sip:x\", response=\"0\"\n"
#define SCANNER "User-Agent: friendly-scanner\n"
#define C "Contact: <sip:al@10.0.0.1:5060>"

static const struct rule_case refusals[] = {
	{ "403 before a password", "reg-403", "error likely",
	  "without asking for a password", "allow REGISTER from 10.0.0.1:5060",
	  "| REGISTER sip:x SIP/2.0 | came from here", {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 403 REGISTER 1", NULL } } },
	{ "403 after a password", "reg-403* status-401", "error likely",
	  "in spite of the credentials of \"al\"", "enable the account \"al\"",
	  "| al | these credentials", {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK },
		{ .2, "> REGISTER 2", GIVE },
		{ .3, "< 403 REGISTER 2", NULL } } },
	{ "403 to a scanner", "scan-ua", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", SCANNER },
		{ .1, "< 403 REGISTER 1", NULL } } },
	{ "403 to something else", "sub-refused", NULL, NULL, NULL, NULL, {
		{ 0, "> SUBSCRIBE 1", NULL },
		{ .1, "< 403 SUBSCRIBE 1", NULL } } },
	{ "403 to another realm", "auth-realm-mismatch status-401", NULL, NULL,
	  NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK },
		{ .2, "> REGISTER 2", "Authorization: Digest username=\"al\", "
		  "realm=\"y\", nonce=\"n1\", uri=\"sip:x\", response=\"0\"\n" },
		{ .3, "< 403 REGISTER 2", NULL } } },
	{ "404", "reg-404", "error likely", "does not know sip:alice@x",
	  "create the account \"alice\"", "| sip:alice@x | unknown here", {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 404 REGISTER 1", NULL } } },
	{ "404 to a scanner", "scan-ua", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", SCANNER },
		{ .1, "< 404 REGISTER 1", NULL } } },
	{ "405", "reg-not-registrar", "error certain",
	  "10.0.0.2:5060 is no registrar: it answers REGISTER with 405",
	  "switch registration off", "405 Method Not Allowed | not handled", {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 405 REGISTER 1", "Allow: INVITE, ACK\n" } } },
	{ "501 to a scanner", "scan-ua", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", SCANNER },
		{ .1, "< 501 REGISTER 1", NULL } } },
	{ "405 to something else", "status-405", NULL, NULL, NULL, NULL, {
		{ 0, "> MESSAGE 1", NULL },
		{ .1, "< 405 MESSAGE 1", NULL } } },
};

static const struct rule_case wildcards[] = {
	{ "signed off everywhere", "reg-wildcard", "info certain",
	  "signs alice off everywhere", NULL, "Contact: * | * | all contacts", {
		{ 0, "> REGISTER 1", "Contact: *\nExpires: 0\n" },
		{ .1, "< 200 REGISTER 1", NULL } } },
	{ "with another Expires", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", "Contact: *\nExpires: 60\n" },
		{ .1, "< 200 REGISTER 1", NULL } } },
	{ "refused", "status-400", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", "Contact: *\nExpires: 0\n" },
		{ .1, "< 400 REGISTER 1", NULL } } },
	{ "one contact only", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", C "\nExpires: 0\n" },
		{ .1, "< 200 REGISTER 1", NULL } } },
};

#define AT(port) "<sip:al@10.0.0.1:" port ">;expires=600"
#define ID(id) ";+sip.instance=\"<urn:uuid:" id ">\""

static const struct rule_case counts[] = {
	{ "an old port", "reg-contact-count", "info likely",
	  "2 contacts, and one of them is an old port of the same device: "
	  "sip:al@10.0.0.1:5061", "Delete sip:al@10.0.0.1:5061",
	  "| sip:al@10.0.0.1:5061 | the same device", {
		{ 0, "> REGISTER 1", C "\n" },
		{ .1, "< 200 REGISTER 1",
		  "Contact: " AT("5060") ", " AT("5061") "\n" } } },
	{ "the same instance, two lines", "reg-contact-count", NULL, NULL, NULL,
	  NULL, {
		{ 0, "> REGISTER 1", C "\n" },
		{ .1, "< 200 REGISTER 1", "Contact: " AT("5060") ID("a")
		  "\nContact: " AT("5061") ID("a") "\n" } } },
	{ "two instances", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", C "\n" },
		{ .1, "< 200 REGISTER 1", "Contact: " AT("5060") ID("a") ", "
		  AT("5061") ID("b") "\n" } } },
	{ "two flows", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", C "\n" },
		{ .1, "< 200 REGISTER 1", "Contact: " AT("5060") ID("a")
		  ";reg-id=1, " AT("5061") ID("a") ";reg-id=2\n" } } },
	{ "two transports", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", C "\n" },
		{ .1, "< 200 REGISTER 1", "Contact: " AT("5060")
		  ", <sip:al@10.0.0.1:5061;transport=tcp>\n" } } },
	{ "two hosts", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", C "\n" },
		{ .1, "< 200 REGISTER 1", "Contact: " AT("5060")
		  ", <sip:al@10.0.0.7:5061>\n" } } },
	{ "a public address may be that of many", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", "Contact: <sip:al@8.8.8.8:5060>\n" },
		{ .1, "< 200 REGISTER 1", "Contact: <sip:al@8.8.8.8:5060>, "
		  "<sip:al@8.8.8.8:5061>\n" } } },
};

#define OTHER "Contact: <sip:al@192.0.2.1:4000>;expires=600\n"

static const struct rule_case bindings[] = {
	{ "asked again at once", "reg-200-no-binding",
	  "warning possible", "lists sip:al@192.0.2.1:4000, not the Contact "
	  "sip:al@10.0.0.1:5060", "SIP helper (ALG)",
	  "| sip:al@10.0.0.1:5060 | sent", {
		{ 0, "> REGISTER 1", C "\n" },
		{ .1, "< 200 REGISTER 1", OTHER },
		{ 1, "> REGISTER 2", C "\n" },
		{ 1.1, "< 200 REGISTER 2", OTHER } } },
	{ "again and again", "reg-200-no-binding reg-200-no-binding", "warning possible", "(2 times)", NULL, NULL, {
		{ 0, "> REGISTER 1", C "\n" },
		{ .1, "< 200 REGISTER 1", OTHER },
		{ 1, "> REGISTER 2", C "\n" },
		{ 1.1, "< 200 REGISTER 2", OTHER },
		{ 2, "> REGISTER 3", C "\n" },
		{ 2.1, "< 200 REGISTER 3", OTHER } } },
	{ "content with it", "-", NULL, NULL, NULL,
	  NULL, {
		{ 0, "> REGISTER 1", C "\n" },
		{ .1, "< 200 REGISTER 1", OTHER } } },
	{ "a refresh in time", "-",
	  NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", C "\n" },
		{ .1, "< 200 REGISTER 1", OTHER },
		{ 30, "> REGISTER 2", C "\n" },
		{ 30.1, "< 200 REGISTER 2", OTHER } } },
	{ "listed", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", C "\n" },
		{ .1, "< 200 REGISTER 1", OTHER C ";expires=60\n" },
		{ 1, "> REGISTER 2", C "\n" },
		{ 1.1, "< 200 REGISTER 2", OTHER C ";expires=60\n" } } },
	{ "the same device", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", C ID("a") "\n" },
		{ .1, "< 200 REGISTER 1",
		  "Contact: <sip:al@192.0.2.1:4000>" ID("a") "\n" } } },
	{ "a question", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 200 REGISTER 1", OTHER } } },
	{ "signing off", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", C "\nExpires: 0\n" },
		{ .1, "< 200 REGISTER 1", NULL } } },
};

#define E(s) C ";expires=" #s "\n"
#define OK(at, n, s) { at, "> REGISTER " #n, C "\n" }, \
	{ at + .1, "< 200 REGISTER " #n, E(s) }

static const struct rule_case late[] = {
	{ "after it ran out", "reg-refresh-late", "warning likely",
	  "not registered for 100 s: the next REGISTER came after 300 s, granted "
	  "were 200 s", "every 100 s here", "REGISTER sip:x SIP/2.0 |  | came too late", {
		OK(0, 1, 200), OK(300.2, 2, 200) } },
	{ "granted is what both 200 say", "reg-refresh-late", NULL, NULL, NULL,
	  "Contact: <sip:al@10.0.0.1:5060>;expires=200 | 200 | granted for", {
		OK(0, 1, 200), OK(300.2, 2, 200) } },
	{ "the new 200 grants another time", "reg-refresh-late", NULL, NULL, NULL,
	  "Contact: <sip:al@10.0.0.1:5060>;expires=90 |  |", {
		OK(0, 1, 200), OK(300.2, 2, 90) } },
	{ "in time", "-", NULL, NULL, NULL, NULL, {
		OK(0, 1, 200), OK(190, 2, 200) } },
	{ "5 s late", "-", NULL, NULL, NULL, NULL, {
		OK(0, 1, 200), OK(204, 2, 200) } },
	{ "it had signed off", "-", NULL, NULL, NULL, NULL, {
		OK(0, 1, 200), { 100, "> REGISTER 2", C "\nExpires: 0\n" },
		{ 100.1, "< 200 REGISTER 2", NULL }, OK(900, 3, 200) } },
	{ "another device", "-", NULL, NULL, NULL, NULL, {
		OK(0, 1, 200),
		{ 300, "2> REGISTER 2", "Contact: <sip:al@10.0.0.9>\n" },
		{ 300.1, "2< 200 REGISTER 2", "Contact: <sip:al@10.0.0.9>\n" } } },
};

#define NO(at, n, code, more) { at, "> REGISTER " #n, C "\n" }, \
	{ at + .1, "< " #code " REGISTER " #n, more }

static const struct rule_case storms[] = {
	{ "five in 40 s", "reg-404 reg-404 reg-404 reg-404 reg-404 "
	  "reg-retry-storm", "warning certain", "5 REGISTERs for alice in 40 s, each refused with 404",
	  "to 30 s, and longer", "404 Not Found | refused again", {
		NO(0, 1, 404, NULL), NO(10, 2, 404, NULL), NO(20, 3, 404, NULL),
		NO(30, 4, 404, NULL), NO(40, 5, 404, NULL) } },
	{ "five at once", "reg-404 reg-404 reg-404 reg-404 reg-404 "
	  "reg-retry-storm", NULL, "for alice in 1 s, each", NULL, NULL, {
		NO(0, 1, 404, NULL), NO(.2, 2, 404, NULL),
		NO(.4, 3, 404, NULL), NO(.6, 4, 404, NULL),
		NO(.8, 5, 404, NULL) } },
	{ "four", "reg-404 reg-404 reg-404 reg-404", NULL, NULL, NULL, NULL, {
		NO(0, 1, 404, NULL), NO(10, 2, 404, NULL), NO(20, 3, 404, NULL),
		NO(30, 4, 404, NULL) } },
	{ "slowly", "reg-404 reg-404 reg-404 reg-404 reg-404", NULL, NULL,
	  NULL, NULL, {
		NO(0, 1, 404, NULL), NO(20, 2, 404, NULL), NO(40, 3, 404, NULL),
		NO(59, 4, 404, NULL), NO(70, 5, 404, NULL) } },
	{ "told when to come back", "status-503 status-503 status-503 "
	  "status-503 status-503", NULL, NULL, NULL, NULL, {
		NO(0, 1, 503, "Retry-After: 5\n"),
		NO(5, 2, 503, "Retry-After: 5\n"),
		NO(10, 3, 503, "Retry-After: 5\n"),
		NO(15, 4, 503, "Retry-After: 5\n"),
		NO(20, 5, 503, "Retry-After: 5\n") } },
	{ "a success between", "reg-404 reg-404 reg-404 reg-404 reg-404", NULL,
	  NULL, NULL, NULL, {
		NO(0, 1, 404, NULL), NO(10, 2, 404, NULL), NO(20, 3, 404, NULL),
		OK(25, 4, 600), NO(30, 5, 404, NULL), NO(40, 6, 404, NULL) } },
};

#define X "Contact: <sip:al@10.0.0.8>"
#define OKX(at, n) { at, "> REGISTER " #n, X "\n" }, \
	{ at + .1, "< 200 REGISTER " #n, X ";expires=600\n" }

static const struct rule_case devices[] = {
	{ "three times", "reg-two-devices", "warning likely",
	  "push each other out: sip:al@10.0.0.1:5060 and sip:al@10.0.0.8",
	  "its own account", "| sip:al@10.0.0.8 | the other device", {
		OK(0, 1, 600), OKX(40, 2), OK(80, 3, 600), OKX(120, 4) } },
	{ "twice", "-", NULL, NULL, NULL, NULL, {
		OK(0, 1, 600), OKX(40, 2), OK(80, 3, 600) } },
	{ "both are listed", "-", NULL, NULL, NULL, NULL, {
		OK(0, 1, 600), OKX(40, 2), OK(80, 3, 600),
		{ 120, "> REGISTER 4", X "\n" },
		{ 120.1, "< 200 REGISTER 4", C ";expires=9, <sip:al@10.0.0.8>\n" },
		OK(160, 5, 600) } },
	{ "a device that moves on", "-", NULL, NULL, NULL, NULL, {
		OK(0, 1, 600), OKX(40, 2),
		{ 80, "> REGISTER 3", "Contact: <sip:al@10.0.0.9>\n" },
		{ 80.1, "< 200 REGISTER 3", "Contact: <sip:al@10.0.0.9>\n" },
		OKX(120, 4) } },
};

static const struct rule_case often[] = {
	{ "granted 50 s", "reg-expires-short", "info possible",
	  "register again within 50 s", "grant a longer time",
	  "| 50 | granted", { OK(0, 1, 50) } },
	{ "granted 60 s", "-", NULL, NULL, NULL, NULL, { OK(0, 1, 60) } },
	{ "every 20 s", "reg-expires-short", "info possible",
	  "every 19 s (granted: 600 s)", NULL, NULL, {
		OK(0, 1, 600), OK(20, 2, 600), OK(40, 3, 600), OK(60, 4, 600) } },
	{ "every 40 s", "-", NULL, NULL, NULL, NULL, {
		OK(0, 1, 600), OK(40, 2, 600), OK(80, 3, 600),
		OK(120, 4, 600) } },
};

#define P(at, n, port) \
	{ at, "> REGISTER " #n, "Contact: <sip:al@10.0.0.1:" #port ">\n" }, \
	{ at + .1, "< 200 REGISTER " #n, "Contact: <sip:al@10.0.0.1:" #port \
	  ">;expires=600\n" }

static const struct rule_case flapping[] = {
	{ "a new port each time", "reg-flapping", "warning likely",
	  "alice registered 5 times in 215 s although it was granted 600 s",
	  "SIP helper (ALG)", "| sip:al@10.0.0.1:5005 | this time from", {
		P(0, 1, 5001), P(40, 2, 5002), P(80, 3, 5003), P(95, 4, 5004),
		P(215, 5, 5005) } },
	{ "each few seconds: nobody grants a short time", "reg-flapping", NULL,
	  NULL, NULL, NULL, {
		P(0, 1, 5001), P(9, 2, 5002), P(12, 3, 5003), P(30, 4, 5004),
		P(35, 5, 5005) } },
	{ "it signs off each time", "reg-flapping", NULL, NULL, NULL, NULL, {
		P(0, 1, 5001), P(40, 2, 5001), P(80, 3, 5001),
		{ 90, "> REGISTER 4", C "\nExpires: 0\n" },
		{ 90.1, "< 200 REGISTER 4", NULL },
		P(95, 5, 5001), P(215, 6, 5001) } },
	{ "one less", "-", NULL, NULL, NULL, NULL, {
		P(0, 1, 5001), P(40, 2, 5002), P(80, 3, 5003),
		P(95, 4, 5004) } },
	{ "regular", "-", NULL, NULL, NULL, NULL, {
		P(0, 1, 5001), P(40, 2, 5002), P(80, 3, 5003), P(121, 4, 5004),
		P(161, 5, 5005) } },
	{ "from one place", "-", NULL, NULL, NULL, NULL, {
		P(0, 1, 5001), P(40, 2, 5001), P(80, 3, 5001), P(95, 4, 5001),
		P(215, 5, 5001) } },
	{ "not so early", "-", NULL, NULL, NULL, NULL, {
		P(0, 1, 5001), P(160, 2, 5002), P(320, 3, 5003),
		P(480, 4, 5004), P(800, 5, 5005) } },
};

/* alice registers at 10.0.0.2 and is called there. */
static void call(struct feed *f, double at, const char *user, const char *code,
		 bool rings)
{
	feed_fmt(f, at, "10.0.0.5:5060", "10.0.0.2:5060",
		 "INVITE sip:%s SIP/2.0\n"
		 "Via: SIP/2.0/UDP 10.0.0.5:5060;branch=z9hG4bKi\n"
		 "From: <sip:bob@x>;tag=b\nTo: <sip:alice@x>\n"
		 "Call-ID: i\nCSeq: 1 INVITE\n", user);
	for (int i = !rings; i < 2; i++)
		feed_fmt(f, at + .1 + i, "10.0.0.2:5060", "10.0.0.5:5060",
			 "SIP/2.0 %s\nVia: SIP/2.0/UDP 10.0.0.5:5060;"
			 "branch=z9hG4bKi\nFrom: <sip:bob@x>;tag=b\n"
			 "To: <sip:alice@x>;tag=a\nCall-ID: i\nCSeq: 1 INVITE\n",
			 i ? code : "180 Ringing");
}

static const struct {
	const char *label;
	struct feed_step steps[5];
	double at;
	const char *user, *code;
	bool rings;
	const char *title; /* NULL: not found */
} calls[] = {
	{ "expired", { OK(0, 1, 200) }, 300, "alice@x", "480 No", false,
	  "alice cannot be called: its registration expired 99 s before" },
	{ "the host in capitals", { OK(0, 1, 200) }, 300, "alice@X:5060",
	  "404 No", false, "expired 99 s before" },
	{ "still registered", { OK(0, 1, 200) }, 150, "alice@x", "480 No", false,
	  NULL },
	{ "a few seconds late", { OK(0, 1, 200) }, 204, "alice@x", "480 No",
	  false, NULL },
	{ "it rang", { OK(0, 1, 200) }, 300, "alice@x", "480 No", true, NULL },
	{ "busy", { OK(0, 1, 200) }, 300, "alice@x", "486 No", false, NULL },
	{ "somebody else", { OK(0, 1, 200) }, 300, "carol@x", "404 No", false,
	  NULL },
	{ "never seen", { { 0, NULL, NULL } }, 300, "alice@x", "404 No", false,
	  NULL },
	{ "signed off", { OK(0, 1, 200), { 90, "> REGISTER 2",
	  C "\nExpires: 0\n" }, { 91, "< 200 REGISTER 2", NULL } }, 100,
	  "alice@x", "480 No", false, "its phone signed off at " },
	{ "one of two signed off", { OK(0, 1, 200), { 90, "> REGISTER 2",
	  X "\nExpires: 0\n" }, { 91, "< 200 REGISTER 2", E(109) } }, 100,
	  "alice@x", "480 No", false, NULL },
	{ "refused", { NO(0, 1, 403, NULL) }, 100, "alice@x", "480 No", false,
	  "its REGISTER was refused with 403" },
	{ "refused, but still registered", { OK(0, 1, 200),
	  NO(50, 2, 500, NULL) }, 100, "alice@x", "480 No", false, NULL },
};

static void test_calls(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(calls); i++) {
		static struct feed f;
		const struct feed_found *x;

		feed_init(&f);
		for (int k = 0; k < 5 && calls[i].steps[k].what; k++)
			feed_step(&f, &calls[i].steps[k]);
		call(&f, calls[i].at, calls[i].user, calls[i].code,
		     calls[i].rings);
		x = feed_last(&f, "callee-unregistered");
		if (!x != !calls[i].title ||
		    (x && !strstr(x->title, calls[i].title)))
			fail_msg("%s: %s", calls[i].label,
				 x ? x->title : "nothing");
		feed_end(&f);
		feed_fini(&f);
	}
}

/* In the ranking the time is written as the output writes times. */
static void test_ranked_time(void **state)
{
	static const struct feed_step steps[] = {
		OK(0, 1, 200), { 90, "> REGISTER 2", C "\nExpires: 0\n" },
		{ 91, "< 200 REGISTER 2", NULL },
	};

	(void)state;
	for (int by_clock = 0; by_clock < 2; by_clock++) {
		static struct feed f;
		const struct ranking_group *g;
		size_t n;

		feed_init(&f);
		f.ranking.by_clock = by_clock;
		f.ranking.clock.style = CLOCK_UTC;
		for (size_t k = 0; k < N(steps); k++)
			feed_step(&f, &steps[k]);
		call(&f, 100, "alice@x", "480 No", false);
		g = ranking_sorted(&f.ranking, &n);
		while (n && g->id != FINDING_CALLEE_UNREGISTERED)
			g++, n--;
		assert_true(n > 0);
		assert_non_null(strstr(g->title, by_clock ?
				       ":31.000" : ":31.000000Z"));
		assert_int_equal(!strchr(g->title, 'Z'), by_clock);
		feed_end(&f);
		feed_fini(&f);
	}
}

#define TEST(name) static void test_##name(void **state) \
	{ (void)state; rule_cases_run(name, N(name)); }
TEST(refusals)
TEST(wildcards)
TEST(counts)
TEST(bindings)
TEST(late)
TEST(storms)
TEST(devices)
TEST(often)
TEST(flapping)

/* A REGISTER for a user of a domain, and its answer. */
static void registers(struct feed *f, double at, const char *domain,
		      const char *answer)
{
	static const char same[] = "Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK%.0f\n"
		"From: <sip:al@%s>;tag=1\nTo: <sip:al@%s>%s\nCall-ID: %.0f\n"
		"CSeq: 1 REGISTER\nMax-Forwards: 70\n"
		"Contact: <sip:al@10.0.0.1>;expires=600\n";
	char text[600];
	int n = snprintf(text, sizeof(text), "REGISTER sip:%s SIP/2.0\n", domain);

	snprintf(text + n, sizeof(text) - (size_t)n, same, at, domain, domain,
		 "", at);
	feed_at(f, at, "10.0.0.1:5060", "10.0.0.2:5060", text);
	n = snprintf(text, sizeof(text), "SIP/2.0 %s\n", answer);
	snprintf(text + n, sizeof(text) - (size_t)n, same, at, domain, domain,
		 ";tag=2", at);
	feed_at(f, at + .1, "10.0.0.2:5060", "10.0.0.1:5060", text);
}

/* The domain in which others register is told when it is the only one. */
static void test_domains(void **state)
{
	static const struct {
		const char *accepted[2], *asked, *title, *remedy;
	} cases[] = {
		{ { "good.example", "GOOD.example" }, "10.0.0.2",
		  "it registers users of the domain good.example",
		  "to `good.example'" },
		{ { "good.example", "other.example" }, "10.0.0.2",
		  "the domain is an IP address", "as it stands in To" },
		{ { "good.example", NULL }, "Good.example",
		  "which 10.0.0.1:5060 wants to register", "as it stands" },
		{ { NULL, NULL }, "bad.example",
		  "which 10.0.0.1:5060 wants to register", "as it stands" },
	};

	(void)state;
	for (unsigned i = 0; i < N(cases); i++) {
		const struct feed_found *x;
		static struct feed f;
		double at = 1;

		feed_init(&f);
		for (unsigned k = 0; k < 2 && cases[i].accepted[k]; k++)
			registers(&f, at++, cases[i].accepted[k], "200 OK");
		registers(&f, at, cases[i].asked, "404 Not Found");
		x = feed_last(&f, "reg-404");
		assert_non_null(x);
		if (!strstr(x->title, cases[i].title) ||
		    !strstr(x->remedies, cases[i].remedy))
			fail_msg("%s: %s; %s", cases[i].asked, x->title,
				 x->remedies);
		feed_fini(&f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_domains),
		cmocka_unit_test(test_ranked_time),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_wildcards),
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_bindings),
		cmocka_unit_test(test_late),
		cmocka_unit_test(test_storms),
		cmocka_unit_test(test_devices),
		cmocka_unit_test(test_often),
		cmocka_unit_test(test_flapping),
		cmocka_unit_test(test_calls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
