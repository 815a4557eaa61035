/* SPDX-License-Identifier: BSD-2-Clause */
/* A site's own knowledge: what is taken, refused, and where it applies. */
#include "diagnose/site.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "feed.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))

struct mistakes {
	int n;
	unsigned line;
	char what[300]; /* of the first */
};

static void on_mistake(unsigned line, const char *what, void *arg)
{
	struct mistakes *m = arg;

	if (!m->n++) {
		m->line = line;
		snprintf(m->what, sizeof(m->what), "%s", what);
	}
}

/* Read from memory of exactly that size. */
static int read_text(struct site *s, const char *text, struct mistakes *m)
{
	struct slice all = slice_cstr(text);
	char *p = malloc(all.len ? all.len : 1);
	int rc;

	assert_non_null(p);
	memcpy(p, all.p, all.len);
	memset(m, 0, sizeof(*m));
	rc = site_read(s, slice_of(p, all.len), on_mistake, m);
	free(p);
	return rc;
}

static void test_good(void **state)
{
	static const char text[] =
		"# ours\n"
		"Status: 603\r\n"
		"Only: server 192.0.2.0/24\n"
		"Only: User-Agent: Acme*\n"
		"Remedy: call @user@ again\n"
		" over trunk 2, @server@ is busy @@ noon\n"
		"Remedy: \xc3\xbc\n"
		"\n\n"
		"Finding: require-unsupported\n"
		"Remedy: drop @option_tags@\n"
		"\n"
		"Phrase: *no more lines*\n"
		"Remedy: buy some";
	struct site *s = site_new();
	struct mistakes m;

	(void)state;
	assert_non_null(s);
	assert_int_equal(read_text(s, text, &m), 0);
	assert_int_equal(site_stanzas(s), 3);
	assert_int_equal(site_remedies(s), 4);
	assert_int_equal(read_text(s, "", &m), 0);
	assert_int_equal(site_stanzas(s), 3);
	site_free(s);
	site_free(NULL);
}

static const struct {
	const char *text;
	unsigned line;
	const char *what;
} bad[] = {
	{ "Status 603\n", 1, "want `Key: value', not `Status 603'" },
	{ " x\n", 1, "want `Key: value'" },
	{ "Remedy: x\n", 1, "begins with Status, Finding or Phrase" },
	{ "Status: 703\nRemedy: x\n", 1, "`703' is no status" },
	{ "Status: 60\nRemedy: x\n", 1, "`60' is no status" },
	{ "Finding: bye-482\nRemedy: x\n", 1, "no finding is called `bye-482'" },
	{ "Finding: status-703\nRemedy: x\n", 1, "`703' is no status" },
	{ "\n\nStatus: 603\n\n", 3, "without Remedy" },
	{ "Status: 603", 1, "without Remedy" },
	{ "Status: 603\nTitle: x\n", 2, "no field `Title'" },
	{ "Status: 603\nStatus: 604\nRemedy: x\n", 2, "no field `Status'" },
	{ "Status: 603\nRemedy:\n", 2, "the field `Remedy' is empty" },
	{ "Status: 603\nRemedy: a@b\n", 2, "an @ stands alone" },
	{ "Status: 603\nRemedy: @usr@\n", 2, "nothing sets the value @usr@" },
	{ "Status: 603\nRemedy: @!usr@\n", 2, "value @usr@" },
	{ "Finding: ack-missing\nRemedy: @option_tags@\n", 2, "@option_tags@" },
	{ "Status: 603\nOnly: server 192.0.2.300\nRemedy: x\n", 2,
	  "`192.0.2.300' is no address" },
	{ "Status: 603\nOnly: server 192.0.2.0/33\nRemedy: x\n", 2, "no address" },
	{ "Status: 603\nOnly: client 10.0.0.1:0\nRemedy: x\n", 2, "no address" },
	{ "Status: 603\nOnly: address [::1\nRemedy: x\n", 2, "no address" },
	{ "Status: 603\nOnly: Acme\nRemedy: x\n", 2, "want `Only: server" },
	{ "Status: 603\nOnly: User-Agent:\nRemedy: x\n", 2, "want `Only: server" },
	{ "Status: 603\nOnly: my phone: x\nRemedy: x\n", 2, "want `Only:" },
	{ "Status: 603\nRemedy: \xff\n", 2, "not UTF-8" },
	{ "Status: 603\nRemedy: \x1b[31m\n", 2, "not UTF-8 text: `Remedy: \\x1B" },
};

static void test_bad(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(bad); i++) {
		struct site *s = site_new();
		struct mistakes m;

		assert_non_null(s);
		if (read_text(s, bad[i].text, &m) != 1)
			fail_msg("%s: %d mistakes", bad[i].text, m.n);
		if (m.line != bad[i].line || !strstr(m.what, bad[i].what))
			fail_msg("%s: line %u: %s", bad[i].text, m.line, m.what);
		assert_int_equal(site_stanzas(s), 0);
		site_free(s);
	}
}

/* The stanzas around a mistake are used, and every mistake is told. */
static void test_several(void **state)
{
	struct site *s = site_new();
	struct mistakes m;

	(void)state;
	assert_non_null(s);
	assert_int_equal(read_text(s, "Status: 703\nRemedy: x\n\n"
				   "Status: 603\nRemedy: x\n\n"
				   "Status: 600\nColour: red\nRemedy: @x@\n",
				   &m), 3);
	assert_int_equal(site_stanzas(s), 1);
	site_free(s);
}

/* Where a stanza applies to an INVITE that 10.0.0.2 answers with 603. */
static const struct {
	const char *text;
	bool applies;
} where[] = {
	{ "Status: 603\n", true },
	{ "Status: 6xx\n", true },
	{ "Status: 604\n", false },
	{ "Status: 5xx\n", false },
	{ "Finding: status-603\n", true },
	{ "Finding: status-6xx\n", true },
	{ "Finding: bye-481\n", false },
	{ "Phrase: Not Today\n", true },
	{ "Phrase: not*DAY\n", true },
	{ "Phrase: Not\n", false },
	{ "Phrase: *trunk ?*\n", true },   /* Warning */
	{ "Phrase: all busy\n", true },     /* Reason */
	{ "Status: 603\nOnly: server 10.0.0.2\n", true },
	{ "Status: 603\nOnly: server 10.0.0.2:5060\n", true },
	{ "Status: 603\nOnly: server 10.0.0.2:5061\n", false },
	{ "Status: 603\nOnly: server 10.0.0.0/30\n", true },
	{ "Status: 603\nOnly: server 10.0.0.4/30\n", false },
	{ "Status: 603\nOnly: server 0.0.0.0/0\n", true },
	{ "Status: 603\nOnly: server 10.0.0.1\n", false },
	{ "Status: 603\nOnly: client 10.0.0.1\n", true },
	{ "Status: 603\nOnly: client 10.0.0.2\n", false },
	{ "Status: 603\nOnly: address 10.0.0.1\n", true },
	{ "Status: 603\nOnly: address 10.0.0.2\n", true },
	{ "Status: 603\nOnly: address 10.0.0.3\n", false },
	{ "Status: 603\nOnly: server 2001:db8::/32\n", false },
	{ "Status: 603\nOnly: server [2001:db8::1]:5060\n", false },
	{ "Status: 603\nOnly: Server: acme*\n", true },
	{ "Status: 603\nOnly: User-Agent: Phone 1\n", true },
	{ "Status: 603\nOnly: User-Agent: Phone\n", false },
	{ "Status: 603\nOnly: X-Odd: 4?\n", true },
	{ "Status: 603\nOnly: X-Even: *\n", false },
	{ "Status: 603\nOnly: Server: acme*\nOnly: X-Odd: 42\n", true },
	{ "Status: 603\nOnly: Server: acme*\nOnly: X-Odd: 43\n", false },
};

static void test_where(void **state)
{
	static const struct feed_step steps[] = {
		{ 0, "> INVITE 1", "User-Agent: Phone 1\nX-Odd: 42\n" },
		{ .1, "< 603 INVITE 1 Not Today",
		  "Server: ACME 2\nWarning: 399 x \"sip trunk 4\"\n"
		  "Reason: Q.850;cause=17;text=\"all busy\"\n" },
		{ 0, NULL, NULL } };

	(void)state;
	for (size_t i = 0; i < N(where); i++) {
		static struct feed f;
		struct site *s = site_new();
		struct strbuf text = { 0 };
		struct mistakes m;
		bool found;

		assert_non_null(s);
		strbuf_adds(&text, where[i].text);
		strbuf_adds(&text, "Remedy: ask @server@ at noon\n");
		assert_int_equal(read_text(s, strbuf_str(&text), &m), 0);
		strbuf_fini(&text);
		feed_init(&f);
		engine_use_site(f.engine, s);
		feed_steps(&f, steps);
		assert_true(f.n > 0);
		found = strstr(f.found[0].remedies,
			       "here: ask 10.0.0.2:5060 at noon");
		if (found != where[i].applies)
			fail_msg("%s: %s", where[i].text, f.found[0].remedies);
		feed_fini(&f);
		site_free(s);
	}
}

/* A line whose values are missing is not shown; no more than there is room. */
static void test_possible(void **state)
{
	static const struct feed_step steps[] = {
		{ 0, "> INVITE 1", NULL }, { .1, "< 603 INVITE 1", NULL },
		{ 0, NULL, NULL } };
	static struct feed f;
	struct site *s = site_new();
	struct strbuf text = { 0 };
	struct mistakes m;
	const char *at;
	int n = 0;

	(void)state;
	assert_non_null(s);
	strbuf_adds(&text, "Status: 603\nRemedy: after @retry_after@ s\n");
	for (int i = 0; i < 20; i++)
		strbuf_adds(&text, "Remedy: x\n");
	assert_int_equal(read_text(s, strbuf_str(&text), &m), 0);
	strbuf_fini(&text);
	feed_init(&f);
	engine_use_site(f.engine, s);
	feed_steps(&f, steps);
	assert_true(f.n > 0);
	assert_null(strstr(f.found[0].remedies, "after"));
	for (at = f.found[0].remedies; (at = strstr(at, "here: x")); at++)
		n++;
	assert_int_equal(n, FINDING_MAX_SITE);
	feed_fini(&f);
	site_free(s);
}

static void test_page(void **state)
{
	struct site *s = site_new();
	struct strbuf only = { 0 };
	struct mistakes m;
	const struct finding_text *f;

	(void)state;
	assert_non_null(s);
	assert_int_equal(read_text(s, "Status: 6xx\nOnly: server 10.0.0.2\n"
				   "Only: Server: A*\nRemedy: a\nRemedy: b\n\n"
				   "Finding: bye-481\nRemedy: c\n", &m), 0);
	assert_string_equal(site_page(s, 603, NULL, 1, &only), "b");
	assert_string_equal(strbuf_str(&only), "server 10.0.0.2, Server: A*");
	assert_null(site_page(s, 603, NULL, 2, &only));
	assert_null(site_page(s, 503, NULL, 0, &only));
	assert_null(site_page(NULL, 603, NULL, 0, &only));
	strbuf_reset(&only);
	f = catalog_finding_by_name(SLICE("bye-481"));
	assert_string_equal(site_page(s, 0, f, 0, &only), "c");
	assert_int_equal(only.len, 0);
	strbuf_fini(&only);
	site_free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_bad),
		cmocka_unit_test(test_several),
		cmocka_unit_test(test_where),
		cmocka_unit_test(test_possible),
		cmocka_unit_test(test_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
