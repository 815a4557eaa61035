/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules about messages that are not built, sent or answered as they should be. */
#include "rule_cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define CONTACT "Contact: <sip:alice@10.0.0.1>\n"
#define HOPS "Max-Forwards: 70\n"
#define X50 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
#define X500 X50 X50 X50 X50 X50 X50 X50 X50 X50 X50
#define BIG "X-Big: " X500 X500 X500 "\n"
#define SCANNER "User-Agent: friendly-scanner\n"

static const struct rule_case missing[] = {
	{ "INVITE without Contact", "contact-missing", "error certain",
	  "the INVITE of 10.0.0.1:5060 has no Contact: nobody",
	  "Contact: <sip:10.0.0.1:5060>", "INVITE sip:bob@x SIP/2.0 |  | no", {
		{ 0, "bare > INVITE 1", HOPS }, { .1, "< 200 INVITE 1", NULL },
		{ .2, "> ACK 1", NULL } } },
	{ "and refused for it", "contact-missing status-400", NULL, NULL, NULL,
	  NULL, {
		{ 0, "bare > INVITE 1", HOPS }, { .1, "< 400 INVITE 1", NULL } } },
	{ "2xx without Contact", "contact-missing", "error certain",
	  "the 200 OK of 10.0.0.2:5060", NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "bare < 200 INVITE 1", NULL },
		{ .2, "> ACK 1", NULL } } },
	{ "inside a dialog it is known", "-", NULL, NULL, NULL, NULL, {
		{ 0, "bare > INVITE+ 2", HOPS },
		{ .1, "bare < 200 INVITE 2", NULL }, { .2, "> ACK+ 2", NULL } } },
	{ "2xx to BYE needs none", "-", NULL, NULL, NULL, NULL, {
		{ 0, "bare > BYE+ 2", HOPS }, { .1, "bare < 200 BYE 2", NULL } } },
	{ "an INFO needs none", "-", NULL, NULL, NULL, NULL, {
		{ 0, "bare > INFO+ 2", HOPS },
		{ .1, "bare < 200 INFO 2", NULL } } },
	{ "a REGISTER may ask", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", NULL }, { .1, "< 200 REGISTER 1", NULL } } },
	{ "an unasked NOTIFY needs none", "-", NULL, NULL, NULL, NULL, {
		{ 0, "bare > NOTIFY 2", HOPS },
		{ .1, "bare < 200 NOTIFY 2", NULL } } },
	{ "what was cut may have had it", "msg-truncated", NULL, NULL, NULL,
	  NULL, {
		{ 0, "snap > INVITE 1", NULL }, { .1, "< 200 INVITE 1", NULL },
		{ .2, "> ACK 1", NULL } } },
	{ "a scanner", "scan-answered scan-ua", NULL, NULL, NULL, NULL, {
		{ 0, "bare > INVITE 1", SCANNER },
		{ .1, "< 200 INVITE 1", NULL }, { .2, "> ACK 1", NULL } } },
	{ "no Max-Forwards", "maxfwd-missing", "info certain",
	  "10.0.0.1:5060 sends its OPTIONS without", NULL, NULL, {
		{ 0, "bare > OPTIONS 1", NULL },
		{ .1, "< 200 OPTIONS 1", NULL } } },
	{ "a proxy would have added it", "-", NULL, NULL, NULL, NULL, {
		{ 0, "bare > OPTIONS 1", "Via: SIP/2.0/UDP 10.0.0.9\n" },
		{ .1, "< 200 OPTIONS 1", NULL } } },
	{ "a scanner never sends it", "scan-ua", NULL, NULL, NULL, NULL, {
		{ 0, "bare > OPTIONS 1", SCANNER },
		{ .1, "< 200 OPTIONS 1", NULL } } },
};

/* A message of its own, from A to B or back. */
struct raw_case {
	const char *label, *names, *last, *title;
	struct { double at; bool back; const char *text; } m[4];
};

#define REQ(method, via, from, more) method " sip:bob@x SIP/2.0\nVia: " via \
	"\nMax-Forwards: 70\nFrom: " from "\nTo: <sip:b@x>\nCall-ID: c1\n" \
	"CSeq: 1 " method "\n" CONTACT more
#define ANS(line, method, via, to, more) "SIP/2.0 " line "\nVia: " via \
	"\nFrom: <sip:a@x>;tag=1\nTo: " to "\nCall-ID: c1\nCSeq: 1 " method \
	"\nContact: <sip:b@10.0.0.2>\n" more
#define VIA "SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK1"
#define OLD "SIP/2.0/UDP 10.0.0.1:5060"
#define ALICE "<sip:a@x>;tag=1"
#define BOB "<sip:b@x>;tag=2"

static const struct raw_case raw[] = {
	{ "From without tag", "tag-missing", "error certain",
	  "the OPTIONS of 10.0.0.1:5060 has no tag in From: a strict server "
	  "refuses it", {
		{ 0, false, REQ("OPTIONS", VIA, "<sip:a@x>", "") },
		{ .1, true, ANS("200 OK", "OPTIONS", VIA, BOB, "") } } },
	{ "the same of a call", "tag-missing", "error certain",
	  "the INVITE of 10.0.0.1:5060 has no tag in From: nobody can match it "
	  "to a call", {
		{ 0, false, REQ("INVITE", VIA, "<sip:a@x>", "") },
		{ .1, true, ANS("100 Trying", "INVITE", VIA, "<sip:b@x>",
				"") } } },
	{ "a tag behind a broken name is one", "-", NULL, NULL, {
		{ 0, false, REQ("OPTIONS", VIA, "\\\"a\\\" <sip:a@x>;tag=1",
				"") },
		{ .1, true, ANS("200 OK", "OPTIONS", VIA, BOB, "") } } },
	{ "18x without tag", "tag-missing", "error certain",
	  "the 180 Ringing of 10.0.0.2:5060 has no tag in To", {
		{ 0, false, REQ("INVITE", VIA, ALICE, "") },
		{ .1, true, ANS("180 Ringing", "INVITE", VIA, "<sip:b@x>",
				"") } } },
	{ "100 needs none", "-", NULL, NULL, {
		{ 0, false, REQ("INVITE", VIA, ALICE, "") },
		{ .1, true, ANS("100 Trying", "INVITE", VIA, "<sip:b@x>", "") },
		{ .2, true, ANS("180 Ringing", "INVITE", VIA, BOB, "") } } },
	{ "a refusal does no harm without", "busy-everywhere", NULL, NULL, {
		{ 0, false, REQ("INVITE", VIA, ALICE, "") },
		{ .1, true, ANS("486 Busy Here", "INVITE", VIA, "<sip:b@x>",
				"") } } },
	{ "programs from before the tags", "malformed-branch tag-missing",
	  "warning likely", NULL, {
		{ 0, false, REQ("OPTIONS", OLD, "<sip:a@x>", "") },
		{ .1, true, ANS("200 OK", "OPTIONS", OLD, BOB, "") } } },
	{ "branch of one's own", "malformed-branch", "warning certain",
	  "10.0.0.1:5060 sends branch `abc'", {
		{ 0, false, REQ("OPTIONS", OLD ";branch=abc", ALICE, "") },
		{ .1, true, ANS("200 OK", "OPTIONS", OLD ";branch=abc", BOB,
				"") } } },
	{ "a branch of somebody behind a proxy", "-", NULL, NULL, {
		{ 0, false, REQ("OPTIONS", OLD ";branch=abc, " OLD, ALICE, "") },
		{ .1, true, ANS("200 OK", "OPTIONS", OLD ";branch=abc", BOB,
				"") } } },
	{ "a scanner's branch", "scan-ua", NULL, NULL, {
		{ 0, false, REQ("OPTIONS", OLD ";branch=abc", ALICE, SCANNER) },
		{ .1, true, ANS("200 OK", "OPTIONS", OLD ";branch=abc", BOB,
				"") } } },
	{ "TCP in Via, over UDP", "via-transport", "warning likely",
	  "says TCP, but the OPTIONS came over UDP", {
		{ 0, false, REQ("OPTIONS",
				"SIP/2.0/TCP 10.0.0.1;branch=z9hG4bK1", ALICE,
				"") },
		{ .1, true, ANS("200 OK", "OPTIONS",
				"SIP/2.0/TCP 10.0.0.1;branch=z9hG4bK1", BOB,
				"") } } },
	{ "of somebody behind a proxy", "-", NULL, NULL, {
		{ 0, false, REQ("OPTIONS", VIA
				"\nVia: SIP/2.0/TCP 10.0.0.9;branch=z9hG4bK2",
				ALICE, "") },
		{ .1, true, ANS("200 OK", "OPTIONS", VIA, BOB, "") } } },
	{ "CSeq twice, taken all the same", "malformed-message",
	  "warning likely", "CSeq is there twice", {
		{ 0, false, REQ("OPTIONS", VIA, ALICE, "CSeq: 1 OPTIONS\n") },
		{ .1, true, ANS("200 OK", "OPTIONS", VIA, BOB, "") } } },
	{ "CSeq twice, refused for it", "malformed-message", "error likely",
	  "is refused with 400: CSeq is there twice", {
		{ 0, false, REQ("OPTIONS", VIA, ALICE, "CSeq: 1 OPTIONS\n") },
		{ .1, true, ANS("400 Bad", "OPTIONS", VIA, BOB, "") } } },
	{ "refused for something else", "status-404", NULL, NULL, {
		{ 0, false, REQ("OPTIONS", VIA, ALICE, "CSeq: 1 OPTIONS\n") },
		{ .1, true, ANS("404 No", "OPTIONS", VIA, BOB, "") } } },
	{ "by a scanner", "scan-ua", "warning likely", NULL, {
		{ 0, false, REQ("OPTIONS", VIA, ALICE,
				"CSeq: 1 OPTIONS\n" SCANNER) },
		{ .1, true, ANS("400 Bad", "OPTIONS", VIA, BOB, "") } } },
	{ "a good one refused with 400", "status-400", NULL, NULL, {
		{ 0, false, REQ("OPTIONS", VIA, ALICE, "") },
		{ .1, true, ANS("400 Bad", "OPTIONS", VIA, BOB, "") } } },
	{ "the answer on a wrong method", "cseq-mismatch", "error likely",
	  "answers a OPTIONS with CSeq INFO", {
		{ 0, false, REQ("OPTIONS", VIA, ALICE, "") },
		{ .1, true, ANS("200 OK", "INFO", VIA, BOB, "") } } },
	{ "answered, and something else came", "-", NULL, NULL, {
		{ 0, false, REQ("OPTIONS", VIA, ALICE, "") },
		{ .1, true, ANS("200 OK", "OPTIONS", VIA, BOB, "") },
		{ .2, true, ANS("200 OK", "INFO", VIA, BOB, "") } } },
	{ "Content-Length over what came", "content-length", "error certain",
	  "Content-Length says 900", {
		{ 0, false, REQ("OPTIONS", VIA, ALICE,
				"Content-Type: x/y\nContent-Length: 900\n\nab") },
		{ .1, true, ANS("200 OK", "OPTIONS", VIA, BOB, "") } } },
	{ "below, by more than padding", "content-length", "info certain",
	  "Content-Length says 1, 20 octets came", {
		{ 0, false, REQ("OPTIONS", VIA, ALICE,
				"Content-Type: x/y\nContent-Length: 1\n\n"
				"abcdefghijklmnopqrst") },
		{ .1, true, ANS("200 OK", "OPTIONS", VIA, BOB, "") } } },
	{ "a line end behind the body", "-", NULL, NULL, {
		{ 0, false, REQ("OPTIONS", VIA, ALICE,
				"Content-Type: x/y\nContent-Length: 1\n\na\n") },
		{ .1, true, ANS("200 OK", "OPTIONS", VIA, BOB, "") } } },
};

static const struct rule_case times[] = {
	{ "an answer after 40 s", "late-response",
	  "warning likely", "the 200 of 10.0.0.2:5060 came 40 s after",
	  "a timeout well below 32 s", NULL, {
		{ 0, "> INFO+ 1", NULL }, { 40, "< 200 INFO 1", NULL } } },
	{ "in time", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INFO+ 1", NULL }, { 31, "< 200 INFO 1", NULL } } },
	{ "an INVITE that rang", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { 1, "< 180 INVITE 1", NULL },
		{ 60, "< 200 INVITE 1", NULL }, { 60, "> ACK 1", NULL } } },
	{ "a 408, which is late by nature", "status-408", NULL, NULL, NULL,
	  NULL, {
		{ 0, "> OPTIONS 1", NULL }, { 40, "< 408 OPTIONS 1", NULL } } },
	{ "two final answers", "busy-everywhere late-response", NULL,
	  "answered the INVITE with 480 after 486 was",
	  "was answered 486 (a script, a timer", NULL, {
		{ 0, "> INVITE 1", NULL }, { 1, "< 486 INVITE 1", NULL },
		{ 2, "< 480 INVITE 1", NULL } } },
	{ "a copy of the same", "busy-everywhere", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { 1, "< 486 INVITE 1", NULL },
		{ 2, "< 486 INVITE 1", NULL } } },
	{ "slow to say 100", "slow-100", "warning likely",
	  "took 2500 ms to say anything", NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .5, "> INVITE 1", NULL },
		{ 1.5, "> INVITE 1", NULL }, { 2.5, "< 100 INVITE 1", NULL },
		{ 3, "< 200 INVITE 1", NULL }, { 3, "> ACK 1", NULL } } },
	{ "the third copy got through", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .5, "> INVITE 1", NULL },
		{ 1.5, "> INVITE 1", NULL }, { 1.6, "< 100 INVITE 1", NULL },
		{ 3, "< 200 INVITE 1", NULL }, { 3, "> ACK 1", NULL } } },
	{ "within a second", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .5, "> INVITE 1", NULL },
		{ .95, "< 100 INVITE 1", NULL },
		{ 3, "< 200 INVITE 1", NULL }, { 3, "> ACK 1", NULL } } },
	{ "the 100 is not heard", "retrans-despite-100", "warning likely",
	  "does not reach 10.0.0.1:5060", NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .01, "< 100 INVITE 1", NULL },
		{ .5, "> INVITE 1", NULL }, { 1.5, "> INVITE 1", NULL },
		{ 3.5, "> INVITE 1", NULL }, { 4, "< 200 INVITE 1", NULL },
		{ 4, "> ACK 1", NULL } } },
	{ "copies under way", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .01, "< 100 INVITE 1", NULL },
		{ .5, "> INVITE 1", NULL }, { 1.5, "> INVITE 1", NULL },
		{ 4, "< 200 INVITE 1", NULL }, { 4, "> ACK 1", NULL } } },
	{ "the 100 came after the copies", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .2, "> INVITE 1", NULL },
		{ .3, "< 100 INVITE 1", NULL }, { 1.2, "> INVITE 1", NULL },
		{ 3.2, "> INVITE 1", NULL }, { 4, "< 200 INVITE 1", NULL },
		{ 4, "> ACK 1", NULL } } },
	{ "TCP is tried when UDP is silent", "transport-switch",
	  "warning likely", "went through over TCP", NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .5, "> INVITE 1", NULL },
		{ 3, "tcp", NULL }, { 3, "> INVITE 2", NULL },
		{ 3.1, "< 200 INVITE 2", NULL }, { 3.2, "> ACK 2", NULL } } },
	{ "TCP after an answer over UDP", "busy-everywhere", NULL, NULL, NULL,
	  NULL, {
		{ 0, "> INVITE 1", NULL }, { .5, "< 486 INVITE 1", NULL },
		{ 3, "tcp", NULL }, { 3, "> INVITE 2", NULL },
		{ 3.1, "< 200 INVITE 2", NULL }, { 3.2, "> ACK 2", NULL } } },
	{ "large, and answered", "udp-fragment", "info possible",
	  "is large for UDP", "fewer codecs", NULL, {
		{ 0, "> INFO+ 1", BIG }, { .1, "< 200 INFO 1", NULL } } },
	{ "large, and lost", "udp-fragment", "error possible",
	  "never answers the INFO", NULL, NULL, {
		{ 0, "> INFO+ 1", BIG }, { 1, "seen", NULL },
		{ 40, "clock", NULL } } },
	{ "large, one side captured", "udp-fragment", "warning possible",
	  NULL, NULL, NULL, {
		{ 0, "> INFO+ 1", BIG }, { 40, "clock", NULL } } },
	{ "not large", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INFO+ 1", "X-Big: " X500 X500 "\n" },
		{ .1, "< 200 INFO 1", NULL } } },
	{ "too large for a link", "icmp-frag-needed", "error certain",
	  "is too large for the link behind 10.0.0.2", NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .5, "> INVITE 1", NULL },
		{ .6, "icmp 304 > INVITE 1", NULL }, { 40, "clock", NULL } } },
	{ "the first tells what fits", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		{ .1, "icmp 304 > INVITE 1", NULL },
		{ .5, "> INVITE 1", NULL }, { .6, "< 200 INVITE 1", NULL },
		{ .7, "> ACK 1", NULL } } },
	{ "CSeq below the last, refused", "cseq-mismatch", "error likely",
	  "sends a INFO with CSeq 3 after 7", NULL,
	  "CSeq: 3 INFO | 3 INFO | does not fit", {
		{ 0, "> INFO+ 7", NULL }, { .1, "< 200 INFO 7", NULL },
		{ 3, "> INFO+ 3", NULL }, { 3.1, "< 500 INFO 3", NULL } } },
	{ "taken all the same", "cseq-mismatch", "warning likely", NULL, NULL,
	  NULL, {
		{ 0, "> INFO+ 7", NULL }, { .1, "< 200 INFO 7", NULL },
		{ 3, "> INFO+ 3", NULL }, { 3.1, "< 200 INFO 3", NULL } } },
	{ "overtaken on the way", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INFO+ 7", NULL }, { .5, "> INFO+ 3", NULL },
		{ .6, "< 200 INFO 7", NULL }, { .6, "< 200 INFO 3", NULL } } },
	{ "the other side counts for itself", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INFO+ 7", NULL }, { .1, "< 200 INFO 7", NULL },
		{ 3, "< INFO+ 3", NULL }, { 3.1, "> 200 INFO 3", NULL } } },
	{ "no sips here", "sips-mismatch", "error certain",
	  "takes only `sip:' addresses", "instead of `sips:'",
	  "Warning: 380 x \"no\" | 380 x \"no\" | says which", {
		{ 0, "> INVITE 1", NULL },
		{ .1, "< 416 INVITE 1", "Warning: 380 x \"no\"\n" } } },
	{ "another warning", "status-416", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		{ .1, "< 416 INVITE 1", "Warning: 399 x \"no\"\n" } } },
};

static void test_missing(void **state)
{
	(void)state;
	rule_cases_run(missing, N(missing));
}

static void test_times(void **state)
{
	(void)state;
	rule_cases_run(times, N(times));
}

static void run_raw(const struct raw_case *c)
{
	static struct feed f;
	const char *const who[] = { "10.0.0.1:5060", "10.0.0.2:5060" };
	char names[512], how[32];

	feed_init(&f);
	for (size_t i = 0; i < N(c->m) && c->m[i].text; i++)
		feed_at(&f, c->m[i].at, who[c->m[i].back], who[!c->m[i].back],
			c->m[i].text);
	feed_end(&f);
	feed_names(&f, names, sizeof(names));
	if (strcmp(names, c->names))
		fail_msg("%s: found `%s', want `%s'", c->label, names,
			 c->names);
	snprintf(how, sizeof(how), "%s %s", f.n ? catalog_severity_name(
		 f.found[f.n - 1].severity) : "", f.n ?
		 catalog_certainty_name(f.found[f.n - 1].certainty) : "");
	if (c->last && strcmp(how, c->last))
		fail_msg("%s: is `%s', want `%s'", c->label, how, c->last);
	if (c->title && !strstr(f.found[f.n - 1].title, c->title))
		fail_msg("%s: title `%s'", c->label, f.found[f.n - 1].title);
	feed_fini(&f);
}

static void test_raw(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(raw); i++)
		run_raw(&raw[i]);
}

/* A request that was cut is refused with 400: that is no fault of its own. */
static void test_length_refused(void **state)
{
	static const struct {
		const char *length, *status, *cause;
	} cases[] = {
		{ "900", "400 Bad", "content-length 1 10.0.0.2:5060" },
		{ "900", "403 No", "" },
		{ "1", "400 Bad", "" }, /* that much is there */
	};
	char text[500];

	(void)state;
	for (size_t i = 0; i < N(cases); i++) {
		static struct feed f;
		char length[60], status[30];

		snprintf(length, sizeof(length), "Content-Type: x/y\n"
			 "Content-Length: %s\n", cases[i].length);
		snprintf(status, sizeof(status), "%s", cases[i].status);
		feed_init(&f);
		snprintf(text, sizeof(text), REQ("OPTIONS", VIA, ALICE, "%s")
			 "\nabcdefghijklmnopqrst", length);
		feed_at(&f, 0, "10.0.0.1:5060", "10.0.0.2:5060", text);
		snprintf(text, sizeof(text), ANS("%s", "OPTIONS", VIA, BOB,
						 "\n"), status);
		feed_at(&f, .1, "10.0.0.2:5060", "10.0.0.1:5060", text);
		feed_end(&f);
		assert_int_equal(f.n, 2);
		assert_string_equal(f.found[1].cause, cases[i].cause);
		feed_fini(&f);
	}
}

/* In a stream Content-Length has cut the message: nothing is left to compare. */
static void test_length_in_stream(void **state)
{
	static const char via[] = "SIP/2.0/TCP 10.0.0.1:5060;branch=z9hG4bK1";
	char text[400];

	(void)state;
	snprintf(text, sizeof(text), REQ("OPTIONS", "%s", ALICE,
		 "Content-Type: x/y\nContent-Length: 900\n\nab"), via);
	for (int tcp = 0; tcp < 2; tcp++) {
		static struct feed f;

		feed_init(&f);
		if (tcp)
			f.transport = TRANSPORT_TCP;
		feed_at(&f, 0, "10.0.0.1:5060", "10.0.0.2:5060", text);
		assert_int_equal(!feed_last(&f, "content-length"), tcp);
		feed_fini(&f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_length_refused),
		cmocka_unit_test(test_length_in_stream),
		cmocka_unit_test(test_missing),
		cmocka_unit_test(test_raw),
		cmocka_unit_test(test_times),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
