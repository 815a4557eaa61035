/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules that compare a call with others to the same peer: how the number is
 * written, who calls, how long it lasts. */
#include "diagnose/numbers.h"
#include "feed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define PBX "10.0.0.1:5060"
#define TRUNK "10.0.0.2:5060"
#define OTHER "10.0.0.3:5060"

/* One call from a to b. */
struct call_case {
	double at;
	const char *from, *to;    /* users */
	const char *answer;       /* `404 Not Found'; after `180 ' it rang */
	double takes;             /* s until the answer */
	const char *extra;        /* in the answer */
	const char *more;         /* in the request */
	const char *a, *b;        /* NULL: PBX, TRUNK */
};

enum { CALLS = 6 };
struct numbers_case {
	const char *label;
	const char *names;
	const char *last;   /* `error likely'; NULL: any */
	const char *title, *remedy, *marks; /* contained; NULL: any */
	struct call_case calls[CALLS];
};

static void request(struct feed *f, const struct call_case *c, unsigned i,
		    double at, const char *method, bool tag)
{
	feed_fmt(f, at, c->a ? c->a : PBX, c->b ? c->b : TRUNK,
		 "%s sip:%s@trunk.example SIP/2.0\n"
		 "Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK%u\n"
		 "Max-Forwards: 70\n"
		 "From: <sip:%s@pbx.example>;tag=1\n"
		 "To: <sip:%s@trunk.example>%s\nCall-ID: call-%u\n"
		 "CSeq: 1 %s\nContact: <sip:10.0.0.1>\n%s", method, c->to, i,
		 c->from, c->to, tag ? ";tag=2" : "", i, method,
		 c->more ? c->more : "");
}

static void response(struct feed *f, const struct call_case *c, unsigned i,
		     double at, const char *line)
{
	feed_fmt(f, at, c->b ? c->b : TRUNK, c->a ? c->a : PBX,
		 "SIP/2.0 %s\n"
		 "Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK%u\n"
		 "From: <sip:%s@pbx.example>;tag=1\n"
		 "To: <sip:%s@trunk.example>;tag=2\nCall-ID: call-%u\n"
		 "CSeq: 1 INVITE\n%s%s", line, i, c->from, c->to, i,
		 *line == '2' || *line == '1' ?
		 "Contact: <sip:10.0.0.2>\n" : "", c->extra ? c->extra : "");
}

static void call(struct feed *f, const struct call_case *c, unsigned i)
{
	const char *answer = c->answer;

	request(f, c, i, c->at, "INVITE", false);
	if (!strncmp(answer, "180 ", 4)) {
		response(f, c, i, c->at + .05, "180 Ringing");
		answer += 4;
	}
	response(f, c, i, c->at + c->takes, answer);
	request(f, c, i, c->at + c->takes + .01, "ACK", true);
}

static void contains(const char *label, const char *text, const char *want)
{
	if (want && !strstr(text, want))
		fail_msg("%s: want `%s' in `%s'", label, want, text);
}

static void run(const struct numbers_case *c)
{
	char names[200], level[40];
	const struct feed_found *x;
	struct feed f;

	feed_init(&f);
	feed_seen(&f, TRUNK, PBX);
	for (unsigned i = 0; i < CALLS && c->calls[i].from; i++)
		call(&f, &c->calls[i], i);
	feed_end(&f);
	if (strcmp(feed_names(&f, names, sizeof(names)), c->names))
		fail_msg("%s: found `%s'", c->label, names);
	if (f.n) {
		x = &f.found[f.n - 1];
		snprintf(level, sizeof(level), "%s %s",
			 catalog_severity_name(x->severity),
			 catalog_certainty_name(x->certainty));
		contains(c->label, level, c->last);
		contains(c->label, x->title, c->title);
		contains(c->label, x->remedies, c->remedy);
		contains(c->label, x->marks, c->marks);
	}
	feed_fini(&f);
}

#define OK200 "200 OK"
#define NF "404 Not Found"
#define GOOD { 0, "+4930111", "+4930123456", OK200, 1, NULL, NULL, NULL, NULL }
#define CALL(at, to, answer) { at, "+4930111", to, answer, .1, NULL, NULL, \
	NULL, NULL }

static const struct numbers_case formats[] = {
	{ "00, the same server took +", "number-format", "error possible",
	  "10.0.0.2:5060 refused 004930123456 with 404, but takes numbers like "
	  "+4930123456", "with + and country code before the trunk",
	  "| +4930123456 | taken", {
		GOOD, CALL(5, "004930123456", NF) } },
	{ "+ comes later", "number-format", "error possible",
	  "takes numbers like +4930123456", NULL,
	  "| 004930123456 | refused", {
		CALL(0, "004930123456", NF), CALL(5, "+4930123456", OK200) } },
	{ "+ never comes", "status-404", NULL, NULL, NULL, NULL, {
		CALL(0, "004930123456", NF) } },
	{ "484", "number-format", NULL, "with 484", NULL, NULL, {
		GOOD, CALL(5, "030123456", "484 Address Incomplete") } },
	{ "503 with Q.850 28", "number-format q850-in-response", NULL,
	  NULL, NULL, NULL, {
		GOOD, { 5, "+4930111", "030123456", "503 Service Unavailable",
			.1, "Reason: Q.850;cause=28\n", NULL, NULL, NULL } } },
	{ "503 with Q.850 34", "status-503", NULL, NULL, NULL, NULL, {
		GOOD, { 5, "+4930111", "030123456", "503 Service Unavailable",
			.1, "Reason: Q.850;cause=34\n", NULL, NULL, NULL } } },
	{ "480 says nothing of numbers", "status-480", NULL, NULL, NULL, NULL, {
		GOOD, CALL(5, "030123456", "480 Temporarily Unavailable") } },
	{ "the same shape was taken", "status-404", NULL, NULL, NULL, NULL, {
		GOOD, CALL(5, "+4930999999", NF) } },
	{ "both shapes were taken", "status-404", NULL, NULL, NULL, NULL, {
		GOOD, CALL(3, "030123456", OK200),
		CALL(5, "030999999", NF) } },
	{ "an extension", "status-404", NULL, NULL, NULL, NULL, {
		GOOD, CALL(5, "2001", NF) } },
	{ "a name", "status-404", NULL, NULL, NULL, NULL, {
		GOOD, CALL(5, "alice-12345678", NF) } },
	{ "an extension was taken", "status-404", NULL, NULL, NULL, NULL, {
		CALL(0, "2001", OK200), CALL(5, "030999999", NF) } },
	{ "another server took it", "status-404", NULL, NULL, NULL, NULL, {
		{ 0, "+4930111", "+4930123456", OK200, 1, NULL, NULL, PBX,
		  OTHER }, CALL(5, "030999999", NF) } },
	{ "it rang", "status-404", NULL, NULL, NULL, NULL, {
		GOOD, CALL(5, "030123456", "180 404 Not Found") } },
	{ "separators", "number-format", NULL, NULL,
	  "without dots, dashes or brackets before the trunk", NULL, {
		GOOD, CALL(5, "+49-30-123456", NF) } },
	{ "separators, nothing to compare with", "number-format", NULL,
	  "perhaps it wants another way of writing", "Strip spaces", NULL, {
		CALL(5, "+49.30.123456", NF) } },
	{ "separators were taken", "status-404", NULL, NULL, NULL, NULL, {
		CALL(0, "+49.30.123456", OK200),
		CALL(5, "+49.30.999999", NF) } },
	{ "a scanner", "scan-ua", NULL, NULL, NULL, NULL, {
		GOOD, { 5, "+4930111", "030123456", NF, .1, NULL,
			"User-Agent: friendly-scanner\n", NULL, NULL } } },
};

static void test_formats(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(formats); i++)
		run(&formats[i]);
}

#define FB "403 Forbidden"
#define CLI "403 Caller not allowed"
#define FROM(at, from, answer) { at, from, "+4930123456", answer, .1, NULL, \
	NULL, NULL, NULL }

static const struct numbers_case callers[] = {
	{ "the phrase says so", "callerid-rejected", "error likely",
	  "10.0.0.2:5060 refuses 2001 as the caller: \"Caller not allowed\"",
	  "send a number of the trunk", "| Caller not allowed | the caller, it "
	  "says", { FROM(0, "2001", CLI) } },
	{ "a Warning says so", "callerid-rejected", "error likely",
	  "\"CLI not permitted\"", NULL, "| CLI not permitted |", {
		{ 0, "2001", "+4930123456", "480 Unavailable", .1,
		  "Warning: 399 trunk.example \"CLI not permitted\"\n", NULL,
		  NULL, NULL } } },
	{ "a Reason says so", "callerid-rejected", "error likely",
	  "\"origination denied\"", NULL, NULL, {
		{ 0, "2001", "+4930123456", "603 Decline", .1, "Reason: "
		  "SIP;cause=603;text=\"origination denied\"\n", NULL, NULL,
		  NULL } } },
	{ "another caller was let through", "callerid-rejected",
	  "error possible", "refuses the call of 2001 to +4930123456, but takes "
	  "those of +49305550", "takes calls of +49305550", "| 2001 | not taken",
	  { FROM(0, "+49305550", OK200), FROM(5, "2001", FB) } },
	{ "who it asserts to be counts", "callerid-rejected", NULL,
	  "the call of 77 to", NULL, "P-Asserted-Identity: <sip:77@x> | 77 |", {
		FROM(0, "+49305550", OK200), { 5, "2001", "+4930123456", FB,
		.1, NULL, "P-Asserted-Identity: <sip:77@x>\n", NULL, NULL } } },
	{ "sent on with the outside caller", "status-603 callerid-rejected", NULL,
	  "refuses +4940123456 as the caller", "add `Diversion:",
	  NULL, {
		{ 0, "+4940123456", "+4930777777", "180 603 Decline", 8, NULL,
		  NULL, OTHER, PBX },
		FROM(9, "+4940123456", "403 Caller ID not allowed") } },
	{ "nothing to compare with", "status-403", NULL, NULL, NULL, NULL, {
		FROM(5, "2001", FB) } },
	{ "the same caller was let through", "status-403", NULL, NULL, NULL,
	  NULL, { FROM(0, "+49305550", OK200), FROM(2, "2001", OK200),
		FROM(5, "2001", FB) } },
	{ "a caller like those let through", "status-403", NULL, NULL, NULL,
	  NULL, { FROM(0, "+49305550", OK200), FROM(5, "+49305551", FB) } },
	{ "only extensions were let through", "status-403", NULL, NULL, NULL,
	  NULL, { FROM(0, "2002", OK200), FROM(5, "2001", FB) } },
	{ "it rang", "status-403", NULL, NULL, NULL, NULL, {
		FROM(0, "+49305550", OK200),
		FROM(5, "2001", "180 403 Forbidden") } },
	{ "slow", "status-403", NULL, NULL, NULL, NULL, {
		FROM(0, "+49305550", OK200),
		{ 5, "2001", "+4930123456", FB, 3, NULL, NULL, NULL, NULL } } },
	{ "480 without such words", "status-480", NULL, NULL, NULL, NULL, {
		FROM(0, "+49305550", OK200),
		FROM(5, "2001", "480 Temporarily Unavailable") } },
	{ "a word within a word", "status-403", NULL, NULL, NULL, NULL, {
		FROM(0, "2001", "403 Client declined") } },
	{ "a challenge", "status-401", NULL, NULL, NULL, NULL, {
		FROM(0, "2001", "401 Caller unknown") } },
	{ "a scanner", "scan-ua", NULL, NULL, NULL, NULL, {
		{ 5, "2001", "+4930123456", CLI, .1, NULL,
		  "User-Agent: friendly-scanner\n", NULL, NULL } } },
};

/* What is wrong with the number, as far as it shows. */
static void test_faults(void **state)
{
	static const struct {
		const char *user, *fault;
	} cases[] = {
		{ "2001", "an extension of a PBX" },
		{ "0301234567", "a number without + and country code" },
		{ "3012345678", "a number without + and country code" },
		{ "12125551234", "without + before what seems" },
		{ "49-3012345-67", "without + before what seems" },
		{ "08912345678", "a number without + and country code" },
		{ "004930123456", "prefix of an international call" },
		{ "01149301234567", "prefix of an international call" },
		{ "+4930123456", "a number that this trunk may not show" },
	};

	(void)state;
	for (size_t i = 0; i < N(cases); i++) {
		const struct call_case one = FROM(0, cases[i].user, CLI);
		const struct feed_found *x;
		struct feed f;

		feed_init(&f);
		call(&f, &one, 0);
		feed_end(&f);
		x = feed_last(&f, "callerid-rejected");
		if (!x)
			fail_msg("%s: nothing found", cases[i].user);
		contains(cases[i].user, x->explain, cases[i].fault);
		feed_fini(&f);
	}
}

static void test_callers(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(callers); i++)
		run(&callers[i]);
}

/* A call that was answered at `at' and lasted so many seconds. */
struct age_case {
	double at, age;
	const char *to;
	bool by_trunk; /* sends the BYE */
	bool orphan;   /* its INVITE was not captured */
};

static void hang_up(struct feed *f, const struct age_case *c, unsigned i)
{
	const char *a = c->by_trunk ? TRUNK : PBX, *b = c->by_trunk ? PBX :
		TRUNK;
	const char *caller = "<sip:al@x>;tag=1";
	char callee[60];

	snprintf(callee, sizeof(callee), "<sip:%s@trunk.example>;tag=2", c->to);
	feed_fmt(f, c->at + c->age, a, b, "BYE sip:x SIP/2.0\n"
		 "Via: SIP/2.0/UDP h;branch=z9hG4bKbye%u\nMax-Forwards: 70\n"
		 "From: %s\nTo: %s\nCall-ID: call-%u\nCSeq: 7 BYE\n", i,
		 c->by_trunk ? callee : caller, c->by_trunk ? caller : callee,
		 i);
	feed_fmt(f, c->at + c->age + .01, b, a, "SIP/2.0 200 OK\n"
		 "Via: SIP/2.0/UDP h;branch=z9hG4bKbye%u\n"
		 "From: %s\nTo: %s\nCall-ID: call-%u\nCSeq: 7 BYE\n", i,
		 c->by_trunk ? callee : caller, c->by_trunk ? caller : callee,
		 i);
}

static void ages(const char *label, const struct age_case *c, unsigned n,
		 const char *want, const char *title)
{
	const struct feed_found *x;
	struct feed f;
	char names[200];

	feed_init(&f);
	for (unsigned i = 0; i < n; i++) {
		const struct call_case one = { c[i].at, "al", c[i].to, OK200,
			0, NULL, NULL, NULL, NULL };

		if (!c[i].orphan)
			call(&f, &one, i);
		hang_up(&f, &c[i], i);
	}
	feed_end(&f);
	if (strcmp(feed_names(&f, names, sizeof(names)), want))
		fail_msg("%s: found `%s'", label, names);
	x = feed_last(&f, "drop-recurring");
	if (x)
		contains(label, x->title, title);
	feed_fini(&f);
}

static void test_ages(void **state)
{
	static const struct age_case same[] = {
		{ 0, 1800, "100001", true, false },
		{ 2000, 1801, "100002", true, false },
		{ 4000, 20, "100003", false, false },
		{ 5000, 1799.5, "100004", true, false },
	}, shorter[] = {
		{ 0, 50, "100001", true, false }, { 100, 50, "100002", true,
		false }, { 200, 50, "100003", true, false },
	}, longer[] = {
		{ 0, 1900, "100009", false, false },
		{ 2000, 1800, "100001", true, false },
		{ 4000, 1800, "100002", true, false },
		{ 6000, 1800, "100003", true, false },
	}, one_number[] = {
		{ 0, 90, "100001", true, false }, { 100, 90, "100001", true,
		false }, { 200, 90, "100001", true, false },
	}, by_both[] = {
		{ 0, 90, "100001", true, false }, { 100, 90, "100002", false,
		false }, { 200, 90, "100003", true, false },
	}, orphans[] = {
		{ 100, 90, "100001", true, true }, { 200, 90, "100002", true,
		true }, { 300, 90, "100003", true, true },
	};

	(void)state;
	ages("the same age", same, N(same), "drop-recurring", "3 calls with "
	     "10.0.0.1 were ended by 10.0.0.2 after 1800 s each");
	ages("short calls", shorter, N(shorter), "-", NULL);
	ages("another lasted longer", longer, N(longer), "-", NULL);
	ages("the same number", one_number, N(one_number), "-", NULL);
	ages("ended by either side", by_both, N(by_both), "-", NULL);
	ages("their beginning was not seen", orphans, N(orphans), "-", NULL);
}

static void test_shapes(void **state)
{
	static const struct {
		const char *user;
		enum number_shape shape;
		bool separated;
	} c[] = {
		{ "+4930123456", NUMBER_PLUS, false },
		{ "+49 30", NUMBER_NONE, false },
		{ "+49-(30).123456", NUMBER_PLUS, true },
		{ "004930123456", NUMBER_00, false },
		{ "0114930123456", NUMBER_011, false },
		{ "030123456;phone-context=+49", NUMBER_0, false },
		{ "4930123456", NUMBER_PLAIN, false },
		{ "123456", NUMBER_NONE, false },
		{ "+", NUMBER_NONE, false },
		{ "", NUMBER_NONE, false },
		{ "*211234567", NUMBER_NONE, false },
		{ "+49+30123456", NUMBER_NONE, false },
	};

	(void)state;
	for (size_t i = 0; i < N(c); i++) {
		bool separated;

		assert_int_equal(numbers_shape(slice_cstr(c[i].user),
					       &separated), c[i].shape);
		if (c[i].shape)
			assert_int_equal(separated, c[i].separated);
	}
}

static void test_users(void **state)
{
	static const char *const c[][2] = {
		{ "sip:+4930123456@example.com", "+4930123456" },
		{ "sip:al;x=1@example.com;transport=tcp", "al;x=1" },
		{ "sips:al:secret@example.com", "al" },
		{ "tel:+4930123456;phone-context=+49", "+4930123456" },
		{ "sip:example.com:5080", "example.com" },
		{ "sip:", "" }, { "al@example.com", "" }, { "", "" },
		{ "sip:@h", "" },
	};

	(void)state;
	for (size_t i = 0; i < N(c); i++)
		assert_true(slice_eq(numbers_user(slice_cstr(c[i][0])),
				     slice_cstr(c[i][1])));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_formats),
		cmocka_unit_test(test_callers),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_ages),
		cmocka_unit_test(test_shapes),
		cmocka_unit_test(test_users),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
