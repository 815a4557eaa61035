/* SPDX-License-Identifier: BSD-2-Clause */
/* Names that cannot be looked up: the proxy is 192.0.2.5, its name server 192.0.2.53,
 * the caller 192.0.2.3. */
#include "diagnose/lookups.h"
#include "feed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define PBX "192.0.2.5:5060"
#define CALLER "192.0.2.3:5060"

enum { STEPS = 12 };

/* At so many seconds:
 *   `? A far.example'           the proxy asks; `caller? A ...': the caller does
 *   `! A far.example NXDOMAIN'  it is told that, NODATA, or so many records
 *   `invite far.example'        the caller asks the proxy to send a call there
 *   `route far.example near.example'  by way of the first
 *   `on'                        the proxy sends it on
 *   `answer 478' */
static const struct lookup_case {
	const char *label, *names, *last, *title, *remedy, *marks;
	struct {
		double at;
		const char *what;
	} steps[STEPS];
} cases[] = {
	{ "no such name", "dns-failure", "error likely",
	  "192.0.2.5 cannot look up far.example: 192.0.2.53 answers NXDOMAIN to "
	  "all questions", "if far.example is misspelt",
	  "SRV _sip._udp.far.example | SRV _sip._udp.far.example | asked for\n"
	  "NXDOMAIN | NXDOMAIN | not there\n"
	  "A far.example | A far.example | asked for\n"
	  "NXDOMAIN | NXDOMAIN | not there\n",
	  { { 0, "invite far.example" }, { 0.1, "? NAPTR far.example" },
	    { 0.1, "! NAPTR far.example NXDOMAIN" },
	    { 0.2, "? SRV _sip._udp.far.example" },
	    { 0.2, "! SRV _sip._udp.far.example NXDOMAIN" },
	    { 0.3, "? A far.example" }, { 0.3, "! A far.example NXDOMAIN" },
	    { 0.4, "answer 478" } } },
	{ "no records", "dns-failure", NULL, "answers NXDOMAIN, NODATA to", NULL,
	  NULL,
	  { { 0, "invite far.example" },
	    { 0.2, "? SRV _sip._udp.far.example" },
	    { 0.2, "! SRV _sip._udp.far.example NXDOMAIN" },
	    { 0.3, "? A far.example" }, { 0.3, "! A far.example NODATA" },
	    { 0.4, "answer 503" } } },
	{ "the server fails", "dns-failure", NULL, "answers SERVFAIL to",
	  "Find out why 192.0.2.53 answers SERVFAIL", NULL,
	  { { 0, "invite far.example" }, { 0.3, "? A far.example" },
	    { 0.3, "! A far.example SERVFAIL" }, { 0.4, "answer 502" } } },
	{ "nobody answers", "dns-failure", "error likely",
	  "192.0.2.5 cannot look up far.example: the DNS server 192.0.2.53 does "
	  "not answer", "port 53 from 192.0.2.5 to 192.0.2.53",
	  "A far.example | A far.example | asked for\n",
	  { { -60, "? A other.example" }, { -60, "! A other.example 1" },
	    { 0, "invite far.example" }, { 0.1, "? A far.example" },
	    { 2.1, "? A far.example" }, { 5, "answer 478" } } },
	{ "nobody answers, and no answer was ever seen", "dns-failure",
	  "error possible", NULL, NULL, NULL,
	  { { 0, "invite far.example" }, { 0.1, "? A far.example" },
	    { 2.1, "? A far.example" }, { 5, "answer 478" } } },
	{ "the answer is still to come", "status-478", NULL, NULL, NULL, NULL,
	  { { 0, "invite far.example" }, { 0.1, "? A far.example" },
	    { 0.2, "answer 478" } } },
	{ "by Route", "dns-failure", NULL, "cannot look up far.example", NULL,
	  NULL,
	  { { 0, "route far.example near.example" }, { 0.3, "? A far.example" },
	    { 0.3, "! A far.example NXDOMAIN" }, { 0.4, "answer 478" } } },
	{ "failed a minute before", "dns-failure", NULL, NULL, NULL, NULL,
	  { { 0, "? A far.example" }, { 0, "! A far.example NXDOMAIN" },
	    { 60, "invite far.example" }, { 60.4, "answer 478" } } },
	{ "long ago", "status-478", NULL, NULL, NULL, NULL,
	  { { 0, "? A far.example" }, { 0, "! A far.example NXDOMAIN" },
	    { 600, "invite far.example" }, { 600.4, "answer 478" } } },
	{ "no DNS at all", "status-478", NULL, NULL, NULL, NULL,
	  { { 0, "invite far.example" }, { 0.4, "answer 478" } } },
	{ "NAPTR and SRV are not there, and an address is", "status-503", NULL,
	  NULL, NULL, NULL,
	  { { 0, "invite far.example" }, { 0.1, "? NAPTR far.example" },
	    { 0.1, "! NAPTR far.example NODATA" },
	    { 0.2, "? SRV _sip._udp.far.example" },
	    { 0.2, "! SRV _sip._udp.far.example NXDOMAIN" },
	    { 0.3, "? AAAA far.example" }, { 0.3, "! AAAA far.example NODATA" },
	    { 0.3, "? A far.example" }, { 0.3, "! A far.example 1" },
	    { 0.4, "answer 503" } } },
	{ "only NAPTR and SRV were asked for", "status-503", NULL, NULL, NULL,
	  NULL,
	  { { 0, "invite far.example" }, { 0.1, "? NAPTR far.example" },
	    { 0.1, "! NAPTR far.example NODATA" },
	    { 0.2, "? SRV _sip._udp.far.example" },
	    { 0.2, "! SRV _sip._udp.far.example NXDOMAIN" },
	    { 0.4, "answer 503" } } },
	{ "a service was found", "status-503", NULL, NULL, NULL, NULL,
	  { { 0, "invite far.example" },
	    { 0.2, "? SRV _sip._tcp.far.example" },
	    { 0.2, "! SRV _sip._tcp.far.example 1" },
	    { 0.3, "? A far.example" }, { 0.3, "! A far.example NXDOMAIN" },
	    { 0.4, "answer 503" } } },
	{ "found in a search domain", "status-503", NULL, NULL, NULL, NULL,
	  { { 0, "invite far" }, { 0.3, "? A far" }, { 0.3, "! A far NXDOMAIN" },
	    { 0.3, "? A far.corp.example" }, { 0.3, "! A far.corp.example 1" },
	    { 0.4, "answer 503" } } },
	{ "not found in a search domain either", "dns-failure", NULL,
	  "cannot look up far:", NULL, NULL,
	  { { 0, "invite far" }, { 0.3, "? A far" }, { 0.3, "! A far NXDOMAIN" },
	    { 0.3, "? A far.corp.example" },
	    { 0.3, "! A far.corp.example NXDOMAIN" }, { 0.4, "answer 503" } } },
	{ "found at the second try", "status-503", NULL, NULL, NULL, NULL,
	  { { 0, "invite far.example" }, { 0.3, "? A far.example" },
	    { 0.3, "! A far.example SERVFAIL" }, { 0.4, "? A far.example" },
	    { 0.4, "! A far.example 1" }, { 0.5, "answer 503" } } },
	{ "another name server is quicker to say no", "status-503", NULL, NULL,
	  NULL, NULL,
	  { { 0, "invite far.example" }, { 0.3, "? A far.example" },
	    { 0.3, "! A far.example 1" }, { 0.4, "! A far.example REFUSED" },
	    { 0.5, "answer 503" } } },
	{ "another name", "status-478", NULL, NULL, NULL, NULL,
	  { { 0, "invite far.example" }, { 0.3, "? A near.example" },
	    { 0.3, "! A near.example NXDOMAIN" }, { 0.4, "answer 478" } } },
	{ "another host asked", "status-478", NULL, NULL, NULL, NULL,
	  { { 0, "invite far.example" }, { 0.3, "caller? A far.example" },
	    { 0.3, "caller! A far.example NXDOMAIN" },
	    { 0.4, "answer 478" } } },
	{ "another code", "status-404", NULL, NULL, NULL, NULL,
	  { { 0, "invite far.example" }, { 0.3, "? A far.example" },
	    { 0.3, "! A far.example NXDOMAIN" }, { 0.4, "answer 404" } } },
	{ "sent on all the same", "status-503", NULL, NULL, NULL, NULL,
	  { { 0, "invite far.example" }, { 0.3, "? A far.example" },
	    { 0.3, "! A far.example NXDOMAIN" }, { 0.4, "on" },
	    { 0.6, "answer 503" } } },
	{ "asked again over TCP", "status-478", NULL, NULL, NULL, NULL,
	  { { 0, "invite far.example" }, { 0.3, "? A far.example" },
	    { 0.3, "! A far.example CUT" }, { 0.4, "answer 478" } } },
	{ "the case of letters", "dns-failure", NULL, NULL, NULL, NULL,
	  { { 0, "invite FAR.Example" }, { 0.3, "? A far.example" },
	    { 0.3, "! A far.example NXDOMAIN" }, { 0.4, "answer 478" } } },
};

static const char *const no_route = "";

static void message(struct feed *f, double at, const char *a, const char *b,
		    const char *first, const char *branch, const char *more)
{
	feed_fmt(f, at, a, b, "%s\nVia: SIP/2.0/UDP x;branch=z9hG4bK%s\n"
		 "From: <sip:al@near.example>;tag=1\nTo: <sip:bob@far>%s\n"
		 "Call-ID: c1\nCSeq: 1 INVITE\nMax-Forwards: 70\n"
		 "Contact: <sip:al@192.0.2.3>\n%s", first, branch,
		 *first == 'S' ? ";tag=2" : "", more);
}

static void invite(struct feed *f, double at, const char *to,
		   const char *route)
{
	char first[80], more[80] = "";

	snprintf(first, sizeof(first), "INVITE sip:bob@%s SIP/2.0", to);
	if (*route)
		snprintf(more, sizeof(more), "Route: <sip:192.0.2.5;lr>, "
			 "<sip:%s;lr>\n", route);
	message(f, at, CALLER, PBX, first, "1", more);
}

static struct addr ip4(unsigned char last, unsigned port)
{
	unsigned char ip[4] = { 192, 0, 2, last };

	return addr_make(ip, 4, (uint16_t)port);
}

static uint16_t type_of(const char *s)
{
	return !strcmp(s, "A") ? DNS_A : !strcmp(s, "AAAA") ? DNS_AAAA :
		!strcmp(s, "SRV") ? DNS_SRV : DNS_NAPTR;
}

static void dns(struct feed *f, double at, const char *what)
{
	char type[8] = "", result[16] = "";
	struct dns_message m = { .server = ip4(53, 53) };

	m.at = (struct frame){ .number = ++f->frame,
		.time = INT64_C(1800000000) * CLOCK_S +
			(int64_t)(at * 1e6) * CLOCK_US };
	m.client = ip4(strncmp(what, "caller", 6) ? 5 : 3, 33333);
	what = strpbrk(what, "?!");
	m.response = *what == '!';
	if (sscanf(what + 1, " %7s %255s %15s", type, m.name, result) < 2)
		fail_msg("%s", what);
	m.type = type_of(type);
	m.cut = !strcmp(result, "CUT");
	m.code = !strcmp(result, "NXDOMAIN") ? DNS_NXDOMAIN :
		!strcmp(result, "SERVFAIL") ? DNS_SERVFAIL :
		!strcmp(result, "REFUSED") ? DNS_REFUSED : DNS_OK;
	m.found = (uint16_t)atoi(result);
	engine_dns(f->engine, &m);
}

static void go(struct feed *f, double at, const char *what)
{
	char a[40] = "", b[40] = "";

	if (strpbrk(what, "?!")) {
		dns(f, at, what);
	} else if (sscanf(what, "invite %39s", a) == 1) {
		invite(f, at, a, no_route);
	} else if (sscanf(what, "route %39s %39s", a, b) == 2) {
		invite(f, at, b, a);
	} else if (!strcmp(what, "on")) {
		message(f, at, PBX, "192.0.2.8:5060",
			"INVITE sip:bob@192.0.2.8 SIP/2.0", "2", "");
		message(f, at, "192.0.2.8:5060", PBX, "SIP/2.0 100 Trying",
			"2", "");
	} else {
		snprintf(a, sizeof(a), "SIP/2.0 %s No", strchr(what, ' ') + 1);
		message(f, at, PBX, CALLER, a, "1", "");
	}
}

static void look_at(const struct feed *f, const struct lookup_case *c)
{
	const struct feed_found *x = f->n ? &f->found[f->n - 1] : NULL;
	char names[256], how[32] = "";

	feed_names(f, names, sizeof(names));
	if (strcmp(names, c->names))
		fail_msg("%s: found `%s', want `%s'", c->label, names,
			 c->names);
	if (x)
		snprintf(how, sizeof(how), "%s %s",
			 catalog_severity_name(x->severity),
			 catalog_certainty_name(x->certainty));
	if (c->last && strcmp(how, c->last))
		fail_msg("%s: is `%s', want `%s'", c->label, how, c->last);
	if (c->title && (!x || !strstr(x->title, c->title)))
		fail_msg("%s: title `%s'", c->label, x ? x->title : "");
	if (c->remedy && !strstr(x->remedies, c->remedy))
		fail_msg("%s: remedies `%s'", c->label, x->remedies);
	if (c->marks && !strstr(x->marks, c->marks))
		fail_msg("%s: marks `%s'", c->label, x->marks);
}

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(cases); i++) {
		static struct feed f;

		feed_init(&f);
		for (unsigned k = 0; k < STEPS && cases[i].steps[k].what; k++)
			go(&f, 100 + cases[i].steps[k].at,
			   cases[i].steps[k].what);
		feed_end(&f);
		look_at(&f, &cases[i]);
		feed_fini(&f);
	}
}

/* More names than are remembered: the last ones are. */
static void test_many(void **state)
{
	struct feed f;
	char what[64];

	(void)state;
	feed_init(&f);
	for (unsigned i = 0; i < 3 * LOOKUPS_MAX; i++) {
		snprintf(what, sizeof(what), "! A n%u.example NXDOMAIN", i);
		dns(&f, i * 0.001, what);
	}
	go(&f, 14, "invite n12200.example");
	go(&f, 14, "answer 478");
	feed_end(&f);
	assert_int_equal(feed_count(&f, "dns-failure"), 1);
	feed_fini(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
