/* SPDX-License-Identifier: BSD-2-Clause */
/* What a message tells of the program that printed it. */
#include "capture/trace_own.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <cmocka.h>

#define LEN(array) (sizeof(array) / sizeof(*(array)))
#define CSEQ(method) "CSeq: 1 " method "\r\n\r\n"

static const struct row {
	bool sent;
	const char *text, *own; /* own: "" when nothing is told */
} rows[] = {
	{ true, "OPTIONS sip:a@10.0.0.9 SIP/2.0\r\n"
	  "Via: SIP/2.0/UDP 10.0.0.5:5080;branch=z, SIP/2.0/UDP 10.0.0.8\r\n"
	  CSEQ("OPTIONS"), "10.0.0.5:5080" },
	{ true, "OPTIONS sip:a@10.0.0.9 SIP/2.0\r\nv: SIP/2.0/UDP 10.0.0.5\r\n"
	  CSEQ("OPTIONS"), "10.0.0.5:5060" },
	{ true, "OPTIONS sip:a@10.0.0.9 SIP/2.0\r\nVia: SIP/2.0/UDP pbx\r\n"
	  CSEQ("OPTIONS"), "" },
	{ true, "OPTIONS sip:a@10.0.0.9 SIP/2.0\r\nVia: SIP/2.0/UDP 0.0.0.0\r\n"
	  CSEQ("OPTIONS"), "" },
	{ true, "OPTIONS sip:a@10.0.0.9 SIP/2.0\r\nVia: SIP/2.0/UDP [::5]\r\n"
	  CSEQ("OPTIONS"), "" }, /* not of the family of the other side */
	{ true, "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 10.0.0.9\r\n"
	  "Contact: <sip:b@10.0.0.5:5062;transport=udp>\r\n" CSEQ("INVITE"),
	  "10.0.0.5:5062" },
	/* Bindings, and where else to try, are others. */
	{ true, "SIP/2.0 200 OK\r\nContact: <sip:b@10.0.0.5>\r\n"
	  CSEQ("REGISTER"), "" },
	{ true, "SIP/2.0 302 Moved\r\nContact: <sip:b@10.0.0.5>\r\n"
	  CSEQ("INVITE"), "" },
	{ false, "REGISTER sip:10.0.0.5:5070 SIP/2.0\r\n" CSEQ("REGISTER"),
	  "10.0.0.5:5070" },
	{ false, "REGISTER sip:pbx.example SIP/2.0\r\n" CSEQ("REGISTER"), "" },
	{ false, "INVITE sip:100@10.0.0.5 SIP/2.0\r\n"
	  "From: \"x\" <sip:a@10.0.0.5>;tag=1\r\n" CSEQ("INVITE"),
	  "10.0.0.5:5060" },
	{ false, "INVITE sip:100@10.0.0.5 SIP/2.0\r\n"
	  "From: <sip:a@10.0.0.9>;tag=1\r\n" CSEQ("INVITE"), "" },
	{ false, "SIP/2.0 200 OK\r\nContact: <sip:b@10.0.0.5>\r\n"
	  CSEQ("INVITE"), "" },
	{ false, "rubbish", "" },
	{ false, "", "" },
};

static struct addr other(uint8_t family)
{
	return family == 4 ? addr_make("\x0a\0\0\x09", 4, 5060) :
		addr_make("\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x09", 16, 5060);
}

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		struct addr mine = { .family = 4 }, theirs = other(4);
		struct trace_own own = { .next = 0 };
		struct strbuf b = { 0 };

		trace_own_fill(&own, rows[i].sent ? &mine : &theirs,
			       rows[i].sent ? &theirs : &mine,
			       slice_cstr(rows[i].text));
		if (mine.port)
			addr_format(&b, &mine);
		if (strcmp(strbuf_str(&b), rows[i].own) != 0)
			fail_msg("%zu: %s", i, strbuf_str(&b));
		assert_int_equal(theirs.port, 5060);
		strbuf_fini(&b);
	}
}

/* What is known first holds; who is said is left alone. */
static void test_known(void **state)
{
	struct addr none = { .family = 4 }, mine = none, theirs = other(4);
	struct trace_own own = { .next = 0 };
	struct slice reg = SLICE("REGISTER sip:10.0.0.5 SIP/2.0\r\n\r\n");
	struct slice another = SLICE("REGISTER sip:10.0.0.6 SIP/2.0\r\n\r\n");

	(void)state;
	trace_own_fill(&own, &theirs, &mine, reg);
	assert_int_equal(mine.ip[3], 5);
	mine = none;
	trace_own_fill(&own, &theirs, &mine, another);
	assert_int_equal(mine.ip[3], 5);
	mine = none;
	trace_own_fill(&own, &mine, &theirs, SLICE("SIP/2.0 404 No\r\n\r\n"));
	assert_int_equal(mine.ip[3], 5);
	mine = addr_make("\x0a\0\0\x07", 4, 5060);
	trace_own_fill(&own, &theirs, &mine, reg);
	assert_int_equal(mine.ip[3], 7);
	/* Neither side is said: nobody can tell whose it is. */
	mine = theirs = none;
	trace_own_fill(&own, &theirs, &mine, reg);
	assert_false(mine.port || theirs.port);
	/* IPv6 has an own of its own. */
	mine = (struct addr){ .family = 6 };
	theirs = other(6);
	trace_own_fill(&own, &theirs, &mine, reg);
	assert_int_equal(mine.port, 0);
	trace_own_fill(&own, &theirs, &mine,
		       SLICE("REGISTER sip:[2001:db8::5] SIP/2.0\r\n\r\n"));
	assert_int_equal(mine.ip[15], 5);
	assert_int_equal(own.ip4.ip[3], 5);
}

/* Neither side is said. */
static const struct guess {
	const char *label;
	bool sent;
	const char *src, *dst, *text;
} guesses[] = {
	{ "a request in: Via and Request-URI", false, "10.0.0.9:5060",
	  "10.0.0.5:5062", "INVITE sip:b@10.0.0.5:5062 SIP/2.0\r\n"
	  "Via: SIP/2.0/UDP 10.0.0.9;branch=z9hG4bKa\r\n" CSEQ("INVITE") },
	{ "its answer goes back, from where it came to", true,
	  "10.0.0.5:5062", "10.0.0.9:5060", "SIP/2.0 100 Trying\r\n"
	  "Via: SIP/2.0/UDP 10.0.0.9;branch=z9hG4bKa\r\n" CSEQ("INVITE") },
	{ "a request out on another interface: Route before Request-URI",
	  true, "10.1.0.5:5060", "10.1.0.7:5070",
	  "INVITE sip:b@pbx.example SIP/2.0\r\nRoute: <sip:10.1.0.7:5070;lr>\r\n"
	  "Via: SIP/2.0/UDP 10.1.0.5:5060;branch=z9hG4bKb\r\n"
	  CSEQ("INVITE") },
	{ "its answer", false, "10.1.0.7:5070", "10.1.0.5:5060",
	  "SIP/2.0 200 OK\r\nContact: <sip:b@10.1.0.99>\r\n"
	  "Via: SIP/2.0/UDP 10.1.0.5:5060;branch=z9hG4bKb\r\n"
	  CSEQ("INVITE") },
	{ "an answer to what was not logged: the Contact is ours", true,
	  "10.2.0.5:5060", "10.0.0.8:5060", "SIP/2.0 200 OK\r\n"
	  "Contact: <sip:b@10.2.0.5>\r\n"
	  "Via: SIP/2.0/UDP 10.0.0.8;branch=z9hG4bKc\r\n" CSEQ("INVITE") },
	{ "nobody said where that came from", false, "0.0.0.0",
	  "10.2.0.6:5060", "SIP/2.0 404 Not Found\r\n"
	  "Via: SIP/2.0/UDP 10.2.0.6;branch=z9hG4bKd\r\n" CSEQ("INVITE") },
	{ "the same branch, asked by the other side", true, "10.0.0.5:5062",
	  "10.1.0.5:5060", "SIP/2.0 404 Not Found\r\n"
	  "Via: SIP/2.0/UDP 10.1.0.5:5060;branch=z9hG4bKb\r\n"
	  CSEQ("INVITE") },
	{ "names tell no address: ours is the first known", false, "0.0.0.0",
	  "10.0.0.5:5062", "OPTIONS sip:pbx.example SIP/2.0\r\n"
	  "Via: SIP/2.0/UDP a.example;branch=z9hG4bKe\r\n" CSEQ("OPTIONS") },
	{ "of two families Via is right", true, "[2001:db8::5]:5060", "::",
	  "OPTIONS sip:10.0.0.9 SIP/2.0\r\n"
	  "Via: SIP/2.0/UDP [2001:db8::5];branch=z9hG4bKf\r\n"
	  CSEQ("OPTIONS") },
	{ "no Via at all", true, "10.0.0.5:5062", "10.0.0.9:5060",
	  "OPTIONS sip:10.0.0.9 SIP/2.0\r\n" CSEQ("OPTIONS") },
	{ "an address that is none", true, "10.0.0.5:5062", "0.0.0.0",
	  "OPTIONS sip:0.0.0.0 SIP/2.0\r\n" CSEQ("OPTIONS") },
	{ "rubbish", false, "0.0.0.0", "10.0.0.5:5062", "rubbish" },
};

static void test_guesses(void **state)
{
	struct trace_own own = { .next = 0 };

	(void)state;
	for (size_t i = 0; i < LEN(guesses); i++) {
		const struct guess *g = &guesses[i];
		struct addr src = { .family = 4 }, dst = src;
		struct strbuf a = { 0 }, b = { 0 };

		trace_own_guess(&own, g->sent, &src, &dst,
				slice_cstr(g->text));
		addr_format(&a, &src);
		addr_format(&b, &dst);
		if (strcmp(strbuf_str(&a), g->src) ||
		    strcmp(strbuf_str(&b), g->dst))
			fail_msg("%s: %s -> %s", g->label, strbuf_str(&a),
				 strbuf_str(&b));
		strbuf_fini(&a);
		strbuf_fini(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_known),
		cmocka_unit_test(test_guesses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
