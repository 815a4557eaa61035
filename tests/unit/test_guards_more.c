/* SPDX-License-Identifier: BSD-2-Clause */
/* More of what keeps rules from a false alarm: another finding that says it better,
 * and messages that only look as if they belonged together. */
#include "sdp_cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define NOTHING NULL, NULL, NULL, NULL
#define ACK(at) { at, "A>B ACK 1 b=a t=2", NULL }

/* Sent four times, as UDP does, without an answer. */
#define VAIN(at, what, extra) { at, what, extra }, { at + .5, what, extra }, \
	{ at + 1.5, what, extra }, { at + 3.5, what, extra }, \
	{ at + 36, "clock", NULL }

/* A calls D by P, which wants to stay on the way. */
#define FROM_A "Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKAP1\n"
#define RR "Record-Route: <sip:10.0.0.16;lr>\n"
#define ROUTE "Route: <sip:10.0.0.16;lr>\n"
#define BY_P { 0, "A>P INVITE 1", NULL }, \
	{ .1, "P>D INVITE 1 b=x", FROM_A RR }, \
	{ .2, "D>P 200 INVITE 1 b=x", FROM_A RR }, \
	{ .3, "P>A 200 INVITE 1", RR }, { .4, "A>P ACK 1 b=a t=2", ROUTE }, \
	{ .5, "P>D ACK 1 b=c t=2", \
	  "Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKa\n" }
/* A calls B, which gives that Contact. */
#define OVER(x, contact) { 0, "A>B INVITE 1" x, NULL }, \
	{ 1, "B>A 200 INVITE 1" x, "Contact: <" contact ">\n" }, \
	{ 1.1, "A>B ACK 1 b=a t=2" x, NULL }
#define BOB "sip:bob@10.0.0.2"
#define PORT BOB ":40000"

/* no-answer-any: a re-INVITE that the reason of its silence is known of */
static const struct rule_case silences[] = {
	{ "along its route", "no-answer-any", NOTHING, {
		BY_P, VAIN(5, "A>P INVITE 2 t=2", ROUTE) } },
	{ "past its route", "route-missing", NOTHING, {
		BY_P, VAIN(5, "A>D INVITE 2 t=2", NULL) } },
	{ "over UDP, as before", "no-answer-any", NOTHING, {
		OVER("", BOB), VAIN(5, "A>B INVITE 2 t=2 " BOB, NULL) } },
	{ "over UDP, after TLS", "contact-transport", NOTHING, {
		OVER(" x=tls", BOB), VAIN(5, "A>B INVITE 2 t=2 " BOB, NULL) } },
	{ "to the port of Contact, after all", "no-answer-any", NOTHING, {
		OVER("", PORT), VAIN(5, "A>B INVITE 2 t=2 " PORT, NULL) } },
	{ "to the port of Contact alone", "contact-wrong-port", NOTHING, {
		OVER("", PORT), VAIN(5, "A>b INVITE 2 t=2 " PORT, NULL) } },
};

/* alg-rewrite: the two captures that are compared */
static const struct rule_case routers[] = {
	{ "another Contact on the other side", "alg-rewrite", "warning certain",
	  NULL, NULL, NULL, {
		{ 0, "A>2 INVITE 1 b=k", NULL },
		{ .01, "1>2 INVITE 1 b=k", NULL }, { 1, "clock", NULL } } },
	{ "of another branch", "-", NOTHING, {
		{ 0, "A>2 INVITE 1 b=k", NULL },
		{ .01, "1>2 INVITE 1 b=l", NULL }, { 1, "clock", NULL } } },
	{ "of another number", "-", NOTHING, {
		{ 0, "A>2 INVITE 1 b=k", NULL },
		{ .01, "1>2 INVITE 2 b=k", NULL }, { 1, "clock", NULL } } },
	{ "of another caller", "callid-duplicate", NOTHING, {
		{ 0, "A>2 INVITE 1 b=k", NULL },
		{ .01, "1>2 INVITE 1 b=k f=3", NULL }, { 1, "clock", NULL } } },
	{ "over another transport", "-", NOTHING, {
		{ 0, "A>2 INVITE 1 b=k", NULL },
		{ .01, "1>2 INVITE 1 b=k x=tcp", NULL }, { 1, "clock", NULL } } },
	{ "another method", "-", NOTHING, {
		{ 0, "A>2 MESSAGE 1 b=k", "Contact: <sip:10.0.0.1>\n" },
		{ .01, "1>2 INVITE 1 b=k", NULL }, { 1, "clock", NULL } } },
	{ "to two servers, with two Contacts", "-", NOTHING, {
		{ 0, "A>2 INVITE 1 b=k", "Contact: <sip:10.0.0.1>\n" },
		{ .01, "A>3 INVITE 1 b=k", "Contact: <sip:203.0.113.1>\n" },
		{ 1, "clock", NULL } } },
};

/* redirect-loop: not by where it was sent */
#define MOVED(at, n, to) \
	{ at + .1, "P>A 302 INVITE " n, "Contact: <sip:" to "@x>\n" }, \
	{ at + .2, "A>P ACK " n " t=2", NULL }
static const struct rule_case circles[] = {
	{ "back, and there again", "status-302 status-302 redirect-loop",
	  NOTHING, {
		{ 0, "A>P INVITE 1 u=bob", NULL }, MOVED(0, "1", "carol"),
		{ 1, "A>P INVITE 2 u=carol", NULL }, MOVED(1, "2", "bob"),
		{ 2, "A>P INVITE 3 u=bob", NULL }, MOVED(2, "3", "carol") } },
	{ "back, and somewhere else", "status-302 status-302 status-302",
	  NOTHING, {
		{ 0, "A>P INVITE 1 u=bob", NULL }, MOVED(0, "1", "carol"),
		{ 1, "A>P INVITE 2 u=carol", NULL }, MOVED(1, "2", "bob"),
		{ 2, "A>P INVITE 3 u=dave", NULL }, MOVED(2, "3", "carol") } },
};

/* retrans-despite-100, prack-481 */
#define TAKEN(at) { at, "< 200 INVITE 1", NULL }, { at + .1, "> ACK+ 1", NULL }
#define COPY(at) { at, "> INVITE 1", NULL }
static const struct rule_case heard[] = {
	{ "the 100 after 400 ms", "retrans-despite-100", NOTHING, {
		COPY(0), { .4, "< 100 INVITE 1", NULL }, COPY(1.5), COPY(3.5),
		TAKEN(4) } },
	{ "the 100 after 600 ms", "-", NOTHING, {
		COPY(0), { .6, "< 100 INVITE 1", NULL }, COPY(1.5), COPY(3.5),
		TAKEN(4) } },
	{ "the last copy 600 ms behind the 100", "retrans-despite-100", NOTHING, {
		COPY(0), { .01, "< 100 INVITE 1", NULL }, COPY(.2), COPY(.4),
		COPY(.61), TAKEN(4) } },
	{ "all copies within 400 ms", "-", NOTHING, {
		COPY(0), { .01, "< 100 INVITE 1", NULL }, COPY(.2), COPY(.3),
		COPY(.41), TAKEN(4) } },
};

#define ASK(at, n) \
	{ at, "A>B INVITE 1 c=" n, NULL }, \
	{ at + .1, "B>A 480 INVITE 1 c=" n, "Retry-After: 30\n" }, \
	{ at + .2, "A>B ACK 1 t=2 c=" n, NULL }
#define SUB(at, n) \
	{ at, "A>B SUBSCRIBE 1 c=" n, \
	  "Event: presence\nContact: <sip:10.0.0.1>\n" }, \
	{ at + .1, "B>A 480 SUBSCRIBE 1 c=" n, "Retry-After: 30\n" }

/* retry-after-ignored */
static const struct rule_case others[] = {
	{ "a person calls again", "status-480 status-480 retry-after-ignored* "
	  "status-480", "info certain", NULL, NULL, NULL, {
		ASK(0, "1"), ASK(5, "2"), ASK(10, "3") } },
	{ "a program asks again", "status-480 status-480 retry-after-ignored* "
	  "status-480", "warning certain", NULL, NULL, NULL, {
		SUB(0, "1"), SUB(5, "2"), SUB(10, "3") } },
};

/* no-answer-any: small requests are answered, and this came in pieces */
static void pieces(const char *label, unsigned n, bool two_way, const char *extra,
		   const char *want)
{
	char names[256];
	struct feed f;

	feed_init(&f);
	if (two_way)
		feed_seen(&f, "10.0.0.2:5060", "10.0.0.1:5060");
	f.pieces = n;
	feed_steps(&f, (const struct feed_step[]){
		VAIN(0, "A>B INVITE 1", extra), { 0, NULL, NULL } });
	if (strcmp(feed_names(&f, names, sizeof(names)), want))
		fail_msg("%s: found `%s'", label, names);
	feed_fini(&f);
}

#define X200 "0123456789012345678901234567890123456789012345678901234567890123" \
	"4567890123456789012345678901234567890123456789012345678901234567890123" \
	"456789012345678901234567890123456789012345678901234567890123456789"
#define BIG "X-Big: " X200 X200 X200 X200 X200 X200 "\n"

static void test_pieces(void **state)
{
	(void)state;
	pieces("in pieces", 2, true, NULL, "udp-fragment");
	pieces("in pieces, one side captured", 2, false, NULL,
	       "udp-fragment no-answer-any");
	pieces("large, and whole", 1, true, BIG, "udp-fragment no-answer-any");
	pieces("small", 1, true, NULL, "no-answer-any");
}

/* alg-rewrite: an old branch may be that of another request. */
static unsigned rewritten(const char *branch)
{
	static const char *const ends[] = { "10.0.0.1", "203.0.113.1" };
	struct feed f;
	unsigned n;

	feed_init(&f);
	for (size_t i = 0; i < N(ends); i++) {
		char from[32];

		snprintf(from, sizeof(from), "%s:5060", ends[i]);
		feed_fmt(&f, (double)i, from, "203.0.113.2:5060",
			 "INVITE sip:b@x SIP/2.0\n"
			 "Via: SIP/2.0/UDP %s;branch=%s\nMax-Forwards: 70\n"
			 "From: <sip:a@x>;tag=1\nTo: <sip:b@x>\nCall-ID: c\n"
			 "CSeq: 1 INVITE\nContact: <sip:a@%s>\n", ends[i],
			 branch, ends[i]);
	}
	feed_end(&f);
	n = feed_count(&f, "alg-rewrite");
	feed_fini(&f);
	return n;
}

static void test_branches(void **state)
{
	(void)state;
	assert_int_equal(rewritten("z9hG4bKabc"), 1);
	assert_int_equal(rewritten("abc"), 0);
}

/* b2bua-legs: how the other leg ended is what the B2BUA itself got. */
static void other_end(const char *want, const struct feed_step *steps)
{
	const struct feed_found *x;
	struct feed f;

	feed_init(&f);
	feed_steps(&f, steps);
	x = feed_last(&f, "b2bua-legs");
	if (!x || !strstr(x->explain, want))
		fail_msg("%s: %s", want, x ? x->explain : "no legs");
	feed_fini(&f);
}

static void test_ends(void **state)
{
	(void)state;
	other_end("(503)", (const struct feed_step[]){
		{ 0, "A>P INVITE 1 c=1", NULL }, { .1, "P>Q INVITE 1 c=2", NULL },
		{ .2, "Q>D INVITE 1 c=2",
		  "Via: SIP/2.0/UDP 10.0.0.16:5060;branch=z9hG4bKPQ1\n" },
		{ 1, "D>Q 486 INVITE 1 c=2",
		  "Via: SIP/2.0/UDP 10.0.0.16:5060;branch=z9hG4bKPQ1\n" },
		{ 1.1, "Q>P 503 INVITE 1 c=2", NULL },
		{ 1.2, "P>A 503 INVITE 1 c=1", NULL }, { 0, NULL, NULL } });
	other_end("What happens on one leg", (const struct feed_step[]){
		{ 0, "A>P INVITE 1 c=1", NULL }, { .1, "P>D INVITE 1 c=2", NULL },
		{ 1, "D>P 200 INVITE 1 c=2", NULL },
		{ 1.1, "P>D ACK 1 b=a t=2 c=2", NULL },
		{ 1.2, "P>D INVITE 2 t=2 c=2", NULL },
		{ 1.3, "D>P 500 INVITE 2 t=2 c=2", NULL },
		{ 1.4, "P>D ACK 2 t=2 c=2", NULL },
		{ 1.5, "P>A 200 INVITE 1 c=1", NULL }, { 0, NULL, NULL } });
}

/* redirect-loop: the same user elsewhere is another target */
#define SENT(at, n, to) { at, "A>P INVITE " n, NULL }, \
	{ at + .1, "P>A 302 INVITE " n, "Contact: <" to ">\n" }, \
	{ at + .2, "A>P ACK " n " t=2", NULL }

static void test_targets(void **state)
{
	(void)state;
	assert_int_equal(FOUND("redirect-loop", SENT(0, "1", "sip:bob@x"),
			       SENT(1, "2", "sip:bob@x")), 1);
	assert_int_equal(FOUND("redirect-loop", SENT(0, "1", "sip:bob@y"),
			       SENT(1, "2", "sip:bob@y")), 0);
	assert_int_equal(FOUND("redirect-loop", SENT(0, "1", "sips:bob@x"),
			       SENT(1, "2", "sips:bob@x")), 0);
}

/* retry-after-ignored: of one call; the answer to a challenge is no new try */
#define WAIT "Retry-After: 30\n"
#define CHALLENGE "WWW-Authenticate: Digest realm=\"x\", nonce=\"n\"\n"
#define RETRY(at, n, code, more) { at, "A>B MESSAGE " n, NULL }, \
	{ at + .1, "B>A " code " MESSAGE " n, more }

static void test_waits(void **state)
{
	(void)state;
	assert_int_equal(FOUND("retry-after-ignored", RETRY(0, "1", "503", WAIT),
			       RETRY(5, "2", "503", WAIT),
			       RETRY(10, "3", "503", WAIT)), 1);
	assert_int_equal(FOUND("retry-after-ignored", RETRY(0, "1", "503", WAIT),
			       RETRY(5, "2", "401", CHALLENGE),
			       RETRY(5.2, "3", "503", WAIT)), 0);
}

/* tag-missing: not of what was cut off before it */
static unsigned untagged(bool cut)
{
	struct feed f;
	unsigned n;

	feed_init(&f);
	feed_step(&f, &(const struct feed_step){ 0, "A>B INVITE 1", NULL });
	f.cut = cut ? 2 : 0;
	feed_at(&f, .1, "10.0.0.2:5060", "10.0.0.1:5060",
		"SIP/2.0 180 Ringing\n"
		"Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKAB1\n"
		"From: <sip:alice@x>;tag=1\nCall-ID: call1@x\n"
		"CSeq: 1 INVITE\nTo: <sip:bob@x>\n");
	f.cut = 0;
	feed_end(&f);
	n = feed_count(&f, "tag-missing");
	feed_fini(&f);
	return n;
}

static void test_tags(void **state)
{
	(void)state;
	assert_int_equal(untagged(false), 1);
	assert_int_equal(untagged(true), 0);
}

#define RUN(table) static void test_##table(void **state) \
	{ (void)state; rule_cases_run(table, N(table)); }
RUN(silences)
RUN(routers)
RUN(circles)
RUN(heard)
RUN(others)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_silences), cmocka_unit_test(test_routers),
		cmocka_unit_test(test_circles), cmocka_unit_test(test_heard),
		cmocka_unit_test(test_others), cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_branches), cmocka_unit_test(test_ends),
		cmocka_unit_test(test_tags), cmocka_unit_test(test_targets),
		cmocka_unit_test(test_waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
