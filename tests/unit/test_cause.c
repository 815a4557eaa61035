/* SPDX-License-Identifier: BSD-2-Clause */
/* One request over several hops: which refusal is the cause, which only passed
 * on. */
#include "feed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_passed_on),
		cmocka_unit_test(test_chain),
		cmocka_unit_test(test_best),
		cmocka_unit_test(test_icmp),
		cmocka_unit_test(test_none),
		cmocka_unit_test(test_ranking),
		cmocka_unit_test(test_root),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
