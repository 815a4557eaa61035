/* SPDX-License-Identifier: BSD-2-Clause */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "capture/trace_head.h"

#include "base/clock.h"

enum { DEFAULT_PORT = 5060 };

/* Take a literal off the front of *s. */
static bool take(struct slice *s, struct slice literal)
{
	if (!slice_starts_nocase(*s, literal))
		return false;
	*s = slice_from(*s, literal.len);
	return true;
}

#define TAKE(s, literal) take(s, SLICE(literal))

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
static int64_t take_fraction(struct slice *s)
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

static bool take_clock(struct slice *s, struct tm *tm, int64_t *fraction)
{
	struct slice t = *s;

	if (!take_number(&t, 2, &tm->tm_hour) || !TAKE(&t, ":") ||
	    !take_number(&t, 2, &tm->tm_min) || !TAKE(&t, ":") ||
	    !take_number(&t, 2, &tm->tm_sec))
		return false;
	*fraction = take_fraction(&t);
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

/* `Nov 21', of a year that nobody says: the one known so far, or 1970. */
static bool take_month_day(struct slice *s, struct tm *tm,
			   const struct trace_clock *clock)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct slice t = *s;
	int month = -1, day;

	for (int i = 0; i < 12; i++)
		if (take(&t, slice_of(names + 3 * i, 3)))
			month = i;
	if (month < 0)
		return false;
	while (TAKE(&t, " "))
		;
	if (!take_number(&t, 2, &day) || day < 1 || day > 31)
		return false;
	*tm = (struct tm){
		.tm_year = clock->has_day ? clock->day.tm_year : 70,
		.tm_mon = month, .tm_mday = day, .tm_isdst = -1 };
	*s = t;
	return true;
}

/* `Z', ` +0100', `+01:00': seconds east of Greenwich. */
static bool take_zone(struct slice *s, int *east)
{
	struct slice t = *s;
	int sign, hours, minutes;

	*east = 0;
	if (TAKE(s, "Z"))
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
static bool take_time(struct slice *s, struct trace_clock *clock,
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
	if (!take_clock(&t, &tm, &fraction))
		return false;
	zone = take_zone(&t, &east);
	*time = finish_time(clock, tm, fraction, zone ? &east : NULL);
	*s = t;
	return true;
}

/* A time of day alone: of the day known so far, or the next one when it went
 * back by more than half a day. */
static int64_t time_of_day(struct trace_clock *clock, struct tm tm,
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

struct slice trace_head_undated(struct slice line, struct trace_clock *clock,
				struct trace_head *out)
{
	struct slice s = line;
	int64_t time;

	if (!TAKE(&s, "[") || !take_time(&s, clock, &time) || !TAKE(&s, "]"))
		return line;
	if (out) {
		out->has_time = true;
		out->time = time;
	}
	TAKE(&s, " ");
	return s;
}

/* FreeSWITCH begins a line of its log file with the call that it is about, by its
 * UUID: the line behind it, or the line itself. */
static struct slice without_uuid(struct slice line)
{
	static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx ";

	for (size_t i = 0; i < sizeof(form) - 1; i++) {
		char c = i < line.len ? line.p[i] : '\0';
		bool hex = is_digit(c) || (c >= 'a' && c <= 'f');

		if (form[i] == 'x' ? !hex : c != form[i])
			return line;
	}
	return slice_from(line, sizeof(form) - 1);
}

bool trace_head_is_log(struct slice line, struct trace_clock *clock)
{
	static const char *const levels[] = {
		"VERBOSE[", "NOTICE[", "WARNING[", "ERROR[", "DEBUG[",
		"DTMF[", "SECURITY[",
	};
	struct slice s = trace_head_undated(line, clock, NULL);
	int64_t time;

	if (s.len != line.len) {
		for (size_t i = 0; i < sizeof(levels) / sizeof(*levels); i++)
			if (slice_starts_nocase(s, slice_cstr(levels[i])))
				return true;
		return false;
	}
	s = without_uuid(line);
	return take_time(&s, clock, &time) && slice_find(s, '[') < 12 &&
		slice_find(s, '[') < s.len;
}

/* --- addresses --- */

static bool transport_of(struct slice name, enum transport *out)
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
static bool take_addr(struct slice *s, struct addr *out)
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

/* `UDP:192.0.2.1:5060' or an address alone. */
static bool take_peer(struct slice *s, struct trace_head *out,
		      struct addr *peer)
{
	size_t n = slice_find(*s, ':');

	if (transport_of(slice_head(*s, n), &out->transport))
		*s = slice_from(*s, n + 1);
	return take_addr(s, peer);
}

/* --- one form each --- */

/* Move *s behind a literal that stands anywhere in it. */
static bool seek(struct slice *s, struct slice literal)
{
	size_t at = slice_search(*s, literal);

	if (at == s->len)
		return false;
	*s = slice_from(*s, at + literal.len);
	return true;
}

#define SEEK(s, literal) seek(s, SLICE(literal))

static bool asterisk(struct trace_head *out, struct slice s)
{
	struct slice t = s;

	out->transport = TRANSPORT_UDP;
	if (SEEK(&t, "<--- Received SIP re") && SEEK(&t, "bytes) from ")) {
		out->form = TRACE_PJSIP;
		return take_peer(&t, out, &out->src);
	}
	t = s;
	if (SEEK(&t, "<--- Transmitting SIP re") && SEEK(&t, "bytes) to ")) {
		out->form = TRACE_PJSIP;
		return take_peer(&t, out, &out->dst);
	}
	t = s;
	out->form = TRACE_CHAN_SIP;
	if (SEEK(&t, "<--- SIP read from "))
		return take_peer(&t, out, &out->src);
	/* `Reliably Transmitting (NAT) to', `Retransmitting #1 (no NAT) to' */
	if ((SEEK(&t, "ransmitting (") || SEEK(&t, "etransmitting #")) &&
	    SEEK(&t, "NAT) to "))
		return take_peer(&t, out, &out->dst);
	return false;
}

/* `recv 903 bytes from udp/[192.0.2.1]:5060 at 20:07:57.811303:' */
static bool sofia(struct trace_head *out, struct slice s,
		  struct trace_clock *clock)
{
	struct addr *peer;
	struct tm tm;
	int64_t fraction;
	size_t n;

	while (TAKE(&s, " "))
		;
	if (!TAKE(&s, "recv ") && !TAKE(&s, "send "))
		return false;
	if (!SEEK(&s, " bytes "))
		return false;
	if (TAKE(&s, "from "))
		peer = &out->src;
	else if (TAKE(&s, "to "))
		peer = &out->dst;
	else
		return false;
	n = slice_find(s, '/');
	if (!transport_of(slice_head(s, n), &out->transport))
		return false;
	s = slice_from(s, n + 1);
	if (!take_addr(&s, peer))
		return false;
	out->form = TRACE_SOFIA;
	if (!TAKE(&s, " at "))
		return true;
	if (take_time(&s, clock, &out->time))
		out->has_time = true;
	else if (take_clock(&s, &tm, &fraction)) {
		out->time = time_of_day(clock, tm, fraction);
		out->has_time = true;
	}
	return true;
}

/* `U 2026/11/21 10:00:00.123456 192.0.2.1:5060 -> 192.0.2.2:5060 #1' */
static bool ngrep(struct trace_head *out, struct slice s,
		  struct trace_clock *clock)
{
	if (s.len < 2 || s.p[1] != ' ' ||
	    !transport_of(slice_head(s, 1), &out->transport))
		return false;
	s = slice_from(s, 2);
	if (take_time(&s, clock, &out->time)) {
		out->has_time = true;
		TAKE(&s, " ");
	} else if (s.len && s.p[0] == '+') {
		size_t n = slice_find(s, ' '); /* -T: since the last one */

		s = slice_from(s, n + 1);
	}
	out->form = TRACE_NGREP;
	return take_addr(&s, &out->src) && TAKE(&s, " -> ") &&
		take_addr(&s, &out->dst);
}

bool trace_head_read(struct trace_head *out, struct slice line,
		     struct trace_clock *clock)
{
	struct slice s;

	*out = (struct trace_head){ .form = TRACE_NONE };
	if (line.len < 12)
		return false;
	s = trace_head_undated(line, clock, out);
	if (slice_find(s, '(') < s.len || slice_find(s, '<') < s.len) {
		if (asterisk(out, s))
			return true;
		out->src = out->dst = (struct addr){ .family = 0 };
	}
	if (sofia(out, s, clock) || ngrep(out, line, clock))
		return true;
	out->form = TRACE_NONE;
	return false;
}

/* --- Kamailio --- */

static void ip_of(struct addr *a, struct slice value)
{
	uint16_t port = a->port;

	if (addr_parse_ip(a, value))
		*a = (struct addr){ .family = 0 };
	a->port = port;
}

static void port_of(struct addr *a, struct slice value)
{
	uint64_t v;

	if (!slice_to_uint(value, 65535, &v))
		a->port = (uint16_t)v;
}

/* Seconds and their fraction since the epoch. */
static void epoch(struct trace_head *out, struct slice value)
{
	size_t n = slice_find(value, '.');
	struct slice rest = slice_from(value, n);
	uint64_t v;

	if (slice_to_uint(slice_head(value, n), UINT32_MAX, &v))
		return;
	out->time = (int64_t)v * CLOCK_S + take_fraction(&rest);
	out->has_time = true;
}

bool trace_head_field(struct trace_head *out, struct slice line)
{
	size_t n = slice_find(line, ':');
	struct slice name = slice_head(line, n);
	struct slice value = slice_trim(slice_from(line, n + 1));

	if (n == line.len)
		return false;
	if (slice_eq(name, SLICE("time")))
		epoch(out, value);
	else if (slice_eq(name, SLICE("proto")))
		transport_of(slice_head(value, slice_find(value, ' ')),
			     &out->transport);
	else if (slice_eq(name, SLICE("srcip")))
		ip_of(&out->src, value);
	else if (slice_eq(name, SLICE("dstip")))
		ip_of(&out->dst, value);
	else if (slice_eq(name, SLICE("srcport")))
		port_of(&out->src, value);
	else if (slice_eq(name, SLICE("dstport")))
		port_of(&out->dst, value);
	return true;
}
