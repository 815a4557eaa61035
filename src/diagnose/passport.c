/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/passport.h"

/* The value of a base64url digit (RFC 4648 5), the other alphabet too; -1. */
static int digit(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '-' || c == '+')
		return 62;
	return c == '_' || c == '/' ? 63 : -1;
}

static struct slice decode(struct slice s, char *room)
{
	unsigned bits = 0, n = 0;
	size_t len = 0;

	for (size_t i = 0; i < s.len && len < PASSPORT_ROOM; i++) {
		int d = digit(s.p[i]);

		if (d < 0)
			break;
		bits = (bits << 6 | (unsigned)d) & 0xffff;
		n += 6;
		if (n < 8)
			continue;
		n -= 8;
		room[len++] = (char)(bits >> n & 0xff);
	}
	return slice_of(room, len);
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* What stands behind `"name":'; empty: it is not there. */
static struct slice behind(struct slice json, struct slice name)
{
	struct slice s = slice_from(json, slice_search(json, name) + name.len);

	while (s.len && (is_space(*s.p) || *s.p == ':'))
		s = slice_from(s, 1);
	return s;
}

/* The first string in s, without its quotes; it needs no escapes. */
static struct slice string(struct slice s)
{
	s = slice_from(s, slice_find(s, '"') + 1);
	return slice_head(s, slice_find(s, '"'));
}

/* The first number of `"name":{"tn":"..."}' or `{"tn":["..."]}'. */
static struct slice number(struct slice json, struct slice name)
{
	struct slice s = behind(json, name);

	s = slice_head(s, slice_find(s, '}'));
	return string(behind(s, SLICE("\"tn\"")));
}

static void read_claims(struct slice json, struct passport *out)
{
	struct slice s = behind(json, SLICE("\"iat\""));
	size_t len = 0;
	uint64_t n;

	out->from = number(json, SLICE("\"orig\""));
	out->to = number(json, SLICE("\"dest\""));
	while (len < s.len && s.p[len] >= '0' && s.p[len] <= '9')
		len++;
	if (!slice_to_uint(slice_head(s, len), UINT32_MAX, &n))
		out->signed_at = (int64_t)n * CLOCK_S;
}

bool passport_read(const struct message *m, struct passport *out)
{
	struct slice v = sip_index_value(&m->sip, HEADER_IDENTITY), token, s;
	size_t dot;

	out->value = v;
	out->info = out->from = out->to = slice_of(NULL, 0);
	out->signed_at = 0;
	if (!v.len)
		return false;
	token = slice_head(v, slice_find(v, ';'));
	dot = slice_find(token, '.');
	s = slice_from(token, dot + 1);
	if (slice_find(s, '.') < s.len)
		read_claims(decode(slice_head(s, slice_find(s, '.')),
				   out->claims), out);
	s = slice_from(v, slice_search(v, SLICE("info=<")));
	if (s.len) {
		s = slice_from(s, sizeof("info=<") - 1);
		out->info = slice_head(s, slice_find(s, '>'));
	} else {
		s = decode(slice_head(token, dot), out->header);
		out->info = string(behind(s, SLICE("\"x5u\"")));
	}
	return true;
}

/* Days from 1970 to a date of the Gregorian calendar; years begin in March. */
static int64_t days(int64_t y, int64_t month, int64_t day)
{
	int64_t m = (month + 9) % 12;

	y -= month < 3;
	return 365 * y + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + day -
		719469;
}

static int64_t two(const char *p)
{
	if (p[0] < '0' || p[0] > '9' || p[1] < '0' || p[1] > '9')
		return -1;
	return (p[0] - '0') * 10 + p[1] - '0';
}

/* `Sat, 13 Nov 2010 23:29:00 GMT': one form, each part at its place. */
int64_t passport_date(const struct message *m)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct slice v = sip_index_value(&m->sip, HEADER_DATE);
	int64_t day, century, year, hour, minute, second, month = 0;
	const char *p = v.p;

	if (v.len != 29)
		return 0;
	for (int i = 0; i < 12; i++) {
		if (!memcmp(names + i * 3, p + 8, 3))
			month = i + 1;
	}
	day = two(p + 5);
	century = two(p + 12);
	year = two(p + 14);
	hour = two(p + 17);
	minute = two(p + 20);
	second = two(p + 23);
	if (!month || day < 1 || century < 19 || century > 21 || year < 0 || hour < 0 ||
	    minute < 0 || second < 0 || memcmp(p + 26, "GMT", 3))
		return 0;
	return (days(century * 100 + year, month, day) * 86400 + hour * 3600 +
		minute * 60 + second) * CLOCK_S;
}

struct slice passport_refused(const struct transaction *t, struct report *out)
{
	struct slice url = slice_of(NULL, 0);
	struct passport p;

	report_message(out, t->final, NULL);
	if (passport_read(t->request, &p) && p.info.len) {
		url = report_copy(out, p.info);
		report_text(out, "info_url", url);
		if (slice_search(p.value, p.info) < p.value.len)
			report_header(out, t->request, p.info, "info");
		else
			report_header_id(out, t->request, HEADER_IDENTITY,
					 "info");
	}
	report_group_ip(out, &t->client);
	report_make(out);
	return url;
}
