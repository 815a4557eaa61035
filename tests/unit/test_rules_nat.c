/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules about addresses in messages, NAT and routers on the way. */
#include "feed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))

/* A phone at home, its router outside, the server, and two of a LAN. */
#define OUT "198.51.100.7:40000"
#define SRV "203.0.113.5:5060"
#define LAN1 "192.168.1.10:5060"
#define LAN2 "192.168.1.20:5060"
#define HOME "10.23.0.21"

struct step {
	double at;
	const char *from, *to, *text;
};

struct nat_case {
	const char *label, *names, *last, *title;
	enum transport transport;
	struct step steps[8];
};

#define START(method, uri, via) method " " uri " SIP/2.0\nVia: SIP/2.0/UDP " \
	via "\nMax-Forwards: 70\n"
#define IDS(cseq, method) "From: <sip:a@x>;tag=1\nTo: <sip:b@x>\n" \
	"Call-ID: c1\nCSeq: " cseq " " method "\n"
#define IDS2(cseq, method) "From: <sip:a@x>;tag=1\nTo: <sip:b@x>;tag=2\n" \
	"Call-ID: c1\nCSeq: " cseq " " method "\n"
/* Of the callee, inside the dialog. */
#define IDSB(cseq, method) "From: <sip:b@x>;tag=2\nTo: <sip:a@x>;tag=1\n" \
	"Call-ID: c1\nCSeq: " cseq " " method "\n"
#define SDP(host) "Content-Type: application/sdp\n\nv=0\no=- 1 1 IN IP4 1.2.3.4" \
	"\ns=-\nc=IN IP4 " host "\nt=0 0\nm=audio 4000 RTP/AVP 8\n"
#define INVITE(via, contact, more) START("INVITE", "sip:b@x", via) \
	IDS("1", "INVITE") "Contact: <sip:a@" contact ">\n" more
#define REGISTER(via, contact, more) START("REGISTER", "sip:x", via) \
	IDS("1", "REGISTER") "Contact: <sip:a@" contact ">\n" more
#define OK(method, via, more) "SIP/2.0 200 OK\nVia: SIP/2.0/UDP " via "\n" \
	IDS2("1", method) "Contact: <sip:b@203.0.113.5>\n" more
#define OKR(via, more) "SIP/2.0 200 OK\nVia: SIP/2.0/UDP " via "\n" \
	IDS2("1", "REGISTER") more
#define ACK(via) START("ACK", "sip:b@203.0.113.5", via) IDS2("1", "ACK")
#define V(host) host ";branch=z9hG4bK1"
#define R(host) host ";rport;branch=z9hG4bK1"

static const struct nat_case contact[] = {
	{ "phone behind NAT", "nat-contact-private", "info possible",
	  "198.51.100.7:40000 gives the private address 10.23.0.21", 0, {
		{ 0, OUT, SRV, REGISTER(R(HOME), HOME, "") },
		{ .1, SRV, OUT, OKR(R(HOME), "Contact: <sip:a@" HOME ">\n") } } },
	{ "inside one private network", "-", NULL, NULL, 0, {
		{ 0, LAN1, LAN2, REGISTER(R("192.168.1.10"), "192.168.1.10",
					  "") },
		{ .1, LAN2, LAN1, OKR(R("192.168.1.10"), "Contact: <sip:a@" "192.168.1.10" ">\n") } } },
	{ "behind a proxy", "-", NULL, NULL, 0, {
		{ 0, OUT, SRV, REGISTER(R("198.51.100.7:40000"), HOME,
			"Via: SIP/2.0/UDP 10.23.0.21;branch=z9hG4bK0\n") },
		{ .1, SRV, OUT, OKR(R("198.51.100.7:40000"),
				   "Contact: <sip:a@" HOME ">\n") } } },
	{ "with outbound", "-", NULL, NULL, 0, {
		{ 0, OUT, SRV, REGISTER(R(HOME), HOME ";ob", "") },
		{ .1, SRV, OUT, OKR(R(HOME), "Contact: <sip:a@" HOME ";ob" ">\n") } } },
	{ "with Path", "-", NULL, NULL, 0, {
		{ 0, OUT, SRV, REGISTER(R(HOME), HOME,
					"Path: <sip:203.0.113.9;lr>\n") },
		{ .1, SRV, OUT, OKR(R(HOME), "Contact: <sip:a@" HOME ">\n") } } },
	{ "a name for WebSocket", "-", NULL, NULL, 0, {
		{ 0, OUT, SRV, REGISTER(R("x.invalid"), "y.invalid", "") },
		{ .1, SRV, OUT, OKR(R("x.invalid"), "Contact: <sip:a@" "y.invalid" ">\n") } } },
	{ "sound at the private address",
	  "nat-contact-private nat-sdp-private", "info possible",
	  "at the private address 10.23.0.21 port 4000", 0, {
		{ 0, OUT, SRV, INVITE(R(HOME), HOME, "") SDP(HOME) },
		{ .1, SRV, OUT, OK("INVITE", R(HOME), "") SDP("203.0.113.5") },
		{ .2, OUT, SRV, ACK(R(HOME)) } } },
	{ "with candidates", "ice-mismatch nat-contact-private", NULL, NULL, 0, {
		{ 0, OUT, SRV, INVITE(R(HOME), HOME, "") SDP(HOME)
		  "a=ice-ufrag:1\na=candidate:1 1 UDP 1 198.51.100.7 4000 typ "
		  "srflx raddr 10.23.0.21 rport 4000\n" },
		{ .1, SRV, OUT, OK("INVITE", R(HOME), "") SDP("203.0.113.5") },
		{ .2, OUT, SRV, ACK(R(HOME)) } } },
	{ "a call inside one private network", "-", NULL, NULL, 0, {
		{ 0, LAN1, LAN2, INVITE(R("192.168.1.10"), "192.168.1.10", "")
		  SDP("192.168.1.10") },
		{ .1, LAN2, LAN1, OK("INVITE", R("192.168.1.10"), "")
		  SDP("192.168.1.20") },
		{ .2, LAN1, LAN2, ACK(R("192.168.1.10")) } } },
};

static const struct nat_case loopback[] = {
	{ "in Contact", "addr-loopback", "error certain",
	  "gives 127.0.1.1 as its own address in Contact", 0, {
		{ 0, OUT, SRV, REGISTER(R("198.51.100.7"), "127.0.1.1", "") },
		{ .1, SRV, OUT, OKR(R("198.51.100.7"), "Contact: <sip:a@" "127.0.1.1" ">\n") } } },
	{ "in c=, in a LAN too", "addr-loopback", "error certain",
	  "as its own address in c=", 0, {
		{ 0, LAN1, LAN2, INVITE(R("192.168.1.10"), "192.168.1.10", "")
		  SDP("127.0.0.1") },
		{ .1, LAN2, LAN1, OK("INVITE", R("192.168.1.10"), "")
		  SDP("192.168.1.20") },
		{ .2, LAN1, LAN2, ACK(R("192.168.1.10")) } } },
	{ "in Via, with rport", "addr-loopback", "warning certain",
	  "only received and rport bring the answers back", 0, {
		{ 0, OUT, SRV, REGISTER(R("127.0.0.1"), "198.51.100.7", "") },
		{ .1, SRV, OUT, OKR(R("127.0.0.1"), "Contact: <sip:a@" "198.51.100.7" ">\n") } } },
	{ "in Via, without rport", "addr-loopback", "error certain", NULL, 0, {
		{ 0, OUT, SRV, REGISTER(V("127.0.0.1"), "198.51.100.7", "") },
		{ .1, SRV, OUT, OKR(V("127.0.0.1"), "Contact: <sip:a@" "198.51.100.7" ">\n") } } },
	{ "on the host itself", "-", NULL, NULL, 0, {
		{ 0, "127.0.0.1:5070", "127.0.0.1:5060",
		  REGISTER(V("127.0.0.1:5070"), "127.0.0.1:5070", "") },
		{ .1, "127.0.0.1:5060", "127.0.0.1:5070",
		  OKR(V("127.0.0.1:5070"), "Contact: <sip:a@" "127.0.0.1:5070" ">\n") } } },
	{ "0.0.0.0 in a first offer", "addr-loopback", "error likely",
	  "gives 0.0.0.0", 0, {
		{ 0, LAN1, LAN2, INVITE(R("192.168.1.10"), "192.168.1.10", "")
		  SDP("0.0.0.0") },
		{ .1, LAN2, LAN1, OK("INVITE", R("192.168.1.10"), "")
		  SDP("192.168.1.20") },
		{ .2, LAN1, LAN2, ACK(R("192.168.1.10")) } } },
	{ "0.0.0.0 with candidates to come", "ice-mismatch", NULL, NULL, 0, {
		{ 0, LAN1, LAN2, INVITE(R("192.168.1.10"), "192.168.1.10", "")
		  SDP("0.0.0.0") "a=ice-ufrag:1\na=ice-pwd:2\n" },
		{ .1, LAN2, LAN1, OK("INVITE", R("192.168.1.10"), "")
		  SDP("192.168.1.20") },
		{ .2, LAN1, LAN2, ACK(R("192.168.1.10")) } } },
	{ "outbound makes up for it", "addr-loopback", "warning certain", NULL,
	  0, {
		{ 0, OUT, SRV, REGISTER(R("198.51.100.7"), "127.0.0.1;ob", "") },
		{ .1, SRV, OUT, OKR(R("198.51.100.7"), "Contact: <sip:a@" "127.0.0.1;ob" ">\n") } } },
	{ "loopback, not private as well", "addr-loopback",
	  NULL, NULL, 0, {
		{ 0, OUT, SRV, REGISTER(R("127.0.0.1"), HOME, "") },
		{ .1, SRV, OUT, OKR(R("127.0.0.1"), "Contact: <sip:a@" HOME ">\n") } } },
};

static const struct nat_case via[] = {
	{ "the answer goes to the port in Via", "nat-via-private",
	  "warning likely", "the answer went to port 5060", 0, {
		{ 0, OUT, SRV, START("OPTIONS", "sip:x", V(HOME))
		  IDS("1", "OPTIONS") },
		{ .1, SRV, "198.51.100.7:5060", OK("OPTIONS", V(HOME), "") },
		{ 50, NULL, NULL, NULL } } },
	{ "the server answers to the source", "-", NULL, NULL, 0, {
		{ 0, OUT, SRV, START("OPTIONS", "sip:x", V(HOME))
		  IDS("1", "OPTIONS") },
		{ .1, SRV, OUT, OK("OPTIONS", V(HOME), "") },
		{ 50, NULL, NULL, NULL } } },
	{ "the ports are the same", "-", NULL, NULL, 0, {
		{ 0, "198.51.100.7:5060", SRV, START("OPTIONS", "sip:x",
			V(HOME)) IDS("1", "OPTIONS") },
		{ .1, SRV, "198.51.100.7:5060", OK("OPTIONS", V(HOME), "") },
		{ 50, NULL, NULL, NULL } } },
	{ "rport, and not answered there", "resp-wrong-port", "error certain",
	  "sends its 200 to 198.51.100.7:5060, although the OPTIONS came from "
	  "198.51.100.7:40000", 0, {
		{ 0, OUT, SRV, START("OPTIONS", "sip:x", R(HOME))
		  IDS("1", "OPTIONS") },
		{ .1, SRV, "198.51.100.7:5060", OK("OPTIONS", R(HOME), "") },
		{ 50, NULL, NULL, NULL } } },
	{ "from another port of the server", "resp-wrong-port", "error likely",
	  NULL, 0, {
		{ 0, OUT, SRV, START("OPTIONS", "sip:x", R(HOME))
		  IDS("1", "OPTIONS") },
		{ .1, "203.0.113.5:5070", "198.51.100.7:5060",
		  OK("OPTIONS", R(HOME), "") },
		{ 50, NULL, NULL, NULL } } },
	{ "seen on both sides of a NAT", "-", NULL, NULL, 0, {
		{ 0, HOME ":5060", SRV, START("OPTIONS", "sip:x", R(HOME))
		  IDS("1", "OPTIONS") },
		{ .01, OUT, SRV, START("OPTIONS", "sip:x", R(HOME))
		  IDS("1", "OPTIONS") },
		{ .1, SRV, OUT, OK("OPTIONS", R(HOME), "") },
		{ .11, SRV, HOME ":5060", OK("OPTIONS", R(HOME), "") },
		{ 50, NULL, NULL, NULL } } },
	{ "received tells", "nat-received", "info certain",
	  "it says 10.23.0.21 and is seen as 198.51.100.7 port 40000", 0, {
		{ 0, HOME ":5060", SRV, REGISTER(R(HOME), HOME, "") },
		{ .1, SRV, HOME ":5060", OKR(HOME
		  ";received=198.51.100.7;rport=40000;branch=z9hG4bK1", "Contact: <sip:a@" HOME ">\n") } } },
	{ "received is what it says", "-", NULL, NULL, 0, {
		{ 0, LAN1, SRV, REGISTER(R("192.168.1.10"), "192.168.1.10",
					 "") },
		{ .1, SRV, LAN1, OKR("192.168.1.10;"
		  "received=192.168.1.10;rport=5060;branch=z9hG4bK1", "Contact: <sip:a@" "192.168.1.10" ">\n") } } },
	{ "a name has received", "-", NULL, NULL, 0, {
		{ 0, LAN1, SRV, REGISTER(R("pc.example"), "192.168.1.10", "") },
		{ .1, SRV, LAN1, OKR("pc.example;"
		  "received=192.168.1.10;rport=5060;branch=z9hG4bK1", "Contact: <sip:a@" "192.168.1.10" ">\n") } } },
	{ "two private networks", "nat-double", "info possible",
	  "it says 10.23.0.21 and comes from 192.168.1.10", 0, {
		{ 0, LAN1, LAN2, REGISTER(R(HOME), HOME, "") },
		{ .1, LAN2, LAN1, OKR(R(HOME), "Contact: <sip:a@" HOME ">\n") } } },
	{ "two of one /16", "-", NULL, NULL, 0, {
		{ 0, LAN1, LAN2, REGISTER(R("192.168.7.10"), "192.168.7.10",
					  "") },
		{ .1, LAN2, LAN1, OKR(R("192.168.7.10"), "Contact: <sip:a@" "192.168.7.10" ">\n") } } },
	{ "not on the first hop", "-", NULL, NULL, 0, {
		{ 0, LAN1, LAN2, REGISTER(R(HOME), HOME,
			"Via: SIP/2.0/UDP 10.1.1.1;branch=z9hG4bK0\n") },
		{ .1, LAN2, LAN1, OKR(R(HOME), "Contact: <sip:a@" HOME ">\n") } } },
	{ "a router that rewrites", "alg-rewrite", "warning certain",
	  "a router on the way (198.51.100.7) changed Contact of the REGISTER",
	  0, {
		{ 0, HOME ":5060", SRV, REGISTER(R(HOME), HOME, "") },
		{ .01, OUT, SRV, REGISTER(R(HOME), "198.51.100.7", "") },
		{ .1, SRV, OUT, OKR(R(HOME), "Contact: <sip:a@" "198.51.100.7" ">\n") },
		{ .11, SRV, HOME ":5060", OKR(R(HOME), "Contact: <sip:a@" HOME ">\n") } } },
	{ "a NAT that does not", "nat-contact-private", NULL, NULL, 0, {
		{ 0, HOME ":5060", SRV, REGISTER(R(HOME), HOME, "") },
		{ .01, OUT, SRV, REGISTER(R(HOME), HOME, "") },
		{ .1, SRV, OUT, OKR(R(HOME), "Contact: <sip:a@" HOME ">\n") },
		{ .11, SRV, HOME ":5060", OKR(R(HOME), "Contact: <sip:a@" HOME ">\n") } } },
	{ "a proxy adds its Via", "-", NULL, NULL, 0, {
		{ 0, HOME ":5060", SRV, REGISTER(R(HOME), HOME, "") },
		{ .01, OUT, SRV, REGISTER(R("198.51.100.7"), "198.51.100.7",
			"Via: SIP/2.0/UDP 10.23.0.21;branch=z9hG4bK1\n") },
		{ .1, SRV, OUT, OKR(R("198.51.100.7"), "Contact: <sip:a@" "198.51.100.7" ">\n") },
		{ .11, SRV, HOME ":5060", OKR(R(HOME), "Contact: <sip:a@" HOME ">\n") } } },
};

#define BYE(uri) START("BYE", uri, "203.0.113.5;branch=z9hG4bKb") \
	IDSB("1", "BYE")

static const struct nat_case inside[] = {
	{ "a bare host name", "contact-unroutable-host", "warning possible",
	  "nobody outside can resolve `pbx', the Contact", 0, {
		{ 0, SRV, OUT, BYE("sip:a@pbx") },
		{ 1, OUT, SRV, "SIP/2.0 478 No\nVia: SIP/2.0/UDP 203.0.113.5;"
		  "branch=z9hG4bKb\n" IDSB("1", "BYE") } } },
	{ "a full name", "status-478", NULL, NULL, 0, {
		{ 0, SRV, OUT, BYE("sip:a@pbx.example.com") },
		{ 1, OUT, SRV, "SIP/2.0 478 No\nVia: SIP/2.0/UDP 203.0.113.5;"
		  "branch=z9hG4bKb\n" IDSB("1", "BYE") } } },
	{ "a name for WebSocket", "status-478", NULL, NULL, 0, {
		{ 0, SRV, OUT, BYE("sip:a@pbx.invalid") },
		{ 1, OUT, SRV, "SIP/2.0 478 No\nVia: SIP/2.0/UDP 203.0.113.5;"
		  "branch=z9hG4bKb\n" IDSB("1", "BYE") } } },
	{ "a bare name that resolves", "-", NULL, NULL, 0, {
		{ 0, SRV, OUT, BYE("sip:a@pbx") },
		{ 1, OUT, SRV, "SIP/2.0 200 OK\nVia: SIP/2.0/UDP 203.0.113.5;"
		  "branch=z9hG4bKb\n" IDSB("1", "BYE") } } },
};

static void play(struct feed *f, const struct nat_case *c)
{
	f->transport = c->transport;
	for (size_t i = 0; i < N(c->steps) && c->steps[i].at +
	     !!c->steps[i].from; i++) {
		const struct step *s = &c->steps[i];

		if (s->text)
			feed_at(f, s->at, s->from, s->to, s->text);
		else if (s->from)
			f->transport = TRANSPORT_UDP;
		else
			feed_clock(f, s->at);
	}
	feed_end(f);
}

static void run(const struct nat_case *c)
{
	static struct feed f;
	const struct feed_found *x;
	char names[512], how[32];

	feed_init(&f);
	play(&f, c);
	feed_names(&f, names, sizeof(names));
	if (strcmp(names, c->names))
		fail_msg("%s: found `%s', want `%s'", c->label, names,
			 c->names);
	x = f.n ? &f.found[f.n - 1] : NULL;
	snprintf(how, sizeof(how), "%s %s",
		 x ? catalog_severity_name(x->severity) : "",
		 x ? catalog_certainty_name(x->certainty) : "");
	if (c->last && strcmp(how, c->last))
		fail_msg("%s: is `%s', want `%s'", c->label, how, c->last);
	if (c->title && (!x || !strstr(x->title, c->title)))
		fail_msg("%s: title `%s'", c->label, x ? x->title : "");
	if (x && !x->marks[0])
		fail_msg("%s: no evidence", c->label);
	feed_fini(&f);
}

static void test_contact(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(contact); i++)
		run(&contact[i]);
}

static void test_loopback(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(loopback); i++)
		run(&loopback[i]);
}

static void test_via(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(via); i++)
		run(&via[i]);
}

static void test_inside(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(inside); i++)
		run(&inside[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_contact),
		cmocka_unit_test(test_loopback),
		cmocka_unit_test(test_via),
		cmocka_unit_test(test_inside),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
