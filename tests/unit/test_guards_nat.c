/* SPDX-License-Identifier: BSD-2-Clause */
/* What keeps the rules about NAT from a false alarm, one detail a case. */
#include "feed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define OUT "198.51.100.7:40000"
#define OUT5 "198.51.100.7:5060"
#define SRV "203.0.113.5:5060"
#define LAN1 "192.168.1.10:5060"
#define LAN2 "192.168.1.20:5060"
#define HOME "10.23.0.21"
#define SCAN "User-Agent: sip-scan\n"

/* One request and its answer. */
struct nat_case {
	const char *label, *names, *level;
	const char *from, *to;   /* the request's */
	const char *back;        /* where the answer goes; NULL: to `from' */
	const char *method, *via, *contact, *more; /* via: with its protocol */
	unsigned status;
	const char *received;    /* parameters of Via in the answer */
	const char *answer;      /* headers of it, and its body */
	bool in_dialog;
	enum transport transport;
};

#define UDP "UDP "
#define SDP(host, port) "Content-Type: application/sdp\n\nv=0\no=- 1 1 IN IP4 " \
	"1.2.3.4\ns=-\nc=IN IP4 " host "\nt=0 0\nm=audio " port " RTP/AVP 8\n"
#define BEHIND "Via: SIP/2.0/UDP 10.9.9.9;branch=z9hG4bK0\n"
#define ROUTED "Record-Route: <sip:203.0.113.9;lr>\n"
#define ME "198.51.100.7"
#define TAKEN "Contact: <sip:b@203.0.113.5>\n" SDP("203.0.113.5", "4000")
#define REG "REGISTER", UDP HOME ";rport", HOME
#define CALL(c) "INVITE", UDP ME ":40000;rport", c

static const struct nat_case cases[] = {
	/* nat-contact-private */
	{ "a Contact of home", "nat-contact-private", "info possible", OUT, SRV,
	  NULL, REG, "", 200, "", "", false, 0 },
	{ "refused, but it is told", "nat-contact-private status-404", NULL,
	  OUT, SRV, NULL, CALL(HOME), "", 404, "", "", false, 0 },
	{ "in a call", "-", NULL, OUT, SRV, NULL, CALL(HOME), SDP(ME, "4000"), 200,
	  "", TAKEN, true, 0 },
	{ "a route leads around", "-", NULL, OUT, SRV, NULL, CALL(HOME),
	  ROUTED SDP(ME, "4000"), 200, "", ROUTED TAKEN, false, 0 },
	{ "from inside", "-", NULL, LAN1, SRV, NULL, "INVITE",
	  UDP "192.168.1.10;rport", HOME, SDP(ME, "4000"), 200, "", TAKEN, false,
	  0 },
	{ "of a refusal nobody needs it", "status-404", NULL, LAN1, SRV, NULL,
	  "INVITE", UDP "192.168.1.10;rport", "192.168.1.10", "", 404, "",
	  "Contact: <sip:b@10.0.0.9>\n", false, 0 },

	/* nat-sdp-private */
	{ "sound at home", "nat-sdp-private", "info possible", OUT, SRV, NULL,
	  CALL(ME), SDP(HOME, "4000"), 200, "", TAKEN, false, 0 },
	{ "sound at home, behind a proxy", "-", NULL, OUT, SRV, NULL, CALL(ME),
	  BEHIND SDP(HOME, "4000"), 200, "", TAKEN, false, 0 },
	{ "by a route", "-", NULL, OUT, SRV, NULL, CALL(ME),
	  ROUTED SDP(HOME, "4000"), 200, "", ROUTED TAKEN, false, 0 },
	{ "refused", "status-404", NULL, OUT, SRV, NULL, CALL(ME),
	  SDP(HOME, "4000"), 404, "", "", false, 0 },
	{ "in a call, sound", "-", NULL, OUT, SRV, NULL, CALL(ME),
	  SDP(HOME, "4000"), 200, "", TAKEN, true, 0 },
	{ "to somebody inside", "-", NULL, OUT, LAN2, NULL, CALL(ME),
	  SDP(HOME, "4000"), 200, "", "Contact: <sip:b@192.168.1.20>\n"
	  SDP("192.168.1.20", "4000"), false, 0 },
	{ "no sound wanted", "-", NULL, OUT, SRV, NULL, CALL(ME),
	  SDP(HOME, "0"), 200, "", "Contact: <sip:b@203.0.113.5>\n"
	  SDP("203.0.113.5", "0"), false, 0 },

	/* nat-via-private */
	{ "answered at the wrong port", "nat-via-private", NULL, OUT, SRV, OUT5,
	  "OPTIONS", UDP HOME, NULL, "", 200, "", "", false, 0 },
	{ "answered where it came from", "-", NULL, OUT, SRV, NULL,
	  "OPTIONS", UDP HOME, NULL, "", 200, "", "", false, 0 },
	{ "with rport", "resp-wrong-port", NULL, OUT, SRV, OUT5, "OPTIONS",
	  UDP HOME ";rport", NULL, "", 200, "", "", false, 0 },
	{ "a public host in Via", "-", NULL, OUT, SRV, OUT5, "OPTIONS",
	  UDP ME, NULL, "", 200, "", "", false, 0 },
	{ "behind a proxy, without rport", "-", NULL, OUT, SRV, OUT5, "OPTIONS",
	  UDP HOME, NULL, BEHIND, 200, "", BEHIND, false, 0 },
	{ "inside a network", "-", NULL, "192.168.1.10:40000", LAN2, LAN1,
	  "OPTIONS", UDP HOME, NULL, "", 200, "", "", false, 0 },
	{ "over TCP", "-", NULL, OUT, SRV, OUT5, "OPTIONS", "TCP " HOME, NULL,
	  "", 200, "", "", false, TRANSPORT_TCP },
	{ "answered at a third port", "-", NULL, OUT, SRV, "198.51.100.7:7000",
	  "OPTIONS", UDP HOME, NULL, "", 200, "", "", false, 0 },

	/* nat-received */
	{ "seen from elsewhere", "nat-received", "info certain", OUT, SRV, NULL,
	  "REGISTER", UDP HOME ";rport", ME, "", 200, ";received=" ME
	  ";rport=40000", "", false, 0 },
	{ "a suspect seen", "scan-ua", NULL, OUT, SRV, NULL,
	  "REGISTER", UDP HOME ";rport", ME, SCAN, 200, ";received=" ME
	  ";rport=40000", "", false, 0 },
	{ "a proxy seen from elsewhere", "-", NULL, OUT, SRV, NULL, "REGISTER",
	  UDP HOME ";rport", ME, BEHIND, 200, ";received=" ME ";rport=40000",
	  BEHIND, false, 0 },
	{ "seen over TCP", "-", NULL, OUT, SRV, NULL, "REGISTER",
	  "TCP " HOME ";rport", ME, "", 200, ";received=" ME ";rport=40000",
	  "", false, TRANSPORT_TCP },
	{ "seen where it is", "-", NULL, OUT5, SRV, NULL, "REGISTER",
	  UDP ME ";rport", ME, "", 200, ";received=" ME ";rport=5060", "",
	  false, 0 },
	{ "a name has received= by the standard", "-", NULL, OUT5, SRV, NULL,
	  "REGISTER", UDP "phone.example;rport", ME, "", 200, ";received=" ME
	  ";rport=5060", "", false, 0 },

	/* nat-double */
	{ "one NAT inside another", "nat-double", "info possible", LAN1, SRV,
	  NULL, "REGISTER", UDP HOME ";rport", "192.168.1.10", "", 200, "", "",
	  false, 0 },
	{ "a proxy inside", "-", NULL, LAN1, SRV, NULL, "REGISTER",
	  UDP HOME ";rport", "192.168.1.10", BEHIND, 200, "", BEHIND, false, 0 },
	{ "another part of the same network", "-", NULL, LAN1, SRV, NULL,
	  "REGISTER", UDP "192.168.7.7;rport", "192.168.1.10", "", 200, "", "",
	  false, 0 },
	{ "seen outside", "-", NULL, OUT, SRV, NULL, "REGISTER",
	  UDP HOME ";rport", ME, "", 200, "", "", false, 0 },
	{ "on the host itself, its own address", "-", NULL, "127.0.0.1:5070",
	  "127.0.0.1:5060", NULL, "REGISTER", UDP HOME ";rport", HOME, "", 200,
	  "", "", false, 0 },
	{ "a public host, seen inside", "-", NULL, LAN1, SRV, NULL, "REGISTER",
	  UDP ME ";rport", "192.168.1.10", "", 200, "", "", false, 0 },

	/* addr-loopback */
	{ "loopback", "addr-loopback", "error certain", OUT, SRV, NULL,
	  "REGISTER", UDP ME ";rport", "127.0.0.1", "", 200, "", "", false, 0 },
	{ "of somebody else, in the answer of a registrar", "-", NULL, OUT, SRV,
	  NULL, "REGISTER", UDP ME ";rport", ME, "", 200, "",
	  "Contact: <sip:a@127.0.0.1>\n", false, 0 },
	{ "in the answer to a call", "addr-loopback", "error certain", OUT, SRV,
	  NULL, CALL(ME), SDP(ME, "4000"), 200, "",
	  "Contact: <sip:b@127.0.0.1>\n" SDP("203.0.113.5", "4000"), false, 0 },
	{ "by name", "addr-loopback", NULL, OUT, SRV, NULL, "REGISTER",
	  UDP ME ";rport", "localhost", "", 200, "", "", false, 0 },
	{ "by IPv6", "addr-loopback", NULL, OUT, SRV, NULL, "REGISTER",
	  UDP ME ";rport", "[::1]", "", 200, "", "", false, 0 },
	{ "loopback of a suspect", "scan-ua", NULL, OUT, SRV, NULL, "REGISTER",
	  UDP ME ";rport", "127.0.0.1", SCAN, 200, "", "", false, 0 },
	{ "loopback behind a proxy", "-", NULL, OUT, SRV, NULL, "REGISTER",
	  UDP ME ";rport", "127.0.0.1", BEHIND, 200, "", BEHIND, false, 0 },
	{ "in the route of a proxy", "addr-loopback", "error certain", OUT, SRV,
	  NULL, CALL(ME), BEHIND "Record-Route: <sip:127.0.0.1;lr>\n"
	  SDP(ME, "4000"), 200, "", BEHIND TAKEN, false, 0 },
	{ "between two programs of one host", "-", NULL, LAN1,
	  "192.168.1.10:5080", NULL, "REGISTER", UDP "192.168.1.10;rport",
	  "127.0.0.1", "", 200, "", "", false, 0 },
	{ "between two addresses of lo", "-", NULL, "127.0.0.1:5070",
	  "127.0.1.1:5060", NULL, "REGISTER", UDP "127.0.0.1:5070;rport",
	  "127.0.0.1:5070", "", 200, "", "", false, 0 },
	{ "hold in a call", "sdp-hold", NULL, OUT, SRV, NULL, CALL(ME),
	  SDP("0.0.0.0", "4000"), 200, "", TAKEN, true, 0 },
	{ "port 9 is none yet", "-", NULL, OUT, SRV, NULL, CALL(ME),
	  SDP("0.0.0.0", "9"), 200, "", TAKEN, false, 0 },
	{ "0.0.0.0 in the answer is hold", "-", NULL, OUT, SRV, NULL, CALL(ME),
	  SDP(ME, "4000"), 200, "", "Contact: <sip:b@203.0.113.5>\n"
	  SDP("0.0.0.0", "4000"), false, 0 },
	{ "in a refusal", "status-404", NULL, OUT, SRV, NULL, CALL(ME), "", 404,
	  "", "Contact: <sip:b@127.0.0.1>\n", false, 0 },
};

static void head(struct strbuf *b, const struct nat_case *c, bool answer)
{
	strbuf_fmt(b, "Via: SIP/2.0/%s;branch=z9hG4bK1%s\n", c->via,
		   answer ? c->received : "");
	strbuf_adds(b, "From: <sip:a@x>;tag=1\n");
	strbuf_fmt(b, "To: <sip:%s@x>%s\nCall-ID: c1\nCSeq: 1 %s\n",
		   strcmp(c->method, "REGISTER") ? "b" : "a",
		   c->in_dialog || answer ? ";tag=2" : "", c->method);
}

static void ask(struct feed *f, const struct nat_case *c)
{
	struct strbuf b = { 0 };

	strbuf_fmt(&b, "%s sip:%s SIP/2.0\n", c->method,
		   strcmp(c->method, "REGISTER") ? "b@x" : "x");
	head(&b, c, false);
	strbuf_adds(&b, "Max-Forwards: 70\n");
	if (c->contact)
		strbuf_fmt(&b, "Contact: <sip:a@%s>\n", c->contact);
	strbuf_adds(&b, c->more);
	feed_at(f, 0, c->from, c->to, strbuf_str(&b));
	strbuf_fini(&b);
}

static void reply(struct feed *f, const struct nat_case *c)
{
	struct strbuf b = { 0 };

	strbuf_fmt(&b, "SIP/2.0 %u Odd\n", c->status);
	head(&b, c, true);
	if (!strcmp(c->method, "REGISTER"))
		strbuf_fmt(&b, "Contact: <sip:a@%s>\n", c->contact);
	strbuf_adds(&b, c->answer);
	feed_at(f, .1, c->to, c->back ? c->back : c->from, strbuf_str(&b));
	strbuf_fini(&b);
}

static void acknowledge(struct feed *f, const struct nat_case *c)
{
	struct strbuf b = { 0 };

	strbuf_fmt(&b, "ACK sip:b@203.0.113.5 SIP/2.0\nVia: SIP/2.0/%s;"
		   "branch=z9hG4bK%d\n", c->via, c->status / 100 == 2 ? 2 : 1);
	strbuf_adds(&b, "From: <sip:a@x>;tag=1\nTo: <sip:b@x>;tag=2\n"
		    "Call-ID: c1\nCSeq: 1 ACK\nMax-Forwards: 70\n");
	feed_at(f, .2, c->from, c->to, strbuf_str(&b));
	strbuf_fini(&b);
}

static void check(struct feed *f, const struct nat_case *c)
{
	char names[200], level[40] = "";

	feed_names(f, names, sizeof(names));
	if (strcmp(names, c->names))
		fail_msg("%s: found `%s', want `%s'", c->label, names, c->names);
	if (!f->n || !c->level)
		return;
	snprintf(level, sizeof(level), "%s %s",
		 catalog_severity_name(f->found[f->n - 1].severity),
		 catalog_certainty_name(f->found[f->n - 1].certainty));
	if (strcmp(level, c->level))
		fail_msg("%s: it is %s, want %s", c->label, level, c->level);
}

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(cases); i++) {
		static struct feed f;

		feed_init(&f);
		f.transport = cases[i].transport;
		ask(&f, &cases[i]);
		reply(&f, &cases[i]);
		if (!strcmp(cases[i].method, "INVITE"))
			acknowledge(&f, &cases[i]);
		feed_end(&f);
		check(&f, &cases[i]);
		feed_fini(&f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
