/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules about calls for help. */
#include "diagnose/emergency.h"
#include "feed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define PHONE "10.0.0.1:5060"
#define PBX "10.0.0.2:5060"
#define TRUNK "203.0.113.9:5060"
#define SOS "urn:service:sos"
#define HELP "sip:112@pbx.example"

struct emergency_case {
	const char *label, *names;
	const char *last;         /* `error likely' of the last one, or NULL */
	const char *title, *remedy, *marks;
	const char *uri, *answer, *extra;
	const char *ringing;      /* headers of a 183 before it; NULL: none */
	const char *again;        /* to the same URI 1 s later; NULL: no more */
	const char *server;       /* NULL: PBX */
	const char *request;      /* more headers of it */
};

static const struct emergency_case cases[] = {
	{ "urn, 503", "emergency-failure", NULL, NULL, NULL,
	  NULL, SOS, "503 Service Unavailable", NULL, NULL, NULL, NULL, NULL },
	{ "urn, 404", "emergency-failure", "error likely", "the emergency call "
	  "(urn:service:sos) failed: 10.0.0.2:5060 answered 404",
	  "route urn:service:sos to a trunk", "| urn:service:sos | an emergency",
	  SOS, "404 Not Found", NULL, NULL, NULL, NULL, NULL },
	{ "urn of a kind", "emergency-failure", "error likely", NULL, NULL, NULL,
	  "urn:service:sos.fire", "404 Not Found", NULL, NULL, NULL, NULL,
	  NULL },
	{ "another urn", "status-404", NULL, NULL, NULL, NULL,
	  "urn:service:sosx", "404 Not Found", NULL, NULL, NULL, NULL, NULL },
	{ "a number, by a trunk", "emergency-failure", "error likely",
	  "the emergency call to 112 failed", NULL, NULL, HELP,
	  "404 Not Found", NULL, NULL, NULL, TRUNK, NULL },
	{ "a number, perhaps an extension", "emergency-failure",
	  "error possible", NULL, NULL, NULL, HELP, "404 Not Found", NULL,
	  NULL, NULL, NULL, NULL },
	{ "380", "emergency-failure", "error likely", NULL,
	  "call another way (urn:service:sos.police)", NULL, SOS,
	  "380 Alternative Service", "Contact: <urn:service:sos.police>\n",
	  NULL, NULL, NULL, NULL },
	{ "the test number", "status-404", NULL, NULL, NULL, NULL,
	  "sip:933@pbx.example", "404 Not Found", NULL, NULL, NULL, TRUNK,
	  NULL },
	{ "to be tried again", "status-484", NULL, NULL, NULL, NULL, HELP,
	  "484 Address Incomplete", NULL, NULL, NULL, TRUNK, NULL },
	{ "the second try goes through", "status-404", NULL, NULL, NULL, NULL,
	  SOS, "404 Not Found", NULL, NULL, "200 OK", NULL, NULL },
	{ "the second try fails, too", "status-404 emergency-failure",
	  "error likely", "answered 480", NULL, NULL, SOS, "404 Not Found",
	  NULL, NULL, "480 Unavailable", NULL, NULL },
	{ "a scanner", "scan-ua", NULL, NULL, NULL, NULL, HELP,
	  "404 Not Found", NULL, NULL, NULL, TRUNK,
	  "User-Agent: friendly-scanner\n" },
	{ "answered", "-", NULL, NULL, NULL, NULL, SOS, "200 OK", NULL, NULL,
	  NULL, NULL, NULL },

	{ "424", "emergency-location emergency-failure", NULL, NULL,
	  "Repair the location (PIDF-LO)", NULL, SOS,
	  "424 Bad Location Information", NULL, NULL, NULL, NULL, NULL },
	{ "424 with its number", "emergency-location emergency-failure", NULL,
	  NULL, NULL, NULL, SOS, "424 Bad Location Information",
	  "Geolocation-Error: 300;code=\"cannot fetch\"\n", NULL, NULL, NULL,
	  NULL },
	{ "answered all the same", "emergency-location", "warning certain",
	  "went through, but its location cannot be used: 100 The position "
	  "cannot be used", "Correct the location that 10.0.0.1:5060",
	  "Geolocation-Error: 100 | 100 | what is wrong", SOS, "200 OK",
	  "Geolocation-Error: 100\n", NULL, NULL, NULL,
	  "Geolocation: <cid:a@b>\n" },
	{ "told while it rings", "emergency-location", "warning certain",
	  "it: 777 odd", NULL, NULL, SOS, "200 OK", NULL,
	  "Geolocation-Error: 777;code=\"it: 777 odd\"\n", NULL, NULL, NULL },
	{ "a call that is none for help", "-", NULL, NULL, NULL, NULL,
	  "sip:bob@pbx.example", "200 OK", "Geolocation-Error: 100\n", NULL,
	  NULL, NULL, NULL },
};

static void request(struct feed *f, const struct emergency_case *c, double at,
		    unsigned cseq, const char *method)
{
	feed_fmt(f, at, PHONE, c->server ? c->server : PBX, "%s %s SIP/2.0\n"
		 "Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK%u\n"
		 "Max-Forwards: 70\nFrom: <sip:al@pbx.example>;tag=1\n"
		 "To: <%s>\nCall-ID: help\nCSeq: %u %s\n"
		 "Contact: <sip:10.0.0.1>\n%s", method, c->uri, cseq, c->uri,
		 cseq, method, c->request ? c->request : "");
}

static void response(struct feed *f, const struct emergency_case *c, double at,
		     unsigned cseq, const char *line, const char *extra)
{
	feed_fmt(f, at, c->server ? c->server : PBX, PHONE, "SIP/2.0 %s\n"
		 "Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK%u\n"
		 "From: <sip:al@pbx.example>;tag=1\nTo: <%s>;tag=2\n"
		 "Call-ID: help\nCSeq: %u INVITE\n%s%s", line, cseq, c->uri,
		 cseq, *line < '3' ? "Contact: <sip:pbx.example>\n" : "",
		 extra ? extra : "");
}

static void run(const struct emergency_case *c)
{
	char names[200], level[40];
	const struct feed_found *x;
	struct feed f;

	feed_init(&f);
	request(&f, c, 0, 1, "INVITE");
	if (c->ringing)
		response(&f, c, .1, 1, "183 Session Progress", c->ringing);
	response(&f, c, .2, 1, c->answer, c->extra);
	request(&f, c, .21, 1, "ACK");
	if (c->again) {
		request(&f, c, 1, 2, "INVITE");
		response(&f, c, 1.2, 2, c->again, NULL);
		request(&f, c, 1.21, 2, "ACK");
	}
	feed_clock(&f, 40);
	feed_end(&f);
	if (strcmp(feed_names(&f, names, sizeof(names)), c->names))
		fail_msg("%s: found `%s'", c->label, names);
	x = f.n ? &f.found[f.n - 1] : NULL;
	if (x) {
		snprintf(level, sizeof(level), "%s %s",
			 catalog_severity_name(x->severity),
			 catalog_certainty_name(x->certainty));
		if (c->last && strcmp(level, c->last))
			fail_msg("%s: it is %s", c->label, level);
		if (c->title && !strstr(x->title, c->title))
			fail_msg("%s: title `%s'", c->label, x->title);
		if (c->remedy && !strstr(x->remedies, c->remedy))
			fail_msg("%s: remedies `%s'", c->label, x->remedies);
		if (c->marks && !strstr(x->marks, c->marks))
			fail_msg("%s: marks `%s'", c->label, x->marks);
	}
	feed_fini(&f);
}

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(cases); i++)
		run(&cases[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
