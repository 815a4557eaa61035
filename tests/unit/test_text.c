/* SPDX-License-Identifier: BSD-2-Clause */
#include "render_make.h"

#include "base/utf8.h"
#include "data/catalog_lang.h"
#include "render/text.h"

static const char invite[] = "INVITE sip:bob@x SIP/2.0\r\n"
	"Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK77\r\n"
	"From: <sip:alice@x>;tag=1\r\nTo: Bob <sip:bob@x>\r\n"
	"Call-ID: a@b\r\nCSeq: 1 INVITE\r\nRequire: 100rel, foo\r\n"
	"Content-Length: 0\r\n\r\n";
static const char refused[] = "SIP/2.0 420 Bad Extension\r\n"
	"Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK77\r\n"
	"From: <sip:alice@x>;tag=1\r\nTo: Bob <sip:bob@x>;tag=2\r\n"
	"Call-ID: a@b\r\nCSeq: 1 INVITE\r\nUnsupported: foo\r\n"
	"Content-Length: 0\r\n\r\n";
static const char ok[] = "SIP/2.0 200 OK\r\n"
	"Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK77\r\n"
	"CSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n";
static const char bye[] = "BYE sip:bob@x SIP/2.0\r\n"
	"Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK78\r\n"
	"From: <sip:alice@x>;tag=1\r\nTo: Bob <sip:bob@x>;tag=2\r\n"
	"Call-ID: a@b\r\nCSeq: 2 BYE\r\nContent-Length: 0\r\n\r\n";

static void has(const char *text, const char *want)
{
	if (!strstr(text, want))
		fail_msg("`%s' is not in:\n%s", want, text);
}

static void has_not(const char *text, const char *what)
{
	if (strstr(text, what))
		fail_msg("`%s' is in:\n%s", what, text);
}

/* Only line ends besides what can be seen; no space at an end. */
static void check_safe(const char *text)
{
	struct slice rest = slice_cstr(text);

	while (rest.len) {
		uint32_t cp;
		size_t n = utf8_next(rest, &cp);

		if (cp != '\n' && (cp < 0x20 || (cp >= 0x7f && cp < 0xa0) ||
				   cp == 0x202e))
			fail_msg("byte %#x in:\n%s", (unsigned)cp, text);
		if (cp == '\n' && rest.p > text && rest.p[-1] == ' ')
			fail_msg("a space at an end in:\n%s", text);
		if (cp == 0xfffd)
			assert_int_equal(n, 3);
		rest = slice_from(rest, n);
	}
}

/* --- layout --- */

static void test_layout(void **state)
{
	static const struct { uint64_t n; const char *want; } numbers[] = {
		{ 0, "0" }, { 999, "999" }, { 1000, "1,000" },
		{ 2113, "2,113" }, { 1234567, "1,234,567" },
		{ UINT64_MAX, "18,446,744,073,709,551,615" },
	};
	static const struct { const char *text, *want; size_t columns; } cuts[] = {
		{ "abcdef", "abcdef", 6 }, { "abcdefg", "abc...", 6 },
		{ "abc", "abc", 0 }, { "\xe6\xbc\xa2\xe5\xad\x97\xe5\xad\x97",
		  "\xe6\xbc\xa2...", 5 },
	};
	struct strbuf b = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		strbuf_reset(&b);
		layout_number(&b, numbers[i].n);
		assert_string_equal(strbuf_str(&b), numbers[i].want);
	}
	for (size_t i = 0; i < sizeof(cuts) / sizeof(*cuts); i++) {
		strbuf_reset(&b);
		layout_cut(&b, slice_cstr(cuts[i].text), cuts[i].columns);
		assert_string_equal(strbuf_str(&b), cuts[i].want);
		/* In place, behind something else, with the gap at least. */
		strbuf_reset(&b);
		strbuf_adds(&b, "before ");
		strbuf_adds(&b, cuts[i].text);
		layout_fit(&b, 7, cuts[i].columns, 5, 1);
		assert_true(slice_eq(slice_head(slice_from(strbuf_view(&b), 7),
						strlen(cuts[i].want)),
				     slice_cstr(cuts[i].want)));
		assert_int_equal(utf8_columns(strbuf_view(&b)) - 7,
				 i == 2 ? 5 : i == 3 ? 6 : 7);
	}
	strbuf_reset(&b);
	layout_wrap(&b, SLICE("one two  three-is-a-word-of-thirty-columns x "),
		    4, 2, 24);
	assert_string_equal(strbuf_str(&b), "one two\n"
			    "  three-is-a-word-of-thirty-columns\n  x\n");
	strbuf_fini(&b);
}

/* --- lines --- */

static void test_line(void **state)
{
	struct made m = { .t = NULL };
	const char *text;

	(void)state;
	m.options.verbosity = VERBOSITY_NORMAL;
	make_open(&m, false);
	make_transaction(&m, SLICE(invite), SLICE(ok));
	make_notice(&m, STORE_REQUEST);
	make_notice(&m, STORE_FINAL);
	assert_true(m.t->said);
	make_notice(&m, STORE_COMPLETE);
	text = make_close(&m);
	check_safe(text);
	assert_int_equal(strncmp(text, "11:06:40.001  INVITE ", 21), 0);
	has(text, " bob@x ");
	has(text, "10.0.0.1 -> 10.0.0.2    200 OK");
	has(text, "answered after 1 ms\n");
	assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
	strbuf_fini(&m.text);
}

/* A text trace may have no times, or whole seconds. */
static void test_no_time(void **state)
{
	struct made m = { .t = NULL };
	const char *text;

	(void)state;
	m.options.verbosity = VERBOSITY_NORMAL;
	make_open(&m, false);
	make_transaction(&m, SLICE(invite), SLICE(ok));
	m.t->answered = m.t->start;
	make_notice(&m, STORE_FINAL);
	text = make_close(&m);
	has(text, "200 OK\n");
	strbuf_fini(&m.text);
}

static const struct {
	const char *label;
	enum verbosity verbosity;
	struct slice request, response;
	enum store_event event;
	const char *want; /* NULL: nothing is said */
} lines[] = {
	{ "quiet", VERBOSITY_QUIET, SLICE(invite), SLICE(refused),
	  STORE_FINAL, NULL },
	{ "refused", VERBOSITY_NORMAL, SLICE(invite), SLICE(refused),
	  STORE_FINAL, "420 Bad Extension\n" },
	{ "a healthy BYE", VERBOSITY_NORMAL, SLICE(bye), SLICE(ok),
	  STORE_FINAL, NULL },
	{ "it completes", VERBOSITY_NORMAL, SLICE(bye), SLICE(ok),
	  STORE_COMPLETE, NULL },
	{ "BYE in a flow", VERBOSITY_FLOW, SLICE(bye), SLICE(ok),
	  STORE_FINAL, "BYE" },
	{ "open at the end", VERBOSITY_NORMAL, SLICE(invite), { NULL, 0 },
	  STORE_END, NULL },
	{ "open, in a flow", VERBOSITY_FLOW, SLICE(invite), { NULL, 0 },
	  STORE_END, "no final response before the end" },
	{ "no answer", VERBOSITY_NORMAL, SLICE(invite), { NULL, 0 },
	  STORE_TIMEOUT, "no answer for 999 ms\n" },
};

static void test_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		struct made m = { .t = NULL };
		const char *text;

		m.options.verbosity = lines[i].verbosity;
		make_open(&m, false);
		make_transaction(&m, lines[i].request, lines[i].response);
		if (lines[i].event == STORE_TIMEOUT)
			m.t->state = TRANSACTION_TIMED_OUT;
		make_notice(&m, lines[i].event);
		text = make_close(&m);
		check_safe(text);
		if (lines[i].want)
			has(text, lines[i].want);
		else if (*text)
			fail_msg("%s: %s", lines[i].label, text);
		strbuf_fini(&m.text);
	}
}

/* The typed view is preferred to the bytes of the index. */
static const struct render_typed *typed(const struct transaction *t,
					bool explained, void *arg)
{
	static const struct render_typed view = {
		.uri = { .user = "b\x1bob", .host = "typed.example" },
		.request = { .verdict = "no Foo", .osip_rc = -5,
			     .osip = "Authorization: Basic abc" },
	};

	(void)t;
	(void)explained;
	(void)arg;
	return &view;
}

/* --- findings --- */

static void require_unsupported(struct made *m)
{
	make_transaction(m, SLICE(invite), SLICE(refused));
	make_finding(m, FINDING_REQUIRE_UNSUPPORTED);
	make_value(m, "option_tags", SLICE("foo"));
	make_value(m, "method", SLICE("INVITE"));
	make_value(m, "header", SLICE("Require"));
	make_value(m, "keep", SLICE("Require: 100rel"));
	make_evidence(m, m->t->final, HEADER_UNSUPPORTED, SLICE("foo"));
	make_evidence(m, m->t->request, HEADER_REQUIRE, SLICE("foo"));
}

static void test_finding(void **state)
{
	struct made m = { .t = NULL };
	const char *text;

	(void)state;
	m.options.verbosity = VERBOSITY_NORMAL;
	make_open(&m, false);
	m.renderer->typed_fn = typed;
	require_unsupported(&m);
	m.renderer->ops->finding(m.renderer, &m.finding, 1);
	make_notice(&m, STORE_FINAL);
	text = make_close(&m);
	check_safe(text);
	/* The line comes first and once. */
	has(text, "INVITE     b\\x1Bob@typed.example ");
	assert_null(strstr(strstr(text, "typed.example") + 1, "typed.example"));
	has(text, "420 Bad Extension\nerror[require-unsupported]: the server "
	    "does not support `foo', which the INVITE makes mandatory\n"
	    "  --> frame 2  11:06:40.002  10.0.0.2 -> 10.0.0.1  "
	    "420 Bad Extension\n"
	    "   |  Unsupported: foo\n"
	    "   |               ^^^ right here\n"
	    "  --> frame 1  11:06:40.001  10.0.0.1 -> 10.0.0.2  INVITE\n"
	    "   |  Require: 100rel, foo\n"
	    "   |                   ^^^ right here\n"
	    "   = why:  ");
	has(text, "\n   = fix:  Send `Require: 100rel'");
	has(text, "   = note: malformed request: no Foo; libosip2 refuses "
	    "`Authorization: Basic ***'\n");
	has(text, "   = see:  sipexplain --explain require-unsupported; "
	    "RFC 3261 8.1.3.5, 8.2.2.3, 21.4.15\n");
	strbuf_fini(&m.text);
}

static const struct {
	enum verbosity verbosity;
	enum severity severity;
	enum certainty certainty;
	bool live;
	uint64_t occurrence;
	const char *want; /* NULL: nothing */
	bool whole;       /* with its evidence */
} heads[] = {
	{ VERBOSITY_QUIET, SEVERITY_WARNING, CERTAINTY_CERTAIN, false, 1,
	  "warning[require-unsupported]: the", true },
	{ VERBOSITY_QUIET, SEVERITY_INFO, CERTAINTY_CERTAIN, false, 1, NULL,
	  false },
	{ VERBOSITY_NORMAL, SEVERITY_INFO, CERTAINTY_CERTAIN, false, 1, NULL,
	  false },
	{ VERBOSITY_FLOW, SEVERITY_INFO, CERTAINTY_LIKELY, false, 1,
	  "info[require-unsupported]: likely: the", true },
	{ VERBOSITY_QUIET, SEVERITY_ERROR, CERTAINTY_POSSIBLE, false, 3,
	  "error[require-unsupported]: possibly: the", true },
	{ VERBOSITY_QUIET, SEVERITY_ERROR, CERTAINTY_CERTAIN, false, 4,
	  "mandatory (4 times so far; frame 2)\n", false },
	{ VERBOSITY_QUIET, SEVERITY_ERROR, CERTAINTY_CERTAIN, false, 10,
	  "mandatory (10 times so far; frame 2)\n", false },
	{ VERBOSITY_QUIET, SEVERITY_ERROR, CERTAINTY_CERTAIN, false, 11, NULL,
	  false },
	{ VERBOSITY_QUIET, SEVERITY_ERROR, CERTAINTY_CERTAIN, false, 1000,
	  "mandatory (1,000 times so far; frame 2)\n", false },
	{ VERBOSITY_QUIET, SEVERITY_ERROR, CERTAINTY_CERTAIN, true, 2, NULL,
	  false },
	{ VERBOSITY_QUIET, SEVERITY_ERROR, CERTAINTY_CERTAIN, true, 1,
	  "mandatory\n", true },
	{ VERBOSITY_QUIET, SEVERITY_ERROR, CERTAINTY_CERTAIN, true, 1000,
	  "mandatory (1,000 times since 11:06:40.000)\n", true },
	{ VERBOSITY_QUIET, SEVERITY_ERROR, CERTAINTY_CERTAIN, true, 1001,
	  NULL, false },
};

static void test_heads(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(heads) / sizeof(*heads); i++) {
		struct made m = { .t = NULL };
		const char *text;

		m.options.verbosity = heads[i].verbosity;
		m.options.live = heads[i].live;
		make_open(&m, false);
		require_unsupported(&m);
		m.finding.severity = heads[i].severity;
		m.finding.certainty = heads[i].certainty;
		m.renderer->ops->finding(m.renderer, &m.finding,
					 heads[i].occurrence);
		text = make_close(&m);
		check_safe(text);
		if (!heads[i].want)
			has_not(text, "require-unsupported");
		else
			has(text, heads[i].want);
		assert_int_equal(strstr(text, "^^^") != NULL, heads[i].whole);
		strbuf_fini(&m.text);
	}
}

/* A title that differs from the last one of its group in a number alone is not
 * proven again; one that differs in words is. */
static void test_numbers_fold(void **state)
{
	static const char *const tags[] = { "foo1", "foo22", "bar3" };
	struct made m = { .t = NULL };
	const char *text;
	unsigned proven = 0;

	(void)state;
	make_open(&m, false);
	require_unsupported(&m);
	for (size_t i = 0; i < sizeof(tags) / sizeof(*tags); i++) {
		m.finding.values[0].text = slice_cstr(tags[i]);
		m.renderer->ops->finding(m.renderer, &m.finding, i + 1);
	}
	text = make_close(&m);
	has(text, "`foo22', which the INVITE makes mandatory (2 times so far; "
	    "frame 2)\nerror[");
	has(text, "`bar3', which the INVITE makes mandatory\n  --> frame");
	for (const char *p = text; (p = strstr(p, "   = see:")); p++)
		proven++;
	assert_int_equal(proven, 2);
	strbuf_fini(&m.text);
}

/* --- carets --- */

/* The line of text that begins after `   |  ', and the next one. */
static void two_lines(const char *text, struct slice *line, struct slice *caret)
{
	const char *at = strstr(text, "   |  ");

	assert_non_null(at);
	*line = slice_cstr(at + 6);
	*line = slice_head(*line, slice_find(*line, '\n'));
	at = line->p + line->len + 1;
	assert_int_equal(strncmp(at, "   |  ", 6), 0);
	*caret = slice_cstr(at + 6);
	*caret = slice_head(*caret, slice_find(*caret, '\n'));
}

/* What stands above the carets, by columns. */
static void above(struct slice line, struct slice caret, struct strbuf *out)
{
	size_t from = 0, to, column = 0;

	while (from < caret.len && caret.p[from] == ' ')
		from++;
	for (to = from; to < caret.len && caret.p[to] == '^'; to++)
		;
	while (line.len) {
		uint32_t cp;
		size_t n = utf8_next(line, &cp);

		if (column >= from && column < to)
			strbuf_slice(out, slice_head(line, n));
		column += utf8_width(cp);
		line = slice_from(line, n);
	}
}

#define LONG "0123456789 0123456789 0123456789 0123456789 0123456789 "
#define WIDE "\xe6\xbc\xa2\xe5\xad\x97" /* two characters of two columns */

static const struct { const char *subject, *where, *want; } carets[] = {
	{ "a bad day", "bad", "bad" },
	{ "\x1b[31m bad", "bad", "bad" },
	{ "x\ty\tbad day", "bad", "bad" },
	{ WIDE " bad", "bad", "bad" },
	{ "e\xcc\x81 bad", "bad", "bad" },
	{ "\xff\xfe bad", "bad", "bad" },
	{ "\xe2\x80\xae bad", "bad", "bad" },
	{ "a\r\n  folded\r\n\tbad line", "bad", "bad" },
	{ "a\r\n folded", "a\r\n folded", "a folded" },
	{ "a b\x1b" "d c", "b\x1b" "d", "b\\x1Bd" },
	{ "a " WIDE " c", WIDE, WIDE },
	{ LONG LONG LONG "bad " LONG LONG, "bad", "bad" },
	{ LONG LONG LONG "bad", "bad", "bad" },
	{ "bad " LONG LONG LONG, "bad", "bad" },
	{ WIDE WIDE LONG LONG WIDE "bad" WIDE LONG LONG, "bad", "bad" },
	{ "\x1b\x1b\x1b\x1b" LONG LONG "\x1b\x1b" "bad\x1b\x1b" LONG LONG,
	  "bad", "bad" },
};

static void caret_case(size_t i, unsigned columns)
{
	struct made m = { .t = NULL };
	struct strbuf request = { 0 }, found = { 0 };
	struct slice line, caret;
	const char *text;

	strbuf_adds(&request, "INVITE sip:bob@x SIP/2.0\r\nCall-ID: c\r\n"
		    "CSeq: 1 INVITE\r\nSubject: ");
	strbuf_adds(&request, carets[i].subject);
	strbuf_adds(&request, "\r\n\r\n");
	m.options.verbosity = VERBOSITY_QUIET;
	m.options.columns = columns;
	make_open(&m, false);
	make_transaction(&m, strbuf_view(&request), (struct slice){ 0 });
	make_finding(&m, FINDING_REQUIRE_UNSUPPORTED);
	make_evidence(&m, m.t->request, HEADER_SUBJECT,
		      slice_cstr(carets[i].where));
	m.renderer->ops->finding(m.renderer, &m.finding, 1);
	text = make_close(&m);
	check_safe(text);
	two_lines(text, &line, &caret);
	assert_true(utf8_columns(line) + 6 <= (columns ? columns : 100));
	above(line, caret, &found);
	if (strcmp(strbuf_str(&found), carets[i].want))
		fail_msg("case %zu at %u: `%s' in:\n%s", i, columns,
			 strbuf_str(&found), text);
	strbuf_fini(&found);
	strbuf_fini(&request);
	strbuf_fini(&m.text);
}

static void test_carets(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(carets) / sizeof(*carets); i++) {
		caret_case(i, 0);
		caret_case(i, 60);
		caret_case(i, 41);
	}
}

/* --- everything at once, with bytes that mean no good --- */

static void test_hostile(void **state)
{
	static const char request[] = "INVITE sip:" MAKE_HOSTILE "@x SIP/2.0\r\n"
		"Via: SIP/2.0/UDP h;branch=" MAKE_HOSTILE "\r\n"
		"From: \"" MAKE_HOSTILE "\" <sip:" MAKE_HOSTILE ">;tag=a\r\n"
		"To: <sip:b\\\">\r\nCall-ID: " MAKE_HOSTILE "\0z\r\n"
		"CSeq: 1 INVITE\r\nSubject: a\r\n b" MAKE_HOSTILE "\r\n"
		"Require: " MAKE_HOSTILE "\r\nExpires: " MAKE_HOSTILE "\r\n"
		"Reason: Q.850" MAKE_HOSTILE ";cause=34\r\n\r\n"
		"v=0\r\n" MAKE_HOSTILE "\r\n";
	static const char response[] = "SIP/2.0 404 " MAKE_HOSTILE "\r\n"
		"Via: SIP/2.0/UDP h;branch=" MAKE_HOSTILE "\r\n"
		"CSeq: 1 " MAKE_HOSTILE "\r\n\r\n";
	struct render_note note = { .verdict = "bad thing", .osip_rc = -2,
				    .osip = "Foo: " MAKE_HOSTILE };
	struct store_notice over = { .event = STORE_CALL_COMPLETE };
	struct made m = { .t = NULL };

	(void)state;
	m.options.verbosity = VERBOSITY_ALL;
	m.options.several_sources = true;
	make_open(&m, false);
	make_transaction(&m, SLICE(request), SLICE(response));
	make_finding(&m, FINDING_REQUIRE_UNSUPPORTED);
	make_value(&m, "option_tags", SLICE(MAKE_HOSTILE));
	make_value(&m, "method", SLICE(MAKE_HOSTILE));
	make_evidence(&m, m.t->request, HEADER_SUBJECT, SLICE("b\x1b"));
	m.renderer->ops->message(m.renderer, m.t->request, &note);
	m.renderer->ops->message(m.renderer, m.t->final, &note);
	m.renderer->ops->finding(m.renderer, &m.finding, 1);
	make_notice(&m, STORE_FINAL);
	call_keep(m.call, m.t->request);
	call_keep(m.call, m.t->request);
	call_keep(m.call, m.t->final);
	over.call = m.call;
	m.renderer->ops->notice(m.renderer, &over);
	check_safe(make_close(&m));
	has(strbuf_str(&m.text), "malformed: bad thing; libosip2 refuses `Foo:");
	has(strbuf_str(&m.text), "404 ");
	has(strbuf_str(&m.text), "  sent again\n");
	strbuf_fini(&m.text);
}

/* What the snap length left of two messages: neither Call-ID nor CSeq. */
static void test_cut_flow(void **state)
{
	struct store_notice over = { .event = STORE_CALL_COMPLETE };
	struct made m = { .t = NULL };

	(void)state;
	m.options.verbosity = VERBOSITY_FLOW;
	make_open(&m, false);
	make_transaction(&m, SLICE("OPTIONS sip:x SIP/2.0\r\nVia: SI"),
			 SLICE("SIP/2.0 200 OK\r\nVia: SIP"));
	make_notice(&m, STORE_FINAL);
	call_keep(m.call, m.t->final);
	m.call->messages = 1;
	over.call = m.call;
	m.renderer->ops->notice(m.renderer, &over);
	make_close(&m);
	has(strbuf_str(&m.text), "--- without a Call-ID: 1 message in ");
	has(strbuf_str(&m.text), "  200 OK\n");
	strbuf_fini(&m.text);
}

/* A text trace may tell no times: then nothing took `0 us', in a line, over the
 * flow, in the summary. */
static void test_untimed(void **state)
{
	struct store_stats st = { .messages = 3, .transactions = 2 };
	struct dissector_stats d = { .tcp_sip = 0 };
	static uint64_t codes[RENDER_CODES], methods[METHOD_COUNT];
	struct render_summary s = { .source = "x", .store = &st, .dissect = &d,
		.codes = codes, .finals = codes, .methods = methods };

	(void)state;
	for (int timed = 0; timed < 2; timed++) {
		struct store_notice over = { .event = STORE_CALL_COMPLETE };
		struct made m = { .t = NULL };

		m.options.verbosity = VERBOSITY_FLOW;
		make_open(&m, false);
		make_transaction(&m, SLICE(bye), SLICE(ok));
		if (!timed)
			m.t->start = m.t->answered = m.call->seen = 0;
		make_notice(&m, STORE_FINAL);
		call_keep(m.call, m.t->final);
		m.call->messages = 1;
		over.call = m.call;
		m.renderer->ops->notice(m.renderer, &over);
		s.first = s.last = timed ? MAKE_TIME : 0;
		m.renderer->ops->summary(m.renderer, &s);
		make_close(&m);
		has(strbuf_str(&m.text), timed ? "200 OK            1 ms\n" :
		    "200 OK\n");
		has(strbuf_str(&m.text), timed ? ": 1 message in " :
		    ": 1 message\n");
		has(strbuf_str(&m.text), timed ? " 0 calls in 0 us\n" :
		    " 0 calls\n");
		strbuf_fini(&m.text);
	}
}

/* --- the summary --- */

static void test_summary(void **state)
{
	static uint64_t codes[RENDER_CODES], methods[METHOD_COUNT];
	struct store_stats st = { .messages = 2113, .transactions = 412,
		.calls[CALL_ANSWERED] = 1 };
	struct dissector_stats d = { .tcp_sip = 1234, .tcp_gaps = 12,
		.tcp_gap_bytes = 8412, .tcp_cut = 3, .stream_skipped = 77,
		.deflated = 9, .upgrades_refused = 2, .hep_compressed = 8,
		.sctp_lost = 6, .tcp_shed = 5, .fragment_overlaps = 4 };
	struct ranking_group g = { .id = FINDING_STATUS, .status = 404,
		.severity = SEVERITY_ERROR, .certainty = CERTAINTY_LIKELY,
		.group = "g", .title = "who knows", .count = 1 };
	struct render_summary s = { .source = "x" MAKE_HOSTILE, .store = &st,
		.dissect = &d, .codes = codes, .finals = codes, .methods = methods,
		.ranking = &g, .n_ranking = 1, .frames = 4, .dropped = 7,
		.first = MAKE_TIME, .last = MAKE_TIME + 842 * CLOCK_S };
	struct made m = { .t = NULL };
	const char *text;

	(void)state;
	codes[404] = 1500;
	make_open(&m, false);
	m.renderer->ops->summary(m.renderer, &s);
	text = make_close(&m);
	check_safe(text);
	has(text, ": 2,113 messages, 412 transactions, 1 call in 14 min 02 s\n");
	has(text, "    Fix first:\n     1. status-404  1 transaction  "
	    "likely: who knows\n");
	has(text, "404 (1,500)");
	has(text, "Not decoded: TCP segments on a SIP port with no SIP in them: "
	    "1,234; gaps in TCP: 12 (8,412");
	has(text, "of their connection: 3; 77 bytes of SIP over TCP that");
	has(text, "permessage-deflate: 9");
	has(text, "that the server refused: 2 (");
	has(text, "packets: 8 (turn compression off in");
	has(text, "others: 4");
	has(text, "missing: 6\n");
	has(text, "Lost: 7 packets dropped by the kernel");
	has(text, "too many were open: 5");
	strbuf_fini(&m.text);
}

static void test_no_sip(void **state)
{
	struct store_stats st = { .messages = 0 };
	struct dissector_stats d = { .tls = 12 };
	struct render_summary s = { .source = "x", .store = &st, .dissect = &d,
				    .frames = 1500, .filter = "port 5060" };
	struct made m = { .t = NULL };
	const char *text;

	(void)state;
	make_open(&m, false);
	m.renderer->ops->summary(m.renderer, &s);
	text = make_close(&m);
	check_safe(text);
	has(text, "--- x: no SIP in 1,500 frames\n");
	has(text, "the filter `port 5060' may have left it out");
	has(text, "TLS (12 frames)");
	strbuf_fini(&m.text);

	d.tls = 0;
	s.filter = NULL;
	s.keepalives = 10;
	make_open(&m, false);
	m.renderer->ops->summary(m.renderer, &s);
	text = make_close(&m);
	has(text, "    only keep-alives (10): ");
	assert_null(strstr(text, "record on the SIP server"));
	strbuf_fini(&m.text);
}

/* Live, frames that are no SIP stay in the kernel: none came is not none were. */
static void test_nothing_live(void **state)
{
	struct store_stats st = { .messages = 0 };
	struct dissector_stats d = { .tls = 0 };
	struct render_summary s = { .source = "x", .store = &st, .dissect = &d,
				    .live = true };
	struct made m = { .t = NULL };
	const char *text;

	(void)state;
	make_open(&m, false);
	m.renderer->ops->summary(m.renderer, &s);
	text = make_close(&m);
	has(text, "--- x: no SIP, and nothing that SIP travels in\n");
	has(text, "-i any");
	assert_null(strstr(text, "no frames"));
	strbuf_fini(&m.text);
}

/* The table says who is not in it, in both formats. */
static void test_peers_left_out(void **state)
{
	(void)state;
	for (int json = 0; json < 2; json++) {
		struct made m = { .t = NULL };
		struct peers *peers = peers_new();
		const char *text;

		assert_non_null(peers);
		make_open(&m, json);
		make_transaction(&m, slice_of(invite, sizeof(invite) - 1),
				 slice_of(refused, sizeof(refused) - 1));
		for (uint32_t i = 0; i <= PEERS_MAX; i++) {
			m.t->client = addr_make(&i, 4, 5060);
			peers_final(peers, m.t);
			if (i == 2)
				m.renderer->ops->peers(m.renderer, peers);
		}
		text = make_close(&m);
		has_not(text, json ? "\"type\":\"peers\"" : "no room");
		strbuf_fini(&m.text);
		m = (struct made){ .t = NULL };
		make_open(&m, json);
		m.renderer->ops->peers(m.renderer, peers);
		text = make_close(&m);
		has(text, json ? "{\"v\":1,\"type\":\"peers\",\"shed\":2}" :
		    "no room for more peers; messages of those left out: 2\n");
		strbuf_fini(&m.text);
		peers_free(peers);
	}
}

/* Nothing is left out of the parts of a tail, in no language. */
static void test_tail_parts(void **state)
{
	struct text_renderer *r = calloc(1, sizeof(*r));

	(void)state;
	assert_non_null(r);
	for (int l = 0; l < CATALOG_LANG_COUNT; l++) {
		catalog_lang_use((enum catalog_lang)l);
		if (!text_tail_init(r))
			fail_msg("a part says too much in `%s'",
				 catalog_lang_name((enum catalog_lang)l));
	}
	catalog_lang_use(CATALOG_LANG_EN);
	free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tail_parts),
		cmocka_unit_test(test_layout),
		cmocka_unit_test(test_peers_left_out),
		cmocka_unit_test(test_line),
		cmocka_unit_test(test_no_time),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_finding),
		cmocka_unit_test(test_heads),
		cmocka_unit_test(test_numbers_fold),
		cmocka_unit_test(test_carets),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_cut_flow),
		cmocka_unit_test(test_untimed),
		cmocka_unit_test(test_summary),
		cmocka_unit_test(test_no_sip),
		cmocka_unit_test(test_nothing_live),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
