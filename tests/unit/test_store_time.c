/* SPDX-License-Identifier: BSD-2-Clause */
/* What time does: timers B, C, F and those after a final response, missing ACKs,
 * the order at the end, clocks that step back. */
#include "store_feed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

struct story {
	const char *label, *script, *want;
};

static const struct story stories[] = {
	{ "Timer B: an INVITE without any response",
	  "0 A>B INVITE b=i\n0.5 A>B INVITE b=i\n31.9 clock\n32 clock\n64 clock",
	  "req 1; again 1; timeout 1 @32; complete 1 @64; call unanswered @64" },
	{ "Timer F: 1xx does not prolong it",
	  "0 A>B OPTIONS b=o\n20 B>A 183 OPTIONS b=o t=t\n70 clock",
	  "req 1; prov 1 183; timeout 1 @32; complete 1 @64; call none @64" },
	{ "Timer C runs from the last 1xx",
	  "0 A>B INVITE b=i\n1 B>A 180 INVITE b=i t=t\n"
	  "100 B>A 183 INVITE b=i t=t\n284 clock\n400 clock",
	  "req 1; prov 1 180; prov 1 183; timeout 1 @285; complete 1 @317; "
	  "call unanswered @317" },
	{ "Timer C: a copy of the 1xx counts, too",
	  "0 A>B INVITE b=i\n1 B>A 180 INVITE b=i t=t\n"
	  "61 B>A 180 INVITE b=i t=t\n121 B>A 180 INVITE b=i t=t\n"
	  "181 B>A 180 INVITE b=i t=t\n300 B>A 200 INVITE b=i t=t\n"
	  "300.1 A>B ACK b=k t=t\n340 clock",
	  "req 1; prov 1 180; again 1 180; again 1 180; again 1 180; "
	  "final 1 200; ack 1; complete 1 @332" },
	{ "late final responses find their request",
	  "0 A>B INVITE b=i\n40 B>A 486 INVITE b=i t=t\n40.1 A>B ACK b=i t=t\n"
	  "80 A>B INVITE b=j c=2\n81 B>A 180 INVITE b=j c=2 t=t\n"
	  "280 B>A 486 INVITE b=j c=2 t=t\n400 clock",
	  "req 1; timeout 1 @32; final 1 486; ack 1; complete 1 @72; "
	  "call failed @72.1; req 2; prov 2 180; timeout 2 @266; final 2 486; "
	  "complete 2 @312; call failed @312" },
	{ "a 2xx without ACK",
	  "0 A>B INVITE b=i\n3 B>A 200 INVITE b=i t=t\n"
	  "3.5 B>A 200 INVITE b=i t=t\n34.9 clock\n35 clock",
	  "req 1; final 1 200; again 1 200; noack 1 @35; complete 1 @35" },
	{ "32 s from the 2xx, not from the failure before it",
	  "0 A>B INVITE b=i\n3 B>A 486 INVITE b=i t=x\n3.1 A>B ACK b=i t=x\n"
	  "10 B>A 200 INVITE b=i t=y\n41 clock\n43 clock",
	  "req 1; final 1 486; ack 1; more 1 200; noack 1 @42; "
	  "complete 1 @42" },
	{ "a failure without ACK is no missing ACK",
	  "0 A>B INVITE b=i\n3 B>A 486 INVITE b=i t=t\n70 clock",
	  "req 1; final 1 486; complete 1 @35; call failed @35" },
	{ "the same on UDP and TCP",
	  "0 A>B OPTIONS b=1 c=1\n1 B>A 200 OPTIONS b=1 c=1 t=t\n"
	  "0 A>B OPTIONS b=2 c=2 tcp=1\n1 B>A 200 OPTIONS b=2 c=2 t=t tcp=1\n"
	  "0 A>B INVITE b=3 c=3 tcp=1\n2 B>A 486 INVITE b=3 c=3 t=t tcp=1\n"
	  "90 clock",
	  "req 1; final 1 200; req 2; final 2 200; req 3; final 3 486; "
	  "complete 1 @33; complete 2 @33; call none @33; call none @33; "
	  "complete 3 @34; call failed @34" },
	{ "the end: nothing is judged whose time has not come",
	  "0 A>B INVITE b=i\n1 B>A 200 INVITE b=i t=t\n"
	  "2 A>B OPTIONS b=o c=2\n3 A>B REGISTER b=r c=3\n"
	  "3.1 B>A 200 REGISTER b=r c=3 t=t\n4 end",
	  "req 1; final 1 200; req 2; req 3; final 3 200; end 1 @3.1; end 2 "
	  "@3.1; end 3 @3.1; complete 1 @3.1; complete 2 @3.1; complete 3 @3.1; "
	  "call none @3.1; call none @3.1; call answered @3.1" },
	{ "a call comes and goes: time first, then the message",
	  "0 A>B OPTIONS b=o\n200 A>B OPTIONS b=p\n201 B>A 200 OPTIONS b=p t=t",
	  "req 1; timeout 1 @32; complete 1 @64; call none @64; req 2; "
	  "final 2 200" },
	{ "a frame from the past is not timed out at once",
	  "100 A>B OPTIONS b=1 c=1\n40 A>B OPTIONS b=2 c=2\n"
	  "100.1 A>B OPTIONS b=3 c=3\n100.2 clock\n40.2 B>A 200 OPTIONS b=2 c=2 t=t\n"
	  "100.3 A>B OPTIONS b=4 c=4\n133 clock",
	  "req 1; req 2; req 3; final 2 200; req 4; timeout 1 @132; "
	  "timeout 3 @132.1; complete 2 @132.2; call none @132.2; "
	  "timeout 4 @132.3" },
	{ "the clock does not go back",
	  "50 A>B OPTIONS b=1\n10 clock\n60 clock\n81.9 clock\n82 clock",
	  "req 1; timeout 1 @82" },
	{ "a stray ACK leaves an open call open",
	  "0 A>B INVITE b=i\n1 B>A 200 INVITE b=i t=t\n1.1 A>B ACK b=k t=t\n"
	  "100 A>B ACK b=k t=t\n1000 A>B BYE b=y n=2 t=t\n"
	  "1001 B>A 200 BYE b=y n=2 t=t\n1100 clock",
	  "req 1; final 1 200; ack 1; complete 1 @33; req 2; final 2 200; "
	  "complete 2 @1033; call answered @1033" },
	{ "an open call is forgotten after half a day",
	  "0 A>B INVITE b=i\n1 B>A 200 INVITE b=i t=t\n1.1 A>B ACK b=k t=t\n"
	  "43201 clock\n43202 clock",
	  "req 1; final 1 200; ack 1; complete 1 @33; "
	  "call answered @43201.1" },
	{ "one packet from far ahead ends nothing and stops no timer",
	  "0 A>B OPTIONS b=1\n1 A>B INVITE b=i\n"
	  "4000000000 A>B OPTIONS c=2 b=2\n4000000000 clock\n2 clock\n"
	  "3 B>A 200 OPTIONS b=1 t=t\n40 clock\n"
	  "4000000000 clock\n41 clock",
	  "req 1; req 2; req 3; final 1 200; timeout 2 @33; complete 1 @35" },
	{ "two packets after a long gap: time has passed, and theirs begins",
	  "0 A>B OPTIONS b=1\n200000 A>B OPTIONS c=2 b=2\n"
	  "200001 B>A 200 OPTIONS c=2 b=2 t=t\n200040 clock",
	  "req 1; req 2; timeout 1 @32; complete 1 @64; call none @64; "
	  "final 2 200; complete 2 @200033; call none @200033" },
	{ "seldom packets, each a long time after the other",
	  "0 A>B OPTIONS b=1\n100000 A>B OPTIONS c=2 b=2\n"
	  "200000 A>B OPTIONS c=3 b=3\n300000 clock",
	  "req 1; req 2; timeout 1 @32; complete 1 @64; call none @64; "
	  "req 3; timeout 2 @100032; complete 2 @100064; call none @100064" },
	{ "a clock that was set back",
	  "900000 A>B OPTIONS b=1\n0 A>B OPTIONS c=2 b=2\n"
	  "1 A>B OPTIONS c=3 b=3\n40 clock",
	  "req 1; req 2; req 3; timeout 3 @33" },
	{ "a BYE that nobody answers ends the call all the same",
	  "0 A>B INVITE b=i\n1 B>A 200 INVITE b=i t=t\n1.1 A>B ACK b=k t=t\n"
	  "5 A>B BYE b=y n=2 t=t\n100 clock",
	  "req 1; final 1 200; ack 1; req 2; complete 1 @33; timeout 2 @37; "
	  "complete 2 @69; call answered @69" },
};

static void tells(void **state)
{
	unsigned bad = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(stories) / sizeof(stories[0]); i++)
		bad += !store_feed_tells(stories[i].label, stories[i].script,
					 stories[i].want);
	assert_int_equal(bad, 0);
}

static void look_two_way(const struct store_notice *n, void *arg)
{
	if (n->event == STORE_TIMEOUT || n->event == STORE_END)
		*(int *)arg = n->t->two_way;
}

/* Was the other direction captured at all? */
static void two_way(void **state)
{
	static const struct {
		const char *script;
		int want;
	} cases[] = {
		{ "0 A>B OPTIONS b=o\n40 clock", false },
		{ "0 A>B OPTIONS b=o\n3 end", false },
		{ "0 B>A seen\n1 A>B OPTIONS b=o\n40 clock", true },
		{ "0 A>B OPTIONS b=o\n5 B>A seen\n40 clock", true },
		{ "0 A>B OPTIONS b=o\n1 B>A seen\n3 end", true },
		{ "0 A>B OPTIONS b=o\n5 B>a seen\n6 A>B seen\n40 clock", false },
		{ "0 B>A OPTIONS b=p c=2\n1 A>B OPTIONS b=o\n33.5 clock", true },
		{ "0 A>B INVITE b=i\n1 B>A 180 INVITE b=i t=t\n200 clock", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct store_feed f;
		int got = -1;

		store_feed_init(&f, NULL);
		f.look = look_two_way;
		f.arg = &got;
		store_feed(&f, cases[i].script);
		if (got != cases[i].want)
			print_error("%s\n", cases[i].script);
		assert_int_equal(got, cases[i].want);
		store_feed_fini(&f);
	}
}

/* The end of time itself. */
static void hostile_clock(void **state)
{
	struct store_feed f;
	struct message *m;

	(void)state;
	store_feed_init(&f, NULL);
	store_feed(&f, "0 A>B INVITE b=i");
	m = store_feed_message(&f, "0 A>B REGISTER b=r c=2");
	m->time = INT64_MAX - 6 * CLOCK_S;
	assert_int_equal(store_message(f.store, m), 0);
	message_unref(m);
	m = store_feed_message(&f, "0 B>A 401 REGISTER b=r c=2 t=t "
		"| WWW-Authenticate: Digest realm=\"r\", nonce=\"n\"");
	m->time = INT64_MAX - 5 * CLOCK_S;
	assert_int_equal(store_message(f.store, m), 0);
	message_unref(m);
	store_feed(&f, "1 A>B OPTIONS b=o c=3\n2 end");
	assert_non_null(strstr(strbuf_str(&f.log), "timeout 1 @32"));
	assert_non_null(strstr(strbuf_str(&f.log), "final 2 401"));
	assert_null(strstr(strbuf_str(&f.log), "timeout 3"));
	store_feed_fini(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells),
		cmocka_unit_test(two_way),
		cmocka_unit_test(hostile_clock),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
