/* SPDX-License-Identifier: BSD-2-Clause */
#include "data/catalog.h"
#include "data/catalog_fill.h"

#include <ctype.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

/* Look a name up in memory of exactly its size, so that a read beyond it shows. */
static enum header_id header_of(const char *name, size_t len)
{
	char *copy = malloc(len ? len : 1);
	enum header_id id;

	assert_non_null(copy);
	memcpy(copy, name, len);
	id = catalog_header_find(slice_of(copy, len));
	free(copy);
	return id;
}

static enum method_id method_of(const char *name, size_t len)
{
	char *copy = malloc(len ? len : 1);
	enum method_id id;

	assert_non_null(copy);
	memcpy(copy, name, len);
	id = catalog_method_find(slice_of(copy, len));
	free(copy);
	return id;
}

static const struct { const char *name; size_t len; enum header_id want; }
headers[] = {
	{ "Via", 3, HEADER_VIA }, { "v", 1, HEADER_VIA }, { "V", 1, HEADER_VIA },
	{ "vIA", 3, HEADER_VIA }, { "Vi", 2, HEADER_UNKNOWN },
	{ "Call-ID", 7, HEADER_CALL_ID }, { "i", 1, HEADER_CALL_ID },
	{ "CALL-id", 7, HEADER_CALL_ID }, { "Call_ID", 7, HEADER_UNKNOWN },
	{ "Call\rID", 7, HEADER_UNKNOWN }, { "Call-ID ", 8, HEADER_UNKNOWN },
	{ "CSeq", 4, HEADER_CSEQ }, { "cseq", 4, HEADER_CSEQ },
	{ "WWW-Authenticate", 16, HEADER_WWW_AUTHENTICATE },
	{ "k", 1, HEADER_SUPPORTED }, { "x", 1, HEADER_SESSION_EXPIRES },
	{ "q", 1, HEADER_UNKNOWN }, { "6", 1, HEADER_UNKNOWN },
	{ "\x16", 1, HEADER_UNKNOWN }, { "\xf6", 1, HEADER_UNKNOWN },
	{ "", 0, HEADER_UNKNOWN }, { "\0\0\0", 3, HEADER_UNKNOWN },
	{ "X-Unheard-Of", 12, HEADER_UNKNOWN },
};

static void test_header_find(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(headers) / sizeof(*headers); i++)
		assert_int_equal(header_of(headers[i].name, headers[i].len),
				 headers[i].want);
}

/* Each name leads to its own id, in any case, and no shorter name does. */
static void test_header_all(void **state)
{
	(void)state;
	for (int id = 1; id < HEADER_COUNT; id++) {
		const char *name = catalog_header_name((enum header_id)id);
		size_t len = strlen(name);
		char other[64];

		assert_in_range(len, 2, sizeof(other) - 1);
		assert_int_equal(header_of(name, len), id);
		for (size_t i = 0; i < len; i++)
			other[i] = (char)(islower((unsigned char)name[i]) ?
				toupper((unsigned char)name[i]) :
				tolower((unsigned char)name[i]));
		assert_int_equal(header_of(other, len), id);
		if (len > 2) /* `T' is a short form of To */
			assert_int_not_equal(header_of(name, len - 1), id);
	}
	assert_string_equal(catalog_header_name(HEADER_UNKNOWN), "");
	assert_string_equal(catalog_header_name(HEADER_COUNT), "");
}

static void test_header_long(void **state)
{
	char name[300];

	(void)state;
	for (size_t len = 1; len < sizeof(name); len++) {
		memset(name, '!', len);
		assert_int_equal(header_of(name, len), HEADER_UNKNOWN);
	}
}

static void test_methods(void **state)
{
	(void)state;
	for (int id = 1; id < METHOD_COUNT; id++) {
		const char *name = catalog_method_name((enum method_id)id);

		assert_int_equal(method_of(name, strlen(name)), id);
	}
	assert_int_equal(method_of("INVITE", 6), METHOD_INVITE);
	assert_int_equal(method_of("invite", 6), METHOD_UNKNOWN);
	assert_int_equal(method_of("Invite", 6), METHOD_UNKNOWN);
	assert_int_equal(method_of("INVIT", 5), METHOD_UNKNOWN);
	assert_int_equal(method_of("", 0), METHOD_UNKNOWN);
	assert_string_equal(catalog_method_name(METHOD_UNKNOWN), "");
}

static void test_status(void **state)
{
	const struct status_text *row = catalog_status(420), *all;
	size_t n;

	(void)state;
	assert_non_null(row);
	assert_int_equal(row->code, 420);
	assert_string_equal(row->name, "Bad Extension");
	assert_int_equal(row->class, STATUS_ERROR);
	assert_true(row->registered);
	assert_string_equal(row->read_response[0], "Unsupported");
	assert_string_equal(row->finding.name, "status-420");
	assert_int_equal(row->finding.severity, SEVERITY_ERROR);
	assert_int_equal(catalog_status(487)->finding.severity, SEVERITY_INFO);
	assert_int_equal(catalog_status(503)->finding.severity,
			 SEVERITY_WARNING);
	assert_null(catalog_status(0));
	assert_null(catalog_status(99));
	assert_null(catalog_status(499));
	assert_null(catalog_status(700));
	assert_null(catalog_status(420 + 600));
	all = catalog_status_all(&n);
	assert_in_range(n, 79, 200);
	for (size_t i = 0; i < n; i++) {
		assert_ptr_equal(catalog_status(all[i].code), &all[i]);
		assert_true(!i || all[i - 1].code < all[i].code);
		assert_int_equal(all[i].code >= 300,
				 all[i].finding.titles[0] != NULL);
	}
}

static void test_status_class(void **state)
{
	(void)state;
	for (unsigned class = 1; class <= 6; class++) {
		const struct status_text *row =
			catalog_status_or_class(class * 100 + 98);

		assert_non_null(row);
		assert_int_equal(row->code, class);
	}
	assert_ptr_equal(catalog_status_or_class(404), catalog_status(404));
	assert_null(catalog_status_or_class(0));
	assert_null(catalog_status_or_class(99));
	assert_null(catalog_status_or_class(700));
}

/* What status-<code> always has (README). */
static bool always(struct slice name, struct strbuf *out, void *arg)
{
	static const char *const names[] = {
		"status", "reason", "method", "uri", "user", "client",
		"server", "from", "to", "call_id",
	};

	(void)arg;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (slice_eq(slice_cstr(names[i]), name)) {
			if (out)
				strbuf_slice(out, name);
			return true;
		}
	return false;
}

static bool never(struct slice name, struct strbuf *out, void *arg)
{
	(void)name;
	(void)out;
	(void)arg;
	return false;
}

/* Whatever a rule leaves out, there are a title and an explanation. */
static void test_last_variant(void **state)
{
	const struct status_text *all;
	struct strbuf out = { 0 };
	size_t n;

	(void)state;
	for (int id = 1; id < FINDING_STATUS; id++) {
		const struct finding_text *f =
			catalog_finding((enum finding_id)id);

		assert_non_null(f);
		assert_ptr_equal(catalog_finding_by_name(slice_cstr(f->name)),
				 f);
		if (!catalog_fill_first(&out, f->titles, never, NULL) ||
		    !catalog_fill_first(&out, f->explains, never, NULL))
			fail_msg("%s: no variant without values", f->name);
	}
	all = catalog_status_all(&n);
	for (size_t i = 0; i < n; i++) {
		const struct finding_text *f = &all[i].finding;

		if (all[i].code < 300)
			continue;
		if (!catalog_fill_first(&out, f->titles, always, NULL) ||
		    !catalog_fill_first(&out, f->explains, always, NULL))
			fail_msg("%s: no variant for every case", f->name);
	}
	strbuf_fini(&out);
}

static void test_finding_names(void **state)
{
	size_t n;

	(void)state;
	assert_int_equal(FINDING_NONE, 0);
	assert_null(catalog_finding(FINDING_NONE));
	assert_null(catalog_finding(FINDING_STATUS));
	assert_null(catalog_finding(FINDING_COUNT));
	assert_non_null(catalog_finding_all(&n));
	assert_int_equal(n, FINDING_STATUS - 1);
	assert_ptr_equal(catalog_finding_by_name(SLICE("status-404")),
			 &catalog_status(404)->finding);
	assert_string_equal(catalog_finding_by_name(SLICE("status-4xx"))->name,
			    "status-4xx");
	assert_null(catalog_finding_by_name(SLICE("status-200")));
	assert_null(catalog_finding_by_name(SLICE("status-499")));
	assert_null(catalog_finding_by_name(SLICE("status-")));
	assert_null(catalog_finding_by_name(SLICE("status-7xx")));
	assert_null(catalog_finding_by_name(SLICE("ack-missin")));
	assert_null(catalog_finding_by_name(SLICE("")));
}

static const struct { enum catalog_table table; const char *key, *want; }
rows[] = {
	{ CATALOG_Q850, "17", "17" }, { CATALOG_Q850, "1", "1" },
	{ CATALOG_Q850, "017", NULL }, { CATALOG_Q850, "", NULL },
	{ CATALOG_WARNINGS, "399", "399" }, { CATALOG_WARNINGS, "398", NULL },
	{ CATALOG_METHODS, "invite", "INVITE" },
	{ CATALOG_HEADERS, "i", "Call-ID" },
	{ CATALOG_HEADERS, "min-se", "Min-SE" },
	{ CATALOG_HEADERS, "nothing", NULL },
	{ CATALOG_OPTION_TAGS, "100REL", "100rel" },
	{ CATALOG_OPTION_TAGS, "X-cisco-sis-7.0", "X-cisco-sis-*" },
	{ CATALOG_OPTION_TAGS, "X-cisco", NULL },
	{ CATALOG_EVENTS, "Presence.WInfo", "presence.winfo" },
	{ CATALOG_EVENTS, "vnd-microsoft-roaming-self", "vnd-microsoft-*" },
	{ CATALOG_EVENTS, "vnd-", NULL },
	{ CATALOG_TIMERS, "b", "B" }, { CATALOG_TIMERS, "64*T1", "64*T1" },
	{ CATALOG_TIMERS, "64*", NULL },
	{ CATALOG_REASONS, "preemption:2", "Preemption:2" },
	{ CATALOG_REASONS, "preemption:5", NULL },
	{ CATALOG_VALUES, "privacy:ID", "Privacy:id" },
	{ CATALOG_VENDOR_CODES, "900 internal error", "900 Internal error" },
};

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct catalog_row *row = catalog_row_get(rows[i].table,
			slice_cstr(rows[i].key));

		if (!rows[i].want) {
			assert_null(row);
			continue;
		}
		assert_non_null(row);
		assert_string_equal(row->key, rows[i].want);
	}
	for (int t = 0; t < CATALOG_TABLE_COUNT; t++) {
		size_t n;
		const struct catalog_row *row =
			catalog_rows((enum catalog_table)t, &n);

		assert_in_range(n, 17, 1000);
		for (size_t i = 0; i < n; i++) {
			assert_true(row[i].key[0] != 0);
			assert_true(row[i].text[0] != 0);
		}
	}
}

static const struct { const char *key; uint64_t code; bool want; } covers[] = {
	{ "477 Send failed", 477, true }, { "477 Send failed", 47, false },
	{ "477 Send failed", 4770, false }, { "477", 477, true },
	{ "480 (D21)", 21, false }, { "480 We don't, 5", 5, false },
	{ "800-825", 799, false }, { "800-825", 800, true },
	{ "800-825", 825, true }, { "800-825", 826, false },
	{ "560xxx", 560486, true }, { "560xxx", 560000, true },
	{ "560xxx", 560999, true }, { "560xxx", 560, false },
	{ "560xxx", 561000, false }, { "560xxx", 5604860, false },
	{ "428,436,438 x-9", 436, true }, { "428,436,438 x-9", 438, true },
	{ "428,436,438 x-9", 437, false }, { "", 0, false }, { " 5", 5, false },
	{ "1-", 1, false }, { "-1", 0, false }, { "x", 0, false },
	{ "1000-1999,7", 7, true }, { "99999999999", 1, false },
};

static void test_covers(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(covers) / sizeof(*covers); i++) {
		struct catalog_row row = { .key = covers[i].key };

		if (catalog_row_covers(&row, covers[i].code) != covers[i].want)
			fail_msg("%s, %llu", covers[i].key,
				 (unsigned long long)covers[i].code);
	}
}

static void test_words(void **state)
{
	enum severity s = SEVERITY_INFO;

	(void)state;
	assert_int_equal(catalog_severity_parse(SLICE("error"), &s), 0);
	assert_int_equal(s, SEVERITY_ERROR);
	assert_int_equal(catalog_severity_parse(SLICE("Error"), &s), -EINVAL);
	assert_int_equal(catalog_severity_parse(SLICE(""), &s), -EINVAL);
	assert_string_equal(catalog_severity_name(SEVERITY_WARNING), "warning");
	assert_string_equal(catalog_certainty_name(CERTAINTY_LIKELY), "likely");
	assert_string_equal(catalog_text(TEXT_LABEL_FIX), "fix:");
	for (int id = 0; id < TEXT_COUNT; id++)
		assert_true(catalog_text((enum text_id)id)[0] != 0);
	assert_string_equal(catalog_text(TEXT_COUNT), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_header_find),
		cmocka_unit_test(test_header_all),
		cmocka_unit_test(test_header_long),
		cmocka_unit_test(test_methods),
		cmocka_unit_test(test_status),
		cmocka_unit_test(test_status_class),
		cmocka_unit_test(test_last_variant),
		cmocka_unit_test(test_finding_names),
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_covers),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
