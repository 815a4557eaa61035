/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/clock.h"

#include <setjmp.h>
#include <stdlib.h>
#include <time.h>
#include <cmocka.h>

#define LEN(array) (sizeof(array) / sizeof(*(array)))

static const struct {
	int64_t t;
	const char *want;
} stamps[] = {
	{ 0, "1970-01-01T00:00:00.000000Z" },
	{ -1, "1969-12-31T23:59:59.999999Z" },
	{ 951782400 * CLOCK_S, "2000-02-29T00:00:00.000000Z" },
	{ 951868800 * CLOCK_S, "2000-03-01T00:00:00.000000Z" },
	{ 1709164800 * CLOCK_S, "2024-02-29T00:00:00.000000Z" },
	{ 1735689599 * CLOCK_S + 123456789, "2024-12-31T23:59:59.123456Z" },
	{ 1795168800 * CLOCK_S, "2026-11-20T10:00:00.000000Z" },
	{ 4107542400 * CLOCK_S, "2100-03-01T00:00:00.000000Z" },
	{ INT64_MAX, "2262-04-11T23:47:16.854775Z" },
	{ INT64_MIN, "1677-09-21T00:12:43.145224Z" },
};

static void test_rfc3339(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(stamps); i++) {
		struct strbuf b = { 0 };

		clock_rfc3339(&b, stamps[i].t);
		assert_string_equal(strbuf_str(&b), stamps[i].want);
		strbuf_fini(&b);
	}
}

#define NOON (1795176003 * CLOCK_S + 120999999)

static const struct {
	struct clock_format f;
	int64_t t;
	const char *want;
} times[] = {
	{ { CLOCK_UTC, 0, false, NULL }, NOON, "12:00:03.120" },
	{ { CLOCK_UTC, 0, true, NULL }, NOON, "2026-11-20 12:00:03.120" },
	{ { CLOCK_LOCAL, 0, false, NULL }, NOON, "17:30:03.120" },
	{ { CLOCK_LOCAL, 0, true, NULL }, NOON + 7 * 3600 * CLOCK_S,
	  "2026-11-21 00:30:03.120" },
	{ { CLOCK_LOCAL, 0, true, NULL }, -1, "1970-01-01 05:29:59.999" },
	{ { CLOCK_UTC, 0, false, NULL }, 0, "--:--:--.---" },
	{ { CLOCK_LOCAL, 0, true, NULL }, 0, "--:--:--.---" },
	{ { CLOCK_UTC, 0, false, NULL }, 1, "00:00:00.000" },
	{ { CLOCK_RELATIVE, 0, false, NULL }, 0, "-.---" },
	{ { CLOCK_RELATIVE, NOON, false, NULL }, 0, "-.---" },
	{ { CLOCK_RELATIVE, NOON, false, NULL }, NOON, "0.000" },
	{ { CLOCK_RELATIVE, NOON, true, NULL }, NOON + 3120 * CLOCK_MS, "3.120" },
	{ { CLOCK_RELATIVE, NOON, false, NULL }, NOON - 5 * CLOCK_MS, "-0.005" },
	{ { CLOCK_RELATIVE, NOON, false, NULL }, NOON - 5, "0.000" },
	{ { CLOCK_RELATIVE, INT64_MIN, false, NULL }, INT64_MAX,
	  "18446744073.709" },
};

/* The zone is five and a half hours east; see main. */
static void test_time(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(times); i++) {
		struct strbuf b = { 0 };

		clock_time(&b, &times[i].f, times[i].t);
		assert_string_equal(strbuf_str(&b), times[i].want);
		strbuf_fini(&b);
	}
}

/* A zone that is remembered shows what the C library says, second by second
 * across changes, to and fro. */
static void test_zone(void **state)
{
	static const int64_t changes[] = {
		1774746433, /* 2026-03-29, not on a quarter of an hour */
		1792890000, /* 2026-10-25 */
		0, INT64_MAX / CLOCK_S - 4, INT64_MIN / CLOCK_S + 4,
	};
	struct clock_zone zone = { 0 };
	struct clock_format known = { .with_date = true, .zone = &zone };
	struct clock_format asked = { .with_date = true };
	char *was = strdup(getenv("TZ"));

	(void)state;
	setenv("TZ", "AAA-1BBB,M3.5.0/2:07:13,M10.5.0/3", 1);
	tzset();
	for (size_t i = 0; i < LEN(changes) * 9; i++) {
		static const int step[] = { -1, 0, 1, -900, 899, 2, -3, 0, 3 };
		int64_t t = changes[i / 9];
		struct strbuf a = { 0 }, b = { 0 };

		if (t > -(INT64_MAX / CLOCK_S) + 1000 &&
		    t < INT64_MAX / CLOCK_S - 1000)
			t += step[i % 9];
		clock_time(&a, &known, t * CLOCK_S);
		clock_time(&b, &asked, t * CLOCK_S);
		assert_string_equal(strbuf_str(&a), strbuf_str(&b));
		strbuf_fini(&a);
		strbuf_fini(&b);
	}
	setenv("TZ", was, 1);
	tzset();
	free(was);
}

static const struct {
	enum clock_style style;
	int64_t a, b; /* seconds */
	bool want;
} days[] = {
	{ CLOCK_UTC, 0, 86399, false },
	{ CLOCK_UTC, 0, 86400, true },
	{ CLOCK_UTC, -1, 0, true },
	{ CLOCK_LOCAL, 0, 66599, false }, /* 23:59:59 at +05:30 */
	{ CLOCK_LOCAL, 0, 66600, true },
	{ CLOCK_LOCAL, 0, 31 * 86400, true }, /* same day of the month */
	{ CLOCK_RELATIVE, 0, 86400, false },
};

static void test_other_day(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(days); i++) {
		struct clock_format f = { .style = days[i].style };

		if (clock_other_day(&f, days[i].a * CLOCK_S,
				    days[i].b * CLOCK_S) != days[i].want)
			fail_msg("row %zu", i);
	}
}

static const struct {
	int64_t ns;
	const char *want;
} spans[] = {
	{ 0, "0 us" },
	{ 499, "0 us" },
	{ -499, "0 us" },
	{ 850 * CLOCK_US, "850 us" },
	{ 999499, "999 us" },
	{ 999500, "1 ms" },
	{ 31 * CLOCK_MS, "31 ms" },
	{ -31 * CLOCK_MS, "-31 ms" },
	{ 999900 * CLOCK_US, "1 s" },
	{ 4100 * CLOCK_MS, "4.1 s" },
	{ 32 * CLOCK_S, "32 s" },
	{ 59940 * CLOCK_MS, "59.9 s" },
	{ 59950 * CLOCK_MS, "1 min 00 s" },
	{ 842 * CLOCK_S, "14 min 02 s" },
	{ 3599400 * CLOCK_MS, "59 min 59 s" },
	{ 3599500 * CLOCK_MS, "1 h 00 min" },
	{ 11100 * CLOCK_S, "3 h 05 min" },
	{ 86369 * CLOCK_S, "23 h 59 min" },
	{ 86370 * CLOCK_S, "1 d 0 h" },
	{ (2 * 24 + 4) * 3600 * CLOCK_S, "2 d 4 h" },
	{ INT64_MIN, "-106752 d 0 h" },
};

static void test_span(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(spans); i++) {
		struct strbuf b = { 0 };

		clock_span(&b, spans[i].ns);
		assert_string_equal(strbuf_str(&b), spans[i].want);
		strbuf_fini(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rfc3339),
		cmocka_unit_test(test_time),
		cmocka_unit_test(test_zone),
		cmocka_unit_test(test_other_day),
		cmocka_unit_test(test_span),
	};

	setenv("TZ", "XST-5:30", 1); /* needs no zone files */
	tzset();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
