/* SPDX-License-Identifier: BSD-2-Clause */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "capture/trace_scan.h"

#include "base/clock.h"

enum { DEFAULT_PORT = 5060 };

#define TAKE(s, literal) TRACE_SCAN_TAKE(s, literal)

/* Take a literal off the front of *s. */
bool trace_scan_take(struct slice *s, struct slice literal)
{
	if (!slice_starts_nocase(*s, literal))
		return false;
	*s = slice_from(*s, literal.len);
	return true;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Take a number of 1 to `most' digits. */
static bool take_number(struct slice *s, size_t most, int *out)
{
	size_t n = 0;
	uint64_t v;

	while (n < s->len && n < most && is_digit(s->p[n]))
		n++;
	if (slice_to_uint(slice_head(*s, n), 99999, &v))
		return false;
	*out = (int)v;
	*s = slice_from(*s, n);
	return true;
}

/* --- times --- */

/* `.123456' or nothing: nanoseconds. */
int64_t trace_scan_fraction(struct slice *s)
{
	int64_t unit = CLOCK_S, ns = 0;
	size_t i = 1;

	if (!s->len || s->p[0] != '.')
		return 0;
	for (; i < s->len && is_digit(s->p[i]); i++) {
		unit /= 10;
		ns += (s->p[i] - '0') * unit;
	}
	*s = slice_from(*s, i);
	return ns;
}

bool trace_scan_clock(struct slice *s, struct tm *tm, int64_t *fraction)
{
	struct slice t = *s;

	if (!take_number(&t, 2, &tm->tm_hour) || !TAKE(&t, ":") ||
	    !take_number(&t, 2, &tm->tm_min) || !TAKE(&t, ":") ||
	    !take_number(&t, 2, &tm->tm_sec))
		return false;
	*fraction = trace_scan_fraction(&t);
	*s = t;
	return tm->tm_hour < 24 && tm->tm_min < 60 && tm->tm_sec < 61;
}

/* `2026-11-21' or `2026/11/21'. */
static bool take_date(struct slice *s, struct tm *tm)
{
	struct slice t = *s;
	int year, month, day;
	char sep;

	if (!take_number(&t, 4, &year) || !t.len)
		return false;
	sep = t.p[0];
	t = slice_from(t, 1);
	if ((sep != '-' && sep != '/') || !take_number(&t, 2, &month) ||
	    !t.len || t.p[0] != sep)
		return false;
	t = slice_from(t, 1);
	if (!take_number(&t, 2, &day) || year < 1970 || month < 1 ||
	    month > 12 || day < 1 || day > 31)
		return false;
	*tm = (struct tm){ .tm_year = year - 1900, .tm_mon = month - 1,
			   .tm_mday = day, .tm_isdst = -1 };
	*s = t;
	return true;
}

/* `Nov'; -1: it is none. */
static int take_month(struct slice *s)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

	for (int i = 0; i < 12; i++)
		if (trace_scan_take(s, slice_of(names + 3 * i, 3)))
			return i;
	return -1;
}

/* The year of a month where nobody says it: of the day before, of Date headers, or
 * 1970.  January follows December, and December goes before it. */
static int likely_year(const struct trace_clock *clock, int month)
{
	enum { HALF = 6 };

	if (clock->has_day && clock->day.tm_year != 70)
		return clock->day.tm_year + (clock->day.tm_mon - month > HALF);
	return clock->year ?
		clock->year - 1900 - (month - clock->month > HALF) : 70;
}

/* `Nov 21', `Nov 21 2026'. */
static bool take_month_day(struct slice *s, struct tm *tm,
			   const struct trace_clock *clock)
{
	struct slice t = *s, after;
	int month = take_month(&t), day, year;

	if (month < 0)
		return false;
	while (TAKE(&t, " "))
		;
	if (!take_number(&t, 2, &day) || day < 1 || day > 31)
		return false;
	*tm = (struct tm){ .tm_year = likely_year(clock, month),
			   .tm_mon = month, .tm_mday = day, .tm_isdst = -1 };
	after = t;
	if (TAKE(&after, " ") && take_number(&after, 4, &year) &&
	    year >= 1970) {
		tm->tm_year = year - 1900;
		t = after;
	}
	*s = t;
	return true;
}

/* `Z', ` UTC', ` +0100', `+01:00': seconds east of Greenwich. */
static bool take_zone(struct slice *s, int *east)
{
	struct slice t = *s;
	int sign, hours, minutes;

	*east = 0;
	if (TAKE(s, "Z") || TAKE(s, " UTC") || TAKE(s, " GMT"))
		return true;
	TAKE(&t, " ");
	sign = TAKE(&t, "+") ? 1 : TAKE(&t, "-") ? -1 : 0;
	if (!sign || !take_number(&t, 2, &hours))
		return false;
	TAKE(&t, ":");
	if (!take_number(&t, 2, &minutes) || hours > 14 || minutes > 59)
		return false;
	*east = sign * (hours * 3600 + minutes * 60);
	*s = t;
	return true;
}

/* zone: seconds east of Greenwich; NULL: local time. */
static int64_t finish_time(struct trace_clock *clock, struct tm tm,
			   int64_t fraction, const int *zone)
{
	time_t t;

	clock->day = (struct tm){ .tm_year = tm.tm_year, .tm_mon = tm.tm_mon,
				  .tm_mday = tm.tm_mday, .tm_isdst = -1 };
	clock->has_day = true;
	t = zone ? timegm(&tm) - *zone : mktime(&tm);
	if (t < 0 || t >= INT64_MAX / CLOCK_S) /* nanoseconds end in 2262 */
		t = 0;
	clock->last = (int64_t)t * CLOCK_S + fraction;
	return clock->last;
}

/* A date and a time of day; *s moves behind them. */
bool trace_scan_time(struct slice *s, struct trace_clock *clock,
		      int64_t *time)
{
	struct slice t = *s;
	struct tm tm;
	int64_t fraction;
	int east;
	bool zone;

	if (!take_date(&t, &tm) && !take_month_day(&t, &tm, clock))
		return false;
	if (!TAKE(&t, " ") && !TAKE(&t, "T"))
		return false;
	if (!trace_scan_clock(&t, &tm, &fraction))
		return false;
	zone = take_zone(&t, &east);
	*time = finish_time(clock, tm, fraction, zone ? &east : NULL);
	*s = t;
	return true;
}

/* A time of day alone: of the day known so far, or the next one when it went
 * back by more than half a day. */
int64_t trace_scan_of_day(struct trace_clock *clock, struct tm tm,
			   int64_t fraction)
{
	int64_t before = clock->last, t;
	struct tm day = clock->has_day ? clock->day :
		(struct tm){ .tm_year = 70, .tm_mday = 1, .tm_isdst = -1 };

	day.tm_hour = tm.tm_hour;
	day.tm_min = tm.tm_min;
	day.tm_sec = tm.tm_sec;
	t = finish_time(clock, day, fraction, NULL);
	if (t < before - 12 * 3600 * CLOCK_S) {
		day.tm_mday++; /* mktime knows the months */
		mktime(&day);
		day.tm_isdst = -1;
		t = finish_time(clock, day, fraction, NULL);
	}
	return t;
}

void trace_scan_year(struct slice line, struct trace_clock *clock)
{
	int day, year, month;

	if (!TAKE(&line, "Date:") || !trace_scan_seek(&line, SLICE(", ")) ||
	    !take_number(&line, 2, &day) || !TAKE(&line, " "))
		return;
	month = take_month(&line);
	if (month < 0 || !TAKE(&line, " ") || !take_number(&line, 4, &year) ||
	    year <= 2000 || year >= 2100 || year <= clock->year)
		return;
	clock->year = year;
	clock->month = month;
}

/* Move *s behind a literal that stands anywhere in it. */
bool trace_scan_seek(struct slice *s, struct slice literal)
{
	size_t at = slice_search(*s, literal);

	if (at == s->len)
		return false;
	*s = slice_from(*s, at + literal.len);
	return true;
}

bool trace_scan_transport(struct slice name, enum transport *out)
{
	static const struct { const char *name; enum transport t; } all[] = {
		{ "udp", TRANSPORT_UDP }, { "tcp", TRANSPORT_TCP },
		{ "tls", TRANSPORT_TLS }, { "ws", TRANSPORT_WS },
		{ "wss", TRANSPORT_WSS }, { "sctp", TRANSPORT_SCTP },
		{ "U", TRANSPORT_UDP }, { "T", TRANSPORT_TCP },
		{ "udp6", TRANSPORT_UDP }, { "tcp6", TRANSPORT_TCP },
		{ "tls6", TRANSPORT_TLS },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		if (slice_eq_nocase(name, slice_cstr(all[i].name))) {
			*out = all[i].t;
			return true;
		}
	}
	return false;
}

/* `2001:db8::1:5060', as ngrep writes it: the last number is the port. */
static bool take_bare_ip6(struct slice *s, struct addr *out)
{
	size_t n = slice_find(slice_head(*s, 64), ' ');

	while (n && s->p[n - 1] != ':')
		n--;
	if (!n || addr_parse_ip(out, slice_head(*s, n - 1)) ||
	    out->family != 6)
		return false;
	*s = slice_from(*s, n - 1);
	return true;
}

/* The address at the start of *s, which moves behind it. */
static bool take_ip(struct slice *s, struct addr *out)
{
	struct slice t = *s;
	size_t n = 0;

	if (TAKE(&t, "[")) {
		n = slice_find(t, ']');
		if (n == t.len || addr_parse_ip(out, slice_head(t, n)))
			return false;
		*s = slice_from(t, n + 1);
		return true;
	}
	while (n < t.len && (is_digit(t.p[n]) || t.p[n] == '.'))
		n++;
	if (addr_parse_ip(out, slice_head(t, n)))
		return take_bare_ip6(s, out);
	*s = slice_from(t, n);
	return true;
}

/* `192.0.2.1:5060', `[2001:db8::1]:5060', without a port 5060; *s moves behind. */
bool trace_scan_addr(struct slice *s, struct addr *out)
{
	struct slice t = *s, port;
	size_t n;
	uint64_t v;

	if (!take_ip(&t, out))
		return false;
	out->port = DEFAULT_PORT;
	if (TAKE(&t, ":")) {
		for (n = 0; n < t.len && is_digit(t.p[n]);)
			n++;
		port = slice_head(t, n);
		if (n) {
			if (slice_to_uint(port, 65535, &v))
				return false;
			out->port = (uint16_t)v;
		}
		t = slice_from(t, n);
	}
	*s = t;
	return true;
}

