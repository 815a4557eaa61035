/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules about many messages: limits of calls, overload, pings, copies. */
#include "feed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { PLAN_MAX = 800 };

/* What will go over the wire: `INVITE', `BYE', `503 INVITE'; or `icmp'. */
struct planned {
	double at;
	unsigned order;
	int call;
	char what[24];
	const char *user, *phrase, *extra;
	const char *client, *server;
	unsigned cseq, branch;
};

static struct {
	unsigned n;
	struct planned p[PLAN_MAX];
	/* for what comes now */
	const char *user, *phrase, *extra, *client, *server;
	unsigned cseq, branch;
	enum transport transport;
	bool seen;
} plan;

static struct feed f;

#define PHONE "10.0.0.1:5060"
#define TRUNK "10.0.0.2:5060"
#define BEHIND "10.0.0.3:5060"

static void begin(void)
{
	memset(&plan, 0, sizeof(plan));
	plan.user = "100";
	plan.client = PHONE;
	plan.server = TRUNK;
	plan.cseq = 1;
	plan.transport = TRANSPORT_UDP;
	plan.seen = true;
}

static void say(double at, int call, const char *what)
{
	struct planned *p = &plan.p[plan.n];

	assert_true(plan.n < PLAN_MAX);
	*p = (struct planned){ .at = at, .order = plan.n, .call = call,
		.user = plan.user, .phrase = plan.phrase,
		.extra = plan.extra ? plan.extra : "", .client = plan.client,
		.server = plan.server, .cseq = plan.cseq,
		.branch = plan.branch };
	snprintf(p->what, sizeof(p->what), "%s", what);
	plan.n++;
}

static void answer(double at, int call, unsigned status, const char *method)
{
	char what[24];

	snprintf(what, sizeof(what), "%u %s", status, method);
	say(at, call, what);
}

static void refuse_after(double at, int call, unsigned status, double wait)
{
	say(at, call, "INVITE");
	answer(at + wait, call, status, "INVITE");
	say(at + wait + .001, call, "ACK");
}

static void refuse(double at, int call, unsigned status)
{
	refuse_after(at, call, status, .01);
}

static void hang_up(double at, int call)
{
	unsigned cseq = plan.cseq;

	plan.cseq = 9;
	say(at, call, "BYE");
	answer(at + .01, call, 200, "BYE");
	plan.cseq = cseq;
}

static void accept_call(double at, int call)
{
	say(at, call, "INVITE");
	answer(at + .02, call, 200, "INVITE");
	say(at + .03, call, "ACK");
}

static void talk(double at, int call, double length)
{
	accept_call(at, call);
	hang_up(at + length, call);
}

/* To so many different numbers in turn. */
static const char *number(int i)
{
	static const char *const all[] = { "101", "102", "103", "104", "105" };

	return all[i % 5];
}

static int by_time(const void *a, const void *b)
{
	const struct planned *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

static void compose(struct strbuf *b, const struct planned *p)
{
	unsigned status = (unsigned)atoi(p->what);
	const char *method = status ? p->what + 4 : p->what;
	bool dialog = !strcmp(method, "BYE") || !strcmp(method, "ACK");
	bool tag = dialog || (status && status != 100);

	if (status)
		strbuf_fmt(b, "SIP/2.0 %u %s\n", status,
			   p->phrase ? p->phrase : "Phrase");
	else
		strbuf_fmt(b, "%s sip:%s@x SIP/2.0\n", method, p->user);
	strbuf_fmt(b, "Via: SIP/2.0/%s %s;branch=z9hG4bK%d-%u%s-%u\n",
		   plan.transport == TRANSPORT_TCP ? "TCP" : "UDP", p->client,
		   p->call, p->cseq, !strcmp(p->client, PHONE) ? "" : "p",
		   p->branch);
	strbuf_fmt(b, "From: <sip:a@x>;tag=1\nTo: <sip:%s@x>%s\n", p->user,
		   tag ? ";tag=2" : "");
	strbuf_fmt(b, "Call-ID: call%d@x\nCSeq: %u %s\n", p->call, p->cseq,
		   method);
	if (!status)
		strbuf_adds(b, "Max-Forwards: 70\n");
	if (!strcmp(method, "INVITE") && status < 300)
		strbuf_fmt(b, "Contact: <sip:%s>\n",
			   status ? p->server : p->client);
	strbuf_adds(b, p->extra);
	if (!strcmp(method, "INVITE") && (!status || status == 200))
		strbuf_fmt(b, "Content-Type: application/sdp\n\nv=0\n"
			   "o=- %u 1 IN IP4 10.0.0.%u\ns=-\n"
			   "c=IN IP4 10.0.0.%u\nt=0 0\n"
			   "m=audio 4000 RTP/AVP 8\n", status, 1 + !!status,
			   1 + !!status);
}

static void play(const struct planned *p)
{
	struct strbuf b = { 0 };
	bool answers = p->what[0] <= '9';

	f.transport = plan.transport;
	if (!strcmp(p->what, "icmp")) {
		struct planned quoted = *p;

		strcpy(quoted.what, "OPTIONS");
		compose(&b, &quoted);
		feed_icmp(&f, p->at, "10.0.0.2", p->client, p->server, 303,
			  strbuf_str(&b));
	} else {
		compose(&b, p);
		feed_at(&f, p->at, answers ? p->server : p->client,
			answers ? p->client : p->server, strbuf_str(&b));
	}
	strbuf_fini(&b);
}

/* All that is planned happens, and the input ends at `end'. */
static void run_until(double end)
{
	qsort(plan.p, plan.n, sizeof(plan.p[0]), by_time);
	feed_init(&f);
	if (plan.seen)
		feed_seen(&f, TRUNK, PHONE);
	for (unsigned i = 0; i < plan.n; i++) {
		feed_clock(&f, plan.p[i].at);
		play(&plan.p[i]);
	}
	feed_clock(&f, end);
	feed_end(&f);
}

static void wants(const char *label, const char *name, unsigned count)
{
	char names[2000];

	if (feed_count(&f, name) != count)
		fail_msg("%s: %u of %s, want %u: %s", label,
			 feed_count(&f, name), name, count,
			 feed_names(&f, names, sizeof(names)));
}

/* It runs for 100 s, and this is found so many times. */
static void found(const char *label, const char *name, unsigned count)
{
	run_until(plan.n ? plan.p[plan.n - 1].at + 100 : 100);
	wants(label, name, count);
	if (!count)
		feed_fini(&f);
}

static void has(const char *what, const char *text, const char *want)
{
	if (!strstr(text, want))
		fail_msg("%s: want `%s' in `%s'", what, want, text);
}

/* The last one says that; how: `error likely'. */
static void says(const char *name, const char *how, const char *title,
		 const char *explain, const char *remedy, const char *mark)
{
	const struct feed_found *x = feed_last(&f, name);
	char is[32];

	snprintf(is, sizeof(is), "%s %s", catalog_severity_name(x->severity),
		 catalog_certainty_name(x->certainty));
	assert_string_equal(is, how);
	has("title", x->title, title);
	has("explain", x->explain, explain);
	has("remedy", x->remedies, remedy);
	has("mark", x->marks, mark);
	feed_fini(&f);
}

/* --- overload-burst ------------------------------------------------------ */

static void burst(int n, unsigned status, double span)
{
	begin();
	for (int i = 0; i < n; i++)
		refuse(10 + span * i / n, i, status);
}

static void test_burst(void **state)
{
	(void)state;
	burst(12, 503, .95);
	found("twelve in a second", "overload-burst", 2);
	says("overload-burst", "error likely",
	     "10.0.0.2:5060 is overloaded: it refused 12 calls a second",
	     "so many requests with 503", "wait after a 503",
	     "SIP/2.0 503 Phrase | SIP/2.0 503 Phrase | one of many");
	burst(12, 503, .95);
	found("and nothing else of those two", "status-503", 10);
	feed_fini(&f);
	burst(12, 500, .95);
	found("in two seconds of the clock", "overload-burst", 2);
	feed_fini(&f);
	burst(10, 503, .9);
	found("ten are not too many", "overload-burst", 0);
	burst(14, 503, 2);
	found("slower", "overload-burst", 0);
	burst(14, 486, .9);
	found("busy", "overload-burst", 0);
	begin();
	plan.extra = "User-Agent: friendly-scanner\n";
	for (int i = 0; i < 14; i++)
		refuse(10 + .05 * i, i, 503);
	found("a scanner", "overload-burst", 0);
}

/* The same with other requests; every second one an INVITE, or none. */
static void flood(int n, const char *method, unsigned status, bool calls)
{
	begin();
	for (int i = 0; i < n; i++) {
		double at = 10 + .95 * i / n;

		if (calls && i % 2) {
			refuse(at, i, status);
			continue;
		}
		say(at, i, method);
		answer(at + .01, i, status, method);
	}
}

static void test_flood(void **state)
{
	(void)state;
	flood(12, "REGISTER", 503, false);
	found("REGISTERs", "overload-burst", 2);
	says("overload-burst", "error likely", "it refused 12 requests a second",
	     "so many requests with 503", "fewer requests a second", "503");
	flood(12, "OPTIONS", 500, false);
	found("OPTIONS", "overload-burst", 2);
	feed_fini(&f);
	flood(12, "SUBSCRIBE", 503, true);
	found("with INVITEs in between", "overload-burst", 2);
	says("overload-burst", "error likely", "it refused 12 requests a second",
	     "", "", "");
	flood(10, "REGISTER", 503, false);
	found("ten are not too many", "overload-burst", 0);
	flood(14, "SUBSCRIBE", 480, false);
	found("480", "overload-burst", 0);
	flood(14, "REGISTER", 403, false);
	found("another code", "overload-burst", 0);
	flood(14, "REGISTER", 503, false);
	for (unsigned i = 0; i < plan.n; i++)
		plan.p[i].extra = "User-Agent: friendly-scanner\n";
	found("a scanner", "overload-burst", 0);
}

/* Both sides of a proxy. */
static void test_flood_relayed(void **state)
{
	(void)state;
	begin();
	for (int i = 0; i < 12; i++) {
		double at = 10 + .07 * i;

		plan.client = PHONE;
		plan.server = TRUNK;
		say(at, i, "OPTIONS");
		answer(at + .02, i, 503, "OPTIONS");
		plan.client = TRUNK;
		plan.server = BEHIND;
		say(at + .001, i, "OPTIONS");
		answer(at + .01, i, 503, "OPTIONS");
	}
	found("once", "overload-burst", 2);
	says("overload-burst", "error likely", "10.0.0.3:5060 is overloaded",
	     "", "", "");
}

/* One refusal, then n INVITEs in 9 s of which so many are refused. */
static void share(int n, int refused, unsigned status)
{
	begin();
	refuse(10, 1000, status);
	for (int i = 0; i < n; i++) {
		double at = 10.1 + 9. * i / n;

		if (i % (n / refused) == n / refused - 1)
			refuse(at, i, status);
		else
			talk(at, i, .05);
	}
}

static void test_share(void **state)
{
	(void)state;
	share(63, 21, 480);
	found("a third", "overload-burst", 5);
	says("overload-burst", "error likely", "refused 33 % of the calls",
	     "so many requests", "Add capacity to 10.0.0.2:5060", "480");
	share(65, 13, 500);
	found("a fifth", "overload-burst", 0);
	share(49, 24, 500);
	found("of 49", "overload-burst", 0);
	share(130, 12, 480);
	found("phones that are off", "overload-burst", 0);
}

/* Twelve a second, all 480, once they are counted. */
static void test_480(void **state)
{
	(void)state;
	burst(14, 480, .95);
	found("all 480", "overload-burst", 4);
	feed_fini(&f);
	begin();
	for (int i = 0; i < 120; i++) {
		if (i % 10)
			talk(10 + .008 * i, i, .5);
		else
			refuse(10 + .008 * i, i, 480);
	}
	found("a tenth", "overload-burst", 0);
	begin();
	for (int i = 0; i < 14; i++) {
		say(10 + .06 * i, i, "INVITE");
		answer(10.001 + .06 * i, i, 180, "INVITE");
		answer(10.01 + .06 * i, i, 480, "INVITE");
	}
	found("a phone rang", "overload-burst", 0);
}

/* The proxy hands on what the server behind it says. */
static void test_relayed(void **state)
{
	(void)state;
	begin();
	for (int i = 0; i < 12; i++) {
		double at = 10 + .07 * i;

		plan.client = PHONE;
		plan.server = TRUNK;
		say(at, i, "INVITE");
		answer(at + .02, i, 503, "INVITE");
		plan.client = TRUNK;
		plan.server = BEHIND;
		say(at + .001, i, "INVITE");
		answer(at + .01, i, 503, "INVITE");
	}
	found("once", "overload-burst", 2);
	says("overload-burst", "error likely", "10.0.0.3:5060 is overloaded",
	     "", "", "");
}

/* A call that is challenged is one call, not two. */
static void test_challenged(void **state)
{
	(void)state;
	begin();
	refuse(10, 1000, 500);
	for (int i = 0; i < 60; i++) {
		double at = 10.1 + .15 * i;

		plan.cseq = 1;
		refuse(at, i, 407);
		plan.cseq = 2;
		if (i % 4 == 0)
			refuse(at + .05, i, 500);
		else
			accept_call(at + .05, i);
	}
	found("a quarter of the calls", "overload-burst", 2);
	says("overload-burst", "error likely", "refused 2", "", "", "");
}

/* --- cps-limit ----------------------------------------------------------- */

/* Of a second: so many INVITEs, those over the limit are refused. */
static void second(int *call, double at, int n, int limit, double wait)
{
	for (int i = 0; i < n; i++) {
		double t = at + .9 * i / n;

		if (i < limit)
			talk(t, *call, .06);
		else
			refuse_after(t, *call, 503, wait);
		++*call;
	}
}

static int dial(const int *rates, int limit, double wait)
{
	int call = 0;

	begin();
	plan.extra = "";
	for (int i = 0; rates[i]; i++)
		second(&call, 10 + i, rates[i], limit, wait);
	return call;
}

static const int waves[] = { 3, 4, 8, 3, 2, 9, 3, 3, 8, 3, 0 };

static void test_cps(void **state)
{
	static const int once[] = { 3, 4, 9, 8, 9, 8, 9, 3, 3, 3, 0 };
	static const int few[] = { 5, 1, 1, 1, 6, 1, 6, 0 };

	(void)state;
	dial(waves, 5, .01);
	found("two bursts", "cps-limit", 3);
	wants("and no overload", "overload-burst", 0);
	says("cps-limit", "error possible",
	     "refuses calls whenever 10.0.0.1:5060 starts more than 5 a second "
	     "(7 refused, up to 9 a second)", "with 503, and in no other",
	     "at most 5 calls a second", "one too many in this second");
	dial(waves, 5, 1.2);
	found("refused late", "cps-limit", 0);
	dial(once, 5, .01);
	found("in one burst", "cps-limit", 0);
	dial(few, 2, .01); /* 18 from the first refusal on */
	found("too few INVITEs", "cps-limit", 0);
}

static void test_cps_guards(void **state)
{
	int call;

	(void)state;
	call = dial(waves, 5, .01);
	second(&call, 13, 6, 99, .01);
	found("as many were taken", "cps-limit", 0);
	call = dial(waves, 5, .01);
	plan.extra = "Retry-After: 20\n";
	second(&call, 20, 9, 5, .01);
	found("a time to wait", "cps-limit", 7);
	says("cps-limit", "error possible", "more than 5 a second", "",
	     "wait 20 s, as Retry-After says", "Retry-After: 20");
	dial(waves, 5, .01);
	for (unsigned i = 0; i < plan.n; i++)
		plan.p[i].extra = "User-Agent: sipvicious\n";
	found("a scanner", "cps-limit", 0);
}

/* The same rates, but what decides is how many are up. */
static void test_cps_open(void **state)
{
	static const int rates[] = { 2, 5, 2, 2, 6, 2, 2, 0 };
	int call = 0, up = 0;

	(void)state;
	begin();
	for (int i = 0; rates[i]; i++) {
		for (int k = 0; k < rates[i]; k++, call++) {
			double at = 10 + i + .1 * k;

			/* Four channels, which are free after a second. */
			if (k < 4)
				talk(at, call, .95 - .1 * k);
			else
				refuse(at, call, 480);
			up = k;
		}
	}
	assert_int_equal(up, 1);
	/* Three more bursts. */
	for (int i = 0; i < 3; i++) {
		for (int k = 0; k < 6; k++, call++) {
			double at = 20 + 2 * i + .1 * k;

			if (k < 4)
				talk(at, call, .95 - .1 * k);
			else
				refuse(at, call, 480);
		}
		talk(21 + 2 * i, call++, .5);
	}
	found("follows the calls that are up", "cps-limit", 0);
}

/* --- channel-limit ------------------------------------------------------- */

/* Two calls are up, a third is refused; one ends, one begins, one is refused. */
static void full(unsigned status, int times)
{
	begin();
	talk(0, 1, 300);
	talk(1, 2, 1.5);
	for (int i = 0; i < times; i++) {
		plan.user = number(i);
		refuse(2 + 10 * i, 10 + i, status);
		talk(3 + 10 * i, 20 + i, 9.5);
	}
}

static void test_channels(void **state)
{
	(void)state;
	full(503, 2);
	found("twice", "channel-limit", 1);
	says("channel-limit", "error possible", "refused a call at once each "
	     "time 2 calls were up, 2 times", "within 10 ms",
	     "more than 2 channels", "one too many");
	full(503, 2);
	for (unsigned i = 0; i < plan.n; i++) {
		if (!strcmp(plan.p[i].what, "503 INVITE"))
			plan.p[i].at -= .0095;
	}
	found("twice, within a moment", "channel-limit", 1);
	says("channel-limit", "error possible", "", "within 1 ms", "", "");
	full(503, 1);
	found("once", "channel-limit", 0);
	full(486, 3);
	found("busy three times", "channel-limit", 0);
	full(486, 4);
	found("busy four times", "channel-limit", 1);
	feed_fini(&f);
	full(404, 4);
	found("another code", "channel-limit", 0);
}

static void test_channel_guards(void **state)
{
	(void)state;
	full(503, 2);
	for (unsigned i = 0; i < plan.n; i++)
		plan.p[i].user = "100";
	found("one number", "channel-limit", 0);
	full(503, 2);
	refuse(2.8, 50, 503); /* one is up */
	found("refused with fewer", "channel-limit", 0);
	full(503, 2);
	say(11.9, 51, "INVITE"); /* rings */
	found("another in set-up", "channel-limit", 0);
	begin();
	talk(0, 1, 300);
	talk(1, 2, 300);
	for (int i = 0; i < 3; i++) {
		plan.user = number(i);
		refuse(2 + i, 10 + i, 503);
	}
	found("none was taken in between", "channel-limit", 0);
	begin();
	talk(0, 1, 5);
	refuse(1, 2, 503);
	talk(6, 3, 5);
	plan.user = "101";
	refuse(7, 4, 503);
	found("one call", "channel-limit", 0);
	full(503, 1);
	plan.user = "101";
	refuse_after(12, 60, 503, 1.2);
	found("refused late", "channel-limit", 0);
	full(503, 1);
	plan.user = "101";
	say(12, 60, "INVITE");
	answer(12.1, 60, 180, "INVITE");
	answer(12.3, 60, 503, "INVITE");
	found("rang", "channel-limit", 0);
}

/* Three calls whose BYE is lost, and hours later the same as ever. */
static void test_channel_drift(void **state)
{
	(void)state;
	full(503, 2);
	for (int i = 0; i < 3; i++)
		accept_call(-3 * 3600 + i, 70 + i);
	found("in the hours before", "channel-limit", 1);
	says("channel-limit", "error possible", "each time 5 calls were up", "",
	     "", "");
	full(503, 2);
	for (int i = 0; i < 3; i++)
		accept_call(-5 * 3600 + i, 70 + i);
	found("given up", "channel-limit", 1);
	says("channel-limit", "error possible", "each time 2 calls were up", "",
	     "See how many calls are really up", "");
}

static void worded(const char *phrase, const char *extra, int open)
{
	begin();
	if (open)
		talk(0, 1, 50);
	plan.phrase = phrase;
	plan.extra = extra;
	refuse(5, 2, 403);
}

static void test_channel_words(void **state)
{
	(void)state;
	worded("Call Limit Reached", NULL, 1);
	found("a phrase", "channel-limit", 1);
	says("channel-limit", "error likely", "all channels of 10.0.0.2:5060 "
	     "are in use: it refused with \"Call Limit Reached\" while 1 call "
	     "was up", "before any phone rang", "more than 1 channel on",
	     "| Call Limit Reached | the limit");
	worded(NULL, "Warning: 399 x \"All channels busy\"\n", 1);
	found("a warning", "channel-limit", 1);
	says("channel-limit", "error likely", "\"All channels busy\"", "",
	     "", "| All channels busy | the limit");
	worded("Call Limit Reached", NULL, 0);
	found("no call is up", "channel-limit", 0);
	worded("CPS limit exceeded", NULL, 1);
	found("another limit", "channel-limit", 0);
	worded("Forbidden", NULL, 1);
	found("no limit", "channel-limit", 0);
}

/* No request is told as both, and the first is told. */
static void silences(const char *label, const char *name, const char *other)
{
	char names[2000];
	unsigned both = 0;

	run_until(400);
	for (unsigned i = 0; i < f.n; i++) {
		for (unsigned k = 0; k < f.n; k++)
			both += f.found[i].serial == f.found[k].serial &&
				!strcmp(f.found[i].name, name) &&
				!strcmp(f.found[k].name, other);
	}
	if (both || !feed_count(&f, name))
		fail_msg("%s: %u with both, found %s", label, both,
			 feed_names(&f, names, sizeof(names)));
	feed_fini(&f);
}

static void test_silenced(void **state)
{
	static const int crowds[] = { 3, 4, 30, 3, 2, 31, 3, 3, 30, 3, 0 };
	const char *words = "All channels busy";

	(void)state;
	dial(crowds, 5, .01);
	silences("a limit of calls a second", "cps-limit", "overload-burst");
	burst(12, 503, .95);
	plan.phrase = words;
	for (unsigned i = 0; i < plan.n; i++)
		plan.p[i].phrase = words;
	accept_call(1, 50);
	silences("a limit of calls", "channel-limit", "overload-burst");
	dial(waves, 5, .01);
	for (unsigned i = 0; i < plan.n; i++)
		plan.p[i].phrase = words;
	accept_call(1, 500);
	silences("not of calls a second", "channel-limit", "cps-limit");
}

/* --- options-fail -------------------------------------------------------- */

static void ping(double at, int call, unsigned status)
{
	say(at, call, "OPTIONS");
	answer(at + .02, call, status, "OPTIONS");
}

static void pings(unsigned status, int n)
{
	begin();
	for (int i = 0; i < n; i++)
		ping(10 * i, i, status);
}

static void test_pings(void **state)
{
	(void)state;
	pings(503, 3);
	found("503", "options-fail", 1);
	says("options-fail", "warning likely", "answers the OPTIONS pings of "
	     "10.0.0.1:5060 with 503: it is up, but out of service",
	     "is running", "back into service", "no good answer");
	pings(408, 4);
	found("408", "options-fail", 2);
	says("options-fail", "warning likely", "with 408, 4 times in a row",
	     "takes it out of service", "Allow OPTIONS from 10.0.0.1:5060",
	     "SIP/2.0 408");
	pings(503, 2);
	found("twice", "options-fail", 0);
	pings(404, 5);
	found("alive", "options-fail", 0);
	pings(503, 4);
	ping(15, 9, 200);
	found("one was answered", "options-fail", 0);
	begin();
	for (int i = 0; i < 5; i++) {
		plan.branch = (unsigned)i;
		ping(10 * i, 1, 503);
	}
	found("one ping", "options-fail", 0);
	pings(503, 3);
	for (unsigned i = 0; i < plan.n; i++)
		plan.p[i].extra = "User-Agent: friendly-scanner\n";
	found("a scanner", "options-fail", 0);
}

/* n pings, every 10 s, each with so many copies. */
static void silent(int n, int copies)
{
	static const double when[] = { 0, .5, 1.5, 3.5 };

	begin();
	for (int i = 0; i < n; i++) {
		for (int k = 0; k <= copies; k++)
			say(10 * i + when[k], i, "OPTIONS");
	}
}

static void test_silent(void **state)
{
	(void)state;
	silent(3, 3);
	found("three", "options-fail", 1);
	assert_true(feed_last(&f, "options-fail")->at >= 52);
	says("options-fail", "warning likely", "10.0.0.2:5060 answers none of "
	     "the last 3 OPTIONS pings of 10.0.0.1:5060", "is down",
	     "Allow OPTIONS", "no good answer");
	silent(2, 3);
	found("two", "options-fail", 0);
	silent(3, 3);
	plan.seen = false;
	found("nothing comes from there", "options-fail", 1);
	says("options-fail", "warning possible", "", "", "", "");
	silent(3, 0);
	found("sent once", "options-fail", 1);
	says("options-fail", "info likely", "", "", "", "");
	silent(3, 3);
	ping(25, 9, 200);
	found("one was answered", "options-fail", 0);
	silent(3, 1);
	say(20.6, 2, "icmp");
	found("a router says more", "options-fail", 0);
}

/* Half a minute has to pass after the last one. */
static void test_silent_end(void **state)
{
	(void)state;
	silent(3, 3);
	run_until(51.5);
	wants("the last had no time", "options-fail", 0);
	feed_fini(&f);
	silent(3, 3);
	run_until(52.5);
	wants("it had", "options-fail", 1);
	feed_fini(&f);
}

/* --- retrans-rate -------------------------------------------------------- */

/* One request that is repeated, then n of which so many are. */
static void copies(int n, int repeated)
{
	begin();
	for (int i = -1; i < n; i++) {
		double at = 10 + 2 * i;

		say(at, i + 1, "OPTIONS");
		if (i < 0 || i >= n - repeated) {
			say(at + .5, i + 1, "OPTIONS");
			at += .5;
		}
		answer(at + .02, i + 1, 200, "OPTIONS");
	}
}

static void test_copies(void **state)
{
	(void)state;
	copies(50, 3);
	found("6 %", "retrans-rate", 1);
	says("retrans-rate", "warning likely", "6 % of the requests between "
	     "10.0.0.1:5060 and 10.0.0.2:5060 had to be sent again (3 of 50)",
	     "answered in the end", "mtr -u", "OPTIONS");
	copies(60, 3);
	found("5 %", "retrans-rate", 0);
	copies(49, 5);
	found("of 49", "retrans-rate", 0);
	copies(50, 3);
	plan.transport = TRANSPORT_TCP;
	found("over TCP", "retrans-rate", 0);
	copies(50, 3);
	for (unsigned i = 0; i < plan.n; i++)
		plan.p[i].extra = "User-Agent: friendly-scanner\n";
	found("a scanner", "retrans-rate", 0);
	copies(60, 0);
	for (int i = 0; i < 5; i++) {
		say(200 + i, 500 + i, "OPTIONS");
		say(200.5 + i, 500 + i, "OPTIONS");
	}
	found("not answered", "retrans-rate", 0);
}

/* The server is slow, and slow-100 has told it. */
static void test_copies_slow(void **state)
{
	(void)state;
	for (int late = 0; late < 2; late++) {
		copies(50, 0);
		for (int i = 0; i < 5; i++) {
			double at = 200 + 2 * i;

			say(at, 500 + i, "INVITE");
			say(at + .5, 500 + i, "INVITE");
			answer(at + (late ? 1.2 : .6), 500 + i, 404, "INVITE");
			say(at + 1.3, 500 + i, "ACK");
		}
		found("slow", "retrans-rate", late ? 0 : 1);
		if (!late)
			feed_fini(&f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_burst),
		cmocka_unit_test(test_flood),
		cmocka_unit_test(test_flood_relayed),
		cmocka_unit_test(test_share),
		cmocka_unit_test(test_480),
		cmocka_unit_test(test_relayed),
		cmocka_unit_test(test_challenged),
		cmocka_unit_test(test_cps),
		cmocka_unit_test(test_cps_guards),
		cmocka_unit_test(test_cps_open),
		cmocka_unit_test(test_channels),
		cmocka_unit_test(test_channel_guards),
		cmocka_unit_test(test_channel_drift),
		cmocka_unit_test(test_channel_words),
		cmocka_unit_test(test_silenced),
		cmocka_unit_test(test_pings),
		cmocka_unit_test(test_silent),
		cmocka_unit_test(test_silent_end),
		cmocka_unit_test(test_copies),
		cmocka_unit_test(test_copies_slow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
