/* SPDX-License-Identifier: BSD-2-Clause */
/* What the dissector hands up, through the whole house into JSON: an empty
 * capture is opened, and the packets are made here. */
#include "pipeline_take.h"

#include "base/clock.h"
#include "exact.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define START (INT64_C(1800000000) * CLOCK_S)

/* Header of a pcap file (Ethernet) without a packet. */
static const char empty[] = "\xd4\xc3\xb2\xa1\2\0\4\0\0\0\0\0\0\0\0\0\0\0\4\0"
	"\1\0\0\0";

struct bench {
	char path[32];
	struct options options;
	struct capture *capture;
	struct render_sink *sink;
	struct pipeline *pipeline;
	struct dissector_sink up;
	struct frame frame;
	struct strbuf out;
};

/* format: `text', `json'. */
static void bench_open(struct bench *b, const char *format)
{
	char form[16], *argv[] = { "sipexplain", "-f", form, "--time=utc", NULL };
	struct capture_error err = { { 0 } };
	int fd;

	*b = (struct bench){ .path = "test_pipeline.XXXXXX" };
	snprintf(form, sizeof(form), "%s", format);
	fd = mkstemp(b->path);
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(options_read(&b->options, 4, argv, &err.text), 0);
	b->capture = capture_new();
	assert_non_null(b->capture);
	assert_int_equal(capture_add_bytes(b->capture, "x.pcap",
		slice_of(empty, sizeof(empty) - 1), &err), 0);
	assert_int_equal(sink_open(&b->sink, b->path), 0);
	b->pipeline = pipeline_new(&b->options, b->capture, b->sink);
	assert_non_null(b->pipeline);
	pipeline_take_sink(b->pipeline, &b->up);
	b->frame.time = START;
	strbuf_fini(&err.text);
}

static void complain(const char *sentence, void *arg)
{
	(void)arg;
	fail_msg("complaint: %s", sentence);
}

/* The input ends; what was written. */
static const char *bench_close(struct bench *b, int status)
{
	volatile sig_atomic_t stop = 0;
	char buf[4096];
	size_t n;
	FILE *f;

	assert_int_equal(pipeline_run(b->pipeline, &stop, complain, NULL),
			 status);
	pipeline_free(b->pipeline);
	assert_int_equal(sink_close(b->sink), 0);
	capture_free(b->capture);
	options_fini(&b->options);
	f = fopen(b->path, "r");
	assert_non_null(f);
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		strbuf_add(&b->out, buf, n);
	fclose(f);
	unlink(b->path);
	return strbuf_str(&b->out);
}

static struct addr host(unsigned last, uint16_t port)
{
	const char ip[] = { 10, 0, 0, (char)last };

	return addr_make(ip, 4, port);
}

/* ms after the last one a message goes from 10.0.0.1 to .2 or back. */
static void send(struct bench *b, unsigned ms, struct packet p, bool back,
		 const char *text)
{
	struct addr a = host(1, p.transport == TRANSPORT_UDP ? 5060 : 40123);
	struct addr z = host(2, 5060);
	struct slice bytes = exact(text, strlen(text));

	b->frame.number++;
	b->frame.time += ms * CLOCK_MS;
	p.frame = &b->frame;
	p.src = back ? z : a;
	p.dst = back ? a : z;
	p.payload = bytes;
	b->up.datagram(&p, b->up.arg);
	exact_free(bytes);
}

#define OPTIONS "OPTIONS sip:b@x SIP/2.0\r\n" \
	"Via: SIP/2.0/TCP 10.0.0.1;branch=z9hG4bK1\r\nFrom: <sip:a@x>;tag=1\r\n" \
	"To: <sip:b@x>\r\nCall-ID: c\r\nCSeq: 1 OPTIONS\r\n" \
	"Content-Length: 0\r\n\r\n"
#define OK "SIP/2.0 200 OK\r\n" \
	"Via: SIP/2.0/TCP 10.0.0.1;branch=z9hG4bK1\r\nFrom: <sip:a@x>;tag=1\r\n" \
	"To: <sip:b@x>;tag=2\r\nCall-ID: c\r\nCSeq: 1 OPTIONS\r\n" \
	"Content-Length: 0\r\n\r\n"

static void has(const char *text, const char *want)
{
	if (!strstr(text, want))
		fail_msg("`%s' is not in:\n%s", want, text);
}

static const struct {
	enum transport transport;
	const char *json;
} transports[] = {
	{ TRANSPORT_TCP, "\"transport\":\"tcp\"" },
	{ TRANSPORT_WS, "\"transport\":\"ws\"" },
	{ TRANSPORT_SCTP, "\"transport\":\"sctp\"" },
	{ TRANSPORT_TLS, "\"transport\":\"tls\"" }, /* out of a HEP chunk */
};

/* Twice the same bytes at once: on a stream these are two messages. */
static void test_transports(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(transports) / sizeof(*transports); i++) {
		struct packet p = { .transport = transports[i].transport,
				    .framed = true, .fragments = 1 };
		struct bench b;
		const char *out;

		bench_open(&b, "json");
		send(&b, 0, p, false, OPTIONS);
		send(&b, 1, p, false, OPTIONS);
		send(&b, 1, p, true, OK);
		out = bench_close(&b, 0);
		has(out, transports[i].json);
		has(out, "\"src\":\"10.0.0.1:40123\"");
		has(out, "\"messages\":3,\"duplicates\":0,");
		has(out, "\"retransmissions\":{\"request\":1,");
		strbuf_fini(&b.out);
	}
}

static void test_transport_line(void **state)
{
	struct packet p = { .transport = TRANSPORT_WS, .framed = true,
			    .fragments = 1 };
	struct bench b;
	const char *out;

	(void)state;
	bench_open(&b, "text");
	send(&b, 0, p, false, OPTIONS);
	send(&b, 1, p, true, OK);
	out = bench_close(&b, 0);
	has(out, "OPTIONS    b@x                     10.0.0.1:40123 -> 10.0.0.2 "
	    "WS  200 OK");
	strbuf_fini(&b.out);
}

/* The same bytes within a moment are one packet seen twice, where it can be. */
static void test_duplicate(void **state)
{
	static const struct {
		struct packet p;
		const char *count, *again;
	} cases[] = {
		{ { .transport = TRANSPORT_UDP, .copies = true },
		  "\"duplicates\":1,", "\"request\":0," },
		{ { .transport = TRANSPORT_TCP, .copies = true }, /* HEP */
		  "\"duplicates\":1,", "\"request\":0," },
		{ { .transport = TRANSPORT_UDP }, /* a trace */
		  "\"duplicates\":0,", "\"request\":1," },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct packet p = cases[i].p;
		struct bench b;
		const char *out;

		p.fragments = 1;
		bench_open(&b, "json");
		send(&b, 0, p, false, OPTIONS);
		send(&b, 1, p, false, OPTIONS);
		send(&b, 1, p, true, OK);
		out = bench_close(&b, 0);
		has(out, "\"messages\":3,");
		has(out, cases[i].count);
		has(out, cases[i].again);
		strbuf_fini(&b.out);
	}
}

#define HEAD(n, method, more) \
	"Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK" n "\r\n" \
	"From: <sip:a@x>;tag=1\r\nTo: <sip:b@x>" more "\r\n" \
	"Call-ID: c\r\nCSeq: 1 " method "\r\nContent-Length: 0\r\n\r\n"
#define INVITE "INVITE sip:b@x SIP/2.0\r\n" HEAD("1", "INVITE", "")
#define ANSWER "SIP/2.0 200 OK\r\n" HEAD("1", "INVITE", ";tag=2")
#define ACK "ACK sip:b@x SIP/2.0\r\n" HEAD("2", "ACK", ";tag=2")

/* Two ACKs at once: to a 200 that came twice, or one packet seen twice. */
static void test_duplicate_ack(void **state)
{
	static const struct {
		const char *label;
		unsigned copies;   /* of the INVITE, captured twice */
		bool again;        /* the 200 is repeated */
		uint16_t id[2];    /* IP ids of the ACKs */
		const char *count, *acks;
	} cases[] = {
		{ "repeated, no IP ids", 0, true, { 0, 0 },
		  "\"duplicates\":0,", "\"ack\":[4,5]" },
		{ "repeated, two packets", 1, true, { 7, 8 },
		  "\"duplicates\":1,", "\"ack\":[5,6]" },
		{ "repeated, one packet", 0, true, { 7, 7 },
		  "\"duplicates\":1,", "\"ack\":[4]" },
		{ "repeated, others are seen twice", 1, true, { 0, 0 },
		  "\"duplicates\":2,", "\"ack\":[5]" },
		{ "not repeated", 0, false, { 7, 8 },
		  "\"duplicates\":1,", "\"ack\":[3]" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct packet p = { .transport = TRANSPORT_UDP, .copies = true,
				    .fragments = 1, .has_ip_id = true };
		struct bench b;
		const char *out;

		bench_open(&b, "json");
		for (unsigned k = 0; k <= cases[i].copies; k++)
			send(&b, 1, p, false, INVITE);
		send(&b, 100, p, true, ANSWER);
		if (cases[i].again)
			send(&b, 500, p, true, ANSWER);
		for (int k = 0; k < 2; k++) {
			p.ip_id = cases[i].id[k];
			send(&b, 5, p, false, ACK);
		}
		out = bench_close(&b, 0);
		if (!strstr(out, cases[i].count) || !strstr(out, cases[i].acks))
			print_error("%s\n", cases[i].label);
		has(out, cases[i].count);
		has(out, cases[i].acks);
		strbuf_fini(&b.out);
	}
}

/* A framed packet is believed, whatever its ports and its first line. */
static void test_framed(void **state)
{
	struct packet p = { .transport = TRANSPORT_WS, .framed = true };
	struct bench b;
	const char *out;

	(void)state;
	bench_open(&b, "json");
	send(&b, 0, p, false, "\r\n\r\n");
	send(&b, 1, p, true, "\r\n");
	send(&b, 1, p, false, "ODD sip:b@x SIP/2.0\r\nCall-ID: d\r\n\r\n");
	p.framed = false;
	p.transport = TRANSPORT_UDP;
	send(&b, 1, p, false, "what else");
	out = bench_close(&b, 0);
	has(out, "\"messages\":1,");
	has(out, "\"ODD\":1");
	has(out, "\"keepalives\":2");
	strbuf_fini(&b.out);
}

/* A connection to 10.0.0.2:5060 that came to nothing. */
static struct tcp_refusal refusal(struct bench *b, bool reset, unsigned syns)
{
	struct tcp_refusal r = { .client = host(1, 40123),
		.server = host(2, 5060), .syns = syns, .reset = reset };

	r.syn = b->frame;
	r.syn.number = 7;
	r.answer = r.syn;
	r.answer.number = reset ? 8 : 0;
	r.answer.time += CLOCK_MS;
	return r;
}

/* No message at all, and yet it is said what is wrong. */
static void test_refused(void **state)
{
	struct tcp_refusal r;
	struct bench b;
	const char *out;

	(void)state;
	bench_open(&b, "text");
	r = refusal(&b, true, 1);
	b.up.refused(&r, b.up.arg);
	b.up.refused(&r, b.up.arg);
	out = bench_close(&b, 0);
	has(out, "error[tcp-refused]: nothing listens on TCP 10.0.0.2:5060: it "
	    "refused the connection of 10.0.0.1\n"
	    "  --> frame 7  08:00:00.000  10.0.0.1:40123 -> 10.0.0.2  TCP\n"
	    "   |  SYN\n   |  ^^^ asks for a connection\n"
	    "  --> frame 8  08:00:00.001  10.0.0.2 -> 10.0.0.1:40123  TCP\n"
	    "   |  RST\n   |  ^^^ refused\n");
	has(out, "Fix first:\n     1. tcp-refused  2 connections  nothing");
	strbuf_fini(&b.out);
}

static void test_refused_json(void **state)
{
	struct tcp_refusal r;
	struct bench b;
	const char *out;

	(void)state;
	bench_open(&b, "json");
	r = refusal(&b, true, 1);
	b.up.refused(&r, b.up.arg);
	r = refusal(&b, false, 4);
	b.up.refused(&r, b.up.arg);
	out = bench_close(&b, 0);
	has(out, "\"id\":\"tcp-refused\",\"severity\":\"error\",\"certainty\":"
	    "\"certain\",\"group\":\"tcp-refused|10.0.0.2:5060\",\"caused_by\""
	    ":null,\"source\":\"x.pcap\",");
	has(out, "\"call_id\":null,\"method\":null,\"cseq\":null,"
	    "\"status\":null,\"src\":\"10.0.0.1:40123\","
	    "\"dst\":\"10.0.0.2:5060\",");
	has(out, "{\"frame\":7,\"part\":\"tcp\",\"header\":null,\"text\":"
	    "\"SYN\",\"span\":[0,3]},{\"frame\":8,\"part\":\"tcp\",");
	has(out, "\"id\":\"tcp-no-answer\"");
	has(out, "\"title\":\"10.0.0.2:5060 never answered: 10.0.0.1 asked 4 "
	    "times for a TCP connection\"");
	has(out, "\"peers\":[\"10.0.0.2\"]");
	has(out, "\"findings\":{\"tcp-refused\":1,\"tcp-no-answer\":1}");
	strbuf_fini(&b.out);
}

static struct tls_info connection(struct bench *b, const char *name,
				  uint16_t port)
{
	struct tls_info t = { .client = host(1, 40123),
		.server = host(2, port), .version = 0x0304, .cipher = 0x1301,
		.established = true, .records = 21 };

	snprintf(t.server_name, sizeof(t.server_name), "%s", name);
	t.hello = b->frame;
	t.hello.number = 4;
	return t;
}

static void test_tls(void **state)
{
	static const char *const format[] = { "text", "json" };

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct tls_info t;
		struct bench b;
		const char *out;

		bench_open(&b, format[i]);
		for (uint16_t port = 5061; port < 5068; port++) {
			t = connection(&b, "sip.example.com", port);
			b.up.tls(&t, b.up.arg);
		}
		t = connection(&b, "sip.example.com", 5061);
		b.up.tls(&t, b.up.arg);
		out = bench_close(&b, 0);
		if (i) {
			has(out, "\"tls\":[{\"src\":\"10.0.0.1:40123\",\"dst\":"
			    "\"10.0.0.2:5061\",\"server_name\":"
			    "\"sip.example.com\",\"version\":\"TLS 1.3\","
			    "\"cipher\":\"TLS_AES_128_GCM_SHA256\","
			    "\"alert\":null,\"alerts\":0,\"connections\":2,"
			    "\"records\":42},{");
			has(out, "}],\"tls_more\":0,\"ports_ignored\":[]}");
		} else {
			has(out, "    TLS to 10.0.0.2:5061 (sip.example.com), "
			    "TLS 1.3, TLS_AES_128_GCM_SHA256: 2 connections, "
			    "42");
			has(out, "TLS to 10.0.0.2:5065 (sip.example.com), TLS "
			    "1.3, TLS_AES_128_GCM_SHA256: 1 connection, 21");
			has(out, "TLS to further places: 2 connections\n");
			has(out, "sipexplain does not decrypt TLS. To see");
			assert_null(strstr(out, "10.0.0.2:5066"));
		}
		strbuf_fini(&b.out);
	}
}

static const struct {
	const char *label;
	uint8_t alert, level;
	int from;
	bool established;
	const char *title, *remedy; /* NULL: no finding */
} alerts[] = {
	{ "unknown CA", 48, 2, 0, false,
	  "10.0.0.1 refuses the TLS connection to 10.0.0.2:5061: unknown_ca "
	  "(48)", "Let 10.0.0.2:5061 send its whole chain" },
	{ "expired", 45, 2, 1, false,
	  "10.0.0.2:5061 refuses the TLS connection of 10.0.0.1: certificate_e",
	  "Renew the certificate of 10.0.0.1" },
	{ "no client certificate", 116, 2, 1, false, "(116)",
	  "Give 10.0.0.1 a certificate" },
	{ "something else", 50, 2, 1, false, "(50)",
	  "Look into the logs of both sides for decode_error (50)" },
	{ "its usual end", 0, 1, 0, true, NULL, NULL },
	{ "closed early", 0, 2, 0, false, NULL, NULL },
	{ "in the middle of it", 40, 2, 1, true, NULL, NULL },
};

static void test_alerts(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(alerts) / sizeof(*alerts); i++) {
		struct tls_info t;
		struct bench b;
		const char *out;

		bench_open(&b, "json");
		t = connection(&b, "sip.example.com", 5061);
		t.alert = alerts[i].alert;
		t.alert_level = alerts[i].level;
		t.alert_from = alerts[i].from;
		t.established = alerts[i].established;
		t.alert_at = t.hello;
		t.alert_at.number = 6;
		b.up.tls(&t, b.up.arg);
		out = bench_close(&b, 0);
		if (alerts[i].title) {
			has(out, alerts[i].title);
			has(out, alerts[i].remedy);
			has(out, "{\"frame\":6,\"part\":\"tcp\"");
		} else if (strstr(out, "tls-alert")) {
			fail_msg("%s: %s", alerts[i].label, out);
		}
		strbuf_fini(&b.out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_transports),
		cmocka_unit_test(test_transport_line),
		cmocka_unit_test(test_duplicate),
		cmocka_unit_test(test_duplicate_ack),
		cmocka_unit_test(test_framed),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_refused_json),
		cmocka_unit_test(test_tls),
		cmocka_unit_test(test_alerts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
