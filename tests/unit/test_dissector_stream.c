/* SPDX-License-Identifier: BSD-2-Clause */
/* Frames of TCP, SCTP and HEP through the dissector: what it hands up, where it
 * says each frame belongs, and what it counts. */
#include "dissect/dissector.h"

#include "base/clock.h"
#include "tests/unit/frame_bytes.h"

#define OPTIONS \
	"OPTIONS sip:b@example.com SIP/2.0\r\n" \
	"Via: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK1\r\n" \
	"From: <sip:a@example.com>;tag=1\r\nTo: <sip:b@example.com>\r\n" \
	"Call-ID: 1@192.0.2.1\r\nCSeq: 1 OPTIONS\r\n" \
	"Content-Length: 0\r\n\r\n"

enum { FIN_ACK = 17, ACK = 16, SYN = 2, RST = 4, PSH_ACK = 24 };

struct seen {
	struct dissector *d;
	uint64_t frames;
	unsigned datagrams, keepalives, refused, tls, srv, segments;
	struct packet packet;
	struct frame frame;
	struct dissector_segment segment;
	struct tcp_refusal refusal;
	struct tls_info info;
	uint16_t port;
	int64_t later;       /* than the number of the frame says */
	unsigned closings, questions;
	struct stream_close closing;
	struct dns_message question;
	unsigned troubles;
	struct stream_trouble trouble;
};

static void datagram(const struct packet *p, void *arg)
{
	struct seen *s = arg;

	if (p->framed && p->payload.p[0] == '\r') {
		s->keepalives++;
		return;
	}
	s->datagrams++;
	s->packet = *p;
	s->frame = *p->frame;
}

static void segment(const struct dissector_segment *g, void *arg)
{
	struct seen *s = arg;

	s->segments++;
	s->segment = *g;
}

static void refused(const struct tcp_refusal *r, void *arg)
{
	struct seen *s = arg;

	s->refused++;
	s->refusal = *r;
}

static void tls(const struct tls_info *info, void *arg)
{
	struct seen *s = arg;

	s->tls++;
	s->info = *info;
}

static void srv(uint16_t port, enum transport t, void *arg)
{
	struct seen *s = arg;

	assert_int_equal(t, TRANSPORT_TCP);
	s->srv++;
	s->port = port;
}

static void closing(const struct stream_close *c, void *arg)
{
	struct seen *s = arg;

	s->closings++;
	s->closing = *c;
}

static void question(const struct dns_message *m, void *arg)
{
	struct seen *s = arg;

	s->questions++;
	s->question = *m;
}

static void trouble(const struct stream_trouble *t, void *arg)
{
	struct seen *s = arg;

	s->troubles++;
	s->trouble = *t;
}

static void start(struct seen *s)
{
	struct dissector_sink sink = {
		.datagram = datagram, .segment = segment, .refused = refused,
		.tls = tls, .srv = srv, .closing = closing, .dns = question,
		.trouble = trouble, .arg = s };

	memset(s, 0, sizeof(*s));
	s->d = dissector_new(&sink, 8);
	assert_non_null(s->d);
}

static void feed(struct seen *s, const struct frame_bytes *b)
{
	struct slice in = exact(b->p, b->len);
	struct frame f = { .bytes = in, .wire_len = (uint32_t)b->len,
			   .number = s->frames + 1, .link_type = 1,
			   .time = (int64_t)(s->frames + 1) * CLOCK_MS +
				   s->later };

	s->frames++;
	assert_int_equal(dissector_frame(s->d, &f), 0);
	exact_free(in);
}

/* A segment from 192.0.2.1 to 192.0.2.2. */
static void tcp(struct seen *s, unsigned sport, unsigned dport, uint32_t seq,
		unsigned flags, const char *data, size_t len)
{
	struct frame_bytes b = { .len = 0 };

	put_ethernet(&b, 0x0800);
	put_ip4(&b, 6, 77, 0, 20 + len);
	put16(&b, sport);
	put16(&b, dport);
	put32(&b, seq);
	put32(&b, 0);
	put16(&b, 0x5000 | flags);
	put(&b, "\0\0\0\0\0\0", 6);
	put(&b, data, len);
	feed(s, &b);
}

static const struct dissector_stats *finish(struct seen *s)
{
	dissector_end(s->d);
	return dissector_stats(s->d);
}

static void message_in_segments(void **state)
{
	struct seen s;
	uint64_t flow;

	(void)state;
	start(&s);
	tcp(&s, 40000, 5060, 99, SYN, "", 0);
	assert_int_equal(s.segment.carrier, DISSECTOR_UNDECIDED);
	flow = s.segment.flow;
	assert_true(flow != 0);
	tcp(&s, 40000, 5060, 100, PSH_ACK, OPTIONS, 150);
	assert_int_equal(s.datagrams, 0);
	tcp(&s, 40000, 5060, 250, PSH_ACK, &(OPTIONS "\r\n\r\n")[150],
	    sizeof(OPTIONS) - 1 - 150 + 4);
	assert_int_equal(s.datagrams, 1);
	assert_int_equal(s.keepalives, 1);
	assert_true(s.packet.framed && !s.packet.truncated);
	assert_int_equal(s.packet.transport, TRANSPORT_TCP);
	assert_int_equal(s.packet.src.port, 40000);
	assert_int_equal(s.packet.dst.port, 5060);
	assert_int_equal(s.frame.number, 3);
	assert_true(s.frame.time == 3 * CLOCK_MS);
	assert_int_equal(s.segment.carrier, DISSECTOR_WANTED);
	assert_true(s.segment.flow == flow);
	tcp(&s, 40000, 5060, 250 + sizeof(OPTIONS) - 1 - 150 + 4, RST, "", 0);
	assert_int_equal(s.segment.carrier, DISSECTOR_WANTED);
	assert_true(s.segment.flow == flow);
	assert_int_equal(finish(&s)->tcp_sip, 0);
	dissector_free(s.d);
}

static void lost_bytes(void **state)
{
	const struct dissector_stats *st;
	struct seen s;

	(void)state;
	start(&s);
	tcp(&s, 40000, 5060, 99, SYN, "", 0);
	tcp(&s, 40000, 5060, 100, PSH_ACK, OPTIONS, sizeof(OPTIONS) - 1);
	tcp(&s, 40000, 5060, 100 + sizeof(OPTIONS) - 1 + 77, PSH_ACK, OPTIONS,
	    sizeof(OPTIONS) - 1);
	assert_int_equal(s.datagrams, 1);
	dissector_clock(s.d, 20 * CLOCK_S);
	assert_int_equal(s.datagrams, 2);
	assert_int_equal(s.frame.number, 3); /* where its bytes came */
	st = finish(&s);
	assert_int_equal(st->tcp_gap_bytes, 77);
	assert_int_equal(st->tcp_gaps, 1);
	dissector_free(s.d);
}

static void not_sip(void **state)
{
	const struct dissector_stats *st;
	struct seen s;

	(void)state;
	start(&s);
	tcp(&s, 40000, 5060, 100, PSH_ACK, "a=rtpmap:0", 10);
	tcp(&s, 40001, 8000, 100, PSH_ACK, "a=rtpmap:0", 10);
	st = finish(&s);
	assert_int_equal(s.datagrams, 0);
	assert_int_equal(st->tcp_sip, 1);
	assert_int_equal(st->tls, 0);
	dissector_free(s.d);
}

/* A port on which SIP was found is a SIP port. */
static void refusals(void **state)
{
	struct seen s;

	(void)state;
	start(&s);
	tcp(&s, 40000, 7777, 100, SYN, "", 0);
	tcp(&s, 40000, 7777, 101, PSH_ACK, OPTIONS, sizeof(OPTIONS) - 1);
	for (unsigned port = 7776; port <= 7777; port++) {
		struct frame_bytes b = { .len = 0 };

		tcp(&s, 40001, port, 100, SYN, "", 0);
		put_ethernet(&b, 0x0800);
		put_ip4(&b, 6, 77, 0, 20);
		memcpy(b.p + 14 + 12, "\xc0\0\2\2\xc0\0\2\1", 8);
		put16(&b, port);
		put16(&b, 40001);
		put(&b, "\0\0\0\0\0\0\0\x65\x50\x14\0\0\0\0\0\0", 16);
		feed(&s, &b);
	}
	assert_int_equal(s.refused, 1);
	assert_int_equal(s.refusal.server.port, 7777);
	assert_true(s.refusal.reset);
	dissector_free(s.d);
}

/* The other way round. */
static void back(struct seen *s, unsigned sport, unsigned dport, uint32_t seq,
		 unsigned flags, uint32_t ack)
{
	struct frame_bytes b = { .len = 0 };

	put_ethernet(&b, 0x0800);
	put_ip4(&b, 6, 77, 0, 20);
	memcpy(b.p + 14 + 12, "\xc0\0\2\2\xc0\0\2\1", 8);
	put16(&b, sport);
	put16(&b, dport);
	put32(&b, seq);
	put32(&b, ack);
	put16(&b, 0x5000 | flags);
	put(&b, "\0\0\0\0\0\0", 6);
	feed(s, &b);
}

enum { END = 100 + sizeof(OPTIONS) - 1 };

/* A connection with a message, and a pause. */
static void talk(struct seen *s, unsigned port, const char *data, size_t len,
		 int64_t pause)
{
	start(s);
	tcp(s, 40000, port, 99, SYN, "", 0);
	back(s, port, 40000, 499, SYN | ACK, 100);
	tcp(s, 40000, port, 100, PSH_ACK, data, len);
	s->later = pause;
}

static void closed_by(const struct seen *s, int from, bool reset,
		      int64_t idle_ms, uint64_t frame)
{
	assert_int_equal(s->closings, 1);
	assert_int_equal(s->closing.from, from);
	assert_int_equal(s->closing.reset, reset);
	assert_int_equal(s->closing.idle / CLOCK_MS, idle_ms);
	assert_int_equal(s->closing.at.number, frame);
	assert_int_equal(s->closing.at.bytes.len, 0);
	assert_int_equal(s->closing.client.port, 40000);
}

static void closings(void **state)
{
	static const char get[] = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
	struct seen s;

	(void)state;
	/* The server, after a while; then the client, too. */
	talk(&s, 5060, OPTIONS, sizeof(OPTIONS) - 1, 61 * CLOCK_S);
	back(&s, 5060, 40000, 500, FIN_ACK, END);
	closed_by(&s, 1, false, 61001, 4);
	assert_int_equal(s.closing.kind, STREAM_SIP);
	tcp(&s, 40000, 5060, END, FIN_ACK, "", 0);
	finish(&s);
	assert_int_equal(s.closings, 1);
	dissector_free(s.d);
	/* A RST is told at once; keep-alives of TCP are traffic. */
	talk(&s, 5060, OPTIONS, sizeof(OPTIONS) - 1, 61 * CLOCK_S);
	tcp(&s, 40000, 5060, END - 1, ACK, "", 0);
	s.later += 30 * CLOCK_S;
	tcp(&s, 40000, 5060, END, RST, "", 0);
	closed_by(&s, 0, true, 30001, 5);
	dissector_free(s.d);
	/* Sent after a pause, to who knows nothing of it any more. */
	talk(&s, 5060, OPTIONS, sizeof(OPTIONS) - 1, 61 * CLOCK_S);
	tcp(&s, 40000, 5060, END, PSH_ACK, OPTIONS, 20);
	back(&s, 5060, 40000, 500, RST, 0);
	closed_by(&s, 1, true, 61001, 5);
	dissector_free(s.d);
	/* It does, and closes all the same: no pause. */
	talk(&s, 5060, OPTIONS, sizeof(OPTIONS) - 1, 61 * CLOCK_S);
	tcp(&s, 40000, 5060, END, PSH_ACK, OPTIONS, 20);
	back(&s, 5060, 40000, 500, ACK, END + 20);
	back(&s, 5060, 40000, 500, FIN_ACK, END + 20);
	closed_by(&s, 1, false, 1, 6);
	dissector_free(s.d);
	/* Nothing of ours. */
	talk(&s, 80, get, sizeof(get) - 1, 0);
	back(&s, 80, 40000, 500, FIN_ACK, 100 + sizeof(get) - 1);
	finish(&s);
	assert_int_equal(s.closings, 0);
	dissector_free(s.d);
	/* The end of the capture is none. */
	talk(&s, 5060, OPTIONS, sizeof(OPTIONS) - 1, 0);
	finish(&s);
	assert_int_equal(s.closings, 0);
	dissector_free(s.d);
}

/* SIP where TLS is spoken: the server closes at once. */
static void hangs_up(void **state)
{
	struct seen s;

	(void)state;
	talk(&s, 5061, OPTIONS, sizeof(OPTIONS) - 1, 0);
	back(&s, 5061, 40000, 500, FIN_ACK, END);
	assert_int_equal(s.troubles, 1);
	assert_int_equal(s.trouble.kind, STREAM_PLAIN_TO_TLS);
	assert_int_equal(s.trouble.answered.number, 4);
	assert_true(s.trouble.closed && !s.trouble.reset);
	assert_int_equal(s.trouble.server.port, 5061);
	finish(&s);
	dissector_free(s.d);
	talk(&s, 5061, OPTIONS, sizeof(OPTIONS) - 1, 0);
	back(&s, 5061, 40000, 500, RST, 0);
	assert_int_equal(s.troubles, 1);
	assert_true(s.trouble.reset);
	dissector_free(s.d);
	/* The client does. */
	talk(&s, 5061, OPTIONS, sizeof(OPTIONS) - 1, 0);
	tcp(&s, 40000, 5061, END, FIN_ACK, "", 0);
	back(&s, 5061, 40000, 500, FIN_ACK, END + 1);
	assert_int_equal(s.troubles, 0);
	dissector_free(s.d);
	/* What the server said was never captured. */
	talk(&s, 5061, OPTIONS, sizeof(OPTIONS) - 1, 0);
	back(&s, 5061, 40000, 577, FIN_ACK, END);
	finish(&s);
	assert_int_equal(s.troubles, 0);
	dissector_free(s.d);
	/* Nor was how it began. */
	start(&s);
	tcp(&s, 40000, 5061, 100, PSH_ACK, OPTIONS, sizeof(OPTIONS) - 1);
	back(&s, 5061, 40000, 500, FIN_ACK, END);
	finish(&s);
	assert_int_equal(s.troubles, 0);
	dissector_free(s.d);
}

/* Back to a port that a connection came from: only where it was one of SIP. */
static void connects_back(void **state)
{
	struct seen s;

	(void)state;
	talk(&s, 5060, OPTIONS, sizeof(OPTIONS) - 1, CLOCK_S);
	back(&s, 5060, 40000, 500, FIN_ACK, END);
	for (unsigned port = 39999; port <= 40000; port++) {
		back(&s, 45000, port, 700, SYN, 0);
		tcp(&s, port, 45000, 0, RST, "", 0);
	}
	assert_int_equal(s.refused, 1);
	assert_int_equal(s.refusal.server.port, 40000);
	assert_true(s.refusal.to_client);
	dissector_free(s.d);
}

static void handshakes(void **state)
{
	static const char record[] = "\x15\3\3\0\2\2\x30";
	const struct dissector_stats *st;
	struct seen s;

	(void)state;
	start(&s);
	tcp(&s, 40000, 5061, 100, PSH_ACK, record, 7);
	tcp(&s, 40001, 443, 99, SYN, "", 0);
	tcp(&s, 40001, 443, 100, PSH_ACK, record, 7);
	assert_int_equal(s.segment.carrier, DISSECTOR_UNWANTED);
	st = finish(&s);
	assert_int_equal(st->tls, 2);
	assert_int_equal(s.tls, 1); /* that on a SIP port */
	assert_int_equal(s.info.alert, 48);
	dissector_free(s.d);
}

static void sctp(void **state)
{
	struct frame_bytes b = { .len = 0 };
	struct seen s;
	size_t len = sizeof(OPTIONS) - 1;

	(void)state;
	start(&s);
	put_ethernet(&b, 0x0800);
	put_ip4(&b, 132, 77, 0, 12 + 16 + len);
	put16(&b, 5060);
	put16(&b, 5061);
	put(&b, "\0\0\0\1\0\0\0\0\0\3", 10);
	put16(&b, 16 + (unsigned)len);
	put(&b, "\0\0\0\1\0\0\0\0\0\0\0\0", 12);
	put(&b, OPTIONS, len);
	feed(&s, &b);
	assert_int_equal(s.datagrams, 1);
	assert_int_equal(s.packet.transport, TRANSPORT_SCTP);
	assert_int_equal(s.packet.payload.len, len);
	assert_int_equal(s.packet.src.port, 5060);
	assert_int_equal(s.segment.carrier, DISSECTOR_WANTED);
	dissector_free(s.d);
}

/* Version 3: IPv4, TCP, two addresses and ports, a time, SIP, the payload. */
static void hep(void **state)
{
	static const char chunks[] =
		"\0\0\0\1\0\7\2" "\0\0\0\2\0\7\6"
		"\0\0\0\3\0\x0a\xc6\x33\x64\1" "\0\0\0\4\0\x0a\xc6\x33\x64\2"
		"\0\0\0\7\0\x08\x13\xce" "\0\0\0\x08\0\x08\x13\xc4"
		"\0\0\0\x09\0\x0a\0\0\0\x2a" "\0\0\0\x0a\0\x0a\0\0\0\7"
		"\0\0\0\x0b\0\7\1" "\0\0\0\x0f";
	size_t len = sizeof(OPTIONS) - 1;
	size_t size = 6 + sizeof(chunks) - 1 + 2 + len;
	struct frame_bytes b = { .len = 0 };
	struct seen s;

	(void)state;
	start(&s);
	put_ethernet(&b, 0x0800);
	put_ip4(&b, 17, 77, 0, 8 + size);
	put_udp(&b, 40000, 9060, size);
	put(&b, "HEP3", 4);
	put16(&b, (unsigned)size);
	put(&b, chunks, sizeof(chunks) - 1);
	put16(&b, 6 + (unsigned)len);
	put(&b, OPTIONS, len);
	feed(&s, &b);
	assert_int_equal(s.datagrams, 1);
	assert_int_equal(s.packet.transport, TRANSPORT_TCP);
	assert_int_equal(s.packet.src.port, 5070);
	assert_int_equal(s.packet.src.ip[0], 198);
	assert_int_equal(s.frame.number, 1);
	assert_true(s.frame.time == 42 * CLOCK_S + 7 * 1000);
	dissector_free(s.d);
}

static void dns(void **state)
{
	static const char answer[] =
		"\0\1\x81\x80\0\0\0\1\0\0\0\0"
		"\4_sip\4_tcp\7example\3com\0\0\x21\0\1\0\0\0\x3c\0\x09"
		"\0\1\0\1\x13\xc6\1a\0";
	struct frame_bytes b = { .len = 0 };
	struct seen s;

	(void)state;
	start(&s);
	put_ethernet(&b, 0x0800);
	put_ip4(&b, 17, 77, 0, 8 + sizeof(answer) - 1);
	put_udp(&b, 53, 40000, sizeof(answer) - 1);
	put(&b, answer, sizeof(answer) - 1);
	feed(&s, &b);
	assert_int_equal(s.srv, 1);
	assert_int_equal(s.port, 5062);
	assert_int_equal(s.questions, 0); /* no question: to what? */
	dissector_free(s.d);
}

static void questions(void **state)
{
	static const char query[] = "\0\1\1\0\0\1\0\0\0\0\0\0"
		"\7Example\3com\0\0\1\0\1";
	struct seen s;

	(void)state;
	start(&s);
	for (unsigned port = 52; port <= 53; port++) {
		struct frame_bytes b = { .len = 0 };

		put_ethernet(&b, 0x0800);
		put_ip4(&b, 17, 77, 0, 8 + sizeof(query) - 1);
		put_udp(&b, 40000, port, sizeof(query) - 1);
		put(&b, query, sizeof(query) - 1);
		feed(&s, &b);
	}
	assert_int_equal(s.questions, 1);
	assert_false(s.question.response);
	assert_string_equal(s.question.name, "example.com");
	assert_int_equal(s.question.server.port, 53);
	assert_int_equal(s.question.client.port, 40000);
	assert_int_equal(s.question.at.number, 2);
	assert_int_equal(s.question.at.bytes.len, 0);
	dissector_free(s.d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(message_in_segments),
		cmocka_unit_test(lost_bytes),
		cmocka_unit_test(not_sip),
		cmocka_unit_test(refusals),
		cmocka_unit_test(closings),
		cmocka_unit_test(hangs_up),
		cmocka_unit_test(connects_back),
		cmocka_unit_test(handshakes),
		cmocka_unit_test(sctp),
		cmocka_unit_test(hep),
		cmocka_unit_test(dns),
		cmocka_unit_test(questions),
	};

	return cmocka_run_group_tests_name("dissector_stream", tests, NULL,
					   NULL);
}
