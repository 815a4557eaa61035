/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/clock.h"

#include <time.h>

#define DAY (INT64_C(86400) * CLOCK_S)

/* Rounded down, also before 1970. */
static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* What floor_div leaves; 0 <= result < b. */
static int64_t floor_mod(int64_t a, int64_t b)
{
	return a % b + (a % b < 0 ? b : 0);
}

/* A date of the Gregorian calendar and what is left of the day in ns. */
struct stamp {
	int year, month, day;
	int64_t ns;
};

/* Years are counted from March, so that the leap day is the last one; 400
 * years have 146097 days, and 719468 days lie between 0000-03-01 and 1970. */
static struct stamp utc_stamp(int64_t t)
{
	int64_t days = floor_div(t, DAY);
	struct stamp s = { .ns = floor_mod(t, DAY) };
	int64_t z = days + 719468, era = floor_div(z, 146097);
	int doe = (int)(z - era * 146097);
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int m = (5 * doy + 2) / 153;

	s.day = doy - (153 * m + 2) / 5 + 1;
	s.month = m < 10 ? m + 3 : m - 9;
	s.year = yoe + (int)era * 400 + (s.month <= 2);
	return s;
}

static struct stamp local_stamp(int64_t t)
{
	time_t sec = (time_t)floor_div(t, CLOCK_S);
	struct tm tm;

	if (!localtime_r(&sec, &tm))
		return utc_stamp(t);
	return (struct stamp){
		tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
		(tm.tm_hour * INT64_C(3600) + tm.tm_min * 60 + tm.tm_sec) *
			CLOCK_S + floor_mod(t, CLOCK_S),
	};
}

/* v with at least `width' digits. */
static void digits(struct strbuf *out, uint64_t v, int width)
{
	char text[20];
	size_t at = sizeof(text);

	for (; v || width > 0; v /= 10, width--)
		text[--at] = (char)('0' + v % 10);
	strbuf_add(out, text + at, sizeof(text) - at);
}

/* Two digits; v is under 100. */
static void two(char *p, uint64_t v)
{
	p[0] = (char)('0' + v / 10);
	p[1] = (char)('0' + v % 10);
}

static void add_date(struct strbuf *out, const struct stamp *s)
{
	digits(out, (uint64_t)s->year, 4);
	strbuf_addc(out, '-');
	digits(out, (uint64_t)s->month, 2);
	strbuf_addc(out, '-');
	digits(out, (uint64_t)s->day, 2);
}

static void add_clock(struct strbuf *out, const struct stamp *s)
{
	uint64_t sec = (uint64_t)(s->ns / CLOCK_S);

	char text[] = "00:00:00.";

	two(text, sec / 3600);
	two(text + 3, sec / 60 % 60);
	two(text + 6, sec % 60);
	strbuf_add(out, text, sizeof(text) - 1);
}

void clock_rfc3339(struct strbuf *out, int64_t t)
{
	struct stamp s = utc_stamp(t);

	add_date(out, &s);
	strbuf_addc(out, 'T');
	add_clock(out, &s);
	digits(out, (uint64_t)(s.ns % CLOCK_S / CLOCK_US), 6);
	strbuf_addc(out, 'Z');
}

/* |a - b|; two times can be further apart than int64_t counts. */
static uint64_t distance(int64_t a, int64_t b)
{
	return a > b ? (uint64_t)a - (uint64_t)b : (uint64_t)b - (uint64_t)a;
}

void clock_time(struct strbuf *out, const struct clock_format *f, int64_t t)
{
	struct stamp s;

	if (f->style == CLOCK_RELATIVE) {
		uint64_t ms = distance(t, f->start) / CLOCK_MS;

		if (t < f->start && ms)
			strbuf_addc(out, '-');
		strbuf_uint(out, ms / 1000);
		strbuf_addc(out, '.');
		digits(out, ms % 1000, 3);
		return;
	}
	s = f->style == CLOCK_UTC ? utc_stamp(t) : local_stamp(t);
	if (f->with_date) {
		add_date(out, &s);
		strbuf_addc(out, ' ');
	}
	add_clock(out, &s);
	digits(out, (uint64_t)(s.ns % CLOCK_S / CLOCK_MS), 3);
}

bool clock_other_day(const struct clock_format *f, int64_t a, int64_t b)
{
	struct stamp x, y;

	if (f->style == CLOCK_RELATIVE)
		return false;
	if (f->style == CLOCK_UTC)
		return floor_div(a, DAY) != floor_div(b, DAY);
	if (floor_div(a, CLOCK_S) == floor_div(b, CLOCK_S))
		return false; /* the local time is costly */
	x = local_stamp(a);
	y = local_stamp(b);
	return x.day != y.day || x.month != y.month || x.year != y.year;
}

/* `major' of the first unit and `minor', two digits, of the second. */
static void two_units(struct strbuf *out, uint64_t v, unsigned per,
		      const char *const unit[2])
{
	strbuf_uint(out, v / per);
	strbuf_adds(out, unit[0]);
	digits(out, v % per, per == 24 ? 1 : 2);
	strbuf_adds(out, unit[1]);
}

void clock_span(struct strbuf *out, int64_t ns)
{
	static const char *const min[] = { " min ", " s" };
	static const char *const hour[] = { " h ", " min" };
	static const char *const day[] = { " d ", " h" };
	uint64_t v = distance(ns, 0);
	/* Rounded to the unit shown; each test is on the rounded value, so
	 * that 999.9 ms is `1 s' and never `1000 ms'. */
	uint64_t us = (v + 500) / 1000, ms = (v + 500000) / 1000000;
	uint64_t tenths = (v + CLOCK_S / 20) / (CLOCK_S / 10);
	uint64_t sec = (v + CLOCK_S / 2) / CLOCK_S;

	if (ns < 0 && us)
		strbuf_addc(out, '-');
	if (us < 1000) {
		strbuf_uint(out, us);
		strbuf_adds(out, " us");
	} else if (ms < 1000) {
		strbuf_uint(out, ms);
		strbuf_adds(out, " ms");
	} else if (tenths < 600) {
		strbuf_uint(out, tenths / 10);
		if (tenths % 10) {
			strbuf_addc(out, '.');
			strbuf_uint(out, tenths % 10);
		}
		strbuf_adds(out, " s");
	} else if (sec < 3600) {
		two_units(out, sec, 60, min);
	} else if ((sec + 30) / 60 < 24 * 60) {
		two_units(out, (sec + 30) / 60, 60, hour);
	} else {
		two_units(out, (sec + 1800) / 3600, 24, day);
	}
}
