/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules about ICE in offers and answers. */
#include "feed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define IDS "From: <sip:a@x>;tag=1\nTo: <sip:b@x>%s\nCall-ID: c1\n" \
	"CSeq: 1 %s\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK%d\n" \
	"Contact: <sip:u@192.0.2.1>\nMax-Forwards: 70\n"
#define SDP(session, ip, media) "v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\nc=IN IP4 " \
	ip "\nt=0 0\n" session media
#define PCMA "m=audio 4000 RTP/AVP 8\n"
#define WEB "m=audio 4000 UDP/TLS/RTP/SAVPF 8\na=fingerprint:sha-256 00\n" \
	"a=rtcp-mux\n"
#define ICE "a=ice-ufrag:abcd\na=ice-pwd:0123456789012345678901\n"
#define LITE "a=ice-lite\n"
#define CAND(ip) "a=candidate:1 1 UDP 2130706431 " ip " 4000 typ host\n" \
	"a=candidate:1 2 UDP 2130706430 " ip " 4001 typ host\n"
#define PEER "198.51.100.7"
#define LAN "10.0.0.7"

static const struct ice_case {
	const char *label, *names, *last, *title;
	const char *a, *b;      /* addresses; NULL: PEER, 203.0.113.5 */
	const char *offer, *answer;
} cases[] = {
	{ "not answered", "ice-mismatch", "info likely",
	  "203.0.113.5 answers without ICE; the sound goes straight to "
	  "203.0.113.5 port 4000", NULL, NULL,
	  SDP("", PEER, PCMA ICE), SDP("", "203.0.113.5", PCMA) },
	{ "answered", "-", NULL, NULL, NULL, NULL,
	  SDP("", PEER, PCMA ICE), SDP("", "203.0.113.5", PCMA ICE) },
	{ "above the media", "-", NULL, NULL, NULL, NULL,
	  SDP(ICE, PEER, PCMA), SDP(ICE, "203.0.113.5", PCMA) },
	{ "not offered", "-", NULL, NULL, NULL, NULL,
	  SDP("", PEER, PCMA), SDP("", "203.0.113.5", PCMA) },
	{ "refused media", "sdp-port0", NULL, NULL, NULL, NULL,
	  SDP("", PEER, PCMA ICE "m=video 4002 RTP/AVP 31\n" ICE),
	  SDP("", "203.0.113.5", PCMA ICE "m=video 0 RTP/AVP 31\n") },
	{ "ice-mismatch", "ice-mismatch", "info likely",
	  "203.0.113.5 switches ICE off", NULL, NULL,
	  SDP("", PEER, PCMA ICE),
	  SDP("", "203.0.113.5", PCMA ICE "a=ice-mismatch\n") },
	{ "a private default", "ice-mismatch", "warning likely",
	  "so it will send its sound to 10.0.0.7", NULL, NULL,
	  SDP("", LAN, PCMA ICE), SDP("", "203.0.113.5", PCMA) },
	{ "private on both sides", "ice-mismatch", "info likely",
	  "10.0.0.8 answers without ICE; the sound", LAN, "10.0.0.8",
	  SDP("", LAN, PCMA ICE), SDP("", "10.0.0.8", PCMA) },
	{ "a browser gets none", "ice-mismatch", "warning likely",
	  "203.0.113.5 answers without ICE: a browser", NULL,
	  NULL, SDP("", PEER, WEB "a=setup:actpass\n" ICE),
	  SDP("", "203.0.113.5", WEB "a=setup:active\n") },
	{ "another profile says it all", "sdp-profile", NULL, NULL, NULL, NULL,
	  SDP("", PEER, WEB "a=setup:actpass\n" ICE),
	  SDP("", "203.0.113.5", PCMA) },
	{ "lite and private", "ice-lite-private", "error likely",
	  "the server 203.0.113.5 offers only private addresses to "
	  "198.51.100.7 (10.0.0.7)", NULL, NULL,
	  SDP("", PEER, PCMA ICE), SDP(LITE, LAN, PCMA ICE CAND(LAN)) },
	{ "the offerer is lite", "ice-lite-private", NULL,
	  "the server 198.51.100.7 offers", NULL, NULL,
	  SDP(LITE, LAN, PCMA ICE CAND(LAN)),
	  SDP("", "203.0.113.5", PCMA ICE) },
	{ "a public candidate, too", "-", NULL, NULL, NULL, NULL,
	  SDP("", PEER, PCMA ICE),
	  SDP(LITE, LAN, PCMA ICE CAND(LAN) CAND("203.0.113.5")) },
	{ "a public default", "-", NULL, NULL, NULL, NULL,
	  SDP("", PEER, PCMA ICE),
	  SDP(LITE, "203.0.113.5", PCMA ICE CAND(LAN)) },
	{ "a full agent", "-", NULL, NULL, NULL, NULL,
	  SDP("", PEER, PCMA ICE), SDP("", LAN, PCMA ICE CAND(LAN)) },
	{ "no candidates", "-", NULL, NULL, NULL, NULL,
	  SDP("", PEER, PCMA ICE), SDP(LITE, LAN, PCMA ICE) },
	{ "a name for an address", "-", NULL, NULL, NULL, NULL,
	  SDP("", PEER, PCMA ICE),
	  SDP(LITE, LAN, PCMA ICE CAND("6f2c.local")) },
	{ "in one network", "-", NULL, NULL, LAN, "10.0.0.8",
	  SDP("", LAN, PCMA ICE),
	  SDP(LITE, "10.0.0.8", PCMA ICE CAND("10.0.0.8")) },
};

static void say(struct feed *f, double at, const char *a, const char *b,
		const char *start, const char *tag, const char *method,
		const char *sdp)
{
	char from[40], to[40];

	snprintf(from, sizeof(from), "%s:5060", a);
	snprintf(to, sizeof(to), "%s:5060", b);
	feed_fmt(f, at, from, to, "%s\n" IDS "%s%s", start, tag, method,
		 strcmp(method, "ACK") ? 1 : 2,
		 sdp ? "Content-Type: application/sdp\n\n" : "",
		 sdp ? sdp : "");
}

/* What others say about private addresses is left out. */
static const struct feed_found *names_of(const struct feed *f, char *buf,
					 size_t size)
{
	const struct feed_found *x = NULL;
	size_t at = 0;

	snprintf(buf, size, "-");
	for (unsigned i = 0; i < f->n; i++) {
		if (!strncmp(f->found[i].name, "nat-", 4))
			continue;
		x = &f->found[i];
		at += (size_t)snprintf(buf + at, size - at, "%s%s",
				       at ? " " : "", x->name);
	}
	return x;
}

static void run(const struct ice_case *c)
{
	const char *a = c->a ? c->a : PEER, *b = c->b ? c->b : "203.0.113.5";
	const struct feed_found *x;
	char names[256], how[32] = "";
	static struct feed f;

	feed_init(&f);
	say(&f, 0, a, b, "INVITE sip:b@x SIP/2.0", "", "INVITE", c->offer);
	say(&f, 1, b, a, "SIP/2.0 200 OK", ";tag=2", "INVITE", c->answer);
	say(&f, 1.1, a, b, "ACK sip:u@192.0.2.1 SIP/2.0", ";tag=2", "ACK",
	    NULL);
	feed_end(&f);
	x = names_of(&f, names, sizeof(names));
	if (strcmp(names, c->names))
		fail_msg("%s: found `%s', want `%s'", c->label, names,
			 c->names);
	if (x)
		snprintf(how, sizeof(how), "%s %s",
			 catalog_severity_name(x->severity),
			 catalog_certainty_name(x->certainty));
	if (c->last && strcmp(how, c->last))
		fail_msg("%s: is `%s', want `%s'", c->label, how, c->last);
	if (c->title && (!x || !strstr(x->title, c->title)))
		fail_msg("%s: title `%s'", c->label, x ? x->title : "");
	if (x && !strncmp(x->name, "ice-", 4) && !strstr(x->marks, "a=ice"))
		fail_msg("%s: marks `%s'", c->label, x->marks);
	feed_fini(&f);
}

static void test_ice(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(cases); i++)
		run(&cases[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_ice) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
