/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/clock.h"

#include "base/digits.h"

#include <time.h>

enum { DAY = 86400 };

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

/* A day since 1970, a second of it and a nanosecond of that. */
struct stamp {
	int64_t day;
	unsigned sec, ns;
};

static struct stamp stamp_east(int64_t t, int64_t east)
{
	int64_t sec = floor_div(t, CLOCK_S) + east;

	return (struct stamp){ floor_div(sec, DAY),
			       (unsigned)floor_mod(sec, DAY),
			       (unsigned)floor_mod(t, CLOCK_S) };
}

static struct stamp utc_stamp(int64_t t)
{
	return stamp_east(t, 0);
}

/* Seconds east of UTC; 0 where nobody knows. */
static int64_t east_at(int64_t sec)
{
	time_t t = (time_t)sec;
	struct tm tm;

	return localtime_r(&t, &tm) ? tm.tm_gmtoff : 0;
}

/* Clocks are changed on the quarter of an hour: what holds at both ends of one
 * holds between.  Else (a zone of long ago) it holds for this second alone. */
static void learn(struct clock_zone *z, int64_t sec)
{
	enum { QUARTER = 900 };
	int64_t from = sec - floor_mod(sec, QUARTER), to = from + QUARTER;
	int64_t east = east_at(from);

	*z = (struct clock_zone){ .from = from, .to = to, .east = east };
	if (east_at(to) != east)
		*z = (struct clock_zone){ .from = sec, .to = sec + 1,
					  .east = east_at(sec) };
}

static struct stamp local_stamp(struct clock_zone *z, int64_t t)
{
	int64_t sec = floor_div(t, CLOCK_S);

	if (!z)
		return stamp_east(t, east_at(sec));
	if (sec < z->from || sec >= z->to)
		learn(z, sec);
	return stamp_east(t, z->east);
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
static char *two(char *p, unsigned v)
{
	p[0] = (char)('0' + v / 10);
	p[1] = (char)('0' + v % 10);
	return p + 2;
}

static char *three(char *p, unsigned v)
{
	*p++ = (char)('0' + v / 100);
	return two(p, v % 100);
}

/* A date of the Gregorian calendar, 2026-11-20.  Years are counted from March, so
 * that the leap day is the last one; 400 years have 146097 days, and 719468 days
 * lie between 0000-03-01 and 1970.  (The years that int64_t reaches have four
 * digits.) */
static char *date(char *p, int64_t days)
{
	int64_t z = days + 719468, era = floor_div(z, 146097);
	unsigned doe = (unsigned)(z - era * 146097);
	unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	unsigned m = (5 * doy + 2) / 153;
	unsigned month = m < 10 ? m + 3 : m - 9;
	unsigned year = yoe + (unsigned)era * 400 + (month <= 2);

	p = two(p, year / 100 % 100);
	p = two(p, year % 100);
	*p++ = '-';
	p = two(p, month);
	*p++ = '-';
	return two(p, doy - (153 * m + 2) / 5 + 1);
}

/* 12:00:03. */
static char *time_of_day(char *p, unsigned sec)
{
	p = two(p, sec / 3600);
	*p++ = ':';
	p = two(p, sec / 60 % 60);
	*p++ = ':';
	p = two(p, sec % 60);
	*p++ = '.';
	return p;
}

enum { STAMP_ROOM = sizeof("2026-11-20T12:00:03.120000Z") };

void clock_rfc3339(struct strbuf *out, int64_t t)
{
	struct stamp s = utc_stamp(t);
	char *p = strbuf_room(out, STAMP_ROOM);

	if (!p)
		return;
	p = date(p, s.day);
	*p++ = 'T';
	p = time_of_day(p, s.sec);
	p = three(p, s.ns / (unsigned)CLOCK_MS);
	p = three(p, s.ns / (unsigned)CLOCK_US % 1000);
	*p++ = 'Z';
	strbuf_wrote(out, p);
}

/* |a - b|; two times can be further apart than int64_t counts. */
static uint64_t distance(int64_t a, int64_t b)
{
	return a > b ? (uint64_t)a - (uint64_t)b : (uint64_t)b - (uint64_t)a;
}

/* The time of the day here.  Many events fall into the same few seconds: what is
 * over is told with the time when it began. */
static char *local_time(char *p, struct clock_zone *z, int64_t t)
{
	int64_t second = floor_div(t, CLOCK_S);
	struct clock_told *told = &z->told[(uint64_t)second % CLOCK_TOLD];

	if (!*told->text || told->second != second) {
		unsigned sec = local_stamp(z, t).sec;

		time_of_day(told->text, sec);
		told->second = second;
	}
	memcpy(p, told->text, sizeof(told->text));
	return three(p + sizeof(told->text), (unsigned)(t - second * CLOCK_S) /
		     (unsigned)CLOCK_MS);
}

void clock_time(struct strbuf *out, const struct clock_format *f, int64_t t)
{
	struct stamp s;
	char *p;

	if (!t) {
		strbuf_adds(out, f->style == CLOCK_RELATIVE ? "-.---" :
			    "--:--:--.---");
		return;
	}
	if (f->style == CLOCK_RELATIVE) {
		uint64_t ms = distance(t, f->start) / CLOCK_MS;

		if (t < f->start && ms)
			strbuf_addc(out, '-');
		strbuf_uint(out, ms / 1000);
		strbuf_addc(out, '.');
		digits(out, ms % 1000, 3);
		return;
	}
	p = strbuf_room(out, STAMP_ROOM);
	if (!p)
		return;
	if (f->style == CLOCK_LOCAL && f->zone && !f->with_date) {
		strbuf_wrote(out, local_time(p, f->zone, t));
		return;
	}
	s = f->style == CLOCK_UTC ? utc_stamp(t) : local_stamp(f->zone, t);
	if (f->with_date) {
		p = date(p, s.day);
		*p++ = ' ';
	}
	p = time_of_day(p, s.sec);
	strbuf_wrote(out, three(p, s.ns / (unsigned)CLOCK_MS));
}

bool clock_other_day(const struct clock_format *f, int64_t a, int64_t b)
{
	if (f->style == CLOCK_RELATIVE)
		return false;
	if (f->style == CLOCK_UTC)
		return utc_stamp(a).day != utc_stamp(b).day;
	if (floor_div(a, CLOCK_S) == floor_div(b, CLOCK_S))
		return false; /* the local time may be costly */
	return local_stamp(f->zone, a).day != local_stamp(f->zone, b).day;
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

/* What takes a minute or longer. */
static __attribute__((noinline)) void long_span(struct strbuf *out, uint64_t v)
{
	static const char *const min[] = { " min ", " s" };
	static const char *const hour[] = { " h ", " min" };
	static const char *const day[] = { " d ", " h" };
	uint64_t sec = (v + CLOCK_S / 2) / CLOCK_S;

	if (sec < 3600) {
		two_units(out, sec, 60, min);
	} else if ((sec + 30) / 60 < 24 * 60) {
		two_units(out, (sec + 30) / 60, 60, hour);
	} else {
		two_units(out, (sec + 1800) / 3600, 24, day);
	}
}

void clock_span(struct strbuf *out, int64_t ns)
{
	enum { UNIT = 3, ROOM = sizeof("-59.9 ms") };
	uint64_t v = distance(ns, 0);
	/* Rounded to the unit shown; each test is on the rounded value, so
	 * that 999.9 ms is `1 s' and never `1000 ms'. */
	uint64_t us = (v + 500) / 1000, ms = (v + 500000) / 1000000, tenths;
	char *p = strbuf_room(out, ROOM);

	if (!p)
		return;
	if (ns < 0 && us)
		*p++ = '-';
	if (ms < 1000) {
		p = digits_put(p, us < 1000 ? us : ms);
		memcpy(p, us < 1000 ? " us" : " ms", UNIT);
		strbuf_wrote(out, p + UNIT);
		return;
	}
	tenths = (v + CLOCK_S / 20) / (CLOCK_S / 10);
	if (tenths >= 600) {
		strbuf_wrote(out, p);
		long_span(out, v);
		return;
	}
	p = digits_put(p, tenths / 10);
	if (tenths % 10) {
		*p++ = '.';
		*p++ = (char)('0' + tenths % 10);
	}
	*p++ = ' ';
	*p++ = 's';
	strbuf_wrote(out, p);
}
