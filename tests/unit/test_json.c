/* SPDX-License-Identifier: BSD-2-Clause */
#include "render_make.h"

#include "base/utf8.h"
#include "render/json_write.h"

#include <ctype.h>

/* --- a small reader of JSON: valid or not (RFC 8259) --- */

struct reader {
	const unsigned char *p;
	bool bad;
};

static void value(struct reader *r, int depth);

static void expect(struct reader *r, char c)
{
	if (*r->p == (unsigned char)c)
		r->p++;
	else
		r->bad = true;
}

static void string(struct reader *r)
{
	expect(r, '"');
	while (!r->bad && *r->p != '"') {
		if (*r->p < 0x20 || *r->p == 0x7f) {
			r->bad = true;
		} else if (*r->p == '\\') {
			r->p++;
			if (*r->p == 'u') {
				for (int i = 1; i <= 4; i++)
					r->bad |= !isxdigit(r->p[i]);
				r->p += r->bad ? 0 : 5;
			} else if (strchr("\"\\/bfnrt", *r->p) && *r->p) {
				r->p++;
			} else {
				r->bad = true;
			}
		} else {
			r->p++;
		}
	}
	expect(r, '"');
}

static void number(struct reader *r)
{
	r->p += *r->p == '-';
	if (!isdigit(*r->p))
		r->bad = true;
	if (r->p[0] == '0' && isdigit(r->p[1]))
		r->bad = true;
	while (isdigit(*r->p))
		r->p++;
	if (*r->p != '.')
		return;
	r->p++;
	if (!isdigit(*r->p))
		r->bad = true;
	while (isdigit(*r->p))
		r->p++;
}

static void members(struct reader *r, char end, int depth)
{
	r->p++;
	if (*r->p == (unsigned char)end) {
		r->p++;
		return;
	}
	for (;;) {
		if (end == '}') {
			string(r);
			expect(r, ':');
		}
		value(r, depth + 1);
		if (r->bad || *r->p != ',')
			break;
		r->p++;
	}
	expect(r, end);
}

static void value(struct reader *r, int depth)
{
	static const char *const words[] = { "true", "false", "null" };

	if (r->bad || depth > 8) {
		r->bad = true;
		return;
	}
	if (*r->p == '{' || *r->p == '[') {
		members(r, *r->p == '{' ? '}' : ']', depth);
		return;
	}
	if (*r->p == '"') {
		string(r);
		return;
	}
	for (int i = 0; i < 3; i++) {
		if (strncmp((const char *)r->p, words[i], strlen(words[i])))
			continue;
		r->p += strlen(words[i]);
		return;
	}
	number(r);
}

static bool valid_utf8(struct slice s)
{
	while (s.len) {
		uint32_t cp;
		size_t n = utf8_next(s, &cp);

		if (n == 1 && cp == 0xfffd)
			return false;
		s = slice_from(s, n);
	}
	return true;
}

/* Every line is one object. */
static void check_lines(const char *text)
{
	struct reader r = { (const unsigned char *)text, false };

	assert_true(*text == '{');
	assert_true(valid_utf8(slice_cstr(text)));
	while (*r.p) {
		value(&r, 0);
		expect(&r, '\n');
		if (r.bad)
			fail_msg("not JSON from here: %.60s", r.p);
	}
}

static void test_reader(void **state)
{
	static const char *const bad[] = {
		"{\"a\":1,}", "{\"a\" 1}", "[1,]", "\"\n\"", "\"\\x\"", "01",
		"{\"a\":}", "tru", "\"\\u12g4\"", "[1", "-",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct reader r = { (const unsigned char *)bad[i], false };

		value(&r, 0);
		if (!r.bad && !*r.p)
			fail_msg("taken: %s", bad[i]);
	}
}

static void has(const char *text, const char *want)
{
	if (!strstr(text, want))
		fail_msg("`%s' is not in: %s", want, text);
}

/* --- numbers --- */

static void test_write(void **state)
{
	static const struct { int64_t ns; const char *want; } ms[] = {
		{ 100 * CLOCK_MS, "\"d\":100.0," }, { 0, "\"d\":0.0," },
		{ 1500, "\"d\":0.002," }, { 31230 * CLOCK_US, "\"d\":31.23," },
		{ 1001 * CLOCK_US, "\"d\":1.001," },
		{ 1010 * CLOCK_US, "\"d\":1.01," }, { -1, "\"d\":null," },
	};
	static const struct addr nowhere;

	(void)state;
	for (size_t i = 0; i < sizeof(ms) / sizeof(*ms); i++) {
		struct json_write w = { .day = 0 };

		json_write_ms(&w, "d", ms[i].ns);
		assert_string_equal(strbuf_str(&w.out), ms[i].want);
		json_write_int(&w, "n", INT64_MIN);
		json_write_addr(&w, "a", &nowhere);
		json_write_time(&w, "t", 0);
		has(strbuf_str(&w.out), ",\"n\":-9223372036854775808,"
		    "\"a\":null,\"t\":null");
		strbuf_fini(&w.out);
	}
}

/* --- the interface --- */

static const char invite[] = "INVITE sip:bob@x SIP/2.0\r\n"
	"Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK77\r\n"
	"From: <sip:alice@x>;tag=1\r\nTo: Bob <sip:bob@x>\r\n"
	"Call-ID: a@b\r\nCSeq: 1 INVITE\r\nRequire: 100rel, foo\r\n"
	"Content-Length: 0\r\n\r\n";
static const char refused[] = "SIP/2.0 420 Bad Extension\r\n"
	"Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK77\r\n"
	"From: <sip:alice@x>;tag=1\r\nTo: Bob <sip:bob@x>;tag=2\r\n"
	"Call-ID: a@b\r\nCSeq: 1 INVITE\r\nUnsupported: foo\r\n"
	"Authorization: Digest response=\"secret\", x=\"\xc3\xa4\"\r\n"
	"Content-Length: 0\r\n\r\n";

/* Every time is what the clock says, also those of one second. */
static void test_times(void **state)
{
	static const int64_t times[] = {
		CLOCK_S, CLOCK_S + 999999999, CLOCK_S + CLOCK_US, -1,
		2 * CLOCK_S - 1, 2 * CLOCK_S, -CLOCK_S, 1, CLOCK_S - 1,
		INT64_MAX, INT64_MAX - 7 * CLOCK_MS, INT64_MIN, CLOCK_S,
		INT64_C(1767600000) * CLOCK_S + 70490 * CLOCK_US,
		INT64_C(1767600000) * CLOCK_S + 119878 * CLOCK_US,
	};
	struct json_write w = { .day = 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(times) / sizeof(*times); i++) {
		struct strbuf want = { 0 };

		strbuf_addc(&want, '"');
		clock_rfc3339(&want, times[i]);
		strbuf_adds(&want, "\",");
		strbuf_reset(&w.out);
		json_write_time(&w, NULL, times[i]);
		assert_string_equal(strbuf_str(&w.out), strbuf_str(&want));
		strbuf_fini(&want);
	}
	strbuf_fini(&w.out);
}

static void test_transaction(void **state)
{
	struct made m = { .t = NULL };
	const char *text;

	(void)state;
	make_open(&m, true);
	make_transaction(&m, SLICE(invite), SLICE(refused));
	store_note_finding(m.t, FINDING_STATUS, 420, SEVERITY_ERROR);
	make_notice(&m, STORE_FINAL); /* says nothing yet */
	make_notice(&m, STORE_COMPLETE);
	text = make_close(&m);
	check_lines(text);
	has(text, "{\"v\":1,\"type\":\"transaction\",\"source\":\"x");
	has(text, "\"time\":\"2026-11-18T11:06:40.001000Z\",\"transport\":"
	    "\"udp\",\"src\":\"10.0.0.1:5060\",\"dst\":\"10.0.0.2:5060\","
	    "\"method\":\"INVITE\",\"request_uri\":\"sip:bob@x\","
	    "\"call_id\":\"a@b\",\"cseq\":1,\"branch\":\"z9hG4bK77\","
	    "\"from\":\"sip:alice@x\",\"to\":\"sip:bob@x\",\"status\":420,"
	    "\"reason\":\"Bad Extension\",\"class\":\"error\","
	    "\"duration_ms\":1.0,\"provisional\":[],\"frames\":{"
	    "\"request\":[1],\"response\":[2],\"ack\":[]},"
	    "\"retransmissions\":{\"request\":0,\"response\":0},"
	    "\"forks\":[],\"findings\":[\"status-420\"]}\n");
	assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
	strbuf_fini(&m.text);
}

/* The room of a line is asked for once: a Call-ID of which each byte needs the
 * longest escape and the largest numbers fit (the sanitizers see the byte behind). */
static void test_room(void **state)
{
	enum { LONG = 2000 };
	static const char *const parts[] = {
		"INVITE sip:bob@x SIP/2.0\r\nCSeq: 4294967295 INVITE\r\n"
		"Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK77\r\nCall-ID: a",
		"z\r\nContent-Length: 0\r\n\r\n",
	};
	struct made m = { .t = NULL };
	struct strbuf request = { 0 };
	const char *text, *at;
	size_t n = 0;

	(void)state;
	strbuf_adds(&request, parts[0]);
	strbuf_pad(&request, '\1', LONG);
	strbuf_adds(&request, parts[1]);
	make_open(&m, true);
	make_transaction(&m, strbuf_view(&request), (struct slice){ 0 });
	for (size_t i = 0; i < sizeof(m.t->provisional_codes) /
	     sizeof(*m.t->provisional_codes); i++)
		m.t->provisional_codes[i] = UINT16_MAX;
	for (size_t i = 0; i < TRANSACTION_FRAMES_FEW; i++)
		m.t->requests.few[i] = UINT64_MAX;
	m.t->requests.listed = TRANSACTION_FRAMES_FEW;
	m.t->start = INT64_MAX;
	make_notice(&m, STORE_COMPLETE);
	text = make_close(&m);
	check_lines(text);
	for (at = text; (at = strstr(at, "\\u0001")); at++)
		n++;
	assert_int_equal(n, LONG);
	has(text, "\"cseq\":4294967295,");
	has(text, "\"provisional\":[65535,65535,");
	has(text, "\"request\":[18446744073709551615,18446744073709551615,"
	    "18446744073709551615],");
	strbuf_fini(&request);
	strbuf_fini(&m.text);
}

static void test_no_final(void **state)
{
	struct made m = { .t = NULL };
	const char *text;

	(void)state;
	make_open(&m, true);
	make_transaction(&m, SLICE(invite), (struct slice){ 0 });
	make_notice(&m, STORE_COMPLETE);
	text = make_close(&m);
	check_lines(text);
	has(text, "\"status\":null,\"reason\":null,\"class\":\"none\","
	    "\"duration_ms\":null");
	strbuf_fini(&m.text);
}

static void test_finding(void **state)
{
	static const struct slice tags[] = { { "foo", 3 }, { "b\"r", 3 } };
	struct made m = { .t = NULL };
	struct finding_value *v;
	const char *text;

	(void)state;
	make_open(&m, true);
	make_transaction(&m, SLICE(invite), SLICE(refused));
	make_finding(&m, FINDING_REQUIRE_UNSUPPORTED);
	v = finding_value_put(&m.finding, "option_tags");
	*v = (struct finding_value){ .name = "option_tags",
		.kind = VALUE_LIST, .list = tags, .n_list = 2 };
	make_value(&m, "method", SLICE("INVITE"));
	make_value(&m, "header", SLICE("Require"));
	make_value(&m, "not_of_this_stanza", SLICE("?"));
	make_evidence(&m, m.t->final, HEADER_UNSUPPORTED, SLICE("foo"));
	make_evidence(&m, m.t->final, HEADER_AUTHORIZATION,
		      SLICE("\xc3\xa4"));
	m.renderer->ops->finding(m.renderer, &m.finding, 7);
	text = make_close(&m);
	check_lines(text);
	has(text, "{\"v\":1,\"type\":\"finding\",\"id\":\"require-unsupported\""
	    ",\"severity\":\"error\",\"certainty\":\"certain\","
	    "\"group\":\"some|group\",\"caused_by\":null,\"source\":");
	has(text, "\"call_id\":\"a@b\",\"method\":\"INVITE\",\"cseq\":1,"
	    "\"status\":420,\"src\":\"10.0.0.2:5060\",\"dst\":"
	    "\"10.0.0.1:5060\",\"title\":\"");
	has(text, "\"values\":{\"option_tags\":[\"foo\",\"b\\\"r\"],"
	    "\"method\":\"INVITE\",\"header\":\"Require\"}");
	has(text, "\"evidence\":[{\"frame\":2,\"part\":\"header\",\"header\":"
	    "\"Unsupported\",\"text\":\"Unsupported: foo\","
	    "\"span\":[13,16]}");
	/* Code points, not bytes; the secret is hidden. */
	has(text, "Digest response=\\\"******\\\", x=\\\"\xc3\xa4\\\"\","
	    "\"span\":[44,45]");
	has(text, "\"reference\":[\"RFC 3261 8.1.3.5\",\"RFC 3261 8.2.2.3\","
	    "\"RFC 3261 21.4.15\"],\"stack\":null,\"phrase\":null}\n");
	assert_null(strstr(text, "secret"));
	strbuf_fini(&m.text);
}

/* Whatever bytes come, one valid object a line. */
static void test_hostile(void **state)
{
	static const char request[] = "INVITE sip:" MAKE_HOSTILE "@x SIP/2.0\r\n"
		"Via: SIP/2.0/UDP h;branch=" MAKE_HOSTILE "\r\n"
		"From: \"" MAKE_HOSTILE "\" <sip:" MAKE_HOSTILE ">;tag=a\r\n"
		"To: <sip:b\\\">\r\nCall-ID: " MAKE_HOSTILE "\0z\r\n"
		"CSeq: 1 INVITE\r\nSubject: a\r\n b" MAKE_HOSTILE "\r\n\r\n";
	static const char response[] = "SIP/2.0 404 " MAKE_HOSTILE "\r\n"
		"Via: SIP/2.0/UDP h;branch=" MAKE_HOSTILE "\r\n"
		"CSeq: 1 INVITE\r\n\r\n";
	struct render_note note = { .verdict = "bad \"thing\"", .osip_rc = -2,
				    .osip = "Foo: " MAKE_HOSTILE };
	struct made m = { .t = NULL };

	(void)state;
	make_open(&m, true);
	make_transaction(&m, SLICE(request), SLICE(response));
	make_finding(&m, FINDING_REQUIRE_UNSUPPORTED);
	m.finding.group = SLICE(MAKE_HOSTILE);
	make_value(&m, "option_tags", SLICE(MAKE_HOSTILE));
	make_evidence(&m, m.t->request, HEADER_SUBJECT, SLICE("b\x1b"));
	m.renderer->ops->message(m.renderer, m.t->request, &note);
	m.renderer->ops->finding(m.renderer, &m.finding, 1);
	make_notice(&m, STORE_COMPLETE);
	check_lines(make_close(&m));
	has(strbuf_str(&m.text), "\"type\":\"message\"");
	has(strbuf_str(&m.text), "\"libosip2\":{\"code\":-2,\"refused\":");
	strbuf_fini(&m.text);
}

static void test_summary(void **state)
{
	static uint64_t codes[RENDER_CODES], methods[METHOD_COUNT];
	struct store_stats st = { .messages = 4, .calls[CALL_FAILED] = 1 };
	struct dissector_stats d = { .tls = 3, .tcp_sip = 2,
		.tcp_gap_bytes = 99, .tcp_gaps = 4, .tcp_cut = 5,
		.stream_skipped = 6, .tcp_shed = 7, .deflated = 8,
		.hep_compressed = 9, .sctp_lost = 10, .malformed = 11,
		.upgrades_refused = 13, .fragment_overlaps = 12 };
	struct render_count other = { SLICE("A\"\xff"), 2 };
	struct ranking_group g = { .id = FINDING_STATUS, .status = 404,
		.group = "status-404|x", .title = "t", .count = 5,
		.first = MAKE_TIME, .last = MAKE_TIME, .n_peers = 9,
		.peers = { "10.0.0.1", "10.0.0.2", "::1", "::2" } };
	struct render_summary s = { .store = &st, .dissect = &d, .codes = codes, .finals = codes,
		.methods = methods, .other_methods = &other,
		.n_other_methods = 1, .ranking = &g, .n_ranking = 1,
		.frames = 4 };
	struct made m = { .t = NULL };
	const char *text;

	(void)state;
	codes[100] = 1;
	codes[404] = 2;
	methods[METHOD_INVITE] = 1;
	make_open(&m, true);
	m.renderer->ops->summary(m.renderer, &s);
	text = make_close(&m);
	check_lines(text);
	has(text, "{\"v\":1,\"type\":\"summary\",\"source\":null,\"frames\":4,"
	    "\"messages\":4,");
	has(text, "\"calls\":{\"answered\":0,\"failed\":1,\"cancelled\":0,"
	    "\"unanswered\":0");
	has(text, "\"codes\":{\"100\":1,\"404\":2},\"methods\":{\"INVITE\":1,"
	    "\"A\\\"\xef\xbf\xbd\":2},\"findings\":{}");
	has(text, "\"ranking\":[{\"id\":\"status-404\",\"group\":"
	    "\"status-404|x\",\"count\":5,\"consequence\":false,\"first\":"
	    "\"2026-11-18T11:06:40.000000Z\"");
	has(text, "\"peers\":[\"10.0.0.1\",\"10.0.0.2\",\"::1\",\"::2\"]");
	has(text, "\"tls\":3,\"snaplen\":0,\"fragments\":0,"
	    "\"tcp_gap_bytes\":99,\"tcp\":2,\"tcp_gaps\":4,\"tcp_cut\":5,"
	    "\"stream_skipped\":6,\"streams_shed\":7,"
	    "\"websocket_deflate\":8,\"hep_compressed\":9,"
	    "\"sctp_lost\":10,\"headers\":11,\"ports\":0,"
	    "\"websocket_refused\":13,\"fragment_overlaps\":12}");
	strbuf_fini(&m.text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reader),
		cmocka_unit_test(test_write),
		cmocka_unit_test(test_times),
		cmocka_unit_test(test_transaction),
		cmocka_unit_test(test_room),
		cmocka_unit_test(test_no_final),
		cmocka_unit_test(test_finding),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_summary),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
