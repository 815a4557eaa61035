/* SPDX-License-Identifier: BSD-2-Clause */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "capture/trace_head.h"

#include "base/clock.h"
#include "capture/trace_scan.h"

#define TAKE(s, literal) TRACE_SCAN_TAKE(s, literal)
#define SEEK(s, literal) TRACE_SCAN_SEEK(s, literal)

/* The part of Cisco IOS that shows SIP messages. */
#define CISCO_WHO SLICE("ccsipDisplayMsg:")

struct slice trace_head_undated(struct slice line, struct trace_clock *clock,
				struct trace_head *out)
{
	struct slice s = line;
	int64_t time;

	if (!TAKE(&s, "[") || !trace_scan_time(&s, clock, &time) || !TAKE(&s, "]"))
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
		bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');

		if (form[i] == 'x' ? !hex : c != form[i])
			return line;
	}
	return slice_from(line, sizeof(form) - 1);
}

/* `10:00:00.000#': the line behind it says who sent what follows to whom. */
static bool is_hour(struct slice line, struct trace_clock *clock)
{
	int64_t fraction;
	struct tm tm;

	if (!trace_scan_clock(&line, &tm, &fraction) ||
	    !slice_eq(line, SLICE("#")))
		return false;
	trace_scan_of_day(clock, tm, fraction);
	return true;
}

/* Numbers before a time: a count (`000123'), a priority (`<191>1234'). */
static bool is_count(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!(s.p[i] >= '0' && s.p[i] <= '9') && s.p[i] != '<' &&
		    s.p[i] != '>')
			return false;
	return s.len > 0;
}

/* `Nov 21 10:00:00.000 CET: ', or the time since the start, `00:10:25: '. */
static bool cisco_time(struct slice *s, struct trace_clock *clock, int64_t *time)
{
	struct trace_clock was = *clock;
	struct slice t = *s;
	int64_t fraction;
	struct tm tm;
	size_t n = 0;

	if (trace_scan_clock(&t, &tm, &fraction))
		*time = trace_scan_of_day(clock, tm, fraction);
	else if (!trace_scan_time(&t, clock, time))
		return false;
	if (TAKE(&t, " ")) /* a zone that only they know */
		while (n < t.len && n < 5 && t.p[n] >= 'A' && t.p[n] <= 'Z')
			n++;
	t = slice_from(t, n);
	if (!TAKE(&t, ": ")) {
		*clock = was;
		return false;
	}
	*s = t;
	return true;
}

/* What Cisco IOS puts before the words of a line: a time, with a star or a dot
 * where the clock is not set; before it counts, if it shall count, and what the
 * collector of logs had to say. */
static bool cisco_stamp(struct slice *s, struct trace_clock *clock,
			int64_t *time)
{
	struct slice t = *s;

	for (int i = 0; i < 5; i++) {
		struct slice at = t;
		size_t n = slice_search(t, SLICE(": "));

		if (!TAKE(&at, "*"))
			TAKE(&at, ".");
		if (cisco_time(&at, clock, time)) {
			*s = at;
			return true;
		}
		if (n == t.len || (!is_count(slice_head(t, n)) &&
				   slice_search(t, CISCO_WHO) == t.len))
			return false;
		t = slice_from(t, n + 2);
	}
	return false;
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
	if (is_hour(line, clock))
		return true;
	s = without_uuid(line);
	return trace_scan_time(&s, clock, &time) && slice_find(s, '[') < 12 &&
		slice_find(s, '[') < s.len;
}

bool trace_head_is_ios(struct slice line, struct trace_clock *clock,
		       bool certain)
{
	struct trace_clock moved = *clock;
	int64_t time;

	if (!cisco_stamp(&line, &moved, &time))
		return false;
	line = slice_trim(line);
	if (certain && !slice_starts_nocase(line, SLICE("//")) &&
	    !slice_starts_nocase(line, SLICE("%")))
		return false;
	*clock = moved;
	return true;
}

/* `UDP:192.0.2.1:5060' or an address alone. */
static bool take_peer(struct slice *s, struct trace_head *out,
		      struct addr *peer)
{
	size_t n = slice_find(*s, ':');

	if (trace_scan_transport(slice_head(*s, n), &out->transport))
		*s = slice_from(*s, n + 1);
	return trace_scan_addr(s, peer);
}

/* --- one form each --- */

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
	if (!trace_scan_transport(slice_head(s, n), &out->transport))
		return false;
	s = slice_from(s, n + 1);
	if (!trace_scan_addr(&s, peer))
		return false;
	out->form = TRACE_SOFIA;
	if (!TAKE(&s, " at "))
		return true;
	if (trace_scan_time(&s, clock, &out->time))
		out->has_time = true;
	else if (trace_scan_clock(&s, &tm, &fraction)) {
		out->time = trace_scan_of_day(clock, tm, fraction);
		out->has_time = true;
	}
	return true;
}

/* `U 2026/11/21 10:00:00.123456 192.0.2.1:5060 -> 192.0.2.2:5060 #1' */
static bool ngrep(struct trace_head *out, struct slice s,
		  struct trace_clock *clock)
{
	if (s.len < 2 || s.p[1] != ' ' ||
	    !trace_scan_transport(slice_head(s, 1), &out->transport))
		return false;
	s = slice_from(s, 2);
	if (trace_scan_time(&s, clock, &out->time)) {
		out->has_time = true;
		TAKE(&s, " ");
	} else if (s.len && s.p[0] == '+') {
		size_t n = slice_find(s, ' '); /* -T: since the last one */

		s = slice_from(s, n + 1);
	}
	out->form = TRACE_NGREP;
	return trace_scan_addr(&s, &out->src) && TAKE(&s, " -> ") &&
		trace_scan_addr(&s, &out->dst);
}

static void spaces_off(struct slice *s)
{
	while (TAKE(s, " "))
		;
}

/* `UDP', `proto:UDP' or nothing before the rest of the line. */
static void take_transport(struct slice *s, enum transport *out)
{
	struct slice t = *s;
	size_t n;

	TAKE(&t, "proto:");
	n = slice_find(t, ' ');
	if (n > 1 && trace_scan_transport(slice_head(t, n), out)) {
		*s = slice_from(t, n);
		spaces_off(s);
	}
}

/* Nothing else stands in the line: `2026/11/21 10:00:00.123456 192.0.2.1:5060 ->
 * 192.0.2.2:5060', `UDP 192.0.2.1:5060 -> 192.0.2.2:5060', `proto:UDP
 * 2026-11-21T10:00:00.123456Z  192.0.2.1:5060 ---> 192.0.2.2:5060'. */
static bool both_ends(struct trace_head *out, struct slice s,
		      struct trace_clock *clock)
{
	out->transport = TRANSPORT_UDP;
	take_transport(&s, &out->transport);
	if (trace_scan_time(&s, clock, &out->time)) {
		out->has_time = true;
		spaces_off(&s);
	}
	out->form = TRACE_ENDS;
	return trace_scan_addr(&s, &out->src) &&
		(TAKE(&s, " -> ") || TAKE(&s, " ---> ")) &&
		trace_scan_addr(&s, &out->dst) && !slice_trim(s).len;
}

/* `07:25:56.362  pjsua_core.c  .RX 574 bytes Response msg 401/REGISTER/cseq=1
 * (rdata0x55ab) from TCP 192.0.2.1:5060:' */
static bool pjsua(struct trace_head *out, struct slice s,
		  struct trace_clock *clock)
{
	struct slice t = s, name;
	int64_t fraction;
	struct tm tm;
	bool sent;

	if (!SEEK(&t, " bytes Re") || !SEEK(&t, " msg ") ||
	    !SEEK(&t, "ta0x") || !SEEK(&t, ") "))
		return false;
	sent = TAKE(&t, "to ");
	if (!sent && !TAKE(&t, "from "))
		return false;
	name = slice_head(t, slice_find(t, ' '));
	if (!trace_scan_transport(name, &out->transport))
		return false;
	t = slice_from(t, name.len + 1);
	out->form = TRACE_PJSUA;
	if (trace_scan_clock(&s, &tm, &fraction)) {
		out->time = trace_scan_of_day(clock, tm, fraction);
		out->has_time = true;
	}
	return trace_scan_addr(&t, sent ? &out->dst : &out->src);
}

/* `Sent:' or `Received:', alone or behind a time.  What the message came over is
 * in its Via. */
static bool cisco(struct trace_head *out, struct slice s,
		  struct trace_clock *clock)
{
	s = slice_trim(s);
	if (!s.len || s.p[s.len - 1] != ':')
		return false;
	out->has_time = cisco_stamp(&s, clock, &out->time);
	if (out->has_time)
		trace_scan_seek(&s, CISCO_WHO);
	s = slice_trim(s);
	out->sent = slice_eq(s, SLICE("Sent:"));
	if (!out->sent && !slice_eq(s, SLICE("Received:")))
		return false;
	out->form = TRACE_CISCO;
	return true;
}

bool trace_head_read(struct trace_head *out, struct slice line,
		     struct trace_clock *clock)
{
	struct slice s;

	*out = (struct trace_head){ .form = TRACE_NONE };
	if (cisco(out, line, clock))
		return true;
	*out = (struct trace_head){ .form = TRACE_NONE };
	if (line.len < 12)
		return false;
	s = trace_head_undated(line, clock, out);
	if (slice_find(s, '(') < s.len || slice_find(s, '<') < s.len) {
		if (asterisk(out, s) || pjsua(out, line, clock))
			return true;
		out->src = out->dst = (struct addr){ .family = 0 };
	}
	if (sofia(out, s, clock) || ngrep(out, line, clock))
		return true;
	out->src = out->dst = (struct addr){ .family = 0 };
	if (both_ends(out, line, clock))
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
	out->time = (int64_t)v * CLOCK_S + trace_scan_fraction(&rest);
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
		trace_scan_transport(slice_head(value, slice_find(value, ' ')),
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
