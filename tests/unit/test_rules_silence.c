/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules about what did not come: answers, acknowledgements, delivery. */
#include "rule_cases.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define TWO_WAY { -1, "seen", NULL }
#define COPIES4(m) { 0, m, NULL }, { .5, m, NULL }, { 1.5, m, NULL }, \
	{ 3.5, m, NULL }
#define COPIES7(m) COPIES4(m), { 7.5, m, NULL }, { 15.5, m, NULL }, \
	{ 31.5, m, NULL }

static const struct rule_case answers[] = {
	{ "seven copies in 32 s", "no-answer-any", "error likely",
	  "never answered the INVITE, sent 7 times over UDP in 32 s",
	  "open the firewall for UDP", NULL, {
		TWO_WAY, COPIES7("> INVITE 1"), { 33, "clock", NULL } } },
	{ "nothing of the other side", "no-answer-any", "error possible",
	  "only what 10.0.0.1:5060 sends", "to see both directions", NULL, {
		COPIES7("> INVITE 1"), { 33, "clock", NULL } } },
	{ "the input ends after 7.5 s", "no-answer-any", "error possible", NULL,
	  NULL, NULL, {
		TWO_WAY, COPIES4("> INVITE 1"), { 7.5, "clock", NULL } } },
	{ "the input ends after 5 s", "-", NULL, NULL, NULL, NULL, {
		TWO_WAY, COPIES4("> INVITE 1"), { 5, "clock", NULL } } },
	{ "three copies only", "-", NULL, NULL, NULL, NULL, {
		TWO_WAY, { 0, "> INVITE 1", NULL }, { .5, "> INVITE 1", NULL },
		{ 1.5, "> INVITE 1", NULL }, { 20, "clock", NULL } } },
	{ "100 Trying came", "slow-100", NULL, NULL, NULL, NULL, {
		TWO_WAY, COPIES4("> INVITE 1"), { 4, "< 100 INVITE 1", NULL },
		{ 40, "clock", NULL } } },
#define SLOW(at, n) { at, n "> INVITE 1", NULL }, \
	{ at + .5, n "> INVITE 1", NULL }, { at + .95, n "< 100 INVITE 1", NULL }, \
	{ at + 1.2, n "< 200 INVITE 1", NULL }, { at + 1.3, n "> ACK+ 1", NULL }
	{ "the third time that it takes 950 ms", "slow-100", NULL,
	  "took 950 ms to say 100 Trying, as in 2 other calls; the INVITE was "
	  "sent 2 times", NULL, NULL, {
		TWO_WAY, SLOW(0, ""), SLOW(5, "2"), SLOW(10, "3") } },
	{ "the second time", "-", NULL, NULL, NULL, NULL, {
		TWO_WAY, SLOW(0, ""), SLOW(5, "2") } },
	{ "the third time, of another server", "-", NULL, NULL, NULL, NULL, {
		TWO_WAY, SLOW(0, ""), SLOW(5, "2"),
		{ 10, "A>C INVITE 1 c=3", NULL },
		{ 10.5, "A>C INVITE 1 c=3", NULL },
		{ 10.95, "C>A 100 INVITE 1 c=3", NULL } } },
	{ "answered late", "-", NULL, NULL, NULL, NULL, {
		TWO_WAY, COPIES7("> INVITE 1"), { 31.8, "< 200 INVITE 1", NULL },
		{ 31.9, "> ACK+ 1", NULL }, { 80, "clock", NULL } } },
	{ "a registration", "no-answer-nonivite", "error likely",
	  "never answered the REGISTER", NULL, NULL, {
		TWO_WAY, COPIES7("> REGISTER 1"), { 33, "clock", NULL } } },
	{ "a BYE inside the call", "no-answer-nonivite", NULL, NULL,
	  "advertise an address", "BYE sip:bob@x", {
		TWO_WAY, COPIES7("> BYE+ 4"), { 33, "clock", NULL } } },
	{ "a ping", "-", NULL, NULL, NULL, NULL, {
		TWO_WAY, COPIES7("> OPTIONS 1"), { 33, "clock", NULL } } },
	{ "sent once, as stateless senders do", "-", NULL, NULL, NULL, NULL, {
		TWO_WAY, { 0, "> NOTIFY 1", NULL }, { 33, "clock", NULL } } },
	{ "once over TCP", "no-answer-any", "error likely",
	  "never answered the INVITE sent over TCP, not within 32 s",
	  "Look into the log", NULL, {
		{ -1, "tcp", NULL }, TWO_WAY, { 0, "> INVITE 1", NULL },
		{ 33, "clock", NULL } } },
	{ "once over TCP, a BYE", "no-answer-nonivite", "error likely",
	  "never answered the BYE sent over TCP, not within 32 s", NULL, NULL, {
		{ -1, "tcp", NULL }, TWO_WAY, { 0, "> BYE+ 4", NULL },
		{ 33, "clock", NULL } } },
	{ "over TCP, the input ends before", "-", NULL, NULL, NULL, NULL, {
		{ -1, "tcp", NULL }, TWO_WAY, { 0, "> INVITE 1", NULL },
		{ 31, "clock", NULL } } },
	{ "over TCP, one side only", "no-answer-any", "warning possible",
	  "only what 10.0.0.1:5060 sends", NULL, NULL, {
		{ -1, "tcp", NULL }, { 0, "> INVITE 1", NULL },
		{ 33, "clock", NULL } } },
	{ "a CANCEL goes with its INVITE", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "< 180 INVITE 1", NULL },
		COPIES7("> CANCEL 1"), { 50, "clock", NULL } } },
};

static const struct rule_case icmp[] = {
	{ "port unreachable", "icmp-unreachable", "error certain",
	  "nothing listens on 10.0.0.2:5060: 10.0.0.2 answered \"port unr",
	  "Start the SIP service on 10.0.0.2:5060",
	  "port unreachable | port unreachable | the network's answer", {
		{ 0, "> INVITE 1", NULL }, { .1, "icmp 303 > INVITE 1", NULL },
		{ .5, "> INVITE 1", NULL }, { .6, "icmp 303 > INVITE 1", NULL },
		{ 1.5, "> INVITE 1", NULL }, { 3.5, "> INVITE 1", NULL },
		{ 40, "clock", NULL } } },
	{ "a firewall", "icmp-unreachable", NULL, "a firewall refuses", "REJECT",
	  NULL, {
		{ 0, "> OPTIONS 1", NULL },
		{ .1, "icmp 313 > OPTIONS 1", NULL } } },
	{ "no route", "icmp-unreachable", NULL, "no way to 10.0.0.2", NULL,
	  NULL, {
		{ 0, "> INVITE 1", NULL },
		{ .1, "icmp 301 > INVITE 1", NULL } } },
	{ "too large is no refusal", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		{ .1, "icmp 304 > INVITE 1", NULL } } },
	{ "time exceeded is another matter", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		{ .1, "icmp 1100 > INVITE 1", NULL } } },
	{ "the answer came before", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> OPTIONS 1", NULL }, { .1, "< 200 OPTIONS 1", NULL },
		{ .2, "icmp 303 > OPTIONS 1", NULL } } },
	{ "an answer came back", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> OPTIONS 1", NULL },
		{ .2, "icmp 303 < 200 OPTIONS 1", NULL } } },
};

#define OK(contact) "Contact: <sip:bob@" contact ">\n"
#define ANSWERED(contact) { 0, "> INVITE 1", NULL }, \
	{ 1, "< 200 INVITE 1", OK(contact) }, \
	{ 1.5, "< 200 INVITE 1", OK(contact) }, \
	{ 2.5, "< 200 INVITE 1", OK(contact) }, \
	{ 4.5, "< 200 INVITE 1", OK(contact) }

static const struct rule_case acks[] = {
	{ "given up after 32 s", "ack-missing", "error certain",
	  "call to bob was dropped: its 200 OK, sent 4 times", "reachable",
	  "| sip:bob@10.0.0.2 | the ACK must go here", {
		ANSWERED("10.0.0.2"), { 40, "clock", NULL } } },
	{ "the answerer hangs up", "ack-missing", "error certain", NULL, NULL,
	  NULL, {
		ANSWERED("10.0.0.2"), { 7, "< BYE+ 1", NULL },
		{ 7.1, "> 200 BYE 1", NULL } } },
	{ "the input ends", "ack-missing", "error likely", NULL, NULL, NULL, {
		ANSWERED("10.0.0.2") } },
	{ "the caller hangs up", "ack-missing", "error likely", NULL, NULL,
	  NULL, {
		ANSWERED("10.0.0.2"), { 7, "> BYE+ 2", NULL },
		{ 7.1, "< 200 BYE 2", NULL } } },
	{ "a browser without a proxy that stays", "ack-missing", "error likely",
	  "nobody can look up its Contact sip:bob@df7.invalid",
	  "Let the proxy in front of 10.0.0.2:5060 insert", NULL, {
		ANSWERED("df7.invalid;transport=ws") } },
	{ "with one that stays", "ack-missing", NULL, "!look up",
	  "!in front of", NULL, {
		ANSWERED("df7.invalid>\nRecord-Route: <sip:10.0.0.9;lr") } },
	{ "a GRUU", "ack-missing", NULL, "is never acknowledged",
	  "its registrar sends the ACK on", NULL, {
		ANSWERED("x.example;gr=urn:uuid:1") } },
	{ "no GRUU", "ack-missing", NULL, NULL, "!registrar", NULL, {
		ANSWERED("x.example;ob") } },
	{ "acknowledged at last", "-", NULL, NULL, NULL, NULL, {
		ANSWERED("10.0.0.2"), { 4.6, "> ACK+ 1", NULL },
		{ 7, "< BYE+ 1", NULL }, { 7.1, "> 200 BYE 1", NULL } } },
	{ "no copies: the ACK went past", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		{ 1, "< 200 INVITE 1", OK("10.0.0.2") },
		{ 7, "< BYE+ 1", NULL }, { 7.1, "> 200 BYE 1", NULL } } },
	{ "one side only", "-", NULL, NULL, NULL, NULL, {
		{ 1, "< 200 INVITE 1", OK("10.0.0.2") },
		{ 1.5, "< 200 INVITE 1", OK("10.0.0.2") },
		{ 2.5, "< 200 INVITE 1", OK("10.0.0.2") },
		{ 4.5, "< 200 INVITE 1", OK("10.0.0.2") },
		{ 7, "< BYE+ 1", NULL }, { 7.1, "> 200 BYE 1", NULL } } },
	{ "copies of a 180 are not copies of the 200", "-", NULL, NULL, NULL,
	  NULL, {
		{ 0, "> INVITE 1", NULL }, { 1, "< 180 INVITE 1", NULL },
		{ 2, "< 180 INVITE 1", NULL }, { 3, "< 180 INVITE 1", NULL },
		{ 8, "< 200 INVITE 1", OK("10.0.0.2") },
		{ 9, "< BYE+ 1", NULL } } },
};

#define FILTER "(ip[6:2] & 0x1fff != 0) or (ip6[6] = 44)"

/* What waited for fragments comes when nobody waits any more. */
static const struct rule_case fragments[] = {
	{ "no fragment but first ones", "ip-fragment-missing", "error possible",
	  "lost its later IP fragments: in the network, or in the filter",
	  FILTER, "INVITE sip:bob@x SIP/2.0 |  | the rest is not in this capture", {
		TWO_WAY, { 30, "clock", NULL }, { 0, "cut 1 > INVITE 1", NULL },
		{ .5, "cut 1 > INVITE 1", NULL }, { 70, "clock", NULL } } },
	{ "the filter's fault: it was answered", "ip-fragment-missing",
	  "info likely", "its filter dropped the later", FILTER, NULL, {
		{ .1, "< 180 INVITE 1", NULL }, { 1, "< 200 INVITE 1", NULL },
		{ 1.1, "> ACK+ 1", NULL }, { 30, "clock", NULL },
		{ 0, "cut 1 > INVITE 1", NULL }, { 70, "clock", NULL } } },
	{ "later ones of others were captured", "ip-fragment-missing",
	  "error likely", "to 10.0.0.2:5060 are lost: only ",
	  "pass IP fragments", NULL, {
		TWO_WAY, { 30, "clock", NULL },
		{ 0, "cut 2 > REGISTER 1", NULL }, { 70, "clock", NULL } } },
	{ "a point that loses packets", "ip-fragment-missing", "info likely",
	  "which arrived all the same", "mirror port", NULL, {
		{ 0, "> OPTIONS 1", NULL }, { 30, "clock", NULL },
		{ .1, "cut 2 < 200 OPTIONS 1", NULL }, { 70, "clock", NULL } } },
	{ "an answer that is sent again", "ip-fragment-missing", "error likely",
	  "of the 200 OK from 10.0.0.2:5060", NULL, NULL, {
		{ 0, "> REGISTER 1", NULL }, { .5, "> REGISTER 1", NULL },
		{ 30, "clock", NULL }, { .1, "cut 2 < 200 REGISTER 1", NULL },
		{ 70, "clock", NULL } } },
	/* What follows in the call ends the wait. */
	{ "answered at once", "ip-fragment-missing", "info likely",
	  "its filter dropped the later", FILTER, NULL, {
		{ 0, "cut 1 > INVITE 1", NULL }, { .1, "< 180 INVITE 1", NULL },
		{ 1, "< 200 INVITE 1", NULL }, { 1.1, "> ACK+ 1", NULL },
		{ 70, "clock", NULL } } },
	{ "some came", "ip-fragment-missing", "info likely",
	  "which arrived all the same", "mirror port", NULL, {
		{ 0, "cut 2 > INVITE 1", NULL }, { 1, "< 200 INVITE 1", NULL },
		{ 1.1, "> ACK+ 1", NULL }, { 70, "clock", NULL } } },
	{ "sent again, and answered", "ip-fragment-missing", "warning likely",
	  "are lost: only ", "pass IP fragments", NULL, {
		{ 0, "cut 2 > INVITE 1", NULL }, { .5, "> INVITE 1", NULL },
		{ .6, "< 200 INVITE 1", NULL }, { .7, "> ACK+ 1", NULL },
		{ 70, "clock", NULL } } },
	{ "sent again through the filter, and answered", "ip-fragment-missing",
	  "info likely", "its filter dropped the later", FILTER, NULL, {
		{ 0, "cut 1 > INVITE 1", NULL },
		{ .5, "cut 1 > INVITE 1", NULL },
		{ .6, "< 200 INVITE 1", NULL }, { .7, "> ACK+ 1", NULL },
		{ 70, "clock", NULL } } },
	{ "an answer and its ACK", "ip-fragment-missing", "info likely",
	  "which arrived all the same", NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { 1, "cut 2 < 200 INVITE 1", NULL },
		{ 1.1, "> ACK+ 1", NULL }, { 70, "clock", NULL } } },
	{ "sent again for nothing", "ip-fragment-missing", "error likely",
	  "are lost: only ", "pass IP fragments", NULL, {
		TWO_WAY, { 0, "cut 2 > INVITE 1", NULL },
		{ .5, "> INVITE 1", NULL }, { 1.5, "> INVITE 1", NULL },
		{ 70, "clock", NULL } } },
	{ "the input ends at once", "-", NULL, NULL, NULL, NULL, {
		{ 0, "cut 1 > INVITE 1", NULL } } },
};

static void test_fragments(void **state)
{
	(void)state;
	rule_cases_run(fragments, N(fragments));
}

/* What no sentence about a reliable transport may say. */
static void test_reliable_words(void **state)
{
	static const char *const never[] = { "rport", "open the firewall", "UDP",
					     "5080" };
	static const struct feed_step steps[] = {
		{ -1, "tcp", NULL }, TWO_WAY, { 0, "> INVITE 1", NULL },
		{ 33, "clock", NULL }, { 33, NULL, NULL } };
	static struct feed f;

	(void)state;
	feed_init(&f);
	feed_steps(&f, steps);
	assert_int_equal(f.n, 1);
	for (size_t i = 0; i < N(never); i++) {
		if (strstr(f.found[0].remedies, never[i]) ||
		    strstr(f.found[0].explain, never[i]))
			fail_msg("`%s' in %s%s", never[i], f.found[0].explain,
				 f.found[0].remedies);
	}
	feed_fini(&f);
}

/* Bytes of streams were lost: the answer may have been among them. */
static void test_gap(void **state)
{
	static const struct feed_step steps[] = {
		{ -1, "tcp", NULL }, TWO_WAY, { 0, "> INVITE 1", NULL },
		{ 33, "clock", NULL }, { 33, NULL, NULL } };
	static struct feed f;

	(void)state;
	feed_init(&f);
	engine_gap(f.engine);
	feed_steps(&f, steps);
	assert_int_equal(f.n, 1);
	assert_int_equal(f.found[0].certainty, CERTAINTY_POSSIBLE);
	feed_fini(&f);
}

static void test_answers(void **state)
{
	(void)state;
	rule_cases_run(answers, N(answers));
}

static void test_icmp(void **state)
{
	(void)state;
	rule_cases_run(icmp, N(icmp));
}

static void test_acks(void **state)
{
	(void)state;
	rule_cases_run(acks, N(acks));
}

/* When each copy went, in the words of the explanation. */
static void test_schedule(void **state)
{
	static const struct {
		double at[12]; /* of copies; 0 ends */
		const char *says;
	} cases[] = {
		{ { .5, 1.5, 3.5, 7.5, 15.5, 31.5 },
		  "sent it at 0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5 s and" },
		{ { .05, 1.494, 3.999, 20 }, "at 0, 0.05, 1.49, 4, 20 s" },
		{ { .5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5 },
		  "at 0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, ... s" },
	};
	static const struct feed_step seen = { -1, "seen", NULL },
				      first = { 0, "> REGISTER 1", NULL };

	(void)state;
	for (unsigned i = 0; i < N(cases); i++) {
		static struct feed f;
		const char *said;

		feed_init(&f);
		feed_step(&f, &seen);
		feed_step(&f, &first);
		for (const double *at = cases[i].at; *at > 0; at++)
			feed_step(&f, &(struct feed_step){ *at, first.what,
							   NULL });
		feed_clock(&f, 33);
		said = feed_last(&f, "no-answer-nonivite")->explain;
		if (!strstr(said, cases[i].says))
			fail_msg("%s: %s", cases[i].says, said);
		feed_fini(&f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_schedule),
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_icmp),
		cmocka_unit_test(test_acks),
		cmocka_unit_test(test_fragments),
		cmocka_unit_test(test_reliable_words),
		cmocka_unit_test(test_gap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
