/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules about setting up a call: CANCEL, PRACK, ringing, forks. */
#include "rule_cases.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define SDP "Content-Type: application/sdp\n\nv=0\no=- 1 1 IN IP4 10.0.0.2\n" \
	"s=-\nc=IN IP4 10.0.0.2\nt=0 0\nm=audio 4000 RTP/AVP 8\n"
#define RELIABLE "Require: 100rel\nRSeq: 7\n"
#define END { 100, "clock", NULL }

static const struct rule_case reliable[] = {
	{ "100rel demanded", "100rel-420", "error certain",
	  "the call to bob demands `100rel'", "from required to supported",
	  "Require: 100rel | 100rel | made a condition here", {
		{ 0, "> INVITE 1", "Require: 100rel\n" },
		{ .1, "< 420 INVITE 1", "Unsupported: 100rel\n" }, END } },
	{ "repeated without", "100rel-420", "warning certain",
	  "the call went through at the second try", NULL, NULL, {
		{ 0, "> INVITE 1", "Require: 100rel\n" },
		{ .1, "< 420 INVITE 1", "Unsupported: 100rel\n" },
		{ .2, "> INVITE 2", NULL }, { 1, "< 200 INVITE 2", NULL },
		{ 1.1, "> ACK+ 2", NULL }, END } },
	{ "repeated as it was", "100rel-420 100rel-420", "error certain", NULL,
	  NULL, NULL, {
		{ 0, "> INVITE 1", "Require: 100rel\n" },
		{ .1, "< 420 INVITE 1", "Unsupported: 100rel\n" },
		{ .2, "> INVITE 2", "Require: 100rel\n" },
		{ 1, "< 420 INVITE 2", "Unsupported: 100rel\n" }, END } },
	{ "more than 100rel", "require-unsupported", "error certain",
	  "`100rel, foo'", NULL, NULL, {
		{ 0, "> INVITE 1", "Require: 100rel, foo\n" },
		{ .1, "< 420 INVITE 1", "Unsupported: 100rel, foo\n" }, END } },
	{ "demanded of another request", "require-unsupported", NULL, NULL,
	  NULL, NULL, {
		{ 0, "> OPTIONS 1", "Require: 100rel\n" },
		{ .1, "< 420 OPTIONS 1", "Unsupported: 100rel\n" }, END } },

	{ "no PRACK", "prack-missing", "error likely",
	  "the 180 of 10.0.0.2:5060, which is repeated 4 times in 6 s",
	  "Switch 100rel (PRACK) off", "RSeq: 7 | 7 | to be acknowledged", {
		{ 0, "> INVITE 1", NULL }, { 1, "< 180 INVITE 1", RELIABLE },
		{ 1.5, "< 180 INVITE 1", RELIABLE },
		{ 2.5, "< 180 INVITE 1", RELIABLE },
		{ 4.5, "< 180 INVITE 1", RELIABLE },
		{ 7, "< 200 INVITE 1", NULL }, { 7.1, "> ACK+ 1", NULL } } },
	{ "told before the end", "prack-missing", "error likely", "5 times",
	  NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { 1, "< 180 INVITE 1", RELIABLE },
		{ 1.5, "< 180 INVITE 1", RELIABLE },
		{ 2.5, "< 180 INVITE 1", RELIABLE },
		{ 4.5, "< 180 INVITE 1", RELIABLE },
		{ 8.5, "< 180 INVITE 1", RELIABLE } } },
	{ "PRACK came late", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { 1, "< 180 INVITE 1", RELIABLE },
		{ 1.5, "< 180 INVITE 1", RELIABLE },
		{ 2.5, "< 180 INVITE 1", RELIABLE },
		{ 2.6, "> PRACK+ 2", "RAck: 7 1 INVITE\n" },
		{ 2.7, "< 200 PRACK 2", NULL },
		{ 4, "< 200 INVITE 1", NULL }, { 4.1, "> ACK+ 1", NULL } } },
	{ "the copies ended: PRACK went another way", "-", NULL, NULL, NULL,
	  NULL, {
		{ 0, "> INVITE 1", NULL }, { 1, "< 180 INVITE 1", RELIABLE },
		{ 1.5, "< 180 INVITE 1", RELIABLE },
		{ 2.5, "< 180 INVITE 1", RELIABLE },
		{ 9, "< 200 INVITE 1", NULL }, { 9.1, "> ACK+ 1", NULL } } },
	{ "a rising RSeq is a new answer", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { 1, "< 180 INVITE 1", RELIABLE },
		{ 1.5, "< 180 INVITE 1", "Require: 100rel\nRSeq: 8\n" },
		{ 2.5, "< 180 INVITE 1", "Require: 100rel\nRSeq: 9\n" },
		{ 3, "< 200 INVITE 1", NULL }, { 3.1, "> ACK+ 1", NULL } } },
	{ "ringing that is not reliable", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { 1, "< 180 INVITE 1", NULL },
		{ 1.5, "< 180 INVITE 1", NULL },
		{ 2.5, "< 180 INVITE 1", NULL },
		{ 4.5, "< 180 INVITE 1", NULL },
		{ 5, "< 200 INVITE 1", NULL }, { 5.1, "> ACK+ 1", NULL } } },

	{ "RAck of nobody", "prack-481", "error likely",
	  "says `RAck: 8 1 INVITE'; it has to be `7 1 INVITE'",
	  "so that it sends `RAck: 7 1 INVITE'",
	  "RAck: 8 1 INVITE | 8 1 INVITE | fits no answer", {
		{ 0, "> INVITE 1", NULL }, { 1, "< 180 INVITE 1", RELIABLE },
		{ 1.1, "> PRACK+ 2", "RAck: 8 1 INVITE\n" },
		{ 1.2, "< 481 PRACK 2", NULL } } },
	{ "RAck is right", "prack-481", "error likely",
	  "does not know what this PRACK", NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { 1, "< 180 INVITE 1", RELIABLE },
		{ 1.1, "> PRACK+ 2", "RAck: 7 1 INVITE\n" },
		{ 1.2, "< 481 PRACK 2", NULL } } },
	{ "PRACK crosses the 200", "prack-481", "info likely",
	  "PRACK and the end of the call attempt crossed", NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { 1, "< 180 INVITE 1", RELIABLE },
		{ 1.05, "< 200 INVITE 1", NULL },
		{ 1.1, "> PRACK+ 2", "RAck: 7 1 INVITE\n" },
		{ 1.2, "< 481 PRACK 2", NULL }, { 1.3, "> ACK+ 1", NULL } } },
};

#define RINGS { 0, "> INVITE 1", SDP }, { .1, "< 100 INVITE 1", NULL }, \
	{ .2, "< 180 INVITE 1", NULL }

/* From two ports at once: the second is taken back, and answered all the same. */
#define AT_ONCE(first) { 0, "A>B INVITE 1 b=1", NULL }, \
	{ .01, "a>B INVITE 2 b=2", NULL }, { .1, first, NULL }, \
	{ .12, "a>B CANCEL 2 b=2", NULL }, { .15, "B>a 100 INVITE 2 b=2", NULL }, \
	{ .15, "B>a 200 INVITE 2 b=2", NULL }, \
	{ .16, "a>B ACK 2 t=2 b=3", NULL }, { .17, "A>B ACK 1 t=2 b=1", NULL }, \
	{ .2, "B>a 200 CANCEL 2 b=2", NULL }
static const struct rule_case cancels[] = {
	{ "another branch", "cancel-481", "warning likely",
	  "the CANCEL has another branch", "`branch=z9hG4bK1-1'",
	  "| z9hG4bK1-2 | not as in the INVITE", {
		RINGS, { 2, "> CANCEL 2", NULL },
		{ 2.1, "< 481 CANCEL 2", NULL } } },
	{ "all the same", "cancel-481", "warning likely",
	  "knows no call that this CANCEL belongs to", "let the balancer", NULL, {
		RINGS, { 2, "> CANCEL 1", NULL },
		{ 2.1, "< 481 CANCEL 1", NULL } } },
	{ "it crosses a refusal", "busy-everywhere cancel-481", "info likely",
	  "the CANCEL came when the 486 was already", NULL, NULL, {
		RINGS, { 2, "< 486 INVITE 1", NULL }, { 2, "> CANCEL 1", NULL },
		{ 2.1, "< 481 CANCEL 1", NULL }, { 2.2, "> ACK 1", NULL } } },

	{ "another port was answered first", "cancel-race", NULL, NULL, NULL,
	  NULL, { AT_ONCE("B>A 200 INVITE 1 b=1") } },
	{ "it was refused", "busy-everywhere cancel-before-1xx cancel-race",
	  NULL, NULL, NULL, NULL, { AT_ONCE("B>A 486 INVITE 1 b=1") } },
	{ "before any answer", "cancel-before-1xx cancel-487", NULL, NULL, NULL,
	  NULL, {
		{ 0, "> INVITE 1", NULL }, { .05, "> CANCEL 1", NULL },
		{ .1, "< 100 INVITE 1", NULL }, { .11, "< 200 CANCEL 1", NULL },
		{ .2, "< 487 INVITE 1", NULL }, { .3, "> ACK 1", NULL } } },
	{ "the 100 is out of order by 4 ms", "cancel-487", NULL, NULL, NULL,
	  NULL, {
		{ 0, "> INVITE 1", NULL }, { .05, "> CANCEL 1", NULL },
		{ .054, "< 100 INVITE 1", NULL },
		{ .11, "< 200 CANCEL 1", NULL }, { .2, "< 487 INVITE 1", NULL },
		{ .3, "> ACK 1", NULL } } },
	{ "a change of the call", "cancel-487", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE+ 1", NULL }, { .05, "> CANCEL+ 1", NULL },
		{ .1, "< 100 INVITE 1", NULL }, { .11, "< 200 CANCEL 1", NULL },
		{ .2, "< 487 INVITE 1", NULL }, { .3, "> ACK+ 1", NULL } } },

	{ "never ended", "cancel-no-487", "warning likely",
	  "did not end the call to bob within 32 s", "if it sends a 487",
	  "CANCEL sip:bob@x SIP/2.0 |  | took the call back", {
		RINGS, { 2, "> CANCEL 1", NULL }, { 2.1, "< 200 CANCEL 1", NULL },
		{ 60, "clock", NULL } } },
	{ "the input ends before", "-", NULL, NULL, NULL, NULL, {
		RINGS, { 2, "> CANCEL 1", NULL }, { 2.1, "< 200 CANCEL 1", NULL },
		{ 30, "clock", NULL } } },
	{ "answered all the same", "cancel-race", "info certain",
	  "200 OK and CANCEL are 20 ms apart", NULL,
	  "CANCEL sip:bob@x SIP/2.0 |  | took the call back", {
		RINGS, { 2, "> CANCEL 1", NULL }, { 2.02, "< 200 INVITE 1", SDP },
		{ 2.1, "< 200 CANCEL 1", NULL }, { 2.2, "> ACK+ 1", NULL },
		{ 2.3, "> BYE+ 2", NULL }, { 2.4, "< 200 BYE 2", NULL }, END } },
	{ "nobody hangs up", "cancel-race", "warning certain",
	  "nobody ended the call: it hangs on", "needs ACK and BYE", NULL, {
		RINGS, { 2, "> CANCEL 1", NULL }, { 2.02, "< 200 INVITE 1", SDP },
		{ 2.1, "< 200 CANCEL 1", NULL }, { 2.2, "> ACK+ 1", NULL }, END } },
	{ "the CANCEL is answered first", "cancel-race", "warning certain",
	  NULL, NULL, NULL, {
		RINGS, { 2, "> CANCEL 1", NULL }, { 2.01, "< 200 CANCEL 1", NULL },
		{ 2.02, "< 200 INVITE 1", SDP }, { 2.2, "> ACK+ 1", NULL }, END } },
	{ "another INVITE made the call", "cancel-race", "info certain",
	  NULL, NULL, NULL, {
		{ 0, "> INVITE 1", SDP }, { .01, "> INVITE 2", SDP },
		{ .1, "< 100 INVITE 2", NULL }, { .1, "< 200 INVITE 1", SDP },
		{ .2, "> ACK+ 1", NULL }, { .21, "> CANCEL 2", NULL },
		{ .22, "< 200 INVITE 2", SDP }, { .23, "< 200 CANCEL 2", NULL },
		{ .3, "> ACK+ 2", NULL }, END } },
	{ "a change of the call is taken back", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE+ 2", NULL }, { .1, "< 100 INVITE 2", NULL },
		{ 2, "> CANCEL+ 2", NULL }, { 2.02, "< 200 INVITE 2", NULL },
		{ 2.1, "< 200 CANCEL 2", NULL }, { 2.2, "> ACK+ 2", NULL }, END } },
	{ "the input ends at once", "cancel-race", "info certain", NULL, NULL,
	  NULL, {
		RINGS, { 2, "> CANCEL 1", NULL }, { 2.02, "< 200 INVITE 1", SDP },
		{ 2.1, "< 200 CANCEL 1", NULL }, { 2.2, "> ACK+ 1", NULL } } },

	{ "taken elsewhere", "reason-elsewhere", "info certain",
	  "Reason says \"taken by 7\"", NULL,
	  "| SIP;cause=200;text=\"taken by 7\" | another device", {
		RINGS, { 8.2, "> CANCEL 1",
		  "Reason: SIP;cause=200;text=\"taken by 7\"\n" },
		{ 8.3, "< 200 CANCEL 1", NULL }, { 8.3, "< 487 INVITE 1", NULL },
		{ 8.4, "> ACK 1", NULL } } },
	{ "by its text alone", "reason-elsewhere", "info certain", NULL, NULL,
	  NULL, {
		RINGS, { 8.2, "> CANCEL 1",
		  "Reason: X;text=\"Call completed elsewhere\"\n" },
		{ 8.3, "< 487 INVITE 1", NULL }, { 8.4, "> ACK 1", NULL } } },
	{ "another cause", "cancel-487", "info certain", NULL, NULL, NULL, {
		RINGS, { 8.2, "> CANCEL 1", "Reason: SIP;cause=600\n" },
		{ 8.3, "< 487 INVITE 1", NULL }, { 8.4, "> ACK 1", NULL } } },
};

#define TRYING { 0, "> INVITE 1", NULL }, { .1, "< 100 INVITE 1", NULL }

static const struct rule_case ringing[] = {
	{ "it rang for 20 s", "ring-timeout", "info likely",
	  "it rang for 20 s, then 10.0.0.2:5060 gave up with 480",
	  "raise the ring time", "SIP/2.0 180 Ringing |  | rings", {
		RINGS, { 20.3, "< 480 INVITE 1", NULL } } },
	{ "it rang for 14 s", "status-480", NULL, NULL, NULL, NULL, {
		RINGS, { 14.3, "< 480 INVITE 1", NULL } } },
	{ "the caller gave up", "cancel-487", NULL, NULL, NULL, NULL, {
		RINGS, { 20, "> CANCEL 1", NULL }, { 20, "< 200 CANCEL 1", NULL },
		{ 20.3, "< 487 INVITE 1", NULL } } },

	{ "100 and no more", "only-100", "error likely",
	  "nobody behind it answered for 8 s (408)", "look up where it sends",
	  "SIP/2.0 100 Trying |  | the last sign of life", {
		TRYING, { 8.1, "< 408 INVITE 1", NULL } } },
	{ "the time of Timer B", "only-100", "error likely", NULL, NULL, NULL, {
		TRYING, { 32.1, "< 408 INVITE 1", NULL } } },
	{ "refused quickly", "status-480", NULL, NULL, NULL, NULL, {
		TRYING, { 4.9, "< 480 INVITE 1", NULL } } },
	{ "somebody behind it gives a cause", "status-503", NULL, NULL, NULL,
	  NULL, {
		TRYING, { 8, "< 503 INVITE 1", "Reason: Q.850;cause=34\n" } } },
	{ "it rang", "status-503", NULL, NULL, NULL, NULL, {
		RINGS, { 8, "< 503 INVITE 1", NULL } } },
	{ "the caller's patience", "only-100", "error possible",
	  "for 12 s (CANCEL)", NULL, NULL, {
		TRYING, { 12.1, "> CANCEL 1", NULL },
		{ 12.2, "< 200 CANCEL 1", NULL },
		{ 12.3, "< 487 INVITE 1", NULL } } },
	{ "the server's patience ends in spite of a CANCEL", "only-100",
	  "error likely", "for 34 s (408)", NULL, NULL, {
		TRYING, { 33, "> CANCEL 1", NULL },
		{ 34.1, "< 408 INVITE 1", NULL } } },
	{ "a quick CANCEL", "cancel-487", NULL, NULL, NULL, NULL, {
		TRYING, { 9, "> CANCEL 1", NULL }, { 9, "< 200 CANCEL 1", NULL },
		{ 9.1, "< 487 INVITE 1", NULL } } },

	{ "rings late", "pdd-long", "warning certain",
	  "bob rings only 12 s after the number was dialled (180 Ringing)",
	  "take dead trunks out", "SIP/2.0 180 Ringing |  | rings", {
		TRYING, { 12, "< 180 INVITE 1", NULL } } },
	{ "answered late", "pdd-long", "warning certain", "(200 OK)", NULL,
	  NULL, {
		TRYING, { 12, "< 200 INVITE 1", NULL }, { 12.1, "> ACK+ 1", NULL } } },
	{ "rings after 9 s", "-", NULL, NULL, NULL, NULL, {
		TRYING, { 9, "< 180 INVITE 1", NULL } } },
	{ "it was ringing already", "-", NULL, NULL, NULL, NULL, {
		RINGS, { 12, "< 200 INVITE 1", NULL }, { 12.1, "> ACK+ 1", NULL } } },
	{ "without 100", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { 12, "< 180 INVITE 1", NULL } } },
	{ "the login is not counted", "status-407", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { 6, "< 407 INVITE 1",
		  "Proxy-Authenticate: Digest realm=\"x\", nonce=\"n\"\n" },
		{ 6.1, "> ACK 1", NULL }, { 6.2, "> INVITE 2",
		  "Proxy-Authorization: Digest username=\"a\", realm=\"x\", "
		  "nonce=\"n\"\n" },
		{ 6.3, "< 100 INVITE 2", NULL }, { 12, "clock", NULL } } },

	{ "rings without end", "invite-no-final", "warning possible",
	  "got 180 and then nothing for 300 s", "ring timeout of 1 to 2 minutes",
	  "SIP/2.0 180 Ringing |  | the last sign of life", {
		RINGS, { 400, "clock", NULL } } },
	{ "the input ends after 3 minutes", "-", NULL, NULL, NULL, NULL, {
		RINGS, { 180, "clock", NULL } } },
	{ "a queue", "-", NULL, NULL, NULL, NULL, {
		RINGS, { 60, "< 182 INVITE 1", NULL },
		{ 120, "< 182 INVITE 1", "X: 2\n" },
		{ 200, "< 182 INVITE 1", "X: 3\n" }, { 300, "clock", NULL } } },
	{ "cancelled, and the CANCEL lost", "-", NULL, NULL, NULL, NULL, {
		RINGS, { 9, "> CANCEL 1", NULL }, { 300, "clock", NULL } } },

	{ "an announcement", "early-no-answer status-404", NULL, NULL, NULL,
	  NULL, {
		{ 0, "> INVITE 1", NULL }, { 1, "< 183 INVITE 1", SDP },
		{ 4, "< 404 INVITE 1", NULL } } },
	{ "183 without sound", "status-404", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { 1, "< 183 INVITE 1", NULL },
		{ 4, "< 404 INVITE 1", NULL } } },
	{ "it rang afterwards", "no-ringback status-404", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { 1, "< 183 INVITE 1", SDP },
		{ 2, "< 180 INVITE 1", NULL }, { 4, "< 404 INVITE 1", NULL } } },
};

/* An answer to INVITE 1 of A, from the phone with that tag. */
static void answer(struct feed *f, double at, unsigned code, const char *tag)
{
	feed_fmt(f, at, "10.0.0.2:5060", "10.0.0.1:5060",
		 "SIP/2.0 %u X\nVia: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK1-1\n"
		 "From: <sip:alice@x>;tag=1\nTo: <sip:bob@x>;tag=%s\n"
		 "Call-ID: call1@x\nCSeq: 1 INVITE\n"
		 "Contact: <sip:bob@10.0.0.%s>\n" SDP, code, tag, tag);
}

static void hang_up(struct feed *f, double at, const char *tag)
{
	feed_fmt(f, at, "10.0.0.1:5060", "10.0.0.2:5060",
		 "BYE sip:bob@x SIP/2.0\nMax-Forwards: 70\n"
		 "Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKb%s\n"
		 "From: <sip:alice@x>;tag=1\nTo: <sip:bob@x>;tag=%s\n"
		 "Call-ID: call1@x\nCSeq: 2 BYE\n", tag, tag);
}

static const struct feed_step invite = { 0, "> INVITE 1", SDP };
static const struct feed_step ack = { 2.1, "> ACK+ 1", NULL };

static const char *forks(struct feed *f, const char *second, bool bye, char *buf)
{
	feed_init(f);
	feed_step(f, &invite);
	answer(f, 2, 200, "2");
	feed_step(f, &ack);
	answer(f, 2.2, 200, second);
	if (bye)
		hang_up(f, 2.5, second);
	feed_clock(f, 100);
	feed_end(f);
	return feed_names(f, buf, 256);
}

static void test_forked_200(void **state)
{
	static struct feed f;
	char buf[256];

	(void)state;
	assert_string_equal(forks(&f, "3", true, buf), "forked-200");
	assert_int_equal(f.found[0].severity, SEVERITY_INFO);
	assert_non_null(strstr(f.found[0].title, "2 phones answered the call "
			       "to bob at once (10.0.0.2, 10.0.0.3)"));
	feed_fini(&f);
	assert_string_equal(forks(&f, "3", false, buf), "forked-200");
	assert_int_equal(f.found[0].severity, SEVERITY_WARNING);
	assert_non_null(strstr(f.found[0].title, "left one of them hanging"));
	feed_fini(&f);
	/* The same tag is a copy. */
	assert_string_equal(forks(&f, "2", false, buf), "-");
	feed_fini(&f);
}

static const char *early(struct feed *f, unsigned code, const char *tag,
			 char *buf)
{
	feed_init(f);
	feed_step(f, &invite);
	answer(f, 1, 180, "2");
	answer(f, 2, code, tag);
	feed_end(f);
	return feed_names(f, buf, 256);
}

static void test_forked_early(void **state)
{
	static struct feed f;
	char buf[256];

	(void)state;
	assert_string_equal(early(&f, 180, "3", buf), "forked-early");
	assert_int_equal(f.found[0].severity, SEVERITY_INFO);
	assert_non_null(strstr(f.found[0].marks, "| 3 | another phone"));
	feed_fini(&f);
	assert_string_equal(early(&f, 183, "2", buf), "-");
	feed_fini(&f);
	assert_string_equal(early(&f, 200, "3", buf), "-");
	feed_fini(&f);
}

/* The Request-URI of a CANCEL is that of its INVITE. */
static void test_cancel_uri(void **state)
{
	static const struct feed_step ring = { 1, "< 180 INVITE 1", NULL };
	static const struct feed_step refused = { 2.1, "< 481 CANCEL 1", NULL };
	static struct feed f;
	char buf[256];

	(void)state;
	feed_init(&f);
	feed_step(&f, &invite);
	feed_step(&f, &ring);
	feed_at(&f, 2, "10.0.0.1:5060", "10.0.0.2:5060",
		"CANCEL sip:bob@y SIP/2.0\nMax-Forwards: 70\n"
		"Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK1-1\n"
		"From: <sip:alice@x>;tag=1\nTo: <sip:bob@x>\n"
		"Call-ID: call1@x\nCSeq: 1 CANCEL\n");
	feed_step(&f, &refused);
	assert_string_equal(feed_names(&f, buf, sizeof(buf)), "cancel-481");
	assert_non_null(strstr(f.found[0].title, "goes to `sip:bob@y', its "
			       "INVITE to `sip:bob@x'"));
	feed_end(&f);
	feed_fini(&f);
}

static void test_reliable(void **state)
{
	(void)state;
	rule_cases_run(reliable, N(reliable));
}

static void test_cancels(void **state)
{
	(void)state;
	rule_cases_run(cancels, N(cancels));
}

static void test_ringing(void **state)
{
	(void)state;
	rule_cases_run(ringing, N(ringing));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reliable),
		cmocka_unit_test(test_cancels),
		cmocka_unit_test(test_cancel_uri),
		cmocka_unit_test(test_ringing),
		cmocka_unit_test(test_forked_200),
		cmocka_unit_test(test_forked_early),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
