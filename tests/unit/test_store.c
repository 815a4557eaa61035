/* SPDX-License-Identifier: BSD-2-Clause */
/* Which message belongs to which transaction (RFC 3261 17.1.3, 17.2.3, 13.2.2.4,
 * 9.1), told as the list of notices. */
#include "store_feed.h"

#include "store/route.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

struct story {
	const char *label, *script, *want;
};

static const struct story stories[] = {
	{ "a call",
	  "0 A>B INVITE b=i\n"
	  "0.1 B>A 100 INVITE b=i\n"
	  "0.2 B>A 180 INVITE b=i t=t\n"
	  "2 B>A 200 INVITE b=i t=t\n"
	  "2.1 A>B ACK b=k t=t\n"
	  "5 A>B BYE b=y n=2 t=t\n"
	  "5.1 B>A 200 BYE b=y n=2 t=t\n"
	  "300 clock",
	  "req 1; prov 1 100; prov 1 180; final 1 200; ack 1; req 2; "
	  "final 2 200; complete 1 @34; complete 2 @37.1; call answered @37.1" },
	{ "two branches answer, each 200 has its ACK",
	  "0 A>B INVITE b=i\n"
	  "1 B>A 180 INVITE b=i t=x\n"
	  "1.1 B>A 180 INVITE b=i t=y\n"
	  "2 B>A 200 INVITE b=i t=x\n"
	  "2.1 A>B ACK b=k1 t=x\n"
	  "2.2 B>A 200 INVITE b=i t=y\n"
	  "2.3 A>B ACK b=k2 t=y\n"
	  "2.7 B>A 200 INVITE b=i t=y\n"
	  "2.8 A>B ACK b=k3 t=x\n",
	  "req 1; prov 1 180; prov 1 180; final 1 200; ack 1; more 1 200; "
	  "again 1 200; again 1" },
	{ "one branch is busy, one answers",
	  "0 A>B INVITE b=i\n"
	  "1 B>A 486 INVITE b=i t=x\n"
	  "1.1 A>B ACK b=i t=x\n"
	  "2 B>A 200 INVITE b=i t=y\n"
	  "2.1 A>B ACK b=k t=y\n"
	  "40 clock",
	  "req 1; final 1 486; ack 1; more 1 200; ack 1; complete 1 @34" },
	{ "CANCEL and 487",
	  "0 A>B INVITE b=i\n"
	  "0.1 B>A 180 INVITE b=i t=t\n"
	  "1 A>B CANCEL b=i\n"
	  "1.1 B>A 200 CANCEL b=i t=t\n"
	  "1.2 B>A 487 INVITE b=i t=t\n"
	  "1.3 A>B ACK b=i t=t\n"
	  "40 clock",
	  "req 1; prov 1 180; req 2; cancel 2>1; final 2 200; final 1 487; "
	  "ack 1; complete 2 @33.1; complete 1 @33.2; call cancelled @33.3" },
	{ "CANCEL from another port of the same host",
	  "0 A>B INVITE b=i\n0.5 a>B CANCEL b=i\n",
	  "req 1; req 2; cancel 2>1" },
	{ "CANCEL with another branch or sent-by is nobody's",
	  "0 A>B INVITE b=i\n0.5 A>B CANCEL b=j\n"
	  "0.6 A>B CANCEL b=i s=10.0.0.1:5070\n",
	  "req 1; req 2; req 3" },
	{ "CANCEL and ACK that leave the default port out, or name it",
	  "0 A>B INVITE b=i s=10.0.0.1:5060\n0.5 A>B CANCEL b=i s=10.0.0.1\n"
	  "0.6 B>A 487 INVITE b=i t=t s=10.0.0.1:5060\n"
	  "0.7 A>B ACK b=i t=t s=10.0.0.1\n"
	  "1 A>B INVITE b=j n=2 s=10.0.0.1\n"
	  "1.5 A>B CANCEL b=j n=2 s=10.0.0.1:5060\n",
	  "req 1; req 2; cancel 2>1; final 1 487; ack 1; req 3; req 4; "
	  "cancel 4>3" },
	{ "copies of requests and finals",
	  "0 A>B INVITE b=i\n0.5 A>B INVITE b=i\n"
	  "0.6 B>A 100 INVITE b=i\n0.7 B>A 100 INVITE b=i\n"
	  "1 B>A 180 INVITE b=i t=t\n1.1 B>A 180 INVITE b=i t=t\n"
	  "2 B>A 486 INVITE b=i t=t\n2.5 B>A 486 INVITE b=i t=t\n"
	  "2.6 B>A 180 INVITE b=i t=t\n2.7 B>A 486 INVITE b=i t=t\n"
	  "2.8 A>B ACK b=i t=t\n2.9 A>B ACK b=i t=t\n",
	  "req 1; again 1; prov 1 100; again 1 100; prov 1 180; again 1 180; "
	  "final 1 486; again 1 486; prov 1 180; again 1 486; ack 1; again 1" },
	{ "ACK to a failure needs the INVITE's branch",
	  "0 A>B INVITE b=i\n1 B>A 404 INVITE b=i t=t\n1.1 A>B ACK b=k t=t\n",
	  "req 1; final 1 404" },
	{ "ACK to a 2xx needs its CSeq and tags",
	  "0 A>B INVITE b=i\n1 B>A 200 INVITE b=i t=t\n"
	  "1.1 A>B ACK b=k n=2 t=t\n1.2 A>B ACK b=k t=other\n"
	  "1.3 A>B ACK b=k f=other t=t\n1.4 a>B ACK b=k t=t\n",
	  "req 1; final 1 200; ack 1" },
	{ "through a proxy: each hop has its own",
	  "0 A>P INVITE b=i\n0 P>B INVITE b=j s=10.0.0.9\n"
	  "1 B>P 200 INVITE b=j s=10.0.0.9 t=t\n1 P>A 200 INVITE b=i t=t\n"
	  "1.1 A>P ACK b=k t=t\n1.1 P>B ACK b=l s=10.0.0.9 t=t\n",
	  "req 1; req 2; final 2 200; final 1 200; ack 1; ack 2" },
	{ "the same branch on two hops",
	  "0 A>P INVITE b=i\n0 P>B INVITE b=i\n0.5 P>B INVITE b=i\n"
	  "1 B>P 200 INVITE b=i t=t\n1 P>A 200 INVITE b=i t=t\n"
	  "1.1 A>P ACK b=k t=t\n1.1 P>B ACK b=k t=t\n",
	  "req 1; req 2; again 2; final 2 200; final 1 200; ack 1; ack 2" },
	{ "the same on one host, ports tell",
	  "0 X>Y INVITE b=i\n0 Y>Z INVITE b=i\n"
	  "1 Z>Y 200 INVITE b=i t=t\n1 Y>X 200 INVITE b=i t=t\n"
	  "1.1 X>Y ACK b=k t=t\n1.1 Y>Z ACK b=k t=t\n",
	  "req 1; req 2; final 2 200; final 1 200; ack 1; ack 2" },
	{ "answers from another port, another address",
	  "0 A>B OPTIONS b=1\n0.1 b>A 200 OPTIONS b=1 t=t\n"
	  "1 A>B OPTIONS b=2\n1.1 C>A 200 OPTIONS b=2 t=t\n"
	  "2 A>B OPTIONS b=3\n2.1 B>a 200 OPTIONS b=3 t=t\n"
	  "3 A>B OPTIONS b=4\n3.1 B>C 200 OPTIONS b=4 t=t\n",
	  "req 1; final 1 200; req 2; final 2 200; req 3; final 3 200; "
	  "req 4; final 4 200" },
	{ "a request again over a new connection is the same one",
	  "0 A>B INVITE b=i tcp=1\n0.5 a>B INVITE b=i tcp=1\n"
	  "1 B>a 200 INVITE b=i t=t tcp=1\n1.1 a>B ACK b=k t=t tcp=1\n",
	  "req 1; again 1; final 1 200; ack 1" },
	{ "but not on UDP, of another transport, without the cookie, elsewhere",
	  "0 A>B INVITE b=i\n0.5 a>B INVITE b=i\n"
	  "1 A>B INVITE b=j\n1.1 a>B INVITE b=j tcp=1\n"
	  "2 A>B INVITE B=k tcp=1\n2.1 a>B INVITE B=k tcp=1\n"
	  "3 A>B INVITE b=l tcp=1\n3.1 a>b INVITE b=l tcp=1\n",
	  "req 1; req 2; req 3; req 4; req 5; req 6; req 7; req 8" },
	{ "no branch: Call-ID, CSeq, From tag, Via, Request-URI, To tag",
	  "0 A>B INVITE b=-\n0.5 A>B INVITE b=-\n"
	  "0.6 A>B INVITE b=- f=g\n0.7 A>B INVITE b=- u=carol\n"
	  "0.8 B>A 486 INVITE b=- t=t\n0.9 A>B ACK b=- t=t\n"
	  "1 B>A 486 INVITE b=- f=g t=t\n",
	  "req 1; again 1; req 2; req 3; final 1 486; ack 1; final 2 486" },
	{ "a branch without the cookie",
	  "0 A>B REGISTER B=1\n0.1 A>B REGISTER B=1 n=2\n"
	  "0.2 B>A 200 REGISTER B=1 t=t\n0.3 A>B REGISTER B=1 f=g\n",
	  "req 1; req 2; final 1 200; req 3" },
	{ "the cookie alone: the From tag may change",
	  "0 A>B INVITE b=i\n0.5 A>B INVITE b=i f=g\n", "req 1; again 1" },
	{ "another CSeq, sent-by or Call-ID is another transaction",
	  "0 A>B INVITE b=i\n1 A>B INVITE b=i n=2\n"
	  "2 A>B INVITE b=i s=10.0.0.1:5070\n3 A>B INVITE b=i c=other\n",
	  "req 1; req 2; req 3; req 4" },
	{ "methods nobody knows are told apart by name",
	  "0 A>B FOO b=i\n0.1 A>B BAR b=i\n0.2 A>B FOO b=i\n"
	  "0.3 B>A 200 BAR b=i t=t\n0.4 B>A 405 FOO b=i t=t\n",
	  "req 1; req 2; again 1; final 2 200; final 1 405" },
	{ "a response without its request, then its request",
	  "0 B>A 180 INVITE b=i t=t\n0.4 A>B INVITE b=i\n"
	  "0.5 A>B INVITE b=i\n1 B>A 200 INVITE b=i t=t\n",
	  "prov 1 180; req 1; again 1; final 1 200" },
	{ "a response whose request never comes",
	  "0 B>A 200 OPTIONS b=i t=t\n0.5 B>A 200 OPTIONS b=i t=t\n40 clock",
	  "final 1 200; again 1 200; complete 1 @32; call none @32.5" },
	{ "messages without headers",
	  "0 A>B OPTIONS no=V\n0.1 A>B OPTIONS no=V\n0.2 A>B OPTIONS no=I\n"
	  "0.3 A>B OPTIONS no=C\n0.4 A>B OPTIONS no=VFTIC\n"
	  "0.5 B>A 200 OPTIONS no=V t=t\n0.6 B>A 200 OPTIONS no=VFTIC\n"
	  "0.7 A>B ACK no=VFTIC\n",
	  "req 1; again 1; req 2; req 3; req 4; final 1 200; final 5 200" },
	{ "a status that is none decides nothing",
	  "0 A>B OPTIONS b=i\n0.1 B>A 099 OPTIONS b=i\n40 clock",
	  "req 1; prov 1 99; timeout 1 @32" },
	{ "a later failure on the same branch",
	  "0 A>B INVITE b=i\n1 B>A 503 INVITE b=i t=x\n"
	  "1.1 B>A 486 INVITE b=i t=x\n1.2 B>A 600 INVITE b=i t=y\n"
	  "1.3 B>A 302 INVITE b=i t=z\n",
	  "req 1; final 1 503; more 1 486; more 1 600; more 1 302" },
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

static void counts(void **state)
{
	struct store_feed f;
	const struct store_stats *st;

	(void)state;
	store_feed_init(&f, NULL);
	st = store_stats(f.store);
	store_feed(&f, "1 A>B INVITE b=i\n1.5 A>B INVITE b=i\n"
		   "2 B>A 200 INVITE b=i t=t\n2.5 B>A 200 INVITE b=i t=t\n"
		   "3 A>B ACK b=k t=t\n3.1 A>B ACK b=q n=7 t=t\n"
		   "4 B>A 200 OPTIONS b=o c=2 t=t\n"
		   "5 A>B REGISTER b=r c=3\n6 end");
	assert_int_equal(st->messages, 8);
	assert_int_equal(st->requests, 5);
	assert_int_equal(st->responses, 3);
	assert_int_equal(st->transactions, 3);
	assert_int_equal(st->dialogs, 1);
	assert_int_equal(st->orphans, 1);
	assert_int_equal(st->retransmissions, 2);
	assert_int_equal(st->stray_acks, 1);
	assert_int_equal(st->shed, 0);
	assert_int_equal(st->first, STORE_FEED_START + CLOCK_S);
	assert_int_equal(st->last, STORE_FEED_START + 5 * CLOCK_S);
	assert_int_equal(st->calls[CALL_ANSWERED], 1);
	assert_int_equal(st->calls[CALL_NOT_A_CALL], 2);
	assert_int_equal(st->classes[TRANSACTION_SUCCESS], 2);
	assert_int_equal(st->classes[TRANSACTION_NONE], 1);
	store_feed_fini(&f);
}

/* A store is freed with everything still in it. */
static void freed_in_the_middle(void **state)
{
	struct store_feed f;

	(void)state;
	store_feed_init(&f, NULL);
	store_feed(&f, "0 A>B INVITE b=i c=1\n1 B>A 200 INVITE b=i c=1 t=t\n"
		   "2 A>B REGISTER b=r c=2\n"
		   "2.1 B>A 401 REGISTER b=r c=2 t=t "
		   "| WWW-Authenticate: Digest realm=\"r\", nonce=\"n\"\n"
		   "3 A>B ACK b=z c=9");
	store_feed_fini(&f);
	store_free(NULL);
}

struct elsewhere {
	bool flag[8];
};

static void look_elsewhere(const struct store_notice *n, void *arg)
{
	struct elsewhere *e = arg;

	if (n->event == STORE_NO_ACK)
		e->flag[n->t->serial] = n->t->acked_elsewhere;
}

/* Without Record-Route the ACK goes past the proxy; both hops know. */
static void ack_past_the_proxy(void **state)
{
	static const char *const ways[][2] = {
		{ "0 A>P INVITE b=i\n0 P>B INVITE b=j\n"
		  "1 B>P 200 INVITE b=j t=t\n1 P>A 200 INVITE b=i t=t\n",
		  "1.1 A>B ACK b=k t=t\n40 clock" },
		{ "0 X>Y INVITE b=i\n0 Y>Z INVITE b=j\n"
		  "1 Z>Y 200 INVITE b=j t=t\n1 Y>X 200 INVITE b=i t=t\n",
		  "40 clock" },
	};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct elsewhere e = { { false } };
		struct store_feed f;

		store_feed_init(&f, NULL);
		f.look = look_elsewhere;
		f.arg = &e;
		store_feed(&f, ways[i][0]);
		store_feed(&f, ways[i][1]);
		assert_int_equal(e.flag[1], i == 0);
		assert_int_equal(e.flag[2], i == 0);
		assert_int_equal(strstr(strbuf_str(&f.log), "astray 1") != NULL,
				 i == 0);
		assert_non_null(strstr(strbuf_str(&f.log), "noack 1"));
		assert_non_null(strstr(strbuf_str(&f.log), "noack 2"));
		store_feed_fini(&f);
	}
}

static void look_route(const struct store_notice *n, void *arg)
{
	const struct transaction *t = n->t;
	const struct dialog *d = n->call->dialogs;
	char *out = arg;

	if (n->event != STORE_REQUEST || t->method != METHOD_BYE || !d)
		return;
	*out = !d->route_a && !d->route_b ? '0' :
		route_passed_by(d, call_dialog_callee(d, message_slice(
			t->request, t->request->sip.from_tag)),
			&t->client, &t->server) ? 'x' : '-';
}

/* A calls B by the proxy P, which is 10.0.0.9; C is another host. */
static void route_sets(void **state)
{
#define BY_P(rr) "0 A>P INVITE b=i t=\n0 P>B INVITE b=j t= | Via: SIP/2.0/UDP " \
	"10.0.0.1;branch=z9hG4bKi" rr "\n1 P>A 200 INVITE b=i t=t | X: y" rr \
	"\n900 clock\n"
#define RR " ~ Record-Route: <sip:10.0.0.9;lr>"
	static const struct {
		const char *script;
		char want;
	} cases[] = {
		{ BY_P(RR) "901 A>B BYE b=z n=2 t=t", 'x' },
		{ BY_P(RR) "901 A>P BYE b=z n=2 t=t", '-' },
		{ BY_P(RR) "901 C>B BYE b=z n=2 t=t", '-' },
		{ BY_P("") "901 A>B BYE b=z n=2 t=t", '0' },
		{ BY_P(" ~ Record-Route: <sip:10.0.0.3>") /* C */
		  "901 A>C BYE b=z n=2 t=t", '-' },
		{ BY_P(" ~ Record-Route: <sip:p.example>")
		  "901 A>C BYE b=z n=2 t=t", 'x' },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct store_feed f;
		char got = ' ';

		store_feed_init(&f, NULL);
		f.look = look_route;
		f.arg = &got;
		store_feed(&f, cases[i].script);
		if (got != cases[i].want)
			fail_msg("%zu: `%c', want `%c'", i, got, cases[i].want);
		store_feed_fini(&f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells),
		cmocka_unit_test(counts),
		cmocka_unit_test(freed_in_the_middle),
		cmocka_unit_test(ack_past_the_proxy),
		cmocka_unit_test(route_sets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
