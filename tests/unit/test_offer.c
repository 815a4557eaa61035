/* SPDX-License-Identifier: BSD-2-Clause */
/* Who offered, who answered, and what a first look at the two shows. */
#include "diagnose/offer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define HEAD "v=0\r\no=- 1 1 IN IP4 10.0.0.1\r\ns=-\r\nc=IN IP4 10.0.0.1\r\n" \
	"t=0 0\r\n"
#define PCMA "m=audio 4000 RTP/AVP 8\r\n"

/* start: start line and headers of its own. */
static struct message *make(const char *start, const char *cseq,
			    const char *body)
{
	static struct sip_index_room room;
	struct sip_index sip;
	struct frame frame = { .number = 1 };
	struct packet p = { .frame = &frame, .fragments = 1 };
	struct message *m;
	char *text = malloc(4096), *wire;
	int n;

	assert_non_null(text);
	n = snprintf(text, 4096, "%s\r\nVia: SIP/2.0/UDP h;branch=z9hG4bKx\r\n"
		     "From: <sip:a@x>;tag=1\r\nTo: <sip:b@x>;tag=2\r\n"
		     "Call-ID: c\r\nCSeq: %s\r\n%sContent-Length: %zu\r\n\r\n%s",
		     start, cseq,
		     *body ? "Content-Type: application/sdp\r\n" : "",
		     strlen(body), body);
	wire = malloc((size_t)n); /* to size, so that an over-read is seen */
	assert_non_null(wire);
	memcpy(wire, text, (size_t)n);
	p.payload = frame.bytes = slice_of(wire, (size_t)n);
	sip_index_read(&sip, &room, p.payload, true);
	m = message_new(&p, &sip);
	free(text);
	free(wire);
	assert_non_null(m);
	return m;
}

#define INVITE(body) make("INVITE sip:b@x SIP/2.0", "1 INVITE", body)
#define OK(body) make("SIP/2.0 200 OK", "1 INVITE", body)
#define ACK(body) make("ACK sip:b@x SIP/2.0", "1 ACK", body)
#define EARLY(body) make("SIP/2.0 183 P\r\nRSeq: 1", "1 INVITE", body)
#define RINGING(body) make("SIP/2.0 183 P", "1 INVITE", body)

static void done(struct transaction *t)
{
	message_unref(t->request);
	message_unref(t->provisional);
	message_unref(t->final);
	message_unref(t->ack);
}

static struct transaction answered(struct message *request,
				   struct message *provisional,
				   struct message *final, struct message *ack)
{
	return (struct transaction){ .method = METHOD_INVITE,
		.request = request, .provisional = provisional,
		.final = final, .ack = ack,
		.status = final ? final->sip.status : 0 };
}

static void test_plain(void **state)
{
	struct transaction t = answered(INVITE(HEAD PCMA), RINGING(""),
					OK(HEAD PCMA), ACK(""));
	struct offer o;

	(void)state;
	assert_true(offer_find(&t, STORE_FINAL, &o));
	assert_ptr_equal(o.offer, t.request);
	assert_ptr_equal(o.answer, t.final);
	assert_false(o.late);
	assert_false(offer_find(&t, STORE_ACK, &o));
	assert_true(offer_find(&t, STORE_COMPLETE, &o));
	assert_int_equal(offer_look(&t, STORE_FINAL), OFFER_LOOKED);
	assert_int_equal(offer_look(&t, STORE_ACK), 0);
	done(&t);
}

static void test_late(void **state)
{
	struct transaction t = answered(INVITE(""), NULL, OK(HEAD PCMA),
					ACK(HEAD PCMA));
	struct offer o;

	(void)state;
	assert_false(offer_find(&t, STORE_FINAL, &o));
	assert_true(offer_find(&t, STORE_ACK, &o));
	assert_ptr_equal(o.offer, t.final);
	assert_ptr_equal(o.answer, t.ack);
	assert_true(o.late);
	message_unref(t.ack);
	t.ack = ACK("");
	assert_true(offer_find(&t, STORE_ACK, &o));
	assert_null(o.answer);
	assert_int_equal(offer_look(&t, STORE_ACK),
			 OFFER_LOOKED | OFFER_UNANSWERED);
	done(&t);
}

static void test_early(void **state)
{
	struct transaction t = answered(INVITE(HEAD PCMA), EARLY(HEAD PCMA),
					OK(""), NULL);
	struct transaction prack = { .method = METHOD_PRACK, .status = 200 };
	struct offer o;

	(void)state;
	assert_true(offer_find(&t, STORE_FINAL, &o));
	assert_ptr_equal(o.answer, t.provisional);
	done(&t);
	/* A 183 without RSeq is a preview only. */
	t = answered(INVITE(HEAD PCMA), RINGING(HEAD PCMA), OK(HEAD PCMA),
		     NULL);
	assert_true(offer_find(&t, STORE_FINAL, &o));
	assert_ptr_equal(o.answer, t.final);
	done(&t);
	/* The offer in the 183, the answer in its PRACK. */
	t = answered(INVITE(""), EARLY(HEAD PCMA), NULL, NULL);
	prack.request = make("PRACK sip:b@x SIP/2.0", "2 PRACK", HEAD PCMA);
	prack.final = make("SIP/2.0 200 OK", "2 PRACK", "");
	prack.call_prev = &t;
	assert_true(offer_find(&prack, STORE_FINAL, &o));
	assert_ptr_equal(o.offer, t.provisional);
	assert_ptr_equal(o.answer, prack.request);
	assert_true(o.late);
	done(&prack);
	done(&t);
}

static void test_update(void **state)
{
	struct transaction t = { .method = METHOD_UPDATE, .status = 200 };
	struct offer o;

	(void)state;
	t.request = make("UPDATE sip:b@x SIP/2.0", "2 UPDATE", HEAD PCMA);
	t.final = make("SIP/2.0 200 OK", "2 UPDATE", HEAD PCMA);
	assert_true(offer_find(&t, STORE_FINAL, &o));
	assert_ptr_equal(o.offer, t.request);
	assert_ptr_equal(o.answer, t.final);
	message_unref(t.request);
	t.request = make("UPDATE sip:b@x SIP/2.0", "2 UPDATE", "");
	assert_false(offer_find(&t, STORE_FINAL, &o));
	assert_int_equal(offer_look(&t, STORE_FINAL), 0);
	done(&t);
}

static const struct {
	const char *label, *offer, *answer;
	uint32_t odd;
} looks[] = {
	{ "types", HEAD PCMA "m=video 2 RTP/AVP 31\r\n", HEAD PCMA,
	  OFFER_MLINES | OFFER_PROFILE },
	{ "profile", HEAD PCMA, HEAD "m=audio 2 RTP/AVPF 8\r\n",
	  OFFER_PROFILE },
	{ "SRTP", HEAD "m=audio 2 RTP/SAVP 8\r\n",
	  HEAD "m=audio 2 RTP/SAVP 8\r\n", OFFER_CRYPTO },
	{ "key", HEAD PCMA "a=crypto:1 x inline:y\r\n", HEAD PCMA,
	  OFFER_CRYPTO },
	{ "fingerprint", HEAD PCMA "a=fingerprint:x y\r\n", HEAD PCMA,
	  OFFER_DTLS },
	{ "family", HEAD PCMA, "v=0\r\no=x\r\ns=-\r\nc=IN IP6 2001:db8::1\r\n"
	  "t=0 0\r\n" PCMA, OFFER_FAMILY },
	{ "hold", HEAD PCMA "a=inactive\r\n", HEAD PCMA, OFFER_DIRECTION },
	{ "sendrecv", HEAD PCMA "a=sendrecv\r\n", HEAD PCMA, 0 },
	{ "port 0", HEAD PCMA, HEAD "m=audio 0 RTP/AVP 8\r\n", OFFER_PORT0 },
	{ "port 0 offered", HEAD "m=audio 0 RTP/AVP 8\r\n", HEAD PCMA, 0 },
	{ "ptime", HEAD PCMA "a=ptime:20\r\n", HEAD PCMA "a=ptime:30\r\n",
	  OFFER_PTIME },
	{ "keys", HEAD "m=audio 2 RTP/AVP 8 101\r\n"
	  "a=rtpmap:101 telephone-event/8000\r\n", HEAD PCMA, OFFER_DTMF },
	{ "no keys", HEAD "m=audio 2 RTP/AVP 18\r\n",
	  HEAD "m=audio 2 RTP/AVP 18\r\n", OFFER_DTMF },
	{ "twice", HEAD PCMA "a=rtpmap:97 a/1\r\na=rtpmap:97 b/1\r\n",
	  HEAD PCMA, OFFER_TWICE },
	{ "once in each", HEAD PCMA "a=rtpmap:97 a/1\r\n" PCMA
	  "a=rtpmap:97 b/1\r\n", HEAD PCMA PCMA, 0 },
	{ "LF alone", HEAD "m=audio 4000 RTP/AVP 8\n", HEAD PCMA,
	  OFFER_UNTIDY },
	{ "no t=", "v=0\r\no=x\r\ns=-\r\nc=IN IP4 10.0.0.1\r\n" PCMA,
	  HEAD PCMA, OFFER_MALFORMED },
	{ "no c=", HEAD PCMA, "v=0\r\no=x\r\ns=-\r\nt=0 0\r\n" PCMA,
	  OFFER_MALFORMED },
	{ "no port", HEAD "m=audio\r\n", HEAD "m=audio\r\n",
	  OFFER_MALFORMED | OFFER_DTMF },
	{ "no letter of SDP", HEAD PCMA, HEAD PCMA "Q=1\r\n",
	  OFFER_MALFORMED },
	{ "an empty line", HEAD PCMA "\r\n", HEAD PCMA, OFFER_UNTIDY },
};

static void test_looks(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(looks); i++) {
		struct transaction t = answered(INVITE(looks[i].offer), NULL,
						OK(looks[i].answer), NULL);
		uint32_t odd = offer_look(&t, STORE_FINAL);

		if (odd != (looks[i].odd | OFFER_LOOKED))
			fail_msg("%s: %#x, want %#x", looks[i].label, odd,
				 looks[i].odd | OFFER_LOOKED);
		done(&t);
	}
}

static void test_refusals(void **state)
{
	struct transaction t = answered(INVITE(HEAD PCMA), NULL,
		make("SIP/2.0 488 No", "1 INVITE", ""), NULL);

	(void)state;
	assert_int_equal(offer_look(&t, STORE_FINAL),
			 OFFER_LOOKED | OFFER_REFUSED);
	t.status = 403;
	assert_int_equal(offer_look(&t, STORE_FINAL), 0);
	t.status = 415;
	message_unref(t.request);
	t.request = INVITE("");
	assert_int_equal(offer_look(&t, STORE_FINAL),
			 OFFER_LOOKED | OFFER_MISSING);
	done(&t);
	t = answered(INVITE(""), NULL, OK(""), NULL);
	assert_int_equal(offer_look(&t, STORE_FINAL),
			 OFFER_LOOKED | OFFER_MISSING);
	done(&t);
}

static void test_attributes(void **state)
{
	static const char body[] = HEAD "a=setup:active\r\n" PCMA
		"a=x:1\r\na=setup: passive\r\n" PCMA "a=y\r\n";
	struct slice s = slice_of(body, sizeof(body) - 1), line, value;
	static struct sdp sdp;

	(void)state;
	assert_true(sdp_read(&sdp, s));
	assert_true(offer_value(s, &sdp, 0, "setup", &line, &value));
	assert_true(slice_eq(value, SLICE("passive")));
	assert_true(slice_eq(line, SLICE("a=setup: passive")));
	assert_true(offer_value(s, &sdp, 1, "setup", &line, &value));
	assert_true(slice_eq(value, SLICE("active")));
	assert_true(offer_value(s, &sdp, 1, "y", &line, &value));
	assert_int_equal(value.len, 0);
	assert_false(offer_value(s, &sdp, 0, "y", &line, &value));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_late),
		cmocka_unit_test(test_early),
		cmocka_unit_test(test_update),
		cmocka_unit_test(test_looks),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_attributes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
