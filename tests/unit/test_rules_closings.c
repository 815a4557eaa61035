/* SPDX-License-Identifier: BSD-2-Clause */
/* Connections that are closed under calls and registrations: the phone is
 * 192.0.2.1, over TCP, its server 192.0.2.5:5060, the caller 192.0.2.3, over UDP. */
#include "diagnose/closings.h"
#include "feed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define PBX "192.0.2.5:5060"
#define CALLER "192.0.2.3:5060"
#define MARK "FIN | FIN | closed here\n"

enum { STEPS = 10 };

/* At so many seconds:
 *   `register 40000 600'  the phone does, from that port, for so long
 *   `register- 40000 600' over UDP
 *   `ask bob'             the caller sends an INVITE to bob; the server
 *   `knock 40000'         the phone sends a MESSAGE over TCP
 *   `on 40000'            sends it on over that connection,
 *   `other'               or to another host,
 *   `answer 477'          and answers it
 *   `dial 40000'          a whole call to the phone
 *   `bye 477'             the caller hangs up, and the server answers
 *   `hangup 40000'        the phone does, over its connection; `leave': it gets
 *                         no answer
 *   `fin server 40000 60' the server closes the connection, idle for 60 s; `rst'
 *   `mismatch 40000'      the server spoke TLS to what the phone sent
 *   `syn 40000'           the server connects to the phone, in vain; `refused' */
static const struct closing_case {
	const char *label, *names, *last, *title, *marks, *remedy;
	struct {
		double at;
		const char *what;
	} steps[STEPS];
} cases[] = {
	/* --- registrations --------------------------------------------------- */
	{ "closed, then 477", "tcp-conn-lost", "warning likely",
	  "bob cannot be reached: 192.0.2.5:5060 closed its TCP connection "
	  "after 61 s without traffic", MARK, "more often than every 61 s",
	  { { 0, "register 40000 600" }, { 61, "fin server 40000 61" },
	    { 90, "ask bob" }, { 90.1, "answer 477" } } },
	{ "by the phone, in use", "tcp-conn-lost", "warning likely",
	  "bob cannot be reached: 192.0.2.1:40000 closed its TCP connection",
	  "RST | RST | closed here\nSIP/2.0 503 No | ",
	  "Look on 192.0.2.1:40000 for",
	  { { 0, "register 40000 600" }, { 3, "rst phone 40000 3" },
	    { 90, "ask bob" }, { 90.1, "answer 503" } } },
	{ "430 and 408 as well", "tcp-conn-lost tcp-conn-lost", NULL, NULL, NULL,
	  NULL,
	  { { 0, "register 40000 600" }, { 61, "fin server 40000 61" },
	    { 90, "ask bob" }, { 90.1, "answer 430" },
	    { 95, "ask bob" }, { 96, "answer 408" } } },
	{ "not closed", "status-477", NULL, NULL, NULL, NULL,
	  { { 0, "register 40000 600" }, { 90, "ask bob" },
	    { 90.1, "answer 477" } } },
	{ "another connection was", "status-477", NULL, NULL, NULL, NULL,
	  { { 0, "register 40000 600" }, { 61, "fin server 40001 61" },
	    { 90, "ask bob" }, { 90.1, "answer 477" } } },
	{ "closed later", "status-477", NULL, NULL, NULL, NULL,
	  { { 0, "register 40000 600" }, { 90, "ask bob" },
	    { 90.1, "answer 477" }, { 91, "fin server 40000 91" } } },
	{ "another code", "status-404", NULL, NULL, NULL, NULL,
	  { { 0, "register 40000 600" }, { 61, "fin server 40000 61" },
	    { 90, "ask bob" }, { 90.1, "answer 404" } } },
	{ "somebody else is called", "status-477", NULL, NULL, NULL, NULL,
	  { { 0, "register 40000 600" }, { 61, "fin server 40000 61" },
	    { 90, "ask carol" }, { 90.1, "answer 477" } } },
	{ "signed off before", "status-477", NULL, NULL, NULL, NULL,
	  { { 0, "register 40000 600" }, { 60, "register 40000 0" },
	    { 61, "fin phone 40000 1" },
	    { 90, "ask bob" }, { 90.1, "answer 477" } } },
	{ "expired before", "status-477", NULL, NULL, NULL, NULL,
	  { { 0, "register 40000 70" }, { 61, "fin server 40000 61" },
	    { 90, "ask bob" }, { 90.1, "answer 477" } } },
	{ "sent on elsewhere", "status-408", NULL, NULL, NULL, NULL,
	  { { 0, "register 40000 600" }, { 61, "fin server 40000 61" },
	    { 90, "ask bob" }, { 90.1, "other" }, { 95, "answer 408" } } },
	{ "registered over UDP since", "status-408", NULL, NULL, NULL, NULL,
	  { { 0, "register 40000 600" }, { 61, "fin server 40000 61" },
	    { 70, "register- 5060 600" },
	    { 90, "ask bob" }, { 95, "answer 408" } } },
	{ "only ever over UDP", "status-408", NULL, NULL, NULL, NULL,
	  { { 0, "register- 40000 600" }, { 61, "fin server 40000 61" },
	    { 90, "ask bob" }, { 95, "answer 408" } } },
	/* --- the phone comes back -------------------------------------------- */
	{ "back after 4 s: a moment", "tcp-conn-lost", "info likely",
	  "bob cannot be reached", NULL, NULL,
	  { { 0, "register 40000 600" }, { 61, "fin server 40000 61" },
	    { 62, "ask bob" }, { 62.1, "answer 477" },
	    { 65, "register 40001 600" }, { 120, "clock" } } },
	{ "back after 6 s", "tcp-conn-lost", "warning likely", NULL, NULL, NULL,
	  { { 0, "register 40000 600" }, { 61, "fin server 40000 61" },
	    { 62, "ask bob" }, { 62.1, "answer 477" },
	    { 67, "register 40001 600" }, { 120, "clock" } } },
	{ "back before the call: nothing is lost", "status-477", NULL, NULL, NULL,
	  NULL,
	  { { 0, "register 40000 600" }, { 61, "fin server 40000 61" },
	    { 63, "register 40001 600" }, { 90, "ask bob" },
	    { 90.1, "answer 477" } } },
	{ "the capture ends: it may come back", "tcp-conn-lost",
	  "warning possible", NULL, NULL, NULL,
	  { { 0, "register 40000 600" }, { 61, "fin server 40000 61" },
	    { 62, "ask bob" }, { 62.1, "answer 477" } } },
	{ "the same port again", "status-477", NULL, NULL, NULL, NULL,
	  { { 0, "register 40000 600" }, { 61, "fin server 40000 61" },
	    { 70, "register 40000 600" }, { 90, "ask bob" },
	    { 90.1, "answer 477" } } },
	/* --- sent into it ------------------------------------------------------ */
	{ "RST for an answer", "tcp-conn-lost status-477", NULL, NULL, NULL, NULL,
	  { { 0, "register 40000 600" }, { 90, "ask bob" },
	    { 90.01, "on 40000" }, { 90.02, "rst phone 40000 90" },
	    { 99, "answer 477" }, { 200, "clock" } } },
	{ "RST for an answer, and nobody told the caller", "tcp-conn-lost*",
	  "warning likely", "bob cannot be reached: 192.0.2.1:40000 closed its",
	  NULL, NULL,
	  { { 0, "register 40000 600" }, { 90, "on 40000" },
	    { 90.02, "rst phone 40000 90" }, { 200, "clock" } } },
	{ "the server gives up waiting", "no-answer-any", NULL, NULL, NULL, NULL,
	  { { 0, "register 40000 600" }, { 90, "on 40000" },
	    { 100, "fin server 40000 10" }, { 200, "clock" } } },
	{ "closed under somebody not registered", "no-answer-any", NULL,
	  NULL, NULL, NULL,
	  { { 90, "on 40000" }, { 90.02, "rst phone 40000 90" },
	    { 200, "clock" } } },
	/* --- calls ------------------------------------------------------------- */
	{ "a BYE has no way", "tcp-conn-lost", "warning likely",
	  "192.0.2.5:5060 closed the TCP connection of a call after 61 s "
	  "without traffic; the next BYE failed (477)",
	  MARK "SIP/2.0 477 No | ", NULL,
	  { { 0, "dial 40000" }, { 61, "fin server 40000 61" },
	    { 90, "bye 477" } } },
	{ "not closed in a call", "status-477", NULL, NULL, NULL, NULL,
	  { { 0, "dial 40000" }, { 90, "bye 477" } } },
	{ "hung up before it was closed", "status-477", NULL, NULL, NULL, NULL,
	  { { 0, "dial 40000" }, { 20, "hangup 40000" },
	    { 61, "fin server 40000 41" }, { 90, "bye 477" } } },
	/* --- connecting back --------------------------------------------------- */
	{ "nobody answers", "tcp-conn-lost", "warning likely",
	  "bob cannot be reached: 192.0.2.5:5060 closed",
	  MARK "SYN | SYN | and this failed\n", NULL,
	  { { 0, "register 40000 600" }, { 61, "fin server 40000 61" },
	    { 90, "syn 40000" } } },
	{ "refused, in a call", "tcp-conn-lost", "warning likely",
	  "closed the TCP connection of a call after 61 s without traffic; the "
	  "next SYN failed (RST)", MARK "SYN | SYN | and this failed\nRST | ",
	  NULL, { { 0, "dial 40000" }, { 61, "fin server 40000 61" },
	    { 90, "refused 40000" } } },
	{ "at the port of the Contact", "tcp-conn-lost", NULL, NULL, NULL, NULL,
	  { { 0, "register 40000 600" }, { 61, "fin server 40000 61" },
	    { 90, "refused 5070" } } },
	{ "at another port", "tcp-refused", NULL, NULL, NULL, NULL,
	  { { 0, "register 40000 600" }, { 61, "fin server 40000 61" },
	    { 90, "refused 5061" } } },
	{ "the call is over", "-", NULL, NULL, NULL, NULL,
	  { { 0, "dial 40000" }, { 20, "hangup 40000" },
	    { 61, "fin server 40000 41" }, { 90, "refused 40000" } } },
	{ "signed off", "-", NULL, NULL, NULL, NULL,
	  { { 0, "register 40000 600" }, { 60, "register 40000 0" },
	    { 61, "fin phone 40000 1" }, { 90, "refused 40000" } } },
	{ "refused before it was closed", "-", NULL, NULL, NULL, NULL,
	  { { 0, "register 40000 600" }, { 60, "refused 40000" },
	    { 61, "fin server 40000 61" } } },
	{ "TLS: what it carried is not known", "tcp-conn-lost", NULL,
	  "the TLS connection of a call or registration was closed; the next SYN "
	  "failed (RST)", NULL, NULL,
	  { { 61, "tls server 40000 61" }, { 90, "refused 40000" } } },
};

static unsigned calls;

static void say(struct feed *f, double at, bool tcp, const char *from,
		const char *to, const char *text)
{
	f->transport = tcp ? TRANSPORT_TCP : TRANSPORT_UDP;
	feed_at(f, at, from, to, text);
}

static void phone(char out[32], unsigned port)
{
	snprintf(out, 32, "192.0.2.1:%u", port);
}

/* The header of a request and its response: who asks, over what, in which call. */
struct head {
	const char *method, *from, *to, *branch, *extra;
	unsigned call, cseq;
};

static void request(struct feed *f, double at, bool tcp, const char *a,
		    const char *b, const char *uri, const struct head *h)
{
	struct strbuf s = { 0 };

	strbuf_fmt(&s, "%s %s SIP/2.0\nVia: SIP/2.0/%s %s;branch=z9hG4bK%s%u%u%s"
		   "\nMax-Forwards: 70\nFrom: %s\nTo: %s\nCall-ID: c%u\n"
		   "CSeq: %u %s\n%s", h->method, uri, tcp ? "TCP" : "UDP", a,
		   h->branch, h->call, h->cseq, h->method, h->from, h->to,
		   h->call, h->cseq, h->method, h->extra);
	say(f, at, tcp, a, b, strbuf_str(&s));
	strbuf_fini(&s);
}

/* From b, who was asked by a. */
static void response(struct feed *f, double at, bool tcp, const char *a,
		     const char *b, unsigned code, const struct head *h)
{
	struct strbuf s = { 0 };

	strbuf_fmt(&s, "SIP/2.0 %u No\nVia: SIP/2.0/%s %s;branch=z9hG4bK%s%u%u%s"
		   "\nFrom: %s\nTo: %s%s\nCall-ID: c%u\nCSeq: %u %s\n%s", code,
		   tcp ? "TCP" : "UDP", a, h->branch, h->call, h->cseq,
		   h->method, h->from, h->to,
		   strstr(h->to, "tag=") ? "" : ";tag=2", h->call, h->cseq,
		   h->method, h->extra);
	say(f, at, tcp, b, a, strbuf_str(&s));
	strbuf_fini(&s);
}

static void do_register(struct feed *f, double at, bool tcp, const char *rest)
{
	unsigned port = 0, expires = 0;
	char from[32], extra[120];
	struct head h = { "REGISTER", "<sip:bob@x.example>;tag=9",
			  "<sip:bob@x.example>", "r", extra, 1000, ++calls };

	sscanf(rest, "%u %u", &port, &expires);
	phone(from, port);
	snprintf(extra, sizeof(extra), "Contact: <sip:bob@192.0.2.1:5070%s>;"
		 "expires=%u\n", tcp ? ";transport=tcp" : "", expires);
	request(f, at, tcp, from, PBX, "sip:x.example", &h);
	if (!expires)
		h.extra = "";
	response(f, at + 0.01, tcp, from, PBX, 200, &h);
}

static const struct head asked = { "INVITE", "<sip:al@x.example>;tag=1",
	"<sip:bob@x.example>", "a", "Contact: <sip:al@192.0.2.3>\n", 0, 1 };

static struct head invite(const char *branch)
{
	struct head h = asked;

	h.call = calls;
	h.branch = branch;
	return h;
}

static void ack(struct feed *f, double at, bool tcp, const char *a,
		const char *b)
{
	struct head h = invite(tcp ? "w" : "v");

	h.method = "ACK";
	h.to = "<sip:bob@x.example>;tag=2";
	h.extra = "";
	request(f, at, tcp, a, b, "sip:bob@192.0.2.1:5070;transport=tcp", &h);
}

/* A call by way of the server, which stays in it. */
static void dial(struct feed *f, double at, const char *to)
{
	struct head up, down;

	calls++;
	up = invite("a");
	down = invite("b");
	request(f, at, false, CALLER, PBX, "sip:bob@x.example", &up);
	response(f, at + 0.01, false, CALLER, PBX, 100, &up);
	request(f, at + 0.01, true, PBX, to, "sip:bob@192.0.2.1:5070", &down);
	up.extra = down.extra =
		"Contact: <sip:bob@192.0.2.1:5070;transport=tcp>\n";
	response(f, at + 0.1, true, PBX, to, 200, &down);
	response(f, at + 0.11, false, CALLER, PBX, 200, &up);
	ack(f, at + 0.12, false, CALLER, PBX);
	ack(f, at + 0.13, true, PBX, to);
}

static void bye(struct feed *f, double at, unsigned code)
{
	struct head h = invite("y");

	h.method = "BYE";
	h.cseq = 2;
	h.to = "<sip:bob@x.example>;tag=2";
	h.extra = "";
	request(f, at, false, CALLER, PBX, "sip:bob@192.0.2.1:5070", &h);
	response(f, at + 0.1, false, CALLER, PBX, code, &h);
}

static void hangup(struct feed *f, double at, const char *from, bool answered)
{
	struct head h = invite("h");

	h.method = "BYE";
	h.from = "<sip:bob@x.example>;tag=2";
	h.to = "<sip:al@x.example>;tag=1";
	h.extra = "";
	request(f, at, true, from, PBX, "sip:al@192.0.2.3", &h);
	if (answered)
		response(f, at + 0.1, true, from, PBX, 200, &h);
}

static struct addr ip4(unsigned char last, unsigned port)
{
	unsigned char ip[4] = { 192, 0, 2, last };

	return addr_make(ip, 4, (uint16_t)port);
}

static struct frame frame_at(struct feed *f, double at)
{
	return (struct frame){ .number = ++f->frame,
		.time = INT64_C(1800000000) * CLOCK_S +
			(int64_t)(at * 1e6 + 0.5) * CLOCK_US };
}

static void closing(struct feed *f, double at, const char *what)
{
	char how[8] = "", who[8] = "";
	struct stream_close c = { .kind = STREAM_SIP, .server = ip4(5, 5060) };
	unsigned port = 0, idle = 0;

	sscanf(what, "%7s %7s %u %u", how, who, &port, &idle);
	c.at = frame_at(f, at);
	c.client = ip4(1, port);
	c.idle = idle * CLOCK_S;
	c.from = !strcmp(who, "server");
	c.reset = !strcmp(how, "rst");
	if (!strcmp(how, "tls"))
		c.kind = STREAM_TLS;
	engine_closing(f->engine, &c);
}

static void refused(struct feed *f, double at, const char *what)
{
	struct tcp_refusal r = { .client = ip4(5, 47000), .syns = 3 };
	unsigned port = (unsigned)atoi(strchr(what, ' '));

	r.server = ip4(1, port);
	r.syn = frame_at(f, at);
	r.to_client = port == 40000;
	r.reset = *what == 'r';
	if (r.reset)
		r.answer = frame_at(f, at + 0.001);
	engine_refused(f->engine, &r);
}

static void go(struct feed *f, double at, const char *what)
{
	const char *rest = strchr(what, ' ');
	struct head h = invite("a");
	char to[32], uri[64];

	phone(to, rest ? (unsigned)atoi(rest) : 0);
	if (!strncmp(what, "register", 8)) {
		do_register(f, at, what[8] != '-', rest);
	} else if (!strncmp(what, "ask", 3)) {
		calls++;
		h = invite("a");
		snprintf(uri, sizeof(uri), "sip:%s@x.example", rest + 1);
		request(f, at, false, CALLER, PBX, uri, &h);
	} else if (!strncmp(what, "on", 2)) {
		h = invite("b");
		request(f, at, true, PBX, to, "sip:bob@192.0.2.1:5070", &h);
	} else if (!strcmp(what, "other")) {
		h = invite("b");
		request(f, at, false, PBX, "192.0.2.8:5060",
			"sip:bob@192.0.2.8", &h);
		response(f, at, false, PBX, "192.0.2.8:5060", 100, &h);
	} else if (!strncmp(what, "answer", 6)) {
		response(f, at, false, CALLER, PBX, (unsigned)atoi(rest), &h);
	} else if (!strncmp(what, "dial", 4)) {
		dial(f, at, to);
	} else if (!strncmp(what, "bye", 3)) {
		bye(f, at, (unsigned)atoi(rest));
	} else if (!strncmp(what, "hangup", 6) || !strncmp(what, "leave", 5)) {
		hangup(f, at, to, *what == 'h');
	} else if (!strncmp(what, "syn", 3) || !strncmp(what, "refused", 7)) {
		refused(f, at, what);
	} else if (!strncmp(what, "mismatch", 8)) {
		struct stream_trouble t = { .kind = STREAM_PLAIN_TO_TLS,
			.client = ip4(1, (unsigned)atoi(rest)),
			.server = ip4(5, 5060), .closed = true };

		t.answered = frame_at(f, at);
		engine_trouble(f->engine, &t);
	} else if (!strncmp(what, "knock", 5)) {
		h.method = "MESSAGE";
		request(f, at, true, to, PBX, "sip:al@x.example", &h);
	} else if (!strcmp(what, "clock")) {
		feed_clock(f, at);
	} else {
		closing(f, at, what);
	}
}

static void look_at(const struct feed *f, const struct closing_case *c)
{
	const char *star = strchr(c->names, '*');
	const struct feed_found *x = f->n ? &f->found[star ? 0 : f->n - 1] :
		NULL;
	char names[256], how[32] = "", want[256];

	snprintf(want, sizeof(want), "%.*s%s",
		 (int)(star ? star - c->names : 255), c->names,
		 star ? star + 1 : "");
	feed_names(f, names, sizeof(names));
	if (strcmp(names, want))
		fail_msg("%s: found `%s', want `%s'", c->label, names, want);
	if (x)
		snprintf(how, sizeof(how), "%s %s",
			 catalog_severity_name(x->severity),
			 catalog_certainty_name(x->certainty));
	if (c->last && strcmp(how, c->last))
		fail_msg("%s: is `%s', want `%s'", c->label, how, c->last);
	if (c->title && (!x || !strstr(x->title, c->title)))
		fail_msg("%s: title `%s'", c->label, x ? x->title : "");
	if (c->marks && !strstr(x->marks, c->marks))
		fail_msg("%s: marks `%s'", c->label, x->marks);
	if (c->remedy && !strstr(x->remedies, c->remedy))
		fail_msg("%s: remedies `%s'", c->label, x->remedies);
}

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(cases); i++) {
		static struct feed f;

		calls = 0;
		feed_init(&f);
		for (unsigned k = 0; k < STEPS && cases[i].steps[k].what; k++)
			go(&f, cases[i].steps[k].at, cases[i].steps[k].what);
		feed_end(&f);
		look_at(&f, &cases[i]);
		feed_fini(&f);
	}
}

/* A request that is never answered: over what connection? */
static void test_silent(void **state)
{
	static const struct {
		const char *label, *steps[4], *names, *explain, *mark, *cause;
	} silent[] = {
		{ "the server hangs up", { "knock 40000", "fin server 40000 0" },
		  "no-answer-nonivite", "192.0.2.5:5060 closed the TCP "
		  "connection (FIN) 500 ms after the MESSAGE",
		  "FIN | FIN | the connection ends here", "" },
		{ "the phone does", { "knock 40000", "rst phone 40000 0" },
		  "no-answer-nonivite", "192.0.2.1:40000 closed the TCP "
		  "connection itself (RST)", "RST | RST | the conn", "" },
		{ "nobody does", { "knock 40000" }, "no-answer-nonivite",
		  "TCP delivers what is sent", "MESSAGE sip", "" },
		{ "another one does", { "knock 40000", "fin server 40001 0" },
		  "no-answer-nonivite", "TCP delivers what is sent",
		  "MESSAGE sip", "" },
		{ "it was not for SIP in the clear", { "knock 40000",
		  "mismatch 40000", "fin server 40000 0" },
		  "tls-plain-mismatch no-answer-nonivite", "", "",
		  "tls-plain-mismatch 3 192.0.2.5:5060" },
		{ "a later one on that port was", { "mismatch 40000",
		  "fin server 40000 0", "knock 40000", "fin server 40000 0" },
		  "tls-plain-mismatch no-answer-nonivite", "closed the TCP",
		  "FIN | FIN |", "" },
	};

	(void)state;
	for (size_t i = 0; i < N(silent); i++) {
		static struct feed f;
		const struct feed_found *x;
		char names[80];

		feed_init(&f);
		feed_seen(&f, PBX, "192.0.2.1:40000");
		for (unsigned k = 0; k < 4 && silent[i].steps[k]; k++)
			go(&f, k * .5, silent[i].steps[k]);
		feed_clock(&f, 60);
		feed_end(&f);
		feed_names(&f, names, sizeof(names));
		x = feed_last(&f, "no-answer-nonivite");
		if (strcmp(names, silent[i].names) ||
		    !strstr(x->explain, silent[i].explain) ||
		    !strstr(x->marks, silent[i].mark) ||
		    strcmp(x->cause, silent[i].cause))
			fail_msg("%s: %s, %s\n%s\n%s", silent[i].label, names,
				 x ? x->explain : "", x ? x->marks : "",
				 x ? x->cause : "");
		feed_fini(&f);
	}
}

/* Who closes at once is the one who does not wait. */
static void test_hasty(void **state)
{
	static const struct {
		double at;
		const char *end, *title, *remedy;
	} ends[] = {
		{ .49, "rst phone 40000 0", "192.0.2.1:40000 closed the TCP "
		  "connection 490 ms after its MESSAGE, before 192.0.2.5:5060 "
		  "could answer", "Let 192.0.2.1:40000 keep the connection" },
		{ .5, "rst phone 40000 0", "192.0.2.5:5060 never answered",
		  "Look into the log" },
		{ .49, "fin server 40000 0", "192.0.2.5:5060 never answered",
		  "Look into the log" },
	};

	(void)state;
	for (size_t i = 0; i < N(ends); i++) {
		static struct feed f;
		const struct feed_found *x;

		feed_init(&f);
		feed_seen(&f, PBX, "192.0.2.1:40000");
		go(&f, 0, "knock 40000");
		go(&f, ends[i].at, ends[i].end);
		feed_clock(&f, 60);
		feed_end(&f);
		x = feed_last(&f, "no-answer-nonivite");
		assert_non_null(x);
		assert_non_null(strstr(x->title, ends[i].title));
		assert_int_equal(!strstr(x->remedies, ends[0].remedy), !!i);
		assert_int_equal(!strstr(x->remedies, ends[1].remedy), !i);
		feed_fini(&f);
	}
}

/* In a call, too, and then the way there is not to blame. */
static void test_hasty_in_call(void **state)
{
	static const char *const ends[] = { "fin phone 40000 0",
					    "fin server 40000 0" };

	(void)state;
	for (size_t i = 0; i < N(ends); i++) {
		static struct feed f;
		const struct feed_found *x;

		feed_init(&f);
		go(&f, 0, "dial 40000");
		go(&f, 5, "leave 40000");
		go(&f, 5.1, ends[i]);
		feed_clock(&f, 60);
		feed_end(&f);
		x = feed_last(&f, "no-answer-nonivite");
		assert_non_null(x);
		assert_int_equal(!strstr(x->remedies, "keep the conn"), !!i);
		assert_int_equal(!strstr(x->remedies, "as its Contact"), !i);
		feed_fini(&f);
	}
}

/* More connections than are remembered: the table does not grow, and the last one
 * is there. */
static void test_many(void **state)
{
	struct feed f;

	(void)state;
	calls = 0;
	feed_init(&f);
	go(&f, 0, "register 40000 60000");
	for (unsigned i = 0; i < 3 * CLOSINGS_CONNECTIONS; i++) {
		struct stream_close c = { .kind = STREAM_TLS,
			.server = ip4((unsigned char)(i / 40000), 5061) };

		c.at = frame_at(&f, 1 + i * 0.001);
		c.client = ip4(9, i % 40000);
		engine_closing(f.engine, &c);
	}
	go(&f, 100, "register 40000 60000");
	go(&f, 200, "fin server 40000 100");
	go(&f, 300, "ask bob");
	go(&f, 301, "answer 477");
	feed_end(&f);
	assert_int_equal(feed_count(&f, "tcp-conn-lost"), 1);
	feed_fini(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_silent),
		cmocka_unit_test(test_hasty),
		cmocka_unit_test(test_hasty_in_call),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
