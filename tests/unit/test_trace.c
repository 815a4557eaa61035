/* SPDX-License-Identifier: BSD-2-Clause */
/* Text traces, line by line: what messages come out, between whom, when. */
#include "capture/trace.h"

#include "base/clock.h"
#include "capture/capture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

/* A message of the shortest kind, in lines that end in E. */
#define OPTIONS(E) \
	"OPTIONS sip:b@example.com SIP/2.0" E \
	"Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1" E \
	"Content-Length: 0" E E
#define REPLY(E) \
	"SIP/2.0 200 OK" E \
	"Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1" E \
	"Content-Length: 4" E E "v=0" E

#define SIPDUMP(TAG, TIME, PROTO, SRC, SPORT, DST, DPORT) \
	"====================\ntag: " TAG "\npid: 1\nprocess: 2\ntime: " TIME \
	"\ndate: Sat Nov 21 14:37:17 2026\nproto: " PROTO "\nsrcip: " SRC \
	"\nsrcport: " SPORT "\ndstip: " DST "\ndstport: " DPORT \
	"\n~~~~~~~~~~~~~~~~~~~~\n"

struct want {
	const char *start;   /* of the message */
	size_t len;
	const char *src, *dst;
	enum transport transport;
	int64_t time;        /* -1: not looked at */
	uint64_t line;
};

#define LEN_OPTIONS (sizeof(OPTIONS("\r\n")) - 1)
/* The last line of the body is cut at its Content-Length of 4. */
#define LEN_REPLY (sizeof(REPLY("\r\n")) - 2)

static const struct trace_case {
	const char *label, *text;
	struct want want[4]; /* ends with start NULL */
} cases[] = {
	{ "sipdump",
	  SIPDUMP("rcv", "1795271837.901235", "udp ipv4", "192.0.2.1", "5070",
		  "192.0.2.2", "5060") OPTIONS("\r\n")
	  "||||||||||||||||||||\n"
	  SIPDUMP("snd", "1795271837.902134", "tcp ipv6", "2001:db8::2", "5060",
		  "2001:db8::1", "5070") REPLY("\r\n") "\n"
	  "||||||||||||||||||||\n",
	  { { "OPTIONS ", LEN_OPTIONS, "192.0.2.1:5070", "192.0.2.2:5060",
	      TRANSPORT_UDP, INT64_C(1795271837901235000), 13 },
	    { "SIP/2.0 200", LEN_REPLY, "[2001:db8::2]:5060",
	      "[2001:db8::1]:5070", TRANSPORT_TCP,
	      INT64_C(1795271837902134000), 30 } } },
	{ "sipdump, a damaged block before a good one",
	  "====================\ntag: rcv\nsrcip: 192.0.2.9\n~~~|~~~\n"
	  OPTIONS("\r\n") "||||||||||||||||||||\n"
	  SIPDUMP("snd", "1795271837.902134", "udp ipv4", "192.0.2.2", "5060",
		  "192.0.2.1", "5070") REPLY("\r\n") "\n"
	  "||||||||||||||||||||\n",
	  { { "SIP/2.0 200", LEN_REPLY, "192.0.2.2:5060", "192.0.2.1:5070",
	      TRANSPORT_UDP, INT64_C(1795271837902134000), 22 } } },
	{ "sipdump, addresses of two families",
	  SIPDUMP("snd", "1795271837.902134", "udp ipv4", "192.0.2.2", "5060",
		  "2001:db8::1", "5070") REPLY("\r\n") "\n"
	  "||||||||||||||||||||\n",
	  { { "SIP/2.0 200", LEN_REPLY, "192.0.2.2:5060", "0.0.0.0",
	      TRANSPORT_UDP, INT64_C(1795271837902134000), 13 } } },
	{ "pjsip, with a log prefix and a body cut off by the next message",
	  "    -- Executing [100@x:1] Answer(\"PJSIP/1\", \"\")\n"
	  "[Nov 21 10:00:00] VERBOSE[7] res_pjsip_logger.c: <--- Received SIP "
	  "request (99 bytes) from UDP:192.0.2.1:5070 --->\n"
	  OPTIONS("\n")
	  "<--- Transmitting SIP response (80 bytes) to TLS:[2001:db8::9]:5061 "
	  "--->\n" REPLY("\n") "\n",
	  { { "OPTIONS ", LEN_OPTIONS, "192.0.2.1:5070", "0.0.0.0",
	      TRANSPORT_UDP, (INT64_C(324) * 86400 + 36000) * CLOCK_S, 3 },
	    { "SIP/2.0 200", LEN_REPLY, "::", "[2001:db8::9]:5061",
	      TRANSPORT_TLS, (INT64_C(324) * 86400 + 36000) * CLOCK_S, 8 } } },
	{ "chan_sip, every line with its time",
	  "[2026-11-21 10:00:00.250] <--- SIP read from UDP:192.0.2.1:5070 --->\n"
	  "[2026-11-21 10:00:00.250] OPTIONS sip:b@example.com SIP/2.0\n"
	  "[2026-11-21 10:00:00.250] Via: SIP/2.0/UDP 192.0.2.1;branch="
	  "z9hG4bK1\n"
	  "[2026-11-21 10:00:00.250] Content-Length: 0\n"
	  "[2026-11-21 10:00:00.250] \n"
	  "[2026-11-21 10:00:00.250] <------------->\n"
	  "[2026-11-21 10:00:01.250] --- (2 headers 0 lines) ---\n"
	  "[2026-11-21 10:00:01.250] Reliably Transmitting (no NAT) to "
	  "192.0.2.1:5070:\n"
	  "[2026-11-21 10:00:01.250] SIP/2.0 200 OK\n"
	  "[2026-11-21 10:00:01.250] Content-Length: 0\n"
	  "[2026-11-21 10:00:01.250] \n"
	  "---\n",
	  { { "OPTIONS ", LEN_OPTIONS, "192.0.2.1:5070", "0.0.0.0",
	      TRANSPORT_UDP, INT64_C(1795255200250000000), 2 },
	    { "SIP/2.0 200", 16 + 19 + 2, "0.0.0.0", "192.0.2.1:5070",
	      TRANSPORT_UDP, INT64_C(1795255201250000000), 9 } } },
	{ "chan_sip without Content-Length: the line below ends it",
	  "<--- Transmitting (NAT) to 192.0.2.1:5070 --->\n"
	  "SIP/2.0 200 OK\n" "CSeq: 1 OPTIONS\n" "\n" "<------------>\n"
	  "Scheduling destruction of SIP dialog 'x'\n"
	  "Retransmitting #3 (NAT) to 192.0.2.7:5062:\n" OPTIONS("\n") "---\n",
	  { { "SIP/2.0 200", 16 + 17 + 2, "0.0.0.0", "192.0.2.1:5070",
	      TRANSPORT_UDP, 0, 2 },
	    { "OPTIONS ", LEN_OPTIONS, "192.0.2.1:5060", "192.0.2.7:5062",
	      TRANSPORT_UDP, 0, 8 } } },
	{ "sofia: indented, over midnight, colours, with its log between",
	  "2026-11-21 23:59:58.100000 [NOTICE] switch_channel.c:1 New Channel\n"
	  "\033[32mrecv 99 bytes from udp/[192.0.2.1]:5070 at 23:59:59.000001:"
	  "\033[0m\n"
	  "   ------------------------------------------------------------------"
	  "------\n"
	  "   OPTIONS sip:b@example.com SIP/2.0\n"
	  "   Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\n"
	  "   Content-Length: 0\n"
	  "   \n"
	  "   ------------------------------------------------------------------"
	  "------\n"
	  "send 80 bytes to tcp/[192.0.2.1] at 00:00:01.000000:\n"
	  "------------------------------------------------------------------"
	  "------\n" REPLY("\n"),
	  { { "OPTIONS ", LEN_OPTIONS, "192.0.2.1:5070", "0.0.0.0",
	      TRANSPORT_UDP, INT64_C(1795305599000001000), 4 },
	    { "SIP/2.0 200", LEN_REPLY, "0.0.0.0", "192.0.2.1:5060",
	      TRANSPORT_TCP, INT64_C(1795305601000000000), 11 } } },
	{ "ngrep, with and without times, a dot for each CR",
	  "interface: lo (127.0.0.0/255.0.0.0)\n"
	  "filter: ( port 5060 ) and (ip || ip6)\n"
	  "#\n"
	  "U 2026/11/21 10:00:00.250000 192.0.2.1:5070 -> 192.0.2.2:5060 #1\n"
	  OPTIONS(".\n") "\n"
	  "##\n"
	  "U 192.0.2.2:5060 -> 192.0.2.1:5070 #2\n"
	  REPLY(".\n") "\n",
	  { { "OPTIONS ", LEN_OPTIONS, "192.0.2.1:5070", "192.0.2.2:5060",
	      TRANSPORT_UDP, INT64_C(1795255200250000000), 5 },
	    { "SIP/2.0 200", LEN_REPLY, "192.0.2.2:5060", "192.0.2.1:5070",
	      TRANSPORT_UDP, INT64_C(1795255200250000000), 12 } } },
	{ "sofia: the date with its zone, lines of a log file about calls",
	  "send 99 bytes to wss/[192.0.2.1]:5070 at "
	  "2026-11-21T10:00:00.250000Z:\n"
	  "   OPTIONS sip:b@example.com SIP/2.0\n"
	  "dedf359c-fd65-4df4-a512-1b05747a1b6d 2026-11-21 10:00:00.300000 "
	  "99.50% [DEBUG] x.c:1 hello\n"
	  "   Content-Length: 0\n"
	  "   \n"
	  "send 80 bytes to udp/[192.0.2.1]:5070 at "
	  "2026-11-21T10:00:00.500000+01:00:\n" REPLY("\n"),
	  { { "OPTIONS ", 35 + 19 + 2, "0.0.0.0", "192.0.2.1:5070",
	      TRANSPORT_WSS, INT64_C(1795255200250000000), 2 },
	    { "SIP/2.0 200", LEN_REPLY, "0.0.0.0", "192.0.2.1:5070",
	      TRANSPORT_UDP, INT64_C(1795251600500000000), 7 } } },
	{ "pjsip, a time with its zone on every line",
	  "[2026-11-21 10:00:00.250 +0100] <--- Received SIP request (9 bytes) "
	  "from UDP:192.0.2.1:5070 --->\n"
	  "[2026-11-21 10:00:00.250 +0100] OPTIONS sip:b@example.com SIP/2.0\n"
	  "[2026-11-21 10:00:00.250 +0100] Content-Length: 0\n"
	  "[2026-11-21 10:00:00.250 +0100] \n",
	  { { "OPTIONS ", 35 + 19 + 2, "192.0.2.1:5070", "0.0.0.0",
	      TRANSPORT_UDP, INT64_C(1795251600250000000), 2 } } },
	{ "ngrep, IPv6 without brackets",
	  "U 2026/11/21 10:00:00.250000 2001:db8::1:5070 -> ::1:5060 #1\n"
	  OPTIONS(".\n") "\n"
	  "T +0.004711 ::1:5060 -> 2001:db8::1:5070 [AP] #2\n" REPLY(".\n"),
	  { { "OPTIONS ", LEN_OPTIONS, "[2001:db8::1]:5070", "[::1]:5060",
	      TRANSPORT_UDP, INT64_C(1795255200250000000), 2 },
	    { "SIP/2.0 200", LEN_REPLY, "[::1]:5060", "[2001:db8::1]:5070",
	      TRANSPORT_TCP, INT64_C(1795255200250000000), 8 } } },
	{ "ngrep, one message in two segments",
	  "T 192.0.2.1:5070 -> 192.0.2.2:5060 [A] #1\n"
	  "SIP/2.0 200 OK.\n"
	  "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1.\n"
	  "T 192.0.2.1:5070 -> 192.0.2.2:5060 [AP] #2\n"
	  "Content-Length: 4.\n"
	  ".\n"
	  "v=0.\n"
	  "#\n"
	  "T 192.0.2.2:5060 -> 192.0.2.1:5070 [AP] #3\n" OPTIONS(".\n"),
	  { { "SIP/2.0 200", LEN_REPLY, "192.0.2.1:5070", "192.0.2.2:5060",
	      TRANSPORT_TCP, 0, 2 },
	    { "OPTIONS ", LEN_OPTIONS, "192.0.2.2:5060", "192.0.2.1:5070",
	      TRANSPORT_TCP, 0, 10 } } },
	{ "nothing announced, only messages",
	  "here it is:\n" OPTIONS("\r\n") "and then\n" REPLY("\r\n"),
	  { { "OPTIONS ", LEN_OPTIONS, "0.0.0.0", "0.0.0.0", TRANSPORT_UDP, 0,
	      2 },
	    { "SIP/2.0 200", LEN_REPLY, "0.0.0.0", "0.0.0.0", TRANSPORT_UDP, 0,
	      7 } } },
	{ "sngrep's text",
	  "2026/11/21 10:00:00.250000 192.0.2.1:5070 -> 192.0.2.2:5060\n"
	  OPTIONS("\r\n")
	  "\n\n2026/11/21 10:00:00.350000 192.0.2.2:5060 -> 192.0.2.1:5070\n"
	  REPLY("\r\n"),
	  { { "OPTIONS ", LEN_OPTIONS, "192.0.2.1:5070", "192.0.2.2:5060",
	      TRANSPORT_UDP, INT64_C(1795255200250000000), 2 },
	    { "SIP/2.0 200", LEN_REPLY, "192.0.2.2:5060", "192.0.2.1:5070",
	      TRANSPORT_UDP, INT64_C(1795255200350000000), 9 } } },
	{ "HOMER's text",
	  "proto:TCP 2026-11-21T10:00:00.250000+01:00  192.0.2.1:5070 ---> "
	  "192.0.2.2:5060\n\n" OPTIONS("\r\n")
	  "\nproto:UDP 2026-11-21T09:00:01.000000Z  [2001:db8::2]:5060 ---> "
	  "[2001:db8::1]:5070\n\n" REPLY("\r\n"),
	  { { "OPTIONS ", LEN_OPTIONS, "192.0.2.1:5070", "192.0.2.2:5060",
	      TRANSPORT_TCP, INT64_C(1795251600250000000), 3 },
	    { "SIP/2.0 200", LEN_REPLY, "[2001:db8::2]:5060",
	      "[2001:db8::1]:5070", TRANSPORT_UDP,
	      INT64_C(1795251601000000000), 10 } } },
	{ "baresip: the time on a line of its own",
	  "10:00:00.250#\nUDP 192.0.2.1:5070 -> 192.0.2.2:5060\n"
	  OPTIONS("\r\n") "call: something\n"
	  "\033[1;31m10:00:01.000#\nTLS 192.0.2.2:5060 -> 192.0.2.1:5070\n"
	  REPLY("\r\n"),
	  { { "OPTIONS ", LEN_OPTIONS, "192.0.2.1:5070", "192.0.2.2:5060",
	      TRANSPORT_UDP, INT64_C(36000250000000), 3 },
	    { "SIP/2.0 200", LEN_REPLY, "192.0.2.2:5060", "192.0.2.1:5070",
	      TRANSPORT_TLS, INT64_C(36001000000000), 10 } } },
	{ "pjsua, its own lines in between",
	  "10:00:00.250           pjsua_core.c  .TX 93 bytes Request msg "
	  "OPTIONS/cseq=1 (tdta0x55ab) to TCP 192.0.2.2:5060:\n"
	  "OPTIONS sip:b@example.com SIP/2.0\r\n--end msg--\n"
	  "10:00:00.300             alsa_dev.c  !total=1\n"
	  "10:00:01.000           pjsua_core.c  .RX 80 bytes Response msg "
	  "200/OPTIONS/cseq=1 (rdata0x55ab) from UDP 192.0.2.2:5060:\n"
	  REPLY("\r\n") "\n--end msg--\n",
	  { { "OPTIONS ", 35, "0.0.0.0", "192.0.2.2:5060", TRANSPORT_TCP,
	      INT64_C(36000250000000), 2 },
	    { "SIP/2.0 200", LEN_REPLY, "192.0.2.2:5060", "0.0.0.0",
	      TRANSPORT_UDP, INT64_C(36001000000000), 6 } } },
	{ "Cisco: counted lines, one that closes a message, and a zone",
	  "000042: *Nov 21 10:00:00.250: //-1/xxxxxxxxxxxx/SIP/Msg/"
	  "ccsipDisplayMsg:\nReceived: \n"
	  "OPTIONS sip:b@192.0.2.2:5070 SIP/2.0\n"
	  "Via: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK1\n\nx\n"
	  "000043: *Nov 21 10:00:00.300: //-1/xxxxxxxxxxxx/SIP/Info/x: y\n"
	  "Jan  1 00:00:00 192.0.2.7 44: .Nov 21 2026 10:00:01.500 UTC: //12/A0/"
	  "SIP/Msg/ccsipDisplayMsg:\nSent: \n" REPLY("\r\n") "\n",
	  { { "OPTIONS ", 38 + 44 + 2 + 3, "192.0.2.1:5060", "192.0.2.2:5070",
	      TRANSPORT_TCP, (INT64_C(324) * 86400 + 36000) * CLOCK_S +
	      250 * CLOCK_MS, 3 },
	    { "SIP/2.0 200", LEN_REPLY, "192.0.2.2:5070", "192.0.2.1:5060",
	      TRANSPORT_UDP, INT64_C(1795255201500000000), 10 } } },
	{ "Cisco: all in one line, and the time since the start",
	  "*Nov 21 10:00:00: Sent: \n" OPTIONS("\n")
	  "10:00:01.250: //1/A/SIP/Msg/ccsipDisplayMsg: Received:\n"
	  REPLY("\n"),
	  { { "OPTIONS ", LEN_OPTIONS, "192.0.2.1:5060", "0.0.0.0",
	      TRANSPORT_UDP, (INT64_C(324) * 86400 + 36000) * CLOCK_S, 2 },
	    { "SIP/2.0 200", LEN_REPLY, "0.0.0.0", "192.0.2.1:5060",
	      TRANSPORT_UDP, (INT64_C(324) * 86400 + 36001) * CLOCK_S +
	      250 * CLOCK_MS, 7 } } },
	{ "Cisco: the lines with the times cut out, and a body like one",
	  "Received:\n" OPTIONS("\n")
	  "Sent:\nSIP/2.0 200 OK\nContent-Length: 12\n\nSent:\nabcd\n"
	  "Sent:\n" OPTIONS("\n"),
	  { { "OPTIONS ", LEN_OPTIONS, "192.0.2.1:5060", "0.0.0.0",
	      TRANSPORT_UDP, 0, 2 },
	    { "SIP/2.0 200", 16 + 20 + 2 + 12, "0.0.0.0", "0.0.0.0",
	      TRANSPORT_UDP, 0, 7 },
	    { "OPTIONS ", LEN_OPTIONS, "192.0.2.1:5060", "0.0.0.0",
	      TRANSPORT_UDP, 0, 13 } } },
	{ "Cisco: nobody said which way the second one went",
	  "Sent:\n" OPTIONS("\n") "*Nov 21 10:00:00.500: a line\n"
	  REPLY("\n"),
	  { { "OPTIONS ", LEN_OPTIONS, "192.0.2.1:5060", "0.0.0.0",
	      TRANSPORT_UDP, 0, 2 },
	    { "SIP/2.0 200", LEN_REPLY, "0.0.0.0", "0.0.0.0", TRANSPORT_UDP,
	      0, 7 } } },
	{ "Cisco: a body that speaks of the time",
	  "Received:\nSIP/2.0 200 OK\nContent-Length: 17\n\n"
	  "12:30:45: lunch\n"
	  "*Nov 21 10:00:00.500: //-1/xxxxxxxxxxxx/SIP/Info/x: y\n",
	  { { "SIP/2.0 200", 16 + 20 + 2 + 17, "0.0.0.0", "0.0.0.0",
	      TRANSPORT_UDP, 0, 2 } } },
	{ "pjsip: a body that speaks of the time",
	  "<--- Received SIP response (55 bytes) from UDP:192.0.2.1:5070 --->\n"
	  "SIP/2.0 200 OK\nContent-Length: 17\n\n12:30:45: lunch\n\n",
	  { { "SIP/2.0 200", 16 + 20 + 2 + 17, "192.0.2.1:5070", "0.0.0.0",
	      TRANSPORT_UDP, 0, 2 } } },
	{ "nothing announced: Via says what it came over",
	  "SIP/2.0 200 OK\nv: SIP/2.0/TLS 192.0.2.1;branch=z9hG4bK1\n"
	  "Content-Length: 0\n\n",
	  { { "SIP/2.0 200", 16 + 42 + 19 + 2, "0.0.0.0", "0.0.0.0",
	      TRANSPORT_TLS, 0, 1 } } },
	{ "a log that speaks of SIP",
	  "[2026-11-21 10:00:00] WARNING[3]: chan_sip.c: SIP/2.0 is spoken\n"
	  "2026-11-20 INVITE sip:a@example.org SIP/2.0\n"
	  "I sent INVITE sip:a@example.org SIP/2.0\nInvite a SIP/2.0\n"
	  "recv 5 bytes from nowhere\nsend 5 bytes to udp/[x]:5 at 1:2\n"
	  "U 1 -> 2\n1.2.3.4:5060 -> nobody\n1.2.3.4 -> 1.2.3.5 x\n10:00:00.1\n"
	  "TX 5 bytes Request msg X (tdta0x1) to UDP x:\n<--- Received SIP request (1 bytes) from \n"
	  "<--- Transmitting (NAT) to \n[\n[2026-13-41 99:00:00] x\n",
	  { { NULL, 0, NULL, NULL, 0, 0, 0 } } },
};

static void assert_addr(const struct addr *a, const char *want)
{
	struct strbuf b = { 0 };

	addr_format(&b, a);
	assert_string_equal(strbuf_str(&b), want);
	strbuf_fini(&b);
}

static void assert_message(const struct trace_message *m, const struct want *w)
{
	assert_non_null(w->start);
	assert_memory_equal(m->text.p, w->start, strlen(w->start));
	assert_int_equal(m->text.len, w->len);
	assert_addr(&m->head.src, w->src);
	assert_addr(&m->head.dst, w->dst);
	assert_int_equal(m->head.transport, w->transport);
	assert_true(m->head.time == w->time);
	assert_int_equal(m->line, w->line);
}

/* Each line in memory of its own, so that an over-read shows. */
static bool feed(struct trace *t, struct slice line)
{
	char *copy = malloc(line.len ? line.len : 1);
	bool got;

	assert_non_null(copy);
	if (line.len)
		memcpy(copy, line.p, line.len);
	got = trace_feed(t, slice_of(copy, line.len));
	free(copy);
	return got;
}

static void one_case(const struct trace_case *c)
{
	struct trace t = { .line = 0 };
	const struct want *w = c->want;
	struct slice rest = slice_cstr(c->text);

	print_message("# %s\n", c->label);
	while (rest.len) {
		size_t n = slice_find(rest, '\n');

		if (feed(&t, slice_head(rest, n)))
			assert_message(&t.done, w++);
		rest = slice_from(rest, n + 1);
	}
	if (trace_finish(&t))
		assert_message(&t.done, w++);
	assert_null(w->start);
	trace_fini(&t);
}

static void all_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		one_case(&cases[i]);
}

/* Two messages, at these times. */
static void assert_times(struct slice text, const int64_t *want)
{
	struct capture_error err = { { 0 } };
	struct capture *c = capture_new();
	const struct frame *f;

	assert_non_null(c);
	assert_int_equal(capture_add_bytes(c, "x", text, &err), 0);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(capture_next(c, &f, &err), CAPTURE_FRAME);
		assert_true(f->time == want[i]);
	}
	assert_int_equal(capture_next(c, &f, &err), CAPTURE_END);
	capture_free(c);
	strbuf_fini(&err.text);
}

/* What says the time of day alone, or nothing, is of the first day in the log. */
static void first_day(void **state)
{
	static const char text[] =
		"recv 99 bytes from udp/[192.0.2.1]:5070 at 23:59:59.500000:\n"
		OPTIONS("\n")
		"2026-11-21 23:59:59.900000 [NOTICE] switch_channel.c:1 x\n"
		"send 80 bytes to udp/[192.0.2.1]:5070 at 00:00:00.250000:\n"
		REPLY("\n");
	static const int64_t want[] = { INT64_C(1795305599500000000),
					INT64_C(1795305600250000000) };

	(void)state;
	assert_times(SLICE(text), want);
}

/* A date without its year is of the year that a Date header tells; a phone whose
 * clock is not set says an early one. */
static void year_of_date(void **state)
{
	static const char text[] =
		"*Nov 21 23:59:59.500: Received:\n"
		"REGISTER sip:192.0.2.5 SIP/2.0\n"
		"Date: Thu, 01 Jan 1970 00:00:07 GMT\n"
		"Content-Length: 0\n\n"
		"*Nov 22 00:00:00.250: Sent:\nSIP/2.0 200 OK\n"
		"Date: Sun, 22 Nov 2026 00:00:00 GMT\n"
		"Date: Sat, 01 Jan 2000 00:00:00 GMT\n"
		"Date: Sat, 1\nDate: x, 01\nDate:\nContent-Length: 0\n\n";
	static const int64_t want[] = { INT64_C(1795305599500000000),
					INT64_C(1795305600250000000) };

	(void)state;
	assert_times(SLICE(text), want);
}

/* The old year ends in the middle: the Date headers tell the new one. */
static void year_ends(void **state)
{
	static const char text[] =
		"*Dec 31 23:59:59.500: Received:\n"
		"REGISTER sip:192.0.2.5 SIP/2.0\nContent-Length: 0\n\n"
		"*Jan  1 00:00:00.250: Sent:\nSIP/2.0 200 OK\n"
		"Date: Fri, 01 Jan 2027 00:00:00 GMT\n"
		"Date: Sat, 01 xyz 2028 00:00:00 GMT\nContent-Length: 0\n\n";
	static const int64_t want[] = { INT64_C(1798761599500000000),
					INT64_C(1798761600250000000) };

	(void)state;
	assert_times(SLICE(text), want);
}

/* A line or a message without end is bounded, and what follows is read. */
static void bounded(void **state)
{
	struct trace t = { .line = 0 };
	char *line = malloc(100000);

	(void)state;
	assert_non_null(line);
	memset(line, 'x', 100000);
	assert_false(trace_feed(&t, SLICE("INVITE sip:b@example.com SIP/2.0")));
	for (int i = 0; i < 100; i++)
		assert_false(trace_feed(&t, slice_of(line, 100000)));
	assert_true(t.text.len <= TRACE_MESSAGE_MAX);
	free(line);
	assert_true(trace_feed(&t, SLICE(
		"<--- Received SIP request (9 bytes) from UDP:192.0.2.1:5070 "
		"--->")));
	trace_fini(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_cases),
		cmocka_unit_test(first_day),
		cmocka_unit_test(year_of_date),
		cmocka_unit_test(year_ends),
		cmocka_unit_test(bounded),
	};

	setenv("TZ", "UTC", 1);
	return cmocka_run_group_tests_name("trace", tests, NULL, NULL);
}
