/* SPDX-License-Identifier: BSD-2-Clause */
/* A call on its legs as one story. */
#include "diagnose/story.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "feed.h"

#define PHONE "10.0.0.1:5060"
#define PBX "10.0.0.2:5060"
#define FAR "10.0.0.3:5060"

static struct story_set *set;
static struct strbuf told; /* `AAB|1 ' for each story */

static void on_story(const struct story *s, void *arg)
{
	(void)arg;
	for (size_t i = 0; i < s->n_lines; i++)
		strbuf_addc(&told, s->lines[i].leg == STORY_NO_LEG ? '*' :
			    (char)('A' + s->lines[i].leg));
	for (unsigned i = 0; i < s->n_calls; i++) {
		int first;

		if (story_tie_of(s, i, &first))
			strbuf_fmt(&told, "|%s>%s", s->calls[i].call_id,
				   first < 0 ? "?" : s->calls[first].call_id);
	}
	strbuf_addc(&told, ' ');
}

static void on_finding(const struct finding *f, void *arg)
{
	(void)f;
	(void)arg;
}

static void on_notice(const struct store_notice *n, void *arg)
{
	struct feed *f = arg;

	if (n->event == STORE_CALL_COMPLETE)
		story_set_over(set, n->call);
	engine_notice(f->engine, n);
}

static void begin(struct feed *f)
{
	struct store_options o = { .keep_messages = true };

	feed_init(f);
	store_free(f->store);
	engine_free(f->engine);
	f->engine = engine_new(on_finding, f);
	f->store = store_new(&o, on_notice, f);
	assert_non_null(f->engine);
	assert_non_null(f->store);
	set = story_set_new(engine_legs(f->engine), on_story, NULL);
	assert_non_null(set);
	strbuf_reset(&told);
}

static void end(struct feed *f, const char *want)
{
	feed_end(f);
	story_set_end(set);
	assert_string_equal(strbuf_str(&told), want);
	story_set_free(set);
	feed_fini(f);
	strbuf_fini(&told);
}

static void invite(struct feed *f, double at, const char *from,
		   const char *to, const char *call, const char *extra)
{
	feed_fmt(f, at, from, to, "INVITE sip:bob@x SIP/2.0\n"
		 "Via: SIP/2.0/UDP %s;branch=z9hG4bK%s%s\n"
		 "From: <sip:alice@x>;tag=%s1\nTo: <sip:bob@x>\n"
		 "Call-ID: %s\nMax-Forwards: 70\nCSeq: 1 INVITE\n%s\n", from,
		 call, from, call, call, extra ? extra : "");
}

static void answer(struct feed *f, double at, const char *from,
		   const char *to, const char *call, unsigned status)
{
	feed_fmt(f, at, from, to, "SIP/2.0 %u Odd\n"
		 "Via: SIP/2.0/UDP %s;branch=z9hG4bK%s%s\n"
		 "From: <sip:alice@x>;tag=%s1\nTo: <sip:bob@x>;tag=%s2\n"
		 "Call-ID: %s\nCSeq: 1 INVITE\n\n", status, to, call, to, call,
		 call, call);
}

/* Both legs in order of time, whichever is forgotten first. */
static void test_b2bua(void **state)
{
	static struct feed f;

	(void)state;
	for (int later = 0; later < 2; later++) {
		begin(&f);
		invite(&f, 0, PHONE, PBX, "a", NULL);
		invite(&f, .1, PBX, FAR, "b", NULL);
		answer(&f, .2, FAR, PBX, "b", 503);
		answer(&f, later ? 20 : .2, PBX, PHONE, "a", 503);
		end(&f, "ABBA|b>a ");
	}
}

/* A proxy is a leg more of the same call. */
static void test_proxy(void **state)
{
	static struct feed f;

	(void)state;
	begin(&f);
	invite(&f, 0, PHONE, PBX, "a", NULL);
	invite(&f, .1, PBX, FAR, "a", NULL);
	answer(&f, .2, FAR, PBX, "a", 503);
	answer(&f, .3, PBX, PHONE, "a", 503);
	end(&f, "ABBA ");
}

/* The one in the middle is over first: what it tied together is one story still,
 * whichever of the others is over next. */
static void test_middle(void **state)
{
	static const char *const sid = "Session-ID: 0123456789abcdef\n";
	static struct feed f;

	(void)state;
	for (int later = 0; later < 2; later++) {
		begin(&f);
		invite(&f, 0, PHONE, PBX, "a", sid);
		invite(&f, .1, PBX, FAR, "b", sid);
		invite(&f, .2, FAR, "10.0.0.4:5060", "c", sid);
		answer(&f, .3, "10.0.0.4:5060", FAR, "c", 180);
		answer(&f, .4, PBX, PHONE, "a", 180);
		answer(&f, .5, FAR, PBX, "b", 503);
		answer(&f, later ? 170 : 100, PBX, PHONE, "a", 503);
		answer(&f, later ? 100 : 170, "10.0.0.4:5060", FAR, "c", 503);
		end(&f, later ? "ABCCABCA|b>a|c>b " : "ABCCABAC|b>a|c>b ");
	}
}

/* One leg is no story, and keeps its messages. */
static void test_alone(void **state)
{
	static struct feed f;

	(void)state;
	begin(&f);
	invite(&f, 0, PHONE, PBX, "a", NULL);
	answer(&f, .3, PBX, PHONE, "a", 503);
	invite(&f, 60, FAR, PBX, "c", NULL);
	answer(&f, 60.3, PBX, FAR, "c", 503);
	end(&f, "");
}

/* One after the other: the first is over, and forgotten, when the third begins. */
static void test_hunt(void **state)
{
	static struct feed f;

	(void)state;
	begin(&f);
	invite(&f, 0, PHONE, PBX, "a", "Session-ID: 0123456789abcdef\n");
	answer(&f, .05, PBX, PHONE, "a", 180);
	invite(&f, .1, PBX, FAR, "b", "Session-ID: 0123456789abcdef\n");
	answer(&f, 1, FAR, PBX, "b", 503);
	invite(&f, 100, PBX, FAR, "c", "Session-ID: 0123456789abcdef\n");
	answer(&f, 101, FAR, PBX, "c", 200);
	answer(&f, 101.1, PBX, PHONE, "a", 200);
	end(&f, "AABBCCA|b>a|c>a ");
}

/* Who is called asks for a transfer: the PBX makes both calls. */
static void test_refer(void **state)
{
	static struct feed f;

	(void)state;
	for (unsigned code = 202; code < 700; code += 401) {
		begin(&f);
		invite(&f, 0, PBX, FAR, "a", NULL);
		answer(&f, .1, FAR, PBX, "a", 200);
		feed_at(&f, 1, FAR, PBX, "REFER sip:pbx SIP/2.0\n"
			"Via: SIP/2.0/UDP " FAR ";branch=z9hG4bKr\n"
			"From: <sip:bob@x>;tag=a2\n"
			"To: <sip:alice@x>;tag=a1\nCall-ID: a\n"
			"Max-Forwards: 70\nCSeq: 1 REFER\n"
			"Refer-To: <sip:bob@elsewhere>\n\n");
		feed_fmt(&f, 1.1, PBX, FAR, "SIP/2.0 %u Odd\n"
			 "Via: SIP/2.0/UDP " FAR ";branch=z9hG4bKr\n"
			 "From: <sip:bob@x>;tag=a2\n"
			 "To: <sip:alice@x>;tag=a1\nCall-ID: a\n"
			 "CSeq: 1 REFER\n\n", code);
		invite(&f, 1.2, PBX, PHONE, "b", NULL);
		answer(&f, 1.3, PHONE, PBX, "b", 200);
		end(&f, code == 202 ? "AAAABB|b>a " : "");
	}
}

/* A B2BUA with two addresses. */
static void test_apart(void **state)
{
	static struct feed f;

	(void)state;
	begin(&f);
	invite(&f, 0, PHONE, PBX, "a", "Session-ID: 0123456789abcdef\n");
	answer(&f, .05, PBX, PHONE, "a", 100);
	invite(&f, .1, "10.0.1.2:5060", FAR, "b",
	       "Session-ID: 0123456789abcdef\n");
	answer(&f, .2, FAR, "10.0.1.2:5060", "b", 503);
	answer(&f, .3, PBX, PHONE, "a", 503);
	end(&f, "AABBA|b>a ");
}

/* More legs, and more calls, than there are letters: nothing is lost of those that
 * are told, nothing breaks. */
static void test_many(void **state)
{
	static struct feed f;
	char call[16], from[32];
	size_t n = 0;

	(void)state;
	begin(&f);
	for (int i = 0; i < 100; i++) {
		snprintf(from, sizeof(from), "10.0.1.%d:5060", i + 1);
		snprintf(call, sizeof(call), "c%d", i / 2);
		invite(&f, i * .01, i ? from : PHONE, PBX, call, NULL);
	}
	feed_end(&f);
	story_set_end(set);
	for (size_t i = 0; i < told.len; i++)
		n += told.p[i] == '*';
	assert_true(n == 0 && told.len > 100);
	story_set_free(set);
	feed_fini(&f);

	begin(&f);
	for (int i = 0; i < 100; i++) {
		snprintf(from, sizeof(from), "10.0.1.%d:5060", i + 1);
		invite(&f, i * .01, from, PBX, "one", NULL);
	}
	feed_end(&f);
	story_set_end(set);
	for (size_t i = 0; i < told.len; i++)
		n += told.p[i] == '*';
	assert_int_equal(n, 100 - STORY_LEGS);
	story_set_free(set);
	feed_fini(&f);
	strbuf_fini(&told);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_b2bua),
		cmocka_unit_test(test_proxy),
		cmocka_unit_test(test_middle),
		cmocka_unit_test(test_alone),
		cmocka_unit_test(test_hunt),
		cmocka_unit_test(test_refer),
		cmocka_unit_test(test_apart),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
