/* SPDX-License-Identifier: BSD-2-Clause */
/* What peers are seen to offer, accept and refuse. */
#include "diagnose/peers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "feed.h"

#define SDP(list) "Content-Type: application/sdp\n\nv=0\no=- 1 1 IN IP4 " \
	"10.0.0.1\ns=-\nc=IN IP4 10.0.0.1\nt=0 0\n" list

static struct peers *peers;

static void on_notice(const struct store_notice *n, void *arg)
{
	(void)arg;
	if (n->event == STORE_FINAL)
		peers_final(peers, n->t);
}

/* A store that tells the peers alone. */
static void begin(struct feed *f)
{
	struct store_options o = { 0 };

	feed_init(f);
	store_free(f->store);
	f->store = store_new(&o, on_notice, NULL);
	assert_non_null(f->store);
	peers = peers_new();
	assert_non_null(peers);
}

static void feed(struct feed *f, const struct feed_step *s)
{
	begin(f);
	feed_steps(f, s);
}

static void done(struct feed *f)
{
	peers_free(peers);
	feed_fini(f);
}

/* The names of a list, `a b c'. */
static void expect(const struct peer *p, enum peer_list l, const char *want)
{
	struct strbuf b = { 0 };

	for (unsigned i = 0; i < p->n[l]; i++) {
		strbuf_adds(&b, i ? " " : "");
		strbuf_slice(&b, peers_name(peers, p->list[l][i]));
	}
	assert_string_equal(strbuf_str(&b), want);
	strbuf_fini(&b);
}

static void test_lists(void **state)
{
	static struct feed f;
	static const struct feed_step steps[] = {
		{ 0, "> OPTIONS 1", "User-Agent: Phone\nSupported: timer,path\n" },
		{ .1, "< 200 OPTIONS 1", "Server: kamailio (5.6.3)\n"
		  "Allow: INVITE, ACK\nSupported: timer\n" },
		{ 1, "2> INVITE 1", "User-Agent: Phone\nRequire: 100rel\n"
		  SDP("m=audio 4000 RTP/AVP 8 18\n") },
		{ 1.1, "2< 420 INVITE 1", "Server: kamailio (5.6.3)\n"
		  "Unsupported: 100rel\n" },
		{ 2, "3> INVITE 1", "User-Agent: Phone\nSession-Expires: 90\n"
		  SDP("m=audio 4000 RTP/AVP 8 18\nm=video 0 RTP/AVP 31\n") },
		{ 2.1, "3< 200 INVITE 1", "Server: kamailio (5.6.3)\n"
		  SDP("m=audio 4000 RTP/AVP 8\n") },
		{ 3, "4> INVITE 1", "User-Agent: Phone\n"
		  SDP("m=audio 4000 RTP/SAVP 18\n") },
		{ 3.1, "4< 488 INVITE 1", "Server: kamailio (5.6.3)\n" },
		{ 4, "5> REGISTER 1", "User-Agent: Phone\nExpires: 3600\n" },
		{ 4.1, "5< 401 REGISTER 1", "Server: kamailio (5.6.3)\n"
		  "WWW-Authenticate: Digest realm=\"x\", nonce=\"n\"\n"
		  "WWW-Authenticate: Digest realm=\"x\", nonce=\"n\","
		  " algorithm=SHA-256\n" },
		{ 5, "6> INFO 1", "User-Agent: Phone\n" },
		{ 5.1, "6< 405 INFO 1", "Server: kamailio (5.6.3)\n" },
		{ 0, NULL, NULL } };
	const struct peer *const *p;
	size_t n;

	(void)state;
	feed(&f, steps);
	p = peers_sorted(peers, &n);
	assert_int_equal(n, 2);
	assert_string_equal(p[0]->name, "Phone");
	assert_int_equal(p[0]->requests, 6);
	assert_int_equal(p[0]->responses, 0);
	expect(p[0], PEER_TRANSPORTS, "udp");
	expect(p[0], PEER_METHODS_SENT, "OPTIONS INVITE REGISTER INFO");
	expect(p[0], PEER_TAGS_SUPPORTED, "timer path");
	expect(p[0], PEER_TAGS_REQUIRED, "100rel");
	expect(p[0], PEER_CODECS_OFFERED, "PCMA G729");
	expect(p[0], PEER_PROFILES_OFFERED, "RTP/AVP RTP/SAVP");
	assert_int_equal(p[0]->times[PEER_SESSION_EXPIRES], 90);
	assert_string_equal(p[1]->name, "kamailio (5.6.3)");
	assert_non_null(p[1]->stack);
	assert_string_equal(p[1]->stack->name, "Kamailio");
	assert_int_equal(p[1]->responses, 6);
	assert_int_equal(p[1]->refusals, 3); /* the 401 is none */
	expect(p[1], PEER_METHODS_ACCEPTED, "OPTIONS INVITE");
	expect(p[1], PEER_METHODS_REFUSED, "INFO");
	expect(p[1], PEER_METHODS_ALLOWED, "INVITE ACK");
	expect(p[1], PEER_TAGS_REFUSED, "100rel");
	expect(p[1], PEER_CODECS_ACCEPTED, "PCMA");
	expect(p[1], PEER_CODECS_REFUSED, "G729");
	expect(p[1], PEER_ALGORITHMS, "MD5 SHA-256");
	done(&f);
}

static void test_times(void **state)
{
	static struct feed f;
	static const struct feed_step steps[] = {
		{ 0, "> REGISTER 1", "Expires: 60\n" },
		{ .1, "< 423 REGISTER 1", "Min-Expires: 300\n" },
		{ 1, "> REGISTER 2", "Expires: 300\n" },
		{ 1.1, "< 200 REGISTER 2",
		  "Contact: <sip:alice@10.0.0.1>;expires=240\n" },
		{ 2, "2> INVITE 1", "Session-Expires: 60\n" },
		{ 2.1, "2< 422 INVITE 1", "Min-SE: 90\n" },
		{ 0, NULL, NULL } };
	const struct peer *const *p;
	size_t n;

	(void)state;
	feed(&f, steps);
	p = peers_sorted(peers, &n);
	assert_int_equal(n, 2);
	assert_string_equal(p[1]->name, "");
	assert_int_equal(p[1]->times[PEER_MIN_EXPIRES], 300);
	assert_int_equal(p[1]->times[PEER_MIN_SE], 90);
	assert_int_equal(p[1]->times[PEER_GRANTED], 240);
	assert_int_equal(p[0]->times[PEER_SESSION_EXPIRES], 60);
	done(&f);
}

/* Two programs on one address; a nameless message is of the one before. */
static void test_names(void **state)
{
	static struct feed f;
	static const struct feed_step steps[] = {
		{ 0, "> OPTIONS 1", NULL }, { .1, "< 200 OPTIONS 1", NULL },
		{ 1, "2> OPTIONS 1", "User-Agent: A\n" },
		{ 1.1, "2< 200 OPTIONS 1", NULL },
		{ 2, "3> OPTIONS 1", "User-Agent: B\n" },
		{ 2.1, "3< 200 OPTIONS 1", NULL },
		{ 0, NULL, NULL } };
	const struct peer *const *p;
	size_t n;

	(void)state;
	feed(&f, steps);
	p = peers_sorted(peers, &n);
	assert_int_equal(n, 3);
	assert_string_equal(p[0]->name, "A");
	assert_int_equal(p[0]->requests, 2);
	assert_string_equal(p[1]->name, "B");
	assert_int_equal(p[1]->requests, 1);
	assert_int_equal(p[2]->responses, 3);
	done(&f);
}

/* Nobody can fill the memory with peers. */
static void test_flood(void **state)
{
	static struct feed f;

	(void)state;
	begin(&f);
	for (unsigned i = 0; i < PEERS_MAX + 50; i++) {
		feed_fmt(&f, i, "10.0.0.1:5060", "10.0.0.2:5060",
			 "OPTIONS sip:x SIP/2.0\nVia: SIP/2.0/UDP 10.0.0.1;"
			 "branch=z9hG4bK%u\nFrom: <sip:a@b>;tag=1\nTo: "
			 "<sip:x>\nCall-ID: %u\nCSeq: 1 OPTIONS\n"
			 "User-Agent: %u\n\n", i, i, i);
		feed_fmt(&f, i, "10.0.0.2:5060", "10.0.0.1:5060",
			 "SIP/2.0 200 OK\nVia: SIP/2.0/UDP 10.0.0.1;"
			 "branch=z9hG4bK%u\nFrom: <sip:a@b>;tag=1\nTo: "
			 "<sip:x>;tag=2\nCall-ID: %u\nCSeq: 1 OPTIONS\n\n",
			 i, i);
	}
	assert_true(peers_shed(peers) >= 50);
	done(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_times),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_flood),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
