/* SPDX-License-Identifier: BSD-2-Clause */
/* ICMP errors find the request that they quote, whatever is left of it. */
#include "store_feed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void quotes(void **state)
{
	/* INVITE sip:bob@example.com SIP/2.0 CRLF: 36 bytes; its Via: 54 */
	static const struct {
		const char *label, *script, *want;
	} cases[] = {
		{ "all of it", "0.1 A>B icmp 0 OPTIONS b=o1 c=1", "; icmp 1" },
		{ "cut in the Via: the last request", "0.1 A>B icmp 60 OPTIONS "
		  "b=o1 c=1", "; icmp 2" },
		{ "cut before the Call-ID", "0.1 A>B icmp 100 OPTIONS b=o1 c=1",
		  "; icmp 2" },
		{ "cut behind Via, with all before it",
		  "0.1 A>B icmp 225 OPTIONS b=o1 c=1 via=last", "; icmp 1" },
		{ "eight bytes", "0.1 A>B icmp 8 OPTIONS b=o1 c=1", "; icmp 2" },
		{ "the last that was sent again",
		  "0.1 A>B OPTIONS b=o1 c=1\n0.2 A>B icmp 8 OPTIONS b=o2 c=2",
		  "; again 1; icmp 1" },
		{ "sent again, in no time",
		  "0.05 A>B OPTIONS b=o1 c=1\n0.2 A>B icmp 8 OPTIONS b=o2 c=2",
		  "; again 1; icmp 1" },
		{ "sent after the first error",
		  "0.1 A>B icmp 8 OPTIONS b=o1 c=1\n0.2 A>B OPTIONS b=o3 c=3\n"
		  "0.3 A>B icmp 8 OPTIONS b=o1 c=1\n0.4 A>B OPTIONS b=o1 c=1\n"
		  "0.5 A>B icmp 8 OPTIONS b=o2 c=2",
		  "; icmp 2; req 3; icmp 3; again 1; icmp 1" },
		{ "other ports", "0.1 a>B icmp 8 OPTIONS b=o1 c=1", "" },
		{ "other direction", "0.1 B>A icmp 8 OPTIONS b=o1 c=1", "" },
		{ "too late", "33 A>B icmp 8 OPTIONS b=o1 c=1",
		  "; timeout 1 @32; timeout 2 @32.05" },
		{ "a request never seen, but the hop was",
		  "0.1 A>B icmp 0 OPTIONS b=zz c=9", "; icmp 2" },
		{ "a response is not the request",
		  "0.05 B>A OPTIONS b=p c=7\n"
		  "0.06 A>B 200 OPTIONS b=p c=7 t=t\n"
		  "0.1 A>B icmp 0 200 OPTIONS b=p c=7 t=t",
		  "; req 3; final 3 200" },
		{ "eight bytes of a response",
		  "0.1 A>B icmp 8 200 OPTIONS b=p c=7 t=t", "" },
		{ "the ACK of a failed INVITE",
		  "0.1 A>B INVITE b=i c=3\n0.2 B>A 486 INVITE b=i c=3 t=t\n"
		  "0.3 A>B ACK b=i c=3 t=t\n0.35 A>B OPTIONS b=o4 c=4\n"
		  "0.4 A>B icmp 0 ACK b=i c=3 t=t",
		  "; req 3; final 3 486; ack 3; req 4; icmp 3" },
	};
	unsigned bad = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct strbuf script = { 0 }, want = { 0 };

		strbuf_fmt(&script, "0 A>B OPTIONS b=o1 c=1\n"
			   "0.05 A>B OPTIONS b=o2 c=2\n%s", cases[i].script);
		strbuf_fmt(&want, "req 1; req 2%s", cases[i].want);
		bad += !store_feed_tells(cases[i].label, strbuf_str(&script),
					 strbuf_str(&want));
		strbuf_fini(&script);
		strbuf_fini(&want);
	}
	assert_int_equal(bad, 0);
}

static void look(const struct store_notice *n, void *arg)
{
	if (n->event == STORE_ICMP) {
		assert_non_null(n->icmp);
		assert_null(n->message);
		*(bool *)arg = n->t->icmp;
	}
}

/* The transaction remembers; one that is gone is not found. */
static void remembered(void **state)
{
	struct store_feed f;
	bool told = false;

	(void)state;
	store_feed_init(&f, NULL);
	f.look = look;
	f.arg = &told;
	store_feed(&f, "0 A>B OPTIONS b=o\n"
		   "0.1 B>A 200 OPTIONS b=o t=t\n"
		   "0.2 A>B icmp 0 OPTIONS b=o");
	assert_true(told);
	told = false;
	store_feed(&f, "33 A>B icmp 0 OPTIONS b=o\n33 A>B icmp 8 OPTIONS b=o");
	assert_false(told);
	store_feed_fini(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(quotes),
		cmocka_unit_test(remembered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
