/* SPDX-License-Identifier: BSD-2-Clause */
/* One request over several hops: which refusal is the cause, which only passed
 * on. */
#include "feed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define A "10.0.0.1:5060"
#define P "10.0.0.2:5060" /* a proxy */
#define B "10.0.0.3:5060"
#define C "10.0.0.4:5060"

static void request(struct feed *f, double at, const char *from,
		    const char *to, const char *branch, unsigned cseq)
{
	feed_fmt(f, at, from, to,
		 "INVITE sip:bob@example.com SIP/2.0\n"
		 "Via: SIP/2.0/UDP %s;branch=z9hG4bK%s\n"
		 "From: <sip:alice@example.com>;tag=1\n"
		 "To: <sip:bob@example.com>\nCall-ID: c@x\n"
		 "Max-Forwards: 70\nRequire: foo\n"
		 "CSeq: %u INVITE\nContact: <sip:alice@10.0.0.1>\n\n",
		 from, branch, cseq);
}

static void response(struct feed *f, double at, const char *from,
		     const char *to, const char *branch, unsigned cseq,
		     const char *status)
{
	feed_fmt(f, at, from, to,
		 "SIP/2.0 %s\nVia: SIP/2.0/UDP %s;branch=z9hG4bK%s\n"
		 "From: <sip:alice@example.com>;tag=1\n"
		 "To: <sip:bob@example.com>;tag=2\nCall-ID: c@x\n"
		 "CSeq: %u INVITE\nUnsupported: foo\n\n",
		 status, to, branch, cseq);
}

/* The nth finding is `name', caused by `cause' (NULL: by nothing). */
static void expect(const struct feed *f, unsigned n, const char *name,
		   const char *cause)
{
	assert_true(n < f->n);
	assert_string_equal(f->found[n].name, name);
	if (cause)
		assert_string_equal(f->found[n].cause, cause);
	else
		assert_string_equal(f->found[n].cause, "");
}

static void test_passed_on(void **state)
{
	static struct feed f;

	(void)state;
	feed_init(&f);
	request(&f, 0, A, P, "a", 1);
	request(&f, .1, P, B, "b", 1);
	response(&f, .2, B, P, "b", 1, "420 Bad Extension");
	response(&f, .3, P, A, "a", 1, "420 Bad Extension");
	feed_end(&f);
	expect(&f, 0, "require-unsupported", NULL);
	expect(&f, 1, "require-unsupported",
	       "require-unsupported 3 10.0.0.3:5060");
	feed_fini(&f);
}

/* Another code at the front, and a proxy in between. */
static void test_chain(void **state)
{
	static struct feed f;

	(void)state;
	feed_init(&f);
	request(&f, 0, A, P, "a", 1);
	request(&f, .1, P, B, "b", 1);
	request(&f, .2, B, C, "c", 1);
	response(&f, .3, C, B, "c", 1, "404 Not Found");
	response(&f, .4, B, P, "b", 1, "404 Not Found");
	response(&f, .5, P, A, "a", 1, "502 Bad Gateway");
	feed_end(&f);
	expect(&f, 0, "status-404", NULL);
	expect(&f, 1, "status-404", "status-404 4 10.0.0.4:5060");
	expect(&f, 2, "status-502", "status-404 4 10.0.0.4:5060");
	feed_fini(&f);
}

/* Of two servers that were tried the one with the code that was passed on. */
static void test_best(void **state)
{
	static struct feed f;

	(void)state;
	feed_init(&f);
	request(&f, 0, A, P, "a", 1);
	request(&f, .1, P, B, "b", 1);
	response(&f, .2, B, P, "b", 1, "404 Not Found");
	request(&f, .3, P, C, "c", 1);
	response(&f, .4, C, P, "c", 1, "503 Service Unavailable");
	response(&f, .5, P, A, "a", 1, "404 Not Found");
	feed_end(&f);
	expect(&f, 2, "status-404", "status-404 3 10.0.0.3:5060");
	feed_fini(&f);
}

static void test_icmp(void **state)
{
	static struct feed f;

	(void)state;
	feed_init(&f);
	request(&f, 0, A, P, "a", 1);
	request(&f, .1, P, B, "b", 1);
	feed_icmp(&f, .2, "10.0.0.3", P, B, 303,
		  "INVITE sip:bob@example.com SIP/2.0\r\n"
		  "Via: SIP/2.0/UDP 10.0.0.2:5060;branch=z9hG4bKb\r\n");
	response(&f, .3, P, A, "a", 1, "500 Server Internal Error");
	feed_end(&f);
	expect(&f, 0, "icmp-unreachable", NULL);
	expect(&f, 1, "status-500", "icmp-unreachable 2 10.0.0.3:5060");
	feed_fini(&f);
}

#define SDP(codec) "Content-Type: application/sdp\n\nv=0\no=- 1 1 IN IP4 " \
	"10.0.0.1\ns=-\nc=IN IP4 10.0.0.1\nt=0 0\nm=audio 4000 RTP/AVP " codec

/* A call ends 2 s after a change of it was refused with that code. */
static void hang_up(struct feed *f, const char *code)
{
	char refused[32];
	const struct feed_step steps[] = {
		{ 0, "> INVITE 1", SDP("8\n") },
		{ .1, "< 200 INVITE 1", SDP("8\n") }, { .2, "> ACK+ 1", NULL },
		{ 1, "> INVITE+ 2", SDP("18\n") }, { 1.1, refused, NULL },
		{ 1.2, "> ACK+ 2", NULL }, { 3, "> BYE+ 3", NULL },
		{ 3.1, "< 200 BYE 3", NULL }, { 0, NULL, NULL } };

	snprintf(refused, sizeof(refused), "< %s INVITE 2", code);
	feed_init(f);
	feed_steps(f, steps);
}

/* Why it was refused is the cause; where nobody knows, that it was hung up. */
static void test_hung_up(void **state)
{
	static struct feed f;

	(void)state;
	hang_up(&f, "488");
	assert_int_equal(f.n, 2);
	expect(&f, 0, "sdp-no-codec", NULL);
	expect(&f, 1, "reinvite-drop", "sdp-no-codec 5 10.0.0.2:5060");
	feed_fini(&f);
	hang_up(&f, "503");
	assert_int_equal(f.n, 1);
	expect(&f, 0, "reinvite-drop", NULL);
	feed_fini(&f);
}

#define LEG_ID "Session-ID: 47755a9de7794ba387653f2099600ef2;remote=0\n"
#define SAYS "Reason: Q.850;cause=34\n"
/* A calls B through a B2BUA, and one of them hangs up as soon as it can. */
#define TWO_LEGS { 0, "A>P INVITE 1 c=1", LEG_ID SDP("8\n") }, \
	{ .1, "P>B INVITE 1 c=2", LEG_ID SDP("8\n") }, \
	{ .2, "B>P 200 INVITE 1 c=2", SDP("8\n") }, \
	{ .3, "P>B ACK 1 t=2 c=2 b=k", NULL }, \
	{ .4, "P>A 200 INVITE 1 c=1", SDP("8\n") }, \
	{ .5, "A>P ACK 1 t=2 c=1 b=l", NULL }

static void expect_byes(const struct feed_step *steps, const char *cause)
{
	static struct feed f;
	const struct feed_found *x;
	unsigned n = 0;

	feed_init(&f);
	feed_steps(&f, steps);
	for (unsigned i = 0; i < f.n; i++) {
		x = &f.found[i];
		if (!strcmp(x->name, "bye-immediate"))
			assert_string_equal(x->cause, n++ && cause ? cause : "");
	}
	assert_int_equal(n, 2);
	feed_fini(&f);
}

/* A BYE passes the B2BUA: it is the same end. */
static void test_bye_passed_on(void **state)
{
	const struct feed_step callee[] = { TWO_LEGS,
		{ 1.5, "B>P BYE 1 f=2 t=1 c=2", SAYS },
		{ 1.6, "P>A BYE 1 f=2 t=1 c=1", SAYS },
		{ 1.7, "A>P 200 BYE 1 f=2 t=1 c=1", NULL }, { 0, NULL, NULL } };
	const struct feed_step caller[] = { TWO_LEGS,
		{ 1.5, "A>P BYE 2 t=2 c=1", SAYS },
		{ 1.6, "P>B BYE 2 t=2 c=2", SAYS },
		{ 1.7, "B>P 200 BYE 2 t=2 c=2", NULL }, { 0, NULL, NULL } };
	const struct feed_step both[] = { TWO_LEGS,
		{ 1.5, "P>B BYE 2 t=2 c=2", SAYS },
		{ 1.6, "P>A BYE 1 f=2 t=1 c=1", SAYS },
		{ 1.7, "A>P 200 BYE 1 f=2 t=1 c=1", NULL }, { 0, NULL, NULL } };

	(void)state;
	expect_byes(callee, "bye-immediate 7 10.0.0.16:5060");
	expect_byes(caller, "bye-immediate 7 10.0.0.16:5060");
	expect_byes(both, NULL); /* the B2BUA itself */
}

/* Nobody answers what nobody can read: that is the fault, the bytes are shown. */
static void test_unreadable(void **state)
{
	static const struct {
		const char *what;
		bool seen;
		const char *names, *title, *cause;
	} cases[] = {
		{ "A>B INVITE 1 sip:\1\377z@x", true,
		  "malformed-message no-answer-any", "has the bytes 01 FF",
		  "malformed-message 1 10.0.0.2:5060" },
		{ "A>B MESSAGE 1 sip:j\303\266rg@x", true,
		  "malformed-message no-answer-nonivite", "bytes C3 B6",
		  "malformed-message 1 10.0.0.2:5060" },
		{ "A>B INVITE 1 sip:j%C3%B6rg@x", true, "no-answer-any",
		  "never answered", "" },
		{ "A>B INVITE 1 sip:\1\377z@x", false,
		  "malformed-message no-answer-any", "has the bytes 01 FF", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		static struct feed f;
		const struct feed_step steps[] = {
			{ 0, cases[i].what, NULL },
			{ .5, cases[i].what, NULL },
			{ 1.5, cases[i].what, NULL },
			{ 3.5, cases[i].what, NULL },
			{ 40, "clock", NULL }, { 0, NULL, NULL } };
		char names[80];

		feed_init(&f);
		if (cases[i].seen)
			feed_seen(&f, "10.0.0.2:5060", A);
		feed_steps(&f, steps);
		assert_string_equal(feed_names(&f, names, sizeof(names)),
				    cases[i].names);
		assert_non_null(strstr(f.found[0].title, cases[i].title));
		assert_string_equal(f.found[f.n - 1].cause, cases[i].cause);
		feed_fini(&f);
	}
}

/* The hop behind succeeded, or was refused later, or another request was. */
static void test_none(void **state)
{
	static struct feed f;

	(void)state;
	feed_init(&f);
	request(&f, 0, A, P, "a", 1);
	request(&f, .1, P, B, "b", 1);
	response(&f, .3, P, A, "a", 1, "500 Server Internal Error");
	response(&f, .4, B, P, "b", 1, "404 Not Found");
	feed_end(&f);
	expect(&f, 0, "status-500", NULL);
	expect(&f, 1, "status-404", NULL);
	feed_fini(&f);

	feed_init(&f);
	request(&f, 0, P, B, "b", 1);
	response(&f, .1, B, P, "b", 1, "404 Not Found");
	request(&f, .2, A, P, "a", 1);
	response(&f, .3, P, A, "a", 1, "403 Forbidden");
	feed_end(&f);
	expect(&f, 1, "status-403", NULL);
	feed_fini(&f);

	feed_init(&f);
	request(&f, 0, A, P, "a", 1);
	request(&f, .1, P, B, "b", 2);
	response(&f, .2, B, P, "b", 2, "404 Not Found");
	response(&f, .3, P, A, "a", 1, "403 Forbidden");
	feed_end(&f);
	expect(&f, 1, "status-403", NULL);
	feed_fini(&f);
}

/* Causes lead the ranking, even when there is more of the consequence. */
static void test_ranking(void **state)
{
	static struct feed f;
	const struct ranking_group *g;
	size_t n;

	(void)state;
	feed_init(&f);
	request(&f, 0, A, P, "a", 1);
	request(&f, .1, P, B, "b", 1);
	response(&f, .2, B, P, "b", 1, "503 Service Unavailable");
	response(&f, .3, P, A, "a", 1, "500 Server Internal Error");
	feed_end(&f);
	g = ranking_sorted(&f.ranking, &n);
	assert_int_equal(n, 2);
	assert_int_equal(g[0].status, 503);
	assert_false(g[0].consequence);
	assert_true(g[1].consequence);
	feed_fini(&f);
}

/* The nth hop of an INVITE that goes round between P and B; answered: the answer
 * to it. */
static void circle(struct feed *f, int n, bool answered)
{
	static const char *const at[] = { A, P, B, P, B, P, B };
	struct strbuf via = { 0 };

	for (int i = n; i >= 0; i--)
		strbuf_fmt(&via, "Via: SIP/2.0/UDP %s;branch=z9hG4bKb%d\n",
			   at[i], i);
	if (answered)
		feed_fmt(f, 1 - n * .01, at[n + 1], at[n],
			 "SIP/2.0 482 Loop Detected\n%s"
			 "From: <sip:alice@example.com>;tag=1\n"
			 "To: <sip:bob@example.com>;tag=2\nCall-ID: c@x\n"
			 "CSeq: 1 INVITE\n\n", strbuf_str(&via));
	else
		feed_fmt(f, n * .01, at[n], at[n + 1],
			 "INVITE sip:bob@example.com SIP/2.0\n%s"
			 "From: <sip:alice@example.com>;tag=1\n"
			 "To: <sip:bob@example.com>\nCall-ID: c@x\n"
			 "Max-Forwards: 70\nCSeq: 1 INVITE\n"
			 "Contact: <sip:alice@10.0.0.1>\n\n",
			 strbuf_str(&via));
	strbuf_fini(&via);
}

/* A circle is the cause itself, whatever is refused where it ends. */
static void test_root(void **state)
{
	static struct feed f;
	const struct ranking_group *g;
	size_t n;

	(void)state;
	feed_init(&f);
	for (int i = 0; i < 6; i++)
		circle(&f, i, false);
	for (int i = 5; i >= 0; i--)
		circle(&f, i, true);
	feed_end(&f);
	g = ranking_sorted(&f.ranking, &n);
	assert_true(n > 0);
	assert_int_equal(g[0].id, FINDING_LOOP_482);
	assert_false(g[0].consequence);
	for (unsigned i = 0; i < f.n; i++)
		if (!strcmp(f.found[i].name, "loop-482"))
			assert_string_equal(f.found[i].cause, "");
	feed_fini(&f);
}

/* --- legs of a B2BUA --- */

struct leg_step {
	double at;
	const char *from, *to, *what; /* `INVITE a', `420 a'; `a' is the call */
	const char *method;           /* NULL: INVITE */
	unsigned cseq;                /* 0: 1 */
	const char *extra;
	const char *caller;           /* NULL: alice */
};

static void leg_step(struct feed *f, const struct leg_step *s)
{
	const char *method = s->method ? s->method : "INVITE";
	unsigned cseq = s->cseq ? s->cseq : 1, code = 0;
	bool in_dialog = strcmp(method, "INVITE") || cseq > 1;
	char call = s->what[strlen(s->what) - 1];
	struct strbuf b = { 0 };

	if (sscanf(s->what, "%u", &code) == 1)
		strbuf_fmt(&b, "SIP/2.0 %u Odd\nVia: SIP/2.0/UDP %s;"
			   "branch=z9hG4bK%c%s%u\n", code, s->to, call, method,
			   cseq);
	else
		strbuf_fmt(&b, "%s sip:bob@example.com SIP/2.0\n"
			   "Max-Forwards: 70\nVia: SIP/2.0/UDP %s;"
			   "branch=z9hG4bK%c%s%u\n", method, s->from, call,
			   method, cseq);
	strbuf_fmt(&b, "From: <sip:%s@example.com>;tag=%c1\n"
		   "To: <sip:bob@example.com>%s%.*s\nCall-ID: %c@x\n"
		   "CSeq: %u %s\nContact: <sip:%s>\n%s\n",
		   s->caller ? s->caller : "alice", call,
		   in_dialog || code > 100 ? ";tag=2" : "",
		   in_dialog || code > 100 ? 1 : 0, &call, call, cseq, method,
		   s->from, s->extra ? s->extra : "");
	feed_at(f, s->at, s->from, s->to, strbuf_str(&b));
	strbuf_fini(&b);
}

/* The last finding of that name has this cause (NULL: none). */
static void legs(const struct leg_step *s, const char *name, const char *cause)
{
	static struct feed f;
	const struct feed_found *x;

	feed_init(&f);
	for (; s->what; s++)
		leg_step(&f, s);
	feed_end(&f);
	x = feed_last(&f, name);
	assert_non_null(x);
	assert_string_equal(x->cause, cause ? cause : "");
	feed_fini(&f);
}

/* 502 here because 420 there; the caller's 502 never stands for itself. */
static void test_legs(void **state)
{
	static const struct leg_step passed[] = {
		{ .at = 0, A, P, "INVITE a", .cseq = 1 },
		{ .at = .1, P, B, "INVITE b", .cseq = 1 },
		{ .at = .2, B, P, "420 b", .extra = "Unsupported: foo\n" },
		{ .at = .3, P, A, "502 a", .cseq = 1 },
		{ .what = NULL },
	}, chain[] = {
		{ .at = 0, A, P, "INVITE a", .cseq = 1 },
		{ .at = .1, P, B, "INVITE a", .cseq = 1 },
		{ .at = .2, B, C, "INVITE b", .cseq = 1 },
		{ .at = .3, C, B, "404 b", .cseq = 1 },
		{ .at = .4, B, P, "503 a", .cseq = 1 },
		{ .at = .5, P, A, "500 a", .cseq = 1 },
		{ .what = NULL },
	};

	(void)state;
	legs(passed, "status-502", "status-420 3 10.0.0.3:5060");
	legs(chain, "status-503", "status-404 4 10.0.0.4:5060");
	legs(chain, "status-500", "status-404 4 10.0.0.4:5060");
}

/* Guards: the second leg failed later; went on to succeed; was made for nobody or
 * for somebody else; and the caller hung up. */
static void test_legs_none(void **state)
{
	static const struct leg_step later[] = {
		{ .at = 0, A, P, "INVITE a", .cseq = 1 },
		{ .at = .1, P, B, "INVITE b", .cseq = 1 },
		{ .at = .3, P, A, "502 a", .cseq = 1 },
		{ .at = .4, B, P, "420 b", .cseq = 1 },
		{ .what = NULL },
	}, answered[] = {
		{ .at = 0, A, P, "INVITE a", .cseq = 1 },
		{ .at = .1, P, B, "INVITE b", .cseq = 1 },
		{ .at = .2, B, P, "200 b", .cseq = 1 },
		{ .at = .3, P, A, "502 a", .cseq = 1 },
		{ .what = NULL },
	}, elsewhere[] = {
		{ .at = 0, A, P, "INVITE a", .cseq = 1 },
		{ .at = .1, C, B, "INVITE b", .cseq = 1 },
		{ .at = .2, B, C, "420 b", .cseq = 1 },
		{ .at = .3, P, A, "502 a", .cseq = 1 },
		{ .what = NULL },
	}, before[] = {
		{ .at = 0, P, B, "INVITE b", .cseq = 1 },
		{ .at = .1, A, P, "INVITE a", .cseq = 1 },
		{ .at = .2, B, P, "420 b", .cseq = 1 },
		{ .at = .3, P, A, "502 a", .cseq = 1 },
		{ .what = NULL },
	};

	(void)state;
	legs(later, "status-502", NULL);
	legs(answered, "status-502", NULL);
	legs(elsewhere, "status-502", NULL);
	legs(before, "status-502", NULL);
}

#define IN "10.0.1.2:5060" /* P's other address */
#define ID "Session-ID: 47755a9de7794ba387653f2099600ef2\n"

/* A B2BUA with two addresses. */
static void test_legs_apart(void **state)
{
	static const struct leg_step passed[] = {
		{ .at = 0, A, P, "INVITE a", .extra = ID },
		{ .at = .1, IN, B, "INVITE b", .extra = ID },
		{ .at = .2, B, IN, "404 b", .cseq = 1 },
		{ .at = .3, P, A, "480 a", .cseq = 1 },
		{ .what = NULL },
	}, chain[] = {
		{ .at = 0, A, P, "INVITE a", .extra = ID },
		{ .at = .1, IN, B, "INVITE b", .extra = ID },
		{ .at = .2, "10.0.2.3:5060", C, "INVITE c", .extra = ID },
		{ .at = .3, C, "10.0.2.3:5060", "404 c", .cseq = 1 },
		{ .at = .4, B, IN, "503 b", .cseq = 1 },
		{ .at = .5, P, A, "500 a", .cseq = 1 },
		{ .what = NULL },
	}, mixed[] = { /* a PBX with one address, then an SBC with two */
		{ .at = 0, A, P, "INVITE a", .extra = ID },
		{ .at = .1, P, B, "INVITE b", .extra = ID },
		{ .at = .2, IN, C, "INVITE c", .extra = ID },
		{ .at = .3, C, IN, "404 c", .cseq = 1 },
		{ .at = .4, B, P, "503 b", .cseq = 1 },
		{ .at = .5, P, A, "500 a", .cseq = 1 },
		{ .what = NULL },
	};

	(void)state;
	legs(passed, "status-480", "status-404 3 10.0.0.3:5060");
	legs(chain, "status-503", "status-404 4 10.0.0.4:5060");
	legs(chain, "status-500", "status-404 4 10.0.0.4:5060");
	legs(mixed, "status-503", "status-404 4 10.0.0.4:5060");
	legs(mixed, "status-500", "status-404 4 10.0.0.4:5060");
}

/* Guards: who made it is not known (a fork before the B2BUA, or two of its legs
 * that wait); the first leg failed long after; the ids differ; another hop of the
 * call. */
static void test_legs_apart_none(void **state)
{
	static const struct leg_step fork[] = {
		{ .at = 0, A, P, "INVITE a", .extra = ID },
		{ .at = .05, A, C, "INVITE a", .extra = ID },
		{ .at = .1, IN, B, "INVITE b", .extra = ID },
		{ .at = .2, B, IN, "486 b", .cseq = 1 },
		{ .at = .3, P, A, "480 a", .cseq = 1 },
		{ .what = NULL },
	}, waiting[] = {
		{ .at = 0, A, P, "INVITE a", .extra = ID },
		{ .at = .1, P, B, "INVITE b", .extra = ID },
		{ .at = .1, P, C, "INVITE c", .extra = ID },
		{ .at = .2, IN, "10.0.0.9:5060", "INVITE d", .extra = ID },
		{ .at = .3, "10.0.0.9:5060", IN, "486 d", .cseq = 1 },
		{ .at = .4, P, A, "480 a", .cseq = 1 },
		{ .what = NULL },
	}, late[] = {
		{ .at = 0, A, P, "INVITE a", .extra = ID },
		{ .at = .1, IN, B, "INVITE b", .extra = ID },
		{ .at = .2, B, IN, "486 b", .cseq = 1 },
		{ .at = 2.3, P, A, "480 a", .cseq = 1 },
		{ .what = NULL },
	}, differ[] = {
		{ .at = 0, A, P, "INVITE a", .extra = ID },
		{ .at = .1, IN, B, "INVITE b", .extra = "Session-ID: "
		  "ab30317f1a784dc48ff824d0d3715d86\n" },
		{ .at = .2, B, IN, "486 b", .cseq = 1 },
		{ .at = .3, P, A, "480 a", .cseq = 1 },
		{ .what = NULL },
	}, hop[] = { /* the proxy A has given up P before it asks B */
		{ .at = 0, A, P, "INVITE a", .extra = ID },
		{ .at = .1, P, A, "480 a", .cseq = 1 },
		{ .at = .15, A, B, "INVITE a", .extra = ID, .cseq = 1 },
		{ .at = .2, IN, C, "INVITE b", .extra = ID },
		{ .at = .3, C, IN, "486 b", .cseq = 1 },
		{ .what = NULL },
	};

	(void)state;
	legs(fork, "status-480", NULL);
	legs(waiting, "status-480", NULL);
	legs(late, "status-480", NULL);
	legs(differ, "status-480", NULL);
	legs(hop, "status-480", NULL);
}

/* --- cascades in a call --- */

#define ANSWERED { .at = 0, A, P, "INVITE a", .cseq = 1 }, \
	{ .at = .1, P, A, "200 a", .cseq = 1 }, \
	{ .at = .2, A, P, "ACK a", "ACK", 1 }

/* The dialog is lost once, however often that is noticed. */
static void test_lost(void **state)
{
	static const struct leg_step twice[] = {
		ANSWERED,
		{ .at = 1, A, P, "INVITE a", .cseq = 2 },
		{ .at = 1.1, P, A, "481 a", .cseq = 2 },
		{ .at = 2, A, P, "BYE a", "BYE", 3 },
		{ .at = 2.1, P, A, "481 a", "BYE", 3 },
		{ .what = NULL },
	}, busy[] = {
		ANSWERED,
		{ .at = 1, A, P, "INVITE a", .cseq = 2 },
		{ .at = 1.1, P, A, "488 a", .cseq = 2 },
		{ .at = 2, A, P, "BYE a", "BYE", 3 },
		{ .at = 2.1, P, A, "481 a", "BYE", 3 },
		{ .what = NULL },
	}, other_side[] = {
		ANSWERED,
		{ .at = 1, A, P, "INVITE a", .cseq = 2 },
		{ .at = 2, A, P, "BYE a", "BYE", 3 },
		{ .at = 2.1, P, A, "481 a", "BYE", 3 },
		{ .at = 2.2, P, A, "481 a", .cseq = 2 },
		{ .what = NULL },
	};

	(void)state;
	legs(twice, "bye-481", "status-481 5 10.0.0.2:5060");
	legs(busy, "bye-481", NULL);
	legs(other_side, "bye-481", NULL);
}

#define REFER \
	{ .at = 1, A, P, "REFER a", "REFER", 2, \
	  "Refer-To: <sip:bob@example.com>\n" }, \
	{ .at = 1.1, P, A, "202 a", "REFER", 2 }
#define FRAG(code) "Event: refer\nSubscription-State: terminated;" \
	"reason=noresource\nContent-Type: message/sipfrag\n\nSIP/2.0 " code "\n"

/* The call that was asked for failed, so the NOTIFY says 503, so the BYE got 481. */
static void test_transfer(void **state)
{
	static const struct leg_step failed[] = {
		ANSWERED, REFER,
		{ .at = 1.2, P, C, "INVITE b", .cseq = 1 },
		{ .at = 1.3, C, P, "503 b", .cseq = 1 },
		{ .at = 1.4, P, A, "NOTIFY a", "NOTIFY", 7,
		  FRAG("503 Service Unavailable") },
		{ .at = 1.5, A, P, "200 a", "NOTIFY", 7 },
		{ .at = 2, A, P, "BYE a", "BYE", 3 },
		{ .at = 2.1, P, A, "481 a", "BYE", 3 },
		{ .what = NULL },
	}, unseen[] = {
		ANSWERED, REFER,
		{ .at = 1.4, P, A, "NOTIFY a", "NOTIFY", 7,
		  FRAG("503 Service Unavailable") },
		{ .at = 1.5, A, P, "200 a", "NOTIFY", 7 },
		{ .at = 2, A, P, "BYE a", "BYE", 3 },
		{ .at = 2.1, P, A, "481 a", "BYE", 3 },
		{ .what = NULL },
	}, unasked[] = {
		ANSWERED,
		{ .at = 1, A, P, "REFER a", "REFER", 2,
		  "Refer-To: <sip:carol@example.com>\n" },
		{ .at = 1.1, P, A, "202 a", "REFER", 2 },
		{ .at = 1.2, P, C, "INVITE b", .cseq = 1 },
		{ .at = 1.3, C, P, "503 b", .cseq = 1 },
		{ .at = 1.4, P, A, "NOTIFY a", "NOTIFY", 7,
		  FRAG("503 Service Unavailable") },
		{ .what = NULL },
	};

	(void)state;
	legs(failed, "refer-notify-fail", "status-503 7 10.0.0.4:5060");
	legs(failed, "bye-481", "status-503 7 10.0.0.4:5060");
	legs(unseen, "refer-notify-fail", NULL);
	legs(unseen, "bye-481", "refer-notify-fail 5 10.0.0.2:5060");
	legs(unasked, "refer-notify-fail", NULL);
}

/* P called B for A, B has P call another number of bob, and P calls that at C: P is
 * the client of both calls. */
#define CALLED { .at = 0, P, B, "INVITE a", .cseq = 1 }, \
	{ .at = .1, B, P, "200 a", .cseq = 1 }, \
	{ .at = .2, P, B, "ACK a", "ACK", 1 }
#define ASKS(uri) { .at = 1, B, P, "REFER a", "REFER", 2, \
		"Refer-To: <" uri ">\n" }, \
	{ .at = 1.1, P, B, "202 a", "REFER", 2 }
#define NOT_REACHED { .at = 8.3, C, P, "503 b", .cseq = 1 }, \
	{ .at = 8.4, P, B, "NOTIFY a", "NOTIFY", 7, \
	  FRAG("503 Service Unavailable") }, { .what = NULL }

static void test_asked(void **state)
{
	static const struct leg_step failed[] = {
		CALLED, ASKS("sip:bob@example.net"),
		{ .at = 5.9, P, C, "INVITE b", .cseq = 1 }, NOT_REACHED,
	}, late[] = {
		CALLED, ASKS("sip:bob@example.net"),
		{ .at = 6.1, P, C, "INVITE b", .cseq = 1 }, NOT_REACHED,
	}, for_another[] = {
		CALLED, ASKS("sip:bob@example.net"),
		{ .at = 1.2, P, C, "INVITE b", .caller = "dave" }, NOT_REACHED,
	}, to_another[] = {
		CALLED, ASKS("sip:carol@example.net"),
		{ .at = 1.2, P, C, "INVITE b", .cseq = 1 }, NOT_REACHED,
	}, by_another[] = {
		CALLED, ASKS("sip:bob@example.net"),
		{ .at = 1.2, A, C, "INVITE b", .cseq = 1 },
		{ .at = 8.3, C, A, "503 b", .cseq = 1 }, NOT_REACHED,
	}, own_call[] = { /* A calls bob itself on another line */
		CALLED, ASKS("sip:bob@example.net"),
		{ .at = 1.15, A, P, "INVITE c", .cseq = 1 },
		{ .at = 1.2, P, C, "INVITE b", .cseq = 1 }, NOT_REACHED,
	};

	(void)state;
	legs(failed, "refer-notify-fail", "status-503 7 10.0.0.4:5060");
	legs(late, "refer-notify-fail", NULL);
	legs(for_another, "refer-notify-fail", NULL);
	legs(to_another, "refer-notify-fail", NULL);
	legs(by_another, "refer-notify-fail", NULL);
	legs(own_call, "refer-notify-fail", NULL);
}

/* --- told before its cause --- */

static void ranked(const struct leg_step *s, bool consequence)
{
	static struct feed f;
	const struct ranking_group *g;
	bool silent = false, given_up = false;
	size_t n;

	feed_init(&f);
	for (; s->what; s++)
		leg_step(&f, s);
	feed_clock(&f, 60);
	feed_end(&f);
	g = ranking_sorted(&f.ranking, &n);
	assert_true(n >= 2);
	for (size_t i = 0; i < n; i++) {
		silent |= g[i].id == FINDING_NO_ANSWER_ANY && !g[i].consequence;
		if (g[i].id != FINDING_RING_TIMEOUT)
			continue;
		assert_int_equal(g[i].consequence, consequence);
		given_up = true;
	}
	assert_true(silent && given_up);
	feed_fini(&f);
}

/* The proxy gives up before it is sure that nobody answers behind it. */
static void test_late(void **state)
{
	static const struct leg_step silent[] = {
		{ .at = 0, A, P, "INVITE a", .cseq = 1 },
		{ .at = .1, P, A, "180 a", .cseq = 1 },
		{ .at = .2, P, B, "INVITE a", .cseq = 1 },
		{ .at = 30, P, A, "408 a", .cseq = 1 },
		{ .what = NULL },
	}, leg[] = {
		{ .at = 0, A, P, "INVITE a", .cseq = 1 },
		{ .at = .1, P, A, "180 a", .cseq = 1 },
		{ .at = .2, P, B, "INVITE b", .cseq = 1 },
		{ .at = 30, P, A, "408 a", .cseq = 1 },
		{ .what = NULL },
	}, elsewhere[] = {
		{ .at = 0, A, P, "INVITE a", .cseq = 1 },
		{ .at = .1, P, A, "180 a", .cseq = 1 },
		{ .at = .2, C, B, "INVITE b", .cseq = 1 },
		{ .at = 30, P, A, "408 a", .cseq = 1 },
		{ .what = NULL },
	};

	(void)state;
	ranked(silent, true);
	ranked(leg, true);
	ranked(elsewhere, false);
}

/* A CANCEL that its server could not pass on either: the 408 of both is one. */
static void test_cancel(void **state)
{
	static const struct feed_step silent[] = {
		{ 0, "> INVITE 1", NULL }, { .1, "< 100 INVITE 1", NULL },
		{ 33, "> CANCEL 1", NULL }, { 35, "< 408 INVITE 1", NULL },
		{ 35.1, "> ACK 1", NULL }, { 64, "< 408 CANCEL 1", NULL },
		{ 0, NULL, NULL },
	}, ended[] = { /* it worked: the 408 is about the CANCEL alone */
		{ 0, "> INVITE 1", NULL }, { .1, "< 180 INVITE 1", NULL },
		{ 3, "> CANCEL 1", NULL }, { 3.1, "< 487 INVITE 1", NULL },
		{ 3.2, "> ACK 1", NULL }, { 30, "< 408 CANCEL 1", NULL },
		{ 0, NULL, NULL },
	};
	static struct feed f;

	(void)state;
	feed_init(&f);
	feed_steps(&f, silent);
	assert_non_null(feed_last(&f, "only-100"));
	assert_string_equal(feed_last(&f, "status-408")->cause,
			    "only-100 4 10.0.0.2:5060");
	feed_fini(&f);
	feed_init(&f);
	feed_steps(&f, ended);
	assert_string_equal(feed_last(&f, "status-408")->cause, "");
	feed_fini(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_passed_on),
		cmocka_unit_test(test_chain),
		cmocka_unit_test(test_best),
		cmocka_unit_test(test_icmp),
		cmocka_unit_test(test_hung_up),
		cmocka_unit_test(test_bye_passed_on),
		cmocka_unit_test(test_unreadable),
		cmocka_unit_test(test_none),
		cmocka_unit_test(test_ranking),
		cmocka_unit_test(test_root),
		cmocka_unit_test(test_legs),
		cmocka_unit_test(test_legs_none),
		cmocka_unit_test(test_legs_apart),
		cmocka_unit_test(test_legs_apart_none),
		cmocka_unit_test(test_lost),
		cmocka_unit_test(test_transfer),
		cmocka_unit_test(test_asked),
		cmocka_unit_test(test_late),
		cmocka_unit_test(test_cancel),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
