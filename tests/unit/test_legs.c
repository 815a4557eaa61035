/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls of different Call-IDs that are legs of one, and what only looks so. */
#include "feed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define PHONE "10.0.0.1:5060"
#define PBX "10.0.0.2:5060"
#define FAR "10.0.0.3:5060"
#define OTHER "10.0.0.4:5060"
#define UUID_1 "47755a9de7794ba387653f2099600ef2"
#define UUID_2 "ab30317f1a784dc48ff824d0d3715d86"
#define SDP(session) "Content-Type: application/sdp\n\nv=0\no=- " session \
	" 1 IN IP4 10.0.0.1\ns=-\nc=IN IP4 10.0.0.1\nt=0 0\n" \
	"m=audio 4000 RTP/AVP 8\n"

/* A message of one leg. */
struct step {
	double at;
	const char *from, *to;
	char call;           /* its Call-ID is CALL@x */
	unsigned status;     /* 0: the INVITE */
	const char *calling, *called; /* users; NULL: alice, bob */
	const char *extra;   /* of an INVITE */
	unsigned cseq;       /* 0: 1 */
};

static void play(struct feed *f, const struct step *s)
{
	const char *calling = s->calling ? s->calling : "alice";
	const char *called = s->called ? s->called : "bob";
	unsigned cseq = s->cseq ? s->cseq : 1;

	if (!s->status)
		feed_fmt(f, s->at, s->from, s->to,
			 "INVITE sip:%s@x SIP/2.0\n"
			 "Via: SIP/2.0/UDP %s;branch=z9hG4bK%c%u\n"
			 "From: <sip:%s@x>;tag=%c1\nTo: <sip:%s@x>\n"
			 "Call-ID: %c@x\nMax-Forwards: 70\nCSeq: %u INVITE\n"
			 "Contact: <sip:%s>\n%s\n", called, s->from, s->call,
			 cseq, calling, s->call, called, s->call, cseq,
			 s->from, s->extra ? s->extra : "");
	else
		feed_fmt(f, s->at, s->from, s->to,
			 "SIP/2.0 %u Odd\n"
			 "Via: SIP/2.0/UDP %s;branch=z9hG4bK%c%u\n"
			 "From: <sip:%s@x>;tag=%c1\nTo: <sip:%s@x>;tag=%c2\n"
			 "Call-ID: %c@x\nCSeq: %u INVITE\n"
			 "Contact: <sip:%s>\n\n", s->status, s->to, s->call,
			 cseq, calling, s->call, called, s->call, s->call,
			 cseq, s->from);
}

struct legs_case {
	const char *label;
	const char *want;  /* contained in the title; NULL: nothing is found */
	enum certainty certainty;
	struct step steps[10]; /* .call 0 ends */
};

/* The first leg: to the PBX; the second: from there.  Both are answered. */
#define FIRST(...) { 0, PHONE, PBX, 'a', .extra = __VA_ARGS__ }
#define SECOND(...) { .1, PBX, FAR, 'b', __VA_ARGS__ }
#define ENDS { 1, FAR, PBX, 'b', .status = 486 }, { 1.1, PBX, PHONE, 'a', .status = 486 }
#define STRANGER .calling = "2000", .called = "3000"

static const struct legs_case cases[] = {
	{ "Session-ID", "b@x are two legs of one: same Session-ID " UUID_1,
	  CERTAINTY_CERTAIN,
	  { FIRST("Session-ID: " UUID_1 ";remote=0\n"),
	    SECOND(STRANGER, .extra = "Session-ID: " UUID_1 ";remote=0\n"), ENDS } },
	{ "Session-ID of nobody", NULL, 0,
	  { FIRST("Session-ID: 00000000000000000000000000000000\n"),
	    SECOND(STRANGER, .extra = "Session-ID: 00000000000000000000000000000000\n"), ENDS } },
	{ "another Session-ID", NULL, 0,
	  { FIRST("Session-ID: " UUID_1 "\n"),
	    SECOND(STRANGER, .extra = "Session-ID: " UUID_2 "\n"), ENDS } },
	{ "icid", "same icid 1234bc9876e", CERTAINTY_CERTAIN,
	  { FIRST("P-Charging-Vector: icid-value=\"1234bc9876e\";orig-ioi=a\n"),
	    SECOND(STRANGER, .extra = "P-Charging-Vector: "
		   "icid-generated-at=x;icid-value=1234bc9876e\n"), ENDS } },
	{ "Call-ID in X-CID", "same X-CID abcdefg1@x", CERTAINTY_CERTAIN,
	  { FIRST("X-CID: abcdefg1@x\n"),
	    SECOND(STRANGER, .extra = "X-CID: abcdefg1@x\n"), ENDS } },
	{ "a setting is no id", NULL, 0,
	  { FIRST("X-CID: 1\n"), SECOND(STRANGER, .extra = "X-CID: 1\n"), ENDS } },
	{ "header that nobody knows", NULL, 0,
	  { FIRST("X-Tenant: example-1234\n"),
	    SECOND(STRANGER, .extra = "X-Tenant: example-1234\n"), ENDS } },
	{ "Cisco", "same Cisco-Guid 2501473230-1234567890", CERTAINTY_CERTAIN,
	  { FIRST("Cisco-Guid: 2501473230-1234567890\n"),
	    SECOND(STRANGER, .extra = "Cisco-Guid: 2501473230-1234567890\n"),
	    ENDS } },
	{ "SDP", "same SDP o= - 3901234567", CERTAINTY_POSSIBLE,
	  { FIRST(SDP("3901234567")),
	    SECOND(STRANGER, .extra = SDP("3901234567")), ENDS } },
	{ "SDP counts from 1", NULL, 0,
	  { FIRST(SDP("1")), SECOND(STRANGER, .extra = SDP("1")), ENDS } },
	{ "numbers", "look like two legs of one: same numbers",
	  CERTAINTY_POSSIBLE, { FIRST(NULL), SECOND(.status = 0), ENDS } },
	{ "numbers with and without a country",
	  "look like two legs of one: same numbers", CERTAINTY_POSSIBLE,
	  { { 0, PHONE, PBX, 'a', .calling = "+493012345678", .called = "00442079460123" },
	    { .1, PBX, FAR, 'b', .calling = "03012345678", .called = "+442079460123" }, ENDS } },
	{ "another caller", NULL, 0,
	  { FIRST(NULL), SECOND(.calling = "carol", .called = "bob"), ENDS } },
	{ "another callee", NULL, 0,
	  { FIRST(NULL), SECOND(.calling = "alice", .called = "carol"), ENDS } },
	{ "everybody is anonymous", NULL, 0,
	  { { 0, PHONE, PBX, 'a', .calling = "anonymous" },
	    { .1, PBX, FAR, 'b', .calling = "Anonymous" }, ENDS } },
	{ "numbers, but too late", NULL, 0,
	  { FIRST(NULL), { 2.1, PBX, FAR, 'b', .status = 0 }, { 3, FAR, PBX, 'b', .status = 486 },
	    { 3.1, PBX, PHONE, 'a', .status = 486 } } },
	{ "numbers, just in time", "look like", CERTAINTY_POSSIBLE,
	  { FIRST(NULL), { 1.9, PBX, FAR, 'b', .status = 0 }, { 3, FAR, PBX, 'b', .status = 486 },
	    { 3.1, PBX, PHONE, 'a', .status = 486 } } },
	{ "an id knows no time", "same Session-ID", CERTAINTY_CERTAIN,
	  { FIRST("Session-ID: " UUID_1 "\n"),
	    { 60, PBX, FAR, 'b', .extra = "Session-ID: " UUID_1 "\n" },
	    { 61, FAR, PBX, 'b', .status = 486 }, { 62, PBX, PHONE, 'a', .status = 486 } } },
	{ "numbers, not from where the first went", NULL, 0,
	  { FIRST(NULL), { .1, OTHER, FAR, 'b', .cseq = 1 }, { 1, FAR, OTHER, 'b', .status = 486 },
	    { 1.1, PBX, PHONE, 'a', .status = 486 } } },
	{ "the first had ended", NULL, 0,
	  { FIRST("Session-ID: " UUID_1 "\n"), { .1, PBX, PHONE, 'a', .status = 486 },
	    { .2, PBX, FAR, 'b', .extra = "Session-ID: " UUID_1 "\n" },
	    { 1, FAR, PBX, 'b', .status = 486 } } },
	/* Two calls between the same numbers: which of them is it? */
	{ "parallel calls", NULL, 0,
	  { FIRST(NULL), { .05, OTHER, PBX, 'c', .status = 0 }, SECOND(.status = 0), ENDS,
	    { 1.2, PBX, OTHER, 'c', .status = 486 } } },
	{ "the id tells parallel calls apart", "same Session-ID",
	  CERTAINTY_CERTAIN,
	  { FIRST("Session-ID: " UUID_1 "\n"),
	    { .05, OTHER, PBX, 'c', .extra = "Session-ID: " UUID_2 "\n" },
	    SECOND(.extra = "Session-ID: " UUID_1 "\n"), ENDS,
	    { 1.2, PBX, OTHER, 'c', .status = 486 } } },
	/* A fork before the PBX copied the id. */
	{ "an id that two calls have", NULL, 0,
	  { FIRST("Session-ID: " UUID_1 "\n"),
	    { .05, OTHER, PBX, 'c', .extra = "Session-ID: " UUID_1 "\n" },
	    SECOND(.extra = "Session-ID: " UUID_1 "\n"), ENDS,
	    { 1.2, PBX, OTHER, 'c', .status = 486 } } },
	{ "and numbers tell which", "same Session-ID", CERTAINTY_CERTAIN,
	  { FIRST("Session-ID: " UUID_1 "\n"),
	    { .05, OTHER, PBX, 'c', .calling = "carol", .called = "dave",
	      .extra = "Session-ID: " UUID_1 "\n" },
	    SECOND(.extra = "Session-ID: " UUID_1 "\n"), ENDS,
	    { 1.2, PBX, OTHER, 'c', .status = 486 } } },
	{ "after a challenge", "same numbers", CERTAINTY_POSSIBLE,
	  { FIRST(NULL), { .1, PBX, PHONE, 'a', .status = 407 },
	    { 3, PHONE, PBX, 'a', .cseq = 2 }, { 3.1, PBX, FAR, 'b', .status = 0 },
	    { 4, FAR, PBX, 'b', .status = 486 },
	    { 4.1, PBX, PHONE, 'a', .status = 486, .cseq = 2 } } },
	/* One Call-ID on two hops is a proxy. */
	{ "a proxy", NULL, 0,
	  { FIRST("Session-ID: " UUID_1 "\n"),
	    { .1, PBX, FAR, 'a', .extra = "Session-ID: " UUID_1 "\n" },
	    { 1, FAR, PBX, 'a', .status = 486 }, { 1.1, PBX, PHONE, 'a', .status = 486 } } },
};

/* --- a B2BUA with two addresses: PBX outside, IN inside --- */

#define IN "10.0.1.2:5060"
#define ID(uuid) .extra = "Session-ID: " uuid "\n"
#define INSIDE(...) { .1, IN, FAR, 'b', __VA_ARGS__ }
#define ENDS_APART { 1, FAR, IN, 'b', .status = 486 }, { 1.1, PBX, PHONE, 'a', .status = 486 }
#define TRYING { .01, PBX, PHONE, 'a', .status = 100 }
#define FORKED "Via: SIP/2.0/UDP 10.9.9.9;branch=z9hG4bKx"
#define OFFER(session, version) .extra = \
	"Content-Type: application/sdp\n\nv=0\no=- " session " " version \
	" IN IP4 10.0.0.1\ns=-\nc=IN IP4 10.0.0.1\nt=0 0\n" \
	"m=audio 4000 RTP/AVP 8\n"

static const struct legs_case apart[] = {
	{ "Session-ID", "b@x are two legs of one: same Session-ID " UUID_1,
	  CERTAINTY_LIKELY,
	  { FIRST("Session-ID: " UUID_1 "\n"), INSIDE(STRANGER, ID(UUID_1)), ENDS_APART } },
	{ "icid", "same icid 1234bc9876e", CERTAINTY_LIKELY,
	  { FIRST("P-Charging-Vector: icid-value=1234bc9876e\n"),
	    INSIDE(STRANGER, .extra = "P-Charging-Vector: icid-value=1234bc9876e\n"),
	    ENDS_APART } },
	{ "X-CID", "same X-CID abcdefg1@x", CERTAINTY_LIKELY,
	  { FIRST("X-CID: abcdefg1@x\n"),
	    INSIDE(STRANGER, .extra = "X-CID: abcdefg1@x\n"), ENDS_APART } },
	{ "another Session-ID", NULL, 0,
	  { FIRST("Session-ID: " UUID_1 "\n"), INSIDE(ID(UUID_2)), ENDS_APART } },
	{ "a queue in between", "same Session-ID", CERTAINTY_LIKELY,
	  { FIRST("Session-ID: " UUID_1 "\n"), TRYING,
	    { 60, IN, FAR, 'b', ID(UUID_1) }, { 61, FAR, IN, 'b', .status = 486 },
	    { 61.1, PBX, PHONE, 'a', .status = 486 } } },
	{ "the first had ended", NULL, 0,
	  { FIRST("Session-ID: " UUID_1 "\n"), { .05, PBX, PHONE, 'a', .status = 486 },
	    INSIDE(ID(UUID_1)), { 1, FAR, IN, 'b', .status = 486 } } },
	{ "one address is preferred", "a@x are two legs of one", CERTAINTY_CERTAIN,
	  { FIRST(FORKED "1\nSession-ID: " UUID_1 "\n"),
	    { .05, OTHER, IN, 'c', STRANGER,
	      .extra = FORKED "2\nSession-ID: " UUID_1 "\n" },
	    { .06, IN, OTHER, 'c', STRANGER, .status = 200 },
	    { .07, PBX, PHONE, 'a', .status = 200 },
	    { .1, PBX, FAR, 'b', ID(UUID_1) } } },
	{ "an id elsewhere says more than numbers here", "and a@x are two legs of one: same Session-ID",
	  CERTAINTY_LIKELY,
	  { FIRST("Session-ID: " UUID_1 "\n"),
	    { .05, OTHER, IN, 'c', .cseq = 1 }, { .06, IN, OTHER, 'c', .status = 200 },
	    { .07, PBX, PHONE, 'a', .status = 200 }, INSIDE(ID(UUID_1)) } },
	/* Who gives all its calls one id. */
	{ "the phone calls again elsewhere", NULL, 0,
	  { FIRST("Session-ID: " UUID_1 "\n"), { .1, PHONE, FAR, 'b', ID(UUID_1) },
	    { 1, FAR, PHONE, 'b', .status = 486 }, { 1.1, PBX, PHONE, 'a', .status = 486 } } },
	{ "and its next call is tied to that", "and b@x are two legs of one: same Session-ID",
	  CERTAINTY_LIKELY,
	  { FIRST("Session-ID: " UUID_1 "\n"), { .1, PBX, PHONE, 'a', .status = 486 },
	    { 2, PHONE, PBX, 'c', ID(UUID_1) }, { 2.1, IN, FAR, 'b', ID(UUID_1) },
	    { 2.2, PBX, PHONE, 'c', .status = 200 },
	    { 3, FAR, IN, 'b', .status = 486 } } },
	{ "a fork that goes out over two proxies", NULL, 0,
	  { FIRST(FORKED "1\nSession-ID: " UUID_1 "\n"),
	    { .02, OTHER, "10.0.0.9:5060", 'c',
	      .extra = FORKED "2\nSession-ID: " UUID_1 "\n" },
	    { .03, "10.0.0.9:5060", OTHER, 'c', .status = 200 },
	    { .04, PBX, PHONE, 'a', .status = 200 }, { .1, IN, FAR, 'b', ID(UUID_1) } } },
	/* A carrier tries both SBCs of a pool, or both its own try one. */
	{ "two that call one server", NULL, 0,
	  { FIRST("Session-ID: " UUID_1 "\n"), { .1, IN, PBX, 'b', ID(UUID_1) },
	    { 1, PBX, IN, 'b', .status = 486 }, { 1.1, PBX, PHONE, 'a', .status = 486 } } },
	{ "one device behind two proxies", NULL, 0,
	  { FIRST(FORKED "1\nSession-ID: " UUID_1 "\n"),
	    INSIDE(.extra = FORKED "2\n"
		   "Session-ID: " UUID_1 "\n"), ENDS_APART } },
	{ "two devices behind two proxies", "same Session-ID", CERTAINTY_LIKELY,
	  { FIRST(FORKED "1\nSession-ID: " UUID_1 "\n"),
	    INSIDE(.extra = "Via: SIP/2.0/UDP 10.9.9.8, SIP/2.0/UDP 10.9.9.7\n"
		   "Session-ID: " UUID_1 "\n"), ENDS_APART } },
	/* One Call-ID on both sides is a proxy with two addresses. */
	{ "a proxy", NULL, 0,
	  { FIRST("Session-ID: " UUID_1 "\n"), { .1, IN, FAR, 'a', ID(UUID_1) },
	    { 1, FAR, IN, 'a', .status = 486 }, { 1.1, PBX, PHONE, 'a', .status = 486 } } },
	/* No id. */
	{ "SDP and numbers", "same SDP o= - 3901234567", CERTAINTY_POSSIBLE,
	  { FIRST(SDP("3901234567")), TRYING, INSIDE(OFFER("3901234567", "1")), ENDS_APART } },
	{ "numbers alone", NULL, 0, { FIRST(NULL), TRYING, INSIDE(.cseq = 1), ENDS_APART } },
	{ "SDP alone", NULL, 0,
	  { FIRST(SDP("3901234567")), TRYING,
	    INSIDE(STRANGER, OFFER("3901234567", "1")), ENDS_APART } },
	{ "SDP of a later version", NULL, 0,
	  { FIRST(SDP("3901234567")), TRYING, INSIDE(OFFER("3901234567", "2")), ENDS_APART } },
	{ "SDP and numbers, too late", NULL, 0,
	  { FIRST(SDP("3901234567")), TRYING, { 2.1, IN, FAR, 'b', OFFER("3901234567", "1") },
	    { 3, FAR, IN, 'b', .status = 486 }, { 3.1, PBX, PHONE, 'a', .status = 486 } } },
	{ "both at once: who forks waits for nobody", NULL, 0,
	  { FIRST(SDP("3901234567")), INSIDE(OFFER("3901234567", "1")), ENDS_APART } },
	{ "answered before", NULL, 0,
	  { FIRST(SDP("3901234567")), { .05, PBX, PHONE, 'a', .status = 200 },
	    INSIDE(OFFER("3901234567", "1")), { 1, FAR, IN, 'b', .status = 486 } } },
	{ "the same two through two boxes", NULL, 0,
	  { FIRST(SDP("3901234567")), TRYING, INSIDE(OFFER("3907654321", "1")), ENDS_APART } },
	{ "a phone that calls over two SBCs", NULL, 0,
	  { FIRST(SDP("3901234567")), TRYING, { .1, PHONE, FAR, 'b', OFFER("3901234567", "1") },
	    { 1, FAR, PHONE, 'b', .status = 486 }, { 1.1, PBX, PHONE, 'a', .status = 486 } } },
	/* Which of them is it? */
	{ "two calls fit", NULL, 0,
	  { FIRST(FORKED "1\n" SDP("3901234567")), TRYING,
	    { .02, OTHER, "10.0.0.9:5060", 'c',
	      .extra = FORKED "2\n" SDP("3901234567") },
	    { .03, "10.0.0.9:5060", OTHER, 'c', .status = 100 },
	    INSIDE(OFFER("3901234567", "1")), ENDS_APART } },
};

static void run(const struct legs_case *c)
{
	static struct feed f;
	const struct feed_found *x;

	feed_init(&f);
	for (const struct step *s = c->steps; s->call; s++)
		play(&f, s);
	feed_end(&f);
	x = feed_last(&f, "b2bua-legs");
	if (!x != !c->want || (x && (!strstr(x->title, c->want) ||
				     x->certainty != c->certainty ||
				     x->severity != SEVERITY_INFO)))
		fail_msg("%s: %s, certainty %d", c->label,
			 x ? x->title : "nothing", x ? (int)x->certainty : -1);
	if (feed_count(&f, "b2bua-legs") > 1)
		fail_msg("%s: more than one", c->label);
	feed_fini(&f);
}

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		run(&cases[i]);
}

static void test_apart(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(apart) / sizeof(*apart); i++)
		run(&apart[i]);
}

/* X-Call-ID says it, whenever; on whatever address. */
static void test_named_apart(void **state)
{
	static const struct {
		const char *label, *from, *id;
		double at;
		bool found;
	} cases[] = {
		{ "soon", IN, "first-call@x", 1, true },
		{ "long after a menu answered", IN, "first-call@x", 100, true },
		{ "another Call-ID", IN, "first-call@y", 1, false },
		{ "the caller names its other call", PHONE, "first-call@x", 1,
		  false },
		{ "the caller, long after", PHONE, "first-call@x", 100, false },
	};
	static struct feed f;
	char extra[64];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct feed_found *x;

		feed_init(&f);
		feed_fmt(&f, 0, PHONE, PBX, "INVITE sip:1@x SIP/2.0\n"
			 "Via: SIP/2.0/UDP " PHONE ";branch=z9hG4bK1\n"
			 "From: <sip:a@x>;tag=1\nTo: <sip:1@x>\n"
			 "Call-ID: first-call@x\nMax-Forwards: 70\n"
			 "CSeq: 1 INVITE\nContact: <sip:" PHONE ">\n\n");
		feed_fmt(&f, .1, PBX, PHONE, "SIP/2.0 200 OK\n"
			 "Via: SIP/2.0/UDP " PHONE ";branch=z9hG4bK1\n"
			 "From: <sip:a@x>;tag=1\nTo: <sip:1@x>;tag=2\n"
			 "Call-ID: first-call@x\nCSeq: 1 INVITE\n"
			 "Contact: <sip:" PBX ">\n\n");
		feed_fmt(&f, .2, PHONE, PBX, "ACK sip:" PBX " SIP/2.0\n"
			 "Via: SIP/2.0/UDP " PHONE ";branch=z9hG4bK2\n"
			 "From: <sip:a@x>;tag=1\nTo: <sip:1@x>;tag=2\n"
			 "Call-ID: first-call@x\nMax-Forwards: 70\n"
			 "CSeq: 1 ACK\n\n");
		feed_clock(&f, cases[i].at);
		snprintf(extra, sizeof(extra), "X-Call-ID: %s\n", cases[i].id);
		play(&f, &(struct step){ cases[i].at, cases[i].from, FAR, 'b',
					 STRANGER, .extra = extra });
		x = feed_last(&f, "b2bua-legs");
		if (!x == cases[i].found ||
		    (x && x->certainty != CERTAINTY_CERTAIN))
			fail_msg("%s", cases[i].label);
		feed_fini(&f);
	}
}

/* X-Call-ID names the Call-ID of the first leg. */
static void test_named(void **state)
{
	static struct feed f;
	const struct feed_found *x;

	(void)state;
	feed_init(&f);
	feed_fmt(&f, 0, PHONE, PBX, "INVITE sip:1@x SIP/2.0\n"
		 "Via: SIP/2.0/UDP " PHONE ";branch=z9hG4bK1\n"
		 "From: <sip:a@x>;tag=1\nTo: <sip:1@x>\n"
		 "Call-ID: first-call@x\nMax-Forwards: 70\nCSeq: 1 INVITE\n"
		 "Contact: <sip:" PHONE ">\n\n");
	play(&f, &(struct step){ 5, PBX, FAR, 'b', .calling = "7", .called = "8",
				 .extra = "X-Call-ID: first-call@x\n" });
	play(&f, &(struct step){ 6, FAR, PBX, 'b', .status = 503 });
	feed_fmt(&f, 6.1, PBX, PHONE, "SIP/2.0 503 No\n"
		 "Via: SIP/2.0/UDP " PHONE ";branch=z9hG4bK1\n"
		 "From: <sip:a@x>;tag=1\nTo: <sip:1@x>;tag=2\n"
		 "Call-ID: first-call@x\nCSeq: 1 INVITE\n\n");
	x = feed_last(&f, "b2bua-legs");
	assert_non_null(x);
	assert_non_null(strstr(x->title, "same X-Call-ID first-call@x"));
	assert_non_null(strstr(x->explain, "second leg (503)"));
	assert_null(strstr(x->explain, "10.0.0.2")); /* there is but one */
	assert_string_equal(x->marks, "X-Call-ID: first-call@x | first-call@x"
			    " | the same on both legs\n"
			    "Call-ID: first-call@x | first-call@x"
			    " | the same on both legs\n");
	feed_fini(&f);
}

/* A menu answered first: told about the second leg, at once. */
static void test_answered(void **state)
{
	static struct feed f;
	const struct feed_found *x;

	(void)state;
	feed_init(&f);
	play(&f, &(struct step){ 0, PHONE, PBX, 'a', .extra =
				 "Session-ID: " UUID_1 "\n" });
	play(&f, &(struct step){ .1, PBX, PHONE, 'a', .status = 200 });
	play(&f, &(struct step){ 20, PBX, FAR, 'b', .extra =
				 "Session-ID: " UUID_1 "\n" });
	x = feed_last(&f, "b2bua-legs");
	assert_non_null(x);
	assert_non_null(strstr(x->title, "and a@x are two legs of one"));
	feed_fini(&f);
}

/* Both addresses of the B2BUA are named, whichever leg it is told about. */
static void test_addresses(void **state)
{
	static struct feed f;
	const struct feed_found *x;

	(void)state;
	feed_init(&f);
	play(&f, &(struct step){ 0, PHONE, PBX, 'a', ID(UUID_1) });
	play(&f, &(struct step){ .1, PBX, PHONE, 'a', .status = 200 });
	play(&f, &(struct step){ 20, IN, FAR, 'b', ID(UUID_1) });
	x = feed_last(&f, "b2bua-legs");
	assert_non_null(x);
	assert_non_null(strstr(x->explain, "of the caller at 10.0.0.2 and makes "
			       "a new one to the callee from 10.0.1.2,"));
	feed_fini(&f);
}

/* An answer needs no explanation. */
static void test_both_answered(void **state)
{
	static struct feed f;
	const struct feed_found *x;

	(void)state;
	feed_init(&f);
	play(&f, &(struct step){ 0, PHONE, PBX, 'a', ID(UUID_1) });
	play(&f, &(struct step){ .1, IN, FAR, 'b', ID(UUID_1) });
	play(&f, &(struct step){ 1, FAR, IN, 'b', .status = 200 });
	play(&f, &(struct step){ 1.1, PBX, PHONE, 'a', .status = 200 });
	x = feed_last(&f, "b2bua-legs");
	assert_non_null(x);
	assert_null(strstr(x->explain, "second leg"));
	assert_non_null(strstr(x->explain, "on one leg explains the other"));
	assert_non_null(strstr(x->explain, "of the caller at 10.0.0.2 and makes "
			       "a new one to the callee from 10.0.1.2,"));
	feed_fini(&f);
}

/* More calls than are remembered, and more at once than fit one place: nothing
 * breaks, and a later pair is found. */
static void test_flood(void **state)
{
	static struct feed f;
	struct step s = { 0, PHONE, PBX, 'a', .status = 0 };
	char call[16], id[64];

	(void)state;
	feed_init(&f);
	for (unsigned i = 0; i < 20000; i++) {
		snprintf(call, sizeof(call), "%u", i);
		snprintf(id, sizeof(id), "Session-ID: %032x\n", i / 2 + 1);
		feed_fmt(&f, i * .001, i % 2 ? PBX : PHONE, i % 2 ? FAR : PBX,
			 "INVITE sip:bob@x SIP/2.0\n"
			 "Via: SIP/2.0/UDP x;branch=z9hG4bK%s\n"
			 "From: <sip:alice@x>;tag=1\nTo: <sip:bob@x>\n"
			 "Call-ID: %s\nMax-Forwards: 70\nCSeq: 1 INVITE\n%s\n",
			 call, call, id);
	}
	s.at = 30;
	s.extra = "Session-ID: " UUID_1 "\n";
	play(&f, &s);
	play(&f, &(struct step){ 30.1, PBX, FAR, 'b', .extra = s.extra });
	f.n = 0;
	play(&f, &(struct step){ 30.2, PBX, PHONE, 'a', .status = 486 });
	assert_int_equal(feed_count(&f, "b2bua-legs"), 1);
	feed_fini(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_apart),
		cmocka_unit_test(test_named),
		cmocka_unit_test(test_named_apart),
		cmocka_unit_test(test_answered),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_both_answered),
		cmocka_unit_test(test_flood),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
