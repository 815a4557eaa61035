/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules about those who look for a way in, and what they silence. */
#include "feed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define FAR "203.0.113.7:5060"
#define SRV "198.51.100.5:5060"
#define NEAR "198.51.100.9:5060"
#define HOME1 "192.168.1.10:5060"
#define HOME2 "192.168.1.20:5060"
#define SCANNER "User-Agent: friendly-scanner\n"
#define PHONE "User-Agent: Fone 1.2\n"
#define GIVE "Authorization: Digest username=\"%s\", realm=\"x\", " \
	"nonce=\"n\", uri=\"sip:x\", response=\"%u\"\n"
#define AGAIN "WWW-Authenticate: Digest realm=\"x\", nonce=\"n\"\n"

/* One request and its answer (0: none), each in a call of its own. */
struct try {
	const char *from, *to, *method, *uri, *user;
	const char *extra; /* of the request */
	unsigned status;
	const char *more;  /* of the answer */
	unsigned call;     /* 0: a new one */
};

static unsigned calls;

static void head(struct strbuf *b, const struct try *t, unsigned call, bool tag)
{
	strbuf_fmt(b, "Via: SIP/2.0/UDP %s;branch=z9hG4bK%u\n", t->from, call);
	strbuf_fmt(b, "From: <sip:%s@x>;tag=1\nTo: <sip:%s@x>%s\n", t->user,
		   strcmp(t->method, "REGISTER") ? "who" : t->user,
		   tag ? ";tag=2" : "");
	strbuf_fmt(b, "Call-ID: c%u\nCSeq: 1 %s\n", call, t->method);
}

static void answer(struct feed *f, double at, const struct try *t, unsigned call)
{
	struct strbuf b = { 0 };

	strbuf_fmt(&b, "SIP/2.0 %u Odd\n", t->status);
	head(&b, t, call, true);
	if (t->status / 100 == 2)
		strbuf_adds(&b, "Contact: <sip:who@198.51.100.5>\n");
	strbuf_adds(&b, t->more ? t->more : "");
	feed_at(f, at, t->to, t->from, strbuf_str(&b));
	strbuf_fini(&b);
}

static void once(struct feed *f, double at, struct try t)
{
	struct strbuf b = { 0 };
	unsigned call = t.call ? t.call : ++calls;

	feed_clock(f, at);
	strbuf_fmt(&b, "%s %s SIP/2.0\n", t.method, t.uri ? t.uri : "sip:x");
	head(&b, &t, call, false);
	strbuf_fmt(&b, "Max-Forwards: 70\nContact: <sip:%s@%s>\n", t.user,
		   t.from);
	strbuf_adds(&b, t.extra ? t.extra : "");
	feed_at(f, at, t.from, t.to, strbuf_str(&b));
	strbuf_fini(&b);
	if (t.status)
		answer(f, at + .01, &t, call);
}

static const struct feed_found *last(struct feed *f, const char *names)
{
	char buf[2048];

	feed_names(f, buf, sizeof(buf));
	if (strcmp(buf, names))
		fail_msg("found `%s', want `%s'", buf, names);
	return f->n ? &f->found[f->n - 1] : NULL;
}

static void is(const struct feed_found *x, const char *how, const char *title,
	       const char *mark)
{
	char buf[40];

	assert_non_null(x);
	snprintf(buf, sizeof(buf), "%s %s", catalog_severity_name(x->severity),
		 catalog_certainty_name(x->certainty));
	assert_string_equal(buf, how);
	if (!strstr(x->title, title))
		fail_msg("want `%s' in `%s'", title, x->title);
	if (!strstr(x->marks, mark))
		fail_msg("want `%s' in `%s'", mark, x->marks);
}

/* --- by name --- */

#define PORTSIP "Content-Type: application/sdp\n\nv=0\no=- 1 1 IN IP4 1.2.3.4" \
	"\ns=portsip.com\nc=IN IP4 1.2.3.4\nt=0 0\nm=audio 4000 RTP/AVP 0\n"

static void test_names(void **state)
{
	static const struct {
		const char *label;
		struct try t;
		const char *names, *how, *title, *mark;
	} cases[] = {
		{ "User-Agent", { FAR, SRV, "OPTIONS", NULL, "a", SCANNER, 404,
				  NULL, 0 }, "scan-ua", "warning likely",
		  "SIPVicious (User-Agent says \"friendly-scanner\")",
		  "| friendly-scanner | a scanner's name" },
		{ "never answered", { FAR, SRV, "OPTIONS", NULL, "a", SCANNER,
				      0, NULL, 0 },
		  "scan-ua", "warning likely", "SIPVicious", "| a scanner" },
		{ "an attack kit at home", { HOME1, HOME2, "REGISTER", NULL,
					     "a", SCANNER, 404, NULL, 0 },
		  "scan-ua", "warning likely", "192.168.1.10", "| a scanner" },
		{ "From", { FAR, SRV, "OPTIONS", NULL, "sipvicious", PHONE, 404,
			    NULL, 0 }, "scan-ua", "warning likely",
		  "From says \"<sip:sipvicious\"", "| a scanner" },
		{ "a tool outside", { FAR, SRV, "OPTIONS", NULL, "a",
				      "User-Agent: sipsak 0.9.8\n", 200, NULL,
				      0 }, "scan-ua", "warning possible",
		  "sipsak", "| a scanner" },
		{ "a tool at home", { HOME1, HOME2, "OPTIONS", NULL, "a",
				      "User-Agent: sipsak 0.9.8\n", 200, NULL,
				      0 }, "scan-ua", "info possible",
		  "a test tool sends from 192.168.1.10", "| a scanner" },
		{ "a tool beside the server", { NEAR, SRV, "OPTIONS", NULL, "a",
						"User-Agent: SIPp/3.6\n", 200,
						NULL, 0 },
		  "scan-ua", "info possible", "a test tool", "| a scanner" },
		{ "a phone of Nero", { FAR, SRV, "OPTIONS", NULL, "a",
				       "User-Agent: Nero SIPPS IP Phone 2\n",
				       200, NULL, 0 }, "-", NULL, NULL, NULL },
		{ "a longer word", { FAR, SRV, "OPTIONS", NULL, "a",
				     "User-Agent: sipclient 2\n", 200, NULL,
				     0 }, "-", NULL, NULL, NULL },
		{ "in a host name", { FAR, SRV, "OPTIONS",
				      "sip:sipvicious.example", "a", PHONE, 200,
				      NULL, 0 }, "-", NULL, NULL, NULL },
		{ "a kit that phones use too", { FAR, SRV, "INVITE", "sip:b@x",
						 "a", PORTSIP, 200, NULL, 0 },
		  "-", NULL, NULL, NULL },
		{ "the same refused", { FAR, SRV, "INVITE", "sip:b@x", "a",
					PORTSIP, 403, NULL, 0 },
		  "scan-ua status-403", NULL, NULL, NULL },
		{ "refused at home", { HOME1, HOME2, "INVITE", "sip:b@x", "a",
				       PORTSIP, 403, NULL, 0 },
		  "status-403", NULL, NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		static struct feed f;

		print_message("%s\n", cases[i].label);
		feed_init(&f);
		once(&f, 0, cases[i].t);
		if (!cases[i].t.status)
			feed_end(&f);
		last(&f, cases[i].names);
		if (cases[i].how)
			is(&f.found[0], cases[i].how, cases[i].title,
			   cases[i].mark);
		feed_fini(&f);
	}
}

/* The name is there whatever came before it; a tool is told of once, and what goes
 * wrong for it is still said. */
static void test_repeated(void **state)
{
	static struct feed f;
	struct try t = { FAR, SRV, "OPTIONS", NULL, "a", PHONE, 404, NULL, 0 };

	(void)state;
	feed_init(&f);
	for (int i = 0; i < 20; i++)
		once(&f, i, t);
	assert_int_equal(feed_count(&f, "status-404"), 20);
	t.extra = SCANNER;
	for (int i = 20; i < 40; i++)
		once(&f, i, t);
	assert_int_equal(feed_count(&f, "scan-ua"), 20);
	assert_int_equal(feed_count(&f, "status-404"), 20);
	feed_fini(&f);

	feed_init(&f);
	t.extra = "User-Agent: sipsak 0.9.8\n";
	for (int i = 0; i < 20; i++)
		once(&f, i, t);
	assert_int_equal(feed_count(&f, "scan-ua"), 1);
	assert_int_equal(feed_count(&f, "status-404"), 20);
	feed_fini(&f);
}

/* What else comes from there is silent too, until somebody there was let in. */
static void test_silence(void **state)
{
	static struct feed f;
	struct try t = { FAR, SRV, "REGISTER", NULL, "a", SCANNER, 404, NULL,
			 0 };

	(void)state;
	feed_init(&f);
	once(&f, 0, t);
	t.extra = PHONE;
	once(&f, 1, t);
	last(&f, "scan-ua");
	t.from = NEAR;
	once(&f, 2, t);
	last(&f, "scan-ua reg-404");
	feed_fini(&f);

	feed_init(&f);
	t = (struct try){ FAR, SRV, "REGISTER", NULL, "a", PHONE, 200,
			  "Contact: <sip:a@203.0.113.7:5060>;expires=600\n",
			  0 };
	once(&f, 0, t);
	t.status = 404;
	t.more = NULL;
	t.extra = SCANNER;
	once(&f, 1, t);
	t.extra = PHONE;
	once(&f, 2, t);
	last(&f, "scan-ua reg-404");
	feed_fini(&f);
}

/* A proxy is no scanner because it passes on what one sends. */
static void test_passed_on(void **state)
{
	static struct feed f;
	struct try t = { FAR, NEAR, "OPTIONS", NULL, "a", SCANNER, 0, NULL, 1 };
	const char *via = SCANNER
		"Via: SIP/2.0/UDP 10.0.0.9;branch=z9hG4bKx;received=192.0.2.9\n";

	(void)state;
	feed_init(&f);
	once(&f, 0, t);
	t.from = NEAR;
	t.to = SRV;
	t.extra = via;
	t.status = 404;
	once(&f, .01, t);
	t.from = FAR;
	t.to = NEAR;
	answer(&f, .1, &t, 1);
	last(&f, "scan-ua");
	is(&f.found[0], "warning likely", "at 203.0.113.7", "| a scanner");
	t = (struct try){ NEAR, SRV, "OPTIONS", NULL, "a", PHONE, 404, NULL,
			  0 };
	once(&f, 1, t);
	last(&f, "scan-ua status-404");
	feed_fini(&f);

	feed_init(&f);
	t.extra = via;
	once(&f, 0, t);
	is(last(&f, "scan-ua"), "warning likely", "a scanner at 192.0.2.9 ",
	   "| a scanner");
	feed_fini(&f);
}

/* --- passwords --- */

struct flood {
	const char *label;
	const char *from;
	unsigned users, digests, refused, status;
	double seconds;   /* between the first and the last */
	bool before;      /* one was accepted */
	bool after;       /* one is accepted */
	bool early_end;   /* the capture ends at once */
	const char *want; /* how the last flood is told; NULL: none */
};

static void guess(struct feed *f, const struct flood *c, unsigned i)
{
	char user[8], credentials[200];
	struct try t = { c->from, SRV, "REGISTER", NULL, user, PHONE, c->status,
			 c->status == 401 ? AGAIN : NULL, 0 };

	snprintf(user, sizeof(user), "%u", 100 + i % c->users);
	snprintf(credentials, sizeof(credentials), PHONE GIVE, user, i);
	if (i < c->digests)
		t.extra = credentials;
	once(f, 10 + c->seconds * i / (c->refused - 1), t);
}

static void let_in(struct feed *f, const struct flood *c, double at)
{
	once(f, at, (struct try){ c->from, SRV, "REGISTER", NULL, "100", PHONE,
		200, "Contact: <sip:100@203.0.113.7:5060>;expires=600\n", 0 });
}

static void test_floods(void **state)
{
	static const struct flood cases[] = {
		{ "ten passwords", FAR, 1, 10, 21, 403, 50, 0, 0, 0,
		  "error likely" },
		{ "nine passwords", FAR, 1, 9, 21, 403, 50, 0, 0, 0, NULL },
		{ "three users", FAR, 3, 0, 21, 404, 50, 0, 0, 0,
		  "error likely" },
		{ "two users", FAR, 2, 0, 21, 404, 50, 0, 0, 0, NULL },
		{ "twenty", FAR, 3, 0, 20, 404, 50, 0, 0, 0, NULL },
		{ "over a minute", FAR, 3, 0, 21, 404, 80, 0, 0, 0, NULL },
		{ "another code", FAR, 3, 0, 21, 503, 50, 0, 0, 0, NULL },
		{ "one was let in before", FAR, 3, 0, 21, 404, 50, 1, 0, 0,
		  "info likely" },
		{ "credentials refused", FAR, 5, 21, 21, 401, 20, 0, 0, 0,
		  "error likely" },
		{ "plain challenges", FAR, 21, 0, 21, 401, 1, 0, 0, 0,
		  "error likely" },
		{ "answered at last", FAR, 21, 0, 21, 401, 1, 0, 1, 0, NULL },
		{ "the capture ends", FAR, 21, 0, 21, 401, 1, 0, 0, 1, NULL },
		{ "they log in here", FAR, 21, 0, 21, 401, 1, 1, 0, 0, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct flood *c = &cases[i];
		static struct feed f;
		const struct feed_found *x;

		print_message("%s\n", c->label);
		feed_init(&f);
		if (c->before)
			let_in(&f, c, 1);
		for (unsigned k = 0; k < c->refused; k++)
			guess(&f, c, k);
		if (c->after)
			let_in(&f, c, 12);
		if (!c->early_end)
			feed_clock(&f, 200);
		feed_end(&f);
		x = feed_last(&f, "scan-register-flood");
		assert_int_equal(!x, !c->want);
		if (x)
			is(x, c->want, "21 ", "| one of many");
		assert_null(feed_last(&f, "scan-answered"));
		feed_fini(&f);
	}
}

/* The guesser is silent from then on, and told of when it guessed right. */
static void test_guessed(void **state)
{
	static const struct flood c = { "", FAR, 1, 40, 40, 403, 20, 0, 0, 0,
					NULL };
	static struct feed f;
	unsigned said;

	(void)state;
	feed_init(&f);
	for (unsigned k = 0; k < 21; k++)
		guess(&f, &c, k);
	said = feed_count(&f, "reg-403");
	assert_int_equal(said, 20);
	for (unsigned k = 21; k < 40; k++)
		guess(&f, &c, k);
	assert_int_equal(feed_count(&f, "reg-403"), said);
	let_in(&f, &c, 40);
	is(feed_last(&f, "scan-answered"), "error likely",
	   "is registered as \"100\"", "| let in");
	feed_fini(&f);
}

/* Many users that fail and then succeed are phones, whatever it looked like. */
static void test_outage(void **state)
{
	static const struct flood c = { "", FAR, 30, 0, 30, 404, 20, 0, 0, 0,
					NULL };
	static struct feed f;
	unsigned said;

	(void)state;
	feed_init(&f);
	for (unsigned k = 0; k < 30; k++)
		guess(&f, &c, k);
	said = feed_count(&f, "reg-404");
	let_in(&f, &c, 40);
	assert_null(feed_last(&f, "scan-answered"));
	once(&f, 41, (struct try){ FAR, SRV, "REGISTER", NULL, "100", PHONE,
		404, NULL, 0 });
	assert_int_equal(feed_count(&f, "reg-404"), said + 1);
	feed_fini(&f);
}

/* --- numbers --- */

static const char *const prefixes[] = {
	"0", "00", "000", "9", "900", "810", "+", "011", "9011", "99", "88", "7",
};

struct dial {
	const char *label, *from;
	unsigned n, status;
	double seconds;
	unsigned before;  /* first so many calls are accepted */
	bool whole;       /* the whole number varies */
	bool registers;   /* it is registered */
	const char *want;
};

static void dial(struct feed *f, const struct dial *c, unsigned i)
{
	char uri[64];

	if (c->whole)
		snprintf(uri, sizeof(uri), "sip:4930%u@x", 11111111 * (i + 1));
	else
		snprintf(uri, sizeof(uri), "sip:%s441904911005@x", prefixes[i]);
	once(f, 10 + c->seconds * i / (c->n - 1), (struct try){ c->from, SRV,
		"INVITE", uri, "100", PHONE, c->status, NULL, 0 });
}

static void test_prefixes(void **state)
{
	static const struct dial cases[] = {
		{ "ten prefixes", FAR, 10, 403, 500, 0, 0, 0, "error likely" },
		{ "challenged", FAR, 10, 401, 500, 0, 0, 0, "error likely" },
		{ "declined", FAR, 10, 603, 500, 0, 0, 0, "error likely" },
		{ "nine", FAR, 9, 403, 500, 0, 0, 0, NULL },
		{ "too slow", FAR, 10, 403, 650, 0, 0, 0, NULL },
		{ "busy", FAR, 10, 486, 500, 0, 0, 0, NULL },
		{ "from inside", HOME1, 10, 403, 500, 0, 0, 0, NULL },
		{ "a trunk", FAR, 10, 403, 500, 1, 0, 0, NULL },
		{ "a dialer", FAR, 10, 403, 500, 0, 1, 0, NULL },
		{ "a phone", FAR, 10, 403, 500, 0, 0, 1, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct dial *c = &cases[i];
		static struct feed f;
		const struct feed_found *x;
		struct flood in = { .from = c->from };

		print_message("%s\n", c->label);
		feed_init(&f);
		if (c->registers)
			let_in(&f, &in, 1);
		if (c->before)
			once(&f, 2, (struct try){ c->from, SRV, "INVITE",
				"sip:500@x", "100", PHONE, 200, NULL, 0 });
		for (unsigned k = 0; k < c->n; k++)
			dial(&f, c, k);
		x = feed_last(&f, "scan-invite-prefix");
		assert_int_equal(!x, !c->want);
		if (x)
			is(x, c->want, "10 dial prefixes before 441904911005 "
			   "to find a way out: 0, 00, 000, 9, 900, 810, +, "
			   "011, 9011, 99", "| 99441904911005 | one of many");
		feed_fini(&f);
	}
}

/* Then one goes through: already the ringing costs. */
static void test_way_out(void **state)
{
	static const struct dial c = { "", FAR, 12, 403, 11, 0, 0, 0, NULL };
	static struct feed f;
	unsigned said;

	(void)state;
	feed_init(&f);
	for (unsigned k = 0; k < 10; k++)
		dial(&f, &c, k);
	said = feed_count(&f, "status-403");
	dial(&f, &c, 10);
	assert_int_equal(feed_count(&f, "status-403"), said);
	once(&f, 60, (struct try){ FAR, SRV, "INVITE", "sip:100@x", "100",
		PHONE, 180, NULL, 0 });
	assert_null(feed_last(&f, "scan-answered")); /* an extension */
	once(&f, 61, (struct try){ FAR, SRV, "INVITE", "sip:7441904911005@x",
		"100", PHONE, 180, NULL, 0 });
	is(feed_last(&f, "scan-answered"), "error likely",
	   "got a call through 198.51.100.5:5060 to 7441904911005", "| let in");
	feed_fini(&f);
}

/* --- let in --- */

static void test_answered(void **state)
{
	static const struct {
		const char *label;
		struct try first, t;
		const char *names, *how;
	} cases[] = {
		{ "a scanner registers", { 0 },
		  { FAR, SRV, "REGISTER", NULL, "100", SCANNER, 200, NULL, 0 },
		  "scan-answered scan-ua", "error likely" },
		{ "a scanner calls", { 0 },
		  { FAR, SRV, "INVITE", "sip:5@x", "100", SCANNER, 200, NULL,
		    0 }, "scan-answered scan-ua", "error likely" },
		{ "OPTIONS is harmless", { 0 },
		  { FAR, SRV, "OPTIONS", NULL, "100", SCANNER, 200, NULL, 0 },
		  "scan-ua", "warning likely" },
		{ "an own tool", { 0 },
		  { HOME1, HOME2, "INVITE", "sip:5@x", "100",
		    "User-Agent: SIPp\n", 200, NULL, 0 },
		  "scan-ua", "info possible" },
		{ "without its name", { FAR, SRV, "OPTIONS", NULL, "100",
					SCANNER, 200, NULL, 0 },
		  { FAR, SRV, "REGISTER", NULL, "100", PHONE, 200, NULL, 0 },
		  "scan-ua scan-answered", "error possible" },
		{ "a neighbour at home", { HOME1, HOME2, "OPTIONS", NULL, "100",
					   SCANNER, 200, NULL, 0 },
		  { HOME1, HOME2, "REGISTER", NULL, "100", PHONE, 200,
		    "Contact: <sip:100@192.168.1.10:5060>\n", 0 }, "scan-ua",
		  "warning likely" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		static struct feed f;
		const struct feed_found *x;

		print_message("%s\n", cases[i].label);
		feed_init(&f);
		if (cases[i].first.from)
			once(&f, 0, cases[i].first);
		once(&f, 1, cases[i].t);
		x = last(&f, cases[i].names);
		if (feed_last(&f, "scan-answered"))
			x = feed_last(&f, "scan-answered");
		is(x, cases[i].how, "", "");
		feed_fini(&f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_repeated),
		cmocka_unit_test(test_silence),
		cmocka_unit_test(test_passed_on),
		cmocka_unit_test(test_floods),
		cmocka_unit_test(test_guessed),
		cmocka_unit_test(test_outage),
		cmocka_unit_test(test_prefixes),
		cmocka_unit_test(test_way_out),
		cmocka_unit_test(test_answered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
