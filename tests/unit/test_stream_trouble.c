/* SPDX-License-Identifier: BSD-2-Clause */
/* Connections on which SIP is never exchanged. */
#include "base/budget.h"
#include "dissect/stream.h"
#include "tls_bytes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#define GET(protocol) "GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n" \
	"Connection: Upgrade\r\n" protocol "\r\n"
#define ASKS(list) "Sec-WebSocket-Protocol: " list "\r\n"
#define SWITCH(protocol) "HTTP/1.1 101 Switching Protocols\r\n" \
	"Upgrade: websocket\r\nConnection: Upgrade\r\n" protocol "\r\n"
#define SAYS(code) "HTTP/1.1 " code " No\r\nContent-Length: 0\r\n\r\n"
#define OPTIONS "OPTIONS sip:x SIP/2.0\r\nVia: SIP/2.0/TCP a;branch=z9hG4bK1" \
	"\r\nFrom: <sip:a@x>;tag=1\r\nTo: <sip:x>\r\nCall-ID: 1\r\n" \
	"CSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n"
#define BAD "SIP/2.0 400 Bad\1Request\r\nContent-Length: 0\r\n\r\n"

struct seen {
	unsigned n;
	struct stream_trouble last;
};

static void trouble(const struct stream_trouble *t, void *arg)
{
	struct seen *seen = arg;

	seen->n++;
	seen->last = *t;
}

static void packet(const struct packet *p, void *arg)
{
	(void)p;
	(void)arg;
}

/* `>': the client sends, `<': the server; `H' a ClientHello, `A' a fatal alert; `F',
 * `R': the server closes; `G': bytes of it are missing. */
static const struct {
	const char *label;
	uint16_t port;
	const char *steps[4];
	int kind;            /* -1: nothing is told */
	unsigned status;
	const char *offered; /* or the text */
} cases[] = {
	{ "no such path", 8089, { ">" GET(ASKS("sip")), "<" SAYS("404") },
	  STREAM_UPGRADE_REFUSED, 404, "sip" },
	{ "a proxy in between", 8089, { ">" GET(ASKS("sip")),
	  "<" SAYS("502") }, STREAM_UPGRADE_REFUSED, 502, "sip" },
	{ "101 without sip", 8089, { ">" GET(ASKS("sip")), "<" SWITCH("") },
	  STREAM_UPGRADE_REFUSED, 101, "sip" },
	{ "101 with sip", 8089, { ">" GET(ASKS("sip")),
	  "<" SWITCH(ASKS("sip")) }, -1, 0, NULL },
	{ "101 with one of several", 8089, { ">" GET(ASKS("xmpp, sip")),
	  "<" SWITCH(ASKS("sip")) }, -1, 0, NULL },
	{ "another WebSocket", 8089, { ">" GET(ASKS("chat")),
	  "<" SAYS("404") }, -1, 0, NULL },
	{ "the same on a SIP port", 5060, { ">" GET(ASKS("chat")),
	  "<" SAYS("404") }, STREAM_UPGRADE_REFUSED, 404, "chat" },
	{ "101 to what is not SIP", 5060, { ">" GET(""), "<" SWITCH("") },
	  -1, 0, NULL },
	{ "a password is asked for", 8089, { ">" GET(ASKS("sip")),
	  "<" SAYS("401"), ">" GET(ASKS("sip")), "<" SWITCH(ASKS("sip")) },
	  -1, 0, NULL },
	{ "it is elsewhere", 8089, { ">" GET(ASKS("sip")), "<" SAYS("302") },
	  -1, 0, NULL },
	{ "a page, no WebSocket", 5060, { ">GET / HTTP/1.1\r\n\r\n",
	  "<" SAYS("404") }, -1, 0, NULL },
	{ "TLS to plain SIP", 5060, { "H", "<" BAD }, STREAM_TLS_TO_PLAIN, 0,
	  "SIP/2.0 400 Bad?Request" },
	{ "TLS to a web server", 5060, { "H", "<" SAYS("400") }, -1, 0, NULL },
	{ "TLS to TLS that refuses", 5061, { "H", "A" }, -1, 0, NULL },
	{ "plain SIP to TLS", 5061, { ">" OPTIONS, "A" }, STREAM_PLAIN_TO_TLS,
	  0, "" },
	{ "plain SIP to plain SIP", 5060, { ">" OPTIONS, "<" BAD }, -1, 0,
	  NULL },
	{ "plain SIP, and TLS closes", 5061, { ">" OPTIONS, "F" },
	  STREAM_PLAIN_TO_TLS, 0, "" },
	{ "by RST", 5061, { ">" OPTIONS, "R" }, STREAM_PLAIN_TO_TLS, 0, "" },
	{ "the same where SIP is plain", 5060, { ">" OPTIONS, "F" }, -1, 0,
	  NULL },
	{ "it had answered before", 5061, { ">" OPTIONS, "<" BAD, "F" }, -1, 0,
	  NULL },
	{ "its answer was not captured", 5061, { ">" OPTIONS, "G", "F" }, -1, 0,
	  NULL },
	{ "nothing was asked", 5061, { "F" }, -1, 0, NULL },
	{ "a response wants no answer", 5061, { ">" BAD, "F" }, -1, 0, NULL },
	{ "TLS, and plain SIP closes", 5060, { "H", "F" }, STREAM_TLS_TO_PLAIN,
	  0, "" },
	{ "TLS, and TLS closes", 5061, { "H", "R" }, -1, 0, NULL },
	{ "told once", 5061, { ">" OPTIONS, "A", "F" }, STREAM_PLAIN_TO_TLS, 0,
	  "" },
	{ "an answer after the alert changes nothing", 5061,
	  { ">" OPTIONS, "A", "<" BAD }, STREAM_PLAIN_TO_TLS, 0, "" },
};

static void push(struct stream *s, int dir, const void *p, size_t len,
		 uint64_t frame)
{
	struct frame at = { .number = frame, .time = (int64_t)frame * 1000 };
	char *bytes = malloc(len);

	if (!bytes)
		abort();
	memcpy(bytes, p, len);
	stream_push(s, dir, slice_of(bytes, len), &at);
	free(bytes);
}

static void step(struct stream *s, const char *what, uint64_t frame)
{
	const struct frame at = { .number = frame,
				  .time = (int64_t)frame * 1000 };

	switch (*what) {
	case 'F': case 'R':
		stream_trouble_closed(s, *what == 'R', &at);
		break;
	case 'G':
		stream_gap(s, 1, 9, &at);
		break;
	case 'H':
		push(s, 0, TLS_CLIENT_12, sizeof(TLS_CLIENT_12) - 1, frame);
		break;
	case 'A':
		push(s, 1, TLS_FAILURE, sizeof(TLS_FAILURE) - 1, frame);
		break;
	default:
		push(s, *what == '<', what + 1, strlen(what + 1), frame);
		break;
	}
}

static void run(size_t i)
{
	struct seen seen = { .n = 0 };
	struct stream_sink sink = { .packet = packet, .trouble = trouble,
				    .arg = &seen };
	struct stream_stats stats = { 0 };
	struct budget budget = { .max = 1 << 20 };
	struct addr ends[2] = { addr_make("\300\0\2\1", 4, 40000),
				addr_make("\300\0\2\2", 4, cases[i].port) };
	struct stream *s = stream_new(&sink, ends, &budget, &stats);
	const char *text;

	assert_non_null(s);
	for (unsigned k = 0; k < 4 && cases[i].steps[k]; k++)
		step(s, cases[i].steps[k], k + 1);
	stream_free(s);
	if (seen.n != (cases[i].kind >= 0))
		fail_msg("%s: told %u times", cases[i].label, seen.n);
	if (!seen.n)
		return;
	text = cases[i].kind == STREAM_UPGRADE_REFUSED ? seen.last.offered :
		seen.last.text;
	if ((int)seen.last.kind != cases[i].kind ||
	    seen.last.status != cases[i].status ||
	    strcmp(text, cases[i].offered))
		fail_msg("%s: %d %u `%s'", cases[i].label,
			 (int)seen.last.kind, seen.last.status, text);
	assert_int_equal(seen.last.asked.number, 1);
	assert_int_equal(seen.last.answered.number, 2);
	assert_int_equal(seen.last.closed, strchr("FR", *cases[i].steps[1]) !=
			 NULL);
	assert_int_equal(seen.last.reset, *cases[i].steps[1] == 'R');
	assert_int_equal(seen.last.server.port, cases[i].port);
	assert_int_equal(seen.last.client.port, 40000);
}

static void test_all(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		run(i);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_all) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
