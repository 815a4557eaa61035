/* SPDX-License-Identifier: BSD-2-Clause */
/* Refusals and ways: cases that differ in one detail from those in the files of
 * their findings, the detail that decides. */
#include "rule_cases.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))

#define ASKED(extra) { 0, "> INVITE 1", extra }
#define GETS(code, extra) { .1, "< " code " INVITE 1", extra }

static const struct rule_case tags[] = {
	{ "100rel, not demanded", "-", NULL, NULL, NULL, NULL, {
		{ 0, "> OPTIONS 1", NULL },
		{ .1, "< 200 OPTIONS 1", NULL } } },
	{ "a tag that nobody asked for", "status-420", NULL, NULL, NULL, NULL, {
		ASKED("Require: foo\n"), GETS("420", "Unsupported: bar\n") } },
	{ "nothing is named", "require-unsupported", "error possible", NULL,
	  NULL, NULL, { ASKED("Require: foo, bar\n"), GETS("420", NULL) } },
	{ "named", "require-unsupported", "error certain", "`bar'", NULL, NULL, {
		ASKED("Require: foo, bar\n"),
		GETS("420", "Unsupported: bar\n") } },
	{ "demanded of the proxy", "require-unsupported", "error certain", NULL,
	  NULL, NULL, {
		ASKED("Proxy-Require: foo\n"),
		GETS("420", "Unsupported: foo\n") } },
	{ "100rel and another in a second line", "require-unsupported", NULL,
	  NULL, NULL, NULL, {
		ASKED("Require: 100rel\nRequire: foo\n"),
		GETS("420", "Unsupported: 100rel\nUnsupported: foo\n") } },
	{ "100rel was demanded of the proxy", "require-unsupported", NULL, NULL,
	  NULL, NULL, {
		ASKED("Proxy-Require: 100rel\n"),
		GETS("420", "Unsupported: 100rel\n") } },

	{ "a tag that is missing", "supported-needed", "error certain", NULL,
	  NULL, NULL, {
		ASKED("Supported: foo\n"), GETS("421", "Require: foo, bar\n") } },
	{ "offered already", "status-421", NULL, NULL, NULL, NULL, {
		ASKED("Supported: foo\n"), GETS("421", "Require: foo\n") } },
	{ "demanded already", "status-421", NULL, NULL, NULL, NULL, {
		ASKED("Require: foo\n"), GETS("421", "Require: foo\n") } },
	{ "another code", "status-403", NULL, NULL, NULL, NULL, {
		ASKED("Supported: foo\n"), GETS("403", "Require: bar\n") } },

	{ "416 and sips", "sips-mismatch", "error certain", NULL, NULL, NULL, {
		ASKED(NULL), GETS("416", "Warning: 381 x \"sips\"\n") } },
	{ "480 and sips", "sips-mismatch", "error certain", NULL, NULL, NULL, {
		ASKED(NULL), GETS("480", "Warning: 380 x \"sip\"\n") } },
	{ "480 and another Warning", "status-480", NULL, NULL, NULL, NULL, {
		ASKED(NULL), GETS("480", "Warning: 399 x \"sips\"\n") } },
	{ "another code and sips", "status-403", NULL, NULL, NULL, NULL, {
		ASKED(NULL), GETS("403", "Warning: 381 x \"sips\"\n") } },
};

/* The capture begins behind the request: nothing is said of what it lacks. */
static const struct rule_case unseen[] = {
	{ "no Event known", "status-489", NULL, "!names no event", "!Event header",
	  NULL, { { .1, "< 489 SUBSCRIBE 1", NULL } } },
	{ "no SDP known", "status-488", NULL, "!no SDP", "!early offer", NULL, {
		GETS("488", NULL) } },
	{ "no SDP known to any device", "status-606", NULL, "!no SDP",
	  "!early offer", NULL, { GETS("606", NULL) } },
	{ "no credentials", "status-403", NULL, "without asking for credentials",
	  "carried no credentials", NULL, {
		ASKED(NULL), GETS("403", NULL) } },
	{ "no credentials known", "status-403", NULL, "!credentials",
	  "!credentials", NULL, { GETS("403", NULL) } },
	{ "none known of a REGISTER", "status-403", NULL, "!credentials",
	  "!credentials", NULL, { { .1, "< 403 REGISTER 1", NULL } } },
	{ "no length known", "status-411", NULL, "!does not have",
	  "!write Content-Length", NULL, { GETS("411", NULL) } },
	{ "no Accept known", "status-406", NULL, NULL, "!no Accept", NULL, {
		GETS("406", NULL) } },
};

#define SE(n) "Session-Expires: " n "\n"
#define MIN(n) "Min-SE: " n "\n"
#define AGAIN(extra) { .2, "> ACK 1", NULL }, { .3, "> INVITE 2", extra }

static const struct rule_case timers[] = {
	{ "less again", "timer-422-loop timer-422-loop", "error certain", NULL, NULL, NULL, {
		ASKED(SE("90")), GETS("422", MIN("1800")), AGAIN(SE("900")),
		{ .4, "< 422 INVITE 2", MIN("1800") } } },
	{ "as much as was wanted, and more is wanted", "status-422 status-422",
	  NULL, NULL, NULL, NULL, {
		ASKED(SE("90")), GETS("422", MIN("1800")), AGAIN(SE("1800")),
		{ .4, "< 422 INVITE 2", MIN("3600") } } },
	{ "refused for something else before", "status-480 status-422", NULL,
	  NULL, NULL, NULL, {
		ASKED(SE("90")), GETS("480", MIN("1800")), AGAIN(SE("900")),
		{ .4, "< 422 INVITE 2", MIN("1800") } } },
	{ "no wish any more", "status-422 status-422", NULL, NULL, NULL, NULL, {
		ASKED(SE("90")), GETS("422", MIN("1800")), AGAIN(NULL),
		{ .4, "< 422 INVITE 2", MIN("1800") } } },
	{ "it was not told how much", "status-422 status-422", NULL, NULL,
	  NULL, NULL, {
		ASKED(SE("90")), GETS("422", NULL), AGAIN(SE("90")),
		{ .4, "< 422 INVITE 2", NULL } } },
};

#define CALL ASKED(NULL), { 1, "< 200 INVITE 1", NULL }, { 1.1, "> ACK+ 1", NULL }
#define REPLACES(at, to, from) { at, "2> INVITE 1", \
	"Replaces: call1@x;to-tag=" to ";from-tag=" from "\n" }, \
	{ at + .1, "2< 481 INVITE 1", NULL }

static const struct rule_case replaced[] = {
	{ "ended 1.9 s ago", "replaces-481", "info likely", NULL, NULL, NULL, {
		CALL, { 5, "> BYE+ 2", NULL }, { 5.1, "< 200 BYE 2", NULL },
		REPLACES(6.8, "2", "1") } },
	{ "ended 3 s ago", "replaces-481", "error likely", NULL, NULL, NULL, {
		CALL, { 5, "> BYE+ 2", NULL }, { 5.1, "< 200 BYE 2", NULL },
		REPLACES(7.9, "2", "1") } },
	{ "the wrong way round, and ended long ago", "replaces-481",
	  "error likely", "has no call with the Call-ID call1@x", NULL, NULL, {
		CALL, { 5, "> BYE+ 2", NULL }, { 5.1, "< 200 BYE 2", NULL },
		REPLACES(12, "1", "2") } },
	{ "the caller of the old call is asked, the right way round",
	  "replaces-481", "error likely",
	  "has no call with the Call-ID call1@x", NULL, NULL, {
		{ 0, "< INVITE 1", NULL }, { 1, "> 200 INVITE 1", NULL },
		{ 1.1, "< ACK+ 1", NULL }, REPLACES(2, "2", "1") } },
	{ "the caller of the old call is asked, the wrong way round",
	  "replaces-481", "error likely", "the wrong way round", NULL, NULL, {
		{ 0, "< INVITE 1", NULL }, { 1, "> 200 INVITE 1", NULL },
		{ 1.1, "< ACK+ 1", NULL }, REPLACES(2, "1", "2") } },
	{ "a call between two others", "replaces-481", "error likely",
	  "has no call with the Call-ID call1@x", NULL, NULL, {
		{ 0, "C>D INVITE 1", NULL }, { 1, "D>C 200 INVITE 1", NULL },
		{ 1.1, "C>D ACK 1 b=a t=2", NULL }, REPLACES(2, "1", "2") } },
};

#define BODY(media) "Content-Type: application/sdp\n\nv=0\n" \
	"o=- 1 1 IN IP4 10.0.0.1\ns=-\nc=IN IP4 10.0.0.1\nt=0 0\n" media
#define PCMA BODY("m=audio 4000 RTP/AVP 8\n")
#define G729 BODY("m=audio 4000 RTP/AVP 18\n")
#define ELSEWHERE "Content-Type: application/sdp\n\nv=0\n" \
	"o=- 1 1 IN IP4 10.0.0.1\ns=-\nc=IN IP4 10.0.0.7\nt=0 0\n" \
	"m=audio 4000 RTP/AVP 18\n"
#define TALK { 0, "> INVITE 1", PCMA }, { .1, "< 200 INVITE 1", PCMA }, \
	{ .2, "> ACK+ 1", NULL }
#define CHANGE(code) { 1, "> INVITE+ 2", G729 }, { 1.1, "< " code " INVITE 2", \
	NULL }, { 1.2, "> ACK+ 2", NULL }
#define BYE(at) { at, "> BYE+ 3", NULL }, { at + .1, "< 200 BYE 3", NULL }

static const struct rule_case dropped[] = {
	{ "415", "reinvite-drop", NULL, NULL, NULL, NULL, {
		TALK, CHANGE("415"), BYE(3) } },
	{ "500", "reinvite-drop", NULL, NULL, NULL, NULL, {
		TALK, CHANGE("500"), BYE(3) } },
	{ "488", "sdp-no-codec reinvite-drop", NULL, NULL, NULL, NULL, {
		TALK, CHANGE("488"), BYE(3) } },
	{ "606", "sdp-no-codec reinvite-drop", NULL, NULL, NULL, NULL, {
		TALK, CHANGE("606"), BYE(3) } },
	{ "408 ends the call by rule", "status-408", NULL, NULL, NULL, NULL, {
		TALK, CHANGE("408"), BYE(3) } },
	{ "the call was not begun yet", "status-500", NULL, NULL, NULL, NULL, {
		{ 1, "> INVITE 2", G729 }, { 1.1, "< 500 INVITE 2", NULL },
		{ 1.2, "> ACK 2", NULL }, BYE(3) } },
	{ "an UPDATE", "status-500", NULL, NULL, NULL, NULL, {
		TALK, { 1, "> UPDATE+ 2", G729 }, { 1.1, "< 500 UPDATE 2", NULL },
		BYE(3) } },
	{ "4.8 s later", "reinvite-drop", NULL, NULL, NULL, NULL, {
		TALK, CHANGE("503"), BYE(5.9) } },
	{ "5.2 s later", "status-503", NULL, NULL, NULL, NULL, {
		TALK, CHANGE("503"), BYE(6.3) } },
	{ "what was said before is not known", "reinvite-drop", NULL,
	  "2 s after its re-INVITE was refused with 503", NULL, NULL, {
		CHANGE("503"), BYE(3) } },
	{ "nothing changes", "dtmf-absent reinvite-drop", NULL,
	  "2 s after its re-INVITE was refused with 503", NULL, NULL, {
		{ 0, "> INVITE 1", G729 }, { .1, "< 200 INVITE 1", G729 },
		{ .2, "> ACK+ 1", NULL }, CHANGE("503"), BYE(3) } },
	{ "the address changes", "dtmf-absent reinvite-drop", NULL,
	  "re-INVITE (codecs or media address)", NULL, NULL, {
		{ 0, "> INVITE 1", ELSEWHERE }, { .1, "< 200 INVITE 1", G729 },
		{ .2, "> ACK+ 1", NULL }, CHANGE("503"), BYE(3) } },
	{ "over a proxy", "reinvite-drop* status-503", NULL,
	  "10.0.0.1:5060 hung up", NULL, NULL, {
		{ 0, "A>B INVITE 1", PCMA }, { 0, "B>C INVITE 1", PCMA },
		{ .1, "C>B 200 INVITE 1", PCMA }, { .1, "B>A 200 INVITE 1", PCMA },
		{ .2, "A>B ACK 1 b=a t=2", NULL },
		{ .2, "B>C ACK 1 b=a t=2", NULL },
		{ 1, "A>B INVITE 2 t=2", G729 }, { 1, "B>C INVITE 2 t=2", G729 },
		{ 1.1, "C>B 503 INVITE 2", NULL }, { 1.1, "B>C ACK 2 t=2", NULL },
		{ 1.1, "B>A 503 INVITE 2", NULL }, { 1.2, "A>B ACK 2 t=2", NULL },
		{ 3, "A>B BYE 3 t=2", NULL }, { 3, "B>C BYE 3 t=2", NULL },
		{ 3.1, "C>B 200 BYE 3 t=2", NULL },
		{ 3.1, "B>A 200 BYE 3 t=2", NULL } } },
	{ "another of its dialogs ends", "status-503", NULL, NULL, NULL, NULL, {
		{ 0, "A>B INVITE 1", PCMA }, { .1, "B>A 200 INVITE 1", PCMA },
		{ .2, "A>B ACK 1 b=a t=2", NULL },
		{ 1, "A>B INVITE 2 t=2", G729 }, { 1.1, "B>A 503 INVITE 2", NULL },
		{ 1.2, "A>B ACK 2 t=2", NULL }, { 3, "A>B BYE 3 t=4", NULL },
		{ 3.1, "B>A 200 BYE 3 t=4", NULL } } },
};

#define RR "Record-Route: <sip:10.0.0.16;lr>\n"
#define VIA(host, branch) "Via: SIP/2.0/UDP 10.0.0." host ":5060;branch=" \
	"z9hG4bK" branch "\n"
#define SET_UP { 0, "A>P INVITE 1", NULL }, \
	{ .1, "P>D INVITE 1 b=x", VIA("1", "AP1") RR }, \
	{ .2, "D>P 200 INVITE 1 b=x", VIA("1", "AP1") RR }, \
	{ .3, "P>A 200 INVITE 1", RR }, { .4, "A>P ACK 1 b=a t=2", \
	"Route: <sip:10.0.0.16;lr>\n" }, { .5, "P>D ACK 1 b=c t=2", VIA("1", "a") }

static const struct rule_case routes[] = {
	{ "the callee, and its own re-INVITE", "route-missing", NULL, NULL,
	  NULL, NULL, {
		SET_UP, { 5, "D>A INVITE 1 f=2 t=1", NULL },
		{ 5.1, "A>D 200 INVITE 1 f=2 t=1", NULL },
		{ 5.2, "D>A ACK 1 f=2 t=1 b=q", NULL } } },
	{ "told of each side", "route-missing route-missing", NULL, NULL, NULL,
	  NULL, {
		SET_UP, { 5, "D>A UPDATE 1 f=2 t=1", NULL },
		{ 5.1, "A>D 200 UPDATE 1 f=2 t=1", NULL },
		{ 6, "A>D BYE 2 t=2", NULL }, { 6.1, "D>A 200 BYE 2 t=2", NULL } } },
	{ "of a dialog that nobody saw begin", "-", NULL, NULL, NULL, NULL, {
		SET_UP, { 5, "A>D BYE 2 t=9", NULL },
		{ 5.1, "D>A 200 BYE 2 t=9", NULL } } },
	{ "a way that is not needed", "-", NULL, NULL, NULL, NULL, {
		SET_UP, { 5, "A>D OPTIONS 2 t=2", NULL },
		{ 5.1, "D>A 200 OPTIONS 2 t=2", NULL } } },
};

#define AT(n) ";branch=" n
#define REQUEST(method, branch, from, to) method " sip:b@x SIP/2.0\n" \
	"Via: SIP/2.0/UDP 10.0.0.1" AT(branch) "\nMax-Forwards: 70\n" \
	"From: <sip:a@x>" from "\nTo: <sip:b@x>" to "\nCall-ID: c\n" \
	"CSeq: 1 " method "\nContact: <sip:10.0.0.1>\n"
#define ANSWER(code, method, branch, to) "SIP/2.0 " code "\n" \
	"Via: SIP/2.0/UDP 10.0.0.1" AT(branch) "\nFrom: <sip:a@x>;tag=1\n" \
	"To: <sip:b@x>" to "\nCall-ID: c\nCSeq: 1 " method "\n" \
	"Contact: <sip:10.0.0.2>\n"
#define NEW "z9hG4bK1"

static const struct {
	const char *label, *request, *answer, *names;
	enum severity severity;
} untagged[] = {
	{ "all tags", REQUEST("INVITE", NEW, ";tag=1", ""),
	  ANSWER("180 Ringing", "INVITE", NEW, ";tag=2"), "-", 0 },
	{ "a request without", REQUEST("INVITE", NEW, "", ""),
	  ANSWER("180 Ringing", "INVITE", NEW, ";tag=2"), "tag-missing",
	  SEVERITY_ERROR },
	{ "180 without", REQUEST("INVITE", NEW, ";tag=1", ""),
	  ANSWER("180 Ringing", "INVITE", NEW, ""), "tag-missing",
	  SEVERITY_ERROR },
	{ "200 without", REQUEST("INVITE", NEW, ";tag=1", ""),
	  ANSWER("200 OK", "INVITE", NEW, ""), "tag-missing", SEVERITY_ERROR },
	{ "200 to SUBSCRIBE without", REQUEST("SUBSCRIBE", NEW, ";tag=1", ""),
	  ANSWER("200 OK", "SUBSCRIBE", NEW, ""), "tag-missing",
	  SEVERITY_ERROR },
	{ "200 to OPTIONS without", REQUEST("OPTIONS", NEW, ";tag=1", ""),
	  ANSWER("200 OK", "OPTIONS", NEW, ""), "-", 0 },
	{ "100 needs none", REQUEST("INVITE", NEW, ";tag=1", ""),
	  ANSWER("100 Trying", "INVITE", NEW, ""), "-", 0 },
	{ "486 without", REQUEST("INVITE", NEW, ";tag=1", ""),
	  ANSWER("486 Busy Here", "INVITE", NEW, ""), "busy-everywhere",
	  SEVERITY_INFO },
	{ "an old program", REQUEST("INVITE", "1", ";tag=1", ""),
	  ANSWER("180 Ringing", "INVITE", "1", ""), "malformed-branch tag-missing",
	  SEVERITY_WARNING },
	{ "what may be a scanner", REQUEST("INVITE", NEW, "", "")
	  "User-Agent: smap 0.6.0\n",
	  ANSWER("180 Ringing", "INVITE", NEW, ";tag=2"), "-", 0 },
};

static void test_untagged(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(untagged); i++) {
		struct feed f;
		char names[256];

		feed_init(&f);
		feed_at(&f, 0, "10.0.0.1:5060", "10.0.0.2:5060",
			untagged[i].request);
		feed_at(&f, .1, "10.0.0.2:5060", "10.0.0.1:5060",
			untagged[i].answer);
		feed_names(&f, names, sizeof(names));
		if (strcmp(names, untagged[i].names) || (f.n &&
		    f.found[f.n - 1].severity != untagged[i].severity))
			fail_msg("%s: found `%s'", untagged[i].label, names);
		feed_fini(&f);
	}
}

/* The same, cut: what is not there may have been lost. */
static void test_untagged_cut(void **state)
{
	struct feed f;

	(void)state;
	for (unsigned k = 0; k < 2; k++) {
		feed_init(&f);
		f.cut = k ? 0 : 2;
		feed_at(&f, 0, "10.0.0.1:5060", "10.0.0.2:5060",
			REQUEST("INVITE", NEW, "", ""));
		assert_int_equal(feed_count(&f, "tag-missing"), k);
		f.cut = 0;
		feed_fini(&f);
	}
}

#define TEST(name) static void test_##name(void **state) \
	{ (void)state; rule_cases_run(name, N(name)); }
TEST(tags)
TEST(unseen)
TEST(timers)
TEST(replaced)
TEST(dropped)
TEST(routes)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tags),
		cmocka_unit_test(test_unseen),
		cmocka_unit_test(test_timers),
		cmocka_unit_test(test_replaced),
		cmocka_unit_test(test_dropped),
		cmocka_unit_test(test_routes),
		cmocka_unit_test(test_untagged),
		cmocka_unit_test(test_untagged_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
