/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules about answers to a challenge that are wrong in themselves. */
#include "rule_cases.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define ASK_X(nonce, more) "WWW-Authenticate: Digest realm=\"x\", nonce=\"" \
	nonce "\"" more "\n"
#define ASK(nonce) ASK_X(nonce, "")
#define ASK_P(nonce) "Proxy-Authenticate: Digest realm=\"p\", nonce=\"" nonce \
	"\"\n"
#define DIGEST(realm, nonce, uri, more) "Digest username=\"al\", realm=\"" \
	realm "\", nonce=\"" nonce "\", uri=\"" uri "\", response=\"0\"" more \
	"\n"
#define GIVE_X(nonce, more) "Authorization: " DIGEST("x", nonce, "sip:x", more)
#define GIVE_I(nonce) "Authorization: " DIGEST("x", nonce, "sip:bob@x", "")
#define GIVE(nonce) GIVE_X(nonce, "")
#define GIVE_P(nonce) "Proxy-Authorization: " \
	DIGEST("p", nonce, "sip:bob@x", "")
#define SHA ", algorithm=SHA-256"
#define QOP ", qop=\"auth\""
#define FULL(nc) ", qop=auth, cnonce=\"c\", nc=" nc

static const struct rule_case headers[] = {
	{ "401 answered in Proxy-Authorization", "auth-wrong-header status-401",
	  NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		{ .1, "< 401 INVITE 1", ASK("n1") },
		{ .2, "> INVITE 2", "Proxy-" GIVE_I("n1") },
		{ .3, "< 401 INVITE 2", ASK("n2") } } },
	{ "407 answered in Authorization", "auth-wrong-header* status-407",
	  "error certain", "the 407 in `Authorization'; it belongs into "
	  "`Proxy-Authorization'", "into `Proxy-Authorization'",
	  "| n1 | the wrong header", {
		{ .2, "> INVITE 1", NULL },
		{ .2, "< 407 INVITE 1", ASK_P("n1") },
		{ .2, "> INVITE 2", "Authorization: "
		  DIGEST("p", "n1", "sip:bob@x", "") },
		{ .3, "< 403 INVITE 2", NULL } } },
	{ "the server takes it", "auth-first-challenge", NULL, NULL, NULL,
	  NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK("n1") },
		{ .2, "> REGISTER 2", "Proxy-" GIVE("n1") },
		{ .3, "< 200 REGISTER 2", NULL } } },
	{ "in both", "status-401 auth-wrong-password", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK("n1") },
		{ .2, "> REGISTER 2", "Proxy-" GIVE("n1") GIVE("n1") },
		{ .3, "< 401 REGISTER 2", ASK("n2") } } },
	{ "the other one is of another server", "status-401 "
	  "auth-wrong-password", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK("n1") },
		{ .2, "> REGISTER 2", GIVE_P("n7") GIVE("n1") },
		{ .3, "< 401 REGISTER 2", ASK("n2") } } },
};

static const struct rule_case realms[] = {
	{ "another realm", "auth-realm-mismatch status-401", "info certain",
	  NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK("n1") },
		{ .2, "> REGISTER 2", "Authorization: "
		  DIGEST("X", "n1", "sip:x", "") },
		{ .3, "< 401 REGISTER 2", ASK("n2") } } },
	{ "what it says", "auth-realm-mismatch* status-401", "error likely",
	  "logs in for realm \"X\", but 10.0.0.2:5060 asks for \"x\"",
	  "to \"x\", or empty", "| X | not asked for", {
		{ .1, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK("n1") },
		{ .2, "> REGISTER 2", "Authorization: "
		  DIGEST("X", "n1", "sip:x", "") },
		{ .3, "< 403 REGISTER 2", NULL } } },
	{ "one of several fits", "status-401 auth-wrong-password", NULL, NULL,
	  NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK("n1") },
		{ .2, "> REGISTER 2", "Authorization: "
		  DIGEST("y", "n9", "sip:x", "") GIVE("n1") },
		{ .3, "< 401 REGISTER 2", ASK("n2") } } },
	{ "of an earlier server, before any challenge", "status-401", NULL,
	  NULL, NULL, NULL, {
		{ .2, "> REGISTER 2", "Authorization: "
		  DIGEST("y", "n1", "sip:x", "") },
		{ .3, "< 401 REGISTER 2", ASK("n2") } } },
	{ "the server takes it", "auth-first-challenge", NULL, NULL, NULL,
	  NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK("n1") },
		{ .2, "> REGISTER 2", "Authorization: "
		  DIGEST("X", "n1", "sip:x", "") },
		{ .3, "< 200 REGISTER 2", NULL } } },
	{ "a proxy asks first, then the server", "status-407 status-401 "
	  "status-401", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		{ .1, "< 407 INVITE 1", ASK_P("n1") },
		{ .2, "> INVITE 2", GIVE_P("n1") },
		{ .3, "< 401 INVITE 2", ASK("n2") },
		{ .4, "> INVITE 3", GIVE_P("n1") },
		{ .5, "< 401 INVITE 3", ASK("n3") } } },
};

static const struct rule_case algorithms[] = {
	{ "MD5 to SHA-256", "auth-algorithm status-401", NULL, NULL, NULL,
	  NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK_X("n1", SHA) },
		{ .2, "> REGISTER 2", GIVE("n1") },
		{ .3, "< 401 REGISTER 2", ASK_X("n2", SHA) } } },
	{ "what it says; 403 is its consequence", "auth-algorithm* status-401",
	  "error likely", "by SHA-256; 10.0.0.1:5060 answers with MD5",
	  "Or update 10.0.0.1:5060", "| MD5 | answered with another", {
		{ .1, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK_X("n1", SHA) },
		{ .2, "> REGISTER 2", GIVE_X("n1", ", algorithm=MD5") },
		{ .3, "< 403 REGISTER 2", NULL } } },
	{ "one MD5 among them", "status-401 auth-wrong-password", NULL, NULL,
	  NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK_X("n1", SHA) ASK("n1") },
		{ .2, "> REGISTER 2", GIVE("n1") },
		{ .3, "< 401 REGISTER 2", ASK_X("n2", SHA) ASK("n2") } } },
	{ "answered with the same", "status-401 auth-wrong-password", NULL,
	  NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK_X("n1", SHA) },
		{ .2, "> REGISTER 2", GIVE_X("n1", SHA) },
		{ .3, "< 401 REGISTER 2", ASK_X("n2", SHA) } } },
	{ "AKA is of mobile networks", "status-401 auth-wrong-password", NULL,
	  NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK_X("n1", ", algorithm=AKAv1-MD5") },
		{ .2, "> REGISTER 2", GIVE("n1") },
		{ .3, "< 401 REGISTER 2",
		  ASK_X("n2", ", algorithm=AKAv1-MD5") } } },
	{ "silent", "status-401 auth-algorithm", "error likely",
	  "asks for a login by SHA-256, and 10.0.0.1:5060 never answers",
	  "with algorithm=MD5", "| SHA-256 | the only algorithm", {
		{ 0, "> REGISTER 1", NULL },
		{ 0, "< 401 REGISTER 1", ASK_X("n1", SHA) },
		{ 40, "> REGISTER 2", NULL },
		{ 40, "< 401 REGISTER 2", ASK_X("n2", SHA) },
		{ 50, "clock", NULL } } },
	{ "silent, with MD5", "status-401 auth-client-silent", NULL, NULL, NULL,
	  NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ 0, "< 401 REGISTER 1", ASK_X("n1", SHA) ASK("n1") },
		{ 40, "> REGISTER 2", NULL },
		{ 40, "< 401 REGISTER 2", ASK_X("n2", SHA) ASK("n2") },
		{ 50, "clock", NULL } } },
};

static const struct rule_case qops[] = {
	{ "no qop in the answer", "auth-qop* status-401", "error likely",
	  "qop=\"auth\" without qop, cnonce, nc", "challenge without qop",
	  "| auth | wants qop", {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK_X("n1", QOP) },
		{ .2, "> REGISTER 2", GIVE("n1") },
		{ .3, "< 400 REGISTER 2", NULL } } },
	{ "no nc, challenged again", "auth-qop status-401", NULL, NULL, NULL,
	  NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK_X("n1", QOP) },
		{ .2, "> REGISTER 2", GIVE_X("n1", ", qop=auth, cnonce=\"c\"") },
		{ .3, "< 401 REGISTER 2", ASK_X("n2", QOP) } } },
	{ "the server takes the old form", "auth-first-challenge", NULL, NULL,
	  NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK_X("n1", QOP) },
		{ .2, "> REGISTER 2", GIVE("n1") },
		{ .3, "< 200 REGISTER 2", NULL } } },
	{ "all there", "status-401 auth-wrong-password", NULL, NULL, NULL,
	  NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK_X("n1", QOP) },
		{ .2, "> REGISTER 2", GIVE_X("n1", FULL("00000001")) },
		{ .3, "< 401 REGISTER 2", ASK_X("n2", QOP) } } },
	{ "no qop asked for", "status-401 auth-wrong-password", NULL, NULL,
	  NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK("n1") },
		{ .2, "> REGISTER 2", GIVE("n1") },
		{ .3, "< 401 REGISTER 2", ASK("n2") } } },
	{ "the same nc again", "auth-first-challenge auth-qop", "error likely",
	  "sends nc=00000001 after nc=00000001", NULL,
	  "| 00000001 | has to be higher", {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK_X("n1", QOP) },
		{ .2, "> REGISTER 2", GIVE_X("n1", FULL("00000001")) },
		{ .3, "< 200 REGISTER 2", NULL },
		{ 9, "> REGISTER 3", GIVE_X("n1", FULL("00000001")) },
		{ 9.1, "< 401 REGISTER 3", ASK_X("n2", QOP) } } },
	{ "the same nc, refused the first time, too", "auth-wrong-password* "
	  "status-401 auth-wrong-password", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK_X("n1", QOP) },
		{ .2, "> REGISTER 2", GIVE_X("n1", FULL("00000001")) },
		{ .3, "< 401 REGISTER 2", ASK_X("n1", QOP) },
		{ 9, "> REGISTER 3", GIVE_X("n1", FULL("00000001")) },
		{ 9.1, "< 401 REGISTER 3", ASK_X("n2", QOP) } } },
	{ "the same nc, refused where the capture begins", "status-401 auth-wrong-password",
	  NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 2", GIVE_X("n1", FULL("00000001")) },
		{ .1, "< 401 REGISTER 2", ASK_X("n1", QOP) },
		{ .2, "> REGISTER 3", GIVE_X("n1", FULL("00000001")) },
		{ .3, "< 401 REGISTER 3", ASK_X("n1", QOP) } } },
	{ "a higher nc", "auth-first-challenge status-401", NULL, NULL, NULL,
	  NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK_X("n1", QOP) },
		{ .2, "> REGISTER 2", GIVE_X("n1", FULL("00000009")) },
		{ .3, "< 200 REGISTER 2", NULL },
		{ 9, "> REGISTER 3", GIVE_X("n1", FULL("0000000a")) },
		{ 9.1, "< 401 REGISTER 3", ASK_X("n2", QOP) } } },
	{ "the same nc of a nonce that is stale", "auth-first-challenge "
	  "auth-stale", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK_X("n1", QOP) },
		{ .2, "> REGISTER 2", GIVE_X("n1", FULL("00000001")) },
		{ .3, "< 200 REGISTER 2", NULL },
		{ 9, "> REGISTER 3", GIVE_X("n1", FULL("00000001")) },
		{ 9.1, "< 401 REGISTER 3", ASK_X("n2", QOP ", stale=true") } } },
	{ "a new nonce begins at 1", "auth-first-challenge status-401 "
	  "auth-wrong-password", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK_X("n1", QOP) },
		{ .2, "> REGISTER 2", GIVE_X("n1", FULL("00000001")) },
		{ .3, "< 200 REGISTER 2", NULL },
		{ 9, "> REGISTER 3", NULL },
		{ 9.1, "< 401 REGISTER 3", ASK_X("n2", QOP) },
		{ 9.2, "> REGISTER 4", GIVE_X("n2", FULL("00000001")) },
		{ 9.3, "< 401 REGISTER 4", ASK_X("n3", QOP) } } },
};

static void register_(struct feed *f, double at, const char *branch,
		      unsigned cseq, const char *extra)
{
	feed_fmt(f, at, "10.0.0.1:5060", "10.0.0.2:5060",
		 "REGISTER sip:x SIP/2.0\nVia: SIP/2.0/UDP 10.0.0.1:5060;"
		 "branch=z9hG4bK%s\nFrom: <sip:al@x>;tag=1\nTo: <sip:al@x>\n"
		 "Max-Forwards: 70\nCall-ID: c\nCSeq: %u REGISTER\n%s", branch, cseq, extra);
}

static void answer(struct feed *f, double at, const char *branch,
		   unsigned cseq, const char *what)
{
	feed_fmt(f, at, "10.0.0.2:5060", "10.0.0.1:5060",
		 "SIP/2.0 %s\nVia: SIP/2.0/UDP 10.0.0.1:5060;"
		 "branch=z9hG4bK%s\nFrom: <sip:al@x>;tag=1\n"
		 "To: <sip:al@x>;tag=2\nCall-ID: c\nCSeq: %u REGISTER\n"
		 ASK("n1"), what, branch, cseq);
}

/* The second REGISTER of a login: its branch, CSeq and what comes back. */
static const struct {
	const char *label, *branch;
	unsigned cseq;
	const char *answer, *names, *title;
} numbers[] = {
	{ "challenged again", "2", 1, "401 Unauthorized",
	  "auth-cseq status-401", "same CSeq 1 as the challenged REGISTER" },
	{ "loop detected", "2", 1, "482 Loop", "auth-cseq status-401",
	  "it has to be 2" },
	{ "absorbed", "2", 1, NULL, "auth-cseq status-401", "CSeq 1" },
	{ "accepted", "2", 1, "200 OK", "auth-first-challenge", NULL },
	{ "the next number", "2", 2, "401 Unauthorized",
	  "status-401 auth-wrong-password", NULL },
	{ "a repetition", "1", 1, "401 Unauthorized", "status-401", NULL },
};

static void test_numbers(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(numbers); i++) {
		static struct feed f;
		const struct feed_found *x;
		char names[256];

		feed_init(&f);
		register_(&f, 0, "1", 1, "");
		answer(&f, .1, "1", 1, "401 Unauthorized");
		register_(&f, .2, numbers[i].branch, numbers[i].cseq,
			  GIVE("n1"));
		if (numbers[i].answer)
			answer(&f, .3, numbers[i].branch, numbers[i].cseq,
			       numbers[i].answer);
		for (int k = 0; !numbers[i].answer && k < 4; k++)
			register_(&f, .7 + k * 2, numbers[i].branch,
				  numbers[i].cseq, GIVE("n1"));
		feed_clock(&f, 70);
		feed_end(&f);
		feed_names(&f, names, sizeof(names));
		if (strcmp(names, numbers[i].names))
			fail_msg("%s: found `%s', want `%s'", numbers[i].label,
				 names, numbers[i].names);
		x = feed_last(&f, "auth-cseq");
		if (numbers[i].title &&
		    (!x || !strstr(x->title, numbers[i].title) ||
		     x->certainty != CERTAINTY_CERTAIN))
			fail_msg("%s: `%s'", numbers[i].label,
				 x ? x->title : "nothing");
		feed_fini(&f);
	}
}

static const struct rule_case refusals[] = {
	{ "INVITE", "auth-then-403 status-407", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		{ .1, "< 407 INVITE 1", ASK_P("n1") },
		{ .2, "> INVITE 2", GIVE_P("n1") },
		{ .3, "< 403 INVITE 2", NULL } } },
	{ "what it says", "auth-then-403* status-407", "error likely", "took the login of "
	  "\"al\", but refuses the call to bob: \"No credit\"", "Dial bob again",
	  "| n1 | answers the challenge", {
		{ 0, "> INVITE 1", NULL },
		{ .1, "< 407 INVITE 1", ASK_P("n1") },
		{ .2, "> INVITE 2", GIVE_P("n1") },
		{ .3, "< 403 INVITE 2 No credit", NULL } } },
	{ "no challenge before", "status-403", NULL, NULL, NULL, NULL, {
		{ .2, "> INVITE 2", GIVE_P("n1") },
		{ .3, "< 403 INVITE 2", NULL } } },
	{ "no credentials", "status-403 status-407", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		{ .1, "< 407 INVITE 1", ASK_P("n1") },
		{ .2, "> INVITE 2", NULL },
		{ .3, "< 403 INVITE 2", NULL } } },
	{ "a message is no call", "status-403 status-407", NULL, NULL, NULL,
	  NULL, {
		{ 0, "> MESSAGE 1", NULL },
		{ .1, "< 407 MESSAGE 1", ASK_P("n1") },
		{ .2, "> MESSAGE 2", GIVE_P("n1") },
		{ .3, "< 403 MESSAGE 2", NULL } } },
};

#define C "Contact: <sip:alice@10.0.0.1>\n"
#define GIVE_URI(uri) "Authorization: " DIGEST("x", "n1", uri, "")
static const struct rule_case uris[] = {
	{ "only the domain", "auth-uri-mismatch status-401", NULL, NULL, NULL,
	  NULL, {
		{ 0, "> MESSAGE 1", NULL },
		{ .1, "< 401 MESSAGE 1", ASK("n1") },
		{ .2, "> MESSAGE 2", GIVE_URI("sip:x") },
		{ .3, "< 400 MESSAGE 2", NULL } } },
	{ "what it says", "auth-uri-mismatch* status-401", "warning possible",
	  "made for `sip:x', but the MESSAGE goes to `sip:bob@x'",
	  "uri=\"sip:bob@x\"", "| sip:bob@x | sent to this one", {
		{ 0, "> MESSAGE 1", NULL },
		{ .1, "< 401 MESSAGE 1", ASK("n1") },
		{ .2, "> MESSAGE 2", GIVE_URI("sip:x") },
		{ .3, "< 400 MESSAGE 2", NULL } } },
	{ "the same URI, written otherwise", "status-400 status-401", NULL,
	  NULL, NULL, NULL, {
		{ 0, "> MESSAGE 1", NULL },
		{ .1, "< 401 MESSAGE 1", ASK("n1") },
		{ .2, "> MESSAGE 2", GIVE_URI("SIP:bob@X:5060") },
		{ .3, "< 400 MESSAGE 2", NULL } } },
	{ "the answer gives its reason", "status-400 status-401", NULL, NULL,
	  NULL, NULL, {
		{ 0, "> MESSAGE 1", NULL },
		{ .1, "< 401 MESSAGE 1", ASK("n1") },
		{ .2, "> MESSAGE 2", GIVE_URI("sip:x") },
		{ .3, "< 400 MESSAGE 2 Body too long", NULL } } },
	{ "the nonce is to blame", "status-401 status-401", NULL, NULL, NULL,
	  NULL, {
		{ 0, "> MESSAGE 1", NULL },
		{ .1, "< 401 MESSAGE 1", ASK("n1") },
		{ .2, "> MESSAGE 2", GIVE_URI("sip:x") },
		{ .3, "< 401 MESSAGE 2 nonce has changed", ASK("n2") } } },
	{ "such a login was taken before", "auth-first-challenge status-401 "
	  "auth-wrong-password", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK("n1") },
		{ .2, "> REGISTER 2", C GIVE_URI("sip:y") },
		{ .3, "< 200 REGISTER 2", C },
		{ 99, "> REGISTER 3", C },
		{ 99.1, "< 401 REGISTER 3", ASK("n1") },
		{ 99.2, "> REGISTER 4", C GIVE_URI("sip:y") },
		{ 99.3, "< 401 REGISTER 4", ASK("n2") } } },
	{ "no such login was taken before", "auth-uri-mismatch* status-401",
	  "warning possible", NULL, "with the right URI as well", NULL, {
		{ 99, "> REGISTER 3", C },
		{ 99.1, "< 401 REGISTER 3", ASK("n1") },
		{ 99.2, "> REGISTER 4", C GIVE_URI("sip:y") },
		{ 99.3, "< 401 REGISTER 4", ASK("n2") } } },
	{ "behind a proxy", "status-400 status-401", NULL, NULL, NULL, NULL, {
		{ 0, "> MESSAGE 1", NULL },
		{ .1, "< 401 MESSAGE 1", ASK("n1") },
		{ .2, "> MESSAGE 2", "Via: SIP/2.0/UDP h;branch=z9hG4bKh\n"
		  GIVE_URI("sip:x") },
		{ .3, "< 400 MESSAGE 2", NULL } } },
	{ "the proxy accepts, the server asks", "auth-first-challenge* "
	  "auth-first-challenge busy-everywhere", NULL, NULL, NULL, NULL, {
		{ 0, "> INVITE 1", NULL },
		{ .1, "< 407 INVITE 1", ASK_P("n1") },
		{ .2, "> INVITE 2", "Proxy-Authorization: "
		  DIGEST("p", "n1", "sip:x", "") },
		{ .3, "< 401 INVITE 2", ASK("n2") },
		{ .4, "> INVITE 3", "Proxy-Authorization: "
		  DIGEST("p", "n1", "sip:x", "") GIVE_I("n2") },
		{ .5, "< 486 INVITE 3", NULL } } },
	{ "accepted", "auth-first-challenge busy-everywhere", NULL, NULL, NULL,
	  NULL, {
		{ 0, "> INVITE 1", NULL },
		{ .1, "< 401 INVITE 1", ASK("n1") },
		{ .2, "> INVITE 2", GIVE_URI("sip:x") },
		{ .3, "< 486 INVITE 2", NULL } } },
};

static const struct rule_case nonces[] = {
	{ "an old one twice", "auth-nonce-old status-401 status-401", NULL,
	  NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK("n1") },
		{ 1, "> REGISTER 2", GIVE("n0") },
		{ 1.1, "< 401 REGISTER 2", ASK("n2") },
		{ 9.1, "> REGISTER 3", GIVE("n1") },
		{ 9.2, "< 401 REGISTER 3", ASK("n3") } } },
	{ "old ones that were given out for later", "status-401 status-401 "
	  "status-401", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 200 REGISTER 1", "Contact: <sip:al@10.0.0.1>;"
			"expires=90\nAuthentication-Info: nextnonce=\"n7\"\n" },
		{ 2, "> REGISTER 2", NULL },
		{ 2.1, "< 401 REGISTER 2", ASK("n1") },
		{ 3, "> REGISTER 3", GIVE("n7") },
		{ 3.1, "< 401 REGISTER 3", ASK("n2") },
		{ 9.1, "> REGISTER 4", GIVE("n7") },
		{ 9.2, "< 401 REGISTER 4", ASK("n3") } } },
	{ "old ones, and another was given out", "auth-nonce-old status-401 "
	  "status-401", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 200 REGISTER 1", "Contact: <sip:al@10.0.0.1>;"
			"expires=90\nAuthentication-Info: nextnonce=\"n8\"\n" },
		{ 2, "> REGISTER 2", NULL },
		{ 2.1, "< 401 REGISTER 2", ASK("n1") },
		{ 3, "> REGISTER 3", GIVE("n7") },
		{ 3.1, "< 401 REGISTER 3", ASK("n2") },
		{ 9.1, "> REGISTER 4", GIVE("n7") },
		{ 9.2, "< 401 REGISTER 4", ASK("n3") } } },
	{ "what it says", "auth-nonce-old* status-401 status-401", "warning possible",
	  "a challenge that is 9 s old, not the last one of 10.0.0.2:5060, 2 "
	  "times in a row", "the same nonce secret", "| n1 | not the last", {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK("n1") },
		{ 1, "> REGISTER 2", GIVE("n0") },
		{ 1.1, "< 401 REGISTER 2", ASK("n2") },
		{ 9.1, "> REGISTER 3", GIVE("n1") },
		{ 9.2, "< 401 REGISTER 3", ASK("n3") } } },
	{ "stale", "auth-stale auth-stale status-401", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK("n1") },
		{ 1, "> REGISTER 2", GIVE("n0") },
		{ 1.1, "< 401 REGISTER 2", ASK_X("n2", ", stale=true") },
		{ 9, "> REGISTER 3", GIVE("n0") },
		{ 9.1, "< 401 REGISTER 3", ASK_X("n3", ", stale=true") } } },
	{ "the last one between", "status-401 status-401 "
	  "auth-wrong-password status-401", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK("n1") },
		{ 1, "> REGISTER 2", GIVE("n0") },
		{ 1.1, "< 401 REGISTER 2", ASK("n2") },
		{ 2, "> REGISTER 3", GIVE("n2") },
		{ 2.1, "< 401 REGISTER 3", ASK("n3") },
		{ 3, "> REGISTER 4", GIVE("n0") },
		{ 3.1, "< 401 REGISTER 4", ASK("n4") } } },
	{ "another realm", "auth-realm-mismatch auth-realm-mismatch "
	  "status-401", NULL, NULL, NULL, NULL, {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK("n1") },
		{ 1, "> REGISTER 2", "Authorization: "
		  DIGEST("y", "n0", "sip:x", "") },
		{ 1.1, "< 401 REGISTER 2", ASK("n2") },
		{ 9, "> REGISTER 3", "Authorization: "
		  DIGEST("y", "n0", "sip:x", "") },
		{ 9.1, "< 401 REGISTER 3", ASK("n3") } } },
};

/* What a given password says about a refusal; the response is that of al with
 * the password `secret'. */
static const struct {
	const char *label, *who, *password, *title, *remedy;
	enum certainty certainty;
} proofs[] = {
	{ "none given", NULL, NULL, "the password or the user name is wrong",
	  "on both sides", CERTAINTY_POSSIBLE },
	{ "the same", "al", "secret", "the password of 10.0.0.1:5060 for \"al\" "
	  "is right, and 10.0.0.2:5060 refuses", "set its password again",
	  CERTAINTY_CERTAIN },
	{ "the same: is there such an account?", "al", "secret", "is right",
	  "account \"al\" exists", CERTAINTY_CERTAIN },
	{ "the same, in that realm", "al@x", "secret", "is right",
	  "Leave 10.0.0.1:5060", CERTAINTY_CERTAIN },
	{ "another", "al", "secret ", "its password differs",
	  "on 10.0.0.1:5060 again", CERTAINTY_CERTAIN },
	{ "for another realm", "al@y", "secret", "the user name is wrong",
	  "on both sides", CERTAINTY_POSSIBLE },
	{ "for another user", "bob", "secret", "the user name is wrong",
	  "on both sides", CERTAINTY_POSSIBLE },
};

static void test_proofs(void **state)
{
	static const struct feed_step steps[] = {
		{ 0, "> REGISTER 1", NULL },
		{ .1, "< 401 REGISTER 1", ASK("n1") },
		{ .2, "> REGISTER 2", "Authorization: Digest username=\"al\", "
		  "realm=\"x\", nonce=\"n1\", uri=\"sip:x\", "
		  "response=\"ffb33e2ceab5be853928e9e976c24444\"\n" },
		{ .3, "< 401 REGISTER 2", ASK("n2") }, { 0, NULL, NULL } };

	(void)state;
	for (size_t i = 0; i < N(proofs); i++) {
		static struct feed f;
		struct passwords p = { 0 };
		const struct feed_found *x;

		feed_init(&f);
		engine_use_passwords(f.engine, &p);
		if (proofs[i].who)
			assert_int_equal(passwords_add(&p,
				slice_cstr(proofs[i].who),
				slice_cstr(proofs[i].password)), 0);
		feed_steps(&f, steps);
		x = feed_last(&f, "auth-wrong-password");
		if (!x || !strstr(x->title, proofs[i].title) ||
		    !strstr(x->remedies, proofs[i].remedy) ||
		    x->certainty != proofs[i].certainty ||
		    !strstr(x->explain, "no account \"al\"") !=
			    !strstr(proofs[i].title, "is right") ||
		    strstr(x->marks, "secret") || strstr(x->explain, "secret"))
			fail_msg("%s: %s\n%s", proofs[i].label,
				 x ? x->title : "nothing",
				 x ? x->remedies : "");
		feed_fini(&f);
		passwords_fini(&p);
	}
}

#define TEST(name) static void test_##name(void **state) \
	{ (void)state; rule_cases_run(name, N(name)); }
TEST(headers)
TEST(realms)
TEST(algorithms)
TEST(qops)
TEST(refusals)
TEST(uris)
TEST(nonces)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_headers),
		cmocka_unit_test(test_realms),
		cmocka_unit_test(test_algorithms),
		cmocka_unit_test(test_qops),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_proofs),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_uris),
		cmocka_unit_test(test_nonces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
