/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/pages.h"

#include "base/utf8.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

/* What was written to a sink over a temporary file. */
struct written {
	char path[32];
	struct render_sink *sink;
	struct strbuf text;
};

static void written_open(struct written *w)
{
	int fd;

	*w = (struct written){ .path = "test_pages.XXXXXX" };
	fd = mkstemp(w->path);
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(sink_open(&w->sink, w->path), 0);
}

static const char *written_read(struct written *w)
{
	char buf[4096];
	size_t n;
	FILE *f;

	assert_int_equal(sink_close(w->sink), 0);
	f = fopen(w->path, "r");
	assert_non_null(f);
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		strbuf_add(&w->text, buf, n);
	fclose(f);
	unlink(w->path);
	return strbuf_str(&w->text);
}

/* No placeholder left, no space at an end, no line too long that has a place
 * to be broken at. */
static void check_page(const char *text, size_t columns)
{
	struct slice rest = slice_cstr(text);

	assert_true(rest.len > 0);
	assert_null(strstr(text, "@?"));
	assert_null(strstr(text, "@!"));
	while (rest.len) {
		size_t end = slice_find(rest, '\n');
		struct slice line = slice_head(rest, end);

		assert_true(end < rest.len); /* the last line is ended, too */
		if (line.len)
			assert_true(line.p[line.len - 1] != ' ');
		if (utf8_columns(line) > columns &&
		    slice_find(slice_trim(line), ' ') < slice_trim(line).len)
			fail_msg("too wide: %.*s", (int)line.len, line.p);
		rest = slice_from(rest, end + 1);
	}
}

static void explain(const char *topic, unsigned columns, const char *want)
{
	struct pages_options o = { .columns = columns };
	struct strbuf near = { 0 };
	struct written w;
	const char *text;

	written_open(&w);
	assert_int_equal(pages_explain(w.sink, &o, slice_cstr(topic), &near),
			 0);
	assert_int_equal(near.len, 0);
	text = written_read(&w);
	check_page(text, columns ? columns : 80);
	if (!strstr(text, want))
		fail_msg("`%s' is not in the page of %s", want, topic);
	strbuf_fini(&w.text);
	strbuf_fini(&near);
}

static void test_every_status(void **state)
{
	size_t n;
	const struct status_text *all = catalog_status_all(&n);

	(void)state;
	assert_true(n >= 79);
	for (size_t i = 0; i < n; i++) {
		char topic[16];

		snprintf(topic, sizeof(topic), "%u", all[i].code);
		explain(topic, 0, all[i].name);
		explain(topic, 60, topic);
	}
}

static void test_every_finding(void **state)
{
	size_t n;
	const struct finding_text *all = catalog_finding_all(&n);

	(void)state;
	assert_true(n > 0);
	for (size_t i = 0; i < n; i++)
		explain(all[i].name, i % 2 ? 0 : 72, all[i].sought ?
			all[i].name : "Sought     no: this version");
}

static void test_every_row(void **state)
{
	(void)state;
	for (int t = CATALOG_METHODS; t < CATALOG_TABLE_COUNT; t++) {
		size_t n;
		const struct catalog_row *rows =
			catalog_rows((enum catalog_table)t, &n);

		for (size_t i = 0; i < n; i++)
			explain(rows[i].key, 0, rows[i].key);
	}
}

/* The page in this format, freed by the next call. */
static const char *page_of(const char *topic, enum pages_format format)
{
	static struct strbuf text;
	struct pages_options o = { .columns = 80, .format = format };
	struct strbuf near = { 0 };
	struct written w;

	written_open(&w);
	assert_int_equal(pages_explain(w.sink, &o, slice_cstr(topic), &near),
			 0);
	written_read(&w);
	strbuf_fini(&text);
	text = w.text;
	strbuf_fini(&near);
	return strbuf_str(&text);
}

static void has(const char *text, const char *want)
{
	if (!strstr(text, want))
		fail_msg("`%s' is not in\n%s", want, text);
}

static unsigned count(const char *text, const char *what)
{
	unsigned n = 0;

	while ((text = strstr(text, what))) {
		text++;
		n++;
	}
	return n;
}

/* Each remedy once, under the case it is for; programs get the list of all, too. */
static void test_cases(void **state)
{
	const char *text;

	(void)state;
	text = page_of("tls-plain-mismatch", PAGES_TEXT);
	has(text, "with port 5060.\n  If         <client> speaks "
	    "TLS to <server>, where plain SIP is spoken\n             - If TLS "
	    "is wanted and <server> is the plain side");
	has(text, "\n             <client> speaks plain SIP to <server>, where "
	    "TLS is spoken\n             - If TLS is wanted and <client> is");
	assert_int_equal(count(text, "If TLS is wanted"), 2);
	text = page_of("tls-plain-mismatch", PAGES_JSON);
	has(text, "\"remedy\":[\"Set both to the same");
	has(text, "\"cases\":[{\"name\":\"<client> speaks TLS to <server>, where "
	    "plain SIP is spoken\",\"text\":[\"If TLS");
	assert_int_equal(count(text, "If TLS is wanted"), 4);
	text = page_of("tls-plain-mismatch", PAGES_MD);
	assert_int_equal(count(text, "If TLS is wanted"), 2);
	/* Two conditions; the second is turned in another remedy. */
	text = page_of("tls-alert", PAGES_TEXT);
	assert_int_equal(count(text, "- Renew the certificate of"), 2);
	has(text, "that refuses is wrong; not: <server> refuses the TLS\n");
	/* Not only one side is seen, and the usual case: both are no case. */
	text = page_of("no-answer-any", PAGES_TEXT);
	has(text, "\n  Fix        Capture on <server>: if the INVITE does not");
	has(text, "- Capture on <server> itself, or on the `any'");
	/* Whether a value is known is none. */
	text = page_of("require-unsupported", PAGES_TEXT);
	assert_null(strstr(text, "\n  If "));
}

static const struct { const char *topic, *want; } topics[] = {
	/* the usual words, not those of a special case */
	{ "hops-483", "Says       too many hops: the <method>" },
	{ "reg-423", "Meaning    423 names the shortest interval in "
		"Min-Expires; the client" },
	{ "4xx", "486 Busy Here" }, { "6XX", "603 Decline" },
	{ "1xx", "1xx Provisional" }, { "5xx", "5xx Server Failure" },
	{ "status-404", "404 Not Found" }, { "status-4xx", "404 Not Found" },
	{ "invite", "INVITE" }, { "Via:", "Via" }, { "i", "Call-ID" },
	{ "MIN-SE", "Min-SE" }, { "100rel", "PRACK" },
	{ "Q.850:34", "No circuit" }, { "q.850;cause=17", "busy" },
	{ "Warning:305", "Warning 305" }, { "370", "Warning 370" },
	{ "499", "499 is registered by nobody" }, { " 420 ", "Bad Extension" },
	{ "498", "498 is registered by nobody; it counts as 400" },
	{ "presence", "event package" }, { "Event: dialog", "Busy lamp" },
	{ "timer B", "Timer B    " }, { "TimerB", "64*T1 (32 s)" },
	{ "Timer-b", "Timer B    " }, { "T1", "500 ms" },
	{ "Timer T1", "500 ms" }, { "Timer N", "first NOTIFY" },
	{ "B", "Referred-By    " }, { "B", "Timer B    " },
	{ "b", "Referred-By    " }, { "x", "Session-Expires    " },
	{ "preemption", "4 preemption outside of IP: A network" },
	{ "Preemption:2", "took the bandwidth" },
	{ "Reason: Preemption;cause=2;text=\"\x1b[31m\"", "bandwidth" },
	{ "Reason: SIP;cause=486;text=\"x\"", "486 Busy Here" },
	{ "SIP:603", "analytics" }, { "SIP:603", "603 Decline" },
	{ "STIR;cause=437", "437 Unsupported" },
	{ "Reason: Q.850;cause=34;text=\"x\"", "No circuit" },
	{ "687", "687 Dialog Terminated" },
	{ "687", "takes\n             it as 600" },
	{ "477", "Kamailio, OpenSIPS" }, { "560486", "560xxx" },
	{ "804", "Where      as cause of a Reason header" },
	{ "904", "inside the program" }, { "1003", "1000-1999" },
	{ "503", "FreeSWITCH: `System Busy'; The message queue" },
	{ "404", "Vendors    Asterisk chan_sip: `Not found (unknown" },
	{ "404", "Telnyx: D18: the connection is inactive" },
	{ "404", "goes into ISDN as cause 1 Unallocated" },
	{ "488", "goes into ISDN as cause 31 Normal, unspec" },
	{ "Q.850:21", "As SIP     403 Forbidden (603 when the user refused)" },
	{ "Q.850:21", "401 Unauthorized, 402 Payment Required" },
	{ "Q.850:16", "Made from  BYE, CANCEL" },
	{ "Q.850:31", "606 Not Acceptable, any other" },
	{ "Q.850:52", "As SIP     500 Server Internal Error (default)" },
	{ "34", "Q.850:34" }, { "Privacy", "id: Do not show the number" },
	{ "deactivated", "Subscribe again at once" },
	{ "user-busy", "Diversion:user-busy" }, { "attest", "A full att" },
	{ "Geolocation-Error:200", "has to allow" },
	{ "refer", "`refer' has several meanings:\n  REFER   " },
	{ "method:refer", "the usual transfer" },
	{ "RFC3261:21.4.15", "\n  420 Bad Extension  " },
	{ "rfc 3261 section 21.4.15", "\n  420 Bad Extension  " },
	{ "RFC3261 21.4", "\n  420 Bad Extension  " },
	{ "RFC3261:21.4.15.", "\n  require-unsupported  " },
	{ "RFC 4028", "\n  Min-SE  " }, { "RFC4028:10", "\n  refresh-failed  " },
	{ "RFC3398", "\n" }, { "RFC4320:4.1", "\n  100 Trying  " },
};

/* What must not stand on a page. */
static const struct { const char *topic, *without; } clean[] = {
	{ "503", "History-Info" }, { "b", "Timer B" }, { "B", "attest" },
	{ "method:refer", "event" }, { "method:refer", "several" },
	{ "RFC3261:21.4.1", "420" }, { "RFC3261:2", "status code" },
	{ "480", "FreeSWITCH SUCCESS" }, { "477", "Client Failure" },
	{ "Reason: Preemption;cause=2;text=\"\x1b[31m\"", "\x1b" },
};

static void test_clean(void **state)
{
	struct pages_options o = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(clean) / sizeof(*clean); i++) {
		struct strbuf near = { 0 };
		struct written w;

		written_open(&w);
		pages_explain(w.sink, &o, slice_cstr(clean[i].topic), &near);
		if (strstr(written_read(&w), clean[i].without))
			fail_msg("`%s' is in the page of %s",
				 clean[i].without, clean[i].topic);
		strbuf_fini(&w.text);
		strbuf_fini(&near);
	}
}

static void test_topics(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(topics) / sizeof(*topics); i++)
		explain(topics[i].topic, 0, topics[i].want);
}

static const struct { const char *topic, *near; } unknown[] = {
	{ "requir-unsupported", "require-unsupported" },
	{ "4200", "420" }, { "Fromm", "From" }, { "busy-every", "busy-everywhere" },
	{ "", NULL }, { "   ", NULL }, { "7xx", NULL }, { "Q.850:999", NULL },
	{ "status-", NULL }, { "\x1b[31m", NULL }, { ":", NULL },
	{ "presense", "presence" }, { "Preemptoin", "Preemption" },
	{ "Timers B", NULL }, { "deactivatd", "deactivated" },
	{ "RFC3261:21.4.15.9", "RFC3261:21.4.15" }, { "RFC9999", NULL },
	{ "RFC", NULL }, { "RFC3261x", NULL }, { "RFC99999999999999999", NULL },
	{ "RFC3261:\x1b[31m", "RFC3261" }, { "Preemption:9", NULL },
	{ "Timer Q", NULL }, { "timer:Q", NULL }, { "Event:presenc", NULL },
	{ ";cause=", NULL }, { "SIP;cause=", NULL }, { "99999999999", NULL },
	{ "a-topic-that-is-much-longer-than-any-name-of-the-tables", NULL },
};

static void test_unknown(void **state)
{
	struct pages_options o = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(unknown) / sizeof(*unknown); i++) {
		struct strbuf near = { 0 };
		struct written w;

		written_open(&w);
		assert_int_equal(pages_explain(w.sink, &o, slice_cstr(
			unknown[i].topic), &near), -ENOENT);
		assert_string_equal(written_read(&w), "");
		if (unknown[i].near && !strstr(strbuf_str(&near),
					       unknown[i].near))
			fail_msg("near to %s: %s", unknown[i].topic,
				 strbuf_str(&near));
		strbuf_fini(&near);
		strbuf_fini(&w.text);
	}
}

static void compare(struct written *w, const char *a, const char *b,
		    unsigned columns)
{
	struct pages_options o = { .columns = columns };
	const char *codes[] = { a, b };
	struct strbuf near = { 0 };
	size_t bad;

	written_open(w);
	assert_int_equal(pages_compare(w->sink, &o, codes, 2, &bad, &near), 0);
	assert_int_equal(near.len, 0);
	check_page(written_read(w), columns ? columns : 80);
}

static void test_compare(void **state)
{
	static const char *const parts[] = {
		"200 OK", "420 Bad Extension", "success", "client failure",
		"Meaning", "When", "Fix", "Repeat it?", "Who acts",
		"Key differences", "1. ", "Which to use when",
	};
	struct written x, y;

	(void)state;
	compare(&x, "200", "420", 0);
	compare(&y, "420", "200", 0);
	assert_string_equal(strbuf_str(&x.text), strbuf_str(&y.text));
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		if (!strstr(strbuf_str(&x.text), parts[i]))
			fail_msg("`%s' is missing", parts[i]);
	}
	strbuf_fini(&x.text);
	strbuf_fini(&y.text);
}

/* Each code with the next one: no page fails, no line is empty of sense. */
static void test_compare_all(void **state)
{
	size_t n;
	const struct status_text *all = catalog_status_all(&n);

	(void)state;
	for (size_t i = 0; i + 1 < n; i++) {
		char a[16], b[16];
		struct written w;

		snprintf(a, sizeof(a), "%u", all[i].code);
		snprintf(b, sizeof(b), "%u", all[i + 1].code);
		compare(&w, b, a, i % 3 ? 0 : 100);
		assert_non_null(strstr(strbuf_str(&w.text), all[i].name));
		strbuf_fini(&w.text);
	}
}

static void test_compare_unknown(void **state)
{
	static const char *const pairs[][2] = {
		{ "200", "4200" }, { "abc", "200" }, { "99", "700" },
		{ "", "" },
	};
	struct pages_options o = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		struct strbuf near = { 0 };
		struct written w;
		size_t bad = 9;

		written_open(&w);
		assert_int_equal(pages_compare(w.sink, &o, pairs[i], 2, &bad,
					       &near), -ENOENT);
		assert_int_equal(bad, i == 0);
		assert_string_equal(written_read(&w), "");
		strbuf_fini(&near);
		strbuf_fini(&w.text);
	}
}

/* The same codes in any order, wide or narrow. */
static void test_compare_many(void **state)
{
	static const char *const orders[][6] = {
		{ "603", "4xx", "486", "100", "480", "486" },
		{ "480", "486", "603", "486", "4xx", "100" },
		{ "4xx", "603", "486", "100", "480", "486" },
	};
	static const unsigned widths[] = { 80, 50, 120 };
	struct pages_options o = { 0 };
	struct written w, first = { .sink = NULL };
	struct strbuf near = { 0 };
	size_t bad;

	(void)state;
	for (size_t i = 0; i < 9; i++) {
		o.columns = widths[i / 3];
		written_open(&w);
		assert_int_equal(pages_compare(w.sink, &o, orders[i % 3], 6,
					       &bad, &near), 0);
		check_page(written_read(&w), o.columns);
		assert_non_null(strstr(strbuf_str(&w.text), "Who acts"));
		assert_null(strstr(strbuf_str(&w.text), "..."));
		if (i % 3 == 0) {
			strbuf_fini(&first.text);
			first = w;
			continue;
		}
		assert_string_equal(strbuf_str(&w.text),
				    strbuf_str(&first.text));
		strbuf_fini(&w.text);
	}
	assert_non_null(strstr(strbuf_str(&first.text),
			       "480, 486 yes, the same, later; 603 no"));
	strbuf_fini(&first.text);
}

/* 502 and 504 name each other with the same difference. */
static void test_compare_once(void **state)
{
	struct written w;
	const char *at;

	(void)state;
	compare(&w, "504", "502", 0);
	at = strstr(strbuf_str(&w.text), "504 none");
	assert_non_null(at);
	assert_null(strstr(at + 1, "504 none"));
	strbuf_fini(&w.text);
	compare(&w, "5xx", "4xx", 0);
	assert_non_null(strstr(strbuf_str(&w.text), "4xx Client Failure"));
	strbuf_fini(&w.text);
}

static const struct { const char *kind, *want; int rc; } lists[] = {
	{ "codes", "\n420  Bad Extension", 0 },
	{ "findings", "require-unsupported", 0 }, { "headers", "Call-ID", 0 },
	{ "methods", "PRACK", 0 }, { "option-tags", "100rel", 0 },
	{ "causes", "\n17 ", 0 }, { "warnings", "305", 0 },
	{ "events", "\npresence.winfo ", 0 },
	{ "timers", "\nB                 64*T1 (32 s): How long", 0 },
	{ "reason-protocols", "\nPreemption:2 ", 0 },
	{ "vendor-codes", "\n477 Send failed             Kamailio, Op", 0 },
	{ "values", "\nPrivacy:id ", 0 }, { NULL, "vendor-codes", 0 },
	{ NULL, "option-tags", 0 }, { "nothing", "", -ENOENT },
	{ "", "", -ENOENT },
};

static void test_lists(void **state)
{
	struct pages_options o = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		struct strbuf near = { 0 };
		struct written w;
		const char *text;

		written_open(&w);
		assert_int_equal(pages_list(w.sink, &o, lists[i].kind, &near),
				 lists[i].rc);
		text = written_read(&w);
		assert_non_null(strstr(text, lists[i].want));
		if (lists[i].rc)
			assert_non_null(strstr(strbuf_str(&near), "codes"));
		else
			check_page(text, 80);
		strbuf_fini(&near);
		strbuf_fini(&w.text);
	}
}

/* Where the line of a finding stands in the list. */
static const char *line_of(const char *list, const char *name)
{
	size_t n = strlen(name);
	const char *at = list;

	while (strncmp(at, name, n) != 0 || at[n] != ' ') {
		at = strchr(at, '\n');
		if (!at++)
			fail_msg("%s is not in the list", name);
	}
	return at;
}

/* The list ends with what nothing looks for, under a headline. */
static void test_list_sought(void **state)
{
	struct pages_options o = { 0 };
	size_t n;
	const struct finding_text *all = catalog_finding_all(&n);
	struct strbuf near = { 0 };
	struct written w;
	const char *list, *head;

	(void)state;
	written_open(&w);
	assert_int_equal(pages_list(w.sink, &o, "findings", &near), 0);
	list = written_read(&w);
	head = strstr(list, "not looked for");
	for (size_t i = 0; i < n; i++)
		assert_int_equal(all[i].sought,
				 !head || line_of(list, all[i].name) < head);
	strbuf_fini(&w.text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_status),
		cmocka_unit_test(test_every_finding),
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_every_row),
		cmocka_unit_test(test_topics),
		cmocka_unit_test(test_clean),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_compare),
		cmocka_unit_test(test_compare_all),
		cmocka_unit_test(test_compare_unknown),
		cmocka_unit_test(test_compare_many),
		cmocka_unit_test(test_compare_once),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_list_sought),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
