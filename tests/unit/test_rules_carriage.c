/* SPDX-License-Identifier: BSD-2-Clause */
/* How a message travels: cases that differ in one detail from those in
 * test_rules_message.c and test_rules_nat.c, the detail that decides. */
#include "rule_cases.h"

#include "dissect/tcp_reasm.h"
#include "dissect/tls_watch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define X50 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
#define X500 X50 X50 X50 X50 X50 X50 X50 X50 X50 X50
#define BIG "X-Big: " X500 X500 X500 "\n"

static const struct rule_case large[] = {
	{ "over TCP", "-", NULL, NULL, NULL, NULL, {
		{ 0, "tcp", NULL }, { 0, "> INFO+ 1", BIG },
		{ .1, "< 200 INFO 1", NULL } } },
	{ "on one host", "-", NULL, NULL, NULL, NULL, {
		{ 0, "A>a INFO 1 t=2", BIG }, { .1, "a>A 200 INFO 1", NULL } } },
	{ "between two hosts", "udp-fragment", "info possible", NULL, NULL,
	  NULL, {
		{ 0, "A>b INFO 1 t=2", BIG }, { .1, "b>A 200 INFO 1", NULL } } },
	{ "100 came, and no more", "udp-fragment*", "info possible", NULL,
	  NULL, NULL, {
		{ 0, "> INFO+ 1", BIG }, { .1, "< 100 INFO 1", NULL },
		{ 40, "clock", NULL } } },
	{ "the port is closed", "icmp-unreachable", NULL, NULL, NULL, NULL, {
		{ 0, "> INFO+ 1", BIG }, { .5, "> INFO+ 1", BIG },
		{ .6, "icmp 303 > INFO+ 1", NULL }, { 40, "clock", NULL } } },
	{ "too large for a link", "icmp-frag-needed", NULL, NULL, NULL, NULL, {
		{ 0, "> INFO+ 1", BIG }, { .5, "> INFO+ 1", BIG },
		{ .6, "icmp 304 > INFO+ 1", NULL }, { 40, "clock", NULL } } },
	{ "it went through over TCP", "transport-switch", NULL, NULL, NULL,
	  NULL, {
		{ 0, "> INVITE 1", BIG }, { .5, "> INVITE 1", BIG },
		{ 3, "tcp", NULL }, { 3, "> INVITE 2", BIG },
		{ 3.1, "< 200 INVITE 2", NULL }, { 3.2, "> ACK+ 2", NULL },
		{ 40, "clock", NULL } } },
	{ "a fragment was lost", "ip-fragment-missing", NULL, NULL, NULL, NULL, {
		{ 0, "cut 2 > INFO+ 1", BIG }, { 1, "seen", NULL },
		{ 40, "clock", NULL } } },
	{ "told once, however often it was sent", "udp-fragment", NULL, NULL,
	  NULL, NULL, {
		{ 0, "> INFO+ 1", BIG }, { .5, "> INFO+ 1", BIG },
		{ 1.5, "> INFO+ 1", BIG }, { 1.6, "< 200 INFO 1", NULL } } },
};

#define UDP { 0, "> INVITE 1", NULL }, { .5, "> INVITE 1", NULL }
#define OVER(n, extra) { 3, "tcp", NULL }, { 3, "> INVITE " n, extra }, \
	{ 3.1, "< 200 INVITE " n, NULL }, { 3.2, "> ACK+ " n, NULL }

static const struct rule_case switched[] = {
	{ "another call", "no-answer-any", NULL, NULL, NULL, NULL, {
		UDP, { 3, "tcp", NULL }, { 3, "2> INVITE 2", NULL },
		{ 3.1, "2< 200 INVITE 2", NULL }, { 3.2, "2> ACK+ 2", NULL },
		{ 40, "clock", NULL } } },
	{ "another target", "srv-failover no-answer-any", NULL, NULL, NULL,
	  NULL, {
		{ 0, "A>B INVITE 1", NULL }, { .5, "A>B INVITE 1", NULL },
		{ 3, "A>C INVITE 2 x=tcp", NULL },
		{ 3.1, "C>A 200 INVITE 2 x=tcp", NULL },
		{ 3.2, "A>C ACK 2 x=tcp t=2 b=q", NULL }, { 40, "clock", NULL } } },
	{ "the target passes it on", "callid-duplicate no-answer-any", NULL, NULL, NULL, NULL, {
		{ 0, "A>B INVITE 1", NULL }, { .5, "A>B INVITE 1", NULL },
		{ 3, "B>A INVITE 2 x=tcp f=3", NULL },
		{ 3.1, "A>B 200 INVITE 2 x=tcp f=3", NULL },
		{ 3.2, "B>A ACK 2 x=tcp t=2 b=q f=3", NULL },
		{ 40, "clock", NULL } } },
	{ "another client", "no-answer-any", NULL, NULL, NULL, NULL, {
		{ 0, "A>B INVITE 1", NULL }, { .5, "A>B INVITE 1", NULL },
		{ 3, "C>B INVITE 2 x=tcp", NULL },
		{ 3.1, "B>C 200 INVITE 2 x=tcp", NULL },
		{ 3.2, "C>B ACK 2 x=tcp t=2 b=q", NULL },
		{ 40, "clock", NULL } } },
	{ "another request", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> OPTIONS 1", NULL }, { .5, "> OPTIONS 1", NULL },
		OVER("2", NULL), { 40, "clock", NULL } } },
	{ "100 came over UDP", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL }, { .1, "< 100 INVITE 1", NULL },
		OVER("2", NULL) } },
	{ "again over UDP", "-", NULL, NULL, NULL, NULL, {
		UDP, { 3, "> INVITE 2", NULL }, { 3.1, "< 200 INVITE 2", NULL },
		{ 3.2, "> ACK+ 2", NULL } } },
	{ "again over TCP", "-", NULL, NULL, NULL, NULL, {
		{ 0, "tcp", NULL }, { 0, "> INVITE 1", NULL },
		{ 3, "> INVITE 2", NULL }, { 3.1, "< 200 INVITE 2", NULL },
		{ 3.2, "> ACK+ 2", NULL } } },
};

#define REQUEST(said) "OPTIONS sip:b@x SIP/2.0\nVia: SIP/2.0/" said \
	" 10.0.0.1;branch=z9hG4bK1\nMax-Forwards: 70\n" \
	"From: <sip:a@x>;tag=1\nTo: <sip:b@x>\nCall-ID: c\nCSeq: 1 OPTIONS\n"

static const struct {
	const char *label, *said;
	enum transport is;
	const char *names;
	enum severity severity;
	bool retold;         /* then it is but possible */
} vias[] = {
	{ "TCP over UDP", "TCP", TRANSPORT_UDP, "via-transport",
	  SEVERITY_WARNING, false },
	{ "UDP over TCP", "UDP", TRANSPORT_TCP, "via-transport",
	  SEVERITY_WARNING, false },
	{ "TLS over TCP", "TLS", TRANSPORT_TCP, "via-transport",
	  SEVERITY_INFO, false },
	{ "WS over TLS", "WS", TRANSPORT_TLS, "via-transport", SEVERITY_INFO, false },
	{ "WSS over WS", "WSS", TRANSPORT_WS, "-", 0, false },
	{ "SCTP over TCP", "SCTP", TRANSPORT_TCP, "via-transport",
	  SEVERITY_WARNING, false },
	{ "TLS over SCTP", "TLS", TRANSPORT_SCTP, "via-transport",
	  SEVERITY_WARNING, false },
	{ "TCP over TCP", "TCP", TRANSPORT_TCP, "-", 0, false },
	{ "tcp in small letters", "tcp", TRANSPORT_TCP, "-", 0, false },
	{ "behind a proxy", "TCP 10.0.0.1;branch=z9hG4bK1, SIP/2.0/UDP",
	  TRANSPORT_UDP, "-", 0, false },
	{ "TCP over UDP, as an agent says", "TCP", TRANSPORT_UDP,
	  "via-transport", SEVERITY_WARNING, true },
};

static void test_vias(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(vias); i++) {
		char text[400], names[256];
		struct feed f;

		snprintf(text, sizeof(text), REQUEST("%s"), vias[i].said);
		feed_init(&f);
		f.transport = vias[i].is;
		f.retold = vias[i].retold;
		feed_at(&f, 0, "10.0.0.1:5060", "10.0.0.2:5060", text);
		feed_names(&f, names, sizeof(names));
		if (strcmp(names, vias[i].names) || (f.n &&
		    (f.found[0].severity != vias[i].severity ||
		     f.found[0].certainty != (vias[i].retold ?
		     CERTAINTY_POSSIBLE : CERTAINTY_LIKELY))))
			fail_msg("%s: found `%s'", vias[i].label, names);
		feed_fini(&f);
	}
}

#define RPORT "OPTIONS sip:b@x SIP/2.0\nVia: SIP/2.0/%s 10.0.0.1%s;branch=" \
	"z9hG4bK1\nMax-Forwards: 70\nFrom: <sip:a@x>;tag=1\nTo: <sip:b@x>\n" \
	"Call-ID: c\nCSeq: 1 %s\n"
#define BACK "SIP/2.0 %s\nVia: SIP/2.0/%s 10.0.0.1%s;branch=z9hG4bK1\n" \
	"From: <sip:a@x>;tag=1\nTo: <sip:b@x>;tag=2\nCall-ID: c\n" \
	"CSeq: 1 OPTIONS\n"

static const struct {
	const char *label, *rport, *from, *to, *code;
	enum transport transport;
	const char *names;
	enum certainty certainty;
} answers[] = {
	{ "to where it came from", ";rport", "10.0.0.2:5060", "10.0.0.1:40000",
	  "200 OK", TRANSPORT_UDP, "-", 0 },
	{ "to another port", ";rport", "10.0.0.2:5060", "10.0.0.1:5060",
	  "200 OK", TRANSPORT_UDP, "resp-wrong-port", CERTAINTY_CERTAIN },
	{ "a provisional one", ";rport", "10.0.0.2:5060", "10.0.0.1:5060",
	  "180 Ringing", TRANSPORT_UDP, "resp-wrong-port", CERTAINTY_CERTAIN },
	{ "rport was not asked for", "", "10.0.0.2:5060", "10.0.0.1:5060",
	  "200 OK", TRANSPORT_UDP, "-", 0 },
	{ "to another address", ";rport", "10.0.0.2:5060", "10.0.0.9:5060",
	  "200 OK", TRANSPORT_UDP, "resp-wrong-port", CERTAINTY_LIKELY },
	{ "a server with two addresses", ";rport", "10.0.0.3:5060",
	  "10.0.0.1:5060", "200 OK", TRANSPORT_UDP, "resp-wrong-port",
	  CERTAINTY_LIKELY },
	{ "over TCP", ";rport", "10.0.0.2:5060", "10.0.0.1:5060", "200 OK",
	  TRANSPORT_TCP, "-", 0 },
};

static void test_answers(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(answers); i++) {
		bool tcp = answers[i].transport == TRANSPORT_TCP;
		struct feed f;
		char names[256];

		feed_init(&f);
		f.transport = answers[i].transport;
		feed_fmt(&f, 0, "10.0.0.1:40000", "10.0.0.2:5060", RPORT,
			 tcp ? "TCP" : "UDP", answers[i].rport, "OPTIONS");
		feed_fmt(&f, .1, answers[i].from, answers[i].to, BACK,
			 answers[i].code, tcp ? "TCP" : "UDP",
			 answers[i].rport);
		feed_names(&f, names, sizeof(names));
		if (strcmp(names, answers[i].names) || (f.n &&
		    f.found[0].certainty != answers[i].certainty))
			fail_msg("%s: found `%s'", answers[i].label, names);
		feed_fini(&f);
	}
}

static const struct {
	const char *label;
	unsigned char level, alert;
	bool established;
	const char *names;
} alerts[] = {
	{ "unknown_ca", 2, 48, false, "tls-alert" },
	{ "no fatal one", 0, 48, false, "-" },
	{ "a warning", 1, 48, false, "-" },
	{ "close_notify", 2, 0, false, "-" },
	{ "the user's own wish", 2, 90, false, "-" },
	{ "after data went through", 2, 48, true, "-" },
};

static struct addr ip4(unsigned char last, uint16_t port)
{
	unsigned char ip[4] = { 192, 0, 2, last };

	return addr_make(ip, 4, port);
}

static void test_alerts(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(alerts); i++) {
		struct tls_info t = {
			.client = ip4(1, 40000), .server = ip4(2, 5061),
			.version = 0x303, .alert_level = alerts[i].level,
			.alert = alerts[i].alert, .alert_from = 1,
			.established = alerts[i].established,
			.hello = { .number = 1 }, .alert_at = { .number = 2 },
		};
		struct feed f;
		char names[256];

		feed_init(&f);
		engine_tls(f.engine, &t);
		feed_names(&f, names, sizeof(names));
		if (strcmp(names, alerts[i].names))
			fail_msg("%s: found `%s'", alerts[i].label, names);
		feed_fini(&f);
	}
}

/* A SYN that got RST, and one that got nothing. */
static void test_syns(void **state)
{
	(void)state;
	for (unsigned reset = 0; reset < 2; reset++) {
		struct tcp_refusal r = {
			.client = ip4(1, 40000), .server = ip4(2, 5060),
			.syn = { .number = 1 }, .answer = { .number = reset },
			.syns = 3, .reset = reset,
		};
		struct feed f;

		feed_init(&f);
		engine_refused(f.engine, &r);
		assert_int_equal(f.n, 1);
		assert_string_equal(f.found[0].name, reset ? "tcp-refused" :
				    "tcp-no-answer");
		feed_fini(&f);
	}
}

#define TEST(name) static void test_##name(void **state) \
	{ (void)state; rule_cases_run(name, N(name)); }
TEST(large)
TEST(switched)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_large),
		cmocka_unit_test(test_switched),
		cmocka_unit_test(test_vias),
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_alerts),
		cmocka_unit_test(test_syns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
